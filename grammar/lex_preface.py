"""Preface: finds the type of document, reads the header above it and the title below."""

from __future__ import annotations

import re
from itertools import pairwise

from .lex_cursor import Cursor
from .lex_header import end_of_bare_header, read_header
from .lines import RawLine, cues, heads_recipients, is_enacting, names_who_decides, read_line
from .patterns import compiled

_TITLE_LIKE = compiled(r"kế hoạch\s+\S+")
_LONGEST_TITLE = 200
_LONGEST_TAIL = 60  # of a title in capitals that goes on without them: `Giai đoạn 2026 - 2030`
_SHORTEST_SENTENCE = 30
_SENTENCE_LINES = 12  # of a sentence below a title are looked at
_SHORTEST_TITLE = 3  # words of a title without the name of a type above it
_HEADER_WITHIN = 40
_WRAPPED = 40  # letters: a shorter line of a title was not broken by the width of a page
_SPACED = 8  # lines of text, each with an empty line behind it: none of these says anything
_DECIDES = 8  # lines from who decides to the first ground
_CHAPTERS = ("roman", "part", "division", "upper", "number")


def read_preface(cursor: Cursor) -> None:
    """Reads all above the grounds."""
    type_at = _find_doc_type(cursor.lines)
    if type_at is None:
        read_header(cursor, end_of_bare_header(cursor))
        if cursor.at and _begins_title(cursor):
            _read_subject(cursor, None)
        return
    read_header(cursor, type_at)
    _part_type_from_title(cursor)
    line = cursor.lines[cursor.at]
    cursor.take("DOCTYPE")
    _read_subject(cursor, line)


def _find_doc_type(lines: list[RawLine]) -> int | None:
    """The line that names the type of document, or that titles it; None where there is none."""
    loose: int | None = None
    grounds = False
    for at, line in enumerate(lines):
        if line.kind != "text":
            continue
        if line.caps:
            end, title = _type_and_title(line)
            if end and not title:
                if not (grounds and is_enacting(line)):
                    return at
            elif end and loose is None and line.marker is None:
                loose = at
        elif _is_below_title(line):
            break
        elif loose is None and _TITLE_LIKE.match(line.low) and len(line.clean) < _LONGEST_TITLE:
            loose = at
        else:
            grounds = grounds or line.low.startswith("căn cứ")
    return None if loose is None or _is_above_header(lines, loose) else loose


def _is_above_header(lines: list[RawLine], at: int) -> bool:
    """Whether quốc hiệu comes only below a line: it is a web page's own title."""
    for line in lines[at + 1 : at + _HEADER_WITHIN]:
        if line.kind == "text" and (_is_below_title(line) or cues().ground.match(line.low)):
            return False
        if cues().national.match(line.low):
            return True
    return False


def _type_and_title(line: RawLine) -> tuple[int, str]:
    """Where the type of document that a line begins with ends (else 0), and the words behind it.

    `LIÊN TỊCH` behind it is no title.
    """
    end = cues().doc_type.match(line.low)
    title = line.low[end:].strip(" :.")
    return end, "" if title in cues().type_kinds else title


def _begins_title(cursor: Cursor) -> bool:
    """Whether the next words are a title, below a header whose line with the type is lost."""
    ahead = (line for line in cursor.lines[cursor.at :] if line.kind == "text")
    line = next(ahead, None)
    if line is None or not line.caps or line.marker is not None:
        return False
    if names_who_decides(line) or heads_recipients(line):
        return False
    return len(line.clean.split()) >= _SHORTEST_TITLE and not _type_and_title(line)[0]


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


def _read_subject(cursor: Cursor, type_line: RawLine | None) -> None:
    """The lines of the title below the line with the type, which may have some of it, or without.

    Who decides stands below the title of a decision, and below others after an empty line.
    """
    kind, begun = _type_and_title(type_line) if type_line is not None else (1, "")
    alone = kind > 0 and not begun
    last = None if alone else type_line
    spaced = _is_spaced(cursor)
    deciding = type_line is not None and cues().deciding_type.match(type_line.low) > 0
    blank = False
    while cursor.at < len(cursor.lines):
        line = cursor.lines[cursor.at]
        if line.kind != "text":
            if line.kind in ("rule", "pipe") and last is not None:
                return
            blank = not (spaced and last is not None and len(last.clean) >= _WRAPPED)
            cursor.take("STRAY")
            continue
        if line.low.startswith("căn cứ") or _is_chapter(line):
            return
        # Below a title in capitals only an empty line tells: the title may go on in them.
        apart = blank or deciding or last is None or not last.caps
        if last is not None and apart and _decides(cursor, last):
            return
        if last is not None and _joins_title(cursor, last, blank):
            cursor.emit_continuation(line)
        elif last is None or (
            last is type_line and not alone and not blank and not _is_preamble(line)
        ):
            cursor.emit("SUBJECT", line)
        else:
            return
        last, blank = line, False
        cursor.at += 1


def _is_spaced(cursor: Cursor) -> bool:
    """Whether an empty line stands behind each line of the text around here."""
    around = cursor.lines[max(0, cursor.at - _SPACED) : cursor.at + _SPACED]
    texts = [at for at, line in enumerate(around) if line.kind == "text"]
    return len(texts) >= _SPACED - 1 and all(two - one > 1 for one, two in pairwise(texts))


def _joins_title(cursor: Cursor, last: RawLine, blank: bool) -> bool:
    """Whether the next line goes on with the title; `blank`: an empty line is between them."""
    line = cursor.lines[cursor.at]
    if line.clean.startswith("("):
        return False
    if line.starts_lower or (last.caps and line.caps):
        return True
    return not blank and not _is_preamble(line) and not _is_prose(cursor, last)


def _is_prose(cursor: Cursor, last: RawLine) -> bool:
    """Whether the next lines are a sentence, or too long to go on with a title in capitals."""
    end = cursor.blocks.end(cursor.at, most=_SENTENCE_LINES)
    lines = cursor.lines[cursor.at : end]
    length = sum(len(line.clean) + 1 for line in lines)
    sentence = lines[-1].ends
    if last.caps:
        return length > (_SHORTEST_SENTENCE if sentence else _LONGEST_TAIL)
    return sentence and length > _LONGEST_TAIL


def _decides(cursor: Cursor, last: RawLine) -> bool:
    """Whether the next line names who decides, apart from the title and right above the grounds."""
    lines, at = cursor.lines, cursor.at
    line = lines[at]
    if not line.caps or last.low.endswith(cues().goes_on):
        return False
    if not names_who_decides(line):
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
