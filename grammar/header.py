"""Header: reads number, date, type and issuer from the lines of the preface."""

from __future__ import annotations

import re
from itertools import takewhile

from .flat import Flat, lowered
from .interval import Interval
from .lines import cues
from .nodes import DocDate, DocNumber, DocType, Issuer, Node
from .patterns import compiled

_NUMBER = compiled(
    r"(?:số\s*(?:ký hiệu|hiệu)?\s*[:.]?\s*)?(?P<ordinal>[\d.…_ ]*?[a-zđ]?)\s*(?P<sep>[/-])\s*"
    r"(?P<symbol>[a-zđ0-9][\wđ&.]*(?:\s?[-/&]\s?[\wđ&.]+)*)"
)
_LONGEST = 400  # a line of a header; longer ones are something else
_DATE = compiled(
    r"(?:^|[,;.\s])\s*ngày\s*(?P<day>\d{1,2}|[\s.…_-]*)\s*tháng\s*(?P<month>\d{1,2}|[\s.…_-]*)\s*"
    r"năm\s*(?P<year>\d{4}|\d{0,3}[\s.…_]*)",
)
_SHORT_DATE = compiled(
    r"ngày\s*(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})"
)

_HALF_NAMES = ("ủy ban nhân dân", "ủy ban nhân", "ủy ban", "hội đồng nhân dân")
_BESIDE_ISSUER = ("paragraph", "noise", "national_header")


def read_doc_number(flat: Flat, leaves: list[Node]) -> DocNumber:
    """Số and ký hiệu of the document itself; blank where no digit stands before the symbol."""
    match = _NUMBER.search(flat.low, 0, _LONGEST)
    start, end = leaves[0].start, leaves[-1].end
    if match is None:
        return DocNumber(start, end, text=flat.text, children=leaves, blank=True)
    ordinal = re.sub(r"[.…_\s]", "", flat.text[slice(*match.span("ordinal"))])
    end_of_symbol = match.end()
    symbol = "".join(flat.text[slice(*match.span("symbol"))].split()).rstrip(".-")
    issuer = flat.text[end_of_symbol:].strip()
    if issuer.isalpha() and issuer.isupper() and symbol.isalpha():  # 07/KH UBND
        symbol, end_of_symbol = f"{symbol}-{issuer}", len(flat.text)
    blank = not any(c.isdigit() for c in ordinal)
    whole = flat.text[match.start("ordinal") : end_of_symbol].strip()
    if sum(1 for leaf in leaves if leaf.text) > 1:  # a space is where the lines were parted
        whole = "".join(whole.split())
    return DocNumber(
        start, end, text=flat.text, children=leaves, blank=blank,
        number=None if blank else whole.rstrip("."),
        ordinal=None if blank else ordinal,
        symbol=symbol,
    )  # fmt: skip


def read_doc_date(flat: Flat, leaves: list[Node]) -> DocDate:
    """Place and date; a blank day or month leaves the interval as wide as the rest says."""
    start, end = leaves[0].start, leaves[-1].end
    node = DocDate(start, end, text=flat.text, children=leaves)
    match = _DATE.search(flat.low, 0, _LONGEST) or _SHORT_DATE.search(flat.low, 0, _LONGEST)
    before = flat.text[: match.start()] if match else flat.text.split("ngày")[0]
    place = before.strip(" ,.…_/")
    node.place = place or None
    if match is None:
        node.blank = True
        return node
    day, month, year = (match[k].strip(" .…_-") for k in ("day", "month", "year"))
    node.day, node.month = day or None, month or None
    node.blank = not (day and month and len(year) == 4)
    if len(year) == 4:
        if not month:
            node.date = Interval.years(int(year), int(year))
        elif day:
            node.date = Interval.day(int(year), int(month), int(day))
        else:
            node.date = Interval.month(int(year), int(month))
    return node


def read_doc_type(flat: Flat, leaves: list[Node], types: dict[str, str]) -> DocType:
    """The type of document; the longest name that the line begins with."""
    for name in sorted(types, key=len, reverse=True):
        if flat.low.startswith(name):
            break
    else:
        name = flat.low
    return DocType(
        leaves[0].start, leaves[-1].end, text=flat.text, children=leaves,
        name=name, symbol=types.get(name),
    )  # fmt: skip


def read_issuer(children: list[Node]) -> list[Node]:
    """The parts of the preface with its issuer lines joined into one issuer.

    `ỦY BAN NHÂN DÂN` / `TỈNH X` is one name over two lines; `UBND TỈNH X` / `SỞ NỘI VỤ` is a
    superior above its issuer (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.2).
    """
    first = next((at for at, child in enumerate(children) if child.kind == "paragraph"), None)
    if first is None:
        return children
    run = list(takewhile(lambda part: part.kind in ("paragraph", "noise"), children[first:]))
    rest = children[first + len(run) :]
    while run[-1].kind == "noise":
        rest.insert(0, run.pop())
    # Where both columns of the page stand on one line, quốc hiệu comes between the issuer's lines.
    header = takewhile(lambda part: part.kind in _BESIDE_ISSUER, children[first:])
    names = _names(
        [part.text.lstrip("/ ").rstrip("-–_* ") for part in header if part.kind == "paragraph"]
    )
    issuer = Issuer(
        run[0].start, run[-1].end, text=" ".join(names),
        children=[leaf for part in run for leaf in part.leaves()],
        name=names[-1], superior=names[-2] if len(names) > 1 else None,
    )  # fmt: skip
    return [*children[:first], issuer, *rest]


def _names(lines: list[str]) -> list[str]:
    """Lines of the header's left cell as names of bodies, superior first."""
    organs, units = cues().organ, cues().unit
    names: list[str] = []
    for line in lines:
        low = lowered(line)
        starts_body = low != "ban thường trực" and organs.match(low) and not units.match(low)
        complete = names and units.search(lowered(names[-1]), 4)
        if names and not (
            starts_body and (complete or (names[-1].isupper() and is_whole(names[-1])))
        ):
            names[-1] = f"{names[-1]} {line}"
        else:
            names.append(line)
    return names


def is_whole(name: str) -> bool:
    """Whether a name is complete by itself: more than `ỦY BAN NHÂN DÂN` or `BỘ`."""
    low = lowered(name)
    return " " in low and low not in _HALF_NAMES
