"""Passages: the body of a plan as stretches of words, each with its chapter and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...grammar.flat import Flat, first_letter, lowered
from ...grammar.lexicon import Words, lexicon
from ...grammar.nodes import Assignment, Block, Body, Line, Node, Paragraph, Plan
from ...grammar.patterns import compiled
from ..coverage import tells
from ..parents import Obligation, Place, usual_weight
from ..wording import shortened
from .bound import Bounds, bound_of, side_at, sides_of

_SENTENCE = compiled(r"(?<!\bTT)(?<!\bTP)[.!?](?= |$)|\n")
_CLAUSE = compiled(r"[;:]")
_LONGEST_QUOTE = 160


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    asking: Words
    beside: Words
    verb: Words
    own_level: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(
        asking=words.matcher("demands", "asking"),
        beside=words.matcher("demands", "beside"),
        verb=words.matcher("organs", "task_verbs"),
        own_level=words.matcher("demands", "own_level"),
    )


@dataclass(slots=True, eq=False)
class Passage:
    """One block's or paragraph's own words, with the roles of the headings over it."""

    node: Node
    flat: Flat
    roles: frozenset[str]
    assignment: Assignment | None

    @property
    def purpose(self) -> bool:
        """Whether it stands among purposes and grounds, which demand nothing."""
        return bool(self.roles & {"purpose", "grounds"}) and not self.orders

    @property
    def orders(self) -> bool:
        """Whether it stands where units are given orders."""
        return bool(self.roles & {"organisation", "reporting"}) or self.assignment is not None

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The bounds of its sentences in the flat text."""
        at = len(self.node.marker) if isinstance(self.node, Block) else 0
        for stop in _SENTENCE.finditer(self.flat.low, at + 1):
            if self.flat.low[at : stop.start()].strip():
                yield at, stop.start()
            at = stop.end()
        if self.flat.low[at:].strip(" ./"):
            yield at, len(self.flat.low)


class Reading:
    """A plan as derivation reads it: its passages, its name, who can be bound."""

    def __init__(self, plan: Plan, name: str, bounds: Bounds) -> None:
        self.plan, self.name, self.bounds = plan, name, bounds
        body = next((part for part in plan.children if isinstance(part, Body)), None)
        self.passages = list(_below(plan, body, frozenset(), None)) if body is not None else []

    def place(self, passage: Passage, start: int, end: int) -> Place:
        """Where a demand stands: clause, line of its key words, the words."""
        span = passage.flat.source_span(start, end)
        quote = passage.flat.text[start:end].strip(" ,;:-")
        quote = shortened(quote, _LONGEST_QUOTE)
        place = Place(self.name, clause(passage.node), quote=quote)
        self.put(place, span[0])
        return place

    def put(self, place: Place, offset: int) -> None:
        """Sets where in the file a place lies: at an offset of the text."""
        source = self.plan.source
        place.line = source.line_of(offset)
        if source.origin is None:
            return
        raw = source.raw_offset(offset)
        for piece, _, _ in source.origin.between(raw, len(source.raw)):
            place.page, place.paragraph = piece.page, piece.paragraph
            return

    def unit_at(self, passage: Passage, sentence: int, verb: int) -> str | None:
        """The unit that a verb is said of.

        Its clause's subject, else that of a clause before, else the unit of the block, else the
        subject of a sentence before. A clause of its own goes back to the block's units, where
        these take in those of the clause before: `Các sở, các xã: Các xã lập …; định kỳ báo cáo …`.
        """
        flat, held = passage.flat, self.unit_of(passage)
        clause_start = max(flat.low.rfind(mark, sentence, verb) for mark in ";:") + 1 or sentence
        named = subject(flat, clause_start, verb)
        if named is None:
            named = subject(flat, sentence, verb)
            if named is None or (held and set(sides_of(named)) < set(sides_of(held))):
                named = held or named
        if named is None:
            before = [(s, e) for s, e in passage.sentences() if e <= sentence]
            told = (subject(passage.flat, start, end) for start, end in reversed(before))
            named = next((unit for unit in told if unit), None)
        return named

    def unit_of(self, passage: Passage) -> str | None:
        """The unit whose block a passage stands in."""
        return passage.assignment.unit if passage.assignment else None

    def bound(self, passage: Passage, unit: str | None) -> str:
        """Who is bound by a demand on a unit, in this place."""
        found = self.bounds.of(unit)
        free = found == "both" and passage.assignment is None
        if free and any(_speaks_of_own(above) for above in _headings(passage.node)):
            return "department"
        return found

    def obligation(
        self, of: str, text: str, passage: Passage, span: tuple[int, int], unit: str | None,
        **values: object,
    ) -> Obligation:  # fmt: skip
        """An obligation with its place, who is bound, and how sure that is.

        What is asked of nobody by name is asked of those whom the plan names as bound.
        """
        known = unit is not None and bound_of(unit) is not None
        return Obligation(
            0, 0, text=text, of=of, weight=usual_weight(of), bound=self.bound(passage, unit),
            unit=unit or self.bounds.everyone,
            source=self.place(passage, *span), sure="sure" if known else "likely",
            **{name: value for name, value in values.items() if value is not None},  # type: ignore[arg-type]
        )  # fmt: skip


def _below(
    plan: Plan, node: Node, roles: frozenset[str], above: Assignment | None
) -> Iterator[Passage]:
    for child in node.children:
        if not isinstance(child, (Block, Paragraph)):
            continue
        own, unit = roles, above
        if isinstance(child, Block) and tells(child, roles):
            own = roles | frozenset(child.roles)
        for phrase in child.phrases:
            if isinstance(phrase, Assignment):
                unit = phrase
        yield Passage(child, flat_of(plan, child), own, unit)
        yield from _below(plan, child, own, unit)


def flat_of(plan: Plan, node: Node) -> Flat:
    """A node's own words, traceable to their places."""
    lines = [n for n in node.children if isinstance(n, Line) and n.role != "page"]
    spans = [(n.start, n.end) for n in lines] or [(node.start, node.end)]
    return Flat.of_spans(plan.source.text, spans, plan.source.low)


def subject(flat: Flat, sentence: int, verb: int) -> str | None:
    """The units that a verb is said of, in its clause or in one before it in its sentence."""
    low = flat.low
    stops = [m.end() for m in _CLAUSE.finditer(low, sentence, verb)]
    for start, end in reversed(list(zip([sentence, *stops], [*stops, verb], strict=True))):
        at = _subject_at(low, start, end)
        if at is not None:
            return flat.text[at : _unit_end(low, at, end)].strip(" ,;:.-")
    return None


def leading_unit(flat: Flat, at: int) -> str | None:
    """The units that a passage begins with: `Các doanh nghiệp viễn thông bảo đảm …`."""
    start = first_letter(flat.low, at)
    if start >= len(flat.low) or not side_at(flat.low, start):
        return None
    end = _unit_end(flat.low, start, len(flat.low))
    return flat.text[start:end].strip(" ,;:.-") if end < len(flat.low) else None


def _subject_at(low: str, start: int, end: int) -> int | None:
    """Where the subject of a clause begins: behind `đề nghị`, at its start or behind a comma."""
    asked = [stop for _, stop in _cues().asking.each(low, start, end)]
    for at in reversed(asked):
        if side_at(low, at + 1):
            return at + 1
    at = first_letter(low, start)
    if at < end and side_at(low, at):
        return at
    for comma in re.finditer(r", ", low[start:end]):
        at = start + comma.end()
        if side_at(low, at):
            # An object (`phối hợp với các sở, các phường`) is no subject.
            return None if _cues().beside.search(low, start, at) else at
    return None


def _unit_end(low: str, at: int, end: int) -> int:
    """Where the list of units ends: at the first verb or bracket."""
    stop = next((begin for begin, _ in _cues().verb.each(low, at + 2, end, before="-")), end)
    bracket = low.find("(", at, stop)
    return bracket if bracket > 0 else stop


def _headings(node: Node) -> Iterator[str]:
    for above in node.ancestors():
        if isinstance(above, Block):
            yield lowered(above.heading)


def _speaks_of_own(heading: str) -> bool:
    """Whether a heading speaks of the issuer's own level (`ở cấp thành phố`)."""
    return len(heading) < 90 and _cues().own_level.search(heading) is not None


def clause(node: Node) -> str:
    """The clause path of a node: `IV.1`; a repeated marker is named as it should stand."""
    markers = [
        _marker(above).strip(".()")
        for above in (node, *node.ancestors())
        if isinstance(above, Block) and above.marker and above.kind != "bullet"
    ]
    return ".".join(reversed(markers))


def _marker(block: Block) -> str:
    if block.expected and block.previous and block.marker == block.previous:
        return block.expected
    return block.marker
