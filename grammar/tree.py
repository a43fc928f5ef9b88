"""Tree: the structure that plan.lark finds in a source, as nodes with their plain attributes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from .conclusions import read_recipients, read_signature
from .flat import Flat
from .header import read_doc_date, read_doc_number, read_doc_type, read_issuer
from .lexer import Document, LineToken
from .lexicon import lexicon
from .markers import BULLETS, Marker
from .nodes import (
    Article,
    Attached,
    Attachment,
    Block,
    Body,
    Bullet,
    Caption,
    Conclusions,
    DocTitle,
    Formula,
    Ground,
    Item,
    Line,
    NationalHeader,
    Node,
    Noise,
    Paragraph,
    Plan,
    Point,
    Preamble,
    Preface,
    Recipient,
    RecipientsHead,
    Section,
    Table,
)
from .parsers import table
from .source import Source
from .tables import ParseTable, Run

_BLOCKS: dict[str, type[Block]] = {
    "part": Section,
    "chapter": Section,
    "division": Section,
    "upper": Section,
    "roman": Section,
    "article": Article,
    "letter": Point,
    "paren": Point,
    "paren_letter": Point,
    **dict.fromkeys(BULLETS, Bullet),
}


@lru_cache(maxsize=1)
def _table() -> ParseTable:
    grammar = (Path(__file__).parent / "plan.lark").read_text(encoding="utf-8")
    return table("plan", grammar, "plan")


def build_tree(source: Source, flats: dict[Node, Flat]) -> Plan:
    """The tree of a source: parts and blocks with their attributes, phrases not yet read.

    `flats` is filled with the words of each node that has some.
    """
    document = Document(source)
    run = Run(_table(), "plan")
    for token in document.tokens():
        fits = run.take(token.type, token)
        assert fits, token.type  # plan.lark takes every sequence that the lexer gives
    plan: Plan = run.finish(_TreeBuilder(source, flats).make)
    plan.wrapped = document.width is not None
    return plan


class _TreeBuilder:
    """Makes the nodes of a tree; one method a rule of plan.lark."""

    def __init__(self, source: Source, flats: dict[Node, Flat]) -> None:
        self.source = source
        self.flats = flats

    def make(self, rule: str, parts: list[Any]) -> Node:
        """The node of a rule, from its tokens and nodes."""
        node: Node = getattr(self, rule)(parts)
        return node

    # --- helpers -----------------------------------------------------------------------------

    def _leaf(self, token: LineToken) -> Line:
        role = token.type.lower()
        if role == "cont" and token.raw.kind != "text":
            role = token.raw.kind
        return Line(token.raw.start, token.raw.end, text=token.raw.clean, role=role)

    def _node(self, kind: type[Node], tokens: list[LineToken], **values: Any) -> Node:
        leaves: list[Node] = [self._leaf(token) for token in tokens]
        flat = self.flat(leaves)
        values.setdefault("text", flat.text)
        node = kind(leaves[0].start, leaves[-1].end, children=leaves, **values)
        self.flats[node] = flat
        return node

    def flat(self, leaves: list[Node]) -> Flat:
        """The words of some lines as one flat text (page numbers inside them left out)."""
        spans = [(n.start, n.end) for n in leaves if getattr(n, "role", "") != "page"]
        return Flat.of_spans(
            self.source.text, spans or [(leaves[0].start, leaves[-1].end)], self.source.low
        )

    def _part(self, kind: type[Node], children: list[Node], **values: Any) -> Node:
        start = children[0].start if children else 0
        end = children[-1].end if children else 0
        return kind(start, end, children=children, **values)

    # --- preface -----------------------------------------------------------------------------

    def stray(self, tokens: list[LineToken]) -> Node:
        """A line that is no part of the document."""
        token = tokens[0]
        return Noise(
            token.raw.start, token.raw.end, text=token.raw.clean, children=[self._leaf(token)]
        )

    def national_header(self, tokens: list[LineToken]) -> Node:
        """Quốc hiệu, Tiêu ngữ."""
        return self._node(NationalHeader, tokens)

    def issuer(self, tokens: list[LineToken]) -> Node:
        """One line of the issuer's name; `preface` joins them."""
        return self._node(
            Paragraph, tokens, text=" ".join(token.raw.clean for token in tokens).strip()
        )

    def doc_number(self, tokens: list[LineToken]) -> Node:
        """Số, ký hiệu."""
        leaves: list[Node] = [self._leaf(token) for token in tokens]
        return read_doc_number(self.flat(leaves), leaves)

    def doc_date(self, tokens: list[LineToken]) -> Node:
        """Địa danh, ngày tháng."""
        leaves: list[Node] = [self._leaf(token) for token in tokens]
        return read_doc_date(self.flat(leaves), leaves)

    def doc_type(self, tokens: list[LineToken]) -> Node:
        """Tên loại."""
        leaves: list[Node] = [self._leaf(token) for token in tokens]
        return read_doc_type(self.flat(leaves), leaves, lexicon().table("layout", "doc_types"))

    def doc_title(self, tokens: list[LineToken]) -> Node:
        """Trích yếu."""
        return self._node(DocTitle, tokens)

    def preface(self, children: list[Node]) -> Node:
        """The preface; its issuer lines become one issuer."""
        parts = read_issuer(children)
        kinds = {child.kind for child in parts}
        lost = not kinds & {"national_header", "issuer", "doc_number", "doc_date"}
        return self._part(Preface, parts, lost=lost)

    # --- preamble and body ---------------------------------------------------------------------

    def ground(self, tokens: list[LineToken]) -> Node:
        """A ground."""
        return self._node(Ground, tokens)

    def formula(self, tokens: list[LineToken]) -> Node:
        """The lead-in."""
        return self._node(Formula, tokens)

    def paragraph(self, tokens: list[LineToken]) -> Node:
        """Running text."""
        return self._node(Paragraph, tokens)

    def preamble(self, children: list[Node]) -> Node:
        """The preamble."""
        return self._part(Preamble, children)

    def table(self, tokens: list[LineToken]) -> Node:
        """A table."""
        return self._node(Table, tokens)

    def block(self, children: list[Any]) -> Node:
        """A marked block: its own lines are its first children, what it holds follows."""
        own = [child for child in children if isinstance(child, LineToken)]
        below: list[Node] = children[len(own) :]
        leaves: list[Node] = [self._leaf(token) for token in own]
        first = own[0]
        marker = first.raw.marker
        flat = self.flat(leaves)
        kind = Caption if marker is None else _BLOCKS.get(marker.family, Item)
        assert first.placement is not None
        node = kind(
            leaves[0].start,
            (below[-1] if below else leaves[-1]).end,
            text=flat.text,
            children=leaves + below,
            marker=marker.text if marker else "",
            family=marker.family if marker else "caption",
            depth=first.placement.depth,
            heading=_heading(flat.text, marker),
            expected=first.placement.expected,
            previous=first.placement.previous,
        )
        self.flats[node] = flat
        return node

    def body(self, children: list[Node]) -> Node:
        """The body."""
        return self._part(Body, children)

    # --- conclusions ---------------------------------------------------------------------------

    def recipient_head(self, tokens: list[LineToken]) -> Node:
        """`Nơi nhận:`, with recipients on the same line where there are some."""
        return self._node(RecipientsHead, tokens, name="")

    def recipient(self, tokens: list[LineToken]) -> Node:
        """One recipient."""
        return self._node(Recipient, tokens)

    def sign_line(self, tokens: list[LineToken]) -> Node:
        """One line of the signature."""
        return self._node(Paragraph, tokens)

    def conclusions(self, children: list[Node]) -> Node:
        """Recipients and signature, with each read as a whole."""
        node = cast(Conclusions, self._part(Conclusions, children))
        recipients = read_recipients(children)
        signature = read_signature(children)
        node.phrases = [found for found in (recipients, signature) if found is not None]
        node.lost = not node.phrases
        return node

    def attachment(self, children: list[Node]) -> Node:
        """What follows."""
        return self._part(Attachment, children)

    def attached(self, children: list[Node]) -> Node:
        """A document issued with this one."""
        children[-1].start = max(children[-1].start, children[-2].end)
        children[-1].end = max(children[-1].start, children[-1].end)
        return self._part(Attached, children)

    def plan(self, parts: list[Node]) -> Plan:
        """The whole; every part is placed, also an empty one, and every node knows its parent.

        An attachment without anything in it is none.
        """
        if not parts[-1].children:
            parts = parts[:-1]
        at = 0
        for part in parts:
            if not part.children:
                part.start = part.end = at
            at = part.end
        plan = Plan(0, len(self.source.text), source=self.source, flats=self.flats, children=parts)
        for node in plan.walk():
            for child in node.children:
                child.parent = node
            for phrase in node.phrases:
                phrase.parent = node
        return plan


def _heading(text: str, marker: Marker | None) -> str:
    """A block's own words without its marker and without Markdown's heading signs before it."""
    words = text.lstrip("# ")
    return words[marker.length :].lstrip(" :–-") if marker else words
