"""Word files: what stands in the text, in which order, and where each word was taken from."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cchc_check.engine.errors import InputError
from cchc_check.engine.readers import docx, zips
from cchc_check.engine.readers.addresses import DocxAt
from cchc_check.grammar import Source
from cchc_check.grammar.origin import Look, Origin, Setting
from tests.engine.readers.word_files import (
    W,
    cell,
    level,
    listed,
    lists,
    packed,
    para,
    run,
    table,
    word,
)


def read(body: str, **parts: str) -> Source:
    return docx.read(word(body, **parts), "plan.docx")


def lines(source: Source) -> list[str]:
    return [line for line in source.raw.split("\n") if line.strip()]


def origin(source: Source) -> Origin:
    assert source.origin is not None
    return source.origin


def look(source: Source, at: int = 0) -> Look:
    found = origin(source).pieces[at].look
    assert found is not None
    return found


def setting(source: Source, at: int = 0) -> Setting:
    found = origin(source).pieces[at].setting
    assert found is not None
    return found


# --- the text of a paragraph -------------------------------------------------------------------

BODIES = {
    "a link": ('<w:hyperlink r:id="x">{}</w:hyperlink>', "một hai ba"),
    "an insertion": ("<w:ins>{}</w:ins>", "một hai ba"),
    "a deletion": ('<w:del><w:r><w:delText xml:space="preserve">hai </w:delText></w:r></w:del>', "một ba"),
    "text moved here": ("<w:moveTo>{}</w:moveTo>", "một hai ba"),
    "text moved away": ("<w:moveFrom>{}</w:moveFrom>", "một ba"),
    "a content control": ("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "một hai ba"),
    "a smart tag": ("<w:smartTag>{}</w:smartTag>", "một hai ba"),
    "wrappers in wrappers": ("<w:ins><w:hyperlink><w:smartTag>{}</w:smartTag></w:hyperlink></w:ins>", "một hai ba"),
    "a simple field": ('<w:fldSimple w:instr="REF a">{}</w:fldSimple>', "một hai ba"),
    "a field": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("lệnh") + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>', "một hai ba"),
    "a field in a field's instruction": ('<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>' + run("x") + '<w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>', "một hai ba"),
    "hidden text": (run("hai ", "<w:vanish/>"), "một ba"),
    "text that is not hidden": (run("hai ", '<w:vanish w:val="0"/>'), "một hai ba"),
    "a tab": ("<w:r><w:tab/></w:r>", "một \tba"),
    "a hyphen that may not break": ("<w:r><w:noBreakHyphen/></w:r>", "một -ba"),
    "a soft hyphen": ("<w:r><w:softHyphen/></w:r>" + run("\u00ad"), "một ba"),
    "a line break": ("<w:r><w:br/></w:r>", "một \nba"),
    "a symbol": ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "một ≥ba"),
    "a symbol bullet": (run("\uf0b7"), "một -ba"),
    "capitals": (run("Ủy ban ", "<w:caps/>"), "một ỦY BAN ba"),
    "a break in the XML": (run("hai\nhai "), "một hai hai ba"),
    "a comment's mark": ('<w:commentRangeStart w:id="0"/><w:r><w:annotationRef/></w:r>', "một ba"),
    "a choice and its fallback": ("<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>", "một hai ba"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "text"), BODIES.values(), ids=list(BODIES))
def test_a_paragraph_reads_as_word_shows_it(inside: str, text: str) -> None:
    source = read(para(run("một ") + inside.replace("{}", run("hai ")) + run("ba")))
    assert source.raw == text + "\n"


def test_a_field_that_is_never_closed_hides_nothing_of_the_next_paragraph() -> None:
    source = read(para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + para("còn nguyên"))
    assert lines(source) == ["còn nguyên"]


def test_an_empty_paragraph_is_a_blank_line() -> None:
    assert read(para("a") + para("") + para("b")).raw == "a\n\nb\n"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert read(para("Phát thanh", mark) + para(" mỗi tuần")).raw == "Phát thanh mỗi tuần\n"


def test_the_text_of_a_box_stands_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{para('DỰ THẢO')}</w:txbxContent>"
    inside = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(read(para(run("KẾ HOẠCH") + inside) + para("sau"))) == [
        "KẾ HOẠCH",
        "DỰ THẢO",
        "sau",
    ]


def test_a_footnote_is_a_line_behind_its_paragraph() -> None:
    note = f'<w:footnote w:id="2">{para("Theo Phòng Nội vụ.")}</w:footnote>'
    rule = f'<w:footnote w:id="-1" w:type="separator">{para("x")}</w:footnote>'
    body = para(run("Đạt 95%.") + NOTED) + para("sau")
    assert lines(read(body, footnotes=rule + note)) == [
        "Đạt 95%.",
        "[1] Theo Phòng Nội vụ.",
        "sau",
    ]


NOTED = '<w:r><w:footnoteReference w:id="2"/></w:r>'
NOTE = f'<w:footnote w:id="2">{para("Chú thích.")}</w:footnote>'


def test_a_footnote_waits_for_the_end_of_a_sentence() -> None:
    body = para(run("KẾ HOẠCH") + NOTED) + para("Tuyên truyền năm 2025") + para("Hết câu.")
    assert lines(read(body, footnotes=NOTE))[2:] == ["Hết câu.", "[1] Chú thích."]


def test_a_footnote_of_a_table_stands_below_it() -> None:
    noted = cell(para(run("Chủ trì.") + NOTED))
    body = para("x") + table(["STT", noted], ["1", "VHXH."]) + para("sau")
    assert lines(read(body, footnotes=NOTE))[1:] == [
        "| STT | Chủ trì. |",
        "| 1 | VHXH. |",
        "[1] Chú thích.",
        "sau",
    ]


def test_a_footnote_of_the_header_stands_below_its_table() -> None:
    body = table([cell(para(run("Số: 09/KH-UBND.") + NOTED)), NATIONAL], borders=False)
    body += para("KẾ HOẠCH") + para("Một câu.")
    assert lines(read(body, footnotes=NOTE))[-2:] == ["Một câu.", "[1] Chú thích."]


def test_a_footnote_of_the_recipients_is_told_and_not_read() -> None:
    body = para("Hết câu.") + para("Nơi nhận:") + para(run("- Lưu: VT.") + NOTED)
    source = read(body, footnotes=NOTE)
    assert lines(source) == ["Hết câu.", "Nơi nhận:", "- Lưu: VT."]
    assert origin(source).notes == [
        "1 chú thích (footnote) của tiêu đề, phần đầu hoặc nơi nhận không được kiểm tra."
    ]


def test_comments_are_no_text() -> None:
    import docx as python_docx

    document = python_docx.Document()
    paragraph = document.add_paragraph("KẾ HOẠCH")
    document.add_comment(paragraph.runs, text="Xem lại tên", author="a")
    stream = io.BytesIO()
    document.save(stream)
    assert lines(docx.read(stream.getvalue(), "x.docx")) == ["KẾ HOẠCH"]


# --- automatic numbers -------------------------------------------------------------------------

FORMS = [
    ("decimal", 3, "3"),
    ("decimalZero", 3, "03"),
    ("decimalZero", 12, "12"),
    ("upperRoman", 4, "IV"),
    ("lowerRoman", 9, "ix"),
    ("upperLetter", 2, "B"),
    ("lowerLetter", 5, "e"),
    ("lowerLetter", 27, "aa"),
    ("lowerLetter", 53, "aaa"),
    ("vietnameseCounting", 15, "mười lăm"),
    ("vietnameseCounting", 21, "hai mươi mốt"),
    ("numberInDash", 2, "- 2 -"),
    ("hindiNumbers", 7, "7"),
]


@pytest.mark.parametrize(("form", "start", "shown"), FORMS)
def test_a_number_is_shown_in_the_form_of_its_level(form: str, start: int, shown: str) -> None:
    source = read(listed("x"), numbering=lists(level(0, form, "%1", start=start)))
    assert source.raw == f"{shown} x\n"


BULLETS = [
    ("", 0, "-"),
    ("", 0, "-"),
    ("o", 1, "+"),
    ("", 2, "*"),
    ("-", 0, "-"),
    ("+", 0, "+"),
    ("\uf02b", 0, "+"),  # LibreOffice's way of writing a plus
    ("–", 0, "–"),
]


@pytest.mark.parametrize(("text", "at", "shown"), BULLETS)
def test_a_bullet_is_shown_as_plans_write_it(text: str, at: int, shown: str) -> None:
    source = read(listed("x", level=at), numbering=lists(level(at, "bullet", text)))
    assert source.raw == f"{shown} x\n"


OUTLINE = lists(
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "decimal", "%2.%4", "<w:isLgl/>"),
)


def numbers(source: Source) -> list[str]:
    return [line.rsplit(" ", 1)[0] for line in lines(source)]


def test_lower_levels_begin_anew_under_each_higher_one() -> None:
    body = "".join(listed("x", level=at) for at in (0, 1, 2, 2, 1, 2, 0, 1))
    assert numbers(read(body, numbering=OUTLINE)) == [
        "I.",
        "1.",
        "a)",
        "b)",
        "2.",
        "a)",
        "II.",
        "1.",
    ]


def test_a_level_takes_up_the_numbers_above_it() -> None:
    numbering = lists(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", "<w:isLgl/>"))
    body = "".join(listed("x", level=at) for at in (0, 0, 1, 1))
    assert numbers(read(body, numbering=numbering)) == ["I.", "II.", "2.1.", "2.2."]


@pytest.mark.parametrize(
    ("levels", "shown"),
    [((1, 1, 0, 1), ["1.1.", "1.2.", "2.", "2.1."]), ((0, 2, 1), ["1.", "1.1.1.", "1.2."])],
)
def test_a_level_that_is_passed_over_counts_as_begun(
    levels: tuple[int, ...], shown: list[str]
) -> None:
    numbering = lists(
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2."),
        level(2, "decimal", "%1.%2.%3."),
    )
    body = "".join(listed("x", level=at) for at in levels)
    assert numbers(read(body, numbering=numbering)) == shown


@pytest.mark.parametrize(("restart", "last"), [("0", "c)"), ("1", "a)"), (None, "a)")])
def test_restart_says_after_which_level_a_number_begins_anew(
    restart: str | None, last: str
) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    numbering = lists(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", more))
    body = "".join(listed("x", level=at) for at in (0, 1, 1, 0, 1))
    assert numbers(read(body, numbering=numbering))[-1] == last


NUMS = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    + level(0, "upperLetter", "%1.")
    + "</w:lvlOverride></w:num>"
)


def test_lists_of_one_abstract_list_go_on_counting() -> None:
    numbering = lists(level(0, "decimal", "%1."), nums=NUMS)
    body = listed("x", 1) + listed("x", 1) + listed("x", 2)
    assert numbers(read(body, numbering=numbering)) == ["1.", "2.", "3."]


def test_a_list_with_a_start_of_its_own_begins_there_once() -> None:
    numbering = lists(level(0, "decimal", "%1."), nums=NUMS)
    body = listed("x", 1) + listed("x", 3) + listed("x", 3)
    assert numbers(read(body, numbering=numbering)) == ["1.", "5.", "6."]


def test_a_list_may_bring_a_level_of_its_own() -> None:
    numbering = lists(level(0, "decimal", "%1."), nums=NUMS)
    assert numbers(read(listed("x", 4), numbering=numbering)) == ["A."]


@pytest.mark.parametrize(
    ("suffix", "text"), [("tab", "1. x"), ("space", "1. x"), ("nothing", "1.x")]
)
def test_what_stands_behind_a_number(suffix: str, text: str) -> None:
    numbering = lists(level(0, "decimal", "%1.", f'<w:suff w:val="{suffix}"/>'))
    assert lines(read(listed("x"), numbering=numbering)) == [text]


STYLED = (
    '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
)


def test_a_style_brings_its_list_and_one_based_on_it_another_level() -> None:
    body = "".join(para("x", f'<w:pStyle w:val="{name}"/>') for name in ("Muc", "MucCon"))
    assert numbers(read(body, numbering=OUTLINE, styles=STYLED)) == ["I.", "1."]


def test_a_level_may_name_the_style_that_it_belongs_to() -> None:
    numbering = lists(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:pStyle w:val="Con"/>')
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Con"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    body = para("x", '<w:pStyle w:val="Con"/>')
    assert numbers(read(body, numbering=numbering, styles=styles)) == ["a)"]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    props = '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    assert lines(read(para("x", props), numbering=OUTLINE, styles=STYLED)) == ["x"]


def test_a_list_may_stand_in_a_list_style() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="DS"/>'
        + level(0, "upperLetter", "%1)")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="DS"/>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(read(listed("x"), numbering=numbering)) == ["A) x"]


def test_a_page_break_stands_before_the_number() -> None:
    broken = listed("x").replace("<w:r>", '<w:r><w:br w:type="page"/></w:r><w:r>', 1)
    assert lines(read(broken, numbering=lists(level(0, "decimal", "%1.")))) == ["1. x"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/>'
        "</w:rPr></w:pPr><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
    )
    body = listed("x") + gone + listed("x")
    assert lines(read(body, numbering=lists(level(0, "decimal", "%1.")))) == ["1. x", "2. x"]


# --- tables ------------------------------------------------------------------------------------

ISSUER, NATIONAL = "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_the_header_reads_column_by_column() -> None:
    body = table([ISSUER, NATIONAL], ["Số: 09/KH-UBND", "Hoa Lâm, ngày 02/3/2025"], borders=False)
    assert lines(read(body)) == [ISSUER, "Số: 09/KH-UBND", NATIONAL, "Hoa Lâm, ngày 02/3/2025"]


def test_the_header_is_told_in_spite_of_borders() -> None:
    assert lines(read(table([ISSUER, NATIONAL]))) == [ISSUER, NATIONAL]


def test_the_signature_reads_column_by_column() -> None:
    left = cell(para("Nơi nhận:") + para("- Lưu: VT."))
    right = cell(para("TM. ỦY BAN NHÂN DÂN") + para("CHỦ TỊCH"))
    assert lines(read(para("x") + table([left, right], ["", "Lê Hoài Đức"], borders=False))) == [
        "x",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lê Hoài Đức",
    ]


def test_a_table_of_data_reads_row_by_row() -> None:
    body = para("x") + table(["STT", "Nội dung"], ["1", "Phát thanh"])
    assert lines(read(body)) == ["x", "| STT | Nội dung |", "| 1 | Phát thanh |"]


def test_a_table_of_data_may_have_no_lines() -> None:
    rows = [["STT", "Nội dung", "Thời gian", "Chủ trì"], ["1", "Phát thanh", "Quý I", "VHXH"]]
    assert lines(read(para("x") + table(*rows, borders=False)))[1] == (
        "| STT | Nội dung | Thời gian | Chủ trì |"
    )


def test_cells_keep_their_columns_when_they_are_merged() -> None:
    body = table(
        [
            cell("Đơn vị", '<w:vMerge w:val="restart"/>'),
            cell("Thời gian", '<w:gridSpan w:val="2"/>'),
        ],
        [cell("", "<w:vMerge/>"), "Từ", "Đến"],
        ["VHXH", "Tháng 3", "Tháng 5"],
    )
    assert lines(read(para("x") + body))[1:] == [
        "| Đơn vị | Thời gian |  |",
        "|  | Từ | Đến |",
        "| VHXH | Tháng 3 | Tháng 5 |",
    ]


def test_the_paragraphs_of_a_cell_stand_on_one_line() -> None:
    inner = cell(para("một") + para("") + para(run("hai") + "<w:r><w:br/></w:r>" + run("ba")))
    assert lines(read(para("x") + table([inner, "bốn"])))[1] == "| một hai ba | bốn |"


def test_a_table_in_a_cell_stands_in_it() -> None:
    inner = cell(para("một") + table(["a", "b"]) + para(""))
    assert lines(read(para("x") + table([inner, "bốn"])))[1] == "| một a b | bốn |"


def test_a_frame_of_one_cell_is_no_table() -> None:
    assert lines(read(para("x") + table([cell(para("một") + para("hai"))]))) == ["x", "một", "hai"]


def test_a_deleted_row_is_gone() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("a") + cell("b") + "</w:tr>"
    body = table(["STT", "x"], ["1", "y"]).replace("</w:tbl>", gone + "</w:tbl>")
    assert lines(read(para("x") + body))[1:] == ["| STT | x |", "| 1 | y |"]


# --- headers, footers, sections ----------------------------------------------------------------

PAGE = '<w:fldSimple w:instr=" PAGE ">' + run("2", '<w:sz w:val="26"/>') + "</w:fldSimple>"


def section(*references: str, more: str = "") -> str:
    named = "".join(
        f'<w:{part.rstrip("12")}Reference w:type="{kind}" r:id="{part}"/>'
        for part, kind in (one.split(":") for one in references)
    )
    return (
        f'<w:sectPr>{named}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:bottom="1134"'
        f' w:left="1701" w:right="850"/>{more}</w:sectPr>'
    )


def test_a_section_tells_paper_and_margins_in_millimetres() -> None:
    [sheet, _] = origin(read(para("x") + section())).sheets
    assert [round(one) for one in (sheet.width, sheet.height)] == [210, 297]
    assert [sheet.top, sheet.bottom, sheet.left, sheet.right] == [20.0, 20.0, 30.0, 14.99]


BOXED = (
    "<w:r><w:drawing><wp:anchor><wp:positionH><wp:align>right</wp:align></wp:positionH>"
    f"<wps:txbx><w:txbxContent>{para(PAGE)}</w:txbxContent></wps:txbx></wp:anchor></w:drawing></w:r>"
)
PLACES = [
    ("header1", '<w:jc w:val="center"/>', PAGE, "top center"),
    ("footer1", '<w:jc w:val="right"/>', PAGE, "bottom right"),
    ("footer1", "", "<w:r><w:tab/></w:r>" + PAGE, "bottom center"),
    ("header1", '<w:framePr w:xAlign="center"/>', PAGE, "top center"),
    ("header1", "", PAGE, "top left"),
    ("header1", "", run("chữ"), ""),
    ("header1", "", BOXED, "top right"),
]


@pytest.mark.parametrize(("part", "props", "inside", "place"), PLACES)
def test_a_section_tells_where_the_page_number_stands(
    part: str, props: str, inside: str, place: str
) -> None:
    body = para("x") + section(f"{part}:default")
    sheets = origin(read(body, **{part: para(inside, props)})).sheets
    assert [sheet.number for sheet in sheets] == [place, place]
    if place:
        assert sheets[0].number_look is not None and sheets[0].number_look.size == 13


def test_a_first_page_may_have_no_number() -> None:
    body = para("x") + section("header1:default", more="<w:titlePg/>")
    sheets = origin(read(body, header1=para(PAGE, '<w:jc w:val="center"/>'))).sheets
    assert [(sheet.first, sheet.number) for sheet in sheets] == [(True, ""), (False, "top center")]


def test_a_header_with_quoc_hieu_begins_the_text() -> None:
    body = para("KẾ HOẠCH") + section("header1:first", "header2:default", more="<w:titlePg/>")
    source = read(body, header1=table([ISSUER, NATIONAL], borders=False), header2=para(PAGE))
    assert lines(source) == [ISSUER, NATIONAL, "KẾ HOẠCH"]
    assert origin(source).notes == []


def test_other_words_of_a_header_are_told_and_not_read() -> None:
    body = para("KẾ HOẠCH") + section("header1:default")
    source = read(body, header1=para("Tài liệu nội bộ của phường"))
    assert lines(source) == ["KẾ HOẠCH"]
    assert "Tài liệu nội bộ" in origin(source).notes[0]


def test_tracked_changes_are_counted() -> None:
    body = para(
        f"<w:ins>{run('a')}</w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del>"
        f"{run('c')}<w:ins>{run('d')}</w:ins>"
    )
    [note] = origin(read(body)).notes
    assert "3 chỗ sửa" in note and "thêm 2" in note and "bỏ 1" in note


# --- looks and settings ------------------------------------------------------------------------

DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr>{para}</w:pPr></w:pPrDefault></w:docDefaults>"
)
STYLES = DEFAULTS.format(
    run='<w:rFonts w:ascii="Arial"/><w:sz w:val="22"/>', para='<w:spacing w:after="160"/>'
) + (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Thuong"><w:rPr><w:sz w:val="26"/></w:rPr>'
    '</w:style><w:style w:type="paragraph" w:styleId="Dam"><w:basedOn w:val="Thuong"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Manh"><w:rPr><w:b/><w:color w:val="ff0000"/></w:rPr></w:style>'
)


def test_a_look_comes_from_run_style_and_defaults() -> None:
    source = read(para(run("x", "<w:i/>"), '<w:pStyle w:val="Dam"/>'), styles=STYLES)
    found = look(source)
    assert (found.font, found.size, found.bold, found.italic) == ("Arial", 13, True, True)


def test_bold_of_two_kinds_of_style_cancels_out() -> None:
    styled = run("x", '<w:rStyle w:val="Manh"/>')
    source = read(para(styled, '<w:pStyle w:val="Dam"/>') + para(styled), styles=STYLES)
    assert [look(source, at).bold for at in (0, 1)] == [False, True]
    assert look(source).colour == "FF0000"


def test_a_font_may_come_from_the_theme() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:minorFont>'
        '<a:latin typeface="Cambria"/></a:minorFont></a:theme>'
    )
    document = (
        f'<w:document xmlns:w="{W}"><w:body>'
        + para(run("x", '<w:rFonts w:asciiTheme="minorHAnsi"/>'))
        + "</w:body></w:document>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    data = packed(
        {"word/document.xml": document, "word/theme.xml": theme},
        f'<Relationship Id="t" Type="{kind}" Target="theme.xml"/>',
    )
    assert look(docx.read(data, "x.docx")).font == "Cambria"


SETTINGS = [
    ('<w:jc w:val="both"/>', "alignment", "justify"),
    ('<w:jc w:val="end"/>', "alignment", "right"),
    ('<w:ind w:firstLine="720"/>', "first_indent", 12.7),
    ('<w:ind w:left="567" w:hanging="283"/>', "first_indent", -4.99),
    ('<w:ind w:left="567" w:hanging="283"/>', "left_indent", 10.0),
    ('<w:spacing w:before="120"/>', "space_before", 6.0),
    ('<w:spacing w:line="276"/>', "line_spacing", 1.15),
    ('<w:spacing w:line="360" w:lineRule="exact"/>', "line_points", 18.0),
    ('<w:spacing w:before="100" w:beforeAutospacing="1"/>', "space_before", None),
    ("", "space_after", 8.0),
    ("", "line_spacing", 1.0),
    ("", "alignment", "left"),
]


@pytest.mark.parametrize(("props", "name", "found"), SETTINGS)
def test_a_setting_comes_from_paragraph_style_and_defaults(
    props: str, name: str, found: object
) -> None:
    assert getattr(setting(read(para("x", props), styles=STYLES)), name) == found


def test_looks_and_settings_are_shared() -> None:
    source = read(para("một") + para("hai"))
    assert look(source, 0) is look(source, 1)
    assert setting(source, 0) is setting(source, 1)


# --- addresses ---------------------------------------------------------------------------------


def text_at(data: bytes, at: DocxAt) -> str:
    """What stands in the file at an address, read without the reader."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(at.part))
    nodes = list(root.iter(f"{{{W}}}t", f"{{{W}}}delText"))
    return (nodes[at.node].text or "")[at.offset :]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&￾￿"), max_size=12
)
INLINE = st.one_of(
    TEXTS.map(run),
    TEXTS.map(lambda text: f"<w:ins>{run(text)}</w:ins>"),
    TEXTS.map(lambda text: f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
    TEXTS.map(lambda text: run(text, "<w:vanish/>")),
    TEXTS.map(lambda text: f"<w:hyperlink>{run(text)}</w:hyperlink>"),
    st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"]),
)
PARAGRAPHS = st.lists(INLINE, max_size=4).map(lambda parts: para("".join(parts)))
BLOCKS = st.one_of(
    PARAGRAPHS,
    st.lists(st.lists(PARAGRAPHS.map(cell), min_size=1, max_size=3), min_size=1, max_size=3).map(
        lambda rows: table(*rows)
    ),
)


@given(st.lists(BLOCKS, min_size=1, max_size=5))
def test_every_piece_is_the_text_at_its_address(blocks: list[str]) -> None:
    data = word(para("KẾ HOẠCH") + "".join(blocks))
    source = docx.read(data, "x.docx")
    end = 0
    for piece in origin(source).pieces:
        assert piece.start >= end
        end = piece.end
        assert isinstance(piece.at, DocxAt)
        assert text_at(data, piece.at).startswith(source.raw[piece.start : piece.end])


# --- what cannot be read -----------------------------------------------------------------------

GOOD = word(
    table([ISSUER, NATIONAL], borders=False) + listed("Mục đích") + para("hết"), numbering=OUTLINE
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_damaged_bytes_give_a_text_or_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, byte in changes:
        data[at] = byte
    try:
        docx.read(bytes(data), "plan.docx")
    except InputError as error:
        assert str(error).startswith("plan.docx ")


DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{para("x")}</w:body></w:document>'
TAGS = st.sampled_from(
    ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "pPr", "numPr", "fldChar", "br"]
)
TREES = st.recursive(
    TAGS.map(lambda tag: f'<w:{tag} w:val="x"/>'),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)).map(
        lambda one: f"<w:{one[0]}>{''.join(one[1])}</w:{one[0]}>"
    ),
    max_leaves=12,
)


@given(TREES)
def test_elements_in_odd_places_do_no_harm(tree: str) -> None:
    assert "KẾ HOẠCH" in read(para("KẾ HOẠCH") + tree).raw


REFUSED = {
    "no document": (packed({"word/other.xml": "<x/>"}), "không có phần nội dung"),
    "no body": (packed({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "không có phần"),
    "broken XML": (packed({"word/document.xml": DOCUMENT[:-3]}), "hỏng"),
    "entities": (packed({"word/document.xml": "<!DOCTYPE x [<!ENTITY e 'x'>]>" + DOCUMENT}), "không an toàn"),
    "entities in UTF-16": (packed({"word/document.xml": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>' + DOCUMENT).encode("utf-16")}), "không an toàn"),
    "no words": (packed({"word/document.xml": DOCUMENT.replace(">x<", "><")}), "không có chữ nào"),
    "cut off": (GOOD[:-40], "bị cắt cụt"),
    "too many members": (packed({f"word/{n}": "" for n in range(zips.MOST_MEMBERS)}), "tệp con"),
    "a part too large": (packed({"word/document.xml": " " * (zips.LARGEST_PART + 1)}), "quá lớn"),
    "too many tags": (packed({"word/document.xml": DOCUMENT.replace("<w:body>", "<w:body>" + "<w:p/>" * 400_000)}), "phức tạp"),
    "tables too deep": (packed({"word/document.xml": DOCUMENT.replace("<w:body>", "<w:body>" + "<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60)}), "lồng nhau"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        docx.read(data, "plan.docx")
    assert str(told.value).startswith("plan.docx ") and str(told.value).endswith(".")


def test_macros_are_told_and_the_text_is_read() -> None:
    data = packed({"word/document.xml": DOCUMENT, "word/vbaProject.bin": b"\xcc\x61"})
    source = docx.read(data, "x.docm")
    assert lines(source) == ["x"]
    assert "macro không được chạy" in origin(source).notes[0]


def test_strict_open_xml_is_read() -> None:
    strict = DOCUMENT.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert lines(docx.read(packed({"word/document.xml": strict}), "x.docx")) == ["x"]
