"""Looks: hangs into a tree how its file sets each part: type, face, place; and its sheets of paper.

Measured by the share of letters (not of spaces, digits and marks), so that a stray run in another
font is nothing. What the file does not tell stays None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from .flat import lowered
from .lexicon import Words, lexicon
from .nodes import (
    Attachment,
    Block,
    Caption,
    Conclusions,
    DocDate,
    DocNumber,
    DocTitle,
    DocType,
    Formula,
    Ground,
    Issuer,
    Item,
    Line,
    NationalHeader,
    Node,
    Paragraph,
    PartLook,
    Plan,
    Preface,
    Recipient,
    RecipientsHead,
    Section,
    Table,
)
from .origin import Look, Origin, Piece
from .patterns import compiled
from .sheets import read_sheets

_PARTS: tuple[tuple[type[Node], str], ...] = (
    (DocNumber, "doc_number"), (DocDate, "doc_date"), (DocType, "doc_type"),
    (DocTitle, "doc_title"), (Ground, "ground"), (Formula, "formula"),
    (RecipientsHead, "recipients_head"), (Recipient, "recipient"),
)  # fmt: skip
# Parts that follow each other as paragraphs of running text.
_RUNNING = frozenset(("ground", "formula", "heading", "subheading", "body"))
_PRINTED = ("docx", "pdf")
_LONGEST_HEADING = 30  # words
_LONGEST_SUBHEADING = 20
_LONGEST_APPENDIX = 20  # characters of `Phụ lục II`
_MOST, _FEW = 0.8, 0.2  # shares of letters: from which on a face is yes, up to which it is no
_SOME = 0.05  # the share of letters in a size that counts
_FULL_LINE = 90  # letters: a paragraph of more than one line, whose alignment can be seen
_SINGLE = 1.15  # the distance of single lines in Times New Roman, in sizes of the type
_BLACK = 0x40  # a colour all of whose parts are darker is black to the eye
_HEX = compiled("[0-9A-Fa-f]{6}")
_T = TypeVar("_T")


def read_looks(plan: Plan, origin: Origin) -> None:
    """Adds the sheets of a file and the looks of its parts to the phrases of the plan.

    Nothing where the file does not tell how it will be printed: recognised text, a web page.
    """
    if origin.format not in _PRINTED:
        return
    found: list[Node] = [*read_sheets(origin, len(plan.source.text))]
    if any(piece.look or piece.setting for piece in origin.pieces):
        found += _Reader(plan, origin).looks()
        found += _page_numbers(origin)
    for node in found:
        node.parent = plan
    plan.phrases.extend(found)


# --- which stretch of the text is which part -----------------------------------------------------


@dataclass(slots=True, eq=False)
class Stretch:
    """A part that is set as one: its name in `PartLook.part`, its words, its node.

    `marker` is what stands before its own words.
    """

    part: str
    start: int
    end: int
    node: Node
    marker: str = ""


def stretches(plan: Plan) -> Iterator[Stretch]:
    """The parts of a document that have looks of their own, in order."""
    for part in plan.children:
        over: set[int] = set()  # short paragraphs over a table are its titles
        for node in part.parts():
            over.update(
                id(child)
                for child, below in pairwise(node.children)
                if isinstance(below, Table) and len(child.text.split()) <= _LONGEST_SUBHEADING
            )
            if isinstance(node, Paragraph) and id(node) in over:
                yield _whole("table", node)
            else:
                yield from _stretches_of(node, part)


def _stretches_of(node: Node, part: Node) -> Iterator[Stretch]:
    if isinstance(node, NationalHeader):
        yield from _header(node)
    elif isinstance(node, Issuer):
        yield from _issuer(node)
    elif isinstance(part, Attachment) and not isinstance(node, (Block, Table)):
        if isinstance(node, Paragraph) and _heads_appendix(node):
            yield _whole("appendix", node)
    elif isinstance(node, Block):
        yield _block(node)
    elif isinstance(node, Table):
        yield _whole("table", node)
    elif isinstance(node, Paragraph):
        if isinstance(part, Conclusions):
            yield _whole(_signature_part(node), node)
        elif not isinstance(part, Preface):
            yield _whole("body", node)
    else:
        name = next((name for kind, name in _PARTS if type(node) is kind), None)
        if name is not None:
            yield _whole(name, node)


def _whole(part: str, node: Node) -> Stretch:
    return Stretch(part, node.start, node.end, node)


def _lines(node: Node) -> list[Line]:
    return [c for c in node.children if isinstance(c, Line) and c.role != "page"]


def _header(node: NationalHeader) -> Iterator[Stretch]:
    """Quốc hiệu and Tiêu ngữ: the motto begins with the line that names it."""
    lines = _lines(node)
    motto = [at for at, line in enumerate(lines) if _words("motto").search(lowered(line.text))]
    at = motto[0] if motto else len(lines)
    for name, group in (("national", lines[:at]), ("motto", lines[at:])):
        if group:
            yield Stretch(name, group[0].start, group[-1].end, node)


def _issuer(node: Issuer) -> Iterator[Stretch]:
    """The issuer's own lines from below, and those of its superior above them."""
    lines = [line for line in node.leaves() if any(c.isalpha() for c in line.text)]
    left = len(_letters(node.name))
    at = len(lines)
    while at and left > 0:
        at -= 1
        left -= len(_letters(lines[at].text))
    for name, group in (("superior", lines[:at]), ("issuer", lines[at:])):
        if group:
            yield Stretch(name, group[0].start, group[-1].end, node)


def _behind_marker(text: str, stretch: Stretch) -> int:
    """Where the own words of a stretch begin."""
    start = stretch.start
    while start < stretch.end and (text[start].isspace() or text[start] in "*#|"):
        start += 1
    return start + len(stretch.marker) if text.startswith(stretch.marker, start) else start


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def _block(node: Block) -> Stretch:
    """A block's own words behind its marker."""
    lines = _lines(node)
    part = _block_part(node, lines)
    return Stretch(part, lines[0].start, lines[-1].end, node, node.marker)


def _block_part(node: Block, lines: list[Line]) -> str:
    """Whether a block's own words are a heading: short, no sentence, and over something.

    What stands over a table is the table's.
    """
    words = len(node.heading.split())
    heading = node.heading.rstrip()
    below = node.children[len(lines) :]
    if isinstance(node, Caption):
        return "table" if below and isinstance(below[0], Table) else "heading"
    if isinstance(node, Section) and words <= _LONGEST_HEADING:
        return "body" if heading.endswith((".", ";", ",")) else "heading"
    plain = node.marker.rstrip(".)").isdecimal()  # of 1.1. the decree says nothing
    if isinstance(node, Item) and plain and words <= _LONGEST_SUBHEADING and below:
        # `Thành viên gồm:` leads a list and is no title.
        return "body" if heading.endswith((".", ";", ",", ":")) else "subheading"
    return "body"


def _signature_part(node: Paragraph) -> str:
    line = node.children[0] if node.children else None
    return "signer" if isinstance(line, Line) and line.role == "name" else "signature"


def _heads_appendix(node: Paragraph) -> bool:
    short = len(node.text) <= _LONGEST_APPENDIX
    return short and bool(_words("appendix_word").match(lowered(node.text)))


@lru_cache(maxsize=4)
def _words(key: str) -> Words:
    return lexicon().matcher("layout", key)


# --- how a stretch is set ------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Tally:
    """What the letters of a stretch look like: for each property, how many letters have a value."""

    letters: int = 0
    values: dict[str, Counter[object]] = field(default_factory=dict)

    def add(self, look: Look, letters: int) -> None:
        self.letters += letters
        for name in ("font", "size", "bold", "italic", "colour"):
            value = getattr(look, name)
            if value is not None:
                self.values.setdefault(name, Counter())[value] += letters

    def most(self, name: str, kind: type[_T]) -> _T | None:
        """The value of most letters; None where it is not known of half of them."""
        counts = self.values.get(name)
        if counts is None or 2 * sum(counts.values()) < self.letters:
            return None
        value = counts.most_common(1)[0][0]
        return value if isinstance(value, kind) else None

    def face(self, name: str) -> str | None:
        """Whether the letters are bold (or italic): yes, no, mixed; None where unknown."""
        counts = self.values.get(name)
        if counts is None or 2 * sum(counts.values()) < self.letters:
            return None
        share = counts[True] / sum(counts.values())
        return "yes" if share >= _MOST else "no" if share <= _FEW else "mixed"

    def sizes(self) -> list[float]:
        """The sizes that more than a few letters have."""
        counts = self.values.get("size", Counter())
        return sorted(
            s for s, n in counts.items() if isinstance(s, float) and n > _SOME * self.letters
        )


class _Reader:
    """Reads the looks of all stretches in order; some need the one before."""

    def __init__(self, plan: Plan, origin: Origin) -> None:
        self._plan, self._origin = plan, origin
        self._measured = origin.format == "pdf"
        self._before: tuple[Stretch, Piece] | None = None

    def looks(self) -> Iterator[PartLook]:
        """A look of each stretch that has letters."""
        for stretch in stretches(self._plan):
            look = self._look(stretch)
            if look is not None:
                yield look

    def _look(self, stretch: Stretch) -> PartLook | None:
        source = self._plan.source
        start, end = (
            source.raw_offset(_behind_marker(source.text, stretch)),
            source.raw_offset(stretch.end),
        )
        tally, first = _Tally(), None
        for piece, left, right in self._origin.between(start, end):
            letters = sum(map(str.isalpha, source.raw[left:right]))
            if letters:
                first = first or piece
                tally.add(piece.look or Look(), letters)
        if first is None:
            return None
        sizes = tally.sizes()
        node = PartLook(
            stretch.start, stretch.end, text=stretch.node.text, part=stretch.part,
            letters=tally.letters, font=tally.most("font", str),
            size=tally.most("size", float),
            smallest=sizes[0] if sizes else None, largest=sizes[-1] if sizes else None,
            bold=tally.face("bold"), italic=tally.face("italic"),
            colour=_colour(tally.most("colour", str)), measured=self._measured,
        )  # fmt: skip
        if first.setting is not None:
            self._set(node, stretch, first)
        self._before = (stretch, first)
        return node

    def _set(self, node: PartLook, stretch: Stretch, first: Piece) -> None:
        """What the setting of its first paragraph says."""
        setting = first.setting
        assert setting is not None
        if node.letters >= _FULL_LINE or stretch.part not in _RUNNING:
            node.alignment = setting.alignment
        begins = self._begins(first)
        if begins:
            node.indent = self._indent(stretch, first)
            node.space = self._space(stretch, first)
        node.line_spacing = setting.line_spacing
        if setting.line_points is not None and node.size:
            lines = setting.line_points / (node.size * _SINGLE)
            # Less than single may be a least distance, which the lines then exceed by themselves.
            node.line_spacing = lines if lines >= 1 else None

    def _begins(self, first: Piece) -> bool:
        """Whether a stretch begins a paragraph of the file: not so behind a soft line break."""
        if self._before is None:
            return True
        before = self._before[1]
        if first.paragraph is not None:
            return before.paragraph != first.paragraph
        return before.setting is not first.setting

    def _indent(self, stretch: Stretch, first: Piece) -> float | None:
        """Where its first line begins; unknown where tabs or spaces push it."""
        setting = first.setting
        if setting is None or (setting.first_indent is None and setting.left_indent is None):
            return None
        raw = self._plan.source.raw
        line = raw.rfind("\n", 0, self._plan.source.raw_offset(stretch.node.start)) + 1
        head = raw[line : first.end]
        if head[:1].isspace() or "\t" in head[: len(head) - len(head.lstrip())]:
            return None
        return (setting.left_indent or 0.0) + (setting.first_indent or 0.0)

    def _space(self, stretch: Stretch, first: Piece) -> float | None:
        """The distance to the paragraph of running text above."""
        if self._before is None or stretch.part not in _RUNNING:
            return None
        above, piece = self._before
        if above.part not in _RUNNING or piece.setting is None or first.setting is None:
            return None
        after, before = piece.setting.space_after, first.setting.space_before
        return None if after is None and before is None else (after or 0.0) + (before or 0.0)


def _colour(colour: str | None) -> str | None:
    """`black` for what is black to the eye, else the colour."""
    if colour is None or _HEX.fullmatch(colour) is None:
        return None
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return "black" if max(parts) < _BLACK else colour.upper()


def _page_numbers(origin: Origin) -> Iterable[PartLook]:
    """How the page numbers are set: of those pages that have one, the first."""
    for sheet in origin.sheets:
        look = sheet.number_look
        if sheet.number and look is not None:
            tally = _Tally()
            tally.add(look, 1)
            yield PartLook(
                0, 0, part="page_number", letters=1, font=look.font, size=look.size,
                smallest=look.size, largest=look.size, bold=tally.face("bold"),
                italic=tally.face("italic"), colour=_colour(look.colour),
                measured=origin.format == "pdf",
            )  # fmt: skip
            return
