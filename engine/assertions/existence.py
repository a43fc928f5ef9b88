"""Existence: what must be there, and what must not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..selectors import Scope, compile_selector, reference
from .base import Assertion, Finding, assertion_class, first_found


@assertion_class
class Exists(Assertion):
    """Something must be there.

    Passes with the first node that `exists` names. Where there is none, the rule fails at `at` (or
    at the selected node); where `lost` names a node, the extraction may have lost it, and the
    outcome is unknown. With `given` it is asked only where that names a node.
    """

    key: ClassVar[str] = "exists"
    exists: str
    """selector of what must be there"""
    at_least: int | str = 1
    """how many are needed: a number or a $reference"""
    given: str | None = None
    """selector of what must be there for this to be asked at all"""
    lost: str | None = None
    """selector that says: it may be lost"""
    at: str | None = None
    """selector of the place where it is missing"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        for option in ("exists", "given", "lost", "at"):
            text = getattr(self, option)
            if text:
                yield option, text

    def references(self) -> Iterator[tuple[str, str]]:
        """How many are needed, where that is a reference."""
        if isinstance(self.at_least, str):
            yield "at_least", self.at_least

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in selectors and in how many are needed."""
        yield from Assertion.check(self)
        if isinstance(self.at_least, str) and not self.at_least.startswith("$"):
            yield "at_least", "tùy chọn 'at_least': cần một số nguyên", 0

    def _least(self, scope: Scope) -> int:
        least = self.at_least
        return int(reference(least).value(scope)) if isinstance(least, str) else least

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding; none where what it takes for granted is not there."""
        if self.given and not first_found(self.given, scope):
            return
        found = compile_selector(self.exists).find(scope)
        if len(found) >= self._least(scope):
            yield Finding("pass", found[0], actual=found[0].text)
        elif first_found(self.lost, scope):
            yield Finding("unknown")
        else:
            yield Finding("fail", first_found(self.at, scope))


@assertion_class
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
