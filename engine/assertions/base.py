"""Base: what all assertions have in common, and what they find."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from ...grammar.nodes import Node
from ..coverage import Part
from ..report import Outcome
from ..selectors import Scope, SelectorError, compile_selector

_T = TypeVar("_T")

SENTENCE = 400  # characters that a sentence has at most, but for rare ones


@dataclass(slots=True, eq=False)
class Mend:
    """How a finding is mended: (start, end, new words), in offsets of the plan's text.

    `title` says what it does where the first edit does not.
    """

    edits: list[tuple[int, int, str]]
    safe: bool = True
    title: str | None = None


@dataclass(slots=True, eq=False)
class FixModel:
    """A mend in the words of a rule: what to write in the place of an attribute's words.

    `of` is the attribute whose words are replaced (the node's own words without it), looked for
    behind the words `after` where these are given; `write` is the template of what stands there
    instead. With `replace`, a regular expression, only what it finds in those words is replaced
    (`write` may name its groups). `safe: false` where a person should look at it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    write: str
    of: str | None = None
    safe: bool = True
    after: str | None = None
    replace: str | None = None


@dataclass(slots=True, eq=False)
class Finding:
    """What an assertion found at one node (or at none): outcome, node, expected, actual.

    `message` says it better than the rule's words for this outcome; `partial` that what is asked
    is met in part, `parts` in which; `advise` that the rule's advice is of use although the outcome
    is unknown; `absent` that the node is where something is missing, not what was found.
    """

    outcome: Outcome
    node: Node | None = None
    expected: str | None = None
    actual: str | None = None
    why: str | None = None
    fix: Mend | None = None
    message: str | None = None
    partial: bool = False
    advise: bool = False
    absent: bool = False
    parts: Sequence[Part] = ()
    verified: bool = True
    """whether the fact behind it was read in a source"""


@dataclass_transform(eq_default=False, kw_only_default=True)
def assertion_class(cls: type[_T]) -> type[_T]:
    """A dataclass without generated methods, as the nodes are: thirty of them cost a run 6 ms."""
    return dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)


@assertion_class
class Assertion(ABC):
    """What all assertions have in common: `message` says it better than the rule's message."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
    }
    key: ClassVar[str]
    reach: ClassVar[int] = 0
    """how far before the end of a text that stops within a sentence (`plan[cut]`) what is missing
    there may be why it fails, in characters"""
    message: str | None = None
    """what is wrong, where the rule's own message is too general"""
    fix: FixModel | None = None
    """how a failing finding is mended, where the right text is certain"""

    if not TYPE_CHECKING:

        def __init__(self, **values: Any) -> None:
            self.__dict__.update(values)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Assertion:
        """An assertion from validated data."""
        if isinstance(values.get("fix"), dict):
            values = {**values, "fix": FixModel(**values["fix"])}
        return cls(**values)

    @abstractmethod
    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """The findings in a scope; none at all means that there was nothing to say."""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors, as (option, text), for checking at load time; `looks.0.of` lies deeper.

        Of itself the place where something is missing (`at`), for the types that have one.
        """
        place = getattr(self, "at", None)
        if place:
            yield "at", place

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
        if self.fix is not None and self.fix.replace is not None:
            try:
                re.compile(self.fix.replace)
            except re.error as error:
                yield "fix", f"biểu thức sai: {error}", error.pos or 0


def judged(findings: Iterable[Finding], looked: Sequence[Node]) -> Iterator[Finding]:
    """The findings; where there are none, a pass with the first node that was looked at."""
    some = False
    for finding in findings:
        some = True
        yield finding
    if not some:
        yield Finding("pass", looked[0]) if looked else Finding("not_applicable")


def first_found(selector: str | None, scope: Scope) -> Node | None:
    """The first node that an optional selector names, or None."""
    found = compile_selector(selector).find(scope) if selector else []
    return found[0] if found else None
