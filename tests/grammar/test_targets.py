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
        ("Giữ vị trí dẫn đầu trong toàn tỉnh.", ("=", 1, "thứ hạng", None)),
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
    ],
)
def test_numbers_that_nobody_is_to_reach_are_no_targets(sentence: str) -> None:
    assert targets(sentence) == []


def test_several_targets_in_one_sentence_are_all_read() -> None:
    found = targets(
        "Phấn đấu 100% đơn vị có kế hoạch, trên 80% người dân hài lòng, ít nhất 02 mô hình."
    )
    assert [value for _, value, _, _ in found] == [100, 80, 2]
