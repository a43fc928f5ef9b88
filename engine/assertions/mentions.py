"""Mentions: what the text of a plan must name, may not name any more, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from ...grammar.flat import Flat, lowered
from ...grammar.interval import day_text
from ...grammar.lexicon import Phrase, Theme, Themes, Words, lexicon
from ...grammar.nodes import Block, Citation, Deadline, Line, Node, Paragraph, Plan, Topic
from ...grammar.patterns import compiled
from ..asof import is_from, issue_span
from ..issuers import rank_of_name
from ..selectors import Scope, compile_selector
from .base import Assertion, Finding, assertion_class, first_found, judged

_QUOTED = compiled(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»")
_NEAR = 30
_SENTENCE = compiled(r"[^.;]+(?:\.(?! |$)[^.;]*)*")


@assertion_class
class HasTopics(Assertion):
    """All the topics that `has_topics` lists must be named where `among` selects.

    Topics and their names: rules/lexicon/topics.yaml. One finding, with all that are missing.
    """

    key: ClassVar[str] = "has_topics"
    has_topics: list[str]
    """names of topics"""
    among: str
    """selector of the topics that count"""
    at: str | None = None
    """selector of the place where they are missing"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        yield "among", self.among
        yield from super().selectors()

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in selectors, and topics that the lexicon does not have."""
        yield from Assertion.check(self)
        known = {theme.name for theme in lexicon().topics}
        for name in self.has_topics:
            if name not in known:
                yield "has_topics", f"không có chủ đề '{name}' trong rules/lexicon/topics.yaml", 0

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the titles of the missing topics, or the first topic that is there."""
        found = [n for n in compile_selector(self.among).find(scope) if isinstance(n, Topic)]
        named = {topic.name for topic in found}
        titles = {theme.name: theme.title for theme in lexicon().topics}
        missing = [titles[name] for name in self.has_topics if name not in named]
        listed = "; ".join(titles[name] for name in self.has_topics if name in named)
        if missing:
            actual = f"chỉ nêu: {listed}" if listed else "không nêu nội dung nào"
            yield Finding("fail", first_found(self.at, scope), "; ".join(missing), actual)
        else:
            yield Finding("pass", found[0] if found else None, listed)


@assertion_class
class Says(Assertion):
    """Some passage that `within` selects must have a clause of rules/lexicon/clauses.yaml.

    A heading counts with each passage right below it: a unit, then what it does.
    """

    key: ClassVar[str] = "says"
    says: str
    """name of the clause"""
    within: str
    """selector of the passages to look through"""
    or_else: str | None = None
    """selector of what will do as well"""
    at: str | None = None
    """selector of the place where it is missing"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selectors."""
        for option in ("within", "or_else", "at"):
            text = getattr(self, option)
            if text:
                yield option, text

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in selectors, and a clause that the lexicon does not have."""
        yield from Assertion.check(self)
        if self.says not in _clauses():
            yield "says", f"không có mệnh đề '{self.says}' trong rules/lexicon/clauses.yaml", 0

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the passage that says so, or the place where it is missing."""
        instead = first_found(self.or_else, scope)
        if instead is not None:
            yield Finding("pass", instead, actual=instead.text)
            return
        clause, plan = _clauses()[self.says], scope.root("plan")
        assert isinstance(plan, Plan)
        asked = clause.may_be_in(_whole(plan))
        for node in compile_selector(self.within).find(scope) if asked else ():
            low = plan.low(node)
            if not clause.may_end_in(low):
                continue
            above = node.parent
            heading = f"{above.heading.rstrip(' :.;')} " if isinstance(above, Block) else ""
            if clause.search(low) or clause.search(lowered(heading) + low):
                yield Finding("pass", node, actual=node.text)
                return
        yield Finding("fail", first_found(self.at, scope))


@lru_cache(maxsize=1)
def _whole(plan: Plan) -> str:
    """All words of a plan for matching, on one line; only to tell what is nowhere in it."""
    return " ".join(plan.source.low.replace("*", "").replace("|", " ").split())


@lru_cache(maxsize=1)
def _clauses() -> dict[str, Theme]:
    return {theme.name: theme for theme in lexicon().themes_of("clauses")}


@dataclass(slots=True, eq=False)
class _Term:
    """A word that went out of use: what to write since when, and whether that is certain."""

    theme: Theme
    since: date
    use: str
    by: str
    only_for: tuple[str, ...]
    unsure: str | None
    verified: bool


@lru_cache(maxsize=1)
def _terms() -> tuple[tuple[_Term, ...], tuple[Phrase, ...]]:
    entries: dict[str, Any] = lexicon().value("terms", "terms")
    found = tuple(
        _Term(
            theme, date.fromisoformat(entry["since"]), entry["use"], entry["by"],
            tuple(entry.get("only_for", ())), entry.get("unsure"), entry["verified"],
        )
        for theme, entry in zip(Themes(entries), entries.values(), strict=True)
    )  # fmt: skip
    return found, tuple(Phrase(words) for words in lexicon().value("terms", "keep"))


@assertion_class
class Outdated(Assertion):
    """No text that `outdated` selects may use a word that was out of use when the plan was issued.

    Words and days: rules/lexicon/terms.yaml. Passed over: titles of cited documents, quotations,
    sentences that tell of the change. One finding a word, at its first place, with the number of
    places. Unknown where the list says that it is not sure; one such finding for all words of which
    the plan's day cannot tell.
    """

    key: ClassVar[str] = "outdated"
    outdated: str
    """selector of the texts to look through"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield "outdated", self.outdated

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """What is outdated, else one pass."""
        plan = scope.root("plan")
        nodes = compile_selector(self.outdated).find(scope)
        if isinstance(plan, Plan):
            yield from judged(_outdated(nodes, plan), nodes)


def _outdated(nodes: list[Node], plan: Plan) -> Iterator[Finding]:
    terms, keep = _terms()
    level, whole = rank_of_name(plan.issuer), _whole(plan)
    asked = [
        term for term in terms
        if is_from(plan, term.since) is not False
        and (not term.only_for or level in term.only_for)
        and term.theme.may_be_in(whole)
    ]  # fmt: skip
    places: dict[str, list[Node]] = {}
    for node in nodes if asked else ():
        low = plan.low(node)
        named = [term for term in asked if term.theme.search(low)]
        low = _own_words(node) if named else low
        for term in named:
            found = term.theme.search(low)
            if found and not _tells_of_change(low, found, keep):
                places.setdefault(term.theme.name, []).append(_place(plan, node, found))
    undated: list[tuple[_Term, list[Node]]] = []
    for term in asked:
        found_at = places.get(term.theme.name)
        if found_at and is_from(plan, term.since):
            yield _finding(term, found_at)
        elif found_at:
            undated.append((term, found_at))
    if undated:
        yield _undated(undated, plan)


def _finding(term: _Term, places: list[Node]) -> Finding:
    count = f" ({len(places)} chỗ)" if len(places) > 1 else ""
    return Finding(
        "unknown" if term.unsure else "fail", places[0], f"{term.use} ({term.by})",
        f"“{places[0].text}”{count}", verified=term.verified,
        why=term.unsure or f"từ {day_text(term.since)} thì dùng “{term.use}”",
    )  # fmt: skip


def _undated(found: list[tuple[_Term, list[Node]]], plan: Plan) -> Finding:
    """All words of which an undated plan leaves open whether they were still in use."""
    listed = ", ".join(f"“{places[0].text}”" for _, places in found)
    first_place = min((places[0] for _, places in found), key=lambda node: node.start)
    since = " hoặc ".join(sorted({day_text(term.since) for term, _ in found}))
    why = f"bỏ từ {since}; kế hoạch ban hành {issue_span(plan)}"
    return Finding("unknown", first_place, actual=listed, why=why)


def _own_words(node: Node) -> str:
    """A node's words for matching, with cited documents and quotations blanked out."""
    text = node.text
    for phrase in node.phrases:
        if isinstance(phrase, Citation):
            at = text.find(phrase.text)
            end = at + len(phrase.text)
            subject = phrase.subject or ""
            behind = text.find(subject, end, end + len(subject) + 20) if subject else -1
            if at >= 0:
                end = behind + len(subject) if behind >= 0 else end
                text = text[:at] + "\0" * (end - at) + text[end:]
    return lowered(_QUOTED.sub(lambda match: "\0" * len(match.group()), text))


def _tells_of_change(low: str, found: tuple[int, int], keep: tuple[Phrase, ...]) -> bool:
    """Whether the sentence of a place tells of the reorganisation."""
    for sentence in _SENTENCE.finditer(low):
        if sentence.start() <= found[0] < sentence.end():
            return any(phrase.search(sentence.group()) for phrase in keep)
    return False


def _place(plan: Plan, node: Node, found: tuple[int, int]) -> Node:
    """The words of a node as a node of their own, to be pointed to."""
    lines = [(leaf.start, leaf.end) for leaf in node.children if isinstance(leaf, Line)]
    flat = Flat.of_spans(plan.source.text, lines or [(node.start, node.end)])
    start, end = flat.source_span(*found)
    return Paragraph(start, end, text=flat.text[slice(*found)], parent=node)


@assertion_class
class DueAfter(Assertion):
    """No time limit that `due_after` selects may be over before the plan was issued.

    A limit without a year (trước ngày 05/6) cannot be. What tells of the past is none, nor is a day
    on which bodies were reorganised (trước ngày 01/7/2025). Unknown where the plan's day cannot
    tell.
    """

    key: ClassVar[str] = "due_after"
    due_after: str
    """selector of the time limits"""

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield "due_after", self.due_after

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """The limits that are over, else that they cannot all be told, else one pass."""
        plan = scope.root("plan")
        nodes = [n for n in compile_selector(self.due_after).find(scope) if isinstance(n, Deadline)]
        limits = [(n, n.interval.latest) for n in nodes if n.interval and n.interval.latest]
        if not isinstance(plan, Plan) or not nodes:
            yield Finding("not_applicable")
            return
        issued = issue_span(plan)
        limits = [(n, day) for n, day in limits if not _is_past(n, day)]
        over = [n for n, day in limits if issued.earliest and day < issued.earliest]
        unclear = [n for n, day in limits if issued.latest is None or day < issued.latest]
        for node in over:
            why = f"ban hành {issued}"
            yield Finding("fail", node, f"không trước {issued}", node.text, why)
        if over:
            return
        if unclear:
            yield Finding("unknown", unclear[0], actual=unclear[0].text)
        else:
            yield Finding("pass", nodes[0], actual=nodes[0].text)


@lru_cache(maxsize=1)
def _past() -> tuple[Words, frozenset[date]]:
    marks = lexicon().matcher("times", "past_marks", "past_words")
    return marks, frozenset(term.since for term in _terms()[0])


def _is_past(limit: Deadline, day: date) -> bool:
    """Whether the words before a time limit tell of the past, or its day is that of a change."""
    marks, changes = _past()
    text = limit.parent.text if limit.parent is not None else ""
    before = lowered(text.partition(limit.text)[0][-_NEAR:])
    return day in changes or bool(marks.search(before))
