"""Places: where in the file a node stands, with its own words and some around them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..grammar.nodes import Block, Line, Node, Plan
from .parents import Obligation, Parent
from .report import Location

if TYPE_CHECKING:
    from ..grammar.origin import Origin

_CONTEXT = 160
_LONGEST_BLOCK = 6000


@lru_cache(maxsize=64)  # many results of a plan stand at the same few places
def locate(plan: Plan, node: Node | None) -> Location | None:
    """The place of a node in the file: its own words, with words of its block around them."""
    if node is None or isinstance(node, (Plan, Obligation, Parent)) or node.end <= node.start:
        return None
    start, end = own_span(plan.source.text, node)
    head, tail = plan.source.position(start), plan.source.position(end)
    before, after = _around(plan.source.text, node, start, end)
    found = Location(
        line=head.line, column=head.column, end_line=tail.line, end_column=tail.column,
        start=head.offset, end=tail.offset, excerpt=_words(plan.source.text[start:end]),
        before=before, after=after,
    )  # fmt: skip
    if plan.source.origin is not None:
        _in_file(found, plan.source.origin)
    return found


def _in_file(found: Location, origin: Origin) -> None:
    """Fills in where in its file a place lies: by its first words, as sure as its least sure."""
    pieces = [piece for piece, _, _ in origin.between(found.start, found.end)]
    if not pieces:
        return
    first = pieces[0]
    found.page, found.page_line, found.paragraph = first.page, first.line, first.paragraph
    sure = [piece.confidence for piece in pieces if piece.confidence is not None]
    found.confidence = min(sure, default=None)


def own_span(text: str, node: Node) -> tuple[int, int]:
    """A node's span without what lies below it, white space trimmed."""
    start, end = node.start, node.end
    if isinstance(node, Block):
        lines = [child for child in node.children if isinstance(child, Line)]
        end = lines[-1].end
    while start < end and (text[start].isspace() or text[start] in "*|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*|"):
        end -= 1
    return start, end


def _around(text: str, node: Node, start: int, end: int) -> tuple[str, str]:
    """Some words before and after, from the same block."""
    lines = _lines_around(node, start)
    if not lines:
        return "", ""
    before, after = _words(text[lines[0].start : start]), _words(text[end : lines[-1].end])
    if len(before) > _CONTEXT:
        before = before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0]
    return before, after


def _lines_around(node: Node, start: int) -> list[Node]:
    """The lines of the block or paragraph that the place is in; none where that is too long."""
    for above in node.ancestors():
        if above.end - above.start > _LONGEST_BLOCK:
            break
        for holder in above.parts():
            lines: list[Node] = [c for c in holder.children if isinstance(c, Line)]
            if lines and lines[0].start <= start < lines[-1].end:
                return lines
    return []


def _words(text: str) -> str:
    return " ".join(text.replace("*", "").replace("|", " ").split())
