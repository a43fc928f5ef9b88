"""Parents writer: what was derived from a plan, as a table for the officer who reviews it."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..aims import aim_text
from ..parents import Obligation, Parent, kind_name
from ..wording import limit_text, shown

_BOUND = {"commune": "cấp xã", "both": "mọi đơn vị", "department": "đơn vị trực thuộc",
          "other": "cơ quan khác"}  # fmt: skip


def write_derived(parent: Parent, out: Console) -> None:
    """Prints the obligations of a plan, by line: kind, who is bound, what, when, to whom."""
    issued = f" ngày {shown(parent.issued)}" if parent.issued else ""
    out.print(Text(f"{parent.number}{issued} của {parent.issuer}", style="bold"))
    if parent.title:
        out.print(Text(parent.title))
    out.print()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Dòng", no_wrap=True, justify="right")
    table.add_column("Mục", no_wrap=True)
    table.add_column("Loại", no_wrap=True)
    table.add_column("Ai phải làm", overflow="fold", ratio=2)
    table.add_column("Yêu cầu", overflow="fold", ratio=5)
    for one in parent.obligations:
        place = one.source
        table.add_row(
            str(place.line) if place and place.line else "-", (place and place.at) or "-",
            Text(kind_name(one), style="cyan"), _who(one), _what(one),
        )  # fmt: skip
    out.print(Padding(table, (0, 0, 1, 0)))
    binding = sum(one.bound in ("commune", "both") for one in parent.obligations)
    out.print(
        f"{len(parent.obligations)} yêu cầu, {binding} yêu cầu đối với đơn vị bên dưới. Bản này do"
        " chương trình rút ra; dấu ? là chỗ chưa chắc, cần người soát."
    )


def _who(one: Obligation) -> str:
    return _BOUND.get(one.bound, one.bound) + ("" if one.sure == "sure" else " ?")


def _what(one: Obligation) -> str:
    parts = [one.text.rstrip(" .;:,")]
    if one.window is not None:
        parts.append(f"thời hạn: {one.window}")
    elif one.month_day:
        parts.append(f"thời hạn: {limit_text(one.month_day, one.strict)}")
    if one.period:
        parts.append(f"kỳ: {shown(one.period)}")
    if one.target:
        parts.append(f"con số: {aim_text(one.target)}")
    if one.addressee:
        parts.append(f"gửi {one.addressee}" + (f" (qua {one.through})" if one.through else ""))
    if one.folded:
        parts.append(f"được lồng ghép vào {one.folded}")
    return "; ".join(parts)
