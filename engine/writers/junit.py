"""JUnit: a suite for each plan, a case for each result, as test servers read them.

A failing result is a failure. What cannot be told, what is waived and what does not apply is
skipped, its `type` says which; a plan that cannot be read is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from ..batch import Batch
from ..report import Report, Result
from .console import SEVERITY_NAMES
from .escapes import xml
from .report_writer import basis_text
from .words import not_lines, place_text, plan_name


def write(batch: Batch, stream: IO[str]) -> None:
    """Writes a JUnit XML document."""
    root = ET.Element("testsuites", name="cchc-check")
    for report in batch.reports:
        root.append(_suite(report))
    for unread in batch.unread:
        suite = ET.SubElement(root, "testsuite", name=xml(plan_name(unread.path)))
        case = ET.SubElement(suite, "testcase", classname="cchc-check", name="đọc tệp")
        ET.SubElement(case, "error", type="unreadable", message=xml(unread.why))
        _count(suite)
    _count(root)
    ET.indent(root, " ")
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(root, encoding="unicode") + "\n")


def _count(holder: ET.Element) -> None:
    """States how many cases of each kind lie below."""
    holder.set("tests", str(len(list(holder.iter("testcase")))))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        holder.set(attribute, str(len(list(holder.iter(tag)))))


def _suite(report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=xml(plan_name(report.plan.path)))
    group = Path(plan_name(report.plan.path)).stem.replace(".", "_")
    seen: dict[str, int] = {}
    for result in report.results:
        count = seen[result.rule] = seen.get(result.rule, 0) + 1
        # Servers follow a case by its name from run to run: so no line numbers in it.
        name = f"{result.rule} ({count})" if count > 1 else result.rule
        suite.append(_case(result, f"{group}.{result.pack}", name, report))
    _count(suite)
    if report.notes:
        ET.SubElement(suite, "system-out").text = xml("\n".join(report.notes))
    return suite


def _case(result: Result, group: str, name: str, report: Report) -> ET.Element:
    case = ET.Element("testcase", classname=xml(group), name=xml(name))
    if result.waived is not None:
        why = f"{result.waived.reason} ({result.waived.by})"
        _skip(case, "waived", f"Được bỏ qua: {why}: {result.message}")
    elif result.outcome == "fail":
        fault = ET.SubElement(
            case, "failure", type=result.severity,
            message=xml(f"{SEVERITY_NAMES[result.severity]}: {result.message}"),
        )  # fmt: skip
        fault.text = xml("\n".join(_details(result, report)))
    elif result.outcome == "unknown":
        _skip(case, "unknown", f"Chưa rõ: {result.message}")
    elif result.outcome == "not_applicable":
        _skip(case, "not_applicable", result.message)
    return case


def _skip(case: ET.Element, kind: str, message: str) -> None:
    ET.SubElement(case, "skipped", type=kind, message=xml(message))


def _details(result: Result, report: Report) -> list[str]:
    """Everything else, a line each."""
    lines: list[str] = []
    if result.location is not None:
        where = result.location
        at = place_text(where) if not_lines(where) else f"{where.line}:{where.column}"
        lines.append(f"{plan_name(report.plan.path)}:{at}: «{where.excerpt}»")
    for name, text in (
        ("Yêu cầu", result.expected), ("Thực tế", result.actual),
        ("Căn cứ", basis_text(result.basis) if result.basis else None), ("Cần làm", result.advice),
        ("Sửa được", result.fix.title if result.fix else None),
    ):  # fmt: skip
        if text:
            lines.append(f"{name}: {text}")
    return lines
