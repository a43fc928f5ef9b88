"""Phrases: hangs into a tree what its words mean, and reads from it what holds for the whole."""

from __future__ import annotations

from itertools import pairwise

from .assignments import find_assignments
from .citations import find_citations
from .dates import Reference, find_dates
from .deadlines import find_deadlines, find_table_deadlines
from .flat import LONGEST, Flat, lowered
from .nodes import (
    Attached,
    Attachment,
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
    Section,
    Table,
)
from .patterns import compiled
from .targets import find_targets, told_headings
from .themes import (
    HEADING,
    chapter_roles,
    chapter_title,
    find_channels,
    find_end_mark,
    find_terms,
    find_topics,
)
from .whole import own_time, read_whole

_LAST_BLOCKS = 12
_JOINED = 6
_LISTED = compiled(r"\b[Cc]ác [\w ]{3,20}(?: của [\w ]{3,60})?:? số")
_DIGIT = compiled(r"\d")
_WRITTEN_DAY = compiled(r"[Nn]gày \d")  # also one that no calendar has: that is another fault
_CELL = compiled(r"[^|\t\n]+")


def read_phrases(plan: Plan, flats: dict[Node, Flat]) -> Plan:
    """Fills a tree with its phrases; returns the same tree. `flats` are its nodes' words."""
    texts = _text_nodes(plan)
    for node in texts:
        flats[node] = flats[node].head(LONGEST)
    _read_roles(texts)
    words = [flats[node] for node in texts]
    reference: Reference | None = None
    for node, flat, *themes in zip(
        texts, words, find_topics(words), find_channels(words), strict=True
    ):
        if reference is None and not isinstance(node, (DocTitle, Ground, Formula)):
            reference = own_time(plan)
        _read_node(node, flat, plan.source.text, themes, reference)
    appended = _appended_tables(plan)
    for table in appended:
        cells = _cells(table, plan.source.text)
        table.phrases.extend(find_table_deadlines(cells, reference or own_time(plan)))
    _mark_citations(texts)
    _find_end(plan, flats)
    find_assignments(plan, texts, flats.get)
    for node in (*texts, *appended):
        for phrase in node.phrases:
            phrase.parent = node
            for inner in phrase.phrases:  # the duties of an assignment
                inner.parent = phrase
    read_whole(plan)
    return plan


def _text_nodes(plan: Plan) -> list[Node]:
    """The nodes with words of their own: title, grounds, blocks, paragraphs, tables.

    Of what follows the signature only the title and body of documents issued with it.
    """
    found: list[Node] = []
    for part in plan.children:
        if isinstance(part, (Preface, Preamble, Body)):
            found.extend(_texts_of(part))
        elif isinstance(part, Attachment):
            for below in part.children:
                if isinstance(below, Attached):
                    texts = (n for n in below.children if isinstance(n, (DocTitle, Body)))
                    found.extend(node for text in texts for node in _texts_of(text))
    return found


def _appended_tables(plan: Plan) -> list[Node]:
    """The tables behind the signature: a list of tasks, or what a web page leaves there.

    Only times that fill a cell are read in them: web pages cite laws and days of their own.
    """
    return [
        below
        for part in plan.children
        if isinstance(part, Attachment)
        for below in part.children
        if isinstance(below, Table)
    ]


def _texts_of(part: Node) -> list[Node]:
    return [
        node
        for node in part.parts()
        if isinstance(node, (DocTitle, Ground, Formula, Block, Paragraph, Table))
    ]


def _read_roles(texts: list[Node]) -> None:
    """What part of a plan each short heading says that it is; of a long one its title says it."""
    heads: list[tuple[Block, str]] = []
    for node in texts:
        if isinstance(node, Block) and not isinstance(node, Bullet):
            title = node.heading if len(node.heading) <= HEADING else chapter_title(node)
            if title:
                heads.append((node, title))
    for (node, _), roles in zip(heads, chapter_roles([title for _, title in heads]), strict=True):
        node.roles = roles


def _read_node(
    node: Node, flat: Flat, text: str, themes: list[list[Node]], reference: Reference | None
) -> None:
    """Hangs into a node what its words mean; `themes` are the topics and the channels in it."""
    numbered = _DIGIT.search(flat.low) is not None
    citations = find_citations(flat) if numbered else []
    taken = [(c.start, c.end) for c in citations]
    dates = [d for d in (find_dates(flat) if numbered else ()) if not _overlaps(d, taken)]
    node.phrases.extend(citations)
    node.phrases.extend(dates)
    if isinstance(node, (DocTitle, Ground, Formula)):
        node.phrases.extend(find_terms(flat))
        node.phrases.sort(key=lambda phrase: phrase.start)
        return
    if isinstance(node, Table):
        node.phrases.extend(find_table_deadlines(_cells(node, text), reference))
    else:
        heading = isinstance(node, Block) and not isinstance(node, Bullet) and len(flat.low) < 120
        with_subjects = [(c.start, c.end + len(c.subject or "")) for c in citations]
        node.phrases.extend(
            find_deadlines(flat, _heading_above(node), with_subjects, heading, reference)
        )
        days = [(d.start, d.end) for d in dates]
        targets = find_targets(flat, taken + days)
        if targets and not _is_told(node):
            node.phrases.extend(targets)
    for found in themes:
        node.phrases.extend(found)
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


def _is_told(node: Node) -> bool:
    """Whether a chapter that tells what was holds a node: `I. KẾT QUẢ THỰC HIỆN NĂM 2025`."""
    return any(
        isinstance(above, Block)
        and (isinstance(above, Section) or above.depth == 1)
        and told_headings().match(lowered(above.heading[:HEADING])) > 0
        for above in (node, *node.ancestors())
    )


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
            # The plan's own title names documents in short.
            titled = isinstance(node, DocTitle)
            citation.first = key not in seen and citation.family != "short" and not titled
            # A later mention of a joint document may leave out its issuers: 01/2025/NQLT.
            if not titled:
                seen.update((key, key.rpartition("/")[0]))
            listed = citation.type is None and (before is not None or _is_listed(node))
            citation.missing = _missing(citation, listed)
            before = citation
        _share_subjects(node)
        _share_proposer(node)


def _share_proposer(node: Node) -> None:
    """What is proposed in several documents: `đề nghị của X tại Tờ trình số … và Công văn số …`."""
    cited = [phrase for phrase in node.phrases if isinstance(phrase, Citation)]
    for one, two in pairwise(cited):
        if one.untitled and not two.untitled and not two.subject and _joined(one, two, node):
            two.untitled = True
            two.issuer = two.issuer or one.issuer
            told = ("trích yếu", "cơ quan ban hành") if two.issuer else ("trích yếu",)
            two.missing = tuple(name for name in two.missing if name not in told)


def _share_subjects(node: Node) -> None:
    """Documents named together share the subject behind the last of them."""
    cited = [phrase for phrase in node.phrases if isinstance(phrase, Citation)]
    for one, two in reversed(list(pairwise(cited))):
        if one.subject is None and two.subject is not None and _joined(one, two, node):
            one.subject = two.subject
            one.missing = tuple(name for name in one.missing if name != "trích yếu")


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
    """Whether two documents are named together: with nothing but `và`, or in a list of one symbol.

    `các Công điện: số 7/CĐ-UBND ngày 17/11/2025; số 8/CĐ-UBND ngày 20/11/2025 của UBND tỉnh về …`
    """
    at = node.text.find(one.text) + len(one.text)
    between = node.text[at : node.text.find(two.text, at)].strip()
    listed = one.type == two.type and one.symbol == two.symbol and _is_listed(node)
    return between in ("và", ",", ", và", "hoặc") or (listed and between == ";")


def _is_listed(node: Node) -> bool:
    """Whether one name of a type stands before several documents: `các Quyết định: số …, số …`."""
    return _LISTED.search(node.text) is not None


def _missing(citation: Citation, listed: bool) -> tuple[str, ...]:
    """What a full citation has and this one lacks (Nghị định 30/2020, Phụ lục I, mục II.6.a).

    In a list one name of a type stands for all.
    """
    parts = [
        ("tên loại", citation.type or listed),
        ("ngày ban hành", citation.date or _WRITTEN_DAY.search(citation.text)),
        ("cơ quan ban hành", citation.issuer or citation.family == "legislature"),
        ("trích yếu", citation.subject or citation.untitled),
    ]
    return tuple(name for name, value in parts if not value)


def _find_end(plan: Plan, flats: dict[Node, Flat]) -> None:
    """The end mark: at the end of one of the last blocks of the body.

    Not only of the very last: web page chrome that was not told apart may follow.
    """
    body = next(part for part in plan.children if isinstance(part, Body))
    tried = 0
    for node in reversed(list(body.parts())):
        flat = flats.get(node)
        if flat is None or not flat.low or isinstance(node, Table):
            continue
        mark = find_end_mark(node, flat)
        if mark is not None:
            node.phrases.append(mark)
            return
        tried += 1
        if tried == _LAST_BLOCKS:
            return
