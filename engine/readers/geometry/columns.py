"""Columns: where lines of a page stand side by side, the left column is read before the right.

A gutter is a strip that no line crosses, through several rows of which some have words on both
sides: so stand the issuer and quốc hiệu, nơi nhận and the signature, the halves of a two-column
page. Where three columns or more go on for several rows, it is a table without rulings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .model import Line
from .rows import joined

_GUTTER = 5.0  # points: the least width of a gutter
_LONE_GAP = 3.0  # of the size of type: the gap of a lone row that is two columns
_WIDE_GAP = 1.5  # of the size of type: the gap that one of several rows must have
_FAR = 2.6  # of the size of type: a one-sided row no farther off belongs to the columns
_ALIGNED = 4.0  # points by which lines of a column differ at their edges or middles
_DEEPEST = 3  # columns within columns


@dataclass(slots=True, eq=False)
class Flow:
    """Lines below each other, in one column."""

    lines: list[Line]
    column: bool = False


@dataclass(slots=True, eq=False)
class Grid:
    """Rows of a table, each with the lines of its cells."""

    rows: list[list[list[Line]]]


@dataclass(slots=True, eq=False)
class Columns:
    """Two columns side by side, with the gutter between them.

    `carried` says that they go on with those at the foot of the page before.
    """

    low: float
    high: float
    left: list[Block]
    right: list[Block]
    carried: bool = False


Block = Flow | Grid | Columns
Row = list[Line]


def lines_in(blocks: Sequence[Block]) -> Iterator[Line]:
    """All lines of some blocks."""
    for block in blocks:
        if isinstance(block, Flow):
            yield from block.lines
        elif isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from cell
        else:
            yield from lines_in(block.left)
            yield from lines_in(block.right)


@dataclass(slots=True, eq=False)
class _Band:
    """Rows from `start` to `end` that a gutter from `low` to `high` parts."""

    start: int
    end: int
    low: float
    high: float
    both: list[int] = field(default_factory=list)


def blocks_of(rows: Sequence[Row], depth: int = 0, carried: Columns | None = None) -> list[Block]:
    """The blocks of some rows, in reading order.

    `carried` are the columns at the foot of the page before: they go on until a row crosses their
    gutter.
    """
    blocks: list[Block] = []
    at = 0
    if carried is not None:
        band = _carried_on(rows, carried)
        at = band.end
        if at:
            columns = _split(rows[:at], band, depth)
            columns.carried = True
            blocks.append(columns)
    for band in _bands(rows, at) if depth < _DEEPEST else []:
        _add_flow(blocks, rows[at : band.start], depth)
        blocks.append(_split(rows[band.start : band.end], band, depth))
        at = band.end
    _add_flow(blocks, rows[at:], depth)
    return blocks


def _add_flow(blocks: list[Block], rows: Sequence[Row], depth: int) -> None:
    if rows:
        blocks.append(Flow([joined(row) for row in rows], depth > 0))


def _carried_on(rows: Sequence[Row], carried: Columns) -> _Band:
    """The rows at the top of a page that go on with columns of the page before."""
    band = _Band(0, 0, carried.low, carried.high)
    for at, row in enumerate(rows):
        low = max([band.low, *(line.right for line in row if line.left < carried.low)])
        high = min([band.high, *(line.left for line in row if line.left >= carried.low)])
        if high - low < _GUTTER:
            break
        band.low, band.high, band.end = low, high, at + 1
    return band


def _split(rows: Sequence[Row], band: _Band, depth: int) -> Columns:
    """The columns of a band."""
    middle = (band.low + band.high) / 2
    left = [[line for line in row if line.left < middle] for row in rows]
    right = [[line for line in row if line.left >= middle] for row in rows]
    return Columns(
        band.low,
        band.high,
        blocks_of([row for row in left if row], depth + 1),
        blocks_of([row for row in right if row], depth + 1),
    )


def _bands(rows: Sequence[Row], at: int) -> list[_Band]:
    """The bands of columns from a row on, from top to bottom, without overlap."""
    found: list[_Band] = []
    start = at
    while at < len(rows):
        band = None
        if len(rows[at]) > 1:
            band = _band_from(rows, at)
        if band is None:
            at += 1
            continue
        band.start = max(band.start, found[-1].end if found else start)
        found.append(band)
        at = band.end
    return found


def _band_from(rows: Sequence[Row], at: int) -> _Band | None:
    """The longest band that begins with a gap of the row at `at`; None where none is sure."""
    best = None
    for before, after in pairwise(rows[at]):
        band = _Band(at, at + 1, before.right, after.left, [at])
        _grow(rows, band)
        if not _is_sure(rows, band):
            continue
        if best is None or len(band.both) > len(best.both):
            best = band
    if best is not None:
        _take_above(rows, best)
    return best


def _grow(rows: Sequence[Row], band: _Band) -> None:
    """Takes the rows below as long as none crosses the gutter."""
    low, high = band.low, band.high
    last = rows[band.start]
    for at in range(band.start + 1, len(rows)):
        row = rows[at]
        lefts = [line for line in row if line.left < low]
        rights = [line for line in row if line.left >= low]
        new_low = max([low, *(line.right for line in lefts)])
        new_high = min([high, *(line.left for line in rights)])
        if new_high - new_low < _GUTTER or _distance(last, row) > 4 * _FAR * row[0].size:
            break
        if lefts and rights:
            band.both.append(at)
        elif not _belongs(rows, band, at, bool(lefts)):
            break
        low, high, last = new_low, new_high, row
        band.low, band.high, band.end = low, high, at + 1


def _distance(above: Row, below: Row) -> float:
    return min(line.base for line in above) - max(line.base for line in below)


def _belongs(rows: Sequence[Row], band: _Band, at: int, left: bool) -> bool:
    """Whether a row with words on one side only belongs to that column."""
    row = rows[at]
    if not left:
        return True  # what stands on the right is read last anyhow
    column = [line for other in rows[band.start : at] for line in other if line.right <= band.low]
    if not column:
        return False
    line = row[0]
    near = column[-1].base - line.base <= _FAR * max(column[-1].size, line.size)
    return near and line.right <= band.high - _GUTTER and _is_aligned(line, column)


def _is_aligned(line: Line, column: Sequence[Line]) -> bool:
    """Whether a line begins where the lines of a column do, or has its middle where they have."""
    flush = [other for other in column if abs(line.left - other.left) < _ALIGNED]
    if flush or len({round(other.left / _ALIGNED) for other in column}) <= len(column) / 2:
        return bool(flush)
    middle = (line.left + line.right) / 2
    return any(abs(middle - (other.left + other.right) / 2) < _ALIGNED for other in column)


def _is_sure(rows: Sequence[Row], band: _Band) -> bool:
    """Whether a band is no accident of a justified line."""
    size = max(line.size for line in rows[band.start])
    middle = (band.low + band.high) / 2
    widest = max(
        after.left - before.right
        for at in band.both
        for before, after in pairwise(rows[at])
        if before.right <= middle <= after.left
    )
    if len(band.both) >= 2:
        return widest >= _WIDE_GAP * size
    if band.start == 0:  # số and date may be all that is left of a header
        return widest >= _WIDE_GAP * size
    return (band.end - band.start >= 2 or band.end == len(rows)) and widest >= _LONE_GAP * size


def _take_above(rows: Sequence[Row], band: _Band) -> None:
    """Takes rows above the band that stand in its right column alone: TM. above Nơi nhận."""
    for at in range(band.start - 1, max(band.start - 4, -1), -1):
        row = rows[at]
        if min(line.left for line in row) < band.low + _GUTTER:
            return
        if _distance(row, rows[at + 1]) > _FAR * row[0].size:
            return
        band.start = at
