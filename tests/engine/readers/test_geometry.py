"""Words with their places become lines, columns, tables and paragraphs."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_check.engine.readers.addresses import PageAt
from cchc_check.engine.readers.geometry import Composed, Page, Ruling, Word, compose
from cchc_check.grammar.origin import Look

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, INDENT = 85.0, 545.0, 121.0
SIZE = 14.0
LETTER = 0.5  # of the size of type: how wide every letter is here
SPACE = 0.25


def line(
    text: str, base: float, left: float = LEFT, size: float = SIZE, bold: bool = False
) -> list[Word]:
    """A line's words, each letter half as wide as high."""
    look = Look("Times New Roman", size, bold, False)
    words = []
    for part in text.split():
        right = left + len(part) * LETTER * size
        boxes = [
            (left + at * LETTER * size, base - 3, left + (at + 1) * LETTER * size, base + 11)
            for at in range(len(part))
        ]
        words.append(Word(part, left, right, base, size, boxes, look))
        left = right + SPACE * size
    return words


def width_of(text: str, size: float = SIZE) -> float:
    parts = text.split()
    return sum(map(len, parts)) * LETTER * size + (len(parts) - 1) * SPACE * size


def centred(
    text: str, base: float, left: float = LEFT, right: float = RIGHT, **set_as: bool
) -> list[Word]:
    return line(text, base, (left + right - width_of(text)) / 2, **set_as)


def wrapped(
    text: str, base: float, indent: float = INDENT, pitch: float = 17.0
) -> list[list[Word]]:
    """A paragraph as a word processor sets it: first line indented, greedy lines."""
    lines: list[str] = [""]
    for part in text.split():
        left = indent if len(lines) == 1 else LEFT
        if lines[-1] and left + width_of(f"{lines[-1]} {part}") > RIGHT:
            lines.append("")
        lines[-1] = f"{lines[-1]} {part}".strip()
    return [
        line(one, base - at * pitch, indent if at == 0 else LEFT) for at, one in enumerate(lines)
    ]


def page(*lines: list[Word], index: int = 0, rulings: list[Ruling] | None = None) -> Page:
    return Page(index, WIDTH, HEIGHT, [word for one in lines for word in one], rulings or [])


def texts(*pages: Page) -> list[str]:
    return compose(pages).text.split("\n")


LONG = (
    "Ủy ban nhân dân phường tổ chức tuyên truyền cải cách hành chính đến từng hộ gia đình trên"
    " địa bàn, gắn với việc giải quyết hồ sơ đúng hẹn và lấy ý kiến của người dân về thái độ phục vụ"
)
OTHER = (
    "- Phổ biến thủ tục hành chính được giải quyết tại phường, nơi nộp hồ sơ, thời hạn trả kết quả"
    " và mức phí phải nộp; hướng dẫn nộp hồ sơ trực tuyến tại nhà."
)


class TestParagraphs:
    def test_wrapped_lines_are_joined(self) -> None:
        assert texts(page(*wrapped(LONG + ".", 700))) == [LONG + "."]

    def test_an_item_begins_a_paragraph_though_the_line_above_is_full(self) -> None:
        first, second = wrapped(LONG + ".", 700), wrapped(OTHER, 600)
        below = [line(" ".join(w.text for w in one), 700 - 17 * (len(first) + at), one[0].left)
                 for at, one in enumerate(second)]  # fmt: skip
        assert texts(page(*first, *below)) == [LONG + ".", OTHER]

    def test_a_heading_as_wide_as_the_page_does_not_swallow_the_paragraph_below(self) -> None:
        heading = "3. Phát triển hạ tầng và đẩy mạnh ứng dụng công nghệ tại cơ sở"
        while INDENT + width_of(heading + "n") < RIGHT - 1:
            heading += "n"
        body = wrapped(LONG + ".", 683)
        assert texts(page(line(heading, 700, INDENT), *body)) == [heading, LONG + "."]

    def test_a_year_that_begins_a_wrapped_line_is_no_item(self) -> None:
        first = "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021"
        while INDENT + width_of(first + "n") < RIGHT - 1:
            first += "n"
        got = texts(page(line(first, 700, INDENT), line("- 2025 của tỉnh và của phường.", 683)))
        assert got == [f"{first} - 2025 của tỉnh và của phường."]

    @pytest.mark.parametrize(
        ("end", "start", "joined"),
        [
            ("18/KH-", "UBND ngày", "18/KH-UBND ngày"),
            ("lần/", "tuần trở lên", "lần/tuần trở lên"),
            ("chính trị -", "xã hội", "chính trị - xã hội"),
            ("hành", "chính", "hành chính"),
        ],
    )
    def test_a_word_broken_at_a_hyphen_is_whole(self, end: str, start: str, joined: str) -> None:
        first = "Căn cứ quy định"
        while INDENT + width_of(f"{first} {end}") < RIGHT - 8:
            first += "n"
        got = texts(
            page(line(f"{first} {end}", 700, INDENT), line(start, 683), line("x" * 65, 300))
        )
        assert got[0] == f"{first} {joined}"

    def test_a_paragraph_goes_on_over_the_page_and_its_number(self) -> None:
        lines = wrapped(LONG + ".", 100)
        below = [line(" ".join(w.text for w in one), 760 - 17 * at, one[0].left)
                 for at, one in enumerate(lines[2:])]  # fmt: skip
        got = compose([
            page(*wrapped(OTHER, 700), *lines[:2]),
            page(centred("2", 800), *below, *wrapped(OTHER, 600), index=1),
        ])  # fmt: skip
        assert got.text.split("\n") == [OTHER, LONG + ".", OTHER]
        assert [sheet.number for sheet in got.sheets] == ["", "top center"]

    def test_a_paragraph_goes_on_over_a_footnote(self) -> None:
        lines = wrapped(LONG + ".", 140)
        below = [line(" ".join(w.text for w in one), 760 - 17 * at, one[0].left)
                 for at, one in enumerate(lines[2:])]  # fmt: skip
        note = line("1 Theo quy định của tỉnh.", 90, size=10.0)
        got = texts(page(*wrapped(OTHER, 700), *lines[:2], note), page(*below, index=1))
        assert got == [OTHER, LONG + ".", "1 Theo quy định của tỉnh."]

    def test_wide_spacing_parts_paragraphs_without_indents(self) -> None:
        first, second = wrapped(LONG + "x", 700, LEFT), wrapped(LONG, 630, LEFT)
        assert texts(page(*first, *second)) == [LONG + "x", LONG]

    @pytest.mark.parametrize("bold", [True, False])
    def test_lines_of_a_centred_block_stay_apart(self, bold: bool) -> None:
        title = "Tuyên truyền cải cách hành chính năm 2025"
        got = texts(
            page(
                centred("KẾ HOẠCH", 740, bold=bold), centred(title, 723), *wrapped(LONG + ".", 690)
            )
        )
        assert got == ["KẾ HOẠCH", title, LONG + "."]

    def test_a_title_that_had_to_be_wrapped_is_one_line(self) -> None:
        upper = "TRIỂN KHAI CHƯƠNG TRÌNH CẢI CÁCH HÀNH CHÍNH CỦA TỈNH"
        while width_of(upper + "H") < RIGHT - LEFT - 20:
            upper += "H"
        body = [*wrapped(LONG + ".", 690), *wrapped(OTHER, 600), *wrapped(LONG, 500)]
        got = texts(page(centred(upper, 740), centred("THÀNH PHỐ NĂM 2025", 723), *body))
        assert got[0] == f"{upper} THÀNH PHỐ NĂM 2025"


class TestColumns:
    def header(self, gap: float = 0.0) -> list[list[Word]]:
        return [
            centred("ỦY BAN NHÂN DÂN", 780, 85, 240),
            centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 780 - gap, 260, 545),
            centred("PHƯỜNG HOA LÂM", 764, 85, 240),
            centred("Độc lập - Tự do - Hạnh phúc", 764 - gap, 260, 545),
            centred("Số: 18/KH-UBND", 740, 85, 240),
            centred("Hoa Lâm, ngày 20 tháng 3 năm 2025", 740, 260, 545),
            centred("KẾ HOẠCH", 710),
        ]

    @pytest.mark.parametrize("gap", [0.0, 2.0, 6.0])
    def test_the_left_column_of_the_header_is_read_first(self, gap: float) -> None:
        assert texts(page(*self.header(gap), *wrapped(LONG + ".", 680))) == [
            "ỦY BAN NHÂN DÂN", "PHƯỜNG HOA LÂM", "Số: 18/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
            "Độc lập - Tự do - Hạnh phúc", "Hoa Lâm, ngày 20 tháng 3 năm 2025", "KẾ HOẠCH",
            LONG + ".",
        ]  # fmt: skip

    def test_recipients_are_read_before_the_signature(self) -> None:
        got = texts(
            page(
                *wrapped(LONG + "./.", 700),
                line("Nơi nhận:", 600, size=12.0),
                centred("TM. ỦY BAN NHÂN DÂN", 601, 320, 545),
                line("- Như trên;", 586, size=11.0),
                centred("CHỦ TỊCH", 584, 320, 545),
                line("- Các phòng, ban, ngành, đoàn", 573, size=11.0),
                line("thể của phường;", 560, size=11.0),
                line("- Lưu: VT.", 547, size=11.0),
                centred("Lê Hoài Đức", 520, 320, 545),
            )
        )
        assert got == [
            LONG + "./.", "Nơi nhận:", "- Như trên;", "- Các phòng, ban, ngành, đoàn thể của phường;",
            "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Hoài Đức",
        ]  # fmt: skip

    def test_columns_that_go_on_over_a_page_are_read_to_their_end(self) -> None:
        first = page(
            *wrapped(LONG + "./.", 300),
            line("Nơi nhận:", 90), centred("TM. ỦY BAN NHÂN DÂN", 90, 320, 545),
            line("- Như trên;", 70), centred("CHỦ TỊCH", 70, 320, 545),
        )  # fmt: skip
        second = page(line("- Lưu: VT.", 780), centred("Lê Hoài Đức", 760, 320, 545), index=1)
        assert texts(first, second)[1:] == [
            "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Hoài Đức",
        ]  # fmt: skip

    def test_wide_spaces_of_a_justified_line_are_no_gutter(self) -> None:
        lines = wrapped(LONG + ".", 700)
        for word in lines[1][5:]:
            word.left, word.right = word.left + 12, word.right + 12
        assert texts(page(*lines)) == [LONG + "."]


class TestTables:
    def grid(self, xs: list[float], ys: list[float]) -> list[Ruling]:
        level = [Ruling(xs[0], y, xs[-1], y) for y in ys]
        return level + [Ruling(x, ys[-1], x, ys[0]) for x in xs]

    def test_cells_are_told_by_rulings_and_their_lines_joined(self) -> None:
        got = texts(
            page(
                *wrapped(LONG + ".", 780),
                line("STT", 680, 90),
                line("Nội dung", 680, 130),
                line("Thời gian", 680, 400),
                line("1", 650, 90),
                line("Biên soạn bộ câu hỏi và", 660, 130),
                line("Quý II", 650, 400),
                line("câu trả lời", 643, 130),
                *wrapped(OTHER, 600),
                rulings=self.grid([86, 120, 390, 545], [700, 672, 636]),
            )
        )
        assert got == [
            LONG + ".",
            "| STT | Nội dung | Thời gian |",
            "| 1 | Biên soạn bộ câu hỏi và câu trả lời | Quý II |",
            OTHER,
        ]

    def test_a_cell_over_two_columns_is_one(self) -> None:
        rulings = [
            Ruling(86, 700, 545, 700), Ruling(86, 672, 545, 672), Ruling(86, 636, 545, 636),
            Ruling(86, 636, 86, 700), Ruling(545, 636, 545, 700), Ruling(300, 636, 300, 672),
        ]  # fmt: skip
        got = texts(
            page(
                line("Phụ lục chung", 680, 250),
                line("a", 650, 90),
                line("b", 650, 310),
                rulings=rulings,
            )
        )
        assert got == ["| Phụ lục chung |", "| a | b |"]

    def test_a_frame_around_the_page_is_no_table(self) -> None:
        rulings = self.grid([50, 560], [820, 40])
        assert texts(page(*wrapped(LONG + ".", 700), rulings=rulings)) == [LONG + "."]


class TestFurniture:
    def test_running_heads_and_numbers_are_not_in_the_text(self) -> None:
        pages = [
            page(
                line("BẢN TIN Số 5", 810),
                line(str(at + 1), 810, 520),
                *wrapped(LONG + ".", 700),
                index=at,
            )
            for at in range(3)
        ]
        made = compose(pages)
        assert made.text.split("\n") == [LONG + "."] * 3
        assert [sheet.number for sheet in made.sheets] == ["top right"] * 3

    def test_a_lone_number_that_is_not_the_page_s_stays(self) -> None:
        pages = [
            page(line(cell, 810), *wrapped(LONG + ".", 700), index=at)
            for at, cell in enumerate(("Nội dung", "5", "9"))
        ]
        assert [one for one in texts(*pages) if one.isdigit()] == ["5", "9"]

    def test_a_number_within_the_text_stays(self) -> None:
        assert "2025" in texts(page(*wrapped(LONG + ".", 700), line("2025", 400)))


class TestPlaces:
    def check(self, made: Composed) -> None:
        for piece in made.pieces:
            assert isinstance(piece.at, PageAt)
            assert len(piece.at.boxes) == piece.end - piece.start
            assert made.text[piece.start : piece.end].strip()

    def test_each_character_has_its_box(self) -> None:
        made = compose([page(*TestColumns().header(), *wrapped(LONG + ".", 680))])
        self.check(made)
        start = made.text.index("CỘNG")
        piece = next(one for one in made.pieces if one.start == start)
        assert isinstance(piece.at, PageAt)
        assert piece.at.boxes[0][0] > 260

    def test_margins_are_those_of_the_text(self) -> None:
        (sheet,) = compose([page(*wrapped(LONG + ".", 700))]).sheets
        assert sheet.left == pytest.approx(LEFT * 25.4 / 72, abs=0.1)
        assert sheet.width == pytest.approx(209.9)
        assert sheet.height == pytest.approx(297.0, abs=0.1)
        assert sheet.bottom is None  # of the last page

    def test_a_paragraph_tells_its_indent_and_alignment(self) -> None:
        made = compose([page(*wrapped(LONG + ".", 700), centred("KẾ HOẠCH", 600))])
        first, last = made.pieces[0].setting, made.pieces[-1].setting
        assert first is not None and last is not None
        assert first.first_indent == pytest.approx((INDENT - LEFT) * 25.4 / 72, abs=0.1)
        assert last.alignment == "center"

    def test_a_raised_number_stays_behind_its_word(self) -> None:
        words = line("Theo quy định hiện hành", 700)
        note = line("1", 706, words[-1].right, 8.0)
        note[0].spaced = False
        assert texts(page(words, note, line("x " * 60, 300)))[0] == "Theo quy định hiện hành1"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text("abcđêƯ1.-;", min_size=1, max_size=8),
            st.floats(20, 560),
            st.floats(120, 700),
            st.sampled_from([6.0, 11.0, 14.0, 30.0]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_no_letter_is_lost_or_doubled(words: list[tuple[str, float, float, float]]) -> None:
    made = compose([page(*[line(text, base, left, size) for text, left, base, size in words])])
    wanted = Counter("".join(text for text, _, _, _ in words))
    found = Counter(made.text)
    for extra in " \n|":
        found.pop(extra, None)
    assert found == wanted
    TestPlaces().check(made)
