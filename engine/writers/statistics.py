"""Statistics: how often each rule fails, over all plans, and how each plan stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..batch import Batch
from ..report import SEVERITIES, Result, Severity
from .console import SEVERITY_NAMES
from .words import plan_name

_RULE_COLUMNS = ("Quy tắc", "Mức", "Kế hoạch", "Chỗ", "Chưa rõ", "Được bỏ qua")
_PLAN_COLUMNS = ("Kế hoạch", "Lỗi", "Cảnh báo", "Lưu ý", "Chưa rõ", "Đạt", "Được bỏ qua")

_Rows = list[tuple[str, ...]]


@dataclass(slots=True, eq=False)
class RuleCount:
    """How often one rule fails, cannot tell, or is waived; `plans` are those where it fails."""

    rule: str
    severity: Severity
    plans: set[int] = field(default_factory=set)
    fails: int = 0
    unknown: int = 0
    waived: int = 0

    def add(self, result: Result, plan: int) -> None:
        """Counts a result."""
        if result.waived is not None:
            self.waived += 1
        elif result.outcome == "fail":
            self.fails += 1
            self.plans.add(plan)
        elif result.outcome == "unknown":
            self.unknown += 1


def rule_counts(batch: Batch) -> list[RuleCount]:
    """The rules that have something to say, the most frequent first."""
    found: dict[str, RuleCount] = {}
    for plan, report in enumerate(batch.reports):
        for result in report.results:
            count = found.setdefault(result.rule, RuleCount(result.rule, result.severity))
            count.add(result, plan)
    told = [count for count in found.values() if count.fails or count.unknown or count.waived]
    return sorted(told, key=_rank)


def _rank(count: RuleCount) -> tuple[int, int, int, int]:
    grave = [str(s) for s in SEVERITIES].index(count.severity)
    return -len(count.plans), -count.fails, grave, -count.unknown


def plan_table(batch: Batch) -> _Rows:
    """How each plan stands: the head and a row each, those that could not be read at the end."""
    rows: _Rows = [_PLAN_COLUMNS]
    for report in batch.reports:
        s = report.summary
        counts = (s.error, s.warning, s.info, s.unknown, s.passed, s.waived)
        rows.append((plan_name(report.plan.path), *map(str, counts)))
    for unread in batch.unread:
        name = f"{plan_name(unread.path)} (không đọc được)"
        rows.append((name, *[""] * (len(_PLAN_COLUMNS) - 1)))
    return _without_idle(rows)


def rule_table(batch: Batch) -> _Rows:
    """How often each rule fails: the head and a row each; in how many plans, at how many places."""
    rows: _Rows = [_RULE_COLUMNS]
    for count in rule_counts(batch):
        numbers = (len(count.plans), count.fails, count.unknown, count.waived)
        rows.append((count.rule, SEVERITY_NAMES[count.severity], *map(str, numbers)))
    return _without_idle(rows)


def _without_idle(rows: _Rows) -> _Rows:
    """The table without its last column, of what is waived, where nothing is."""
    idle = all(row[-1] in ("", "0") for row in rows[1:])
    return [row[:-1] for row in rows] if idle else rows


def write_tables(batch: Batch, out: Console) -> None:
    """Prints the tables: plans where there are several, then rules."""
    several = len(batch.checked) + len(batch.unread) > 1
    if several:
        out.print(Text(f"THỐNG KÊ {len(batch.checked)} KẾ HOẠCH", style="bold"))
        out.print(_table(plan_table(batch), texts=1))
    rows = rule_table(batch)
    if len(rows) == 1:
        _title("QUY TẮC: không quy tắc nào chưa đạt hoặc chưa rõ", out)
        return
    _title("QUY TẮC CHƯA ĐẠT (số kế hoạch, số chỗ) VÀ CHƯA RÕ (số chỗ)", out)
    out.print(_table(rows, texts=2))


def _title(text: str, out: Console) -> None:
    out.print()
    out.print(Text(text, style="bold"))


def _table(rows: _Rows, texts: int) -> Table:
    """A table of which the first columns are words, the others numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, name in enumerate(rows[0]):
        words = number < texts
        table.add_column(
            name, justify="left" if words else "right", overflow="fold", no_wrap=not words
        )
    for row in rows[1:]:
        table.add_row(*row)
    return table
