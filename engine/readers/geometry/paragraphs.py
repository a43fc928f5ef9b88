"""Paragraphs: lines of a column joined where a paragraph was wrapped.

A line goes on with the next where the next line's first word would not have fitted behind it, and
neither indents, markers, spacing nor faces say that something new begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
    """The edges between which lines of a column run; `pitch` is the usual distance of lines.

    `pitch` is a part of the size of type; 0 where it is not known.
    """

    left: float
    right: float
    pitch: float = 0.0
    known: bool = True


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines of one paragraph, in the frame in which it stands."""

    lines: list[Line]
    frame: Frame
    centred: bool = False
    before: float | None = None
    notes: list[Paragraph] = field(default_factory=list)


def frame_of(lines: Sequence[Line], *, column: bool = False) -> Frame:
    """The edges of some lines: those that many of them share, else the outermost."""
    if not lines:
        return Frame(0.0, 0.0)
    right = max(line.right for line in lines)
    left = min(line.left for line in lines)
    if not column:
        left = _shared([-line.left for line in lines], -left) * -1
        right = _shared([line.right for line in lines], right)
    return Frame(left, right, _pitch(lines), not column)


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
    for above, below in zip(lines, lines[1:], strict=False):
        step = above.base - below.base
        if above.page is below.page and 0 < step < 3 * above.size:
            steps[round(step / above.size, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 0.0


def paragraphs_of(lines: Sequence[Line], frame: Frame) -> list[Paragraph]:
    """The paragraphs of some lines below each other in one frame."""
    found: list[Paragraph] = []
    above: Line | None = None
    for line in lines:
        centred = is_centred(line, frame)
        if found and goes_on(found[-1], line, frame, centred):
            found[-1].lines.append(line)
        else:
            before = above.base - line.base if above is not None else None
            found.append(Paragraph([line], frame, centred, before))
        above = line
    return found


def is_centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle of its frame, short of both edges."""
    left, right = line.left - frame.left, frame.right - line.right
    if not frame.known:
        return False
    return min(left, right) > 1.2 * line.size and abs(left - right) < max(
        5.0, 0.06 * (left + right)
    )


def goes_on(paragraph: Paragraph, line: Line, frame: Frame, centred: bool | None = None) -> bool:
    """Whether a line is the next line of a paragraph."""
    last = paragraph.lines[-1]
    if centred is None:
        centred = is_centred(line, frame)
    if _fits(line, last, paragraph, frame) or not _same_setting(last, line):
        return False
    if _is_apart(paragraph, line, frame):
        return False
    if paragraph.centred or not frame.known:
        return _goes_on_in_column(paragraph, line, centred)
    if centred and not line.text[:1].islower() and len(paragraph.lines) == 1:
        return False
    return not _begins(paragraph, line, frame)


def _fits(line: Line, last: Line, paragraph: Paragraph, frame: Frame) -> bool:
    """Whether the first word of a line would have fitted behind the line above."""
    needed = line.first_width + _SPACE * line.size
    edge = paragraph.frame.right
    if paragraph.centred:
        return last.right - last.left + needed <= edge - paragraph.frame.left - _EDGE
    return last.right + needed <= edge - _EDGE


def _same_setting(last: Line, line: Line) -> bool:
    """Whether two lines may be of one paragraph by their sizes and faces."""
    if abs(last.size - line.size) > 0.16 * max(last.size, line.size):
        return False
    return not (last.bold and not line.bold and last.text.isupper() and not line.text.isupper())


def _is_apart(paragraph: Paragraph, line: Line, frame: Frame) -> bool:
    """Whether a line is farther below than lines of one paragraph are."""
    last = paragraph.lines[-1]
    if last.page is not line.page:
        return False
    step = last.base - line.base
    if step <= 0:
        return True
    usual = frame.pitch * last.size
    if len(paragraph.lines) > 1 and paragraph.lines[-2].page is last.page:
        usual = paragraph.lines[-2].base - last.base
    return usual > 0 and step > _LOOSE * usual + 1


def _goes_on_in_column(paragraph: Paragraph, line: Line, centred: bool) -> bool:
    """Of centred lines and of narrow columns only those that must be wrapped are joined."""
    text, above = line.text, paragraph.lines[-1].text
    if _marked(line):
        return False
    if text[:1].islower():
        return True
    if " " not in text and text.isupper() and above.isupper():  # one syllable alone is no unit
        return paragraph.lines[-1].bold == line.bold and len(text) > 1
    if paragraph.centred:
        same = paragraph.lines[-1].bold == line.bold and above.isupper() == text.isupper()
        return centred and same and not above.endswith(_ENDS)
    return _marked(paragraph.lines[0]) and not above.endswith((";", ".")) and not line.bold


def _marked(line: Line) -> bool:
    """Whether a line begins with the marker of an item."""
    text = line.text
    return bool(_OPENER.match(text)) or read_marker(text, text) is not None


def _begins(paragraph: Paragraph, line: Line, frame: Frame) -> bool:
    """Whether a full line is followed by a new paragraph all the same."""
    lines = paragraph.lines
    last, first = lines[-1], lines[0]
    step = _INDENT * line.size
    text, above = line.text, last.text
    marked = _marked(line)
    if len(lines) > 1:
        usual = lines[1].left
        indented = abs(line.left - usual) > step
    elif line.left > first.left + step:  # a hanging line, or a new first line
        indented = not _hangs(first, line)
    elif line.left < first.left - step:
        indented = False
    else:  # as far in as the line above: below a first line only where first lines have no indent
        indented = line.left > frame.left + step and not marked and above.endswith(_ENDS)
    if indented:
        return True
    if not marked:
        return False
    # A marker where continued lines begin: the text says whether it is one.
    if above.endswith(_ENDS):
        return len(lines) == 1 or abs(line.left - lines[1].left) <= step
    return abs(line.left - first.left) <= step and not text.lstrip("-–+* ")[:1].islower()


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line stands below the text behind the marker of the first line."""
    return any(abs(word.left - line.left) < 0.5 * line.size for word in first.words[1:3])


def flows(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """All lines of some paragraphs."""
    return [line for paragraph in paragraphs for line in paragraph.lines]
