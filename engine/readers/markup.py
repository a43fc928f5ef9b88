"""Markup: a web page's source as a tree of its elements, each text with its offsets.

A small parser of our own, for it must tell where each letter stands in the source (html.parser
tells lines and columns of tags, lxml only lines), take linear time on any input (html.parser does
not), and forgive what browsers forgive: tags left open, closed twice or nested wrongly. Elements
nest at most `_DEEPEST` deep, as browsers limit it too; deeper ones stand beside each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape


def names(text: str) -> frozenset[str]:
    """The names in a text."""
    return frozenset(text.split())


_DEEPEST = 200
MOST_TAGS = 60_000  # a long saved page has twenty thousand; so many take two seconds

_TAG = re.compile("<(?=[a-zA-Z/!?])")  # `a < b` begins none
_NAME = re.compile(r"[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s>]*+)))?"""
)
_VOID = names(
    "area base br col embed hr img input link meta param source track wbr basefont bgsound"
    " frame keygen"
)
# Elements whose content is text up to their own end tag.
_RAW = names("script style title textarea xmp iframe noembed noframes")
BLOCKS = names(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing"
    " main menu nav ol p plaintext pre search section summary table caption thead tbody tfoot"
    " tr td th ul frameset frame iframe option optgroup select"
)
_KEEP_P = names("html body li td th tr tbody thead tfoot caption option optgroup")
_LISTS = frozenset(("ul", "ol", "dir", "menu"))
_TABLES = frozenset(("table",))
_CELLS = frozenset(("td", "th"))
_SCOPE = _CELLS | _TABLES | {"caption"}
# A start tag closes these open elements, up to the nearest of those.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "a": (frozenset(("a",)), BLOCKS),
    "li": (frozenset(("li",)), _LISTS | _SCOPE),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",)) | _SCOPE),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",)) | _SCOPE),
    "option": (frozenset(("option",)), frozenset(("select",))),
    "td": (_CELLS, _TABLES),
    "th": (_CELLS, _TABLES),
    "tr": (frozenset(("tr", "caption")), _TABLES),
    **{
        name: (frozenset(("thead", "tbody", "tfoot", "caption")), _TABLES)
        for name in ("thead", "tbody", "tfoot")
    },
}
_TABLE_PARTS = frozenset(_CLOSES) & names("td th tr thead tbody tfoot") | _TABLES


class TooManyTagsError(Exception):
    """A page has more than `MOST_TAGS` tags."""


@dataclass(slots=True, eq=False)
class Words:
    """A text between two tags, by its offsets in the source."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Element:
    """An element with its children in order; `order` and `last` number it and its last descendant.

    `raw` are the offsets of the content of an element that holds nothing but text; `nests` says
    that there is a table within a table.
    """

    name: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | Words] = field(default_factory=list)
    order: int = 0
    last: int = 0
    raw: tuple[int, int] | None = None
    nests: bool = False

    def get(self, name: str) -> str:
        """An attribute; "" where it is missing."""
        return self.attributes.get(name, "")

    def holds(self, other: Element) -> bool:
        """Whether `other` is this element or stands in it."""
        return self.order <= other.order <= self.last

    def elements(self) -> Iterator[Element]:
        """This element and all in it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [c for c in reversed(element.children) if isinstance(c, Element)]


def read_markup(markup: str) -> Element:
    """The tree of a page; TooManyTagsError where it has more than any page needs."""
    return _Builder(markup).build()


class _Builder:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._xml = markup[:1000].lstrip().startswith("<?xml")
        self._root = Element("#page", {})
        self._open = [self._root]
        self._too_deep: Counter[str] = Counter()
        self._count = 0

    def build(self) -> Element:
        markup = self._markup
        at, size = 0, len(markup)
        while at < size:
            mark = _TAG.search(markup, at)
            end = size if mark is None else mark.start()
            if end > at:
                self._open[-1].children.append(Words(at, end))
            at = size if mark is None else self._tag(end)
        while len(self._open) > 1:
            self._pop()
        self._root.last = self._count
        return self._root

    def _tag(self, at: int) -> int:
        """Reads what begins with `<`; returns where it ends."""
        markup = self._markup
        if markup.startswith("<!--", at):
            return self._past("-->", at + 4) if not markup.startswith("<!-->", at) else at + 5
        second = markup[at + 1]
        if second in "!?":
            return self._past(">", at)
        if second == "/":
            match = _NAME.match(markup, at + 2)
            if match is not None:
                self._end(match[0].lower())
            return self._past(">", at)
        return self._start(at)

    def _past(self, mark: str, at: int) -> int:
        found = self._markup.find(mark, at)
        return len(self._markup) if found < 0 else found + len(mark)

    def _start(self, at: int) -> int:
        """Reads a start tag, and the text of an element that has nothing else."""
        match = _NAME.match(self._markup, at + 1)
        assert match is not None
        name, at = match[0].lower(), match.end()
        self._count += 1
        if self._count > MOST_TAGS:
            raise TooManyTagsError
        attributes: dict[str, str] = {}
        while (found := _ATTRIBUTE.match(self._markup, at)) is not None:
            key = found[1].lower()
            value = found[2] or found[3] or found[4] or ""
            if key not in attributes and len(attributes) < 100:
                attributes[key] = unescape(value) if "&" in value[:2000] else value
            at = found.end()
        end = self._past(">", at)
        closed = name in _VOID or (
            (self._xml or ":" in name) and self._markup[end - 2 : end] == "/>"
        )
        self._imply(name)
        element = self._add(name, attributes)
        if name == "table":
            for outer in self._open:
                outer.nests = outer.nests or outer.name == "table"
        if name in _RAW and not closed:
            return self._raw(element, end)
        if not closed and name != "#page":
            self._push(element)
        return end

    def _add(self, name: str, attributes: dict[str, str]) -> Element:
        parent = self._open[-1]
        element = Element(name, attributes, parent, order=self._count, last=self._count)
        parent.children.append(element)
        return element

    def _push(self, element: Element) -> None:
        if len(self._open) < _DEEPEST:
            self._open.append(element)
        else:
            self._too_deep[element.name] += 1

    def _pop(self) -> None:
        self._open.pop().last = self._count

    def _raw(self, element: Element, start: int) -> int:
        """The text of a script or the like, up to its own end tag."""
        closing = re.compile(rf"</{element.name}(?=[\s/>])", re.IGNORECASE)
        match = closing.search(self._markup, start)
        end = len(self._markup) if match is None else match.start()
        element.raw = (start, end)
        return end if match is None else self._past(">", match.end())

    def _imply(self, name: str) -> None:
        """Closes what a start tag closes without saying so."""
        if name in BLOCKS and name not in _KEEP_P:
            self._close(frozenset(("p",)), _SCOPE | _LISTS | {"div", "li", "blockquote"})
        if name in _CLOSES:
            closed, until = _CLOSES[name]
            if name in ("tr", "thead", "tbody", "tfoot"):
                self._close(_CELLS, _TABLES)
            if name in ("thead", "tbody", "tfoot"):
                self._close(frozenset(("tr",)), _TABLES)
            self._close(closed, until)

    def _close(self, names: frozenset[str], until: frozenset[str]) -> None:
        """Closes the nearest open element of some names, unless one of `until` stands between."""
        for at in range(len(self._open) - 1, 0, -1):
            name = self._open[at].name
            if name in names:
                while len(self._open) > at:
                    self._pop()
                return
            if name in until:
                return

    def _end(self, name: str) -> None:
        """An end tag: it closes the nearest such element and what is open within."""
        if self._too_deep[name]:
            self._too_deep[name] -= 1
            return
        if name == "br":
            self._add("br", {})
        elif name in _TABLE_PARTS:
            self._close(frozenset((name,)), frozenset() if name == "table" else _TABLES)
        elif name not in ("body", "html"):
            self._close(frozenset((name,)), _SCOPE if name in BLOCKS else BLOCKS)
