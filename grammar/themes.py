"""Themes: topics, channels, abbreviations, chapter roles and the end mark, by their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile

from .flat import Flat, lowered
from .lexicon import Themes, lexicon
from .nodes import Block, Channel, EndMark, Node, Section, Term, Topic
from .patterns import compiled

HEADING = 160  # characters: a longer block is no heading, it may begin with one

_TERM = compiled(
    r"\(?(?:sau đây )?(?:được )?(?:viết|gọi) (?:tắt|chung) là:? ?[“\"]?(?P<short>[^)”\".;,]{2,60})"
)
_SHORT_IN_BRACKETS = compiled(
    r"\((?P<short>[A-ZĐ][A-ZĐ&.-]{1,11}(?:[,;]? [A-ZĐ][A-ZĐ&.-]{1,11}){0,3})\)"
)
_LONG = 160  # characters: more than eight words have
_WORD = compiled(r"[^\W\d_]+")
_END_MARK = compiled(r"\. ?/ ?\.?\s*$")


def find_topics(flats: Sequence[Flat]) -> list[list[Node]]:
    """The contents of the reform that each text names, each once."""
    return _named(Topic, lexicon().topics, flats)


def find_channels(flats: Sequence[Flat]) -> list[list[Node]]:
    """The channels that each text names, each once."""
    return _named(Channel, lexicon().channels, flats)


def _named(kind: type[Topic | Channel], themes: Themes, flats: Sequence[Flat]) -> list[list[Node]]:
    """The themes that each text names, as nodes of a kind."""
    mentions = themes.mentions([flat.low for flat in flats])
    return [
        [
            kind(*flat.source_span(*at), text=flat.text[slice(*at)], name=theme.name)
            for theme, at in named
        ]
        for flat, named in zip(flats, mentions, strict=True)
    ]


def find_terms(flat: Flat) -> list[Term]:
    """The abbreviations that a text defines: `(sau đây viết tắt là CCHC)`, `(CCHC)`."""
    found: list[Term] = []
    defines = "tắt là" in flat.low or "chung là" in flat.low
    for match in _TERM.finditer(flat.low) if defines else ():
        short = flat.text[match.start("short") : match.end("short")].strip()
        found.append(_term(flat, match, short))
    for match in _SHORT_IN_BRACKETS.finditer(flat.text) if "(" in flat.text else ():
        if match["short"].strip(".").isupper() and _is_short(flat.text, match):
            found.append(_term(flat, match, match["short"]))
    return sorted(found, key=lambda node: node.start)


def _is_short(text: str, match: re.Match[str]) -> bool:
    """Whether words in brackets shorten what stands before: of several, all first letters."""
    if " " not in match["short"]:
        return True
    letters = [_base(letter) for letter in match["short"] if letter.isalpha()]
    words = _WORD.findall(text[max(0, match.start() - _LONG) : match.start()])
    initials = [_base(word) for word in words if word.lower() != "và"]
    return initials[-len(letters) :] == letters


def _base(word: str) -> str:
    """The first letter of a word without its marks."""
    return unicodedata.normalize("NFD", word)[0].lower()


def _term(flat: Flat, match: re.Match[str], short: str) -> Term:
    before = flat.text[max(0, match.start() - _LONG) : match.start()].rstrip(" (")
    long = " ".join(before.split(" ")[-max(2, min(len(short), 8)) :])
    return Term(
        *flat.source_span(match.start(), match.end()),
        text=flat.text[match.start() : match.end()], short=short, long=long,
    )  # fmt: skip


def chapter_roles(headings: Sequence[str]) -> list[tuple[str, ...]]:
    """The roles that each heading names (rules/lexicon/chapters.yaml), in the lexicon's order."""
    mentions = lexicon().chapters.mentions([lowered(heading) for heading in headings])
    return [tuple(theme.name for theme, _ in named) for named in mentions]


def chapter_title(node: Block) -> str:
    """The title that a section's own paragraph begins with: `III. KINH PHÍ: Ngân sách xã …`.

    Empty where it has none.
    """
    if not isinstance(node, Section):
        return ""
    head = node.heading[:HEADING]
    words = list(takewhile(lambda word: word.upper() == word, head.split(" ")))
    title, colon, _ = head.partition(":")
    return " ".join(words) if len(words) > 1 else title if colon else ""


def find_end_mark(node: Node, flat: Flat) -> EndMark | None:
    """The mark `./.` at the end of a text."""
    match = _END_MARK.search(flat.low)
    if match is None:
        return None
    return EndMark(*flat.source_span(match.start(), match.end()), text="./.")
