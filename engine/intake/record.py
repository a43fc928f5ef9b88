"""Record: what is kept of one checked document, small enough to keep twenty thousand."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import Any

from ...grammar.source import Source
from ..report import AlignmentRow, Evidence, Report, Result
from ..writers.report_writer import basis_text
from ..writers.words import place_text

_LONGEST = 300  # of the words that are kept of a place
_FASTEST = 1  # zlib's level: a record is written once and read once or twice


@dataclass(slots=True, eq=False)
class Words:
    """Words of a plan with their place (`Dòng 12`): what a cell of the picture opens to."""

    place: str = ""
    excerpt: str = ""
    after: str = ""
    status: str = ""
    part: str | None = None


@dataclass(slots=True, eq=False)
class Finding:
    """A result that is not met, or that cannot be told."""

    rule: str = ""
    severity: str = ""
    outcome: str = ""
    message: str = ""
    title: str = ""
    place: str = ""
    excerpt: str = ""
    expected: str | None = None
    actual: str | None = None
    basis: str | None = None
    advice: str | None = None
    obligation: str | None = None
    waived: str | None = None


@dataclass(slots=True, eq=False)
class Row:
    """What becomes of one of the parent's obligations."""

    obligation: str = ""
    outcome: str = ""
    weight: float = 1
    score: float | None = None
    rule: str | None = None
    note: str | None = None
    words: list[Words] = field(default_factory=list)
    waived: str | None = None


@dataclass(slots=True, eq=False)
class Record:
    """A document as the intake knows it. `why` says why it could not be read; all else is empty."""

    why: str | None = None
    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    title: str | None = None
    earliest: str | None = None
    latest: str | None = None
    cites_parent: bool = False
    is_parent: bool = False
    unbound: str | None = None  # why the parent does not bind its issuer
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """The record as it is stored: the same record, the same bytes."""
        data = json.dumps(_plain(self), ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(data.encode(), _FASTEST)

    @classmethod
    def from_bytes(cls, data: bytes) -> Record:
        """The record that was stored; ValueError or TypeError for other bytes."""
        try:
            values: dict[str, Any] = json.loads(zlib.decompress(data))
        except zlib.error as error:
            raise ValueError(str(error)) from error
        values["findings"] = [Finding(**one) for one in values.get("findings", ())]
        values["rows"] = [
            Row(**{**one, "words": [Words(**words) for words in one.get("words", ())]})
            for one in values.get("rows", ())
        ]
        return cls(**values)


def _plain(thing: Any) -> Any:
    """Plain data, without what is empty (and then is so again when it is read)."""
    if isinstance(thing, (Record, Finding, Row, Words)):
        found = ((name, getattr(thing, name)) for name in thing.__slots__)
        return {name: _plain(value) for name, value in found if value not in (None, "", [], {})}
    if isinstance(thing, list):
        return [_plain(one) for one in thing]
    return thing


def record_of(report: Report, source: Source) -> Record:
    """What is kept of a report."""
    plan = report.plan
    total = report.alignment_total
    cited = next((r for r in report.results if r.rule == "parent-cited"), None)
    return Record(
        kind=plan.type, number=plan.number, issuer=plan.issuer, title=_cut(plan.title),
        earliest=plan.date.earliest if plan.date else None,
        latest=plan.date.latest if plan.date else None,
        cites_parent=cited is not None and cited.outcome == "pass",
        unbound=total.why if total is not None and total.binds is False else None,
        notes=report.notes,
        counts={
            "pass": report.summary.passed, "fail": report.summary.fail,
            "unknown": report.summary.unknown, "error": report.summary.error,
            "warning": report.summary.warning, "info": report.summary.info,
            "waived": report.summary.waived,
        },
        findings=[_finding(r) for r in report.results if r.outcome in ("fail", "unknown")],
        rows=[_row(one) for one in report.alignment or ()],
    )  # fmt: skip


def _finding(result: Result) -> Finding:
    place = result.location
    return Finding(
        rule=result.rule, severity=result.severity, outcome=result.outcome,
        message=result.message, title=result.title,
        place=place_text(place) if place else "", excerpt=_cut(place.excerpt) if place else "",
        expected=_cut(result.expected), actual=_cut(result.actual),
        basis=basis_text(result.basis) if result.basis else None, advice=result.advice,
        obligation=result.obligation, waived=result.waived.reason if result.waived else None,
    )  # fmt: skip


def _row(row: AlignmentRow) -> Row:
    return Row(
        obligation=row.obligation, outcome=row.outcome, weight=row.weight, score=row.score,
        rule=row.rule, note=row.note, words=[_words(one) for one in row.evidence],
        waived=row.waived.reason if row.waived else None,
    )  # fmt: skip


def _words(one: Evidence) -> Words:
    place = place_text(one) if one.line else ""
    return Words(place, _cut(one.excerpt) or "", _cut(one.after) or "", one.status, one.part)


def _cut(text: str | None) -> Any:
    return text if text is None or len(text) <= _LONGEST else text[:_LONGEST].rstrip() + " …"
