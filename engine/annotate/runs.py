"""Runs: the characters of a Word file's text, and its runs cut so that they begin and end there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from ...grammar.origin import Origin
from ..readers.addresses import DocxAt
from ..readers.docx.package import Part
from ..readers.docx.xml import DEL_TEXT, Element, T, w

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RUN = w("r")
_PROPERTIES = w("rPr")
_BOX = w("txbxContent")


@dataclass(slots=True, eq=False)
class Spot:
    """Characters `start` to `end` of the text element `node` (a `DocxAt.node`)."""

    node: int
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Stretch:
    """Where a comment begins and ends: at characters, or around one run that holds the words.

    `is_exact`: these are the words that it is about, or as many of them as stand together.
    """

    first: Spot
    last: Spot
    holder: Element | None = None
    is_exact: bool = False


@dataclass(slots=True, eq=False)
class Story:
    """The text of the document's main part, whose runs can be cut.

    `calls` finds the run that calls the note below the page in which words stand. `segments` are,
    of a text element that was cut, where its parts begin and which elements hold them. `ranks`
    number the elements that the reader read, in the order of the document; `holders` are the runs
    of the body that hold a text box with such an element.
    """

    part: Part
    origin: Origin
    ranks: dict[int, int] = field(init=False)
    holders: dict[int, Element] = field(init=False)
    calls: Callable[[DocxAt], Element | None]
    nodes: list[Element] = field(init=False)
    segments: dict[int, list[tuple[int, Element]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = list(self.part.nodes)
        self.holders = dict(self._boxed())
        read = {
            piece.at.node
            for piece in self.origin.pieces
            if isinstance(piece.at, DocxAt) and piece.at.part == self.part.name
        }
        loose = {node for node in read if not _is_in_run(self.nodes[node])}
        main = sorted(read - self.holders.keys() - loose)
        self.ranks = {node: rank for rank, node in enumerate(main)}

    def _boxed(self) -> Iterator[tuple[int, Element]]:
        """The text elements where no comment may stand, with the body's run that holds them."""
        boxed = {text: box for box in self.part.root.iter(_BOX) for text in box.iter(T, DEL_TEXT)}
        for number, node in enumerate(self.nodes):
            if node in boxed:
                runs = list(boxed[node].iterancestors(_RUN))
                if runs:
                    yield number, runs[-1]

    # --- where words stand ---

    def spots(self, start: int, end: int) -> Iterator[Spot]:
        """The characters of the main text between two raw offsets."""
        for piece, first, last in self.origin.between(start, end):
            at = piece.at
            if first == last or not isinstance(at, DocxAt) or at.part != self.part.name:
                continue
            if at.node in self.ranks:
                shift = at.offset - piece.start
                yield Spot(at.node, first + shift, last + shift)

    def stretch(self, start: int, end: int) -> Stretch | None:
        """Where the words between two raw offsets stand, as far as they stand in one row.

        Words of a text box or a note below the page are where the body holds or calls these. Words
        that the file does not have, as automatic numbers, are at the words after them.
        """
        spots = list(self.spots(start, end))
        if spots:
            last = spots[0]
            for spot in spots[1:]:
                if self.ranks[spot.node] - self.ranks[last.node] not in (0, 1):
                    break
                last = spot
            return Stretch(spots[0], last, is_exact=True)
        nowhere = Spot(0, 0, 0)
        for holder in self._holding(start, end):
            return Stretch(nowhere, nowhere, holder)
        return self._beside(start, end)

    def _holding(self, start: int, end: int) -> Iterator[Element]:
        for piece, _, _ in self.origin.between(start, end):
            at = piece.at
            if not isinstance(at, DocxAt):
                continue
            if at.part == self.part.name and at.node in self.holders:
                yield self.holders[at.node]
            elif at.part != self.part.name:
                run = self.calls(at)
                if run is not None:
                    yield run

    def _beside(self, start: int, end: int) -> Stretch | None:
        """The first word of the file behind a place, else the last before it."""
        pieces = self.origin.pieces
        at = bisect_right(pieces, start, key=lambda piece: piece.start)
        for piece in (*pieces[at:], *reversed(pieces[:at])):
            text_start, text_end = piece.start, piece.end
            for spot in self.spots(text_start, text_end):
                words = self.words(spot)
                lead = len(words) - len(words.lstrip())
                word = words.split()[:1]
                if word:
                    first = spot.start + lead
                    found = Spot(spot.node, first, first + len(word[0]))
                    return Stretch(found, found)
        return None

    def words(self, spot: Spot) -> str:
        """The characters of a spot."""
        text = "".join(element.text or "" for _, element in self._parts(spot.node))
        return text[spot.start : spot.end]

    # --- cutting ---

    def run_from(self, node: int, offset: int) -> Element:
        """The run that begins with a character; cut off what stands before it."""
        return _parted(self._cut(node, offset)[1], behind=False)

    def run_to(self, node: int, offset: int) -> Element:
        """The run that ends before a character; cut off what stands behind."""
        return _parted(self._cut(node, offset)[0], behind=True)

    def _parts(self, node: int) -> list[tuple[int, Element]]:
        return self.segments.setdefault(node, [(0, self.nodes[node])])

    def _cut(self, node: int, offset: int) -> tuple[Element, Element]:
        """The elements whose text ends and begins at an offset, in runs of their own where cut."""
        parts = self._parts(node)
        for number, (start, element) in enumerate(parts):
            text = element.text or ""
            at = offset - start
            if 0 < at < len(text):
                rest = _shell(element)
                element.text, rest.text = text[:at], text[at:]
                element.set(SPACE, "preserve")
                rest.set(SPACE, "preserve")
                element.addnext(rest)
                _parted(rest, behind=False)
                parts.insert(number + 1, (offset, rest))
                return element, rest
            if at <= 0:
                return parts[max(number - 1, 0)][1], element
        return parts[-1][1], parts[-1][1]


def _is_in_run(text: Element) -> bool:
    parent = text.getparent()
    return parent is not None and parent.tag == _RUN


def _parted(text: Element, behind: bool) -> Element:
    """A run that begins with an element of it, or ends with it: what else is there is cut off."""
    run = text.getparent()
    assert run is not None
    children = [child for child in run if child.tag != _PROPERTIES]
    at = children.index(text) + (1 if behind else 0)
    if at == 0 or at == len(children):
        return run
    rest = _shell(run)
    properties = run.find(_PROPERTIES)
    if properties is not None:
        rest.append(deepcopy(properties))
    rest.extend(children[at:])
    run.addnext(rest)
    return run if behind else rest


def _shell(element: Element) -> Element:
    """An element of the same name and attributes, with nothing in it."""
    return element.makeelement(element.tag, {str(k): str(v) for k, v in element.attrib.items()})
