"""Coverage: which parts of the rules their examples exercise, and which no example reaches.

Counted are the outcomes of each rule and of each of its assertions, and every branch of its
selectors: each alternative of a comma selector, `unless`, `doubt`, `otherwise`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .assertions import Assertion, Finding
from .checking import check, is_missing
from .errors import InputError
from .examples import example_parent, example_plan
from .packs import all_rules
from .rules import Pack, Rule
from .selectors import Index, Scope, compile_selector

_OUTCOMES = {
    "pass": "đạt", "fail": "chưa đạt", "unknown": "chưa rõ", "not_applicable": "không áp dụng"
}  # fmt: skip
_UNLESS = "unless: "
# Selectors that an assertion asks only when it has found something wrong.
_ASKED_ON = {"at": ("fail", "unknown"), "lost": ("unknown",)}


@dataclass(slots=True, eq=False)
class RuleCoverage:
    """The branches of a rule, in words, and those that an example exercises."""

    rule: str
    branches: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    @property
    def missing(self) -> list[str]:
        """What no example exercises."""
        return [branch for branch in self.branches if branch not in self.reached]


def coverage_of(packs: Sequence[Pack]) -> list[RuleCoverage]:
    """The coverage of every rule, by its own examples.

    What makes a rule rest (`unless`) is often the same for many rules of a pack; an example of one
    of them shows it for all.
    """
    found: list[RuleCoverage] = []
    for pack in packs:
        covered = [_Tracer(pack, rule).run() for _, rule in all_rules([pack])]
        rests = {one for rule in covered for one in rule.reached if one.startswith(_UNLESS)}
        for rule in covered:
            rule.reached |= rests
        found.extend(covered)
    return found


def counts(covered: Sequence[RuleCoverage]) -> tuple[int, int]:
    """How many branches are exercised, of how many."""
    total = sum(len(one.branches) for one in covered)
    return total - sum(len(one.missing) for one in covered), total


def alternatives(selector: str) -> list[str]:
    """The alternatives of a comma selector, each a whole selector of its own."""
    parts: list[str] = [""]
    depth, quoted = 0, False
    for char in selector.strip():
        quoted ^= char == '"'
        if not quoted:
            depth += (char in "[(") - (char in "])")
        if char == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += char
    first, *rest = [part.strip() for part in parts]
    root = f"{first.split()[0]} " if first.startswith("$") else ""
    return [first, *(root + part for part in rest)]


class _Tracer:
    """Runs the examples of one rule and notes what they reach."""

    def __init__(self, pack: Pack, rule: Rule) -> None:
        self.pack, self.rule = pack, rule
        self.found = RuleCoverage(rule.id, list(dict.fromkeys(_branches(rule))))

    def run(self) -> RuleCoverage:
        """What the examples reach, as far as they can be run."""
        for example in self.rule.examples:
            try:
                plan, parent = example_plan(example), example_parent(example)
            except InputError:
                continue  # `rules test` says what is wrong with it
            alone = replace(self.pack, rules=[self.rule])
            for result in check(plan, parent, [alone]).results:
                self._reach(_outcome(result.outcome))
            scope = Scope(
                Index.of(plan), Index.of(parent) if parent else None,
                parameters=self.rule.parameters,
            )  # fmt: skip
            self._trace(scope)
        return self.found

    def _reach(self, branch: str) -> None:
        self.found.reached.add(branch)

    def _trace(self, scope: Scope) -> None:
        rule = self.rule
        if is_missing(rule, scope):
            return
        if rule.unless and self._select("unless", rule.unless, scope):
            return
        if not self._select("context", rule.context, scope):
            self._reach(_OTHERWISE)
            return
        for node in compile_selector(rule.context).find(scope):
            for number, assertion in enumerate(rule.asserts):
                self._assert(number, assertion, scope.at(node))

    def _assert(self, number: int, assertion: Assertion, scope: Scope) -> None:
        """Notes what an assertion finds, and which of its selectors' branches."""
        findings: list[Finding] = list(assertion.evaluate(scope))
        outcomes = {finding.outcome for finding in findings}
        for outcome in outcomes:
            self._reach(_asserted(number, assertion, outcome))
        for option, text in assertion.selectors():
            asked = _ASKED_ON.get(option)
            if asked is None or outcomes.intersection(asked):
                self._select(_option(number, assertion, option), text, scope)
        if self.rule.doubt and "fail" in outcomes:
            self._select("doubt", self.rule.doubt.when, scope)

    def _select(self, where: str, selector: str, scope: Scope) -> bool:
        """Notes the branches of a selector that find something; whether one does."""
        hits = [one for one in alternatives(selector) if compile_selector(one).find(scope)]
        for one in hits:
            self._reach(f"{where}: {one}")
        return bool(hits)


# --- the branches that there are -----------------------------------------------------------------

_OTHERWISE = "không có gì để xét (otherwise)"


def _branches(rule: Rule) -> Iterator[str]:
    yield from (_outcome("pass"), _outcome("fail"))
    if rule.unknown or rule.otherwise == "unknown" or rule.doubt:
        yield _outcome("unknown")
    for where, text in (("unless", rule.unless), ("context", rule.context)):
        for one in alternatives(text) if text else ():
            yield f"{where}: {one}"
    if rule.context.strip() != "plan" and compile_selector(rule.context).root != "parent":
        yield _OTHERWISE
    for number, assertion in enumerate(rule.asserts):
        if len(rule.asserts) > 1:  # of one alone, the outcomes are the rule's
            yield _asserted(number, assertion, "fail")
        for option, text in assertion.selectors():
            for one in alternatives(text):
                yield f"{_option(number, assertion, option)}: {one}"
    if rule.doubt:
        for one in alternatives(rule.doubt.when):
            yield f"doubt: {one}"


def _outcome(outcome: str) -> str:
    return f"kết quả {_OUTCOMES[outcome]}"


def _asserted(number: int, assertion: Assertion, outcome: str) -> str:
    return f"{_option(number, assertion, assertion.key)} {_OUTCOMES[outcome]}"


def _option(number: int, assertion: Assertion, option: str) -> str:
    """`assert 2 each`: an option of an assertion, numbered from 1 as people count."""
    key = assertion.key
    below = option.removeprefix(f"{key}.")
    return f"assert {number + 1} {key}" + ("" if below == key else f".{below}")
