"""Article: the document within a web page, told from the menus, news and comments around it.

Lines that only a document has (quốc hiệu, tên loại, grounds, sections, Nơi nhận, a signature) are
the cues, by the words of rules/lexicon/layout.yaml. From the whole page the search goes down to
the smallest element that still holds all of them; where it is not sure, more is kept, for the
grammar takes what is left of a page as noise.
"""

from __future__ import annotations

from bisect import bisect_left
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
_BARS = 3  # of a row of two cells
_HEADINGS = frozenset(("h1", "h2", "h3"))


@dataclass(slots=True, eq=False)
class _Seen:
    """A line with what it is a cue for, if anything; `web` says that it is a web page's own."""

    line: Line
    cue: str
    size: int
    web: bool = False

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
    kept = _without_chrome(within, held)
    return [one.line for one in kept], sum(1 for one in kept if one.cue)


def _look(lines: list[Line]) -> list[_Seen]:
    """Each line with its cue; all in one source, so that letters of old fonts are read too."""
    texts = [line.text.replace("\n", " ") for line in lines]
    source = Source("\n".join(texts))
    seen = []
    for number, (line, text) in enumerate(zip(lines, texts, strict=True), start=1):
        one = _Seen(line, "", len(text))
        read = read_line(source, *source.line_span(number))
        if not one.is_link:
            one.cue = _cue(line, read)
        one.web = not one.cue and bool(cues().web.match(read.low))
        seen.append(one)
    return seen


def _cue(line: Line, read: RawLine) -> str:
    """What a line is a cue for."""
    low = read.low
    if read.kind != "text":
        return ""
    if line.row:  # one of two columns may be what a portal tells of a document
        return "table" if line.text.count("|") > _BARS else ""
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
    whole = bool(cued & _HEADS and cued & _ENDS) and len(cued) >= 3
    other = {
        one.cue
        for one in outside
        if one.cue
        and not _is_aside(one.line.element)
        # what a portal tells of a document stands in a table before it
        and not (whole and one.cue == "table" and one.order < inside[0].order)
    }
    if other & _FIRM:
        return False
    if whole:
        return True
    if other:
        return False
    labels = _LONG if len(cued) > 1 else 0  # nothing tells labels from text where there are no cues
    prose = sum(one.size for one in outside if one.size > labels and not one.is_link)
    return prose <= _SHARE * sum(one.size for one in inside)


def _without_chrome(within: Element, held: list[_Seen]) -> list[_Seen]:
    """The lines without the menus, headers and footers of the page that stand among them."""
    cued = [number for number, one in enumerate(held) if one.cue]
    first, last = (cued[0], cued[-1]) if cued else (len(held), -1)
    orders = [held[number].order for number in cued]
    boxes = _boxes(within, held, orders)
    kept = []
    for number, one in enumerate(held):
        around = not first <= number <= last
        if around and (one.is_link or any(box.holds(one.line.element) for box in boxes)):
            continue
        chrome = _chrome(one.line.element)
        if chrome is None or _any_within(chrome, orders):
            kept.append(one)
    return kept


def _boxes(within: Element, held: list[_Seen], cued: list[int]) -> list[Element]:
    """The parts of a page that begin like related news or comments, and hold no cue."""
    boxes: list[Element] = []
    for before, one in zip([None, *held], held, strict=False):
        if one.web and cued and not (boxes and boxes[-1].holds(one.line.element)):
            box = _box(within, one.line.element, before.order if before else -1, cued)
            if box is not None:
                boxes.append(box)
    return boxes


def _box(within: Element, element: Element, before: int, cued: list[int]) -> Element | None:
    """The largest element that begins with a line and holds no cue."""
    found, at = None, element
    while at is not within and at.order > before and not _any_within(at, cued):
        found = at
        if at.parent is None:
            break
        at = at.parent
    return found


def _any_within(element: Element, orders: list[int]) -> bool:
    at = bisect_left(orders, element.order)
    return at < len(orders) and orders[at] <= element.last


def _is_aside(element: Element) -> bool:
    """Whether cues in an element are of another document, such as news; a header has its own."""
    chrome = _chrome(element)
    return chrome is not None and chrome.name != "header"


def _chrome(element: Element) -> Element | None:
    """The part of the page that is there on every page, if an element stands in one."""
    at: Element | None = element
    while at is not None:
        if at.name == "header" and _is_of_article(at):
            return None
        if at.name in _CHROME_TAGS or at.get("role") in _CHROME_ROLES:
            return at
        if at.get("title") in ("header", "footer") and at.name == "div":  # LibreOffice
            return at
        at = at.parent
    return None


def _is_of_article(header: Element) -> bool:
    """Whether a header is that of the article, not of the page."""
    at = header.parent
    while at is not None:
        if at.name in ("article", "main"):
            return True
        at = at.parent
    return False
