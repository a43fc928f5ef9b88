"""Marks: what ends a line of a list, what ends the document, pairs of quotes and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ...grammar.nodes import EndMark, Node, Plan, Table
from ...grammar.patterns import compiled
from ..selectors import Scope
from .base import SENTENCE, Assertion, Finding, Mend, assertion_class, first_found
from .text import Passage, Reading, passages

_DASHES = "-–—−+•*"
_SHOWN = 48  # how many characters of a line's end are shown
_TAIL = compiled(r"[.;,:/]*\Z")


@assertion_class
class Listed(Reading):
    """The nodes that `listed` names are a list: each ends with `mark`, the last one with `last`.

    With `dash` each begins with a dash; with `starts` none holds a second one that begins so (each
    stands on a line of its own). What ends with `may` ends well in any case.
    """

    key: ClassVar[str] = "listed"
    reach: ClassVar[int] = SENTENCE
    listed: str
    """selector of the list's members"""
    mark: str = ";"
    """what each but the last ends with"""
    last: str = "."
    """what the last one ends with"""
    may: str = ""
    """characters with which a member may end as well"""
    dash: bool = False
    """whether each begins with a dash"""
    starts: list[str] | None = None
    """words that begin a member, and so may not stand behind a mark inside one"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """All that is wrong, member by member; else one pass with the first as evidence."""
        plan = scope.root("plan")
        assert isinstance(plan, Plan)
        members = self.passages(scope)
        text = plan.source.text
        good = True
        for at, member in enumerate(members):
            wanted = self.last if at == len(members) - 1 else self.mark
            for finding in (
                *self._joined(member),
                *self._dashed(member),
                *self._ended(member, wanted, text),
            ):
                good = False
                yield finding
        if members and good:
            yield Finding("pass", members[0].node)

    def _ended(self, member: Passage, wanted: str, text: str) -> Iterator[Finding]:
        words = member.flat.text.rstrip("\"”’'*_ ")
        if words.endswith(wanted) or (self.may and words.endswith(tuple(self.may))):
            return
        start, end = member.flat.source_span(0, len(member.flat.text))
        tail = _TAIL.search(text, start, end)
        cut = tail.start() if tail is not None else end
        begin = max(0, len(member.flat.text) - _SHOWN)
        begin = member.flat.text.find(" ", begin) + 1 if begin else 0
        place = member.words(begin, len(member.flat.text))
        expected = f"kết thúc bằng dấu “{wanted}”"
        yield Finding("fail", place, expected, place.text, fix=Mend([(cut, end, wanted)]))

    def _dashed(self, member: Passage) -> Iterator[Finding]:
        text = member.flat.text
        if not self.dash or text.startswith(tuple(_DASHES)):
            return
        start = member.flat.source_span(0, 1)[0]
        yield Finding(
            "fail", member.node, expected=f"- {text}", actual=text, fix=Mend([(start, start, "- ")])
        )

    def _joined(self, member: Passage) -> Iterator[Finding]:
        for word in self.starts or ():
            for match in re.finditer(rf"(?<=[;.,]) ?(?={re.escape(word)} )", member.flat.text):
                at = match.end()
                blank = member.flat.source_offset(match.start())
                start = member.flat.source_offset(at)
                yield Finding(
                    "fail",
                    member.words(at, at + len(word)),
                    expected="ở đầu một dòng riêng",
                    actual=member.flat.text[max(0, match.start() - 40) : at + 40],
                    fix=Mend([(blank, start, "\n")]),
                )


@assertion_class
class EndMarked(Assertion):
    """The text ends with `./.`: an end mark is there, else the last node of `end_marked` fails.

    The mend puts the mark in the place of the full stop that ends the text.
    """

    key: ClassVar[str] = "end_marked"
    reach: ClassVar[int] = SENTENCE
    end_marked: str
    """selector of the passages of which the last ends the text"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield "end_marked", self.end_marked

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding."""
        marks = [node for node in scope.plan.nodes("end_mark") if isinstance(node, EndMark)]
        if marks:
            yield Finding("pass", marks[0], actual=marks[0].text)
            return
        found = passages(self.end_marked, scope)
        plan = scope.root("plan")
        if not found or not isinstance(plan, Plan):
            yield Finding("fail", first_found(self.end_marked, scope))
            return
        final = found[-1]
        start, end = final.flat.source_span(0, len(final.flat.text))
        tail = _TAIL.search(plan.source.text, start, end)
        cut = tail.start() if tail is not None else end
        safe = not isinstance(final.node, Table) and not plan.scraped
        yield Finding(
            "fail", final.node, "./.", final.flat.text[-60:], fix=Mend([(cut, end, "./.")], safe)
        )


_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»"}
_OPENS = {closing: opening for opening, closing in _PAIRS.items()}
_PAIRED = compiled(r"[()\[\]{}“”«»„\"]")
# `a)`, `1)`, `iv)` that numbers: no bracket is open before it.
_NUMBERING = compiled(
    r"(?:^|[\s;:,.(“\"/-])(?:[a-zđA-ZĐ]|\d{1,2}|[ivxIVX]{1,4}|\d{1,2}(?:\.\d{1,2})+)$"
)


@dataclass(slots=True, eq=False)
class _Sign:
    """A quote or bracket without its partner so far."""

    sign: str
    at: int
    passage: Passage

    def node(self) -> Node:
        return self.passage.words(self.at, self.at + 1)


@assertion_class
class Balanced(Reading):
    """Quotes and brackets come in pairs in the nodes that `balanced` names.

    A pair may lie in two passages of one list or block. The bracket of a marker (`a)`) is none.
    """

    key: ClassVar[str] = "balanced"
    reach: ClassVar[int] = SENTENCE
    balanced: str
    """selector of the nodes to read"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """Each sign without a partner; else one pass."""
        found = self.passages(scope)
        alone: dict[int, list[_Sign]] = {}
        for passage in found:
            for sign in _unpaired(passage):
                alone.setdefault(id(passage.node.parent), []).append(sign)
        bad = [sign for signs in alone.values() for sign in _left_over(signs)]
        for sign in sorted(bad, key=lambda one: one.node().start):
            around = sign.passage.flat.text[max(0, sign.at - 40) : sign.at + 40]
            wanted = _PAIRS.get(sign.sign) or _OPENS.get(sign.sign) or sign.sign
            yield Finding("fail", sign.node(), f"có cặp “{wanted}”", around)
        if found and not bad:
            yield Finding("pass")


def _unpaired(passage: Passage) -> list[_Sign]:
    """The quotes and brackets of a passage that have no partner in it."""
    text = passage.flat.text
    signs: list[_Sign] = []
    for match in _PAIRED.finditer(text):
        sign, at = match.group(), match.start()
        if sign == ")" and not _is_open(signs) and _NUMBERING.search(text, max(0, at - 12), at):
            continue
        signs.append(_Sign("“" if sign == "„" else sign, at, passage))
    return _left_over(signs)


def _is_open(signs: list[_Sign]) -> bool:
    return sum(s.sign == "(" for s in signs) > sum(s.sign == ")" for s in signs)


def _left_over(signs: list[_Sign]) -> list[_Sign]:
    """What is left of some signs in order once each has met its partner."""
    stacks: dict[str, list[_Sign]] = {}
    alone: list[_Sign] = []
    for sign in signs:
        if sign.sign == '"':
            _straight(stacks, sign)
        elif sign.sign in _PAIRS:
            stacks.setdefault(sign.sign, []).append(sign)
        else:
            opening = _OPENS[sign.sign]
            waiting = stacks.get(opening) or (stacks.get('"') if opening == "“" else None)
            if waiting:
                waiting.pop()
            else:
                alone.append(sign)
    return [*alone, *(sign for waiting in stacks.values() for sign in waiting)]


def _straight(stacks: dict[str, list[_Sign]], sign: _Sign) -> None:
    """A straight quote closes an open one, curly or straight, else it opens."""
    for opening in ('"', "“"):
        if stacks.get(opening):
            stacks[opening].pop()
            return
    stacks.setdefault('"', []).append(sign)
