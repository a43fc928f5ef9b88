"""Limits: whether words and a date set a time limit for someone, and for what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .dates import Reading, Reference
from .flat import Flat
from .interval import Interval
from .lexicon import Words, lexicon
from .patterns import compiled
from .tables import Token

_SENTENCE_END = compiled(r"[.;!?](?= [^\d]|$)|\.\./")
_YEARLESS = ("quarter_only", "month_only", "half_only")
_LONGEST_MARKER = 6  # characters before the words of a heading
_PLANNING = 360  # days: a span that is longer is a planning period, not a limit


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    past: Words
    work: Words
    done: Words
    aims: Words
    report: Words
    issue: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(
        past=words.matcher("times", "past_words"),
        work=words.matcher("times", "work_words"),
        done=words.matcher("times", "done_words"),
        aims=words.matcher("times", "aim_headings"),
        report=words.matcher("times", "report_words"),
        issue=words.matcher("times", "issue_words"),
    )


@dataclass(slots=True, eq=False)
class Setting:
    """Where a date stands: its words, what is above them, and the plan's own time.

    `heading` tells a short heading; `timed` that a heading such as `Thời gian thực hiện` is above.
    """

    flat: Flat
    heading: bool
    timed: bool
    reference: Reference


def is_limit(
    setting: Setting, word: Token, readings: list[Reading], every: str | None, span: tuple[int, int]
) -> bool:
    """Whether words and date really set a limit: `trong năm 2025` or `đến năm 2030` rarely do."""
    precision = readings[-1][2]
    if precision in _YEARLESS and readings[-1][0] is None and str(word.type) != "STRICT":
        return _without_year(setting, word, span)
    kind = str(word.type)
    if kind in ("STRICT", "INCLUSIVE"):
        return _is_last_day(setting.flat.low, word, precision, every, span[0])
    if kind == "LABEL":
        return _is_labelled(setting, word, readings[-1], span[0])
    if kind == "WINDOW":
        return _is_window(setting, word, readings[-1], every, span)
    if kind == "NOW":
        before = setting.flat.low[max(0, span[0] - 40) : span[0]]
        return not before.endswith("giai đoạn ") and not _cues().past.search(before)
    if kind == "AFTER":
        return _is_beginning(setting, readings[-1], span)
    return _is_end(setting, readings[-1], span)


def _without_year(setting: Setting, word: Token, span: tuple[int, int]) -> bool:
    """A month or quarter of a year that nobody names binds where work is to be done in it."""
    if word.type in ("LABEL", "INCLUSIVE"):
        return word.type == "INCLUSIVE" or _is_labelled(
            setting, word, (None, None, "month"), span[0]
        )
    left, right = sentence(setting.flat.low, *span)
    return word.type == "WINDOW" and _is_work(setting.flat.low, left, right, span[0])


def _is_last_day(low: str, word: Token, precision: str, every: str | None, start: int) -> bool:
    if precision == "day_only":
        return every is not None
    if word.type == "STRICT" and precision in ("year", "span"):
        return (
            precision == "year" and _cues().done.search(low, max(0, start - 30), start) is not None
        )
    return precision not in _YEARLESS


def _is_outright(low: str, word: Token, start: int) -> bool:
    """Whether a sentence begins by asking for it, though it is over: that should be seen to."""
    left, _ = sentence(low, start, start + 1)
    return word.startswith(("hoàn thành", "xong")) and not low[left:start].strip(" -+*.")


def _is_labelled(setting: Setting, word: Token, reading: Reading, start: int) -> bool:
    interval, _, precision = reading
    past = interval is not None and setting.reference.is_past(interval)
    if past and not word.endswith(":") and not _is_outright(setting.flat.low, word, start):
        return False
    if word.startswith(("hoàn thành", "tiến độ")):
        return precision in ("quarter", "month", "day", "half-year")
    closed = word.endswith((":", " là"))
    return word.startswith(("thời hạn", "hạn ")) or closed or setting.heading


def _is_window(
    setting: Setting, word: Token, reading: Reading, every: str | None, span: tuple[int, int]
) -> bool:
    """`trong quý I năm 2026`, `vào ngày 20/3/2026`: a time to come, not one that is told of."""
    start, end = span
    low, (interval, _, precision) = setting.flat.low, reading
    if _cues().past.search(low, max(0, start - 40), start):
        return False
    if interval is not None and setting.reference.is_past(interval):
        return _is_outright(low, word, start)
    if start < 8 and low.startswith("phấn đấu", end + 1):
        return True
    if precision == "span":
        return interval is not None and is_short(interval)
    if precision == "year":
        return setting.timed or word.startswith(("hoàn thành", "xong"))
    return precision not in ("day_only", "clock") or every is not None


def _is_beginning(setting: Setting, reading: Reading, span: tuple[int, int]) -> bool:
    """`sau ngày 15/3/2026`: what is to be done from a day on that is still to come."""
    interval, _, precision = reading
    if interval is None or precision == "year" or setting.reference.is_past(interval):
        return False
    return _is_work(setting.flat.low, *sentence(setting.flat.low, *span), span[0])


def _is_end(setting: Setting, reading: Reading, span: tuple[int, int]) -> bool:
    """`đến hết quý II/2026`: a limit where something is to be done by then."""
    start, end = span
    low, (interval, _, precision) = setting.flat.low, reading
    if interval is None or setting.reference.is_past(interval):
        return False
    if setting.heading and precision in ("year", "span") and _names_aim(low, start):
        return False
    before = low[max(0, start - 70) : start]
    aimed = precision in ("year", "span") and low.startswith(",", end)  # Đến năm 2030, trên 70% …
    if before.endswith("phấn đấu ") or (setting.heading and start < 20 and not aimed):
        return True
    if re.search(r"(?:thời gian|thời hạn|tiến độ)[^.;:]{0,40}: ?$", before):
        return True
    if start < 6 and low[end : end + 1] == ":":
        return True
    if re.search(r"(?:hoàn thành|xong)[^.;]*$", before):
        return True
    near = 4 if precision in ("year", "span") else 60
    clause = re.split(r"[.;]", low[end : end + near + 12])[0]
    done = _cues().done.search(clause)
    return done is not None and done[0] < near and not before.endswith(("tính ", "từ ngày ký "))


def _names_aim(low: str, start: int) -> bool:
    """`1. Mục tiêu cơ bản đến năm 2025`: a heading with a year to aim at, behind its marker."""
    found = _cues().aims.search(low, 0, start)
    return found is not None and found[0] <= _LONGEST_MARKER


def is_short(interval: Interval) -> bool:
    """Whether a span is one of days or months within a year or so, not a planning period."""
    first, last = interval.earliest, interval.latest
    return first is not None and last is not None and 0 <= (last - first).days < _PLANNING


def is_worked(setting: Setting, interval: Interval, start: int, end: int) -> bool:
    """Whether something is to be done in a span of days that no word introduces."""
    if not is_short(interval) or setting.reference.is_past(interval):
        return False
    left, right = sentence(setting.flat.low, start, end)
    return _is_work(setting.flat.low, left, right, start)


def _is_work(low: str, left: int, right: int, start: int) -> bool:
    """Whether a sentence speaks of work, and its time is not that of something past."""
    if _cues().past.search(low, max(0, start - 40), start):
        return False
    return _cues().work.search(low, left, right) is not None


def kind_of(flat: Flat, start: int, end: int, above: str | None = None) -> str:
    """What the limit is for: issue, report or task; the words next before it say it.

    `above` is given for a label (`Thời hạn gửi báo cáo: …`): its own words count, then the heading
    above it.
    """
    left, right = sentence(flat.low, start, end)
    issue, report = _cues().issue, _cues().report
    before = start if above is None else end
    issued = issue.search(flat.low, left, before)
    reported = report.search(flat.low, left, before)
    if issued and reported:
        last_issued = max(at for at, _ in issue.each(flat.low, left, before))
        last_reported = max(at for at, _ in report.each(flat.low, left, before))
        return "issue" if last_issued > last_reported else "report"
    if issued:
        return "issue"
    if reported or report.search(flat.low, end, right):
        return "report"
    if issue.search(flat.low, end, right):
        return "issue"
    return _kind_above(above or "")


def _kind_above(context: str) -> str:
    """What the heading above says a bare `Thời gian: …` is for."""
    if _cues().issue.search(context):
        return "issue"
    if _cues().report.search(context, 0, 24) or "báo cáo tình hình" in context:
        return "report"
    return "task"


def sentence(low: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a stretch."""
    left = 0
    for match in _SENTENCE_END.finditer(low, max(0, start - 500), start):
        left = match.end()
    following = _SENTENCE_END.search(low, end)
    return max(left, start - 500), min(following.start() if following else len(low), end + 300)
