"""Issuing: who issued a cited document, and on what day, where that stands before its type.

`Ngày 03/6/2024, Thủ tướng Chính phủ đã ban hành Quyết định số …`; `được Bộ X phê duyệt tại Quyết
định số …`; `theo đề nghị của Phòng Kinh tế xã (tại Tờ trình số …)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .bodies import NAME, issuer_end
from .dates import interpret
from .flat import Flat
from .interval import Interval
from .lexicon import any_of, lexicon
from .lines import names_body
from .patterns import compiled
from .phrasing import read, tokens

_GIVEN = compiled(
    r"(?:được|do) (?P<name>[^\s,;.]+(?: [^\s,;.]+){1,8}?) (?:phê duyệt|ban hành|công bố|thông qua)"
    r"(?: kèm theo)?(?: tại| theo)?(?: các(?: [^\s,;.:]+(?: [^\s,;.:]+){0,3}:)?)? $"
)
_AT = compiled(r" \(?tại (?:các )?$")
_SENTENCE_END = compiled(r"[;:.] ")
_DIGIT = compiled(r"\d")
_CAPITAL_WORD = compiled(r"(?<![^\s(])[^\W\d_a-zđ]\w*")
# How far before the type the name and its day may begin, and what is taken for the subject there.
_REACH, _DAY_REACH, _SUBJECT = 200, 40, 120


@dataclass(slots=True, eq=False)
class IssuedBefore:
    """Issuer, day and subject, where they stand before; `untitled`: its form has no subject."""

    issuer: str | None = None
    date: Interval | None = None
    subject: str | None = None
    untitled: bool = False


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    """The verb by which a body issued what follows."""
    verbs = any_of(lexicon().words("layout", "issued_verbs"))
    return compiled(rf" (?:đã |vừa |mới )?{verbs}(?: các)? $")


@lru_cache(maxsize=1)
def _issued_with() -> tuple[str, ...]:
    return tuple(f"{note} " for note in lexicon().words("layout", "attached_notes"))


def issued_before(flat: Flat, begin: int) -> IssuedBefore:
    """What stands before a citation that begins at `begin`."""
    low = flat.low
    untitled = low.endswith(_issued_with(), 0, begin)
    left = max(0, begin - _REACH)
    given = _GIVEN.search(low, max(0, begin - 90), begin)
    if given:
        found = IssuedBefore(flat.text[slice(*given.span("name"))])
        found.subject = _words_before(flat, given.start())
    elif at := _AT.search(low, max(left, begin - 12), begin):
        found = _issued_at(flat, left, at.start())
    elif verb := _verb().search(low, max(left, begin - 24), begin):
        found = _issued_by(flat, left, verb.start())
    else:
        found = IssuedBefore()
    found.untitled = found.untitled or untitled
    return found


def _words_before(flat: Flat, end: int) -> str:
    """The words before `end`, from a whole word on: what was approved is the subject."""
    before = max(0, end - _SUBJECT)
    before = flat.text.find(" ", before) + 1 if before else 0
    return flat.text[before:end].strip()


def _issued_at(flat: Flat, left: int, end: int) -> IssuedBefore:
    """`của X tại Quyết định số …`: X stands before `end`."""
    asked = "đề nghị" in flat.low[_sentence(flat, left, end) : end]
    for lead in ("của ", "do ", "và "):
        at = flat.low.rfind(f" {lead}", left, end) + 1
        start = at + len(lead)
        if not at or not flat.text[start].isupper() or not _is_name(flat, start, end):
            continue
        if lead == "và " and not names_body(flat.low, start):
            continue
        subject = None if asked else _words_before(flat, at)
        return IssuedBefore(flat.text[start:end], subject=subject, untitled=asked)
    return IssuedBefore(_proposer(flat, left, end), untitled=True) if asked else IssuedBefore()


def _proposer(flat: Flat, left: int, end: int) -> str | None:
    """Who proposed, whatever the name: `theo đề nghị của công chức Tư pháp - Hộ tịch xã tại …`."""
    at = flat.low.rfind("đề nghị của ", left, end)
    name = flat.text[at + len("đề nghị của ") : end].partition(" (")[0] if at >= 0 else ""
    return None if not name or _DIGIT.search(name) else name


def _issued_by(flat: Flat, left: int, end: int) -> IssuedBefore:
    """`[Ngày …,] X đã ban hành Quyết định số …`: X stands before `end`."""
    for word in _CAPITAL_WORD.finditer(flat.text, _sentence(flat, left, end), end):
        start = word.start()
        if names_body(flat.low, start) and _is_name(flat, start, end):
            return IssuedBefore(flat.text[start:end], _day_before(flat, start))
    return IssuedBefore()


def _sentence(flat: Flat, left: int, end: int) -> int:
    """Where the sentence begins that goes on to `end`, at the earliest at `left`."""
    starts = [stop.end() for stop in _SENTENCE_END.finditer(flat.low, left, end)]
    return starts[-1] if starts else left


def _is_name(flat: Flat, start: int, end: int) -> bool:
    """Whether a body's name takes all from `start` to `end`."""
    run = NAME.match(flat.low, start)
    return run is not None and issuer_end(flat, start, min(run.end(), end)) == end


def _day_before(flat: Flat, end: int) -> Interval | None:
    """The day that stands right before `end`: `Ngày 03/6/2024, `."""
    at = flat.low.rfind("ngày ", max(0, end - _DAY_REACH), end)
    tree = read("date", flat.low, at) if at >= 0 else None
    if tree is None or flat.low[tokens(tree)[-1].end_pos : end].strip(" ,"):
        return None
    reading = interpret(tree)
    return reading[0] if reading and reading[2] == "day" else None
