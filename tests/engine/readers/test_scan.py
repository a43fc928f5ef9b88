"""Scans: pictures become words with places, mended where that is certain; the rest stays in doubt."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from cchc_check.engine import check
from cchc_check.engine.errors import InputError
from cchc_check.engine.readers import misread, pictures, scan, tesseract
from cchc_check.engine.readers.addresses import PageAt
from cchc_check.engine.reading import source_of
from cchc_check.grammar import Source, parse
from cchc_check.grammar.origin import Origin, Piece

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"  # has the letters of Vietnamese
BOLD = "/usr/share/fonts/truetype/liberation/LiberationSerif-Bold.ttf"
LINES = (
    "ỦY BAN NHÂN DÂN",
    "Số: 18/KH-UBND",
    "Ủy ban nhân dân phường Hoa Lâm ban hành kế hoạch",
    "- Báo cáo kết quả trước ngày 05/6 hằng năm;",
)
DPI = 200


def drawn(
    lines: tuple[str, ...] = LINES, ink: Any = "black", size: tuple[int, int] = (1654, 900)
) -> Image.Image:
    """A page with some lines of 14 points."""
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 14 * DPI // 72)
    for at, line in enumerate(lines):
        draw.text((240, 150 + at * 70), line, fill=ink, font=font)
    return page


def saved(page: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    page.save(stream, kind, **options)
    return stream.getvalue()


def words(text: str, line: int = 1) -> list[tesseract.SeenWord]:
    """Words as the program sees them, each letter ten dots wide."""
    return [
        tesseract.SeenWord(
            [
                tesseract.Letter(letter, (at * 500 + n * 10, 0, at * 500 + n * 10 + 10, 30), 0.9)
                for n, letter in enumerate(word)
            ],
            25, 30, 0.9, line,
        )
        for at, word in enumerate(text.split())
    ]  # fmt: skip


# --- what the program says ---------------------------------------------------------------------


def test_letters_of_the_output_have_places_and_words_their_line() -> None:
    hocr = (
        "<span class='ocr_line' id='l' title=\"bbox 10 20 200 60; baseline 0 -8; x_size 40\">"
        "<span class='ocrx_word' id='w' title='bbox 10 20 50 60; x_wconf 91'>"
        "<span class='ocrx_cinfo' title='x_bboxes 10 20 30 60; x_conf 98.5'>&lt;</span>"
        "<span class='ocrx_cinfo' title='x_bboxes 31 20 50 60; x_conf 60'>a\u0323</span></span>"
    )
    (word,) = tesseract.words_of(hocr)
    assert (word.text, word.base, word.height, word.sure, word.line) == ("<ạ", 52, 40, 0.91, 1)
    assert word.letters[1].box == (31, 20, 50, 60) and word.letters[1].sure == 0.6


# --- what is mended ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("mức đỘ hài lòng", "mức độ hài lòng"),
        ("công chức quyẾt toán", "công chức quyết toán"),
        ("của BỘ Chính trị", "của Bộ Chính trị"),
        ("các thôn Ở xa", "các thôn ở xa"),
        ("— Niêm yết", "- Niêm yết"),
        ("_ Niêm yết", "- Niêm yết"),
        ("ø) Xây dựng", "g) Xây dựng"),
        ("I.MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("a)Công tác", "a) Công tác"),
        ("- Sở Nội vụ (b/€);", "- Sở Nội vụ (b/c);"),
        ("quyết số 76NQ-CP ngày", "quyết số 76/NQ-CP ngày"),
        ("Số: 5KH-UBND", "Số: 5/KH-UBND"),
        ("Lê Hoài „ Đức `", "Lê Hoài Đức"),
        ("C) Cải cách", "c) Cải cách"),
        ("_ 1, Phát thanh", "1. Phát thanh"),
        ("1,Phát thanh", "1. Phát thanh"),
        ("PHO CHU TỊCH", "PHÓ CHỦ TỊCH"),
    ],
)
def test_what_no_text_holds_is_mended(read: str, meant: str) -> None:
    assert " ".join(word.text for word in misread.mended(words(read))) == meant


@pytest.mark.parametrize(
    "text",
    [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "của BỘ CHÍNH TRỊ",
        "Bộ Chính trị",
        "Quyết định số 12/QĐ-TTg",
        "giai đoạn 2021 - 2030",
        "Căn cứ Luật số 65/2025/QH15",
        "1. Mục đích",
        "1, 2 và 3",
        "phó chủ tịch",
        "đ) Cải cách chế độ",
        "trang Zalo, Facebook",
        "3.1. Nội dung",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert " ".join(word.text for word in misread.mended(words(text))) == text


@pytest.mark.parametrize(
    ("read", "strokes", "meant"),
    [
        ("II. HÌNH THỨC", 3, "III. HÌNH THỨC"),
        ("H. NỘI DUNG", 2, "II. NỘI DUNG"),
        ("II. NỘI DUNG", 2, "II. NỘI DUNG"),
        ("H. NỘI DUNG", None, "H. NỘI DUNG"),
        ("II. Nội dung", 3, "II. Nội dung"),
    ],
)
def test_a_numeral_has_as_many_strokes_as_the_picture(
    read: str, strokes: int | None, meant: str
) -> None:
    mended = misread.mended(words(read), lambda box: strokes)
    assert " ".join(word.text for word in mended) == meant


# --- pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slope", [0, 0.7, -1.5, 5])
def test_a_page_askew_is_straightened_and_its_places_lead_back(slope: float) -> None:
    page = drawn(LINES * 2).convert("L")
    turned = page.rotate(slope, Image.Resampling.BICUBIC, fillcolor=255)
    view = pictures.straightened(pictures.View(turned, DPI, pictures.Affine()))
    assert abs(pictures.slope_of(view.image)) <= 0.15
    dot = Image.new("L", view.image.size, 255)
    assert dot.size == page.size
    x, y = view.back(240, 150)
    back = pictures.slope_of(turned)
    assert abs(back + slope) <= 0.15
    if not slope:
        assert (x, y) == (240, 150)


def test_an_empty_page_has_nothing_to_read() -> None:
    assert pictures.cleaned(Image.new("L", (800, 1000), 250), 100) is None


def test_faint_letters_are_as_dark_as_others() -> None:
    faint = drawn().convert("L").point([190 + grey // 8 for grey in range(256)])
    view = pictures.cleaned(faint, DPI)
    assert view is not None
    greys = view.image.histogram()
    assert sum(greys[:110]) > 1000 and greys[255] > 1_000_000


def test_a_seal_goes_and_the_words_below_it_stay() -> None:
    page = drawn(("CHỦ TỊCH",))
    ImageDraw.Draw(page).ellipse((200, 60, 480, 340), outline=(220, 30, 40), width=14)
    view = pictures.cleaned(page, DPI)
    plain = pictures.cleaned(drawn(("CHỦ TỊCH",)), DPI)
    assert view is not None and plain is not None

    def ink(image: Image.Image) -> int:
        return sum(image.histogram()[:128])

    assert abs(ink(view.image) - ink(plain.image)) < 0.15 * ink(plain.image)


def test_red_words_are_no_seal() -> None:
    view = pictures.cleaned(drawn(ink=(220, 20, 20)), DPI)
    assert view is not None and sum(view.image.histogram()[:160]) > 5000


def test_drawn_lines_are_found_and_letters_are_none() -> None:
    page = drawn().convert("L")
    view = pictures.View(page, DPI, pictures.Affine())
    assert pictures.rulings_in(view) == []
    draw = ImageDraw.Draw(page)
    draw.line((200, 600, 1400, 600), fill=0, width=2)
    draw.line((200, 600, 200, 800), fill=0, width=2)
    found = pictures.rulings_in(view)
    assert [(b[2] - b[0] > b[3] - b[1]) for b in found] == [True, False]
    assert abs(found[0][1] - 600) <= 2 and abs(found[1][0] - 200) <= 2


@pytest.mark.parametrize(("text", "count"), [("I", 1), ("II", 2), ("III", 3), ("H", None)])
def test_strokes_are_counted_and_an_h_is_none(text: str, count: int | None) -> None:
    page = Image.new("L", (300, 120), 255)
    font = ImageFont.truetype(BOLD, 39)
    ImageDraw.Draw(page).text((30, 30), f"{text}.", fill=0, font=font)
    box = page.point([255 - grey for grey in range(256)]).getbbox()
    assert box is not None
    assert pictures.strokes_in(pictures.View(page, DPI, pictures.Affine()), box) == count


# --- files -------------------------------------------------------------------------------------


def lines_of(source: Source) -> tuple[str, ...]:
    return tuple(source.text.split("\n"))


def test_a_picture_is_read_and_each_word_leads_to_its_place() -> None:
    source = source_of(saved(drawn(), dpi=(DPI, DPI)), "a.png")
    assert lines_of(source) == LINES
    origin = source.origin
    assert origin is not None and origin.recognised and origin.sheets[0].width == 210.1
    assert "1 trang" in origin.notes[0]
    at = source.text.index("Hoa Lâm")
    (piece, start, end), *_ = origin.between(at, at + 3)
    assert piece.page == 1 and piece.line == 3 and piece.confidence and piece.confidence > 0.8
    assert isinstance(piece.at, PageAt)
    boxes = piece.at.boxes[start - piece.start : end - piece.start]
    ink = drawn(("", "", "Ủy ban nhân dân phường Hoa"))
    right = ImageDraw.Draw(ink).textlength(
        "Ủy ban nhân dân phường Hoa", font=ImageFont.truetype(FONT, 14 * DPI // 72)
    )
    assert abs(boxes[-1][2] - (240 + right) * 72 / DPI) < 3
    assert 0 < (900 - 290) * 72 / DPI - boxes[0][3] < 15


def test_a_phone_picture_lies_as_its_camera_says() -> None:
    page = drawn().rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    read = lines_of(source_of(saved(page, "JPEG", exif=exif, quality=95), "a.jpg"))
    assert read[:3] == LINES[:3]


def test_pages_of_a_tiff_are_read_in_order() -> None:
    lines = ("1. Trang đầu của kế hoạch", "2. Trang sau của kế hoạch")
    pages = [drawn((line,)) for line in lines]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(DPI, DPI))
    assert lines_of(source_of(data, "a.tif")) == lines


def test_a_pdf_of_pictures_askew_is_read_and_its_boxes_are_on_the_page() -> None:
    page = drawn().rotate(1.5, Image.Resampling.BICUBIC, fillcolor="white")
    source = scan.read_pdf(saved(page, "PDF", resolution=DPI), "a.pdf")
    assert lines_of(source) == LINES
    assert source.origin is not None
    for piece in source.origin.pieces:
        assert isinstance(piece.at, PageAt) and len(piece.at.boxes) == piece.end - piece.start
        for left, bottom, right, top in piece.at.boxes:
            assert 0 <= left <= right <= 596 and 0 <= bottom <= top <= 325


def test_some_pages_of_a_pdf_are_read_for_its_own_reader() -> None:
    pages = [drawn((f"Trang thứ {n} của kế hoạch",)) for n in ("nhất", "hai", "ba")]
    data = saved(pages[0], "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    found = scan.read_pages(data, "a.pdf", [2])
    assert [page.index for page in found] == [2]
    assert [word.text for word in found[0].words] == ["Trang", "thứ", "ba", "của", "kế", "hoạch"]


# --- what cannot be read -----------------------------------------------------------------------


def test_without_the_program_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "find_program", lambda: None)
    with pytest.raises(InputError, match="cài chương trình Tesseract"):
        scan.read(saved(drawn()), "a.png")


def test_without_vietnamese_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "languages", lambda program: frozenset({"eng"}))
    with pytest.raises(InputError, match="chưa có dữ liệu tiếng Việt"):
        scan.read(saved(drawn()), "a.png")


def test_a_program_in_the_current_folder_is_never_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert tesseract.find_program() != str(program)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "PAGE_SECONDS", 0.001)
    with pytest.raises(InputError, match="quá rối, không nhận dạng kịp"):
        scan.read(saved(drawn()), "a.png")


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "FILE_SECONDS", 0)
    with pytest.raises(InputError, match="không nhận dạng xong"):
        scan.read(saved(drawn()), "a.png")


def test_a_picture_without_letters_is_refused() -> None:
    with pytest.raises(InputError, match="không nhận ra chữ nào"):
        scan.read(saved(Image.new("L", (600, 800), 255)), "a.png")


def test_a_picture_cut_short_is_refused() -> None:
    data = saved(drawn())
    with pytest.raises(InputError, match="hỏng hoặc bị cắt cụt"):
        scan.read(data[: len(data) // 2], "a.png")


def test_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    data = saved(Image.new("1", (9_000, 9_000)), compress_level=1)
    with pytest.raises(InputError, match="triệu điểm ảnh"):
        scan.read(data, "a.png")


def test_a_huge_picture_in_a_pdf_is_refused() -> None:
    stream = saved(Image.new("1", (9_000, 9_000)), "PDF", resolution=1000)
    with pytest.raises(InputError, match="triệu điểm ảnh"):
        scan.read_pdf(stream, "a.pdf")


def test_too_many_pages_are_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(scan.MOST_PAGES + 1):
        document.new_page(100, 100)
    stream = io.BytesIO()
    document.save(stream)
    with pytest.raises(InputError, match="tách riêng phần"):
        scan.read_pdf(stream.getvalue(), "a.pdf")


# --- what results of it say --------------------------------------------------------------------


@dataclass
class _Sure:
    text: str
    confidence: float


def recognised(*parts: _Sure) -> Source:
    pieces, text = [], ""
    for part in parts:
        pieces.append(
            Piece(len(text), len(text) + len(part.text), page=2, line=1, confidence=part.confidence)
        )
        text += part.text
    return Source(text, "a.pdf", Origin("scan", pieces=pieces, notes=["Chữ nhận dạng từ ảnh."]))


BEFORE = "PHƯỜNG HOA LÂM\nSố: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2025\n\nI. NỘI DUNG\n"


@pytest.mark.parametrize(("confidence", "outcome"), [(0.95, "fail"), (0.4, "unknown")])
def test_what_words_say_that_may_be_misread_is_left_open(confidence: float, outcome: str) -> None:
    source = recognised(
        _Sure("PHƯỜNG HOA LÂM\nSố: 18/KH-UBND\n", 0.95),
        _Sure("Hoa Lâm, ngày 31 tháng 4 năm 2025\n", confidence),
        _Sure(BEFORE.partition("UBND\n")[2], 0.95),
    )
    report = check(parse(source))
    (found,) = [r for r in report.results if r.rule == "date-valid"]
    assert found.outcome == outcome
    if outcome == "unknown":
        assert "chữ nhận dạng chưa chắc" in found.message and "trang 2" in (found.advice or "")
    assert report.notes[0] == "Chữ nhận dạng từ ảnh."


def test_a_plan_knows_that_it_was_recognised() -> None:
    assert parse(recognised(_Sure(BEFORE, 0.9))).recognised
    assert not parse(BEFORE).recognised
