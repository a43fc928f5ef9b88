"""Origin: from which places of its file a text was taken, and how it is set there.

A reader (engine/readers/) makes one beside the text; a plain text file needs none. Offsets are
those of the raw text (`Source.raw`). Lengths are in millimetres, sizes of type and spaces between
paragraphs in points. None everywhere: the file does not tell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["docx", "pdf", "scan", "html"]
Alignment = Literal["left", "center", "right", "justify"]


@dataclass(slots=True, eq=False)
class Look:
    """How a stretch of text is set: the font by its family name, its size, its face."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    colour: str | None = None  # RRGGBB


@dataclass(slots=True, eq=False)
class Setting:
    """How a paragraph is set; `line_spacing` in lines where it is relative, else None.

    `line_points` is an exact or least distance of lines, in points.
    """

    alignment: Alignment | None = None
    first_indent: float | None = None
    left_indent: float | None = None
    space_before: float | None = None
    space_after: float | None = None
    line_spacing: float | None = None
    line_points: float | None = None


@dataclass(slots=True, eq=False)
class Sheet:
    """A page of a .pdf, or a section of a .docx: paper, margins, where its page number stands.

    `number` is where the page number stands (`top center`, `bottom right`, …), "" where it has
    none; `number_look` how it is set. `first` says that it is the first page, or a section whose
    first page is meant alone.
    """

    width: float
    height: float
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    number: str | None = None
    number_look: Look | None = None
    first: bool = False


@dataclass(slots=True, eq=False)
class Piece:
    """A stretch of the raw text that was taken from one place of the file.

    Between two pieces stands only what the reader put there itself: line breaks, automatic numbers,
    bars between cells. `at` is the reader's own address of the place, which its annotator
    understands. `page` and `line` (on the page, from 1) are known of a .pdf, `paragraph` (from 1,
    in reading order) of a .docx; `confidence` (0 to 1) of recognised text.
    """

    start: int
    end: int
    at: object = None
    page: int | None = None
    line: int | None = None
    paragraph: int | None = None
    look: Look | None = None
    setting: Setting | None = None
    confidence: float | None = None


@dataclass(slots=True, eq=False)
class Origin:
    """The file behind a text: its pieces in order, its pages, what to tell the reader of it.

    `data` are the bytes that were read (of a converted file, those after conversion, with
    `converted` naming the kind of file before it: "doc", "odt", "rtf").
    """

    format: Format
    data: bytes = field(default=b"", repr=False)
    converted: str | None = None
    pieces: list[Piece] = field(default_factory=list, repr=False)
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _starts: list[int] | None = field(default=None, repr=False)

    @property
    def recognised(self) -> bool:
        """Whether the text was recognised from pictures."""
        return self.format == "scan"

    def between(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """The pieces between two raw offsets, each with the part of it that lies there.

        The parts are raw offsets too; a piece of which nothing lies between them is left out.
        """
        if self._starts is None or len(self._starts) != len(self.pieces):
            self._starts = [piece.start for piece in self.pieces]
        at = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(at, len(self.pieces)):  # no slice: a long file would be copied
            piece = self.pieces[number]
            if piece.start >= end:
                return
            if piece.end > start:
                yield piece, max(piece.start, start), min(piece.end, end)


@dataclass(slots=True, eq=False)
class TextBuilder:
    """Joins a text from pieces, keeping where each stands."""

    _parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def add(self, text: str, piece: Piece) -> None:
        """Adds text taken from the file; the piece's offsets are set here."""
        if not text:
            return
        piece.start, piece.end = self.length, self.length + len(text)
        self.pieces.append(piece)
        self.put(text)

    def put(self, text: str) -> None:
        """Adds text that the file does not have in this form: a line break, an automatic number."""
        self._parts.append(text)
        self.length += len(text)

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self._parts)
