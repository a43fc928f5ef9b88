"""Deadlines: time limits that the plan sets for someone to issue a plan, to report, to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .dates import Reading, Reference, interpret, interpret_span, last_end
from .flat import Flat
from .interval import Interval
from .lexicon import lexicon, search_pattern
from .limits import Setting, is_limit, is_worked, kind_of, sentence
from .moments import DAYS, in_its_year, joined, readings_of
from .nodes import Deadline
from .patterns import compiled
from .periods import EVERY, add_periods, every_period, undated_reports
from .phrasing import label_end, read, tokens
from .schedule import Found, cell, closing, observed, opening
from .tables import Token, Tree

_DIGIT = compiled(r"\d")
# What a time limit's words are followed by: anything else is not worth a parse.
_DATE_AHEAD = compiled(
    r"[\s:]*"
    r"(?:\d|n(?:gày|ăm |ửa |hiệm)|t(?:háng|hứ |hời|ừ |rong|rung|hượng|uần)|qu|giai|sáu|chín"
    r"|các n(?:ăm|gày)|dự kiến|khoảng|vào|bắt|h[ằà]ng|mỗi|c(?:hủ nhật|uối|hiều)|sáng|buổi|đầu"
    r"|giữa|hạ)"
)
_DAY_AHEAD = compiled(r" (?:\d|ngày|tháng|quý)")  # behind `từ`: years plan, they limit nobody
# What a day of no month, `báo cáo tháng (trước ngày 15)`, is one of.
_REPORT_OF = compiled(
    r"(?:báo cáo|định kỳ) (?:h[ằà]ng )?(?P<every>tuần|tháng|quý|năm)[ ,:]*\(?(?:gửi )?$"
)
_TIMED = ("thời gian", "thời hạn", "tiến độ")  # headings below which every window is a limit


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    candidate: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    limits = words.phrases(
        "times", "strict", "inclusive", "windows", "until", "now", "after", "labels", "within"
    )
    limits.append("từ")
    return _Cues(
        candidate=compiled(search_pattern(limits)),
    )


def find_deadlines(
    flat: Flat,
    context: str,
    taken: list[tuple[int, int]],
    heading: bool,
    reference: Reference | None = None,
) -> list[Deadline]:
    """The time limits of a flat text.

    `context` is the lower-case heading above it (a bare `Thời gian: …` belongs to what that says),
    `taken` are source spans of citations with their subjects (a window in a subject is no limit),
    `heading` whether the text is a short heading, `reference` what completes a date.
    """
    setting = Setting(flat, heading, context.startswith(_TIMED), reference or Reference())
    found: list[Deadline] = []
    spans: list[tuple[int, int]] = []
    dated = _DIGIT.search(flat.low) or "thời " in flat.low or "quý " in flat.low
    at = 0 if dated else len(flat.low)
    if at == 0:
        at = _add(found, spans, opening(setting))
    while match := _cues().candidate.search(flat.low, at):
        at = match.end()
        if match.group() == "từ" and not _DAY_AHEAD.match(flat.low, at):
            continue
        start = flat.source_offset(match.start())
        if any(a <= start < b for a, b in taken):
            continue
        tree = None
        if _DATE_AHEAD.match(flat.low, label_end(flat.low, match.start()) or match.end()):
            tree = read("limit", flat.low, match.start())
        if tree is None:
            continue
        end = last_end(tree)
        if any(tree.find_data("period")):
            at = end
        nodes = _nodes(setting, tree, (match.start(), end), context)
        at = max(at, _add(found, spans, (nodes, match.start(), end)))
    if dated:
        _add(found, spans, observed(setting))
    if not found:
        _add(found, spans, closing(setting))
    if not found:
        found.extend(_labelled_period(flat))
    add_periods(flat, found, spans)
    found.extend(undated_reports(flat, spans))
    return sorted(found, key=lambda node: node.start)


def _add(found: list[Deadline], spans: list[tuple[int, int]], one: Found) -> int:
    """Keeps what was found at one place; the end of that place, 0 where nothing was."""
    nodes, start, end = one
    if not nodes:
        return 0
    found.extend(nodes)
    spans.append((start, end))
    return end


def _nodes(setting: Setting, tree: Tree, span: tuple[int, int], context: str) -> list[Deadline]:
    """The deadlines that one `limit` of phrase.lark states: one, or one for each of its days."""
    flat, (start, end) = setting.flat, span
    word = tokens(tree)[0]
    when = next((part for part in tree.children if isinstance(part, Tree)), None)
    if when is None or when.data != "when":
        return _other_nodes(setting, tree, span, context)
    readings = readings_of(when, setting.reference)
    named = _REPORT_OF.search(flat.low, max(0, start - 40), start)
    if word.type == "AFTER":
        readings = [in_its_year(reading, setting.reference) for reading in readings]
    every = next((str(tokens(p)[0]) for p in when.find_data("every")), None)
    if every is None and named and all(r[2] == "day_only" for r in readings):
        every = named["every"]
    if not readings or not is_limit(setting, word, readings, every, span):
        return []
    of = kind_of(flat, start, end, context if word.type == "LABEL" else None)
    base: dict[str, Any] = {
        "of": of, "strict": word.type == "STRICT", "text": flat.text[start:end],
    }  # fmt: skip
    source = flat.source_span(start, end)
    if all(r[2] in DAYS for r in readings) and word.type not in ("NOW", "AFTER"):
        period = every_period(every) or _daily(flat, start, end, readings)
        return [
            Deadline(
                *source, interval=r[0], month_day=r[1], dated=bool(r[0] or r[1] or period),
                period=period, **base,
            )
            for r in readings
            if r[0] or r[1] or period or r[2] == "clock"
        ]  # fmt: skip
    whole = _whole(setting, word, readings, any(when.find_data("onward")))
    return [Deadline(*source, interval=whole, dated=whole is not None, **base)]


def _daily(flat: Flat, start: int, end: int, readings: list[Reading]) -> str | None:
    """How often a time of day comes that is no single day's: `02 lần/ngày (trước 9h và 16h)`."""
    if any(r[2] != "clock" for r in readings):
        return None
    every = EVERY.search(flat.low, *sentence(flat.low, start, end))
    return every_period(every["every"]) if every else None


def _whole(setting: Setting, word: Token, readings: list[Reading], onward: bool) -> Interval | None:
    """The interval of a window: from its first date to its last; `từ nay` is the day of issue."""
    whole = joined(readings)
    if whole is None:
        return None
    if word.type == "NOW":
        return Interval(setting.reference.day, whole.latest)
    if word.type == "AFTER":
        return Interval(whole.earliest, None)
    if word.type == "UNTIL":
        year = readings[-1][2] == "year" and word == "đến"
        whole = Interval(whole.earliest if year else None, whole.latest)
    return Interval(whole.earliest, None) if onward else whole


def _other_nodes(
    setting: Setting, tree: Tree, span: tuple[int, int], context: str
) -> list[Deadline]:
    """A label with an open beginning or a period, days `từ … đến …`, a number of days."""
    flat, (start, end) = setting.flat, span
    part = next((child for child in tree.children if isinstance(child, Tree)), None)
    labelled = len(tree.children) > 1 and part is not None
    if labelled and not label_end(flat.low, start):
        return []
    text = flat.text[start:end]
    of = kind_of(flat, start, end, context if labelled else None)
    node = Deadline(*flat.source_span(start, end), text=text, of=of)
    if part is None:  # `trong vòng 05 ngày`: a limit without a date
        return [node]
    if part.data == "every":
        node.period = every_period(str(tokens(part)[0]))
        return [node]
    if part.data == "since":
        reading = interpret(next(child for child in part.children if isinstance(child, Tree)))
        whole = reading[0] if reading else None
        node.interval = Interval(whole.earliest, None) if whole else None
    else:
        reading = interpret_span(part, setting.reference)
        whole = reading[0] if reading else None
        node.interval = whole if whole and is_worked(setting, whole, start, end) else None
    node.dated = True
    return [node] if node.interval else []


def _labelled_period(flat: Flat) -> list[Deadline]:
    """`Thời gian thực hiện: Theo kế hoạch … hằng năm`: a task of every year."""
    if not any(word in flat.low for word in ("hằng ", "hàng ", "mỗi ", "lần")):
        return []
    labels = (m.start() for m in _cues().candidate.finditer(flat.low))
    start = next((at for at in labels if label_end(flat.low, at)), -1)
    if start < 0:
        return []
    every = EVERY.search(flat.low, start, sentence(flat.low, start, start + 1)[1])
    if every is None:
        return []
    text = flat.text[start : every.end()]
    span = flat.source_span(start, every.end())
    return [Deadline(*span, text=text, of="task", period=every_period(every["every"]))]


def find_table_deadlines(
    cells: list[tuple[str, int, int]], reference: Reference | None = None
) -> list[Deadline]:
    """Cells of a table that are nothing but a month, quarter or day: each a task's time."""
    found: list[Deadline] = []
    for text, start, end in cells:
        flat = Flat.of(text, 0, len(text))
        if len(flat.low) > 60 or not flat.low:
            continue
        nodes = cell(Setting(flat, True, True, reference or Reference()))
        if not nodes and _DIGIT.search(flat.low):  # `Trước ngày 30/6/2026`
            nodes = [
                n for n in find_deadlines(flat, "thời gian", [], True, reference) if not n.start
            ]
        for node in nodes:
            node.start, node.end, node.of = start, end, "task"
            found.append(node)
    return found
