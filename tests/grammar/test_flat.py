"""Flat: words single-spaced, each character traceable to its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.flat import Flat, canon, fold, lowered


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("a  b\n\tc", "a b c"),
        ("**Kế hoạch** số | 12 |", "Kế hoạch số 12"),
        ("in**đậm**", "inđậm"),
        ("a\u200bb\ufeff c\x00d", "ab cd"),
        (" \n ", ""),
    ],
    ids=["white space", "markdown and pipes", "bold inside a word", "invisible", "nothing"],
)
def test_fold_keeps_words_and_drops_markup(raw: str, words: str) -> None:
    assert fold(raw) == words


@pytest.mark.parametrize(
    "raw",
    ["một hai ba", "  một\n hai \tba  ", "**một** hai|ba", "m*ột ha*i ba", "một\x00 hai\u200b ba"],
)
def test_every_word_is_found_at_its_place_in_the_source(raw: str) -> None:
    flat = Flat.of(raw, 0, len(raw))
    for word in ("một", "hai", "ba"):
        at = flat.text.index(word)
        start, end = flat.source_span(at, at + len(word))
        assert fold(raw[start:end]) == word


def test_several_spans_make_one_text_and_leave_out_what_is_between() -> None:
    raw = "đầu dòng\n12\ncuối dòng"
    flat = Flat.of_spans(raw, [(0, 9), (12, len(raw))])
    assert flat.text == "đầu dòng cuối dòng"
    assert flat.source_offset(flat.text.index("cuối")) == raw.index("cuối")


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("Uỷ ban", "ủy ban"),
        ("HOÀ", "hòa"),
        ("quý, quỹ", "quý, quỹ"),
        ("hoàn thành", "hoàn thành"),
        ("2021 – 2025", "2021 - 2025"),
        ("số\u00a0 12", "số  12"),
    ],
)
def test_lowered_has_one_spelling_of_tones_and_dashes(written: str, spelling: str) -> None:
    assert lowered(written) == spelling
    assert canon(written).lower() == spelling


@pytest.mark.parametrize("text", ["İstanbul", "ẞ ß", "ΑΣ", "Ǆ"])
def test_lowered_never_changes_the_length(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_a_flat_text_can_be_cut_without_losing_its_places() -> None:
    raw = "một  hai  ba  bốn"
    cut = Flat.of(raw, 0, len(raw)).head(7)
    assert cut.text == "một hai"
    assert cut.source_offset(4) == raw.index("hai")


def test_a_plan_keeps_the_words_that_its_nodes_were_read_with(fixtures: Path) -> None:
    plan = parse((fixtures / "phuong-hoa-lam-2025.txt").read_text(encoding="utf-8"))
    assert len(plan.flats) > 50
    for node, flat in plan.flats.items():
        assert flat.text == node.text
        assert plan.low(node) == lowered(node.text)
