"""Targets: numbers that the plan says are to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .flat import Flat, lowered
from .goals import Number, is_goal, is_rate, is_share
from .lexicon import Words, lexicon, words_pattern
from .nodes import Target
from .patterns import compiled
from .phrasing import read, tokens
from .tables import Token

_RANK = compiled(
    r"(?:xếp (?:thứ )?(?:hạng|thứ)|(?:giữ|đứng|xếp)(?: ở)? (?:vị trí|hạng)) (?:dẫn )?"
    r"(?:đầu|nhất|(?:thứ )?(?P<n>\d+))(?: của [^.;,(]{3,40}(?:, [^.;,(]{3,20})?)?"
    r"|(?<!\w)top (?P<top>\d+)"
)
_RANKED = ("xếp ", "vị trí ", "hạng ", "top ")


_NUMBER = compiled(
    r"\d(?<![\w,./-]\d)\d*(?:[.,]\d+)*(?: ?- ?\d{1,3}(?:,\d+)?(?![\d/.-]))?(?P<percent> ?%"
    r"(?: ?(?:-|đến) ?\d{1,3}(?:,\d+)? ?%)?)?"
)
_WORDS = {
    "một": "1", "hai": "2", "ba": "3", "bốn": "4", "sáu": "6", "bảy": "7", "tám": "8",
    "chín": "9", "mười": "10",
}  # fmt: skip
_QUORUM = 60  # characters behind a fraction in which `có mặt`, `tán thành` may stand
_WORDLIKE = compiled(r"[\w,./-]")
_SYMBOLS = {"≥": ">=", ">=": ">=", ">": ">", "≤": "<=", "<=": "<=", "<": "<"}
_SYMBOL = compiled(r"[≥≤<>]=? ?$")
_EVERY = compiled(
    r"(?:mỗi|hằng|hàng) (?P<time>năm|quý|tháng|tuần|ngày)(?:,? (?!năm|quý)[^\s.;:,]+){0,4},? $"
)
_SIGNS = (
    ("at_least", ">="), ("more_than", ">"), ("at_most", "<="), ("less_than", "<"),
    ("exactly", "="), ("reached", "="), ("changed", "="),
)  # fmt: skip


@dataclass(slots=True, eq=False, repr=False)
class _Cues:
    comparators: tuple[str, ...]
    worded: re.Pattern[str]
    parted: re.Pattern[str]
    signs: dict[str, str]
    quorum: Words


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    words = lexicon()
    signs: dict[str, str] = {}
    for key, sign in _SIGNS:
        for word in words.words("times", key):
            signs.setdefault(lowered(word), sign)
    bounds = words_pattern(words.phrases("times", "at_least", "more_than", "at_most", "less_than"))
    return _Cues(
        comparators=tuple(sorted((f"{word} " for word in signs), key=len, reverse=True)),
        worded=compiled(rf"(?<!\w){bounds} (?={'|'.join(_WORDS)}) ?"),
        parted=compiled(rf"(?<!\w){bounds} (?:vào|đến|trong|tới)[^.;,%]{{4,24}} $"),
        signs={**signs, "từ": "=", "đạt từ": "="},
        quorum=words.matcher("times", "quorum_words"),
    )


@lru_cache(maxsize=1)
def told_headings() -> Words:
    """First words of chapters that tell what was reached, not what is to be."""
    return lexicon().matcher("times", "told_headings")


def _starts(low: str) -> Iterator[int]:
    """Where targets may begin: at the comparator before a number, or at a number by itself."""
    for match in _NUMBER.finditer(low):
        at = match.start()
        word = _comparator_before(low, at)
        if word:
            yield at - len(word)
        elif match["percent"]:
            if is_share(low, at, match.end()):
                yield at
        elif is_rate(low, match.end()) and not low.endswith("báo cáo ", 0, at):
            yield at
    for match in _cues().worded.finditer(low) if _has_worded(low) else ():
        yield match.start()


def _has_worded(low: str) -> bool:
    """Whether a number may stand in words: most texts are told by this alone."""
    return "nhất " in low or "tối " in low or "không " in low


def _comparator_before(low: str, at: int) -> str:
    """The comparator right before a number, with the space behind it."""
    left = low[max(0, at - 32) : at]
    if left.rstrip(" ").endswith(("≥", "≤", "<", ">", "=")):
        symbol = _SYMBOL.search(left)
        return symbol.group() if symbol else ""
    if not left.endswith(_cues().comparators):
        return ""
    word = next(
        (w for w in _cues().comparators
         if left.endswith(w) and not _WORDLIKE.search(left[: -len(w)][-1:])), "",
    )  # fmt: skip
    if word.startswith(("đạt", "phải")):  # `ít nhất vào năm 2025 đạt 40%`
        parted = _cues().parted.search(low[max(0, at - len(word) - 48) : at - len(word)])
        if parted:
            return parted.group() + word
    return word


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
        parts = tokens(tree)
        end = parts[-1].end_pos or begin
        start_at, end_at = flat.source_span(begin, end)
        if any(start < end_at and start_at < stop for start, stop in taken):
            amount = next(part.start_pos for part in parts if part.type in ("AMOUNT", "FRACTION"))
            amount_at = flat.source_offset(amount or begin)  # a year may stand before the amount
            if any(start < end_at and amount_at < stop for start, stop in taken):
                continue
        node = _node(flat, parts, begin, end)
        if node is not None:
            node.start, node.end = start_at, end_at
            found.append(node)
            at = max(at, end)
    found.extend(_ranks(flat))
    return sorted(found, key=lambda node: node.start)


def _ranks(flat: Flat) -> Iterator[Target]:
    """`xếp thứ hạng 5 của tỉnh`, `giữ vị trí dẫn đầu`, `trong TOP 20`."""
    for match in _RANK.finditer(flat.low) if any(w in flat.low for w in _RANKED) else ():
        yield Target(
            *flat.source_span(*match.span()), text=flat.text[slice(*match.span())],
            comparator="<=" if match["top"] else "=", value=float(match["n"] or match["top"] or 1),
            unit="thứ hạng",
        )  # fmt: skip


def _node(flat: Flat, parts: list[Token], start: int, end: int) -> Target | None:
    values = {part.type: str(part).strip() for part in parts}
    word = values.get("COMPARATOR", values.get("SYMBOL", ""))
    upward = values.get("UPWARD")
    base = values.get("BASE", "").strip(" /")
    number = Number(
        word=word, percent=bool({"PERCENT", "FRACTION"} & values.keys()),
        counted=values.get("COUNTED"),
        other=values.get("OTHER"), rated=bool(base), per="PER" in values, upward=bool(upward),
    )  # fmt: skip
    if not is_goal(flat.low, start, end, number):
        return None
    if "FRACTION" in values:
        return _share(flat, start, end, values["FRACTION"], _comparator(word, upward))
    sign, amount = _comparator(word, upward), values["AMOUNT"]
    if "UPTO" in values:  # one target: no less than its lower end, no more than its upper
        upper = values["UPTO"].split()[-1].lstrip("-")
        sign, amount = (sign, upper) if sign.startswith("<") else (">=", amount)
    unit = "%" if number.percent else number.counted or number.other or values.get("RATED")
    per: str | None = values.get("PER", base).strip(" /").removeprefix("mỗi ").removeprefix("một ")
    if base.endswith(" điểm"):  # `90/100 điểm`
        unit, per = "điểm", None
    every = None if per or number.percent else _EVERY.search(flat.low, max(0, start - 60), start)
    return Target(
        start, end, text=flat.text[start:end], comparator=sign,
        value=_value(amount), unit=unit, per=per or (every["time"] if every else None),
    )  # fmt: skip


def _share(flat: Flat, start: int, end: int, written: str, sign: str) -> Target | None:
    """A fraction as a percentage: `trên 2/3 số thôn`; None where it is what a vote needs."""
    part, _, whole = written.partition("/")
    if not int(whole) or _cues().quorum.search(flat.low, end, end + _QUORUM):
        return None
    value = round(100 * int(part) / int(whole), 2)
    text = flat.text[start:end]
    return Target(start, end, text=text, comparator=sign, value=value, unit="%")


def _value(amount: str) -> float:
    """A number as Vietnamese writes it: a point parts thousands, a comma decimals."""
    amount = _WORDS.get(amount, amount)
    if not re.fullmatch(r"\d+\.\d{1,2}", amount):
        amount = amount.replace(".", "")
    return float(amount.replace(",", "."))


def _comparator(word: str, upward: str | None) -> str:
    if upward == "trở lên":
        return ">="
    if upward == "trở xuống":
        return "<="
    return _SYMBOLS.get(word) or _cues().signs.get(word, "=")
