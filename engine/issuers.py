"""Issuers: which body a symbol names and which one a name means (rules/lexicon/issuers.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..grammar.lexicon import Words, lexicon
from ..grammar.nodes import Citation
from ..grammar.patterns import compiled
from .names import plain_name, same_body

_TYPE_AND_BODY = compiled(r"[/.-]")
_NUMBERED = compiled(r"\d+$")


@dataclass(slots=True, eq=False)
class Body:
    """A body that issues documents, and bodies whose orders these convey (`also`).

    `single`: the only one of its kind; `verified`: its symbol was read in a source.
    """

    id: str
    title: str
    single: bool
    verified: bool
    also: tuple[str, ...] = ()


@dataclass(slots=True, eq=False, repr=False)
class _Table:
    bodies: dict[str, Body]
    by_symbol: dict[str, Body]
    by_name: dict[str, Body]
    names: Words
    heads: Words
    ranks: dict[str, str]
    rank_words: Words
    joint: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    words = lexicon()
    entries = words.value("issuers", "bodies")
    bodies = {
        key: Body(
            id=key,
            title=entry["title"],
            single=entry.get("single", False),
            verified=entry["verified"],
            also=tuple(entry.get("also", ())),
        )
        for key, entry in entries.items()
    }
    by_name = {
        plain_name(name): bodies[key] for key, entry in entries.items() for name in entry["names"]
    }
    ranks = {
        plain_name(word): rank
        for rank, named in words.value("issuers", "ranks").items()
        for word in named
    }
    return _Table(
        bodies=bodies,
        by_symbol={
            symbol.lower(): bodies[key]
            for key, entry in entries.items()
            for symbol in entry["symbols"]
        },
        by_name=by_name,
        names=Words(by_name),
        heads=words.matcher("issuers", "heads"),
        ranks=ranks,
        rank_words=Words(ranks),
        joint=frozenset(symbol.lower() for symbol in words.words("issuers", "joint")),
    )


def bodies_of_symbol(symbol: str | None, family: str | None = None) -> list[Body]:
    """The bodies that a symbol such as `QĐ-TTg`, `NQ/TU`, `BNV-CCHC` may stand for.

    None where it is a joint document's, or where its body is not in the table.
    """
    parts = [part for part in _TYPE_AND_BODY.split((symbol or "").lower()) if part]
    if not parts or set(parts) & _table().joint:
        return []
    if family == "letter":
        parts = parts[:1]
    elif family != "legislature" and len(parts) > 1:
        parts = parts[1:]
    first = _by_symbol(parts[0])
    if first is None:
        return []
    others = [body for part in parts[1:] if (body := _by_symbol(part))]
    return [first, *others, *(_table().bodies[name] for name in first.also)]


def _by_symbol(part: str) -> Body | None:
    found = _table().by_symbol.get(part)
    return found or _table().by_symbol.get(_NUMBERED.sub("#", part))


def body_of_name(name: str | None) -> Body | None:
    """The body that a name means, by its first words; None where it is none of the table's."""
    low = _headless(name)
    end = _table().names.match(low)
    return _table().by_name[low[:end]] if end else None


def _headless(name: str | None) -> str:
    """A name without who speaks for the body: `Chủ tịch UBND tỉnh` is the UBND's."""
    low = plain_name(name or "")
    while not _table().names.match(low) and (end := _table().heads.match(low)):
        low = low[end:].lstrip(" ,")
    return low


def rank_of_name(name: str | None) -> str | None:
    """The level that a name has: tỉnh, thành phố, xã …; None where it has none."""
    low = plain_name(name or "")
    for words in lexicon().words("issuers", "not_ranks"):
        low = low.replace(words, "-")
    found = _table().rank_words.search(low)
    return _table().ranks[low[slice(*found)]] if found else None


def clearly_differ(one: str | None, two: str | None) -> bool:
    """Whether two names are surely those of two bodies: different ones, or of different levels."""
    a, b = body_of_name(one), body_of_name(two)
    if a is None or b is None:
        return False
    if a is not b:
        return True
    if same_body(_headless(one), _headless(two)):
        return False
    first, second = rank_of_name(one), rank_of_name(two)
    return first is not None and second is not None and first != second


def surely_same(one: Citation, two: Citation) -> bool:
    """Whether two documents of one number are surely of one issuer.

    A body that there is once (the Government, a ministry) is known by the symbol alone; a people's
    committee or a Party committee only by its name.
    """
    if one.issuer and two.issuer:
        names = [_headless(name).partition(" và ")[0] for name in (one.issuer, two.issuer)]
        return same_body(*names) or (not clearly_differ(one.issuer, two.issuer) and is_single(one))
    return is_single(one)


def is_single(citation: Citation) -> bool:
    """Whether the symbol names a body that there is only once in the country."""
    if citation.family == "legislature":
        return True
    found = bodies_of_symbol(citation.symbol, citation.family)
    return bool(found) and found[0].single
