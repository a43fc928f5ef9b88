"""Marks: which words of a text belong to which findings, as stretches that do not overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Stretch:
    """Some text of one line; `covering` are the findings whose words it is, by their numbers.

    `first` and `last` are those of them that begin and end here.
    """

    start: int
    end: int
    covering: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class TextLine:
    """A line of the text with its line break, its stretches, and the findings that end on it."""

    start: int
    end: int
    stretches: list[Stretch] = field(default_factory=list)
    ending: list[int] = field(default_factory=list)


def marked_lines(text: str, spans: Sequence[tuple[int, int, int]]) -> Iterator[TextLine]:
    """The lines of a text, cut wherever one of the spans (number, start, end) begins or ends.

    A span without words marks nothing, but ends on its line.
    """
    spans = [(n, *_within(start, end, len(text))) for n, start, end in spans]
    waiting = sorted(spans, key=lambda span: (span[1], -span[2], span[0]))
    cuts = sorted({at for _, start, end in spans for at in (start, end)})
    active: list[tuple[int, int, int]] = []
    taken = 0
    for line in _lines(text):
        while taken < len(waiting) and waiting[taken][1] < max(line.end, 1):
            active.append(waiting[taken])
            taken += 1
        if line.end == len(text):
            active += waiting[taken:]
            taken = len(waiting)
        line.stretches = list(_stretches(line, active, cuts))
        done = [span for span in active if _ends(span, line, len(text))]
        line.ending = [number for number, _, _ in done]
        active = [span for span in active if span not in done]
        yield line


def _within(start: int, end: int, size: int) -> tuple[int, int]:
    start = min(max(start, 0), size)
    return start, min(max(end, start), size)


def _lines(text: str) -> Iterator[TextLine]:
    at = 0
    while True:
        found = text.find("\n", at)
        if found < 0:
            yield TextLine(at, len(text))
            return
        yield TextLine(at, found + 1)
        at = found + 1
        if at == len(text):
            return


def _ends(span: tuple[int, int, int], line: TextLine, size: int) -> bool:
    """Whether a span's last word stands on a line."""
    _, start, end = span
    return end <= line.end and (end > start or start < line.end or line.end == size)


def _stretches(
    line: TextLine, active: Sequence[tuple[int, int, int]], cuts: Sequence[int]
) -> Iterator[Stretch]:
    at = line.start
    number = bisect_right(cuts, at)
    while at < line.end:
        end = line.end
        if number < len(cuts) and cuts[number] < line.end:
            end = cuts[number]
            number += 1
        covering = [span for span in active if span[1] <= at and span[2] >= end > span[1]]
        yield Stretch(
            at,
            end,
            [n for n, _, _ in covering],
            [n for n, start, _ in covering if start == at],
            [n for n, _, stop in covering if stop == end],
        )
        at = end
