"""Periods: what reports cover, and how often they fall due where no date is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .flat import Flat
from .lexicon import Words, lexicon
from .limits import sentence
from .nodes import Deadline
from .patterns import compiled

EVERY = compiled(
    r"(?:h(?<!\wh)(?:ằng|àng)|m(?<!\wm)ỗi|l(?<!\wl)ần ?/) ?(?P<every>ngày|tuần|tháng|quý|năm)(?!\w)"
)
_LIST = compiled(r"(?:đ(?<!\wđ)ịnh kỳ|c(?<!\wc)hế độ báo cáo|b(?<!\wb)áo cáo) \(?")
_AND = compiled(r"(?:,| và|;) ")
_BARE = ("tháng", "tuần", "ngày")  # in a list of periods; elsewhere they count something
_EVERY_PERIODS = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_YEAR_AHEAD = compiled(r" (?:19|20)\d\d")
# Words by which what stands behind a date says what the date is for.
_BELONGS = ("đối với", "với", "cho", "của", "báo cáo")


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    each: tuple[tuple[str, Words], ...]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    periods = lexicon().value("times", "periods")
    return _Cues(
        each=tuple((name, Words(names)) for name, names in periods.items()),
    )


def every_period(every: str | None) -> str | None:
    """The period that the words of an `every` name: `của tháng cuối quý` is a quarter's."""
    if every is None:
        return None
    for word, period in (
        ("tuần", "week"), ("ngày", "day"), ("quý", "quarter"), ("kỳ", "quarter"),
        ("tháng", "month"), ("năm", "year"),
    ):  # fmt: skip
        if word in every:
            return period
    return None


def add_periods(flat: Flat, found: list[Deadline], spans: list[tuple[int, int]]) -> None:
    """What each dated report covers, from the words behind it or before it in its clause."""
    for node in found:
        if node.of != "report" or node.period in ("quarter", "day", "week"):
            continue
        start, end = next(s for s in spans if flat.source_span(*s) == (node.start, node.end))
        left, right = sentence(flat.low, start, end)
        after = min([s[0] for s in spans if s[0] >= end] + [right])
        before = max([s[1] for s in spans if s[1] <= start] + [left])
        clause = re.split(r"[);]", flat.low[end:after])[0][:60]
        behind = clause if clause.lstrip(" (").startswith(_BELONGS) else ""
        node.period = (
            _period(behind)
            or node.period
            or _period(flat.low[before:start][-110:], last=True)
            or _period(clause if "báo cáo" in clause else "")
        )


def _period(words: str, last: bool = False) -> str | None:
    """The period that some words name; the last one named where `last`."""
    best: tuple[int, str] | None = None
    for name, pattern in _cues().each:
        at = 0
        while hit := pattern.search(words, at):
            start, at = hit
            of_year = words[start:at] == "năm" and _YEAR_AHEAD.match(words, at)
            if of_year and not words[:start].endswith("báo cáo "):
                continue
            if best is None or (start > best[0] if last else start < best[0]):
                best = (start, name)
    return best[1] if best else None


_DAILY = ("day", "week")  # a report each day or week needs no date


def undated_reports(flat: Flat, spans: list[tuple[int, int]]) -> list[Deadline]:
    """Periodic reports without a date: `báo cáo … theo định kỳ 06 tháng, năm`."""
    if not _has_report(flat.low):
        return []
    found: list[Deadline] = []
    for start, end, periods in _periodic(flat.low):
        left, right = sentence(flat.low, start, end)
        if any(left <= at < right for at, _ in spans) or not _has_report(flat.low[left:right]):
            continue
        span = flat.source_span(start, end)
        spans.append((start, end))
        found.extend(
            Deadline(*span, text=flat.text[start:end], of="report", period=p, dated=p in _DAILY)
            for p in periods[:4]
        )
    return found


def _has_report(low: str) -> bool:
    """Whether a text speaks of a report (not of a speaker: báo cáo viên)."""
    at = low.find("báo cáo")
    while at >= 0:
        if not low.startswith(" viên", at + 7):
            return True
        at = low.find("báo cáo", at + 1)
    return False


def _periodic(low: str) -> list[tuple[int, int, list[str]]]:
    """Where periods of reports are named: start, end, the periods in the lexicon's order."""
    named = [(m.start(), m.end(), [_EVERY_PERIODS[m["every"]]]) for m in EVERY.finditer(low)]
    for match in _LIST.finditer(low):
        at, periods = _listed(low, match.end())
        if not periods and match.group() == "chế độ báo cáo ":  # `báo cáo tháng` is one of the list
            at, periods = _listed(low, match.end() - len("báo cáo "))
        if periods == ["year"] and not _is_period_year(low, match.start(), at):
            continue
        if periods:
            named.append((match.start(), at, periods))
    named.sort()
    return [one for i, one in enumerate(named) if i == 0 or one[0] >= named[i - 1][1]]


def _listed(low: str, at: int) -> tuple[int, list[str]]:
    """The end of a list of periods that begins at `at`, and the periods; none for no list."""
    found: list[str] = []
    end = start = at
    while True:
        stop, period = _period_at(low, start)
        if period is None or (period == "year" and _YEAR_AHEAD.match(low, stop) and not found):
            break
        end = stop
        found.append(period)
        more = _AND.match(low, end)
        if more is None:
            break
        start = more.end()
    order = [name for name, _ in _cues().each]
    return end, sorted(set(found), key=order.index)


def _period_at(low: str, at: int) -> tuple[int, str | None]:
    """The end and name of a period named at `at`, with or without `hằng`."""
    if low.startswith(("hằng ", "hàng "), at):
        at += 5
    for name, words in _cues().each:
        end = words.match(low, at)
        if end:
            return end, name
    word = low[at:].split(" ", 1)[0].rstrip(",;).")
    period = _EVERY_PERIODS.get(word) if word in _BARE else None
    return at + len(word), period


def _is_period_year(low: str, start: int, end: int) -> bool:
    """Whether `năm` means yearly: `báo cáo năm` does, `báo cáo năm 2025` and `năm` do not."""
    words = low[start:end]
    return (
        words.startswith(("định kỳ", "báo cáo năm", "chế độ")) or "hằng" in words or "hàng" in words
    )
