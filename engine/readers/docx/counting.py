"""Counting: a number of an automatic list in the form that Word shows."""

from __future__ import annotations

from ....grammar.markers import roman_text

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"  # Word counts so in Vietnamese too: no đ, but f, j, w, z
_LARGEST_ROMAN = 3999
_LONGEST_LETTERS = 30  # zzz…: beyond, Word itself begins anew
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def counted(number: int, form: str) -> str:
    """A number in one of Word's forms (`w:numFmt`); forms of other languages count in digits."""
    if form in ("upperRoman", "lowerRoman") and 0 < number <= _LARGEST_ROMAN:
        roman = roman_text(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letters = _letters(number)
        return letters.upper() if form == "upperLetter" else letters
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalEnclosedParen":
        return f"({number})"
    if form == "numberInDash":
        return f"- {number} -"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    if form == "vietnameseCounting" and 0 <= number < 100:
        return _in_words(number)
    return "" if form in ("none", "bullet") else str(number)


def _letters(number: int) -> str:
    """a, …, z, aa, bb, …, zz, aaa."""
    times, letter = divmod(number - 1, len(_ALPHABET))
    return _ALPHABET[letter] * (times % _LONGEST_LETTERS + 1)


def _in_words(number: int) -> str:
    """một, hai, …, mười lăm, hai mươi mốt."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return words
    last = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{words} {last}"
