"""Targets: numbers that the plan says are to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .dates import last_end
from .flat import Flat, lowered
from .lexicon import Words, lexicon
from .nodes import Target
from .phrasing import Token, read, tokens

_RANK = re.compile(
    r"xếp (?:thứ )?(?:hạng|thứ) (?:đầu|nhất|(?P<n>\d+))(?: của [^.;,(]{3,40}(?:, [^.;,(]{3,20})?)?"
)


_NUMBER = re.compile(r"\d(?<![\w,./-]\d)\d*(?:[.,]\d+)?(?P<percent> ?%)?")
_PER = re.compile(r" ?/ ?(?:năm|quý|tháng|tuần|ngày)")
_WORDS = {"một": "1"}
_WORDLIKE = re.compile(r"[\w,./-]")
_WORDED = re.compile(r"(?<!\w)(?:ít nhất|tối thiểu) một(?!\w)")
_SIGNS = (
    ("at_least", ">="), ("more_than", ">"), ("at_most", "<="), ("less_than", "<"), ("exactly", "="),
)  # fmt: skip


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    comparators: tuple[str, ...]
    counted: Words
    strong: frozenset[str]
    rates: Words
    signs: dict[str, str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    signs: dict[str, str] = {}
    for key, sign in _SIGNS:
        for word in words.words("times", key):
            signs.setdefault(lowered(word), sign)
    return _Cues(
        comparators=tuple(sorted((f"{word} " for word in signs), key=len, reverse=True)),
        counted=words.matcher("times", "target_units"),
        strong=frozenset(words.phrases("times", "at_least", "at_most")) - {"từ"},
        rates=words.matcher("times", "rate_words"),
        signs={**signs, "từ": "="},
    )


def _starts(low: str) -> Iterator[int]:
    """Where targets may begin: at the comparator before a number, or at a number by itself."""
    for match in _NUMBER.finditer(low):
        at = match.start()
        left = low[max(0, at - 24) : at]
        if left.endswith(_cues().comparators):
            word = next(
                (w for w in _cues().comparators
                 if left.endswith(w) and not _WORDLIKE.search(left[: -len(w)][-1:])), "",
            )  # fmt: skip
            if word:
                yield at - len(word)
                continue
        if match["percent"]:
            if _is_share(low, at, match.end()):
                yield at
        elif _is_rate(low, match.end()) and not left.endswith("báo cáo "):
            yield at
    for match in _WORDED.finditer(low) if "nhất một" in low or "thiểu một" in low else ():
        yield match.start()


def _is_share(low: str, start: int, end: int) -> bool:
    """Whether a bare percentage is one of something, or a rate: not the strength of a solution."""
    if low[end : end + 2].strip(" ").isalpha() or end == len(low):
        return True
    return _cues().rates.search(low, max(0, start - 90), start) is not None


def _is_rate(low: str, at: int) -> bool:
    """Whether counted things and a time follow: `tin/tuần`."""
    end = _cues().counted.match(low, at + 1) if low[at : at + 1] == " " else 0
    return bool(end and _PER.match(low, end))


def find_targets(flat: Flat, taken: list[tuple[int, int]]) -> list[Target]:
    """The targets of a flat text; `taken` are source spans of citations and dates, left alone."""
    found: list[Target] = []
    at = 0
    for begin in sorted(_starts(flat.low)):
        if begin < at:
            continue
        at = begin + 1
        tree = read("target", flat.low, begin)
        if tree is None:
            continue
        end = last_end(tree)
        start_at, end_at = flat.source_span(begin, end)
        if any(start < end_at and start_at < stop for start, stop in taken):
            continue
        node = _node(flat, tokens(tree), start_at, end_at, flat.text[begin:end])
        if node is not None:
            found.append(node)
            at = max(at, end)
    for match in _RANK.finditer(flat.low) if "xếp " in flat.low else ():
        start_at, end_at = flat.source_span(match.start(), match.end())
        value = float(match["n"]) if match["n"] else 1.0
        found.append(
            Target(start_at, end_at, text=flat.text[match.start() : match.end()], comparator="=",
                   value=value, unit="thứ hạng")
        )  # fmt: skip
    return sorted(found, key=lambda node: node.start)


def _node(flat: Flat, parts: list[Token], start: int, end: int, text: str) -> Target | None:
    values = {part.type: str(part).strip() for part in parts}
    word = values.get("COMPARATOR", "")
    comparator = _comparator(word, values.get("UPWARD"))
    values["AMOUNT"] = _WORDS.get(values["AMOUNT"], values["AMOUNT"])
    amount = values["AMOUNT"].replace(".", "") if values["AMOUNT"].count(".") else values["AMOUNT"]
    if re.fullmatch(r"\d+\.\d{1,2}", values["AMOUNT"]):
        amount = values["AMOUNT"]
    unit = "%" if "PERCENT" in values else values.get("COUNTED")
    if unit is None:  # things that the lexicon does not list count behind `ít nhất`, `tối đa`
        unit = values.get("OTHER") if word in _cues().strong else None
        if unit is None:
            return None
    if unit != "%" and word in ("từ", "trên", "hơn", "dưới", "") and "PER" not in values:
        return None
    per = values.get("PER", "").strip(" /").removeprefix("mỗi ").removeprefix("một ").strip()
    return Target(
        start, end, text=text, comparator=comparator, value=float(amount.replace(",", ".")),
        unit=unit, per=per or None,
    )  # fmt: skip


def _comparator(word: str, upward: str | None) -> str:
    if upward == "trở lên":
        return ">="
    if upward == "trở xuống":
        return "<="
    return _cues().signs.get(word, "=")
