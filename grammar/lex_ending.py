"""Ending: by which lines a document ends, told from the line and from where it stands."""

from __future__ import annotations

from bisect import bisect_right

from .lines import RawLine, cues, heads_recipients, is_sign

_AFTER_POSITION = 30  # lines of text that may follow a bare position in capitals which signs
_CHROME_AHEAD = 60  # lines read ahead to tell a web page's chrome from the document


class Ending:
    """What the document as a whole says of its end; made once from all its lines."""

    def __init__(self, lines: list[RawLine]) -> None:
        self._texts = [line.start for line in lines if line.kind == "text"]
        romans = (one.start for one in lines if one.marker and one.marker.family == "roman")
        self._last_roman = max(romans, default=-1)
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
        return after < _AFTER_POSITION and self._last_roman <= line.start

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


def _is_sure(line: RawLine) -> bool:
    """Whether only a document has such a line: quốc hiệu, căn cứ, a section, Nơi nhận."""
    if line.kind != "text":
        return False
    if line.marker is not None and line.marker.is_high:
        return True
    if line.low.startswith("căn cứ") or cues().national.match(line.low):
        return True
    return heads_recipients(line)
