"""As of: when a plan was issued, as far as its text tells, against the day of a change."""

from __future__ import annotations

from datetime import date

from ..grammar.interval import Interval
from ..grammar.nodes import Plan


def issue_span(plan: Plan) -> Interval:
    """The days on which a plan may have been issued.

    One without a date was written before the time that it plans for was over.
    """
    first = plan.issued.earliest if plan.issued else None
    last = plan.issued.latest if plan.issued else None
    if last is None and plan.period is not None and plan.period.latest is not None:
        end = plan.period.latest
        last = end if first is None or first <= end else None
    return Interval(first, last)


def is_from(plan: Plan, day: date) -> bool | None:
    """Whether a plan was issued on a day or later; None where its text cannot tell."""
    return issue_span(plan).not_before(day)
