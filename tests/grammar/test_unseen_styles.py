"""Styles of plans that the corpus does not have: each case is one thing that was once misread."""

from __future__ import annotations

import pytest

from cchc_check.grammar import Plan, parse
from cchc_check.grammar.nodes import Assignment, Block, Citation, Deadline, Issuer, Target, first
from cchc_check.grammar.understood import understood

HEAD = "KẾ HOẠCH\nTrồng cây năm 2026\n\n"
LONG = (
    "Trồng đúng kỹ thuật, chăm sóc thường xuyên, bảo vệ cây khỏi gia súc, thay ngay cây chết. " * 2
)
FLAT = (
    HEAD
    + f"I. MỤC TIÊU: {LONG}\nII. TỔ CHỨC THỰC HIỆN: Phòng Kinh tế chủ trì, tham mưu kinh phí. "
    + "Đoàn Thanh niên xã huy động đoàn viên. Các thôn chuẩn bị đất, xong trước ngày 20/02/2026. "
    + "Mọi việc làm đúng quy trình.\n"
)


def outline(body: str) -> list[tuple[str, int]]:
    plan = parse(HEAD + body)
    return [(b.marker, b.depth) for b in plan.walk() if isinstance(b, Block) and b.marker]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("I. A\n\\- Quét dọn.\n\\+ Trồng cây.\n", [("I.", 1), ("-", 2), ("+", 3)]),
        ("1\\. Quét dọn.\n2\\. Trồng cây.\n", [("1.", 1), ("2.", 1)]),
        ("PHẦN THỨ NHẤT\nMỤC TIÊU\n1. Sạch.\nPHẦN THỨ HAI\nVIỆC LÀM\n1. Quét.\n",
         [("PHẦN THỨ NHẤT", 1), ("1.", 2), ("PHẦN THỨ HAI", 1), ("1.", 2)]),
        ("Phần I. VIỆC\nMục 1. Thôn\n1. Quét.\nMục 2. Xã\n1. Dọn.\nPhần II. TIỀN\n",
         [("Phần I.", 1), ("Mục 1.", 2), ("1.", 3), ("Mục 2.", 2), ("1.", 3), ("Phần II.", 1)]),
        ("A. VIỆC\nI. Đợt 1\n1. Quét.\nII. Đợt 2\n1. Dọn.\nB. TIỀN\n",
         [("A.", 1), ("I.", 2), ("1.", 3), ("II.", 2), ("1.", 3), ("B.", 1)]),
        ("1. Căn cứ ban hành\n- Căn cứ Luật Trẻ em;\n- Căn cứ Chỉ thị số 3/CT-UBND.\n2. Việc\n",
         [("1.", 1), ("-", 2), ("-", 2), ("2.", 1)]),
        ("I. VIỆC\n- Quét dọn.\n* (Có bảng kèm theo)*\n", [("I.", 1), ("-", 2)]),
    ],
    ids=["escaped bullets", "escaped numbers", "parts in words", "divisions", "Roman in letters",
         "a chapter of grounds", "a note in italics"],
)  # fmt: skip
def test_markers_of_unseen_styles_have_their_depth(
    body: str, expected: list[tuple[str, int]]
) -> None:
    assert outline(body) == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("PHẦN THỨ NHẤT", "PHẦN THỨ BA", "PHẦN THỨ HAI"),
        ("Phần I.", "Phần III.", "Phần II"),
        ("Chương 1", "Chương 3", "Chương 2"),
    ],
)
def test_what_a_part_should_be_numbered_is_said_in_its_own_way(
    one: str, two: str, expected: str
) -> None:
    plan = parse(f"{HEAD}{one} VIỆC\n1. Quét.\n{two} TIỀN\n1. Dọn.\n")
    wrong = [b.expected for b in plan.walk() if isinstance(b, Block) and b.expected]
    assert wrong == [expected]


def test_sentences_of_a_chapter_in_one_paragraph_give_assignments() -> None:
    plan = parse(FLAT)
    found = [node for node in plan.walk() if isinstance(node, Assignment)]
    assert [a.unit for a in found] == ["Phòng Kinh tế", "Đoàn Thanh niên xã", "Các thôn"]
    assert "advise_budget" in found[0].duties
    assert "advise_budget" not in found[1].duties


def test_a_chapter_in_one_paragraph_has_the_role_of_its_title() -> None:
    sections = understood(parse(FLAT))["sections_present"]
    assert sections["purpose"] and sections["organisation"] and not sections["budget"]


def test_a_rule_beside_the_issuer_is_not_its_name() -> None:
    plan: Plan = parse(
        f"| **UBND XÃ HOA LÂM** ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n{HEAD}"
    )
    issuer = first(plan.walk(), Issuer)
    assert issuer is not None and issuer.name == "UBND XÃ HOA LÂM"


@pytest.mark.parametrize(
    ("heading", "count"),
    [("I. KẾT QUẢ NĂM 2025", 0), ("I. Đặc điểm tình hình", 0), ("I. CHỈ TIÊU", 1)],
)
def test_numbers_of_a_chapter_that_tells_what_was_are_no_targets(heading: str, count: int) -> None:
    plan = parse(f"{HEAD}{heading}\n1. Trồng cây\n- Tỷ lệ cây sống đạt 71%.\n")
    assert len([n for n in plan.walk() if isinstance(n, Target)]) == count


@pytest.mark.parametrize(
    ("unit", "task"),
    [
        ("Các đoàn thể xã", "cử thành viên tham gia."),
        ("Đảng ủy UBND xã", "lãnh đạo bố trí kinh phí."),
        ("Nhân viên y tế", ": tham mưu, báo cáo."),
        ("Tổng phụ trách Đội", ": hướng dẫn kỹ năng."),
    ],
)
def test_units_end_before_what_they_do(unit: str, task: str) -> None:
    plan = parse(f"{HEAD}I. TỔ CHỨC THỰC HIỆN\n1. {unit} {task}\n2. Công an xã: bảo vệ.\n")
    assert [n.unit for n in plan.walk() if isinstance(n, Assignment)] == [unit, "Công an xã"]


def test_each_day_in_brackets_is_that_of_its_own_report() -> None:
    words = "Báo cáo tuần (trước 14 giờ 00 thứ Sáu), báo cáo tháng (trước ngày 15), báo cáo kết thúc đợt trước ngày 05/6/2026."
    plan = parse(f"{HEAD}I. VIỆC\n1. {words}\n")
    found = [node for node in plan.walk() if isinstance(node, Deadline)]
    assert [(d.text, d.period) for d in found] == [
        ("trước 14 giờ 00 thứ Sáu", "week"), ("trước ngày 15", "month"), ("trước ngày 05/6/2026", None),
    ]  # fmt: skip


def test_an_aim_for_a_year_to_come_is_no_deadline() -> None:
    plan = parse(f"{HEAD}I. CHỈ TIÊU\n1. Đến năm 2030, trên 70% số hộ có vườn cây.\n")
    assert not [node for node in plan.walk() if isinstance(node, Deadline)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Báo cáo thẩm tra số 15/BC-BKT ngày 18/12/2025", "Báo cáo thẩm tra"),
        ("Kết luận liên ngành Tư pháp số 3/KL-LN ngày 03/02/2026", "Kết luận liên ngành"),
        ("Nghị quyết Đại hội Đảng bộ xã số 2-NQ/ĐH", "Nghị quyết"),
        ("các Quyết định: số 3/QĐ-TTg ngày 11/01/2025", "Quyết định"),
    ],
)
def test_a_type_may_say_what_kind_it_is(words: str, kind: str) -> None:
    plan = parse(f"{HEAD}I. VIỆC\n1. Theo {words} của Ban Kinh tế.\n")
    cited = first(plan.walk(), Citation)
    assert cited is not None and cited.type == kind


@pytest.mark.parametrize(
    ("words", "issuer"),
    [
        ("của Bộ Tài chính cùng hồ sơ liên quan.", "Bộ Tài chính"),
        ("của Chính phủ và chịu trách nhiệm trước Nhà nước.", "Chính phủ"),
        ("CỦA QUỐC HỘI VỀ (dự thảo)", "QUỐC HỘI"),
    ],
)
def test_an_issuer_ends_before_what_is_no_name(words: str, issuer: str) -> None:
    plan = parse(f"{HEAD}I. VIỆC\n1. Theo Nghị định số 3/2025/NĐ-CP {words}\n")
    cited = first(plan.walk(), Citation)
    assert cited is not None and cited.issuer == issuer


def test_an_article_behind_cells_between_pipes_is_no_cell() -> None:
    cells = "|\nTên\n|\nTỉnh\n|\n|\nHoa Lâm\n|\nBình Sơn\n|\n"
    plan = parse(
        f"QUYẾT ĐỊNH\nVề cửa khẩu\n\nĐiều 1. Bổ sung:\n{cells}Điều 2. Có hiệu lực.\n|\nNơi nhận:\n- Lưu.\n|\n"
    )
    assert [b.marker for b in plan.walk() if isinstance(b, Block)] == ["Điều 1.", "Điều 2."]
