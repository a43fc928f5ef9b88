"""Page: lines with hanging indents, wrapped between words and printed in one go.

Rich's tables measure every cell twice and cost more than the whole check; a report needs only two
columns, the first as wide as its widest label.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

_NARROWEST = 24


class Page:
    """Collects the lines of a page for a console."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._lines: list[Text] = []

    def blank(self) -> None:
        """An empty line."""
        self._lines.append(Text())

    def title(self, text: str, style: str) -> None:
        """A heading after an empty line."""
        self.blank()
        self._lines.append(Text(text, style=style))

    def text(self, text: Text, indent: int = 0) -> None:
        """A paragraph."""
        for line in self._wrap(text, indent):
            self._lines.append(Text(" " * indent).append_text(line))

    def rows(self, rows: list[tuple[Text, Text]], indent: int = 0, gap: int = 2) -> None:
        """Labels with their texts beside them."""
        if not rows:
            return
        label_width = max(label.cell_len for label, _ in rows) + gap
        for label, text in rows:
            lead = Text(" " * indent).append_text(label)
            lead.append(" " * (label_width - label.cell_len))
            for line in self._wrap(text, indent + label_width):
                self._lines.append(lead.append_text(line))
                lead = Text(" " * (indent + label_width))

    def print(self) -> None:
        """Prints what was collected."""
        self._out.print(Text("\n").join(self._lines), soft_wrap=True)
        self._lines.clear()

    def _wrap(self, text: Text, used: int) -> list[Text]:
        width = max(self._out.width - used, _NARROWEST)
        lines = list(text.wrap(self._out, width, overflow="fold")) or [Text()]
        for line in lines:
            line.rstrip()
        return lines
