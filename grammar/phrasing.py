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

from .lexicon import Lexicon, Words, lexicon
from .parsers import table
from .tables import ParseTable, Run

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


class Token(str):
    """The words of a terminal: `type` is its name; where they stand in the flat text."""

    __slots__ = ("end_pos", "start_pos", "type")

    type: str
    start_pos: int
    end_pos: int


@dataclass(slots=True, eq=False)
class Tree:
    """A rule of phrase.lark and its parts; terminals that begin with `_` do not show."""

    data: str
    children: list[Tree | Token]

    def find_data(self, data: str) -> Iterator[Tree]:
        """The trees of rule `data` in this one, itself included."""
        if self.data == data:
            yield self
        for child in self.children:
            if isinstance(child, Tree):
                yield from child.find_data(data)


class _Phrases:
    """phrase.lark with its terminals: which are tried in a state, and how they are matched."""

    def __init__(self) -> None:
        grammar = (Path(__file__).parent / "phrase.lark").read_text(encoding="utf-8")
        self.table: ParseTable = table("phrase", grammar, *STARTS)
        self._matches: dict[str, Match] = {}
        self._wanted: dict[int, list[tuple[str, Match]]] = {}

    def wanted(self, state: int) -> list[tuple[str, Match]]:
        """The terminals that can be taken in a state, in the order in which they are tried."""
        known = self._wanted.get(state)
        if known is None:
            terminals = self.table.terminals
            names = [name for name in self.table.rows[state] if name in terminals or name in _WORDS]
            names.sort(key=self._order)
            known = self._wanted[state] = [(name, self._match(name)) for name in names]
        return known

    def _order(self, name: str) -> tuple[int, int, int, str]:
        if name in _WORDS:
            return -_WORDS[name][0], 0, 0, name
        pattern, priority, width = self.table.terminals[name]
        return -priority, -width, -len(pattern), name

    def _match(self, name: str) -> Match:
        """How a terminal is matched; the same function wherever it is wanted."""
        known = self._matches.get(name)
        if known is None:
            known = self._matches[name] = (
                _word_match(lexicon(), name)
                if name in _WORDS
                else _regex_match(self.table.terminals[name][0])
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
def _phrases() -> _Phrases:
    return _Phrases()


def cited_types(words: Lexicon) -> list[str]:
    """All names of types under which documents are cited."""
    return [*words.table("layout", "doc_types"), *words.words("layout", "cited_types")]


def read(start: str, low: str, at: int) -> Tree | None:
    """The phrase of kind `start` (one of `STARTS`) at `at` in `low`, or None.

    It ends where no terminal fits that the parser could take, or before one that it cannot take
    after all: LALR states are shared by phrases, and a word that would go on with another kind of
    phrase (`năm 2024 của …`) ends this one.
    """
    phrases = _phrases()
    run = Run(phrases.table, start)
    limit = min(len(low), at + REACH)
    while at < limit:
        for name, match in phrases.wanted(run.state):
            end = match(low, at)
            if not end:
                continue
            if not run.take(name, _token(name, low, at, end)):
                limit = at  # the phrase ends before it
            at = end
            break
        else:
            if low[at] != " ":
                break
            at += 1
    tree: Tree | None = run.finish(Tree)
    return tree


def _token(name: str, low: str, start: int, end: int) -> Token:
    token = Token(low[start:end])
    token.type, token.start_pos, token.end_pos = name, start, end
    return token


def tokens(tree: Tree) -> list[Token]:
    """The tokens of a phrase in order."""
    found: list[Token] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found += tokens(child)
        else:
            found.append(child)
    return found
