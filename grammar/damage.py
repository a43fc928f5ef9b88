"""Damage: whether an extraction has lost letters of a text (`ngy 22 thng 12`, `h?i ??ng`).

Lost vowels leave words without any (16 % of the words at least, where real documents have 0.2 %),
a replaced letter leaves a sign inside a word, lost diacritics leave words of Vietnamese shape and
hardly one with a mark.
"""

from __future__ import annotations

import re

from .patterns import compiled

_WINDOW = 2500
_WORD = compiled(r"[^\W\d_]+")
# Consonants that begin a syllable, with or without those that end one, and no vowel between; not
# all in capitals, and no part of a tag or an address, no unit.
_BARE = compiled(
    r"[bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX](?<![\w<&/.].)(?<!\d .)(?=[bcdđghklmnpqrstvx])"
    r"(?:[ghr]|gh)?(?:ch?|m|ng?|nh|p|t)?(?!\w)"
)
_SIGN = "?\ufffd□▯\ue000-\uf8ff"
_REPLACED = compiled(
    rf"[^\W\d_][{_SIGN}]{{1,3}}(?=[^\W\d_])|(?<![\w{_SIGN}])[{_SIGN}]{{1,3}}(?=[^\W\d_])"
)
_HAS_SIGN = compiled(f"[{_SIGN}]")
_SHAPE = compiled(
    r"(?:[bcdghklmnpqrstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}"
    r"(?:[cmnpt]|ch|ng|nh)?",
    re.IGNORECASE,
)


def damaged(text: str) -> bool:
    """Whether so many letters of a text (NFC) were lost or replaced that it cannot be relied on.

    A sample of it is looked at; fewer than three such words are misprints.
    """
    sample = _sample(text)
    words = sample.count(" ") + sample.count("\n") + 1
    if _often(len(_BARE.findall(sample)), words, 0.03):
        return True
    if _HAS_SIGN.search(sample) and _often(len(_REPLACED.findall(sample)), words, 0.03):
        return True
    return _without_marks(sample)


def _sample(text: str) -> str:
    """The text, or three stretches of a long one."""
    if len(text) <= 3 * _WINDOW:
        return text
    step = len(text) // 3
    return "\n".join(text[at : at + _WINDOW] for at in range(step // 3, len(text), step))


def _often(count: int, words: int, share: float) -> bool:
    return count > 2 and count >= share * words


def _without_marks(sample: str) -> bool:
    """Whether a sample is Vietnamese written, or left, without diacritics (`ke hoach`)."""
    if (len(sample) - len(sample.encode("ascii", "ignore"))) * 8 > len(sample):
        return False
    words = _WORD.findall(sample)
    if len(words) < 20:
        return False
    return sum(1 for word in words if _SHAPE.fullmatch(word)) >= 0.75 * len(words)
