"""Phrasing: reads a phrase with phrase.lark from a place where one may start.

The lexer is our own, for three reasons: it starts in the middle of a text at no cost, it asks only
for the terminals that the parser can take next (each compiled when first asked for), and the word
lists of rules/lexicon need no regular expression.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .lexicon import Lexicon, Words, lexicon
from .parsers import table
from .patterns import compiled
from .tables import Match, Run, Terminals, Token, Tree

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
_CLOSE = compiled(r"(?:,? [^\W\d_]+){0,6}?(?: ?:| là(?= ))")

STARTS = ("citation", "date", "when", "limit", "target")


class _Phrases(Terminals):
    """The terminals of phrase.lark, with those that the lexicons give."""

    def __init__(self) -> None:
        grammar = (Path(__file__).parent / "phrase.lark").read_text(encoding="utf-8")
        super().__init__(table("phrase", grammar, *STARTS))

    def _is_known(self, name: str) -> bool:
        return name in _WORDS or super()._is_known(name)

    def _order(self, name: str) -> tuple[int, int, int, str]:
        return (-_WORDS[name][0], 0, 0, name) if name in _WORDS else super()._order(name)

    def _made(self, name: str) -> Match:
        return _word_match(lexicon(), name) if name in _WORDS else super()._made(name)


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
        token = phrases.token(run.state, low, at)
        if token is not None:
            if not run.take(token.type, token):
                break  # the phrase ends before it
            at = token.end_pos
        elif low[at] == " ":
            at += 1
        else:
            break
    tree: Tree | None = run.finish(Tree)
    return tree


def tokens(tree: Tree) -> list[Token]:
    """The tokens of a phrase in order."""
    found: list[Token] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found += tokens(child)
        else:
            found.append(child)
    return found
