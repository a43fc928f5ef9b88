"""Deadlines: time limits that the plan sets for someone to issue a plan, to report, to do."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Deadline


def deadlines(sentence: str, heading: str = "NỘI DUNG") -> list[Deadline]:
    plan = parse(f"KẾ HOẠCH\nCông tác thường xuyên\n\nI. {heading}\n- {sentence}\n")
    return [node for node in plan.walk() if isinstance(node, Deadline)]


def dated(sentence: str, day: str = "10 tháng 01 năm 2026") -> list[Deadline]:
    """The time limits in a plan that says when it was issued, but names no year in its title."""
    head = f"ỦY BAN NHÂN DÂN\nXÃ HOA LÂM\nSố: 05/KH-UBND\nHoa Lâm, ngày {day}\n\n"
    plan = parse(f"{head}KẾ HOẠCH\nCông tác thường xuyên\n\nI. NỘI DUNG\n- {sentence}\n")
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
        ("Xây dựng kế hoạch hằng năm và báo cáo kết quả trước ngày 20/11.", "report"),
        ("Các thôn gửi kế hoạch về Ủy ban nhân dân xã trước ngày 20/02/2026.", "issue"),
        ("Thời hạn gửi báo cáo: ngày 15/12/2026.", "report"),
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
        ("Nộp hồ sơ trước 16h30 ngày 20/3/2026.", "2026-03-20", "2026-03-20"),
        ("Nộp hồ sơ trước 17 giờ 00, ngày 20 tháng 3 năm 2026.", "2026-03-20", "2026-03-20"),
        ("Chậm nhất 10:00 thứ Sáu, ngày 20/3/2026 nộp hồ sơ.", "2026-03-20", "2026-03-20"),
        ("Thời gian: Chiều ngày 20/3/2026.", "2026-03-20", "2026-03-20"),
        ("Cử tri bỏ phiếu từ 7 giờ đến 19 giờ ngày 15/3/2026.", "2026-03-15", "2026-03-15"),
        ("Nhận hồ sơ từ 8h ngày 01/02/2026 đến 17h ngày 10/02/2026.", "2026-02-01", "2026-02-10"),
        ("Treo băng rôn từ 20/02/2026 đến 16/3/2026.", "2026-02-20", "2026-03-16"),
        ("Thực hiện trong tháng 3, tháng 4 năm 2026.", "2026-03-01", "2026-04-30"),
        ("Tổng kết vào cuối tháng 11/2026.", "2026-11-01", "2026-11-30"),
        ("Hồ sơ gửi không muộn hơn ngày 10/12/2026.", "2026-12-10", "2026-12-10"),
        ("Hạn chót nộp bài dự thi là ngày 30/9/2026.", "2026-09-30", "2026-09-30"),
        ("Thời gian tổ chức hội thi: Tháng 4/2026.", "2026-04-01", "2026-04-30"),
        ("Thời gian, địa điểm: 8h00 ngày 20/3/2026 tại hội trường.", "2026-03-20", "2026-03-20"),
        ("Ngày 05/02/2026: Niêm yết danh sách.", "2026-02-05", "2026-02-05"),
        ("Từ ngày 05/02/2026: Họp với các thôn.", "2026-02-05", None),
        ("Từ ngày 05/02/2026 - 08/02/2026: Họp thôn.", "2026-02-05", "2026-02-08"),
        ("Quý I/2026: Kiểm tra đợt đầu.", "2026-01-01", "2026-03-31"),
        ("Đến hết quý II/2026 hoàn thành việc số hóa.", None, "2026-06-30"),
        ("Đến ngày 30/6/2026, các thôn rà soát xong.", "2026-06-30", "2026-06-30"),
        ("Tổ chức trong các ngày 24, 25 và 26/8/2026.", "2026-08-24", "2026-08-26"),
        ("Tổ chức vào ngày 24 và 25 tháng 8 năm 2026.", "2026-08-24", "2026-08-25"),
        ("Thời gian thực hiện: Quý I, II/2026.", "2026-01-01", "2026-06-30"),
        ("Tổ chức trong tháng 3 và 4/2026.", "2026-03-01", "2026-04-30"),
        ("Thời gian: 02 ngày (20-21/3/2026).", "2026-03-20", "2026-03-21"),
        ("Tổ chức từ ngày 20-25/3/2026.", "2026-03-20", "2026-03-25"),
        ("Vòng sơ khảo: tháng 5/2026.", "2026-05-01", "2026-05-31"),
        ("Lễ phát động: 7h30 ngày 01/3/2026 (Chủ nhật).", "2026-03-01", "2026-03-01"),
        ("Bước 1: Từ ngày 01/3/2026 đến ngày 15/3/2026.", "2026-03-01", "2026-03-15"),
        ("Giai đoạn 1 (Quý I/2026): Khảo sát.", "2026-01-01", "2026-03-31"),
        ("Thời gian thực hiện: Đến hết ngày 31/12/2026.", "2026-12-31", "2026-12-31"),
        ("Sau ngày 15/3/2026, các xã tổ chức tổng kết.", "2026-03-15", None),
    ],
)
def test_a_time_limit_is_an_interval(
    sentence: str, earliest: str | None, latest: str | None
) -> None:
    (found,) = deadlines(sentence)
    assert span(found) == (earliest, latest)


@pytest.mark.parametrize(
    ("sentence", "day", "earliest", "latest"),
    [
        ("Hoàn thành trong tháng 6.", "10 tháng 01 năm 2026", "2026-06-01", "2026-06-30"),
        ("Hoàn thành trong tháng 02.", "20 tháng 12 năm 2025", "2026-02-01", "2026-02-28"),
        ("Rà soát xong trong quý II.", "10 tháng 01 năm 2026", "2026-04-01", "2026-06-30"),
        ("Xong trong 6 tháng đầu năm.", "10 tháng 01 năm 2026", "2026-01-01", "2026-06-30"),
        ("Thời gian: Quý III.", "10 tháng 01 năm 2026", "2026-07-01", "2026-09-30"),
        ("Tháng 3: Phát động thi đua.", "10 tháng 01 năm 2026", "2026-03-01", "2026-03-31"),
        ("Tổ chức đợt cao điểm (từ ngày 01/5 đến ngày 20/5).", "10 tháng 01 năm 2026", "2026-05-01", "2026-05-20"),
        ("Sau ngày 15/3, các thôn tổ chức họp.", "10 tháng 01 năm 2026", "2026-03-15", None),
        ("Từ nay đến hết tháng 6/2026 rà soát xong.", "10 tháng 01 năm 2026", "2026-01-10", "2026-06-30"),
        ("Thời gian thực hiện: Từ ngày ký đến hết năm 2026.", "10 tháng 01 năm 2026", "2026-01-10", "2026-12-31"),
        ("Kiểm tra từ tháng 11 đến tháng 2.", "10 tháng 10 năm 2026", "2026-11-01", "2027-02-28"),
    ],
)  # fmt: skip
def test_what_lacks_a_year_is_in_the_plans_own(
    sentence: str, day: str, earliest: str, latest: str | None
) -> None:
    (found,) = dated(sentence, day)
    assert span(found) == (earliest, latest)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trong quý IV/2025, tỷ lệ đúng hạn đạt thấp.",
        "Nghị quyết ban hành trong tháng 12/2025.",
        "Tháng 12/2025: xảy ra 02 vụ việc.",
        "Tổng hợp số liệu từ ngày 15/12/2025 đến ngày 14/6/2026.",
        "Số liệu tính đến hết ngày 14/11/2026.",
        "Kết quả rà soát: 12/12.",
        "Sau ngày 01/7/2025, xã tổ chức theo mô hình mới.",
        "Trong 6 tháng, xã tiếp nhận 50 hồ sơ.",
        "Kết quả năm 2025 hoàn thành trong tháng 12/2025.",
    ],
)
def test_what_was_before_the_plan_or_what_figures_cover_is_no_limit(sentence: str) -> None:
    assert dated(sentence) == []


def test_each_time_of_day_is_a_limit_of_every_day() -> None:
    found = deadlines("Báo cáo nhanh 02 lần/ngày (trước 9h00 và 16h00).")
    assert [(d.of, d.period, d.strict) for d in found] == [("report", "day", True)] * 2
    assert [d.period for d in deadlines("Báo cáo trước 15 giờ thứ Sáu hằng tuần.")] == ["week"]


@pytest.mark.parametrize(
    ("cell", "earliest", "latest"),
    [
        ("Trước ngày 15/12/2026", "2026-12-15", "2026-12-15"),
        ("Tháng 3, 4/2026", "2026-03-01", "2026-04-30"),
        ("Từ 01/3 đến 31/3/2026", "2026-03-01", "2026-03-31"),
        ("08/02/2026 (Chủ nhật)", "2026-02-08", "2026-02-08"),
    ],
)
def test_a_cell_may_hold_any_time_limit(cell: str, earliest: str, latest: str) -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG\nSTT\n\nNội dung\n\nThời gian\n\n1\n\nHội thi\n\n"
        f"{cell}\n\n2\n\nHội nghị\n\nThường xuyên\n\nII. KINH PHÍ\n"
    )
    (found,) = (d for d in plan.walk() if isinstance(d, Deadline))
    assert span(found) == (earliest, latest)


def test_a_day_to_be_observed_is_a_task() -> None:
    (found,) = deadlines("Hưởng ứng Ngày Cây xanh (ngày 09/11).")
    assert (found.of, found.month_day) == ("task", "11-09")


@pytest.mark.parametrize(
    ("sentence", "of"),
    [
        ("Báo cáo trong vòng 05 ngày làm việc kể từ khi kết thúc.", "report"),
        ("Chậm nhất 03 ngày sau khi họp phải gửi biên bản.", "task"),
    ],
)
def test_a_number_of_days_is_a_limit_without_a_date(sentence: str, of: str) -> None:
    (found,) = deadlines(sentence)
    assert (found.of, found.interval, found.dated) == (of, None, False)


def test_a_list_of_periods_in_brackets_is_a_report_for_each() -> None:
    found = deadlines("Báo cáo định kỳ (tháng, quý, 6 tháng, năm) theo quy định.")
    assert {d.period for d in found} == {"month", "quarter", "half-year", "year"}


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
        "1. Mục tiêu cơ bản đến năm 2025",
        "b) Mục tiêu tổng quát đến hết năm 2028",
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
