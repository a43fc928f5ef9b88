"""Addresses: where a piece of text stands in its file, in the terms of that kind of file.

A reader puts one into `Piece.at`; the annotator of the same kind of file finds the place by it.
"""

from __future__ import annotations

from dataclasses import dataclass

# Left, bottom, right, top of a character, in points from the lower left corner of its page.
Box = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class DocxAt:
    """A stretch of one `w:t` of a part of a Word file.

    `part` is the part's name in the package (`word/document.xml`); `node` counts, from 0, all
    `w:t` and `w:delText` elements of that part in document order; `offset` is where in the
    element's text the piece begins.
    """

    part: str
    node: int
    offset: int = 0


@dataclass(slots=True, eq=False)
class PageAt:
    """A stretch of characters on a page of a .pdf or of a picture; `page` counts from 0.

    A box for each character of the piece, in the unrotated page's own coordinates.
    """

    page: int
    boxes: list[Box]


@dataclass(slots=True, eq=False)
class MarkupAt:
    """A stretch of a web page's source: offsets in its decoded text."""

    start: int
    end: int
