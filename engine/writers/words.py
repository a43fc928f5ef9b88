"""Words: what several writers say in the same words."""

from __future__ import annotations

from ..report import Location, Summary


def plan_name(path: str) -> str:
    """A plan's path as people read it."""
    return "đầu vào chuẩn" if path in ("", "-") else path


def place_text(location: Location) -> str:
    """`Dòng 9`, `Dòng 100-105`."""
    if location.end_line > location.line:
        return f"Dòng {location.line}-{location.end_line}"
    return f"Dòng {location.line}"


def counts_text(summary: Summary) -> str:
    """A report's counts in one sentence."""
    text = (
        f"{summary.passed} đạt, {summary.fail} chưa đạt ({summary.error} lỗi,"
        f" {summary.warning} cảnh báo, {summary.info} lưu ý), {summary.unknown} chưa kết luận"
        f" được, {summary.not_applicable} không áp dụng"
    )
    if summary.waived:
        text += f", {summary.waived} được bỏ qua"
    if summary.known:
        text += f", {summary.known} đã có trong báo cáo cũ"
    return text + "."
