"""XML of Word: names, a parser that trusts nothing, and what an attribute or switch says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# A file saved as "Strict Open XML" differs in these names only.
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def w(name: str) -> str:
    """A name of WordprocessingML as lxml writes it."""
    return _W + name


def mc(name: str) -> str:
    """A name of markup compatibility as lxml writes it."""
    return _MC + name


def rel(name: str) -> str:
    """A name of relationships as lxml writes it."""
    return _R + name


VAL = w("val")
T, DEL_TEXT = w("t"), w("delText")


class BadXmlError(Exception):
    """A part that is no well-formed and plain XML."""


def parse(data: bytes) -> Element:
    """The root of a part, with no entity expanded and nothing fetched.

    BadXmlError for what is no part.
    """
    if any(mark in data for mark in _DOCTYPES):
        raise BadXmlError
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadXmlError from None
    if root is None:
        raise BadXmlError
    return root


def text_nodes(root: Element) -> dict[Element, int]:
    """All `w:t` and `w:delText` of a part with their number, as `DocxAt.node` counts them."""
    return {node: at for at, node in enumerate(root.iter(T, DEL_TEXT))}


def value(parent: Element | None, name: str) -> str | None:
    """The `w:val` of a child, None where there is no such child or value."""
    if parent is None:
        return None
    child = parent.find(w(name))
    return None if child is None else child.get(VAL)


def is_on(element: Element) -> bool:
    """What a switch such as `<w:b/>` says."""
    return element.get(VAL) not in ("0", "false", "off")


def switch(parent: Element | None, name: str) -> bool:
    """Whether a switch is there and on."""
    child = None if parent is None else parent.find(w(name))
    return child is not None and is_on(child)


def number(text: str | None) -> float | None:
    """A number that an attribute holds, None where it holds none."""
    try:
        found = float(text) if text is not None else None
    except ValueError:
        return None
    return found if found is not None and abs(found) < 1e7 else None


def whole(text: str | None) -> int | None:
    """A whole number that an attribute holds."""
    found = number(text)
    return None if found is None else int(found)


# What holds text without adding to it; insertions and moved text count as accepted.
_OPEN = frozenset(
    (
        w("ins"),
        w("moveTo"),
        w("hyperlink"),
        w("smartTag"),
        w("customXml"),
        w("dir"),
        w("bdo"),
        w("fldSimple"),
        w("ruby"),
        w("rubyBase"),
    )
)
_SDT, _ALTERNATE = w("sdt"), mc("AlternateContent")
_CHOICE, _FALLBACK = mc("Choice"), mc("Fallback")


def chosen(alternate: Element) -> Element | None:
    """The one branch of an AlternateContent that is shown: the first choice, else the fallback."""
    for branch in alternate:
        if branch.tag == _CHOICE and len(branch):
            return branch
    return alternate.find(_FALLBACK)


_WRAPPERS = _OPEN | {_SDT, _ALTERNATE}


def flow(parent: Element) -> Iterator[Element]:
    """The children of an element, with wrappers opened and deletions left out."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _opened(child)
        else:
            yield child


def _opened(wrapper: Element) -> Iterator[Element]:
    """What a wrapper holds, without recursion: they may be nested as deep as a file likes."""
    stack = [iter((wrapper,))]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        within: Element | None = child
        if child.tag == _SDT:
            within = child.find(w("sdtContent"))
        elif child.tag == _ALTERNATE:
            within = chosen(child)
        elif child.tag not in _OPEN:
            yield child
            continue
        if within is not None:
            stack.append(iter(within))
