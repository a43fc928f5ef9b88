"""Fuzz: a short seeded run of bench/fuzz.py, the same cases every time, and what it once found."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def fuzz(bench: Callable[[str], ModuleType]) -> ModuleType:
    return bench("fuzz")


def test_mutated_documents_keep_what_must_hold(fuzz: ModuleType, fixtures: Path) -> None:
    tally, texts = fuzz.run(fuzz.documents_of([fixtures]), 2026, range(80), 60)
    assert tally.failures == {}, texts
    assert tally.cases > 10
    assert tally.seen["legacy"] and tally.seen["damaged"]


@pytest.mark.parametrize(
    "text",
    [
        "Nơi nhận: TM.N\nO U   Ln Ti",
        "KẾ HOẠCH\n\nNơi nhận:\n- Lưu: VT.   CHỦ TỊCH\nTrần Bình   PHỤ LỤC",
    ],
    ids=["a right column that is nothing", "a right column that is an appendix"],
)
def test_what_fuzzing_found_stays_mended(fuzz: ModuleType, text: str) -> None:
    fuzz.try_text(text, fuzz.load_parent(fuzz.PARENT))


def test_a_case_is_made_from_seed_and_number_alone(fuzz: ModuleType, fixtures: Path) -> None:
    documents = fuzz.documents_of([fixtures])
    assert fuzz.mutated(1, 7, documents) == fuzz.mutated(1, 7, documents)
    assert fuzz.mutated(1, 7, documents) != fuzz.mutated(2, 7, documents)


def test_a_failure_is_told_once_and_shrunk(
    fuzz: ModuleType, fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: str, parent: object) -> object:
        fuzz.holds("Căn cứ" not in text, "nothing is a ground")
        return fuzz.parse("")

    monkeypatch.setattr(fuzz, "try_text", fails)
    tally, texts = fuzz.run(fuzz.documents_of([fixtures]), 1, range(20), 60)
    assert list(tally.failures) == list(texts) == ["BrokenError: nothing is a ground"]
    assert list(texts.values()) == ["Căn cứ"]


def test_every_mutation_gives_text(fuzz: ModuleType) -> None:
    for mutation in fuzz.MUTATIONS:
        for text in ("", "a", "Kế hoạch\nnăm 2026\n" * 9):
            assert isinstance(mutation(random.Random(1), text, ["khác"]), str), mutation.__name__
