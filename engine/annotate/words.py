"""Words: what the notes of an annotated file say, whatever kind of file it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...grammar.source import Source
from ..report import SEVERITIES, Report, Result
from ..wording import shortened
from ..writers.console import SEVERITY_NAMES
from ..writers.report_writer import FIX_ROW, detail_rows
from ..writers.words import counts_text

AUTHOR = "cchc-check"
INITIALS = "cc"
# How grave a note is: that of a failing result, or that it cannot be told.
Weight = Literal["error", "warning", "info", "unknown"]
WEIGHTS: tuple[Weight, ...] = (*SEVERITIES, "unknown")
_LONGEST = 120
_UNKNOWN = "Chưa rõ"
_PARTIAL = "Một phần"
_SURE = "Chữ ở đây do máy nhận dạng từ ảnh (độ chắc {:.0f} %), hãy so với bản gốc."
_MADE = "Đã ghi thành thay đổi theo dõi: {}."
_PROPOSED = "Có thể sửa: {}."


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph of a note: a word that names what it says, and the words."""

    label: str
    text: str

    @property
    def plain(self) -> str:
        """The paragraph as one text."""
        return f"{self.label}: {self.text}" if self.label else self.text


@dataclass(slots=True, eq=False)
class Note:
    """What one result has to say at its place; `start` and `end` are raw offsets."""

    result: Result
    start: int
    end: int

    @property
    def weight(self) -> Weight:
        """How grave it is."""
        return weight_of(self.result)

    @property
    def name(self) -> str:
        """How grave it is, in words."""
        return _name(self.result)

    def lines(self, is_made: bool = False, is_exact: bool = True) -> Iterator[Line]:
        """Its paragraphs; `is_made` where its fix was made in the file as a tracked change.

        `is_exact`: it stands at the very words that it is about, which need not be told then.
        """
        result = self.result
        yield Line(self.name, result.message)
        if result.location is not None and not is_exact:
            yield Line("Chỗ này", f"“{shortened(result.location.excerpt, _LONGEST)}”")
        yield from _reasons(result)
        sure = result.location.confidence if result.location is not None else None
        if sure is not None:
            yield Line("Chú ý", _SURE.format(100 * sure))
        if result.fix is not None:
            said = (_MADE if is_made else _PROPOSED).format(result.fix.title)
            yield Line("", said)
        yield Line("Quy tắc", result.rule)


def weight_of(result: Result) -> Weight:
    """How grave a failing or unknown result is."""
    return result.severity if result.outcome == "fail" else "unknown"


def _name(result: Result) -> str:
    if result.outcome == "fail":
        return SEVERITY_NAMES[result.severity]
    return _PARTIAL if result.partial else _UNKNOWN


def notes_of(report: Report) -> list[Note]:
    """What is told at a place of the file, in the order of the places."""
    notes = [
        Note(result, result.location.start, result.location.end)
        for result in _told(report)
        if result.location is not None
    ]
    return sorted(notes, key=lambda n: (n.start, -n.end, WEIGHTS.index(n.weight)))


def head_lines(source: Source, report: Report, cautions: list[str]) -> Iterator[Line]:
    """What is told at the document's beginning: the counts, what to know, what has no place."""
    yield Line("Kết quả", counts_text(report.summary))
    of_file = source.origin.notes if source.origin is not None else []
    for note in dict.fromkeys((*report.notes, *of_file, *cautions)):
        yield Line("Chú ý", note)
    placeless = [result for result in _told(report) if result.location is None]
    for weight in WEIGHTS:
        for result in placeless:
            if weight_of(result) == weight:
                reasons = "".join(f" {line.plain}." for line in _reasons(result))
                text = f"{result.message.rstrip('.')}.{reasons.replace('..', '.')}"
                yield Line(_name(result), f"{text} ({result.rule})")


def _told(report: Report) -> Iterator[Result]:
    """What fails and, unless the text is damaged, what cannot be told; nothing that is waived."""
    for result in report.results:
        wanted = result.outcome == "fail" or (
            result.outcome == "unknown" and not report.plan.damaged
        )
        if wanted and result.waived is None:
            yield result


def _reasons(result: Result) -> Iterator[Line]:
    """What was expected, why, and what to do, in the words of the report."""
    for label, text in detail_rows(result):
        if label != FIX_ROW:  # told by the note itself: what is made here, what is not
            yield Line(label, text.plain)


def title_span(source: Source, report: Report) -> tuple[int, int]:
    """The raw offsets of the line with the document's type, else of its first line with words."""
    start = 0
    first: tuple[int, int] | None = None
    for line in source.raw.split("\n"):
        words = line.strip(" \t\r*|")
        if any(c.isalpha() for c in words):
            at = start + line.index(words)
            first = first or (at, at + len(words))
            if report.plan.type and _is(words, report.plan.type):
                return at, at + len(words)
        start += len(line) + 1
    return first or (0, len(source.raw))


def _is(words: str, name: str) -> bool:
    return unicodedata.normalize("NFC", words).casefold() == name.casefold()
