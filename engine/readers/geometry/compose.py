"""Compose: pages of words as one text with its pieces and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....grammar.origin import Piece, Sheet
from .model import Page


@dataclass(slots=True, eq=False)
class Composed:
    """A text made from pages, the pieces it is made of, a sheet for each page."""

    text: str
    pieces: list[Piece]
    sheets: list[Sheet]


def compose(pages: Sequence[Page]) -> Composed:
    """The text of some pages in reading order."""
    raise NotImplementedError
