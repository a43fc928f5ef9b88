"""Lexicons: the words of rules/lexicon/*.yaml, compiled once into what the grammar matches with."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from .data import RULES, read_yaml
from .flat import lowered
from .patterns import compiled

FOLDER = RULES / "lexicon"
_NAMES = (
    "layout", "organs", "duties", "chapters", "topics", "channels", "times", "provinces",
    "abbreviations", "notions", "demands", "issuers", "documents", "terms", "subjects", "clauses",
    "writing", "obligations", "units", "intake",
)  # fmt: skip
# "…" in a lexicon phrase: up to twelve words that end no sentence.
_GAP = r",?(?: \S*[^\s.;!?]){0,12}? "
_WORD = compiled(r"\w+")


def words_pattern(phrases: Iterable[str]) -> str:
    """A regular expression for any of the given phrases up to the end of a word, longest first.

    The text to search is expected in `Flat.low` form.
    """
    return f"(?:{'|'.join(map(_escaped, _ordered(phrases)))})(?!\\w)"


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words as they are written, in the given order."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def search_pattern(phrases: Iterable[str]) -> str:
    """Like `words_pattern`, for searching: no character of a word may stand before it.

    The first letter stands outside the choice, so that `re` skips the text up to such a letter.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in _ordered(phrases):
        by_letter.setdefault(phrase[0], []).append(_escaped(phrase[1:]))
    branches = "|".join(
        f"{_late_start(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()
    )
    return f"(?:{branches})(?!\\w)"


def _escaped(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", " ")


def _late_start(phrase: str) -> str:
    """A phrase that no character of a word precedes, with its first letter in front."""
    first = re.escape(phrase[0])
    return f"{first}(?<!\\w{first}){_escaped(phrase[1:])}"


def _ordered(phrases: Iterable[str]) -> list[str]:
    """Phrases in the form of `Flat.low`, each once, longest first."""
    low = lowered("\n".join(phrases))  # all at once: a run lowers a thousand phrases
    return sorted(set(low.split("\n")) - {""}, key=lambda p: (-len(p), p))


def _is_word(text: str, at: int) -> bool:
    """Whether a character of a word stands at `at`."""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


class Words:
    """A list of phrases to be found as whole words in text of `Flat.low` form.

    Cheaper than a regular expression: nothing to compile, and a line that begins like none of them
    is refused after one look.
    """

    __slots__ = ("_by_start", "_letters", "_phrases")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = _ordered(phrases)
        self._by_start: dict[str, list[str]] = {}
        for phrase in self._phrases:
            self._by_start.setdefault(phrase[:2], []).append(phrase)
        self._letters = [phrase for phrase in self._phrases if len(phrase) == 1]

    def match(self, low: str, at: int = 0) -> int:
        """The end of the longest phrase that stands at `at`; 0 where none does."""
        for phrase in self._by_start.get(low[at : at + 2], ()):
            end = at + len(phrase)
            if low.startswith(phrase, at) and not _is_word(low, end):
                return end
        for letter in self._letters:
            if low.startswith(letter, at) and not _is_word(low, at + 1):
                return at + 1
        return 0

    def search(self, low: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where the first phrase stands between `start` and `end`; the longest of those there."""
        best: tuple[int, int] | None = None
        for phrase in self._phrases:
            at = _find(low, phrase, start, len(low) if end is None else end)
            if at >= 0 and (best is None or at < best[0]):
                best = (at, at + len(phrase))
        return best

    def each(self, low: str, start: int, end: int, before: str = "") -> Iterator[tuple[int, int]]:
        """Every place of a phrase between `start` and `end`, in order; none behind `before`."""
        for word in _WORD.finditer(low, start, end):
            at = word.start()
            stop = self.match(low, at)
            if stop and not (before and low[at - 1 : at] == before):
                yield at, stop


def _find(low: str, phrase: str, start: int, end: int) -> int:
    """The first place of a phrase as whole words, -1 where there is none."""
    at = low.find(phrase, start, end)
    while at >= 0:
        if not _is_word(low, at - 1) and not _is_word(low, at + len(phrase)):
            return at
        at = low.find(phrase, at + 1, end)
    return -1


class Phrase:
    """A phrase of a lexicon of themes: `…` stands for a gap, `a|b` for either.

    `keys` are words of which a text must have one for the phrase to be in it.
    """

    __slots__ = ("_pattern", "_plain", "keys", "pieces")

    def __init__(self, phrase: str) -> None:
        self.pieces = [
            [option.strip() for option in piece.split("|")] for piece in lowered(phrase).split("…")
        ]
        self.keys = min(self.pieces, key=lambda options: (len(options), -len(options[0])))
        self._plain = self.pieces == [self.keys[:1]]
        self._pattern: re.Pattern[str] | None = None

    def search(self, low: str, start: int = 0) -> tuple[int, int] | None:
        """The first place of the phrase in `low` from `start` on."""
        if self._plain:
            words = self.keys[0]
            at = _find(low, words, start, len(low))
            return (at, at + len(words)) if at >= 0 else None
        if not self.may_be_in(low):
            return None
        if self._pattern is None:
            self._pattern = compiled(self._regex())
        match = self._pattern.search(low, start)
        return match.span() if match else None

    def may_be_in(self, low: str) -> bool:
        """Whether a text has one option of each piece, wherever they stand."""
        for options in self.pieces:  # a loop: this is asked more than anything else
            for option in options:
                if option in low:
                    break
            else:
                return False
        return True

    def _regex(self) -> str:
        first, *rest = self.pieces
        parts = ["(?:" + "|".join(map(_late_start, first)) + ")"]
        parts += ["(?:" + "|".join(map(_escaped, options)) + ")" for options in rest]
        return _GAP.join(parts) + r"(?!\w)"


@dataclass(slots=True, eq=False)
class Theme:
    """One entry of a lexicon of themes (a duty, a topic, a channel, a chapter role)."""

    name: str
    title: str
    phrases: tuple[Phrase, ...]
    denied: tuple[Phrase, ...]

    def search(self, low: str) -> tuple[int, int] | None:
        """Where the theme is first named in `low`, or None."""
        found = _earliest(self.phrases, low)
        if found is None or not self.denied:
            return found
        without = low
        for phrase in self.denied:
            at = 0
            while hit := phrase.search(without, at):
                at = hit[1]
                without = without[: hit[0]] + "\0" * (at - hit[0]) + without[at:]
        return found if without is low else _earliest(self.phrases, without)

    def may_be_in(self, low: str) -> bool:
        """Whether a text has all words of some phrase, wherever they stand: most have not."""
        return any(phrase.may_be_in(low) for phrase in self.phrases)

    def may_end_in(self, low: str) -> bool:
        """Whether a text has the last words of some phrase."""
        return any(option in low for phrase in self.phrases for option in phrase.pieces[-1])


def _earliest(phrases: tuple[Phrase, ...], low: str) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for phrase in phrases:
        found = phrase.search(low)
        if found and (best is None or found[0] < best[0]):
            best = found
    return best


Mention = tuple[Theme, tuple[int, int]]  # a theme, and where a text first names it


class Texts:
    """Several texts, to be looked through at once for what few of them have; `whole` are all."""

    __slots__ = ("_ends", "whole")

    def __init__(self, lows: Sequence[str]) -> None:
        self.whole = "\n".join(lows)
        self._ends = list(accumulate(len(low) + 1 for low in lows))  # with the line break behind it

    def having(self, words: str) -> Iterator[int]:
        """The numbers of the texts that have some words, in order."""
        place = self.whole.find(words)
        while place >= 0:
            text = bisect_right(self._ends, place)
            yield text
            place = self.whole.find(words, self._ends[text])

    def naming(self, theme: Theme) -> list[int]:
        """The numbers of the texts that may name a theme, in order."""
        return sorted({text for key in _keys(theme) for text in self.having(key)})


class Themes:
    """The themes of one lexicon, in its order; most texts name few of them."""

    __slots__ = ("_keys", "_themes")

    def __init__(self, entries: dict[str, Any]) -> None:
        self._themes = tuple(
            Theme(
                name,
                entry["title"],
                tuple(Phrase(p) for p in entry["phrases"]),
                tuple(Phrase(p) for p in entry.get("not", ())),
            )
            for name, entry in entries.items()
        )
        # Of which a text must have one for the theme with that number to be named in it.
        self._keys = [(key, at) for at, theme in enumerate(self) for key in _keys(theme)]

    def __iter__(self) -> Iterator[Theme]:
        return iter(self._themes)

    def search(self, low: str, known: Container[str] = ()) -> list[Mention]:
        """The themes that `low` names, each with its first place; the known ones left out."""
        numbers = {at for key, at in self._keys if key in low}
        return self._named(low, {at for at in numbers if self._themes[at].name not in known})

    def mentions(self, lows: Sequence[str]) -> list[list[Mention]]:
        """What `search` finds in each text; looked for in all of them at once."""
        texts = Texts(lows)
        numbers: list[set[int]] = [set() for _ in lows]
        for key, at in self._keys:
            for text in texts.having(key):
                numbers[text].add(at)
        return [self._named(low, found) for low, found in zip(lows, numbers, strict=True)]

    def _named(self, low: str, numbers: set[int]) -> list[Mention]:
        """Those of some themes that `low` names."""
        found = ((self._themes[at], self._themes[at].search(low)) for at in sorted(numbers))
        return [(theme, place) for theme, place in found if place]


@lru_cache(maxsize=512)
def _keys(theme: Theme) -> set[str]:
    """The fewest words of which a text must have one to name a theme."""
    keys = {key for phrase in theme.phrases for key in phrase.keys}
    return {key for key in keys if not any(other in key for other in keys - {key})}


class Lexicon:
    """All word lists, by file; patterns are compiled when first asked for."""

    def __init__(self, files: dict[str, dict[str, Any]]) -> None:
        self._files = files

    def words(self, file: str, key: str) -> list[str]:
        """The plain word list `key` of lexicon `file`."""
        return list(self._files[file][key])

    def table(self, file: str, key: str) -> dict[str, str]:
        """The plain table `key` of lexicon `file`."""
        return dict(self._files[file][key])

    def value(self, file: str, key: str) -> Any:
        """Any other value `key` of lexicon `file`."""
        return self._files[file][key]

    def phrases(self, file: str, *keys: str) -> list[str]:
        """All phrases of the lists `keys` of lexicon `file`."""
        return [phrase for key in keys for phrase in self._files[file][key]]

    def matcher(self, file: str, *keys: str) -> Words:
        """The phrases of the lists `keys` of lexicon `file`, to be found as whole words."""
        return Words(self.phrases(file, *keys))

    def themes_of(self, file: str) -> Themes:
        """The themes of a whole lexicon `file`."""
        return Themes(self._files[file])

    @cached_property
    def duties(self) -> Themes:
        """Duties that a plan gives to units."""
        return Themes(self._files["duties"])

    @cached_property
    def chapters(self) -> Themes:
        """Roles of chapters."""
        return Themes(self._files["chapters"])

    @cached_property
    def topics(self) -> Themes:
        """Contents of the administrative reform."""
        return Themes(self._files["topics"])

    @cached_property
    def channels(self) -> Themes:
        """Channels and forms of communication."""
        return Themes(self._files["channels"])

    @cached_property
    def subjects(self) -> Themes:
        """What plans are about."""
        return Themes(self._files["subjects"])

    @cached_property
    def notions(self) -> Themes:
        """What else a parent asks its units to take up."""
        return Themes(self._files["notions"])

    @cached_property
    def named_themes(self) -> dict[str, Theme]:
        """Topics, channels and notions by their names: what an obligation's `covers` may name."""
        return {t.name: t for t in (*self.topics, *self.channels, *self.notions)}

    def theme(self, words: str) -> Theme:
        """The theme of a name; words that are no name are a theme by themselves."""
        known = self.named_themes.get(words)
        return known or Theme(words, words.replace("|", "/"), (Phrase(words),), ())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicons that come with the program."""
    values = read_yaml("lexicon", [FOLDER / f"{name}.yaml" for name in _NAMES])
    return Lexicon(dict(zip(_NAMES, values, strict=True)))
