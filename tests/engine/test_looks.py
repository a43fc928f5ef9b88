"""The layout rules: what is measured is told in one finding, what is not told is unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cchc_check.engine import check
from cchc_check.engine.example_layout import described, laid_out
from cchc_check.engine.packs import built_in_packs, choose
from cchc_check.engine.report import Result
from cchc_check.engine.rules import Layout, Pack, rule_of
from cchc_check.grammar import Plan, parse

TEXT = (Path(__file__).parents[2] / "fixtures" / "phuong-hoa-lam-2025.txt").read_text("utf-8")


def plan_of(**layout: Any) -> Plan:
    return parse(laid_out(parse(TEXT), Layout(**layout)))


def result(rule: str, **layout: Any) -> Result:
    """What a rule of the layout pack says of the ward's plan in a file that is set in some way."""
    [found] = check(plan_of(**layout), None, choose(built_in_packs(), [rule], [])).results
    return found


def own(*looks: dict[str, Any], plan: Plan, **options: Any) -> Result:
    """What one own assertion says."""
    rule = {
        "id": "own", "title": "Tên", "severity": "info", "message": "Sai: {finding.actual}",
        "unknown": "Không rõ", "advice": "Sửa", "requires": "layout",
        "assert": [{"looks": list(looks), **options}],
    }  # fmt: skip
    [found] = check(plan, None, [Pack("own", "Bộ riêng", [rule_of(rule)])]).results
    return found


def parts(**given: dict[str, Any]) -> dict[str, Any]:
    return {"parts": {name.replace("__", " "): values for name, values in given.items()}}


def test_a_file_that_is_set_as_the_decree_wants_it_has_no_finding() -> None:
    for kind in ("docx", "pdf"):
        found = check(plan_of(format=kind), None, choose(built_in_packs(), ["layout"], [])).results
        assert {r.outcome for r in found if r.rule != "appendix-look"} == {"pass"}


def test_a_text_is_not_asked_how_it_is_set() -> None:
    found = check(parse(TEXT), None, choose(built_in_packs(), ["layout"], [])).results
    assert {r.message for r in found} == {"Không áp dụng: tệp này không cho biết cách trình bày"}
    assert {r.outcome for r in found} == {"not_applicable"}


def test_nor_is_recognised_text() -> None:
    found = check(plan_of(format="scan"), None, choose(built_in_packs(), ["layout"], [])).results
    assert {r.outcome for r in found} == {"not_applicable"}


@pytest.mark.parametrize(
    ("rule", "layout", "actual"),
    [
        ("paper-size", {"paper": [215.9, 279.4]}, "giấy rộng 215,9 mm; giấy cao 279,4 mm"),
        ("paper-size", {"paper": [297, 210]}, "trang đầu theo chiều ngang"),
        ("page-margins", {"margins": {"left": 25, "right": 25.4}}, "trang có lề trái 25 mm; trang có lề phải 25,4 mm"),
        ("page-number", {"number": "none"}, "không có số trang"),
        ("page-number", {"number": "bottom center"}, "số trang cuối trang, ở giữa"),
        ("page-number", {"first_number": "top center"}, "trang đầu có số trang đầu trang, ở giữa"),
        ("page-number", parts(page_number={"size": 12, "italic": True}), "số trang cỡ chữ 12; số trang nghiêng"),
        ("text-font", parts(body={"font": "Arial"}), "46 trong 88 phần phông Arial"),
        ("text-font", parts(doc_title={"colour": "FF0000"}), "1 trong 88 phần màu FF0000"),
        ("national-header-look", parts(national={"size": 14}, motto={"bold": False}), "Quốc hiệu cỡ chữ 14; Tiêu ngữ không đậm"),
        ("issuer-look", parts(issuer={"size": 14, "bold": False}), "tên cơ quan ban hành cỡ chữ 14; tên cơ quan ban hành không đậm"),
        ("number-date-look", parts(doc_number={"bold": True}), "số, ký hiệu đậm"),
        ("title-look", parts(doc_type={"size": 15.5}), "tên loại cỡ chữ 15,5"),
        ("ground-look", parts(ground__2={"size": 12}), "1 trong 3 căn cứ cỡ chữ 12"),
        ("body-look", parts(body__1={"size": 13}, body__2={"size": 12}, body__3={"size": 12}), "2 trong 66 đoạn cỡ chữ 12; 1 trong 66 đoạn cỡ chữ 13"),
        ("body-alignment", parts(body={"alignment": "left"}), "35 trong 36 đoạn canh trái"),
        ("body-spacing", parts(body={"first_indent": 0.0}), "46 trong 47 đoạn lùi đầu dòng 0 cm"),
        ("body-spacing", parts(all={"line_spacing": 1.8}), "cả 47 đoạn giãn dòng 1,8 dòng"),
        ("heading-look", parts(heading={"italic": True}), "cả 5 tiêu đề mục nghiêng"),
        ("subheading-look", parts(subheading={"bold": False}), "cả 14 tiêu đề khoản không đậm"),
        ("signature-look", parts(signer={"size": 12}), "họ tên người ký cỡ chữ 12"),
        ("recipients-look", parts(recipients_head={"size": 14}, recipient={"size": 13}), "“Nơi nhận:” cỡ chữ 14; cả 8 dòng nơi nhận cỡ chữ 13"),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_one_finding_with_what_was_measured(
    rule: str, layout: dict[str, Any], actual: str
) -> None:
    found = result(rule, **layout)
    assert (found.outcome, found.actual) == ("fail", actual)
    assert actual in found.message
    assert found.expected and found.basis and found.basis.verified


def test_the_place_is_the_first_part_that_is_wrong() -> None:
    found = result("body-look", **parts(body__4={"size": 12}, body__2={"size": 12}))
    assert found.location is not None and found.location.line == 23


@pytest.mark.parametrize(
    ("rule", "layout"),
    [
        ("body-look", parts(body__1={"size": 13.8})),
        ("body-look", parts(body__1={"italic": True}, body__2={"italic": True})),
        ("body-spacing", parts(body__1={"first_indent": 0}, body__2={"first_indent": 0})),
        ("body-spacing", parts(all={"first_indent": 10.0})),
        ("page-margins", {"format": "pdf", "margins": {"left": 28.5, "bottom": 31}}),
        ("paper-size", {"paper": [209.6, 296.4]}),
        ("text-font", {"format": "pdf", **parts(all={"font": "Liberation Serif"})}),
        ("recipients-look", parts(recipient__1={"bold": None})),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_within_tolerance_is_no_finding(rule: str, layout: dict[str, Any]) -> None:
    assert result(rule, **layout).outcome == "pass"


def test_what_no_part_tells_is_unknown_and_named() -> None:
    found = result("issuer-look", format="pdf", **parts(issuer={"bold": None}))
    assert found.outcome == "unknown"
    assert found.message.endswith("(tệp không cho biết chữ đậm hay không)")


def test_a_failure_outweighs_what_is_unknown() -> None:
    assert result("issuer-look", **parts(issuer={"bold": None, "size": 20})).outcome == "fail"


@pytest.mark.parametrize(
    ("date", "outcome"),
    [("04 tháng 3 năm 2020", "not_applicable"), ("05 tháng 3 năm 2020", "fail"), ("     tháng 3 năm 2020", "fail")],
)  # fmt: skip
def test_what_was_issued_before_the_decree_is_not_measured_by_it(date: str, outcome: str) -> None:
    text = TEXT.replace("20 tháng 3 năm 2025", date)
    plan = parse(laid_out(parse(text), Layout(paper=[200, 300])))
    [found] = check(plan, None, choose(built_in_packs(), ["paper-size"], [])).results
    assert found.outcome == outcome


# --- the assertion by itself -----------------------------------------------------------------------


def test_a_share_may_be_otherwise() -> None:
    plan = plan_of(**parts(body__1={"size": 12}))
    demand = {"of": "look[part=body]", "called": "đoạn", "wanted": {"size": {"least": 13}}}
    assert own(demand, plan=plan).outcome == "fail"
    assert own({**demand, "allow": 0.2}, plan=plan).outcome == "pass"


def test_one_of_several_values_will_do() -> None:
    demand = {"of": "look[part=ground]", "called": "căn cứ", "wanted": {"italic": ["no", "yes"]}}
    assert own(demand, plan=plan_of()).outcome == "pass"
    demand["wanted"] = {"alignment": ["left", "right"]}
    found = own(demand, plan=plan_of())
    assert (found.outcome, found.expected) == ("fail", "căn cứ canh trái")


def test_where_nothing_is_selected_the_outcome_is_the_rules() -> None:
    demand = {"of": "look[part=appendix]", "called": "phụ lục", "wanted": {"bold": True}}
    assert own(demand, plan=plan_of()).outcome == "not_applicable"
    assert own(demand, plan=plan_of(), if_none="unknown").outcome == "unknown"


def test_what_is_expected_is_told_where_the_rule_does_not() -> None:
    demand = {
        "of": "look[part=motto]", "called": "Tiêu ngữ",
        "wanted": {"size": {"least": 15, "most": 16}, "bold": False, "space": {"least": 6}},
    }  # fmt: skip
    found = own(demand, plan=plan_of())
    assert found.expected == "Tiêu ngữ cỡ chữ 15 đến 16, không đậm, cách đoạn trên ít nhất 6 pt"


# --- examples --------------------------------------------------------------------------------------


def test_a_layout_is_told_in_words() -> None:
    layout = Layout(
        format="pdf", margins={"left": 25, "top": None}, number="none",
        parts={"body": {"bold": True, "first_indent": 12.7}},
    )  # fmt: skip
    assert described(layout) == (
        "tệp .pdf, lề trái 25 mm, không rõ lề trên, không có số trang, body đậm,"
        " body lùi đầu dòng 1,27 cm"
    )


@pytest.mark.parametrize("given", [parts(bdy={"size": 12}), parts(body={"sise": 12})])
def test_a_layout_of_what_there_is_not_is_refused(given: dict[str, Any]) -> None:
    from cchc_check.engine.errors import InputError

    with pytest.raises(InputError, match=r"bdy|sise"):
        plan_of(**given)
