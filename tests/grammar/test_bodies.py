"""Bodies: the name of who issued a cited document ends where it ends, and no earlier or later."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Citation


def cited(sentence: str) -> Citation:
    plan = parse(f"KẾ HOẠCH\nCông tác năm 2026\n\nI. CĂN CỨ CHUNG\n- {sentence}\n")
    return next(node for node in plan.walk() if isinstance(node, Citation))


@pytest.mark.parametrize("subject", ["về thi đua", "ban hành Quy chế", "hướng dẫn báo cáo"])
@pytest.mark.parametrize(
    "name",
    [
        "Sở Thông tin và Truyền thông",
        "Bộ trưởng Bộ Thông tin và Truyền thông",
        "bộ nông nghiệp và phát triển nông thôn",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Bình Sơn",
        "Bộ Lao động, Thương binh và Xã hội",
        "Phòng Kinh tế, Hạ tầng và Đô thị xã Thanh Sa",
        "Phòng Lao động, Dân tộc và Phát triển",
        "Trung tâm Văn hóa, Thông tin và Thể thao",
        "Ban Chỉ đạo chuyển đổi số tỉnh",
        "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn huyện",
        "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
        "Tổ giúp việc Ban Chỉ đạo xã",
        "Chủ tịch, các Phó Chủ tịch UBND xã",
        "Ủy ban nhân dân (UBND) tỉnh",
        "Ngân hàng Chính sách xã hội",
        "Bộ Ngoại giao",
        "Sở Giao thông vận tải - Xây dựng",
    ],
)
def test_commas_and_words_of_a_subject_may_stand_in_a_name(name: str, subject: str) -> None:
    found = cited(f"Căn cứ Quyết định số 12/QĐ-X ngày 05/8/2025 của {name} {subject};")
    assert (found.issuer, found.subject) == (name, subject)


def test_a_name_in_capitals_is_known_by_its_listed_field() -> None:
    found = cited("THEO KẾ HOẠCH SỐ 3/KH-X CỦA SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH VỀ THI ĐUA;")
    assert found.issuer == "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"


@pytest.mark.parametrize(
    ("behind", "issuer"),
    [
        ("Phòng Kinh tế, Phòng Nội vụ và Công an xã rà soát.", "Phòng Kinh tế"),
        ("Sở Nội vụ, Kế hoạch năm 2026 và Chương trình của xã.", "Sở Nội vụ"),
        ("Sở Nội vụ và Quy chế làm việc của xã.", "Sở Nội vụ"),
        ("UBND tỉnh, các thôn và Công an xã rà soát.", "UBND tỉnh"),
        ("Thủ tướng Chính phủ với quan điểm: làm ngay.", "Thủ tướng Chính phủ"),
        ("UBND huyện tới toàn dân.", "UBND huyện"),
        ("UBND huyện đến các cấp.", "UBND huyện"),
        ("Thủ tướng Chính phủ vềphê duyệt Chiến lược.", "Thủ tướng Chính phủ"),
        ("UBND huyện vềviệc giao chỉ tiêu.", "UBND huyện"),
        ("Chính phủ việc ban hành Chiến lược.", "Chính phủ"),
        ("UBND tỉnh số 5.", "UBND tỉnh"),
    ],
)
def test_what_follows_a_name_is_no_part_of_it(behind: str, issuer: str) -> None:
    assert cited(f"Theo Quyết định số 12/QĐ-X ngày 05/8/2025 của {behind}").issuer == issuer
