"""Formats: what the properties of a paragraph mean, worked out once for all that have the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from ....grammar.origin import Setting
from .numbering import Numbering
from .styles import Styles
from .xml import Element, switch, w

_GONE = ("del", "moveFrom")
# Properties with properties of their own that matter here.
_NESTED = frozenset((w("numPr"), w("rPr")))
_PLAIN: tuple[object, ...] = ()


@dataclass(slots=True, eq=False)
class Format:
    """A paragraph's style, its list and level, how it is set.

    `joins` says that its end is deleted or hidden, so that the next paragraph continues it.
    """

    style: str | None
    place: tuple[str, int] | None
    setting: Setting
    joins: bool


@dataclass(slots=True, eq=False)
class Formats:
    """The formats of the paragraphs of a document."""

    styles: Styles
    numbering: Numbering
    _known: dict[tuple[str | None, tuple[object, ...]], Format] = field(default_factory=dict)

    def of(self, props: Element | None, table: str | None) -> Format:
        """The format of a paragraph by its `w:pPr`, within a table of a style."""
        key = (table, _PLAIN if props is None else _key(props))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._resolve(props, table)
        return found

    def _resolve(self, props: Element | None, table: str | None) -> Format:
        style = self.styles.paragraph_style(props)
        place = self.numbering.place(style, props)
        level = None if place is None else self.numbering.level(place).element
        setting = self.styles.setting(style, table, props, level)
        return Format(style, place, setting, _joins(props))


def _key(props: Element) -> tuple[object, ...]:
    said: list[object] = []
    for prop in props:
        said.append(prop.tag)
        said += prop.attrib.items()
        if prop.tag in _NESTED:
            said += [(inner.tag, *inner.attrib.values()) for inner in prop]
    return tuple(said)


def _joins(props: Element | None) -> bool:
    mark = None if props is None else props.find(w("rPr"))
    if mark is None:
        return False
    return switch(mark, "vanish") or any(mark.find(w(gone)) is not None for gone in _GONE)
