"""Formats: the registry of report writers: a module each, imported when it is first used.

A writer is a module with `write(batch, stream)`. A new format is a module and a line here (and its
name among the values of `--format`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import IO, cast

from ..batch import Batch

Write = Callable[[Batch, IO[str]], None]


@dataclass(eq=False, repr=False)
class Format:
    """A format: its module, the suffixes its files have, whether it is a page for people.

    Pages carry the statistics themselves. `shows_unread` says whether there is something to write
    even where no plan could be read: nothing on the screen, but a file that names those plans.
    """

    module: str
    suffixes: tuple[str, ...]
    page: bool = False
    shows_unread: Callable[[Batch], bool] = lambda batch: True


FORMATS: dict[str, Format] = {
    "rich": Format("rich_format", (".txt",), page=True, shows_unread=lambda batch: False),
    # One plan is one object, several are an array, which may be empty.
    "json": Format("json_format", (".json",), shows_unread=lambda batch: not batch.single),
    "sarif": Format("sarif", (".sarif", ".sarif.json")),
    "junit": Format("junit", (".xml",)),
    "github": Format("github", ()),
    "markdown": Format("markdown", (".md", ".markdown"), page=True),
}


def writer(name: str) -> Write:
    """The writer of a format."""
    return cast(Write, import_module(f".{FORMATS[name].module}", __package__).write)


def format_of(file: str) -> str | None:
    """The format that a file's suffix tells, or None."""
    low = file.lower()
    fitting = [
        (len(suffix), name)
        for name, form in FORMATS.items()
        for suffix in form.suffixes
        if low.endswith(suffix)
    ]
    return max(fitting)[1] if fitting else None
