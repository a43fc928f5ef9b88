"""Article: the document within a web page, told from the menus, news and comments around it.

Lines that only a document has (quốc hiệu, tên loại, grounds, sections, Nơi nhận, a signature) are
the cues, by the words of rules/lexicon/layout.yaml. From the whole page the search goes down to
the smallest element that still holds all of them; where it is not sure, more is kept, for the
grammar takes what is left of a page as noise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ...grammar.lines import (
    RawLine,
    cues,
    heads_recipients,
    is_appendix,
    is_number_line,
    is_sign,
    is_table_head,
    read_line,
)
from ...grammar.source import Source
from .markup import Element
from .web_text import Line

_HEADS = frozenset(("national", "type"))
_ENDS = frozenset(("recipients", "sign"))
# Cues that keep their element in, wherever they stand; the others a list of news may have too.
_FIRM = frozenset(("national", "ground", "section", "recipients", "sign", "appendix", "table"))
_CHROME_TAGS = frozenset(("nav", "header", "footer", "aside"))
_CHROME_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar")
)
_SHARE = 0.15  # of the text, which may stand beside a document that is not whole
_LONG = 90  # letters of a line that is prose, no label
_HEADINGS = frozenset(("h1", "h2", "h3"))


@dataclass(slots=True, eq=False)
class _Seen:
    """A line with what it is a cue for, if anything."""

    line: Line
    cue: str
    size: int

    @property
    def order(self) -> int:
        return self.line.element.order

    @property
    def is_link(self) -> bool:
        return self.line.linked * 10 > self.size * 7


def document_lines(root: Element, lines: list[Line]) -> tuple[list[Line], int]:
    """The lines of a page's document, and how many cues of a document it has."""
    seen = _look(lines)
    within = _smallest(root, seen)
    held = [one for one in seen if within.holds(one.line.element)]
    kept = _without_chrome(held)
    return [one.line for one in kept], sum(1 for one in kept if one.cue)


def _look(lines: list[Line]) -> list[_Seen]:
    """Each line with its cue; all in one source, so that letters of old fonts are read too."""
    texts = [line.text.replace("\n", " ") for line in lines]
    source = Source("\n".join(texts))
    seen = []
    for number, (line, text) in enumerate(zip(lines, texts, strict=True), start=1):
        one = _Seen(line, "", len(text))
        if not one.is_link:
            one.cue = _cue(line, read_line(source, *source.line_span(number)))
        seen.append(one)
    return seen


def _cue(line: Line, read: RawLine) -> str:
    """What a line is a cue for."""
    low = read.low
    if read.kind != "text":
        return ""
    if line.row:
        return "table"
    if cues().national.match(low):
        return "national"
    typed = cues().doc_type.match(low)
    if typed and (read.caps or (line.element.name in _HEADINGS and len(low) > typed)):
        return "type"
    if is_number_line(read) and "/" in low and len(low) < _LONG:
        return "number"
    if cues().ground.match(low) and "/" in low and read.marker is None:
        return "ground"
    if heads_recipients(read):
        return "recipients"
    if is_sign(read):
        return "sign"
    if is_appendix(read):
        return "appendix"
    if is_table_head(read):
        return "table"
    return "section" if read.marker is not None and read.marker.is_high else ""


def _smallest(root: Element, seen: list[_Seen]) -> Element:
    """The smallest element that holds the document."""
    within, held = root, seen
    while True:
        child = _main_child(within, held)
        if child is None:
            return within
        inside = [one for one in held if child.holds(one.line.element)]
        outside = [one for one in held if not child.holds(one.line.element)]
        if not _may_leave(inside, outside):
            return within
        within, held = child, inside


def _main_child(within: Element, held: list[_Seen]) -> Element | None:
    """The child with most cues; of those without any, the one with most text that is no link."""
    children = [child for child in within.children if isinstance(child, Element)]
    weights: Counter[int] = Counter()
    at = 0
    for one in held:  # both are in document order
        while at < len(children) and children[at].last < one.order:
            at += 1
        if at < len(children) and children[at].holds(one.line.element):
            weights[at] += 10_000_000 * bool(one.cue) + one.size * (not one.is_link)
    return children[weights.most_common(1)[0][0]] if weights else None


def _may_leave(inside: list[_Seen], outside: list[_Seen]) -> bool:
    """Whether what stands outside of an element is no part of the document within it."""
    cued = {one.cue for one in inside if one.cue}
    other = {one.cue for one in outside if one.cue and not _is_chrome(one.line.element)}
    if other & _FIRM:
        return False
    whole = bool(cued & _HEADS and cued & _ENDS) and len(cued) >= 3
    if whole:
        return True
    if other:
        return False
    prose = sum(one.size for one in outside if one.size > _LONG and not one.is_link)
    return prose <= _SHARE * sum(one.size for one in inside)


def _without_chrome(held: list[_Seen]) -> list[_Seen]:
    """The lines without the menus, headers and footers of the page that stand among them."""
    cued = [number for number, one in enumerate(held) if one.cue]
    first, last = (cued[0], cued[-1]) if cued else (len(held), -1)
    kept = []
    for number, one in enumerate(held):
        around = not first <= number <= last
        if not one.cue and (_is_chrome(one.line.element) or (around and one.is_link)):
            continue
        kept.append(one)
    return kept


def _is_chrome(element: Element) -> bool:
    """Whether an element is or stands in a part of the page that is there on every page."""
    at: Element | None = element
    while at is not None:
        if at.name in _CHROME_TAGS or at.get("role") in _CHROME_ROLES:
            return True
        if at.get("title") in ("header", "footer") and at.name == "div":  # LibreOffice
            return True
        at = at.parent
    return False
