"""Writing: the blocks of a document as the lines of one text, each stretch with its address."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from ....grammar.flat import lowered
from ....grammar.lines import cues
from ....grammar.origin import Piece, TextBuilder
from .layout import has_text, in_order, is_layout
from .model import Bit, Blocks, Cell, Paragraph, Table

_HEAD = 40  # letters of a paragraph in which its first words are
_ENDS = (".", ";", ":", "!", "?", "”")


@dataclass(slots=True, eq=False)
class Writing:
    """Writes blocks into a text; counts the paragraphs that have one.

    A footnote stands behind the paragraph that refers to it, but never where it would tear apart
    what belongs together: it waits for the end of a sentence, of a header's table, of a table's
    rows; and from Nơi nhận on it stays out of the text.
    """

    builder: TextBuilder = field(default_factory=TextBuilder)
    paragraphs: int = 0
    waiting: list[Blocks] = field(default_factory=list)  # notes that have no place yet
    _aside: int = 0  # tables around, which set text side by side
    _over: bool = False  # whether Nơi nhận has begun

    def blocks(self, blocks: Blocks) -> None:
        """Adds some blocks, a paragraph a line."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        self._line(paragraph, "\n")
        self.builder.put("\n")
        self.waiting += paragraph.notes
        self._over = self._over or _heads_recipients(paragraph)
        if self.waiting and paragraph.text.rstrip().endswith(_ENDS):
            self._notes()
        for box in paragraph.boxes:
            if has_text(box):
                self.blocks(box)

    def _line(self, paragraph: Paragraph, at_break: str) -> None:
        """Adds the words of a paragraph; `at_break` is what a line break becomes."""
        if paragraph.is_empty:
            return
        self.paragraphs += 1
        self.builder.put(paragraph.number)
        begun = not paragraph.number  # a break stands before the number, not behind it
        for bit in paragraph.bits:
            begun = begun or bit.text != "\n"
            if begun:
                self._bit(bit, paragraph, at_break)

    def _bit(self, bit: Bit, paragraph: Paragraph, at_break: str) -> None:
        if bit.at is None:
            self.builder.put(at_break if bit.text == "\n" else bit.text)
            return
        self.builder.add(
            bit.text,
            Piece(
                0,
                0,
                at=bit.at,
                paragraph=self.paragraphs,
                look=bit.look,
                setting=paragraph.setting,
            ),
        )

    def _notes(self) -> None:
        """Adds the notes that wait, where they may stand."""
        if not self._aside and not self._over:
            notes, self.waiting = self.waiting, []
            for note in notes:
                self.blocks(note)

    def _table(self, table: Table) -> None:
        if is_layout(table, leads=not self.paragraphs):
            for blocks, aside in in_order(table):
                if has_text(blocks):
                    self._aside += aside
                    self.blocks(blocks)
                    self._aside -= aside
                    self.builder.put("\n")
            return
        for row in table.rows:
            self._row(row)
        self._notes()

    def _row(self, row: list[Cell]) -> None:
        """Adds a row as `| a | b |`, an empty cell for each further column that a cell takes."""
        for cell in row:
            self.builder.put("| ")
            self._cell(cell.blocks, first=True)
            self.builder.put(" " + "|  " * (cell.span - 1))
        self.builder.put("|\n")

    def _cell(self, blocks: Blocks, first: bool) -> None:
        """Adds what a cell holds on one line; a table within as its cells one after another."""
        for block in blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row:
                        first = self._cell_part(cell.blocks, first)
            elif not block.is_empty or block.boxes:
                if not first:
                    self.builder.put(" ")
                self._line(block, " ")
                first = False
                self.waiting += block.notes
                for hung in block.boxes:
                    first = self._cell_part(hung, first)

    def _cell_part(self, blocks: Blocks, first: bool) -> bool:
        """Adds blocks within a cell, and says whether nothing stands there yet."""
        if not has_text(blocks):
            return first
        if not first:
            self.builder.put(" ")
        self._cell(blocks, first=True)
        return False


def _heads_recipients(paragraph: Paragraph) -> bool:
    """Whether Nơi nhận begins with a paragraph."""
    text = unicodedata.normalize("NFC", paragraph.text[:_HEAD]).strip()
    return bool(cues().recipients.match(lowered(text)))
