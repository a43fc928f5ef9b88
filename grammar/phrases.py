"""Phrases: hangs into a tree what its words mean, and reads from it what holds for the whole."""

from __future__ import annotations

import re

from .assignments import find_assignments
from .citations import find_citations
from .dates import Reference, find_dates
from .deadlines import find_deadlines, find_table_deadlines
from .flat import LONGEST, Flat
from .nodes import (
    Block,
    Body,
    Bullet,
    Citation,
    DocTitle,
    Formula,
    Ground,
    Node,
    Paragraph,
    Plan,
    Preamble,
    Preface,
    Table,
)
from .targets import find_targets
from .themes import chapter_roles, find_channels, find_end_mark, find_terms, find_topics
from .whole import own_time, read_whole

_HEADING = 160
_LAST_BLOCKS = 12
_JOINED = 6
_CELL = re.compile(r"[^|\t\n]+")


def read_phrases(plan: Plan, flats: dict[int, Flat]) -> Plan:
    """Fills a tree with its phrases; returns the same tree. `flats` are its nodes' words."""
    texts = _text_nodes(plan)
    reference: Reference | None = None
    for node in texts:
        if reference is None and not isinstance(node, (DocTitle, Ground, Formula)):
            reference = own_time(plan)
        flat = flats[id(node)] = flats[id(node)].head(LONGEST)
        _read_node(node, flat, plan.source.text, reference)
    _mark_citations(texts)
    _find_end(plan, flats)
    find_assignments(plan, texts, lambda node: flats.get(id(node)))
    for node in texts:
        for phrase in node.phrases:
            phrase.parent = node
            for inner in phrase.phrases:  # the duties of an assignment
                inner.parent = phrase
    read_whole(plan)
    return plan


def _text_nodes(plan: Plan) -> list[Node]:
    """The nodes with words of their own: title, grounds, blocks, paragraphs, tables."""
    found: list[Node] = []
    for part in plan.children:
        if isinstance(part, (Preface, Preamble, Body)):
            found.extend(
                node
                for node in part.walk()
                if isinstance(node, (DocTitle, Ground, Formula, Block, Paragraph, Table))
            )
    return found


def _read_node(node: Node, flat: Flat, text: str, reference: Reference | None) -> None:
    citations = find_citations(flat)
    taken = [(c.start, c.end) for c in citations]
    dates = [d for d in find_dates(flat) if not _overlaps(d, taken)]
    node.phrases.extend(citations)
    node.phrases.extend(dates)
    if isinstance(node, (DocTitle, Ground, Formula)):
        node.phrases.extend(find_terms(flat))
        node.phrases.sort(key=lambda phrase: phrase.start)
        return
    if isinstance(node, Block):
        heads = not isinstance(node, Bullet) and len(node.heading) <= _HEADING
        node.roles = chapter_roles(node.heading) if heads else ()
    if isinstance(node, Table):
        node.phrases.extend(find_table_deadlines(_cells(node, text), reference))
    else:
        heading = isinstance(node, Block) and not isinstance(node, Bullet) and len(flat.low) < 120
        with_subjects = [(c.start, c.end + len(c.subject or "")) for c in citations]
        node.phrases.extend(
            find_deadlines(flat, _heading_above(node), with_subjects, heading, reference)
        )
        days = [(d.start, d.end) for d in dates]
        node.phrases.extend(find_targets(flat, taken + days))
    node.phrases.extend(find_topics(flat))
    node.phrases.extend(find_channels(flat))
    node.phrases.extend(find_terms(flat))
    node.phrases.sort(key=lambda phrase: phrase.start)


def _cells(table: Node, text: str) -> list[tuple[str, int, int]]:
    """The cells of a table with their places: a line each, or parted by pipes and tabs."""
    return [
        (part.group(), leaf.start + part.start(), leaf.start + part.end())
        for leaf in table.leaves()
        if leaf.text
        for part in _CELL.finditer(text[leaf.start : leaf.end])
        if part.group().strip()
    ]


def _overlaps(node: Node, spans: list[tuple[int, int]]) -> bool:
    return any(node.start < end and start < node.end for start, end in spans)


def _heading_above(node: Node) -> str:
    """The lower-case words of the block that holds this one."""
    for above in node.ancestors():
        if isinstance(above, Block):
            return above.heading.lower()
    return ""


def _mark_citations(texts: list[Node]) -> None:
    """Which mention of a document is its first, and what it lacks there."""
    seen: set[str] = set()
    for node in texts:
        before: Citation | None = None
        for citation in node.phrases:
            if not isinstance(citation, Citation) or citation.number is None:
                continue
            citation.ground = isinstance(node, Ground)
            citation.nested = before is not None and _is_nested(citation, before, node)
            key = "".join(citation.number.lower().split())
            citation.first = key not in seen and citation.family != "short"
            # A later mention of a joint document may leave out its issuers: 01/2025/NQLT.
            seen.update((key, key.rpartition("/")[0]))
            if before is not None and before.subject is None and _joined(before, citation, node):
                before.subject = citation.subject
                before.missing = tuple(m for m in before.missing if m != "trích yếu")
            citation.missing = _missing(citation, listed=before is not None or _is_listed(node))
            before = citation


def _is_nested(citation: Citation, before: Citation, node: Node) -> bool:
    """Whether a citation stands in the subject of the one before it.

    `Kế hoạch số 283/KH-UBND … về thực hiện Nghị quyết số 71/NQ-CP`: the second is part of the
    first's title and is cited as that title has it.
    """
    reach = before.end + len(before.subject or "")
    if not citation.start < reach and not before.nested:
        return False
    at = node.text.find(before.text) + len(before.text)
    between = node.text[at : node.text.find(citation.text, at)].strip(" ,")
    if not between or between.split()[-1] in ("và", "hoặc"):
        return before.nested and len(between) < _JOINED
    return citation.start < reach and not between.endswith((";", ",", ":", "."))


def _joined(one: Citation, two: Citation, node: Node) -> bool:
    """Whether two documents are named together and share the subject behind the second."""
    at = node.text.find(one.text) + len(one.text)
    between = node.text[at : node.text.find(two.text, at)].strip()
    return two.subject is not None and between in ("và", ",", ", và", "hoặc")


def _is_listed(node: Node) -> bool:
    """Whether one name of a type stands before several documents: `các Quyết định: số …, số …`."""
    return re.search(r"\b[Cc]ác [\w ]{3,20}:? số", node.text) is not None


def _missing(citation: Citation, listed: bool) -> tuple[str, ...]:
    """What a full citation has and this one lacks (Nghị định 30/2020, Phụ lục I, mục II.6.a).

    In a list one name of a type stands for all.
    """
    parts = [
        ("tên loại", citation.type or listed),
        ("ngày ban hành", citation.date),
        ("cơ quan ban hành", citation.issuer or citation.family == "legislature"),
        ("trích yếu", citation.subject),
    ]
    return tuple(name for name, value in parts if not value)


def _find_end(plan: Plan, flats: dict[int, Flat]) -> None:
    """The end mark: at the end of one of the last blocks of the body.

    Not only of the very last: web page chrome that was not told apart may follow.
    """
    body = next(part for part in plan.children if isinstance(part, Body))
    tried = 0
    for node in reversed(list(body.walk())):
        flat = flats.get(id(node))
        if flat is None or not flat.low or isinstance(node, Table):
            continue
        mark = find_end_mark(node, flat)
        if mark is not None:
            node.phrases.append(mark)
            return
        tried += 1
        if tried == _LAST_BLOCKS:
            return
