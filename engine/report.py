"""Report: the results of a check, in the fields of rules/schema/report.schema.json.

Plain dataclasses: a run must not pay for pydantic, which makes the published schema from them and
validates them in the tests (schemas.py). Not frozen and without comparison, here and elsewhere in
the engine: each of these methods is made at import and costs every start (docs/decisions.md).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["pass", "fail", "unknown", "not_applicable"]
Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(slots=True, eq=False)
class DateSpan:
    """A day known to lie between two days (ISO), either of which may be open."""

    earliest: str | None
    latest: str | None


@dataclass(slots=True, eq=False)
class PlanInfo:
    """Which document was checked.

    `type` is its tên loại in lower case; `date` the day of issue, or what the text implies of it;
    `place` the province or city that it names as its own; `damaged` says that its text has lost
    letters in an extraction, so that nothing in it is held against it.
    """

    path: str
    type: str | None
    number: str | None
    date: DateSpan | None
    issuer: str | None
    title: str | None
    place: str | None
    damaged: bool = False


@dataclass(slots=True, eq=False)
class ParentInfo:
    """Which parent it was checked against; `note` says what is not known of it."""

    id: str
    number: str
    date: str | None
    issuer: str
    title: str | None = None
    note: str | None = None


@dataclass(slots=True, eq=False)
class Location:
    """A place in the checked file: lines and columns from 1, offsets from 0, in characters.

    `excerpt` are the words at the place, `before` and `after` their neighbours in the same block.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    excerpt: str
    before: str = ""
    after: str = ""


@dataclass(slots=True, eq=False)
class Basis:
    """Why it is asked: a clause of law or of the parent, or mere `practice`.

    `verified` says that the clause was read in its source.
    """

    document: str
    at: str | None = None
    line: int | None = None
    quote: str | None = None
    verified: bool = True
    practice: bool = False


@dataclass(slots=True, eq=False)
class Edit:
    """Words to put in the place of others; offsets from 0 in the file, in characters."""

    start: int
    end: int
    text: str


@dataclass(slots=True, eq=False)
class Fix:
    """How the text is mended; `safe`: no meaning can be lost by it."""

    title: str
    safe: bool
    edits: list[Edit]


@dataclass(slots=True, eq=False)
class Waived:
    """Why a failing result is let stand, who signed that, and until when (YYYY-MM-DD)."""

    reason: str
    by: str
    until: str | None = None


@dataclass(slots=True, eq=False)
class Result:
    """What one rule says at one place. A waived one still fails, but counts as waived."""

    rule: str
    pack: str
    title: str
    severity: Severity
    outcome: Outcome
    message: str
    expected: str | None = None
    actual: str | None = None
    location: Location | None = None
    basis: Basis | None = None
    advice: str | None = None
    fix: Fix | None = None
    waived: Waived | None = None


@dataclass(slots=True, eq=False)
class Summary:
    """How many results of each outcome, and how many failing ones of each severity.

    What is waived counts as `waived` alone; `known` are those that an earlier report has too, which
    this one leaves out. `passed` is `pass` in JSON, a word that Python keeps for itself.
    """

    passed: int = 0
    fail: int = 0
    unknown: int = 0
    not_applicable: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0
    waived: int = 0
    known: int = 0


@dataclass(slots=True, eq=False)
class Report:
    """All results for one document; `notes` are what the reader should know first.

    `parents` are there where several parents hold, the nearest (`parent`) first.
    """

    plan: PlanInfo
    parent: ParentInfo | None
    summary: Summary
    results: list[Result]
    notes: list[str] = field(default_factory=list)
    version: Literal[1] = 1
    parents: list[ParentInfo] = field(default_factory=list)

    def to_data(self) -> dict[str, Any]:
        """The report as plain data, in the fields of the JSON contract."""
        data = asdict(self)
        summary = {"pass" if k == "passed" else k: v for k, v in data.pop("summary").items()}
        chain = {"parents": data["parents"]} if data["parents"] else {}
        return {
            "version": data.pop("version"),
            "plan": data.pop("plan"),
            "parent": data.pop("parent"),
            **chain,
            "summary": summary,
            "results": data.pop("results"),
            "notes": data.pop("notes"),
        }

    def to_json(self) -> str:
        """The report as the JSON object that other programs read."""
        return json.dumps(self.to_data(), ensure_ascii=False, indent=2)

    def fails_at(self, severity: str) -> bool:
        """Whether a result fails at this severity or a graver one."""
        grave = SEVERITIES[: 1 + [str(s) for s in SEVERITIES].index(severity)]
        return any(
            r.outcome == "fail" and r.severity in grave and r.waived is None for r in self.results
        )


def summarise(results: list[Result]) -> Summary:
    """The counts of some results."""
    outcomes = [result.outcome for result in results if result.waived is None]
    failing = [r.severity for r in results if r.outcome == "fail" and r.waived is None]
    return Summary(
        passed=outcomes.count("pass"),
        fail=outcomes.count("fail"),
        unknown=outcomes.count("unknown"),
        not_applicable=outcomes.count("not_applicable"),
        error=failing.count("error"),
        warning=failing.count("warning"),
        info=failing.count("info"),
        waived=sum(result.waived is not None for result in results),
    )
