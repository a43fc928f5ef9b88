"""Assertions: what each type says, where, and with which expected and actual values."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.engine.assertions import TYPES, Finding, assertion_type
from cchc_check.engine.parents import Parent, load_parent
from cchc_check.engine.rules import assertion_of
from cchc_check.engine.selectors import Index, Scope, compile_selector
from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Plan

PLAN = """\
ỦY BAN NHÂN DÂN
PHƯỜNG HOA LÂM
Số: 18/KH-UBND
Hoa Lâm, ngày 20 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2025

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể;
Căn cứ Kế hoạch số 82/KH-UBND ngày 07/3/2025 của Ủy ban nhân dân thành phố về tuyên truyền;
UBND phường Hoa Lâm ban hành Kế hoạch như sau:
I. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Báo cáo UBND thành phố trước ngày 01/6 đối với báo cáo 06 tháng và trước ngày 05/12 đối với báo cáo năm./.
Nơi nhận:
- UBND thành phố (b/c);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Bình
"""
NO_HEADER = "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2025\n\nI. NỘI DUNG\n- Thể chế.\n"


def scope_of(text: str, it: str | None = None, parent: str | None = "82-KH") -> Scope:
    above = Index.of(load_parent(parent)) if parent else None
    scope = Scope(Index.of(parse(text)), above)
    if it is None:
        return scope
    return Scope(scope.plan, scope.parent, compile_selector(it).find(scope)[0])


def evaluate(scope: Scope, **options: Any) -> list[Finding]:
    return list(assertion_of(options).evaluate(scope))


def outcomes(findings: list[Finding]) -> list[tuple[str, str | None]]:
    """Each outcome with the words at its place."""
    return [(f.outcome, f.node.text if f.node else None) for f in findings]


@pytest.mark.parametrize("kind", TYPES, ids=[kind.key for kind in TYPES])
def test_every_assertion_documents_itself_and_is_known_by_its_key(kind: Any) -> None:
    assert kind.__doc__
    assert assertion_type([kind.key]) is kind


def test_each_and_some_are_known_before_that() -> None:
    assert [assertion_type([key, "that"]) for key in ("each", "some")] == [TYPES[2], TYPES[3]]


def test_unknown_keys_mean_no_assertion() -> None:
    assert assertion_type(["exsts"]) is None


# --- exists, none ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param(PLAN, {"exists": "ground"}, ("pass", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể;"), id="the first is the evidence"),
        pytest.param(PLAN, {"exists": "ground", "at_least": 2}, ("pass", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể;"), id="enough of them"),
        pytest.param(PLAN, {"exists": "ground", "at_least": 3}, ("fail", None), id="too few"),
        pytest.param(PLAN, {"exists": "table", "at": "doc_type"}, ("fail", "KẾ HOẠCH"), id="missing at a place"),
        pytest.param(PLAN, {"exists": "table", "at": "point"}, ("fail", None), id="missing, without a place"),
        pytest.param(NO_HEADER, {"exists": "doc_number", "lost": "preface[lost]"}, ("unknown", None), id="perhaps lost"),
        pytest.param(PLAN, {"exists": "table", "lost": "preface[lost]"}, ("fail", None), id="not lost"),
        pytest.param(PLAN, {"exists": "table", "given": "doc_type"}, ("fail", None), id="given"),
    ],
)  # fmt: skip
def test_exists_asks_for_something(
    text: str, options: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    assert outcomes(evaluate(scope_of(text), **options)) == [expected]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"none": "citation[number^=76]"}, [("fail", "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ")], id="one"),
        pytest.param({"none": "recipient[name]"}, [("fail", "- UBND thành phố (b/c);"), ("fail", "- Lưu: VT.")], id="every one of them"),
        pytest.param({"none": "table"}, [("pass", None)], id="nothing there"),
        pytest.param({"none": "citation[hybrid]", "among": "recipient[name]"}, [("pass", "- UBND thành phố (b/c);")], id="nothing among what was looked through"),
        pytest.param({"none": "table", "among": "table"}, [], id="nothing was looked through"),
    ],
)  # fmt: skip
def test_none_allows_nothing(
    options: dict[str, Any], expected: list[tuple[str, str | None]]
) -> None:
    assert outcomes(evaluate(scope_of(PLAN), **options)) == expected


# --- each, some, that --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        pytest.param({"that": "marker", "equals": "I."}, "pass", id="equals"),
        pytest.param({"that": "marker", "equals": "II."}, "fail", id="does not equal"),
        pytest.param({"that": "expected", "equals": "II."}, "unknown", id="equals without a value"),
        pytest.param({"that": "heading", "matches": "^TỔ CHỨC"}, "pass", id="matches"),
        pytest.param({"that": "heading", "matches": "^tổ"}, "fail", id="does not match"),
        pytest.param({"that": "expected", "matches": "."}, "unknown", id="matches without a value"),
        pytest.param({"that": "marker", "one_of": ["I.", "V."]}, "pass", id="one of"),
        pytest.param({"that": "marker", "one_of": ["V."]}, "fail", id="none of"),
        pytest.param({"that": "heading", "contains": "tổ chức"}, "pass", id="contains in any case"),
        pytest.param({"that": "heading", "contains": "kinh phí"}, "fail", id="does not contain"),
        pytest.param({"that": "marker", "filled": True}, "pass", id="filled"),
        pytest.param({"that": "expected", "filled": True}, "fail", id="not filled"),
        pytest.param({"that": "expected", "filled": False}, "pass", id="must be empty and is"),
        pytest.param({"that": "marker", "filled": False}, "fail", id="must be empty and is not"),
        pytest.param({"contains": "THỰC HIỆN"}, "pass", id="the text where no attribute is named"),
        pytest.param({"that": "$plan.issued", "within": "$plan.period"}, "pass", id="references"),
    ],
)
def test_a_value_stands_a_test_or_not(test: dict[str, Any], expected: str) -> None:
    [finding] = evaluate(scope_of(PLAN), each="section", **test)
    assert finding.outcome == expected


def test_each_tells_all_that_do_not_stand_the_test() -> None:
    findings = evaluate(scope_of(PLAN), each="recipient[name]", that="archive", filled=True)
    assert outcomes(findings) == [("fail", "- UBND thành phố (b/c);")]


def test_each_passes_once_with_the_first_as_evidence() -> None:
    findings = evaluate(scope_of(PLAN), each="recipient[name]", that="text", filled=True)
    assert outcomes(findings) == [("pass", "- UBND thành phố (b/c);")]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"each": "table"}, "not_applicable", id="each rests"),
        pytest.param({"each": "table", "if_none": "fail"}, "fail", id="each as told"),
        pytest.param({"some": "table"}, "fail", id="some fails"),
        pytest.param({"some": "table", "if_none": "unknown"}, "unknown", id="some as told"),
    ],
)
def test_where_nothing_is_selected_the_rule_says_what_holds(
    options: dict[str, Any], expected: str
) -> None:
    assert outcomes(evaluate(scope_of(PLAN), filled=True, **options)) == [(expected, None)]


def test_some_without_any_points_to_its_place() -> None:
    findings = evaluate(scope_of(PLAN), some="table", filled=True, at="doc_type")
    assert outcomes(findings) == [("fail", "KẾ HOẠCH")]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        pytest.param({"that": "archive", "filled": True}, ("pass", "- Lưu: VT."), id="one passes"),
        pytest.param({"that": "remark", "equals": "x"}, ("unknown", "- Lưu: VT."), id="one cannot be told"),
        pytest.param({"that": "name", "contains": "tỉnh"}, ("fail", "- UBND thành phố (b/c);"), id="all fail"),
    ],
)  # fmt: skip
def test_some_takes_the_best_of_its_nodes(test: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcomes(evaluate(scope_of(PLAN), some="recipient[name]", **test)) == [expected]


def test_that_points_to_what_says_when_the_plan_was_issued() -> None:
    scope = scope_of(PLAN, "$parent obligation[kind=issue]")
    [finding] = evaluate(scope, that="$plan.issued", within="$it.window")
    assert outcomes([finding]) == [("pass", "Hoa Lâm, ngày 20 tháng 3 năm 2025")]
    assert (finding.expected, finding.actual) == ("quý I năm 2025", "20/3/2025")


# --- parent ------------------------------------------------------------------------------------


def citing(text: str) -> str:
    return f"KẾ HOẠCH\nTuyên truyền năm 2025\n\n{text}\nUBND phường Hoa Lâm ban hành Kế hoạch như sau:\nI. NỘI DUNG\n- Thể chế.\n"


@pytest.mark.parametrize(
    ("text", "outcome", "actual"),
    [
        pytest.param(PLAN, "pass", "Kế hoạch số 82/KH-UBND ngày 07/3/2025 của Ủy ban nhân dân thành phố", id="number, date and issuer"),
        pytest.param(citing("Căn cứ Kế hoạch số 82/KH-UBND của Ủy ban nhân dân thành phố về tuyên truyền;"), "unknown", "Kế hoạch số 82/KH-UBND của Ủy ban nhân dân thành phố", id="no date"),
        pytest.param(citing("Căn cứ Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh Quảng Ngãi về truyền thông;"), "fail", "Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh Quảng Ngãi (văn bản khác cùng số)", id="its namesake"),
        pytest.param(citing("Căn cứ Kế hoạch số 12/KH-UBND ngày 17/4/2025 của UBND thành phố về truyền thông;"), "fail", "không dẫn", id="another plan"),
    ],
)  # fmt: skip
def test_cites_wants_the_parent_itself(text: str, outcome: str, actual: str) -> None:
    [finding] = evaluate(scope_of(text), cites="$parent")
    assert (finding.outcome, finding.actual) == (outcome, actual)
    assert finding.expected == (
        "82/KH-UBND ngày 07/3/2025 của Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm"
    )


def test_cites_prefers_a_ground_to_a_mention_in_the_text() -> None:
    text = PLAN.replace(
        "năm 2025\n\n", "năm 2025, thực hiện Kế hoạch 82/KH-UBND ngày 07/3/2025\n\n"
    )
    [finding] = evaluate(scope_of(text), cites="$parent")
    assert finding.node is not None and finding.node.parent is not None
    assert finding.node.parent.kind == "ground"


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        pytest.param("- UBND thành phố (b/c);", ("pass", "- UBND thành phố (b/c);"), id="addressee"),
        pytest.param("- UBND TP. Phan Rang - Tháp Chàm;", ("pass", "- UBND TP. Phan Rang - Tháp Chàm;"), id="full name"),
        pytest.param("- Phòng Nội vụ thành phố;", ("pass", "- Phòng Nội vụ thành phố;"), id="the office it goes through"),
        pytest.param("- Đảng ủy; UBND thành phố;", ("pass", "- Đảng ủy; UBND thành phố;"), id="among others on a line"),
        pytest.param("- UBND thành phố Đà Nẵng;", ("fail", "UBND thành phố Đà Nẵng; Lưu: VT"), id="another city"),
        pytest.param("- Các phòng thuộc phường;", ("fail", "Các phòng thuộc phường; Lưu: VT"), id="not sent"),
    ],
)  # fmt: skip
def test_sent_to_wants_the_addressee_among_the_recipients(
    recipients: str, expected: tuple[str, str]
) -> None:
    scope = scope_of(
        PLAN.replace("- UBND thành phố (b/c);", recipients), "$parent obligation[kind=send]"
    )
    assert outcomes(evaluate(scope, sent_to="$it")) == [expected]


def test_sent_to_cannot_be_told_where_the_recipients_are_lost() -> None:
    [finding] = evaluate(scope_of(NO_HEADER, "$parent obligation[kind=send]"), sent_to="$it")
    assert finding.outcome == "unknown"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("báo cáo 06 tháng trước ngày 01/6", ("pass", "trước ngày 01/6"), id="earlier"),
        pytest.param("báo cáo 06 tháng trước ngày 05/6", ("pass", "trước ngày 05/6"), id="the very day"),
        pytest.param("báo cáo 06 tháng chậm nhất ngày 04/6", ("pass", "chậm nhất ngày 04/6"), id="inclusive, a day before"),
        pytest.param("báo cáo 06 tháng chậm nhất ngày 05/6", ("fail", "chậm nhất ngày 05/6"), id="inclusive, the very day"),
        pytest.param("báo cáo 06 tháng trước ngày 06/6", ("fail", "trước ngày 06/6"), id="later"),
        pytest.param("báo cáo năm trước ngày 01/6", ("fail", "1. Công chức Văn hóa - Xã hội"), id="another period"),
        pytest.param("gửi báo cáo kết quả trước ngày 01/6", ("unknown", "trước ngày 01/6"), id="no period named"),
        pytest.param("báo cáo định kỳ 06 tháng", ("fail", "định kỳ 06 tháng"), id="no date named"),
        pytest.param("báo cáo theo quy định", ("fail", "1. Công chức Văn hóa - Xã hội"), id="nothing named"),
    ],
)  # fmt: skip
def test_reports_by_wants_a_report_of_the_period_in_time(
    words: str, expected: tuple[str, str]
) -> None:
    text = f"KẾ HOẠCH\nTuyên truyền năm 2025\n\nI. TỔ CHỨC THỰC HIỆN\n1. Công chức Văn hóa - Xã hội\n- Tổng hợp, {words}.\n"
    scope = scope_of(text, "$parent obligation[kind=report][period=half-year]")
    [finding] = evaluate(scope, reports_by="$it", at="item")
    assert outcomes([finding]) == [expected]
    assert finding.expected == "trước ngày 05/6 (báo cáo 06 tháng)"


def test_what_looks_at_the_parent_says_nothing_without_one() -> None:
    scope = scope_of(PLAN, parent=None)
    assert evaluate(scope, cites="$parent") == evaluate(scope, bound_by="$parent") == []


def test_the_parent_itself_is_not_asked_to_cite_or_obey_itself() -> None:
    own = PLAN.replace("18/KH", "82/KH").replace("ngày 20 tháng 3", "ngày 07 tháng 3")
    scope = scope_of(own)
    assert isinstance(scope.plan.root, Plan) and isinstance(scope.root("parent"), Parent)
    findings = [*evaluate(scope, cites="$parent"), *evaluate(scope, bound_by="$parent")]
    assert [f.outcome for f in findings] == ["not_applicable", "not_applicable"]
