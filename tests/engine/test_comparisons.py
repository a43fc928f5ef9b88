"""Comparisons of intervals: what is surely so, surely not, or cannot be told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_check.engine.assertions import Each
from cchc_check.engine.parents import Obligation
from cchc_check.engine.report import Outcome
from cchc_check.engine.selectors import Index, Scope
from cchc_check.grammar.interval import Interval
from cchc_check.grammar.nodes import DocDate

FIRST, LAST = date(2025, 1, 1), date(2025, 3, 31)
QUARTER = Interval(FIRST, LAST)


def outcome(test: str, value: Interval | None, wanted: Interval | None) -> Outcome:
    """What a rule says of a date whose interval is `value`."""
    node, duty = DocDate(0, 1, date=value), Obligation(0, 0, window=wanted)
    option: dict[str, str] = {test: "$it.window"}
    rule = Each(each="doc_date", that="date", **option)  # type: ignore[arg-type]
    [finding] = rule.evaluate(Scope(Index.of(node), None, duty))
    return finding.outcome


def day(text: str) -> Interval:
    at = date.fromisoformat(text)
    return Interval(at, at)


def span(first: str | None, last: str | None) -> Interval:
    return Interval(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(day("2025-01-01"), "pass", id="first day"),
        pytest.param(day("2025-03-31"), "pass", id="last day"),
        pytest.param(day("2025-04-01"), "fail", id="a day late"),
        pytest.param(day("2024-12-31"), "fail", id="a day early"),
        pytest.param(span("2025-02-01", "2025-02-28"), "pass", id="some day of a month inside"),
        pytest.param(span("2025-08-01", "2025-08-31"), "fail", id="some day of a month outside"),
        pytest.param(span("2025-03-15", "2025-04-15"), "unknown", id="perhaps late"),
        pytest.param(span("2024-12-15", "2025-01-15"), "unknown", id="perhaps early"),
        pytest.param(span("2024-01-01", "2026-12-31"), "unknown", id="perhaps both"),
        pytest.param(span("2025-03-07", None), "unknown", id="since a day inside"),
        pytest.param(span("2025-07-26", None), "fail", id="since a day after"),
        pytest.param(span(None, "2024-12-31"), "fail", id="until a day before"),
        pytest.param(span(None, "2025-02-01"), "unknown", id="until a day inside"),
        pytest.param(span(None, None), "unknown", id="some day at all"),
        pytest.param(None, "unknown", id="no date"),
    ],
)
def test_a_date_is_within_a_window_or_not_or_it_cannot_be_told(
    value: Interval | None, expected: Outcome
) -> None:
    assert outcome("within", value, QUARTER) == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        pytest.param(span("2025-01-01", None), "pass", id="from a day on"),
        pytest.param(span(None, "2025-02-01"), "fail", id="until a day"),
        pytest.param(span(None, None), "pass", id="always"),
        pytest.param(None, "unknown", id="none stated"),
    ],
)
def test_a_window_may_be_open(window: Interval | None, expected: Outcome) -> None:
    assert outcome("within", day("2025-02-15"), window) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(span("2025-03-31", "2025-12-31"), "pass", id="one day in common"),
        pytest.param(span("2025-04-01", "2025-12-31"), "fail", id="none in common"),
        pytest.param(span("2021-01-01", "2030-12-31"), "pass", id="around it"),
        pytest.param(span("2025-02-01", None), "pass", id="open"),
        pytest.param(None, "unknown", id="no date"),
    ],
)
def test_an_interval_overlaps_another_or_not(value: Interval | None, expected: Outcome) -> None:
    assert outcome("overlaps", value, QUARTER) == expected


@pytest.mark.parametrize(
    ("value", "limit", "expected"),
    [
        pytest.param(day("2025-03-20"), day("2025-03-20"), "pass", id="same day"),
        pytest.param(day("2025-03-21"), day("2025-03-20"), "fail", id="next day"),
        pytest.param(day("2025-01-01"), QUARTER, "pass", id="not after any day of it"),
        pytest.param(day("2025-02-01"), QUARTER, "unknown", id="perhaps after"),
        pytest.param(day("2025-04-01"), QUARTER, "fail", id="after every day of it"),
        pytest.param(QUARTER, day("2025-02-01"), "unknown", id="value not sure"),
        pytest.param(day("2025-02-01"), span("2025-02-01", None), "pass", id="limit open to the future"),
        pytest.param(day("2025-02-02"), span("2025-02-01", None), "unknown", id="limit perhaps later"),
        pytest.param(day("2025-02-02"), span(None, "2025-02-01"), "fail", id="limit open to the past"),
        pytest.param(day("2025-02-02"), None, "unknown", id="no limit known"),
        pytest.param(None, day("2025-02-02"), "unknown", id="no date"),
    ],
)  # fmt: skip
def test_a_date_is_not_after_another_or_is_or_it_cannot_be_told(
    value: Interval | None, limit: Interval | None, expected: Outcome
) -> None:
    assert outcome("not_after", value, limit) == expected


# --- properties: intervals as sets of days ---------------------------------------------------

_ORIGIN, _DAYS = date(2025, 1, 1), 12
_ENDS = st.none() | st.integers(0, _DAYS - 1)
_INTERVALS = st.tuples(_ENDS, _ENDS).filter(
    lambda ends: ends[0] is None or ends[1] is None or ends[0] <= ends[1]
)
_Ends = tuple[int | None, int | None]


def interval(ends: _Ends) -> Interval:
    first, last = (None if end is None else _ORIGIN + timedelta(end) for end in ends)
    return Interval(first, last)


def days(ends: _Ends) -> set[int]:
    """The days it may be; an open end reaches beyond all others."""
    first, last = ends
    return set(range(-2 if first is None else first, (_DAYS + 2 if last is None else last) + 1))


@settings(max_examples=300)
@given(_INTERVALS, _INTERVALS)
def test_within_passes_only_where_no_day_outside_is_possible(value: _Ends, window: _Ends) -> None:
    inside, outside = days(value) & days(window), days(value) - days(window)
    expected = "pass" if not outside else "unknown" if inside else "fail"
    assert outcome("within", interval(value), interval(window)) == expected


@settings(max_examples=300)
@given(_INTERVALS, _INTERVALS)
def test_overlaps_passes_where_a_day_is_in_both(value: _Ends, other: _Ends) -> None:
    expected = "pass" if days(value) & days(other) else "fail"
    assert outcome("overlaps", interval(value), interval(other)) == expected


@settings(max_examples=300)
@given(_INTERVALS, _INTERVALS)
def test_not_after_passes_only_where_no_later_day_is_possible(value: _Ends, limit: _Ends) -> None:
    pairs = {one <= other for one in days(value) for other in days(limit)}
    expected = "unknown" if len(pairs) == 2 else "pass" if True in pairs else "fail"
    assert outcome("not_after", interval(value), interval(limit)) == expected
