"""Citations: mentions of numbered documents, of State, Party, legislature and in letter form."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Citation


def citations(sentence: str) -> list[Citation]:
    plan = parse(f"KẾ HOẠCH\nCông tác năm 2026\n\nI. CĂN CỨ CHUNG\n- {sentence}\n")
    return [node for node in plan.walk() if isinstance(node, Citation)]


def one(sentence: str) -> Citation:
    (found,) = citations(sentence)
    return found


@pytest.mark.parametrize(
    ("sentence", "kind", "number", "family"),
    [
        ("Thực hiện Kế hoạch số 20/KH-UBND của tỉnh.", "Kế hoạch", "20/KH-UBND", "state"),
        ("Theo Quyết định 049/QĐ-BNV của Bộ.", "Quyết định", "049/QĐ-BNV", "state"),
        ("Theo Quyết định số 97a/QĐ-UBND của xã.", "Quyết định", "97a/QĐ-UBND", "state"),
        ("Nghị định số 61/2018/NĐ-CP của Chính phủ.", "Nghị định", "61/2018/NĐ-CP", "state"),
        ("Nghị định số 85/2024/NĐ-CP. Trường hợp khác thì", "Nghị định", "85/2024/NĐ-CP", "state"),
        ("Nghị định số 85/2024/NĐ-CP.Trường hợp khác", "Nghị định", "85/2024/NĐ-CP", "state"),
        ("Công văn số 12/UBND-VP.KT của xã.", "Công văn", "12/UBND-VP.KT", "letter"),
        ("Nghị quyết số 66.25/2026/NQ-CP.", "Nghị quyết", "66.25/2026/NQ-CP", "state"),
        ("Quyết định số 1602/QĐ-UBND-HC.", "Quyết định", "1602/QĐ-UBND-HC", "state"),
        ("Nghị quyết số 18-NQ/TW của Trung ương.", "Nghị quyết", "18-NQ/TW", "party"),
        ("Kế hoạch số 15-KH/ĐU của Đảng ủy.", "Kế hoạch", "15-KH/ĐU", "party"),
        ("Luật Bầu cử số 85/2015/QH13.", "Luật", "85/2015/QH13", "legislature"),
        ("Nghị quyết số 1677/NQ-UBTVQH15.", "Nghị quyết", "1677/NQ-UBTVQH15", "state"),
        (
            "Nghị quyết liên tịch số 7/2025/NQLT/UBTVQH15-CP.",
            "Nghị quyết liên tịch",
            "7/2025/NQLT/UBTVQH15-CP",
            "state",
        ),
        ("Công văn số 581/BNV-CCHC của Bộ.", "Công văn", "581/BNV-CCHC", "letter"),
        ("Công văn số 2231/SNV-CCHC&PC.", "Công văn", "2231/SNV-CCHC&PC", "letter"),
        ("**Quyết định** số\u00a020/QĐ-UBND.", "Quyết định", "20/QĐ-UBND", "state"),
        ("Kế hoạch số 20 / KH-UBND.", "Kế hoạch", "20 / KH-UBND", "state"),
        ("Kế hoạch số 22-KH/MTTQ-BTT của xã.", "Kế hoạch", "22-KH/MTTQ-BTT", "party"),
        ("Kế hoạch số 15-KH/BCĐ35 của xã.", "Kế hoạch", "15-KH/BCĐ35", "party"),
        ("Hướng dẫn 36-HD/VPTW - thay bản cũ.", "Hướng dẫn", "36-HD/VPTW", "party"),
        ("Kế hoạch số 20/KH - UBND của xã.", "Kế hoạch", "20/KH - UBND", "state"),
        ("Nghị quyết 06-NQ/TU - ngày 26/3 hằng năm.", "Nghị quyết", "06-NQ/TU", "party"),
        ("Công văn 06/UBND - ngày 26/3 hằng năm.", "Công văn", "06/UBND", "letter"),
        ("Theo Luật Đất đai và công văn số 5/UBND-KT.", "công văn", "5/UBND-KT", "letter"),
        ("Theo pháp luật và luật số 5/2025/QH15.", "luật", "5/2025/QH15", "legislature"),
        ("Kế hoạch số 298 KH/TWĐTN của Đoàn.", "Kế hoạch", "298 KH/TWĐTN", "party"),
        ("Kế hoạch số 298 cho 5 HS/lớp.", "Kế hoạch", "298", "short"),
    ],
)
def test_type_number_and_family_are_read(
    sentence: str, kind: str, number: str, family: str
) -> None:
    found = one(sentence)
    assert (found.type, found.number, found.family) == (kind, number, family)


@pytest.mark.parametrize(
    "sentence",
    [
        "Đạt 20/25 chỉ tiêu.",
        "Từ ngày 20/10/2025 đến ngày 15/11/2025.",
        "Thực hiện 02 lần/tháng.",
        "Trả lời trong 24/7 giờ.",
        "Tổ chức 20 hội nghị.",
        "Tỷ lệ 1/3 số hộ.",
    ],
)
def test_numbers_that_are_no_documents_are_left_alone(sentence: str) -> None:
    assert citations(sentence) == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("ngày 24/7/2025", date(2025, 7, 24)),
        ("ngày 24 tháng 7 năm 2025", date(2025, 7, 24)),
        (", ngày 24-7-2025", date(2025, 7, 24)),
    ],
)
def test_the_date_behind_the_number_is_the_documents(written: str, day: date) -> None:
    found = one(f"Theo Quyết định số 97/QĐ-UBND {written} của UBND xã về việc phân công.")
    assert found.date is not None
    assert (found.date.earliest, found.date.latest) == (day, day)


@pytest.mark.parametrize(
    ("sentence", "issuer", "subject"),
    [
        (
            "Quyết định số 97/QĐ-UBND ngày 24/7/2025 của Chủ tịch UBND xã Hoa Lâm về việc phân công.",
            "Chủ tịch UBND xã Hoa Lâm", "về việc phân công",
        ),
        ("Kế hoạch số 9/KH-UBND của UBND tỉnh ban hành chương trình.", "UBND tỉnh", "ban hành chương trình"),
        ("Thực hiện Kế hoạch số 9/KH-UBND của UBND tỉnh, các đơn vị triển khai.", "UBND tỉnh", None),
        ("Thực hiện Kế hoạch số 9/KH-UBND, các đơn vị triển khai.", None, None),
        (
            "Thông báo số 9/TB-UBND của UBND xã tại cuộc họp giao ban tháng 2.",
            "UBND xã", "tại cuộc họp giao ban tháng 2",
        ),
        ("Kết luận của UBND xã tại phiên họp tháng 2 số 9/TB-UBND.", "UBND xã", "tại phiên họp tháng 2"),
        ("Kế hoạch số 9/KH-UBND của UBND xã. V/v thi đua.", "UBND xã", "V/v thi đua"),
        ("Kế hoạch số 9/KH-UBND do UBND tỉnh ban hành.", "UBND tỉnh", "ban hành"),
    ],
)  # fmt: skip
def test_issuer_and_subject_end_where_the_other_begins(
    sentence: str, issuer: str | None, subject: str | None
) -> None:
    found = one(sentence)
    assert found.issuer == issuer
    if subject and subject != "ban hành":
        assert found.subject == subject


def test_a_citation_broken_over_lines_is_one() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nI. MỘT\n- Thực hiện Quyết định\nsố 97/QĐ-UBND ngày 24\ntháng 7 năm 2025"
        " của\nUBND xã Hoa Lâm.\n"
    )
    (found,) = (n for n in plan.walk() if isinstance(n, Citation))
    assert (found.number, found.issuer) == ("97/QĐ-UBND", "UBND xã Hoa Lâm")
    assert found.date is not None and found.date.is_day


def test_several_citations_in_one_sentence_are_all_read() -> None:
    found = citations(
        "Căn cứ Quyết định số 1/QĐ-UBND và Kế hoạch số 2/KH-UBND, Công văn số 3/SNV-CCHC."
    )
    assert [c.number for c in found] == ["1/QĐ-UBND", "2/KH-UBND", "3/SNV-CCHC"]


def test_documents_listed_behind_their_issuer_share_it() -> None:
    found = citations(
        "Theo quy hoạch được Thủ tướng Chính phủ phê duyệt tại các Quyết định: số 1/QĐ-TTg ngày"
        " 11/01/2024 về bến cảng; số 2/QĐ-TTg ngày 12/12/2024 về kho bãi và số 3/QĐ-BTC về giá."
    )
    assert [c.issuer for c in found] == ["Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None]


@pytest.mark.parametrize(
    ("number", "hybrid"),
    [("05/NQ-TU", True), ("05-NQ/TU", False), ("15-KH/UBND", True), ("15/KH-UBND", False)],
)
def test_a_mixture_of_party_and_state_form_is_marked(number: str, hybrid: bool) -> None:
    assert one(f"Theo Nghị quyết số {number} ngày 01/10/2025.").hybrid is hybrid


def test_the_first_mention_is_told_from_later_ones() -> None:
    found = citations("Kế hoạch số 2/KH-UBND ngày 02/01/2026; thực hiện Kế hoạch số 2/KH-UBND.")
    assert [c.first for c in found] == [True, False]


def test_a_joint_document_is_known_again_without_its_issuers() -> None:
    found = citations(
        "Nghị quyết liên tịch số 7/2025/NQLT/UBTVQH15-CP; Điều 2 Nghị quyết liên tịch số 7/2025/NQLT."
    )
    assert [c.first for c in found] == [True, False]


def test_what_a_full_citation_lacks_is_listed() -> None:
    assert one("Thực hiện Kế hoạch số 9/KH-UBND, các đơn vị triển khai.").missing == (
        "ngày ban hành", "cơ quan ban hành", "trích yếu",
    )  # fmt: skip


def test_a_citation_among_the_grounds_is_marked_so() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nCăn cứ Kế hoạch số 2/KH-UBND ngày 02/01/2026;\n\nI. MỘT\n"
        "- Theo Kế hoạch số 3/KH-UBND.\n"
    )
    assert [c.ground for c in plan.walk() if isinstance(c, Citation)] == [True, False]


@pytest.mark.parametrize(
    ("number", "proper"),
    [
        ("05/NQ-TU", "05-NQ/TU"),
        ("27/NQ- TW", "27-NQ/TW"),
        ("03/KH-ĐU", "03-KH/ĐU"),
        ("132-KH/UBND", "132/KH-UBND"),
        ("12/NQ-HU", None),
        ("05-NQ/TU", None),
        ("15/KH-UBND", None),
    ],
)
def test_the_right_order_is_told_where_it_is_certain(number: str, proper: str | None) -> None:
    assert one(f"Theo Nghị quyết số {number} ngày 01/10/2025.").proper == proper


def test_what_goes_on_behind_an_issuer_is_not_its_name() -> None:
    found = one("Bám sát Kế hoạch số 9/KH-UBND của UBND thành phố và phù hợp với từng thôn.")
    assert found.issuer == "UBND thành phố"


def test_the_issuer_before_a_list_is_that_of_each() -> None:
    found = citations(
        "Căn cứ các Quyết định của Thủ tướng Chính phủ về quy hoạch: Quyết định số 1/QĐ-TTg ngày"
        " 11/01/2024 phê duyệt bến cảng; Quyết định số 2/QĐ-TTg ngày 12/12/2024 phê duyệt kho bãi."
        " Theo Quyết định số 3/QĐ-TTg."
    )
    assert [c.issuer for c in found] == ["Thủ tướng Chính phủ", "Thủ tướng Chính phủ", None]


def test_documents_listed_before_one_subject_share_it() -> None:
    found = citations(
        "Các Công điện: số 7/CĐ-UBND ngày 17/11/2025, số 8/CĐ-UBND và số 9/CĐ-UBND ngày 19/11/2025;"
        " số 10/CĐ-UBND ngày 20/11/2025 của UBND tỉnh về ứng phó với bão."
    )
    assert {c.subject for c in found} == {"về ứng phó với bão"}
    assert [c.missing for c in found] == [()] * 4


def test_the_plan_s_own_title_may_name_a_document_in_short() -> None:
    plan = parse(
        "KẾ HOẠCH\nThực hiện Nghị quyết số 12-NQ/TU của Tỉnh ủy\n\nI. MỘT\n"
        "- Theo Nghị quyết số 12-NQ/TU ngày 02/01/2026 của Tỉnh ủy về nhà ở.\n"
    )
    assert [c.first for c in plan.walk() if isinstance(c, Citation)] == [False, True]


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        (
            "Quyết định số 5-QĐ/BCĐ ngày 02/3/2026 của Ban Chỉ đạo về chuyển đổi số tỉnh ban hành Quy chế.",
            "Ban Chỉ đạo về chuyển đổi số tỉnh",
        ),
        (
            "Kế hoạch số 5-KH/BCĐ của Ban Chỉ đạo về nông nghiệp, nông dân tỉnh Bình Sơn về thi đua.",
            "Ban Chỉ đạo về nông nghiệp, nông dân tỉnh Bình Sơn",
        ),
        (
            "Quyết định số 5/QĐ-BCĐ của Ban Chỉ đạo về hội nhập của Chính phủ phê duyệt Chiến lược.",
            "Ban Chỉ đạo về hội nhập của Chính phủ",
        ),
        ("Quyết định số 5/QĐ-BCĐ của Ban Chỉ đạo về việc lập Tổ giúp việc xã ban hành.", "Ban Chỉ đạo"),
        ("Quyết định số 5/QĐ-BCĐ của Ban Chỉ đạo về cải cách hành chính tỉnh.", "Ban Chỉ đạo"),
        (
            "Quyết định số 5/QĐ-BCĐ của Ban Chỉ đạo Cải cách hành chính xã về thi đua.",
            "Ban Chỉ đạo Cải cách hành chính xã",
        ),
        (
            "Kế hoạch số 1-KH/BCĐ của Ban Chỉ đạo phát triển khoa học và chuyển đổi số về kế hoạch năm.",
            "Ban Chỉ đạo phát triển khoa học và chuyển đổi số",
        ),
        (
            "Kế hoạch số 1/KH-BCĐ của Ban Chỉ đạo phòng, chống lụt, bão về trực đêm.",
            "Ban Chỉ đạo phòng, chống lụt, bão",
        ),
        ("Kế hoạch số 1/KH-BCĐ của Ban Chỉ đạo phòng, chống dịch xã.", "Ban Chỉ đạo phòng, chống dịch xã"),
        ("Kết luận liên ngành giữa Bộ A và Bộ B số 3/KL-LN ngày 03/02/2026.", "Bộ A và Bộ B"),
        ("Kết luận liên ngành số 3/KL-LN ngày 03/02/2026 giữa Bộ A và Bộ B về lương.", "Bộ A và Bộ B"),
        (
            "Nghị quyết liên tịch số 1/2026/NQLT giữa Chính phủ, Ủy ban Mặt trận và Hội A về giám sát.",
            "Chính phủ, Ủy ban Mặt trận và Hội A",
        ),
        (
            "Quy chế phối hợp số 1-QCPH/BDVTU-UBND giữa Ban Dân vận Tỉnh ủy với UBND tỉnh về dân vận.",
            "Ban Dân vận Tỉnh ủy với UBND tỉnh",
        ),
        ("Kế hoạch của UBND tỉnh số 20/KH-UBND ngày 05/01/2026 về thi đua.", "UBND tỉnh"),
    ],
)  # fmt: skip
def test_a_name_goes_on_with_its_field_and_bodies_issue_together(
    sentence: str, issuer: str
) -> None:
    assert one(sentence).issuer == issuer


def test_a_document_is_cited_though_its_year_has_a_digit_too_many() -> None:
    text = "Căn cứ Quyết định số 36/QĐ-UBND ngày 17/3/20015 của UBND tỉnh Hoa Lâm về tiết kiệm;"
    found = one(text)
    assert (found.number, found.date, found.issuer) == ("36/QĐ-UBND", None, "UBND tỉnh Hoa Lâm")
    assert found.missing == ()  # it has a day, though no calendar does


def test_date_issuer_and_subject_follow_a_second_hyphen() -> None:
    found = one("Theo Kế hoạch số 12-KH/TU-BTG ngày 05/8/2025 của Tỉnh ủy về thi đua.")
    assert (found.issuer, found.subject, found.missing) == ("Tỉnh ủy", "về thi đua", ())


def test_a_symbol_of_two_bodies_is_of_neither_order() -> None:
    found = one("Theo Quy chế phối hợp số 01-QCPH/UBND-BDVHU ngày 05/8/2025 của UBND huyện.")
    assert (found.hybrid, found.proper) == (False, None)


@pytest.mark.parametrize(
    ("number", "symbol", "proper"),
    [
        ("03/KH UBND", "KH-UBND", "03/KH-UBND"),
        ("298 KH/TWĐTN", "KH/TWĐTN", None),
        ("8/2018/TT-BGD ĐT", "TT-BGDĐT", "8/2018/TT-BGDĐT"),
        ("8/QĐ-BNN QLCL", "QĐ-BNNQLCL", None),
        ("8/QĐ-UBND NC", "QĐ-UBND-NC", None),
    ],
)
def test_a_blank_in_a_symbol_is_read_over_and_told(
    number: str, symbol: str, proper: str | None
) -> None:
    found = one(f"Theo Kế hoạch số {number} ngày 05/8/2025 của UBND xã về thi đua.")
    assert (found.number, found.symbol, found.missing) == (number, symbol, ())
    assert (found.gapped, found.proper) == (True, proper)


def test_a_blank_hides_no_mixture_of_orders() -> None:
    found = one("Theo Nghị quyết số 05/NQ TU ngày 05/8/2025 của Tỉnh ủy về thi đua.")
    assert (found.hybrid, found.gapped, found.proper) == (True, False, "05-NQ/TU")


def test_type_and_issuer_before_a_list_are_those_of_each() -> None:
    found = citations(
        "Căn cứ các Quyết định của Thủ tướng Chính phủ: số 4/QĐ-TTg ngày 11/01/2024 phê duyệt bến"
        " cảng; số 5/QĐ-TTg ngày 12/12/2024 phê duyệt kho bãi."
    )
    assert {(c.type, c.issuer, c.missing) for c in found} == {
        ("Quyết định", "Thủ tướng Chính phủ", ())
    }


def test_a_document_named_in_a_subject_parts_no_list() -> None:
    found = citations(
        "Căn cứ các Quyết định của Thủ tướng Chính phủ số: 4/QĐ-TTg ngày 11/01/2024 ban hành Kế hoạch"
        " thực hiện Kết luận số 8-KL/TW; 5/2024/QĐ-TTg ngày 12/12/2024 quy định về kho bãi."
    )
    assert [(c.type, c.issuer) for c in found] == [
        ("Quyết định", "Thủ tướng Chính phủ"),
        ("Kết luận", None),
        ("Quyết định", "Thủ tướng Chính phủ"),
    ]


def test_a_law_whose_name_ends_with_the_word_law_keeps_its_name() -> None:
    found = one("Theo Luật Ban hành văn bản quy phạm pháp luật số 6/2025/QH15 ngày 19/02/2025.")
    assert found.text.startswith("Luật Ban hành văn bản quy phạm pháp luật số 6/2025/QH15")
    assert found.type == "Luật"


def test_documents_listed_behind_their_issuer_share_the_last_subject() -> None:
    found = citations(
        "Theo các Công điện của Thủ tướng Chính phủ: số 7/CĐ-TTg ngày 17/11/2025; số 8/CĐ-TTg ngày"
        " 20/11/2025 về ứng phó với bão."
    )
    assert [(c.subject, c.missing) for c in found] == [("về ứng phó với bão", ())] * 2


@pytest.mark.parametrize("who", ["UBND xã", "Ủy ban nhân dân (UBND) xã Thanh Sa", "Đảng ủy xã"])
def test_the_clause_by_which_the_plan_is_issued_is_no_subject(who: str) -> None:
    found = one(
        "Thực hiện Kế hoạch số 8/KH-UBND ngày 05/01/2026 của UBND tỉnh về chuyển đổi số, phòng"
        f" chống lãng phí năm 2026, {who} ban hành Kế hoạch chuyển đổi số năm 2026 như sau:"
    )
    assert found.subject == "về chuyển đổi số, phòng chống lãng phí năm 2026"


def test_what_is_proposed_in_two_documents_has_one_proposer_and_no_subject() -> None:
    found = citations(
        "Theo đề nghị của Phòng Văn hóa - Xã hội tại Tờ trình số 14/TTr-VHXH ngày 28/7/2025 và Công"
        " văn số 22/VHXH ngày 30/7/2025."
    )
    assert [(one.issuer, one.missing) for one in found] == [("Phòng Văn hóa - Xã hội", ())] * 2


@pytest.mark.parametrize("who", ["liên Bộ: Nội vụ, Tài chính", "các Bộ: Nội vụ, Tài chính",
                                 "Liên Bộ Nội vụ, Lao động - Thương binh và Xã hội"])  # fmt: skip
def test_a_joint_document_names_its_bodies_without_their_first_word(who: str) -> None:
    number = "24/2012/TTLT-BNV-BTC"
    found = one(f"Căn cứ Thông tư liên tịch số {number} ngày 22/10/2012 của {who} quy định về Đội.")
    assert (found.issuer, found.subject) == (who, "quy định về Đội")
