"""Whole: what a document says of itself as a whole: issuer, day of issue, years, province."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, takewhile

from .damage import damaged
from .dates import Reference
from .flat import LONGEST, Flat, lowered
from .interval import Interval
from .lexicon import Words, any_of, lexicon
from .nodes import (
    Citation,
    Conclusions,
    Date,
    DocDate,
    DocNumber,
    DocTitle,
    DocType,
    Formula,
    Ground,
    Issuer,
    Line,
    Node,
    Noise,
    Paragraph,
    Plan,
    Preamble,
    Preface,
    Signature,
    Table,
    first,
)
from .patterns import compiled

# By which province a document names most often as its own; other kinds of node have one vote.
_NO_VOTE = frozenset(("line", "noise", "date", "recipients", "topic"))
_VOTES = {"issuer": 6, "doc_title": 6, "recipient": 3, "recipients_head": 3}
# What officers do not type and web pages leave behind when they are turned into text.
_MARKUP = compiled(r"\*\*\S|\|[ \t]*$|^#{1,6} |\]\(https?:|&nbsp;", re.MULTILINE)
_LAST_YEAR = 2100  # a later one is misspelt
_GOES_ON = ",“‘(-–/%"  # marks behind which a sentence goes on
_RANK = compiled(r"t(?<!\wt)(?:(?P<province>ỉnh )|(?:hành phố|p\.?|hủ đô) )")


def read_whole(plan: Plan) -> None:
    """Fills the plan's own attributes from its tree."""
    nodes = list(plan.walk())
    _read_issuer(plan, nodes)
    _read_issued(plan, nodes)
    _read_title(plan, nodes)
    _read_place(plan, nodes)
    plan.system = _system(plan, nodes)
    plan.damaged = damaged(plan.source.text)
    plan.scraped = _is_scraped(plan, nodes)
    plan.cut = _is_cut(plan, nodes)
    plan.recognised = plan.source.origin is not None and plan.source.origin.recognised


def _system(plan: Plan, nodes: list[Node]) -> str | None:
    """By whose rules it is drawn up: its number and header say so, else the name of its issuer.

    Party first: `Đảng ủy Ủy ban nhân dân` is a body of the Party.
    """
    number = first(nodes, DocNumber)
    symbol = lowered((number.symbol if number else None) or "")
    header = first(nodes, Issuer)
    names = [header.superior or "", header.name] if header else []
    named = lowered(" ".join([*names, plan.issuer or ""]))
    for system, words, _ in _systems():
        if words.search(named):
            return system
    return next((system for system, _, ends in _systems() if symbol.endswith(ends)), None)


@lru_cache(maxsize=1)
def _systems() -> list[tuple[str, Words, tuple[str, ...]]]:
    """By whose rules documents are drawn up: its name, who issues them, how their symbols end."""
    table = lexicon().value("organs", "systems")
    return [(name, Words(one["names"]), tuple(one["symbols"])) for name, one in table.items()]


def _is_scraped(plan: Plan, nodes: list[Node]) -> bool:
    """Whether the text comes from a web page: Markdown marks, cell bars, escapes, or a lost header.

    In the text of a file that is more than text the bars are those of its reader.
    """
    preface = first(nodes, Preface)
    if preface is not None and preface.lost:
        return True
    if plan.source.origin is not None:
        return False
    return plan.source.escaped or _MARKUP.search(plan.source.text) is not None


def _is_cut(plan: Plan, nodes: list[Node]) -> bool:
    """Whether a text without recipients and signature stops within a sentence.

    The cells of a table do not tell, nor what something attached follows.
    """
    final = plan.children[-1]
    if not isinstance(final, Conclusions) or not final.lost:
        return False
    start, end = last_words(nodes)
    written = plan.source.text[start:end].rstrip(" \t\n*")
    return bool(written) and (written[-1].isalnum() or written[-1] in _GOES_ON)


def last_words(nodes: list[Node]) -> tuple[int, int]:
    """Where the last ground, paragraph or block of the body stands; nowhere for a table."""
    for node in reversed(nodes):
        if isinstance(node, (Noise, Line)):
            continue
        lines = [one for one in node.children if isinstance(one, Line) and one.role != "page"]
        if lines:
            told = not isinstance(node, (Table, DocTitle, DocType))
            return (lines[0].start, lines[-1].end) if told else (0, 0)
    return 0, 0


def own_time(plan: Plan) -> Reference:
    """What a date without a year is measured by, read from what stands before the body."""
    nodes = [
        node
        for part in plan.children
        if isinstance(part, (Preface, Preamble))
        for node in part.walk()
    ]
    _read_issued(plan, nodes)
    _read_title(plan, nodes)
    days = (plan.period.earliest, plan.period.latest) if plan.period else ()
    years = {day.year for day in days if day}
    return Reference(
        year=years.pop() if len(years) == 1 else None,
        issued=plan.issued.earliest if plan.issued else None,
        day=plan.issued.earliest if plan.issued and plan.issued.is_day else None,
    )


def _read_issuer(plan: Plan, nodes: list[Node]) -> None:
    """The header's issuer, else who issues in the formula or the grounds, else in the closing."""
    issuer = first(nodes, Issuer)
    if issuer is not None:
        plan.issuer = issuer.name
        return
    opening = [n for n in nodes if isinstance(n, (Formula, Ground))]
    closing = [n for n in nodes if isinstance(n, Paragraph)][-12:]
    for node in [*reversed(opening), *reversed(closing)]:
        found = _issuing_body(node.text)
        if found:
            plan.issuer = found
            return
    for node in reversed(closing):
        match = _peoples_committee().search(node.text, 0, LONGEST)
        if match:
            name = takewhile(lambda word: word[0].isupper(), match["name"].split())
            plan.issuer = " ".join([match["body"], *name])
            return
    signature = first(nodes, Signature)
    if signature is not None and signature.authority:
        plan.issuer = re.sub(r"^T/?M\s*\.?\s*", "", signature.authority)


@lru_cache(maxsize=1)
def _peoples_committee() -> re.Pattern[str]:
    """A people's committee with its unit's rank and name, as the text spells it."""
    units = lexicon().words("organs", "committee_units")
    ranks = "|".join(f"[{unit[0].upper()}{unit[0]}]{re.escape(unit[1:])}" for unit in units)
    return compiled(
        r"(?P<body>(?:[Ủủ]y ban nhân dân|[Uu]ỷ ban nhân dân|UBND)"
        rf" (?:{ranks}))(?P<name>(?: \w+){{0,6}})"
    )


@lru_cache(maxsize=1)
def _issues() -> re.Pattern[str]:
    """A body and the verb by which it issues something."""
    words = lexicon()
    parts = any_of(f"{part} " for part in words.words("organs", "issuing_parts"))
    bodies = any_of(words.words("organs", "issuing_bodies"))
    verbs = any_of(words.words("layout", "issue_verbs"))
    return compiled(
        rf"(?P<name>{parts}?{bodies}(?: [^\s,;.“]+){{0,14}}?),? {verbs}(?: và ban hành)? "
    )


def _issuing_body(text: str) -> str | None:
    flat = Flat.of(text, 0, min(len(text), LONGEST))
    last: re.Match[str] | None = None
    for match in _issues().finditer(flat.low):
        last = match
    if last is None:
        return None
    start = last.start("name")
    name = flat.text[start : last.end("name")]
    cut = re.split(r" (?:của|ngày|về|theo|số) ", name)
    return cut[0].strip() if cut[0][:1].isupper() else None


def _read_issued(plan: Plan, nodes: list[Node]) -> None:
    """Its own date; where that is missing or blank, no older than what it rests on.

    A citation says that its document was issued before: an undated plan that rests on a decision
    of 26/7/2025 was not issued in the first quarter of that year.
    """
    plan.issued = plan.issued_from = None
    own = first(nodes, DocDate)
    if own is not None and own.date is not None:
        plan.issued, plan.issued_from = own.date, own
        if own.date.is_day:
            return
    newest: Citation | None = None
    for node in nodes:
        if isinstance(node, Citation) and node.date and node.date.earliest:
            if node.date.earliest.year > _LAST_YEAR:
                continue
            best = newest.date.earliest if newest and newest.date else None
            if best is None or node.date.earliest > best:
                newest = node
    if newest is None or newest.date is None:
        return
    floor = newest.date.earliest
    assert floor is not None
    if plan.issued is None:
        plan.issued, plan.issued_from = Interval(floor, None), newest
    elif (
        plan.issued.earliest
        and plan.issued.latest
        and (plan.issued.earliest < floor <= plan.issued.latest)
    ):
        plan.issued = Interval(floor, plan.issued.latest)


def _read_title(plan: Plan, nodes: list[Node]) -> None:
    """The subjects and the years of the title: `năm 2025`, `giai đoạn 2026 - 2030`."""
    title = first(nodes, DocTitle)
    if title is None:
        return
    low = lowered(title.text)
    plan.subjects = tuple(t.name for t in lexicon().subjects if t.search(low))
    dates = [d for d in title.phrases if isinstance(d, Date) and d.interval]
    dates = [d for d in dates if d.precision in ("year", "span", "half-year", "quarter", "month")]
    if dates:
        begin, end = dates[0].interval, dates[-1].interval
        assert begin is not None and end is not None
        if begin.earliest and end.latest and begin.earliest <= end.latest:
            plan.period = begin.join(end)


@dataclass(slots=True, eq=False, repr=False)
class _Places:
    """Provinces and cities by the words behind `tỉnh` and `thành phố`, as they are spelled."""

    provinces: Words
    cities: Words
    spelled: dict[str, str]


@lru_cache(maxsize=1)
def _places() -> _Places:
    spelled = {
        lowered(name).removeprefix("thành phố "): name
        for name in lexicon().table("provinces", "successors")
    }
    cities = [lowered(c).removeprefix("thành phố ") for c in lexicon().words("provinces", "cities")]
    return _Places(Words(spelled), Words(cities), spelled)


def _provinces(low: str) -> list[tuple[int, str]]:
    """The provinces and cities that a text names with their rank, in order, and where."""
    found: list[tuple[int, str]] = []
    for match in _RANK.finditer(low):
        names = _places().provinces if match["province"] else _places().cities
        end = names.match(low, match.end())
        if end:
            found.append((match.start(), _places().spelled[low[match.end() : end]]))
    return found


def _read_place(plan: Plan, nodes: list[Node]) -> None:
    """The province that the document names as its own: in header, title and recipients first."""
    votes: Counter[str] = Counter()
    where: dict[str, Node] = {}
    voters = [node for node in nodes if node.text and node.kind not in _NO_VOTE]
    ends = list(accumulate(min(len(node.text), LONGEST) + 1 for node in voters))
    for at, name in _provinces(lowered("\n".join(node.text[:LONGEST] for node in voters))):
        node = voters[bisect_right(ends, at)]
        votes[name] += _VOTES.get(node.kind, 1)
        where.setdefault(name, node)
    if votes:
        best, count = votes.most_common(1)[0]
        plan.place, plan.place_from = best, where[best]
        if sum(votes.values()) > 2 * count and count < 3:
            plan.place = plan.place_from = None
