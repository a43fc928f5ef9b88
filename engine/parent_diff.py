"""Parent diff: what one parent demands otherwise than another: added, gone, changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..grammar.interval import Interval
from ..grammar.lexicon import lexicon
from .aims import aim_text
from .derive.facts import obligation_facts
from .matching import pairs, plain_words
from .names import same_body
from .parents import Obligation, Parent
from .wording import BOUND, limit_text, shown

WORDS = "lời văn"


@dataclass(slots=True, eq=False)
class Change:
    """One value of a demand that is another now, in words."""

    name: str
    before: str
    after: str


@dataclass(slots=True, eq=False)
class Changed:
    """A demand of both, with what is otherwise in the newer one."""

    before: Obligation
    after: Obligation
    changes: list[Change]

    @property
    def only_words(self) -> bool:
        """Whether the same is demanded in other words."""
        return all(change.name == WORDS for change in self.changes)


@dataclass(slots=True, eq=False)
class Difference:
    """What `new` demands otherwise than `old`; `same` are the demands that stayed."""

    old: Parent
    new: Parent
    added: list[Obligation] = field(default_factory=list)
    gone: list[Obligation] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: int = 0


def difference(old: Parent, new: Parent) -> Difference:
    """The difference of two parents, in the order of their texts.

    Demands answer each other by kind, period, subject and who is bound. A date that only moved to
    the new plan's own year is no change, nor are numbers of years in the words.
    """
    found = Difference(old, new)
    matched = pairs(old.obligations, new.obligations)
    before = {id(a) for a, _ in matched}
    after = {id(b): a for a, b in matched}
    found.gone = [one for one in old.obligations if id(one) not in before]
    years = (new.year or 0) - (old.year or 0) if new.year and old.year else 0
    for one in new.obligations:
        earlier = after.get(id(one))
        if earlier is None:
            found.added.append(one)
            continue
        changes = list(_changes(earlier, one, years))
        if changes:
            found.changed.append(Changed(earlier, one, changes))
        else:
            found.same += 1
    return found


def _changes(a: Obligation, b: Obligation, years: int) -> Iterator[Change]:
    """The values that differ, each in words."""
    moved = a.window is not None and _span(a.window, years) == _span(b.window)
    values: list[tuple[str, str | None, str | None, bool]] = [
        ("ai phải làm", BOUND.get(a.bound, a.bound), BOUND.get(b.bound, b.bound), False),
        ("thời hạn", _limit(a), _limit(b), moved),
        ("kỳ", shown(a.period), shown(b.period), False),
        ("con số", _number(a), _number(b), False),
        ("nơi gửi", a.addressee, b.addressee, _is_same_body(a.addressee, b.addressee)),
        ("qua", a.through, b.through, _is_same_body(a.through, b.through)),
        ("lồng ghép", a.folded, b.folded, bool(a.folded and b.folded)),
        ("phải nêu", _covered(a), _covered(b), False),
    ]
    for name, was, now, same in values:
        if not same and was != now:
            yield Change(name, was or "không nêu", now or "không nêu")
    if plain_words(a.text) != plain_words(b.text):
        yield Change(WORDS, a.text, b.text)


def _is_same_body(one: str | None, two: str | None) -> bool:
    return bool(one and two and same_body(one, two))


def _number(one: Obligation) -> str | None:
    return aim_text(one.target) if one.target else None


def _covered(one: Obligation) -> str | None:
    return "; ".join(sorted(lexicon().theme(name).title for name in one.covers)) or None


def _limit(one: Obligation) -> str | None:
    if one.window is not None:
        return str(one.window)
    return limit_text(one.month_day, one.strict) if one.month_day else None


_Days = tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]


def _span(window: Interval | None, years: int = 0) -> _Days | None:
    """The days of a window so many years later; the last of February is one in any year."""
    if window is None:
        return None
    first, last = (
        (day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)
        if day else None
        for day in (window.earliest, window.latest)
    )  # fmt: skip
    return first, last


def difference_facts(found: Difference) -> dict[str, Any]:
    """A difference as plain data."""
    return {
        "before": _identity(found.old),
        "after": _identity(found.new),
        "added": [_facts(one) for one in found.added],
        "gone": [_facts(one) for one in found.gone],
        "changed": [
            {
                "before": _facts(one.before),
                "after": _facts(one.after),
                "changes": [
                    {"name": c.name, "before": c.before, "after": c.after} for c in one.changes
                ],
            }
            for one in found.changed
        ],
        "same": found.same,
    }


def _facts(one: Obligation) -> dict[str, Any]:
    return {"text": one.text, **obligation_facts(one)}


def _identity(parent: Parent) -> dict[str, Any]:
    day = parent.issued.earliest if parent.issued else None
    return {
        "id": parent.id, "number": parent.number, "date": day.isoformat() if day else None,
        "issuer": parent.issuer,
    }  # fmt: skip
