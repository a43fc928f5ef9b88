"""Whole: what a document says of itself as a whole: issuer, day of issue, years, province."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, takewhile

from .bodies import NAME, issuer_end
from .damage import damaged
from .dates import Reference
from .flat import LONGEST, Flat, lowered
from .header import is_whole
from .interval import Interval
from .lexicon import Words, any_of, lexicon
from .lines import cues
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
    NationalHeader,
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
_DECIDER = 3  # words of who decides for a body, and more: CHỦ TỊCH ỦY BAN NHÂN DÂN …
# A line of this length and share of a text, and in how many headings in it show that line breaks
# are lost: a long paragraph has none.
_LONG_LINE, _MOST, _MANY_MARKS = 400, 0.7, 3
_INNER_MARK = compiled(
    r"(?<=[\w.;:,)/] )(?:(?:[IVX]{1,4}|\d{1,2})\.(?= )|[-+•](?= [^\W\d_a-z])|[a-zđ]\) )"
)
_OPENING = 4  # parts of the body among which its lead-in may be
_PROVINCIAL = ("tỉnh", "thành phố")
# What officers do not type and web pages leave behind when they are turned into text.
_MARKUP = compiled(r"\*\*\S|\|[ \t]*$|^#{1,6} |\]\(https?:|&nbsp;", re.MULTILINE)
_LAST_YEAR = 2100  # a later one is misspelt
_GOES_ON = ",“‘(-–/%"  # marks behind which a sentence goes on
_RANK = compiled(r"t(?<!\wt)(?:(?P<province>ỉnh )|(?:hành phố|p\.?|hủ đô) )")


def read_whole(plan: Plan) -> None:
    """Fills the plan's own attributes from its tree."""
    nodes = list(plan.walk())
    plan.type = _type(nodes)
    _read_place(plan, nodes)
    _read_issuer(plan, nodes)
    _read_issued(plan, nodes)
    _read_title(plan, nodes)
    plan.system = _system(plan, nodes)
    plan.attached = _is_attached(plan)
    plan.run_together = _is_run_together(plan.source.text, plan.source.low)
    plan.damaged = damaged(plan.source.text)
    plan.scraped = _is_scraped(plan, nodes)
    plan.cut = _is_cut(plan, nodes)
    plan.recognised = plan.source.origin is not None and plan.source.origin.recognised


def _type(nodes: list[Node]) -> str | None:
    """The type of document by its line, else by its symbol (KH-UBND, KH/ĐU)."""
    named = first(nodes, DocType)
    if named is not None:
        return named.name
    number = first(nodes, DocNumber)
    return _types().get(re.split(r"[-/]", number.symbol)[0]) if number and number.symbol else None


@lru_cache(maxsize=1)
def _types() -> dict[str, str]:
    words = lexicon()
    found = {symbol: name for name, symbol in words.table("layout", "doc_types").items()}
    return found | dict.fromkeys(words.words("writing", "plan_symbols"), "kế hoạch")


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
    if preface is not None and (preface.lost or _has_lost_rows(preface)):
        return True
    if plan.source.origin is not None:
        return False
    return plan.source.escaped or _MARKUP.search(plan.source.text) is not None


def _has_lost_rows(preface: Preface) -> bool:
    """Whether a header has the first row of both columns, the second of neither."""
    issuer = first(preface.children, Issuer)
    country = first(preface.children, NationalHeader)
    if issuer is None or country is None or is_whole(issuer.name):
        return False
    return not any(
        _motto().search(lowered(n.text)) for n in preface.children if n.kind == country.kind
    )


@lru_cache(maxsize=1)
def _motto() -> Words:
    return lexicon().matcher("layout", "motto")


def _is_attached(plan: Plan) -> bool:
    """Whether a note below its title says that it comes with the document that puts it in force."""
    below = (node for part in plan.children[1:3] for node in part.children if node.text)
    note = next((node for node in below if not isinstance(node, Noise)), None)
    return note is not None and bool(cues().attached_note.match(lowered(note.text).lstrip("( ")))


def _is_run_together(text: str, low: str) -> bool:
    """Whether most of a text is one line, with quốc hiệu or the numbers of many headings in it."""
    middle = len(text) // 2  # a line of more than half of the text
    start, end = text.rfind("\n", 0, middle) + 1, text.find("\n", middle)
    end = len(text) if end < 0 else end
    if end - start < max(_LONG_LINE, _MOST * len(text)):
        return False
    if cues().national.search(low, start, end) is not None:
        return True
    marks = islice(_INNER_MARK.finditer(text, start, end), _MANY_MARKS)
    return sum(1 for _ in marks) == _MANY_MARKS


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
    """The header's issuer, else who issues in the formula or the grounds, else in the closing.

    Of `ỦY BAN NHÂN DÂN` alone, whose second line is lost, the rest may stand there as well.
    """
    issuer = first(nodes, Issuer)
    if issuer is not None:
        plan.issuer = issuer.name
        if not is_whole(issuer.name):
            plan.issuer = _whole_name(plan, issuer.name, nodes) or issuer.name
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


def _whole_name(plan: Plan, begun: str, nodes: list[Node]) -> str | None:
    """The body of which the header has only the first words, as another line names it.

    Who decides above the grounds, the formula, TM. in the signature. `Ủy ban nhân dân tỉnh` is
    that of the province in which it was issued.
    """
    above = [node for part in plan.children[:2] for node in part.children]
    names = [n.text for n in above if isinstance(n, (Noise, Paragraph)) and n.text.isupper()]
    names += [_issuing_body(node.text) or "" for node in nodes if isinstance(node, Formula)]
    # `Thực hiện …, UBND tỉnh ban hành Kế hoạch … như sau:`, also at the top of the body.
    opening: list[Node] = [node for node in nodes if isinstance(node, Ground)]
    opening += [n for n in plan.children[2].children[:_OPENING] if isinstance(n, Paragraph)]
    grounds = [_issuing_body(n.text) or "" for n in opening if _leads_in(n, lowered(n.text))]
    signature = first(nodes, Signature)
    if signature is not None and signature.authority:
        names.append(signature.authority)
    here = _own_province(first(nodes, DocDate))
    for name in (*names, *grounds):
        before, found, rest = _spelled_out(lowered(name)).partition(lowered(begun))
        if not found or len(before.split()) >= _DECIDER:
            continue
        if rest.strip() in _PROVINCIAL:
            if here and rest.strip() == here[0]:
                return f"{begun} {' '.join(here)}".upper()
        elif rest.strip() and name in names:
            return f"{begun}{rest}".upper()
    return None


def _leads_in(node: Node, low: str) -> bool:
    """Whether a ground or paragraph says too who issues, not what another body has issued."""
    leads = isinstance(node, Ground) and not low.startswith("căn cứ")
    return leads or cues().formula.search(low) is not None


def _own_province(day: DocDate | None) -> tuple[str, str] | None:
    """Rank and name of the province or city above whose day of issue its name stands alone."""
    name = _RANK.sub("", lowered(day.place or "")) if day is not None else ""
    for rank, names in (("thành phố", _places().cities), ("tỉnh", _places().provinces)):
        if name and names.match(name) == len(name):
            return rank, name
    return None


def _spelled_out(low: str) -> str:
    """A body's name with `UBND` in full, without `(sau đây gọi là …)`."""
    return re.sub(r" ?\([^)]*\)", "", low).replace("ubnd", "ủy ban nhân dân")


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
def _bodies() -> re.Pattern[str]:
    """First words of a body that issues something."""
    words = lexicon()
    parts = any_of(f"{part} " for part in words.words("organs", "issuing_parts"))
    bodies = any_of(words.words("organs", "issuing_bodies"))
    return compiled(rf"(?<!\w){parts}?{bodies}(?!\w)")


@lru_cache(maxsize=1)
def _issues() -> re.Pattern[str]:
    """What stands between a body's name and the verb by which it issues something, and the verb."""
    verbs = any_of(lexicon().words("layout", "issue_verbs"))
    return compiled(
        rf"(?: \([^()]{{1,120}}\))?(?: [^\s,;.()“]+){{0,14}}?,? {verbs}(?: và ban hành)? "
    )


@lru_cache(maxsize=1)
def _behind() -> tuple[str, ...]:
    """Words behind which a body stands that issues nothing itself."""
    return tuple(f"{word} " for word in lexicon().words("layout", "no_issuer_behind"))


def _issuing_body(text: str) -> str | None:
    """The last body of a text that issues something: no body whose document is cited there."""
    flat = Flat.of(text, 0, min(len(text), LONGEST))
    name: str | None = None
    at = 0
    while body := _bodies().search(flat.low, at):
        start, at = body.start(), body.end()
        if cues().no_body.match(flat.low, start):
            continue
        run = NAME.match(flat.low, start)
        assert run is not None
        at = stop = max(at, issuer_end(flat, start, run.end()))
        issues = _issues().match(flat.low, stop)
        if issues and not flat.low.endswith(_behind(), 0, start):
            at = issues.end()
            name = flat.text[start:stop].rstrip() if flat.text[start].isupper() else None
    return name


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


@lru_cache(maxsize=1)
def _single_bodies() -> Words:
    """First words of the bodies of which there is one in the country."""
    bodies = lexicon().value("issuers", "bodies").values()
    return Words(name for body in bodies if body.get("single") for name in body["names"])


def _is_national(issuer: Issuer) -> bool:
    """Whether an issuer, or its superior, is there once in the country; no branch in a province."""
    names = [lowered(name) for name in (issuer.name, issuer.superior) if name]
    return any(map(_single_bodies().match, names)) and not any(map(_provinces, names))


def _read_place(plan: Plan, nodes: list[Node]) -> None:
    """The province that the document names as its own: in header, title and recipients first.

    A body of the whole country has none, wherever it holds its meetings.
    """
    issuer = first(nodes, Issuer)
    if issuer is not None and _is_national(issuer):
        return
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
