"""Citations: reads mentions of numbered documents, in State, Party, legislature and letter form.

Shapes of số, ký hiệu: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3 and Phụ lục III; Party: Hướng
dẫn 36-HD/VPTW, replaced by 05-HD/VPTW (27/5/2026).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lark import Token, Tree

from .dates import interpret
from .flat import Flat
from .interval import Interval
from .lexicon import lexicon, words_pattern
from .nodes import Citation
from .phrasing import cited_types, read, tokens

_SLASHED = r"/\s?(?:(?:19|20)\d{2}\s?/\s?)?[a-zđ][a-zđ0-9&]*(?:\s?[-.]\s?[a-zđ0-9&]+)*"
_PARTY = r"-\s?[a-zđ]{1,6}\s?/\s?[a-zđ]+"
_NUMBER = re.compile(rf"(?<![\w/.,-])\d{{1,5}}(?:\.\d{{1,3}})?[a-zđ]?\s?(?:{_SLASHED}|{_PARTY})")
_SHORT = re.compile(r" số:? (?P<n>\d{1,4})(?![\d.,%]|[a-zđ]? ?[/-])")
_ISSUED_BEFORE = re.compile(
    r"(?:được|do) (?P<name>[^\s,;.]+(?: [^\s,;.]+){1,8}?) (?:phê duyệt|ban hành|công bố|thông qua)"
    r"(?: kèm theo)?(?: tại| theo)? $"
)
_LEGISLATURE = re.compile(r"(?:qh|ubtvqh)\d{1,2}$")
_PARTY_BODIES = ("tu", "tw", "hu", "qu", "thu", "cb", "vptw")


@dataclass(frozen=True, slots=True)
class _Cues:
    type_only: re.Pattern[str]
    issuer_end: re.Pattern[str]
    subject: re.Pattern[str]
    symbols: dict[str, str]
    statutes: tuple[str, ...]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    types = words_pattern(cited_types(words))
    statutes = words_pattern(words.words("layout", "statute_types"))
    symbols = {
        symbol.lower(): name for name, symbol in words.table("layout", "doc_types").items() if symbol
    }
    return _Cues(
        type_only=re.compile(rf"(?<!\w)(?P<type>{types})(?P<no>,? ?(?:số|lần)?\s?:?)? ?$"),
        issuer_end=re.compile(
            " (?:" + words.pattern("layout", "subject_starts", "issuer_ends") + ")"
        ),
        subject=re.compile(
            r"[\s,]*(?:\([^)]{0,40}\))?[\s,]*(?P<subject>(?:"
            + words.pattern("layout", "subject_starts")
            + r"|[“\"‘])(?:[^;.]|\.(?! |$)){3,300})"
        ),
        symbols=symbols,
        statutes=(statutes,),
    )


def find_citations(flat: Flat) -> list[Citation]:
    """The citations of a flat text, in order."""
    found: list[Citation] = []
    starts = [(m.start(), m.end()) for m in _NUMBER.finditer(flat.low)]
    starts += [(m.start("n"), m.end("n")) for m in _SHORT.finditer(flat.low)]
    for start, end in sorted(starts):
        if found and flat.source_offset(start) < found[-1].end:
            continue
        citation = _read(flat, start, end)
        if citation is not None:
            found.append(citation)
    return found


def _read(flat: Flat, start: int, end: int) -> Citation | None:
    """The citation whose number is at `start`; None where it is no document's number."""
    number = flat.low[start:end]
    short = number.isdigit()
    kind, begin, has_no = _type_before(flat, start)
    if short and (kind is None or not has_no):
        return None
    family = _family(number, kind)
    if family == "letter" and kind is None and not has_no and "-" not in number:
        return None
    tree = read("cited", flat.low, start)
    if tree is None:
        return None
    date, issuer, stop = _date_and_issuer(flat, tree, end)
    subject = _cues().subject.match(flat.low, stop)
    if issuer is None:
        named = _ISSUED_BEFORE.search(flat.low, max(0, begin - 90), begin)
        issuer = flat.text[named.start("name") : named.end("name")] if named else None
    begin_at, end_at = flat.source_span(begin, max(stop, end))
    written = flat.text[start:end]
    ordinal, year, symbol = _parts(written)
    return Citation(
        begin_at, end_at, text=flat.text[begin : max(stop, end)],
        type=kind, number=written, ordinal=ordinal, year=year, symbol=symbol, family=family,
        date=date, issuer=issuer,
        subject=flat.text[subject.start("subject") : subject.end("subject")].strip()
        if subject else None,
        hybrid=_is_hybrid(number), spaced=" " in written,
    )  # fmt: skip


def _type_before(flat: Flat, start: int) -> tuple[str | None, int, bool]:
    """The type that stands before a number: its name, where it begins, and whether `số` follows."""
    left = max(0, start - 200)
    before = flat.low[left:start]
    match = _cues().type_only.search(before)
    if match is None:
        statute = None
        for statute in re.finditer(rf"(?<!\w){_cues().statutes[0]}[^;:“”]{{2,150}}? số\s?:? ?$", before):
            pass
        if statute is None:
            has_no = re.search(r"(?<!\w)số\s?:? ?$", before)
            return None, start if not has_no else left + has_no.start(), has_no is not None
        match = statute
        word = re.match(_cues().statutes[0], match.group())
        assert word is not None
        kind = flat.text[left + match.start() : left + match.start() + word.end()]
        return kind, left + match.start(), True
    kind = flat.text[left + match.start("type") : left + match.end("type")]
    has_no = match["no"] is not None and "số" in match["no"]
    return kind, left + match.start(), has_no


def _date_and_issuer(
    flat: Flat, tree: Tree[Token], end: int
) -> tuple[Interval | None, str | None, int]:
    """Date and issuer behind a number, and where the citation ends."""
    date: Interval | None = None
    issuer: str | None = None
    stop = end
    for part in tree.children:
        if not isinstance(part, Tree):
            continue
        leaves = tokens(part)
        if part.data == "cited_date":
            form = part.children[0]
            assert isinstance(form, Tree)
            reading = interpret(form)
            date = reading[0] if reading else None
            stop = leaves[-1].end_pos or stop
        elif part.data == "cited_issuer":
            token = leaves[0]
            assert token.start_pos is not None
            cut = _cues().issuer_end.search(" " + str(token))
            length = cut.start() - 1 if cut else len(token)
            if length > 1:
                name = flat.text[token.start_pos : token.start_pos + length].strip()
                issuer = name or None
                stop = token.start_pos + length
    return date, issuer, stop


def _parts(written: str) -> tuple[str, int | None, str | None]:
    """Ordinal, year and symbol of a number as written."""
    compact = re.sub(r"\s+", "", written)
    match = re.match(r"(\d+(?:\.\d+)?[a-zđ]?)(?:/((?:19|20)\d{2}))?(?:[/-](.+))?$", compact)
    if match is None:
        return compact, None, None
    return match[1], int(match[2]) if match[2] else None, match[3]


def _family(number: str, kind: str | None) -> str:
    """State, party, legislature or letter, by the order of the symbol."""
    compact = re.sub(r"\s+", "", number)
    if compact.isdigit():
        return "short"
    if re.match(r"\d+[a-zđ]?-[a-zđ]+/", compact):
        return "party"
    if _LEGISLATURE.search(compact) and "/nq-" not in compact:
        return "legislature"
    first = re.split(r"[/-]", re.sub(r"^\d+(?:\.\d+)?[a-zđ]?/(?:\d{4}/)?", "", compact))[0]
    return "state" if first in _cues().symbols or (kind and "-" in compact) else "letter"


def _is_hybrid(number: str) -> bool:
    """Whether a Party body stands in State order (05/NQ-TU) or a State body in Party order."""
    compact = re.sub(r"\s+", "", number)
    state = re.match(r"\d+[a-zđ]?/([a-zđ]+)-([a-zđ]+)$", compact)
    if state and state[1] in _cues().symbols and state[2] in _PARTY_BODIES:
        return True
    party = re.match(r"\d+[a-zđ]?-[a-zđ]+/([a-zđ]+)$", compact)
    return bool(party and party[1] in ("ubnd", "hđnd", "cp", "ttg"))
