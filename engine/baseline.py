"""Baseline: leaves out of a report what an earlier report (JSON) of the same plan has already said.

A result is known again by its rule, its outcome and its words, never by its line: a plan that has
grown by a page has the same results. Of two that say the same, each in the earlier report excuses
one.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..grammar.flat import canon
from ..grammar.markers import read_marker
from .errors import InputError, reason
from .names import compact_number, plain_name
from .report import PlanInfo, Report, Result, summarise

_LINE = re.compile(r"dòng \d+(?:-\d+)?")
_KEPT_OUT = ("fail", "unknown")


@dataclass(slots=True, eq=False)
class Known:
    """What an earlier report says of one plan."""

    path: str
    number: str | None
    issuer: str | None
    title: str | None
    prints: Counter[str]


def fingerprint(result: Result) -> str:
    """What makes a result the same one in another report, wherever in the plan it stands."""
    excerpt = result.location.excerpt if result.location else ""
    return _print_of(result.rule, result.outcome, result.message, excerpt, result.expected)


def _print_of(rule: str, outcome: str, message: str, excerpt: str, expected: str | None) -> str:
    marker = read_marker(excerpt, excerpt)  # a chapter before it may change its number
    words = excerpt[marker.length :] if marker else excerpt
    parts = (rule, outcome, _LINE.sub("", message), words, expected or "")
    plain = "\0".join(" ".join(canon(part).lower().split()) for part in parts)
    return sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(slots=True, eq=False)
class Baseline:
    """An earlier JSON report: the file's name and what it says of each plan."""

    name: str
    plans: list[Known]

    def leave_out(self, report: Report) -> Report:
        """The report without what is known, and a note of how much that is."""
        known = self._known(report.plan)
        if known is None:
            note = f"Báo cáo cũ ({self.name}) không có kế hoạch này nên mọi điểm đều là mới."
            return replace(report, notes=[*report.notes, note])
        left = Counter(known.prints)
        results = [r for r in report.results if not _is_known(r, left)]
        count = len(report.results) - len(results)
        notes = list(report.notes)
        if count:
            notes.append(f"{count} điểm đã có trong báo cáo cũ ({self.name}) nên không nêu lại.")
        summary = summarise(results)
        summary.known = count
        return replace(report, results=results, summary=summary, notes=notes)

    def _known(self, plan: PlanInfo) -> Known | None:
        """The same plan in the earlier report: by path, by number and issuer, by file name."""
        named = plan.path not in ("", "-")
        if named:
            for known in self.plans:
                if known.path == plan.path:
                    return known
        for known in self.plans:
            if _same_document(known, plan):
                return known
        name = Path(plan.path).name
        same_name = [known for known in self.plans if named and Path(known.path).name == name]
        return same_name[0] if len(same_name) == 1 else None


def _is_known(result: Result, left: Counter[str]) -> bool:
    """Whether an earlier result stands for this one; it is then used up."""
    if result.outcome not in _KEPT_OUT or result.waived is not None:
        return False
    print_ = fingerprint(result)
    if not left[print_]:
        return False
    left[print_] -= 1
    return True


def _same_document(known: Known, plan: PlanInfo) -> bool:
    """The same number and issuer; of two without a number, the same title and issuer."""
    if (known.number is None) != (plan.number is None):
        return False
    if known.issuer and plan.issuer and plain_name(known.issuer) != plain_name(plan.issuer):
        return False
    if plan.number:
        return compact_number(known.number) == compact_number(plan.number)
    return plan.title is not None and known.title == plan.title


def load_baseline(path: Path) -> Baseline:
    """An earlier JSON report, one or an array; InputError where the file is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được báo cáo cũ {path}: {reason(error)}.") from None
    except (json.JSONDecodeError, RecursionError):
        raise InputError(_no_report(path, "không phải JSON")) from None
    reports = data if isinstance(data, list) else [data]
    try:
        return Baseline(path.name, [_known_of(report) for report in reports])
    except (KeyError, TypeError, AttributeError):
        raise InputError(_no_report(path, "không phải báo cáo của cchc-check")) from None


def _no_report(path: Path, what: str) -> str:
    return (
        f"{path} {what}; báo cáo cũ phải là tệp ghi bằng cchc-check KẾ_HOẠCH --format json -o TỆP."
    )


def _known_of(data: dict[str, Any]) -> Known:
    plan: dict[str, Any] = data["plan"]
    path, number, issuer, title = (
        str(plan[name]) if plan.get(name) else None
        for name in ("path", "number", "issuer", "title")
    )
    prints = Counter(
        _print_of(
            r["rule"], r["outcome"], r["message"],
            (r.get("location") or {}).get("excerpt", ""), r.get("expected"),
        )
        for r in _results(data)
    )  # fmt: skip
    return Known(path or "", number, issuer, title, prints)


def _results(data: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """The results that a later report may leave out."""
    return [r for r in data["results"] if r["outcome"] in _KEPT_OUT]
