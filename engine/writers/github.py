"""GitHub: workflow commands that mark what is found at its line, and a line of counts a plan.

An error, a warning and a note are `error`, `warning` and `notice`; what cannot be told is a
`notice` too, and says so in its title. What is met or waived is only counted.
"""

from __future__ import annotations

from typing import IO

from ..batch import Batch
from ..report import Location, Report, Result
from .escapes import command_data, command_property
from .report_writer import basis_text
from .words import counts_text, not_lines, place_text, plan_name

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(batch: Batch, stream: IO[str]) -> None:
    """Writes the commands, a line each."""
    for report in batch.reports:
        for result in report.results:
            if result.waived is None and result.outcome in ("fail", "unknown"):
                stream.write(_command(result, report) + "\n")
        name = command_data(plan_name(report.plan.path))
        stream.write(f"{name}: {counts_text(report.summary)}\n")
    for unread in batch.unread:
        stream.write(f"::error{_properties(_file(unread.path))}::{command_data(unread.why)}\n")


def _file(path: str) -> list[tuple[str, object]]:
    """The file's property; standard input is none."""
    return [] if path in ("", "-") else [("file", path)]


def _command(result: Result, report: Report) -> str:
    failing = result.outcome == "fail"
    properties = _file(report.plan.path)
    place = result.location
    if place is not None and properties and not not_lines(place):
        properties += _place(place)
    title = result.title if failing else f"Chưa rõ: {result.title}"
    properties.append(("title", f"{title} [{result.rule}]"))
    parts = [result.message]
    if place is not None and not_lines(place):
        parts.append(f"{place_text(place)}: «{place.excerpt}»")
    if failing and result.expected:
        parts.append(f"Yêu cầu: {result.expected}")
    if result.basis is not None:
        parts.append(f"Căn cứ: {basis_text(result.basis)}")
    if result.advice:
        parts.append(f"Cần làm: {result.advice}")
    name = _COMMANDS[result.severity] if failing else "notice"
    return f"::{name}{_properties(properties)}::{command_data(chr(10).join(parts))}"


def _place(location: Location) -> list[tuple[str, object]]:
    """Lines, and columns where they are of one line, as the service wants."""
    found: list[tuple[str, object]] = [("line", location.line), ("endLine", location.end_line)]
    if location.line == location.end_line:
        found += [("col", location.column), ("endColumn", location.end_column)]
    return found


def _properties(pairs: list[tuple[str, object]]) -> str:
    text = ",".join(f"{name}={command_property(str(value))}" for name, value in pairs)
    return f" {text}" if text else ""
