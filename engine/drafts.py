"""Drafts: the words that a plan may write to take up what its parent demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .wording import limit_text, shown

if TYPE_CHECKING:
    from .parents import Obligation


def draft_of(one: Obligation) -> str | None:
    """A sentence or line for the kinds that a pattern fits; None where a person must write it."""
    if one.of == "send" and one.addressee:
        return f"- {one.addressee} (b/c);"
    if one.of == "report" and one.month_day:
        return _report(one, one.month_day)
    if one.of == "budget":
        return "Tham mưu Ủy ban nhân dân bố trí kinh phí thực hiện Kế hoạch."
    return None


def _report(one: Obligation, month_day: str) -> str:
    through = f" (qua {one.through})" if one.through else ""
    whom = f" gửi {one.addressee}{through}" if one.addressee else ""
    what = f"báo cáo {shown(one.period)}" if one.period else "báo cáo"
    return f"Tổng hợp kết quả, lập {what}{whom} {limit_text(month_day, one.strict)} hằng năm."
