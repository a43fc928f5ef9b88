"""Web style: what a tag and its own `style` say of a text's look, place and visibility.

Style sheets are not read: those of a saved page are often missing, and none of them is needed to
tell the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

from ...grammar.origin import Alignment, Look
from .markup import Element, names

_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]*)")
_POINTS = re.compile(r"([\d.]{1,8})\s*(pt|px)")
_PIXELS = {"pt": 1.0, "px": 0.75}
_BOLD = names("b strong h1 h2 h3 h4 h5 h6 th")
_ITALIC = frozenset(["i", "em", "cite", "address", "dfn"])
_ALIGNMENTS = frozenset(("left", "center", "right", "justify"))
# Elements that show no text of the page: scripts, forms' fields, what else is played or drawn.
_UNSEEN = names(
    "head script style title template noscript noframes textarea xmp iframe noembed select"
    " button input svg math object embed audio video canvas map datalist meter progress del"
    " link meta sdfield frameset frame dialog"
)
# What Word writes around the document: comments, headers and footers of its pages.
_OFFICE = names("comment-list comment header footer")


@dataclass(slots=True, eq=False)
class Style:
    """What holds for the text of an element, and for those within unless they say otherwise."""

    look: Look | None = None
    alignment: Alignment | None = None
    pre: bool = False
    upper: bool = False
    link: bool = False


def declarations(element: Element) -> dict[str, str]:
    """An element's own `style`, in lower case."""
    style = element.get("style")
    if not style:
        return {}
    return {match[1]: match[2].strip() for match in _DECLARATION.finditer(style[:4000].lower())}


def is_unseen(element: Element, own: dict[str, str], hidden: bool = False) -> bool:
    """Whether a browser shows nothing of an element; `hidden`: what a script may show counts."""
    if element.name in _UNSEEN or own.get("mso-element", "") in _OFFICE:
        return True
    return not hidden and (
        "hidden" in element.attributes
        or own.get("display", "").startswith("none")
        or own.get("visibility", "").startswith("hidden")
        or own.get("mso-hide", "") == "all"
    )


def is_block(element: Element, own: dict[str, str], blocks: frozenset[str]) -> bool:
    """Whether an element begins a line of its own."""
    display = own.get("display", "")
    if display in ("block", "flex", "grid", "list-item", "table"):
        return True
    return element.name in blocks and display != "inline"


def inherit(outer: Style, element: Element, own: dict[str, str]) -> Style:
    """The style of an element's text inside text of another style."""
    look = _look(outer.look, element, own)
    alignment = own.get("text-align") or element.get("align").lower()
    if element.name == "center":
        alignment = "center"
    space = own.get("white-space", "")
    inner = Style(
        look,
        cast(Alignment, alignment) if alignment in _ALIGNMENTS else outer.alignment,
        space.startswith("pre") if space else outer.pre or element.name in ("pre", "listing"),
        own["text-transform"] == "uppercase" if "text-transform" in own else outer.upper,
        outer.link or (element.name == "a" and bool(element.get("href"))),
    )
    if element.name == "table":  # in a browser too, a table begins anew
        inner.alignment = None
    return inner


def _look(outer: Look | None, element: Element, own: dict[str, str]) -> Look | None:
    """The look, the very same one where nothing changes it."""
    changes: dict[str, object] = {}
    weight = own.get("font-weight", "bold" if element.name in _BOLD else "")
    if weight:
        changes["bold"] = weight.startswith("bold") or weight in ("600", "700", "800", "900")
    slant = own.get("font-style", "italic" if element.name in _ITALIC else "")
    if slant:
        changes["italic"] = slant in ("italic", "oblique")
    if element.name == "u" or "underline" in own.get("text-decoration", ""):
        changes["underlined"] = True
    family = own.get("font-family") or element.get("face")
    if family:
        changes["font"] = _family(element, family)
    size = _POINTS.match(own.get("font-size", ""))
    if size is not None:
        changes["size"] = _number(size[1]) * _PIXELS[size[2]]
    if not changes:
        return outer
    return replace(outer or Look(), **changes)  # type: ignore[arg-type]


def _family(element: Element, family: str) -> str:
    """The first family that is named, in the letters of the page."""
    for text in (element.get("style"), element.get("face")):
        at = text.lower().find(family)
        if at >= 0:
            family = text[at : at + len(family)]
            break
    return family.split(",")[0].strip("\"' ")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
