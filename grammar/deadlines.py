"""Deadlines: time limits that the plan sets for someone to issue a plan, to report, to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lark import Token, Tree

from .dates import interpret, last_end
from .flat import Flat
from .interval import Interval
from .lexicon import lexicon, words_pattern
from .nodes import Deadline
from .phrasing import read, tokens

_SENTENCE_END = re.compile(r"[.;!?](?= [^\d]|$)|\.\./")


@dataclass(frozen=True, slots=True)
class _Cues:
    candidate: re.Pattern[str]
    report: re.Pattern[str]
    issue: re.Pattern[str]
    period: re.Pattern[str]
    periods: tuple[tuple[str, re.Pattern[str]], ...]
    periodic: re.Pattern[str]
    work: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()

    def pattern(*keys: str) -> str:
        return words_pattern([w for key in keys for w in words.words("times", key)])

    periods = words.value("times", "periods")
    plain = words_pattern([w for names in periods.values() for w in names])
    return _Cues(
        candidate=re.compile(
            r"(?<!\w)(?:"
            + pattern("strict", "inclusive", "windows", "until", "now", "labels")
            + r")"
        ),
        report=re.compile(r"(?<!\w)" + pattern("report_words")),
        issue=re.compile("|".join(_issue_patterns(words.words("times", "issue_words")))),
        period=re.compile(r"(?<!\w)" + plain),
        periods=tuple(
            (name, re.compile(r"(?<!\w)" + words_pattern(names))) for name, names in periods.items()
        ),
        periodic=re.compile(
            r"(?<!\w)(?:định kỳ|chế độ báo cáo|báo cáo) (?:hằng |hàng )?(?P<list>"
            + plain + r"(?:(?:,| và|;) (?:hằng |hàng )?" + plain + r")*)"
            + r"|(?<!\w)(?:hằng|hàng|mỗi) (?P<every>ngày|tuần|tháng|quý|năm)(?!\w)"
        ),
        work=re.compile(r"(?<!\w)(?:hoàn thành|thực hiện|xong|tổ chức|triển khai|đánh giá)(?!\w)"),
    )  # fmt: skip


def _issue_patterns(phrases: list[str]) -> list[str]:
    return [r"(?<!\w)" + r"[^.;]{0,40} ".join(re.escape(w) for w in p.split(" … ")) for p in phrases]


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
    at = 0
    while match := _cues().candidate.search(flat.low, at):
        at = match.end()
        start = flat.source_offset(match.start())
        if any(a <= start < b for a, b in taken):
            continue
        tree = read("limited", flat.low, match.start())
        if tree is None:
            continue
        end = last_end(tree)
        nodes = _nodes(flat, tree, match.start(), end, context, heading)
        if nodes:
            found.extend(nodes)
            spans.append((match.start(), end))
            at = end
    _add_periods(flat, found, spans)
    found.extend(_undated_reports(flat, spans))
    return sorted(found, key=lambda node: node.start)


def _nodes(
    flat: Flat, tree: Tree[Token], start: int, end: int, context: str, heading: bool
) -> list[Deadline]:
    """The deadlines that one `limit` of phrase.lark states: one, or one for each of its days."""
    word = tokens(tree)[0]
    when = next(part for part in tree.children if isinstance(part, Tree))
    moments = [m for m in when.children if isinstance(m, Tree) and m.data == "moment"]
    readings = [interpret(next(p for p in m.children if isinstance(p, Tree))) for m in moments]
    every = next((str(tokens(p)[0]) for p in when.find_data("every")), None)
    known = [r for r in readings if r is not None]
    if len(known) != len(readings):
        return []
    if not _is_limit(flat, word, known, every, start, heading):
        return []
    days = all(r[2] in ("day", "day_only") for r in known)
    of = _kind(flat, start, end, context if str(word.type) == "LABEL" else "")
    span = flat.source_span(start, end)
    text = flat.text[start:end]
    base = {"of": of, "strict": word.type == "STRICT", "text": text}
    if days:
        return [
            Deadline(
                *span, interval=r[0], month_day=r[1], dated=bool(r[0] or r[1]),
                period=_every_period(every), **base,
            )  # type: ignore[arg-type]
            for r in known
            if r[0] or r[1] or every
        ]  # fmt: skip
    intervals = [r[0] for r in known if r[0] is not None]
    if not intervals:
        return []
    whole = intervals[0].join(intervals[-1])
    if word.type == "UNTIL" or (word.type == "NOW"):
        whole = Interval(whole.earliest if heading else None, whole.latest)
    return [Deadline(*span, interval=whole, dated=True, **base)]  # type: ignore[arg-type]


def _is_limit(
    flat: Flat,
    word: Token,
    readings: list[tuple[Interval | None, str | None, str]],
    every: str | None,
    start: int,
    heading: bool,
) -> bool:
    """Whether words and date really set a limit: `trong năm 2025` or `đến năm 2030` rarely do."""
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
        if precision in ("year", "span"):
            return False
        return precision != "day_only"
    if kind == "NOW":
        return not before.endswith("giai đoạn ")
    if precision == "day" and readings[-1][0] is None:
        return False
    return (heading and start < 20) or bool(re.search(r"(?:hoàn thành|xong)[^.;]*$", before))


def _kind(flat: Flat, start: int, end: int, context: str) -> str:
    left, right = _sentence(flat.low, start, end)
    sentence = flat.low[left:right]
    if _cues().issue.search(flat.low[left:start]) or (
        _cues().issue.search(sentence) and not _cues().report.search(sentence)
    ):
        return "issue"
    if _cues().report.search(sentence):
        return "report"
    if context:
        if _cues().issue.search(context):
            return "issue"
        if _cues().report.search(context):
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
        start, end = next((s for s in spans if flat.source_span(*s) == (node.start, node.end)))
        left, right = _sentence(flat.low, start, end)
        after = min([s[0] for s in spans if s[0] >= end] + [right])
        before = max([s[1] for s in spans if s[1] <= start] + [left])
        clause = re.split(r"[);]", flat.low[end:after])[0][:60]
        node.period = (
            _period(clause if "báo cáo" in clause or "năm" in clause else "")
            or node.period
            or _period(flat.low[before:start][-110:], last=True)
        )


def _period(words: str, last: bool = False) -> str | None:
    """The period that some words name; the last one named where `last`."""
    best: tuple[int, str] | None = None
    for name, pattern in _cues().periods:
        for match in pattern.finditer(words):
            if match.group() == "năm" and re.match(r" (?:19|20)\d\d", words[match.end() :]):
                if not words[: match.start()].endswith("báo cáo "):
                    continue
            if best is None or (match.start() > best[0] if last else match.start() < best[0]):
                best = (match.start(), name)
    return best[1] if best else None


def _undated_reports(flat: Flat, spans: list[tuple[int, int]]) -> list[Deadline]:
    """Periodic reports without a date: `báo cáo … theo định kỳ 06 tháng, năm`."""
    found: list[Deadline] = []
    for match in _cues().periodic.finditer(flat.low):
        left, right = _sentence(flat.low, match.start(), match.end())
        if any(left <= start < right for start, _ in spans):
            continue
        if not re.search(r"(?<!\w)báo cáo(?! viên)", flat.low[left:right]):
            continue
        listed = match["list"] or match["every"]
        periods = [
            name for name, pattern in _cues().periods
            if pattern.search(listed) or (match["every"] and pattern.search(match.group()))
        ]  # fmt: skip
        if listed.startswith("năm ") or (listed == "năm" and not _is_period_year(flat.low, match)):
            continue
        span = flat.source_span(match.start(), match.end())
        text = flat.text[match.start() : match.end()]
        spans.append((match.start(), match.end()))
        found.extend(Deadline(*span, text=text, of="report", period=p) for p in periods[:3])
    return found


def _is_period_year(low: str, match: re.Match[str]) -> bool:
    """`báo cáo năm` is a yearly report, `báo cáo năm 2025` one of that year; `năm` alone neither."""
    return match.group().startswith(("định kỳ", "báo cáo năm", "hằng", "hàng", "mỗi"))


def find_table_deadlines(cells: list[tuple[str, int, int]]) -> list[Deadline]:
    """Cells of a table that are nothing but a month, quarter or day: each a task's time."""
    found: list[Deadline] = []
    for text, start, end in cells:
        flat = Flat.of(text, 0, len(text))
        if len(flat.low) > 60:
            continue
        tree = read("dated", flat.low, 0)
        if tree is None or last_end(tree) < len(flat.low.rstrip(" .;")):
            continue
        reading = interpret(tree)
        if reading and reading[0] and reading[2] in ("month", "quarter", "day", "half-year"):
            found.append(
                Deadline(start, end, text=flat.text, of="task", interval=reading[0],
                         month_day=reading[1], dated=True)
            )  # fmt: skip
    return found
