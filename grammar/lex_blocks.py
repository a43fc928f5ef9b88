"""Blocks: how far a block goes on over the lines below its first, in whole and wrapped text."""

from __future__ import annotations

from itertools import pairwise

from .lex_ending import Ending
from .lines import (
    RawLine,
    cues,
    is_appendix,
    is_closing,
    is_enacting,
    is_table_head,
    may_head,
    wrap_width,
)
from .outline import Outline

_FULL = 0.7  # of the wrapping width: a shorter line was ended by its author, not by the wrapping


class Blocks:
    """The lines of a document as blocks; made once, it knows how the text is wrapped.

    `width` is the width of hard-wrapped text, None where paragraphs are whole lines.
    """

    def __init__(self, lines: list[RawLine], ending: Ending) -> None:
        self._lines = lines
        self._ending = ending
        self.width = wrap_width(lines)
        self._spaced = self._tight = False
        if self.width is not None:
            self._spaced, self._tight = _spacing(lines)

    def end(self, at: int, outline: Outline | None = None, most: int | None = None) -> int:
        """The line behind the last line of the block that begins at `at`.

        Empty lines and page numbers inside it belong to it; `outline` has the lists open there.
        `most` is how many lines are looked at.
        """
        lines = self._lines
        stop = len(lines) if most is None else min(len(lines), at + most)
        last = lines[at]
        end = ahead = at + 1
        blank = False
        while ahead < stop:
            line = lines[ahead]
            if line.kind == "blank" or (line.kind == "page" and self.width and not last.ends):
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
        """Whether `line` goes on where `last` stopped; `blank`: an empty line is between them."""
        bare = last.marker is not None and len(last.clean) <= last.marker.length
        if line.marker is not None:
            return not bare and self._is_false_marker(last, line, blank, outline)
        if bare:
            return True
        if self._ending.begins_conclusions(line) or is_closing(line) or is_table_head(line):
            return False
        if is_enacting(line):
            return False
        if blank and is_appendix(line):
            return False
        if _is_unfinished(last, line, blank):
            return True
        return self.width is not None and self._is_wrapped(last, line, blank)

    def _is_wrapped(self, last: RawLine, line: RawLine, blank: bool) -> bool:
        """Whether wrapping alone has parted the two, as far as the shape of the text tells."""
        if self._spaced or self._tight:
            return self._is_full(last) and not last.ends
        if line.caps and not last.caps and may_head(line) and len(line.clean) < 60:
            return False
        return not blank

    def _is_full(self, line: RawLine) -> bool:
        """Whether a line is long enough to have been wrapped."""
        return self.width is not None and len(line.clean) >= self.width * _FULL

    def _is_false_marker(
        self, last: RawLine, line: RawLine, blank: bool, outline: Outline | None
    ) -> bool:
        """Whether what looks like a marker is a wrapped line that happens to begin so."""
        marker = line.marker
        assert marker is not None
        rest = line.clean[marker.length :].lstrip()
        if last.clean[-1].isdigit() and marker.is_bullet and rest[:1].isdigit() and not blank:
            return True  # 2021 / - 2030
        if last.ends or (blank and not self._spaced) or not self._is_full(last):
            return False
        if marker.is_bullet and _parts_known_name(last, line):
            return True
        if rest[:1].islower() or rest[:1].isdigit():
            return True
        if marker.is_bullet:
            return _parts_name(last, rest)
        if marker.family.startswith(("roman", "decimal")):
            return False
        return outline is None or not outline.expects(marker)


def _spacing(lines: list[RawLine]) -> tuple[bool, bool]:
    """Whether empty lines stand between all lines of a wrapped text, or between none."""
    after_blank = broken = seen = 0
    for one, two in pairwise(lines):
        if two.kind == "text":
            seen += 1
            after_blank += one.kind == "blank"
            broken += one.kind == "blank" and two.starts_lower
    return broken * 5 > seen, after_blank * 12 < seen


def _parts_name(last: RawLine, rest: str) -> bool:
    """Whether a dash at the start of a line stands inside a name: `Phan Rang` / `- Tháp Chàm`."""
    word = last.clean.split()[-1]
    return not last.caps and word[:1].isupper() and word[1:].islower() and rest[:1].isupper()


def _parts_known_name(last: RawLine, line: RawLine) -> bool:
    """Whether a dash parts a name that has one: `Sở Lao động` / `- Thương binh và Xã hội`."""
    assert line.marker is not None
    rest = line.low[line.marker.length :].lstrip()
    return any(
        last.low.endswith(left) and rest.startswith(right) for left, right in cues().dashed_names
    )


def _is_unfinished(last: RawLine, line: RawLine, blank: bool) -> bool:
    """Whether the words themselves say that `line` goes on: a heading or sentence broken off."""
    if last.caps and line.caps and not last.ends and len(last.clean) > 3:
        return True
    if line.starts_lower and not last.ends:
        return True
    if line.clean[0].isdigit() and last.low.endswith(cues().before_digit):
        return True  # `ngày 25 tháng` / `06 năm 2026`, also with an empty line between them
    return not blank and not last.caps and last.low.endswith(cues().goes_on)
