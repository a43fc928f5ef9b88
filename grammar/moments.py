"""Moments: what the dates of one time limit say together, with the year that they lack."""

from __future__ import annotations

from .dates import Reading, Reference, completed, interpret, interpret_span
from .interval import Interval
from .tables import Tree

DAYS = ("day", "day_only", "clock")
_CLOCK: Reading = (None, None, "clock")  # a time of day, or a day of the week


def readings_of(when: Tree, reference: Reference) -> list[Reading]:
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
            year = Reference(last.year) if last else reference
            reading = with_year(part, reading, year, last.month if last else None)
        found.append(reading)
    return found


def with_year(
    part: Tree, reading: Reading, reference: Reference, month: int | None = None
) -> Reading:
    """A month, a quarter, a span or a day without what it lacks, as far as that is known."""
    inner = part.children[0] if part.data == "date" else part
    assert isinstance(inner, Tree)
    if inner.data == "span":
        return interpret_span(inner, reference) or reading
    interval = reference.place(lambda year: completed(inner, reading, year, month))
    precision = reading[2].removesuffix("_only")
    return (interval, reading[1], precision) if interval else reading


def in_its_year(reading: Reading, reference: Reference) -> Reading:
    """A day without a year in the plan's own: `sau ngày 15/3` begins on one day, not every year."""
    if reading[0] is not None or reading[1] is None:
        return reading
    month, day = (int(part) for part in reading[1].split("-"))
    return reference.place(lambda year: Interval.day(year, month, day)), reading[1], reading[2]


def joined(readings: list[Reading]) -> Interval | None:
    """From the first date to the last."""
    intervals = [r[0] for r in readings if r[0] is not None]
    return intervals[0].join(intervals[-1]) if intervals else None


def is_dated(readings: list[Reading]) -> bool:
    """Whether all of them are days, months, quarters or short spans; years plan, they limit not."""
    return bool(readings) and all(
        r[0] is not None and r[2] in ("day", "month", "quarter", "half-year", "span")
        for r in readings
    )
