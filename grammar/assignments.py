"""Assignments: which units the part on organisation gives duties to, and which duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .collectors import FlatOf, note_collectors
from .flat import Flat, first_letter, lowered
from .lexicon import Words, lexicon
from .lines import cues
from .nodes import (
    Assignment,
    Block,
    Bullet,
    Duty,
    EndMark,
    Line,
    Node,
    Noise,
    Paragraph,
    Plan,
    Section,
)
from .patterns import compiled
from .themes import HEADING, chapter_title

_SENTENCE = compiled(r"[.;] (?=[^\W\d_])")
_GROUNDED = compiled(r"(?:căn cứ|trên cơ sở|theo|tùy)[^:.;]{3,160}")
_STRONG = ("chủ trì", "phối hợp", "có trách nhiệm", "chịu trách nhiệm", "tham mưu", "có nhiệm vụ")
_LONGEST_UNIT = 420
# Beside `tổ chức`, where it is a body and not a verb.
_BODIES_BEFORE = (",", "-", "các", "và", "cơ quan", "đơn vị", " ban", "đoàn thể")
_BODIES_BEHIND = (
    ",", " chính trị", " thành viên", " xã hội", " đảng", " đoàn", " hội", " kinh tế", " tôn giáo",
    " tín dụng", " và", " cá nhân", " có liên quan", " liên quan",
)  # fmt: skip
# What a verb behind one of these describes: cán bộ được giao phụ trách, lực lượng tham gia …
_DESCRIBED = (" được", " ban", "hội đồng", "trung tâm", " cán bộ", "người", "lực lượng")


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    organ: Words
    no_body: Words
    verb: Words
    strong: Words
    assign: Words
    charge: Words
    closing: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(
        organ=Words(words.phrases("organs", "organs", "assignees")),
        no_body=cues().no_body,
        verb=words.matcher("organs", "task_verbs"),
        strong=Words(_STRONG),
        assign=words.matcher("organs", "assign_words", "charge_words"),
        charge=words.matcher("organs", "charge_words"),
        closing=words.matcher("organs", "closing_words"),
    )


def find_assignments(plan: Plan, texts: Sequence[Node], flat_of: FlatOf) -> list[Assignment]:
    """The assignments of a plan, in order; each hangs in the block that names its unit.

    `texts` are all nodes with words of their own.
    """
    found: list[Assignment] = []
    parts = list(_organisation_parts(plan))
    # Where a chapter stands for organisation alone, a joint one (nội dung, phân công) gives duties
    # under its numbers only: its bullets tell how a task is done.
    alone = any("content" not in part.roles for part in parts)
    for part in parts:
        found.extend(_units_told(part, flat_of))
        found.extend(_units_below(part, flat_of, not alone or "content" not in part.roles))
    if found:
        note_collectors(found, texts, flat_of)
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
        if isinstance(node, Bullet) or len(_title(node)) > HEADING:
            continue
        if _leads(node):
            inside = node
            yield node


def _title(node: Block) -> str:
    """A heading, or the title that a long paragraph begins with."""
    return chapter_title(node) or node.heading if len(node.heading) > HEADING else node.heading


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
        if unit and below and flat.low.rstrip()[-1:].isalpha():
            unit = f"{unit} {_name_goes_on(child, flat_of)}".rstrip()
        groups = (
            below
            and (_names_group(flat.low) or _charges(child, flat))
            and all(_unit(n, f, False) for n in below if (f := flat_of(n)) is not None)
        )
        if unit and not groups:
            yield _assignment(child, unit, flat_of)
            yield from _units_asked(child, flat_of)
        elif below:
            yield from _units_below(child, flat_of, bullets)


def _units_told(part: Block, flat_of: FlatOf) -> Iterator[Assignment]:
    """The units of a chapter that is one paragraph, a sentence each: `IV. TỔ CHỨC …: Phòng A …`."""
    flat = flat_of(part)
    if flat is None or len(part.heading) <= HEADING:
        return
    title = flat.text.find(_title(part))
    at = title + len(_title(part)) if title >= 0 else len(flat.low)
    while at < len(flat.low):
        following = _SENTENCE.search(flat.text, at)
        stop = following.end() if following else len(flat.low)
        begin = first_letter(flat.low, at)
        begin = first_letter(flat.low, _cues().assign.match(flat.low, begin) or begin)
        if _cues().organ.match(flat.low, begin) and not _cues().no_body.match(flat.low, begin):
            end, closed = _unit_end(flat, begin, False)
            unit = flat.text[begin:end].strip(" ,;:.-–")
            if closed and end < stop and 0 < len(unit) <= _LONGEST_UNIT:
                yield _told(part, flat, unit, (begin, stop))
        at = stop


def _told(part: Block, flat: Flat, unit: str, span: tuple[int, int]) -> Assignment:
    """The assignment that one sentence of a chapter's own paragraph gives."""
    at, stop = span
    duties = [
        Duty(
            *flat.source_span(at + begin, at + end), text=flat.text[at + begin : at + end],
            name=theme.name, unit=unit,
        )
        for theme, (begin, end) in lexicon().duties.search(flat.low[at:stop])
    ]  # fmt: skip
    assignment = Assignment(
        *flat.source_span(*span), text=flat.text[slice(*span)].strip(), unit=unit,
        duties=tuple(duty.name for duty in duties), bare=False, phrases=list(duties), parent=part,
    )  # fmt: skip
    for duty in duties:
        duty.parent = assignment
    return assignment


def _units_asked(node: Node, flat_of: FlatOf) -> Iterator[Assignment]:
    """Units that paragraphs inside another unit's block ask: `Đề nghị …` without a marker."""
    for child in node.parts():
        flat = flat_of(child) if isinstance(child, Paragraph) and child is not node else None
        if flat is not None and _cues().assign.match(flat.low):
            unit = _unit(child, flat, False)
            if unit:
                yield _assignment(child, unit, flat_of)


def _name_goes_on(node: Node, flat_of: FlatOf) -> str:
    """The rest of a name that a blank line has made a paragraph: no verb, no mark at its end."""
    blocks = [n for n in node.children if isinstance(n, (Block, Paragraph))]
    if len(blocks) < 2 or not isinstance(blocks[0], Paragraph):
        return ""
    flat = flat_of(blocks[0])
    if flat is None or len(flat.low) > 160 or not flat.low.rstrip()[-1:].isalpha():
        return ""
    verbs = _cues().verb.each(flat.low, 0, len(flat.low))
    bids = any(not _inside_name(flat.low, *verb) for verb in verbs)
    return "" if bids else flat.text.strip()


def _charges(node: Block | Paragraph, flat: Flat) -> bool:
    """`Trách nhiệm của các sở, ngành`: names units, or announces those below."""
    at = len(node.marker) if isinstance(node, Block) else 0
    return bool(_cues().charge.match(flat.low, first_letter(flat.low, at)))


def _names_group(low: str) -> bool:
    """`Đề nghị các cơ quan phối hợp:` announces units, it names none."""
    return low.rstrip().endswith(":") and bool(re.search(r"các (?:cơ quan|đơn vị|tổ chức)", low))


def _unit(node: Node, flat: Flat, has_below: bool) -> str | None:
    """The unit that a block or paragraph begins with, or None."""
    at = len(node.marker) if isinstance(node, Block) else 0
    low = flat.low
    at = first_letter(low, at)
    assigned = _cues().assign.match(low, at)
    if assigned:
        at = first_letter(low, assigned)
    grounded = _behind_ground(low, at)
    if grounded:
        assigned = _cues().assign.match(low, grounded)
        at = assigned + 1 if assigned else grounded
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
        if _cues().organ.match(low, comma + 2) or _cues().assign.match(low, comma + 2):
            return comma + 2
        comma = low.find(", ", comma + 2, ground.end() + 2 if ground else 0)
    return 0


def _unit_end(flat: Flat, at: int, has_below: bool) -> tuple[int, bool]:
    """Where the unit's name ends, and whether something closes it (a colon, a verb)."""
    stop = re.search(r":|\(|\.(?= |$)|;(?! ủy| ubnd| các| hội| ban)", flat.low[at:])
    limit = at + stop.start() if stop else len(flat.low)
    bare_heading = has_below and (stop is None or stop.group() in (":", "(")) and limit - at < 170
    verbs = _cues().strong if bare_heading else _cues().verb
    for begin, end in verbs.each(flat.low, at + 2, limit, before="-"):
        if flat.text[begin].isupper() or _inside_name(flat.low, begin, end):
            continue
        if bare_heading and stop is None and _describes(flat.low[at:], begin - at, end - at):
            continue
        return begin, True
    return limit, stop is not None and stop.group() == ":"


def _inside_name(low: str, start: int, end: int) -> bool:
    """Whether a verb is part of a name or of what describes a unit (cán bộ được giao phụ trách)."""
    before, word = low[:start].rstrip(), low[start:end]
    if low.startswith("giúp việc", start):
        return True
    if word == "tổ chức":  # a verb behind a name, a noun in a list of bodies
        return before.endswith(_BODIES_BEFORE) or low.startswith(_BODIES_BEHIND, end)
    if word in ("phối hợp", "thực hiện") and before.endswith(("cơ quan", "đơn vị", "và")):
        return not before.endswith("và")
    return before.endswith(_DESCRIBED)


def _describes(low: str, start: int, end: int) -> bool:
    """Whether a verb in a heading says which units are meant: `Các sở chủ trì dự án …`."""
    alone = low[start:end] == "chủ trì" and not low.startswith((", phối hợp", ":"), end)
    return alone and low.startswith("các ") and len(low) > end + 2


def _assignment(node: Node, unit: str, flat_of: FlatOf) -> Assignment:
    duties: dict[str, Duty] = {}
    for part in node.parts():
        flat = flat_of(part)
        if flat is None or (part is not node and _is_for_others(part, flat)):
            continue
        for theme, found in lexicon().duties.search(flat.low, known=duties):
            duties[theme.name] = Duty(
                *flat.source_span(*found), text=flat.text[slice(*found)],
                name=theme.name, unit=unit,
            )  # fmt: skip
    line = next(node.leaves())
    assignment = Assignment(
        node.start, node.end, text=line.text, unit=unit, duties=tuple(duties),
        bare=_is_bare(node, unit, flat_of), phrases=list(duties.values()), parent=node,
    )  # fmt: skip
    for duty in duties.values():
        duty.parent = assignment
    return assignment


def _is_for_others(part: Node, flat: Flat) -> bool:
    """Whether a paragraph below a unit turns to another one, or closes the plan."""
    if not isinstance(part, Paragraph):
        return False
    return bool(_cues().assign.match(flat.low) or _cues().closing.match(flat.low))


def _is_bare(node: Node, unit: str, flat_of: FlatOf) -> bool:
    """Whether nothing stands behind or below a unit's name."""
    flat = flat_of(node)
    below = [part for part in node.children if not isinstance(part, (Line, Noise))]
    if flat is None or (below and not _is_closing(node, below)):
        return False
    rest = flat.text.partition(unit)[2]
    return not any(c.isalnum() for c in rest)


def _is_closing(node: Node, below: list[Node]) -> bool:
    """Whether what stands below the last unit is the closing sentence of the whole plan.

    It has no marker, ends the body, and the units before it have theirs under marks.
    """
    beside = (
        [part for part in node.parent.children if isinstance(part, Block)] if node.parent else []
    )
    return (
        len(below) == 1
        and isinstance(below[0], Paragraph)
        and any(isinstance(phrase, EndMark) for phrase in below[0].phrases)
        and len(beside) > 1
        and beside[-1] is node
        and all(any(isinstance(n, Block) for n in one.children) for one in beside[:-1])
    )
