"""Checking: how the assertions of a rule become results, and what rests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cchc_check.engine import check, load_parent
from cchc_check.engine.examples import run_examples
from cchc_check.engine.packs import built_in_packs, choose
from cchc_check.engine.parents import parent_from_data
from cchc_check.engine.report import Result
from cchc_check.engine.rules import Pack, rule_of
from cchc_check.grammar import parse

PLAN = """\
KẾ HOẠCH
Tuyên truyền năm 2025

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách hành chính;
I. MỤC ĐÍCH
- Nâng cao nhận thức.
III. NỘI DUNG
- Thể chế.
"""


def results(*asserts: dict[str, Any], **options: Any) -> list[Result]:
    """The results of one rule over the plan."""
    rule = {
        "id": "own", "title": "Tên quy tắc", "severity": "error", "message": "Sai", "advice": "Sửa",
        "basis": {"document": "Quy định"},
    }  # fmt: skip
    pack = Pack("own", "Bộ riêng", [rule_of({**rule, **options, "assert": list(asserts)})])
    return check(parse(PLAN), None, [pack]).results


def test_a_rule_that_fails_tells_all_its_faults_and_no_pass() -> None:
    found = results(
        {"exists": "ground"},
        {"exists": "table", "message": "Thiếu bảng"},
        {"none": "section[expected]"},
    )
    assert [(r.outcome, r.message) for r in found] == [("fail", "Thiếu bảng"), ("fail", "Sai")]


def test_a_rule_that_is_met_passes_once_with_evidence() -> None:
    found = results({"none": "table"}, {"exists": "ground"}, {"exists": "section"})
    assert [(r.outcome, r.location.line if r.location else None) for r in found] == [("pass", 4)]


def test_a_rule_speaks_once_of_every_node_that_it_selects() -> None:
    found = results(
        {"each": "$it section", "that": "expected", "filled": False},
        context="section",
        message="Mục {it.marker}",
        ok="Mục {it.marker}",
    )
    assert [(r.outcome, r.message) for r in found] == [("pass", "Mục I."), ("fail", "Mục III.")]


@pytest.mark.parametrize(
    ("options", "outcome", "message"),
    [
        pytest.param({"context": "table"}, "not_applicable", "Không áp dụng: văn bản không có phần mà quy tắc nói tới", id="nothing selected"),
        pytest.param({"context": "table", "otherwise": "unknown", "unknown": "Không rõ bảng"}, "unknown", "Không rõ bảng", id="nothing selected, said otherwise"),
        pytest.param({"unless": "doc_type[symbol=KH]"}, "not_applicable", "Không áp dụng: quy tắc không áp dụng cho văn bản này", id="unless"),
        pytest.param({"unless": "doc_type[symbol=QĐ]"}, "pass", "Tên quy tắc", id="not unless"),
        pytest.param({"requires": "layout"}, "not_applicable", "Không áp dụng: tệp này không cho biết cách trình bày", id="no layout"),
        pytest.param({"requires": "parent"}, "not_applicable", "Không áp dụng: không nêu kế hoạch cấp trên để đối chiếu", id="no parent"),
    ],
)  # fmt: skip
def test_a_rule_rests_and_says_why(options: dict[str, Any], outcome: str, message: str) -> None:
    [result] = results({"exists": "ground"}, **options)
    assert (result.outcome, result.message) == (outcome, message)


def test_what_the_parent_does_not_ask_rests() -> None:
    bare = parent_from_data(
        {"id": "1-KH", "number": "1/KH-UBND", "date": "2025-01-02", "issuer": "UBND thành phố An Khê", "obligations": []},
        "x",
    )  # fmt: skip
    [result] = check(parse(PLAN), bare, choose(built_in_packs(), ["issued-in-window"], [])).results
    assert result.outcome == "not_applicable"
    assert result.message == "Không áp dụng: kế hoạch cấp trên không nêu yêu cầu này"


def test_messages_are_filled_with_what_was_found() -> None:
    [result] = results(
        {"none": "section[expected]"},
        message="{node.marker} thay cho {node.expected} trong kế hoạch {plan.period}",
        actual="{node.heading}",
        expected="{node.expected}",
    )
    assert result.message == "III. thay cho II. trong kế hoạch năm 2025"
    assert (result.actual, result.expected) == ("NỘI DUNG", "II.")


def test_a_result_carries_the_words_around_its_place() -> None:
    [result] = results({"none": "citation"})
    place = result.location
    assert place is not None
    assert (place.line, place.column, place.before) == (4, 8, "Căn cứ")
    assert place.excerpt == "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"
    assert place.after == "về cải cách hành chính;"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        pytest.param("QUYẾT ĐỊNH\nVề việc ban hành quy chế\n\nĐiều 1. Ban hành.\n", "Văn bản này là quyết định, không phải kế hoạch.", id="another type"),
        pytest.param(PLAN.replace("Căn cứ", "Căn cứ Quyết định số 5/QĐ-UBND ngày 03/02/2025 của UBND tỉnh Quảng Ngãi về tỉnh Quảng Ngãi;\nCăn cứ"), "82/KH-UBND không ràng buộc văn bản này: kế hoạch thuộc tỉnh Quảng Ngãi", id="another province"),
        pytest.param(PLAN, "Chưa có toàn văn 448/KH-UBND", id="the parent's own note"),
        pytest.param("Số: 18/KH-UBND\nHoa Lâm, ngày 02 tháng 7 năm 2025\n" + PLAN, "Cấp huyện kết thúc hoạt động từ 01/7/2025", id="after the districts"),
    ],
)  # fmt: skip
def test_what_the_reader_should_know_first_is_noted(text: str, note: str) -> None:
    notes = [
        line
        for parent in ("82-KH", "448-KH")
        for line in check(parse(text), load_parent(parent)).notes
    ]
    assert any(note in line for line in notes)


def test_rules_for_plans_rest_for_other_documents() -> None:
    text = "QUYẾT ĐỊNH\nVề việc ban hành quy chế\n\nĐiều 1. Ban hành quy chế.\n"
    found = {r.rule: r.outcome for r in check(parse(text)).results}
    for rule in ("budget-section", "budget-adviser-named", "report-deadline-stated"):
        assert found[rule] == "not_applicable"


# --- examples --------------------------------------------------------------------------------


def trial_faults(*examples: dict[str, Any]) -> list[str | None]:
    rule = rule_of({
        "id": "own", "title": "Tên", "severity": "error", "message": "Thiếu bảng", "advice": "Sửa",
        "assert": [{"exists": "ground"}], "examples": [{"name": "a", **one} for one in examples],
    })  # fmt: skip
    return [trial.fault for trial in run_examples([Pack("own", "Bộ", [rule])])]


GROUNDLESS = "KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n- Nâng cao.\n"


def test_examples_that_hold_have_no_fault() -> None:
    passing: dict[str, Any] = {"expect": "pass", "plan": PLAN}
    assert trial_faults(passing, {"expect": {"fail": "bảng"}, "plan": GROUNDLESS}) == [None, None]


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        pytest.param({"expect": "fail", "plan": PLAN}, "cần", id="another outcome"),
        pytest.param({"expect": {"fail": "hình"}, "plan": GROUNDLESS}, "kết quả không nêu “hình”", id="other words"),
        pytest.param({"expect": "fail", "plan": GROUNDLESS, "parent": "99-KH"}, "Không có kế hoạch cấp trên “99-KH”", id="no such parent"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_hold_is_told(example: dict[str, Any], fault: str) -> None:
    passing: dict[str, Any] = {"expect": "pass", "plan": PLAN}
    failing: dict[str, Any] = {"expect": "fail", "plan": GROUNDLESS}
    found = trial_faults(passing, failing, example)
    assert found[:2] == [None, None]
    assert found[2] is not None and fault in found[2]


def test_a_rule_without_examples_of_both_kinds_is_told() -> None:
    assert trial_faults({"expect": "pass", "plan": PLAN}) == ["thiếu ví dụ 'fail'", None]


def test_an_example_may_bring_its_own_parent() -> None:
    parent = {
        "id": "1-KH",
        "number": "1/KH-UBND",
        "date": "2025-01-02",
        "issuer": "UBND thành phố An Khê",
        "obligations": [],
    }
    example = {"expect": "pass", "plan": PLAN, "parent": parent}
    assert trial_faults(example, {"expect": "fail", "plan": GROUNDLESS}) == [None, None]


def test_what_the_extraction_may_have_caused_is_unknown_and_says_why() -> None:
    doubt = {"when": "plan[period]", "why": "bản chép từ trang mạng"}
    [result] = results({"exists": "table"}, doubt=doubt, unknown="Không rõ có bảng không")
    assert result.outcome == "unknown"
    assert result.message == "Không rõ có bảng không (bản chép từ trang mạng)"


@pytest.mark.parametrize("when", ["plan[damaged]", "table"])
def test_without_cause_for_doubt_a_failure_stays(when: str) -> None:
    [result] = results({"exists": "table"}, doubt={"when": when, "why": "bản chép"})
    assert result.outcome == "fail"


def test_a_pass_is_not_doubted() -> None:
    [result] = results({"exists": "ground"}, doubt={"when": "plan", "why": "bản chép"})
    assert result.outcome == "pass"


@pytest.mark.parametrize(("least", "outcome"), [(2, "pass"), (3, "fail")])
def test_an_assertion_may_ask_for_a_parameter_of_its_rule(least: int, outcome: str) -> None:
    [result] = results(
        {"exists": "section", "at_least": "$rule.least"},
        parameters={"least": least},
        message="Cần {rule.least} chương",
    )
    assert result.outcome == outcome
    assert outcome == "pass" or result.message == "Cần 3 chương"


def test_advice_may_draft_the_words_to_write() -> None:
    [result] = results({"exists": "table"}, context="ground", advice="Ghi năm {plan.period}")
    assert result.advice == "Ghi năm năm 2025"


@pytest.mark.parametrize(
    ("graver", "severity"),
    [({"exists": "table"}, "info"), ({"exists": "ground"}, "error")],
    ids=["that one fails", "that one passes"],
)
def test_what_a_graver_rule_tells_is_only_a_note(graver: dict[str, Any], severity: str) -> None:
    common = {"title": "Tên", "severity": "error", "message": "Sai", "advice": "Sửa"}
    first = {**common, "id": "graver", "assert": [graver]}
    second = {**common, "id": "own", "assert": [{"exists": "signature"}], "yields_to": ["graver"]}
    pack = Pack("own", "Bộ riêng", [rule_of(first), rule_of(second)])
    report = check(parse(PLAN), None, [pack])
    [own] = [result for result in report.results if result.rule == "own"]
    assert (own.outcome, own.severity) == ("fail", severity)
    assert report.summary.info == (severity == "info")


def test_the_map_of_the_engine_names_every_module() -> None:
    import cchc_check.engine as engine

    folder = Path(engine.__file__).parent
    there = {path.stem for path in folder.glob("*.py")} - {"__init__", "errors"}
    named = set(re.findall(r"[a-z_]+", (engine.__doc__ or "").split("\n\n", 2)[2]))
    assert there <= named


# --- what a text is that has no type line -----------------------------------------------------------

_BODY = "I. MỤC ĐÍCH\n- Nâng cao nhận thức của nhân dân.\nII. NỘI DUNG\n- Treo pa nô tại thôn.\n"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Số: 18/KH-UBND\nThanh Sa, ngày 20 tháng 3 năm 2025\n" + _BODY, "Thiếu dòng tên loại"),
        ("Số: 18/KHLN-CAT-SGDĐT\n" + _BODY, "ký hiệu KHLN-CAT-SGDĐT cho thấy"),
        ("Số: 27/UBND-VP\nV/v treo pa nô\nKính gửi: Các thôn.\n" + _BODY, "có vẻ là công văn"),
        ("Kính gửi:\n- Các thôn;\n" + _BODY, "có vẻ là công văn"),
        (_BODY, "Không thấy phần đầu văn bản nên không rõ"),
        (
            "Số: 27/UBND-VP\nThanh Sa, ngày 20 tháng 3 năm 2025\n" + _BODY,
            "có thể văn bản này không",
        ),
    ],
    ids=[
        "plan's symbol",
        "joint plan's symbol",
        "letter",
        "letter without head",
        "no head",
        "other",
    ],
)
def test_a_note_says_what_a_text_without_a_type_line_may_be(text: str, note: str) -> None:
    [said] = check(parse(text)).notes
    assert note in said


@pytest.mark.parametrize(
    ("head", "outcomes"),
    [
        ("", {"title-present": ["unknown"], "grounds-present": ["unknown"]}),
        ("Số: 18/KH-UBND |\n", {"title-present": ["unknown"], "grounds-present": ["fail"]}),
        ("Số: 18/KH-UBND\n", {"title-present": ["fail"], "grounds-present": ["fail"]}),
        ("KẾ HOẠCH\n\n", {"title-present": ["fail"], "grounds-present": ["fail"]}),
    ],
    ids=["head lost", "a web page's head", "written without it", "type without title"],
)
def test_a_missing_title_is_told_once_and_not_of_a_lost_head(
    head: str, outcomes: dict[str, list[str]]
) -> None:
    packs = choose(built_in_packs(), ("title-present", "grounds-present"), ())
    found: dict[str, list[str]] = {}
    for result in check(parse(head + _BODY), None, packs).results:
        found.setdefault(result.rule, []).append(result.outcome)
    assert found == outcomes
