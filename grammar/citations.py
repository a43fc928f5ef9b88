"""Citations: reads mentions of numbered documents, in State, Party, legislature and letter form.

Shapes of số, ký hiệu: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3 and Phụ lục III; Party: Hướng
dẫn 36-HD/VPTW, replaced by 05-HD/VPTW (27/5/2026).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .bodies import issuer_end, subject_start
from .dates import interpret
from .flat import Flat, lowered
from .interval import Interval
from .issuing import issued_before
from .lexicon import Words, lexicon, words_pattern
from .lines import names_body
from .nodes import Citation
from .patterns import compiled
from .phrasing import cited_types, read, tokens
from .tables import Tree

# A joint document may have its issuers behind one more slash: 01/2025/NQLT/UBTVQH15-CP.
_SLASHED = (
    r"/\s?(?:(?:19|20)\d{2}\s?/\s?)?(?:(?:nqlt|ttlt)\s?/\s?(?=[a-zđ]))?"
    r"[a-zđ][a-zđ0-9&]*"
    r"(?:(?:-\s?|\s-)[a-zđ0-9&]+|\s-\s[a-zđ0-9&]+(?!\w)|\.[a-zđ0-9&]{1,8}(?!\w))*"
)
# Several bodies, or the issuer's office, behind further hyphens: 22-KH/MTTQ-BTT.
_PARTY = r"-\s?[a-zđ]{1,6}\s?/\s?[a-zđ][a-zđ0-9&]*(?:(?:-\s?|\s-)[a-zđ0-9&]+(?!\w))*"
_NUMBER = compiled(rf"\d(?<![\w/.,-]\d)\d{{0,4}}(?:\.\d{{1,3}})?[a-zđ]?\s?(?:{_SLASHED}|{_PARTY})")
_SHORT = compiled(r" số:? (?P<n>\d{1,4})(?![\d.,%]|[a-zđ]? ?[/-])")
# A blank where the symbol has a hyphen or nothing: `298 KH/TWĐTN`, `03/KH UBND`, `TT-BGD ĐT`.
_LOST_BEFORE_TYPE = compiled(r" (?P<type>[A-ZĐ][A-Za-zĐđ]{0,5})/[A-ZĐ]{2}")
_LOST_IN_SYMBOL = compiled(r" (?P<part>[A-ZĐ]{2,8})(?=,? ngày |,? của )")
# `Các Quyết định của Thủ tướng Chính phủ về …: Quyết định số 1/…; Quyết định số 2/…`
_LIST_OF = compiled(
    r"các (?P<type>[^\s,;.:]+(?: [^\s,;.:]+){0,2}) của (?P<name>[^,;.:“”]+?)(?: về [^;.:]+)?: "
)
_NO = compiled(r"[,:]? ?(?P<no>số|lần)? ?:? ?$")
_BEFORE_SUBJECT = compiled(r"[\s,]*(?:\([^)]{0,40}\))?[\s,]*(?:\. (?=v/v ))?")
_SUBJECT = compiled(r"(?:[^;.]|\.(?! |$)){3,300}")
# `Kết luận liên ngành giữa Bộ A và Bộ B số …`: who issued it stands between type and number.
_ISSUED_BEFORE_NUMBER = compiled(r" (?:giữa|của) (?=(?P<name>[^;:.()“”]{3,150}?),? số ?:? ?$)")
_SYMBOL_BEHIND = compiled(r"\d+[a-zđ]?\s?[/-]")
_KIND_WORDS = 5
_NO_KIND = frozenset(("của", "về", "tại", "theo", "và", "các", "do", "này", "trên", "ban"))
_OWN_DATE = compiled(r",? ?ngày \d{1,2}(?:[/.-]\d{1,2}[/.-]| tháng \d{1,2} năm )\d{4}")
_LISTED = compiled(r"[,;]?(?: và)?(?: các)? ?$")
_PARTS = compiled(r"(\d+(?:\.\d+)?[a-zđ]?)(?:/((?:19|20)\d{2}))?(?:[/-](.+))?$")
_PARTY_BEGIN = compiled(r"\d+[a-zđ]?-[a-zđ]+/")
_FIRST_OF_SYMBOL = compiled(r"(?:\d+(?:\.\d+)?[a-zđ]?/(?:\d{4}/)?)?+([^/-]*)")
_LEGISLATURE = compiled(r"(?:qh|ubtvqh)\d{1,2}$")
_STATE_ORDER = compiled(r"(\d+[a-zđ]?)/([a-zđ]+)-([a-zđ]+)$", re.IGNORECASE)
_PARTY_ORDER = compiled(r"(\d+[a-zđ]?)-([a-zđ]+)/([a-zđ]+)$", re.IGNORECASE)
_SMALL_WORD = compiled(r"(?<= )\w+")
_LONGEST_NAMES = 200  # letters of the names of several bodies together


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    types: tuple[str, ...]
    symbols: frozenset[str]
    with_symbol: frozenset[str]
    forms: tuple[str, ...]
    statute_types: frozenset[str]
    statutes: str
    issuing: Words
    together: Words
    party: tuple[frozenset[str], frozenset[str]]
    state_bodies: frozenset[str]
    bodies: frozenset[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    bodies = words.value("issuers", "bodies")
    party = [body for body in bodies.values() if body.get("party")]
    types = sorted({lowered(name) for name in cited_types(words)}, key=len, reverse=True)
    return _Cues(
        types=tuple(types),
        symbols=frozenset(s.lower() for s in words.table("layout", "doc_types").values() if s),
        with_symbol=frozenset(lowered(n) for n in words.table("layout", "doc_types")),
        forms=tuple(f"{w} " for w in words.words("layout", "forms")),
        statute_types=frozenset(words.words("layout", "statute_types")),
        together=words.matcher("organs", "several_bodies"),
        issuing=Words(
            f"{verb} {what}"
            for verb in words.words("layout", "issue_verbs")
            for what in words.words("layout", "issued_types")
        ),
        statutes=words_pattern(words.words("layout", "statute_types")),
        party=(_symbols(party), _symbols(body for body in party if body["verified"])),
        state_bodies=_symbols(bodies[name] for name in words.words("issuers", "in_state_order")),
        bodies=_symbols(bodies.values()),
    )


def _symbols(bodies: Iterable[dict[str, Any]]) -> frozenset[str]:
    return frozenset(symbol.lower() for body in bodies for symbol in body["symbols"])


@lru_cache(maxsize=1)
def _statute_before() -> re.Pattern[str]:
    return compiled(rf"(?<!\w)(?P<type>{_cues().statutes})[^;:“”]{{2,150}}? số\s?:? ?$")


def find_citations(flat: Flat) -> list[Citation]:
    """The citations of a flat text, in order."""
    found: list[Citation] = []
    places: list[tuple[int, int]] = []
    starts = [(m.start(), m.end()) for m in _NUMBER.finditer(flat.low)]
    if " số" in flat.low:
        starts += [(m.start("n"), m.end("n")) for m in _SHORT.finditer(flat.low)]
    for start, end in sorted(starts):
        if found and flat.source_offset(start) < found[-1].end:
            continue
        lost = _lost_hyphen(flat, start, end)
        if lost is None:
            citation = _read(flat, start, end)
        else:
            citation, end = _read_gapped(flat, start, *lost)
        if citation is not None:
            found.append(citation)
            places.append((start, end))
    _share(flat, found, places)
    _share_head(flat, found, places)
    return found


def _lost_hyphen(flat: Flat, start: int, end: int) -> tuple[int, str, bool] | None:
    """The blank behind a number that belongs into its symbol: where, what it is for, if surely."""
    if not flat.text.startswith(" ", end):
        return None
    number = flat.low[start:end]
    if number.isdigit():
        head = _LOST_BEFORE_TYPE.match(flat.text, end)
        known = head is not None and head["type"].lower() in _cues().symbols
        return (end, "-", False) if known else None
    part = _LOST_IN_SYMBOL.match(flat.text, end)
    if part is None:
        return None
    behind, last = part["part"].lower(), _compact(number).replace("/", "-").rpartition("-")[2]
    if last + behind in _cues().bodies:
        return end, "", True
    if "-" not in number:
        return end, "-", behind in _cues().bodies and last in _cues().symbols
    return end, "-" if last in _cues().bodies else "", False


def _read_gapped(
    flat: Flat, start: int, gap: int, join: str, sure: bool
) -> tuple[Citation | None, int]:
    """A citation with a blank in its symbol, read as though a hyphen stood there; and its end."""
    read_as = replace(flat, low=f"{flat.low[:gap]}-{flat.low[gap + 1 :]}")
    number = _NUMBER.match(read_as.low, start)
    if number is None:
        return None, gap
    citation = _read(read_as, start, number.end())
    if citation is not None:
        right = _compact(flat.text[start:gap]) + join + _compact(flat.text[gap : number.end()])
        citation.ordinal, citation.year, citation.symbol = _parts(right)
        citation.hybrid, proper = _proper(right)
        citation.proper = proper if citation.hybrid else right if sure else None
        citation.gapped = not citation.hybrid
    return citation, number.end()


def _share_head(flat: Flat, found: list[Citation], places: list[tuple[int, int]]) -> None:
    """Type and issuer that stand before a list of documents of one symbol are those of each."""
    for head in _LIST_OF.finditer(flat.low) if "các " in flat.low else ():
        stop = flat.low.find(". ", head.end())
        listed = [
            one for one, (start, _) in zip(found, places, strict=True)
            if head.end() <= start and (stop < 0 or start < stop)
        ]  # fmt: skip
        for one in listed:
            if one.symbol != listed[0].symbol:
                break
            if one.type is None and head["type"] in _cues().types:
                one.type = flat.text[slice(*head.span("type"))]
            one.issuer = one.issuer or flat.text[head.start("name") : head.end("name")]


def _share(flat: Flat, found: list[Citation], places: list[tuple[int, int]]) -> None:
    """Documents listed with one date or issuer behind the last: `số 8/CĐ-UBND và số 9/CĐ-UBND …`.

    What stands between two numbers tells: with nothing but `và số`, date and issuer are both
    shared; with a date of its own in between, the issuer is. One that repeats the symbol without
    naming a type (`các Quyết định: số …; số …`) is of the type and the issuer of the one before,
    whatever documents that one's subject names.
    """
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        if one.symbol != two.symbol or one.family == "short" or one.issuer:
            continue
        between = flat.low[places[at][1] : places[at + 1][0]]
        bare = between.removesuffix("số ").removesuffix(f"{(two.type or '').lower()} ")
        own_date = one.date is not None and _LISTED.match(_OWN_DATE.sub("", bare))
        if own_date or (one.date is None and _LISTED.match(bare)):
            one.issuer = two.issuer
            one.date = one.date or two.date
    last: dict[str, tuple[Citation, int]] = {}  # of each symbol, and where its number ends
    for one, (start, end) in zip(found, places, strict=True):
        before = last.get(one.symbol or "")
        if before and one.type is None and ". " not in flat.low[before[1] : start]:
            one.type = before[0].type
            one.issuer = one.issuer or before[0].issuer
        if one.symbol:
            last[one.symbol] = one, end


def _read(flat: Flat, start: int, end: int) -> Citation | None:
    """The citation whose number is at `start`; None where it is no document's number."""
    number = flat.low[start:end]
    short = number.isdigit()
    compact = _compact(number)
    kind, begin, has_no = _type_before(flat, start)
    if _is_form(flat.low, begin):
        return None
    if short and (kind is None or not has_no):
        return None
    family = _family(compact, kind)
    if family == "letter" and kind is None and not has_no and "-" not in number:
        return None
    tree = read("citation", flat.low, start)
    if tree is None:
        return None
    date, issuer, stop = _date_and_issuer(flat, tree, end)
    subject = _subject(flat, stop)
    if issuer is None and kind is not None:
        joined = _ISSUED_BEFORE_NUMBER.match(flat.low[:start], begin + len(kind))
        if joined:
            stop_at = issuer_end(flat, joined.start("name"), joined.end("name"), joint=True)
            issuer = flat.text[joined.start("name") : stop_at]
            if subject is None and subject_start(flat.low, stop_at + 1):
                subject = flat.text[stop_at + 1 : joined.end("name")]
    before = issued_before(flat, begin)
    if issuer is None:
        issuer = before.issuer
        date = date or before.date
        subject = subject or before.subject  # Đề án “…” được … phê duyệt tại Quyết định số …
    begin_at, end_at = flat.source_span(begin, max(stop, end))
    written = flat.text[start:end]
    ordinal, year, symbol = _parts(written)
    hybrid, proper = _proper(_compact(written))
    return Citation(
        begin_at, end_at, text=flat.text[begin : max(stop, end)],
        type=kind, number=written, ordinal=ordinal, year=year, symbol=symbol, family=family,
        date=date, issuer=issuer, subject=subject,
        hybrid=hybrid, proper=proper, spaced=" " in written, untitled=before.untitled,
    )  # fmt: skip


def _type_before(flat: Flat, start: int) -> tuple[str | None, int, bool]:
    """The type that stands before a number: its name, where it begins, and whether `số` follows."""
    left = max(0, start - 200)
    before = flat.low[left:start]
    no = _NO.search(before, max(0, len(before) - 8))
    assert no is not None
    at = _type_at_end(before, no.start())
    if no["no"] == "số" and at >= 0 and before[at : no.start()] in _cues().statute_types:
        statute = _statute(flat.text, left, before) if flat.text[left + at].islower() else None
        if statute and statute[0][0].isupper():  # Luật Ban hành văn bản quy phạm pháp luật
            return *statute, True
    if at >= 0:
        return flat.text[left + at : left + no.start()], left + at, no["no"] == "số"
    if no["no"] != "số":
        return None, start, False
    for issued in _ISSUED_BEFORE_NUMBER.finditer(before):
        at = _type_at_end(before, issued.start())
        if at >= 0 and flat.text[left + issued.start("name")].isupper():
            return flat.text[left + at : left + issued.start()], left + at, True
    at, end = -1, no.start()
    if _SYMBOL_BEHIND.match(flat.low, start):
        at, end = _type_with_kind(flat.text[left:start], before, end)
    if at >= 0:
        return flat.text[left + at : left + end], left + at, True
    statute = _statute(flat.text, left, before)
    return (*statute, True) if statute else (None, left + no.start("no"), True)


def _statute(text: str, left: int, before: str) -> tuple[str, int] | None:
    """The type of a statute whose name stands before its number, and where it begins."""
    named = _statute_before().search(before)
    at = left + named.start() if named else -1
    return (text[at : left + named.end("type")], at) if named else None


def _type_at_end(before: str, end: int) -> int:
    """Where the type begins that `before[:end]` ends with, -1 where it ends with none."""
    if not before.endswith(_cues().types, 0, end):
        return -1
    kind = next(name for name in _cues().types if before.endswith(name, 0, end))
    at = end - len(kind)
    return -1 if at and (before[at - 1].isalnum() or before[at - 1] == "_") else at


def _type_with_kind(text: str, before: str, end: int) -> tuple[int, int]:
    """A type that says what kind it is: `Báo cáo thẩm tra số …`; (-1, -1) where there is none.

    A name behind it, `Kết luận liên ngành Tư pháp số …`, is no part of the type.
    """
    stop = end
    for _ in range(_KIND_WORDS):
        word_end, stop = stop, before.rfind(" ", 0, stop)
        word = before[stop + 1 : word_end]
        if stop < 0 or not word.isalpha() or word in _NO_KIND:
            break
        at = _type_at_end(before, stop)
        if at >= 0:
            return at, end if text[at + 1 : end].islower() else stop
    return -1, -1


def _date_and_issuer(flat: Flat, tree: Tree, end: int) -> tuple[Interval | None, str | None, int]:
    """Date and issuer behind a number, and where the citation ends."""
    date: Interval | None = None
    issuer: str | None = None
    stop = end
    before = flat.low[max(0, end - 60) : end]
    for part in tree.children:
        if not isinstance(part, Tree):
            continue
        leaves = tokens(part)
        if part.data == "cited_date":
            form = part.children[0]
            assert isinstance(form, Tree)
            reading = interpret(form)
            date = reading[0] if reading else None
            stop = leaves[-1].end_pos
        elif part.data == "cited_issuer":
            token = leaves[0]
            joint = flat.low.endswith("giữa ", 0, token.start_pos)
            joint = joint or "liên tịch" in before or "nqlt" in before or "ttlt" in before
            stop_at = issuer_end(flat, token.start_pos, token.end_pos, joint)
            if joint and _cues().together.match(flat.low, token.start_pos):
                stop_at = _end_of_several(flat, token.start_pos) or stop_at
            if stop_at > token.start_pos + 1:
                issuer = flat.text[token.start_pos : stop_at].strip() or None
                stop = stop_at
    return date, issuer, stop


def _end_of_several(flat: Flat, start: int) -> int:
    """Where names without their first word end: `liên Bộ: Nội vụ, Tài chính quy định`; or 0."""
    for word in _SMALL_WORD.finditer(flat.text, start, start + _LONGEST_NAMES):
        if word.group()[0].islower() and subject_start(flat.low, word.start()):
            return word.start() - 1
    return 0


def _is_form(low: str, begin: int) -> bool:
    """Whether the number is that of a form: `Mẫu số 01/…`."""
    return low[:begin].endswith(_cues().forms)


def _subject(flat: Flat, at: int) -> str | None:
    """The subject of a cited document that begins at `at`, or None."""
    before = _BEFORE_SUBJECT.match(flat.low, at)
    start = before.end() if before else at
    quoted = flat.low[start : start + 1] in ("“", '"', "‘")
    end = start + 1 if quoted else subject_start(flat.low, start)
    if not end:
        return None
    subject = _SUBJECT.match(flat.low, end)
    return flat.text[start : _own_clause(flat.low, end, subject.end())].strip() if subject else None


def _own_clause(low: str, start: int, stop: int) -> int:
    """Where the clause begins by which the plan itself is issued, else `stop`.

    `… về cải cách hành chính năm 2026, UBND xã ban hành Kế hoạch … như sau:`
    """
    at = low.find(", ", start, stop)
    while at >= 0:
        if names_body(low, at + 2) and _cues().issuing.search(low[at:stop]):
            return at
        at = low.find(", ", at + 1, stop)
    return stop


def _compact(number: str) -> str:
    """A number without the spaces that a text may have in it."""
    return "".join(number.split())


def _parts(written: str) -> tuple[str, int | None, str | None]:
    """Ordinal, year and symbol of a number as written."""
    compact = _compact(written)
    match = _PARTS.match(compact)
    if match is None:
        return compact, None, None
    return match[1], int(match[2]) if match[2] else None, match[3]


def _family(compact: str, kind: str | None) -> str:
    """State, party, legislature or letter, by the order of the symbol."""
    if compact.isdigit():
        return "short"
    if _PARTY_BEGIN.match(compact):
        return "party"
    if _LEGISLATURE.search(compact) and "/nq-" not in compact:
        return "legislature"
    first = _FIRST_OF_SYMBOL.match(compact)
    named = kind is not None and "-" in compact and lowered(kind) in _cues().with_symbol
    return "state" if named or (first and first[1] in _cues().symbols) else "letter"


def _proper(compact: str) -> tuple[bool, str | None]:
    """Whether Party and State order are mixed, and the right order where it is certain.

    A Party body in State order (05/NQ-TU), or a State body in Party order (132-KH/UBND).
    """
    party, certain = _cues().party
    state = _STATE_ORDER.match(compact)
    if state and state[2].lower() in _cues().symbols and state[3].lower() in party:
        right = f"{state[1]}-{state[2]}/{state[3]}"
        return True, right if state[3].lower() in certain else None
    mixed = _PARTY_ORDER.match(compact)
    if mixed and mixed[3].lower() in _cues().state_bodies:
        return True, f"{mixed[1]}/{mixed[2]}-{mixed[3]}"
    return False, None
