"""Writing: the blocks of a document as the lines of one text, each stretch with its address."""

from __future__ import annotations

from dataclasses import dataclass, field

from ....grammar.origin import Piece, TextBuilder
from .layout import has_text, in_order, is_layout
from .model import Bit, Blocks, Cell, Paragraph, Table


@dataclass(slots=True, eq=False)
class Writing:
    """Writes blocks into a text; counts the paragraphs that have one."""

    builder: TextBuilder = field(default_factory=TextBuilder)
    paragraphs: int = 0

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
        for note in paragraph.notes:
            self.blocks(note)
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

    def _table(self, table: Table) -> None:
        if is_layout(table, leads=not self.paragraphs):
            for blocks in in_order(table):
                if has_text(blocks):
                    self.blocks(blocks)
                    self.builder.put("\n")
            return
        for row in table.rows:
            self._row(row)

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
            elif not block.is_empty or block.notes or block.boxes:
                if not first:
                    self.builder.put(" ")
                self._line(block, " ")
                first = False
                for hung in (*block.notes, *block.boxes):
                    first = self._cell_part(hung, first)

    def _cell_part(self, blocks: Blocks, first: bool) -> bool:
        """Adds blocks within a cell, and says whether nothing stands there yet."""
        if not has_text(blocks):
            return first
        if not first:
            self.builder.put(" ")
        self._cell(blocks, first=True)
        return False
