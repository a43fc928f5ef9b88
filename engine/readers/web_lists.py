"""Web lists: the numbers that a browser writes before the items of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .markup import Element
from .web_style import declarations

_NUMBER = re.compile(r"\s*(-?\d{1,6})")
_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_BULLETS = frozenset(("disc", "circle", "square"))
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Numbering:
    """How the items of a list are numbered, and the number of the next one."""

    kind: str
    next: int = 1
    step: int = 1

    @classmethod
    def of(cls, element: Element) -> Numbering:
        """The numbering of a list element."""
        if element.name != "ol":
            return cls(_style(element) or "disc")
        backward = "reversed" in element.attributes
        items = sum(1 for c in element.children if isinstance(c, Element) and c.name == "li")
        start = _number(element.get("start"))
        first = start if start is not None else items if backward else 1
        return cls(_style(element) or "decimal", first, -1 if backward else 1)


def marker_of(item: Element, numbering: Numbering | None) -> str:
    """What stands before an item, with a space behind it; "" where nothing does."""
    if numbering is None:
        return "- "
    kind = _style(item) or numbering.kind
    value = _number(item.get("value"))
    number = value if value is not None else numbering.next
    numbering.next = number + numbering.step
    if kind == "none":
        return ""
    if kind in _BULLETS:
        return "- "
    if kind.endswith("roman") and 0 < number < 4000:
        return f"{_roman(number) if kind.startswith('upper') else _roman(number).lower()}. "
    if kind.endswith(("alpha", "latin")) and number > 0:
        # A browser can only write `a.`; documents have `a)` (Nghị định 30/2020/NĐ-CP, Phụ lục I).
        return (
            f"{_letter(number).upper()}. " if kind.startswith("upper") else f"{_letter(number)}) "
        )
    if kind == "decimal-leading-zero":
        return f"{number:02d}. "
    return f"{number}. "


def _style(element: Element) -> str:
    """The kind of marks that an element asks for: its own style, else its `type`."""
    own = declarations(element) if element.attributes else {}
    for name in ("list-style-type", "list-style"):
        for word in own.get(name, "").split():
            if word in _BULLETS or word == "none" or word in _TYPES.values() or "-" in word:
                return word
    kind = element.get("type").strip()
    return kind.lower() if kind.lower() in _BULLETS else _TYPES.get(kind, "")


def _number(text: str) -> int | None:
    match = _NUMBER.match(text)
    return int(match[1]) if match else None


def _letter(number: int) -> str:
    """A letter of the Latin alphabet, as browsers count: the 27th is aa."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text
