"""Understood: a tree as plain data, in the fields by which its accuracy is measured."""

from __future__ import annotations

from typing import Any, TypeVar

from .conclusions import recipient_names
from .interval import Interval
from .nodes import (
    Assignment,
    Block,
    Bullet,
    Citation,
    Conclusions,
    Deadline,
    DocDate,
    DocNumber,
    DocTitle,
    DocType,
    Duty,
    Node,
    Paragraph,
    Plan,
    Signature,
    Table,
    Target,
    first,
)

CHAPTERS = ("purpose", "content", "form", "budget", "organisation")
_N = TypeVar("_N", bound=Node)


def understood(plan: Plan) -> dict[str, Any]:
    """What was understood of a document: header, title, outline, phrases, recipients, signature.

    Lines are 1-based lines of the file; texts are single-spaced; dates are ISO.
    """
    return {
        "header": _header(plan),
        "title": _title(plan),
        "outline": [
            {
                "line": plan.line_of(b),
                "marker": b.marker,
                "depth": b.depth,
                "heading": b.heading[:40].strip(),
            }
            for b in _all(plan, Block)
            if b.marker
        ],
        "citations": [
            {
                "line": _number_line(plan, c),
                "type": c.type,
                "number": c.number,
                "date": _iso(c.date, "earliest") if c.date and c.date.is_day else None,
                "issuer": c.issuer,
            }
            for c in _all(plan, Citation)
        ],
        "deadlines": [
            {
                "line": plan.line_of(d),
                "kind": d.of,
                "text": d.text,
                "period": d.period,
                "earliest": _iso(d.interval, "earliest"),
                "latest": _iso(d.interval, "latest"),
                "month_day": d.month_day,
            }
            for d in _all(plan, Deadline)
        ],
        "assignments": [
            {
                "line": plan.line_of(a),
                "unit": a.unit,
                "budget": "advise_budget" in a.duties,
                "budget_line": _duty_line(plan, a, "advise_budget"),
                "collects_reports": "collect_reports" in a.duties,
            }
            for a in _all(plan, Assignment)
        ],
        "targets": [
            {
                "line": plan.line_of(t),
                "text": t.text,
                "value": int(t.value) if t.value == int(t.value) else t.value,
                "unit": t.unit,
                "per": t.per,
                "comparator": t.comparator,
            }
            for t in _all(plan, Target)
        ],
        "recipients": _recipients(plan),
        "signature": _signature(plan),
        "sections_present": sections_present(plan),
    }


def _duty_line(plan: Plan, assignment: Assignment, name: str) -> int | None:
    """The line of the words that give a duty."""
    for duty in assignment.phrases:
        if isinstance(duty, Duty) and duty.name == name:
            return plan.source.line_of(duty.start)
    return None


def _all(plan: Plan, kind: type[_N]) -> list[_N]:
    return [node for node in plan.walk() if isinstance(node, kind)]


def _iso(interval: Interval | None, end: str) -> str | None:
    day = getattr(interval, end) if interval else None
    return day.isoformat() if day else None


def _number_line(plan: Plan, citation: Citation) -> int:
    """The line of the number: a citation may begin a line above it."""
    written = plan.source.text[citation.start : citation.end]
    ordinal = citation.ordinal or ""
    at = written.find(ordinal + "/") if ordinal else -1
    if at < 0:
        at = max(written.find(ordinal), 0)
    return plan.source.line_of(citation.start + at)


def _header(plan: Plan) -> dict[str, Any]:
    number, date = first(plan.walk(), DocNumber), first(plan.walk(), DocDate)
    return {
        "line_number": _text_line(plan, number) if number else None,
        "number": number.number if number else None,
        "number_blank": bool(number and number.blank),
        "place": date.place if date else None,
        "date_earliest": _iso(date.date, "earliest") if date else None,
        "date_latest": _iso(date.date, "latest") if date else None,
        "line_date": _text_line(plan, date) if date else None,
        "issuer": plan.issuer,
    }


def _text_line(plan: Plan, node: Node) -> int:
    """The line on which a node's words begin."""
    text = plan.source.text[node.start : node.end]
    return plan.source.line_of(node.start + len(text) - len(text.lstrip()))


def _title(plan: Plan) -> dict[str, Any]:
    kind, subject = first(plan.walk(), DocType), first(plan.walk(), DocTitle)
    top = kind or subject
    return {
        "type": kind.name.upper() if kind else None,
        "subject": subject.text if subject else None,
        "line": _text_line(plan, top) if top else None,
    }


def _recipients(plan: Plan) -> list[str]:
    conclusions = first(plan.walk(), Conclusions)
    return recipient_names(conclusions.children) if conclusions else []


def _signature(plan: Plan) -> dict[str, Any]:
    signature = first(plan.walk(), Signature)
    return {
        "authority": signature.authority if signature else None,
        "position": signature.position if signature else None,
        "name": signature.name if signature else None,
    }


def sections_present(plan: Plan) -> dict[str, bool]:
    """Which chapters the plan has, under whatever heading, also as part of a joint heading."""
    roles: set[str] = set()
    for block in _all(plan, Block):
        if isinstance(block, Bullet):
            continue
        inner = [n for n in block.children if isinstance(n, (Block, Paragraph, Table))]
        if block.depth <= 2 and (inner or block.depth == 1):
            roles.update(block.roles)
    return {name: name in roles for name in CHAPTERS}
