"""Compose: pages of words as one text with its pieces and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ....grammar.origin import Alignment, Look, Piece, Setting, Sheet, TextBuilder
from ..addresses import Box, PageAt
from .columns import Block, Columns, Flow, Grid, blocks_of, lines_in
from .furniture import Furniture, take_furniture
from .model import Line, Page, Word, spaced
from .paragraphs import Frame, Paragraph, frame_of, goes_on, paragraphs_of
from .rows import rows_of
from .tables import RuledTable, tables_of

_MM = 25.4 / 72
_LINE_HEIGHT = 1.15  # of the size of type: what a word processor calls one line
_RAGGED = 3.5  # points between the ends of justified lines: letters do not fill their width
_FULL = 0.2  # of the page's height: where the text of a full page ends
_NOTE_SIZE = 0.9  # of the size of the text: footnotes are smaller


@dataclass(slots=True, eq=False)
class Composed:
    """A text made from pages, the pieces it is made of, a sheet for each page."""

    text: str
    pieces: list[Piece]
    sheets: list[Sheet]


@dataclass(slots=True, eq=False)
class _Leaf:
    """A page's blocks in reading order, with what stands aside from them."""

    page: Page
    blocks: list[Block]
    furniture: Furniture
    notes: list[Line] = field(default_factory=list)


def compose(pages: Sequence[Page]) -> Composed:
    """The text of some pages in reading order."""
    leaves = _leaves(pages)
    frame = frame_of(
        [
            line
            for leaf in leaves
            for block in leaf.blocks
            if isinstance(block, Flow) and not block.column
            for line in block.lines
        ]
    )
    sheets = _sheets(leaves)
    for leaf, following in pairwise(leaves):
        _carry_over(leaf, following)
    writer = _Writer(frame)
    for leaf in leaves:
        writer.leaf(leaf)
    writer.finish()
    return Composed(writer.out.text, writer.out.pieces, sheets)


def _carry_over(leaf: _Leaf, following: _Leaf) -> None:
    """Columns that go on over the end of a page as one: each column is read to its end."""
    carried = _at_foot(leaf)
    first = following.blocks[0] if following.blocks else None
    if carried is None or not isinstance(first, Columns) or not first.carried:
        return
    carried.left += first.left
    carried.right += first.right
    del following.blocks[0]


def _at_foot(leaf: _Leaf) -> Columns | None:
    """The columns with which a full page ends."""
    if not leaf.blocks or not isinstance(leaf.blocks[-1], Columns):
        return None
    lowest = min(line.base for line in lines_in(leaf.blocks))
    return leaf.blocks[-1] if lowest < _FULL * leaf.page.height else None


def _leaves(pages: Sequence[Page]) -> list[_Leaf]:
    """The pages taken apart: tables, running heads, columns."""
    tables = [_filled(page) for page in pages]
    rows = []
    for page, ruled in zip(pages, tables, strict=True):
        inside = {id(word) for _, words, _ in ruled for word in words}
        rows.append(rows_of([word for word in page.words if id(word) not in inside], page))
    furniture = take_furniture(pages, rows)
    leaves: list[_Leaf] = []
    for page, its_rows, ruled, aside in zip(pages, rows, tables, furniture, strict=True):
        blocks: list[Block] = []
        carried = _at_foot(leaves[-1]) if leaves else None
        for table, _, grid in ruled:
            above = [row for row in its_rows if row[0].base > table.top]
            its_rows = its_rows[len(above) :]
            blocks += blocks_of(above, carried=carried)
            carried = None
            blocks.append(grid)
        blocks += blocks_of(its_rows, carried=carried)
        _number_lines(page, blocks, aside)
        leaves.append(_Leaf(page, blocks, aside, _footnotes(blocks)))
    return leaves


def _footnotes(blocks: list[Block]) -> list[Line]:
    """Takes the small lines at the foot of a page out of its last block."""
    flow = blocks[-1] if blocks else None
    if not isinstance(flow, Flow) or flow.column:
        return []
    size = max(line.size for line in flow.lines)
    at = len(flow.lines)
    while at and flow.lines[at - 1].size <= _NOTE_SIZE * size:
        at -= 1
    notes = flow.lines[at:]
    flow.lines = flow.lines[:at]
    return notes


def _filled(page: Page) -> list[tuple[RuledTable, list[Word], Grid]]:
    """The tables of a page with the words in them; a word is in one of them only."""
    found = []
    rest = page.words
    for table in tables_of(page):
        words = [word for word in rest if table.holds(word)]
        grid = table.grid(words, page)
        if grid is not None:
            found.append((table, words, grid))
            rest = [word for word in rest if not table.holds(word)]
    return found


def _number_lines(page: Page, blocks: list[Block], aside: Furniture) -> None:
    """Numbers the lines of a page from 1, from top to bottom."""
    lines = [*aside.heads, *aside.feet, *lines_in(blocks)]
    number, base = 0, None
    for line in sorted(lines, key=lambda line: -line.base):
        if base is None or base - line.base > 0.3 * line.size:
            number += 1
            base = line.base
        line.number = number


class _Writer:
    """Writes blocks one after the other; a paragraph may go on over a page's end."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.out = TextBuilder()
        self.open: Paragraph | None = None
        self.waiting: list[Line] = []  # footnotes, until the paragraph over them is whole

    def leaf(self, leaf: _Leaf) -> None:
        """Writes a page."""
        for block in leaf.blocks:
            self._block(block)
        self.waiting += leaf.notes

    def finish(self) -> None:
        """Writes what is left."""
        self._close()

    def _block(self, block: Block) -> None:
        if isinstance(block, Flow):
            self._flow(block)
            return
        self._close()
        if isinstance(block, Grid):
            self._grid(block)
            return
        for column in (block.left, block.right):
            for inner in _merged(column):
                self._block(inner)

    def _flow(self, flow: Flow) -> None:
        frame = frame_of(flow.lines, column=True) if flow.column else self.frame
        lines = flow.lines
        while self.open is not None and lines and not flow.column:
            if not goes_on(self.open, lines[0], lines[1] if len(lines) > 1 else None):
                break
            self.open.lines.append(lines[0])
            lines = lines[1:]
        for paragraph in paragraphs_of(lines, frame):
            self._close()
            self.open = paragraph
        if flow.column:
            self._close()

    def _close(self) -> None:
        """Writes the open paragraph."""
        if self.open is not None:
            self._paragraph(self.open)
            self.open = None
        notes, self.waiting = self.waiting, []
        for note in paragraphs_of(notes, self.frame):
            self._paragraph(note)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if self.out.length:
            self.out.put("\n")
        setting = _setting(paragraph, self.frame)
        self._lines(paragraph.lines, setting)

    def _lines(self, lines: Sequence[Line], setting: Setting) -> None:
        for at, line in enumerate(lines):
            if at and not _hyphenated(lines[at - 1]):
                self.out.put(" ")
            for text, piece in _pieces(line, setting):
                self.out.add(text, piece)

    def _grid(self, grid: Grid) -> None:
        for row in grid.rows:
            self.out.put("\n| " if self.out.length else "| ")
            for at, cell in enumerate(row):
                if at:
                    self.out.put(" | ")
                self._lines(cell, Setting())
            self.out.put(" |")


def _merged(blocks: list[Block]) -> list[Block]:
    """The blocks of a column, those that run on over a page's end as one."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Flow) and isinstance(last, Flow):
            found[-1] = Flow(last.lines + block.lines, True)
        else:
            found.append(block)
    return found


def _hyphenated(line: Line) -> bool:
    """Whether a line ends within a word: `18/KH-` and `UBND` on the next."""
    word = line.text.rsplit(" ", 1)[-1]
    return len(word) > 1 and word.endswith(("-", "/", "\u2010", "\u00ad")) and word[-2:] != "--"


def _pieces(line: Line, setting: Setting) -> list[tuple[str, Piece]]:
    """A line's words as pieces: words of one look together, with the spaces between them."""
    found: list[tuple[str, Piece]] = []
    words: list[Word] = []
    for word in line.words:
        if words and (word.look is not words[-1].look or word.confidence != words[-1].confidence):
            found.append(_piece(words, line, setting, bool(found)))
            words = []
        words.append(word)
    found.append(_piece(words, line, setting, bool(found)))
    return _spaced_out(found, line)


def _piece(words: list[Word], line: Line, setting: Setting, _later: bool) -> tuple[str, Piece]:
    parts: list[str] = []
    boxes: list[Box] = []
    for at, word in enumerate(words):
        if at and spaced(words[at - 1], word):
            parts.append(" ")
            boxes.append(_between(words[at - 1].boxes[-1], word.boxes[0]))
        parts.append(word.text)
        boxes += word.boxes
    piece = Piece(
        0,
        0,
        PageAt(line.page.index, boxes),
        page=line.page.index + 1,
        line=line.number,
        look=words[0].look,
        setting=setting,
        confidence=words[0].confidence,
    )
    return "".join(parts), piece


def _spaced_out(found: list[tuple[str, Piece]], line: Line) -> list[tuple[str, Piece]]:
    """Pieces with the space that stands before each, as a part of the piece before it."""
    at = 0
    for number, (text, piece) in enumerate(found):
        count = 0
        start = at
        while at < len(line.words) and count < len(text.replace(" ", "")):
            count += len(line.words[at].text)
            at += 1
        if number and spaced(line.words[start - 1], line.words[start]):
            before, its_piece = found[number - 1]
            here, there = its_piece.at, piece.at
            assert isinstance(here, PageAt) and isinstance(there, PageAt)
            here.boxes.append(_between(here.boxes[-1], there.boxes[0]))
            found[number - 1] = before + " ", its_piece
    return found


def _between(before: Box, after: Box) -> Box:
    """The box of a space between two characters."""
    if before[2] <= after[0]:
        return before[2], before[1], after[0], before[3]
    return (
        min(before[2], after[2]),
        min(before[1], after[1]),
        max(before[0], after[0]),
        max(before[3], after[3]),
    )


def _setting(paragraph: Paragraph, frame: Frame) -> Setting:
    """How a paragraph is set, as far as its lines tell."""
    lines = paragraph.lines
    first = lines[0]
    rest = lines[1].left if len(lines) > 1 else frame.left
    pitch = None
    if len(lines) > 1 and lines[0].page is lines[1].page:
        pitch = lines[0].base - lines[1].base
    return Setting(
        alignment=_alignment(paragraph),
        first_indent=round((first.left - rest) * _MM, 1),
        left_indent=round((rest - frame.left) * _MM, 1),
        space_before=_space_before(paragraph, pitch),
        line_spacing=round(pitch / (_LINE_HEIGHT * first.size), 2) if pitch else None,
    )


def _space_before(paragraph: Paragraph, pitch: float | None) -> float | None:
    """What is left of the distance to the line above, by the paragraph's own distance of lines."""
    if paragraph.before is None or not 0 < paragraph.before < 6 * paragraph.lines[0].size:
        return None
    return round(max(paragraph.before - pitch, 0.0), 1) if pitch else None


def _alignment(paragraph: Paragraph) -> Alignment | None:
    if paragraph.centred:
        return "center"
    lines, frame = paragraph.lines, paragraph.frame
    full = [line for line in lines[:-1] if abs(line.right - frame.right) < _RAGGED]
    if len(lines) > 1:
        return "justify" if len(full) == len(lines) - 1 else "left"
    return None


def _sheets(leaves: Sequence[_Leaf]) -> list[Sheet]:
    """A sheet for each page: paper, margins measured from the text, the page number."""
    sheets = []
    for number, leaf in enumerate(leaves):
        page, last = leaf.page, number == len(leaves) - 1
        lines = list(lines_in(leaf.blocks))
        look: Look | None = None
        if leaf.furniture.number is not None:
            look = leaf.furniture.number.words[0].look
        sheet = Sheet(
            round(page.width * _MM, 1),
            round(page.height * _MM, 1),
            number=leaf.furniture.number_at,
            number_look=look,
            first=number == 0,
        )
        if lines:
            sheet.left = round(min(line.left for line in lines) * _MM, 1)
            sheet.right = round((page.width - max(line.right for line in lines)) * _MM, 1)
            sheet.top = round((page.height - max(line.top for line in lines)) * _MM, 1)
            if not last:
                sheet.bottom = round(min(line.bottom for line in lines) * _MM, 1)
        sheets.append(sheet)
    return sheets
