"""Goals: whether a number is one that somebody is to reach, by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .lexicon import Words, lexicon
from .patterns import compiled

_CLAUSE_END = compiled(r"[,;:](?= )|\.(?= )|\(")
_COUNTDOWN = compiled(r"(?: làm việc)? (?:trước|kể từ|tính từ|sau)(?!\w)")
# `từ 80% lên 90%`, `từ 5% năm trước xuống còn 3%`: what is, before what is to be.
_CHANGED = compiled(r"(?: \w+){0,3}? (?:lên|xuống)(?!\w)")
_SENTENCE = 400  # characters that a sentence has at most, but for rare ones
_REACH = 120  # characters before a number in which the words stand that make it a goal


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    counted: Words
    strong: frozenset[str]
    loose: frozenset[str]
    reached: frozenset[str]
    changed: frozenset[str]
    scores: frozenset[str]
    rates: Words
    changes: Words
    conditions: Words
    told: Words
    spans: Words
    verbs: Words
    aims: Words
    money: Words
    degrees: tuple[str, ...]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    return _Cues(
        counted=words.matcher("times", "target_units"),
        strong=frozenset(words.phrases("times", "at_least", "at_most")) - {"từ", "đạt từ"},
        loose=frozenset(["từ", "đạt từ", "trên", "hơn", "cao hơn", "dưới", "thấp hơn", "vượt", ""]),
        reached=frozenset(words.phrases("times", "reached")),
        changed=frozenset(words.phrases("times", "changed")),
        scores=frozenset(words.phrases("times", "score_units")),
        rates=words.matcher("times", "rate_words"),
        changes=words.matcher("times", "change_words"),
        conditions=words.matcher("times", "condition_words"),
        told=words.matcher("times", "told_words"),
        spans=words.matcher("times", "past_spans"),
        verbs=words.matcher("times", "past_verbs"),
        aims=words.matcher("times", "aim_words"),
        money=words.matcher("times", "money_words"),
        degrees=("thấp ", "cao "),
    )


@dataclass(slots=True, eq=False)
class Number:
    """A number as phrase.lark read it: `word` is its comparator, `other` a unit of no list."""

    word: str
    percent: bool
    counted: str | None
    other: str | None
    rated: bool
    per: bool
    upward: bool


def is_goal(low: str, start: int, end: int, number: Number) -> bool:
    """Whether the number that stands from `start` to `end`, comparator included, is a goal."""
    if _is_condition(low, start, number) or _cues().told.search(*_clause(low, start)[:2], end):
        return False
    if _is_past(low, start):
        return False
    if number.word == "từ" and _CHANGED.match(low, end):
        return False
    if number.rated:
        return number.word not in ("", "từ") or number.upward
    if number.percent:
        return bool(number.word) or not _is_money(low, start)
    unit = number.counted or (number.other if number.word in _cues().strong else None)
    if unit is None or _COUNTDOWN.match(low, end):
        return False
    if number.word in _cues().reached:
        return _cues().changes.search(low, max(0, start - _REACH), start) is not None
    if number.word in _cues().changed:
        return unit in _cues().scores
    if number.upward and number.word in ("từ", "đạt từ", ""):
        return unit in _cues().scores
    return number.word not in _cues().loose or number.per


def _is_past(low: str, start: int) -> bool:
    """`Những năm qua, xã vẫn duy trì tỷ lệ đạt trên 90%`: what was, by the sentence before it."""
    left = max(low.rfind(". ", max(0, start - _SENTENCE), start), start - _SENTENCE, 0)
    cues = _cues()
    span = cues.spans.search(low, left, start)
    verb = cues.verbs.search(low, span[1], start) if span else None
    return verb is not None and cues.aims.search(low, verb[1], start) is None


def _clause(low: str, start: int) -> tuple[str, int, int]:
    """The clause before a number: the text, where it begins and where the number does."""
    left = max(0, start - _REACH)
    for match in _CLAUSE_END.finditer(low, left, start):
        left = match.end()
    return low, left, start


def _is_money(low: str, start: int) -> bool:
    """Whether a bare share is that of a source of money: `vốn đối ứng 30%`."""
    clause = _clause(low, start)
    return _cues().money.search(*clause) is not None and _cues().rates.search(*clause) is None


def _is_condition(low: str, start: int, number: Number) -> bool:
    """`nơi có tỷ lệ dưới 50%`, `thấp dưới 30%`: whom something concerns, nothing to reach."""
    if number.word not in _cues().loose:
        return False
    if number.word and low.endswith(_cues().degrees, 0, start):
        return True
    return _cues().conditions.search(*_clause(low, start)) is not None


def is_share(low: str, start: int, end: int) -> bool:
    """Whether a bare percentage is one of something, or a rate: not the strength of a solution."""
    if low[end : end + 2].strip(" ").isalpha() or end == len(low):
        return True
    return _cues().rates.search(low, max(0, start - 90), start) is not None


def is_rate(low: str, at: int) -> re.Match[str] | None:
    """Whether counted things and a time follow: `tin/tuần`."""
    end = _cues().counted.match(low, at + 1) if low[at : at + 1] == " " else 0
    return _PER.match(low, end) if end else None


_PER = compiled(r" ?/ ?(?:năm|quý|tháng|tuần|ngày)")
