"""Matching: which demands of two parents are about the same matter, however they are worded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..grammar.flat import canon
from .names import same_body
from .parents import Obligation

_WORD = re.compile(r"[^\W\d_]+")
# Of these a parent has few, and their words say little of what they are about.
_PLAIN = frozenset(("issue", "send", "report", "budget", "responsibility", "scoring"))
_ENOUGH = 0.4
_SAME_UNIT = 0.4


def pairs(
    old: Sequence[Obligation], new: Sequence[Obligation]
) -> list[tuple[Obligation, Obligation]]:
    """The demands of two parents that answer each other, each at most once, the likest first."""
    likely = [(likeness(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    likely = [one for one in likely if one[0] >= _ENOUGH]
    likely.sort(key=lambda one: (-one[0], abs(one[1] - one[2]), one[1]))
    found: list[tuple[Obligation, Obligation]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in likely:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((old[i], new[j]))
    return found


def likeness(one: Obligation, two: Obligation) -> float:
    """How likely two demands are about one matter, from 0 (they are not) to 1."""
    if one.of != two.of or _differ(one.period, two.period) or one.sends != two.sends:
        return 0.0
    if one.target and two.target and one.target.unit != two.target.unit:
        return 0.0
    like = _shared(_words(one.text), _words(two.text))
    if one.covers and two.covers:
        named = _shared(frozenset(one.covers), frozenset(two.covers))
        like = max(like, 0.45 + 0.55 * named) if named else like * 0.6
    if one.of in _PLAIN:
        like = max(like, 0.45 + 0.3 * like)
    if one.addressee and two.addressee:
        like = min(1.0, like + 0.1) if same_body(one.addressee, two.addressee) else like * 0.8
    if one.unit and two.unit and _shared(_words(one.unit), _words(two.unit)) < _SAME_UNIT:
        like *= 0.6
    return like * (1.0 if one.bound == two.bound else 0.85)


def same_subject(one: Obligation, two: Obligation) -> bool:
    """Whether two demands are of the same kind and, as far as they say, about the same thing."""
    if one.of != two.of or one.sends != two.sends or one.period != two.period:
        return False
    if one.of == "target":
        units = (one.target and one.target.unit) == (two.target and two.target.unit)
        return units and (
            bool(set(one.covers) & set(two.covers))
            if one.covers and two.covers
            else _shared(_words(one.text), _words(two.text)) >= 0.6
        )
    if one.of == "send":
        return not (one.addressee and two.addressee) or same_body(one.addressee, two.addressee)
    return one.of in _PLAIN or plain_words(one.text) == plain_words(two.text)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text without numbers, marks and case: years and dates do not count."""
    return tuple(_WORD.findall(canon(text).lower()))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The words and the pairs of neighbours: Vietnamese words are mostly of two syllables."""
    words = plain_words(text)
    return frozenset((*words, *(" ".join(pair) for pair in pairwise(words))))


def _shared(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one or two else 1.0


def _differ(one: str | None, two: str | None) -> bool:
    return one is not None and two is not None and one != two
