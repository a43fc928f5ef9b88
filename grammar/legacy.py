"""Legacy: Vietnamese text in an encoding from before Unicode, recognised and converted.

Text copied out of .VnTime or VNI-Times fonts is Unicode text whose Latin-1 letters stand for
others (`KÕ HO¹CH`, `KEÁ HOAÏCH`). What tells: few of its words are syllables as they stand, and
nearly all are once converted. The tables are rules/lexicon/legacy.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .data import RULES, read_yaml
from .patterns import compiled
from .syllables import TONES, VOWELS, is_syllable

FILE = RULES / "lexicon" / "legacy.yaml"
MISREAD = "UTF-8 bị đọc thành windows-1252"
_SAMPLE = 20_000
# Letters of Unicode Vietnamese that no legacy text has, and a run of letters of any encoding.
_UNICODE = compiled("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_CHUNK = compiled("[A-Za-z\x02\x05\x06\x14\x19\x1e\x80-\u024f‘’‚“”„†‡…‰‹›€™\u02c6\u02dc•–—]+")
_HIGH = compiled(r"[^\x00-\x7f]")
_CAPITALS = compiled("[A-Z][^a-z ]?[A-Z]")
_NOT_IN_CAPITALS = compiled("[a-z0-9/]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, `text[start:end]`, and what it stands for."""

    start: int
    end: int
    letter: str


@dataclass(frozen=True, slots=True)
class Encoding:
    """One table: what is read, as Latin-1, and the letter that it stands for.

    `font` says that capitals were a matter of the font.
    """

    name: str
    letters: Mapping[str, str] = field(repr=False)
    font: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        longest = sorted(self.letters, key=len, reverse=True)
        object.__setattr__(self, "pattern", compiled("|".join(map(re.escape, longest))))

    def read(self, text: str) -> str:
        """`text` with every letter converted."""
        return self.pattern.sub(lambda match: self.letters[match.group()], text)

    def pieces(self, line: str, offset: int) -> Iterator[Piece]:
        """What changes in a line that begins at `offset`."""
        raised = _raised(line) if self.font else None
        for match in self.pattern.finditer(line):
            letter = self.letters[match.group()]
            if raised is not None and raised(match.start()):
                letter = letter.upper()
            if letter != match.group():
                yield Piece(offset + match.start(), offset + match.end(), letter)


@dataclass(frozen=True, slots=True)
class Legacy:
    """A recognised encoding; `mixed`: lines in Unicode stand among those in it."""

    name: str
    encoding: Encoding
    mixed: bool

    def convert(self, text: str) -> list[Piece]:
        """What changes in `text`, in order: legacy lines alone, Unicode lines stay as they are."""
        found: list[Piece] = []
        at = 0
        for line in text.split("\n"):
            if self._is_legacy(line):
                found.extend(self.encoding.pieces(line, at))
            at += len(line) + 1
        return found

    def _is_legacy(self, line: str) -> bool:
        if not _HIGH.search(line) or _UNICODE.search(line):
            return False
        if not self.mixed:
            return True
        words = _words([line])
        return _share(words, self.encoding.read) > _share(words, str)


def recognise(text: str) -> Legacy | None:
    """The encoding whose letters a Unicode text holds as Latin-1 ones; None for any other text."""
    lines = [line for line in text.split("\n") if _HIGH.search(line)]
    suspects = [line for line in lines if not _UNICODE.search(line)]
    best = _best(suspects)
    return Legacy(best.name, best, len(suspects) < len(lines)) if best else None


def guess_encoding(data: bytes) -> str | None:
    """The name of the Vietnamese encoding that bytes which are no UTF-8 are most likely in."""
    best = _best(data[: 10 * _SAMPLE].decode("latin-1").split("\n"))
    return best.name if best and best.name != MISREAD else None


def _best(lines: Iterable[str]) -> Encoding | None:
    """The encoding that makes syllables of nearly all words with its letters.

    Most of them are none as they stand, two of them at least, and of all words they are no few:
    foreign names, `°C` and `µm` are another matter.
    """
    words = _words(lines)
    high = [word for word in words if _HIGH.search(word)]
    odd = {word for word in high if not is_syllable(word)}
    if len(odd) < 2 or len(high) * 5 < len(words) or _share(high, str) > 0.5:
        return None
    encodings = _encodings()
    shares = [_share(high, encoding.read) for encoding in encodings]
    at = max(range(len(encodings)), key=lambda at: shares[at])
    mended = sum(1 for word in odd if is_syllable(encodings[at].read(word)))
    return encodings[at] if shares[at] >= 0.8 and mended > 1 else None


def _words(lines: Iterable[str]) -> list[str]:
    """The runs of letters of lines, up to the size of a sample; a lone sign is no word."""
    found: list[str] = []
    size = 0
    for line in lines:
        found.extend(w for w in _CHUNK.findall(line[:_SAMPLE]) if len(w) > 1)
        size += len(line)
        if size > _SAMPLE:
            break
    return found


def _share(words: list[str], read: Callable[[str], str]) -> float:
    """How many of the words are syllables when read so (of those without foreign letters)."""
    good = sum(1 for word in words if is_syllable(read(word)))
    return good / len(words) if words else 0.0


def _raised(line: str) -> Callable[[int], bool] | None:
    """Where in a line small letters stand for capitals.

    All over a line in capitals (`KÕ HO¹CH`, but not `Sè: 12/KH-UBND`), elsewhere in words with two
    capitals and no small letter.
    """
    if not _CAPITALS.search(line):
        return None
    if not _NOT_IN_CAPITALS.search(line):
        return lambda at: True
    words = [m for m in _CHUNK.finditer(line) if _CAPITALS.search(m.group())]
    spans = [(m.start(), m.end()) for m in words if not _NOT_IN_CAPITALS.search(m.group())]
    return lambda at: any(start <= at < end for start, end in spans)


@lru_cache(maxsize=1)
def _encodings() -> tuple[Encoding, ...]:
    """All tables; the file is read when a text is first suspected."""
    (entries,) = read_yaml("legacy", [FILE])
    tables = [Encoding(e["name"], _table(e), e.get("capitals") == "font") for e in entries]
    return (*tables, Encoding(MISREAD, _misread()))


def _table(entry: dict[str, Any]) -> dict[str, str]:
    """The letters of one entry of the file, by what is read."""
    plain: dict[str, str] = entry["plain"]
    table = {seen: letter for letter, seen in plain.items()}
    for vowel, seen in entry.get("toned", {}).items():
        table.update(zip(seen.split(" "), _toned(vowel), strict=True))
    if "marks" in entry:
        marks = entry["marks"].split(" ")
        for vowel in VOWELS + VOWELS.upper():
            base = plain.get(vowel, vowel)
            table.update(zip((base + mark for mark in marks), _toned(vowel), strict=True))
    if entry.get("capitals") == "upper":
        for seen, letter in list(table.items()):
            table[seen.upper()] = letter.upper()
            table[seen[0].upper() + seen[1:]] = letter.upper()
            if len(seen) > 1:  # a small letter with the sign of a capital
                table[seen[0] + seen[1:].upper()] = letter
    table.pop("\xa0", None)  # VISCII's Õ: far more often the no-break space that it is elsewhere
    return table


def _toned(vowel: str) -> list[str]:
    return [unicodedata.normalize("NFC", vowel + tone) for tone in TONES]


def _misread() -> dict[str, str]:
    """What the bytes of UTF-8 look like where they were read as windows-1252 (or Latin-1)."""
    letters = "".join([*VOWELS, *(c for vowel in VOWELS for c in _toned(vowel)), "đ"])
    table: dict[str, str] = {}
    for letter in {*letters, *letters.upper(), *"–—…“”‘’•", "\xa0"} - set("aeiouyAEIOUY"):
        data = letter.encode()
        table[data.decode("latin-1")] = letter
        table["".join(_windows(byte) for byte in data)] = letter
    return table


def _windows(byte: int) -> str:
    """A byte in windows-1252, which leaves five bytes without a character."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
