"""Attachment: appendices and forms behind the signature, and documents issued with this one."""

from __future__ import annotations

from .lex_body import Body
from .lex_cursor import Cursor
from .lex_tables import read_table
from .lines import cues

_LONGEST_NOTE = 6  # lines of `(Kèm theo Quyết định số … của …)`


def read_attachment(cursor: Cursor) -> None:
    """Reads what is left behind the signature: text, and what a web page leaves there.

    Tables are the document's only below the heading of an appendix.
    """
    appendix = False
    while cursor.at < len(cursor.lines):
        line = cursor.lines[cursor.at]
        appendix = appendix or bool(cues().attachment.match(line.low.removeprefix("(")))
        if line.start in cursor.ending.attached:
            _read_attached(cursor, cursor.ending.attached[line.start])
        elif not (appendix and read_table(cursor)):
            noise = line.kind != "text" or bool(cues().web.match(line.low))
            cursor.take("STRAY" if noise else "TEXT")


def _read_attached(cursor: Cursor, note: int) -> None:
    """Reads a document issued with this one: type, title, the note of what it comes with, body.

    `note` is where the note begins in the source.
    """
    lines, titled = cursor.lines, False
    cursor.mark("_ATTACHED")
    cursor.take("DOCTYPE")
    while lines[cursor.at].start < note:
        if lines[cursor.at].kind != "text":
            cursor.take("STRAY")
        elif titled:
            cursor.emit_continuation(lines[cursor.at])
            cursor.at += 1
        else:
            cursor.take("SUBJECT")
            titled = True
    cursor.take_block("TEXT", _end_of_note(cursor))
    cursor.mark("_BODY")
    Body(cursor, attached=True).read()
    cursor.mark("_CLOSE")


def _end_of_note(cursor: Cursor) -> int:
    """Behind the line with the closing bracket, else where the block ends by its looks."""
    lines, at = cursor.lines, cursor.at
    if "(" in lines[at].clean:
        for end, line in enumerate(lines[at : at + _LONGEST_NOTE], at + 1):
            if line.clean.endswith(")"):
                return end
    return cursor.blocks.end(at)
