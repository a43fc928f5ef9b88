"""Web text: the elements of a page as lines of text, as a browser would show them.

A paragraph is a line, `<br>` ends one; white space is folded; the numbers of lists are written
out; a table of data is a line a row, `| a | b |`, while the cells of a table that only places
things (a document's header, its signature) follow one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from ...grammar.origin import Alignment, Look
from .markup import BLOCKS, Element, Words
from .web_lists import Numbering, marker_of
from .web_style import Style, declarations, inherit, is_block, is_unseen

# Where the text is shorter or longer than its markup; soft hyphens and the like are not seen.
_FOLDED = re.compile(r"&#?\w{1,32}+;?|[ \t\r\n\f]{2,}+|[\xad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"[\t\r\n\f]")
_BLANK = " \t\r\n\f"
# Links from a footnote's mark to its text (Word, LibreOffice): the mark is no part of the sentence.
_NOTE_LINK = re.compile(r"#(?:_?(?:ftn|edn)\d|sdfootnote\d+sym|sdendnote\d+sym)")
_SYMBOLS = "·§\xb7\uf0b7\uf0a7\uf0d8o"


@dataclass(slots=True, eq=False)
class Part:
    """Some text of a line; `start` and `end` are where it stands in the markup, if it does."""

    text: str
    start: int = -1
    end: int = -1
    look: Look | None = None


@dataclass(slots=True, eq=False)
class Line:
    """A line: its parts, the block element that it stands in, how much of it is links."""

    element: Element
    parts: list[Part] = field(default_factory=list)
    alignment: Alignment | None = None
    linked: int = 0
    row: bool = False

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(part.text for part in self.parts)


def lines_of(root: Element, markup: str, hidden: bool = False) -> list[Line]:
    """All lines of an element that have any text; `hidden`: also what a script has to show."""
    writer = _Writer(markup, root, hidden)
    writer.walk(root, Style())
    writer.end_line()
    return writer.lines


class _Writer:
    """Writes the lines of one element; a cell of a table has a writer of its own.

    It recurses: elements nest no deeper than markup.py lets them.
    """

    def __init__(self, markup: str, block: Element, hidden: bool) -> None:
        self._markup = markup
        self._hidden = hidden
        self.lines: list[Line] = []
        self._line = Line(block)
        self._block = block
        self._marker = ""
        self._beside_picture = False
        self._glued = True  # a space here would begin the line or follow another space

    def walk(self, element: Element, style: Style, numbering: Numbering | None = None) -> None:
        """Writes what an element holds."""
        for child in element.children:
            if isinstance(child, Words):
                self._words(child, style)
            else:
                self._element(child, style, numbering)

    def _element(self, element: Element, outer: Style, numbering: Numbering | None) -> None:
        own = declarations(element) if element.attributes else {}
        if is_unseen(element, own, self._hidden) or _is_note_mark(element):
            return
        if element.name == "br":
            self.end_line()
            return
        if element.name == "img":
            self._beside_picture = _floats(element, own)
            return
        if own.get("mso-list") == "ignore":
            self._word_marker(element)
            return
        style = inherit(outer, element, own)
        if element.name == "table":
            self._table(element, style)
        elif is_block(element, own, BLOCKS):
            self._block_element(element, style, numbering)
        else:
            self.walk(element, style, numbering)

    def _block_element(self, element: Element, style: Style, numbering: Numbering | None) -> None:
        self.end_line()
        outer, self._block = self._block, element
        self._begin(style)
        if element.name in ("ul", "ol", "menu", "dir"):
            self.walk(element, style, Numbering.of(element))
        elif element.name == "li":
            self._marker = marker_of(element, numbering)
            self.walk(element, style)
            self.end_line()
            self._marker = ""
        else:
            self.walk(element, style, numbering)
        self.end_line()
        self._block = outer
        self._begin(style)

    def _begin(self, style: Style) -> None:
        self._line.element = self._block
        self._line.alignment = style.alignment

    def end_line(self) -> None:
        """Ends the line; one without text is none."""
        line, self._glued = self._line, True
        if not line.parts:
            return
        _strip(line)
        if line.parts:
            if self._marker:
                if not _is_marked(line.text, self._marker):
                    line.parts.insert(0, Part(self._marker))
                self._marker = ""
            self.lines.append(line)
        self._line = Line(self._block, alignment=line.alignment)

    def _words(self, words: Words, style: Style) -> None:
        if style.pre:
            at = words.start
            for piece in self._markup[words.start : words.end].split("\n"):
                if at > words.start:
                    self.end_line()
                self._run(at, at + len(piece), style)
                at += len(piece) + 1
        else:
            self._run(words.start, words.end, style)

    def _run(self, start: int, end: int, style: Style) -> None:
        """Writes a stretch of markup without tags."""
        if self._beside_picture:  # LibreOffice breaks its lines there, in the middle of a word
            self._beside_picture = False
            start += self._markup.startswith("\n", start)
        at = start
        for match in _FOLDED.finditer(self._markup, start, end):
            self._plain(at, match.start(), style)
            found, at = match[0], match.end()
            if found[0] == "&":
                text = unescape(found)
                if text != "\xad":
                    self._put(text, match.start(), at, style)
            elif found[0] in _BLANK:
                self._put(found if style.pre else " ", match.start(), at, style)
        self._plain(at, end, style)

    def _plain(self, start: int, end: int, style: Style) -> None:
        if start < end:
            text = self._markup[start:end]
            self._put(text if style.pre else _SPACE.sub(" ", text), start, end, style)

    def _put(self, text: str, start: int, end: int, style: Style) -> None:
        """Adds text to the line; a space at its beginning or behind another one is not shown."""
        if not style.pre and self._glued and text[0] == " ":
            text = text[1:]
            start += 1 if end - start > len(text) and text else 0
            if not text:
                return
        self._glued = text[-1] == " "
        if style.upper and len(text.upper()) == len(text):
            text = text.upper()
        line = self._line
        last = line.parts[-1] if line.parts else None
        if (
            last is not None
            and last.end == start
            and last.look is style.look
            and len(last.text) == last.end - last.start
            and len(text) == end - start
        ):
            last.text += text
            last.end = end
        else:
            line.parts.append(Part(text, start, end, style.look))
        if style.link:
            line.linked += len(text)

    def _word_marker(self, element: Element) -> None:
        """The number or bullet that Word writes before a paragraph of a list, with its blanks."""
        inner = _Writer(self._markup, element, self._hidden)
        inner.walk(element, Style())
        inner.end_line()
        mark = " ".join(" ".join(line.text for line in inner.lines).split())
        if mark:
            bullet = len(mark) == 1 and (mark in _SYMBOLS or not mark.isalnum())
            self._line.parts.append(Part("- " if bullet and mark not in "+*" else f"{mark} "))
            self._glued = True

    def _table(self, table: Element, style: Style) -> None:
        from .web_tables import cells_in_order, grid_of, is_data, row_lines

        self.end_line()

        def read(element: Element) -> list[Line]:
            own = declarations(element) if element.attributes else {}
            if is_unseen(element, own, self._hidden):
                return []
            writer = _Writer(self._markup, element, self._hidden)
            inner = inherit(style, element, own)
            writer._begin(inner)
            writer.walk(element, inner)
            writer.end_line()
            return writer.lines

        captions, rows = grid_of(table, read)
        self.lines += captions
        if is_data(table, rows):
            self.lines += row_lines(rows)
        else:
            for cell in cells_in_order(table, rows):
                self.lines += cell.lines


def _floats(picture: Element, own: dict[str, str]) -> bool:
    """Whether a picture stands beside the text, not among its words."""
    aside = ("left", "right")
    return (
        picture.get("align").lower() in aside
        or own.get("float", "") in aside
        or own.get("position", "") == "absolute"
    )


def _is_note_mark(element: Element) -> bool:
    return element.name == "a" and bool(_NOTE_LINK.search(element.get("href")[-80:]))


def _is_marked(text: str, marker: str) -> bool:
    """Whether a line of a list has its number in its own words too, which then stands alone."""
    from ...grammar.markers import read_marker

    own = read_marker(" ".join(text[:60].split()), text[:60])
    if own is None:
        return False
    return marker == "- " or own.text.rstrip(".)") == marker.strip().rstrip(".)")


def _strip(line: Line) -> None:
    """Takes the blanks off both ends of a line, and the offsets with them."""
    parts = line.parts
    while parts and not parts[-1].text.strip():
        parts.pop()
    while parts and not parts[0].text.strip():
        parts.pop(0)
    if not parts:
        return
    first, last = parts[0], parts[-1]
    kept = first.text.lstrip()
    if first.end - first.start == len(first.text):
        first.start += len(first.text) - len(kept)
    first.text = kept
    kept = last.text.rstrip()
    if last.end - last.start == len(last.text):
        last.end -= len(last.text) - len(kept)
    last.text = kept
