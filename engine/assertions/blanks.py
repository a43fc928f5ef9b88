"""Blanks: where they should stand around marks and between words, and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ...grammar.nodes import Plan
from ...grammar.patterns import compiled
from ..selectors import Scope
from .base import Finding, Mend, assertion_class
from .text import Passage, Reading, inside

_BLANKS = r"[ \t\xa0]"
_BEFORE = compiled(rf"(?<=[\w)”\"%]){_BLANKS}+(?=[,;:.](?:\s|\*|\Z))(?!{_BLANKS}+\.[./])")
_AFTER = compiled(
    r"(?<=[^\W\d_]{2})(?:[,;:](?=[^\W\d_]{2})|(?<=[^\W\d_A-ZĐ])\.(?=[^\W\d_a-z][^\W\d_]))"
)
_DOUBLED = compiled(rf"(?<=[\w,;.:)”\"%]){_BLANKS}{{2,4}}(?=[\w(“\"])")  # wider gaps are layout
_SWAPPED = compiled(rf"(?<=[\w)”\"%]){_BLANKS}+[,;:](?=[^\W\d_]{{2}})")
# What any of these has: most lines have none of it.
_MAYBE = compiled(rf"{_BLANKS}[ \t\xa0,;:.]|[,;:.][^\W\d_]")
_KINDS = (
    (_BEFORE, "{}", "thừa dấu cách trước dấu câu"),
    (_AFTER, "{} ", "thiếu dấu cách sau dấu câu"),
    (_SWAPPED, "{} ", "dấu cách đứng trước dấu câu"),
    (_DOUBLED, "{} ", "thừa dấu cách giữa hai từ"),
)
_MANY_COLUMNS = 3  # as many wide gaps in a line lay out columns


@assertion_class
class Spaced(Reading):
    """Blanks stand where they should in the nodes that `spaced` names.

    None before , ; : . and one behind them, one between two words. Numbers, addresses, markers and
    columns are left alone. One finding a kind of slip, at the first; its mend is of all of them.
    """

    key: ClassVar[str] = "spaced"
    spaced: str
    """selector of the nodes to read"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding for each kind of slip that there is; else one pass."""
        plan = scope.root("plan")
        assert isinstance(plan, Plan)
        text = plan.source.text
        found = self.passages(scope)
        lines = [line for passage in found for line in _lines(passage, text)]
        good = True
        for pattern, right, what in _KINDS:
            places = [
                (line.passage, start, end) for line in lines for start, end in line.slips(pattern)
            ]
            if not places:
                continue
            good = False
            edits = [
                (start, end, right.format(text[start:end].strip())) for _, start, end in places
            ]
            passage, start, end = places[0]
            begin, stop = _around(text, start, end)
            words = passage.place(begin, stop, " ".join(text[begin:stop].split("\n")))
            yield Finding("fail", words, actual=f"{what}: {_listed(plan, places)}", fix=Mend(edits))
        if found and good:
            yield Finding("pass")


@dataclass(slots=True, eq=False)
class _Line:
    """A line in which blanks may stand wrong: its place, its words from `first` on."""

    passage: Passage
    start: int
    raw: str
    first: int
    addresses: list[tuple[int, int]]

    def slips(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The places of a kind of slip, in the source."""
        found = [match.span() for match in pattern.finditer(self.raw, self.first)]
        if pattern is _DOUBLED and len(found) >= _MANY_COLUMNS:
            return
        for start, end in found:
            if not inside(self.start + start, self.addresses):
                yield self.start + start, self.start + end


def _lines(passage: Passage, text: str) -> Iterator[_Line]:
    """The lines of a passage in which blanks may stand wrong; no row of a table."""
    for number, line in enumerate(passage.lines):
        raw = text[line.start : line.end].rstrip()
        if "|" in raw or not _MAYBE.search(raw.lstrip()):
            continue
        first = _behind_marker(passage, raw) if number == 0 else len(raw) - len(raw.lstrip())
        addresses = [passage.flat.source_span(*span) for span in passage.addresses()]
        yield _Line(passage, line.start, raw, first, addresses)


def _behind_marker(passage: Passage, raw: str) -> int:
    """Where the words begin behind a block's marker and the blanks that follow it."""
    marker = getattr(passage.node, "marker", "")
    at = raw.find(marker) + len(marker) if marker else 0
    rest = raw[at:]
    return at + len(rest) - len(rest.lstrip(" \t\xa0*"))


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A slip with the words beside it."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _listed(plan: Plan, places: list[tuple[Passage, int, int]]) -> str:
    """`3 chỗ, dòng 4, 8, 15`."""
    lines = list(dict.fromkeys(plan.source.line_of(start) for _, start, _ in places))
    shown = ", ".join(map(str, lines[:8])) + (", …" if len(lines) > 8 else "")
    return f"{len(places)} chỗ, dòng {shown}"
