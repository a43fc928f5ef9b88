"""Web tables: which tables hold data and which only place things, and the rows of the former."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ...grammar.lines import (
    RawLine,
    cues,
    heads_recipients,
    is_number_line,
    is_sign,
    is_table_head,
    read_line,
)
from ...grammar.source import Source
from .markup import Element
from .web_style import declarations
from .web_text import Line, Part

_MOST_COLUMNS = 60
_EMPTY = "  |"
_DIGITS = re.compile(r"\s*(\d{1,4})")
_PARTS = frozenset(("tbody", "thead", "tfoot"))
_NARROW = 3  # columns of a table that places things: two and a gap between them
_LONG_CELL = 6  # lines: a cell of data has fewer


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its lines, how many columns and rows it takes, whether it heads any."""

    element: Element
    lines: list[Line]
    columns: int = 1
    rows: int = 1
    head: bool = False


@dataclass(slots=True, eq=False)
class Row:
    """A row's cells."""

    element: Element
    cells: list[Cell] = field(default_factory=list)


def grid_of(table: Element, read: Callable[[Element], list[Line]]) -> tuple[list[Line], list[Row]]:
    """The lines of a table's caption, and its rows; what stands outside of a cell is a cell."""
    captions: list[Line] = []
    rows: list[Row] = []
    waiting = list(reversed(table.children))
    while waiting:
        child = waiting.pop()
        if not isinstance(child, Element):
            continue
        if child.name in _PARTS:
            waiting += reversed(child.children)
        elif child.name == "tr":
            rows.append(Row(child, [_cell(c, read) for c in _cells(child)]))
        elif child.name == "caption":
            captions += read(child)
        elif child.name not in ("colgroup", "col"):
            lines = read(child)
            if lines:
                rows.append(Row(child, [Cell(child, lines)]))
    return captions, rows


def _cells(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element)]


def _cell(element: Element, read: Callable[[Element], list[Line]]) -> Cell:
    return Cell(
        element,
        read(element),
        _span(element.get("colspan"), _MOST_COLUMNS),
        _span(element.get("rowspan"), 1000),
        element.name == "th",
    )


def _span(text: str, most: int) -> int:
    match = _DIGITS.match(text)
    return min(max(int(match[1]), 1), most) if match else 1


def is_data(table: Element, rows: list[Row]) -> bool:
    """Whether the rows of a table belong together as rows."""
    filled = [row for row in rows if any(cell.lines for cell in row.cells)]
    columns = max(map(_filled, rows), default=0)
    if columns < 2 or table.nests or table.get("role") in ("presentation", "none"):
        return False
    if columns > _NARROW or _has_numbers(filled):
        return True
    lines = [_read(line.text) for row in filled[:8] for c in row.cells for line in c.lines[:20]]
    signed = any(map(is_sign, lines))
    if any(cues().national.match(line.low) for line in lines):
        return False
    if signed and any(map(heads_recipients, lines)):
        return False
    if _is_drawn(table, filled) or any(cell.head for row in filled for cell in row.cells):
        return True
    if signed or any(is_number_line(line) or heads_recipients(line) for line in lines):
        return False
    return len(filled) > 1 and all(len(c.lines) <= _LONG_CELL for r in filled for c in r.cells)


def _filled(row: Row) -> int:
    """How many cells of a row have text."""
    return sum(1 for cell in row.cells if cell.lines)


def _has_numbers(rows: list[Row]) -> bool:
    """Whether a first cell is `STT`."""
    firsts = [row.cells[0].lines[0].text for row in rows[:3] if row.cells and row.cells[0].lines]
    return any(is_table_head(_read(text)) for text in firsts)


def _read(text: str) -> RawLine:
    source = Source(text[:400])
    return read_line(source, 0, len(source.text))


def _is_drawn(table: Element, rows: list[Row]) -> bool:
    """Whether the cells have borders."""
    border = table.get("border").strip()
    if border and border != "0":
        return True
    return any(_border(cell.element) for row in rows[:2] for cell in row.cells) or _border(table)


def _border(element: Element) -> bool:
    return any(
        name.startswith("border") and "solid" in value and not value.startswith("0")
        for name, value in declarations(element).items()
    )


def cells_in_order(table: Element, rows: list[Row]) -> Iterator[Cell]:
    """The cells of a table that places things: each column from top to bottom, the left one first.

    A row of one cell ends the columns above it. In a table around other tables, and in one of more
    columns than a header or a signature has, rows come first.
    """
    group: list[tuple[int, Cell]] = []
    by_rows = table.nests or max(map(_filled, rows), default=0) > 2
    for row in rows:
        if len(row.cells) < 2 or by_rows:
            yield from _columns(group)
            group = []
            yield from row.cells
        else:
            group += enumerate(row.cells)
    yield from _columns(group)


def _columns(cells: list[tuple[int, Cell]]) -> Iterator[Cell]:
    for _, cell in sorted(cells, key=lambda one: one[0]):  # stable: rows stay in order
        yield cell


def row_lines(rows: list[Row]) -> list[Line]:
    """A line for each row, its cells between bars; a cell that takes several has empty ones."""
    lines: list[Line] = []
    reaches: list[int] = []  # for each column, how many rows a cell from above still takes
    for row in rows:
        line = Line(row.element, [Part("|")], row=True)
        column = 0
        for cell in row.cells:
            column = _skip(line, reaches, column)
            _add(line, cell)
            end = min(column + cell.columns, _MOST_COLUMNS)
            reaches += [0] * (end - len(reaches))
            reaches[column:end] = [cell.rows] * max(end - column, 0)
            if end > column + 1:
                line.parts.append(Part(_EMPTY * (end - column - 1)))
            column += cell.columns
        _skip(line, reaches, column)
        reaches = [max(rest - 1, 0) for rest in reaches]
        if any(cell.lines for cell in row.cells):
            lines.append(line)
    return lines


def _skip(line: Line, reaches: list[int], column: int) -> int:
    """Writes empty cells where cells of rows above reach down; the next free column."""
    end = column
    while end < len(reaches) and reaches[end] > 0:
        end += 1
    if end > column:
        line.parts.append(Part(_EMPTY * (end - column)))
    return end


def _add(line: Line, cell: Cell) -> None:
    """Writes a cell's lines, joined by spaces, and the bar behind it."""
    for inner in cell.lines:
        line.parts.append(Part(" "))
        line.parts += inner.parts
        line.linked += inner.linked
    line.parts.append(Part(" |" if cell.lines else _EMPTY))
