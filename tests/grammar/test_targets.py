"""Targets: numbers that the plan says are to be reached."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Target


def targets(sentence: str) -> list[tuple[str, float, str | None, str | None]]:
    plan = parse(f"KẾ HOẠCH\nCông tác năm 2026\n\nI. NỘI DUNG\n- {sentence}\n")
    return [(t.comparator, t.value, t.unit, t.per) for t in plan.walk() if isinstance(t, Target)]


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Tỷ lệ hồ sơ trực tuyến từ 95% trở lên.", (">=", 95, "%", None)),
        ("Mức độ hài lòng đạt trên 80%.", (">", 80, "%", None)),
        ("Hồ sơ trễ hạn không quá 2%.", ("<=", 2, "%", None)),
        ("Tỷ lệ lỗi dưới 1,5%.", ("<", 1.5, "%", None)),
        ("100% cán bộ được phổ biến.", ("=", 100, "%", None)),
        ("Phấn đấu đạt 90 % hồ sơ.", ("=", 90, "%", None)),
        ("Đăng tải tối thiểu 2 tin/tuần.", (">=", 2, "tin", "tuần")),
        ("Phát thanh tối thiểu 02 lần/tháng.", (">=", 2, "lần", "tháng")),
        ("Tổ chức ít nhất 01 cuộc/năm.", (">=", 1, "cuộc", "năm")),
        ("Mỗi đơn vị có ít nhất 01 sáng kiến.", (">=", 1, "sáng kiến", None)),
        ("Mỗi đơn vị có ít nhất một mô hình.", (">=", 1, "mô hình", None)),
        ("Xây dựng tối thiểu 03 vùng trồng.", (">=", 3, "vùng trồng", None)),
        ("Thu hút ít nhất 1.500 lượt người.", (">=", 1500, "lượt", None)),
        ("Đăng 04 tin, bài/quý.", ("=", 4, "tin, bài", "quý")),
        ("Chỉ số xếp thứ hạng 5 của tỉnh.", ("=", 5, "thứ hạng", None)),
        ("Chỉ số nằm trong TOP 20.", ("<=", 20, "thứ hạng", None)),
        ("Có ≥ 30% cơ sở dùng chữ ký số.", (">=", 30, "%", None)),
        ("Tỷ lệ lỗi <0,5%.", ("<", 0.5, "%", None)),
        ("Cử tri dự họp đạt ít nhất là 50% số được mời.", (">=", 50, "%", None)),
        ("Không để quá 2% hồ sơ trễ hạn.", ("<=", 2, "%", None)),
        ("Tỷ lệ nữ ít nhất vào năm 2027 đạt 40%.", (">=", 40, "%", None)),
        ("Tỷ số giới tính ở mức 109 bé trai/100 bé gái.", ("=", 109, "bé trai", "100 bé gái")),
        ("Tỷ suất mắc bệnh dưới 12/100.000 dân.", ("<", 12, None, "100.000 dân")),
        ("Giảm từ 20 ca/1.000 trẻ xuống 15 ca/1.000 trẻ.", ("=", 15, "ca", "1.000 trẻ")),
        ("Giảm thời gian chờ còn 1,5 giờ.", ("=", 1.5, "giờ", None)),
        ("Giảm số hộ khó khăn xuống còn 25 hộ nghèo.", ("=", 25, "hộ nghèo", None)),
        ("Mỗi xã có ít nhất hai cơ sở y tế.", (">=", 2, "cơ sở y tế", None)),
        ("Mỗi quý đăng ít nhất 02 tin, bài.", (">=", 2, "tin, bài", "quý")),
        ("Chỉ số cải cách tăng 03 bậc.", ("=", 3, "bậc", None)),
        ("Chỉ số cải cách đạt từ 85 điểm trở lên.", (">=", 85, "điểm", None)),
        ("Chỉ số cải cách đạt tối thiểu 90/100 điểm.", (">=", 90, "điểm", None)),
        ("Thu nhập đạt 75 triệu đồng/người/năm.", ("=", 75, "triệu đồng", "người/năm")),
        ("Phấn đấu có 05 xã kiểu mẫu.", ("=", 5, "xã", None)),
        ("Giữ vị trí dẫn đầu trong toàn tỉnh.", ("=", 1, "thứ hạng", None)),
        ("Tỷ lệ hài lòng đạt 90 - 95%.", (">=", 90, "%", None)),
        ("Tỷ lệ hài lòng từ 90% đến 95%.", (">=", 90, "%", None)),
        ("Tỷ lệ hài lòng đạt từ 90 đến 95%.", (">=", 90, "%", None)),
        ("Hỗ trợ 50% - 70% số hộ.", (">=", 50, "%", None)),
        ("Tỷ lệ lỗi không quá 2 - 3%.", ("<=", 3, "%", None)),
        ("Duy trì 2-3 tin/tuần.", (">=", 2, "tin", "tuần")),
        ("Mỗi xã có ít nhất 2 - 3 mô hình.", (">=", 2, "mô hình", None)),
        ("Nâng tỷ lệ từ 80% lên trên 90%.", (">", 90, "%", None)),
        ("Giảm tỷ lệ từ 5% năm trước xuống 3%.", ("=", 3, "%", None)),
        ("Phấn đấu có trên 2/3 số hộ tham gia.", (">", 66.67, "%", None)),
        ("Đứng ở vị trí thứ 3 của tỉnh.", ("=", 3, "thứ hạng", None)),
    ],
)
def test_a_target_has_comparator_value_unit_and_rate(
    sentence: str, target: tuple[str, float, str | None, str | None]
) -> None:
    assert targets(sentence) == [target]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Kế hoạch số 20/KH-UBND ngày 05/01/2026.",
        "Từ ngày 01/3 đến ngày 31/3/2026.",
        "Phường có 12 khu phố với 3.450 hộ.",
        "Pha dung dịch Chlorine 70%, dùng trong ngày.",
        "Lưu hồ sơ ít nhất 05 năm.",
        "Chọn ít nhất một trong các hình thức.",
        "Hơn 20 năm qua.",
        "Nơi có tỷ lệ nữ thấp dưới 30% được điều chỉnh.",
        "Nếu số phiếu dưới 50% thì tổ chức lại.",
        "Đối với thôn có từ 100 cử tri trở lên thì họp đại diện.",
        "Tỷ lệ năm trước đã đạt 97%.",
        "Hiện nay tỷ lệ đạt 75%.",
        "Hiện còn 1.200 hộ nghèo.",
        "Gửi tài liệu ít nhất 05 ngày trước ngày họp.",
        "Vốn đối ứng 30% do xã bố trí.",
        "Ít nhất hai phần ba thành viên có mặt.",
        "Họp khi có ít nhất 2/3 số thành viên có mặt.",
        "Hoàn thành trước ngày 2/3.",
        "Hơn 15 năm qua, xã vẫn duy trì tỷ lệ tiêm chủng đạt trên 90%.",
        "Những năm qua, thôn đã vận động tốt, tỷ lệ hộ tham gia đạt trên 80%.",
    ],
)
def test_numbers_that_nobody_is_to_reach_are_no_targets(sentence: str) -> None:
    assert targets(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Những năm qua xã đã làm tốt; năm nay phấn đấu tỷ lệ hài lòng đạt trên 90%.",
        "Phát huy kết quả những năm qua, tỷ lệ hài lòng đạt trên 90%.",
        "Năm qua, thôn đã vận động tốt. Tỷ lệ hộ tham gia đạt trên 90%.",
    ],
)
def test_what_is_to_be_reached_may_stand_beside_what_was(sentence: str) -> None:
    assert [target[1] for target in targets(sentence)] == [90]


@pytest.mark.parametrize("chapter", ["SỰ CẦN THIẾT", "ĐẶT VẤN ĐỀ", "ĐẶC ĐIỂM TÌNH HÌNH"])
def test_a_chapter_that_tells_what_is_has_no_targets(chapter: str) -> None:
    plan = parse(f"KẾ HOẠCH\nTuyên truyền\n\nI. {chapter}\nTỷ lệ hài lòng đạt trên 90%.\n")
    assert not [node for node in plan.walk() if node.kind == "target"]


def test_several_targets_in_one_sentence_are_all_read() -> None:
    found = targets(
        "Phấn đấu 100% đơn vị có kế hoạch, trên 80% người dân hài lòng, ít nhất 02 mô hình."
    )
    assert [value for _, value, _, _ in found] == [100, 80, 2]
