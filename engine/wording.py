"""Wording: how values look in messages, and the messages' `{node.attribute}` places."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Protocol

from ..grammar.interval import Interval
from ..grammar.nodes import Node
from ..grammar.patterns import compiled
from .selectors import Reference, Scope, reference

PLACE = compiled(r"\{([a-z_]+(?:\.[a-z_]+)*)\}")
_PERIODS = {
    "half-year": "06 tháng", "year": "năm", "quarter": "quý", "month": "tháng", "week": "tuần",
    "day": "ngày",
}  # fmt: skip
BOUND = {"commune": "cấp xã", "both": "mọi đơn vị", "department": "đơn vị trực thuộc",
         "other": "cơ quan khác"}  # fmt: skip


def shown(value: Any) -> str:
    """A value as an officer would write it."""
    if value is None or value in ("", (), []):
        return "(không có)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Interval):
        return str(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, Node):
        return value.text
    text = str(value)
    if text in _PERIODS:
        return _PERIODS[text]
    if re.fullmatch(r"\d\d-\d\d", text):
        month, day = text.split("-")
        return f"{day}/{month if int(month) < 3 else int(month)}"
    return text


class Spot(Protocol):
    """A place in a file, as a report and a parent keep it."""

    line: int | None
    page: int | None
    paragraph: int | None


def spot(place: Spot) -> str:
    """Where a place lies: `trang 3` of a .pdf, `đoạn 12` of a .docx, else `dòng 40`; or nothing."""
    if place.page:
        return f"trang {place.page}"
    if place.paragraph:
        return f"đoạn {place.paragraph}"
    return f"dòng {place.line}" if place.line else ""


def shortened(text: str, size: int) -> str:
    """A long text without its end, cut between words."""
    return text if len(text) <= size else text[:size].rsplit(" ", 1)[0] + " …"


def limit_text(month_day: str, strict: bool) -> str:
    """`trước ngày 05/6`, `chậm nhất ngày 05/6`."""
    return f"{'trước' if strict else 'chậm nhất'} ngày {shown(month_day)}"


@lru_cache(maxsize=1024)
def places(template: str) -> list[tuple[str, Reference]]:
    """The `{node.text}` places of a template; SelectorError for one that names no root."""
    found: list[tuple[str, Reference]] = []
    for match in PLACE.finditer(template):
        found.append((match.group(), reference(match.group(1), match.start() + 1)))
    return found


def fill(template: str, scope: Scope, node: Node | None, longest: int | None = None) -> str:
    """A template with its places filled, each with at most `longest` characters."""
    text = template
    for place, path in places(template):
        value = shown(path.value(scope, node))
        text = text.replace(place, value if longest is None else shortened(value, longest))
    return text
