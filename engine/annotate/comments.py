"""Comments: the part of a Word file that holds them, and the marks in the text that they are at."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from ..readers.docx.xml import Element, T, parse, w
from .package import Copy
from .runs import SPACE, Story, Stretch
from .words import AUTHOR, INITIALS, Line, Weight

_EMPTY = b'<w:comments xmlns:w="%s"/>' % w("").strip("{}").encode()
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_COLOURS: dict[Weight, str] = {
    "error": "C00000", "warning": "B45F06", "info": "1F4E79", "unknown": "595959",
}  # fmt: skip
_SIZE = "20"  # in half points: comments stand in a narrow margin


class Comments:
    """The comments of a file, those that are there and those that are added."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._part = copy.file.part_of_kind("comments")
        self._root = self._part.root if self._part else parse(_EMPTY)
        ids = [one.get(w("id")) or "" for one in self._root]
        self._next = max((int(one) for one in ids if one.isdigit()), default=-1) + 1

    def add(self, lines: Iterable[Line], weight: Weight | None, date: str) -> str:
        """Adds a comment, a paragraph each line; returns its id."""
        number = str(self._next)
        self._next += 1
        comment = etree.SubElement(
            self._root,
            w("comment"),
            {w("id"): number, w("author"): AUTHOR, w("date"): date, w("initials"): INITIALS},
        )
        for place, line in enumerate(lines):
            comment.append(_paragraph(self._root, line, weight if place == 0 else None, place == 0))
        return number

    def save(self) -> None:
        """Puts the comments into the copy."""
        if self._part is not None:
            self._copy.put(self._part.name, self._root)
        else:
            self._copy.add("comments", self._root, _CONTENT)


def mark(story: Story, stretch: Stretch, number: str) -> None:
    """Marks the words that a comment is about."""
    first, last = stretch.first, stretch.last
    if stretch.holder is not None:
        begin = end = stretch.holder
    else:
        begin = story.run_from(first.node, first.start)
        end = story.run_to(last.node, last.end)
    ident = {w("id"): number}
    begin.addprevious(begin.makeelement(w("commentRangeStart"), ident))
    reference = end.makeelement(w("r"))
    reference.append(reference.makeelement(w("commentReference"), ident))
    end.addnext(reference)
    end.addnext(end.makeelement(w("commentRangeEnd"), ident))


def _paragraph(root: Element, line: Line, weight: Weight | None, is_first: bool) -> Element:
    """A paragraph of a comment, set small and close whatever the document's own style is."""
    paragraph = root.makeelement(w("p"))
    setting = etree.SubElement(paragraph, w("pPr"))
    etree.SubElement(
        setting,
        w("spacing"),
        {w("before"): "0", w("after"): "40", w("line"): "240", w("lineRule"): "auto"},
    )
    etree.SubElement(setting, w("ind"), {w("left"): "0", w("right"): "0", w("firstLine"): "0"})
    etree.SubElement(setting, w("jc"), {w("val"): "left"})
    if is_first:
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("annotationRef"))
    if line.label:
        paragraph.append(_run(root, f"{line.label}: ", True, _COLOURS[weight] if weight else None))
    paragraph.append(_run(root, line.text, False, None))
    return paragraph


def _run(root: Element, words: str, bold: bool, colour: str | None) -> Element:
    run = root.makeelement(w("r"))
    look = etree.SubElement(run, w("rPr"))
    if bold:
        etree.SubElement(look, w("b"))
    else:
        etree.SubElement(look, w("b"), {w("val"): "0"})
    if colour:
        etree.SubElement(look, w("color"), {w("val"): colour})
    etree.SubElement(look, w("sz"), {w("val"): _SIZE})
    text = etree.SubElement(run, T, {SPACE: "preserve"})
    text.text = _printable(words)
    return run


def _printable(words: str) -> str:
    """Words without the control characters that XML cannot hold."""
    return "".join(c if c >= " " or c == "\t" else " " for c in words)
