"""Names: compares names of bodies and identities of documents, however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from ..grammar.flat import canon
from ..grammar.lexicon import lexicon
from ..grammar.nodes import Citation
from ..grammar.patterns import compiled
from .parents import Parent


@lru_cache(maxsize=1)
def _abbreviations() -> list[tuple[re.Pattern[str], str]]:
    """Abbreviations, longest first, each with its dot: `TP.Huế` is `thành phố Huế`."""
    table = lexicon().table("abbreviations", "names")
    found: list[tuple[re.Pattern[str], str]] = []
    for short in sorted(table, key=len, reverse=True):
        word = re.escape(short.rstrip("."))
        end = r"\.\s*" if short.endswith(".") else r"(?!\w)"
        found.append((compiled(rf"(?<!\w){word}{end}"), table[short] + " " * short.endswith(".")))
    return found


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A body's name in one form: lower case, abbreviations written out, single spaces."""
    text = canon(" ".join(name.split())).lower().strip(" .,;:/")
    for short, long in _abbreviations():
        text = short.sub(long, text)
    return re.sub(r"\s*-\s*", " - ", re.sub(r"\s+", " ", text)).strip()


_NO_BODY = ("ủy ban nhân dân", "hội đồng nhân dân", "ủy ban", "sở", "phòng", "ban", "chủ tịch")


def same_body(one: str, two: str) -> bool:
    """Whether two names can mean one body: equal, or one is the other without its proper name.

    `UBND thành phố` can be `Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm`; `UBND thành phố
    Đà Nẵng` cannot. A bare `Ủy ban nhân dân` can be that of any place, so it is no evidence.
    """
    a, b = plain_name(one), plain_name(two)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if short in _NO_BODY:
        return short == long
    return long == short or long.startswith(short + " ") or long.endswith(" " + short)


def names_body(written: str, body: str) -> bool:
    """Whether a line of Nơi nhận names a body, perhaps with others beside it."""
    return any(
        same_body(part, body) and len(plain_name(part)) >= min(8, len(plain_name(body)))
        for part in re.split(r"[;,]| và ", written)
    )


def compact_number(number: str | None) -> str:
    """A số, ký hiệu for comparing: no spaces, one case, no leading zeros."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s+", "", canon(number or "")).casefold())


def is_same_document(citation: Citation, parent: Parent) -> bool | None:
    """Whether a citation means the parent: number, date and issuer; None where it may be.

    One number stands for several documents (82/KH-UBND of two provinces), so the number alone
    settles nothing.
    """
    if compact_number(citation.number) != compact_number(parent.number):
        return False
    if citation.issuer and not same_body(_without_head(citation.issuer), parent.issuer):
        return False
    if citation.date is None or parent.issued is None:
        return None
    return citation.date == parent.issued


def _without_head(issuer: str) -> str:
    """`Chủ tịch UBND …` issues for its UBND."""
    return re.sub(r"^chủ tịch ", "", plain_name(issuer))
