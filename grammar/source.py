"""Source: the text of one document, normalised once, every offset traceable to the raw text."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .flat import lowered
from .patterns import compiled

if TYPE_CHECKING:
    from .origin import Origin

# A base character and the combining marks behind it: what NFC may fold into fewer characters.
# Hangul jamo compose without being "combining"; documents here have none, and a whole run of
# them still maps to the start of its run, so positions stay ordered.
_CLUSTER = compiled(r"[^\u0300-\u036f][\u0300-\u036f]+")
# Latin-1 letters and signs that Vietnamese in Unicode has not, and every legacy encoding has.
_ODD = compiled("[¬µ¶¸¹¼½¾ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñö÷øûüþ]")
# Line breaks that a program wrote as it writes them itself, `\r\n`; with them tabs as well.
_BREAK = r"\r\n"
_ESCAPES = compiled(r"(?:\\[rnt])+")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the raw text: 1-based line and column (in characters), 0-based raw offset."""

    line: int
    column: int
    offset: int


@dataclass(slots=True)
class _Way:
    """The way back from the offsets of a text to those of the text that it was made from.

    A mark stands wherever the two lengths drift apart.
    """

    after: list[int] = field(default_factory=lambda: [0])
    before: list[int] = field(default_factory=lambda: [0])

    def mark(self, after: int, before: int) -> None:
        self.after.append(after)
        self.before.append(before)

    def back(self, offset: int) -> int:
        at = bisect_right(self.after, offset) - 1
        return self.before[at] + offset - self.after[at]


@dataclass(slots=True)
class Source:
    r"""One document's text.

    `raw` is the text as it was read; `text` is its NFC form, in whose offsets every later stage
    speaks. Lines are split on "\n" alone, as editors count them. `legacy` names the encoding from
    before Unicode that the text was converted from, where it held such letters. `escaped`: it
    held line breaks written in letters (`\r\n`), blanks in `text`. `origin` leads from raw offsets
    to the places of a file that is more than text (a paragraph and run, a page and rectangle).
    """

    raw: str
    path: str = ""
    origin: Origin | None = field(default=None, repr=False)
    text: str = field(init=False)
    legacy: str | None = field(init=False, default=None)
    escaped: bool = field(init=False, default=False)
    _low: str | None = field(init=False, repr=False, default=None)
    _line_starts: list[int] = field(init=False, repr=False)
    _to_raw: _Way = field(init=False, repr=False, default_factory=_Way)
    _to_read: _Way | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        if unicodedata.is_normalized("NFC", self.raw):
            self.text = self.raw
        else:
            self.text = self._normalise()
        if _ODD.search(self.text):
            self._convert_legacy()
        if _BREAK in self.text and self._to_read is None:
            breaks = ((*match.span(), " ") for match in _ESCAPES.finditer(self.text))
            self.escaped = self._rewrite(breaks)
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        self._line_starts = starts

    @property
    def low(self) -> str:
        """`text` in lower case and one spelling, of the same length; phrases are matched in it."""
        if self._low is None:
            self._low = lowered(self.text)
        return self._low

    def _normalise(self) -> str:
        """NFC of the raw text; records a mark wherever the two lengths drift apart."""
        pieces: list[str] = []
        done_raw = done_nfc = 0
        for match in _CLUSTER.finditer(self.raw):
            before = unicodedata.normalize("NFC", self.raw[done_raw : match.start()])
            if len(before) != match.start() - done_raw:  # singletons and other rare foldings
                self._to_raw.mark(done_nfc + len(before), match.start())
            pieces.append(before)
            done_nfc += len(before)
            composed = unicodedata.normalize("NFC", match.group())
            pieces.append(composed)
            done_nfc += len(composed)
            done_raw = match.end()
            if len(composed) != len(match.group()):
                self._to_raw.mark(done_nfc, done_raw)
        pieces.append(unicodedata.normalize("NFC", self.raw[done_raw:]))
        text = "".join(pieces)
        if unicodedata.is_normalized("NFC", text):
            return text
        # Compositions across our clusters (not Vietnamese): keep the text NFC, positions to the
        # nearest mark before it.
        return unicodedata.normalize("NFC", text)

    def _convert_legacy(self) -> None:
        """Converts a text in letters of an old encoding; the way back to those letters is kept."""
        from .legacy import recognise

        found = recognise(self.text)
        if found is None:
            return
        pieces = ((piece.start, piece.end, piece.letter) for piece in found.convert(self.text))
        if self._rewrite(pieces):
            self.legacy = found.name

    def _rewrite(self, pieces: Iterable[tuple[int, int, str]]) -> bool:
        """Puts letters in the place of others, whence the way back is kept; whether it was done."""
        way = _Way()
        parts: list[str] = []
        done = length = 0
        for start, end, letter in pieces:
            parts += (self.text[done:start], letter)
            length += start - done + len(letter)
            done = end
            if len(letter) != end - start:
                way.mark(length, done)
        text = "".join([*parts, self.text[done:]])
        if not unicodedata.is_normalized("NFC", text):  # so behind stray combining marks only
            return False
        self.text, self._to_read = text, way
        return True

    def _read_offset(self, offset: int) -> int:
        """The offset in the NFC text as it was before the conversion of legacy letters."""
        return offset if self._to_read is None else self._to_read.back(offset)

    def raw_offset(self, offset: int) -> int:
        """The raw offset of an offset in `text`."""
        return min(self._to_raw.back(self._read_offset(offset)), len(self.raw))

    def line_of(self, offset: int) -> int:
        """The 1-based line on which an offset of `text` lies."""
        return bisect_right(self._line_starts, offset)

    def position(self, offset: int) -> Position:
        """Line, column and raw offset of an offset in `text`."""
        line = self.line_of(offset)
        return Position(
            line=line,
            column=self._read_offset(offset) - self._read_offset(self._line_starts[line - 1]) + 1,
            offset=self.raw_offset(offset),
        )

    @property
    def line_count(self) -> int:
        """How many lines the text has."""
        return len(self._line_starts)

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end (line break included) of a 1-based line, in offsets of `text`."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        return start, end
