"""Text: the words of passages with their exact places, which the checks of writing share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from ...grammar.flat import LONGEST, Flat
from ...grammar.nodes import Citation, Line, Node, Plan
from ...grammar.patterns import compiled
from ..selectors import Scope, compile_selector
from .base import Assertion, assertion_class

WORD = compiled(r"[^\W\d_]+")
# Addresses of the web and of mail, whole: nothing in them is Vietnamese or a sentence.
_ADDRESS = compiled(
    r"\S*(?:://|www\.|@)\S*|(?<!\w)[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})+(?!\w)(?:/\S*)?", re.IGNORECASE
)


class Words(Node):
    """Words of a passage as a place of their own, for a finding to point at."""

    kind: ClassVar[str] = "words"


@dataclass(slots=True, eq=False)
class Passage:
    """The own words of a node: as one flat text, and its lines."""

    node: Node
    flat: Flat
    lines: list[Line]

    def words(self, start: int, end: int) -> Words:
        """The stretch `flat.text[start:end]` as a node in this passage."""
        begin, stop = self.flat.source_span(start, end)
        return Words(begin, stop, text=self.flat.text[start:end], parent=self.node)

    def place(self, start: int, end: int, text: str) -> Words:
        """A stretch of the source in this passage as a node."""
        return Words(start, end, text=text, parent=self.node)

    @property
    def citations(self) -> list[tuple[int, int]]:
        """Where the documents stand that it names, in the source."""
        return [(n.start, n.end) for n in self.node.phrases if isinstance(n, Citation)]

    def addresses(self) -> list[tuple[int, int]]:
        """Where addresses of the web and of mail stand in its flat text."""
        if "." not in self.flat.text and "@" not in self.flat.text:
            return []
        return [match.span() for match in _ADDRESS.finditer(self.flat.text)]


def passages(selector: str, scope: Scope) -> list[Passage]:
    """The nodes that a selector names with their own words, in order; those without are left out.

    What lies below a block is no part of its own words.
    """
    plan = scope.root("plan")
    assert isinstance(plan, Plan)
    kept = _kept(plan)
    found: list[Passage] = []
    for node in compile_selector(selector).find(scope):
        passage = kept.get(id(node))
        if passage is None:
            passage = kept[id(node)] = _passage(plan, node)
        if passage.flat.text:
            found.append(passage)
    return found


@lru_cache(maxsize=1)
def _kept(plan: Plan) -> dict[int, Passage]:
    """The passages of a plan that were read so far: several rules ask for the same."""
    return {}


def _passage(plan: Plan, node: Node) -> Passage:
    lines = [c for c in node.children if isinstance(c, Line) and c.role != "page"]
    flat = plan.flats.get(node) if lines else None
    if flat is None:
        spans = [(line.start, line.end) for line in lines] or [(node.start, node.start)]
        flat = Flat.of_spans(plan.source.text, spans, plan.source.low)
    return Passage(node, flat.head(LONGEST), lines)


def inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of some stretches."""
    return any(start <= at < end for start, end in spans)


@assertion_class
class Reading(Assertion):
    """An assertion about the words of the nodes that its key's selector names."""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield self.key, getattr(self, self.key)

    def passages(self, scope: Scope) -> list[Passage]:
        """The passages that it reads."""
        return passages(getattr(self, self.key), scope)
