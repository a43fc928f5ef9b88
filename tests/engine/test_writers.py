"""Writers: six formats that say the same, each readable by the programs that it is meant for."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from cchc_check.cli import Format
from cchc_check.engine import check, load_parent
from cchc_check.engine.batch import Batch, Checked, Unread
from cchc_check.engine.report import Basis, Edit, Fix, Waived, summarise
from cchc_check.engine.writers.escapes import command_property, markdown, markdown_line, xml
from cchc_check.engine.writers.formats import FORMATS, format_of, writer
from cchc_check.grammar import Source, parse

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.glob("*.txt"))
BAD = "xa-dong-khe-nhieu-loi.txt"
TRAPS = 'a|b *c* _d_ `e` <f> [g](h) ]]> & &amp; "i" 100%0A, ::error::j\n\x00\x1b[31m k\\ 1. l'

Counts = dict[str, int]


def checked(name: str, parent: str | None = "82-KH", text: str | None = None) -> Checked:
    whole = text if text is not None else (FIXTURES / name).read_bytes().decode("utf-8")
    report = check(parse(Source(whole, name)), load_parent(parent) if parent else None)
    return Checked(report, whole)


def changed(plan: Checked, **values: Any) -> Checked:
    """The plan with other values in its first failing result that has a place."""
    results = list(plan.report.results)
    at = next(i for i, r in enumerate(results) if r.outcome == "fail" and r.location)
    results[at] = replace(results[at], **values)
    return Checked(replace(plan.report, results=results, summary=summarise(results)), plan.text)


def waived(plan: Checked) -> Checked:
    return changed(plan, waived=Waived("Đã xin phép", "Trần Văn Bình", "2025-12-31"))


def trapped(plan: Checked) -> Checked:
    """The plan with a failing result all of whose words are marks of some format."""
    basis = Basis(TRAPS, TRAPS, 3, TRAPS)
    found = changed(plan, message=TRAPS, expected=TRAPS, actual=TRAPS, advice=TRAPS, basis=basis)
    info = replace(found.report.plan, path=f"kế hoạch, {TRAPS}.txt", title=TRAPS)
    return Checked(replace(found.report, plan=info, notes=[TRAPS]), found.text)


def written(form: str, *plans: Checked, batch: Batch | None = None) -> str:
    stream = io.StringIO()
    whole = batch or Batch(single=len(plans) == 1)
    whole.checked.extend(plans)
    writer(form)(whole, stream)
    return stream.getvalue()


# --- counting what a format says -----------------------------------------------------------------

_SENTENCE = re.compile(
    r"(?P<pass>\d+) đạt, (?P<fail>\d+) chưa đạt \((?P<error>\d+) lỗi, (?P<warning>\d+) cảnh báo,"
    r" (?P<info>\d+) lưu ý\), (?P<unknown>\d+) chưa kết luận được,"
    r" (?P<not_applicable>\d+) không áp dụng(?:, (?P<waived>\d+) được bỏ qua)?"
)


def in_sentences(text: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for match in _SENTENCE.finditer(" ".join(text.split()).replace("\\", "")):
        total.update({name: int(value or 0) for name, value in match.groupdict().items()})
    return total


def in_json(text: str) -> Counter[str]:
    data = json.loads(text)
    total: Counter[str] = Counter()
    for report in data if isinstance(data, list) else [data]:
        total.update(report["summary"])
    return total


def in_sarif(text: str) -> Counter[str]:
    names = {"pass": "pass", "fail": "fail", "open": "unknown", "notApplicable": "not_applicable"}
    levels = {"error": "error", "warning": "warning", "note": "info"}
    total: Counter[str] = Counter()
    for result in json.loads(text)["runs"][0]["results"]:
        if "suppressions" in result:
            total["waived"] += 1
            continue
        total[names[result["kind"]]] += 1
        if result["kind"] == "fail":
            total[levels[result["level"]]] += 1
    return total


def in_junit(text: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for case in ET.fromstring(text).iter("testcase"):
        inside = [child for child in case if child.tag in ("failure", "skipped")]
        for child in inside:
            total[str(child.get("type"))] += 1
            total["fail"] += child.tag == "failure"
        total["pass"] += not inside
    return total


def in_github(text: str) -> Counter[str]:
    """The commands; what is not marked is told in the sentence."""
    total = Counter({n: in_sentences(text)[n] for n in ("pass", "not_applicable", "waived")})
    names = {"error": "error", "warning": "warning", "notice": "info"}
    for name, title in re.findall(r"^::(\w+) .*?title=([^:]*(?:%3A)?)", text, re.MULTILINE):
        if title.startswith("Chưa rõ%3A"):
            total["unknown"] += 1
        else:
            total[names[name]] += 1
            total["fail"] += 1
    return total


def in_markdown(text: str) -> Counter[str]:
    """The rows of the tables and the items of the lists."""
    sections = {
        "Chưa đạt": "fail", "Chưa kết luận được": "unknown", "Được bỏ qua": "waived", "Đạt": "pass",
    }  # fmt: skip
    severities = {"Lỗi": "error", "Cảnh báo": "warning", "Lưu ý": "info"}
    total = Counter({"not_applicable": in_sentences(text)["not_applicable"]})
    section = ""
    for line in text.splitlines():
        head = re.match(r"#+ (.+?)(?: \(\d+\))?$", line)
        if head:
            section = sections.get(head[1], "")
        elif section == "pass" and line.startswith("- "):
            total["pass"] += 1
        elif section and section != "pass" and re.match(r"\| (?!Mức|Chỗ \|)", line):
            total[section] += 1
            if section == "fail":
                total[severities[line.split(" | ")[0].strip("| ")]] += 1
    return total


COUNTED: dict[str, Callable[[str], Counter[str]]] = {
    "rich": in_sentences, "json": in_json, "sarif": in_sarif, "junit": in_junit,
    "github": in_github, "markdown": in_markdown,
}  # fmt: skip


def counts_of(*plans: Checked) -> Counts:
    total: Counter[str] = Counter()
    for plan in plans:
        total.update(plan.report.to_data()["summary"])
    return +total


# --- all formats ---------------------------------------------------------------------------------

every_format = pytest.mark.parametrize("form", FORMATS)


def test_the_command_offers_exactly_the_formats_of_the_registry() -> None:
    assert [form.value for form in Format] == list(FORMATS) == list(COUNTED)


@every_format
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("parent", [None, "82-KH"])
def test_all_formats_agree_in_counts(form: str, name: str, parent: str | None) -> None:
    plan = checked(name, parent)
    assert +COUNTED[form](written(form, plan)) == counts_of(plan)


@every_format
def test_all_formats_agree_in_counts_of_several_plans(form: str) -> None:
    plans = [checked(name) for name in NAMES]
    assert +COUNTED[form](written(form, *plans)) == counts_of(*plans)


@every_format
def test_all_formats_count_what_is_waived_apart(form: str) -> None:
    plan = waived(checked(BAD))
    found = +COUNTED[form](written(form, plan))
    assert found == counts_of(plan)
    assert found["waived"] == 1


@every_format
def test_a_plan_full_of_marks_changes_no_count(form: str) -> None:
    plan = trapped(checked(BAD))
    assert +COUNTED[form](written(form, plan, checked(NAMES[0]))) == counts_of(
        plan, checked(NAMES[0])
    )


@every_format
@pytest.mark.parametrize("text", ["KẾ HOẠCH", "", "xin chào"])
def test_any_text_can_be_reported(form: str, text: str) -> None:
    plan = checked("-", None, text)
    assert +COUNTED[form](written(form, plan)) == counts_of(plan)


@every_format
def test_a_format_ends_its_text_with_one_line_end(form: str) -> None:
    text = written(form, checked(BAD))
    assert text.endswith("\n") and not text.endswith("\n\n")


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "markdown"])
def test_a_plan_that_could_not_be_read_is_named(form: str) -> None:
    batch = Batch(single=False, unread=[Unread("thiếu.txt", "Không có tệp thiếu.txt.")])
    assert "Không có tệp thiếu.txt." in written(form, checked(BAD), batch=batch)


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("a.json", "json"),
        ("a.sarif", "sarif"),
        ("a.sarif.json", "sarif"),
        ("A.XML", "junit"),
        ("a.md", "markdown"),
        ("a.txt", "rich"),
        ("a.log", None),
        ("a", None),
    ],
)
def test_a_suffix_tells_the_format(file: str, form: str | None) -> None:
    assert format_of(file) == form


# --- SARIF ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = (ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft202012Validator(
        json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def run_of(*plans: Checked, batch: Batch | None = None) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(written("sarif", *plans, batch=batch))["runs"][0]
    return run


SARIF_CASES: dict[str, Callable[[], list[Checked]]] = {
    "every plan": lambda: [checked(name) for name in NAMES],
    "a plan without a parent": lambda: [checked(BAD, None)],
    "a plan twice": lambda: [checked(BAD), checked(BAD)],
    "a waiver": lambda: [waived(checked(BAD))],
    "marks": lambda: [trapped(checked(BAD))],
    "standard input": lambda: [checked("-", None, "KẾ HOẠCH")],
    "a fix": lambda: [changed(checked(BAD), fix=Fix("Sửa", True, [Edit(3, 5, "x")]))],
    "nothing": lambda: [],
}


@pytest.mark.parametrize("case", SARIF_CASES)
def test_sarif_is_valid_by_its_schema(schema: Draft202012Validator, case: str) -> None:
    batch = Batch(unread=[Unread("thiếu.txt", "Không có tệp.")])
    log = json.loads(written("sarif", *SARIF_CASES[case](), batch=batch))
    assert [error.message[:200] for error in schema.iter_errors(log)] == []
    assert log["version"] == "2.1.0"


def test_the_schema_finds_faults(schema: Draft202012Validator) -> None:
    log = json.loads(written("sarif", checked(BAD)))
    log["runs"][0]["results"][0]["kind"] = "unknown"
    assert list(schema.iter_errors(log))


def test_sarif_names_every_rule_that_was_asked_with_its_help() -> None:
    plan = checked(BAD)
    rules = run_of(plan)["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {result.rule for result in plan.report.results}
    for rule in rules:
        assert rule["shortDescription"]["text"] and "Cách sửa: " in rule["help"]["text"]


def test_a_sarif_result_points_to_its_rule() -> None:
    run = run_of(checked(BAD))
    rules = run["tool"]["driver"]["rules"]
    assert {rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"]} == {True}


def test_only_what_fails_has_a_level_in_sarif() -> None:
    levels = {"error": "error", "warning": "warning", "info": "note"}
    plan = checked(NAMES[0])
    for plan in (checked(name) for name in NAMES):
        for one, result in zip(run_of(plan)["results"], plan.report.results, strict=True):
            wanted = levels[result.severity] if result.outcome == "fail" else "none"
            assert one["level"] == wanted


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text, id="as it is"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
        pytest.param(lambda text: text.replace("Căn cứ", "😀 Căn cứ 𝐀"), id="wide characters"),
    ],
)
def test_a_sarif_place_leads_to_its_words_in_utf_16(change: Callable[[str], str]) -> None:
    plan = checked(BAD, text=change((FIXTURES / BAD).read_text(encoding="utf-8")))
    run = run_of(plan)
    units = plan.text.encode("utf-16-le")
    lines = [line.encode("utf-16-le") for line in plan.text.split("\n")]
    regions = [
        r["locations"][0]["physicalLocation"]["region"]
        for r in run["results"]
        if "region" in r["locations"][0]["physicalLocation"]
    ]
    assert run["columnKind"] == "utf16CodeUnits" and len(regions) > 20
    for region in regions:
        words = region["snippet"]["text"]
        start, length = 2 * region["charOffset"], 2 * region["charLength"]
        assert units[start : start + length].decode("utf-16-le") == words
        first = lines[region["startLine"] - 1][2 * (region["startColumn"] - 1) :]
        assert first.decode("utf-16-le").startswith(words.split("\n")[0])
        last = lines[region["endLine"] - 1][: 2 * (region["endColumn"] - 1)]
        assert last.decode("utf-16-le").endswith(words.split("\n")[-1])


def test_a_sarif_result_tells_the_clause_of_the_parent() -> None:
    [late] = (r for r in run_of(checked(BAD))["results"] if r["ruleId"] == "issued-in-window")
    [clause] = late["relatedLocations"]
    assert clause["logicalLocations"][0]["fullyQualifiedName"] == "82/KH-UBND, IV.1"
    assert late["properties"]["basis"]["line"] == 172


def fingerprints(plan: Checked) -> list[str]:
    return [r["partialFingerprints"]["cchcCheck/v1"] for r in run_of(plan)["results"]]


def test_sarif_fingerprints_are_all_different_and_stay_when_lines_move() -> None:
    plan = checked(BAD)
    moved = checked(BAD, text="\n\n" + plan.text)
    assert len(set(fingerprints(plan))) == len(plan.report.results)
    assert fingerprints(moved) == fingerprints(plan)


def test_a_waived_result_is_suppressed_in_sarif() -> None:
    results = run_of(waived(checked(BAD)))["results"]
    [one] = [r["suppressions"] for r in results if "suppressions" in r]
    assert one == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Đã xin phép",
            "properties": {"by": "Trần Văn Bình", "until": "2025-12-31"},
        }
    ]


def test_a_fix_is_given_in_sarif_where_it_stands() -> None:
    plan = checked(BAD)
    at = plan.text.index("08/NQ-TU")
    fix = Fix("Sửa ký hiệu", True, [Edit(at, at + 8, "08-NQ/TU")])
    fixes = [one for r in run_of(changed(plan, fix=fix))["results"] for one in r.get("fixes", [])]
    [found] = (one for one in fixes if one["description"]["text"] == fix.title)
    [replacement] = found["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    assert (region["charOffset"], region["charLength"]) == (at, 8)
    assert replacement["insertedContent"]["text"] == "08-NQ/TU"


@pytest.mark.parametrize("form", ["markdown", "junit"])
def test_a_fix_is_told_to_people(form: str) -> None:
    plan = changed(checked(BAD), fix=Fix("Thêm “0” trước 5", True, [Edit(3, 5, "x")]))
    assert "Sửa được: Thêm “0” trước 5" in written(form, plan)


def test_sarif_says_that_a_plan_could_not_be_read() -> None:
    batch = Batch(single=False, unread=[Unread("thiếu.txt", "Không có tệp thiếu.txt.")])
    [invocation] = run_of(checked(BAD), batch=batch)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/kế hoạch.txt", "a%20b/k%E1%BA%BF%20ho%E1%BA%A1ch.txt"),
        ("/tmp/x.txt", "file:///tmp/x.txt"),
        ("-", "stdin"),
    ],
)
def test_sarif_names_a_file_by_its_uri(path: str, uri: str) -> None:
    [artifact] = run_of(checked(path, None, "KẾ HOẠCH"))["artifacts"]
    assert artifact["location"]["uri"] == uri
    assert unquote(uri).endswith(path) or path == "-"


# --- JUnit ---------------------------------------------------------------------------------------


def test_junit_opens_in_a_reader_that_is_not_ours() -> None:
    plans = [waived(checked(BAD)), checked(NAMES[0]), trapped(checked(BAD))]
    batch = Batch(single=False, unread=[Unread("thiếu.txt", "Không có tệp.")])
    document = JUnitXml.fromstring(written("junit", *plans, batch=batch).encode())
    suites = list(document)
    assert [len(list(suite)) for suite in suites] == [
        *(len(plan.report.results) for plan in plans), 1
    ]  # fmt: skip
    assert [suite.failures for suite in suites[:3]] == [p.report.summary.fail for p in plans]
    assert (document.errors, suites[3].errors) == (1, 1)
    assert document.tests == sum(len(plan.report.results) for plan in plans) + 1


def test_junit_tells_a_failure_with_its_place_and_its_remedy() -> None:
    suite = next(iter(JUnitXml.fromstring(written("junit", checked(BAD)).encode())))
    [case] = (case for case in suite if case.name == "issued-in-window")
    [failure] = case.result
    assert failure.message.startswith("Lỗi: Kế hoạch ban hành 05/4/2025")
    for words in (f"{BAD}:9:1: «Đông Khê", "Căn cứ: 82/KH-UBND, IV.1", "Cần làm: "):
        assert words in failure.text


def test_a_junit_case_keeps_its_name_when_lines_move() -> None:
    def names(plan: Checked) -> list[str]:
        return [str(c.get("name")) for c in ET.fromstring(written("junit", plan)).iter("testcase")]

    plan = checked(BAD)
    assert names(checked(BAD, text="\n\n" + plan.text)) == names(plan)
    assert len(set(names(plan))) == len(names(plan))


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_can_stand_in_xml(text: str) -> None:
    element = ET.Element("a", b=xml(text))
    element.text = xml(text)
    assert ET.fromstring(ET.tostring(element, encoding="unicode")).tag == "a"


def test_xml_keeps_all_but_what_it_cannot_hold() -> None:
    assert xml("kế hoạch\t\n<&> 😀\x00\x1b\ufffe") == "kế hoạch\t\n<&> 😀\ufffd\ufffd\ufffd"


# --- GitHub --------------------------------------------------------------------------------------


def test_a_github_command_marks_the_place() -> None:
    lines = written("github", checked(BAD)).splitlines()
    [late] = (line for line in lines if "[issued-in-window]" in line)
    assert late.startswith(f"::error file={BAD},line=9,endLine=9,col=1,endColumn=35,title=")
    assert "::Kế hoạch ban hành 05/4/2025, ngoài thời hạn quý I năm 2025%0AYêu cầu: " in late


def test_a_github_command_over_several_lines_has_no_columns() -> None:
    text = written("github", checked(BAD))
    [unsent] = re.findall(r"^::error .*\[sent-to\].*$", text, re.MULTILINE)
    assert "line=64,endLine=69," in unsent and "col=" not in unsent


def test_github_commands_are_one_line_each_whatever_the_plan_says() -> None:
    plan = trapped(checked(BAD))
    *lines, _counts, _end = written("github", plan).split("\n")
    assert len(lines) == plan.report.summary.fail + plan.report.summary.unknown
    for line in lines:
        command = re.fullmatch(r"::(\w+) ((?:\w+=[^,:]*)(?:,\w+=[^,:]*)*)::(.*)", line)
        assert command, line


def test_a_github_property_escapes_what_ends_it() -> None:
    assert command_property("a:b,c%d\r\n") == "a%3Ab%2Cc%25d%0D%0A"


def test_standard_input_has_no_file_in_github() -> None:
    text = written("github", checked("-", None, (FIXTURES / BAD).read_text(encoding="utf-8")))
    assert "file=" not in text and "line=" not in text
    assert "đầu vào chuẩn: " in text


# --- Markdown ------------------------------------------------------------------------------------

READER = MarkdownIt("commonmark").enable("table")


def plain(tokens: Any) -> str:
    """The text that a reader sees."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type not in ("inline", "paragraph_open", "paragraph_close"):
            parts.append(f"<{token.type}>")
        parts.append(plain(token.children or []))
    return "".join(parts)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    words = " ".join(text.split())
    assert plain(READER.parse(f"x {markdown(text)}")) == f"x {words}".rstrip()
    assert plain(READER.parse(f"- {markdown_line('x' + text)}")).endswith(
        " ".join(f"x{text}".split()) + "<list_item_close><bullet_list_close>"
    )


@pytest.mark.parametrize("text", ["- a", "+ b", "1. c", "12) d", "= e", "# f", "> g", "* h", "---"])
def test_markdown_opens_nothing_at_the_beginning_of_a_line(text: str) -> None:
    assert plain(READER.parse(markdown_line(text))) == text


def tables(text: str) -> list[list[list[str]]]:
    """The tables that a reader finds, as cells."""
    found: list[list[list[str]]] = []
    tokens = READER.parse(text)
    for number, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append(tokens[number + 1].content)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_markdown_tables_have_all_their_cells(name: str) -> None:
    plan = checked(name)
    text = written("markdown", plan)
    rows = [row for table in tables(text) for row in table[1:]]
    assert len(rows) == plan.report.summary.fail + plan.report.summary.unknown
    assert sum(line.startswith("| ") for line in text.splitlines()) == len(rows) + len(tables(text))


def test_markdown_keeps_a_row_together_whatever_the_plan_says() -> None:
    plan = trapped(checked(BAD))
    [failed, *_] = tables(written("markdown", plan))
    assert len(failed) == plan.report.summary.fail + 1
    [row] = [row for row in failed if "a\\|b" in "|".join(row) or "a|b" in "|".join(row)]
    assert len(row) == 5 and all(row)


def test_markdown_shows_who_signed_a_waiver() -> None:
    [row] = [
        row
        for table in tables(written("markdown", waived(checked(BAD))))
        for row in table
        if "Trần Văn Bình" in row
    ]
    assert row[3:] == ["Đã xin phép", "Trần Văn Bình", "31/12/2025"]


def test_markdown_of_several_plans_begins_with_a_table_of_them() -> None:
    plans = [checked(name) for name in NAMES]
    [first, *_] = tables(written("markdown", *plans))
    assert [row[0].replace("\\", "") for row in first[1:]] == NAMES


def test_markdown_lists_what_is_met() -> None:
    plan = checked(NAMES[0])
    text = written("markdown", plan).replace("\\", "")
    for result in plan.report.results:
        assert (result.message[1:] in text) is (result.outcome == "pass")
