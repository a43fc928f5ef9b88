"""Dates: reads days, months, quarters and spans in a text as intervals."""

from __future__ import annotations

import re
from collections.abc import Callable

from .flat import Flat
from .interval import Interval
from .markers import roman_number
from .nodes import Date
from .phrasing import Token, Tree, read, tokens

_CANDIDATE = re.compile(
    r"(?:t(?<![\w/.-]t)(?:ừ (?=ngày|tháng \d|quý [ivx\d]|năm \d)|háng (?=\d)|hời kỳ (?=\d{4}))"
    r"|n(?<![\w/.-]n)(?:gày[\s.…_]*+(?=\d|tháng)|ăm (?=(?:19|20)\d\d)|hiệm kỳ (?=\d{4}))"
    r"|q(?<![\w/.-]q)uý (?=[iv1-4])|g(?<![\w/.-]g)iai đoạn (?=\d{4})"
    r"|s(?<![\w/.-]s)áu tháng (?:đầu|cuối))"
)
_NUMERIC = re.compile(
    r"\d(?<![\w/.-]\d)(?:\d?\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d? tháng \d{1,2} năm \d{4}"
    r"|(?:(?<=[69])|(?<=0)[69]) tháng (?:đầu|cuối))"
)
_VALUE = re.compile(r"\d+|(?<!\w)[iv]+(?!\w)")
# A year's money: `ngân sách năm 2025`, but not `Luật Ngân sách nhà nước năm 2015`.
_BUDGET = re.compile(
    r"(?<!luật )(?:ngân sách|kinh phí|dự toán)(?: (?!luật|nghị|quyết|thông tư)[^\s.;]+){0,8}? $"
)


def find_dates(flat: Flat) -> list[Date]:
    """The dates of a flat text, in order, without overlap."""
    found: list[Date] = []
    at = 0
    for start, end in _candidates(flat.low):
        if start < at:
            continue
        tree = read("date", flat.low, start)
        node = date_node(flat, tree, start) if tree is not None else None
        if node is None:
            at = end
            continue
        if _BUDGET.search(flat.low, max(0, start - 90), start):
            node.about = "budget"
        found.append(node)
        at = max(end, last_end(tree) if tree is not None else 0)
    return found


def _candidates(low: str) -> list[tuple[int, int]]:
    """Where dates may stand, in order."""
    worded = [match.span() for match in _CANDIDATE.finditer(low)]
    return sorted(worded + [match.span() for match in _NUMERIC.finditer(low)])


def date_node(flat: Flat, tree: Tree, start: int) -> Date | None:
    """A date as read by phrase.lark as a node; None where the calendar has no such day."""
    read_date = interpret(tree)
    if read_date is None:
        return None
    interval, month_day, precision = read_date
    end = last_end(tree)
    begin, stop = flat.source_span(start, end)
    return Date(
        begin, stop, text=flat.text[start:end],
        interval=interval, month_day=month_day, precision=precision,
    )  # fmt: skip


def last_end(tree: Tree) -> int:
    """Where the last token of a phrase ends, in the flat text."""
    part: Tree | Token = tree
    while isinstance(part, Tree):
        part = part.children[-1]
    return part.end_pos


Reading = tuple[Interval | None, str | None, str]


def interpret(tree: Tree) -> Reading | None:
    """What a `date` tree says: interval, MM-DD where the year is missing, and precision."""
    node = tree.children[0] if tree.data == "date" else tree
    if not isinstance(node, Tree):
        return None
    if node.data == "span":
        return interpret_span(node)
    if node.data == "date":
        return interpret(node)
    return _FORMS[str(node.data)](_numbers(node))


def _numbers(tree: Tree) -> list[int]:
    """All numbers of a simple date in order, quarters in Roman numerals included."""
    values: list[int] = []
    for token in tokens(tree):
        for part in _VALUE.findall(token):
            values.append(int(part) if part.isdigit() else roman_number(part.upper()))
        if "cuối" in token:
            values.append(-1)
    return values


def _day_of_year(n: list[int]) -> Reading | None:
    interval = Interval.day(n[2], n[1], n[0])
    return (interval, f"{n[1]:02d}-{n[0]:02d}", "day") if interval else None


def _day_of_month(n: list[int]) -> Reading | None:
    if Interval.day(2024, n[1], n[0]) is None:
        return None
    return None, f"{n[1]:02d}-{n[0]:02d}", "day"


def _quarter(n: list[int]) -> Reading | None:
    first = n[0] * 3 - 2
    interval = Interval.months(n[1], first, first + 2)
    return (interval, None, "quarter") if interval else None


def _half(n: list[int]) -> Reading | None:
    late = -1 in n
    year = next((v for v in n if v > 1900), 0)
    months = next((v for v in n if 0 < v < 12), 6)
    interval = Interval.months(year, 13 - months, 12) if late else Interval.months(year, 1, months)
    return (interval, None, "half-year") if interval else None


def _plain(interval: Interval | None, precision: str) -> Reading | None:
    return (interval, None, precision) if interval else None


_FORMS: dict[str, Callable[[list[int]], Reading | None]] = {
    "day_of_year": _day_of_year,
    "blank_day": lambda n: _plain(Interval.month(n[1], n[0]), "month"),
    "day_of_month": _day_of_month,
    "day_only": lambda n: (None, None, "day_only"),
    "month": lambda n: _plain(Interval.month(n[1], n[0]), "month"),
    "month_only": lambda n: (None, None, "month_only") if 1 <= n[0] <= 12 else None,
    "quarter": _quarter,
    "quarter_only": lambda n: (None, None, "quarter_only"),
    "half": _half,
    "half_only": lambda n: (None, None, "half_only"),
    "year": lambda n: _plain(Interval.years(n[0], n[0]), "year"),
    "years": lambda n: _plain(Interval.years(n[0], n[-1]), "span"),
}


def interpret_span(node: Tree) -> Reading | None:
    """Two dates joined by `đến`; the first takes what it lacks from the second."""
    first, last = (part for part in node.children if isinstance(part, Tree))
    end = interpret(last)
    if end is None:
        return None
    begin = interpret(first)
    if end[0] is None or end[0].latest is None:
        return None, end[1], "span"
    close = end[0]
    start = begin[0] if begin else None
    if start is None and begin is not None:
        start = _completed(first, begin, close)
    if start is None:
        return close, None, "span"
    return start.join(close), None, "span"


def _completed(first: Tree, begin: Reading, close: Interval) -> Interval | None:
    """`ngày 17` or `tháng 9` or `quý II` before a full date: with that date's month and year."""
    assert close.latest is not None
    n = _numbers(first)
    if begin[1] is not None:
        month, day = (int(part) for part in begin[1].split("-"))
        return Interval.day(close.latest.year, month, day)
    if begin[2] == "day_only":
        return Interval.day(close.latest.year, close.latest.month, n[0])
    if begin[2] == "month_only":
        return Interval.month(close.latest.year, n[0])
    if begin[2] == "quarter_only":
        first_month = n[0] * 3 - 2
        return Interval.months(close.latest.year, first_month, first_month + 2)
    return None
