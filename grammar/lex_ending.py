"""Ending: by which lines a document ends, told from the line and from where it stands."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain, takewhile

from .lines import RawLine, cues, heads_recipients, is_sign

_AFTER_POSITION = 30  # lines of text that may follow a bare position in capitals which signs
_NOTE_WITHIN = 24  # lines between the type of an attached document and `(Kèm theo …)`
_CHROME_AHEAD = 60  # lines read ahead to tell a web page's chrome from the document


class Ending:
    """What the document as a whole says of its end; made once from all its lines."""

    def __init__(self, lines: list[RawLine]) -> None:
        # Documents issued with this one: where each begins, and where its note does.
        self.attached = _attached(lines)
        own = lines
        if self.attached:
            first = min(self.attached)
            own = [line for line in lines if line.start < first]
        self._texts = [line.start for line in own if line.kind == "text"]
        romans = (one.start for one in own if one.marker and one.marker.family == "roman")
        # `CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …` above the grounds decides, below the articles it signs.
        decides = (one.start for one in takewhile(_is_open, own) if _is_decided(one))
        self._last_own = max(chain(romans, decides), default=-1)
        # Behind the last of these lines nothing but the end of the document comes.
        self._last_sure = max((one.start for one in lines if _is_sure(one)), default=-1)

    def begins_conclusions(self, line: RawLine) -> bool:
        """Whether recipients or signature begin with this line."""
        if heads_recipients(line):
            return True
        return line.caps and is_sign(line) and self._near_end(line)

    def _near_end(self, line: RawLine) -> bool:
        """A bare position in capitals signs only where little but names follows."""
        if cues().authority.match(line.low):
            return True
        after = len(self._texts) - bisect_right(self._texts, line.start)
        return after < _AFTER_POSITION and self._last_own <= line.start

    def begins_chrome(self, lines: list[RawLine], at: int) -> bool:
        """Whether a web page's chrome begins at `at` and nothing of the document comes after it."""
        line = lines[at]
        if line.kind != "text" or len(line.clean) > 80 or not cues().web.match(line.low):
            return False
        if line.start < self._last_sure:
            return False
        ahead = lines[at + 1 : at + _CHROME_AHEAD]
        following = [one for one in ahead if one.kind == "text"][:12]
        if any(self.begins_conclusions(one) for one in following):
            return False
        return not following or any(cues().web.match(one.low) for one in following)


def _is_open(line: RawLine) -> bool:
    """Whether a line does not close the document with `Nơi nhận`."""
    return line.kind != "text" or not heads_recipients(line)


def _is_decided(line: RawLine) -> bool:
    """Whether a line is a ground or an article of a decision."""
    article = line.marker is not None and line.marker.family == "article"
    return article or line.low.startswith("căn cứ ")


def _attached(lines: list[RawLine]) -> dict[int, int]:
    """Documents that come with this one: where they begin, and `(Kèm theo Quyết định số …)`.

    The type alone on its line in capitals, below recipients or signature, the note close behind.
    A document with nothing above is this one, though a decision puts it in force.
    """
    found: dict[int, int] = {}
    types = [at for at, line in enumerate(lines) if line.kind == "text" and _is_type(line)]
    for at in types:
        if at == types[0] and not any(map(_closes, lines[:at])):
            continue
        note = _note_behind(lines, at)
        if note is not None:
            found[lines[at].start] = note.start
    return found


def _is_type(line: RawLine) -> bool:
    """Whether a line is a type of document in capitals and nothing else."""
    return line.caps and cues().doc_type.match(line.low) == len(line.low)


def _closes(line: RawLine) -> bool:
    """Whether recipients or somebody's signature begin with a line."""
    return line.kind == "text" and (heads_recipients(line) or is_sign(line))


def _note_behind(lines: list[RawLine], at: int) -> RawLine | None:
    """The note behind a type of document, with nothing but the title between them."""
    texts = (line for line in lines[at + 1 : at + 1 + _NOTE_WITHIN] if line.kind == "text")
    for line in texts:
        if cues().attached_note.match(line.low.lstrip("( ")):
            return line
        if line.marker is not None:
            return None
    return None


def _is_sure(line: RawLine) -> bool:
    """Whether only a document has such a line: quốc hiệu, căn cứ, a section, Nơi nhận."""
    if line.kind != "text":
        return False
    if line.marker is not None and line.marker.is_high:
        return True
    if line.low.startswith("căn cứ") or cues().national.match(line.low):
        return True
    return heads_recipients(line)
