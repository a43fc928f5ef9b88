"""Deadlines: time limits that the plan sets for someone to issue a plan, to report, to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lark import Token, Tree

from .dates import Reading, Reference, completed, interpret, interpret_span, last_end
from .flat import Flat
from .interval import Interval
from .lexicon import Words, lexicon, search_pattern
from .limits import Setting, is_limit, is_worked, kind_of, sentence
from .nodes import Deadline
from .periods import EVERY, add_periods, every_period, undated_reports
from .phrasing import label_end, read, tokens

_DIGIT = re.compile(r"\d")
# What a time limit's words are followed by: anything else is not worth a parse.
_DATE_AHEAD = re.compile(
    r"[\s:]*"
    r"(?:\d|n(?:gày|ăm |ửa |hiệm)|t(?:háng|hứ |hời|ừ |rong|rung|hượng|uần)|qu|giai|các năm|sáu|chín"
    r"|dự kiến|khoảng|vào|bắt|h[ằà]ng|mỗi|c(?:hủ nhật|uối|hiều)|sáng|buổi|đầu|giữa|hạ)"
)
# A block that begins with its day: `- Ngày 05/02/2026: …`, `a) Từ ngày 05/02/2026: …`.
_OPENING = re.compile(r"(?:\W*|\W*[a-zđ\d.]{1,5}[.)] )(?P<since>từ )?(?=(?:ngày|tháng|quý) [\div])")
_BRACKETED = re.compile(r"\((?=(?:ngày )?\d{1,2}/\d)")
_TIMED = ("thời gian", "thời hạn", "tiến độ")  # headings below which every window is a limit
_DAYS = ("day", "day_only", "clock")
_CLOCK: Reading = (None, None, "clock")  # a time of day, or a day of the week


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    candidate: re.Pattern[str]
    observed: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    limits = words.phrases(
        "times", "strict", "inclusive", "windows", "until", "now", "labels", "within"
    )
    limits.append("từ")
    return _Cues(
        candidate=re.compile(search_pattern(limits)),
        observed=words.matcher("times", "observed_words"),
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
        at = _add(found, spans, _opening(setting))
    while match := _cues().candidate.search(flat.low, at):
        at = match.end()
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
    _add(found, spans, _observed(flat))
    if not found:
        found.extend(_labelled_period(flat))
    add_periods(flat, found, spans)
    found.extend(undated_reports(flat, spans))
    return sorted(found, key=lambda node: node.start)


Found = tuple[list[Deadline], int, int]


def _add(found: list[Deadline], spans: list[tuple[int, int]], one: Found) -> int:
    """Keeps what was found at one place; the end of that place, 0 where nothing was."""
    nodes, start, end = one
    if not nodes:
        return 0
    found.extend(nodes)
    spans.append((start, end))
    return end


def _opening(setting: Setting) -> Found:
    """The day, month or quarter with which a block begins, before a colon."""
    flat = setting.flat
    match = _OPENING.match(flat.low)
    tree = read("date", flat.low, match.end()) if match else None
    if match is None or tree is None:
        return [], 0, 0
    start, end = match.start("since") if match["since"] else match.end(), last_end(tree)
    if flat.low[end : end + 2].lstrip(" ")[:1] != ":":
        return [], 0, 0
    plain = interpret(tree)
    reading = _with_year(tree, plain, setting.reference) if plain and not plain[1] else plain
    if reading is None or reading[0] is None or setting.reference.is_past(reading[0]):
        return [], 0, 0
    node = Deadline(
        *flat.source_span(start, end), text=flat.text[start:end], of=kind_of(flat, start, end, ""),
        interval=reading[0], month_day=reading[1], dated=True,
    )  # fmt: skip
    if match["since"] and reading[2] != "span":
        node.interval, node.month_day = Interval(reading[0].earliest, None), None
    return [node], start, end


def _observed(flat: Flat) -> Found:
    """A day that is to be observed: `hưởng ứng Ngày … (10/10)`."""
    cue = _cues().observed.search(flat.low) if "(" in flat.low else None
    bracket = _BRACKETED.search(flat.low, cue[1], cue[1] + 160) if cue else None
    tree = read("date", flat.low, bracket.end()) if bracket else None
    reading = interpret(tree) if tree else None
    if cue is None or bracket is None or tree is None or not reading or reading[2] != "day":
        return [], 0, 0
    start, end = bracket.end(), last_end(tree)
    if flat.low[end : end + 1] != ")" or sentence(flat.low, start, end)[0] > cue[0]:
        return [], 0, 0
    span, text = flat.source_span(start, end), flat.text[start:end]
    node = Deadline(*span, text=text, interval=reading[0], month_day=reading[1], dated=True)
    return [node], start, end


def _nodes(
    setting: Setting, tree: Tree[Token], span: tuple[int, int], context: str
) -> list[Deadline]:
    """The deadlines that one `limit` of phrase.lark states: one, or one for each of its days."""
    flat, (start, end) = setting.flat, span
    word = tokens(tree)[0]
    when = next((part for part in tree.children if isinstance(part, Tree)), None)
    if when is None or when.data != "when":
        return _other_nodes(setting, tree, span, context)
    readings = _readings(setting, when)
    every = next((str(tokens(p)[0]) for p in when.find_data("every")), None)
    if not readings or not is_limit(setting, word, readings, every, span):
        return []
    of = kind_of(flat, start, end, context if str(word.type) == "LABEL" else "")
    base: dict[str, Any] = {
        "of": of, "strict": word.type == "STRICT", "text": flat.text[start:end],
    }  # fmt: skip
    source = flat.source_span(start, end)
    if all(r[2] in _DAYS for r in readings):
        period = every_period(every) or _daily(flat, start, end, readings)
        return [
            Deadline(
                *source, interval=r[0], month_day=r[1], dated=bool(r[0] or r[1]),
                period=period, **base,
            )
            for r in readings
            if r[0] or r[1] or period or r[2] == "clock"
        ]  # fmt: skip
    whole = _whole(word, readings, any(when.find_data("onward")))
    return [Deadline(*source, interval=whole, dated=whole is not None, **base)]


def _readings(setting: Setting, when: Tree[Token]) -> list[Reading]:
    """What the moments of a limit say; none where one of them is no date of the calendar.

    `tháng 3, tháng 4 năm 2026`: what one lacks is taken from the last; `trong tháng 6`: from the
    plan's own year. A single day without a year stays one: it comes every year.
    """
    moments = [m for m in when.children if isinstance(m, Tree) and m.data == "moment"]
    parts = [next((p for p in m.children if isinstance(p, Tree)), None) for m in moments]
    readings = [interpret(part) if part else _CLOCK for part in parts]
    last = readings[-1][0].latest if readings[-1] and readings[-1][0] else None
    found: list[Reading] = []
    for part, reading in zip(parts, readings, strict=True):
        if reading is None:
            return []
        if part is not None and reading[0] is None and (not reading[1] or reading[2] == "span"):
            reference = Reference(last.year) if last else setting.reference
            reading = _with_year(part, reading, reference, last.month if last else None)
        found.append(reading)
    return found


def _with_year(
    part: Tree[Token], reading: Reading, reference: Reference, month: int | None = None
) -> Reading:
    """A month, a quarter, a span or a day without what it lacks, as far as that is known."""
    inner = part.children[0] if part.data == "date" else part
    assert isinstance(inner, Tree)
    if inner.data == "span":
        return interpret_span(inner, reference) or reading
    interval = reference.place(lambda year: completed(inner, reading, year, month))
    precision = reading[2].removesuffix("_only")
    return (interval, reading[1], precision) if interval else reading


def _daily(flat: Flat, start: int, end: int, readings: list[Reading]) -> str | None:
    """How often a time of day comes that is no single day's: `02 lần/ngày (trước 9h và 16h)`."""
    if any(r[2] != "clock" for r in readings):
        return None
    every = EVERY.search(flat.low, *sentence(flat.low, start, end))
    return every_period(every["every"]) if every else None


def _whole(word: Token, readings: list[Reading], onward: bool) -> Interval | None:
    """The interval of a window: from its first date to its last."""
    intervals = [r[0] for r in readings if r[0] is not None]
    if not intervals:
        return None
    whole = intervals[0].join(intervals[-1])
    if word.type in ("UNTIL", "NOW"):
        year = readings[-1][2] == "year" and word == "đến"
        whole = Interval(whole.earliest if year else None, whole.latest)
    return Interval(whole.earliest, None) if onward else whole


def _other_nodes(
    setting: Setting, tree: Tree[Token], span: tuple[int, int], context: str
) -> list[Deadline]:
    """A label with an open beginning or a period, days `từ … đến …`, a number of days."""
    flat, (start, end) = setting.flat, span
    part = next((child for child in tree.children if isinstance(child, Tree)), None)
    labelled = len(tree.children) > 1 and part is not None
    if labelled and not label_end(flat.low, start):
        return []
    text = flat.text[start:end]
    of = kind_of(flat, start, end, context if labelled else "")
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
        if len(flat.low) > 60:
            continue
        tree = read("date", flat.low, 0)
        if tree is None or last_end(tree) < len(flat.low.rstrip(" .;")):
            continue
        reading = interpret(tree)
        if reading and not reading[0] and not reading[1]:
            reading = _with_year(tree, reading, reference or Reference())
        if reading and reading[0] and reading[2] in ("month", "quarter", "day", "half-year"):
            found.append(
                Deadline(start, end, text=flat.text, of="task", interval=reading[0],
                         month_day=reading[1], dated=True)
            )  # fmt: skip
    return found
