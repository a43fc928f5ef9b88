"""Targets: numbers that the plan says are to be reached."""

from __future__ import annotations

import re
from functools import lru_cache

from .dates import last_end
from .flat import Flat
from .lexicon import lexicon, words_pattern
from .nodes import Target
from .phrasing import read, tokens

_RANK = re.compile(r"xếp (?:thứ )?(?:hạng|thứ) (?:đầu|nhất|(?P<n>\d+))(?: của [^.;,(]{3,40}(?:, [^.;,(]{3,20})?)?")


@lru_cache(maxsize=1)
def _candidate() -> re.Pattern[str]:
    words = lexicon()
    keys = ("at_least", "more_than", "at_most", "less_than", "exactly")
    comparators = words_pattern([w for key in keys for w in words.words("times", key)])
    counted = words_pattern(words.words("times", "target_units"))
    return re.compile(
        rf"(?<![\w,./-])(?:(?P<compared>{comparators} (?=\d))|\d+(?:[.,]\d+)? ?%|"
        rf"\d+ {counted} ?/ ?(?:năm|quý|tháng|tuần|ngày))"
    )


def find_targets(flat: Flat, taken: list[tuple[int, int]]) -> list[Target]:
    """The targets of a flat text; `taken` are source spans of citations and dates, left alone."""
    found: list[Target] = []
    at = 0
    while match := _candidate().search(flat.low, at):
        at = match.end()
        tree = read("aimed", flat.low, match.start())
        if tree is None:
            continue
        end = last_end(tree)
        start_at, end_at = flat.source_span(match.start(), end)
        if any(start < end_at and start_at < stop for start, stop in taken):
            continue
        node = _node(flat, tokens(tree), start_at, end_at, flat.text[match.start() : end])
        if node is not None:
            found.append(node)
            at = max(at, end)
    for match in _RANK.finditer(flat.low):
        start_at, end_at = flat.source_span(match.start(), match.end())
        value = float(match["n"]) if match["n"] else 1.0
        found.append(
            Target(start_at, end_at, text=flat.text[match.start() : match.end()], comparator="=",
                   value=value, unit="thứ hạng")
        )  # fmt: skip
    return sorted(found, key=lambda node: node.start)


def _node(flat: Flat, parts: list[object], start: int, end: int, text: str) -> Target | None:
    values = {str(getattr(part, "type", "")): str(part).strip() for part in parts}
    word = values.get("COMPARATOR", "")
    comparator = _comparator(word, values.get("UPWARD"))
    amount = values["AMOUNT"].replace(".", "") if values["AMOUNT"].count(".") else values["AMOUNT"]
    if re.fullmatch(r"\d+\.\d{1,2}", values["AMOUNT"]):
        amount = values["AMOUNT"]
    unit = "%" if "PERCENT" in values else values.get("COUNTED")
    if unit != "%" and word in ("từ", "trên", "hơn", "dưới", "") and "PER" not in values:
        return None
    per = values.get("PER", "").strip(" /").removeprefix("mỗi ").removeprefix("một ").strip()
    return Target(
        start, end, text=text, comparator=comparator, value=float(amount.replace(",", ".")),
        unit=unit, per=per or None,
    )  # fmt: skip


def _comparator(word: str, upward: str | None) -> str:
    words = lexicon()
    if upward == "trở lên":
        return ">="
    if upward == "trở xuống":
        return "<="
    for key, sign in (
        ("at_least", ">="), ("more_than", ">"), ("at_most", "<="), ("less_than", "<"),
    ):  # fmt: skip
        if word in words.words("times", key) and word != "từ":
            return sign
    return "="
