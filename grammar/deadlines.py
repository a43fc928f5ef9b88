"""Deadlines: time limits that the plan sets for someone to issue a plan, to report, to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lark import Token, Tree

from .dates import interpret, interpret_span, last_end
from .flat import Flat
from .interval import Interval
from .lexicon import Words, lexicon, search_pattern
from .nodes import Deadline
from .phrasing import read, tokens

_DIGIT = re.compile(r"\d")
# What a time limit's words are followed by: anything else is not worth a parse.
_DATE_AHEAD = re.compile(
    r"[\s:]*"
    r"(?:\d|n(?:gày|ăm |ửa |hiệm)|tháng|qu|từ |giai|thời|các năm|sáu|chín|dự kiến|khoảng"
    r"|vào|trong|bắt|h[ằà]ng|mỗi)"
)
_EVERY = re.compile(
    r"(?:h(?<!\wh)(?:ằng|àng)|m(?<!\wm)ỗi|l(?<!\wl)ần ?/) ?(?P<every>ngày|tuần|tháng|quý|năm)(?!\w)"
)
_LIST = re.compile(r"(?:đ(?<!\wđ)ịnh kỳ|c(?<!\wc)hế độ báo cáo|b(?<!\wb)áo cáo) ")
_AND = re.compile(r"(?:,| và|;) ")
_YEAR_AHEAD = re.compile(r" (?:19|20)\d\d")
# Words by which what stands behind a date says what the date is for.
_BELONGS = ("đối với", "với", "cho", "của", "báo cáo")
_TIMED = ("thời gian", "thời hạn", "tiến độ")  # headings below which every window is a limit
_SENTENCE_END = re.compile(r"[.;!?](?= [^\d]|$)|\.\./")


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    candidate: re.Pattern[str]
    labels: Words
    past: Words
    work: Words
    report: Words
    issue: Words
    period: Words
    periods: tuple[tuple[str, Words], ...]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    limits = words.phrases("times", "strict", "inclusive", "windows", "until", "now", "labels")
    limits.append("từ ngày")
    periods = words.value("times", "periods")
    return _Cues(
        candidate=re.compile(search_pattern(limits)),
        labels=words.matcher("times", "labels"),
        work=words.matcher("times", "work_words"),
        past=words.matcher("times", "past_words"),
        report=words.matcher("times", "report_words"),
        issue=words.matcher("times", "issue_words"),
        period=Words([w for names in periods.values() for w in names]),
        periods=tuple((name, Words(names)) for name, names in periods.items()),
    )


def find_deadlines(
    flat: Flat, context: str, taken: list[tuple[int, int]], heading: bool
) -> list[Deadline]:
    """The time limits of a flat text.

    `context` is the lower-case heading above it (a bare `Thời gian: …` belongs to what that says),
    `taken` are source spans of citations with their subjects (a window in a subject is no limit),
    `heading` whether the text is a short heading.
    """
    found: list[Deadline] = []
    spans: list[tuple[int, int]] = []
    at = 0 if _DIGIT.search(flat.low) or "thời " in flat.low else len(flat.low)
    while match := _cues().candidate.search(flat.low, at):
        at = match.end()
        start = flat.source_offset(match.start())
        if any(a <= start < b for a, b in taken):
            continue
        tree = None
        if _DATE_AHEAD.match(flat.low, match.end()):
            tree = read("limit", flat.low, match.start())
        if tree is None:
            continue
        end = last_end(tree)
        if any(tree.find_data("period")):
            at = end
        nodes = _nodes(flat, tree, match.start(), end, context, heading)
        if nodes:
            found.extend(nodes)
            spans.append((match.start(), end))
            at = end
    if not found:
        found.extend(_labelled_period(flat))
    _add_periods(flat, found, spans)
    found.extend(_undated_reports(flat, spans))
    return sorted(found, key=lambda node: node.start)


def _nodes(
    flat: Flat, tree: Tree[Token], start: int, end: int, context: str, heading: bool
) -> list[Deadline]:
    """The deadlines that one `limit` of phrase.lark states: one, or one for each of its days."""
    word = tokens(tree)[0]
    when = next(part for part in tree.children if isinstance(part, Tree))
    if when.data != "when":
        return _other_nodes(flat, tree, start, end, context)
    moments = [m for m in when.children if isinstance(m, Tree) and m.data == "moment"]
    readings = [interpret(next(p for p in m.children if isinstance(p, Tree))) for m in moments]
    every = next((str(tokens(p)[0]) for p in when.find_data("every")), None)
    known = [r for r in readings if r is not None]
    if len(known) != len(readings):
        return []
    timed = context.startswith(_TIMED)
    if not known or not _is_limit(flat, word, known, every, (start, end), heading, timed):
        return []
    days = all(r[2] in ("day", "day_only") for r in known)
    of = _kind(flat, start, end, context if str(word.type) == "LABEL" else "")
    span = flat.source_span(start, end)
    text = flat.text[start:end]
    base: dict[str, Any] = {"of": of, "strict": word.type == "STRICT", "text": text}
    if days:
        return [
            Deadline(
                *span, interval=r[0], month_day=r[1], dated=bool(r[0] or r[1]),
                period=_every_period(every), **base,
            )
            for r in known
            if r[0] or r[1] or every
        ]  # fmt: skip
    intervals = [r[0] for r in known if r[0] is not None]
    if not intervals:
        return []
    whole = intervals[0].join(intervals[-1])
    if word.type in ("UNTIL", "NOW"):
        year = known[-1][2] == "year" and word == "đến"
        whole = Interval(whole.earliest if year else None, whole.latest)
    if any(when.find_data("onward")):
        whole = Interval(whole.earliest, None)
    return [Deadline(*span, interval=whole, dated=True, **base)]


def _other_nodes(
    flat: Flat, tree: Tree[Token], start: int, end: int, context: str
) -> list[Deadline]:
    """A label with an open beginning or a period, and days `từ … đến …` without a label."""
    part = next(child for child in tree.children if isinstance(child, Tree))
    labelled = len(tree.children) > 1
    if labelled and not _labels(flat.low, start):
        return []
    span, text = flat.source_span(start, end), flat.text[start:end]
    of = _kind(flat, start, end, context if labelled else "")
    if part.data == "every":
        period = _every_period(str(tokens(part)[0]))
        return [Deadline(*span, text=text, of=of, period=period)]
    if part.data == "since":
        reading = interpret(next(child for child in part.children if isinstance(child, Tree)))
        if reading is None or reading[0] is None:
            return []
        since = Interval(reading[0].earliest, None)
        return [Deadline(*span, text=text, of=of, interval=since, dated=True)]
    whole = interpret_span(part)
    if whole is None or whole[0] is None or not _is_short(whole[0]):
        return []
    sentence = slice(*_sentence(flat.low, start, end))
    worked = _cues().work.search(flat.low[sentence])
    if not worked or _cues().past.search(flat.low, max(0, start - 40), start):
        return []
    return [Deadline(*span, text=text, of=of, interval=whole[0], dated=True)]


def _labels(low: str, start: int) -> bool:
    """Whether a label stands at `start` with its colon."""
    return low[_cues().labels.match(low, start) :].lstrip(" ").startswith(":")


def _labelled_period(flat: Flat) -> list[Deadline]:
    """`Thời gian thực hiện: Theo kế hoạch … hằng năm`: a task of every year."""
    start = next(
        (m.start() for m in _cues().candidate.finditer(flat.low) if _labels(flat.low, m.start())),
        -1,
    )
    if start < 0:
        return []
    _, right = _sentence(flat.low, start, start + 1)
    every = _EVERY.search(flat.low, start, right)
    if every is None:
        return []
    span = flat.source_span(start, every.end())
    text = flat.text[start : every.end()]
    return [Deadline(*span, text=text, of="task", period=_every_period(every["every"]))]


def _is_short(interval: Interval) -> bool:
    """Whether a span is one of days or months within a year or so, not a planning period."""
    first, last = interval.earliest, interval.latest
    return first is not None and last is not None and 0 <= (last - first).days < 360


def _is_limit(
    flat: Flat,
    word: Token,
    readings: list[tuple[Interval | None, str | None, str]],
    every: str | None,
    span: tuple[int, int],
    heading: bool,
    timed: bool,
) -> bool:
    """Whether words and date really set a limit: `trong năm 2025` or `đến năm 2030` rarely do.

    `timed`: they stand below a heading such as `Thời gian thực hiện`.
    """
    start, end = span
    kind = str(word.type)
    precision = readings[-1][2]
    if precision in ("quarter_only", "month_only", "half_only"):
        return False
    if kind in ("STRICT", "INCLUSIVE"):
        if precision == "day_only":
            return every is not None
        return not (kind == "STRICT" and precision in ("year", "span"))
    if kind == "LABEL" and str(word).startswith(("hoàn thành", "tiến độ")):
        return precision in ("quarter", "month", "day", "half-year")
    if kind == "LABEL":
        return flat.low[start:].startswith("thời hạn") or ":" in word or heading
    before = flat.low[max(0, start - 70) : start]
    if kind == "WINDOW":
        if _cues().past.search(before[-40:]):
            return False
        if start < 8 and flat.low.startswith("phấn đấu", end + 1):
            return True
        if precision == "span":
            return readings[-1][0] is not None and _is_short(readings[-1][0])
        if precision == "year":
            return timed or word.startswith(("hoàn thành", "xong"))
        return precision != "day_only"
    if kind == "NOW":
        return not before.endswith("giai đoạn ")
    if precision == "day" and readings[-1][0] is None:
        return False
    if before.endswith("phấn đấu "):
        return True
    return (heading and start < 20) or bool(re.search(r"(?:hoàn thành|xong)[^.;]*$", before))


def _kind(flat: Flat, start: int, end: int, context: str) -> str:
    left, right = _sentence(flat.low, start, end)
    sentence = flat.low[left:right]
    before = flat.low[left:start]
    issue = _cues().issue.search(before)
    # `xây dựng kế hoạch … và báo cáo … trước ngày 20/11`: the nearer one has the limit.
    if issue is not None and not _cues().report.search(before, issue[1]):
        return "issue"
    if _cues().issue.search(sentence) and not _cues().report.search(sentence):
        return "issue"
    if _cues().report.search(sentence):
        return "report"
    if context:
        if _cues().issue.search(context):
            return "issue"
        if _cues().report.search(context, 0, 24):
            return "report"
    return "task"


def _sentence(low: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a stretch."""
    left = 0
    for match in _SENTENCE_END.finditer(low, max(0, start - 500), start):
        left = match.end()
    following = _SENTENCE_END.search(low, end)
    return max(left, start - 500), min(following.start() if following else len(low), end + 300)


def _every_period(every: str | None) -> str | None:
    if every is None:
        return None
    for word, period in (
        ("tuần", "week"), ("ngày", "day"), ("quý", "quarter"), ("kỳ", "quarter"),
        ("tháng", "month"), ("năm", "year"),
    ):  # fmt: skip
        if word in every:
            return period
    return None


def _add_periods(flat: Flat, found: list[Deadline], spans: list[tuple[int, int]]) -> None:
    """What each dated report covers, from the words behind it or before it in its clause."""
    for node in found:
        if node.of != "report" or node.period == "quarter":
            continue
        start, end = next(s for s in spans if flat.source_span(*s) == (node.start, node.end))
        left, right = _sentence(flat.low, start, end)
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
    for name, pattern in _cues().periods:
        at = 0
        while hit := pattern.search(words, at):
            start, at = hit
            of_year = words[start:at] == "năm" and _YEAR_AHEAD.match(words, at)
            if of_year and not words[:start].endswith("báo cáo "):
                continue
            if best is None or (start > best[0] if last else start < best[0]):
                best = (start, name)
    return best[1] if best else None


def _undated_reports(flat: Flat, spans: list[tuple[int, int]]) -> list[Deadline]:
    """Periodic reports without a date: `báo cáo … theo định kỳ 06 tháng, năm`."""
    if not _has_report(flat.low):
        return []
    found: list[Deadline] = []
    for start, end, listed, every in _periodic(flat.low):
        left, right = _sentence(flat.low, start, end)
        if any(left <= at < right for at, _ in spans) or not _has_report(flat.low[left:right]):
            continue
        words = flat.low[start:end]
        periods = [
            name for name, known in _cues().periods
            if known.search(listed) or (every and known.search(words))
        ]  # fmt: skip
        if listed.startswith("năm ") or (listed == "năm" and not _is_period_year(words)):
            continue
        span = flat.source_span(start, end)
        spans.append((start, end))
        found.extend(
            Deadline(*span, text=flat.text[start:end], of="report", period=p) for p in periods[:3]
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


def _periodic(low: str) -> list[tuple[int, int, str, bool]]:
    """Where periods of reports are named: start, end, the periods, whether by `hằng`."""
    named = [(m.start(), m.end(), m["every"], True) for m in _EVERY.finditer(low)]
    for match in _LIST.finditer(low):
        start = at = match.end()
        end = _period_at(low, start)
        begin = start
        if not end and match.group() == "chế độ báo cáo ":  # `báo cáo tháng` is one of the list
            begin -= len("báo cáo ")
            end = _period_at(low, begin)
        while end:
            at = end
            more = _AND.match(low, end)
            end = _period_at(low, more.end()) if more else 0
        if at > start:
            named.append((match.start(), at, low[begin:at], False))
    named.sort()
    return [one for i, one in enumerate(named) if i == 0 or one[0] >= named[i - 1][1]]


def _period_at(low: str, at: int) -> int:
    """The end of a period named at `at`, with or without `hằng`; 0 for none."""
    end = _cues().period.match(low, at)
    if not end and low.startswith(("hằng ", "hàng "), at):
        end = _cues().period.match(low, at + 5)
    return end


def _is_period_year(words: str) -> bool:
    """Whether `năm` means yearly: `báo cáo năm` does, `báo cáo năm 2025` and `năm` do not."""
    return words.startswith(("định kỳ", "báo cáo năm", "hằng", "hàng", "mỗi"))


def find_table_deadlines(cells: list[tuple[str, int, int]]) -> list[Deadline]:
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
        if reading and reading[0] and reading[2] in ("month", "quarter", "day", "half-year"):
            found.append(
                Deadline(start, end, text=flat.text, of="task", interval=reading[0],
                         month_day=reading[1], dated=True)
            )  # fmt: skip
    return found
