"""Page: lines with hanging indents, wrapped between words and printed in one go.

Rich's tables measure every cell twice and its texts make an object of every line: either costs
more than the whole check. A report needs only two columns, the first as wide as its widest label,
so the page keeps one string and the places of its styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from itertools import pairwise

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segments
from rich.text import Span, Text

from ...grammar.patterns import compiled

_NARROWEST = 24
_TAB = 8
_WORD = compiled(r"\s*\S+\s*")
# Characters of Vietnamese text, each one cell wide: Rich looks most of them up in a table.
_ONE_CELL = compiled("[ -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff–—‘’“”•…✓≤≥\n]*")

Measure = Callable[[str], int]


class Page:
    """Collects the lines of a page for a console."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._width = out.width  # asked once: Rich asks the environment each time
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    def blank(self) -> None:
        """An empty line."""
        self._put("\n")

    def title(self, text: str, style: str) -> None:
        """A heading after an empty line."""
        self.blank()
        self._put(text, style)
        self._put("\n")

    def text(self, text: Text, indent: int = 0) -> None:
        """A paragraph."""
        self._paragraph(text, indent)

    def rows(self, rows: list[tuple[Text, Text]], indent: int = 0, gap: int = 2) -> None:
        """Labels with their texts beside them."""
        if not rows:
            return
        sizes = [_measure_of(label.plain)(label.plain) for label, _ in rows]
        width = max(sizes) + gap
        for (label, text), size in zip(rows, sizes, strict=True):
            self._put(" " * indent)
            self._copy(label, 0, len(label.plain))
            self._put(" " * (width - size))
            self._paragraph(text, indent + width, is_begun=True)

    def print(self) -> None:
        """Prints what was collected."""
        page = Text("".join(self._parts), spans=self._spans)
        self._out.print(Segments(page.render(self._out)), soft_wrap=True)
        self._parts, self._spans, self._length = [], [], 0

    def _paragraph(self, text: Text, indent: int, is_begun: bool = False) -> None:
        """The lines of a text behind an indent, which the first has already if it is begun."""
        if "\t" in text.plain:
            text = text.copy()
            text.expand_tabs(_TAB)
        for start, end in _lines(text.plain, max(self._width - indent, _NARROWEST)):
            if not is_begun:
                self._put(" " * indent)
            self._copy(text, start, end)
            self._put("\n")
            is_begun = False

    def _copy(self, text: Text, start: int, end: int) -> None:
        """A stretch of a text with its styles."""
        shift = self._length - start
        if text.style:
            self._spans.append(Span(start + shift, end + shift, text.style))
        for first, last, style in text.spans:
            if first < end and last > start:
                place = max(first, start) + shift, min(last, end) + shift
                self._spans.append(Span(*place, style))
        self._put(text.plain[start:end])

    def _put(self, words: str, style: str = "") -> None:
        if style:
            self._spans.append(Span(self._length, self._length + len(words), style))
        self._parts.append(words)
        self._length += len(words)


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a text begin and end, without the blanks at their ends."""
    measure = _measure_of(text)
    at = 0
    for line in text.split("\n"):
        for start, end in pairwise((0, *_breaks(line, width, measure), len(line))):
            yield at + start, at + start + len(line[start:end].rstrip())
        at += len(line) + 1


def _measure_of(text: str) -> Measure:
    """What tells how many cells a part of a text takes."""
    return len if _ONE_CELL.fullmatch(text) else cell_len


def _breaks(line: str, width: int, measure: Measure) -> Iterator[int]:
    """Where to break a line: before a word that does not fit, and within one that never would."""
    used = 0
    for word in _WORD.finditer(line):
        needed = measure(word[0].rstrip())
        if used + needed <= width:
            used += measure(word[0])
        elif needed <= width:
            yield word.start()
            used = measure(word[0])
        else:
            used = yield from _folded(word, width, measure)


def _folded(word: re.Match[str], width: int, measure: Measure) -> Generator[int, None, int]:
    """Breaks before and within a word that is wider than a line; returns what its last one uses."""
    start, end = word.span()
    if start:
        yield start
    used = 0
    for at in range(start, end):
        size = measure(word.string[at])
        if used + size > width:
            yield at
            used = 0
        used += size
    return used
