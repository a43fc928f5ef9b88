"""Markdown: a report to file or to send: a table of what is not met, lists of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO

from ..batch import Batch
from ..report import SEVERITIES, Location, Report, Result
from ..wording import shortened
from .console import ALIGNMENT_NAMES, SEVERITY_NAMES
from .escapes import markdown, markdown_line
from .report_writer import basis_text, head_rows, verdict
from .statistics import plan_table, rule_table
from .words import counts_text, place_text, plan_name

_LONGEST = 160
_FAILED = ("Mức", "Chỗ", "Chưa đạt", "Căn cứ", "Cần làm")
_UNKNOWN = ("Chỗ", "Chưa rõ", "Căn cứ", "Cần làm")
_WAIVED = ("Mức", "Chỗ", "Điểm", "Lý do", "Người ký", "Đến hết")

_OBLIGATIONS = ("#", "Yêu cầu", "Nguồn", "Kết quả", "Chữ trong kế hoạch", "Điểm")

_Cells = Callable[[Result], tuple[str, ...]]


def write(batch: Batch, stream: IO[str]) -> None:
    """Writes the whole batch as one document."""
    for line in _document(batch):
        stream.write(line + "\n")


def _document(batch: Batch) -> Iterator[str]:
    several = len(batch.checked) + len(batch.unread) > 1
    yield "# Báo cáo kiểm tra kế hoạch"
    if several:
        yield ""
        yield from _plain_table(plan_table(batch))
    for number, report in enumerate(batch.reports, 1):
        if several:
            yield ""
            yield f"## {number}. {markdown(plan_name(report.plan.path))}"
        form = _matrix if batch.matrix else _report
        yield from form(report, "###" if several else "##")
    if batch.unread:
        yield ""
        yield "## Không đọc được"
        yield ""
        for unread in batch.unread:
            yield f"- {markdown_line(unread.why)}"
    if batch.statistics:
        yield ""
        yield "## Thống kê"
        yield ""
        yield "Số kế hoạch và số chỗ chưa đạt, số chỗ chưa rõ."
        yield ""
        yield from _plain_table(rule_table(batch))


def _report(report: Report, level: str) -> Iterator[str]:
    yield ""
    for name, text in (*head_rows(report), *(("Chú ý", note) for note in report.notes)):
        yield f"- {name}: {markdown(text)}"
    live = [result for result in report.results if result.waived is None]
    failed = [
        r for severity in SEVERITIES for r in live if r.outcome == "fail" and r.severity == severity
    ]
    unknown = [r for r in live if r.outcome == "unknown"]
    waived = [r for r in report.results if r.waived is not None]
    passed = [r for r in live if r.outcome == "pass"]
    yield from _section(f"{level} Chưa đạt", _FAILED, failed, _failed)
    if report.plan.damaged:
        yield ""
        yield f"{len(unknown)} điểm không xét được."
    else:
        yield from _section(f"{level} Chưa kết luận được", _UNKNOWN, unknown, _unknown)
    yield from _section(f"{level} Được bỏ qua", _WAIVED, waived, _waived)
    if passed:
        yield ""
        yield f"{level} Đạt ({len(passed)})"
        yield ""
        for result in passed:
            yield f"- {_met(result)}"
    yield ""
    yield f"{level} Kết luận"
    yield ""
    yield markdown(counts_text(report.summary))
    yield ""
    yield f"**{markdown(verdict(report))}**"


def _matrix(report: Report, level: str) -> Iterator[str]:
    """The parent's obligations one by one."""
    from . import matrix

    yield ""
    for name, text in (*head_rows(report), *(("Chú ý", note) for note in report.notes)):
        yield f"- {name}: {markdown(text)}"
    relations = matrix.relation_rows(report)
    if relations:
        yield ""
        yield f"{level} Quan hệ với kế hoạch cấp trên"
        yield ""
        for outcome, text in relations:
            yield f"- {ALIGNMENT_NAMES[outcome]}: {markdown(text)}"
    yield ""
    yield f"{level} {markdown(matrix.table_title(report))}"
    yield ""
    yield from _table(_OBLIGATIONS, [
        (
            str(number), f"{markdown(row.name)}: {markdown(row.text)}",
            markdown(matrix.source_text(row.source, report)), ALIGNMENT_NAMES[row.outcome],
            "<br>".join(markdown(line) for line in matrix.words_lines(row)),
            matrix.score_text(row),
        )
        for number, row in enumerate(report.alignment or [], 1)
    ])  # fmt: skip
    yield ""
    yield f"{level} Tổng hợp"
    for line in matrix.total_lines(report):
        yield ""
        yield markdown_line(line)


def _section(
    title: str, columns: tuple[str, ...], results: Sequence[Result], cells: _Cells
) -> Iterator[str]:
    if not results:
        return
    yield ""
    yield f"{title} ({len(results)})"
    yield ""
    yield from _table(columns, [cells(result) for result in results])


def _plain_table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """A table of words and numbers as they are."""
    return _table(rows[0], [tuple(markdown(cell) for cell in row) for row in rows[1:]])


def _table(columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """A table whose cells are Markdown."""
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _failed(result: Result) -> tuple[str, ...]:
    words = markdown(result.message)
    if result.expected:
        words += f"<br>Yêu cầu: {markdown(result.expected)}"
    todo = markdown(result.advice or "")
    if result.fix is not None:
        todo += f"<br>Sửa được: {markdown(result.fix.title)}"
    return (
        SEVERITY_NAMES[result.severity], _place(result.location), f"{words}<br>`{result.rule}`",
        _basis(result), todo,
    )  # fmt: skip


def _unknown(result: Result) -> tuple[str, ...]:
    words = f"Một phần: {result.message}" if result.partial else result.message
    return (
        _place(result.location), f"{markdown(words)}<br>`{result.rule}`", _basis(result),
        markdown(result.advice or ""),
    )  # fmt: skip


def _waived(result: Result) -> tuple[str, ...]:
    assert result.waived is not None
    until = "/".join(reversed(result.waived.until.split("-"))) if result.waived.until else ""
    return (
        SEVERITY_NAMES[result.severity], _place(result.location),
        f"{markdown(result.message)}<br>`{result.rule}`", markdown(result.waived.reason),
        markdown(result.waived.by), markdown(until),
    )  # fmt: skip


def _place(location: Location | None) -> str:
    if location is None:
        return ""
    return f"{place_text(location)} «{markdown(shortened(location.excerpt, _LONGEST))}»"


def _basis(result: Result) -> str:
    return markdown(basis_text(result.basis)) if result.basis else ""


def _met(result: Result) -> str:
    text = markdown_line(result.message[:1].upper() + result.message[1:])
    if result.location is not None:
        text += f" ({place_text(result.location).lower()})"
    return text
