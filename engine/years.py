"""Years: the years that a plan is for, as its title says."""

from __future__ import annotations

from datetime import date

from ..grammar.flat import lowered
from ..grammar.interval import Interval
from ..grammar.nodes import DocTitle, Plan, first
from ..grammar.patterns import compiled

_UNTIL = compiled(r"(?:đến|tới|tầm nhìn)(?: hết| cuối| đến)? năm \d{4}")


def years_of(plan: Plan) -> Interval | None:
    """The span of years of a plan; `đến năm 2030` begins in the year in which it was issued."""
    span = plan.period
    title = first(plan.walk(), DocTitle)
    if span is None or title is None or not _UNTIL.search(lowered(title.text)):
        return span
    issued = plan.issued.earliest if plan.issued else None
    if issued is None:
        return Interval(None, span.latest)
    if span.earliest is None or issued.year < span.earliest.year:
        return Interval(date(issued.year, 1, 1), span.latest)
    return span
