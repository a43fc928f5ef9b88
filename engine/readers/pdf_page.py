"""Pdf page: a page's characters as words in reading coordinates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from ...grammar.origin import Look
from .addresses import Box
from .geometry import Page, Ruling, Word
from .pdf_looks import look_of
from .pdf_process import PageFrame

_SAME_BASE = 0.5  # points: characters so little apart stand on one baseline
_GAP = 0.17  # of the size of type: a gap so much wider than usual parts two words
_HINTED_GAP = 0.07  # of the size of type: a narrower gap parts none, whatever pdfium says
_NO_WIDTH = 0.01  # points
_TELLING = 6  # gaps: fewer do not tell how a line is spaced
_TURNED = 2.0  # degrees from the direction of the page's text
_TWICE = 0.5  # of a letter's width: the same letter so little apart is drawn twice, to look bold
_A4 = (0.0, 0.0, 595.0, 842.0)
_LINE_END_HYPHENS = (2, 0xFFFE)  # what pdfium makes of them
_SOFT_HYPHEN = "\u00ad"
# Symbol fonts have their signs in a private range: bullets, but for these.
_SYMBOLS = {0xF02D: "-", 0xF02B: "+", 0xF02A: "*", 0xF020: " "}


class TextObject(NamedTuple):
    """A text object as pdfium.py tells it; `x`, `y` is where its first character stands."""

    font: dict[str, Any] | None
    size: float
    angle: float
    x: float
    y: float
    hidden: bool
    colour: str | None
    slope: float
    clipped: bool


class _Glyph(NamedTuple):
    """A character: its left edge, its number on the page, its letter, its right edge.

    `owner` is the number of its text object; `hinted` says that pdfium saw a space before it.
    """

    left: float
    at: int
    letter: str
    right: float
    owner: int
    box: Box
    hinted: bool


class _Turn:
    """Turns places on a page so that its text runs to the right."""

    def __init__(self, angle: float, left: float, bottom: float, right: float, top: float) -> None:
        self.angle = angle
        self.cos, self.sin = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))
        self.x, self.y = (left + right) / 2, (bottom + top) / 2
        self.width, self.height = right - left, top - bottom
        if abs(self.sin) > abs(self.cos):
            self.width, self.height = self.height, self.width

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.x, y - self.y
        return (
            x * self.cos - y * self.sin + self.width / 2,
            x * self.sin + y * self.cos + self.height / 2,
        )

    def edges(self, box: Box) -> tuple[float, float]:
        """The left and right edge of a character's box, turned."""
        middle, _ = self.point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        upright = abs(self.cos) >= abs(self.sin)
        half = (box[2] - box[0] if upright else box[3] - box[1]) / 2
        return middle - half, middle + half

    def ruling(self, left: float, bottom: float, right: float, top: float) -> Ruling:
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Ruling(min(a, c), min(b, d), max(a, c), max(b, d))


def page_of(frame: PageFrame, index: int, *, hidden: bool = False) -> tuple[Page, str]:
    """A page as words, and the letters on it that run another way than its text.

    `hidden` asks for the letters that are there to be searched and not seen, instead of the others.
    """
    objects = [TextObject(*one) for one in frame.about.get("objects", ())]
    wanted = [one.hidden == hidden and not one.clipped and one.size > 0 for one in objects]
    angle = _direction(objects, wanted, frame.owners)
    turn = _Turn(angle, *frame.about.get("frame", _A4))
    page = Page(index, turn.width, turn.height)
    page.rulings = [turn.ruling(*ruling) for ruling in frame.about.get("rulings", ())]
    bases = [turn.point(one.x, one.y)[1] for one in objects]
    aside = {
        at for at, one in enumerate(objects) if wanted[at] and _off(one.angle, angle) > _TURNED
    }
    kept = [at for at in range(len(objects)) if wanted[at] and at not in aside]
    row_of = _rows(kept, bases, len(objects))
    looks = [look_of(one.font, one.size, one.colour, one.slope) for one in objects]
    for glyphs in _glyphs(frame, objects, row_of, turn):
        glyphs.sort()
        page.words += _words_in(glyphs, bases, objects, looks)
    return page, _letters_of(frame, aside)


def _direction(objects: Sequence[TextObject], wanted: Sequence[bool], owners: Any) -> float:
    """The angle at which most characters of a page run."""
    counts = Counter(owners)
    angles: Counter[float] = Counter()
    for at, one in enumerate(objects):
        if wanted[at]:
            angles[one.angle] += counts[at]
    return angles.most_common(1)[0][0] if angles else 0.0


def _off(angle: float, other: float) -> float:
    return abs((angle - other + 180) % 360 - 180)


def _rows(kept: list[int], bases: Sequence[float], count: int) -> list[int]:
    """For each text object the number of its baseline; -1 for what is left out."""
    found = [-1] * count
    number, first = -1, math.inf
    for at in sorted(kept, key=lambda at: -bases[at]):
        if first - bases[at] > _SAME_BASE:
            number += 1
            first = bases[at]
        found[at] = number
    return found


def _glyphs(
    frame: PageFrame, objects: Sequence[TextObject], row_of: Sequence[int], turn: _Turn
) -> list[list[_Glyph]]:
    """The characters on each baseline."""
    rows: dict[int, list[_Glyph]] = {}
    values, codes = frame.boxes, frame.codes
    shift = turn.width / 2 - turn.x if not turn.angle else None
    hinted = False
    for at, owner in enumerate(frame.owners):
        if owner < 0 or row_of[owner] < 0:
            hinted = owner < 0
            continue
        letter = letter_of(codes[at])
        box = (values[4 * at], values[4 * at + 3], values[4 * at + 2], values[4 * at + 1])
        if shift is None:
            left, right = turn.edges(box)
        else:
            left, right = box[0] + shift, box[2] + shift
        if letter == " " and right - left < _NO_WIDTH:  # made up by pdfium within a text object
            hinted = True
            continue
        if not 0 <= (left + right) / 2 <= turn.width:
            continue  # beyond the edge of the paper
        one = objects[owner]
        if one.slope:  # the box of a slanted letter reaches to both sides beyond its place
            left -= one.slope * (box[1] - one.y)
            right -= one.slope * (box[3] - one.y)
        glyph = _Glyph(left, at, letter, right, owner, box, hinted)
        rows.setdefault(row_of[owner], []).append(glyph)
        hinted = False
    return list(rows.values())


@lru_cache(maxsize=5000)
def letter_of(code: int) -> str:
    """The letter that a character stands for; U+FFFD where the file does not tell."""
    if code in _LINE_END_HYPHENS:
        return "-"
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code, "•")
    if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else "\ufffd"
    return chr(code)


def _words_in(
    glyphs: Sequence[_Glyph],
    bases: Sequence[float],
    objects: Sequence[TextObject],
    looks: Sequence[Look],
) -> list[Word]:
    """The words on a baseline, of characters from left to right."""
    words: list[Word] = []
    boxes: list[Box] = []
    word: Word | None = None
    space = False
    usual = _usual_gap(glyphs)
    before: _Glyph | None = None
    for glyph in glyphs:
        if glyph.letter.isspace():
            space, word = True, None
            continue
        if glyph.letter == _SOFT_HYPHEN or (before is not None and _is_twice(before, glyph)):
            continue
        before = glyph
        size, look = objects[glyph.owner].size, looks[glyph.owner]
        if words:
            gap = glyph.left - words[-1].right
            space = space or gap > (_HINTED_GAP * size if glyph.hinted else _GAP * size + usual)
        if word is None or space or look is not word.look:
            boxes = []
            base = bases[glyph.owner]
            word = Word("", glyph.left, glyph.right, base, size, boxes, look, None, space)
            words.append(word)
            space = False
        word.text += glyph.letter
        boxes += [glyph.box] * len(glyph.letter)
        word.right = max(word.right, glyph.right)
    return words


def _usual_gap(glyphs: Sequence[_Glyph]) -> float:
    """The gap between letters of one word: not 0 where the line is condensed or spread."""
    gaps = sorted(
        after.left - before.right
        for before, after in pairwise(glyphs)
        if after.at == before.at + 1 and not before.letter.isspace() and not after.letter.isspace()
    )
    return gaps[len(gaps) // 2] if len(gaps) >= _TELLING else 0.0


def _is_twice(before: _Glyph, glyph: _Glyph) -> bool:
    """Whether a letter is drawn over itself, a little to the side."""
    if glyph.letter != before.letter or glyph.owner == before.owner:
        return False
    return glyph.left - before.left < _TWICE * (glyph.right - glyph.left)


def _letters_of(frame: PageFrame, owners: set[int]) -> str:
    """The letters of some text objects, in the order of the file."""
    if not owners:
        return ""
    letters = (
        letter_of(code)
        for code, owner in zip(frame.codes, frame.owners, strict=True)
        if owner in owners
    )
    return " ".join("".join(letters).split())
