"""Misread: recognised words that cannot be what the page says, mended where it is certain what is.

Only what no Vietnamese text holds is touched (rules/lexicon/recognition.yaml): capitals within a
word in small letters, signs in the place of marks at the start of a line, a number grown together
with its symbol, numerals of headings whose strokes the picture shows. Everywhere else what was
read stays, and its confidence says how sure it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from ...grammar.data import RULES, read_yaml
from .tesseract import Letter, SeenWord

FILE = RULES / "lexicon" / "recognition.yaml"
# How many upright strokes the picture shows in a box; None where they cannot be told apart.
Strokes = Callable[[tuple[int, int, int, int]], int | None]

_LETTERS = re.compile(r"[^\W\d_]+")
_MARKER_GROWN = re.compile(r"([IVX]{1,5}\.|\d{1,2}[.,]|[a-zđ]\))(?=[^\W\d_]{2})")
_NUMBER = re.compile(r"\A(\d{1,2}),\Z")
_MARKER = re.compile(r"\A(?:[IVX]{1,5}\.|\d{1,2}[.,]|[a-zđ]\))")
_DASH = "-"
_MOST_STROKES = 3


@dataclass(slots=True, eq=False)
class _Faults:
    """What the lexicon knows, ready for use."""

    signs: dict[str, str]
    dashes: frozenset[str]
    dust: frozenset[str]
    strokes: frozenset[str]
    copy_to: re.Pattern[str]
    capital: re.Pattern[str]
    marker: re.Pattern[str]
    symbol: re.Pattern[str]
    phrases: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _faults() -> _Faults:
    (words,) = read_yaml("recognition", [FILE])
    signs = dict(words["signs"])
    some = "".join(map(re.escape, signs))
    kinds = "|".join(map(re.escape, words["kinds"]))
    return _Faults(
        signs,
        frozenset(words["dashes"]),
        frozenset(words["dust"]),
        frozenset(words["strokes"]),
        re.compile(rf"(?<=/)[{some}](?=\))"),
        re.compile(rf"\A[{words['alike']}]\)\Z"),
        re.compile(rf"\A[{some}](?=\)\Z)"),
        re.compile(rf"\A\(?\d{{1,4}}(?=(?:{kinds})-[A-ZĐ]{{2}})"),
        {_bare(phrase): tuple(phrase.split()) for phrase in words["phrases"]},
    )


def mended(words: Sequence[SeenWord], strokes: Strokes | None = None) -> Iterator[SeenWord]:
    """The words, those mended that can be; what is no word at all is left out.

    `strokes` counts the strokes in the picture of the page.
    """
    for _, line in groupby(words, key=lambda word: word.line):
        kept = [word for at, word in enumerate(line) if not _is_dust(word, at == 0)]
        if len(kept) > 1 and kept[0].text != _DASH and _is_dash(kept[0].text):
            kept = kept[1:] if _MARKER.match(kept[1].text) else kept
        kept = _phrased(kept)
        for at, word in enumerate(kept):
            before = kept[at - 1].text if at else ""
            after = kept[at + 1].text if at + 1 < len(kept) else ""
            if at == 0:
                yield from _first(word, after, strokes)
            else:
                yield _small(_symbol(word), before, after)


def _is_dust(word: SeenWord, first: bool) -> bool:
    """Whether a word is no word; a dash at the start of a line may be read as anything."""
    faults = _faults()
    if first and _is_dash(word.text):
        return False
    return all(letter in faults.dust for letter in word.text)


def _is_dash(text: str) -> bool:
    dashes = _faults().dashes
    return len(text) <= 3 and all(letter in dashes for letter in text)


def _first(word: SeenWord, after: str, strokes: Strokes | None) -> Iterator[SeenWord]:
    """The first word of a line: a marker, or a marker grown together with the word behind it."""
    faults = _faults()
    if _is_dash(word.text):
        yield _with(word, _DASH)
        return
    word = _symbol(word)
    if sign := faults.marker.match(word.text):
        word = _with(word, faults.signs[sign[0]] + word.text[1:])
    if faults.capital.match(word.text):
        word = _with(word, word.text.lower())
    if (number := _NUMBER.match(word.text)) and after[:1].isupper():
        word = _with(word, f"{number[1]}.")
    grown = _MARKER_GROWN.match(word.text)
    if grown is None:
        yield _small(_numeral(word, after, strokes), "", after)
        return
    at = _letter_at(word, grown.end())
    head, tail = replace(word, letters=word.letters[:at]), replace(word, letters=word.letters[at:])
    if head.text.endswith(","):
        head = _with(head, head.text[:-1] + ".")
    yield _numeral(head, tail.text, strokes)
    yield _small(tail, "", after)


def _phrased(line: list[SeenWord]) -> list[SeenWord]:
    """A line with the marks of set phrases in capitals, where it has their letters."""
    phrases = _faults().phrases
    bare = [_bare(word.text) for word in line]
    found = list(line)
    for letters, phrase in phrases.items():
        count = len(phrase)
        for at in range(len(line) - count + 1):
            run = line[at : at + count]
            if " ".join(bare[at : at + count]) == letters and all(w.text.isupper() for w in run):
                found[at : at + count] = [
                    word if word.text == text else _with(word, text)
                    for word, text in zip(run, phrase, strict=True)
                ]
    return found


def _bare(text: str) -> str:
    """Letters without their marks."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _numeral(word: SeenWord, after: str, strokes: Strokes | None) -> SeenWord:
    """I., II. or III. before a heading in capitals: as many as the picture shows strokes."""
    text = word.text
    inside = text[:-1]
    if strokes is None or not inside or text[-1] != "." or not after.isupper():
        return word
    if not all(letter in _faults().strokes for letter in inside):
        return word
    boxes = [letter.box for letter in word.letters]
    around = (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
    count = strokes(around)
    if count is None or not 1 <= count <= _MOST_STROKES:
        return word
    return _with(word, "I" * count + ".")


def _symbol(word: SeenWord) -> SeenWord:
    """The slash between a number and its symbol, the letter behind a slash."""
    faults = _faults()
    text = word.text
    if grown := faults.symbol.match(text):
        text = f"{grown[0]}/{text[grown.end() :]}"
    text = faults.copy_to.sub(lambda sign: faults.signs[sign[0]], text)
    return word if text == word.text else _with(word, text)


def _small(word: SeenWord, before: str, after: str) -> SeenWord:
    """Capitals that only stand there because a letter looks alike in both sizes."""
    text = word.text
    if not any(_is_marked_capital(letter) for letter in text):
        return word
    within = _in_small(before) or _in_small(after)
    capitals = _in_capitals(before) or _in_capitals(after)

    def mend(found: re.Match[str]) -> str:
        run = found[0]
        tail = run[1:]
        if len(run) == 1:
            alone = text == run and _in_small(after) and before[-1:].islower()
            return run.lower() if alone else run
        if not any(_is_marked_capital(letter) for letter in tail):
            return run
        if any(letter.islower() for letter in run) or (within and not capitals and run == text):
            return run[0] + tail.lower()
        return run

    mended_text = _LETTERS.sub(mend, text)
    return word if mended_text == text else _with(word, mended_text)


def _is_marked_capital(letter: str) -> bool:
    """Whether a letter is a capital vowel with a mark: no abbreviation has one, but for Đ."""
    return letter > "\x7f" and letter.isupper() and letter != "Đ"


def _in_small(text: str) -> bool:
    return any(letter.islower() for letter in text)


def _in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _letter_at(word: SeenWord, length: int) -> int:
    """The number of letters of a word that its first characters are made of."""
    at = done = 0
    while done < length:
        done += len(word.letters[at].text)
        at += 1
    return at


def _with(word: SeenWord, text: str) -> SeenWord:
    """A word with another text in the same place; a letter that was read keeps its own box."""
    text = unicodedata.normalize("NFC", text)
    if len(text) == len(word.text) == len(word.letters):
        pairs = zip(word.letters, text, strict=True)
        return replace(word, letters=[replace(old, text=new) for old, new in pairs])
    left = word.letters[0].box[0]
    right = max(letter.box[2] for letter in word.letters)
    top = min(letter.box[1] for letter in word.letters)
    bottom = max(letter.box[3] for letter in word.letters)
    sure = min(letter.sure for letter in word.letters)
    step = (right - left) / len(text)
    letters = [
        Letter(one, (round(left + at * step), top, round(left + (at + 1) * step), bottom), sure)
        for at, one in enumerate(text)
    ]
    return replace(word, letters=letters)
