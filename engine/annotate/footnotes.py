"""Footnotes: where the text of a Word file calls the notes below the page and at its end."""

from __future__ import annotations

from collections.abc import Callable

from ..readers.addresses import DocxAt
from .package import Element, Package, parsed
from .runs import TEXTS, W

_KINDS = ("footnote", "endnote")


def calls(package: Package, root: Element, main: str) -> Callable[[DocxAt], Element | None]:
    """What gives the run of the main text that calls the note in which words stand."""
    kinds = {package.related(main, f"{kind}s"): kind for kind in _KINDS}
    runs = {
        (kind, call.get(f"{W}id")): call.getparent()
        for kind in _KINDS
        for call in root.iter(f"{W}{kind}Reference")
    }
    owners: dict[str, list[str | None]] = {}

    def run_of(at: DocxAt) -> Element | None:
        kind = kinds.get(at.part)
        if kind is None:
            return None
        if at.part not in owners:
            owners[at.part] = _owners(package.read(at.part), kind)
        ids = owners[at.part]
        return runs.get((kind, ids[at.node])) if at.node < len(ids) else None

    return run_of


def _owners(data: bytes | None, kind: str) -> list[str | None]:
    """The id of the note in which each text element of a part stands."""
    if data is None:
        return []
    return [
        next((above.get(f"{W}id") for above in text.iterancestors(f"{W}{kind}")), None)
        for text in parsed(data).iter(*TEXTS)
    ]
