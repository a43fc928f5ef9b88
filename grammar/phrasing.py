"""Phrasing: reads a phrase with phrase.lark from a place where one may start.

The lexer is our own, for three reasons: it starts in the middle of a text at no cost, it asks only
for the terminals that the parser can take next (each compiled when first asked for), and the word
lists of rules/lexicon need no regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer, Token

from .lexicon import Lexicon, Words, lexicon
from .parsers import lalr

# How far behind its start a phrase is looked for: longer than any citation in real plans, short
# enough that a document without any line break is read in linear time.
REACH = 600

# What the terminals of phrase.lark that come from the lexicons match, and their priority.
_WORDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "LABEL": (8, ("labels",)),
    "_ABOUT": (8, ("about",)),
    "INCLUSIVE": (8, ("inclusive",)),
    "NOW": (8, ("now",)),
    "AFTER": (7, ("after",)),
    "WINDOW": (7, ("windows",)),
    "STRICT": (7, ("strict",)),
    "UNTIL": (7, ("until",)),
    "WITHIN": (8, ("within",)),
    "COMPARATOR": (
        7,
        ("at_least", "more_than", "at_most", "less_than", "exactly", "reached", "changed"),
    ),
    "COUNTED": (6, ("target_units",)),
}

# What closes a label, with what it may be the time of.
_CLOSE = re.compile(r"(?:,? [^\W\d_]+){0,6}?(?: ?:| là(?= ))")

STARTS = ("citation", "date", "when", "limit", "target")
Match = Callable[[str, int], int]  # the end of a terminal that stands at an offset, 0 for none


@dataclass(slots=True, eq=False, repr=False)
class Stretch:
    """What the parser is given: a text, where to begin in it and where to stop at the latest."""

    low: str
    at: int
    end: int


class PhraseLexer(Lexer):
    """The lexer that Lark drives; its input is a `Stretch`.

    It stops where no terminal fits that the parser could take: a phrase ends by itself.
    """

    __future_interface__ = 2

    def __init__(self, lexer_conf: Any) -> None:
        self._terminals = {terminal.name: terminal for terminal in lexer_conf.terminals}
        self._matches: dict[str, Match] = {}
        self._states: dict[int, list[tuple[str, Match]]] = {}

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        """The tokens of a phrase, each chosen among those that the parser can take."""
        stretch: Stretch = lexer_state.text
        low, at = stretch.low, stretch.at
        limit = stretch.end
        states = parser_state.parse_conf.parse_table.states
        while at < limit:
            position = parser_state.position
            wanted = self._states.get(position)
            if wanted is None:
                wanted = self._states[position] = self._wanted(states[position])
            for name, match in wanted:
                end = match(low, at)
                if end:
                    yield Token(name, low[at:end], at, 1, at, 1, end, end)
                    at = end
                    break
            else:
                if low[at] != " ":
                    return
                at += 1

    def _wanted(self, names: Any) -> list[tuple[str, Match]]:
        """The terminals among `names`, in the order in which they are tried."""
        known = [name for name in names if name in self._terminals or name in _WORDS]
        known.sort(key=self._order)
        return [(name, self._match(name)) for name in known]

    def _order(self, name: str) -> tuple[int, int, int, str]:
        if name in _WORDS:
            return -_WORDS[name][0], 0, 0, name
        terminal = self._terminals[name]
        value = terminal.pattern.value
        return -terminal.priority, -terminal.pattern.max_width, -len(value), name

    def _match(self, name: str) -> Match:
        """How a terminal is matched; the same function wherever it is wanted."""
        known = self._matches.get(name)
        if known is None:
            known = self._matches[name] = (
                _word_match(lexicon(), name)
                if name in _WORDS
                else _regex_match(self._terminals[name].pattern.to_regexp())
            )
        return known


def _regex_match(pattern: str) -> Match:
    find = re.compile(pattern).match

    def match(low: str, at: int) -> int:
        found = find(low, at)
        return found.end() if found else 0

    return match


def _word_match(words: Lexicon, name: str) -> Match:
    find = words.matcher("times", *_WORDS[name][1]).match
    if name != "LABEL":
        return find
    return lambda low, at: label_end(low, at) or find(low, at)


def label_end(low: str, at: int) -> int:
    """The end of a label at `at` with what closes it; 0 for none.

    A few words may stand between: `Thời gian gửi hồ sơ:`, `Thời hạn nộp bài là`.
    """
    end = _labels().match(low, at)
    close = _CLOSE.match(low, end) if end else None
    return close.end() if close else 0


@lru_cache(maxsize=1)
def _labels() -> Words:
    return lexicon().matcher("times", "labels")


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "phrase.lark").read_text(encoding="utf-8")
    return lalr(
        "phrase", grammar, PhraseLexer, start=["citation", "date", "when", "limit", "target"]
    )


def cited_types(words: Lexicon) -> list[str]:
    """All names of types under which documents are cited."""
    return [*words.table("layout", "doc_types"), *words.words("layout", "cited_types")]


def read(start: str, low: str, at: int) -> Tree[Token] | None:
    """The phrase of kind `start` (one of `STARTS`) at `at` in `low`, or None."""
    end = min(len(low), at + REACH)
    while True:
        try:
            return _parser().parse(cast(Any, Stretch(low, at, end)), start=start)
        except UnexpectedToken as error:
            # LALR states are shared by phrases: a word that would go on with another kind of
            # phrase (`năm 2024 của …`) ends this one.
            stop = error.token.start_pos
            if error.token.type == "$END" or stop is None or not at < stop < end:
                return None
            end = stop
        except UnexpectedInput:
            return None


def tokens(tree: Tree[Token]) -> list[Token]:
    """The tokens of a phrase in order."""
    return list(tree.scan_values(lambda value: isinstance(value, Token)))
