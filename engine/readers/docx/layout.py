"""Layout: tables that only set text side by side, as in the header and at the signature."""

from __future__ import annotations

from collections.abc import Iterator

from ....grammar.lines import (
    RawLine,
    cues,
    heads_recipients,
    is_date_line,
    is_number_line,
    is_sign,
    read_lines,
)
from ....grammar.source import Source
from .model import Blocks, Cell, Paragraph, Table

_NARROW = 3  # columns: two and a gap between them
_LOOKED = 3  # rows at either end, where a header or a signature has its words


def is_layout(table: Table, leads: bool) -> bool:
    """Whether a table is no table to its reader; `leads` says that no text stands before it."""
    filled = {cell.column for row in table.rows for cell in row if has_text(cell.blocks)}
    if len(filled) <= 1:
        return True
    ends = table.rows[:_LOOKED] + table.rows[_LOOKED:][-_LOOKED:]
    cells = [_lines(cell) for row in ends for cell in row]
    if any(cues().national.match(line.low) for lines in cells for line in lines):
        return True
    signed = any(is_sign(line) for lines in cells for line in lines)
    if signed and any(lines and heads_recipients(lines[0]) for lines in cells):
        return True
    if table.bordered or len(filled) > _NARROW:
        return False
    return leads or signed or len(table.rows) == 1 or any(map(_of_header, cells))


def in_order(table: Table) -> Iterator[tuple[Blocks, bool]]:
    """The cells of such a table, each column from top to bottom, the left one first.

    A row of one cell across the whole table ends the columns above it. With each comes whether
    others stand beside it.
    """
    group: list[Cell] = []
    for row in table.rows:
        if len(row) > 1:
            group += row
            continue
        yield from _columns(group)
        group = []
        yield from ((cell.blocks, False) for cell in row)
    yield from _columns(group)


def _columns(cells: list[Cell]) -> Iterator[tuple[Blocks, bool]]:
    for cell in sorted(cells, key=lambda cell: cell.column):  # stable: rows stay in order
        yield cell.blocks, True


def has_text(blocks: Blocks) -> bool:
    """Whether anything is to be seen in some blocks."""
    for block in blocks:
        if isinstance(block, Table):
            if any(has_text(cell.blocks) for row in block.rows for cell in row):
                return True
        elif not block.is_empty or any(map(has_text, (*block.boxes, *block.notes))):
            return True
    return False


def _of_header(lines: list[RawLine]) -> bool:
    return any(is_number_line(line) or is_date_line(line) for line in lines)


def _lines(cell: Cell) -> list[RawLine]:
    """The lines of a cell that have words; a table within is not looked into."""
    paragraphs = (block for block in cell.blocks if isinstance(block, Paragraph))
    text = "\n".join(paragraph.number + paragraph.text for paragraph in paragraphs)
    return [line for line in read_lines(Source(text)) if line.kind == "text"]
