"""Examples: runs the examples that rules carry, the rules' own tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..grammar import parse
from ..grammar.nodes import Plan
from ..grammar.origin import Origin
from ..grammar.source import Source
from .checking import check
from .errors import InputError
from .example_layout import laid_out
from .packs import all_rules
from .parents import Parent, load_parent, parent_from_data, registry
from .report import Outcome, Result
from .rules import Example, FailExpected, Pack, Rule


@dataclass(slots=True, eq=False)
class Trial:
    """One example that was run: `fault` is None where the rule said what was expected."""

    pack: str
    rule: str
    example: str
    expected: str
    found: str
    fault: str | None


def run_examples(packs: Sequence[Pack]) -> Iterator[Trial]:
    """Runs every example of every rule; a rule without a passing or failing one is a fault too."""
    for pack, rule in all_rules(packs):
        for outcome in rule.missing_examples:
            yield Trial(pack.pack, rule.id, "", outcome, "", f"thiếu ví dụ '{outcome}'")
        for example in rule.examples:
            yield _run(pack, rule, example)


def _run(pack: Pack, rule: Rule, example: Example) -> Trial:
    alone = replace(pack, rules=[rule])
    try:
        report = check(example_plan(example), example_parent(example), [alone])
    except InputError as error:
        return Trial(pack.pack, rule.id, example.name, example.outcome, "", str(error))
    found = outcome_of(report.results)
    fault = None
    if found != example.outcome:
        fault = f"cần '{example.outcome}', nhưng ra '{found}'"
    elif isinstance(example.expect, FailExpected) and not _shows(
        report.results, example.expect.fail
    ):
        fault = f"kết quả không nêu “{example.expect.fail}”"
    return Trial(pack.pack, rule.id, example.name, example.outcome, found, fault)


def example_plan(example: Example) -> Plan:
    """The tree of an example's plan; many examples share one text, so it is kept."""
    plan = _parsed(example.plan, example.recognised)
    return plan if example.layout is None else parse(laid_out(plan, example.layout))


@lru_cache(maxsize=512)
def _parsed(text: str, recognised: bool) -> Plan:
    return parse(Source(text, origin=Origin("scan")) if recognised else text)


def example_parent(example: Example) -> Parent | None:
    """The parent that an example is checked against; InputError for one that cannot be used."""
    if example.parent is None:
        return None
    if isinstance(example.parent, str):
        built_in = registry().get(example.parent)  # an own one of that name changes no example
        return built_in or load_parent(example.parent)
    return parent_from_data(example.parent, f"ví dụ “{example.name}”")


def outcome_of(results: Sequence[Result]) -> Outcome:
    """What a rule says as a whole: the gravest of its results."""
    outcomes = {result.outcome for result in results}
    for outcome in ("fail", "unknown", "pass"):
        if outcome in outcomes:
            return outcome
    return "not_applicable"


def _shows(results: Sequence[Result], words: str) -> bool:
    """Whether a failing result names the words, in message, actual value or place."""
    return any(
        words in text
        for result in results
        if result.outcome == "fail"
        for text in (
            result.message,
            result.actual or "",
            result.location.excerpt if result.location else "",
        )
    )
