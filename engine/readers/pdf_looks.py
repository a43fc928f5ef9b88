"""Pdf looks: how a text object of a .pdf is set, from what its font calls itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...grammar.origin import Look

_SUBSET = re.compile(r"[A-Z]{6}\+")
_FACE = re.compile(r"[-,](?:[A-Z]|$)")
_END = re.compile(r"(?:PS)?(?:MT)?\Z")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BOLD = ("bold", "black", "heavy")
_ITALIC = ("italic", "oblique")
_FORCE_BOLD = 1 << 18  # a flag of a font's descriptor
_SLANTED = 0.1  # how far to the right for each point up: more than that is italic

_LOOKS: dict[tuple[Any, ...], Look] = {}


def look_of(font: Mapping[str, Any] | None, size: float, colour: str | None, slope: float) -> Look:
    """The look of a text object; one and the same for all that look alike."""
    font = font or {"name": "", "slant": 0, "flags": 0}
    slanted = bool(font["slant"]) or abs(slope) > _SLANTED
    key = (font["name"], font["flags"], slanted, round(size * 2) / 2, colour)
    look = _LOOKS.get(key)
    if look is None:
        low = font["name"].lower()
        look = Look(
            family(font["name"]) or None,
            round(size * 2) / 2,
            bold=any(word in low for word in _BOLD) or bool(font["flags"] & _FORCE_BOLD),
            italic=any(word in low for word in _ITALIC) or slanted,
            colour=colour,
        )
        if len(_LOOKS) < 10_000:
            _LOOKS[key] = look
    return look


@lru_cache(maxsize=1000)
def family(name: str) -> str:
    """A font's family as people write it: `ABCDEF+TimesNewRomanPS-BoldMT` is Times New Roman."""
    name = _SUBSET.sub("", name, count=1)
    name = _FACE.split(name, maxsplit=1)[0]
    return _HUMPS.sub(" ", _END.sub("", name)).replace("_", " ").strip()
