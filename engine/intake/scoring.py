"""Scoring: what a plan earns of the parent's weights, by a table anyone can read and change.

Every point is traceable: `Score.points` says for each obligation and each deduction what it gave
and which rule decided (rules/scoring.yaml explains the table).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ...grammar.data import RULES
from ..errors import InputError, reason
from ..vocabulary import suggest
from .record import Record, Row

BUILT_IN = RULES / "scoring.yaml"
_KEYS = ("scale", "weights", "unknown", "deductions", "late", "grades")
_UNKNOWN = ("leave", "zero", "half")
_DECIDED = ("pass", "fail", "partial")


@dataclass(slots=True, eq=False)
class Point:
    """What one obligation, or one finding, gave: `points` out of `most` (a deduction: below 0)."""

    about: str
    outcome: str
    points: float
    most: float
    rule: str | None = None


@dataclass(slots=True, eq=False)
class Score:
    """A plan's score on the scale; None where nothing could be decided. `grade` is its name.

    `open` is how much of the whole weight could not be told and stands in neither sum.
    """

    value: float | None
    grade: str | None
    earned: float
    most: float
    open: float
    deducted: float


@dataclass(slots=True, eq=False)
class Scoring:
    """A scoring table."""

    scale: float = 100
    weights: dict[str, float] = field(default_factory=dict)
    unknown: str = "leave"
    deductions: dict[str, float] = field(default_factory=dict)
    late: float = 0
    grades: list[tuple[float, str]] = field(default_factory=list)
    path: str = ""
    kinds: dict[str, str] = field(default_factory=dict)  # obligation: its kind, of the parents

    def score(self, record: Record) -> Score:
        """What a plan earns."""
        points = self.points(record)
        weighed = [one for one in points if one.most > 0]
        earned = sum(one.points for one in weighed)
        most = sum(one.most for one in weighed)
        deducted = -sum(one.points for one in points if one.most == 0)
        left = sum(
            self._weight(row) for row in record.rows
            if row.outcome == "unknown" and self.unknown == "leave"
        )  # fmt: skip
        value = None
        if most:
            value = max(0.0, min(self.scale, self.scale * earned / most - deducted))
            value = round(value, 2)
        return Score(value, self._grade(value), round(earned, 4), most, left, deducted)

    def points(self, record: Record) -> list[Point]:
        """Where a plan's score comes from, one by one."""
        found = [point for row in record.rows if (point := self._point(row)) is not None]
        for row in record.rows:
            outside = self.kinds.get(row.obligation) == "issue" and row.outcome == "fail"
            if self.late and outside and not row.waived:
                found.append(Point("ban hành ngoài thời hạn", "fail", -self.late, 0, row.rule))
        for finding in record.findings:
            if finding.outcome != "fail" or finding.waived:
                continue
            taken = self.deductions.get(finding.rule)
            if taken is None and finding.obligation is None:
                taken = self.deductions.get(finding.severity)
            if taken:
                found.append(Point(finding.message, "fail", -taken, 0, finding.rule))
        return found

    def _point(self, row: Row) -> Point | None:
        weight = self._weight(row)
        if not weight or row.outcome == "not_applicable":
            return None
        if row.outcome in _DECIDED or row.waived:
            share = (row.score or 0) / row.weight if row.weight else 0.0
            share = 1.0 if row.waived else min(share, 1.0)
        elif self.unknown == "leave":
            return None
        else:
            share = 0.5 if self.unknown == "half" else 0.0
        return Point(row.obligation, row.outcome, round(weight * share, 4), weight, row.rule)

    def _weight(self, row: Row) -> float:
        """The table's weight of an obligation or of its kind, else the parent's own."""
        by_kind = self.weights.get(self.kinds.get(row.obligation, ""), row.weight)
        return self.weights.get(row.obligation, by_kind)

    def _grade(self, value: float | None) -> str | None:
        if value is None:
            return None
        return next((name for least, name in self.grades if value >= least), None)


@lru_cache(maxsize=4)
def load_scoring(path: Path = BUILT_IN) -> Scoring:
    """A scoring table; InputError says which key is wrong."""
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được bảng điểm {path}: {reason(error)}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 1}" if mark else ""
        raise InputError(f"Bảng điểm {path} không phải YAML hợp lệ{where}.") from error
    if not isinstance(data, dict):
        raise InputError(f"Bảng điểm {path} phải gồm các mục {', '.join(_KEYS)}.")
    for key in data:
        if key not in _KEYS:
            raise InputError(f"Bảng điểm {path}: không có mục “{key}”{suggest(str(key), _KEYS)}")
    return _scoring(path, data)


def _scoring(path: Path, data: dict[str, Any]) -> Scoring:
    def number(key: str, value: Any, least: float = 0) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < least:
            raise InputError(f"Bảng điểm {path}, mục “{key}”: cần một số từ {least:g} trở lên.")
        return float(value)

    def numbers(key: str) -> dict[str, float]:
        values = data.get(key) or {}
        if not isinstance(values, dict):
            raise InputError(f"Bảng điểm {path}, mục “{key}”: cần các dòng “tên: số”.")
        return {str(name): number(f"{key}.{name}", value) for name, value in values.items()}

    unknown = data.get("unknown", "leave")
    if unknown not in _UNKNOWN:
        raise InputError(f"Bảng điểm {path}, mục “unknown”: chọn một trong {', '.join(_UNKNOWN)}.")
    grades = data.get("grades") or []
    if not isinstance(grades, list) or not all(
        isinstance(one, dict) and set(one) == {"from", "name"} for one in grades
    ):
        raise InputError(f"Bảng điểm {path}, mục “grades”: mỗi dòng cần from và name.")
    levels = [(number("grades.from", one["from"]), str(one["name"])) for one in grades]
    return Scoring(
        scale=number("scale", data.get("scale", 100), 1), weights=numbers("weights"),
        unknown=unknown, deductions=numbers("deductions"), late=number("late", data.get("late", 0)),
        grades=sorted(levels, reverse=True), path=str(path),
    )  # fmt: skip
