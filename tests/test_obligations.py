"""Derivation, measured by bench/obligations.py: on an invented plan, on real ones where at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cchc_check.engine.derive import derive_parent
from cchc_check.engine.derive.facts import facts_of
from cchc_check.grammar import Source

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "bench" / "gold"


@pytest.fixture
def measure(bench: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return bench("obligations")


def row(line: int, kind: str, bound: str, **values: object) -> dict[str, object]:
    return {"line": line, "kind": kind, "bound": bound, **values}


Rows = list[dict[str, object]]


def counts(measure: Any, gold: Rows, found: Rows) -> dict[str, tuple[int, int, int]]:
    score = measure.Score()
    score.document("a.txt", {"obligations": gold}, {"obligations": found})
    return {name: (c.gold, c.found, c.hit) for name, c in score.counts.items() if c.gold or c.found}


def test_rows_agree_by_kind_and_side_within_a_line(measure: Any) -> None:
    found = counts(measure, [row(5, "issue", "both")], [row(6, "issue", "commune")])
    assert found["communes: issue"] == (1, 1, 1)
    assert found["communes: issue + bound"] == (1, 1, 0)


def test_what_binds_departments_is_counted_apart(measure: Any) -> None:
    found = counts(measure, [row(5, "issue", "department")], [row(5, "issue", "both")])
    assert found["others: issue"] == (1, 0, 0)
    assert found["communes: issue"] == (0, 1, 0)


def test_an_optional_row_counts_on_neither_side(measure: Any) -> None:
    gold = [row(5, "report", "both", optional=True)]
    assert counts(measure, gold, []) == {}
    assert counts(measure, gold, [row(5, "report", "department")]) == {}


def test_a_target_is_right_with_its_number_only(measure: Any) -> None:
    aim = {"comparator": ">=", "value": 95, "unit": "%", "per": None}
    gold = [row(5, "target", "both", target=aim)]
    right = [row(5, "target", "both", target={**aim, "value": 95.0})]
    wrong = [row(5, "target", "both", target={**aim, "value": 90})]
    assert counts(measure, gold, right)["communes: target"] == (1, 1, 1)
    assert counts(measure, gold, wrong)["communes: target"] == (1, 1, 0)


@pytest.mark.parametrize("path", sorted(OWN.glob("*.obligations.json")), ids=lambda p: p.stem)
def test_the_ground_truth_holds_no_words_of_its_document(path: Path) -> None:
    for one in json.loads(path.read_text(encoding="utf-8"))["obligations"]:
        for name in ("unit", "addressee", "through"):
            assert one.get(name) is None or one[name].startswith("#")
        assert "quote" not in one


def totals(measure: Any, folder: Path, golds: list[Path]) -> dict[str, Any]:
    """The counts over all documents of a folder that have a ground truth."""
    score = measure.Score()
    pairs = list(measure.documents([folder], golds))
    for file, gold in pairs:
        source = Source(file.read_bytes().decode("utf-8"), file.name)
        score.document(file.name, measure.read_gold(gold), facts_of(derive_parent(source)))
    assert pairs
    return {**score.counts, "all": score.binding()}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not at hand")
def test_all_that_binds_communes_is_found_in_the_city_s_plan(measure: Any) -> None:
    found = totals(measure, SHARED / "seeds", [SHARED / "gold"])
    assert found["all"].precision >= 0.95
    assert found["all"].recall >= 0.95


@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not at hand")
@pytest.mark.parametrize("kind", ["issue", "report", "target"])
def test_provincial_plans_are_understood(measure: Any, kind: str) -> None:
    count = totals(measure, SHARED / "corpus" / "plans", [OWN])[f"communes: {kind}"]
    assert count.precision >= 0.9
    assert count.recall >= 0.9
