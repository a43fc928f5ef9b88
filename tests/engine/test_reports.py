"""Reports: the JSON contract, counts, places in the raw text, words for people."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cchc_check.engine import check, load_parent
from cchc_check.engine.packs import built_in_packs
from cchc_check.engine.report import Report
from cchc_check.engine.schemas import FOLDER
from cchc_check.grammar import Source, parse

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.glob("*.txt"))
every_fixture = pytest.mark.parametrize("name", NAMES)


def raw(name: str) -> str:
    return (FIXTURES / name).read_bytes().decode("utf-8")


def report_of(text: str, parent: str | None = "82-KH") -> Report:
    return check(parse(Source(text, "plan.txt")), load_parent(parent) if parent else None)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = (FOLDER / "report.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


@every_fixture
@pytest.mark.parametrize("parent", [None, "82-KH", "448-KH"])
def test_a_report_is_valid_by_its_published_schema(
    schema: Draft202012Validator, name: str, parent: str | None
) -> None:
    data = json.loads(report_of(raw(name), parent).to_json())
    assert [error.message for error in schema.iter_errors(data)] == []


@pytest.mark.parametrize("text", ["", "xin chào", "\n\n\n", "KẾ HOẠCH"])
def test_any_text_has_a_valid_report(schema: Draft202012Validator, text: str) -> None:
    data = json.loads(report_of(text).to_json())
    assert [error.message for error in schema.iter_errors(data)] == []


@every_fixture
def test_the_summary_counts_the_results(name: str) -> None:
    data: dict[str, Any] = json.loads(report_of(raw(name)).to_json())
    outcomes = [result["outcome"] for result in data["results"]]
    failing = [result["severity"] for result in data["results"] if result["outcome"] == "fail"]
    expected = {
        name: outcomes.count(name) for name in ("pass", "fail", "unknown", "not_applicable")
    }
    expected |= {name: failing.count(name) for name in ("error", "warning", "info")}
    expected |= {"waived": 0, "known": 0}
    assert data["summary"] == expected


@every_fixture
@pytest.mark.parametrize("parent", [None, "82-KH"])
def test_every_rule_has_at_least_one_result(name: str, parent: str | None) -> None:
    told = {result.rule for result in report_of(raw(name), parent).results}
    assert told == {rule.id for pack in built_in_packs() for rule in pack.rules}


def test_the_report_says_which_plan_and_which_parent() -> None:
    data = json.loads(report_of(raw("phuong-hoa-lam-2025.txt")).to_json())
    assert data["version"] == 1
    assert data["plan"] == {
        "path": "plan.txt",
        "type": "kế hoạch",
        "number": "18/KH-UBND",
        "date": {"earliest": "2025-03-20", "latest": "2025-03-20"},
        "issuer": "ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM",
        "title": "Tuyên truyền cải cách hành chính phường Hoa Lâm năm 2025",
        "place": "Ninh Thuận",
        "damaged": False,
    }
    assert data["parent"]["id"] == "82-KH"
    assert data["parent"]["date"] == "2025-03-07"


def test_an_undated_plan_is_dated_by_what_it_cites() -> None:
    data = json.loads(report_of(raw("phuong-tan-vien-trang-web.txt")).to_json())
    assert data["plan"]["date"] == {"earliest": "2025-03-07", "latest": None}
    assert data["plan"]["number"] is None


def test_without_a_parent_its_rules_rest() -> None:
    report = report_of(raw("phuong-hoa-lam-2025.txt"), parent=None)
    outcomes = {r.outcome for r in report.results if r.pack == "parent"}
    assert report.parent is None
    assert outcomes == {"not_applicable"}


# --- places ----------------------------------------------------------------------------------


def words(text: str) -> str:
    """Words as an excerpt gives them."""
    plain = unicodedata.normalize("NFC", text).replace("*", "").replace("|", " ")
    return " ".join(plain.split())


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def with_crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


@every_fixture
@pytest.mark.parametrize("change", [str, decomposed, with_crlf], ids=["as it is", "NFD", "CRLF"])
def test_a_place_leads_to_its_words_in_the_raw_text(name: str, change: Any) -> None:
    text = change(raw(name))
    places = [result.location for result in report_of(text).results if result.location]
    assert places
    for place in places:
        assert words(text[place.start : place.end]) == place.excerpt
        assert text.count("\n", 0, place.start) + 1 == place.line
        assert text.count("\n", 0, place.end) + 1 == place.end_line
        line = unicodedata.normalize("NFC", text.split("\n")[place.line - 1])
        first = place.excerpt.split()[0]
        assert line[place.column - 1 :].lstrip("*|").startswith(first)


@every_fixture
@pytest.mark.parametrize("change", [decomposed, with_crlf], ids=["NFD", "CRLF"])
def test_spelling_and_line_ends_of_the_file_change_no_result(name: str, change: Any) -> None:
    def told(report: Report) -> list[tuple[str, str, str, int | None]]:
        return [
            (r.rule, r.outcome, r.message, r.location.line if r.location else None)
            for r in report.results
        ]

    assert told(report_of(change(raw(name)))) == told(report_of(raw(name)))


def misread(text: str) -> str:
    """UTF-8 read as Latin-1, as some web pages have saved it."""
    return text.encode("utf-8").decode("latin-1")


def test_a_text_in_another_encoding_gives_the_same_results_and_a_note() -> None:
    text = raw("xa-dong-khe-nhieu-loi.txt")
    plain, converted = report_of(text), report_of(misread(text))
    assert [(r.rule, r.outcome) for r in converted.results] == [
        (r.rule, r.outcome) for r in plain.results
    ]
    assert any("đã được chuyển sang Unicode" in note for note in converted.notes)


def test_nothing_is_held_against_a_text_that_has_lost_its_letters() -> None:
    text = re.sub("[ạảấầậắặẳộốồổờớợởựứừửưủụệếềểịỉ]", "", raw("xa-dong-khe-nhieu-loi.txt"))
    report = report_of(text)
    assert report.plan.damaged
    assert report.summary.fail == 0
    assert report.summary.unknown > 0
    assert any("mất nhiều chữ" in note for note in report.notes)


# --- words -----------------------------------------------------------------------------------


@every_fixture
@pytest.mark.parametrize("parent", ["82-KH", "448-KH"])
def test_a_failing_result_says_what_to_do_and_on_which_basis(name: str, parent: str) -> None:
    for result in report_of(raw(name), parent).results:
        if result.outcome in ("fail", "unknown"):
            assert result.message and result.advice and result.basis, result.rule
        else:
            assert result.advice is None, result.rule


@every_fixture
def test_what_the_parent_asks_is_told_with_its_clause_and_line(name: str) -> None:
    for result in report_of(raw(name)).results:
        if result.rule in ("issued-in-window", "sent-to", "report-deadlines-kept"):
            assert result.basis is not None
            assert (result.basis.document, result.basis.at) == ("82/KH-UBND", "IV.1")
            assert result.basis.line in (172, 174)
            assert result.basis.quote


_ENGLISH = re.compile(
    r"(?:\b(?:None|True|False|fail|pass|unknown|not_applicable|half-year|year|quarter|month|week"
    r"|report|issue|error|warning|Interval|datetime)\b|[{}])"
)


@every_fixture
@pytest.mark.parametrize("parent", [None, "82-KH", "448-KH"])
def test_messages_are_plain_vietnamese(name: str, parent: str | None) -> None:
    report = report_of(raw(name), parent)
    texts = [*report.notes]
    for r in report.results:
        texts.extend(filter(None, (r.title, r.message, r.expected, r.actual, r.advice)))
    assert [text for text in texts if _ENGLISH.search(text)] == []


@every_fixture
def test_no_message_has_an_empty_place(name: str) -> None:
    report = report_of(raw(name))
    texts = [t for r in report.results for t in (r.message, r.expected, r.actual) if t is not None]
    assert [text for text in texts if "(không có)" in text or not text.strip()] == []
