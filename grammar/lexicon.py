"""Lexicons: the words of rules/lexicon/*.yaml, compiled once into what the grammar matches with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from .data import RULES, read_yaml
from .flat import canon

FOLDER = RULES / "lexicon"
_NAMES = (
    "layout", "organs", "duties", "chapters", "topics", "channels", "times", "provinces",
)  # fmt: skip
# "…" in a lexicon phrase: up to twelve words that end no sentence.
_GAP = r"(?: \S*[^\s.;!?]){0,12}? "


def words_pattern(phrases: list[str]) -> str:
    """A regular expression for any of the given phrases as whole words, longest first.

    The text to search is expected in `Flat.low` form.
    """
    ordered = sorted({canon(p).lower() for p in phrases}, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(re.escape(p).replace(r"\ ", " ") for p in ordered) + r")(?!\w)"


def phrase_pattern(phrase: str) -> str:
    """A lexicon phrase (`…` for a gap, `a|b` for either) as a regular expression."""
    parts: list[str] = []
    for piece in canon(phrase).lower().split("…"):
        parts.append(_alternatives(piece.strip()))
    return r"(?<!\w)" + _GAP.join(parts) + r"(?!\w)"


def _alternatives(piece: str) -> str:
    """One piece between gaps; `cân đối|bố trí` reads as either run of words."""
    options = [re.escape(o.strip()).replace(r"\ ", " ") for o in piece.split("|")]
    return options[0] if len(options) == 1 else "(?:" + "|".join(options) + ")"


@dataclass(frozen=True, slots=True)
class Theme:
    """One entry of a lexicon of themes (a duty, a topic, a channel, a chapter role)."""

    name: str
    title: str
    pattern: re.Pattern[str]
    denied: re.Pattern[str] | None

    def search(self, low: str, start: int = 0) -> re.Match[str] | None:
        """The first place in `low` where the theme is named, or None."""
        match = self.pattern.search(low, start)
        if match and self.denied and self.denied.search(low):
            stripped = self.denied.sub(lambda m: "\0" * len(m.group()), low)
            match = self.pattern.search(stripped, start)
        return match


def _themes(entries: dict[str, Any]) -> tuple[Theme, ...]:
    return tuple(
        Theme(
            name,
            entry["title"],
            re.compile("|".join(phrase_pattern(p) for p in entry["phrases"])),
            re.compile("|".join(phrase_pattern(p) for p in entry["not"]))
            if entry.get("not")
            else None,
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

    def pattern(self, file: str, *keys: str) -> str:
        """A regular expression source for any phrase of the lists `keys` of lexicon `file`."""
        phrases: list[str] = []
        for key in keys:
            phrases.extend(self._files[file][key])
        return words_pattern(phrases)

    @cached_property
    def duties(self) -> tuple[Theme, ...]:
        """Duties that a plan gives to units."""
        return _themes(self._files["duties"])

    @cached_property
    def chapters(self) -> tuple[Theme, ...]:
        """Roles of chapters."""
        return _themes(self._files["chapters"])

    @cached_property
    def topics(self) -> tuple[Theme, ...]:
        """Contents of the administrative reform."""
        return _themes(self._files["topics"])

    @cached_property
    def channels(self) -> tuple[Theme, ...]:
        """Channels and forms of communication."""
        return _themes(self._files["channels"])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicons that come with the program."""
    values = read_yaml("lexicon", [FOLDER / f"{name}.yaml" for name in _NAMES])
    return Lexicon(dict(zip(_NAMES, values, strict=True)))
