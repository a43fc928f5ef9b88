"""Dates: reads days, months, quarters and spans in a text as intervals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .flat import Flat
from .interval import Interval
from .lexicon import lexicon
from .markers import roman_number
from .nodes import Date
from .patterns import compiled
from .phrasing import read, tokens
from .tables import Token, Tree

_CANDIDATE = compiled(
    r"(?:t(?<![\w/.-]t)(?:ừ (?=ngày|tháng \d|quý [ivx\d]|năm \d)|háng (?=\d)|hời kỳ (?=\d{4}))"
    r"|n(?<![\w/.-]n)(?:gày[\s.…_]*+(?=\d|tháng)|ăm (?=(?:19|20)\d\d)|hiệm kỳ (?=\d{4}))"
    r"|q(?<![\w/.-]q)uý (?=[iv1-4])|g(?<![\w/.-]g)iai đoạn (?=\d{4})"
    r"|s(?<![\w/.-]s)áu tháng (?:đầu|cuối))"
)
_NUMERIC = compiled(
    r"\d(?<![\w/.-]\d)(?:\d?\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d? tháng \d{1,2} năm \d{4}"
    r"|(?:(?<=[69])|(?<=0)[69]) tháng (?:đầu|cuối))"
)
_VALUE = compiled(r"\d+|(?<!\w)[iv]+(?!\w)")
# A year's money: `ngân sách năm 2025`, but not `Luật Ngân sách nhà nước năm 2015`.
_BUDGET = compiled(
    r"(?<!luật )(?:ngân sách|kinh phí|dự toán)(?: (?!luật|nghị|quyết|thông tư)[^\s.;]+){0,8}? $"
)
# What is written as a day, or as a month with its year, and may be none of the calendar's. A day
# and month without a year count only behind `ngày` or a word of time: 31/4 alone may be a fraction.
_DM = r"(?P<d>\d{1,2}) ?/ ?(?P<m>\d{1,2})"
_FULL_YEAR = r"(?P<y>(?:19|20)\d\d)"
_END = r"(?![\w/%]|[.,]\d)"
# A day and a month, or a month behind its word: only some are worth a closer look.
_SUSPECT = compiled(r"(?:(\d{1,2})(?: ?/ ?|[.-]| tháng )|tháng )(\d{1,2})")
_WRITTEN = (
    compiled(rf"(?<!\w)ngày {_DM}(?: ?/ ?(?P<y>\d{{4}}))?{_END}"),
    compiled(rf"(?<![\w/.,]){_DM} ?/ ?{_FULL_YEAR}(?![\w/]|-[a-zđ])"),
    compiled(
        rf"(?<![\w/.,-])(?P<d>\d{{1,2}})(?P<s>[.-])(?P<m>\d{{1,2}})(?P=s){_FULL_YEAR}(?![\w/.-]\w)"
    ),
    compiled(
        r"(?<!\w)ngày (?P<d>\d{1,2}) tháng (?P<m>\d{1,2})"
        r"(?:(?:,? năm | ?/ ?)(?P<y>\d{4}))?(?![\w/%])"
    ),
    compiled(rf"(?<![\w/.,])(?P<d>\d{{1,2}}) tháng (?P<m>\d{{1,2}}),? năm {_FULL_YEAR}(?!\w)"),
    compiled(rf"(?<!\w)(?<!\d )tháng (?P<m>\d{{1,2}})(?: ?[/-] ?|,? năm ){_FULL_YEAR}(?!\w)"),
    compiled(
        r"(?:(?<=trước )|(?<=đến )|(?<=từ )|(?<=hết )|(?<=sau )|(?<=vào )|(?<=và ))"
        rf"(?P<d>29|3\d)/(?P<m>0?[1-9]|1[0-2]){_END}"
    ),
)


# A digit too many: `ngày 17/3/20015`.
_LONG_YEAR = compiled(
    r"(?<!\w)ngày \d{1,2}(?: ?/ ?| tháng )\d{1,2}(?: ?/ ?|,? năm )[12]\d{4}(?!\w)"
)


def wrong_dates(low: str) -> Iterator[tuple[int, int]]:
    """Where a text in the form of `Flat.low` names days and months that no calendar has, in order.

    `31/4`, `ngày 30/02/2025`, `tháng 13/2025`; a range, a fraction, a document's number is none.
    """
    spans = {m.span() for m in _LONG_YEAR.finditer(low)}
    if any(int(m[1] or 0) > 28 or not 0 < int(m[2]) < 13 for m in _SUSPECT.finditer(low)):
        found = (m for pattern in _WRITTEN for m in pattern.finditer(low))
        spans.update(m.span() for m in found if _is_wrong(m, low))
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            last = end
            yield start, end


def _is_wrong(match: re.Match[str], low: str) -> bool:
    """Whether no calendar has the day, or the month, that was read."""
    parts = match.groupdict()
    year = parts.get("y")
    month, day = int(parts["m"]), int(parts.get("d") or 1)
    if parts.get("d") is None and low.endswith(_not_months(), 0, match.start()):
        return False  # lương tháng 13
    try:
        date(int(year) if year else 2024, month, day)
    except ValueError:
        return True
    return False


@lru_cache(maxsize=1)
def _not_months() -> tuple[str, ...]:
    return tuple(f"{word} " for word in lexicon().words("times", "not_months"))


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
    if node.data == "listed":
        return _listed(str(tokens(node)[0]), _numbers(node))
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


def _quarter_of(year: int, quarter: int) -> Interval | None:
    return Interval.months(year, quarter * 3 - 2, quarter * 3)


def _quarter(n: list[int]) -> Reading | None:
    return _plain(_quarter_of(n[1], n[0]), "quarter")


def _listed(words: str, n: list[int]) -> Reading | None:
    """`ngày 24, 25 và 26/8/2026`, `tháng 3, 4/2026`: from the first to the last that are named."""
    year = n[-1]
    if words.startswith("tháng"):
        ends = Interval.month(year, n[0]), Interval.month(year, n[-2])
    elif words.startswith("quý"):
        ends = _quarter_of(year, n[0]), _quarter_of(year, n[-2])
    else:
        ends = Interval.day(year, n[-2], n[0]), Interval.day(year, n[-2], n[-3])
    first, last = ends
    return (first.join(last), None, "span") if first and last else None


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


@dataclass(slots=True, eq=False)
class Reference:
    """What a date without a year is measured by: the plan's own year, the day it was issued.

    `year` is the one that the title names. Without it a month is the next one after the issue: a
    plan of December that is to be done `trong tháng 01` means the January to come. `day` is
    the day of issue where the plan says it to the day.
    """

    year: int | None = None
    issued: date | None = None
    day: date | None = None

    def place(self, make: Callable[[int], Interval | None]) -> Interval | None:
        """What `make` gives for the plan's year; None where that is not known."""
        year = self.year or (self.issued.year if self.issued else None)
        found = make(year) if year else None
        if found is not None and year and not self.year and self.is_past(found):
            return make(year + 1)
        return found

    def is_past(self, interval: Interval) -> bool:
        """Whether it ended before the plan was issued: what is told of then is no limit."""
        if self.issued is None or interval.latest is None:
            return False
        return interval.latest < self.issued


def interpret_span(node: Tree, reference: Reference | None = None) -> Reading | None:
    """Two dates joined by `đến`; the first takes what it lacks from the second.

    Where neither has a year, that of `reference` is taken.
    """
    parts = [part for part in node.children if isinstance(part, Tree)]
    first, last = parts[0], parts[-1]
    end, begin = interpret(last), interpret(first)
    if end is None:
        return None
    if len(parts) == 1:  # `từ 7 giờ đến 19 giờ ngày 15/3/2026`: one day
        return end
    if end[0] is None or end[0].latest is None:
        whole = None
        if reference and begin is not None and begin[0] is None:
            whole = reference.place(lambda year: _yearless_span(first, begin, last, end, year))
        return whole, end[1], "span"
    close = end[0]
    start = begin[0] if begin else None
    if start is None and begin is not None:
        start = completed(first, begin, end[0].latest.year, end[0].latest.month)
        if start is not None and start.earliest and start.earliest > end[0].latest:
            start = completed(first, begin, end[0].latest.year - 1)
    if start is None:
        return close, None, "span"
    return start.join(close), None, "span"


def _yearless_span(
    first: Tree, begin: Reading, last: Tree, end: Reading, year: int
) -> Interval | None:
    """`từ ngày 15/11 đến ngày 15/12`, `từ tháng 11 đến tháng 3`, in a given year."""
    close = completed(last, end, year)
    if close is None or close.latest is None:
        return None
    start = completed(first, begin, year, close.latest.month)
    if start is None or start.earliest is None:
        return None
    if start.earliest > close.latest:  # over the turn of the year
        later = completed(last, end, year + 1)
        return start.join(later) if later else None
    return start.join(close)


def completed(tree: Tree, reading: Reading, year: int, month: int | None = None) -> Interval | None:
    """A date with the year that it lacks, and the month: `ngày 17`, `tháng 9`, `quý II`."""
    n = _numbers(tree)
    if reading[0] is not None:
        return reading[0]
    if reading[1] is not None:
        in_year, day = (int(part) for part in reading[1].split("-"))
        return Interval.day(year, in_year, day)
    if reading[2] == "day_only":
        return Interval.day(year, month, n[0]) if month else None
    if reading[2] == "month_only":
        return Interval.month(year, n[0])
    if reading[2] == "quarter_only":
        return _quarter_of(year, n[0])
    if reading[2] == "half_only":
        half = _half([year, *n])
        return half[0] if half else None
    return None
