"""Rules: the YAML form of rules and packs, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .assertions import TYPES, Assertion, assertion_type
from .report import Outcome, Severity


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class RuleBasis(_Model):
    """The clause that asks for it; `verified` says whether it was read in its source."""

    document: str
    at: str | None = None
    quote: str | None = None
    verified: bool = True


class FailExpected(_Model):
    """A failing example: words that the finding must show."""

    fail: str


class Example(_Model):
    """A short plan with what the rule must say of it."""

    name: str
    expect: Literal["pass", "unknown", "not_applicable", "fail"] | FailExpected
    plan: str
    parent: str | dict[str, Any] | None = Field(
        default=None, description="a registered id, or a parent as in rules/parents/*.yaml"
    )

    @property
    def outcome(self) -> str:
        """The outcome that is expected."""
        return "fail" if isinstance(self.expect, FailExpected) else self.expect


def _to_assertion(value: Any) -> Any:
    if isinstance(value, Assertion) or not isinstance(value, dict):
        return value
    kind = assertion_type(value)
    if kind is None:
        known = ", ".join(t.key for t in TYPES)
        raise ValueError(f"không rõ phép khẳng định nào: cần một trong {known}")
    return kind.model_validate(value)


class Rule(_Model):
    """One rule: for every node that `context` selects, all of `assert` must hold."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    severity: Severity
    requires: Literal["parent"] | None = None
    unless: str | None = Field(default=None, description="selector: where it finds, the rule rests")
    context: str = "plan"
    otherwise: Outcome = Field(
        default="not_applicable", description="outcome where `context` selects nothing"
    )
    asserts: list[Annotated[Any, BeforeValidator(_to_assertion)]] = Field(alias="assert", min_length=1)
    message: str = Field(description="what is wrong, with {node.…}, {it.…}, {plan.…} places")
    unknown: str | None = Field(default=None, description="what cannot be told, and why")
    ok: str | None = Field(default=None, description="what is met")
    expected: str | None = None
    actual: str | None = None
    basis: RuleBasis | Literal["$it.source"] | None = None
    advice: str
    why: str | None = Field(default=None, description="how the rule decides, for `rules show`")
    examples: list[Example] = Field(default_factory=list)


class Pack(_Model):
    """A named set of rules."""

    pack: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    rules: list[Rule]
