"""Units: which unit of the tree of administrative units a body belongs to, by its name.

The tree has provinces, districts (until 30/6/2025) and communes; the State's bodies, the Front, the
Party and the unions each have their own row of bodies along it (rules/lexicon/units.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..grammar.flat import canon
from ..grammar.lexicon import Words, any_of, lexicon
from ..grammar.nodes import DocDate, DocTitle, Issuer, Node, Plan, Recipient, first
from .names import plain_name

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
ROWS = ("state", "front", "party", "union")


@dataclass(slots=True, eq=False)
class Unit:
    """A unit that a body belongs to: its level and proper name (lower case), where they are known.

    `row` is whose body it is (state, front, party, union); `office` says that the body is one of
    the unit's offices, not its head.
    """

    row: str | None = None
    level: int | None = None
    name: str | None = None
    office: bool = False


@dataclass(slots=True, eq=False)
class Named:
    """A unit as a text names it: the word for its level, its proper name as it is written."""

    word: str
    name: str
    level: int

    @property
    def text(self) -> str:
        """`thành phố An Khê`."""
        return f"{self.word} {self.name}"


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    rows: tuple[tuple[str, Words], ...]
    offices: Words
    ends: Words
    names: Words
    levels: dict[str, int]
    cities: frozenset[str]
    word: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    levels: dict[str, int] = words.value("units", "levels")
    ranks = sorted(levels, key=len, reverse=True)
    return _Cues(
        rows=tuple((row, words.matcher("units", row)) for row in ROWS),
        offices=words.matcher("units", "offices"),
        ends=words.matcher("units", "ends", "offices"),
        names=Words(_proper(name) for name in words.table("provinces", "successors")),
        levels=levels,
        cities=frozenset(map(_proper, words.words("provinces", "cities"))),
        word=re.compile(rf"(?<!\w)(?:{any_of(ranks)}|tp\.?)(?!\w)(?! hội\b)"),
    )


def _proper(name: str) -> str:
    return plain_name(name).removeprefix("thành phố ").removeprefix("tỉnh ")


def unit_of_body(name: str | None, superior: str | None, province: str | None) -> Unit:
    """The unit that a body belongs to, by its name and that of the body above it in the header."""
    low = plain_name(name or "")
    office = _cues().offices.match(low) > 0
    row = next((row for row, words in _cues().rows if words.match(low)), None)
    named = next(named_units(name or "", empty=True), None)
    if office:
        named = named or next(named_units(superior or "", empty=True), None)
        row = "state"
    if named is None:
        return Unit(row, office=office)
    return Unit(row, _level(named, province), plain_name(named.name) or None, office)


def _level(named: Named, province: str | None) -> int | None:
    """A city without a name is the province's own where that is a city; else it is not known."""
    if named.word != "thành phố" or named.name:
        return named.level
    if province is None:
        return None
    return PROVINCE if _proper(province) in _cues().cities else DISTRICT


def named_units(text: str, empty: bool = False) -> Iterator[Named]:
    """The units that a text names, in order; with `empty` also those without a proper name."""
    text = canon(" ".join(text.split()))
    low = text.lower()
    for match in _cues().word.finditer(low):
        word = "thành phố" if match[0].startswith("tp") else match[0]
        name = _name_at(text, low, match.end())
        level = _cues().levels[word]
        if word == "thành phố" and plain_name(name) in _cues().cities:
            level = PROVINCE
        if name or empty:
            yield Named(word, name, level)


def _name_at(text: str, low: str, at: int) -> str:
    """The proper name behind a word such as `phường`: words with capitals, numbers, dashes."""
    words: list[str] = []
    known = _cues().names.match(low, at + 1)
    if known and low[at : at + 1] == " " and not low[known:].startswith(" - "):
        return text[at + 1 : known]
    for match in re.finditer(r"\s*([^\s,;()./]+)", text[at:]):
        word = match[1]
        here = at + match.start(1)
        if match.start() and text[at + match.start() - 1] in ",;()./":
            break
        if words and (_cues().word.match(low, here) or _cues().ends.match(low, here)):
            break
        if not (word[0].isupper() or word[0].isdigit() or (words and word in "-–")):
            break
        words.append(word)
        if text[here + len(word) : here + len(word) + 1] in (",", ";", "(", ")", ".", "/"):
            break
    return " ".join(words).strip(" -–")


def unit_of_plan(plan: Plan) -> Unit:
    """The unit whose body issued a plan."""
    issuer = first(plan.walk(), Issuer)
    return unit_of_body(plan.issuer, issuer.superior if issuer else None, plan.place)


def district_of(plan: Plan) -> tuple[str, Node] | None:
    """The district that a plan names as its own, and where: in header, title and recipients.

    A city without a name is the one in which the plan is dated. None where it names several.
    """
    found: dict[str, tuple[str, Node]] = {}
    for node in plan.walk():
        if not isinstance(node, (Issuer, DocTitle, Recipient)):
            continue
        for named in named_units(node.text):
            if named.level == DISTRICT:
                text = f"{named.word} {_cased(named.name)}"
                found.setdefault(plain_name(named.name), (text, node))
    if len(found) == 1:
        return next(iter(found.values()))
    return _dated_in(plan) if not found else None


def _dated_in(plan: Plan) -> tuple[str, Node] | None:
    """The city of an issuer `UBND thành phố` that names none: the place before the date."""
    date = first(plan.walk(), DocDate)
    unit = unit_of_plan(plan)
    if date is None or not date.place or unit.level != DISTRICT or unit.name:
        return None
    if plain_name(date.place) in _cues().cities:
        return None
    named = next(named_units(plan.issuer or "", empty=True))
    return f"{named.word} {_cased(date.place)}", date


def _cased(name: str) -> str:
    """A name in capitals with small letters: `AN KHÊ` as `An Khê`."""
    return name.title() if name.isupper() else name
