"""Borders: whether the lines of a table are to be seen."""

from __future__ import annotations

from .styles import Styles
from .xml import VAL, Element, w

_UNSEEN = (None, "nil", "none")
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")
_CLOSED = 3  # sides with a line by which a cell is a box; one or two underline it


def is_bordered(table: Element, styles: Styles, style: str | None) -> bool:
    """Whether a table shows lines: its own, its style's, or those of most of its cells."""
    own = table.find(f"{w('tblPr')}/{w('tblBorders')}")
    borders = own if own is not None else styles.table_borders(style)
    if borders is not None and _seen(borders) >= _CLOSED:
        cells = [cell for cell in table.iterfind(f".//{w('tcBorders')}") if _hides(cell)]
        return len(cells) * 2 < sum(1 for _ in table.iter(w("tc")))
    boxed = sum(_seen(cell) >= _CLOSED for cell in table.iterfind(f".//{w('tcBorders')}"))
    return boxed > 0 and boxed * 2 >= sum(1 for _ in table.iter(w("tc")))


def _seen(borders: Element) -> int:
    """How many sides have a line."""
    sides = (borders.find(w(side)) for side in _SIDES)
    return sum(1 for side in sides if side is not None and side.get(VAL) not in _UNSEEN)


def _hides(borders: Element) -> bool:
    """Whether a cell takes away the lines that its table gives it."""
    sides = (borders.find(w(side)) for side in _SIDES)
    return sum(1 for side in sides if side is not None and side.get(VAL) in _UNSEEN) >= _CLOSED
