"""Patterns: compiled once, kept as numbers in the user's own cache; what is spoilt is made anew."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_check.grammar.patterns import Store

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXPRESSIONS = [
    (r"(?<!\w)ngày (?P<d>\d{1,2})(?: ?/ ?(?P<m>\d{1,2}))?", 0),
    (r"KẾ\s HOẠCH # with a remark", re.VERBOSE | re.IGNORECASE),
    (r"^[à-ỹ]+(?:[^\W\d_]|…)*+$", re.MULTILINE),
    (r"(?i:số)\s*(?=\d)|[\x00-\u1ef9\U0001f600]", re.ASCII),
]
TEXT = "Kế hoạch số 12 ngày 5/6\nấm áp…\nKẾHOẠCH 😀 ngày 31"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CCHC_CHECK_CACHE", str(tmp_path))
    return tmp_path


def _kept(cache: Path) -> Path:
    return next(cache.glob("patterns-*.json"))


@pytest.mark.parametrize(("expression", "flags"), EXPRESSIONS)
def test_a_kept_pattern_is_the_one_that_re_compiles(
    cache: Path, monkeypatch: pytest.MonkeyPatch, expression: str, flags: int
) -> None:
    first = Store()
    first.compile(expression, flags)
    first.keep()
    wanted = re.compile(expression, flags)
    monkeypatch.delattr("re.compile")  # what follows cannot compile
    revived = Store().compile(expression, flags)
    assert revived == wanted
    assert (revived.pattern, revived.flags) == (wanted.pattern, wanted.flags)
    assert (revived.groups, revived.groupindex) == (wanted.groups, wanted.groupindex)
    found = [(m.span(), m.groupdict(), m.lastgroup) for m in revived.finditer(TEXT)]
    assert found == [(m.span(), m.groupdict(), m.lastgroup) for m in wanted.finditer(TEXT)]


def test_nothing_is_written_where_nothing_is_new(cache: Path) -> None:
    Store().keep()
    assert not list(cache.iterdir())
    first = Store()
    first.compile("một", 0)
    first.keep()
    before = _kept(cache).stat().st_mtime_ns
    again = Store()
    again.compile("một", 0)
    again.keep()
    assert _kept(cache).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"0:m\xe1\xbb\x99t": null}',
        b'{"0:m\xe1\xbb\x99t": []}',
        b'{"0:m\xe1\xbb\x99t": [32, "AAA", 0, {}]}',
        b'{"0:m\xe1\xbb\x99t": [32, "//////////8=", 0, {}]}',
        b'{"0:m\xe1\xbb\x99t": [32, "AQAAAA==", 0, {"a": 9}]}',
        b'{"0:m\xe1\xbb\x99t": ["32", "AQAAAA==", "0", []]}',
        b'{"0:m\xe1\xbb\x99t": [32, "AQAAAA==", -7, {}]}',
    ],
)
def test_a_spoilt_copy_is_compiled_anew(cache: Path, rubbish: bytes) -> None:
    first = Store()
    first.compile("một", 0)
    first.keep()
    _kept(cache).write_bytes(rubbish)
    assert Store().compile("một", 0) == re.compile("một")


def test_a_python_without_that_engine_compiles_anew(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Store()
    first.compile("một", 0)
    first.keep()
    monkeypatch.setitem(sys.modules, "_sre", None)
    assert Store().compile("một", 0) == re.compile("một")


def test_a_python_whose_compiler_is_elsewhere_keeps_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc_check.grammar.patterns._code", lambda *_: None)
    store = Store()
    assert store.compile("một", 0) == re.compile("một")
    store.keep()
    assert not list(cache.iterdir())


def test_every_pattern_of_a_check_comes_back_as_it_was(cache: Path) -> None:
    plan = FIXTURES / "phuong-hoa-lam-2025.txt"
    command = [sys.executable, "-m", "cchc_check.cli", str(plan)]
    subprocess.run(command, check=False, capture_output=True)
    names = list(json.loads(_kept(cache).read_bytes()))
    assert len(names) > 100
    store = Store()
    for name in names:
        flags, _, expression = name.partition(":")
        assert store.compile(expression, int(flags)) == re.compile(expression, int(flags))


def test_what_is_no_expression_is_told(cache: Path) -> None:
    with pytest.raises(re.error):
        Store().compile("(", 0)


def test_the_oldest_patterns_go_first(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cchc_check.grammar.patterns._MOST", 2)
    store = Store()
    for word in ("một", "hai", "ba"):
        store.compile(word, 0)
    store.keep()
    assert list(json.loads(_kept(cache).read_bytes())) == ["0:hai", "0:ba"]
