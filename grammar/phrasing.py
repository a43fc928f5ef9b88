"""Phrasing: reads a phrase with phrase.lark from a place where one may start."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import TextSlice, Token

from .parsers import lalr
from .lexicon import Lexicon, lexicon, words_pattern

# How far behind its start a phrase is looked for: longer than any citation in real plans, short
# enough that a document without any line break is read in linear time.
REACH = 600


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "phrase.lark").read_text(encoding="utf-8")
    words = "\n".join(f"{name}: /{_slashed(body)}/" for name, body in _words(lexicon()).items())
    return lalr("phrase", f"{grammar}\n{words}\n", start=["cited", "dated", "limited", "aimed"])


def _slashed(body: str) -> str:
    """A regular expression between slashes of a Lark grammar."""
    return re.sub(r"(?<!\\)/", r"\\/", body)


def cited_types(words: Lexicon) -> list[str]:
    """All names of types under which documents are cited."""
    return [*words.table("layout", "doc_types"), *words.words("layout", "cited_types")]


def _words(words: Lexicon) -> dict[str, str]:
    """The terminals of phrase.lark that come from the lexicons."""
    return {
        "STRICT.7": words.pattern("times", "strict"),
        "INCLUSIVE.8": words.pattern("times", "inclusive"),
        "WINDOW.7": words.pattern("times", "windows"),
        "UNTIL.7": words.pattern("times", "until"),
        "LABEL.8": words.pattern("times", "labels") + r"\s*:?",
        "NOW.8": words.pattern("times", "now"),
        "COMPARATOR.7": words.pattern(
            "times", "at_least", "more_than", "at_most", "less_than", "exactly"
        ),
        "COUNTED.6": words.pattern("times", "target_units"),
        "PER.7": r"\s?(?:/|mỗi\s|trên một\s|một\s)\s?(?:năm|quý|tháng|tuần|ngày|lượt|người|đơn vị|xã|phường)(?!\w)|hằng (?:năm|quý|tháng|tuần|ngày)",
        "UPWARD.7": r"trở lên|trở xuống",
    }


def read(start: str, low: str, at: int) -> Tree[Token] | None:
    """The phrase of kind `start` (cited, dated, limited, aimed) at `at` in `low`, or None."""
    try:
        tree = _parser().parse(TextSlice(low, at, min(len(low), at + REACH)), start=start)
    except UnexpectedInput:
        return None
    found = tree.children[0]
    return found if isinstance(found, Tree) else None


def tokens(tree: Tree[Token]) -> list[Token]:
    """The tokens of a phrase in order."""
    return list(tree.scan_values(lambda value: isinstance(value, Token)))
