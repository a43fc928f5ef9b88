"""Rules: every built-in rule explains itself and stands its own examples."""

from __future__ import annotations

import re

import pytest

from cchc_check.engine.assertions import (
    TYPES,
    AsKnown,
    BoundBy,
    Cites,
    Covers,
    DueAfter,
    InForce,
    IssuerFits,
    Looks,
    MeetsTarget,
    NotItself,
    OfYear,
    Outdated,
    ReportsBy,
    SentTo,
    That,
)
from cchc_check.engine.examples import run_examples
from cchc_check.engine.packs import all_rules, built_in_packs
from cchc_check.engine.rules import Example, Pack, Rule

RULES = {
    "parent": [
        "parent-binds", "parent-cited", "parent-year", "issued-after-parent", "issued-in-window",
        "sent-to", "report-deadlines-kept", "parent-contents-covered", "parent-forms-covered",
        "parent-targets-met", "budget-adviser-required", "parent-duties-mirrored",
    ],
    "content": [
        "purpose-section", "budget-section", "organisation-section", "budget-adviser-named",
        "report-deadline-stated", "year-consistent", "content-section", "forms-section",
        "reform-contents", "lead-unit-named", "report-collector-named", "units-have-duties",
        "deadline-after-issue", "outdated-term", "head-responsible",
    ],
    "citations": [
        "citation-complete", "citation-form", "citation-not-in-future", "citation-issuer",
        "citation-consistent", "citation-facts", "citation-in-force", "not-self-cited",
    ],
    "format": [
        "number-present", "number-form", "date-present", "date-form", "title-present",
        "grounds-present", "outline-sequence", "signature-authority", "recipients-present",
        "end-mark", "national-header", "issuer-named", "date-valid", "ground-form", "heading-case",
        "signature-name", "recipients-form", "archive-line", "balanced-marks", "repeated-words",
        "abbreviation-defined", "spacing", "tone-marks",
    ],
    "layout": [
        "paper-size", "page-margins", "page-number", "text-font", "national-header-look",
        "issuer-look", "number-date-look", "title-look", "ground-look", "body-look",
        "body-alignment", "body-spacing", "heading-look", "subheading-look", "signature-look", "recipients-look",
        "appendix-look",
    ],
}  # fmt: skip

_ALL = list(all_rules(built_in_packs()))
_EXAMPLES = [(pack, rule, example) for pack, rule in _ALL for example in rule.examples]
every_rule = pytest.mark.parametrize(("pack", "rule"), _ALL, ids=[rule.id for _, rule in _ALL])


def test_the_packs_have_these_rules() -> None:
    found = {pack.pack: {rule.id for rule in pack.rules} for pack in built_in_packs()}
    assert found.keys() == RULES.keys()
    assert {name: sorted(set(rules) - found[name]) for name, rules in RULES.items()} == {
        name: [] for name in RULES
    }


@pytest.mark.parametrize(
    ("pack", "rule", "example"),
    _EXAMPLES,
    ids=[f"{pack.pack}/{rule.id}/{example.name}" for pack, rule, example in _EXAMPLES],
)
def test_the_rule_says_what_its_example_expects(pack: Pack, rule: Rule, example: Example) -> None:
    alone = Pack(pack.pack, pack.title, [rule])
    trials = {trial.example: trial for trial in run_examples([alone])}
    assert trials[example.name].fault is None


@every_rule
def test_a_rule_says_what_is_wrong_why_and_what_to_do(pack: Pack, rule: Rule) -> None:
    assert rule.title and rule.message and rule.advice and rule.basis
    assert rule.severity in ("error", "warning", "info")
    assert rule.ok, "what is met is told too"


@every_rule
def test_a_rule_has_an_example_of_each_kind_with_names_of_their_own(pack: Pack, rule: Rule) -> None:
    assert {"pass", "fail"} <= {example.outcome for example in rule.examples}
    names = [example.name for example in rule.examples]
    assert len(set(names)) == len(names)


CAN_BE_UNKNOWN = (
    BoundBy, Cites, SentTo, ReportsBy, That, IssuerFits, AsKnown, InForce, NotItself, Outdated,
    DueAfter, Covers, MeetsTarget, OfYear, Looks,
)  # fmt: skip


def can_be_unknown(rule: Rule) -> bool:
    """Whether an assertion of a rule can find that something cannot be told."""
    if rule.otherwise == "unknown" or rule.doubt is not None:
        return True
    return any(
        isinstance(one, CAN_BE_UNKNOWN) or getattr(one, "lost", None) is not None
        for one in rule.asserts
    )


@every_rule
def test_what_cannot_always_be_told_has_an_unknown_example(pack: Pack, rule: Rule) -> None:
    outcomes = {example.outcome for example in rule.examples}
    assert ("unknown" in outcomes) is can_be_unknown(rule)
    assert not can_be_unknown(rule) or rule.unknown, "and says why it cannot be told"


@every_rule
def test_the_words_of_a_rule_are_vietnamese(pack: Pack, rule: Rule) -> None:
    words = " ".join(
        filter(None, (rule.title, rule.message, rule.advice, rule.ok, rule.unknown, rule.why))
    )
    plain = re.sub(r"\{[a-z_.]+\}", "", words)
    english = r"\b(?:the|must|should|pass|fail|unknown|missing|date|plan|parent|section|None)\b"
    assert re.search(english, plain) is None
    assert re.search(r"[ạảãâầấậẩẫăằắặẳẵẹẻẽêềếệểễịỉĩọỏõôồốộổỗơờớợởỡụủũưừứựửữỳýỵỷỹđ]", plain)


@pytest.mark.parametrize("kind", TYPES, ids=[kind.key for kind in TYPES])
def test_every_kind_of_assertion_is_used_by_some_rule(kind: type) -> None:
    assert any(isinstance(one, kind) for _, rule in _ALL for one in rule.asserts)
