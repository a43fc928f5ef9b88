"""The tree of a document: its parts, after Akoma Ntoso's names, and the phrases that hang in them.

Offsets are those of `Source.text`. `children` are the parts of a node, in order, without overlap;
the leaves (`Line`) joined are the whole input. `phrases` are what the words of a node mean.
Every field with a plain value is an attribute that rules may ask for (engine/vocabulary.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from .flat import Flat, lowered
from .interval import Interval
from .source import Source

_T = TypeVar("_T")


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def _node(cls: type[_T]) -> type[_T]:
    """A dataclass without generated methods: forty generated classes cost a run 10 ms."""
    return dataclass(init=False, repr=False, eq=False)(cls)


@_node
class Node:
    """A stretch of the document. `text` is its words, folded to one line, without markup."""

    kind: ClassVar[str] = "node"
    start: int
    end: int
    text: str = field(default="", kw_only=True)
    children: list[Node] = field(default_factory=list, kw_only=True, repr=False)
    phrases: list[Node] = field(default_factory=list, kw_only=True, repr=False)
    parent: Node | None = field(default=None, kw_only=True, repr=False)

    if not TYPE_CHECKING:

        def __init__(
            self, start: int, end: int, text: str = "", children: Any = None, **values: Any
        ) -> None:
            self.start = start
            self.end = end
            self.text = text
            self.children = [] if children is None else children
            self.phrases = []
            if values:
                self.__dict__.update(values)

        def __repr__(self) -> str:
            shown = (f for f in fields(self) if f.repr and f.name in self.__dict__)
            values = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in shown)
            return f"{type(self).__name__}({values})"

    def walk(self) -> Iterator[Node]:
        """This node, then all below it, phrases included, in document order of their starts."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack += node.children[::-1]
            if node.phrases:
                stack += node.phrases[::-1]

    def parts(self) -> Iterator[Node]:
        """This node, then all parts below it, in document order: no leaves, no phrases."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            if node.children:
                yield node
                stack += node.children[::-1]

    def leaves(self) -> Iterator[Node]:
        """The leaves below this node (itself where it has no children), phrases left out."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            if node.children:
                stack.extend(reversed(node.children))
            else:
                yield node

    def ancestors(self) -> Iterator[Node]:
        """The nodes above this one, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


_N = TypeVar("_N", bound=Node)


def first(nodes: Iterable[Node], kind: type[_N]) -> _N | None:
    """The first of some nodes that is of a kind, or None."""
    return next((node for node in nodes if isinstance(node, kind)), None)


@_node
class Line(Node):
    """A leaf: one physical line, or one column of it; `role` is what the lexer took it for."""

    kind: ClassVar[str] = "line"
    role: str = ""


@_node
class Noise(Node):
    """Text that is no part of the document: web page chrome, page numbers, rules, stray marks."""

    kind: ClassVar[str] = "noise"


# --- preface ---------------------------------------------------------------------------------


@_node
class NationalHeader(Node):
    """Quốc hiệu and Tiêu ngữ (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.1)."""

    kind: ClassVar[str] = "national_header"


@_node
class Issuer(Node):
    """The issuing body (mục II.2): `name`, with its direct `superior` where it stands above it."""

    kind: ClassVar[str] = "issuer"
    name: str = ""
    superior: str | None = None


@_node
class DocNumber(Node):
    """Số, ký hiệu (mục II.3). `blank`: the line is there, the number is not filled in."""

    kind: ClassVar[str] = "doc_number"
    number: str | None = None
    ordinal: str | None = None
    symbol: str | None = None
    blank: bool = False


@_node
class DocDate(Node):
    """Địa danh và thời gian (mục II.4). `blank`: day, month or year is not filled in."""

    kind: ClassVar[str] = "doc_date"
    place: str | None = None
    date: Interval | None = None
    day: str | None = None
    month: str | None = None
    blank: bool = False


@_node
class DocType(Node):
    """Tên loại (mục II.5): `name` in lower case, `symbol` its abbreviation (Phụ lục III)."""

    kind: ClassVar[str] = "doc_type"
    name: str = ""
    symbol: str | None = None


@_node
class DocTitle(Node):
    """Trích yếu nội dung (mục II.5)."""

    kind: ClassVar[str] = "doc_title"


@_node
class Preface(Node):
    """All above the grounds. `lost`: the extraction left nothing of the header above the title."""

    kind: ClassVar[str] = "preface"
    lost: bool = False


# --- preamble and body -------------------------------------------------------------------------


@_node
class Ground(Node):
    """One ground (căn cứ): what the document rests on (mục II.6.a)."""

    kind: ClassVar[str] = "ground"


@_node
class Formula(Node):
    """The sentence that leads from the grounds to the body: … ban hành Kế hoạch … như sau."""

    kind: ClassVar[str] = "formula"


@_node
class Preamble(Node):
    """Grounds and formula."""

    kind: ClassVar[str] = "preamble"


@_node
class Block(Node):
    """A marked block of the body with all below it.

    `marker` as written, `depth` from 1 in the body, `heading` its own words; `expected` is the
    marker that should stand here where the numbering has a gap or a repeat; `roles` are the
    parts of a plan that its heading names (rules/lexicon/chapters.yaml).
    """

    kind: ClassVar[str] = "block"
    marker: str = ""
    family: str = ""
    depth: int = 0
    heading: str = ""
    expected: str | None = None
    previous: str | None = None
    roles: tuple[str, ...] = ()


@_node
class Section(Block):
    """A block with a Roman numeral, a capital letter, or Phần, Chương, Mục."""

    kind: ClassVar[str] = "section"


@_node
class Article(Block):
    """Điều."""

    kind: ClassVar[str] = "article"


@_node
class Item(Block):
    """A block with an Arabic number: 1., 1.1., 1)."""

    kind: ClassVar[str] = "item"


@_node
class Point(Block):
    """A block with a letter or a bracket: a), (1)."""

    kind: ClassVar[str] = "point"


@_node
class Bullet(Block):
    """A block with a dash, plus, star or dot."""

    kind: ClassVar[str] = "bullet"


@_node
class Caption(Block):
    """An unnumbered heading in capitals, alone on its line."""

    kind: ClassVar[str] = "caption"


@_node
class Paragraph(Node):
    """Running text of the body."""

    kind: ClassVar[str] = "paragraph"


@_node
class Table(Node):
    """A table, or what an extraction has left of one; its lines are cells."""

    kind: ClassVar[str] = "table"


@_node
class Body(Node):
    """What the plan lays down."""

    kind: ClassVar[str] = "body"


# --- conclusions -------------------------------------------------------------------------------


@_node
class Signature(Node):
    """Quyền hạn, chức vụ, họ tên của người ký (mục II.7).

    `authority` is the TM. line, `position` the rest (`KT. CHỦ TỊCH / PHÓ CHỦ TỊCH`), `deputy`
    whether a deputy signs, `on_behalf` whether KT. stands there.
    """

    kind: ClassVar[str] = "signature"
    authority: str | None = None
    position: str | None = None
    name: str | None = None
    on_behalf: bool = False
    deputy: bool = False


@_node
class Recipient(Node):
    """One line of Nơi nhận; `name` without dash, end mark and remark, `archive` the Lưu line."""

    kind: ClassVar[str] = "recipient"
    name: str = ""
    remark: str | None = None
    archive: bool = False


@_node
class RecipientsHead(Recipient):
    """The line `Nơi nhận:`; recipients that stand on it are its phrases."""

    kind: ClassVar[str] = "recipients_head"


@_node
class Recipients(Node):
    """Nơi nhận (mục II.9) as a whole; its recipients are children of the conclusions."""

    kind: ClassVar[str] = "recipients"
    count: int = 0


@_node
class Conclusions(Node):
    """Recipients and signature. `lost`: the extraction left nothing of either."""

    kind: ClassVar[str] = "conclusions"
    lost: bool = False


@_node
class Attachment(Node):
    """What follows the signature: appendices, forms, footnotes, documents issued with it."""

    kind: ClassVar[str] = "attachment"


@_node
class Attached(Node):
    """A document issued with this one (`Kèm theo Quyết định số …`): its type, title and body."""

    kind: ClassVar[str] = "attached"


# --- phrases -----------------------------------------------------------------------------------


@_node
class Citation(Node):
    """A mention of a numbered document (or of a statute).

    `number` as written; `family` is state, party, legislature, letter or statute; `hybrid` says
    that Party and State order of the symbol are mixed, `proper` what it then should be, where that
    is certain; `gapped` that a blank stands in the symbol where a hyphen or nothing should
    (`proper` then too); `first` that it is the first mention; `ground` that it stands among the
    grounds; `nested` that it is part of the title of the document cited before it; `untitled`
    that its place asks for no subject (`kèm theo Quyết định số …`); `missing` lists what a full
    citation lacks.
    """

    kind: ClassVar[str] = "citation"
    type: str | None = None
    number: str | None = None
    ordinal: str | None = None
    year: int | None = None
    symbol: str | None = None
    family: str | None = None
    date: Interval | None = None
    issuer: str | None = None
    subject: str | None = None
    hybrid: bool = False
    proper: str | None = None
    spaced: bool = False
    gapped: bool = False
    first: bool = False
    ground: bool = False
    nested: bool = False
    untitled: bool = False
    missing: tuple[str, ...] = ()


@_node
class Date(Node):
    """A day, month, quarter, half-year, year or span, as an interval.

    `precision` is day, month, quarter, half-year, year or span; `month_day` (MM-DD) stands for a
    day without a year; `about` says what a year belongs to: budget, plan or nothing.
    """

    kind: ClassVar[str] = "date"
    interval: Interval | None = None
    month_day: str | None = None
    precision: str = "day"
    about: str | None = None


@_node
class Deadline(Node):
    """A time limit that the plan sets for someone.

    `of` is issue, report or task; `period` what is reported on; `strict` says that the named day
    is already too late.
    """

    kind: ClassVar[str] = "deadline"
    of: str = "task"
    period: str | None = None
    interval: Interval | None = None
    month_day: str | None = None
    strict: bool = False
    dated: bool = False


@_node
class Assignment(Node):
    """A unit (or group of units) with the duties that the plan gives it.

    `duties` are names of rules/lexicon/duties.yaml; the words of each hang below as a `Duty`.
    `bare` says that no word stands behind or below the unit's name.
    """

    kind: ClassVar[str] = "assignment"
    unit: str = ""
    duties: tuple[str, ...] = ()
    bare: bool = False


@_node
class Duty(Node):
    """The words that give a unit a duty: `name` of rules/lexicon/duties.yaml, and the unit."""

    kind: ClassVar[str] = "duty"
    name: str = ""
    unit: str = ""


@_node
class Target(Node):
    """A number to be reached: comparator (>=, >, =, <=, <), value, unit, per."""

    kind: ClassVar[str] = "target"
    comparator: str = "="
    value: float = 0
    unit: str | None = None
    per: str | None = None


@_node
class Topic(Node):
    """A content of the administrative reform, by any of its names (rules/lexicon/topics.yaml)."""

    kind: ClassVar[str] = "topic"
    name: str = ""


@_node
class Channel(Node):
    """A channel or form of communication (rules/lexicon/channels.yaml)."""

    kind: ClassVar[str] = "channel"
    name: str = ""


@_node
class Term(Node):
    """An abbreviation that the document defines: `short` stands for `long`."""

    kind: ClassVar[str] = "term"
    short: str = ""
    long: str = ""


@_node
class EndMark(Node):
    """The mark `./.` that ends the body (Phụ lục, mẫu 1.4)."""

    kind: ClassVar[str] = "end_mark"


# --- how it is set ------------------------------------------------------------------------------


@_node
class PageSheet(Node):
    """Pages of the file that are set up alike: a section of a .docx, the pages of a .pdf.

    Lengths in millimetres; `orientation` is portrait or landscape; `top`, `bottom`, `left` and
    `right` are the margins. `number` is where the page number stands (`top center`, `bottom
    right`, … or `none`), `first_number` the same of the first page of all. `measured`: taken from
    where the words stand on the page, not from what the file says of itself.
    """

    kind: ClassVar[str] = "sheet"
    width: float | None = None
    height: float | None = None
    orientation: str | None = None
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    number: str | None = None
    first_number: str | None = None
    measured: bool = False


@_node
class PartLook(Node):
    """How a part of the document is set in its file, by the share of its letters.

    `part` is national (Quốc hiệu), motto (Tiêu ngữ), superior, issuer, doc_number, doc_date,
    doc_type, doc_title, ground, formula, heading (of a section), subheading (of an item), body,
    table, signature (quyền hạn, chức vụ), signer (họ tên), recipients_head, recipient, appendix
    (the line `Phụ lục …`) or page_number. `size` in points is that of most letters, `smallest`
    and `largest` of those that are more than a few; `bold` and `italic` are yes, no or mixed;
    `colour` is black or RRGGBB. `indent` is where the first line begins, in millimetres from the
    margin; `space` the distance to the paragraph above, in points; `line_spacing` in lines.
    `measured`: taken from the page, as in a .pdf.
    """

    kind: ClassVar[str] = "look"
    part: str = ""
    letters: int = 0
    font: str | None = None
    size: float | None = None
    smallest: float | None = None
    largest: float | None = None
    bold: str | None = None
    italic: str | None = None
    colour: str | None = None
    alignment: str | None = None
    indent: float | None = None
    space: float | None = None
    line_spacing: float | None = None
    measured: bool = False


# --- the whole ---------------------------------------------------------------------------------


@_node
class Plan(Node):
    """A whole document.

    `type` is the type of document: as its own line names it or, where that is lost, as its symbol
    does. `issued` is when it was issued: its own date or, where that is missing or blank, what the
    text implies (it is no older than the newest document that it rests on); `issued_from` is the
    node that says so. `period` is the span of years that its title names, `issuer` its own issuing
    body, `place` the province it belongs to; `subjects` what its title says that it is about
    (rules/lexicon/subjects.yaml). `damaged`: an extraction has lost letters of the text.
    `scraped`: the text was taken from a web page, which may have lost marks, lines and tables.
    `run_together`: an extraction has lost its line breaks, so that most of it stands in one line.
    `recognised`: it was recognised from pictures, in which letters and marks are mistaken.
    `cut`: its end is lost, and what is there stops within a sentence.
    `attached`: a note below its title says that it comes with another document, which has number,
    date and grounds. `system` says by whose rules it is drawn up: state (Nghị định
    30/2020/NĐ-CP), party, or front (Mặt trận Tổ quốc and the unions); nothing where the issuer is
    none of these.
    """

    kind: ClassVar[str] = "plan"
    source: Source = field(default_factory=lambda: Source(""), repr=False)
    type: str | None = None
    issuer: str | None = None
    issued: Interval | None = None
    issued_from: Node | None = None
    period: Interval | None = None
    place: str | None = None
    place_from: Node | None = None
    subjects: tuple[str, ...] = ()
    wrapped: bool = False
    damaged: bool = False
    scraped: bool = False
    run_together: bool = False
    recognised: bool = False
    attached: bool = False
    cut: bool = False
    system: str | None = None
    # The words of its nodes, as they were read.
    flats: dict[Node, Flat] = field(default_factory=dict, repr=False)

    def low(self, node: Node) -> str:
        """The words of one of its nodes for matching."""
        flat = self.flats.get(node)
        return flat.low if flat is not None and flat.text == node.text else lowered(node.text)

    def line_of(self, node: Node) -> int:
        """The 1-based line on which a node starts."""
        return self.source.line_of(node.start)


BLOCKS: tuple[type[Block], ...] = (Section, Article, Item, Point, Bullet, Caption)
PHRASES: tuple[type[Node], ...] = (
    Citation, Date, Deadline, Assignment, Duty, Target, Topic, Channel, Term, EndMark, PageSheet,
    PartLook,
)  # fmt: skip
PARTS: tuple[type[Node], ...] = (
    Plan, Preface, NationalHeader, Issuer, DocNumber, DocDate, DocType, DocTitle, Preamble,
    Ground, Formula, Body, *BLOCKS, Paragraph, Table, Conclusions, Signature, Recipients,
    Recipient, RecipientsHead, Attachment, Noise, Line,
)  # fmt: skip
