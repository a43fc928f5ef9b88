"""A scan of a plan gives nearly all results of the plan, and says that its words are recognised.

Apart from test_same_in_every_format.py because recognition takes as long as all other formats.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cchc_check.engine.reading import source_of
from cchc_check.grammar import Source
from tests import making

PLANS = sorted(path.stem for path in (Path(__file__).parents[1] / "fixtures").glob("*.txt"))
PARENTS = ("82-KH", None)
SCANNED = 0.95  # of the results of a 200 dpi scan


@pytest.fixture(scope="module")
def scans(bench: Callable[[str], ModuleType]) -> Any:
    return bench("scan")


@pytest.fixture(scope="module")
def plans(bench: Callable[[str], ModuleType]) -> dict[str, str]:
    found: dict[str, str] = bench("formats").plans_in([Path(__file__).parents[1] / "fixtures"])
    return found


@pytest.fixture(scope="module")
def made(plans: dict[str, str]) -> dict[str, bytes]:
    """Pictures of all pages at 200 dpi, as .pdf files without text."""
    files = {name: making.docx_of(text) for name, text in plans.items()}
    printed = making.converted(files, "pdf")
    return {name: making.scanned(data) for name, data in printed.items()}


def test_scans_give_nearly_all_of_them_and_say_that_they_are_scans(
    scans: Any, plans: dict[str, str], made: dict[str, bytes]
) -> None:
    """Words count as the same where four letters in five are: a misread letter is no other place."""
    tally = scans.Tally()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        sources = pool.map(lambda name: source_of(made[name], f"{name}.pdf"), PLANS)
    for name, source in zip(PLANS, sources, strict=True):
        assert source.origin is not None and source.origin.recognised
        found = scans.results_of(source, PARENTS)
        wanted = scans.results_of(Source(making.plain_of(plans[name])), PARENTS)
        scans.compare(wanted, found, tally, name)
        unmarked = [r.rule for r in found if r.location and r.location.confidence is None]
        assert unmarked == []
    assert tally.same >= SCANNED * tally.results, tally.said
