"""Flat text: a stretch of the source as one line of words, each character traceable to its place.

Phrases run over hard line breaks, Markdown asterisks and table pipes. A `Flat` drops these and
folds white space, so that phrase patterns see plain words; `source_span` leads back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from .patterns import compiled

# Formatting: dropped, the words on either side are one word. The backslash is Markdown's, `\\-`.
_MARKS = "*\\\u200b\ufeff\x00"
_WORD = compiled(rf"[^\s|{re.escape(_MARKS)}]+")
_HAS_MARK = compiled(rf"[|{re.escape(_MARKS)}]")
_WITHOUT_MARKS = str.maketrans({**dict.fromkeys(_MARKS), "|": " "})

# Two ways to place a tone mark (hòa/hoà, ủy/uỷ) and several dashes: one spelling for matching.
# Every replacement keeps the length, so offsets stay true.
_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_PLACEMENT = compiled(r"[oOuU](?<![qQ].)[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?!\w)")
_DASHES = ("–", "—", "−", "‐", "‑")


LONGEST = 40_000  # how many characters of one block or paragraph are searched for phrases


def _move_tone(match: re.Match[str]) -> str:
    pair = match.group()
    moved = _PAIRS.get(pair.lower())
    if moved is None:
        return pair
    if pair.isupper():
        return moved.upper()
    return moved[0].upper() + moved[1] if pair[0].isupper() else moved


def _plain_dashes(text: str) -> str:
    for dash in _DASHES:
        text = text.replace(dash, "-")
    return text.replace("\xa0", " ")


def canon(text: str) -> str:
    """`text` in one spelling for matching: tone placement and dashes; same length, case kept."""
    return _plain_dashes(_PLACEMENT.sub(_move_tone, text))


def lowered(text: str) -> str:
    """`text` in one spelling and lower case, of the same length: what phrases are matched in."""
    low = text.lower()
    if len(low) != len(text):  # a character whose lower case is longer (İ): match it as it is
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return _plain_dashes(_PLACEMENT.sub(_move_tone, low))


def fold(text: str) -> str:
    """`text` as one line of words, without asterisks and pipes (for comparing and for showing)."""
    if _HAS_MARK.search(text):
        text = text.translate(_WITHOUT_MARKS)
    return single_spaced(text)


def bare(low: str) -> str:
    """The letters of a text in lower case, without their marks: what hasty typing leaves right."""
    apart = unicodedata.normalize("NFD", low.replace("đ", "d"))
    return "".join(filter(str.isalpha, apart))


def single_spaced(text: str) -> str:
    """`text` with every run of white space as one space, none at its ends."""
    text = text.strip()
    if "  " not in text and text.isprintable():  # the only white space that is printable: a space
        return text
    return " ".join(text.split())


@dataclass(slots=True, eq=False, repr=False)
class _Stretch:
    """A stretch of source text in a flat one: where it begins in either, and its words' places.

    Where the source has the same words as they are, `marks` stays empty and the distance is one.
    """

    flat: int
    start: int
    end: int
    marks: list[tuple[int, int]] | None = None


@dataclass(slots=True, eq=False)
class Flat:
    """Words of a stretch of source text, single-spaced.

    `text` is for showing, `low` the same in one spelling and lower case, for matching; both have
    the same length, so an offset in one is an offset in the other.
    """

    text: str
    low: str
    start: int
    end: int
    _source: str = field(repr=False)
    _stretches: list[_Stretch] = field(repr=False)

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Flat:
        """The flat form of `text[start:end]`; source offsets count from the start of `text`."""
        return cls.of_spans(text, [(start, end)])

    @classmethod
    def of_spans(
        cls, text: str, spans: Sequence[tuple[int, int]], low_text: str | None = None
    ) -> Flat:
        """The flat form of several stretches, in order, as one text.

        `low_text` is `lowered(text)` where it is at hand.
        """
        pieces: list[str] = []
        lows: list[str] = []
        stretches: list[_Stretch] = []
        at = 0
        for start, end in spans:
            raw = text[start:end]
            words = fold(raw)
            if not words:
                continue
            lead = raw.find(words)
            at += bool(pieces)
            pieces.append(words)
            if lead >= 0:  # the source has the very same words, and so has its lower case
                plain = start + lead
                low = low_text[plain : plain + len(words)] if low_text is not None else ""
                stretches.append(_Stretch(at, plain, end, []))
            else:
                low = fold(low_text[start:end]) if low_text is not None else ""
                stretches.append(_Stretch(at, start, end))
            lows.append(low)
            at += len(words)
        flat = " ".join(pieces)
        low = " ".join(lows) if low_text is not None else lowered(flat)
        return cls(flat, low, spans[0][0], spans[-1][1], text, stretches)

    def head(self, length: int) -> Flat:
        """The first `length` characters, as a flat text with the same places."""
        if len(self.text) <= length:
            return self
        text, low = self.text[:length], self.low[:length]
        return Flat(text, low, self.start, self.end, self._source, self._stretches)

    def source_offset(self, at: int) -> int:
        """The source offset of the character at `at` in the flat text."""
        stretches = self._stretches
        if not stretches:
            return self.start
        stretch = stretches[0]
        if len(stretches) > 1:
            index = bisect_right(stretches, at, key=lambda stretch: stretch.flat) - 1
            stretch = stretches[max(index, 0)]
        if stretch.marks is None:
            stretch.marks = _marks(self._source, stretch)
        if not stretch.marks:
            return stretch.start + at - stretch.flat
        flat, source = stretch.marks[
            max(bisect_right(stretch.marks, at, key=lambda mark: mark[0]) - 1, 0)
        ]
        return source + at - flat

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets (start, end) of `text[start:end]`."""
        if end <= start:
            offset = self.source_offset(start)
            return offset, offset
        return self.source_offset(start), self.source_offset(end - 1) + 1


def _marks(text: str, stretch: _Stretch) -> list[tuple[int, int]]:
    """Where each run of plain characters of a stretch lies, in the flat text and in the source."""
    marks: list[tuple[int, int]] = []
    at, last = stretch.flat, -1
    for match in _WORD.finditer(text, stretch.start, stretch.end):
        if last >= 0 and not _is_soft(text[last : match.start()]):
            at += 1
        marks.append((at, match.start()))
        at += match.end() - match.start()
        last = match.end()
    return marks


def _is_soft(gap: str) -> bool:
    """Whether only formatting marks stand between two runs: they belong to one word."""
    return gap != " " and not any(c.isspace() or c == "|" for c in gap)


def first_letter(low: str, at: int) -> int:
    """Where the first letter or digit stands from `at` on; the end of the text where none does."""
    while at < len(low) and not low[at].isalnum():
        at += 1
    return at
