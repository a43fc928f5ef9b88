"""Footnotes: where the text of a Word file calls the notes below the page and at its end."""

from __future__ import annotations

from collections.abc import Callable

from ..readers.addresses import DocxAt
from ..readers.docx.package import Package, Part
from ..readers.docx.xml import Element, w

_KINDS = ("footnote", "endnote")


def calls(file: Package) -> Callable[[DocxAt], Element | None]:
    """What gives the run of the main text that calls the note in which words stand."""
    owners: dict[tuple[str, int], Element] = {}
    for kind in _KINDS:
        notes = file.part_of_kind(f"{kind}s")
        if notes is None:
            continue
        runs = {
            call.get(w("id")): call.getparent()
            for call in file.document().root.iter(w(f"{kind}Reference"))
        }
        owners |= {
            (notes.name, number): run
            for number, note in _notes(notes, kind)
            if (run := runs.get(note)) is not None
        }
    return lambda at: owners.get((at.part, at.node))


def _notes(part: Part, kind: str) -> list[tuple[int, str | None]]:
    """The number of each text element with the id of the note in which it stands."""
    return [
        (number, next(node.iterancestors(w(kind))).get(w("id")))
        for node, number in part.nodes.items()
        if next(node.iterancestors(w(kind)), None) is not None
    ]
