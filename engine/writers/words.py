"""Words: what several writers say in the same words."""

from __future__ import annotations

from ..report import Evidence, Location, Summary


def plan_name(path: str) -> str:
    """A plan's path as people read it."""
    return "đầu vào chuẩn" if path in ("", "-") else path


def place_text(place: Location | Evidence) -> str:
    """`Dòng 9`, `Dòng 100-105`; of a .pdf `Trang 2, dòng 14`, of a .docx `Đoạn 31`."""
    if place.page is not None:
        return f"Trang {place.page}" + (f", dòng {place.page_line}" if place.page_line else "")
    if place.paragraph is not None:
        return f"Đoạn {place.paragraph}"
    if isinstance(place, Location) and place.end_line > place.line:
        return f"Dòng {place.line}-{place.end_line}"
    return f"Dòng {place.line}"


def not_lines(place: Location) -> bool:
    """Whether a place is told by page or paragraph: the file has no lines to show."""
    return place.page is not None or place.paragraph is not None


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
