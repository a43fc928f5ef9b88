"""Sheets: the pages of a file that are set up alike, as nodes: paper, margins, page number.

A .docx says its margins. Of a .pdf they are where the words of its pages begin and end, so what
most pages agree on counts; where they do not, the margin is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from .nodes import PageSheet
from .origin import Origin, Sheet

_NONE = "none"
_AGREE = 3.0  # millimetres between the edges of pages that are taken for the same
_EARLY = 45  # millimetres below the words of a page that is not full
_ONE_PAGE = 4500  # characters that may stand on one page
_SIDES = ("top", "bottom", "left", "right")


def read_sheets(origin: Origin, length: int) -> Iterator[PageSheet]:
    """A node for each group of pages that are set up alike, in order; numbers with the first.

    `length` is how many characters the text has: a short one may have a single page.
    """
    measured = origin.format == "pdf"
    groups: dict[tuple[float | None, ...], list[Sheet]] = {}
    for sheet in origin.sheets:
        groups.setdefault(_set_up(sheet, measured), []).append(sheet)
    for at, pages in enumerate(groups.values()):
        node = PageSheet(
            0, 0, width=pages[0].width, height=pages[0].height,
            orientation="landscape" if pages[0].width > pages[0].height else "portrait",
            number=_number([page for page in pages if not page.first]),
            first_number=_number(pages[:1]) if at == 0 else None,
            measured=measured,
        )  # fmt: skip
        if node.number == _NONE and length < _ONE_PAGE:
            node.number = None
        for side in _SIDES:
            values = [v for page in pages if (v := getattr(page, side)) is not None]
            setattr(
                node, side, _agreed(values, side) if measured else values[0] if values else None
            )
        yield node


def _set_up(sheet: Sheet, measured: bool) -> tuple[float | None, ...]:
    """What tells groups apart: the paper; where the file says its margins, these too."""
    margins = () if measured else tuple(getattr(sheet, side) for side in _SIDES)
    return (round(sheet.width), round(sheet.height), *margins)


def _number(pages: Sequence[Sheet]) -> str | None:
    """Where most of some pages have their number; None where the file does not tell."""
    told = Counter(page.number or _NONE for page in pages if page.number is not None)
    return told.most_common(1)[0][0] if told else None


def _agreed(values: Sequence[float], side: str) -> float | None:
    """The edge that most pages have; None where they disagree.

    Where a page begins and ends depends on its lines: of the top the highest counts, of the bottom
    the lowest, and pages that end early not at all.
    """
    if side == "bottom":
        return min((v for v in values if v < _EARLY), default=None)
    if len(values) < 2:
        return None
    best = max(values, key=lambda edge: sum(abs(v - edge) <= _AGREE for v in values))
    agree = [v for v in values if abs(v - best) <= _AGREE]
    if 2 * len(agree) <= len(values):
        return None
    return min(agree) if side == "top" else best
