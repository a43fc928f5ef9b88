"""Grammar: text in, tree out. Knows nothing of rules."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from .flat import Flat
from .nodes import Node, Plan
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
    flats: dict[Node, Flat] = {}
    with _without_collections():
        plan = read_phrases(build_tree(source, flats), flats)
        if source.origin is not None:
            from .looks import read_looks

            read_looks(plan, source.origin)
        return plan


@contextmanager
def _without_collections() -> Iterator[None]:
    """No garbage collection meanwhile: a growing tree has no garbage, only much to look through.

    With it the last ten-fold of a text costs eleven-fold, without less than ten-fold.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
