"""Broken: joins lines that a web page cut inside a name of the head: `ỦY` / `BAN NHÂN DÂN`."""

from __future__ import annotations

from functools import lru_cache

from .flat import lowered
from .lexicon import lexicon
from .lines import RawLine, read_line
from .patterns import compiled
from .source import Source

_WORD = compiled(r"[^\W\d_]+")
_LONGEST = 40  # letters of a line that may be the beginning of such a name
_Names = dict[tuple[str, ...], list[tuple[str, ...]]]


def join_broken(source: Source, lines: list[RawLine]) -> list[RawLine]:
    """The lines, those of one name as one line; the spans joined stay the whole text."""
    names = _beginnings()
    firsts = {words[0] for words in names}
    joined: list[RawLine] = []
    skip = 0
    for at, line in enumerate(lines):
        if at < skip:
            continue
        skip = at + 1
        while skip < len(lines) and _goes_on(source, line, lines[skip], names, firsts):
            line = read_line(source, line.start, lines[skip].end)
            skip += 1
        joined.append(line)
    return joined


def _goes_on(
    source: Source, line: RawLine, below: RawLine, names: _Names, firsts: set[str]
) -> bool:
    """Whether a line stops inside a name with which the next one goes on in the same cell."""
    if line.kind != "text" or below.kind != "text":
        return False
    low = line.low.rpartition("|")[2].strip() if "|" in line.low else line.low
    if len(low) > _LONGEST or low.partition(" ")[0] not in firsts:
        return False
    begun = tuple(_WORD.findall(low))
    rests = names.get(begun)
    if rests is None:
        return False
    if source.text[line.start : line.end].rstrip("\n \t*").endswith("|"):
        return False
    if source.text[below.start : below.end].lstrip(" \t*").startswith("|"):
        return False
    words = tuple(_WORD.findall(below.low))
    # In capitals as a whole: `Bộ` above `Tư pháp` may be two cells of a table in running text.
    if not (line.clean[-1].isupper() and below.clean.split(" ", 1)[0].isupper()):
        return False
    return any(words[: len(rest)] == rest[: len(words)] for rest in rests)


@lru_cache(maxsize=1)
def _beginnings() -> _Names:
    """What may be left of the names when their ends are cut off, each with these ends."""
    words = lexicon()
    types = [_split(name) for name in words.table("layout", "doc_types")]
    names = [
        *types,
        *map(_split, words.phrases("layout", "national_header", "units_upper")),
        *map(_split, words.words("organs", "organs")),
    ]
    found: _Names = {}
    for name in names:
        for at in range(1, len(name)):
            if name[:at] not in types:  # CHƯƠNG TRÌNH / HÀNH ĐỘNG …: a type and its title
                found.setdefault(name[:at], []).append(name[at:])
    return found


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(lowered(phrase)))
