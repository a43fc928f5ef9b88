"""Tables in the body: rows on one line, cells between lone pipes, cells line by line."""

from __future__ import annotations

from .lex_cursor import Cursor
from .lines import RawLine, cues, is_table_head, may_head

_NO_CELLS = ("part", "chapter", "division", "article")  # no cell begins with one of these
_LONGEST_CELL = 40  # lines between two pipes


def read_table(cursor: Cursor) -> bool:
    """Reads a table, a row or a stray pipe; says whether one stood here."""
    line = cursor.lines[cursor.at]
    if line.kind == "pipe":
        _take_cells(cursor, _end_of_pipes(cursor))
    elif is_table_head(line):
        _take_cells(cursor, _end_of_cells(cursor))
    elif line.kind == "text" and _is_row(cursor, line):
        cursor.take("CELL")
    else:
        return False
    return True


def _take_cells(cursor: Cursor, end: int) -> None:
    """The lines up to `end` as cells; a single one is no table."""
    if end <= cursor.at + 1:
        cursor.take("STRAY")
    else:
        cursor.take_all("CELL", end)


def _is_row(cursor: Cursor, line: RawLine) -> bool:
    """Whether a table row stands on one line: `| a | b |`, or cells parted by tabs."""
    raw = cursor.source.text[line.start : line.end]
    return raw.count("|") >= 2 or (raw.strip().count("\t") >= 2 and line.marker is None)


def _end_of_pipes(cursor: Cursor) -> int:
    """The end of a run of cells between lone pipes; the first pipe itself where there is none."""
    lines, end = cursor.lines, cursor.at
    ahead, since, text = cursor.at, 0, False
    spaced = cursor.at + 1 < len(lines) and lines[cursor.at + 1].kind == "blank"
    while ahead < len(lines) and since <= _LONGEST_CELL:
        line = lines[ahead]
        if line.kind == "pipe":
            if text or since == 0:
                end = ahead + 1
            since, text = 0, False
            if not _cells_follow(lines, ahead, spaced):
                break
        elif line.kind == "text":
            if _ends_pipes(cursor, line, spaced):
                break
            text = True
        since += line.kind != "pipe"
        ahead += 1
    return end


def _cells_follow(lines: list[RawLine], at: int, spaced: bool) -> bool:
    """Whether the table goes on behind the pipe at `at`."""
    if at + 1 >= len(lines):
        return False
    return spaced or lines[at + 1].kind != "blank" or _pipe_near(lines, at)


def _ends_pipes(cursor: Cursor, line: RawLine, spaced: bool) -> bool:
    """Whether a line between two pipes belongs to the document, not to a cell."""
    marker = line.marker
    high = marker is not None and (marker.family in _NO_CELLS or (spaced and marker.is_high))
    return high or cursor.ending.begins_conclusions(line)


def _pipe_near(lines: list[RawLine], at: int) -> bool:
    """Whether, past empty lines, the next line is a pipe again."""
    for line in lines[at + 1 : at + 4]:
        if line.kind == "pipe":
            return True
        if line.kind == "text":
            return False
    return False


def _end_of_cells(cursor: Cursor) -> int:
    """The end of a flattened table: cells line by line, up to the next chapter or ending."""
    end = cursor.at + 1
    for ahead in range(cursor.at + 1, len(cursor.lines)):
        line = cursor.lines[ahead]
        if line.kind in ("blank", "page"):
            continue
        if line.kind != "text" or _ends_cells(cursor, line):
            break
        end = ahead + 1
    return end


def _ends_cells(cursor: Cursor, line: RawLine) -> bool:
    """Whether a line below a flattened table's head is no cell of it any more."""
    if cursor.ending.begins_conclusions(line):
        return True
    if line.marker is not None and line.marker.family in ("roman", "part", "division", "upper"):
        return True
    if line.caps and len(line.clean) > 12 and may_head(line):
        return True
    return bool(cues().closing.match(line.low) or cues().web.match(line.low))
