"""The same plan says the same in every kind of file; the files are made by real programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cchc_check.grammar import Source

PLANS = sorted(path.stem for path in (Path(__file__).parents[1] / "fixtures").glob("*.txt"))
TEXT_FORMATS = (
    "docx", "docx-auto", "pdf", "chromium", "doc", "odt", "rtf", "html", "office-html",
)  # fmt: skip
PARENTS = ("82-KH", None)


@pytest.fixture(scope="module")
def formats(bench: Callable[[str], ModuleType]) -> Any:
    return bench("formats")


@pytest.fixture(scope="module")
def plans(formats: Any) -> dict[str, str]:
    found: dict[str, str] = formats.plans_in([Path(__file__).parents[1] / "fixtures"])
    return found


@pytest.fixture(scope="module")
def made(formats: Any, plans: dict[str, str]) -> dict[str, dict[str, bytes]]:
    """All files, by format and plan: LibreOffice is started once for each format."""
    files: dict[str, dict[str, bytes]] = formats.files_of(plans, TEXT_FORMATS)
    return files


@pytest.fixture(scope="module")
def wanted(formats: Any, plans: dict[str, str]) -> dict[str, Any]:
    return {name: formats.reference(text, PARENTS) for name, text in plans.items()}


@pytest.fixture(scope="module")
def found(formats: Any, made: dict[str, dict[str, bytes]]) -> dict[tuple[str, str], Any]:
    """What each file says: many are read by other programs, which work side by side."""
    cases = [(kind, name) for kind in TEXT_FORMATS for name in PLANS]

    def seen(case: tuple[str, str]) -> Any:
        kind, name = case
        return formats.seen_as(made[kind][name], name + formats.FORMATS[kind], PARENTS)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(cases, pool.map(seen, cases), strict=True))


@pytest.mark.parametrize("name", PLANS)
def test_the_paragraphs_of_a_plan_say_what_the_plan_says(
    formats: Any, plans: dict[str, str], wanted: dict[str, Any], name: str
) -> None:
    """What the files are made of is still the same plan."""
    itself = formats.Seen()
    for parent in PARENTS:
        itself += formats.seen_in(Source(plans[name]), parent)
    assert formats.differences(itself.results, wanted[name].results) == []


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("kind", TEXT_FORMATS)
def test_a_file_gives_the_results_of_the_plain_text(
    formats: Any, found: dict[tuple[str, str], Any], wanted: dict[str, Any], kind: str, name: str
) -> None:
    seen = found[kind, name]
    assert formats.differences(wanted[name].results, seen.results) == []
    assert formats.differences(wanted[name].facts, seen.facts) == []
