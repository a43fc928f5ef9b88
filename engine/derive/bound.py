"""Bound: who is bound by a demand, from the words that name the units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ...grammar.flat import lowered
from ...grammar.lexicon import Words, any_of, lexicon
from ...grammar.nodes import Assignment, Plan, Recipient
from ...grammar.patterns import compiled

_SIDES = ("communes", "departments", "others", "general")
_NO_UNIT = compiled(r"xã hội|phường hội|thuế suất|báo cáo|ban hành|trường hợp|hộ tịch")
_MEMBERS = compiled(r"[,;/]| và | - (?=ủy ban|ubnd)")


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    sides: tuple[tuple[str, Words], ...]
    asking: Words
    commune: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(
        sides=tuple((side, words.matcher("demands", side)) for side in _SIDES),
        asking=words.matcher("demands", "asking"),
        commune=compiled(rf"(?<!\w){any_of(words.words('demands', 'commune_issuers'))}(?!\w)"),
    )


def side_at(low: str, at: int) -> tuple[str, int] | None:
    """Which side's unit is named at `at`, and where its known words end; the longest counts."""
    best: tuple[str, int] | None = None
    if _NO_UNIT.match(low, at):
        return None
    for side, words in _cues().sides:
        end = words.match(low, at)
        if end and (best is None or end > best[1]):
            best = (side, end)
    return best


def sides_of(unit: str) -> list[str]:
    """The sides of the members of a list of units, in order."""
    low = lowered(unit).strip(" .:;-*")
    found: list[str] = []
    for member in _MEMBERS.split(low):
        words = member.strip(" (")
        asked = _cues().asking.match(words)
        known = side_at(words, asked + 1 if asked else 0)
        if known is not None:
            found.append(known[0])
    return found


def bound_of(unit: str) -> str | None:
    """Who is bound where a unit (or a list of them) is: commune, department, both, other."""
    sides = sides_of(unit)
    if not sides:
        return None
    if "communes" in sides:
        joined = "departments" in sides or "general" in sides
        return "both" if joined else "commune"
    if "general" in sides and "departments" not in sides:
        return "both"
    return "department" if "departments" in sides and sides[0] != "others" else "other"


class Bounds:
    """Who can be bound by a plan at all: a ward has no units below it."""

    def __init__(self, plan: Plan) -> None:
        last = lowered(plan.issuer or "")
        self.lowest = _cues().commune.search(last) is not None
        self.units = [n.unit for n in plan.walk() if isinstance(n, Assignment)]
        named = [bound_of(unit) for unit in self.units]
        told = [bound_of(n.name) for n in plan.walk() if isinstance(n, Recipient) and n.name]
        self.below = not self.lowest and bool({"commune", "both"} & {*named, *told})
        told_of = {b: u for u, b in reversed(list(zip(self.units, named, strict=True)))}
        self.everyone = told_of.get("both") or told_of.get("commune")

    def of(self, unit: str | None) -> str:
        """Who is bound by what is asked of a unit; of nobody by name: of all below."""
        found = bound_of(unit) if unit else ("both" if self.below else "department")
        if found is None:
            found = "department"
        if self.lowest and found in ("both", "commune"):
            return "department"
        return found
