"""Preface: finds the type of document, reads the header above it and the title below."""

from __future__ import annotations

import re

from .lex_cursor import Cursor
from .lex_header import end_of_bare_header, read_header, read_header_below
from .lines import RawLine, cues, heads_recipients, read_line
from .patterns import compiled

_TITLE_LIKE = compiled(r"kế hoạch\s+\S+")
_LONGEST_TITLE = 200
_DECIDES = 8  # lines from who decides to the first ground
_CHAPTERS = ("roman", "part", "division", "upper", "number")


def read_preface(cursor: Cursor) -> None:
    """Reads all above the grounds."""
    type_at = _find_doc_type(cursor.lines)
    if type_at is None:
        read_header(cursor, end_of_bare_header(cursor))
        return
    read_header(cursor, type_at)
    _part_type_from_title(cursor)
    line = cursor.lines[cursor.at]
    cursor.take("DOCTYPE")
    end, title = _type_and_title(line)
    _read_subject(cursor, line, alone=end > 0 and not title)
    read_header_below(cursor)


def _find_doc_type(lines: list[RawLine]) -> int | None:
    """The line that names the type of document, or that titles it; None where there is none."""
    loose: int | None = None
    for at, line in enumerate(lines):
        if line.kind != "text":
            continue
        if line.caps:
            end, title = _type_and_title(line)
            if end and not title:
                return at
            if end and loose is None and line.marker is None:
                loose = at
        elif _is_below_title(line):
            break
        elif loose is None and _TITLE_LIKE.match(line.low) and len(line.clean) < _LONGEST_TITLE:
            loose = at
    return loose


def _type_and_title(line: RawLine) -> tuple[int, str]:
    """Where the type of document that a line begins with ends (else 0), and the words behind it."""
    end = cues().doc_type.match(line.low)
    return end, line.low[end:].strip(" :.")


def _is_below_title(line: RawLine) -> bool:
    """Whether a line is of the body or the conclusions: no title comes any more."""
    if line.marker is not None and not line.marker.is_bullet:
        return True
    return heads_recipients(line)


def _part_type_from_title(cursor: Cursor) -> None:
    """`KẾ HOẠCH TUYÊN TRUYỀN …` on one line becomes type and title, as on two lines."""
    line = cursor.lines[cursor.at]
    end, title = _type_and_title(line)
    if not (end and title):
        return
    words = line.clean[:end].split()
    raw = cursor.source.text[line.start : line.end]
    found = re.search(r"[\s*]+".join(map(re.escape, words)) + r"[\s*:.]*", raw)
    if found is None:
        return
    at = line.start + found.end()
    cursor.lines[cursor.at : cursor.at + 1] = [
        read_line(cursor.source, line.start, at),
        read_line(cursor.source, at, line.end),
    ]


def _read_subject(cursor: Cursor, type_line: RawLine, alone: bool) -> None:
    """The lines of the title; `alone`: the line of the type of document has none of it."""
    last = None if alone else type_line
    blank = False
    while cursor.at < len(cursor.lines):
        line = cursor.lines[cursor.at]
        if line.kind != "text":
            if line.kind in ("rule", "pipe") and last is not None:
                return
            blank = True
            cursor.take("STRAY")
            continue
        if line.low.startswith("căn cứ") or _is_chapter(line):
            return
        # Below a title in capitals only an empty line tells: the title may go on in them.
        if last is not None and (blank or not last.caps) and _decides(cursor, last):
            return
        if last is not None and _joins_title(last, line, blank):
            cursor.emit_continuation(line)
        elif last is None or (
            last is type_line and not alone and not blank and not _is_preamble(line)
        ):
            cursor.emit("SUBJECT", line)
        else:
            return
        last, blank = line, False
        cursor.at += 1


def _joins_title(last: RawLine, line: RawLine, blank: bool) -> bool:
    """Whether a line goes on with the title; `blank`: an empty line is between them."""
    if line.clean.startswith("("):
        return False
    if line.starts_lower or (last.caps and line.caps):
        return True
    return not blank and not _is_preamble(line)


def _decides(cursor: Cursor, last: RawLine) -> bool:
    """Whether the next line names who decides, apart from the title and right above the grounds."""
    lines, at = cursor.lines, cursor.at
    line = lines[at]
    if not line.caps or last.low.endswith(cues().goes_on):
        return False
    if not (cues().organ.match(line.low) or cues().position.match(line.low)):
        return False
    behind = (one for one in lines[at + 1 : at + _DECIDES] if one.kind == "text" and not one.caps)
    below = next(behind, None)
    return below is not None and bool(cues().ground.match(below.low))


def _is_chapter(line: RawLine) -> bool:
    """Whether a line begins a section or a numbered item."""
    return line.marker is not None and line.marker.family in _CHAPTERS


def _is_preamble(line: RawLine) -> bool:
    """Whether a line is a ground, the formula or the issuer that decides."""
    if cues().ground.match(line.low) or cues().formula.search(line.low):
        return True
    return bool(cues().organ.match(line.low)) and not line.caps and len(line.clean) > 60
