"""Paragraphs: lines of a column joined where a paragraph was wrapped.

A line goes on with the next where the next line's first word would not have fitted behind it, and
neither indents, markers, spacing nor faces say that something new begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ....grammar.markers import read_marker
from .model import Line

_SPACE = 0.2  # of the size of type: the narrowest space of a wrapped line
_EDGE = 1.0  # points by which edges of one frame differ
_INDENT = 0.45  # of the size of type: the least indent
_LOOSE = 1.3  # of the usual distance of lines: what is farther off begins anew
_ENDS = (".", ";", ":", "!", "?", "…")
_OPENER = re.compile(r"[-–+*•▪●○]\s|[-–+*•▪●○]\Z")


@dataclass(slots=True, eq=False)
class Frame:
    """The edges between which lines of a column run.

    `pitch` is the usual distance of lines as a part of the size of type, 0 where it is not known;
    `indents` says that paragraphs begin with an indent; `known` that the edges are those of the
    page's text and not only of a few lines.
    """

    left: float
    right: float
    pitch: float = 0.0
    known: bool = True
    indents: bool = False


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines of one paragraph, in the frame in which it stands."""

    lines: list[Line]
    frame: Frame
    centred: bool = False
    before: float | None = None


def frame_of(lines: Sequence[Line], *, column: bool = False) -> Frame:
    """The edges of some lines: those that many of them share, else the outermost."""
    if not lines:
        return Frame(0.0, 0.0)
    right = max(line.right for line in lines)
    left = min(line.left for line in lines)
    if not column:
        left = -_shared([-line.left for line in lines], -left)
        right = _shared([line.right for line in lines], right)
    return Frame(left, right, _pitch(lines), not column, _indents(lines, left))


def _shared(edges: list[float], outermost: float) -> float:
    """The outermost edge at which a good part of the lines ends."""
    bins = Counter(round(edge / 2) for edge in edges)
    for edge in sorted(edges, reverse=True):
        near = sum(bins[round(edge / 2) + step] for step in (-1, 0))
        if near >= max(2, 0.08 * len(edges)):
            return edge
    return outermost


def _pitch(lines: Sequence[Line]) -> float:
    """The distance of lines that is most common, as a part of the size of type."""
    steps: Counter[float] = Counter()
    for above, below in pairwise(lines):
        step = above.base - below.base
        if above.page is below.page and 0 < step < 3 * above.size:
            steps[round(step / above.size, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 0.0


def _indents(lines: Sequence[Line], left: float) -> bool:
    """Whether paragraphs begin with an indent: full lines go on at the left edge."""
    back = 0
    for above, below in pairwise(lines):
        indented = above.left > left + _INDENT * above.size
        back += indented and abs(below.left - left) < _EDGE * 2 and below.text[:1].islower()
    return back >= 2


def paragraphs_of(lines: Sequence[Line], frame: Frame) -> list[Paragraph]:
    """The paragraphs of some lines below each other in one frame."""
    found: list[Paragraph] = []
    above: Line | None = None
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if found and goes_on(found[-1], line, after):
            found[-1].lines.append(line)
        else:
            before = above.base - line.base if above is not None else None
            found.append(Paragraph([line], frame, is_centred(line, frame), before))
        above = line
    return found


def is_centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle of its frame, short of both edges."""
    short = min(line.left - frame.left, frame.right - line.right) > 1.2 * line.size
    return frame.known and short and _is_even(line, frame)


def _is_even(line: Line, frame: Frame) -> bool:
    """Whether a line is as far from the left edge as from the right one."""
    left, right = line.left - frame.left, frame.right - line.right
    return abs(left - right) < max(5.0, 0.06 * (left + right))


def _are_centred(lines: Sequence[Line], frame: Frame) -> bool:
    """Whether lines are in the middle of their frame, though some may fill it."""
    if not all(_is_even(line, frame) for line in lines):
        return False
    return max(line.left for line in lines) - frame.left > 2 * _EDGE


def goes_on(paragraph: Paragraph, line: Line, after: Line | None = None) -> bool:
    """Whether a line is the next line of a paragraph; `after` is the line below it."""
    if not _same_setting(paragraph.lines[-1], line) or _is_apart(paragraph, line):
        return False
    if not paragraph.frame.known:
        return _goes_on_in_column(paragraph, line)
    if _are_centred([*paragraph.lines, line], paragraph.frame):
        return _goes_on_centred(paragraph, line)
    if _fits(paragraph, line) or paragraph.centred:
        return False
    return not _begins(paragraph, line, after)


def _same_setting(last: Line, line: Line) -> bool:
    """Whether two lines may be of one paragraph by their sizes and faces."""
    if abs(last.size - line.size) > 0.16 * max(last.size, line.size):
        return False
    return line.text[:1].islower() or not last.text.isupper() or _is_upper(line.text)


def _is_upper(text: str) -> bool:
    """Whether a text has no small letters."""
    return text.upper() == text


def _is_apart(paragraph: Paragraph, line: Line) -> bool:
    """Whether a line is farther below than lines of one paragraph are."""
    last = paragraph.lines[-1]
    if last.page is not line.page:
        return False
    step = last.base - line.base
    if step <= 0:
        return True
    usual = paragraph.frame.pitch * last.size
    if len(paragraph.lines) > 1 and paragraph.lines[-2].page is last.page:
        usual = paragraph.lines[-2].base - last.base
    return usual > 0 and step > _LOOSE * usual + 1


def _fits(paragraph: Paragraph, line: Line) -> bool:
    """Whether the first word of a line would have fitted behind the line above."""
    needed = line.first_width + _SPACE * line.size
    return paragraph.lines[-1].right + needed <= paragraph.frame.right - _EDGE


def _goes_on_centred(paragraph: Paragraph, line: Line) -> bool:
    """Centred lines are joined where the one above is full and both look the same."""
    last, frame = paragraph.lines[-1], paragraph.frame
    needed = line.first_width + _SPACE * line.size
    widest = frame.right - frame.left
    if len(paragraph.lines) > 1:  # the paragraph may have edges of its own
        widest = max(one.right - one.left for one in paragraph.lines)
    if last.right - last.left + needed <= widest - _EDGE:
        return False
    same = last.bold == line.bold and _is_upper(last.text) == _is_upper(line.text)
    bare = not any(letter.isalpha() for letter in line.text)
    return (same or bare or line.text[:1].islower()) and not last.text.endswith(_ENDS)


def _goes_on_in_column(paragraph: Paragraph, line: Line) -> bool:
    """In a narrow column, whose edges nobody knows, only what must be wrapped is joined."""
    text, last = line.text, paragraph.lines[-1]
    if _marked(line):
        return False
    if text[:1].islower():
        return True
    if " " not in text and len(text) > 1 and not last.text.endswith(_ENDS):
        if not any(letter.isalpha() for letter in text):
            return True  # the year alone
        if text.isupper() and last.text.isupper() and last.bold == line.bold:
            return True  # one syllable alone is the name of nothing
    if not _marked(paragraph.lines[0]) or _fits(paragraph, line) or line.bold:
        return False
    return not last.text.endswith((";", "."))


def _marked(line: Line) -> bool:
    """Whether a line begins with the marker of an item."""
    text = line.text
    return bool(_OPENER.match(text)) or read_marker(text, text) is not None


def _begins(paragraph: Paragraph, line: Line, after: Line | None) -> bool:
    """Whether a full line is followed by a new paragraph all the same."""
    lines, frame = paragraph.lines, paragraph.frame
    first, above = lines[0], lines[-1].text
    step = _INDENT * line.size
    marked = _marked(line)
    if len(lines) > 1:
        indented = abs(line.left - lines[1].left) > step
    elif line.left > first.left + step:  # a hanging line, or a new first line
        indented = not _hangs(first, line)
    elif line.left < first.left - step:
        indented = False
    elif line.left > frame.left + step and not marked:  # as far in as the first line
        indented = _is_first(line, after, frame, above)
    else:
        indented = False
    if indented or not marked:
        return indented
    # A marker where continued lines begin: the text says whether it is one.
    if above.endswith(_ENDS):
        return len(lines) == 1 or abs(line.left - lines[1].left) <= step
    if abs(line.left - first.left) > step:
        return False
    if frame.indents and len(lines) == 1 and line.left > frame.left + step:
        return True
    return _behind_marker(line.text)[:1].isupper()


def _behind_marker(text: str) -> str:
    marker = read_marker(text, text)
    return text[marker.length :].lstrip() if marker is not None else text.lstrip("-–+*•▪●○ ")


def _is_first(line: Line, after: Line | None, frame: Frame, above: str) -> bool:
    """Whether a line as far in as the first line above it begins a paragraph too."""
    if line.text[:1].islower():
        return False
    if above.endswith(_ENDS):
        return True
    if after is not None and after.left < line.left - _INDENT * line.size:
        return True
    return frame.indents


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line stands below the text behind the marker of the first line."""
    return _marked(first) and any(
        abs(word.left - line.left) < 0.5 * line.size for word in first.words[1:3]
    )
