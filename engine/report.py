"""Report: the results of a check, as the JSON contract gives them (rules/schema/report.schema.json)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["pass", "fail", "unknown", "not_applicable"]
Severity = Literal["error", "warning", "info"]

OUTCOMES: tuple[Outcome, ...] = ("fail", "unknown", "pass", "not_applicable")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DateSpan(_Model):
    """A day known to lie between two days (ISO), either of which may be open."""

    earliest: str | None
    latest: str | None


class PlanInfo(_Model):
    """Which document was checked."""

    path: str
    type: str | None = Field(description="Tên loại, in lower case")
    number: str | None
    date: DateSpan | None = Field(description="Day of issue, or what the text implies of it")
    issuer: str | None
    title: str | None
    place: str | None = Field(description="Province or city the document names as its own")


class ParentInfo(_Model):
    """Which parent it was checked against."""

    id: str
    number: str
    date: str | None
    issuer: str
    title: str | None = None
    note: str | None = Field(default=None, description="What is not known of the parent")


class Location(_Model):
    """A place in the checked file: lines and columns from 1, offsets from 0, in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    excerpt: str = Field(description="The words at the place, single-spaced")
    before: str = Field(default="", description="Words of the same block before the place")
    after: str = Field(default="", description="Words of the same block after the place")


class Basis(_Model):
    """Why it is asked: a clause of law or of the parent."""

    document: str
    at: str | None = None
    line: int | None = None
    quote: str | None = None
    verified: bool = Field(default=True, description="Whether the clause was read in its source")


class Result(_Model):
    """What one rule says at one place."""

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
    fix: None = None


class Summary(_Model):
    """How many results of each outcome, and how many failing ones of each severity."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    pass_: int = Field(0, alias="pass")
    fail: int = 0
    unknown: int = 0
    not_applicable: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0


class Report(_Model):
    """All results for one document."""

    version: Literal[1] = 1
    plan: PlanInfo
    parent: ParentInfo | None
    summary: Summary
    results: list[Result]
    notes: list[str] = Field(default_factory=list, description="What the reader should know first")

    def to_json(self) -> str:
        """The report as the JSON object that other programs read."""
        return self.model_dump_json(by_alias=True, indent=2)

    def fails_at(self, severity: str) -> bool:
        """Whether a result fails at this severity or a graver one."""
        grave = SEVERITIES[: [*SEVERITIES].index(severity) + 1]
        return any(r.outcome == "fail" and r.severity in grave for r in self.results)


def summarise(results: list[Result]) -> Summary:
    """The counts of some results."""
    counts: dict[str, int] = dict.fromkeys(
        ("pass", "fail", "unknown", "not_applicable", "error", "warning", "info"), 0
    )
    for result in results:
        counts[result.outcome] += 1
        if result.outcome == "fail":
            counts[result.severity] += 1
    return Summary.model_validate(counts)
