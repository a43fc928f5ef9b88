"""Model: what geometry works on: words and rulings with their places on pages.

All places are in reading coordinates: points (1/72 inch) from the lower left corner of the page as
it is read, text running to the right, the next line below. A reader whose page is turned or askew
turns it first; `Word.boxes` keeps the places in the file's own coordinates for the annotator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ....grammar.origin import Look
from ..addresses import Box


@dataclass(slots=True, eq=False)
class Word:
    """Letters side by side, without a space among them.

    `left` and `right` are its edges, `base` the height of its baseline, `size` its size of type in
    points. `boxes` has a box for each character of `text`, in the page's own unrotated coordinates
    (`PageAt.boxes`). `spaced` says whether a space stands before it where its line goes on; None
    leaves that to the gap. `confidence` (0 to 1) is of recognised words.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    boxes: Sequence[Box]
    look: Look | None = None
    confidence: float | None = None
    spaced: bool | None = True


@dataclass(slots=True, eq=False)
class Ruling:
    """A drawn line, level or upright, by its two ends (left and right, or bottom and top)."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True, eq=False)
class Page:
    """A page: its index from 0, its size as it is read, in points, and what stands on it.

    Words come in any order.
    """

    index: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Line:
    """Words on one baseline, from left to right; a line of a paragraph or of a cell."""

    words: list[Word]
    page: Page
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    size: float = 0.0
    number: int = 0

    def __post_init__(self) -> None:
        words = self.words
        self.left = min(word.left for word in words)
        self.right = max(word.right for word in words)
        # The baseline and size that most letters have: a superscript or a drop moves neither.
        best = max(words, key=lambda word: (len(word.text), word.size))
        self.base, self.size = best.base, best.size

    @property
    def text(self) -> str:
        """Its words, single-spaced."""
        return "".join(
            word.text if at == 0 or not spaced(self.words[at - 1], word) else " " + word.text
            for at, word in enumerate(self.words)
        )

    @property
    def top(self) -> float:
        """Where its letters end above."""
        return self.base + 0.9 * self.size

    @property
    def bottom(self) -> float:
        """Where its letters end below."""
        return self.base - 0.22 * self.size

    @property
    def bold(self) -> bool:
        """Whether most of its letters are bold: letters of a substitute font may not be."""
        bold = sum(len(word.text) for word in self.words if word.look and word.look.bold)
        return 2 * bold > sum(len(word.text) for word in self.words)

    @property
    def first_width(self) -> float:
        """The width of its first word, which may be set in several fonts."""
        right = self.words[0].right
        for before, word in pairwise(self.words):
            if spaced(before, word):
                break
            right = word.right
        return right - self.words[0].left


# A gap narrower than this part of the size of type is no space.
_NO_SPACE = 0.12


def spaced(before: Word, after: Word) -> bool:
    """Whether a space stands between two neighbours on a line."""
    gap = after.left - before.right
    if after.spaced is None:
        return gap > _NO_SPACE * min(before.size, after.size)
    return after.spaced
