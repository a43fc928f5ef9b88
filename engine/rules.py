"""Rules: rules and packs as the engine works with them, made of data that has been validated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from .assertions import Assertion, assertion_type
from .report import Outcome, Severity

_STRICT: dict[str, Any] = {"extra": "forbid"}  # what pydantic makes of these: no unknown keys


@dataclass(slots=True, eq=False)
class RuleBasis:
    """The clause that asks for it, read in its source (`verified`), or mere `practice`."""

    __pydantic_config__ = _STRICT
    document: str
    at: str | None = None
    quote: str | None = None
    verified: bool = True
    practice: bool = False


@dataclass(slots=True, eq=False)
class FailExpected:
    """A failing example: words that the finding must show."""

    __pydantic_config__ = _STRICT
    fail: str


@dataclass(slots=True, eq=False)
class Layout:
    """How the file of an example is set, where otherwise than Nghị định 30/2020/NĐ-CP wants it.

    `paper` is width and height (empty: the file tells nothing of its pages), `margins` the sides,
    in millimetres; `number` where the page number stands, `first_number` the same of the first
    page (`none` for nowhere). `parts` says of a part
    (a name of `look[part]`, or `body 2` for the second of them) what is otherwise: font, size,
    bold, italic, colour, alignment, first_indent, left_indent, space_before, space_after,
    line_spacing, line_points; null is not told. `all` stands for every part.
    """

    __pydantic_config__ = _STRICT
    format: Literal["docx", "pdf", "scan"] = "docx"
    paper: list[float] | None = None
    margins: dict[Literal["top", "bottom", "left", "right"], float | None] = field(
        default_factory=dict
    )
    number: str | None = "top center"
    first_number: str | None = "none"
    parts: dict[str, dict[str, str | float | bool | None]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Example:
    """A short plan with what the rule must say of it.

    `parent` is a registered id, or a parent as in rules/parents/*.yaml. `layout` makes the plan a
    file that is set by Nghị định 30/2020/NĐ-CP but for what it says, `recognised` the text of a
    scan; without them the plan is text.
    """

    __pydantic_config__ = _STRICT
    name: str
    expect: Literal["pass", "unknown", "not_applicable", "fail"] | FailExpected
    plan: str
    parent: str | dict[str, Any] | None = None
    layout: Layout | None = None
    recognised: bool = False

    @property
    def outcome(self) -> str:
        """The outcome that is expected."""
        return "fail" if isinstance(self.expect, FailExpected) else self.expect


@dataclass(slots=True, eq=False)
class Doubt:
    """When a failing result may be the extraction's fault: a selector, and why in a few words."""

    __pydantic_config__ = _STRICT
    when: str
    why: str


@dataclass(slots=True, eq=False)
class Rule:
    """One rule: for every node that `context` selects, all `asserts` must hold.

    `requires` says what must be given: a parent, or a file that tells its layout. `since` is the
    day (2020-03-05) from which its basis holds: what was issued before is not asked.
    `unless` selects what makes the rule rest; `otherwise` is the outcome where `context` selects
    nothing. `message` says what is wrong, `unknown` what cannot be told, `ok` what is met, with
    {node.…}, {it.…}, {plan.…}, {rule.…} places; `advice`, with such
    places too, says what to do; `why` how the rule decides. `doubt` says when a
    failing result is unknown, for the extraction may have caused it; `parameters` are values that
    a configuration may set, named as $rule.NAME. `yields_to` are rules that tell the same gap more
    gravely: where one of them fails too, this one still fails, but as a note. `override` and
    `extends` say that it is made of another rule (engine/inherit.py).
    """

    __pydantic_config__ = _STRICT
    id: str
    title: str
    severity: Severity
    asserts: list[Assertion]
    message: str
    advice: str
    requires: Literal["parent", "layout"] | None = None
    since: str | None = None
    unless: str | None = None
    context: str = "plan"
    otherwise: Outcome = "not_applicable"
    unknown: str | None = None
    ok: str | None = None
    expected: str | None = None
    actual: str | None = None
    basis: RuleBasis | Literal["$it.source"] | None = None
    why: str | None = None
    doubt: Doubt | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    yields_to: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    override: bool = False
    extends: str | None = None

    @property
    def missing_examples(self) -> list[str]:
        """The outcomes, of pass and fail, that it has no example of."""
        shown = {example.outcome for example in self.examples}
        return [outcome for outcome in ("pass", "fail") if outcome not in shown]


@dataclass(slots=True, eq=False)
class Pack:
    """A named set of rules; `engine` is the range of program versions that it needs: ">=0.1,<1"."""

    __pydantic_config__ = _STRICT
    pack: str
    title: str
    rules: list[Rule]
    version: str | None = None
    engine: str | None = None


def rule_of(data: dict[str, Any]) -> Rule:
    """A whole rule from validated data."""
    return Rule(**values_of(data))


def values_of(data: dict[str, Any]) -> dict[str, Any]:
    """What a rule gives, from validated data; one that builds on another need not give all."""
    values = dict(data)
    if "assert" in values:
        values["asserts"] = [assertion_of(item) for item in values.pop("assert")]
    if "examples" in values:
        values["examples"] = [_example_of(item) for item in values["examples"]]
    if isinstance(values.get("basis"), dict):
        values["basis"] = RuleBasis(**values["basis"])
    if isinstance(values.get("doubt"), dict):
        values["doubt"] = Doubt(**values["doubt"])
    return values


def assertion_of(data: dict[str, Any]) -> Assertion:
    """An assertion from validated data; its keys say which."""
    kind = assertion_type(data)
    if kind is None:
        raise ValueError(f"no assertion has the keys {sorted(data)}")
    return kind.of(data)


def _example_of(data: dict[str, Any]) -> Example:
    values = dict(data)
    if isinstance(values["expect"], dict):
        values["expect"] = FailExpected(**values["expect"])
    if isinstance(values.get("layout"), dict):
        values["layout"] = Layout(**values["layout"])
    return Example(**values)
