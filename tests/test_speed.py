"""Speed: bench/speed.py runs, and twice the text takes twice the time where it once did not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from cchc_check.grammar import parse

# Runs of what regular expressions look for, that fit each other's continuations.
WORST = [
    "viết tắt là ", "(sau đây ", "ngày ", "1.1.", "số ", "của ", "((a", "1/", "trước ngày ", "Căn cứ ",
    "UBND ", "báo cáo ", "chủ trì, phối hợp ", "từ 95% ", "“a", ". ", "/", "…", "Quyết định số 1/QĐ-UBND ",
]  # fmt: skip


@pytest.fixture(scope="module")
def speed(bench: Callable[[str], ModuleType]) -> ModuleType:
    return bench("speed")


@pytest.mark.parametrize("piece", WORST)
def test_twice_the_text_takes_about_twice_the_time(speed: ModuleType, piece: str) -> None:
    build = speed.SHAPES["after ngày"]
    ratio, at = speed.doubling(lambda size: parse(build(piece, size)), 9_000)
    assert ratio < 3.2, f"at {at} characters"


def test_the_figures_are_printed(
    speed: ModuleType, fixtures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (fixtures / "xa-thanh-sa-2026.txt").read_text(encoding="utf-8")
    speed.compare(text, 1)
    speed.growth(text, 0.05)
    out = capsys.readouterr().out
    assert "bare citation pass" in out and "ratio per ten-fold" in out


def test_the_bare_pass_finds_the_numbered_documents(speed: ModuleType, fixtures: Path) -> None:
    text = (fixtures / "xa-thanh-sa-2026.txt").read_text(encoding="utf-8")
    found = [(m["type"], m["number"], m["date"]) for m in speed.BARE.finditer(text)]
    assert ("Nghị quyết", "76/NQ-CP", "15/7/2021") in found


def test_the_text_for_bluebell_has_all_the_words(speed: ModuleType, fixtures: Path) -> None:
    text = (fixtures / "xa-thanh-sa-2026.txt").read_text(encoding="utf-8")
    words = set(speed.in_bluebell(text).split())
    assert {w for w in text.split() if w.isalpha() and w not in words} == set()


def test_an_expression_that_backtracks_is_named(speed: ModuleType) -> None:
    import re

    slow = speed.Expression("here.py:1", re.compile(r"a+b"))
    fast = speed.Expression("here.py:2", re.compile(r"b"))
    assert [line.split()[4] for line in speed.blame([slow, fast], "a" * 6000, "a" * 12000)] == [
        "here.py:1"
    ]
