"""Statistics: how often each rule fails, in how many plans, and how each plan stands."""

from __future__ import annotations

import io

import pytest

from cchc_check.engine.batch import Batch, Checked, Unread
from cchc_check.engine.report import (
    Outcome,
    PlanInfo,
    Report,
    Result,
    Severity,
    Waived,
    summarise,
)
from cchc_check.engine.writers.console import console
from cchc_check.engine.writers.formats import writer
from cchc_check.engine.writers.statistics import plan_table, rule_table, write_tables

Told = tuple[str, Severity, Outcome]


def plan(path: str, *told: Told, waived: int = 0) -> Checked:
    results = [
        Result(rule, "own", rule, severity, outcome, f"{rule} {outcome}")
        for rule, severity, outcome in told
    ]
    for result in results[:waived]:
        result.waived = Waived("đã xin phép", "A")
    info = PlanInfo(path, None, None, None, None, None, None)
    return Checked(Report(info, None, summarise(results), results), "")


FEW = [
    plan("a.txt", ("x", "info", "fail"), ("x", "info", "fail"), ("y", "error", "fail")),
    plan("b.txt", ("y", "error", "fail"), ("z", "warning", "unknown"), ("w", "info", "pass")),
]


def test_rules_are_counted_by_plans_and_by_places_the_most_frequent_first() -> None:
    assert rule_table(Batch(checked=FEW)) == [
        ("Quy tắc", "Mức", "Kế hoạch", "Chỗ", "Chưa rõ"),
        ("y", "Lỗi", "2", "2", "0"),
        ("x", "Lưu ý", "1", "2", "0"),
        ("z", "Cảnh báo", "0", "0", "1"),
    ]


def test_of_rules_that_fail_as_often_the_graver_goes_first() -> None:
    told: list[Told] = [("a", "info", "fail"), ("b", "error", "fail"), ("c", "warning", "fail")]
    rows = rule_table(Batch(checked=[plan("p", *told)]))
    assert [row[0] for row in rows[1:]] == ["b", "c", "a"]


def test_what_is_waived_is_counted_apart() -> None:
    one = plan("a.txt", ("x", "info", "fail"), ("x", "info", "fail"), waived=1)
    assert rule_table(Batch(checked=[one])) == [
        ("Quy tắc", "Mức", "Kế hoạch", "Chỗ", "Chưa rõ", "Được bỏ qua"),
        ("x", "Lưu ý", "1", "1", "0", "1"),
    ]


def test_plans_are_told_with_those_that_could_not_be_read() -> None:
    batch = Batch(checked=FEW, unread=[Unread("c.txt", "rỗng")])
    assert plan_table(batch) == [
        ("Kế hoạch", "Lỗi", "Cảnh báo", "Lưu ý", "Chưa rõ", "Đạt"),
        ("a.txt", "1", "0", "2", "0", "0"),
        ("b.txt", "1", "0", "0", "1", "1"),
        ("c.txt (không đọc được)", "", "", "", "", ""),
    ]


def printed(batch: Batch) -> str:
    stream = io.StringIO()
    write_tables(batch, console(stream))
    return stream.getvalue()


def test_one_plan_has_no_table_of_plans() -> None:
    assert "THỐNG KÊ" not in printed(Batch(checked=FEW[:1]))
    assert "THỐNG KÊ 2 KẾ HOẠCH" in printed(Batch(checked=FEW))


def test_where_nothing_fails_that_is_told() -> None:
    text = printed(Batch(checked=[plan("a.txt", ("w", "info", "pass"))]))
    assert "không quy tắc nào chưa đạt hoặc chưa rõ" in text


@pytest.mark.parametrize("name", ["rich", "markdown"])
@pytest.mark.parametrize("wanted", [True, False])
def test_pages_carry_the_statistics_where_they_are_wanted(name: str, wanted: bool) -> None:
    stream = io.StringIO()
    writer(name)(Batch(checked=FEW[:1], statistics=wanted), stream)
    assert ("Quy tắc" in stream.getvalue()) is wanted


def test_of_several_plans_the_screen_shows_the_tables_alone() -> None:
    stream = io.StringIO()
    writer("rich")(Batch(single=False, checked=FEW, statistics=True), stream)
    assert "KẾT LUẬN" not in stream.getvalue()


def test_no_format_for_programs_has_words_between_its_own() -> None:
    for name in ("json", "sarif", "junit"):
        with_, without = io.StringIO(), io.StringIO()
        writer(name)(Batch(single=False, checked=FEW, statistics=True), with_)
        writer(name)(Batch(single=False, checked=FEW), without)
        assert with_.getvalue() == without.getvalue()
