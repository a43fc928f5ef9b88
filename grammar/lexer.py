"""Lexer: gives every line its token, by its looks (lines.py), its place and the lines around it.

It walks once through the lines, part by part: preface, preamble, body, conclusions, attachment.
Every line becomes exactly one token, so nothing is lost; the tokens keep to what plan.lark takes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from lark import Token
from lark.lexer import Lexer

from .lines import (
    RawLine,
    cues,
    is_date_line,
    is_lone_number,
    is_number_line,
    read_line,
    read_lines,
    split_columns,
    wrap_width,
)
from .markers import Marker
from .outline import Outline, Placement, order_bullets
from .source import Source

_UPPER = r"[^\W\d_a-z]"  # a letter that is no small ASCII letter
_LOWER = r"[^\W\d_A-Z]"
_GAP = r"(?<![ \t\xa0])(?:[ \xa0]{3,}+|[ \xa0]*+\t)[ \t\xa0]*+"
_HEADER_RIGHT = re.compile(
    r"(?P<right>CỘNG\s+H[OÒ]|Độc\s+lập\s*[-–]|"
    r"(?<=[ \t\xa0]{2})[A-ZĐ][^\n\d,]{1,40},\s*ngày\b|(?<=[A-Z|]\s)[A-ZĐ][^\n\d,/]{1,40},\s*ngày\b)"
)
_SIGN_RIGHT = re.compile(
    _GAP + r"\**(?P<right>(?:TM|KT|TL|TUQ|Q|T/M)\s*\.|(?:PHÓ |Q\. )?CHỦ TỊCH|(?:PHÓ )?GIÁM ĐỐC"
    r"|(?:PHÓ )?TRƯỞNG |(?:PHÓ )?CHÁNH |(?:PHÓ )?BÍ THƯ"
    rf"|{_UPPER}{_LOWER}+(?: {_UPPER}{_LOWER}+){{1,4}}\s*$)",
    re.MULTILINE,
)
# The same where the extraction left one space between the columns: behind an end mark, up to the
# end of the line; a name only behind the archive line.
_SIGN_TIGHT = re.compile(
    r"(?<=[:;.)]) +(?P<right>(?:TM|KT|TL|TUQ|Q|T/M) ?\. ?(?:[^\W\d_]| )+$"
    r"|(?:PHÓ |Q\. )?CHỦ TỊCH\s*$"
    r"|(?:PHÓ )?(?:GIÁM ĐỐC|TRƯỞNG|CHÁNH|BÍ THƯ|HIỆU TRƯỞNG)(?:[^\W\d_]| )*$)",
    re.MULTILINE,
)
_SIGN_NAME = re.compile(
    rf"(?<=[.;)]) +(?P<right>{_UPPER}{_LOWER}+(?: {_UPPER}{_LOWER}+){{1,4}}\s*$)", re.MULTILINE
)
_NAME = re.compile(rf"{_UPPER}[\w.'-]*(?: (?:{_UPPER}|\()[\w.'-]*\)?){{1,5}}\Z")
_TITLE_LIKE = re.compile(r"kế hoạch\s+\S+")
_FOOTNOTE = re.compile(r"\[\d+\]|\(\d\)\s")
_ALL_HEADER_KINDS = ("blank", "pipe", "rule", "page")


class LineToken(Token):
    """A Lark token for one line; `line_info` is the line, `placement` the place of a marked one."""

    raw: RawLine
    placement: Placement | None


def _token(kind: str, line: RawLine, placement: Placement | None = None) -> LineToken:
    token = LineToken(kind, line.clean, line.start)
    token.raw = line
    token.placement = placement
    return token


class PlanLexer(Lexer):
    """The lexer that Lark drives; its input is a `Document`."""

    def __init__(self, lexer_conf: Any) -> None:
        self.conf = lexer_conf

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override] # no text
        """The tokens of a document; Lark hands a custom lexer the input as it got it."""
        document: Document = data
        return iter(document.tokens())


class Document:
    """The lines of one source on their way to tokens."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = read_lines(source)
        self.cues = cues()
        self.width = wrap_width(self.lines)
        self.spaced, self.tight = self._spacing()
        self.text_starts = [line.start for line in self.lines if line.kind == "text"]
        self.high = [line for line in self.lines if line.marker and line.marker.is_high]
        romans = [line.start for line in self.high if line.marker and line.marker.family == "roman"]
        self.last_roman = romans[-1] if romans else -1
        # Behind the last of these lines nothing but the end of the document comes.
        self.last_sure = max((one.start for one in self.lines if self._is_sure(one)), default=-1)
        self.out: list[Token] = []
        self.at = 0

    def _spacing(self) -> tuple[bool, bool]:
        """Whether empty lines stand between all lines of a wrapped text, or between none."""
        if self.width is None:
            return False, False
        after_blank = broken = seen = 0
        for one, two in zip(self.lines, self.lines[1:], strict=False):
            if two.kind == "text":
                seen += 1
                after_blank += one.kind == "blank"
                broken += one.kind == "blank" and two.starts_lower
        return broken * 5 > seen, after_blank * 12 < seen

    # --- the parts ---------------------------------------------------------------------------

    def tokens(self) -> list[Token]:
        """All tokens, in order."""
        type_at = self._find_doc_type()
        self._part("_PREFACE")
        self._preface(type_at)
        self._part("_PREAMBLE")
        self._preamble()
        self._part("_BODY")
        self._body()
        self._part("_CONCLUSIONS")
        self._conclusions()
        self._part("_ATTACHMENT")
        self._attachment()
        return self.out

    def _part(self, name: str) -> None:
        start = self.lines[self.at].start if self.at < len(self.lines) else len(self.source.text)
        self.out.append(Token(name, "", start))

    def _emit(self, kind: str, line: RawLine, placement: Placement | None = None) -> None:
        self.out.append(_token(kind, line, placement))

    def _emit_continuation(self, line: RawLine) -> None:
        """A line that goes on with the block before it; empty lines between become part of it."""
        for token in reversed(self.out):
            if token.type != "STRAY":
                break
            token.type = "CONT"
        self._emit("CONT", line)

    # --- preface -----------------------------------------------------------------------------

    def _find_doc_type(self) -> int | None:
        """The line that names the type of document, or that titles it; None where there is none."""
        loose: int | None = None
        for at, line in enumerate(self.lines):
            if line.kind != "text":
                continue
            if line.caps:
                end = self.cues.doc_type.match(line.low)
                if end:
                    rest = line.low[end:].strip(" :.")
                    if not rest:
                        return at
                    if loose is None and line.marker is None:
                        loose = at
            elif self._starts_body(line) or self._heads_recipients(line):
                break
            elif loose is None and _TITLE_LIKE.match(line.low) and len(line.clean) < 200:
                loose = at
        return loose

    def _starts_body(self, line: RawLine) -> bool:
        return line.marker is not None and not line.marker.is_bullet

    def _preface(self, type_at: int | None) -> None:
        if type_at is None:
            type_at = self._end_of_bare_header()
            self._header(type_at)
            return
        self._header(type_at)
        self._part_type_from_title()
        line = self.lines[self.at]
        self._emit("DOCTYPE", line)
        self.at += 1
        end = self.cues.doc_type.match(line.low)
        alone = end > 0 and not line.low[end:].strip(" :.")
        self._subject(line, alone)

    def _part_type_from_title(self) -> None:
        """`KẾ HOẠCH TUYÊN TRUYỀN …` on one line becomes type and title, as on two lines."""
        line = self.lines[self.at]
        end = self.cues.doc_type.match(line.low)
        rest = line.low[end:].strip(" :.")
        if not (end and rest):
            return
        words = line.clean[:end].split()
        raw = self.source.text[line.start : line.end]
        found = re.search(r"[\s*]+".join(map(re.escape, words)) + r"[\s*:.]*", raw)
        if found is None:
            return
        at = line.start + found.end()
        self.lines[self.at : self.at + 1] = [
            read_line(self.source, line.start, at),
            read_line(self.source, at, line.end),
        ]

    def _end_of_bare_header(self) -> int:
        """Without a title: the header is what looks like one at the top, else nothing.

        Quốc hiệu shows it also below the chrome of a web page.
        """
        top = (at for at, line in enumerate(self.lines[:400]) if self.cues.national.match(line.low))
        national = next(top, None)
        if national is not None:
            return self._end_below(national)
        end = 0
        for at, line in enumerate(self.lines[:40]):
            if line.kind in _ALL_HEADER_KINDS:
                continue
            if not self._header_role(line, ""):
                break
            end = at + 1
        return end

    def _end_below(self, national: int) -> int:
        """The end of a header without a title: behind the date that follows quốc hiệu."""
        end = national + 1
        for at, line in enumerate(self.lines[end : end + 25], end):
            role = self._header_role(line, "") if line.kind == "text" else ""
            if role:
                end = at + 1
            if role == "DATE":
                more = at + 1 < len(self.lines) and self.lines[at + 1].low.startswith("năm ")
                return end + more
        return end

    def _header_start(self, lines: list[RawLine]) -> int:
        """The first line of the header: what stands above is the chrome of a web page.

        From quốc hiệu upwards, as far as issuer, number and date go.
        """
        at = next((at for at, line in enumerate(lines) if self.cues.national.match(line.low)), 0)
        while at > 0:
            above = lines[at - 1]
            if above.kind == "text" and not (above.caps or self._header_role(above, "")):
                break
            at -= 1
        return at

    def _header(self, end: int) -> None:
        """The lines above the title."""
        lines: list[RawLine] = []
        for line in self.lines[self.at : end]:
            lines.extend(split_columns(self.source, line, _HEADER_RIGHT))
        self.at = end
        before = ""
        first = self._header_start(lines)
        for at, line in enumerate(lines):
            if at < first:
                self._emit("STRAY", line)
                continue
            if line.kind in _ALL_HEADER_KINDS:
                if line.kind == "pipe" or (line.kind == "rule" and before == "ISSUER"):
                    before = ""
                self._emit("STRAY", line)
                continue
            if self._continues_header(lines, at, before):
                self._emit_continuation(line)
                continue
            before = self._header_role(line, before)
            if not before and self._begins_place(lines, at):
                before = "DATE"
            self._emit(before or "STRAY", line)

    def _begins_place(self, lines: list[RawLine], at: int) -> bool:
        """Whether a line is the first half of a place: `Thành phố Hồ` / `Chí Minh, ngày …`."""
        line = lines[at]
        following = lines[at + 1] if at + 1 < len(lines) else None
        return (
            following is not None
            and is_date_line(following)
            and not following.low.startswith("ngày")
            and self.cues.unit.match(line.low) > 0
            and len(line.clean) < 30
            and not line.ends
        )

    def _header_role(self, line: RawLine, before: str) -> str:
        if self.cues.national.match(line.low):
            return "NATIONAL"
        if is_number_line(line):
            return "NUMBER"
        if is_date_line(line) or (
            "ngày" in line.low and "," in line.clean and len(line.clean) < 80
        ):
            return "DATE"
        if line.clean.endswith(",") and len(line.clean) < 40 and line.clean[0].isupper():
            return "DATE"
        if is_lone_number(line):
            return "NUMBER"
        organ = self.cues.organ.match(line.low.lstrip("/ ")) or self.cues.unit.match(line.low)
        if line.caps and organ:
            return "ISSUER"
        if before == "ISSUER" and line.caps:
            return "ISSUER"
        return ""

    def _continues_header(self, lines: list[RawLine], at: int, before: str) -> bool:
        """Whether a header line completes the one before it (a wrapped cell, `Số:` alone)."""
        if not before or self.out[-1].type == "_PREFACE":
            return False
        line = lines[at]
        if before == "NUMBER":
            return is_lone_number(line) or bool(re.match(r"[A-ZĐ]+-[\w-]+\Z", line.clean))
        if before == "DATE":
            return line.low.startswith(("tháng", "ngày", "năm")) or (
                ("tháng" in line.low or "năm" in line.low) and not line.caps
            )
        if before == "NATIONAL":
            return (
                not self.cues.national.match(line.low)
                and line.caps
                and not (is_number_line(line) or self.cues.organ.match(line.low))
            )
        return False

    def _subject(self, type_line: RawLine, alone: bool) -> None:
        """The lines of the title below the type of document."""
        last = None if alone else type_line
        blank = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.kind in ("blank", "pipe", "rule", "page"):
                blank = True
                if line.kind in ("rule", "pipe") and last is not None:
                    return
                self._emit("STRAY", line)
                self.at += 1
                continue
            if line.low.startswith("căn cứ") or self._is_chapter(line):
                return
            if last is None:
                self._emit("SUBJECT", line)
            elif self._joins_title(last, line, blank):
                self._emit_continuation(line)
            elif last is type_line and not alone and not blank and not self._is_preamble(line):
                self._emit("SUBJECT", line)
            else:
                return
            last, blank = line, False
            self.at += 1

    def _joins_title(self, last: RawLine, line: RawLine, blank: bool) -> bool:
        if self._is_chapter(line) or line.clean.startswith("("):
            return False
        if line.starts_lower:
            return True
        if last.caps and line.caps:
            return True
        return not blank and not self._is_preamble(line)

    def _is_chapter(self, line: RawLine) -> bool:
        return line.marker is not None and line.marker.family in (
            "roman",
            "part",
            "upper",
            "number",
        )

    def _is_preamble(self, line: RawLine) -> bool:
        if self.cues.ground.match(line.low) or self.cues.formula.search(line.low):
            return True
        return bool(self.cues.organ.match(line.low)) and not line.caps and len(line.clean) > 60

    # --- preamble ----------------------------------------------------------------------------

    def _preamble(self) -> None:
        """Grounds and formula; leaves at the first line of the body."""
        formula_seen = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.kind != "text":
                self._emit("STRAY", line)
                self.at += 1
                continue
            if self._begins_conclusions(line):
                return
            words = line.low[line.marker.length :].strip() if line.marker else line.low
            grounds = bool(self.cues.ground.match(words))
            if line.marker is not None and not (
                grounds
                and (line.marker.is_bullet or not formula_seen)
                and not line.caps
                and self._is_real_ground(words)
            ):
                return
            if line.caps and not grounds and self._heads(line):
                if not self._issuer_line(line):
                    return
                self._emit("STRAY", line)
                self.at += 1
                continue
            if formula_seen and not grounds:
                return
            end = self._end_of_ground(self.at) if grounds else self._end_of_block(self.at)
            text = " ".join(one.low for one in self.lines[self.at : end] if one.kind == "text")
            formula = self.cues.formula.search(text) is not None and text.rstrip().endswith(
                (":", "sau", "sau.", "yếu")
            )
            if not grounds and not formula and not self._formula_ahead(end):
                return
            formula_seen = formula_seen or formula
            kind = "GROUND" if grounds else "FORMULA" if formula else "TEXT"
            self._emit_block(kind, end)

    def _end_of_ground(self, at: int) -> int:
        """Like `_end_of_block`; a ground goes on, whatever its lines look like, until it ends."""
        end = self._end_of_block(at)
        while end < len(self.lines) and not self.lines[end - 1].ends:
            line = self.lines[end]
            if line.kind != "text" or line.marker is not None or line.caps:
                break
            if self.cues.ground.match(line.low) or self._begins_conclusions(line):
                break
            end = self._end_of_block(end)
        return end

    def _is_real_ground(self, words: str) -> bool:
        """A marked ground names a document; a task (`1. Thực hiện …`) does not."""
        return words.startswith("căn cứ") or bool(re.search(r"\d+[/-]\S*[a-zđ]", words))

    def _issuer_line(self, line: RawLine) -> bool:
        """`ỦY BAN NHÂN DÂN TỈNH …` alone above the grounds, as decisions have it."""
        if self.cues.no_body.match(line.low):
            return False
        return bool(self.cues.organ.match(line.low) or self.cues.position.match(line.low))

    def _formula_ahead(self, at: int) -> bool:
        """Whether a ground or the formula still comes before any marked block."""
        for line in self.lines[at : at + 60]:
            if line.kind != "text":
                continue
            if line.marker is not None or (line.caps and self._heads(line)):
                return False
            if self.cues.formula.search(line.low) or line.low.startswith("căn cứ"):
                return True
        return False

    def _heads(self, line: RawLine) -> bool:
        return len(line.clean) >= 6 and line.marker is None and not line.clean.endswith(";")

    # --- body --------------------------------------------------------------------------------

    def _body(self) -> None:
        markers = [line.marker for line in self.lines[self.at :] if line.marker]
        outline = Outline(order_bullets(markers))
        open_blocks: list[int] = []  # depth of each open block, 0 for a heading above all others
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.kind == "text" and self._begins_conclusions(line):
                break
            if self._begins_tail_noise(line):
                break
            if line.kind == "pipe" or self._is_table_head(line):
                self._table_or_pipe()
                continue
            if line.kind != "text":
                self._emit("STRAY", line)
                self.at += 1
                continue
            if self._is_row(line):
                self._emit("CELL", line)
                self.at += 1
                continue
            if line.marker is not None:
                placement = outline.place(line.marker)
            elif line.caps and self._heads(line) and self._stands_alone(self.at):
                placement = outline.caption(self._next_high(line))
            else:
                if self._is_closing(line):
                    self._close(open_blocks, 1)
                    outline.reset()
                self._emit_block("TEXT", self._end_of_block(self.at, outline))
                continue
            depth = 0 if line.marker is None and placement.depth == 1 else placement.depth
            self._close(open_blocks, depth)
            self.out.append(Token("_OPEN", "", line.start))
            open_blocks.append(depth)
            self._emit_block("MARKED", self._end_of_block(self.at, outline), placement)
        self._close(open_blocks, 0)

    def _next_high(self, line: RawLine) -> Marker | None:
        """The next marker of a section behind a line."""
        at = bisect_right(self.high, line.start, key=lambda one: one.start)
        return self.high[at].marker if at < len(self.high) else None

    def _close(self, open_blocks: list[int], depth: int) -> None:
        """Closes the open blocks that are not above `depth`."""
        at = self.lines[self.at].start if self.at < len(self.lines) else len(self.source.text)
        while open_blocks and open_blocks[-1] >= depth:
            open_blocks.pop()
            self.out.append(Token("_CLOSE", "", at))

    def _is_closing(self, line: RawLine) -> bool:
        """Whether one of the body's last paragraphs begins here (not the middle of a sentence)."""
        return not line.starts_lower and bool(self.cues.closing.match(line.low))

    def _stands_alone(self, at: int) -> bool:
        """Whether an unmarked line in capitals is a heading of its own, not shouted text."""
        before = self.lines[at - 1] if at else None
        return before is None or before.kind != "text" or before.ends

    def _emit_block(self, kind: str, end: int, placement: Placement | None = None) -> None:
        """The lines from here to `end` as one block: its first token, then continuations."""
        self._emit(kind, self.lines[self.at], placement)
        for line in self.lines[self.at + 1 : end]:
            self._emit("CONT", line)
        self.at = end

    def _end_of_block(self, at: int, outline: Outline | None = None) -> int:
        """The line behind the last line of the block that begins at `at`."""
        last = self.lines[at]
        end = ahead = at + 1
        blank = False
        while ahead < len(self.lines):
            line = self.lines[ahead]
            if line.kind in ("blank", "page") and (
                line.kind == "blank" or (self.width and not last.ends)
            ):
                blank = True
                ahead += 1
                continue
            if line.kind != "text" or not self._continues(last, line, blank, outline):
                break
            last, blank = line, False
            ahead += 1
            end = ahead
        return end

    def _continues(
        self, last: RawLine, line: RawLine, blank: bool, outline: Outline | None
    ) -> bool:
        """Whether `line` goes on where `last` stopped."""
        bare = last.marker is not None and len(last.clean) <= last.marker.length
        if line.marker is not None:
            return not bare and self._false_marker(last, line, blank, outline)
        if bare:
            return True
        if self._begins_conclusions(line) or self._is_closing(line):
            return False
        if self._is_table_head(line):
            return False
        if last.caps and line.caps and not last.ends and len(last.clean) > 3:
            return True
        if line.starts_lower and not last.ends:
            return True
        if not blank and not last.caps and last.low.endswith(self.cues.goes_on):
            return True
        if self.width is None:
            return False
        full = len(last.clean) >= self.width * 0.7
        if self.spaced:
            return full and not last.ends
        if self.tight:
            return full and not last.ends
        if line.caps and not last.caps and self._heads(line) and len(line.clean) < 60:
            return False
        return not blank

    def _false_marker(
        self, last: RawLine, line: RawLine, blank: bool, outline: Outline | None
    ) -> bool:
        """Whether what looks like a marker is a wrapped line that happens to begin so."""
        assert line.marker is not None
        rest = line.clean[line.marker.length :].lstrip()
        if last.clean[-1].isdigit() and line.marker.is_bullet and rest[:1].isdigit() and not blank:
            return True  # 2021 / - 2030
        if self.width is None or last.ends or (blank and not self.spaced):
            return False
        full = len(last.clean) >= self.width * 0.7
        if not full:
            return False
        if rest[:1].islower() or rest[:1].isdigit():
            return True
        if line.marker.is_bullet:
            return False
        if line.marker.family.startswith(("roman", "decimal")):
            return False
        return outline is None or not outline.expects(line.marker)

    # --- tables ------------------------------------------------------------------------------

    def _is_row(self, line: RawLine) -> bool:
        """A table row on one line: `| a | b |`, or cells parted by tabs."""
        raw = self.source.text[line.start : line.end]
        return raw.count("|") >= 2 or (raw.strip().count("\t") >= 2 and line.marker is None)

    def _is_table_head(self, line: RawLine) -> bool:
        return line.kind == "text" and line.low in self.cues.table_head

    def _table_or_pipe(self) -> None:
        """A table whose cells stand on lines of their own, or a stray pipe."""
        end = self._end_of_pipes() if self.lines[self.at].kind == "pipe" else self._end_of_cells()
        if end <= self.at + 1:
            self._emit("STRAY", self.lines[self.at])
            self.at += 1
            return
        for line in self.lines[self.at : end]:
            self._emit("CELL", line)
        self.at = end

    def _end_of_pipes(self) -> int:
        """The end of a run of cells between lone pipes; a cell has at most forty lines."""
        end = self.at
        ahead, since, text = self.at, 0, False
        spaced = self.at + 1 < len(self.lines) and self.lines[self.at + 1].kind == "blank"
        while ahead < len(self.lines) and since <= 40:
            line = self.lines[ahead]
            if line.kind == "pipe":
                following = self.lines[ahead + 1] if ahead + 1 < len(self.lines) else None
                if text or since == 0:
                    end = ahead + 1
                since, text = 0, False
                if following is None or not (
                    spaced or following.kind != "blank" or self._pipe_near(ahead)
                ):
                    break
            elif line.kind == "text":
                high = spaced and line.marker is not None and line.marker.is_high
                if high or self._begins_conclusions(line):
                    break
                text = True
            since += line.kind != "pipe"
            ahead += 1
        return end if end > self.at + 1 else self.at

    def _pipe_near(self, at: int) -> bool:
        """Whether, past empty lines, the next line is a pipe again."""
        for line in self.lines[at + 1 : at + 4]:
            if line.kind == "pipe":
                return True
            if line.kind == "text":
                return False
        return False

    def _end_of_cells(self) -> int:
        """The end of a flattened table: cells line by line, up to the next chapter or ending."""
        end = self.at + 1
        for ahead in range(self.at + 1, len(self.lines)):
            line = self.lines[ahead]
            if line.kind in ("blank", "page"):
                continue
            if line.kind != "text" or self._begins_conclusions(line):
                break
            if line.marker is not None and line.marker.family in ("roman", "part", "upper"):
                break
            if line.caps and len(line.clean) > 12 and self._heads(line):
                break
            if self.cues.closing.match(line.low) or self.cues.web.match(line.low):
                break
            end = ahead + 1
        return end

    # --- conclusions ---------------------------------------------------------------------------

    def _begins_conclusions(self, line: RawLine) -> bool:
        if self._heads_recipients(line):
            return True
        return line.caps and self._is_sign(line) and self._near_end(line)

    def _is_sure(self, line: RawLine) -> bool:
        """Whether only a document has such a line: quốc hiệu, căn cứ, a section, Nơi nhận."""
        if line.kind != "text":
            return False
        if line.marker is not None and line.marker.is_high:
            return True
        if line.low.startswith("căn cứ") or self.cues.national.match(line.low):
            return True
        return self._heads_recipients(line)

    def _heads_recipients(self, line: RawLine) -> bool:
        return bool(self.cues.recipients.match(line.low.removeprefix("/")))

    def _is_sign(self, line: RawLine) -> bool:
        """A line of the signature: capitals that begin with TM., KT. or a position."""
        if not line.caps or len(line.clean) > 90:
            return False
        return bool(self.cues.authority.match(line.low)) or (
            line.marker is None and bool(self.cues.position.match(line.low))
        )

    def _near_end(self, line: RawLine) -> bool:
        """A bare position in capitals signs only where little but names follows."""
        if self.cues.authority.match(line.low):
            return True
        after = len(self.text_starts) - bisect_right(self.text_starts, line.start)
        return after < 30 and self.last_roman <= line.start

    def _begins_tail_noise(self, line: RawLine) -> bool:
        """Whether a web page's chrome begins here and nothing of the document comes after it."""
        if line.kind != "text" or len(line.clean) > 80 or not self.cues.web.match(line.low):
            return False
        if line.start < self.last_sure:
            return False
        ahead = self.lines[self.at + 1 : self.at + 60]
        following = [one for one in ahead if one.kind == "text"][:12]
        if any(self._begins_conclusions(one) for one in following):
            return False
        return not following or any(self.cues.web.match(one.low) for one in following)

    def _conclusions(self) -> None:
        lines = self.lines[self.at :]
        if not lines or not any(self._begins_conclusions(one) for one in lines[:1]):
            if lines and self._begins_tail_noise(lines[0]):
                for line in lines:
                    self._emit("STRAY", line)
                self.at = len(self.lines)
            return
        parts: list[RawLine] = []
        for line in lines:
            parts.extend(self._sign_columns(line))
        self._conclusion_lines(parts)

    def _sign_columns(self, line: RawLine) -> list[RawLine]:
        """A line of the conclusions as its columns: recipients left, signature right."""
        columns = list(split_columns(self.source, line, _SIGN_RIGHT))
        listing = line.marker is not None and line.marker.is_bullet
        if len(columns) == 1 and (listing or self._heads_recipients(line)):
            columns = list(split_columns(self.source, line, _SIGN_TIGHT))
        if len(columns) == 1 and listing and "lưu" in line.low:
            columns = list(split_columns(self.source, line, _SIGN_NAME))
        return columns

    def _conclusion_lines(self, parts: list[RawLine]) -> None:
        """The lines of recipients and signature; what comes after both is attachment or noise."""
        listing = signed = named = False
        before: RawLine | None = None
        used = 0
        for line in parts:
            if line.kind != "text":
                self._emit("STRAY", line)
                if line.kind == "pipe":
                    before = None
                used += not line.glued
                continue
            kind = self._conclusion_kind(line, before, listing, signed, named)
            if not kind:
                if line.glued:  # the left column of its line is already taken
                    self._emit("STRAY", line)
                break
            if kind in ("RECIPHEAD", "RECIP"):
                listing = True
            signed = signed or kind == "SIGN"
            named = named or kind == "NAME"
            if kind in ("RECIP", "RECIPHEAD", "CONT") or not line.glued:
                before = line
            if kind == "CONT":
                self._emit_continuation(line)
            else:
                self._emit(kind, line)
            used += not line.glued
        self.at += used

    def _conclusion_kind(
        self, line: RawLine, before: RawLine | None, listing: bool, signed: bool, named: bool
    ) -> str:
        if self._heads_recipients(line):
            return "" if listing and named else "RECIPHEAD"
        if self.cues.attachment.match(line.low.removeprefix("(")) and (
            named or ((signed or listing) and line.caps)
        ):
            return ""
        if self._is_sign(line) or (line.glued and self.cues.authority.match(line.low)):
            return "" if named and listing else "SIGN"
        if signed and line.caps and not named and before is not None and self._is_sign(before):
            return "CONT" if self.out[-1].type in ("SIGN", "CONT") else "SIGN"
        if self.cues.web.match(line.low) or _FOOTNOTE.match(line.clean):
            return ""
        if signed and not named and _NAME.match(line.clean) and line.marker is None:
            return "NAME"
        if listing and line.marker is not None and line.marker.is_bullet and not (named and signed):
            return "RECIP"
        if listing and before is not None and not named and not self._is_sign(before):
            follows = self.out[-1].type in ("RECIP", "CONT", "RECIPHEAD", "STRAY")
            if follows and line.marker is None and self._goes_on(before, line):
                return "CONT"
            return "RECIP" if not signed or line.glued else "STRAY"
        if listing and line.marker is not None and line.marker.is_bullet:
            return "RECIP"
        if not named:
            return "STRAY" if signed or not listing else "RECIP"
        return ""

    def _goes_on(self, before: RawLine, line: RawLine) -> bool:
        if self._heads_recipients(before):
            return False
        return line.starts_lower or not before.ends

    # --- attachment ----------------------------------------------------------------------------

    def _attachment(self) -> None:
        for line in self.lines[self.at :]:
            noise = line.kind != "text" or bool(self.cues.web.match(line.low))
            self._emit("STRAY" if noise else "TEXT", line)
        self.at = len(self.lines)
