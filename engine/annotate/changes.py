"""Changes: safe fixes as tracked changes of a Word file, which its author accepts or rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from ..mending import chosen
from ..readers.docx.xml import DEL_TEXT, Element, T, w
from ..report import Edit, Fix, Report
from .runs import SPACE, Spot, Story
from .words import AUTHOR

# Below these a tracked change of ours would stand within another one, or within what is no text.
_TRACKED = {w(name) for name in ("ins", "del", "moveFrom", "moveTo")}
_FORMER = (w("rPrChange"), w("ins"), w("del"))


@dataclass(slots=True, eq=False)
class _Place:
    """An edit with the characters that it removes; none where it only adds words."""

    edit: Edit
    spots: list[Spot]


def fixes_to_make(story: Story, report: Report, raw: str) -> list[Fix]:
    """The safe fixes all of whose edits can be told exactly in the file."""
    return [
        fix
        for fix in chosen(report, unsafe=False)
        if all(_place(story, edit, raw) is not None for edit in fix.edits)
    ]


def make(story: Story, fixes: list[Fix], raw: str, number: Callable[[], str], date: str) -> None:
    """Writes fixes into the text; `number` gives each change an id."""
    edits = _joined(edit for fix in fixes for edit in fix.edits)
    for place in [_place(story, edit, raw) for edit in edits]:  # all before the first is made
        assert place is not None
        _make(story, place, number, date)


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits in order, those that touch each other as one."""
    last: Edit | None = None
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if last is not None and edit.start == last.end:
            last = Edit(last.start, edit.end, last.text + edit.text)
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last


def _place(story: Story, edit: Edit, raw: str) -> _Place | None:
    """Where an edit's words stand; None where they are not all words of one paragraph."""
    if any(c in edit.text for c in "\n\r\t\f\v"):
        return None
    spots = list(story.spots(edit.start, edit.end))
    if edit.start < edit.end:
        found = "".join(story.words(spot) for spot in spots)
        if found != raw[edit.start : edit.end]:
            return None
        return _Place(edit, spots) if _is_plain(story, spots) else None
    beside = list(story.spots(edit.start - 1, edit.start)) or list(
        story.spots(edit.start, edit.start + 1)
    )
    return _Place(edit, []) if beside and _is_plain(story, beside) else None


def _is_plain(story: Story, spots: list[Spot]) -> bool:
    """Whether all stand in one paragraph, in no tracked change of somebody else."""
    paragraphs = set()
    for spot in spots:
        for above in story.nodes[spot.node].iterancestors():
            if above.tag in _TRACKED:
                return False
            if above.tag == w("p"):
                paragraphs.add(above)
                break
    return len(paragraphs) == 1


def _make(story: Story, place: _Place, number: Callable[[], str], date: str) -> None:
    removed = [_isolated(story, spot) for spot in place.spots]
    marks = {w("id"): "", w("author"): AUTHOR, w("date"): date}
    last: Element | None = None
    for run in removed:
        before = run.getprevious()
        if last is None or before is not last:
            last = run.makeelement(w("del"), marks | {w("id"): number()})
            run.addprevious(last)
        last.append(run)
        for text in run.iter(T):
            text.tag = DEL_TEXT
            text.set(SPACE, "preserve")
    if not place.edit.text:
        return
    model, after = _beside(story, place.edit.start) if last is None else (removed[0], last)
    added = model.makeelement(w("ins"), marks | {w("id"): number()})
    added.append(_run_like(model, place.edit.text))
    if after is None:
        model.addprevious(added)
    else:
        after.addnext(added)


def _isolated(story: Story, spot: Spot) -> Element:
    """The run that holds these characters and nothing else."""
    story.run_from(spot.node, spot.start)
    return story.run_to(spot.node, spot.end)


def _beside(story: Story, at: int) -> tuple[Element, Element | None]:
    """The run whose looks words put in at a place take; behind what they stand, else before it."""
    for spot in story.spots(at - 1, at):
        run = story.run_to(spot.node, spot.end)
        return run, run
    spot = next(story.spots(at, at + 1))
    return story.run_from(spot.node, spot.start), None


def _run_like(model: Element, words: str) -> Element:
    """A run with these words that looks like another."""
    run = model.makeelement(w("r"))
    properties = model.find(w("rPr"))
    if properties is not None:
        copy = deepcopy(properties)
        for former in _FORMER:
            for one in copy.findall(former):
                copy.remove(one)
        run.append(copy)
    text = run.makeelement(T, {SPACE: "preserve"})
    text.text = words
    run.append(text)
    return run
