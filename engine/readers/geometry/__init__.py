"""Geometry: words with their places on pages, as a text with the way back to those places.

Shared by the readers of .pdf files and of pictures. `compose(pages)` gives the text, its pieces
and its sheets: lines by their baselines, columns and tables, running heads and page numbers aside,
paragraphs joined from wrapped lines.
"""

from __future__ import annotations

from .compose import Composed, compose
from .model import Page, Ruling, Word

__all__ = ["Composed", "Page", "Ruling", "Word", "compose"]
