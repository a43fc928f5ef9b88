"""Header: the lines above the title, whose two columns may stand on one line."""

from __future__ import annotations

from collections.abc import Iterator

from .lex_cursor import Cursor
from .lines import (
    RawLine,
    cues,
    is_date_line,
    is_lone_number,
    is_national,
    is_number_line,
    split_cells,
    split_columns,
)
from .patterns import compiled

_RIGHT = compiled(
    r"(?P<right>C[ỘÔ]NG\s+H\w\w\b|Độc\s+lập\s*[-–]|(?i:độc\s+lập)(?=\W{1,8}[Tt][ựỰ]\b)|"
    r"(?<=[ \t\xa0]{2})ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\b|(?<=\t)ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\b|"
    r"(?<=[ \t\xa0]{2})[A-ZĐ][^\n\d,]{1,40},\s*ngày\b|"
    # Not the end of the symbol: 07/KH UBND Hoa Lâm, ngày …
    r"(?<=[A-ZĐ|]\s)(?!(?!TP)[A-ZĐ]{2,}\b)[A-ZĐ][^\n\d,/]{1,40},\s*ngày\b)"
)
_SYMBOL = compiled(r"[A-ZĐ]+-[\w-]+\Z")
_PLACE_ENDS = compiled(r"(?:[^\W\d_]| |-)+, ?ngày\b")  # the end of a place, and the day
_LONGEST_PLACE, _LONGEST_LINE = 30, 400
_OWN_NUMBER = compiled(r"số\s*:\s*\d+[a-zđ]?\s*(?:/\s*\d{4}\s*)?[/-]\s*[a-zđ]")
_NUMBER_WORD = "số"
_SYMBOL_ENDS, _YEAR = compiled(r"[A-ZĐ][\w&.-]*\Z"), compiled(r"\d{4}\Z")
# How far down the page quốc hiệu, the header and the rest of it below quốc hiệu are looked for.
_NATIONAL_WITHIN, _HEADER_WITHIN, _BELOW_NATIONAL = 400, 40, 25


def end_of_bare_header(cursor: Cursor) -> int:
    """Without a title: the header is what looks like one at the top, else nothing.

    Quốc hiệu shows it also below the chrome of a web page; so does the number where quốc hiệu is
    lost.
    """
    for at, line in enumerate(cursor.lines[:_NATIONAL_WITHIN]):
        if "NATIONAL" in _roles(cursor, line):
            return _end_below(cursor, at)
    end = _end_of_header(cursor, 0)
    for at, line in enumerate(cursor.lines[end:_HEADER_WITHIN], end):
        if _ends_head(line):
            break
        if _OWN_NUMBER.match(line.low):
            return _end_of_header(cursor, at)
    return end


def _end_of_header(cursor: Cursor, start: int) -> int:
    """Behind the last of the lines from `start` on that look like those of a header."""
    end = start
    for at, line in enumerate(cursor.lines[start:_HEADER_WITHIN], start):
        if line.kind == "text":
            if not any(_roles(cursor, line)):
                break
            end = at + 1
    return end


def _ends_head(line: RawLine) -> bool:
    """Whether a line is of what comes below the head: a ground, the formula, a heading."""
    if line.kind != "text":
        return False
    if line.marker is not None and not line.marker.is_bullet:
        return True
    return bool(cues().ground.match(line.low) or cues().formula.search(line.low))


def _cells(cursor: Cursor, line: RawLine) -> Iterator[RawLine]:
    """The columns of a line: cells between bars, and what stands right of a wide gap."""
    for cell in split_cells(cursor.source, line):
        yield from split_columns(cursor.source, cell, _RIGHT)


def _roles(cursor: Cursor, line: RawLine) -> list[str]:
    """The tokens that the columns of a line are by their looks; a page in one line is none."""
    if len(line.clean) > _LONGEST_LINE:
        return []
    return [_role(cell, "") for cell in _cells(cursor, line) if cell.kind == "text"]


def read_header(cursor: Cursor, end: int) -> None:
    """Reads the lines up to `end`, which is the title's or the grounds'."""
    lines: list[RawLine] = []
    for line in cursor.lines[cursor.at : end]:
        lines.extend(_cells(cursor, line))
    cursor.at = end
    first = _first_line(lines)
    for line in lines[:first]:
        cursor.emit("STRAY", line)
    before = ""  # the role of the line before in the same cell
    for at in range(first, len(lines)):
        before = _emit(cursor, lines, at, before)


def _emit(cursor: Cursor, lines: list[RawLine], at: int, before: str) -> str:
    """Emits one line and gives its role, or that of the line it goes on with."""
    line = lines[at]
    if line.kind != "text":
        cursor.emit("STRAY", line)
        parts = line.kind == "pipe" or (line.kind == "rule" and before == "ISSUER")
        return "" if parts else before
    if _completes(line, before, lines[at - 1] if at else line):
        cursor.emit_continuation(line)
        return before
    role = _role(line, before)
    if not role and _begins_place(lines, at):
        role = "DATE"
    cursor.emit(role or "STRAY", line)
    return role


def _find_national(lines: list[RawLine]) -> int | None:
    """The first line of quốc hiệu."""
    return next((at for at, line in enumerate(lines) if is_national(line)), None)


def _end_below(cursor: Cursor, national: int) -> int:
    """The end of a header without a title: behind the date that follows quốc hiệu."""
    lines = cursor.lines
    end = national + 1
    for at, line in enumerate(lines[end : end + _BELOW_NATIONAL], end):
        roles = _roles(cursor, line) if line.kind == "text" else []
        if any(roles):
            end = at + 1
        if "DATE" in roles:
            return end + (at + 1 < len(lines) and _goes_on_with_day(lines[at + 1]))
    return end


def _goes_on_with_day(line: RawLine) -> bool:
    """Whether a line behind one with the day has its month or year: `tháng 11 năm 2025`, `2025`."""
    return line.low.startswith(("tháng ", "năm ")) or bool(_YEAR.match(line.clean))


def _first_line(lines: list[RawLine]) -> int:
    """The first line of the header: what stands above is the chrome of a web page.

    From quốc hiệu upwards, as far as issuer, number and date go.
    """
    at = _find_national(lines) or 0
    while at > 0:
        above = lines[at - 1]
        if above.kind == "text" and not (above.caps or _role(above, "")):
            break
        at -= 1
    return at


def _role(line: RawLine, before: str) -> str:
    """The token that a line of the header is by its looks; none where it looks like none."""
    if is_national(line):
        return "NATIONAL"
    if is_number_line(line) or line.low == _NUMBER_WORD:
        return "NUMBER"
    if (is_date_line(line) or _is_place(line)) and not cues().ground.match(line.low):
        return "DATE"
    if is_lone_number(line):
        return "NUMBER"
    if line.caps and (before == "ISSUER" or _names_body(line)):
        return "ISSUER"
    return ""


def _is_place(line: RawLine) -> bool:
    """Whether a line has the place before the date, the date itself missing or cut off."""
    if "ngày" in line.low and "," in line.clean and len(line.clean) < 80:
        return True
    return line.clean.endswith(",") and len(line.clean) < 40 and line.clean[0].isupper()


def _names_body(line: RawLine) -> bool:
    """Whether a line begins with the name of a body or of a unit."""
    if cues().no_body.match(line.low):
        return False
    return bool(cues().organ.match(line.low.lstrip("/ ")) or cues().unit.match(line.low))


def _begins_place(lines: list[RawLine], at: int) -> bool:
    """Whether a line is the first half of a place: `Thành phố Hồ` / `Chí Minh, ngày …`.

    Also one or two words of a name whose rest stands before the day: `Hà` / `Nội, ngày …`.
    """
    line = lines[at]
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following is None or not is_date_line(following) or following.low.startswith("ngày"):
        return False
    if cues().unit.match(line.low):
        return len(line.clean) < _LONGEST_PLACE and not line.ends
    words = line.clean.split(" ")
    begun = len(words) < 3 and line.clean.istitle() and "".join(words).isalpha()
    short = cues().unit_short.match(line.low) == len(line.low.rstrip("."))
    return (begun or short) and _PLACE_ENDS.match(following.clean) is not None


def _completes(line: RawLine, before: str, last: RawLine) -> bool:
    """Whether a line completes the one before it (a wrapped cell, `Số:` alone).

    `before` is the role of the line that it may complete, `last` the line right above.
    """
    if before == "NUMBER":
        if last.clean.endswith(("-", "/")) and _SYMBOL_ENDS.match(line.clean):
            return True
        return is_lone_number(line) or bool(_SYMBOL.match(line.clean))
    if before == "DATE" and not cues().ground.match(line.low):
        if last.low.endswith("năm") and _YEAR.match(line.clean):
            return True
        return line.low.startswith(("tháng", "ngày", "năm")) or (
            ("tháng" in line.low or "năm" in line.low) and not line.caps
        )
    if before == "NATIONAL":
        return (
            not is_national(line)
            and line.caps
            and not (is_number_line(line) or cues().organ.match(line.low))
        )
    return False
