"""SARIF 2.1.0: one run, a rule for each rule asked, a result for each result, all plans in it.

Places are counted anew in the file's own text, in UTF-16 code units (`columnKind`), as editors and
code scanners count. A result that does not fail has the level `none`, as the standard wants, and
the kind that says why: `pass`, `open` (cannot be told), `notApplicable`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from ..baseline import fingerprint
from ..batch import Batch, Checked
from ..packs import all_rules, built_in_packs
from ..report import Basis, Edit, Result
from ..rulebook import sheet
from ..rules import Pack, Rule
from .escapes import markdown
from .report_writer import basis_text, verdict
from .words import not_lines, place_text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_KINDS = {"pass": "pass", "fail": "fail", "unknown": "open", "not_applicable": "notApplicable"}
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_NAME = "cchc-check"

_Json = dict[str, Any]


def write(batch: Batch, stream: IO[str]) -> None:
    """Writes a SARIF log."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(batch)]}
    json.dump(log, stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _run(batch: Batch) -> _Json:
    rules = _asked(batch)
    numbers = {rule.id: number for number, (_, rule) in enumerate(rules)}
    artifacts: dict[str, tuple[int, _Json]] = {}  # a plan named twice is one of them
    results: list[_Json] = []
    for checked in batch.checked:
        path = checked.report.plan.path
        number, _ = artifacts.setdefault(path, (len(artifacts), _artifact(checked)))
        results.extend(_PlanResults(checked, number, numbers).all())
    return {
        "tool": {"driver": {
            "name": _NAME, "version": _version(), "language": "vi",
            "rules": [_rule(pack, rule) for pack, rule in rules],
        }},
        "language": "vi",
        "columnKind": "utf16CodeUnits",
        "invocations": [{
            "executionSuccessful": not batch.unread,
            "toolExecutionNotifications": _notifications(batch),
        }],
        "artifacts": [artifact for _, artifact in artifacts.values()],
        "results": results,
    }  # fmt: skip


def _asked(batch: Batch) -> list[tuple[Pack, Rule]]:
    """The rules that have a result, each once, as the first plan was asked it."""
    found: dict[str, tuple[Pack, Rule]] = {}
    for checked in batch.checked:
        told = {result.rule for result in checked.report.results}
        packs = built_in_packs() if checked.packs is None else checked.packs
        for pack, rule in all_rules(packs):
            if rule.id in told:
                found.setdefault(rule.id, (pack, rule))
    return list(found.values())


def _version() -> str:
    try:
        return version(_NAME)
    except PackageNotFoundError:  # run from its folder, not installed
        return "0"


def _rule(pack: Pack, rule: Rule) -> _Json:
    rows = sheet(pack, rule).rows
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {
            "text": "\n".join(f"{name}: {text}" for name, text in rows),
            "markdown": "\n".join(f"- **{name}:** {markdown(text)}" for name, text in rows),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [pack.pack]},
    }


def _artifact(checked: Checked) -> _Json:
    report = checked.report
    plan, counts = report.plan, report.to_data()["summary"]
    found: _Json = {
        "location": {"uri": _uri(plan.path)},
        "roles": ["analysisTarget", *(["standardStream"] if _is_stream(plan.path) else [])],
        "mimeType": "text/plain",
        "encoding": "utf-8",
        "properties": {"summary": counts, "verdict": verdict(report)},
    }
    for name in ("number", "issuer", "title"):
        value = getattr(plan, name)
        if value:
            found["properties"][name] = value
    return found


def _notifications(batch: Batch) -> list[_Json]:
    """What could not be read, and what the reader of a report should know first."""
    found = [
        {"level": "error", "message": {"text": one.why}, "locations": [_whole(one.path)]}
        for one in batch.unread
    ]
    for report in batch.reports:
        found.extend(
            {"level": "note", "message": {"text": note}, "locations": [_whole(report.plan.path)]}
            for note in report.notes
        )
    return found


def _whole(path: str) -> _Json:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}


def _is_stream(path: str) -> bool:
    return path in ("", "-")


def _uri(path: str) -> str:
    """A path as a URI: relative ones stay so, for a scanner to resolve against its own root."""
    if _is_stream(path):
        return "stdin"
    file = Path(path)
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())


class _Text:
    """A file's text with its places in UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        self._starts.extend(at + 1 for at, char in enumerate(text) if char == "\n")
        # Characters beyond the first plane take two units; plans hardly have any.
        self._wide = [at for at, char in enumerate(text) if char > "\uffff"]

    def units(self, offset: int) -> int:
        """An offset in code units."""
        return offset + bisect_right(self._wide, offset - 1)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, self.units(offset) - self.units(self._starts[line - 1]) + 1

    def region(self, start: int, end: int) -> _Json:
        """A stretch of the text as SARIF has it."""
        line, column = self._place(start)
        end_line, end_column = self._place(end)
        return {
            "startLine": line, "startColumn": column,
            "endLine": end_line, "endColumn": end_column,
            "charOffset": self.units(start), "charLength": self.units(end) - self.units(start),
        }  # fmt: skip


class _PlanResults:
    """The results of one plan."""

    def __init__(self, checked: Checked, number: int, rules: dict[str, int]) -> None:
        self._report, self._text, self._rules = checked.report, _Text(checked.text), rules
        self._artifact = {"uri": _uri(checked.report.plan.path), "index": number}
        self._seen: dict[str, int] = {}

    def all(self) -> list[_Json]:
        """Every result of the plan."""
        return [self._result(result) for result in self._report.results]

    def _result(self, result: Result) -> _Json:
        failing = result.outcome == "fail"
        found: _Json = {
            "ruleId": result.rule,
            "kind": _KINDS[result.outcome],
            "level": _LEVELS[result.severity] if failing else "none",
            "message": {"text": _message(result)},
            "locations": [self._location(result)],
            "partialFingerprints": {"cchcCheck/v1": self._fingerprint(result)},
            "properties": _properties(result),
        }
        if result.rule in self._rules:
            found["ruleIndex"] = self._rules[result.rule]
        if result.basis is not None:
            found["relatedLocations"] = [_basis(result.basis)]
        if result.waived is not None:
            found["suppressions"] = [_suppression(result)]
        where = result.location
        if result.fix is not None and not (where is not None and not_lines(where)):
            found["fixes"] = [self._fix(result)]
        return found

    def _location(self, result: Result) -> _Json:
        place: _Json = {"artifactLocation": self._artifact}
        where = result.location
        if where is not None and not_lines(where):  # lines of text mean nothing in such a file
            return {"physicalLocation": place, "message": {"text": place_text(where)}}
        if where is not None:
            words = self._text.text[where.start : where.end]
            place["region"] = {
                **self._text.region(where.start, where.end), "snippet": {"text": words},
            }  # fmt: skip
        return {"physicalLocation": place}

    def _fingerprint(self, result: Result) -> str:
        """The words of the result, and which of those with the same words it is."""
        words = fingerprint(result)
        self._seen[words] = self._seen.get(words, 0) + 1
        return f"{words}:{self._seen[words]}"

    def _fix(self, result: Result) -> _Json:
        assert result.fix is not None
        return {
            "description": {"text": result.fix.title},
            "artifactChanges": [{
                "artifactLocation": self._artifact,
                "replacements": [self._replacement(edit) for edit in result.fix.edits],
            }],
            "properties": {"safe": result.fix.safe},
        }  # fmt: skip

    def _replacement(self, edit: Edit) -> _Json:
        return {
            "deletedRegion": self._text.region(edit.start, edit.end),
            "insertedContent": {"text": edit.text},
        }


def _message(result: Result) -> str:
    parts = [result.message]
    if result.outcome == "fail" and result.expected:
        parts.append(f"Yêu cầu: {result.expected}")
    if result.advice:
        parts.append(f"Cần làm: {result.advice}")
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _basis(basis: Basis) -> _Json:
    """The clause that asks for it: a place in a document that is no file here."""
    name = f"{basis.document}, {basis.at}" if basis.at else basis.document
    return {
        "message": {"text": basis_text(basis)},
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "clause"}],
    }


def _properties(result: Result) -> _Json:
    found: _Json = {"outcome": result.outcome, "severity": result.severity, "pack": result.pack}
    for name in ("expected", "actual", "advice"):
        value = getattr(result, name)
        if value is not None:
            found[name] = value
    if result.basis is not None:
        basis = result.basis
        values = {"document": basis.document, "at": basis.at, "line": basis.line,
                  "quote": basis.quote, "verified": basis.verified,
                  "practice": basis.practice}  # fmt: skip
        found["basis"] = {name: value for name, value in values.items() if value is not None}
    return found


def _suppression(result: Result) -> _Json:
    """A waiver: it stands in a file beside the plan, so it is external, and it was signed."""
    assert result.waived is not None
    properties = {"by": result.waived.by}
    if result.waived.until:
        properties["until"] = result.waived.until
    return {
        "kind": "external", "status": "accepted", "justification": result.waived.reason,
        "properties": properties,
    }  # fmt: skip
