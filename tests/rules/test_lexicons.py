"""Lexicons of facts: documents, issuers, words out of use are well formed and make sense."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cchc_check.engine.documents import FIELDS, Known, known_documents
from cchc_check.engine.issuers import bodies_of_symbol, body_of_name
from cchc_check.engine.names import compact_number
from cchc_check.grammar import parse
from cchc_check.grammar.lexicon import Themes, lexicon
from cchc_check.grammar.nodes import Citation

ENTRIES: list[dict[str, Any]] = lexicon().value("documents", "documents")
KNOWN = [known for group in known_documents().values() for known in group]
TERMS: dict[str, dict[str, Any]] = lexicon().value("terms", "terms")
BODIES: dict[str, dict[str, Any]] = lexicon().value("issuers", "bodies")

every_document = pytest.mark.parametrize("known", KNOWN, ids=[f"{k.number} {k.day}" for k in KNOWN])
OPTIONS = {
    "number", "day", "issuer", "subject", "about", "known_by", "quoted", "until", "partly",
    "replaced_by", "note", "place", "verified",
}  # fmt: skip


def cited(known: Known) -> Citation:
    kind = "Luật" if "/QH" in known.number else "Văn bản"
    plan = parse(f"KẾ HOẠCH\nCông tác năm 2026\n\nI. MỘT\n- {kind} số {known.number} là một.\n")
    return next(node for node in plan.walk() if isinstance(node, Citation))


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["number"] for entry in ENTRIES])
def test_an_entry_has_only_known_options_and_marks_what_it_says(entry: dict[str, Any]) -> None:
    assert set(entry) <= OPTIONS
    said = {name for name in FIELDS if name in entry and name != "number"}
    assert said <= set(entry["verified"]) <= {*FIELDS}
    assert all(isinstance(mark, bool) for mark in entry["verified"].values())


@every_document
def test_a_document_has_a_number_that_the_grammar_reads(known: Known) -> None:
    assert compact_number(cited(known).number) == compact_number(known.number)


@every_document
def test_its_symbol_and_its_issuer_agree(known: Known) -> None:
    citation = cited(known)
    assert body_of_name(known.issuer) in bodies_of_symbol(citation.symbol, citation.family)


@every_document
def test_its_days_are_in_order(known: Known) -> None:
    if known.day is not None:
        assert date(2008, 1, 1) <= known.day <= date(2026, 12, 31)
        assert known.until is None or known.until > known.day
        year = cited(known).year
        assert year is None or year == known.day.year


@every_document
def test_what_ended_says_by_what_or_why(known: Known) -> None:
    assert bool(known.until) == bool(known.replaced_by or known.note)
    assert not known.partly or known.note


@every_document
def test_what_replaces_it_is_known_later_and_of_the_same_issuer(known: Known) -> None:
    for number in known.replaced_by:
        [heir] = known_documents()[compact_number(number)]
        assert heir.issuer == known.issuer
        assert heir.until is None or (known.until and heir.until > known.until)
        if heir.day and known.day:
            assert heir.day > known.day
        if heir.day and known.until:
            assert known.until >= heir.day


def test_a_document_is_known_by_number_day_and_issuer() -> None:
    keys = [(compact_number(k.number), k.day, k.issuer) for k in KNOWN]
    assert len(set(keys)) == len(keys)


def test_the_numbers_that_stand_for_several_documents_have_them_all() -> None:
    days = {number: len(group) for number, group in known_documents().items() if len(group) > 1}
    assert days == {"76/nq-cp": 2, "468/qđ-ttg": 2, "82/kh-ubnd": 2}


def test_the_words_of_a_subject_that_must_be_there_are_there() -> None:
    for known in KNOWN:
        subject = " ".join(known.subject.lower().replace("-", " - ").split())
        if known.about and known.sure("subject"):
            assert any(words in subject for words in known.about), known.number


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_has_symbols_names_and_a_mark(name: str) -> None:
    body = BODIES[name]
    assert body["title"] and body["symbols"] and body["names"]
    assert isinstance(body["verified"], bool)
    assert set(body.get("also", ())) <= set(BODIES)
    for written in body["names"]:
        meant = body_of_name(written)
        assert meant is not None and meant.id == name


def test_no_symbol_is_that_of_two_bodies() -> None:
    symbols = [symbol.lower() for body in BODIES.values() for symbol in body["symbols"]]
    assert len(set(symbols)) == len(symbols)


@pytest.mark.parametrize("name", sorted(TERMS))
def test_a_word_out_of_use_says_since_when_by_what_and_what_to_write(name: str) -> None:
    term = TERMS[name]
    assert date.fromisoformat(term["since"]) >= date(2020, 1, 1)
    assert term["use"] and term["by"] and isinstance(term["verified"], bool)
    assert set(term.get("only_for", ())) <= set(lexicon().value("issuers", "ranks"))


@pytest.mark.parametrize("name", sorted(TERMS))
def test_what_is_to_be_written_is_not_itself_out_of_use(name: str) -> None:
    low = TERMS[name]["use"].lower()
    assert not any(theme.search(low) for theme in Themes(TERMS))
