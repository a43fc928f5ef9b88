"""Numbering: the automatic number of each paragraph, counted as Word counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .counting import counted
from .styles import Styles
from .symbols import is_private, symbol
from .xml import Element, mc, switch, value, w, whole

LEVELS = 9
_LONGEST = 100  # letters of a level's pattern, which is written before every paragraph
_PLACE = re.compile(r"%([1-9])")
_SUFFIXES = {"nothing": "", "space": " ", "tab": " "}
_PLAIN_BULLETS = frozenset("-–—+*•▪◦○●■□·")
# A drawn bullet is known by its level only; plans write the three levels of bullets so.
_BULLETS = ("-", "+", "*")
_ZEROS = re.compile(r"0{1,8}1\b")


@dataclass(slots=True, eq=False)
class Level:
    """A level of a list: how it counts and what it shows."""

    start: int
    form: str
    text: str
    suffix: str
    decimal: bool  # all numbers in it as digits (isLgl)
    restart: int | None  # the level (from 1) after which it begins anew; 0 never, None any higher
    element: Element
    zeros: int = 0  # how wide a custom form writes its numbers: 001


@dataclass(slots=True, eq=False)
class _List:
    """A `w:num`: its abstract list, its levels, where it starts anew on its first use."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True, eq=False)
class Numbering:
    """The lists of a document with how far each has been counted."""

    styles: Styles
    _lists: dict[str, _List] = field(default_factory=dict)
    _by_style: dict[tuple[str, str], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None, styles: Styles) -> Numbering:
        """The lists of `numbering.xml`, which may be missing."""
        numbering = cls(styles)
        if root is None:
            return numbering
        abstracts = {one.get(w("abstractNumId")) or "": one for one in root.iter(w("abstractNum"))}
        nums = {one.get(w("numId")) or "": one for one in root.iter(w("num"))}
        linked = {value(one, "styleLink"): name for name, one in abstracts.items()}
        levels: dict[str, dict[int, Level]] = {}
        for name, num in nums.items():
            abstract = value(num, "abstractNumId") or ""
            style = _linked_style(abstracts.get(abstract))
            if style is not None:
                listed, _ = styles.list_style(style)
                behind = value(nums.get(listed or ""), "abstractNumId")
                abstract = linked.get(style) or behind or abstract
            if abstract in abstracts:
                if abstract not in levels:
                    levels[abstract] = _levels(abstracts[abstract])
                numbering._add(name, num, abstract, dict(levels[abstract]))
        return numbering

    def _add(self, name: str, num: Element, abstract: str, levels: dict[int, Level]) -> None:
        starts: dict[int, int] = {}
        for override in num.iter(w("lvlOverride")):
            at = whole(override.get(w("ilvl"))) or 0
            levels.update(_levels(override))
            start = whole(value(override, "startOverride"))
            if start is not None:
                starts[at] = start
        self._lists[name] = _List(abstract, levels, starts)
        for at, level in levels.items():
            style = value(level.element, "pStyle")
            if style is not None:
                self._by_style[name, style] = at

    def place(self, style: str | None, props: Element | None) -> tuple[str, int] | None:
        """The list and level of a paragraph, by its own words or its style's; None for neither."""
        own = None if props is None else props.find(w("numPr"))
        name, at = value(own, "numId"), whole(value(own, "ilvl"))
        if name is None:
            name, level = self.styles.numbering(style)
            at = level if at is None else at
            if name is not None and at is None and style is not None:
                at = self._by_style.get((name, style))
        if name is None or name not in self._lists:
            return None
        at = min(max(at or 0, 0), LEVELS - 1)
        return (name, at) if at in self._lists[name].levels else None

    def level(self, place: tuple[str, int]) -> Level:
        """The level at a place that `place` gave."""
        return self._lists[place[0]].levels[place[1]]

    def next(self, place: tuple[str, int]) -> str:
        """Counts one paragraph on, and gives the number that stands before it."""
        name, at = place
        lists = self._lists[name]
        counts = self._counts.setdefault(lists.abstract, [None] * LEVELS)
        self._count(name, lists, counts, at)
        for lower in range(at + 1, LEVELS):
            level = lists.levels.get(lower)
            if level is None or level.restart is None or at < level.restart:
                counts[lower] = None
        level = lists.levels[at]
        if level.form == "bullet":
            return _bullet(level, at) + (_SUFFIXES[level.suffix] or " ")
        shown = _PLACE.sub(
            lambda match: _shown(lists, counts, level, int(match[1]) - 1), level.text
        )
        return shown.strip() + _SUFFIXES[level.suffix] if shown.strip() else ""

    def _count(self, name: str, lists: _List, counts: list[int | None], at: int) -> None:
        for higher in range(at):  # what is passed over counts as begun
            if counts[higher] is None and higher in lists.levels:
                counts[higher] = lists.starts.get(higher, lists.levels[higher].start)
        first = (name, at) not in self._begun
        self._begun.add((name, at))
        if first and at in lists.starts:
            counts[at] = lists.starts[at]
            return
        now = counts[at]
        counts[at] = lists.levels[at].start if now is None else now + 1


def _shown(lists: _List, counts: list[int | None], level: Level, at: int) -> str:
    """The number of a level within the number of `level`."""
    of = lists.levels.get(at)
    if of is None or of.form in ("none", "bullet"):
        return ""
    now = counts[at] or 0
    if of.zeros and not level.decimal:
        return f"{now:0{of.zeros}d}"
    return counted(now, "decimal" if level.decimal and of.form != "decimalZero" else of.form)


def _bullet(level: Level, at: int) -> str:
    text = level.text.strip()
    if len(text) == 1 and text in _PLAIN_BULLETS and text != "·":
        return text
    if len(text) == 1 and is_private(text) and symbol(ord(text), "") == "+":
        return "+"  # LibreOffice writes a typed plus so
    if text and all(c.isascii() or c in _PLAIN_BULLETS for c in text) and text.lower() != "o":
        return text if not text.isalnum() else _BULLETS[min(at, 2)]
    return _BULLETS[min(at, 2)]


def _levels(element: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for one in element.findall(w("lvl")):
        at = whole(one.get(w("ilvl"))) or 0
        form, zeros = _form(one)
        found[at] = Level(
            start=_start(one),
            form=form,
            text=(value(one, "lvlText") or "")[:_LONGEST],
            suffix=_suffix(one),
            decimal=switch(one, "isLgl"),
            restart=whole(value(one, "lvlRestart")),
            element=one,
            zeros=zeros,
        )
    return found


def _suffix(level: Element) -> str:
    said = value(level, "suff")
    return said if said in _SUFFIXES else "tab"


def _start(level: Element) -> int:
    start = whole(value(level, "start"))
    return 0 if start is None else start


def _form(level: Element) -> tuple[str, int]:
    """The form in which a level counts, and the width of a custom form such as 001, 002, …."""
    direct = value(level, "numFmt")
    if direct is not None and direct != "custom":
        return direct, 0
    custom = level.find(f"{mc('AlternateContent')}/{mc('Choice')}/{w('numFmt')}")
    if custom is None:
        custom = level.find(w("numFmt"))
    if custom is None:
        return "decimal", 0
    zeros = _ZEROS.match(custom.get(w("format")) or "")
    return "decimal", len(zeros[0]) if zeros else 0


def _linked_style(abstract: Element | None) -> str | None:
    """The list style in which an abstract list is defined, where it has no levels of its own."""
    if abstract is None or abstract.find(w("lvl")) is not None:
        return None
    return value(abstract, "numStyleLink")
