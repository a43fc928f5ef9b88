"""Flat text: a stretch of the source as one line of words, each character traceable to its place.

Phrases run over hard line breaks, Markdown asterisks and table pipes. A `Flat` drops these and
folds white space, so that phrase patterns see plain words; `source_span` leads back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_WORD = re.compile(r"[^\s*|\u200b\ufeff\x00]+")

# Two ways to place a tone mark (hòa/hoà, ủy/uỷ) and several dashes: one spelling for matching.
# Every replacement keeps the length, so offsets stay true.
_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_PLACEMENT = re.compile("(?<![qQ])(?:" + "|".join(_PAIRS) + r")(?!\w)", re.IGNORECASE)
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "\xa0": " "})


def _move_tone(match: re.Match[str]) -> str:
    pair = match.group()
    moved = _PAIRS[pair.lower()]
    if pair.isupper():
        return moved.upper()
    return moved[0].upper() + moved[1] if pair[0].isupper() else moved


def canon(text: str) -> str:
    """`text` in one spelling for matching: tone placement and dashes; same length, case kept."""
    return _PLACEMENT.sub(_move_tone, text).translate(_DASHES)


def fold(text: str) -> str:
    """`text` as one line of words, without asterisks and pipes (for comparing and for showing)."""
    return Flat.of(text, 0, len(text)).text


@dataclass(slots=True)
class Flat:
    """Words of a stretch of source text, single-spaced.

    `text` is for showing, `low` the same in one spelling and lower case, for matching; both have
    the same length, so an offset in one is an offset in the other.
    """

    text: str
    low: str
    _flat_starts: list[int]
    _source_starts: list[int]
    start: int
    end: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Flat:
        """The flat form of `text[start:end]`; source offsets count from the start of `text`."""
        return cls.of_spans(text, [(start, end)])

    @classmethod
    def of_spans(cls, text: str, spans: list[tuple[int, int]]) -> Flat:
        """The flat form of several stretches, in order, as one text."""
        words: list[str] = []
        flat_starts: list[int] = []
        source_starts: list[int] = []
        at = 0
        start, end = spans[0][0], spans[-1][1]
        last_end = start
        for span in spans:
            for match in _WORD.finditer(text, *span):
                if words and not _is_soft(text, last_end, match.start()):
                    words.append(" ")
                    at += 1
                word = match.group()
                flat_starts.append(at)
                source_starts.append(match.start())
                words.append(word)
                at += len(word)
                last_end = match.end()
        flat = "".join(words)
        low = canon(flat).lower()
        if len(low) != len(flat):  # a character whose lower case is longer (İ): match it as it is
            low = "".join(c if len(c.lower()) != 1 else c.lower() for c in canon(flat))
        return cls(flat, low, flat_starts, source_starts, start, end)

    def source_offset(self, at: int) -> int:
        """The source offset of the character at `at` in the flat text."""
        if not self._flat_starts:
            return self.start
        index = max(bisect_right(self._flat_starts, at) - 1, 0)
        return self._source_starts[index] + at - self._flat_starts[index]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets (start, end) of `text[start:end]`."""
        if end <= start:
            offset = self.source_offset(start)
            return offset, offset
        return self.source_offset(start), self.source_offset(end - 1) + 1


def _is_soft(text: str, start: int, end: int) -> bool:
    """Whether only formatting marks stand between two runs: they belong to one word."""
    return start < end and not any(c.isspace() or c == "|" for c in text[start:end])
