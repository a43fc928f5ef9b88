"""Webpage: the picture as one page (`summary.html`) that opens from a file, without a network.

What the page says without its program (counts, charts, lists, a plain table) is written as HTML
(parts, charts); the matrix and all findings are data (data), drawn by page.js. The page loads
nothing, and runs no program but its own: its policy names the hashes of both style and script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..season import Season
from .charts import asked_table, patterns, scores_chart
from .data import blocks
from .parts import head, lists, plain_table, tiles, title

if TYPE_CHECKING:
    from ..results import Records

_MARK = re.compile(r"\{\{(\w+)\}\}")


def write(season: Season, records: Records, file: Path) -> None:
    """Writes the page, the findings of a few units at a time."""
    with file.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        for piece in _pieces(season, records):
            stream.write(piece)


def _pieces(season: Season, records: Records) -> Iterator[str]:
    """The page from its beginning; in what fills a mark no mark is looked for."""
    before, after = _asset("page.html").split("{{data}}")
    style, script = _asset("page.css"), _asset("page.js")
    parts = {
        "policy": _policy(style, script), "style": style, "script": script,
        "title": title(season), "head": head(season), "tiles": tiles(season),
        "patterns": patterns(), "scores": scores_chart(season), "asked": asked_table(season),
        "lists": lists(season), "plain": plain_table(season),
    }  # fmt: skip
    yield _MARK.sub(lambda mark: parts[mark[1]], before)
    yield from blocks(season, records)
    yield _MARK.sub(lambda mark: parts[mark[1]], after)


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
