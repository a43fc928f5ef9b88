"""Order: the sequence of markers, headings in capitals, set words, dates that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from ...grammar.dates import wrong_dates
from ...grammar.flat import bare, canon, lowered
from ...grammar.markers import Marker, marker_text, read_marker
from ...grammar.nodes import Block, Line, Node, Noise, Plan
from ...grammar.patterns import compiled
from ..selectors import Scope, compile_selector
from .base import Assertion, Finding, Mend, assertion_class, first_found
from .text import WORD, Reading, Words, passages

_LONGEST = 500  # of a list whose markers are mended
_REMARK = compiled(r"\([^()]*\)?")


@assertion_class
class InSequence(Assertion):
    """Every block that `in_sequence` names bears the marker that should not stand there: it fails.

    The mend letters the rest of its list anew; it is safe where a marker is only repeated. Where a
    marker is left out, an item may be missing; where others point to it, they need a look too.
    With `nested` only those count that begin a lower level with the numbers of the one above it
    (1. Mục đích, 1. …, 2. …, 2. Yêu cầu), once and without a mend; else all others. Where `lost`
    names a node, what should stand before the first of a list may be lost: unknown.
    """

    key: ClassVar[str] = "in_sequence"
    in_sequence: str
    """selector of the blocks with a wrong marker, such as block[expected]"""
    nested: bool = False
    """whether it looks for lower levels that repeat the numbers of the upper one"""
    lost: str | None = None
    """selector that says: what stood before may be lost"""
    among: str | None = None
    """selector of what was looked through"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        yield "in_sequence", self.in_sequence
        for option in ("lost", "among"):
            text = getattr(self, option)
            if text:
                yield option, text

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding a block; a pass where there is none and something was looked through."""
        plan = scope.root("plan")
        assert isinstance(plan, Plan)
        lists = _Lists()
        found = [n for n in compile_selector(self.in_sequence).find(scope) if isinstance(n, Block)]
        some = False
        for node in found:
            levels = lists.levels(node)
            if (node in levels) is not self.nested or node in levels[1:]:
                continue
            some = True
            if self.nested:
                yield Finding("fail", node, "a), b) hoặc 1.1, 1.2 cho mục nhỏ", node.text)
            elif node.previous is None and first_found(self.lost, scope):
                yield Finding("unknown", node, node.expected, node.text)
            else:
                fix = None if levels else _renumbered(node, plan.source.text, lists)
                yield Finding("fail", node, node.expected, node.text, fix=fix)
        if not some:
            looked = first_found(self.among, scope)
            if looked is not None or self.among is None:
                yield Finding("pass", looked)


def _renumbered(node: Node, text: str, lists: _Lists) -> Mend | None:
    """The right markers from a block on to the end of its list; none where an earlier one is wrong.

    The mend of the first wrong marker takes the later ones along.
    """
    if not isinstance(node, Block) or node.parent is None:
        return None
    members = lists.of(node)
    if len(members) > _LONGEST or node is not next((m for m in members if m.expected), node):
        return None
    at = members.index(node)
    first = _marker_of(members[0], text)
    if first is None or first[1].is_bullet:
        return None
    edits: list[tuple[int, int, str]] = []
    safe = True
    for value, one in enumerate(members, 1):
        found = _marker_of(one, text)
        if found is None or found[1].prefix != first[1].prefix:
            return None
        start, marker = found
        right = marker_text(marker, value)
        if right != marker.text:
            if (
                value <= at
                or _has_dotted(one)
                or text[start : start + len(marker.text)] != marker.text
            ):
                return None
            edits.append((start, start + len(marker.text), right))
            safe = safe and not _is_pointed_to(marker, text)
        safe = safe and (one.expected is None or one.marker == one.previous)
    return Mend(edits, safe) if edits else None


class _Lists:
    """The lists of blocks, each from a first marker to the one before the next first.

    All lists below a node are told apart at once: a thousand wrong markers cost no thousand times.
    """

    def __init__(self) -> None:
        self._known: dict[Node, dict[Block, list[Block]]] = {}
        self._levels: dict[Block, list[Block]] = {}

    def of(self, node: Block) -> list[Block]:
        """The blocks of a block's list."""
        assert node.parent is not None
        if node.parent not in self._known:
            self._known[node.parent] = self._below(node.parent)
        return self._known[node.parent][node]

    def levels(self, node: Block) -> list[Block]:
        """The wrong markers of a block's list that two levels with the same numbers explain.

        The first begins the lower level right below the first item, a bare heading; the others go
        on with the upper one and hold items of their own. None where a number may as well be
        written twice.
        """
        if node.parent is None:
            return []
        members = self.of(node)
        known = self._levels.get(members[0])
        if known is None:
            known = self._levels[members[0]] = self._levels_of(members)
        return known

    @staticmethod
    def _levels_of(members: list[Block]) -> list[Block]:
        wrong = [one for one in members if one.expected]
        if len(members) < 2 or wrong[:1] != members[1:2] or wrong[0].marker != members[0].marker:
            return []
        if any(not isinstance(child, (Line, Noise)) for child in members[0].children):
            return []
        found, value = wrong[:1], 1
        for one in wrong[1:]:
            marker = read_marker(one.marker, one.marker)
            holds = any(isinstance(child, Block) for child in one.children)
            if holds and marker is not None and marker.value == value + 1:
                found.append(one)
                value += 1
        named = bool(members[0].roles) and not wrong[0].roles
        return found if named or len(found) > 1 else []

    def _below(self, parent: Node) -> dict[Block, list[Block]]:
        found: dict[Block, list[Block]] = {}
        open_lists: dict[tuple[str, int], list[Block]] = {}
        for one in parent.children:
            if not isinstance(one, Block):
                continue
            kind = one.family, one.depth
            marker = read_marker(one.marker, one.marker)
            begins = marker is not None and marker.value == 1 and not one.expected
            if begins or kind not in open_lists:
                open_lists[kind] = []
            open_lists[kind].append(one)
            found[one] = open_lists[kind]
        return found


def _marker_of(block: Block, text: str) -> tuple[int, Marker] | None:
    """Where a block's marker stands, and the marker."""
    line = next((child for child in block.children if isinstance(child, Line)), None)
    if line is None:
        return None
    raw = text[line.start : line.end]
    marker = read_marker(line.text, raw)
    at = raw.find(marker.text) if marker is not None else -1
    return (line.start + at, marker) if marker is not None and at >= 0 else None


def _has_dotted(block: Block) -> bool:
    """Whether what lies below a block bears the block's own number: 2.1. below 2."""
    return any(
        isinstance(one, Block) and one.family.startswith("decimal")
        for child in block.children
        for one in child.walk()
    )


def _is_pointed_to(marker: Marker, text: str) -> bool:
    """Whether the text speaks of the item that bears a marker: `điểm d`, `mục III`."""
    value = re.escape(marker.text.strip("().-–/ "))
    words = r"(?:phần|chương|mục|tiểu mục|khoản|điểm)"
    return re.search(rf"(?i:{words})\s+{value}(?!\w)", text) is not None


@assertion_class
class InCapitals(Assertion):
    """The headings of the blocks that `in_capitals` names must be in capitals.

    A remark in brackets may not be. Running text behind the marker is no heading. Where none of the
    headings is in capitals and `lost` names a node, the extraction may have made them small.
    """

    key: ClassVar[str] = "in_capitals"
    in_capitals: str
    """selector of the blocks"""
    lost: str | None = None
    """selector that says: the capitals may be lost"""
    longest: int = 200
    """how many characters a heading has at most"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        yield "in_capitals", self.in_capitals
        if self.lost:
            yield "lost", self.lost

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """Each heading in small letters; else one pass with the first heading as evidence."""
        plan = scope.root("plan")
        assert isinstance(plan, Plan)
        found = passages(self.in_capitals, scope)
        heads = [one for one in found if self._is_heading(one.node)]
        small = [one for one in heads if not _capitals(_heading(one.node))]
        if small and len(small) == len(heads) and first_found(self.lost, scope):
            yield Finding("unknown", small[0].node, why="bản trích có thể đã đổi chữ in hoa")
            return
        for one in small:
            heading = _heading(one.node)
            at = one.flat.text.find(heading)
            words = one.words(at, at + len(heading))
            old = plan.source.text[words.start : words.end]
            right = _raised(heading)
            edits = [
                (words.start + m.start(), words.start + m.end(), m.group().upper())
                for part in re.finditer(r"\([^()]*\)?|[^()]+", old)
                if not part.group().startswith("(")
                for m in WORD.finditer(old, part.start(), part.end())
                if m.group() != m.group().upper()
            ]
            fix = Mend(edits, title=f"Viết hoa thành “{right}”")
            yield Finding("fail", words, right, heading, fix=fix)
        if heads and not small:
            yield Finding("pass", heads[0].node)

    def _is_heading(self, node: Node) -> bool:
        heading = _heading(node)
        if not any(c.isalpha() for c in heading) or len(heading) > self.longest:
            return False
        return not re.search(r"[.;]$|[.;:] \S", heading)


def _heading(node: Node) -> str:
    return node.heading.strip() if isinstance(node, Block) else node.text


def _capitals(heading: str) -> bool:
    """Whether a heading is in capitals, what stands in brackets aside."""
    return not any(c.islower() for c in _REMARK.sub("", heading))


def _raised(heading: str) -> str:
    """A heading in capitals, what stands in brackets as it is."""
    parts = re.split(r"(\([^()]*\)?)", heading)
    return "".join(part if part.startswith("(") else part.upper() for part in parts)


@assertion_class
class Reads(Assertion):
    """The words of the nodes that `reads` names, taken together, must have all of `words`.

    The kind of dash and the placement of tone marks do not count; case does where the words are
    written in both. One finding says what is wrong: it quotes words that are there with other
    marks, capitals, dashes or spaces, and else what is read at all.
    """

    key: ClassVar[str] = "reads"
    reads: str
    """selector of the nodes"""
    words: list[str]
    """the words that they must have, each a phrase"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield "reads", self.reads

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding; none where there is no such node."""
        found = compile_selector(self.reads).find(scope)
        if not found:
            return
        text = " ".join(canon(node.text) for node in found)
        missing = [words for words in self.words if not _reads(text, words)]
        if not missing:
            yield Finding("pass", found[0])
            return
        faults = [(words, _misspelt(found, words)) for words in missing]
        lost = next((words for words, fault in faults if fault is None), None)
        if lost is not None:
            shown = " ".join(node.text for node in found)
            yield Finding("fail", found[0], expected=lost, actual=f"chỉ đọc được “{shown}”")
            return
        wrong = [fault for _, fault in faults if fault is not None]
        said = "; ".join(fault for _, fault in wrong)
        yield Finding("fail", wrong[0][0], expected=missing[0], actual=said)


def _reads(text: str, words: str) -> bool:
    """Whether a text has some words, in their case where they are written in both."""
    if words.islower() or words.isupper():
        return lowered(words) in lowered(text)
    return canon(words) in text


def _misspelt(nodes: list[Node], words: str) -> tuple[Node, str] | None:
    """The node that writes the words with other marks, capitals or dashes, and what is wrong."""
    wanted = WORD.findall(canon(words))
    for node in nodes:
        text = canon(node.text)
        places = [match.span() for match in WORD.finditer(text)]
        written = [text[start:end] for start, end in places]
        for at in range(len(written) - len(wanted) + 1):
            here = written[at : at + len(wanted)]
            if [bare(word.lower()) for word in here] == [bare(word.lower()) for word in wanted]:
                quoted = node.text[places[at][0] : places[at + len(wanted) - 1][1]]
                return node, f"“{quoted}” {_fault(here, wanted)}"
    return None


def _fault(here: list[str], wanted: list[str]) -> str:
    """In what words that have the same letters differ."""
    letters = [a for a, b in zip(here, wanted, strict=True) if a.lower() != b.lower()]
    if letters:
        return "sai chữ " + ", ".join(f"“{word}”" for word in letters)
    capitals = [a for a, b in zip(here, wanted, strict=True) if a != b]
    if capitals and not "".join(wanted).isupper():
        return "sai chữ hoa ở " + ", ".join(f"“{word}”" for word in capitals)
    return "thiếu hoặc sai gạch nối, dấu cách giữa các cụm từ"


@assertion_class
class RealDates(Reading):
    """The days and months that the nodes named by `real_dates` write must be in the calendar."""

    key: ClassVar[str] = "real_dates"
    reach: ClassVar[int] = 1
    real_dates: str
    """selector of the nodes to read"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """Each date that does not exist; else one pass."""
        found = self.passages(scope)
        wrong: list[Words] = []
        for passage in found:
            wrong.extend(passage.words(*span) for span in wrong_dates(passage.flat.low))
        for words in wrong:
            yield Finding("fail", words, actual=words.text)
        if found and not wrong:
            yield Finding("pass")
