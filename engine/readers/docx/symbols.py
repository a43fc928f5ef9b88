"""Symbols: what a letter of a symbol font stands for."""

from __future__ import annotations

# Letters of Symbol that stand for signs which plans write in figures and formulas.
_SYMBOL = {
    0xA3: "≤",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB9: "≠",
    0xBB: "≈",
    0x25: "%",
    0x2D: "-",
    0x2B: "+",
    0x3C: "<",
    0x3D: "=",
    0x3E: ">",
    0x2F: "/",
}
# Of Wingdings: boxes to be ticked, arrows.
_WINGDINGS = {
    0x6F: "□",
    0x72: "□",
    0xA8: "□",
    0xFD: "☒",
    0xFE: "☑",
    0x78: "☒",
    0xE0: "→",
    0xE8: "→",
    0xF0: "→",
}
_BULLET = "-"
_PRIVATE = range(0xF000, 0xF100)  # where Word keeps letters of symbol fonts


def is_private(letter: str) -> bool:
    """Whether a letter is one of a symbol font."""
    return ord(letter) in _PRIVATE


def symbol(code: int, font: str) -> str:
    """The sign that a letter of a symbol font (its code, with or without F0) shows."""
    low, known = code & 0xFF, font.lower()
    if code not in _PRIVATE and code > 0xFF:
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else _BULLET
    if "wingdings" in known or "webdings" in known:
        return _WINGDINGS.get(low, _BULLET)
    if "symbol" in known or code in _PRIVATE:
        return _SYMBOL.get(low, _BULLET)
    return chr(low) if chr(low).isprintable() else _BULLET
