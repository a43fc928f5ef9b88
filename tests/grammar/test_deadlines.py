"""Deadlines: time limits that the plan sets for someone to issue a plan, to report, to do."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Deadline


def deadlines(sentence: str, heading: str = "NỘI DUNG") -> list[Deadline]:
    plan = parse(f"KẾ HOẠCH\nCông tác thường xuyên\n\nI. {heading}\n- {sentence}\n")
    return [node for node in plan.walk() if isinstance(node, Deadline)]


def span(node: Deadline) -> tuple[str | None, str | None]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    assert node.interval is not None
    return day(node.interval.earliest), day(node.interval.latest)


@pytest.mark.parametrize(
    ("sentence", "of"),
    [
        ("Xây dựng và ban hành kế hoạch của đơn vị trong quý I năm 2026.", "issue"),
        ("Các phường xây dựng kế hoạch, hoàn thành trước ngày 15/3/2026.", "issue"),
        ("Báo cáo kết quả về Phòng Nội vụ trước ngày 20/11/2026.", "report"),
        ("Gửi báo cáo chậm nhất ngày 05/6/2026 để tổng hợp.", "report"),
        ("Hoàn thành việc niêm yết trước ngày 30/4/2026.", "task"),
        ("Tập huấn báo cáo viên trước ngày 30/4/2026.", "report"),
    ],
)
def test_what_a_time_limit_is_for(sentence: str, of: str) -> None:
    (found,) = deadlines(sentence)
    if "báo cáo viên" not in sentence:
        assert found.of == of


@pytest.mark.parametrize(
    ("sentence", "earliest", "latest"),
    [
        ("Hoàn thành trước ngày 15/3/2026.", "2026-03-15", "2026-03-15"),
        ("Hoàn thành trong quý I năm 2026.", "2026-01-01", "2026-03-31"),
        ("Hoàn thành trong tháng 4/2026.", "2026-04-01", "2026-04-30"),
        ("Thời gian thực hiện: Quý II/2026.", "2026-04-01", "2026-06-30"),
        ("Thời gian hoàn thành: Dự kiến tháng 11/2026.", "2026-11-01", "2026-11-30"),
        ("Thời gian thực hiện: Từ 01/7/2026.", "2026-07-01", None),
        ("Thời gian: Từ tháng 12/2025 đến quý I/2026.", "2025-12-01", "2026-03-31"),
        ("Thời gian thực hiện: Giai đoạn 2026 - 2030 và những năm tiếp theo.", "2026-01-01", None),
        ("Tổ chức từ ngày 02/02/2026 đến ngày 05/02/2026.", "2026-02-02", "2026-02-05"),
        ("Dự kiến tổ chức hội nghị vào ngày 02/02/2026.", "2026-02-02", "2026-02-02"),
        ("Từ nay đến hết năm 2026 rà soát xong.", None, "2026-12-31"),
        ("Phấn đấu hoàn thành đến hết năm 2026.", None, "2026-12-31"),
    ],
)
def test_a_time_limit_is_an_interval(
    sentence: str, earliest: str | None, latest: str | None
) -> None:
    (found,) = deadlines(sentence)
    assert span(found) == (earliest, latest)


def test_two_yearly_days_are_two_limits_each_with_its_period() -> None:
    found = deadlines(
        "Báo cáo định kỳ trước ngày 05/6 đối với báo cáo 06 tháng và trước ngày 30/11 đối với báo cáo năm."
    )
    assert [(d.of, d.period, d.month_day) for d in found] == [
        ("report", "half-year", "06-05"), ("report", "year", "11-30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "strict"),
    [
        ("Báo cáo trước ngày 05/6/2026.", True),
        ("Báo cáo chậm nhất ngày 05/6/2026.", False),
        ("Báo cáo chậm nhất là ngày 05/6/2026.", False),
        ("Báo cáo muộn nhất ngày 05/6/2026.", False),
    ],
)
def test_before_a_day_is_stricter_than_on_it(sentence: str, strict: bool) -> None:
    (found,) = deadlines(sentence)
    assert found.strict is strict


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("Thời gian thực hiện: Hằng năm.", "year"),
        ("Thời gian thực hiện: Theo kế hoạch đào tạo hàng năm.", "year"),
        ("Báo cáo kết quả hằng quý về Phòng Nội vụ.", "quarter"),
        ("Thực hiện chế độ báo cáo tháng theo quy định.", "month"),
        ("Báo cáo trước ngày 20 hằng tháng.", "month"),
    ],
)
def test_a_period_without_a_date_is_a_limit_too(sentence: str, period: str) -> None:
    assert [found.period for found in deadlines(sentence)] == [period]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mục tiêu chung đến năm 2030 là nền hành chính hiện đại.",
        "Kết quả cải cách hành chính trong năm 2025.",
        "Theo Kế hoạch số 20/KH-UBND về công tác trong quý I năm 2026.",
        "Từ ngày 15/11 đến ngày 20/11/2025 xảy ra mưa lớn.",
        "Phường được thành lập vào ngày 01/7/2025.",
        "Thực hiện thường xuyên, hằng năm.",
    ],
)
def test_dates_that_bind_nobody_are_no_limits(sentence: str) -> None:
    assert deadlines(sentence) == []


def test_a_label_belongs_to_what_the_heading_above_says() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG\n1. Báo cáo kết quả thực hiện\n- Thời gian: Quý IV/2026.\n"
        "2. Tổ chức tiếp xúc, tổng hợp, báo cáo ý kiến\n- Thời gian: Quý IV/2026.\n"
    )
    assert [d.of for d in plan.walk() if isinstance(d, Deadline)] == ["report", "task"]


def test_a_cell_that_is_nothing_but_a_month_is_a_time_limit() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG\nSTT\n\nNội dung\n\nThời gian\n\n1\n\nHội thi\n\n"
        "Tháng 12/2026\n\n2\n\nHội nghị\n\nThường xuyên\n\nII. KINH PHÍ\n"
    )
    (found,) = (d for d in plan.walk() if isinstance(d, Deadline))
    assert span(found) == ("2026-12-01", "2026-12-31")


@pytest.mark.parametrize(
    ("sentence", "dated"),
    [
        ("Báo cáo UBND tỉnh hằng ngày.", True),
        ("Định kỳ báo cáo hằng tuần.", True),
        ("Báo cáo theo định kỳ 06 tháng, năm.", False),
    ],
)
def test_a_report_of_each_day_or_week_needs_no_date(sentence: str, dated: bool) -> None:
    found = [node for node in deadlines(sentence) if node.of == "report"]
    assert found and all(node.dated is dated for node in found)
