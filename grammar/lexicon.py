"""Lexicons: the words of rules/lexicon/*.yaml, compiled once into what the grammar matches with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from .data import RULES, read_yaml
from .flat import lowered

FOLDER = RULES / "lexicon"
_NAMES = (
    "layout", "organs", "duties", "chapters", "topics", "channels", "times", "provinces",
    "abbreviations", "notions", "demands", "issuers", "documents", "terms", "subjects", "clauses",
    "writing",
)  # fmt: skip
# "…" in a lexicon phrase: up to twelve words that end no sentence.
_GAP = r",?(?: \S*[^\s.;!?]){0,12}? "
_WORD = re.compile(r"\w+")


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

    __slots__ = ("_by_start", "_phrases")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = _ordered(phrases)
        self._by_start: dict[str, list[str]] = {}
        for phrase in self._phrases:
            self._by_start.setdefault(phrase[:2], []).append(phrase)

    def match(self, low: str, at: int = 0) -> int:
        """The end of the longest phrase that stands at `at`; 0 where none does."""
        for start in (low[at : at + 2], low[at : at + 1]):
            for phrase in self._by_start.get(start, ()):
                end = at + len(phrase)
                if low.startswith(phrase, at) and not _is_word(low, end):
                    return end
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
    """A phrase of a lexicon of themes: `…` stands for a gap, `a|b` for either."""

    __slots__ = ("_pattern", "key", "pieces")

    def __init__(self, phrase: str) -> None:
        self.pieces = [
            [option.strip() for option in piece.split("|")] for piece in lowered(phrase).split("…")
        ]
        # What a text must have for the phrase to be in it: most texts are told by this alone.
        self.key = max((p[0] for p in self.pieces if len(p) == 1), key=len, default="")
        self._pattern: re.Pattern[str] | None = None

    def search(self, low: str, start: int = 0) -> tuple[int, int] | None:
        """The first place of the phrase in `low` from `start` on."""
        if not self.may_be_in(low):
            return None
        if len(self.pieces) == 1 and len(self.pieces[0]) == 1:
            at = _find(low, self.pieces[0][0], start, len(low))
            return (at, at + len(self.pieces[0][0])) if at >= 0 else None
        if self._pattern is None:
            self._pattern = re.compile(self._regex())
        match = self._pattern.search(low, start)
        return match.span() if match else None

    def may_be_in(self, low: str) -> bool:
        """Whether a text has one option of each piece, wherever they stand."""
        return all(any(option in low for option in options) for options in self.pieces)

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
        found = phrase.search(low) if phrase.key in low else None
        if found and (best is None or found[0] < best[0]):
            best = found
    return best


def themes(entries: dict[str, Any]) -> tuple[Theme, ...]:
    """Themes from the entries of a lexicon, by their names."""
    return tuple(
        Theme(
            name,
            entry["title"],
            tuple(Phrase(p) for p in entry["phrases"]),
            tuple(Phrase(p) for p in entry.get("not", ())),
        )
        for name, entry in entries.items()
    )


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

    def themes_of(self, file: str) -> tuple[Theme, ...]:
        """The themes of a whole lexicon `file`."""
        return themes(self._files[file])

    @cached_property
    def duties(self) -> tuple[Theme, ...]:
        """Duties that a plan gives to units."""
        return themes(self._files["duties"])

    @cached_property
    def chapters(self) -> tuple[Theme, ...]:
        """Roles of chapters."""
        return themes(self._files["chapters"])

    @cached_property
    def topics(self) -> tuple[Theme, ...]:
        """Contents of the administrative reform."""
        return themes(self._files["topics"])

    @cached_property
    def channels(self) -> tuple[Theme, ...]:
        """Channels and forms of communication."""
        return themes(self._files["channels"])

    @cached_property
    def subjects(self) -> tuple[Theme, ...]:
        """What plans are about."""
        return themes(self._files["subjects"])

    @cached_property
    def notions(self) -> tuple[Theme, ...]:
        """What else a parent asks its units to take up."""
        return themes(self._files["notions"])

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
