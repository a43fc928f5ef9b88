"""Handbook: what rules can name, as a Markdown page: node kinds, attributes, assertions."""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path

from .assertions import TYPES, Assertion
from .vocabulary import attributes, kinds

_HEAD = """# What rules can name

Made from the program: `python -m cchc_check.engine.handbook` writes it anew, a test compares.
How to write a rule stands in [CONTRIBUTING.md](../CONTRIBUTING.md); selectors in
[engine/selector.lark](../engine/selector.lark).
"""


def handbook() -> str:
    """The page as Markdown."""
    parts = [_HEAD, "## Kinds of node\n"]
    parts.extend(_kind(name) for name in sorted(kinds()))
    parts.append("## Assertions\n")
    parts.extend(_assertion(kind) for kind in TYPES)
    return "\n".join(parts)


def _kind(name: str) -> str:
    classes = kinds()[name]
    if len(classes) > 1:
        about = f"Any of: {', '.join(f'`{cls.kind}`' for cls in classes)}."
    else:
        about = inspect.getdoc(classes[0]) or ""
    names = ", ".join(f"`{attribute}`" for attribute in sorted(attributes(name)))
    return f"### {name}\n\n{about}\n\nAttributes: {names}.\n"


def _assertion(kind: type[Assertion]) -> str:
    options = [f.name for f in fields(kind) if f.name not in ("message", kind.key)]
    listed = ", ".join(f"`{name}`" for name in options) or "none"
    about = inspect.getdoc(kind) or ""
    return f"### {kind.key}\n\n{about}\n\nOptions besides `message`: {listed}.\n"


def publish(folder: Path) -> None:
    """Writes the page into a folder."""
    (folder / "rule-vocabulary.md").write_text(handbook(), encoding="utf-8")


if __name__ == "__main__":
    publish(Path("docs"))
