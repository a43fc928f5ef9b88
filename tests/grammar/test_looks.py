"""Looks: how the parts of a document are set, from the pieces that a reader gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cchc_check.grammar import Plan, Source, parse
from cchc_check.grammar.nodes import PageSheet, PartLook
from cchc_check.grammar.origin import Format, Look, Origin, Piece, Setting, Sheet, TextBuilder

PLAIN = Look("Times New Roman", 14.0, bold=False, italic=False, colour="000000")
BOLD = replace(PLAIN, bold=True)
ITALIC = replace(PLAIN, italic=True)
BODY = Setting("justify", 12.7, 0.0, 0.0, 6.0, 1.0)
LONG = "Tuyên truyền để người dân trong phường biết rõ hồ sơ nào được nộp qua mạng, nộp ở đâu và hỏi ai khi vướng mắc, nhất là người cao tuổi."

Run = tuple[str, Look]


def plan_of(*lines: list[Run], setting: Setting | None = BODY, format_: Format = "docx", sheets: Any = ()) -> Plan:  # fmt: skip
    """The tree of a file whose paragraphs are runs of text, each with its look."""
    out = TextBuilder()
    for number, line in enumerate(lines, 1):
        own = replace(setting) if setting else None
        for text, look in line:
            out.add(text, Piece(0, 0, paragraph=number, look=look, setting=own))
        out.put("\n")
    return parse(Source(out.text, origin=Origin(format_, pieces=out.pieces, sheets=list(sheets))))


HEAD: list[list[Run]] = [
    [("UBND THÀNH PHỐ AN KHÊ", PLAIN)],
    [("PHÒNG NỘI VỤ", BOLD)],
    [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD)],
    [("Độc lập - Tự do - Hạnh phúc", BOLD)],
    [("Số: 18/KH-PNV", PLAIN)],
    [("An Khê, ngày ", ITALIC), ("20", PLAIN), (" tháng 3 năm 2025", ITALIC)],
    [("KẾ HOẠCH", BOLD)],
    [("Tuyên truyền cải cách hành chính năm 2025", BOLD)],
    [("Căn cứ Kế hoạch số 03/KH-UBND ngày 14/01/2025 của Ủy ban nhân dân thành phố.", ITALIC)],
    [("I. MỤC ĐÍCH", BOLD)],
    [("1. Mục đích chung", BOLD)],
    [(LONG, PLAIN)],
    [("Nơi nhận:", replace(BOLD, italic=True))],
    [("- Lưu: VT.", PLAIN)],
    [("TRƯỞNG PHÒNG", BOLD)],
    [("Lê Hoài Đức", BOLD)],
    [("PHỤ LỤC I", BOLD)],
    [("DANH SÁCH", BOLD)],
]  # fmt: skip


def looks(plan: Plan) -> list[PartLook]:
    return [node for node in plan.phrases if isinstance(node, PartLook)]


def look(plan: Plan, part: str) -> PartLook:
    return next(node for node in looks(plan) if node.part == part)


def body(*runs: Run, setting: Setting | None = BODY) -> PartLook:
    """The look of a paragraph of the body."""
    return look(plan_of([("KẾ HOẠCH", BOLD)], [("I. NỘI DUNG", BOLD)], list(runs), setting=setting), "body")  # fmt: skip


def test_each_part_of_a_document_has_a_look() -> None:
    assert [node.part for node in looks(plan_of(*HEAD))] == [
        "superior", "issuer", "national", "motto", "doc_number", "doc_date", "doc_type",
        "doc_title", "ground", "heading", "subheading", "body", "recipients_head", "recipient",
        "signature", "signer", "appendix",
    ]  # fmt: skip


def test_a_name_over_two_lines_is_one_issuer_without_a_superior() -> None:
    lines = [[("ỦY BAN NHÂN DÂN", BOLD)], [("PHƯỜNG HOA LÂM", BOLD)], *HEAD[2:]]
    assert [node.part for node in looks(plan_of(*lines))][:2] == ["issuer", "national"]


def test_a_text_has_no_looks() -> None:
    plan = parse("\n".join(run[0][0] for run in HEAD))
    assert not [n for n in plan.phrases if isinstance(n, (PartLook, PageSheet))]


@pytest.mark.parametrize("format_", ["scan", "html"])
def test_recognised_text_and_web_pages_have_no_looks(format_: Format) -> None:
    sheets = [Sheet(210, 297, 20, 20, 30, 15)]
    assert not plan_of(*HEAD, format_=format_, sheets=sheets).phrases


def test_what_a_file_does_not_tell_stays_unknown() -> None:
    found = body((LONG, Look()), setting=None)
    told = (found.font, found.size, found.bold, found.colour, found.alignment, found.indent)
    assert told == (None,) * 6


def test_a_stray_run_is_nothing() -> None:
    found = body((LONG, PLAIN), (",", BOLD), (" ", replace(PLAIN, font="Arial", size=20.0)))
    assert (found.font, found.size, found.bold) == ("Times New Roman", 14.0, "no")
    assert (found.smallest, found.largest) == (14.0, 14.0)


@pytest.mark.parametrize(("share", "face"), [(0.1, "no"), (0.5, "mixed"), (0.9, "yes")])
def test_a_face_goes_by_the_share_of_letters(share: float, face: str) -> None:
    at = round(share * len(LONG))
    assert body((LONG[:at], BOLD), (LONG[at:], PLAIN)).bold == face


def test_digits_filled_in_upright_leave_a_date_slanted() -> None:
    assert look(plan_of(*HEAD), "doc_date").italic == "yes"


def test_a_marker_does_not_count() -> None:
    found = look(plan_of([("KẾ HOẠCH", BOLD)], [("II. ", PLAIN), ("KÝ", BOLD)], [("- Làm.", PLAIN)]), "heading")  # fmt: skip
    assert (found.letters, found.bold) == (2, "yes")


def test_mixed_sizes_have_a_smallest_and_a_largest() -> None:
    found = body((LONG[:80], PLAIN), (LONG[80:], replace(PLAIN, size=12.0)))
    assert (found.size, found.smallest, found.largest) == (14.0, 12.0, 14.0)


@pytest.mark.parametrize(
    ("colour", "seen"),
    [
        ("000000", "black"),
        ("0d0d0d", "black"),
        ("ff0000", "FF0000"),
        ("zzzzzz", None),
        (None, None),
    ],
)
def test_what_is_black_to_the_eye_is_black(colour: str | None, seen: str | None) -> None:
    assert body((LONG, replace(PLAIN, colour=colour))).colour == seen


def test_the_first_line_begins_behind_both_indents() -> None:
    assert body((LONG, PLAIN), setting=replace(BODY, first_indent=-6.3, left_indent=19.0)).indent == 12.7  # fmt: skip


def test_an_indent_by_a_tab_is_unknown() -> None:
    assert body(("\t" + LONG, PLAIN), setting=replace(BODY, first_indent=0.0)).indent is None


def test_a_line_behind_a_soft_break_is_no_paragraph_of_its_own() -> None:
    out = TextBuilder()
    for text in ("KẾ HOẠCH", "I. NỘI DUNG", "- " + LONG, "- " + LONG):
        out.add(text, Piece(0, 0, paragraph=min(len(out.pieces), 2), look=PLAIN, setting=BODY))
        out.put("\n")
    found = looks(parse(Source(out.text, origin=Origin("docx", pieces=out.pieces))))
    assert [node.indent for node in found if node.part == "body"] == [12.7, None]


def test_the_distance_of_paragraphs_is_what_both_say() -> None:
    setting = replace(BODY, space_before=3.0, space_after=4.0)
    plan = plan_of(*HEAD[:11], [(LONG, PLAIN)], [(LONG, PLAIN)], setting=setting)
    assert [node.space for node in looks(plan) if node.part == "body"] == [7.0, 7.0]


@pytest.mark.parametrize(
    ("points", "lines"), [(24.15, 1.5), (16.1, 1.0), (12.0, None)], ids=["exact", "single", "least"]
)
def test_a_distance_of_lines_in_points_is_told_in_lines(points: float, lines: float | None) -> None:
    found = body((LONG, PLAIN), setting=replace(BODY, line_spacing=None, line_points=points))
    assert found.line_spacing == (pytest.approx(lines) if lines else None)


def test_of_a_short_line_the_alignment_cannot_be_seen() -> None:
    assert body(("Làm ngay.", PLAIN)).alignment is None
    assert body((LONG, PLAIN)).alignment == "justify"


def test_a_heading_over_a_table_belongs_to_the_table() -> None:
    plan = plan_of(
        [("KẾ HOẠCH", BOLD)], [("I. NỘI DUNG", BOLD)], [(LONG, PLAIN)], [("PHÂN CÔNG", BOLD)],
        [("| STT | Việc | Hạn |", PLAIN)], [("| 1 | Họp | Quý I |", PLAIN)],
    )  # fmt: skip
    assert [n.part for n in looks(plan) if n.part in ("heading", "table")] == ["heading", "table", "table"]  # fmt: skip


def test_a_short_paragraph_over_a_table_belongs_to_the_table() -> None:
    table: list[list[Run]] = [[("| STT | Việc | Hạn |", PLAIN)], [("| 1 | Họp | Quý I |", PLAIN)]]
    lines = [[("KẾ HOẠCH", BOLD)], [("I. NỘI DUNG", BOLD)], [("Làm như sau.", PLAIN)], *table]
    assert [n.part for n in looks(plan_of(*lines))] == ["doc_type", "heading", "table", "table"]


def test_the_title_of_a_dotted_item_is_none_that_the_decree_knows() -> None:
    lines = [
        [("KẾ HOẠCH", BOLD)],
        [("1. Việc", BOLD)],
        [("1.1. Họp", PLAIN)],
        [("- Họp tổ.", PLAIN)],
    ]
    assert [n.part for n in looks(plan_of(*lines))][1:] == ["subheading", "body", "body"]


def test_words_that_lead_a_list_are_no_title_of_an_item() -> None:
    lines = [[("KẾ HOẠCH", BOLD)], [("1. Thành phần gồm:", PLAIN)], [("- Ông A;", PLAIN)]]
    assert [n.part for n in looks(plan_of(*lines))][1:] == ["body", "body"]


def test_offsets_in_decomposed_text_lead_to_their_pieces() -> None:
    import unicodedata

    lines = [[(unicodedata.normalize("NFD", text), face) for text, face in line] for line in HEAD]
    faces = [(node.part, node.bold, node.italic) for node in looks(plan_of(*lines))]
    assert faces == [(node.part, node.bold, node.italic) for node in looks(plan_of(*HEAD))]


# --- sheets --------------------------------------------------------------------------------------


def sheets(*given: Sheet, format_: Format = "docx") -> list[PageSheet]:
    plan = plan_of(*HEAD, format_=format_, sheets=given)
    return [node for node in plan.phrases if isinstance(node, PageSheet)]


def page(top: float, bottom: float | None, left: float = 30, right: float = 15) -> Sheet:
    return Sheet(210, 297, top, bottom, left, right, number="top center")


def test_the_sections_of_a_file_that_are_set_up_alike_are_one() -> None:
    first = Sheet(210, 297, 20, 20, 30, 15, number="", first=True)
    rest = Sheet(210, 297, 20, 20, 30, 15, number="top center")
    wide = Sheet(297, 210, 20, 20, 30, 15, number="top center")
    found = sheets(first, rest, wide, rest)
    assert [(n.orientation, n.number, n.first_number) for n in found] == [
        ("portrait", "top center", "none"),
        ("landscape", "top center", None),
    ]


def test_the_margins_of_a_page_are_those_that_most_pages_have() -> None:
    pages = [
        replace(page(20.3, 24, left=22), first=True),
        page(20, 21),
        page(21, 30),
        page(20.5, None),
    ]
    [found] = sheets(*pages, format_="pdf")
    assert (found.top, found.bottom, found.left, found.right) == (20, 21, 30, 15)
    assert found.measured


def test_margins_that_pages_do_not_share_are_unknown() -> None:
    [found] = sheets(page(20, 80), page(40, None, left=50), format_="pdf")
    assert (found.top, found.bottom, found.left, found.right) == (None, None, None, 15)


def test_a_short_file_may_have_a_single_page_and_so_no_number() -> None:
    [found] = sheets(Sheet(210, 297, number="", first=True), Sheet(210, 297, number=""))
    assert found.number is None


def test_how_the_page_number_is_set_is_a_look_of_its_own() -> None:
    rest = Sheet(210, 297, number="top center", number_look=replace(PLAIN, size=11.0))
    found = look(
        plan_of(*HEAD, sheets=[Sheet(210, 297, number="", first=True), rest]), "page_number"
    )
    assert (found.size, found.italic) == (11.0, "no")
