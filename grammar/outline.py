"""Outline: how deep a marked block lies, decided by the document's own sequence of markers.

A stack of open lists. A marker continues the innermost list that expects it; a first marker (1, I,
a) opens a list inside what is open; a gap or a repeat stays in the nearest list of its family and
is noted. Bullets bear no number: they never hold a numbered list, and which bullet stands above
which the document itself shows (`order_bullets`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .markers import BULLETS, HIGH, Marker, marker_text

DEEPEST = 24  # lists inside lists; no plan has half as many


@dataclass(slots=True, eq=False)
class Level:
    """An open list: its family, the last value in it, and the prefix of dotted numbers.

    `beside` is the list that this one has put aside at the same depth: (1) between dashes.
    `repeated`: the last marker repeated the one before it, so what follows may count from either
    (d), d) for đ), e) is one fault, not two).
    """

    family: str
    value: int
    prefix: tuple[int, ...]
    beside: Level | None = None
    repeated: bool = False


@dataclass(slots=True, eq=False)
class Placement:
    """Where a marker lies: its depth, and what was expected there if not this marker."""

    depth: int
    expected: str | None = None
    previous: str | None = None


def order_bullets(markers: Sequence[Marker]) -> tuple[str, ...]:
    """The kinds of bullet from outer to inner, as the document uses them.

    Dash holds plus, plus holds dot; a star stands above the dash where mostly a dash follows it.
    """
    follows = [b.family for a, b in pairwise(markers) if a.family == "star"]
    if follows.count("dash") * 2 > len(follows):
        return BULLETS
    return ("dash", "plus", "star", "dot")


class Outline:
    """The open lists while a document is read; `place` takes its markers in order."""

    def __init__(self, bullets: Sequence[str]) -> None:
        self._rank = {family: at for at, family in enumerate(bullets)}
        self._stack: list[Level] = []
        self._aside: Level | None = None

    def reset(self) -> None:
        """Closes all lists (an unnumbered heading, the closing paragraph)."""
        self._stack.clear()

    def caption(self, following: Marker | None) -> Placement:
        """Puts an unnumbered heading, given the next marker of a section.

        It lies inside the section whose list `following` goes on with,
        else above all that comes behind it.
        """
        for at, level in enumerate(self._stack):
            if following and level.family in HIGH and _continues(level, following):
                del self._stack[at + 1 :]
                return Placement(at + 2)
        self.reset()
        return Placement(1)

    def expects(self, marker: Marker) -> bool:
        """Whether an open list waits for just this marker."""
        return any(_continues(level, marker) for level in self._stack)

    def place(self, marker: Marker) -> Placement:
        """Puts a marker into the lists and says where it lies."""
        del self._stack[DEEPEST:]
        if marker.is_bullet:
            return self._place_bullet(marker)
        self._take_up(marker)
        for at in range(len(self._stack) - 1, -1, -1):
            if _continues(self._stack[at], marker):
                return self._go_on(at, marker)
        starts = marker.value == 1
        same = [at for at, level in enumerate(self._stack) if level.family == marker.family]
        if marker.prefix:
            return self._place_dotted(marker, same)
        if same and (not starts or self._repeats_first(same[-1])):
            at = self._nearest(same, marker)
            return self._go_on(at, marker)
        if same and marker.family in HIGH:
            return self._go_on(same[-1], marker)
        self._close_for(marker)
        return self._open(marker)

    def _take_up(self, marker: Marker) -> None:
        """Goes back to a list that bullets have put aside, where the marker continues it."""
        for at in range(len(self._stack) - 1, -1, -1):
            aside = self._stack[at].beside
            if aside is not None and _continues(aside, marker):
                self._stack[at:] = [aside]
                return

    def _place_bullet(self, marker: Marker) -> Placement:
        rank = self._rank
        top = self._stack[-1] if self._stack else None
        if top and top.beside and top.beside.family == marker.family:
            self._stack[-1] = Level(marker.family, 0, (), beside=top)
            return Placement(len(self._stack))
        for at in range(len(self._stack) - 1, -1, -1):
            family = self._stack[at].family
            if family == marker.family:
                del self._stack[at + 1 :]
                return Placement(len(self._stack))
            if family not in rank:
                break
        while self._stack and rank.get(self._stack[-1].family, -1) > rank[marker.family]:
            self._stack.pop()
        self._stack.append(Level(marker.family, 0, ()))
        return Placement(len(self._stack))

    def _place_dotted(self, marker: Marker, same: list[int]) -> Placement:
        """1.2.: below the item that its prefix names, else beside the last of its family."""
        for at in reversed(same):
            if self._stack[at].prefix == marker.prefix:
                return self._go_on(at, marker)
        for at in range(len(self._stack) - 1, -1, -1):
            level = self._stack[at]
            if (*level.prefix, level.value) == marker.prefix and level.family not in HIGH:
                del self._stack[at + 1 :]
                return self._open(marker)
        if same:
            return self._go_on(same[-1], marker)
        self._close_for(marker)
        return self._open(marker)

    def _go_on(self, at: int, marker: Marker) -> Placement:
        level = self._stack[at]
        del self._stack[at + 1 :]
        wrong = not _continues(level, marker)
        previous_value = level.value
        same_prefix = level.prefix == marker.prefix
        next_value = level.value + 1 if same_prefix else 1
        expected = None
        if wrong and not (not same_prefix and marker.value == 1):
            expected = marker_text(marker, next_value)
        previous = marker_text(marker, level.value, level.prefix) if level.value else None
        level.value, level.prefix = marker.value, marker.prefix
        level.repeated = wrong and marker.value == previous_value
        return Placement(len(self._stack), expected, previous)

    def _open(self, marker: Marker) -> Placement:
        self._stack.append(Level(marker.family, marker.value, marker.prefix, self._aside))
        self._aside = None
        expected = None if marker.value == 1 else marker_text(marker, 1)
        return Placement(len(self._stack), expected)

    def _close_for(self, marker: Marker) -> None:
        """Closes what a new list of this family cannot lie in: bullets, and what ranks below."""
        closed = None
        while self._stack and self._stack[-1].family in self._rank:
            closed = self._stack.pop()
        self._aside = closed if marker.family in ("paren", "paren_letter") else None
        rank = HIGH.get(marker.family)
        if rank is None:
            return
        if self._stack and marker.value == 1 and self._stack[-1].family in ("roman", "part"):
            return  # A. inside I.: the document's own order
        while self._stack and HIGH.get(self._stack[-1].family, 9) > rank:
            self._stack.pop()

    def _repeats_first(self, at: int) -> bool:
        """Whether the list's only member so far is its first: `1.` after `1.` is a repeat."""
        return self._stack[at].value == 1 and at == len(self._stack) - 1

    def _nearest(self, same: list[int], marker: Marker) -> int:
        """The innermost list of the family that the value is ahead of, else the innermost."""
        for at in reversed(same):
            if self._stack[at].value < marker.value:
                return at
        return same[-1]


def _continues(level: Level, marker: Marker) -> bool:
    return (
        level.family == marker.family
        and level.prefix == marker.prefix
        and marker.value in (level.value + 1, level.value + 1 + level.repeated)
    )
