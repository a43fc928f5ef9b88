"""Real plans: what an honest checker says of them. Skipped where the documents are not at hand."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cchc_check.engine import check, load_parent
from cchc_check.engine.report import Report, Result
from cchc_check.engine.schemas import FOLDER
from cchc_check.grammar import Source, parse

SEEDS = Path(__file__).parents[1].parent / "shared" / "seeds"
PATHS = {path.name[:3]: path for path in sorted(SEEDS.glob("*.txt"))} if SEEDS.is_dir() else {}
NUMBERS = ("000", "001", "002", "003", "004")
PARENTS = ("448-KH", "82-KH")

pytestmark = pytest.mark.skipif(not PATHS, reason="the documents are not at hand")


@cache
def report_of(seed: str, parent: str) -> Report:
    path = PATHS[seed]
    source = Source(path.read_bytes().decode("utf-8"), path.name)
    return check(parse(source), load_parent(parent))


def outcomes(seed: str, rule: str, parent: str) -> set[str]:
    return {r.outcome for r in report_of(seed, parent).results if r.rule == rule}


# One row a rule; one column a plan: 000 Bàn Thạch, 001 Đoàn Kết, 002 Phan Rang - Tháp Chàm,
# 003 Đông Trà Bồng, 004 Trần Phú.
VERDICTS = {
    "issued-in-window": ("fail", "unknown", "pass", "fail", "fail"),
    "budget-adviser-named": ("pass", "fail", "pass", "pass", "pass"),
    "report-deadline-stated": ("fail", "fail", "pass", "fail", "fail"),
    "report-deadlines-kept": ("fail", "fail", "pass", "fail", "fail"),
    "budget-section": ("fail", "pass", "fail", "pass", "pass"),
    "grounds-present": ("pass", "pass", "pass", "pass", "fail"),
    "end-mark": ("pass", "fail", "pass", "pass", "pass"),
    "signature-authority": ("pass", "unknown", "fail", "fail", "pass"),
    "number-present": ("unknown", "unknown", "pass", "fail", "unknown"),
    "date-present": ("unknown", "unknown", "pass", "fail", "unknown"),
    "purpose-section": ("pass", "pass", "pass", "pass", "pass"),
    "organisation-section": ("pass", "pass", "pass", "pass", "pass"),
    "content-section": ("pass", "pass", "pass", "pass", "pass"),
    "forms-section": ("pass", "pass", "pass", "pass", "pass"),
    "reform-contents": ("fail", "pass", "pass", "pass", "fail"),
    "outdated-term": ("pass", "fail", "fail", "pass", "pass"),
    "head-responsible": ("fail", "fail", "pass", "fail", "fail"),
    "citation-issuer": ("pass", "pass", "pass", "pass", "pass"),
    "citation-consistent": ("pass", "pass", "pass", "pass", "pass"),
    "citation-facts": ("pass", "pass", "fail", "fail", "pass"),
    "citation-in-force": ("pass", "pass", "pass", "pass", "pass"),
}


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize(
    ("seed", "rule", "expected"),
    [
        pytest.param(seed, rule, verdict, id=f"{seed} {rule}")
        for rule, verdicts in VERDICTS.items()
        for seed, verdict in zip(NUMBERS, verdicts, strict=True)
    ],
)
def test_the_verdict_is_the_honest_one(seed: str, rule: str, expected: str, parent: str) -> None:
    assert outcomes(seed, rule, parent) == {expected}


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize(
    ("seed", "place"),
    [
        ("000", "thành phố Đà Nẵng"),
        ("001", "tỉnh Lai Châu"),
        ("003", "tỉnh Quảng Ngãi"),
        ("004", "tỉnh Hà Tĩnh"),
    ],
)
def test_a_plan_of_another_province_is_not_bound_and_the_province_is_named(
    seed: str, place: str, parent: str
) -> None:
    report = report_of(seed, parent)
    [result] = (r for r in report.results if r.rule == "parent-binds")
    assert result.outcome == "fail"
    assert f"kế hoạch thuộc {place}" in (result.actual or "")
    assert any("không ràng buộc văn bản này" in note and place in note for note in report.notes)


def test_the_city_is_bound_by_its_own_plan_of_the_year() -> None:
    assert outcomes("002", "parent-binds", "448-KH") == {"pass"}
    assert outcomes("002", "parent-cited", "448-KH") == {"pass"}


def test_the_city_s_plan_is_not_measured_by_itself() -> None:
    assert outcomes("002", "parent-binds", "82-KH") == {"not_applicable"}
    assert outcomes("002", "parent-cited", "82-KH") == {"not_applicable"}


def test_the_namesake_of_the_parent_is_not_taken_for_it() -> None:
    [result] = (r for r in report_of("003", "82-KH").results if r.rule == "parent-cited")
    assert result.outcome == "fail"
    assert "17/4/2025" in (result.actual or "") and "văn bản khác cùng số" in (result.actual or "")


@pytest.mark.parametrize(
    ("seed", "rule", "line"),
    [
        pytest.param("000", "issued-in-window", 22, id="decision of 26/7/2025"),
        pytest.param("000", "budget-adviser-named", 70, id="000 budget adviser"),
        pytest.param("001", "year-consistent", 145, id="budget of 2022 in a plan of 2023"),
        pytest.param("002", "issued-in-window", 5, id="002 date"),
        pytest.param("002", "report-deadline-stated", 174, id="002 report deadline"),
        pytest.param("002", "budget-adviser-named", 212, id="002 budget adviser"),
        pytest.param("002", "citation-form", 66, id="05/NQ-TU"),
        pytest.param("002", "citation-facts", 120, id="a subject without its key word"),
        pytest.param("002", "outdated-term", 140, id="levels 3 and 4"),
        pytest.param("003", "issued-in-window", 3, id="a blank day in August"),
        pytest.param("003", "number-present", 1, id="a blank number"),
        pytest.param("003", "budget-section", 48, id="003 budget"),
        pytest.param("003", "signature-authority", 91, id="003 signature"),
        pytest.param("004", "issued-in-window", 131, id="decision of 15/7/2025"),
        pytest.param("004", "budget-adviser-named", 242, id="004 budget adviser"),
        pytest.param("004", "budget-section", 206, id="004 budget"),
        pytest.param("004", "end-mark", 259, id="004 end mark"),
    ],
)
def test_the_place_is_the_one_a_reader_would_point_to(seed: str, rule: str, line: int) -> None:
    [result] = (r for r in report_of(seed, "82-KH").results if r.rule == rule)
    assert result.location is not None
    assert result.location.line == line


def test_repeated_and_skipped_markers_are_told() -> None:
    found = {
        (seed, r.location.line if r.location else None)
        for seed in NUMBERS
        for r in report_of(seed, "82-KH").results
        if r.rule == "outline-sequence" and r.outcome == "fail"
    }
    assert found == {("001", 143), ("002", 116), ("002", 206)}


# --- what must not be reported ------------------------------------------------------------------

GUARDS = [
    pytest.param("000", "049/QĐ-BNV", id="a number with a zero in front"),
    pytest.param("003", "97a/QĐ-UBND", id="an inserted number"),
    pytest.param("002", "92-KH/TU", id="a Party plan"),
    pytest.param("002", "08-NQ/TU", id="a Party resolution"),
    pytest.param("002", "61/2018/NĐ-CP", id="a decree in force on its day"),
    pytest.param("002", "107/2021/NĐ-CP", id="a later decree in force on its day"),
    pytest.param("002", "Phòng Tài chính - Kế hoạch", id="a department that existed on its day"),
    pytest.param("000", "liên quan quan tâm", id="a repeated syllable"),
    pytest.param("002", "hành vi vi phạm", id="another repeated syllable"),
    pytest.param("004", "TT Đảng ủy; TT HĐND phường", id="two recipients on a line"),
]


def fails(seed: str) -> list[Result]:
    return [
        r
        for parent in PARENTS
        for r in report_of(seed, parent).results
        if r.outcome == "fail" and r.pack != "parent"
    ]


@pytest.mark.parametrize(("seed", "words"), GUARDS)
def test_what_is_right_is_not_reported(seed: str, words: str) -> None:
    assert words in " ".join(PATHS[seed].read_text(encoding="utf-8").split())
    reported = [r for r in fails(seed) if words in f"{r.message} {r.actual}"]
    assert reported == []


@pytest.mark.parametrize(
    ("seed", "line"),
    [
        pytest.param("004", 202, id="đ) after d)"),
        pytest.param("002", 134, id="g) after e)"),
        *(pytest.param("001", n, id=f"001 table line {n}") for n in (83, 93, 103, 113, 123, 133)),
    ],
)
def test_what_is_in_sequence_is_not_reported(seed: str, line: int) -> None:
    lines = [r.location.line for r in fails(seed) if r.rule == "outline-sequence" and r.location]
    assert line not in lines


def test_hard_wrapped_lines_break_nothing() -> None:
    found = {r.rule for r in fails("004")}
    assert found == {
        "abbreviation-defined", "citation-complete", "grounds-present", "head-responsible",
        "reform-contents", "report-deadline-stated",
    }  # fmt: skip


# --- the contract -------------------------------------------------------------------------------


@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize("seed", NUMBERS)
def test_the_report_is_valid_by_its_published_schema(seed: str, parent: str) -> None:
    schema = json.loads((FOLDER / "report.schema.json").read_text(encoding="utf-8"))
    data = json.loads(report_of(seed, parent).to_json())
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []


@pytest.mark.parametrize("seed", NUMBERS)
def test_every_place_leads_to_its_words_in_the_file(seed: str) -> None:
    raw = PATHS[seed].read_bytes().decode("utf-8")
    for result in report_of(seed, "82-KH").results:
        if result.location is not None:
            words = unicodedata.normalize("NFC", raw[result.location.start : result.location.end])
            plain = " ".join(words.replace("*", "").replace("|", " ").split())
            assert plain == result.location.excerpt
