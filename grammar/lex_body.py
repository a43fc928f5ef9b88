"""Body: gives each block its place in the open lists, and opens and closes it around its lines."""

from __future__ import annotations

from bisect import bisect_right

from .lex_cursor import Cursor
from .lex_tables import read_table
from .lines import RawLine, is_appendix, is_closing, may_head
from .markers import Marker
from .outline import Outline, order_bullets


class Body:
    """The reader of the body: the lists open by now, and the blocks that lie in each other."""

    def __init__(self, cursor: Cursor, attached: bool = False) -> None:
        """`attached`: the body of a document issued with another; appendices may follow it."""
        self._cursor = cursor
        self._attached = attached
        markers = [line.marker for line in cursor.lines[cursor.at :] if line.marker]
        self._outline = Outline(order_bullets(markers))
        self._open: list[int] = []  # depth of each open block, 0 for a heading above all others
        self._high = [line for line in cursor.lines if line.marker and line.marker.is_high]

    def read(self) -> None:
        """Reads up to recipients, signature or the chrome of a web page."""
        cursor = self._cursor
        while cursor.at < len(cursor.lines) and not self._ends():
            if read_table(cursor):
                continue
            line = cursor.lines[cursor.at]
            if line.kind != "text":
                cursor.take("STRAY")
            elif line.marker is not None or self._is_caption(line):
                self._read_block(line)
            else:
                self._read_paragraph(line)
        self._close(0)

    def _ends(self) -> bool:
        """Whether the body ends before the next line."""
        cursor = self._cursor
        line = cursor.lines[cursor.at]
        if line.start in cursor.ending.attached or (self._attached and is_appendix(line)):
            return True
        if line.kind == "text" and cursor.ending.begins_conclusions(line):
            return True
        return cursor.ending.begins_chrome(cursor.lines, cursor.at)

    def _read_block(self, line: RawLine) -> None:
        """A marked block or an unnumbered heading; it stays open for what lies in it."""
        cursor, outline = self._cursor, self._outline
        if line.marker is not None:
            placement = outline.place(line.marker)
            depth = placement.depth
        else:
            placement = outline.caption(self._next_high(line))
            depth = 0 if placement.depth == 1 else placement.depth
        self._close(depth)
        cursor.mark("_OPEN")
        self._open.append(depth)
        cursor.take_block("MARKED", cursor.blocks.end(cursor.at, outline), placement)

    def _read_paragraph(self, line: RawLine) -> None:
        """Running text; the closing paragraphs lie in no list."""
        if is_closing(line):
            self._close(1)
            self._outline.reset()
        cursor = self._cursor
        cursor.take_block("TEXT", cursor.blocks.end(cursor.at, self._outline))

    def _close(self, depth: int) -> None:
        """Closes the open blocks that are not above `depth`."""
        while self._open and self._open[-1] >= depth:
            self._open.pop()
            self._cursor.mark("_CLOSE")

    def _is_caption(self, line: RawLine) -> bool:
        """Whether an unmarked line in capitals is a heading of its own, not shouted text."""
        if not (line.caps and may_head(line)):
            return False
        cursor = self._cursor
        before = cursor.lines[cursor.at - 1] if cursor.at else None
        return before is None or before.kind != "text" or before.ends

    def _next_high(self, line: RawLine) -> Marker | None:
        """The next marker of a section behind a line."""
        at = bisect_right(self._high, line.start, key=lambda one: one.start)
        return self._high[at].marker if at < len(self._high) else None


def read_body(cursor: Cursor) -> None:
    """Reads the body: blocks in each other, running text, tables."""
    Body(cursor).read()
