"""Cursor: the lines of a document, how far they are read, and the tokens given so far."""

from __future__ import annotations

from dataclasses import dataclass

from .broken import join_broken, part_run_together
from .lex_blocks import Blocks
from .lex_ending import Ending
from .lines import RawLine, read_lines
from .outline import Placement
from .source import Source


@dataclass(slots=True, eq=False)
class Mark:
    """A token without a line; `type` is its name in plan.lark."""

    type: str


@dataclass(slots=True, eq=False)
class LineToken(Mark):
    """The token of a line: `raw` is the line, `placement` the place of a marked one."""

    raw: RawLine
    placement: Placement | None = None


class Cursor:
    """What the readers of the parts share: each goes on where the one before it stopped.

    `at` is the next line to read, `out` the tokens given. `blocks` and `ending` are what the
    document as a whole says of its lines.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = part_run_together(source, join_broken(source, read_lines(source)))
        self.ending = Ending(self.lines)
        self.blocks = Blocks(self.lines, self.ending)
        self.at = 0
        self.out: list[Mark] = []

    def mark(self, name: str) -> None:
        """Emits a token without a line: a part begins, a block opens or closes here."""
        self.out.append(Mark(name))

    def emit(self, kind: str, line: RawLine, placement: Placement | None = None) -> None:
        """Emits a line; the cursor stays (a line of the page may give a token for each column)."""
        self.out.append(LineToken(kind, line, placement))

    def emit_continuation(self, line: RawLine) -> None:
        """Emits a line that goes on with the block before; so do the empty lines between then."""
        for token in reversed(self.out):
            if token.type != "STRAY":
                break
            token.type = "CONT"
        self.emit("CONT", line)

    def take(self, kind: str) -> None:
        """Emits the next line and goes behind it."""
        self.emit(kind, self.lines[self.at])
        self.at += 1

    def take_all(self, kind: str, end: int) -> None:
        """Emits each line from here to `end` as the same kind."""
        for line in self.lines[self.at : end]:
            self.emit(kind, line)
        self.at = end

    def take_block(self, kind: str, end: int, placement: Placement | None = None) -> None:
        """Emits the lines from here to `end` as one block: its first token, then continuations."""
        self.emit(kind, self.lines[self.at], placement)
        self.at += 1
        self.take_all("CONT", end)
