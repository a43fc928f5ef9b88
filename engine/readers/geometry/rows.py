"""Rows: words gathered on their baselines, cut where a wide gap may part two columns."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Line, Page, Word

_SAME_BASE = 0.28  # of the size of type: words so little apart stand on one baseline
_BESIDE = 0.75  # of the size of type: lines so little apart may be of two columns
_RAISED = 0.75  # of the size beside it: a word so small may be a superscript
_GAP = 0.6  # of the size of type: a wider gap may part columns


def rows_of(words: Iterable[Word], page: Page) -> list[list[Line]]:
    """The rows from top to bottom, each cut into lines at its wide gaps."""
    rows: list[list[Word]] = []
    bases: list[float] = []
    for word in sorted(words, key=lambda word: (-word.base, word.left)):
        near = _row_of(word, rows, bases)
        if near is None:
            rows.append([word])
            bases.append(word.base)
        else:
            rows[near].append(word)
    rows = _with_superscripts(rows)
    return _beside([_cut(sorted(row, key=lambda word: word.left), page) for row in rows])


def _beside(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows with lines of two columns, a little higher or lower, as one row."""
    found: list[list[Line]] = []
    for row in rows:
        above = found[-1] if found else None
        if above is not None and _is_beside(above, row):
            above += row
            above.sort(key=lambda line: line.left)
        else:
            found.append(row)
    return found


def _is_beside(above: list[Line], row: list[Line]) -> bool:
    """Whether no line of a row stands below one of the row above, but all close beside."""
    size = min(line.size for line in (*above, *row))
    if max(line.base for line in above) - min(line.base for line in row) > _BESIDE * size:
        return False
    return all(
        line.left - other.right > _GAP * size or other.left - line.right > _GAP * size
        for line in row
        for other in above
    )


def _row_of(word: Word, rows: list[list[Word]], bases: list[float]) -> int | None:
    """The row among the last few on whose baseline a word stands."""
    for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
        size = max(word.size, max(other.size for other in rows[at][-3:]))
        if abs(bases[at] - word.base) <= _SAME_BASE * size:
            return at
    return None


def _with_superscripts(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows of small raised or lowered words become part of the row beside which they stand."""
    found: list[list[Word]] = []
    for at, row in enumerate(rows):
        size = max(word.size for word in row)
        host = None
        if sum(len(word.text) for word in row) <= 12:
            for other in rows[max(at - 1, 0) : at] + rows[at + 1 : at + 2]:
                if _carries(other, row, size):
                    host = other
        if host is None:
            found.append(row)
        else:
            host.extend(row)
    return found


def _carries(row: list[Word], small: list[Word], size: float) -> bool:
    """Whether small words stand close beside words of a row, raised or lowered."""
    for word in small:
        beside = [
            other
            for other in row
            if other.size * _RAISED >= size
            and -0.3 * other.size <= word.base - other.base <= 0.6 * other.size
            and -0.3 * other.size <= word.left - other.right <= 0.5 * other.size
        ]
        if not beside:
            return False
    return True


def _cut(words: list[Word], page: Page) -> list[Line]:
    """A row's words as lines, cut at its wide gaps."""
    lines: list[list[Word]] = []
    right = 0.0
    for word in words:
        size = max(word.size, lines[-1][-1].size) if lines else word.size
        if not lines or word.left - right > _GAP * size:
            lines.append([word])
            right = word.right
        else:
            lines[-1].append(word)
            right = max(right, word.right)
    return [Line(line, page) for line in lines]


def joined(row: list[Line]) -> Line:
    """The lines of a row as one."""
    if len(row) == 1:
        return row[0]
    return Line([word for line in row for word in line.words], row[0].page)
