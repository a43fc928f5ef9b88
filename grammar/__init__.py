"""Grammar: text in, tree out. Knows nothing of rules."""

from __future__ import annotations

from .flat import Flat
from .nodes import Plan
from .source import Source

__all__ = ["Plan", "Source", "parse"]


def parse(text: str | Source) -> Plan:
    """The tree of a document, with its phrases. Any text has one; nothing is raised, nothing lost.

    Offsets in the tree are those of `Source.text` (NFC); `plan.source` leads back to lines,
    columns and the raw text.
    """
    from .phrases import read_phrases
    from .tree import build_tree

    source = text if isinstance(text, Source) else Source(text)
    flats: dict[int, Flat] = {}
    return read_phrases(build_tree(source, flats), flats)
