"""Assertions: the things a rule can state about nodes.

One class a type: its docstring is its documentation, its fields are its options, `evaluate` says
what holds. Plain dataclasses, so that a run need not import pydantic; pydantic makes the published
schema of them and validates what comes from outside (schemas.py, packs.py).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..grammar.interval import Interval
from ..grammar.nodes import Citation, Deadline, Node, Plan, Recipient
from .binding import binding, is_itself
from .names import compact_number, is_same_document, names_body, same_body
from .parents import Obligation, Parent
from .report import Outcome
from .selectors import Scope, SelectorError, compile_selector, reference
from .vocabulary import attributes, suggest
from .wording import limit_text, shown


@dataclass(slots=True, eq=False)
class Finding:
    """What an assertion found at one node (or at none): outcome, node, expected, actual."""

    outcome: Outcome
    node: Node | None = None
    expected: str | None = None
    actual: str | None = None
    why: str | None = None


@dataclass(kw_only=True, eq=False)
class Assertion(ABC):
    """What all assertions have in common: `message` says it better than the rule's message."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
    }
    key: ClassVar[str]
    message: str | None = None
    """what is wrong, where the rule's own message is too general"""

    @abstractmethod
    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """The findings in a scope; none at all means that there was nothing to say."""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors, as (option, text), for checking at load time."""
        return iter(())

    def references(self) -> Iterator[tuple[str, str]]:
        """Its references such as `$it.window`, as (option, text)."""
        return iter(())

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in its options, as (option, message, column)."""
        for option, text in self.selectors():
            try:
                compile_selector(text)
            except SelectorError as error:
                yield option, str(error), error.column


def _found(selector: str | None, scope: Scope) -> Node | None:
    """The first node that an optional selector names, or None."""
    found = compile_selector(selector).find(scope) if selector else []
    return found[0] if found else None


@dataclass(kw_only=True, eq=False)
class Exists(Assertion):
    """Something must be there.

    Passes with the first node that `exists` names. Where there is none, the rule fails at `at` (or
    at the selected node); where `lost` names a node, the extraction may have lost it, and the
    outcome is unknown.
    """

    key: ClassVar[str] = "exists"
    exists: str
    """selector of what must be there"""
    at_least: int = 1
    """how many are needed"""
    lost: str | None = None
    """selector that says: it may be lost"""
    at: str | None = None
    """selector of the place where it is missing"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        for option in ("exists", "lost", "at"):
            text = getattr(self, option)
            if text:
                yield option, text

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding."""
        found = compile_selector(self.exists).find(scope)
        if len(found) >= self.at_least:
            yield Finding("pass", found[0], actual=found[0].text)
        elif _found(self.lost, scope):
            yield Finding("unknown")
        else:
            yield Finding("fail", _found(self.at, scope))


@dataclass(kw_only=True, eq=False)
class Absent(Assertion):
    """Nothing of the kind may be there: every node that `none` names fails."""

    key: ClassVar[str] = "none"
    none: str
    """selector of what must not be there"""
    among: str | None = None
    """selector of what was looked through"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        yield "none", self.none
        if self.among:
            yield "among", self.among

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding a node; a pass where there is none and something was looked through."""
        found = compile_selector(self.none).find(scope)
        for node in found:
            yield Finding("fail", node, actual=node.text)
        if not found:
            looked = compile_selector(self.among).find(scope) if self.among else [None]
            if looked:
                yield Finding("pass", looked[0])


TESTS = ("within", "overlaps", "not_after", "equals", "matches", "one_of", "contains", "filled")


@dataclass(kw_only=True, eq=False)
class _Compares(Assertion):
    """Tests of an attribute: exactly one of `within` … `filled` is given."""

    that: str | None = None
    """the attribute to look at, or a $reference"""
    within: str | None = None
    """the interval the date must lie in"""
    overlaps: str | None = None
    """the interval it must share a day with"""
    not_after: str | None = None
    """the day (or MM-DD) it may not be after"""
    equals: str | None = None
    """what it must equal"""
    matches: str | None = None
    """the regular expression it must match"""
    one_of: list[str] | None = None
    """the values it may have"""
    contains: str | None = None
    """the words it must contain"""
    filled: bool | None = None
    """whether it must have a value"""

    def test_name(self) -> str:
        """Which test is given."""
        return next((name for name in TESTS if getattr(self, name) is not None), "filled")

    def references(self) -> Iterator[tuple[str, str]]:
        """The value to look at and what it is compared with, where they are references."""
        for option in ("that", *TESTS):
            text = getattr(self, option)
            if isinstance(text, str) and text.startswith("$"):
                yield option, text

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in selectors, attributes and regular expressions."""
        faults = list(Assertion.check(self))
        yield from faults
        given = [name for name in TESTS if getattr(self, name) is not None]
        if len(given) != 1:
            yield self.key, f"cần đúng một phép so trong: {', '.join(TESTS)}", 0
        if self.matches is not None:
            try:
                re.compile(self.matches)
            except re.error as error:
                yield "matches", f"biểu thức sai: {error}", error.pos or 0
        for option in ("within", "overlaps"):
            text = getattr(self, option)
            if text is not None and not text.startswith("$"):
                yield (
                    option,
                    f"cần chỉ tới một khoảng ngày, ví dụ $it.window, không phải '{text}'",
                    0,
                )
        if not faults and self.that is not None and not self.that.startswith("$"):
            yield from self._check_that(self.that)

    def _check_that(self, that: str) -> Iterator[tuple[str, str, int]]:
        for _, text in self.selectors():
            for kind in compile_selector(text).kinds:
                known = attributes(kind)
                if that not in known:
                    yield "that", f"'{kind}' không có thuộc tính '{that}'{suggest(that, known)}", 0
            return

    def value_of(self, node: Node | None, scope: Scope) -> Any:
        """The value to test."""
        that = self.that or "text"
        if that.startswith("$"):
            return reference(that).value(scope, node)
        name = attributes(node.kind).get(that, that) if node else that
        return getattr(node, name, None)

    def test(self, node: Node | None, scope: Scope) -> Finding:
        """What the test says of one node."""
        value = self.value_of(node, scope)
        name = self.test_name()
        wanted = getattr(self, name)
        if isinstance(wanted, str) and wanted.startswith("$"):
            wanted = reference(wanted).value(scope, node)
        holds = _TESTS[name](value, wanted)
        outcome: Outcome = "unknown" if holds is None else "pass" if holds else "fail"
        expected = None if name in ("matches", "filled") else shown(wanted)
        actual = node.text if node is not None and name == "filled" else shown(value)
        return Finding(outcome, node, expected=expected, actual=actual)


def _within(value: Any, wanted: Any) -> bool | None:
    if not isinstance(wanted, Interval):
        return None
    return value.within(wanted) if isinstance(value, Interval) else None


def _overlaps(value: Any, wanted: Any) -> bool | None:
    if not isinstance(value, Interval) or not isinstance(wanted, Interval):
        return None
    return value.overlaps(wanted)


def _not_after(value: Any, wanted: Any) -> bool | None:
    """A day against a day (or MM-DD against MM-DD); None where one of them is not sure enough."""
    if isinstance(value, str) and isinstance(wanted, str):
        return value <= wanted
    if not isinstance(value, Interval) or not isinstance(wanted, Interval):
        return None
    if wanted.earliest is not None and value.not_after(wanted.earliest):
        return True
    if wanted.latest is not None and value.not_after(wanted.latest) is False:
        return False
    return None


def _equals(value: Any, wanted: Any) -> bool | None:
    if value is None or wanted is None:
        return None
    return bool(value == wanted or str(value) == str(wanted))


_TESTS: dict[str, Any] = {
    "within": _within,
    "overlaps": _overlaps,
    "not_after": _not_after,
    "equals": _equals,
    "matches": lambda value, wanted: (
        None if value is None else re.search(wanted, str(value)) is not None
    ),
    "one_of": lambda value, wanted: None if value is None else str(value) in wanted,
    "contains": lambda value, wanted: wanted.lower() in str(value or "").lower(),
    "filled": lambda value, wanted: bool(value) is wanted,
}


@dataclass(kw_only=True, eq=False)
class Each(_Compares):
    """Every node that `each` names must stand the test. Where it names none, `if_none` holds."""

    key: ClassVar[str] = "each"
    each: str
    """selector of the nodes to test"""
    if_none: Outcome = "not_applicable"
    """outcome where there are none"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield "each", self.each

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """All that fail or cannot be told; else one pass with the first node as evidence."""
        nodes = compile_selector(self.each).find(scope)
        if not nodes:
            yield Finding(self.if_none)
            return
        findings = [self.test(node, scope) for node in nodes]
        bad = [f for f in findings if f.outcome != "pass"]
        yield from bad or findings[:1]


@dataclass(kw_only=True, eq=False)
class Some(_Compares):
    """At least one node that `some` names must stand the test. Where it names none: `if_none`."""

    key: ClassVar[str] = "some"
    some: str
    """selector of the nodes to test"""
    if_none: Outcome = "fail"
    """outcome where there are none"""
    at: str | None = None
    """selector of the place where it is missing"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        yield "some", self.some
        if self.at:
            yield "at", self.at

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """The first that passes; else one that cannot be told; else the first that fails."""
        findings = [self.test(node, scope) for node in compile_selector(self.some).find(scope)]
        for outcome in ("pass", "unknown", "fail"):
            for finding in findings:
                if finding.outcome == outcome:
                    yield finding
                    return
        yield Finding(self.if_none, _found(self.at, scope))


@dataclass(kw_only=True, eq=False)
class That(_Compares):
    """One value must stand the test: `that: $plan.issued`, `within: $it.window`."""

    key: ClassVar[str] = "that"
    that: str
    """a $reference to the value"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding, at the node that says so where there is one."""
        root = scope.root(reference(self.that).root)
        finding = self.test(root, scope)
        place = root.issued_from if isinstance(root, Plan) and "issued" in self.that else None
        yield Finding(finding.outcome, place, finding.expected, finding.actual)


@dataclass(kw_only=True, eq=False)
class Cites(Assertion):
    """The plan must cite the parent: the same number, date and issuer, best among its grounds."""

    key: ClassVar[str] = "cites"
    cites: Literal["$parent"]
    """which document must be cited"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: where it is cited, or what other document bears its number."""
        parent, plan = scope.root("parent"), scope.root("plan")
        if not isinstance(parent, Parent) or not isinstance(plan, Plan):
            return
        expected = f"{parent.number} ngày {shown(parent.issued)} của {parent.issuer}"
        if is_itself(plan, parent):
            yield Finding("not_applicable", why="đây chính là văn bản cấp trên")
            return
        citations = [n for n in scope.plan.nodes("citation") if isinstance(n, Citation)]
        sure = [c for c in citations if is_same_document(c, parent) is True]
        sure.sort(key=lambda c: not c.ground)
        if sure:
            yield Finding("pass", sure[0], expected, sure[0].text)
            return
        maybe = [c for c in citations if is_same_document(c, parent) is None]
        if maybe:
            why = "chỗ dẫn không ghi ngày nên không rõ có đúng văn bản ấy không"
            yield Finding("unknown", maybe[0], expected, maybe[0].text, why=why)
            return
        number = compact_number(parent.number)
        other = [c for c in citations if compact_number(c.number) == number]
        if other:
            yield Finding("fail", other[0], expected, f"{other[0].text} (văn bản khác cùng số)")
            return
        grounds = scope.plan.nodes("ground")
        yield Finding("fail", grounds[0] if grounds else None, expected, "không dẫn")


@dataclass(kw_only=True, eq=False)
class BoundBy(Assertion):
    """The parent's issuer must stand above the plan's (rules of engine/binding.py)."""

    key: ClassVar[str] = "bound_by"
    bound_by: Literal["$parent"]
    """which parent"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding, at the place that names the plan's province."""
        parent, plan = scope.root("parent"), scope.root("plan")
        if not isinstance(parent, Parent) or not isinstance(plan, Plan):
            return
        verdict = binding(plan, parent)
        outcome: Outcome = (
            "not_applicable" if verdict.own
            else "unknown" if verdict.binds is None
            else "pass" if verdict.binds else "fail"
        )  # fmt: skip
        yield Finding(
            outcome, verdict.node, expected=f"trực thuộc {parent.issuer}",
            actual=verdict.why, why=verdict.why,
        )  # fmt: skip


@dataclass(kw_only=True, eq=False)
class SentTo(Assertion):
    """Nơi nhận must name the obligation's addressee, or the office that it goes through."""

    key: ClassVar[str] = "sent_to"
    sent_to: Literal["$it"]
    """the obligation that names the addressee"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the recipient, or what was looked for."""
        duty, plan = scope.it, scope.root("plan")
        if not isinstance(duty, Obligation) or not isinstance(plan, Plan) or not duty.addressee:
            return
        through = f" (qua {duty.through})" if duty.through else ""
        expected = f"{duty.addressee}{through}"
        if plan.issuer and same_body(plan.issuer, duty.addressee):
            yield Finding("not_applicable", why="cơ quan ban hành chính là nơi nhận")
            return
        recipients = [
            n for n in scope.plan.nodes("recipient") if isinstance(n, Recipient) and n.name
        ]
        for node in recipients:
            if names_body(node.name, duty.addressee) or (
                duty.through and names_body(node.name, duty.through)
            ):
                yield Finding("pass", node, expected, node.name)
                return
        if not recipients:
            yield Finding("unknown", why="bản văn bản này không còn phần Nơi nhận")
            return
        heads = scope.plan.nodes("recipients")
        yield Finding("fail", heads[0] if heads else None, expected, "Nơi nhận không có")


@dataclass(kw_only=True, eq=False)
class ReportsBy(Assertion):
    """The plan must set its report of the obligation's period no later than the obligation does."""

    key: ClassVar[str] = "reports_by"
    reports_by: Literal["$it"]
    """the obligation that sets the day"""
    at: str | None = None
    """selector of the place where it is missing"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        if self.at:
            yield "at", self.at

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the plan's own day for this period, or that it has none."""
        duty = scope.it
        if not isinstance(duty, Obligation) or not duty.month_day:
            return
        expected = f"{limit_text(duty.month_day, duty.strict)} (báo cáo {shown(duty.period)})"
        reports = [
            n for n in scope.plan.nodes("deadline")
            if isinstance(n, Deadline) and n.of == "report" and n.period in (duty.period, None)
        ]  # fmt: skip
        dated = [n for n in reports if n.month_day]
        own = [n for n in dated if n.period == duty.period]
        for node in own:
            if _in_time(node, duty):
                yield Finding("pass", node, expected, node.text)
                return
        if own:
            yield Finding("fail", own[0], expected, own[0].text)
        elif dated:
            yield Finding("unknown", dated[0], expected, dated[0].text,
                          why="có ngày báo cáo nhưng không rõ là của kỳ nào")  # fmt: skip
        else:
            place = reports[0] if reports else _found(self.at, scope)
            yield Finding("fail", place, expected,
                          reports[0].text if reports else "không nêu ngày báo cáo")  # fmt: skip


def _in_time(report: Deadline, duty: Obligation) -> bool:
    """Whether a report by its day keeps the obligation (strict: the day itself is too late)."""
    assert report.month_day is not None and duty.month_day is not None
    if report.month_day == duty.month_day:
        return report.strict or not duty.strict
    return report.month_day < duty.month_day


TYPES: tuple[type[Assertion], ...] = (
    Exists, Absent, Each, Some, That, Cites, BoundBy, SentTo, ReportsBy,
)  # fmt: skip


def assertion_type(keys: Iterable[str]) -> type[Assertion] | None:
    """Which assertion the keys of a YAML mapping mean, or None."""
    given = set(keys)
    for kind in TYPES:
        if kind is That and {"each", "some"} & given:
            continue
        if kind.key in given:
            return kind
    return None
