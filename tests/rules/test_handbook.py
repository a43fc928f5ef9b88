"""The page of what rules can name is that of the program."""

from __future__ import annotations

from pathlib import Path

from cchc_check.engine.assertions import TYPES
from cchc_check.engine.handbook import handbook
from cchc_check.engine.vocabulary import kinds

PAGE = Path(__file__).parents[2] / "docs" / "rule-vocabulary.md"


def test_the_published_page_is_that_of_the_program() -> None:
    assert PAGE.read_text(encoding="utf-8") == handbook()


def test_every_kind_and_every_assertion_has_its_words() -> None:
    page = handbook()
    for name in (*kinds(), *(kind.key for kind in TYPES)):
        _, _, after = page.partition(f"### {name}\n\n")
        assert after.split("\n", 1)[0].strip(), name
