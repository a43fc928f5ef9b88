"""Collectors: who gathers the reports on a plan, where that is said to those who send them.

`… báo cáo kết quả về Sở Nội vụ để tổng hợp` gives Sở Nội vụ a duty that its own lines may not name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .flat import Flat, lowered
from .lexicon import Words, lexicon
from .nodes import Assignment, Block, Node, Paragraph
from .patterns import compiled

FlatOf = Callable[[Node], Flat | None]
COLLECTS = "collect_reports"
_TO = ("về", "qua", "gửi", "cho", "đến", "tới", "với")
_FOLLOWS = {"monitor", "report"}  # duties of one who follows up a plan
_TROUBLE = ("phản ánh", "vướng mắc", "khó khăn", "đề xuất")
_ONWARD = compiled(r"(?:gửi|về) [^.;,]{4,60},? (?:để )?tổng hợp(?:,? (?:và )?báo cáo)?")
_MOST = 200  # units that are looked for among what others are told: no plan has more
_BEHIND = 70  # characters behind an addressee in which it says what for
_BEFORE = 160  # characters before one in which it says what is sent


@lru_cache(maxsize=1)
def _levels() -> Words:
    """The levels of government that a name may end in: Phòng Nội vụ thành phố."""
    return lexicon().matcher("organs", "committee_units")


@dataclass(slots=True, eq=False)
class _Addressed:
    """Whether a text tells others to send to a unit, and to have it gathered there."""

    reported: bool = False
    gathered: bool = False


def note_collectors(assignments: list[Assignment], nodes: Sequence[Node], flat_of: FlatOf) -> None:
    """Gives the duty of collecting to those to whom the others are to report.

    Who only sends its own results on gathers nothing for the plan.
    """
    texts = [
        (node, flat.low)
        for node in nodes
        if isinstance(node, (Block, Paragraph)) and (flat := flat_of(node)) is not None
        if "tổng hợp" in flat.low or "báo cáo" in flat.low
    ]
    named: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        group = lowered(assignment.unit).startswith("các ")
        if COLLECTS in assignment.duties and _sends_on(assignment, flat_of, group):
            _drop(assignment)
        if not group:
            named.setdefault(_name(assignment.unit), []).append(assignment)
    for name, those in list(named.items())[:_MOST]:
        if any(COLLECTS in a.duties for a in those):
            continue
        own = {id(a.parent) for a in those}
        told = _addressed(
            name, [low for node, low in texts if name in low and not _is_own(node, own)]
        )
        best = max(those, key=lambda a: len(_FOLLOWS & set(a.duties)))
        if told.gathered or (told.reported and _FOLLOWS & set(best.duties)):
            best.duties = (*best.duties, COLLECTS)


def _is_own(node: Node, own: set[int]) -> bool:
    """Whether a block belongs to the unit itself: what it says there is not said to others."""
    return isinstance(node, Block) and any(id(up) in own for up in (node, *node.ancestors()))


def _name(unit: str) -> str:
    """A unit's name as others call it: without the level of government at its end."""
    low = lowered(unit).strip()
    for start, end in _levels().each(low, 0, len(low)):
        if end == len(low) and start:
            return low[: start - 1]
    return low


def _addressed(name: str, texts: list[str]) -> _Addressed:
    """What the texts tell others to send to a unit."""
    found = _Addressed()
    if " " not in name:
        return found
    for low in texts:
        at = low.find(name)
        while at >= 0:
            end = at + len(name)
            if _is_sent_to(low, at, end):
                sent = re.split(r"[.;](?= )", low[max(0, at - _BEFORE) : at])[-1]
                reported = "báo cáo" in sent
                trouble = not reported and any(word in sent for word in _TROUBLE)
                found.gathered |= _gathers(low, end) and not trouble
                found.reported |= reported
            at = low.find(name, end)
    return found


def _is_sent_to(low: str, start: int, end: int) -> bool:
    """Whether something goes to the name at this place, which ends there as a word."""
    preposition = low[max(0, start - 20) : start].rstrip(" (").rpartition(" ")[2].lstrip("(")
    return preposition in _TO and not low[end : end + 1].isalnum()


def _gathers(low: str, end: int) -> bool:
    """Whether what is sent to the body whose name ends here is sent to be gathered."""
    behind = re.split(r"[.;]", low[end : end + _BEHIND])[0]
    return re.match(r"[^,]{0,30}[),]?,? ?(?:để )?(?:theo dõi, )?tổng hợp", behind) is not None


def _sends_on(assignment: Assignment, flat_of: FlatOf, group: bool) -> bool:
    """Whether a unit's own lines send what it has to another body to be gathered there.

    A group that does so gathers only its own; a single unit may still gather by other words.
    """
    theme = next(theme for theme in lexicon().duties if theme.name == COLLECTS)
    sends = gathers = False
    for node in assignment.parent.walk() if assignment.parent is not None else ():
        flat = flat_of(node)
        if flat is None or "tổng hợp" not in flat.low:
            continue
        rest = _ONWARD.sub("…", flat.low)
        sends |= rest != flat.low
        gathers |= theme.search(rest) is not None
    return sends and (group or not gathers)


def _drop(assignment: Assignment) -> None:
    assignment.duties = tuple(duty for duty in assignment.duties if duty != COLLECTS)
    assignment.phrases = [
        phrase for phrase in assignment.phrases if getattr(phrase, "name", "") != COLLECTS
    ]
