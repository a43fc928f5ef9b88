"""Conclusions: recipients and signature, line by line, and what follows them."""

from __future__ import annotations

from .lex_columns import signature_columns
from .lex_cursor import Cursor
from .lines import RawLine, cues, heads_recipients, is_sign
from .patterns import compiled

_UPPER = r"[^\W\d_a-z]"  # a letter that is no small ASCII letter
_NAME = compiled(rf"{_UPPER}[\w.'-]*(?: (?:{_UPPER}|\()[\w.'-]*\)?){{1,5}}\Z")
_BROKEN_OFF = ("-", "–")  # a dash whose recipient stands on the next line
_FOOTNOTE = compiled(r"\[\d+\]|\(\d\)\s")


def read_conclusions(cursor: Cursor) -> None:
    """Reads recipients and signature, or the chrome of a web page in their place."""
    if cursor.at == len(cursor.lines):
        return
    if cursor.ending.begins_conclusions(cursor.lines[cursor.at]):
        Conclusions(cursor).read()
    elif cursor.ending.begins_chrome(cursor.lines, cursor.at):
        cursor.take_all("STRAY", len(cursor.lines))


class Conclusions:
    """The reader of recipients and signature: what of both has come by now decides on a line."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._listing = False  # Nơi nhận, or a recipient
        self._signed = False  # TM., KT., a position
        self._named = False  # the signer's name
        self._before: RawLine | None = None  # the line before in the same column

    def read(self) -> None:
        """Reads up to the first line that belongs to neither."""
        cursor = self._cursor
        columns: list[RawLine] = []
        for line in cursor.lines[cursor.at :]:
            columns.extend(signature_columns(cursor.source, line))
        for at, line in enumerate(columns):
            if self._listing and line.clean in _BROKEN_OFF:
                self._emit("RECIP", line)
            elif line.kind != "text":
                cursor.emit("STRAY", line)
                self._before = None if line.kind == "pipe" else self._before
            elif kind := self._kind(line):
                self._emit(kind, line)
            else:
                if line.glued:  # the left column of its line is already taken
                    self._leave_line(columns[at:])
                return
            cursor.at += not line.glued

    def _leave_line(self, columns: list[RawLine]) -> None:
        """What is left of a line whose first columns are taken belongs to nothing."""
        for at, column in enumerate(columns):
            if at and not column.glued:
                return
            self._cursor.emit("STRAY", column)

    def _emit(self, kind: str, line: RawLine) -> None:
        """Emits a line and notes what it brings."""
        if kind == "CONT":
            self._cursor.emit_continuation(line)
        else:
            self._cursor.emit(kind, line)
        self._listing = self._listing or kind in ("RECIPHEAD", "RECIP")
        self._signed = self._signed or kind == "SIGN"
        self._named = self._named or kind == "NAME"
        if kind in ("RECIP", "RECIPHEAD", "CONT") or not line.glued:
            self._before = line

    def _kind(self, line: RawLine) -> str:
        """The token of a line; none where the conclusions end before it."""
        complete = self._listing and self._named
        if heads_recipients(line):
            return "" if complete else "RECIPHEAD"
        if line.start in self._cursor.ending.attached or self._begins_attachment(line):
            return ""
        if is_sign(line) or (line.glued and cues().authority.match(line.low)):
            return "" if complete else "SIGN"
        if self._completes_position(line):
            return "CONT" if self._last_kind() in ("SIGN", "CONT") else "SIGN"
        if cues().web.match(line.low) or _FOOTNOTE.match(line.clean):
            return ""
        if self._signed and not self._named and line.marker is None and _NAME.match(line.clean):
            return "NAME"
        return self._recipient_kind(line)

    def _recipient_kind(self, line: RawLine) -> str:
        """The token of a line that is none of the signature."""
        bullet = line.marker is not None and line.marker.is_bullet
        if self._listing and bullet and not (self._named and self._signed):
            return "RECIP"
        before = self._before
        if self._listing and before is not None and not self._named and not is_sign(before):
            if self._completes_recipient(before, line):
                return "CONT"
            return "RECIP" if not self._signed or line.glued else "STRAY"
        if self._listing and bullet:
            return "RECIP"
        if not self._named:
            return "STRAY" if self._signed or not self._listing else "RECIP"
        return ""

    def _last_kind(self) -> str:
        """The token before."""
        return self._cursor.out[-1].type

    def _begins_attachment(self, line: RawLine) -> bool:
        """Whether `Phụ lục`, `Biểu mẫu` … begins what follows the conclusions."""
        if not cues().attachment.match(line.low.removeprefix("(")):
            return False
        return self._named or ((self._signed or self._listing) and line.caps)

    def _completes_position(self, line: RawLine) -> bool:
        """Whether a line in capitals goes on with the line of the signature before it."""
        before = self._before
        if not (self._signed and line.caps) or self._named:
            return False
        return before is not None and is_sign(before)

    def _completes_recipient(self, before: RawLine, line: RawLine) -> bool:
        """Whether a line goes on with the recipient before it."""
        if self._last_kind() not in ("RECIP", "CONT", "RECIPHEAD", "STRAY"):
            return False
        if line.marker is not None or heads_recipients(before):
            return False
        return line.starts_lower or not before.ends
