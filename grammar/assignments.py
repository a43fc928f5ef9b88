"""Assignments: which units the part on organisation gives duties to, and which duties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .flat import Flat, lowered
from .lexicon import Words, lexicon
from .lines import cues
from .nodes import Assignment, Block, Bullet, Duty, Line, Node, Paragraph, Plan, Section

FlatOf = Callable[[Node], Flat | None]
_GROUNDED = re.compile(r"(?:căn cứ|trên cơ sở|theo|tùy)[^:.;]{3,160}")
_STRONG = ("chủ trì", "phối hợp", "có trách nhiệm", "chịu trách nhiệm", "tham mưu", "có nhiệm vụ")
_LONGEST_UNIT = 420


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    organ: Words
    no_body: Words
    verb: Words
    strong: Words
    assign: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(
        organ=cues().organ,
        no_body=cues().no_body,
        verb=words.matcher("organs", "task_verbs"),
        strong=Words(_STRONG),
        assign=words.matcher("organs", "assign_words"),
    )


def find_assignments(plan: Plan, flat_of: FlatOf) -> list[Assignment]:
    """The assignments of a plan, in order; each hangs in the block that names its unit."""
    found: list[Assignment] = []
    parts = list(_organisation_parts(plan))
    # Where a chapter stands for organisation alone, a joint one (nội dung, phân công) gives duties
    # under its numbers only: its bullets tell how a task is done.
    alone = any("content" not in part.roles for part in parts)
    for part in parts:
        found.extend(_units_below(part, flat_of, not alone or "content" not in part.roles))
    for assignment in found:
        assert assignment.parent is not None
        assignment.parent.phrases.append(assignment)
    return found


def _organisation_parts(plan: Plan) -> Iterator[Block]:
    """The chapters on organisation; where one holds another, the outer one."""
    inside: Node | None = None
    for node in plan.parts():
        if not isinstance(node, Block) or "organisation" not in node.roles:
            continue
        if inside is not None and any(up is inside for up in node.ancestors()):
            continue
        if isinstance(node, Bullet) or len(node.heading) > 160:
            continue
        if _leads(node):
            inside = node
            yield node


def _leads(node: Block) -> bool:
    """Whether a heading is that of the part on organisation, not of a task that speaks of it."""
    if isinstance(node, Section) or node.depth == 1 or node.family == "caption":
        return True
    named = next(t for t in lexicon().chapters if t.name == "organisation").search(
        lowered(node.heading)
    )
    return node.depth == 2 and named is not None and named[0] < 12


def _units_below(part: Node, flat_of: FlatOf, bullets: bool) -> Iterator[Assignment]:
    """The units named by the blocks right below `part`; a block that names none is looked into."""
    for child in part.children:
        if isinstance(child, Line) or (isinstance(child, Bullet) and not bullets):
            continue
        flat = flat_of(child)
        if flat is None or not isinstance(child, (Block, Paragraph)):
            continue
        below = [n for n in child.children if isinstance(n, Block)]
        marked = any(isinstance(n, Block) and n.marker for n in part.children)
        if isinstance(child, Paragraph) and marked and not _cues().assign.match(flat.low):
            continue
        unit = _unit(child, flat, bool(below))
        groups = (
            below
            and _names_group(flat.low)
            and all(_unit(n, f, False) for n in below if (f := flat_of(n)) is not None)
        )
        if unit and not groups:
            yield _assignment(child, unit, flat_of)
            yield from _units_asked(child, flat_of)
        elif below:
            yield from _units_below(child, flat_of, bullets)


def _units_asked(node: Node, flat_of: FlatOf) -> Iterator[Assignment]:
    """Units that paragraphs inside another unit's block ask: `Đề nghị …` without a marker."""
    for child in node.parts():
        flat = flat_of(child) if isinstance(child, Paragraph) and child is not node else None
        if flat is not None and _cues().assign.match(flat.low):
            unit = _unit(child, flat, False)
            if unit:
                yield _assignment(child, unit, flat_of)


def _names_group(low: str) -> bool:
    """`Đề nghị các cơ quan phối hợp:` announces units, it names none."""
    return low.rstrip().endswith(":") and bool(re.search(r"các (?:cơ quan|đơn vị|tổ chức)", low))


def _unit(node: Node, flat: Flat, has_below: bool) -> str | None:
    """The unit that a block or paragraph begins with, or None."""
    at = len(node.marker) if isinstance(node, Block) else 0
    low = flat.low
    at = _skip(low, at)
    assigned = _cues().assign.match(low, at)
    if assigned:
        at = _skip(low, assigned)
    grounded = _behind_ground(low, at)
    if grounded:
        again = _cues().assign.match(low, grounded)
        at = again + 1 if again else grounded
    if not _cues().organ.match(low, at) or _cues().no_body.match(low, at):
        return None
    end, closed = _unit_end(flat, at, has_below)
    unit = flat.text[at:end].strip(" ,;:.-–")
    if not unit or len(unit) > _LONGEST_UNIT:
        return None
    if not (closed or assigned or has_below) and isinstance(node, Paragraph):
        return None
    if not closed and not has_below and len(unit) > 160:
        return None
    return unit


def _behind_ground(low: str, at: int) -> int:
    """Where the unit begins in `Căn cứ tình hình thực tế, các phường …`; 0 for any other start."""
    ground = _GROUNDED.match(low, at)
    comma = low.find(", ", at + 3, ground.end() + 2) if ground else -1
    while comma >= 0:
        if _cues().organ.match(low, comma + 2):
            return comma + 2
        comma = low.find(", ", comma + 2, ground.end() + 2 if ground else 0)
    return 0


def _skip(low: str, at: int) -> int:
    while at < len(low) and not low[at].isalnum():
        at += 1
    return at


def _unit_end(flat: Flat, at: int, has_below: bool) -> tuple[int, bool]:
    """Where the unit's name ends, and whether something closes it (a colon, a verb)."""
    stop = re.search(r":|\(|\.(?= |$)|;(?! ủy| ubnd| các| hội| ban)", flat.low[at:])
    limit = at + stop.start() if stop else len(flat.low)
    bare_heading = has_below and (stop is None or stop.group() in (":", "(")) and limit - at < 170
    verbs = _cues().strong if bare_heading else _cues().verb
    for begin, end in verbs.each(flat.low, at + 2, limit, before="-"):
        if flat.text[begin].isupper() or _inside_name(flat.low, begin, end):
            continue
        return begin, True
    return limit, stop is not None and stop.group() == ":"


def _inside_name(low: str, start: int, end: int) -> bool:
    """Whether a verb is part of a name or of what describes a unit (cán bộ được giao phụ trách)."""
    before = low[:start].rstrip()
    if low[start:end] in ("phối hợp", "thực hiện") and before.endswith(("cơ quan", "đơn vị", "và")):
        return not before.endswith("và")
    return before.endswith((" được", " ban", "hội đồng", "trung tâm", " cán bộ", "người"))


def _assignment(node: Node, unit: str, flat_of: FlatOf) -> Assignment:
    duties: dict[str, Duty] = {}
    for part in node.parts():
        flat = flat_of(part)
        if flat is None:
            continue
        for theme, found in lexicon().duties.search(flat.low, known=duties):
            duties[theme.name] = Duty(
                *flat.source_span(*found), text=flat.text[slice(*found)],
                name=theme.name, unit=unit,
            )  # fmt: skip
    line = next(node.leaves())
    assignment = Assignment(
        node.start, node.end, text=line.text, unit=unit, duties=tuple(duties),
        phrases=list(duties.values()), parent=node,
    )  # fmt: skip
    for duty in duties.values():
        duty.parent = assignment
    return assignment
