"""Tables: cells by ruling lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .columns import Grid
from .model import Line, Page, Ruling, Word
from .rows import joined, rows_of

_TOUCH = 3.0  # points: lines no farther apart meet
_MOST_RULINGS = 300  # of a page, when those in one line are joined
_MOST_CELLS = 20_000


@dataclass(slots=True, eq=False)
class RuledTable:
    """A table on a page: the edges of its columns and rows, what is parted, its words."""

    left: float
    bottom: float
    right: float
    top: float
    xs: list[float]
    ys: list[float]
    level: list[Ruling]
    upright: list[Ruling]

    def holds(self, word: Word) -> bool:
        """Whether a word stands within the table."""
        across = (word.left + word.right) / 2
        height = word.base + 0.3 * word.size
        return self.left < across < self.right and self.bottom < height < self.top

    def grid(self, words: Sequence[Word], page: Page) -> Grid | None:
        """The words in their cells; None where they are all in one."""
        cells: dict[tuple[int, int], list[Word]] = {}
        home: dict[tuple[int, int], tuple[int, int]] = {}
        for word in words:
            across = (word.left + word.right) / 2
            column = min(max(bisect_right(self.xs, across) - 1, 0), len(self.xs) - 2)
            up = bisect_right(self.ys, word.base + 0.3 * word.size) - 1
            row = len(self.ys) - 2 - min(max(up, 0), len(self.ys) - 2)
            if (row, column) not in home:
                home[row, column] = self._home(row, column)
            cells.setdefault(home[row, column], []).append(word)
        if len(cells) < 2:
            return None
        rows: list[list[list[Line]]] = []
        for row in range(len(self.ys) - 1):
            if any((row, column) in cells for column in range(len(self.xs) - 1)):
                rows.append(
                    [
                        [joined(one) for one in rows_of(cells.get((row, column), ()), page)]
                        for column in range(len(self.xs) - 1)
                        if (row, column) in cells or self._home_of(row, column, home)
                    ]
                )
        return Grid(rows)

    def _home_of(self, row: int, column: int, home: dict[tuple[int, int], tuple[int, int]]) -> bool:
        """Whether a cell without words is a cell of its own, no part of one beside it."""
        if (row, column) not in home:
            home[row, column] = self._home(row, column)
        return home[row, column][1] == column

    def _home(self, row: int, column: int) -> tuple[int, int]:
        """The first of the cells that no line parts from a cell."""
        while column > 0 and not self._parted_left(row, column):
            column -= 1
        while row > 0 and not self._parted_above(row, column):
            row -= 1
        return row, column

    def _parted_left(self, row: int, column: int) -> bool:
        x = self.xs[column]
        top, bottom = self.ys[-1 - row], self.ys[-2 - row]
        middle = (top + bottom) / 2
        return any(
            abs((one.left + one.right) / 2 - x) <= _TOUCH and one.bottom < middle < one.top
            for one in self.upright
        )

    def _parted_above(self, row: int, column: int) -> bool:
        y = self.ys[-1 - row]
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(
            abs((one.bottom + one.top) / 2 - y) <= _TOUCH and one.left < middle < one.right
            for one in self.level
        )


def tables_of(page: Page) -> list[RuledTable]:
    """The tables that the ruling lines of a page draw, from top to bottom."""
    rulings = _joined(page.rulings)
    if len(rulings) > _MOST_RULINGS:  # a drawing
        return []
    found = [_table(group) for group in _groups(rulings)]
    tables = [table for table in found if table is not None]
    return sorted(tables, key=lambda table: -table.top)


def _joined(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Rulings that lie in one line and touch, as one."""
    lines: dict[tuple[bool, int], list[Ruling]] = {}
    for one in rulings:
        level = one.right - one.left >= one.top - one.bottom
        place = one.bottom + one.top if level else one.left + one.right
        lines.setdefault((level, round(place / 2)), []).append(one)
    found: list[Ruling] = []
    for (level, _), line in lines.items():
        line.sort(key=(lambda one: one.left) if level else (lambda one: one.bottom))
        last: Ruling | None = None
        for one in line:
            gap = 0.0
            if last is not None:
                gap = one.left - last.right if level else one.bottom - last.top
            if last is None or gap > _TOUCH:
                last = Ruling(one.left, one.bottom, one.right, one.top)
                found.append(last)
            else:
                last.bottom, last.top = min(last.bottom, one.bottom), max(last.top, one.top)
                last.left, last.right = min(last.left, one.left), max(last.right, one.right)
    return found


def _groups(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings that touch each other, directly or by others."""
    order = sorted(rulings, key=lambda one: one.left)
    parent = list(range(len(order)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    open_: list[int] = []
    for at, one in enumerate(order):
        open_ = [other for other in open_ if order[other].right + _TOUCH >= one.left]
        for other in open_:
            if _touch(order[other], one):
                parent[root(at)] = root(other)
        open_.append(at)
    groups: dict[int, list[Ruling]] = {}
    for at, one in enumerate(order):
        groups.setdefault(root(at), []).append(one)
    return list(groups.values())


def _touch(one: Ruling, other: Ruling) -> bool:
    return (
        one.left <= other.right + _TOUCH
        and other.left <= one.right + _TOUCH
        and one.bottom <= other.top + _TOUCH
        and other.bottom <= one.top + _TOUCH
    )


def _table(group: list[Ruling]) -> RuledTable | None:
    """The table that some touching rulings draw; None for a frame or an underline."""
    level = [one for one in group if one.right - one.left >= one.top - one.bottom]
    upright = [one for one in group if one.right - one.left < one.top - one.bottom]
    xs = _edges([(one.left + one.right) / 2 for one in upright])
    ys = _edges([(one.bottom + one.top) / 2 for one in level])
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    return RuledTable(
        xs[0] - _TOUCH, ys[0] - _TOUCH, xs[-1] + _TOUCH, ys[-1] + _TOUCH, xs, ys, level, upright
    )


def _edges(places: list[float]) -> list[float]:
    """Places from low to high, those close together as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _TOUCH:
            found.append(place)
    return found
