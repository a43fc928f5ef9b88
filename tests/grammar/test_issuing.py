"""Issuing: issuer and day of a cited document that stand before it, and where no subject is asked."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Citation


def cited(sentence: str) -> list[Citation]:
    plan = parse(f"KẾ HOẠCH\nCông tác năm 2026\n\nI. CĂN CỨ CHUNG\n- {sentence}\n")
    return [node for node in plan.walk() if isinstance(node, Citation)]


@pytest.mark.parametrize(
    ("sentence", "issuer", "day"),
    [
        ("Ngày 03/6/2024, Bộ Y tế đã ban hành Quyết định số 7/QĐ-BYT về X.", "Bộ Y tế", "03/6/2024"),
        ("Ngày 03 tháng 6 năm 2024 Bộ Y tế có Công văn số 7/BYT-KH về X.", "Bộ Y tế", "03/6/2024"),
        ("Tháng 6/2024 Bộ Y tế có Công văn số 7/BYT-KH về X.", "Bộ Y tế", None),
        ("UBND tỉnh đã ban hành Quyết định số 7/QĐ-UBND về X.", "UBND tỉnh", None),
        ("Sở Nội vụ tham mưu UBND tỉnh ban hành Kế hoạch số 7/KH-UBND về X.", "UBND tỉnh", None),
        ("Các thôn, Công an xã ký Quy chế phối hợp số 7/QC-CA về X.", "Công an xã", None),
        ("Phòng Tư pháp xây dựng Kế hoạch số 7/KH-PTP về X.", "Phòng Tư pháp", None),
        ("Ban hành Kế hoạch số 7/KH-UBND về X.", None, None),
        ("Đề án kho bãi được Bộ Y tế phê duyệt tại Quyết định số 7/QĐ-BYT.", "Bộ Y tế", None),
        ("Đề án của Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 7/TTr-S.",
         "Sở Văn hóa, Thể thao và Du lịch", None),
        ("Kết luận của Chủ tịch UBND xã tại phiên họp giao ban số 7/TB-UBND.", "Chủ tịch UBND xã", None),
    ],
)  # fmt: skip
def test_issuer_and_day_may_stand_before_a_citation(
    sentence: str, issuer: str | None, day: str | None
) -> None:
    (found,) = cited(sentence)
    assert (found.issuer, str(found.date) if found.date else None) == (issuer, day)


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("Theo đề nghị của Phòng Kinh tế xã (tại Tờ trình số 3/TTr-KT ngày 01/02/2026).", "Phòng Kinh tế xã"),
        ("Xét đề nghị của công chức Tư pháp xã tại Văn bản số 3/TP ngày 01/02/2026.", "công chức Tư pháp xã"),
        ("Theo đề nghị tại Tờ trình số 3/TTr-VP ngày 01/02/2026 của Văn phòng.", "Văn phòng"),
        ("(Kèm theo Quyết định số 3/QĐ-UBND ngày 01/02/2026 của UBND xã Thanh Sa)", "UBND xã Thanh Sa"),
        ("Thực hiện Quy chế ban hành kèm theo Thông tư số 3/TT-BYT ngày 01/02/2026 của Bộ Y tế.", "Bộ Y tế"),
    ],
)  # fmt: skip
def test_a_proposal_and_what_is_issued_with_a_document_have_no_subject(
    sentence: str, issuer: str
) -> None:
    (found,) = cited(sentence)
    assert (found.issuer, found.subject, found.missing) == (issuer, None, ())


def test_each_of_two_proposals_has_its_own_issuer() -> None:
    found = cited(
        "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 3/TTr-NV ngày 01/02/2026 và Trưởng"
        " phòng Kinh tế tại Văn bản số 4/KT ngày 02/02/2026."
    )
    assert [(c.issuer, c.missing) for c in found] == [
        ("Trưởng phòng Nội vụ", ()), ("Trưởng phòng Kinh tế", ()),
    ]  # fmt: skip


def test_what_only_asks_is_no_proposal() -> None:
    (found,) = cited("Xét Tờ trình số 3/TTr-UBND ngày 01/02/2026 của UBND xã.")
    assert found.missing == ("trích yếu",)
