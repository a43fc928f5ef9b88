"""Markers: what numbers a block (I., 1.1., a), -), its family and its place in a sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .patterns import compiled

# Điểm follow the Vietnamese alphabet without f, j, w, z (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6).
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8}

# A letter that is no small ASCII letter; `_fits` sees to the rest. (Sets of letters beyond
# Latin-1 take long to compile.)
_UPPER = r"[^\W\d_a-z]"
_QUOTE = '[“"]'
# One pass over the start of a line; the order of the alternatives decides.
_MARKER = compiled(
    rf"""
      (?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:THỨ\s+|thứ\s+)?
          (?P<part_value>[IVX]+|\d{{1,2}}|[A-ZĐ]|\w+)\s*[.:]?(?=\s|$))
    | (?P<division>(?:MỤC|Mục)\s+(?P<division_value>[IVX]+|\d{{1,2}})\s*[.:](?=\s+{_UPPER}))
    | (?P<article>(?:Điều|ĐIỀU)\s+(?P<article_value>\d{{1,3}})\s*[.:])
    | (?P<roman>(?P<roman_value>[IVX]{{1,6}})\s*(?:[.)]|[-–:/]\s))
    | (?P<upper>(?P<upper_value>[A-HK-UĐY])\s*(?:[.)]|[-–/](?=\s))(?=\s+{_UPPER}))
    | (?P<paren>\((?P<paren_value>\d{{1,2}}|[a-zđ]|[ivx]{{1,4}})\)(?=\s|{_UPPER}))
    | (?P<decimal>(?P<decimal_value>\d{{1,2}}(?:\s?\.\s?\d{{1,2}}){{1,4}})
          (?:\s?[.)](?=\s|{_UPPER}|{_QUOTE}|$)|[-–]?(?=\s+{_UPPER})))
    | (?P<number>(?P<number_value>\d{{1,2}})(?:\s?(?P<number_mark>[.)]|/(?=\s))
          (?=\s|{_UPPER}|{_QUOTE}|$)|(?P<number_dash>[-–])(?=\s+{_UPPER})))
    | (?P<letter>(?P<letter_value>[a-zđ])(?:\s?\)|\s?\.(?=\s+{_UPPER})|[-–/](?=\s+{_UPPER})))
    | (?P<dash>[-–—−](?=\s*[^\s\d\-–—_=])|[-–—−](?=\s+\d))
    | (?P<plus>\+(?=\s*\S))
    | (?P<dot>[•▪▫◦○●■□·➢✓\uf0b7\uf0a7\uf0d8\uf02d](?=\s*\S)|o(?=\s+{_UPPER}))
    """,
    re.VERBOSE,
)
_CLOSE_SIGN = compiled(r"(?<=\w)[-–/]$")  # I-, I/: the sign is part of the marker
_STAR = compiled(r"[ \t\xa0]*\*[ \t\xa0]+[^\s*(]")  # `* (note)*` is italic

# Families that stand above the rest by their nature, and their rank: one of them closes lists of
# lower ones even when it did not open before (a plan that begins with II.).
HIGH = {"part": 0, "chapter": 1, "division": 2, "upper": 3, "roman": 4, "article": 5}
_WORDED = ("part", "division", "article")  # written as words: the space belongs to them
BULLETS = ("star", "dash", "plus", "dot")


@dataclass(slots=True, eq=False)
class Marker:
    """A marker at the start of a line.

    `text` as written, without spaces; `family` names its kind of numbering; `value` its place in
    the sequence (1 for the first, 0 for bullets); `prefix` the numbers before the last in 1.2.3;
    `length` how many characters of the line's clean text it takes.
    """

    text: str
    family: str
    value: int
    prefix: tuple[int, ...] = ()
    length: int = 0

    @property
    def is_high(self) -> bool:
        """Whether it numbers a section: it stands above other markers by its nature."""
        return self.family in HIGH

    @property
    def is_bullet(self) -> bool:
        """Whether it bears no number."""
        return self.family in BULLETS


def read_marker(clean: str, raw: str) -> Marker | None:
    """The marker that a line begins with, or None.

    `clean` is the line without asterisks, white space folded; `raw` the line as it stands (a star
    is a bullet only there).
    """
    if not clean:
        return None
    if _STAR.match(raw) and raw.count("*") % 2 == 1 and not clean.startswith(("-", "+")):
        return Marker("*", "star", 0)
    match = _MARKER.match(clean)
    if match is None or not _fits(match.group(), clean[match.end() : match.end() + 4]):
        return None
    family = match.lastgroup or ""  # the group around all others of its alternative
    text = re.sub(r"\s+", " " if family in _WORDED else "", match.group(family))
    named = family == "roman" or family in _WORDED
    if named and not _CLOSE_SIGN.search(match.group().rstrip()):
        text = text.rstrip(":–-/")
    length = match.end()
    if family in BULLETS:
        return Marker("-" if family == "dash" else match.group(), family, 0, length=length)
    value = match.group(f"{family}_value")
    return _numbered(family, text, value, match["number_mark"] or match["number_dash"], length)


def _fits(marker: str, rest: str) -> bool:
    """Whether what follows a marker may.

    A small letter never does at once, and not behind a space where the marker asks for a capital
    (`A. `, `a. `, `1.1 `).
    """
    first = rest[:1]
    if not first or marker[-1].isspace() or not (marker[0].isalnum() or marker[0] == "("):
        return True
    if not first.isspace():
        return not first.islower()
    lettered = len(marker) < 4 and marker[0].isalpha() and marker[0] not in "IVX"
    dotless = marker[0].isdigit() and marker[-1].isdigit()
    dashed = marker[-1] in "-–" or (lettered and marker[-1] == "/")
    if (
        dotless
        or dashed
        or ((lettered and marker[-1] == ".") or marker[0] in "ABCDEGHĐKLMNOPQRSTUY")
    ):
        return not rest.lstrip()[:1].islower()
    return True


def _numbered(family: str, text: str, value: str, mark: str | None, length: int) -> Marker | None:
    prefix: tuple[int, ...] = ()
    if family == "roman":
        number = roman_number(value)
    elif family == "upper":
        number = "ABCDEFGHIKLMNOPQRSTUVXY".find(value) + 1 or 99
    elif family in ("article", "number"):
        number = int(value)
        if mark and mark != ".":
            family = f"number{'-' if mark == '–' else mark}"
    elif family == "decimal":
        parts = [int(p) for p in re.split(r"\s?\.\s?", value)]
        number, prefix = parts[-1], tuple(parts[:-1])
        family = f"decimal{len(parts)}"
    elif family == "letter":
        number = letter_number(value)
    elif family in ("part", "division"):
        family = "chapter" if text[0] in "Cc" else family
        number = part_number(value)
    else:
        number = int(value) if value.isdigit() else letter_number(value)
        family = "paren" if value.isdigit() else "paren_letter"
    return Marker(text, family, number, prefix, length) if number else None


def _like(written: str, value: int) -> str:
    """A number in the way of `written`: PHẦN II, Phần thứ hai, Chương 2."""
    own = written.rstrip(".:")
    if own[0] in "IVX":
        return roman_text(value)
    if own.lower() in _WORDS:
        word = next((word for word, number in _WORDS.items() if number == value), str(value))
        return word.upper() if own.isupper() else word
    return str(value)


def roman_number(text: str) -> int:
    """The value of a Roman numeral, 0 where it is none."""
    number, rest = 0, text
    for sign, value in zip(_ROMAN, _ROMAN_VALUES, strict=True):
        while rest.startswith(sign):
            number, rest = number + value, rest[len(sign) :]
    return 0 if rest or roman_text(number) != text else number


def roman_text(number: int) -> str:
    """A number as a Roman numeral."""
    text = ""
    for sign, value in zip(_ROMAN, _ROMAN_VALUES, strict=True):
        while number >= value:
            text, number = text + sign, number - value
    return text


def letter_number(letter: str) -> int:
    """The place of a letter among the điểm; f, j, w, z count after the last, 0 for the rest."""
    at = LETTERS.find(letter)
    if at >= 0:
        return at + 1
    return 90 + "fjwz".find(letter) if letter in "fjwz" else 0


def part_number(value: str) -> int:
    """The number of a Phần or Chương, in digits, Roman numerals, a letter or words."""
    if value.isdigit():
        return int(value)
    return (
        roman_number(value)
        or _WORDS.get(value.lower(), 0)
        or ("ABCDEFGHIKLMN".find(value) + 1 if len(value) == 1 else 0)
    )


def marker_text(marker: Marker, value: int, prefix: tuple[int, ...] | None = None) -> str:
    """How `marker` would be written with another value (for `expected`)."""
    if marker.family == "roman":
        body = roman_text(value)
    elif marker.family == "upper":
        body = "ABCDEFGHIKLMNOPQRSTUVXY"[min(value, 23) - 1]
    elif marker.family in ("letter", "paren_letter"):
        body = LETTERS[min(value, len(LETTERS)) - 1]
    else:
        body = ".".join(str(n) for n in (*(marker.prefix if prefix is None else prefix), value))
    tail = re.search(r"[-–/.)]+$", marker.text)
    if marker.family in ("part", "chapter", "division", "article"):
        return re.sub(r"\w+[.:]?$", lambda last: _like(last.group(), value), marker.text)
    return ("(" if marker.text.startswith("(") else "") + body + (tail.group() if tail else "")
