"""Waivers: failing results that somebody has answered for, kept in a file beside the plans.

Imported only where there is such a file: it is validated by pydantic, which costs a start-up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ..grammar.flat import canon
from ..grammar.interval import day_text
from .errors import InputError, model_fault, reason
from .names import compact_number
from .report import Location, PlanInfo, Report, Result, Waived, summarise
from .vocabulary import no_such_rule, suggest
from .yaml_places import Path_, Placed, YamlError, read_placed

_MARKS = str.maketrans("", "", "«»")
_Words = Annotated[str, Field(min_length=1)]


class Waiver(BaseModel):
    """One failing result that is let stand: which, why, who answers for it, until when."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    rule: _Words = Field(description="id of the rule, as reports show it in [ ]")
    plan: _Words | None = Field(
        default=None, description="its number (18/KH-UBND) or its file; without it, every plan"
    )
    words: _Words | None = Field(
        default=None, description="words at the place, as between « and », or of what is said"
    )
    line: int | None = Field(default=None, ge=1, strict=True, description="the line of the place")
    reason: _Words = Field(description="why it is let stand")
    by: _Words = Field(description="who answers for that")
    until: date | None = Field(default=None, description="the last day on which it holds")

    def waived(self) -> Waived:
        """What a report says of it."""
        return Waived(self.reason, self.by, self.until.isoformat() if self.until else None)


WAIVERS: TypeAdapter[list[Waiver]] = TypeAdapter(list[Waiver])


@dataclass(slots=True, eq=False)
class _Entry:
    """A waiver with its line in the file, and what became of it in this run.

    `decided` is the last report of a plan that it is about and whose rule was checked; `used` says
    that a result was found for it, `told` that it names no rule and that this has been said.
    """

    waiver: Waiver
    line: int
    decided: Report | None = None
    used: bool = False
    told: bool = False

    @property
    def name(self) -> str:
        return f"dòng {self.line} (quy tắc {self.waiver.rule})"


class WaiverFile:
    """The waivers of one file; `apply` marks the results of a report, `close` ends a run."""

    def __init__(self, path: Path, entries: Sequence[_Entry], today: date | None = None) -> None:
        self.path = path
        self._entries = entries
        self._today = today or date.today()

    def apply(self, report: Report, known: Sequence[str]) -> None:
        """Marks the failing results that are waived, and says which waivers cannot waive any more.

        `known` are the ids of all rules, whether they were checked or not.
        """
        for entry in self._entries:
            if not self._concerns(entry.waiver, report.plan):
                continue
            if entry.waiver.rule in known:
                self._apply(entry, report)
            elif not entry.told:
                said = f"{self.path}, {entry.name}: không có quy tắc này"
                report.notes.append(no_such_rule(said, entry.waiver.rule, known))
                entry.told = True
        report.summary = summarise(report.results)

    def _apply(self, entry: _Entry, report: Report) -> None:
        results = [r for r in report.results if r.rule == entry.waiver.rule]
        if _is_decided(results, report):
            entry.decided = report
        hits = _meant(entry.waiver, results)
        entry.used = entry.used or bool(hits)
        failing = [r for r in hits if r.outcome == "fail"]
        if not self._is_over(entry.waiver):
            for result in failing:
                result.waived = result.waived or entry.waiver.waived()
        elif failing:
            report.notes.append(self._over(entry, "điểm ấy lại tính là chưa đạt"))

    def close(self) -> None:
        """Adds to the last report that could have needed it a note on each unused waiver."""
        for entry in self._entries:
            if entry.used or entry.decided is None:
                continue
            if self._is_over(entry.waiver):
                note = self._over(entry, "cũng không còn điểm chưa đạt nào khớp, nên xóa")
            else:
                note = (
                    f"{self.path}, {entry.name}: không có điểm chưa đạt nào khớp; nên xóa, hoặc"
                    f" sửa lại{_asked(entry.waiver)} nếu điểm ấy vẫn còn."
                )
            entry.decided.notes.append(note)
            entry.decided = None

    def _is_over(self, waiver: Waiver) -> bool:
        return waiver.until is not None and waiver.until < self._today

    def _over(self, entry: _Entry, then: str) -> str:
        assert entry.waiver.until is not None
        return f"{self.path}, {entry.name}: đã hết hạn {day_text(entry.waiver.until)}, {then}."

    def _concerns(self, waiver: Waiver, plan: PlanInfo) -> bool:
        """Whether a waiver is about a plan: by number, by the name of its file, or by its path."""
        name = waiver.plan
        if name is None or (plan.number and compact_number(name) == compact_number(plan.number)):
            return True
        wanted = Path(unicodedata.normalize("NFC", name.replace("\\", "/")))
        path = Path(unicodedata.normalize("NFC", plan.path))
        if wanted == Path(wanted.name):
            return wanted.name.casefold() == path.name.casefold()
        folder = Path(unicodedata.normalize("NFC", str(self.path.absolute().parent)))
        return (folder / wanted).resolve() == path.resolve()


def load_waivers(path: Path) -> WaiverFile:
    """The waivers of a file; InputError says in one sentence what is wrong with it, and where."""
    try:
        placed = read_placed(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được tệp điểm bỏ qua {path}: {reason(error)}.") from error
    except YamlError as error:
        raise InputError(
            f"Tệp điểm bỏ qua {path} không phải YAML hợp lệ, sai ở dòng {error.line}, cột"
            f" {error.column}; hãy xem lại thụt đầu dòng, câu có dấu hai chấm thì để trong ngoặc"
            " kép."
        ) from error
    try:
        waivers = WAIVERS.validate_python([] if placed.data is None else placed.data)
    except ValidationError as error:
        raise InputError(_fault(path, placed, error)) from error
    return WaiverFile(path, [_Entry(w, placed.place((n,))[0]) for n, w in enumerate(waivers)])


def _fault(path: Path, placed: Placed, error: ValidationError) -> str:
    """The first thing that is wrong with a waiver file, as one sentence."""
    detail = error.errors()[0]
    where: Path_ = detail["loc"]
    key = f"mục '{where[1]}': " if len(where) > 1 else ""
    if detail["type"] == "extra_forbidden":
        what = f"không có mục '{where[-1]}'{suggest(str(where[-1]), Waiver.model_fields)}"
        where, key = (*where[:-1], f"{where[-1]}?"), ""
    elif detail["type"] == "missing":
        what, key = f"thiếu mục '{where[-1]}'", ""
    else:
        what = model_fault(detail)
    line, column = placed.place(where)
    end = "" if what.endswith("?") else "."
    return f"Tệp điểm bỏ qua {path} sai ở dòng {line}, cột {column}: {key}{what}{end}"


def _is_decided(results: Sequence[Result], report: Report) -> bool:
    """Whether a rule has said something; without a parent a rule that needs one has not."""
    if report.parent is None:
        return any(result.outcome != "not_applicable" for result in results)
    return bool(results)


def _meant(waiver: Waiver, results: Sequence[Result]) -> list[Result]:
    """The results that a waiver means, of those that fail or cannot be told.

    Its words stand at their place; where they stand at none, in what a result says: two that are
    told at one place (what is missing from a chapter) differ in that alone.
    """
    open_ones = [r for r in results if r.outcome in ("fail", "unknown") and _on_line(waiver, r)]
    if waiver.words is None:
        return open_ones
    words = _one_form(waiver.words)
    at_place = [r for r in open_ones if r.location and _stands_at(words, r.location)]
    return at_place or [r for r in open_ones if _holds(f"{r.message} {r.actual or ''}", words)]


def _on_line(waiver: Waiver, result: Result) -> bool:
    place = result.location
    if waiver.line is None:
        return True
    return place is not None and place.line <= waiver.line <= place.end_line


def _stands_at(words: str, place: Location) -> bool:
    """Whether words stand at a place, be it with some of those around it."""
    if _holds(place.excerpt, words):
        return True
    around = f"{place.before} {place.excerpt} {place.after}"
    return _one_form(place.excerpt) in words and _holds(around, words)


def _holds(text: str, words: str) -> bool:
    """Whether a text has these words, whole; a `…` in them stands for what a report leaves out."""
    parts = [part.strip() for part in words.split("…")]
    if not any(parts):
        return False
    before = r"(?<!\w)" if parts[0][:1].isalnum() else ""
    after = r"(?!\w)" if parts[-1][-1:].isalnum() else ""
    inside = ".*?".join(re.escape(part) for part in parts)
    return re.search(before + inside + after, _one_form(text)) is not None


def _one_form(text: str) -> str:
    """Words in one spelling, without the marks that a report puts around them."""
    text = canon(unicodedata.normalize("NFC", text)).translate(_MARKS)
    return " ".join(text.split())


def _asked(waiver: Waiver) -> str:
    """What a waiver says of the place."""
    given = [
        name
        for name, value in (("chữ", waiver.words), ("số dòng", waiver.line))
        if value is not None
    ]
    return f" {' và '.join(given)} đã ghi" if given else ""
