"""Lines: splits a source into physical lines and says of each, by itself, what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .flat import bare, single_spaced
from .lexicon import Words, any_of, lexicon
from .markers import Marker, read_marker
from .patterns import compiled
from .source import Source

# A run of empty lines is one line here: a million of them costs what one costs.
_PHYSICAL = compiled(r"(?:[^\S\n\u0000]*+\n)++|[^\n]*+\n?+")
_RULE = compiled(r"(?:[-–—_=*.·•~…\s|#]|!\[[^\]\n]*\]\([^)\n]*\))+\Z")  # also a picture in Markdown
_PAGE_NUMBER = compiled(r"(?:trang\s*)?[-–]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?\Z")
_DATE_LINE = compiled(r"\bngày\b[\s\d.…/_-]*(?:tháng\b|\Z)|\btháng\b[\s\d.…_-]*\bnăm\b")
_NUMBER_LINE = compiled(r"/?\s*số\s*(?:ký hiệu|hiệu)?\s*[:.]|số\s*[\d.…_ ]*\s*/|số\s+\d+\s*-")
# A pipe between two cells: words before it and behind it.
_INNER_PIPE = compiled(r"(?<=[^\s|*])[\s*]*\|(?=[\s*]*[^\s|*])")
_LONE_NUMBER = compiled(
    r"(?:\d+\s*/\s*\d{4}|[\d.…_]*)[a-zđ]?\s*/\s*[A-ZĐ][\w&.-]*\s*-\s*[\w&.-]+\Z"
    r"|\d+\s*-\s*[A-ZĐ][\w&.-]*\s*/\s*[\w&.-]+\Z"  # the Party's: 88-KH/ĐU
)

# Beyond this a line is running text; with these letters the lines of quốc hiệu begin.
_LONGEST_NATIONAL, _NATIONAL_STARTS = 100, frozenset("cđd")


@dataclass(slots=True, eq=False)
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
        return self.clean.rstrip("\"”')]*").endswith((".", ";", ":", "!", "?", "…"))

    @property
    def starts_lower(self) -> bool:
        """Whether it begins in lower case, as only the middle of a sentence does."""
        start = self.clean[:2]
        return start[1 if start[:1] in "\"“'([" else 0 :][:1].islower()


@dataclass(slots=True, eq=False, repr=False)
class Cues:
    """The compiled words of rules/lexicon/layout.yaml by which lines are told apart."""

    national: Words
    national_bare: tuple[str, ...]
    doc_type: Words
    deciding_type: Words
    type_kinds: frozenset[str]
    organ: Words
    no_body: Words
    unit: Words
    unit_short: Words
    ground: Words
    ground_heading: Words
    formula: Words
    closing: Words
    recipients: Words
    position: Words
    attachment: Words
    appendix: Words
    attached_note: Words
    goes_on: tuple[str, ...]
    before_digit: tuple[str, ...]
    dashed_names: tuple[tuple[str, str], ...]
    table_head: frozenset[str]
    web: Words
    authority: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The line cues of the built-in lexicon; all match on lower-case canonical text."""
    words = lexicon()
    signs = words.phrases("layout", "signature_authority", "signature_authority_slashed")

    def layout(key: str) -> Words:
        return words.matcher("layout", key)

    return Cues(
        national=layout("national_header"),
        national_bare=tuple(map(bare, words.words("layout", "national_lines"))),
        doc_type=Words(words.table("layout", "doc_types")),
        deciding_type=layout("deciding_types"),
        type_kinds=frozenset(words.words("layout", "type_kinds")),
        organ=words.matcher("organs", "organs"),
        no_body=words.matcher("organs", "not_bodies"),
        unit=layout("units_upper"),
        unit_short=layout("units_short"),
        ground=layout("ground_verbs"),
        ground_heading=layout("ground_headings"),
        formula=layout("formula_words"),
        closing=layout("closing_starts"),
        recipients=layout("recipients_heads"),
        position=layout("signature_positions"),
        attachment=layout("attachment_heads"),
        appendix=layout("appendix_heads"),
        attached_note=layout("attached_notes"),
        goes_on=(",", *(f" {word}" for word in words.words("layout", "line_goes_on"))),
        before_digit=tuple(f" {word}" for word in words.words("layout", "before_digit")),
        dashed_names=tuple(
            (left, right)
            for left, _, right in (
                one.partition(" - ") for one in words.words("layout", "dashed_names")
            )
        ),
        table_head=frozenset(words.words("layout", "table_heads")),
        web=layout("web_noise"),
        authority=compiled(rf"{any_of(signs)}(?:(?:\s*\.\s*|\s+)(?=\w)|\s*\.\Z)"),
    )


def read_lines(source: Source) -> list[RawLine]:
    """All lines of a source, in order; their spans joined are the whole text."""
    return [
        read_line(source, match.start(), match.end())
        for match in _PHYSICAL.finditer(source.text)
        if match.start() < match.end()
    ]


def read_line(source: Source, start: int, end: int) -> RawLine:
    """One line, or one column of it."""
    raw = source.text[start:end]
    clean = clean_text(raw)
    if not clean:
        kind = "pipe" if "|" in raw else "blank"
        return RawLine(start, end, "", "", kind)
    if _RULE.match(clean):
        return RawLine(start, end, clean, clean, "rule")
    if len(clean) < 16 and _PAGE_NUMBER.match(clean.lower()):
        return RawLine(start, end, clean, clean.lower(), "page")
    lead = raw.find(clean)
    if lead >= 0:  # the very same words stand in the source, and in its lower case
        low = source.low[start + lead : start + lead + len(clean)]
    else:
        low = clean_text(source.low[start:end])
    return RawLine(start, end, clean, low, "text", read_marker(clean, raw))


def clean_text(raw: str) -> str:
    """A raw stretch as single-spaced words, without asterisks, heading marks and outer pipes."""
    if "*" in raw:
        raw = raw.replace("*", "")
    if "\\" in raw:
        raw = raw.replace("\\", "")
    if "\x00" in raw:
        raw = raw.replace("\x00", " ")
    return single_spaced(raw).strip("|# >\u200b\ufeff").strip()


def split_cells(source: Source, line: RawLine) -> list[RawLine]:
    """A row of a table, `| a | b |`, as its cells; a line without an inner pipe as it is."""
    if line.kind != "text":
        return [line]
    raw = source.text[line.start : line.end]
    cuts = [m.end() for m in _INNER_PIPE.finditer(raw)]
    if not cuts:
        return [line]
    bounds = [line.start, *(line.start + cut for cut in cuts), line.end]
    cells = [read_line(source, a, b) for a, b in pairwise(bounds)]
    for cell in cells[1:]:
        cell.glued = True
    return cells


def split_columns(source: Source, line: RawLine, right: re.Pattern[str]) -> Iterator[RawLine]:
    """A line as its columns, where a second one that begins like `right` was glued to it."""
    raw = source.text[line.start : line.end]
    for match in right.finditer(raw):
        at = match.start("right")
        if raw[:at].strip(" \t*|\xa0"):
            first = read_line(source, line.start, line.start + at)
            first.glued = line.glued
            yield first
            second = read_line(source, line.start + at, line.end)
            second.glued = True
            yield second
            return
    yield line


def is_national(line: RawLine) -> bool:
    """Whether a line of the header bears quốc hiệu or tiêu ngữ, be its marks and dashes wrong."""
    low = line.low
    if cues().national.match(low):
        return True
    if len(low) > _LONGEST_NATIONAL or low[:1] not in _NATIONAL_STARTS:
        return False
    return bare(low).startswith(cues().national_bare)


def is_number_line(line: RawLine) -> bool:
    """Whether a line of the header bears số, ký hiệu."""
    return _NUMBER_LINE.match(line.low) is not None


def is_lone_number(line: RawLine) -> bool:
    """Whether a line is a number and symbol without the word Số."""
    return _LONE_NUMBER.match(line.clean) is not None


def is_date_line(line: RawLine) -> bool:
    """Whether a line of the header bears the date."""
    return len(line.clean) < 120 and _DATE_LINE.search(line.low) is not None


def heads_recipients(line: RawLine) -> bool:
    """Whether a line begins with `Nơi nhận`."""
    return bool(cues().recipients.match(line.low.removeprefix("/")))


def is_sign(line: RawLine) -> bool:
    """Whether a line could sign: capitals that begin with TM., KT. or a position."""
    if not line.caps or len(line.clean) > 90:
        return False
    return bool(cues().authority.match(line.low)) or (
        line.marker is None and bool(cues().position.match(line.low))
    )


def names_body(low: str, at: int = 0) -> bool:
    """Whether the name of a body stands at `at`, not only words that begin like one."""
    return bool(cues().organ.match(low, at)) and not cues().no_body.match(low, at)


def names_who_decides(line: RawLine) -> bool:
    """Whether a line begins with the name of a body or an office: `ỦY BAN NHÂN DÂN TỈNH …`."""
    return names_body(line.low) or bool(cues().position.match(line.low))


def is_enacting(line: RawLine) -> bool:
    """Whether a line leads in what is decided: `QUYẾT ĐỊNH:` between the grounds and Điều 1."""
    end = cues().deciding_type.match(line.low) if line.caps else 0
    return end > 0 and line.low[end:].strip() == ":"


def is_closing(line: RawLine) -> bool:
    """Whether one of the body's last paragraphs begins here (not the middle of a sentence)."""
    return not line.starts_lower and bool(cues().closing.match(line.low))


def is_appendix(line: RawLine) -> bool:
    """Whether an appendix or a form begins with a line: `PHỤ LỤC I`."""
    return line.kind == "text" and line.caps and bool(cues().appendix.match(line.low))


def is_table_head(line: RawLine) -> bool:
    """Whether a line is the first cell of a table's head: `STT`."""
    return line.kind == "text" and line.low in cues().table_head


def may_head(line: RawLine) -> bool:
    """Whether an unmarked line could be a heading, if it is in capitals."""
    return len(line.clean) >= 6 and line.marker is None and not line.clean.endswith(";")


def wrap_width(lines: list[RawLine]) -> int | None:
    """The width at which the text was hard-wrapped, or None where paragraphs are whole lines.

    Wrapped text has no long lines, and many of its lines stop in the middle of a sentence.
    """
    texts = [line for line in lines if line.kind == "text"]
    lengths = sorted(len(line.clean) for line in texts)
    if len(lengths) < 12 or lengths[int(len(lengths) * 0.97)] > 160:
        return None
    broken = sum(1 for a, b in pairwise(texts) if not a.ends and b.starts_lower)
    if broken * 6 < len(texts):
        return None
    return lengths[int(len(lengths) * 0.9)]
