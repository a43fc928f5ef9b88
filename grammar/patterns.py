"""Patterns: regular expressions whose compiled form is kept in the user's cache.

A run uses some 250 of them, and Python takes longer to compile them than a whole plan takes to
check. What it compiles to is a list of numbers, which is kept as such and given back to the engine
of `re`. The engine validates these, so a spoilt copy can do no harm. Where a Python keeps its
compiler elsewhere, everything works, slower.
"""

from __future__ import annotations

import json
import re
import sys
from binascii import Error, a2b_base64, b2a_base64
from functools import lru_cache
from typing import Any

from .data import fingerprint, keep_text, kept_text

_FORMAT = b"1"
_PYTHON = f"{sys.version} {sys.byteorder}".encode()  # whose numbers they are
_MOST = 2000  # kept; more are of versions of this program that are gone
# Flags, code (32-bit numbers in base64), the number of groups, and their names.
_Entry = tuple[int, str, int, dict[str, int]]


class Store:
    """The patterns of the cache, by flags and expression."""

    def __init__(self) -> None:
        self._key = f"patterns-{fingerprint(_FORMAT, _PYTHON)}.json"
        self._entries: dict[str, _Entry] = {}
        self._is_new = False
        try:
            entries = json.loads(kept_text(self._key) or b"{}")
        except ValueError:
            return
        if isinstance(entries, dict):
            self._entries = entries

    def compile(self, expression: str, flags: int) -> re.Pattern[str]:
        """What `re.compile` gives, from the kept form where there is one."""
        name = f"{flags}:{expression}"
        entry = self._entries.get(name)
        if entry is not None:
            try:
                return _revived(expression, entry)
            except (Error, ImportError, AttributeError, LookupError, TypeError, ValueError,
                    OverflowError, RuntimeError):  # fmt: skip
                pass  # spoilt, or of another engine: compiled anew
        found = re.compile(expression, flags)
        made = _code(expression, flags)
        if made is not None:
            self._entries[name] = made
            self._is_new = True
        return found

    def keep(self) -> None:
        """Writes the patterns to the cache if there are new ones."""
        if self._is_new:
            newest = list(self._entries.items())[-_MOST:]
            keep_text(self._key, json.dumps(dict(newest), ensure_ascii=False))
            self._is_new = False


def _code(expression: str, flags: int) -> _Entry | None:
    """What Python's compiler makes of an expression, as it hands it to its engine."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed: Any = _parser.parse(expression, flags)
        code: list[int] = [int(number) for number in _compiler._code(parsed, flags)]
        state = parsed.state
        kept = b"".join(number.to_bytes(4, sys.byteorder) for number in code)
        return (
            flags | state.flags,
            b2a_base64(kept, newline=False).decode(),
            state.groups - 1,
            dict(state.groupdict),
        )
    except (ImportError, AttributeError, TypeError, OverflowError):
        return None


def _revived(expression: str, entry: _Entry) -> re.Pattern[str]:
    """The pattern of a kept form."""
    import _sre  # type: ignore[import-not-found]

    flags, kept, groups, names = entry
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    code = memoryview(a2b_base64(kept)).cast("I").tolist()
    found: re.Pattern[str] = _sre.compile(expression, flags, code, groups, names, tuple(by_number))
    return found


@lru_cache(maxsize=1)
def _store() -> Store:
    return Store()


@lru_cache(maxsize=1024)
def compiled(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives: for expressions of the program itself, not for those of a plan.

    Raises re.error for what is no regular expression.
    """
    return _store().compile(expression, int(flags))


def keep_patterns() -> None:
    """Keeps what was compiled, for later runs."""
    _store().keep()
