"""Furniture: page numbers and running heads, which are no part of the text that runs on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .model import Line, Page

_NUMBER = re.compile(
    r"(?:trang\s*)?[-–—]?\s*\d{1,3}\s*(?:[/|]\s*\d{1,3})?\s*[-–—]?\Z", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ZONE = 0.11  # of the page's height: where running heads and feet stand
_SEEN = 0.5  # of the pages: what stands on so many is a running head
_MOST = 2  # lines at the top or bottom of a page


@dataclass(slots=True, eq=False)
class Furniture:
    """What stands at the top and the bottom of a page aside from its text."""

    number: Line | None = None
    number_at: str = ""
    heads: list[Line] = field(default_factory=list)
    feet: list[Line] = field(default_factory=list)


def take_furniture(pages: Sequence[Page], rows: list[list[list[Line]]]) -> list[Furniture]:
    """Takes page numbers and running heads out of the rows of each page."""
    found = [Furniture() for _ in pages]
    common = _common(pages, rows)
    offset = _offset(pages, rows, common)
    for page, its_rows, furniture in zip(pages, rows, found, strict=True):
        for top in (True, False):
            for _ in range(_MOST):
                if not its_rows:
                    break
                row = its_rows[0] if top else its_rows[-1]
                if not _in_zone(row, page, top):
                    break
                number = _number_in(row, common)
                if number is not None and _value(number) - page.index != offset:
                    number = None
                if number is None and (_key(row) not in common or not _has_letters(row)):
                    break
                its_rows.remove(row)
                if number is not None and furniture.number is None:
                    furniture.number = number
                    furniture.number_at = _place(number, page, top)
                (furniture.heads if top else furniture.feet).extend(row)
        furniture.feet.reverse()
    return found


def _in_zone(row: list[Line], page: Page, top: bool) -> bool:
    base = row[0].base
    return base > page.height * (1 - _ZONE) if top else base < page.height * _ZONE


def _key(row: list[Line]) -> str:
    """A row's words without its numbers."""
    return _DIGITS.sub("#", " ".join(line.text for line in row)).lower()


def _has_letters(row: list[Line]) -> bool:
    return any(letter.isalpha() for line in row for letter in line.text)


def _common(pages: Sequence[Page], rows: list[list[list[Line]]]) -> set[str]:
    """What rows stand at the top or bottom of at least half of the pages, and of two."""
    seen: dict[str, set[int]] = {}
    for page, its_rows in zip(pages, rows, strict=True):
        for row in its_rows[:_MOST] + its_rows[-_MOST:]:
            if _in_zone(row, page, True) or _in_zone(row, page, False):
                seen.setdefault(_key(row), set()).add(page.index)
    least = max(2, _SEEN * len(pages) / 2)
    return {key for key, where in seen.items() if len(where) >= least}


def _offset(pages: Sequence[Page], rows: list[list[list[Line]]], common: set[str]) -> int | None:
    """How far numbers at the top or bottom of pages are from the pages' own; None without any.

    A lone number counts where it is that of its page: else it may be a cell of a table.
    """
    offsets: Counter[int] = Counter()
    for page, its_rows in zip(pages, rows, strict=True):
        seen = set()
        for row in its_rows[:_MOST] + its_rows[-_MOST:]:
            number = _number_in(row, common)
            if number is None or not (_in_zone(row, page, True) or _in_zone(row, page, False)):
                continue
            seen.add(_value(number) - page.index)
        offsets.update(seen)
    if not offsets:
        return None
    offset, count = max(offsets.items(), key=lambda one: (one[1], one[0] == 1))
    return offset if count >= 2 or offset == 1 else None


def _value(number: Line) -> int:
    found = _DIGITS.search(number.text)
    return int(found.group()) if found else 0


def _number_in(row: list[Line], common: set[str]) -> Line | None:
    """The page number in a row: alone in it, or a part of a running head."""
    for line in row:
        if _NUMBER.match(line.text) and (len(row) == 1 or _key(row) in common):
            return line
    return None


def _place(line: Line, page: Page, top: bool) -> str:
    middle = (line.left + line.right) / 2 / page.width
    across = "left" if middle < 0.36 else "right" if middle > 0.64 else "center"
    return f"{'top' if top else 'bottom'} {across}"
