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
PartStatus = Literal["covered", "mentioned", "missing"]
EvidenceStatus = Literal["covered", "mentioned", "contrary", "missing"]
Alignment = Literal["pass", "fail", "partial", "unknown", "not_applicable"]

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
    In a file that is more than text, lines and offsets are those of the text taken from it, and
    `page` with `page_line` (a .pdf, a scan) or `paragraph` (a .docx), from 1, say where to look;
    `confidence` (0 to 1) is that of the least certain word, where the words were recognised.
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
    page: int | None = None
    page_line: int | None = None
    paragraph: int | None = None
    confidence: float | None = None


@dataclass(slots=True, eq=False)
class Basis:
    """Why it is asked: a clause of law or of the parent, or mere `practice`.

    `verified` says that the clause was read in its source; `page` or `paragraph` where the clause
    stands in a parent that was read from a .pdf or a .docx.
    """

    document: str
    at: str | None = None
    line: int | None = None
    quote: str | None = None
    verified: bool = True
    practice: bool = False
    page: int | None = None
    paragraph: int | None = None


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
class Evidence:
    """Words of the plan that bear on an obligation, or on one `part` of it.

    They meet it (`covered`), name it where that does not count or settles nothing (`mentioned`), or
    speak against it (`contrary`); a `missing` part has no words. `after` are the words behind them.
    """

    status: EvidenceStatus
    part: str | None = None
    line: int | None = None
    excerpt: str | None = None
    after: str = ""
    page: int | None = None
    page_line: int | None = None
    paragraph: int | None = None


@dataclass(slots=True, eq=False)
class Result:
    """What one rule says at one place. A waived one still fails, but counts as waived.

    `obligation` is which of the parent's obligations it is about; `evidence` the words that bear on
    it. `partial`, of an unknown result: a part of what is asked is met, the rest was not found.
    `why` says why it cannot be told, or does not apply.
    """

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
    obligation: str | None = None
    partial: bool = False
    why: str | None = None
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class AlignmentRow:
    """What becomes of one obligation of the parent in the plan.

    `kind` is its kind, `name` that in Vietnamese; `bound` and `unit` say whom it binds; `rule` is
    the rule that decided, `note` its reason. `score` is a share of the `weight`: all of it where
    the obligation is met, the share of its parts where it is met in part; none where it cannot be
    told or does not apply.
    """

    obligation: str
    kind: str
    name: str
    text: str
    bound: str
    unit: str | None
    source: Basis | None
    outcome: Alignment
    evidence: list[Evidence]
    rule: str | None
    note: str | None
    weight: float
    score: float | None
    waived: Waived | None = None


@dataclass(slots=True, eq=False)
class AlignmentTotal:
    """The score of all obligations that could be decided, out of their `weight`.

    What cannot be told is left out of both and stands apart, in `unknown` and `unknown_weight`.
    `binds` says whether the parent binds the plan at all: where not, all this is for information.
    """

    score: float
    weight: float
    decided: int
    unknown: int
    unknown_weight: float
    not_applicable: int
    binds: bool | None
    why: str


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

    `alignment` has a row for each obligation of the parent; none where it was not asked for.
    `parents` are there where several parents hold, the nearest (`parent`) first.
    """

    plan: PlanInfo
    parent: ParentInfo | None
    summary: Summary
    results: list[Result]
    notes: list[str] = field(default_factory=list)
    version: Literal[1] = 1
    alignment: list[AlignmentRow] | None = None
    alignment_total: AlignmentTotal | None = None
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
            "alignment": data.pop("alignment"),
            "alignment_total": data.pop("alignment_total"),
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
