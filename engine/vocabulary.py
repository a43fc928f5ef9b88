"""Vocabulary: the closed list of node kinds and their attributes that rules may name."""

from __future__ import annotations

from dataclasses import fields
from functools import cache, lru_cache
from typing import Any

from ..grammar.nodes import BLOCKS, PARTS, PHRASES, Block, Node, Paragraph
from .parents import Obligation, Parent

# Attributes that are structure, not facts.
_HIDDEN = {"children", "phrases", "parent", "start", "end", "source", "flats",
           "issued_from", "place_from", "above", "path"}  # fmt: skip
# What rules call `kind` is `of` in Python, where `kind` is already the kind of the node.
_ALIASES = {"kind": "of"}


@lru_cache(maxsize=1)
def kinds() -> dict[str, tuple[type[Node], ...]]:
    """Every kind a selector may name, with its classes.

    `block` stands for all marked blocks, `passage` for blocks and paragraphs alike.
    """
    classes: tuple[type[Node], ...] = (*PARTS, *PHRASES, Obligation, Parent)
    named: dict[str, tuple[type[Node], ...]] = {cls.kind: (cls,) for cls in classes}
    named["block"] = BLOCKS
    named["passage"] = (*BLOCKS, Paragraph)
    return named


@cache
def attributes(kind: str) -> dict[str, str]:
    """The attributes of a kind: the name that rules use, and the Python field behind it.

    `*` has those that all nodes have.
    """
    classes = kinds().get(kind, (Node,))
    if kind in ("block", "passage"):  # what their classes have in common
        classes = (Block if kind == "block" else Node,)
    names = {f.name for f in fields(classes[0])} - _HIDDEN
    found = {name: name for name in names}
    for alias, name in _ALIASES.items():
        if name in names:
            found[alias] = name
    if kind == "obligation":
        found["source"] = "source"
        found["draft"] = "draft"  # made of the other values, not kept
    return found


def no_such(sentence: str, word: str, known: Any) -> str:
    """A whole sentence about an unknown word, with a suggestion."""
    text = sentence + suggest(word, known)
    return text if text.endswith("?") else text + "."


def no_such_rule(sentence: str, word: str, known: Any) -> str:
    """A whole sentence about an unknown rule: a near one, or where all of them are listed."""
    near = suggest(word, known)
    return sentence + (near if near.endswith("?") else "; xem: cchc-check rules list.")


def suggest(word: str, known: Any) -> str:
    """`, có phải là 'period'?` where a known word is near, else all words that are known."""
    import difflib

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if not known:
        return ""
    return (
        f", có phải là '{near[0]}'?" if near else f"; các từ dùng được: {', '.join(sorted(known))}"
    )
