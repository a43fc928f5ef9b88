"""Pdf: the text of a .pdf by the geometry of its characters, with the place of each on its page."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ...grammar.origin import Look, Origin
from ...grammar.source import Source
from .addresses import Box
from .geometry import Page, Ruling, Word, compose
from .pdf_process import PageFrame, read_frames

_SAME_BASE = 0.5  # points: characters so little apart stand on one baseline
_GAP = 0.17  # of the size of type: a gap so much wider than usual parts two words
_HINTED_GAP = 0.07  # of the size of type: a narrower gap parts none, whatever pdfium says
_SLANTED = 0.1  # how far to the right for each point up: more than that is italic
_FORCE_BOLD = 1 << 18  # a flag of a font's descriptor
_NO_WIDTH = 0.01  # points
_TELLING = 6  # gaps: fewer do not tell how a line is spaced
_TURNED = 2.0  # degrees from the direction of the page's text
_SUBSET = re.compile(r"[A-Z]{6}\+")
_FACE = re.compile(
    r"(?:PS)?(?:MT)?(?:[-, ]?(?:Bold|Italic|Oblique|Regular|Roman|BoldMT|ItalicMT))*(?:MT)?\Z"
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HYPHENS = (2, 0xFFFE)

# A character: its left edge, its number on the page, its letter, its right edge, its text object,
# its box, whether pdfium saw a space before it.
_Glyph = tuple[float, int, str, float, int, Box, bool]


def read(data: bytes, name: str) -> Source:
    """The text of a .pdf; InputError where it cannot be read."""
    frames = read_frames(data, name)
    pages = [_page(frame, index) for index, frame in enumerate(frames.pages)]
    if not any(page.words for page in pages):
        return _read_scan(data, name)
    composed = compose(pages)
    notes = []
    if frames.about["signatures"]:
        notes.append("Tệp có chữ ký số; nội dung hiển thị của chữ ký không được đọc.")
    if frames.about["encrypted"]:
        notes.append("Tệp được khóa một phần quyền nhưng vẫn đọc được.")
    origin = Origin("pdf", data, pieces=composed.pieces, sheets=composed.sheets, notes=notes)
    return Source(composed.text, name, origin)


def _read_scan(data: bytes, name: str) -> Source:
    """The text of a .pdf that has pictures only."""
    from . import reader_of

    scan: Any = reader_of("image", name)
    source: Source = scan.read_pdf(data, name)
    return source


def _page(frame: PageFrame, index: int) -> Page:
    """A page of pdfium's as words in reading coordinates."""
    about = frame.about
    left, bottom, right, top = about.get("frame", (0.0, 0.0, 595.0, 842.0))
    looks = [_look_of(one) for one in about.get("objects", ())]
    angle = _direction(about.get("objects", ()), frame.owners)
    turn = _Turn(angle, left, bottom, right, top)
    page = Page(index, turn.width, turn.height)
    page.words = _words(frame, looks, turn)
    page.rulings = [turn.ruling(*ruling) for ruling in about.get("rulings", ())]
    return page


def _direction(objects: list[Any], owners: Any) -> float:
    """The angle at which most characters of a page run."""
    counts = Counter(owners)
    angles: Counter[float] = Counter()
    for number, one in enumerate(objects):
        angles[one[2]] += counts[number]
    return angles.most_common(1)[0][0] if angles else 0.0


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
        if not self.angle:
            shift = self.width / 2 - self.x
            return box[0] + shift, box[2] + shift
        middle, _ = self.point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        upright = abs(self.cos) >= abs(self.sin)
        half = (box[2] - box[0] if upright else box[3] - box[1]) / 2
        return middle - half, middle + half

    def ruling(self, left: float, bottom: float, right: float, top: float) -> Ruling:
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Ruling(min(a, c), min(b, d), max(a, c), max(b, d))


def _words(frame: PageFrame, looks: list[Look], turn: _Turn) -> list[Word]:
    """The words of a page."""
    objects = frame.about.get("objects", ())
    bases = [turn.point(one[3], one[4])[1] for one in objects]
    row_of = _rows(bases, objects, turn)
    rows: dict[int, list[_Glyph]] = {}
    values = frame.boxes
    hinted = False  # pdfium saw a space before the character
    for at, owner in enumerate(frame.owners):
        if owner < 0 or row_of[owner] < 0:
            hinted = owner < 0
            continue
        letter = _letter(frame.codes[at])
        box = (values[4 * at], values[4 * at + 3], values[4 * at + 2], values[4 * at + 1])
        left, right = turn.edges(box)
        slope = objects[owner][7]
        if slope:  # the box of a slanted letter reaches to both sides beyond its place
            left -= slope * (box[1] - objects[owner][4])
            right -= slope * (box[3] - objects[owner][4])
        if letter == " " and right - left < _NO_WIDTH:  # made up by pdfium within a text object
            hinted = True
            continue
        rows.setdefault(row_of[owner], []).append((left, at, letter, right, owner, box, hinted))
        hinted = False
    words: list[Word] = []
    for glyphs in rows.values():
        glyphs.sort()
        words += _words_in(glyphs, bases, objects, looks)
    return words


def _rows(bases: list[float], objects: Any, turn: _Turn) -> list[int]:
    """For each text object the number of its baseline; -1 where it runs another way."""
    found = [-1] * len(bases)
    number, first = -1, math.inf
    for at in sorted(range(len(bases)), key=lambda at: -bases[at]):
        if abs((objects[at][2] - turn.angle + 180) % 360 - 180) > _TURNED or objects[at][8]:
            continue
        if first - bases[at] > _SAME_BASE:
            number += 1
            first = bases[at]
        found[at] = number
    return found


def _letter(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code, "•")
    if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else "\ufffd"
    return chr(code)


_SYMBOLS = {0xF02D: "-", 0xF02B: "+", 0xF02A: "*"}


def _words_in(
    glyphs: list[_Glyph], bases: list[float], objects: Any, looks: list[Look]
) -> list[Word]:
    """The words on a baseline, of characters from left to right."""
    words: list[Word] = []
    word: Word | None = None
    space = False
    usual = _usual_gap(glyphs)
    for left, _, letter, right, owner, box, hinted in glyphs:
        if letter.isspace():
            space, word = True, None
            continue
        size = objects[owner][1]
        if words:
            gap = left - words[-1].right
            space = space or gap > (_HINTED_GAP * size if hinted else _GAP * size + usual)
        if word is None or space or looks[owner] is not word.look:
            word = Word("", left, right, bases[owner], size, [], looks[owner], None, space)
            words.append(word)
            space = False
        word.text += letter
        word.boxes.append(box)  # type: ignore[attr-defined]
        word.right = max(word.right, right)
    return words


def _usual_gap(glyphs: list[_Glyph]) -> float:
    """The gap between letters of one word on a line: not 0 where the line is condensed or spread."""
    gaps = sorted(
        after[0] - before[3]
        for before, after in pairwise(glyphs)
        if after[1] == before[1] + 1 and not before[2].isspace() and not after[2].isspace()
    )
    return gaps[len(gaps) // 2] if len(gaps) >= _TELLING else 0.0


_LOOKS: dict[tuple[Any, ...], Look] = {}


def _look_of(one: list[Any]) -> Look:
    """The look of a text object; the same look for all that look the same."""
    font, size, _, _, _, _, colour, slope, _ = one
    name = font["name"] if font else ""
    flags = font["flags"] if font else 0
    slant = bool(font and font["slant"]) or abs(slope) > _SLANTED
    key = (name, flags, slant, round(size * 2) / 2, colour)
    look = _LOOKS.get(key)
    if look is None:
        low = name.lower()
        look = _LOOKS[key] = Look(
            family(name) or None,
            round(size * 2) / 2,
            bold="bold" in low or "black" in low or bool(flags & _FORCE_BOLD),
            italic="italic" in low or "oblique" in low or slant,
            colour=colour,
        )
    return look


@lru_cache(maxsize=1000)
def family(name: str) -> str:
    """A font's family as people write it: `ABCDEF+TimesNewRomanPS-BoldMT` is Times New Roman."""
    name = _SUBSET.sub("", name, count=1)
    base = re.split(r"[-,]", name)[0]
    base = re.sub(r"(?:PS)?(?:MT)?\Z", "", base)
    return _HUMPS.sub(" ", base).replace("_", " ").strip()
