"""Syllables: whether a word has the form of a Vietnamese syllable (onset, rhyme, one tone)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .patterns import compiled

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
VOWELS = "aăâeêioôơuưy"
_PLAIN = {unicodedata.normalize("NFC", vowel + tone): vowel for vowel in VOWELS for tone in TONES}
_TONELESS = str.maketrans(_PLAIN)
_SHARP = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES[3:]}
_STOP = ("c", "ch", "p", "t")
# Spelling rules of the onsets (c/k/q, g/gh, ng/ngh) and all rhymes of the language.
_SYLLABLE = compiled(
    r"""(?:b|ch|d|đ|gh(?=[ieê])|gi|g(?![eê])|kh|k(?=[ieêy])|h|l|m|ngh(?=[ieê])|ng(?![ieêy])|nh|n
    |ph|p|qu|r|s|th|tr|t|v|x|c(?![ieêyh]))?
    (?:a(?:ch|c|i|m|nh|ng|n|o|p|t|u|y)?|ă(?:c|m|ng|n|p|t)|â(?:c|m|ng|n|p|t|u|y)
    |e(?:c|m|ng|n|o|p|t)?|ê(?:ch|m|nh|n|p|t|u)?|i(?:a|ch|m|nh|n|p|t|u)?|iê(?:c|m|ng|n|p|t|u)
    |o(?:c|i|m|ng|n|p|t)?|oa(?:ch|c|i|m|nh|ng|n|o|p|t|y)?|oă(?:c|m|ng|n|t)|oe(?:o|n|t)?|oo(?:c|ng)
    |ô(?:c|i|m|ng|n|p|t)?|ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|ng|n|p|t)?|uâ(?:ng|n|t|y)|uê(?:ch|nh|n|u)?
    |uơ|uô(?:c|i|m|ng|n|t)|uy(?:a|ch|nh|n|p|t|u)?|uyê(?:n|t)|ư(?:a|c|i|m|ng|n|t|u)?
    |ươ(?:c|i|m|ng|n|p|t|u)|y(?:ch|nh|n|p|t)?|yê(?:m|ng|n|t|u))""",
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, any case) can be a Vietnamese syllable.

    At most one tone; before a final stop (c, ch, p, t) only sắc or nặng or, for words whose marks
    are not written, none.
    """
    low = word.lower()
    plain = low.translate(_TONELESS)
    if _SYLLABLE.fullmatch(plain) is None:
        return False
    toned = [letter for letter in low if letter in _PLAIN]
    return not toned or (len(toned) == 1 and (not plain.endswith(_STOP) or toned[0] in _SHARP))


@lru_cache(maxsize=4096)
def is_word(word: str) -> bool:
    """Whether `word` (NFC) can be a Vietnamese syllable whose marks are all written.

    Stricter than `is_syllable`: before a final stop a word with any mark has its tone too
    (`việc`, not `viêc`).
    """
    low = word.lower()
    if not is_syllable(low):
        return False
    plain = low.translate(_TONELESS)
    return plain != low or plain.isascii() or not plain.endswith(_STOP)
