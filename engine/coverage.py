"""Coverage: whether a plan takes up what a parent's obligation names, by its lexicons' words.

No wording is asked for: each part of an obligation is a topic, a channel or a notion of the
lexicons (or a phrase), with all its synonyms. Where in the plan it stands decides whether it is
covered or only mentioned: a content belongs into the chapters that say what is done, not into the
purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..grammar.flat import Flat, lowered
from ..grammar.lexicon import Texts, Theme, lexicon
from ..grammar.nodes import Block, Body, Citation, Line, Node, Paragraph, Plan, Table
from .names import is_same_document
from .parents import Obligation, Parent

_NEAR = 60
SHORT_HEADING = 9  # words
_BESIDE = frozenset(("purpose", "grounds", "audience"))
_DOING = frozenset(("content", "form", "organisation"))


@dataclass(slots=True, eq=False)
class Part:
    """One part of an obligation: where the plan takes it up, or only mentions it."""

    title: str
    covered: Node | None = None
    mentioned: Node | None = None


@dataclass(slots=True, eq=False)
class _Passage:
    node: Node
    low: str
    roles: frozenset[str]


def coverage(plan: Plan, duty: Obligation) -> list[Part]:
    """The parts of an obligation's `covers`, each with its evidence in the plan."""
    return [_part(plan, lexicon().theme(name), duty.of) for name in duty.covers]


def passages_about(plan: Plan, names: Sequence[str]) -> list[Node]:
    """The passages that speak, with the headings above them, of everything that is named."""
    themes = [lexicon().theme(name) for name in names]
    if not all(theme.may_be_in(_texts(plan).whole) for theme in themes):
        return []
    return [p.node for p in _passages(plan) if all(_speaks_of(p, theme) for theme in themes)]


@lru_cache(maxsize=2)
def refers_to(plan: Plan, parent: Parent) -> Node | None:
    """Where the chapters on content point to the parent instead of saying it themselves."""
    for passage in _passages(plan):
        if "content" not in passage.roles or "purpose" in passage.roles:
            continue
        for phrase in passage.node.phrases:
            if (
                isinstance(phrase, Citation)
                and is_same_document(phrase, parent) is not False
                and _points(passage.low, lowered(phrase.text))
            ):
                return phrase
    return None


def _points(low: str, cited: str) -> bool:
    """Whether words such as `theo mục II của` stand before a document, in its sentence."""
    before = re.split(r"[.;]", low[: max(low.find(cited), 0)])[-1][-_NEAR:]
    return lexicon().matcher("demands", "pointers").search(before) is not None


def _part(plan: Plan, theme: Theme, kind: str) -> Part:
    part = Part(theme.title)
    for number in _texts(plan).naming(theme):
        passage = _passages(plan)[number]
        found = theme.search(passage.low)
        if found is None:
            continue
        if _belongs(passage.roles, kind, plan):
            part.covered = _evidence(plan, passage.node, found)
            return part
        part.mentioned = part.mentioned or _evidence(plan, passage.node, found)
    return part


def _belongs(roles: frozenset[str], kind: str, plan: Plan) -> bool:
    """Whether a passage below headings of these roles is where such an obligation is met."""
    if roles & _BESIDE and not roles & _DOING:
        return False
    return kind != "content" or "content" in roles or not _has_content(plan)


@lru_cache(maxsize=2)
def _has_content(plan: Plan) -> bool:
    """Whether the plan has a chapter that says what is done."""
    return any("content" in p.roles and "purpose" not in p.roles for p in _passages(plan))


def _speaks_of(passage: _Passage, theme: Theme) -> bool:
    if theme.search(passage.low):
        return True
    return any(
        isinstance(above, Block) and theme.search(lowered(above.heading)) is not None
        for above in passage.node.ancestors()
    )


@lru_cache(maxsize=2)
def _passages(plan: Plan) -> tuple[_Passage, ...]:
    """The body's passages in order, each with its words and the roles of the headings over it."""
    body = next((part for part in plan.children if isinstance(part, Body)), None)
    return tuple(_below(plan, body, frozenset())) if body is not None else ()


@lru_cache(maxsize=2)
def _texts(plan: Plan) -> Texts:
    """The words of all passages."""
    return Texts([passage.low for passage in _passages(plan)])


def _below(plan: Plan, node: Node, roles: frozenset[str]) -> Iterator[_Passage]:
    for child in node.children:
        if not isinstance(child, (Block, Paragraph, Table)):
            continue
        own = roles
        if isinstance(child, Block) and tells(child, roles):
            own = roles | frozenset(child.roles)
        yield _Passage(child, plan.low(child), own)
        yield from _below(plan, child, own)


def tells(block: Block, roles: frozenset[str]) -> bool:
    """Whether a heading says what its part of the plan is.

    That of a chapter does, and a short one right below it; the heading of a unit's task
    (`Nội dung: …`) changes nothing of what the chapter is, nor does a task that is told at length
    (`Kiện toàn đội ngũ … đáp ứng yêu cầu nhiệm vụ`).
    """
    if not roles:
        return True
    short = len(block.heading.split()) <= SHORT_HEADING
    return block.depth <= 2 and short and "organisation" not in roles


def _evidence(plan: Plan, holder: Node, found: tuple[int, int]) -> Node:
    """The words that were found, as a node in their place."""
    flat = plan.flats.get(holder)
    if flat is None or len(flat.text) < found[1]:
        lines = [n for n in holder.children if isinstance(n, Line) and n.role != "page"]
        spans = [(n.start, n.end) for n in lines] or [(holder.start, holder.end)]
        flat = Flat.of_spans(plan.source.text, spans, plan.source.low)
    return Node(*flat.source_span(*found), text=flat.text[slice(*found)], parent=holder)
