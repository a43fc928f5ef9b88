"""Aims: numbers that a parent demands, compared with those that a plan states."""

from __future__ import annotations

from ..grammar.nodes import Target
from .parents import Aim

_PER_YEAR = {"ngày": 365, "tuần": 52, "tháng": 12, "quý": 4, "năm": 1}
_SIGNS = {">=": "từ {n} trở lên", ">": "trên {n}", "=": "{n}", "<=": "không quá {n}",
          "<": "dưới {n}"}  # fmt: skip
_RANK = "thứ hạng"


def aim_text(aim: Aim) -> str:
    """An aim in words: `từ 95% trở lên`, `từ 2 lần/tháng trở lên`, `thứ hạng 1`."""
    number = f"{aim.value:g}".replace(".", ",")
    if aim.unit == _RANK:
        return f"{_RANK} {number}"
    unit = "%" if aim.unit == "%" else f" {aim.unit}" if aim.unit else ""
    return _SIGNS[aim.comparator].format(n=f"{number}{unit}{f'/{aim.per}' if aim.per else ''}")


def compare(target: Target | Aim, aim: Aim) -> bool | None:
    """Whether a target is at least as demanding as an aim; None where it cannot be told.

    The target is a plan's, or the aim of another parent.
    """
    if target.unit != aim.unit:
        return None
    mine, wanted = _rate(target.value, target.per), _rate(aim.value, aim.per)
    if (target.per is None) != (aim.per is None) or mine is None or wanted is None:
        return None
    if aim.unit == _RANK or aim.comparator in ("<=", "<"):
        return _not_above(target.comparator, mine, aim.comparator, wanted)
    return _not_below(target.comparator, mine, aim.comparator, wanted)


def _rate(value: float, per: str | None) -> float | None:
    """A number for a whole year, where it is one of a known time."""
    if per is None:
        return value
    times = _PER_YEAR.get(per)
    return value * times if times else None


def _not_below(sign: str, mine: float, asked: str, wanted: float) -> bool | None:
    if sign in ("<=", "<"):
        return False if mine < wanted else None
    if mine == wanted:
        return sign == ">" or asked != ">"
    return mine > wanted


def _not_above(sign: str, mine: float, asked: str, wanted: float) -> bool | None:
    if sign in (">=", ">"):
        return False if mine > wanted else None
    if mine == wanted:
        return sign == "<" or asked != "<"
    return mine < wanted
