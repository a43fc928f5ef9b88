"""Dates: days, months, quarters, halves, years and spans, as intervals."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.dates import wrong_dates
from cchc_check.grammar.interval import Interval
from cchc_check.grammar.nodes import Date


def dates(sentence: str) -> list[Date]:
    plan = parse(f"KẾ HOẠCH\nCông tác thường xuyên\n\nI. NỘI DUNG\n- {sentence}\n")
    return [node for node in plan.walk() if isinstance(node, Date)]


def span(node: Date) -> tuple[str | None, str | None]:
    interval = node.interval or Interval(None, None)
    return (
        interval.earliest.isoformat() if interval.earliest else None,
        interval.latest.isoformat() if interval.latest else None,
    )


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "precision"),
    [
        ("ngày 09 tháng 12 năm 2024", "2024-12-09", "2024-12-09", "day"),
        ("ngày 09/12/2024", "2024-12-09", "2024-12-09", "day"),
        ("ngày 09 tháng 12/2024", "2024-12-09", "2024-12-09", "day"),
        ("24-5-2025", "2025-05-24", "2025-05-24", "day"),
        ("ngày     tháng 8 năm 2025", "2025-08-01", "2025-08-31", "month"),
        ("ngày … tháng 8 năm 2025", "2025-08-01", "2025-08-31", "month"),
        ("tháng 12/2023", "2023-12-01", "2023-12-31", "month"),
        ("tháng 02 năm 2024", "2024-02-01", "2024-02-29", "month"),
        ("quý I năm 2025", "2025-01-01", "2025-03-31", "quarter"),
        ("quý IV/2025", "2025-10-01", "2025-12-31", "quarter"),
        ("quý 2/2026", "2026-04-01", "2026-06-30", "quarter"),
        ("06 tháng đầu năm 2025", "2025-01-01", "2025-06-30", "half-year"),
        ("06 tháng cuối năm 2025", "2025-07-01", "2025-12-31", "half-year"),
        ("sáu tháng cuối năm 2025", "2025-07-01", "2025-12-31", "half-year"),
        ("năm 2025", "2025-01-01", "2025-12-31", "year"),
        ("giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31", "span"),
        ("giai đoạn 2021 – 2025", "2021-01-01", "2025-12-31", "span"),
        ("nhiệm kỳ 2026-2031", "2026-01-01", "2031-12-31", "span"),
        ("từ tháng 12/2025 đến quý I/2026", "2025-12-01", "2026-03-31", "span"),
        ("từ ngày 17 đến ngày 20 tháng 11 năm 2025", "2025-11-17", "2025-11-20", "span"),
        ("từ tháng 9 đến tháng 11 năm 2025", "2025-09-01", "2025-11-30", "span"),
        ("từ ngày 15/11 đến ngày 15/12/2025", "2025-11-15", "2025-12-15", "span"),
        ("từ quý II đến quý IV năm 2025", "2025-04-01", "2025-12-31", "span"),
    ],
)
def test_a_date_is_an_interval(written: str, earliest: str, latest: str, precision: str) -> None:
    (found,) = dates(f"Tổ chức hội nghị {written} tại phường.")
    assert (*span(found), found.precision) == (earliest, latest, precision)


@pytest.mark.parametrize("written", ["ngày 05/6", "ngày 05 tháng 6"])
def test_a_day_without_a_year_is_a_day_of_every_year(written: str) -> None:
    (found,) = dates(f"Báo cáo gửi {written} để tổng hợp.")
    assert (found.interval, found.month_day) == (None, "06-05")


@pytest.mark.parametrize(
    "sentence",
    [
        "Họp ngày 31/02/2025 tại phường.",
        "Tháng 13/2025 là sai.",
        "Quý V năm này.",
        "Ngày Pháp luật.",
        "Hằng năm.",
        "Tài khoản 1900-12-20255.",
    ],
)
def test_what_no_calendar_has_is_no_date(sentence: str) -> None:
    assert all(date.interval is None or date.precision == "year" for date in dates(sentence))


def test_the_year_of_a_budget_is_marked() -> None:
    (found,) = dates("Kinh phí từ dự toán ngân sách năm 2026.")
    assert found.about == "budget"


def test_the_date_of_a_cited_document_is_no_date_of_the_plan() -> None:
    assert dates("Thực hiện Kế hoạch số 20/KH-UBND ngày 05/01/2026 của UBND tỉnh.") == []


def test_a_date_ends_before_a_word_of_another_phrase() -> None:
    (found,) = dates("Nhiệm vụ năm 2025 của UBND phường.")
    assert found.text == "năm 2025"


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval.day(2025, 3, 7), "07/3/2025"),
        (Interval.day(2025, 2, 7), "07/02/2025"),
        (Interval.month(2025, 8), "tháng 8/2025"),
        (Interval.months(2025, 1, 3), "quý I năm 2025"),
        (Interval.years(2025, 2025), "năm 2025"),
        (Interval.years(2021, 2025), "giai đoạn 2021 - 2025"),
        (Interval(None, None), "không rõ ngày"),
    ],
)
def test_an_interval_is_said_in_vietnamese(interval: Interval, text: str) -> None:
    assert str(interval) == text


def test_comparisons_that_cannot_be_told_are_none() -> None:
    august, quarter, day = (
        Interval.month(2025, 8),
        Interval.months(2025, 1, 3),
        Interval.day(2025, 8, 9),
    )
    assert august and quarter and day
    assert august.within(quarter) is False
    assert day.within(august) is True
    assert august.within(day) is None
    assert Interval(day.earliest, None).within(quarter) is False


# --- days that no calendar has -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước ngày 31/4", ["ngày 31/4"]),
        ("ngày 30/02/2025 và 29/02/2024", ["ngày 30/02/2025"]),
        ("ngày 31 tháng 9 năm 2025", ["ngày 31 tháng 9 năm 2025"]),
        ("tháng 13/2025, tháng 13 năm 2025", ["tháng 13/2025", "tháng 13 năm 2025"]),
        ("từ 28/2 đến 31/4", ["31/4"]),
        ("31-6-2025; 45.13.2025", ["31-6-2025", "45.13.2025"]),
        ("ngày 25 đến 31/4/2025", ["31/4/2025"]),
        ("ngày 17/3/20015 của", ["ngày 17/3/20015"]),
        ("ngày 17 tháng 3 năm 20015", ["ngày 17 tháng 3 năm 20015"]),
        ("ngày 25-30/4/2025", []),
        ("đạt 31/4 xã, 35/63 tỉnh, 24/7", []),
        ("số 31/2024/qh15, số 13/15/2025/nđ-cp", []),
        ("lương tháng 13 năm 2025", []),
        ("mỗi tháng 15 tin; 6 tháng 20 ngày", []),
    ],
)
def test_days_that_no_calendar_has_are_told(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in wrong_dates(text)] == expected
