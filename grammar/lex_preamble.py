"""Preamble: the grounds, and the formula that leads in the body."""

from __future__ import annotations

from .lex_cursor import Cursor
from .lines import RawLine, cues, may_head, names_who_decides
from .patterns import compiled

_DOC_NUMBER = compiled(r"\d+[/-]\S*[a-zđ]")
_FORMULA_ENDS = (":", "sau", "sau.", "yếu")
_FORMULA_AHEAD = 60  # lines in which a paragraph among the grounds looks for their formula


def read_preamble(cursor: Cursor) -> None:
    """Reads grounds and formula; leaves at the first line of the body."""
    formula_seen = False
    while cursor.at < len(cursor.lines):
        line = cursor.lines[cursor.at]
        if line.kind != "text":
            cursor.take("STRAY")
            continue
        grounds = _is_ground(line)
        if _begins_body(cursor, line, grounds, formula_seen):
            return
        if line.caps and not grounds and may_head(line):
            cursor.take("STRAY")  # the issuer's name, as decisions have it
            continue
        end = _end_of_ground(cursor, cursor.at) if grounds else cursor.blocks.end(cursor.at)
        formula = _is_formula(cursor, end)
        if not (grounds or formula or _formula_ahead(cursor, end)):
            return
        formula_seen = formula_seen or formula
        cursor.take_block("GROUND" if grounds else "FORMULA" if formula else "TEXT", end)


def _words(line: RawLine) -> str:
    """A line without its marker."""
    return line.low[line.marker.length :].strip() if line.marker else line.low


def _is_ground(line: RawLine) -> bool:
    """Whether a line begins like a ground."""
    return bool(cues().ground.match(_words(line)))


def _begins_body(cursor: Cursor, line: RawLine, grounds: bool, formula_seen: bool) -> bool:
    """Whether a line is no part of the preamble: a heading, a task, what follows the formula."""
    if cursor.ending.begins_conclusions(line):
        return True
    marker = line.marker
    if marker is not None:
        words = _words(line)
        early = not formula_seen or (marker.is_bullet and words.startswith("căn cứ"))
        return not (grounds and early and not line.caps and _names_document(words))
    if line.caps and not grounds and may_head(line):
        return not names_who_decides(line)
    return formula_seen and not grounds


def _names_document(words: str) -> bool:
    """A marked ground names a document; a task (`1. Thực hiện …`) does not."""
    if cues().ground_heading.match(words) and not _DOC_NUMBER.search(words):
        return False
    return words.startswith("căn cứ") or bool(_DOC_NUMBER.search(words))


def _end_of_ground(cursor: Cursor, at: int) -> int:
    """The end of a ground: it goes on, whatever its lines look like, until one ends it."""
    lines = cursor.lines
    end = cursor.blocks.end(at)
    while end < len(lines) and not lines[end - 1].ends:
        line = lines[end]
        if line.kind != "text" or line.marker is not None or line.caps:
            break
        if cues().ground.match(line.low) or cursor.ending.begins_conclusions(line):
            break
        end = cursor.blocks.end(end)
    return end


def _is_formula(cursor: Cursor, end: int) -> bool:
    """Whether the lines from here to `end` lead in what follows."""
    text = " ".join(one.low for one in cursor.lines[cursor.at : end] if one.kind == "text")
    return cues().formula.search(text) is not None and text.rstrip().endswith(_FORMULA_ENDS)


def _formula_ahead(cursor: Cursor, at: int) -> bool:
    """Whether a ground or the formula still comes before any marked block."""
    for line in cursor.lines[at : at + _FORMULA_AHEAD]:
        if line.kind != "text":
            continue
        if line.marker is not None or (line.caps and may_head(line)):
            return False
        if cues().formula.search(line.low) or line.low.startswith("căn cứ"):
            return True
    return False
