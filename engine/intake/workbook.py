"""Workbook: the picture as `summary.xlsx`: units, matrix, findings, points, obligations, the rest.

What stands in a plan is written as text and nothing else: no formula, no link can come of it. The
same picture gives the same bytes. Rows are written in order and let go of (`constant_memory`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from .names import OUTCOME_SIGNS, OUTCOME_WORDS, day_of, state_words
from .season import Season, Submission, UnitState

if TYPE_CHECKING:
    from .results import Records

_CREATED = datetime(2020, 1, 1)
_LONGEST_CELL = 32_000  # characters; Excel refuses more than 32,767
_MOST_ROWS = 1_048_000  # Excel's last row is 1,048,576
_MOST_IN_CHART = 60
_HEAD, _HEAD_HEIGHT = 60, 240  # of an upright head: characters, points
_SEVERITIES = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}
_STATES = {"fail": "chưa đạt", "unknown": "chưa rõ"}
# Fill and type of each outcome: light and dark enough to differ in grey as well.
_COLOURS = {
    "pass": ("#E2F0D9", "#1E5C1E"),
    "fail": ("#F4B6B0", "#7A0F08"),
    "partial": ("#FFE9A8", "#6B4E00"),
    "unknown": ("#FFF6DA", "#6B4E00"),
    "not_applicable": ("#FFFFFF", "#808080"),
    "missing": ("#D9D9D9", "#404040"),
}


class _Book:
    """The workbook with its formats."""

    def __init__(self, file: Path) -> None:
        self.book = xlsxwriter.Workbook(
            str(file),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
             "strings_to_numbers": False},
        )  # fmt: skip
        self.book.set_properties({"title": "Kết quả kiểm tra kế hoạch", "author": "cchc-check",
                                  "created": _CREATED})  # fmt: skip
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        self.plain = self.book.add_format({**base, "text_wrap": True})
        self.number = self.book.add_format({**base, "num_format": "0.##"})
        self.head = self.book.add_format(
            {**base, "bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#F2F2F2",
             "valign": "vcenter"}
        )  # fmt: skip
        self.upright = self.book.add_format(
            {**base, "rotation": 90, "bottom": 2, "bg_color": "#F2F2F2", "text_wrap": True}
        )
        self.bad = self.book.add_format({**base, "bold": True, "text_wrap": True,
                                         "font_color": "#7A0F08"})  # fmt: skip
        self.outcomes = {
            name: self.book.add_format(
                {**base, "align": "center", "bg_color": fill, "font_color": ink,
                 "bold": name == "fail", "italic": name == "unknown"}
            )
            for name, (fill, ink) in _COLOURS.items()
        }  # fmt: skip

    def sheet(
        self, name: str, columns: Sequence[tuple[str, int]], freeze: int = 1, upright: int = 0
    ) -> _Sheet:
        """A sheet with a frozen, filtered head; `columns` are names and widths in characters.

        From column `upright` on, where it is given, the head stands upright.
        """
        sheet = self.book.add_worksheet(name)
        for at, (_, width) in enumerate(columns):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, freeze)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        made = _Sheet(self, sheet, len(columns))
        if upright:
            sheet.set_row(0, _HEAD_HEIGHT)
        made.row(
            (name, self.upright if upright and at >= upright else self.head)
            for at, (name, _) in enumerate(columns)
        )
        return made


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(self, book: _Book, sheet: Any, width: int) -> None:
        self._book, self.sheet, self._width, self.at = book, sheet, width, 0

    def row(self, cells: Iterable[Any]) -> None:
        """A row; a cell is a value, or a value with its format."""
        if self.at >= _MOST_ROWS:
            return
        for column, cell in enumerate(cells):
            value, form = cell if isinstance(cell, tuple) else (cell, None)
            if isinstance(value, (int, float)):
                self.sheet.write_number(self.at, column, value, form or self._book.number)
            elif value not in (None, ""):
                text = str(value)[:_LONGEST_CELL]
                self.sheet.write_string(self.at, column, text, form or self._book.plain)
        self.at += 1

    def close(self) -> None:
        """Sets the filter over what was written."""
        self.sheet.autofilter(0, 0, max(self.at - 1, 1), self._width - 1)


def write(season: Season, records: Records, file: Path) -> None:
    """Writes the workbook."""
    book = _Book(file)
    _units(season, book)
    _matrix(season, book)
    _findings(season, records, book)
    _points(season, records, book)
    _obligations(season, book)
    _rest(season, book)
    book.book.close()


def _units(season: Season, book: _Book) -> None:
    sheet = book.sheet("Đơn vị", (
        ("STT", 5), ("Đơn vị", 32), ("Loại", 10), ("Tình trạng", 14), ("Số, ký hiệu", 16),
        ("Ngày ban hành", 14), ("Điểm", 8), ("Xếp loại", 12), ("Lỗi", 6), ("Cảnh báo", 9),
        ("Chưa rõ", 8), ("Tệp được tính", 40), ("Bản khác", 40), ("Liên hệ", 26),
    ), freeze=2)  # fmt: skip
    for at, state in enumerate(season.units, 1):
        words = state_words(state)
        marked: Any = words if words == "đã nộp" else (words, book.bad)
        sheet.row([at, state.unit.name, state.unit.kind, marked, *_plan_cells(state),
                   state.unit.contact])  # fmt: skip
    sheet.close()


def _plan_cells(state: UnitState) -> list[Any]:
    plan = state.plan
    if plan is None:
        return [None] * 9
    score = plan.score
    others = [*plan.copies, *(one.name for one in state.others)]
    return [
        plan.number, day_of(plan), score.value if score else None, score.grade if score else None,
        plan.errors, plan.warnings, plan.unknown, plan.name, "\n".join(others),
    ]  # fmt: skip


def _matrix(season: Season, book: _Book) -> None:
    legend = ", ".join(f"{OUTCOME_SIGNS[name]} {OUTCOME_WORDS[name]}" for name in _COLOURS)
    columns = [(f"Đơn vị ({legend})", 34), ("Điểm", 7)]
    columns += [(f"{one.number + 1}. {_short(one.text)}", 4) for one in season.asked]
    sheet = book.sheet("Ma trận", columns, freeze=2, upright=2)
    for state in season.units:
        score = state.plan.score if state.plan is not None else None
        cells: list[Any] = [state.unit.name, score.value if score else None]
        for one in season.asked:
            outcome = state.outcome(one.number)
            cells.append((OUTCOME_SIGNS[outcome], book.outcomes[outcome]))
        sheet.row(cells)
    sheet.close()


def _short(text: str) -> str:
    return text if len(text) <= _HEAD else text[:_HEAD].rsplit(" ", 1)[0] + " …"


def _findings(season: Season, records: Records, book: _Book) -> None:
    sheet = book.sheet("Phát hiện", (
        ("Đơn vị", 30), ("Tệp", 34), ("Mức", 10), ("Kết luận", 12), ("Nội dung", 60),
        ("Chỗ", 16), ("Lời văn", 50), ("Yêu cầu", 40), ("Thực tế", 30), ("Căn cứ", 50),
        ("Cần làm", 60), ("Quy tắc", 24),
    ))  # fmt: skip
    for state, plan in records.plans(season):
        for one in records.of(plan).findings:
            if one.waived:
                continue
            told: Any = _STATES[one.outcome]
            sheet.row([
                state.unit.name if state else plan.issuer, plan.name,
                _SEVERITIES.get(one.severity, one.severity),
                (told, book.outcomes[one.outcome]), one.message, one.place, one.excerpt,
                one.expected, one.actual, one.basis, one.advice, one.rule,
            ])  # fmt: skip
    sheet.close()


def _points(season: Season, records: Records, book: _Book) -> None:
    sheet = book.sheet("Điểm", (
        ("Đơn vị", 32), ("Điểm", 8), ("Về", 60), ("Kết luận", 14), ("Được", 8), ("Tối đa", 8),
        ("Quy tắc", 26),
    ))  # fmt: skip
    texts = {one.id: f"{one.number + 1}. {one.text}" for one in season.asked}
    for state in season.units:
        if state.plan is None:
            continue
        score = state.plan.score
        for point in season.scoring.points(records.of(state.plan)):
            sheet.row([
                state.unit.name, score.value if score else None,
                texts.get(point.about, point.about), OUTCOME_WORDS[point.outcome], point.points,
                point.most, point.rule,
            ])  # fmt: skip
    sheet.close()


def _obligations(season: Season, book: _Book) -> None:
    names = [OUTCOME_WORDS[name] for name in _COLOURS]
    sheet = book.sheet("Yêu cầu", (
        ("Số", 5), ("Yêu cầu", 70), ("Loại", 18), ("Nguồn", 34), ("Trọng số", 9),
        *((name.capitalize(), 11) for name in names),
    ), freeze=2)  # fmt: skip
    for one, counts in zip(season.asked, season.shares(), strict=True):
        sheet.row([one.number + 1, one.text, one.kind, one.source, one.weight,
                   *(counts.get(name, 0) for name in _COLOURS)])  # fmt: skip
    sheet.close()
    if season.asked and season.units:
        _charts(season, book)


def _charts(season: Season, book: _Book) -> None:
    """The share met of each obligation, and the score of each unit, as pictures."""
    sheet = book.book.add_worksheet("Biểu đồ")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    chart = book.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    last = len(season.asked)
    for at, (name, (_, ink)) in enumerate(_COLOURS.items()):
        pattern = {"pattern": _PATTERNS[name], "fg_color": ink, "bg_color": _COLOURS[name][0]}
        chart.add_series({
            "name": OUTCOME_WORDS[name], "categories": ["Yêu cầu", 1, 0, last, 0],
            "values": ["Yêu cầu", 1, 5 + at, last, 5 + at], "pattern": pattern, "gap": 40,
        })  # fmt: skip
    chart.set_title({"name": "Mỗi yêu cầu có bao nhiêu phần đơn vị đạt"})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 160 + 24 * last})
    sheet.insert_chart("A1", chart)
    shown = min(len(season.units), _MOST_IN_CHART)
    scores = book.book.add_chart({"type": "bar"})
    scores.add_series({
        "name": "Điểm", "categories": ["Đơn vị", 1, 1, shown, 1],
        "values": ["Đơn vị", 1, 6, shown, 6], "fill": {"color": "#4F6D8F"}, "gap": 40,
        "data_labels": {"value": True},
    })  # fmt: skip
    title = "Điểm của từng đơn vị" + (f" ({shown} đơn vị thấp nhất)" if shown < len(season.units)
                                     else "")  # fmt: skip
    scores.set_title({"name": title})
    scores.set_y_axis({"reverse": True})
    scores.set_x_axis({"min": 0, "max": season.scoring.scale})
    scores.set_legend({"none": True})
    scores.set_size({"width": 900, "height": 120 + 22 * shown})
    sheet.insert_chart(8 + (160 + 24 * last) // 20, 0, scores)


# Patterns tell the bars apart where they are printed without colour.
_PATTERNS = {
    "pass": "light_upward_diagonal",
    "fail": "dark_downward_diagonal",
    "partial": "light_horizontal",
    "unknown": "dotted_grid",
    "not_applicable": "percent_5",
    "missing": "wide_upward_diagonal",
}


def _rest(season: Season, book: _Book) -> None:
    sheet = book.sheet("Chưa xếp được", (("Vì sao", 30), ("Tệp", 50), ("Nói thêm", 80)))
    groups: tuple[tuple[str, Sequence[Submission]], ...] = (
        ("chưa rõ của đơn vị nào", season.unmatched),
        ("cấp trên này không ràng buộc", season.unbound),
        ("không phải kế hoạch", season.not_plans),
        ("không đọc được", season.unread),
    )
    for why, found in groups:
        for one in found:
            hint = season.hints.get(one.name)
            more = one.why or one.issuer or one.kind or ""
            sheet.row([why, one.name, f"{more} (có phải {hint}?)" if hint else more])
    sheet.close()
