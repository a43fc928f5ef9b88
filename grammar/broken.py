"""Broken: lines of the head as they were, where a web page has cut or run them together.

Cut inside a name: `ỦY` / `BAN NHÂN DÂN`. Run together: the whole page in one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from .flat import bare, lowered
from .lexicon import lexicon
from .lines import RawLine, cues, read_line
from .patterns import compiled
from .source import Source

_WORD = compiled(r"[^\W\d_]+")
_LONGEST = 40  # letters of a line that may be the beginning of such a name
_WHOLE_PAGE, _HEAD = 400, 600  # a line so long is no line of a head; where one has its head
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


def part_run_together(source: Source, lines: list[RawLine]) -> list[RawLine]:
    """The lines; the first of them that is a page in one line parted around quốc hiệu in it."""
    for at, line in enumerate(lines):
        if len(line.clean) > _WHOLE_PAGE:
            cuts = [line.start, *sorted(_around_national(source, line)), line.end]
            parts = [read_line(source, a, b) for a, b in pairwise(cuts) if a < b]
            return [*lines[:at], *parts, *lines[at + 1 :]]
        if cues().national.match(line.low) or line.marker is not None:
            break
    return lines


def _around_national(source: Source, line: RawLine) -> Iterator[int]:
    """Where the lines of quốc hiệu begin and end inside a line."""
    found = list(_WORD.finditer(source.low, line.start, min(line.start + _HEAD, line.end)))
    words = [bare(word.group()) for word in found]
    for name in lexicon().words("layout", "national_lines"):
        wanted = list(map(bare, _split(name)))
        for at in range(len(words) - len(wanted) + 1):
            if words[at : at + len(wanted)] == wanted:
                yield found[at].start()
                yield found[at + len(wanted) - 1].end()
                break


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
    capitals = line.clean[-1].isupper() and below.clean.split(" ", 1)[0].isupper()
    if not (capitals or begun[0] in _motto()):
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


@lru_cache(maxsize=1)
def _motto() -> frozenset[str]:
    """The first words of tiêu ngữ, which is not in capitals."""
    return frozenset(_split(words)[0] for words in lexicon().words("layout", "motto"))


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(lowered(phrase)))
