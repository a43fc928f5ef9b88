"""Parameters: which values fit, and what the parameters of built-in rules change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cchc_check.engine import check, load_parent
from cchc_check.engine.packs import all_rules, built_in_packs
from cchc_check.engine.parameters import value_fault
from cchc_check.grammar import parse

NUMBER = "cần một số nguyên, không phải "


@pytest.mark.parametrize(
    ("default", "value", "expected"),
    [
        pytest.param(2, 3, None, id="number"),
        pytest.param(2, "3", NUMBER + "'3'", id="text for a number"),
        pytest.param(2, True, NUMBER + "True", id="truth for a number"),
        pytest.param(2, 2.5, NUMBER + "2.5", id="a part of a number"),
        pytest.param(0.5, 1, None, id="a whole number for any number"),
        pytest.param(True, False, None, id="truth"),
        pytest.param(True, 1, "cần true hoặc false, không phải 1", id="number for truth"),
        pytest.param("a", "b", None, id="text"),
        pytest.param("a", ["b"], "cần chữ trong ngoặc kép, không phải ['b']", id="list for text"),
        pytest.param(["a"], ["b", "c"], None, id="list"),
        pytest.param(["a"], [], None, id="empty list"),
        pytest.param([], [1, "b"], None, id="list of anything"),
        pytest.param(["a"], "b", "cần một danh sách, không phải 'b'", id="text for a list"),
        pytest.param(["a"], ["b", 1], "mỗi giá trị trong danh sách phải là chữ trong ngoặc kép, không phải 1", id="items"),
    ],
)  # fmt: skip
def test_a_value_fits_or_is_told_why_not(default: Any, value: Any, expected: str | None) -> None:
    assert value_fault(default, value) == expected


def outcomes(rule_id: str, plan: str, parent: str | None = None, **values: Any) -> list[str]:
    """What a built-in rule says with other values of its parameters."""
    [(pack, rule)] = [(p, r) for p, r in all_rules(built_in_packs()) if r.id == rule_id]
    assert values.keys() <= rule.parameters.keys()
    rule = replace(rule, parameters={**rule.parameters, **values})
    loaded = load_parent(parent) if parent else None
    report = check(parse(plan), loaded, [replace(pack, rules=[rule])])
    return [result.outcome for result in report.results]


def reporting(half: str, year: str) -> str:
    return (
        "KẾ HOẠCH\nSửa đường liên thôn năm 2025\n\nI. TỔ CHỨC THỰC HIỆN\n1. Trưởng thôn\n"
        f"- Báo cáo UBND thành phố trước ngày {half} đối với báo cáo 06 tháng và trước ngày {year}"
        " đối với báo cáo năm.\n"
    )


@pytest.mark.parametrize(
    ("half", "year", "days", "expected"),
    [
        pytest.param("08/6", "30/11", 0, ["fail", "pass"], id="none"),
        pytest.param("08/6", "30/11", 3, ["pass", "pass"], id="to the day"),
        pytest.param("09/6", "30/11", 3, ["fail", "pass"], id="a day too late"),
        pytest.param("05/6", "03/12", 3, ["pass", "pass"], id="over the end of a month"),
        pytest.param("05/6", "31/12", 366, ["pass", "pass"], id="over the end of the year"),
        pytest.param("05/6", "30/11", -2, ["fail", "fail"], id="earlier than the parent asks"),
        pytest.param("05/6", "30/11", 10**12, ["pass", "pass"], id="beyond the calendar"),
    ],
)  # fmt: skip
def test_days_of_grace_for_reports(half: str, year: str, days: int, expected: list[str]) -> None:
    plan = reporting(half, year)
    assert outcomes("report-deadlines-kept", plan, "82-KH", grace_days=days) == expected


@pytest.mark.parametrize("rule", ["purpose-section", "organisation-section"])
@pytest.mark.parametrize(("depth", "expected"), [(1, ["fail"]), (2, ["pass"])])
def test_how_deep_a_chapter_may_stand(rule: str, depth: int, expected: list[str]) -> None:
    plan = (
        "KẾ HOẠCH\nSửa đường liên thôn năm 2025\n\nI. QUY ĐỊNH CHUNG\n1. Mục đích, yêu cầu\n"
        "- Đường khô ráo.\n2. Tổ chức thực hiện\n- Trưởng thôn huy động dân.\n"
    )
    assert outcomes(rule, plan, depth=depth) == expected
