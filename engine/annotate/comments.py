"""Comments: the part of a Word file that holds them, and the marks in the text that they are at."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from .package import Element, Package, parsed, written
from .runs import SPACE, Story, Stretch, W
from .words import AUTHOR, INITIALS, Line, Weight

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_COLOURS: dict[Weight, str] = {
    "error": "C00000", "warning": "B45F06", "info": "1F4E79", "unknown": "595959",
}  # fmt: skip
_SIZE = "20"  # in half points: comments stand in a narrow margin


class Comments:
    """The comments of a file, those that are there and those that are added."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._part = package.related(main, "comments")
        data = package.read(self._part) if self._part else None
        self._root = (
            parsed(data)
            if data is not None
            else etree.Element(f"{W}comments", nsmap={"w": W.strip("{}")})
        )
        ids = [one.get(f"{W}id") or "" for one in self._root]
        self._next = max((int(one) for one in ids if one.lstrip("-").isdigit()), default=-1) + 1

    def add(self, lines: Iterable[Line], weight: Weight | None, date: str) -> str:
        """Adds a comment, a paragraph each line; returns its id."""
        number = str(max(self._next, 0))
        self._next = int(number) + 1
        comment = etree.SubElement(
            self._root,
            f"{W}comment",
            {f"{W}id": number, f"{W}author": AUTHOR, f"{W}date": date, f"{W}initials": INITIALS},
        )
        for place, line in enumerate(lines):
            comment.append(_paragraph(self._root, line, weight if place == 0 else None, place == 0))
        return number

    def save(self) -> None:
        """Puts the comments into the package."""
        data = written(self._root)
        if self._part and self._package.read(self._part) is not None:
            self._package.put(self._part, data)
            return
        folder = self._main.rpartition("/")[0]
        name = self._package.free_name(f"{folder}/comments.xml" if folder else "comments.xml")
        self._package.add(self._main, f"{_OFFICE}/comments", name, data, _CONTENT)


def mark(story: Story, stretch: Stretch, number: str) -> None:
    """Marks the words that a comment is about."""
    first, last = stretch.first, stretch.last
    if stretch.holder is not None:
        begin = end = stretch.holder
    else:
        begin = story.run_from(first.node, first.start)
        end = story.run_to(last.node, last.end)
    ident = {f"{W}id": number}
    begin.addprevious(begin.makeelement(f"{W}commentRangeStart", ident))
    reference = end.makeelement(f"{W}r")
    reference.append(reference.makeelement(f"{W}commentReference", ident))
    end.addnext(reference)
    end.addnext(end.makeelement(f"{W}commentRangeEnd", ident))


def _paragraph(root: Element, line: Line, weight: Weight | None, is_first: bool) -> Element:
    """A paragraph of a comment, set small and close whatever the document's own style is."""
    paragraph = root.makeelement(f"{W}p")
    setting = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(
        setting,
        f"{W}spacing",
        {f"{W}before": "0", f"{W}after": "40", f"{W}line": "240", f"{W}lineRule": "auto"},
    )
    etree.SubElement(setting, f"{W}ind", {f"{W}left": "0", f"{W}right": "0", f"{W}firstLine": "0"})
    etree.SubElement(setting, f"{W}jc", {f"{W}val": "left"})
    if is_first:
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
    if line.label:
        paragraph.append(_run(root, f"{line.label}: ", True, _COLOURS[weight] if weight else None))
    paragraph.append(_run(root, line.text, False, None))
    return paragraph


def _run(root: Element, words: str, bold: bool, colour: str | None) -> Element:
    run = root.makeelement(f"{W}r")
    look = etree.SubElement(run, f"{W}rPr")
    if bold:
        etree.SubElement(look, f"{W}b")
    else:
        etree.SubElement(look, f"{W}b", {f"{W}val": "0"})
    if colour:
        etree.SubElement(look, f"{W}color", {f"{W}val": colour})
    etree.SubElement(look, f"{W}sz", {f"{W}val": _SIZE})
    text = etree.SubElement(run, f"{W}t", {SPACE: "preserve"})
    text.text = _printable(words)
    return run


def _printable(words: str) -> str:
    """Words without the control characters that XML cannot hold."""
    return "".join(c if c >= " " or c == "\t" else " " for c in words)
