"""Data files: read once, kept as JSON in the user's own cache; nothing there can do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.grammar import data, parse, parsers
from cchc_check.grammar.lexicon import lexicon


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CCHC_CHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.yaml"
    path.write_text("a: [một, hai]\n", encoding="utf-8")
    return path


def test_a_file_is_kept_and_read_back_the_same(cache: Path, words: Path) -> None:
    first = data.read_yaml("words", [words])
    assert len(list(cache.glob("words-*.json"))) == 1
    assert data.read_yaml("words", [words]) == first == [{"a": ["một", "hai"]}]


def test_a_changed_file_is_read_anew_and_the_old_copy_goes(cache: Path, words: Path) -> None:
    data.read_yaml("words", [words])
    words.write_text("a: [ba]\n", encoding="utf-8")
    assert data.read_yaml("words", [words]) == [{"a": ["ba"]}]
    assert len(list(cache.glob("words-*.json"))) == 1


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\xff\xfe", b"[]", b'{"a": 1}', b"null"])
def test_a_spoilt_copy_is_ignored(cache: Path, words: Path, rubbish: bytes) -> None:
    data.read_yaml("words", [words])
    (kept,) = cache.glob("words-*.json")
    kept.write_bytes(rubbish)
    assert data.read_yaml("words", [words]) == [{"a": ["một", "hai"]}]


def test_without_a_writable_cache_everything_works(
    tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("CCHC_CHECK_CACHE", str(blocked / "cache"))
    assert data.read_yaml("words", [words]) == [{"a": ["một", "hai"]}]


@pytest.mark.parametrize("rubbish", ["", "{}", "[1, 2]", '{"states": [], "rules": [1]}'])
def test_a_spoilt_table_is_made_anew(cache: Path, rubbish: str) -> None:
    grammar = 'start: "a"+\n'
    states = len(parsers.table("toy", grammar, "start").rows)
    (kept,) = cache.glob("toy-*.json")
    kept.write_text(rubbish, encoding="utf-8")
    assert len(parsers.table("toy", grammar, "start").rows) == states


def test_every_lexicon_loads_and_every_theme_has_words() -> None:
    words = lexicon()
    for themes in (words.duties, words.chapters, words.topics, words.channels):
        assert list(themes)
        assert all(theme.title and theme.phrases for theme in themes)


def test_parsing_does_not_depend_on_the_cache(cache: Path) -> None:
    assert parse("KẾ HOẠCH\nNăm 2026\n").children
