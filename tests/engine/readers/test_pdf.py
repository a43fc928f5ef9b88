"""Text of .pdf files: what is seen is read, in order, with its places; the rest is said."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest

from cchc_check.engine.errors import InputError
from cchc_check.engine.readers import pdf, pdf_process
from cchc_check.engine.readers.addresses import PageAt
from cchc_check.engine.readers.geometry import Page, Word
from cchc_check.engine.readers.pdf_looks import family
from cchc_check.engine.readers.pdf_page import letter_of
from cchc_check.grammar import Source
from tests import hostile

LINES = (
    "1. Pho bien thu tuc hanh chinh duoc giai quyet tai phuong, noi nop ho so, thoi han tra ket",
    "qua va muc phi phai nop; huong dan nop ho so truc tuyen tai nha.",
    "2. Niem yet day du thu tuc.",
)
TEXT = f"{LINES[0]} {LINES[1]}\n{LINES[2]}"


def shown(*lines: str, matrix: str = "1 0 0 1 60 700", mode: int = 0, size: float = 12) -> bytes:
    """The content of a page with some lines of text."""
    body = " T* ".join(f"({one}) Tj" for one in lines)
    return f"BT {mode} Tr /F {size} Tf {size * 1.3} TL {matrix} Tm {body} ET ".encode("cp1252")


def file_of(*contents: bytes, page: bytes = b"", catalog: bytes = b"", box: str = "0 0 595 842",
            more: Sequence[bytes] = ()) -> bytes:  # fmt: skip
    """A .pdf with a page for each content; `more` are further objects, from number 4 on."""
    first = 4 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        *more,
    ]
    for at, content in enumerate(contents):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<</Font<</F 3 0 R>>"
            b"/XObject<</I 4 0 R>>>>/Contents %d 0 R%s>>"
            % (box.encode(), first + 2 * at + 1, page),
            hostile.stream(content),
        ]
    return hostile.pdf(objects)


def read(data: bytes) -> Source:
    return pdf.read(data, "ke-hoach.pdf")


def notes(source: Source) -> list[str]:
    assert source.origin is not None
    return source.origin.notes


class TestText:
    def test_lines_become_paragraphs(self) -> None:
        assert read(file_of(shown(*LINES))).text == TEXT

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_a_page_whose_text_is_turned_reads_the_same(self, turn: int) -> None:
        cos, sin = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
        at = {90: (300, 20), 180: (560, 600), 270: (200, 800)}[turn]
        matrix = f"{cos} {sin} {-sin} {cos} {at[0]} {at[1]}"
        data = file_of(shown(*LINES, matrix=matrix), page=b"/Rotate %d" % turn)
        assert read(data).text == TEXT

    @pytest.mark.parametrize("skew", [-1.5, 0.7])
    def test_a_page_a_little_askew_reads_the_same(self, skew: float) -> None:
        cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
        matrix = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} 40 600"
        assert read(file_of(shown(*LINES, matrix=matrix))).text == TEXT

    def test_words_without_spaces_between_them_are_parted_by_their_gaps(self) -> None:
        content = shown("Uy", matrix="1 0 0 1 60 700") + shown("ban", matrix="1 0 0 1 78 700")
        assert read(file_of(content)).text == "Uy ban"

    def test_letters_of_a_substitute_font_stand_where_they_belong(self) -> None:
        holes = b"BT /F 12 Tf 1 0 0 1 60 700 Tm [(Th) -556 (ng tin)] TJ ET "
        assert read(file_of(holes + shown("o", matrix="1 0 0 1 74 700"))).text == "Thong tin"

    def test_a_letter_drawn_twice_to_look_bold_is_one(self) -> None:
        content = shown("KE HOACH") + shown("KE HOACH", matrix="1 0 0 1 60.4 700")
        assert read(file_of(content)).text == "KE HOACH"

    def test_letters_of_old_encodings_are_left_to_the_source(self) -> None:
        source = read(file_of(shown("Uû ban nh©n d©n ph\u00adêng tæ chøc tuyªn truyÒn c¶i c¸ch")))
        assert source.legacy is not None
        assert source.text.startswith("Uỷ ban nhân dân")

    @pytest.mark.parametrize(
        ("code", "letter"),
        [
            (0x1EE6, "Ủ"),
            (0xF0B7, "•"),
            (0xF02D, "-"),
            (2, "-"),
            (0xFFFE, "-"),
            (0, "\ufffd"),
            (9, " "),
        ],
    )
    def test_a_code_is_a_letter(self, code: int, letter: str) -> None:
        assert letter_of(code) == letter

    def test_a_table_is_told_by_its_lines(self) -> None:
        rules = b"".join(
            b"%d %d m %d %d l S " % line
            for line in ((50, 720, 300, 720), (50, 690, 300, 690), (50, 660, 300, 660),
                         (50, 660, 50, 720), (150, 660, 150, 720), (300, 660, 300, 720))
        )  # fmt: skip
        cells = b"".join(
            shown(text, matrix=f"1 0 0 1 {x} {y}")
            for text, x, y in (
                ("STT", 60, 700),
                ("Noi dung", 160, 700),
                ("1", 60, 670),
                ("a", 160, 670),
            )
        )
        assert read(file_of(rules + cells)).text == "| STT | Noi dung |\n| 1 | a |"


class TestLeftOut:
    def test_text_across_the_page_is_said_and_not_read(self) -> None:
        mark = shown("BAN NHAP", matrix="0.7 0.7 -0.7 0.7 200 300", size=40)
        source = read(file_of(shown(*LINES) + mark))
        assert source.text == TEXT
        assert "“BAN NHAP”" in notes(source)[0]

    def test_hidden_text_is_not_read(self) -> None:
        assert (
            read(file_of(shown(*LINES) + shown("an", matrix="1 0 0 1 60 300", mode=3))).text == TEXT
        )

    def test_text_beyond_the_paper_is_not_read(self) -> None:
        content = shown(*LINES) + shown("ngoai le", matrix="1 0 0 1 900 700")
        assert read(file_of(content)).text == TEXT

    def test_text_that_is_cut_away_is_not_read(self) -> None:
        clipped = b"q 0 400 595 442 re W n " + shown("dong sau", matrix="1 0 0 1 60 200") + b"Q "
        assert read(file_of(clipped + shown(*LINES))).text == TEXT

    def test_the_stamp_of_a_signature_is_not_read_and_the_signature_said(self) -> None:
        stamp = hostile.stream(
            shown("Ky boi Le Hoai Duc", matrix="1 0 0 1 2 2"),
            b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 3 0 R>>>>",
        )
        widget = (
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/Rect[60 100 260 120]/AP<</N 4 0 R>>"
            b"/V<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>>>"
        )
        source = read(
            file_of(
                shown(*LINES),
                page=b"/Annots[5 0 R]",
                catalog=b"/AcroForm<</SigFlags 3/Fields[5 0 R]>>",
                more=[stamp, widget],
            )
        )
        assert source.text == TEXT
        assert notes(source)[0].startswith("Tệp có chữ ký số")


class TestPlaces:
    def test_boxes_are_in_the_page_s_own_coordinates(self) -> None:
        content = shown(*LINES, matrix="1 0 0 1 160 700")
        source = read(file_of(content, box="100 50 695 892"))
        assert source.origin is not None
        piece = source.origin.pieces[0]
        assert isinstance(piece.at, PageAt)
        left, bottom, right, top = piece.at.boxes[0]
        assert left == pytest.approx(160, abs=1) and bottom < 700 < top and right > left
        assert all(len(one.at.boxes) == one.end - one.start for one in source.origin.pieces)  # type: ignore[attr-defined]

    def test_pages_and_lines_are_counted_from_one(self) -> None:
        source = read(file_of(shown(*LINES), shown("3. Trang sau.")))
        assert source.origin is not None
        assert [(one.page, one.line) for one in source.origin.pieces] == [
            (1, 1), (1, 2), (1, 3), (2, 1),
        ]  # fmt: skip

    def test_a_look_is_font_and_size_as_seen(self) -> None:
        source = read(file_of(shown("KE HOACH", matrix="2 0 0 2 60 700", size=7)))
        assert source.origin is not None and source.origin.pieces[0].look is not None
        look = source.origin.pieces[0].look
        assert (look.font, look.size, look.bold, look.italic) == ("Helvetica", 14, False, False)

    @pytest.mark.parametrize(
        ("name", "wanted"),
        [
            ("ABCDEF+TimesNewRomanPS-BoldMT", "Times New Roman"),
            ("TimesNewRomanPSMT", "Times New Roman"),
            ("TimesNewRoman,BoldItalic", "Times New Roman"),
            ("BAAAAA+LiberationSerif-Bold", "Liberation Serif"),
            ("ArialMT", "Arial"),
            (".VnTime", ".Vn Time"),
            ("", ""),
        ],
    )
    def test_a_family_is_named_as_people_do(self, name: str, wanted: str) -> None:
        assert family(name) == wanted


def as_scanned(hidden: str = "", seen: bytes = b"") -> bytes:
    """A page that is one picture, with letters hidden under it."""
    picture = hostile.stream(
        b"\xff" * 100,
        b"/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    content = b"q 595 0 0 842 0 0 cm /I Do Q " + (shown(hidden, mode=3) if hidden else b"") + seen
    return file_of(content, more=[picture])


class TestPictures:
    def scanner(self, monkeypatch: pytest.MonkeyPatch, missing: bool = False) -> list[Any]:
        asked: list[Any] = []

        def pages(_data: bytes, _name: str, indexes: Sequence[int]) -> list[Page]:
            asked.append(list(indexes))
            word = Word("anh", 60, 90, 700, 12, [(0, 0, 1, 1)] * 3, confidence=0.9)
            return [Page(index, 595, 842, [word]) for index in indexes]

        def whole(_data: bytes, name: str) -> Source:
            asked.append("whole")
            return Source("anh", name)

        def found(name: str) -> Any:
            if missing:
                raise InputError(f"{name}: hãy cài thêm tesseract.")
            return SimpleNamespace(
                read_pdf=whole, read_pages=pages, note_of=lambda found: f"{len(found)} trang ảnh."
            )

        monkeypatch.setattr(pdf, "_scanner", found)
        return asked

    def test_a_file_of_pictures_goes_to_the_scan_reader(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.scanner(monkeypatch)
        assert read(as_scanned("lop chu cu")).text == "anh"
        assert asked == ["whole"]

    def test_a_stamp_on_a_picture_is_no_text_of_a_page(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.scanner(monkeypatch)
        read(as_scanned(seen=shown("So: 12", matrix="1 0 0 1 80 760")))
        assert asked == ["whole"]

    def test_a_picture_among_pages_of_text_is_recognised(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.scanner(monkeypatch)
        writer = pypdf.PdfWriter()
        for data in (file_of(shown(*LINES)), as_scanned()):
            writer.append(io.BytesIO(data))
        out = io.BytesIO()
        writer.write(out)
        source = read(out.getvalue())
        assert source.text == f"{TEXT}\nanh"
        assert asked == [[1]]
        assert notes(source) == ["1 trang ảnh."]
        assert source.origin is not None
        assert source.origin.pieces[-1].confidence == 0.9

    def test_without_the_scan_reader_hidden_letters_are_taken(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.scanner(monkeypatch, missing=True)
        source = read(as_scanned("lop chu cu"))
        assert source.text == "lop chu cu"
        assert source.origin is not None and source.origin.recognised
        assert "nhận dạng sẵn" in notes(source)[0]

    def test_without_it_a_mere_picture_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scanner(monkeypatch, missing=True)
        with pytest.raises(InputError, match="tesseract"):
            read(as_scanned())


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(file_of(shown(*LINES))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def nested_forms() -> bytes:
    """A drawing of ten drawings of ten drawings …, in three thousand bytes."""
    depth = 12
    draw = b"/I Do " * 10
    objects = [
        hostile.stream(
            draw if at < depth - 1 else b"0 0 m 9 9 l S",
            b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]"
            + (b"/Resources<</XObject<</I %d 0 R>>>>" % (5 + at) if at < depth - 1 else b""),
        )
        for at in range(depth)
    ]
    return file_of(draw, more=objects)


class TestRefused:
    def refused(self, data: bytes) -> str:
        with pytest.raises(InputError) as error:
            read(data)
        said = str(error.value)
        assert said.startswith("ke-hoach.pdf ") and said.endswith(".") and "\n" not in said
        return said

    def test_a_password_is_asked_to_be_taken_away(self) -> None:
        assert "mật khẩu" in self.refused(locked("bi mat"))

    def test_a_file_without_a_password_to_open_is_read(self) -> None:
        source = read(locked(""))
        assert source.text == TEXT
        assert "khóa quyền" in notes(source)[0]

    def test_a_broken_file(self) -> None:
        assert "hỏng" in self.refused(b"%PDF-1.7\n1 0 obj\n<</Type/Cat")

    def test_more_pages_than_a_plan_has(self) -> None:
        assert "1000 trang" in self.refused(hostile.pdf_of_pages(1000))

    def test_more_letters_than_a_page_holds(self) -> None:
        rows = [
            shown("ab cd " * 16, matrix=f"1 0 0 1 {x} {y}", size=1)
            for y in range(1, 840, 2)
            for x in range(1, 590, 70)
        ]
        assert "quá nhiều chữ" in self.refused(file_of(b"".join(rows)))

    def test_drawings_within_drawings(self) -> None:
        said = self.refused(nested_forms())
        assert "bộ nhớ" in said or "quá lâu" in said

    def test_a_page_that_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf_process, "SILENCE", 0.0)
        assert "quá lâu" in self.refused(nested_forms())

    def test_memory_that_the_caller_holds_is_not_counted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ballast = bytearray(b"x") * (pdf_process.MOST_MEMORY + 50_000_000)
        assert read(file_of(shown(*LINES))).text == TEXT
        assert ballast

    def test_nothing_is_run(self, tmp_path: Any) -> None:
        target = tmp_path / "x"
        script = b"/OpenAction<</S/Launch/F(/bin/touch %s)>>" % str(target).encode()
        assert read(file_of(shown(*LINES), catalog=script)).text == TEXT
        assert not target.exists()
