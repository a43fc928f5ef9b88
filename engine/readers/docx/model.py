"""Model: the blocks of a Word document as they were read, before they are put in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ....grammar.origin import Look, Setting
from ..addresses import DocxAt


@dataclass(slots=True, eq=False)
class Bit:
    """A stretch of a paragraph; `at` is None for what the reader put there (a tab, a break)."""

    text: str
    at: DocxAt | None = None
    look: Look | None = None


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph: its automatic number as shown, its bits, the notes and boxes hung to it."""

    number: str = ""
    bits: list[Bit] = field(default_factory=list)
    setting: Setting | None = None
    notes: list[Blocks] = field(default_factory=list)
    boxes: list[Blocks] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text without the number."""
        return "".join(bit.text for bit in self.bits)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen of it."""
        return not self.number and not self.text.strip()


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: the column of the grid where it begins, how many it takes, what is in it.

    `goes_on` says that it continues the cell above it.
    """

    column: int
    span: int
    blocks: Blocks
    goes_on: bool = False


@dataclass(slots=True, eq=False)
class Table:
    """A table as rows of cells; `bordered` says whether its lines are to be seen."""

    rows: list[list[Cell]]
    bordered: bool


Blocks: TypeAlias = "list[Paragraph | Table]"
