"""Model: what geometry works on: words and rulings with their places on pages.

All places are in reading coordinates: points (1/72 inch) from the lower left corner of the page as
it is read, text running to the right, the next line below. A reader whose page is turned or askew
turns it first; `Word.boxes` keeps the places in the file's own coordinates for the annotator.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ....grammar.origin import Look
from ..addresses import Box


@dataclass(slots=True, eq=False)
class Word:
    """Letters side by side, without a space among them.

    `box` is left, bottom, right, top; `base` the height of its baseline; `size` its size of type in
    points. `boxes` has a box for each character of `text`, in the page's own unrotated coordinates
    (`PageAt.boxes`). `spaced` says whether a space stands before it where its line goes on; None
    leaves that to the gap. `confidence` (0 to 1) is of recognised words.
    """

    text: str
    box: Box
    base: float
    size: float
    boxes: list[Box]
    look: Look | None = None
    confidence: float | None = None
    spaced: bool | None = True

    @property
    def left(self) -> float:
        """The left edge."""
        return self.box[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.box[2]


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
