"""Comparison: values of nodes against intervals, days, words, patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from ...grammar.interval import Interval
from ...grammar.nodes import Node, Plan
from ...grammar.patterns import compiled
from ..report import Outcome
from ..selectors import Scope, compile_selector, reference
from ..vocabulary import attributes, suggest
from ..wording import shown
from .base import SENTENCE, Assertion, Finding, assertion_class, first_found

TESTS = (
    "within", "overlaps", "not_after", "not_before", "equals", "matches", "one_of", "contains",
    "filled",
)  # fmt: skip


@assertion_class
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
    not_before: str | None = None
    """the day (or MM-DD) it may not be before"""
    equals: str | None = None
    """what it must equal"""
    matches: str | None = None
    """the regular expression it must match"""
    one_of: list[str] | str | None = None
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
    "not_before": lambda value, wanted: _not_after(wanted, value),
    "equals": _equals,
    "matches": lambda value, wanted: (
        None if value is None else compiled(wanted).search(str(value)) is not None
    ),
    "one_of": lambda value, wanted: None if value is None else str(value) in wanted,
    "contains": lambda value, wanted: wanted.lower() in str(value or "").lower(),
    "filled": lambda value, wanted: bool(value) is wanted,
}


@assertion_class
class Each(_Compares):
    """Every node that `each` names must stand the test. Where it names none, `if_none` holds."""

    key: ClassVar[str] = "each"
    reach: ClassVar[int] = SENTENCE
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


@assertion_class
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
        yield from super().selectors()

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """The first that passes; else one that cannot be told; else the first that fails."""
        findings = [self.test(node, scope) for node in compile_selector(self.some).find(scope)]
        for outcome in ("pass", "unknown", "fail"):
            for finding in findings:
                if finding.outcome == outcome:
                    yield finding
                    return
        yield Finding(self.if_none, first_found(self.at, scope))


@assertion_class
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
