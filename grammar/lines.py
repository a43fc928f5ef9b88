"""Lines: splits a source into physical lines and says of each, by itself, what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .flat import canon
from .lexicon import lexicon, words_pattern
from .markers import Marker, read_marker
from .source import Source

# A run of empty lines is one line here: a million of them costs what one costs.
_PHYSICAL = re.compile(r"(?:[^\S\n\u0000]*+\n)++|[^\n]*+\n?+")
_RULE = re.compile(r"[-–—_=*.·•~…\s|#]+\Z")
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?\Z", re.I)
_END = re.compile(r"[.;:!?…][\"”')\]*]*\Z")
_LOWER_START = re.compile(r"[\"“'(\[]?[a-zđà-öø-ýăĩũơưạ-ỹ]")
_DATE_LINE = re.compile(r"\bngày\b[\s\d.…/_-]*(?:tháng\b|\Z)|\btháng\b[\s\d.…_-]*\bnăm\b", re.I)
_NUMBER_LINE = re.compile(r"/?\s*Số\s*(?:ký hiệu|hiệu)?\s*[:.]|Số\s*[\d.…_ ]*\s*/|Số\s+\d+\s*-", re.I)
_LONE_NUMBER = re.compile(r"[\d.…_]*\s*/\s*[A-ZĐ][\w&.-]*\s*-\s*[\w&.-]+\Z")


@dataclass(slots=True)
class RawLine:
    """A physical line, or one column of it.

    `clean` is its words single-spaced without asterisks; `kind` is blank, pipe, rule, page or
    text; `marker` what it begins with, if anything; `glued` says that it is the right column of
    the line before.
    """

    start: int
    end: int
    clean: str
    low: str
    kind: str
    marker: Marker | None = None
    glued: bool = False

    @property
    def caps(self) -> bool:
        """Whether it has letters and all of them are capitals."""
        return self.clean.isupper()

    @property
    def ends(self) -> bool:
        """Whether it ends like a sentence or an announced list."""
        return _END.search(self.clean) is not None

    @property
    def starts_lower(self) -> bool:
        """Whether it begins in lower case, as only the middle of a sentence does."""
        return _LOWER_START.match(self.clean) is not None


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled words of rules/lexicon/layout.yaml by which lines are told apart."""

    national: re.Pattern[str]
    doc_type: re.Pattern[str]
    organ: re.Pattern[str]
    unit: re.Pattern[str]
    ground: re.Pattern[str]
    formula: re.Pattern[str]
    closing: re.Pattern[str]
    recipients: re.Pattern[str]
    authority: re.Pattern[str]
    position: re.Pattern[str]
    attachment: re.Pattern[str]
    table_head: re.Pattern[str]
    web: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The line cues of the built-in lexicon; all match on lower-case canonical text."""
    words = lexicon()
    signs = "|".join(re.escape(w) for w in words.words("layout", "signature_authority"))
    types = [*words.table("layout", "doc_types")]
    return Cues(
        national=re.compile(words.pattern("layout", "national_header")),
        doc_type=re.compile(words_pattern(types)),
        organ=re.compile(words.pattern("organs", "organs")),
        unit=re.compile(words.pattern("layout", "units_upper")),
        ground=re.compile(words.pattern("layout", "ground_verbs")),
        formula=re.compile(words.pattern("layout", "formula_words")),
        closing=re.compile(words.pattern("layout", "closing_starts")),
        recipients=re.compile("/?" + words.pattern("layout", "recipients_heads")),
        authority=re.compile(rf"(?:{signs})(?:\s*\.\s*|\s+)(?=\w)"),
        position=re.compile(words.pattern("layout", "signature_positions")),
        attachment=re.compile(r"\(?" + words.pattern("layout", "attachment_heads")),
        table_head=re.compile(words.pattern("layout", "table_heads") + r"\Z"),
        web=re.compile(words.pattern("layout", "web_noise")),
    )


def read_lines(source: Source) -> list[RawLine]:
    """All lines of a source, in order; their spans joined are the whole text."""
    lines: list[RawLine] = []
    text = source.text
    for match in _PHYSICAL.finditer(text):
        if match.start() < match.end():
            lines.append(_read_line(text, match.start(), match.end()))
    return lines


def _read_line(text: str, start: int, end: int) -> RawLine:
    raw = text[start:end]
    clean = clean_text(raw)
    if not clean:
        kind = "pipe" if "|" in raw else "blank"
        return RawLine(start, end, "", "", kind)
    if _RULE.match(clean):
        return RawLine(start, end, clean, clean, "rule")
    if len(clean) < 16 and _PAGE_NUMBER.match(clean):
        return RawLine(start, end, clean, clean.lower(), "page")
    return RawLine(start, end, clean, canon(clean).lower(), "text", read_marker(clean, raw))


def clean_text(raw: str) -> str:
    """A raw stretch as single-spaced words, without asterisks, heading marks and outer pipes."""
    if "*" in raw:
        raw = raw.replace("*", "")
    return " ".join(raw.replace("\x00", " ").split()).strip("|# >\u200b\ufeff").strip()


def split_columns(text: str, line: RawLine, right: re.Pattern[str]) -> Iterator[RawLine]:
    """A line as its columns, where a second one that begins like `right` was glued to it."""
    raw = text[line.start : line.end]
    for match in right.finditer(raw):
        at = match.start("right")
        if raw[:at].strip(" \t*|\xa0"):
            yield _read_line(text, line.start, line.start + at)
            second = _read_line(text, line.start + at, line.end)
            second.glued = True
            yield second
            return
    yield line


def is_number_line(line: RawLine) -> bool:
    """Whether a line of the header bears số, ký hiệu."""
    return _NUMBER_LINE.match(line.clean) is not None


def is_lone_number(line: RawLine) -> bool:
    """Whether a line is a number and symbol without the word Số."""
    return _LONE_NUMBER.match(line.clean) is not None


def is_date_line(line: RawLine) -> bool:
    """Whether a line of the header bears the date."""
    return _DATE_LINE.search(line.clean) is not None and len(line.clean) < 120


def wrap_width(lines: list[RawLine]) -> int | None:
    """The width at which the text was hard-wrapped, or None where paragraphs are whole lines.

    Wrapped text has no long lines, and many of its lines stop in the middle of a sentence.
    """
    texts = [line for line in lines if line.kind == "text"]
    lengths = sorted(len(line.clean) for line in texts)
    if len(lengths) < 12 or lengths[int(len(lengths) * 0.97)] > 160:
        return None
    broken = sum(
        1 for a, b in zip(texts, texts[1:], strict=False) if not a.ends and b.starts_lower
    )
    if broken * 6 < len(texts):
        return None
    return lengths[int(len(lengths) * 0.9)]
