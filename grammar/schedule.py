"""Schedule: dates that are time limits by where they stand, without a word that says so.

At the beginning of a block, before a colon; at its end, behind one; in brackets behind what is to
be done then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .dates import Reading, interpret, last_end
from .interval import Interval
from .lexicon import Words, lexicon
from .limits import Setting, is_short, kind_of, sentence
from .moments import DAYS, is_dated, joined, readings_of
from .nodes import Deadline
from .patterns import compiled
from .phrasing import read

Found = tuple[list[Deadline], int, int]

_MARKER = r"(?:\W*|\W*[a-zđ\d.]{1,5}[.)] )"
_OPENING = compiled(_MARKER + r"(?P<since>từ )?(?=(?:ngày|tháng|quý|sáng|chiều) [\div])")
_HEADED = compiled(_MARKER + r"[^.;:()]{3,60} \((?=[ntqs\d])")  # `Đợt 2 (tháng 9/2026): …`
_CLOSING = compiled(r": (?=[^:]{4,60}$)")
_OBSERVED = compiled(r"\((?=(?:ngày )?\d{1,2}/\d)")
_REST = compiled(r"\s*(?:\([^()]{3,40}\))?[\s.;,/]*$")
_HEAD = 90  # characters: what a date at the end belongs to is a name, not a sentence


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    about: Words
    observed: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(words.matcher("times", "about"), words.matcher("times", "observed_words"))


def opening(setting: Setting) -> Found:
    """The day, month or quarter with which a block begins, or that brackets its short heading."""
    low = setting.flat.low
    match = _OPENING.match(low)
    if match is not None:
        start = match.start("since") if match["since"] else match.end()
        found = _dated(setting, match.end(), start)
        if found is not None and low[found[2] : found[2] + 2].lstrip(" ")[:1] == ":":
            return _limits(setting, found, since=bool(match["since"]))
    match = _HEADED.match(low)
    if match is not None:
        found = _dated(setting, match.end(), match.end())
        if found is not None and re.match(r" ?\) ?(?::|$)", low[found[2] :]):
            return _limits(setting, found)
    return [], 0, 0


def closing(setting: Setting) -> Found:
    """The date with which a short block ends: `Vòng sơ khảo: tháng 5/2026`."""
    low = setting.flat.low
    match = _CLOSING.search(low) if len(low) < _HEAD + 60 else None
    if match is None or match.start() > _HEAD:
        return [], 0, 0
    start = _cues().about.match(low, match.end())
    found = _dated(setting, start + 1 if start else match.end(), match.end())
    if found is None or not _REST.match(low, found[2]):
        return [], 0, 0
    return _limits(setting, found)


def observed(setting: Setting) -> Found:
    """A day that is to be observed: `hưởng ứng Ngày … (10/10)`."""
    low = setting.flat.low
    cue = _cues().observed.search(low) if "(" in low else None
    bracket = _OBSERVED.search(low, cue[1], cue[1] + 160) if cue else None
    tree = read("date", low, bracket.end()) if bracket else None
    reading = interpret(tree) if tree else None
    if cue is None or bracket is None or tree is None or not reading or reading[2] != "day":
        return [], 0, 0
    start, end = bracket.end(), last_end(tree)
    if low[end : end + 1] != ")" or sentence(low, start, end)[0] > cue[0]:
        return [], 0, 0
    return _limits(setting, ([reading], start, end))


def cell(setting: Setting) -> list[Deadline]:
    """The time that fills a cell of a table."""
    found = _dated(setting, 0, 0)
    if found is None or not _REST.match(setting.flat.low, found[2]):
        return []
    return _limits(setting, found)[0]


def _dated(setting: Setting, at: int, start: int) -> tuple[list[Reading], int, int] | None:
    """The dates at a place, where they can limit something, with their span."""
    tree = read("when", setting.flat.low, at)
    if tree is None or any(tree.find_data("every")):
        return None
    readings, end = readings_of(tree, setting.reference), last_end(tree)
    whole = joined(readings)
    if whole is None:  # a day of no year, not a fraction such as 12/12
        named = "ngày " in setting.flat.low[at:end]
        return (readings, start, end) if named and [r[2] for r in readings] == ["day"] else None
    if not is_dated(readings) or not is_short(whole) or setting.reference.is_past(whole):
        return None
    return readings, start, end


def _limits(setting: Setting, found: tuple[list[Reading], int, int], since: bool = False) -> Found:
    """One deadline for each day, or one for the whole; open at its end where `since`."""
    readings, start, end = found
    flat = setting.flat
    days = all(r[2] in DAYS for r in readings) and not since
    whole = joined(readings)
    if since and readings[0][2] != "span" and whole is not None:
        whole = Interval(whole.earliest, None)
    parts: Iterator[tuple[Interval | None, str | None]] = (
        ((r[0], r[1]) for r in readings) if days else iter([(whole, None)])
    )
    return [
        Deadline(
            *flat.source_span(start, end), text=flat.text[start:end],
            of=kind_of(flat, start, end), interval=interval, month_day=day, dated=True,
        )
        for interval, day in parts
    ], start, end  # fmt: skip
