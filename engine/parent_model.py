"""The YAML form of a parent (rules/parents/*.yaml), validated where it enters."""

from __future__ import annotations

from datetime import date
from datetime import date as day
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

KindId = Annotated[str, Field(pattern="^[a-z][a-z0-9_-]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceModel(_Model):
    """Where an obligation stands: document, clause, line of the text at hand, short quote.

    Where the text was taken from a .pdf the page too, from a .docx the paragraph.
    """

    document: str
    at: str | None = None
    line: int | None = Field(default=None, ge=1)
    quote: str | None = None
    page: int | None = Field(default=None, ge=1)
    paragraph: int | None = Field(default=None, ge=1)


class WindowModel(_Model):
    """From the first to the last day, both included."""

    earliest: date | None = None
    latest: date | None = None


class TargetModel(_Model):
    """A number to be reached: comparator, value, what it counts, in which time."""

    comparator: Literal[">=", ">", "=", "<=", "<"]
    value: float
    unit: str | None = None
    per: str | None = None


class ObligationModel(_Model):
    """One thing that the parent demands, in words and in values."""

    kind: KindId
    text: str
    bound: Literal["commune", "department", "both", "other"] = "both"
    window: WindowModel | None = None
    period: Literal["half-year", "year", "quarter", "month", "week", "day"] | None = None
    month_day: str | None = Field(default=None, pattern=r"^\d\d-\d\d$")
    strict: bool = False
    addressee: str | None = None
    through: str | None = None
    unit: str | None = None
    covers: list[str] = Field(default_factory=list)
    target: TargetModel | None = None
    folded: str | None = None
    sends: Literal["plan", "report"] = "plan"
    sure: Literal["sure", "likely"] = "sure"
    weight: float = 1
    source: SourceModel


class ParentModel(_Model):
    """A parent plan as its YAML file gives it; `kinds` names its own kinds of obligations."""

    id: str
    number: str
    date: date | None
    issuer: str
    title: str | None = None
    province: str | None = None
    district: str | None = None
    year: int | None = None
    last_year: int | None = None
    binds: str | None = None
    note: str | None = None
    kinds: dict[KindId, str] = Field(default_factory=dict)
    parent: str | None = Field(default=None, description="its own parent: a registered id, a file")
    derived: bool = Field(default=False, description="found by the program in the plan's text")
    reviewed: bool = Field(default=False, description="compared with the text by a person")
    reviewed_by: str | None = None
    reviewed_on: day | None = None
    obligations: list[ObligationModel]
