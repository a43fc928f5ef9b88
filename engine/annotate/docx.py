"""DOCX: the findings as comments at their words in the Word file, safe fixes as tracked changes.

Only the parts that have to change are written: the text, the comments and, where there were none
before, the lists that name the part of the comments. Comments and changes of others stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from ...grammar.source import Source
from ..readers.docx.xml import Element, w
from ..report import Report
from . import changes, footnotes
from .comments import Comments, mark
from .package import Copy
from .runs import Story
from .words import head_lines, notes_of, title_span

_SIGNED = (
    "Bản có ghi chú này là bản sao; chữ ký số của tệp chỉ còn hiệu lực ở tệp gốc, tệp gốc được giữ"
    " nguyên."
)


def annotate(source: Source, report: Report) -> bytes:
    """The Word file of a source with the findings of its report."""
    origin = source.origin
    assert origin is not None
    copy = Copy(origin.data, source.path)
    main = copy.file.document()
    story = Story(main, origin, footnotes.calls(copy.file))
    date = datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ")  # Word writes its own time so too
    made = changes.fixes_to_make(story, report, source.raw)
    comments = Comments(copy)
    _head(source, report, story, comments, date, [_SIGNED] if copy.is_signed else [])
    for note in notes_of(report):
        stretch = story.stretch(note.start, note.end)
        if stretch is not None:
            lines = note.lines(note.result.fix in made, stretch.is_exact)
            mark(story, stretch, comments.add(lines, note.weight, date))
    numbers = _free_numbers(story.part.root)
    changes.make(story, made, source.raw, lambda: str(next(numbers)), date)
    comments.save()
    copy.put(main.name, main.root)
    return copy.bytes()


def _head(
    source: Source, report: Report, story: Story, comments: Comments, date: str, cautions: list[str]
) -> None:
    """The comment at the title: the counts, and what has no place in the text."""
    stretch = story.stretch(*title_span(source, report))
    if stretch is not None:
        mark(story, stretch, comments.add(head_lines(source, report, cautions), None, date))


def _free_numbers(root: Element) -> Iterator[int]:
    """Ids that no mark of the text has yet."""
    taken = [element.get(w("id")) or "" for element in root.iter(w("*"))]
    return count(max((int(one) for one in taken if one.isdigit()), default=0) + 1)
