"""Facts: a parent's obligations in the fields of `parents derive FILE --json` (design, part 8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ..parents import Obligation, Parent


def facts_of(parent: Parent) -> dict[str, Any]:
    """A parent and its obligations as plain data."""
    return {
        "document": parent.id,
        "number": parent.number,
        "issuer": parent.issuer,
        "obligations": [obligation_facts(one) for one in parent.obligations],
    }


def obligation_facts(one: Obligation) -> dict[str, Any]:
    """An obligation as plain data."""
    first, last = _named_days(one)
    dated = one.window is not None or one.month_day is not None
    aim = one.target
    return {
        "line": one.source.line if one.source else None,
        "at": one.source.at if one.source else None,
        "kind": one.of,
        "bound": one.bound,
        "unit": one.unit,
        "earliest": first.isoformat() if first else None,
        "latest": last.isoformat() if last else None,
        "month_day": one.month_day,
        "period": one.period,
        "strict": one.strict if dated else None,
        "addressee": one.addressee,
        "through": one.through,
        "target": {
            "comparator": aim.comparator, "value": aim.value, "unit": aim.unit, "per": aim.per,
        }
        if aim
        else None,
        "folded": one.folded,
        "covers": list(one.covers),
        "sure": one.sure,
        "quote": one.source.quote if one.source else None,
    }  # fmt: skip


def _named_days(one: Obligation) -> tuple[date | None, date | None]:
    """The days that the text names: of `trước ngày 15/02` that day, although it is too late."""
    if one.window is None:
        return None, None
    first, last = one.window.earliest, one.window.latest
    if one.of == "issue" and first is None and last is not None:
        last += timedelta(days=1 if one.strict else 0)
        first = last
    return first, last
