"""Screen: the picture on a terminal: units by obligations, what is missing, what is left over."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..wording import shortened
from ..writers.page import Page
from .names import OUTCOME_SIGNS, day_of
from .season import Season, Submission, UnitState

_STYLES = {
    "pass": "green",
    "fail": "bold red",
    "partial": "yellow",
    "unknown": "yellow",
    "not_applicable": "dim",
    "missing": "dim",
}
_MOST_UNITS = 40
_MOST_LISTED = 10
_COUNTS = 22  # columns that the counts of an obligation take
_NARROW = 34  # columns that the unit's name and its score take


def write_season(season: Season, out: Console) -> None:
    """Prints the picture."""
    page = Page(out)
    _head(season, page)
    page.print()
    if season.asked and season.units:
        _matrix(season, out)
        _legend(season, Page(out), out.width)
    rest = Page(out)
    _lists(season, rest)
    rest.print()


def _head(season: Season, page: Page) -> None:
    sent = [one for one in season.units if not one.missing]
    rows: list[tuple[str, str]] = []
    if season.parents:
        nearest = season.parents[0]
        rows.append(("Đối chiếu", f"{nearest.number} của {nearest.issuer}"))
    due = f"{len(season.units)} đơn vị" + (" trong danh sách" if season.listed else "")
    clean = sum(1 for one in sent if one.plan is not None and not one.plan.errors)
    rows.append(("Đơn vị", f"{due}: {len(sent)} đã nộp, {len(season.missing)} chưa nộp"))
    rows.append(("Kết quả", f"{clean} kế hoạch không có lỗi, {len(sent) - clean} còn lỗi"))
    if season.late:
        rows.append(("Muộn", f"{len(season.late)} đơn vị ban hành ngoài thời hạn"))
    page.rows([(Text(name, style="bold"), Text(text)) for name, text in rows])


def _matrix(season: Season, out: Console) -> None:
    """Units down, obligations across; as many as fit, the neediest first."""
    table = Table(show_edge=False, pad_edge=False, box=None, padding=(0, 1, 0, 0))
    table.add_column("Đơn vị", no_wrap=True, overflow="ellipsis", max_width=26)
    table.add_column("Điểm", justify="right", no_wrap=True)
    table.add_column("Lỗi", justify="right", no_wrap=True)
    shown = season.asked[: max(1, (out.width - _NARROW - 4) // 3)]
    for one in shown:
        table.add_column(str(one.number + 1), justify="center", no_wrap=True, min_width=2)
    for state in season.units[:_MOST_UNITS]:
        table.add_row(*_row(state, [one.number for one in shown]))
    out.print()
    out.print(table)
    if len(season.units) > _MOST_UNITS:
        out.print(f"… và {len(season.units) - _MOST_UNITS} đơn vị nữa, xem trong tệp kết quả.")
    if len(shown) < len(season.asked):
        out.print(f"(còn {len(season.asked) - len(shown)} yêu cầu không vừa màn hình)")


def _unit(state: UnitState) -> str:
    """A unit's name as short as officers write it."""
    return state.unit.name.replace("Ủy ban nhân dân", "UBND")


def _row(state: UnitState, columns: list[int]) -> list[Text]:
    if state.plan is None:
        return [Text(_unit(state)), Text("chưa nộp", style="bold red"), Text("")]
    score = state.plan.score
    value = "–" if score is None or score.value is None else f"{score.value:.0f}"
    errors = str(state.plan.errors) if state.plan.errors else ""
    cells = [Text(_unit(state)), Text(value), Text(errors, style="red")]
    for at in columns:
        outcome = state.outcome(at)
        cells.append(Text(OUTCOME_SIGNS[outcome], style=_STYLES[outcome]))
    return cells


def _legend(season: Season, page: Page, width: int) -> None:
    """What the signs and the columns mean, a line each."""
    page.blank()
    page.text(
        Text("✓ đạt   ✗ chưa đạt   ◐ đạt một phần   ? chưa rõ   · không áp dụng", style="dim")
    )
    page.blank()
    shares = season.shares()
    rows: list[tuple[Text, Text]] = []
    for one in season.asked:
        counts = shares[one.number]
        met, failed = counts.get("pass", 0), counts.get("fail", 0)
        counts_text = f"{met} đạt, {failed} chưa đạt"
        text = Text(f"{counts_text:<{_COUNTS}}", style="dim" if not failed else "")
        text.append(shortened(one.text, width - _COUNTS - 6))
        rows.append((Text(str(one.number + 1), style="bold"), text))
    page.rows(rows)
    page.print()


def _lists(season: Season, page: Page) -> None:
    _list(page, "CHƯA NỘP", [state.unit.name for state in season.missing])
    _list(
        page, "BAN HÀNH MUỘN", [f"{s.unit.name}: {day_of(s.plan)}" for s in season.late if s.plan]
    )
    _list(page, "CHƯA RÕ CỦA ĐƠN VỊ NÀO", [_unmatched(one, season) for one in season.unmatched])
    twice = [state for state in season.units if state.others]
    _list(page, "NỘP NHIỀU BẢN", [_versions(one) for one in twice])
    _list(page, "CẤP TRÊN NÀY KHÔNG RÀNG BUỘC",
          [f"{one.name}: {one.why}" for one in season.unbound])  # fmt: skip
    _list(page, "KHÔNG PHẢI KẾ HOẠCH",
          [f"{one.name} ({one.kind or 'không rõ loại'})" for one in season.not_plans])  # fmt: skip
    _list(page, "KHÔNG ĐỌC ĐƯỢC", [f"{one.name}: {one.why}" for one in season.unread])


def _unmatched(one: Submission, season: Season) -> str:
    hint = season.hints.get(one.name)
    said = f"{one.name}: {one.issuer or 'không rõ cơ quan ban hành'}"
    return said + (f" (có phải {hint}?)" if hint else "")


def _versions(state: UnitState) -> str:
    assert state.plan is not None
    others = ", ".join(one.name for one in state.others)
    return f"{state.unit.name}: tính {state.plan.name}; còn {others}"


def _list(page: Page, title: str, lines: list[str]) -> None:
    if not lines:
        return
    page.title(f"{title} ({len(lines)})", "bold")
    for line in lines[:_MOST_LISTED]:
        page.text(Text(line), indent=2)
    if len(lines) > _MOST_LISTED:
        page.text(Text(f"… và {len(lines) - _MOST_LISTED} mục nữa"), indent=2)
