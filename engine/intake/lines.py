"""Lines: every finding of every plan as a line of JSON (`findings.jsonl`), for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .season import Season

if TYPE_CHECKING:
    from .results import Records


def write(season: Season, records: Records, file: Path) -> None:
    """Writes the lines, in the order of the picture."""
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows(season, records):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def rows(season: Season, records: Records) -> Iterator[dict[str, Any]]:
    """One row a finding, each with the plan and the unit it is about; all rows have all fields."""
    for state, plan in records.plans(season):
        record = records.of(plan)
        for one in record.findings:
            yield {
                "unit": state.unit.name if state else None, "file": plan.name,
                "counts": bool(state and state.plan is plan), "number": plan.number,
                "issuer": plan.issuer, "rule": one.rule, "severity": one.severity,
                "outcome": one.outcome, "message": one.message, "place": one.place,
                "excerpt": one.excerpt, "expected": one.expected, "actual": one.actual,
                "basis": one.basis, "advice": one.advice, "obligation": one.obligation,
                "waived": one.waived,
            }  # fmt: skip
