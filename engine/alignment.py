"""Alignment: what becomes of each of a parent's obligations in a plan, with the words and a score.

`--view matrix` shows it. Every obligation has its row, also one that no rule looks at (it cannot be
told) and one that binds others (it does not apply).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..grammar.nodes import Plan
from .binding import binding
from .checking import basis_of
from .names import names_body
from .parents import Obligation, Parent, kind_name, obligation_id
from .report import Alignment, AlignmentRow, AlignmentTotal, Report, Result

NO_RULE = "không có quy tắc xét"
_FOR_OTHERS = ("department", "other")
_NOBODY = {"department": "đơn vị của cấp trên", "other": "cơ quan khác"}
# Of several rules about one obligation the worst outcome counts.
_ORDER: tuple[Alignment, ...] = ("fail", "partial", "unknown", "pass", "not_applicable")


def align(plan: Plan, parents: Parent | Sequence[Parent], report: Report) -> Report:
    """The report with a row for each obligation of the parent, in its order, and a total.

    Of a chain of parents the nearest comes first; it says whether the plan is bound.
    """
    chain = [parents] if isinstance(parents, Parent) else list(parents)
    about: dict[str, list[Result]] = {}
    for result in report.results:
        if result.obligation is not None:
            about.setdefault(result.obligation, []).append(result)
    rows = [
        _row(one, plan, about.get(obligation_id(one), []))
        for parent in chain
        for one in parent.obligations
    ]
    verdict = binding(plan, chain[0])
    return replace(report, alignment=rows, alignment_total=_total(rows, verdict.binds, verdict.why))


def _row(one: Obligation, plan: Plan, results: Sequence[Result]) -> AlignmentRow:
    row = AlignmentRow(
        obligation=obligation_id(one), kind=one.of, name=kind_name(one), text=one.text,
        bound=one.bound, unit=one.unit, source=basis_of(one.source) if one.source else None,
        outcome="unknown", evidence=[], rule=None, note=NO_RULE, weight=one.weight, score=None,
    )  # fmt: skip
    if results:
        _decide(row, min(results, key=lambda result: _ORDER.index(_outcome(result))))
    if one.bound in _FOR_OTHERS and not _is_for(one, plan):
        _leave_to_others(row)
    return row


def _decide(row: AlignmentRow, result: Result) -> None:
    """Fills a row with what the deciding rule says."""
    row.outcome, row.rule, row.waived = _outcome(result), result.rule, result.waived
    row.evidence, row.note = result.evidence, result.why
    if row.outcome == "pass":
        row.score, row.note = row.weight, None
    elif row.outcome == "partial":
        covered = sum(one.status == "covered" for one in result.evidence)
        row.score = round(row.weight * covered / max(len(result.evidence), 1), 2)
    elif row.outcome == "fail":
        row.score = 0
        row.note = _failing(result)


def _failing(result: Result) -> str | None:
    """What a failing obligation lacks; the words that are wrong stand in its evidence."""
    if any(one.status == "missing" for one in result.evidence):
        return result.actual
    asked = f"cần: {result.expected}" if result.expected else None
    words = " ".join(one.excerpt or "" for one in result.evidence)
    actual = None if result.actual and result.actual in words else result.actual
    return "; ".join(text for text in (actual, asked) if text) or None


def _outcome(result: Result) -> Alignment:
    return "partial" if result.partial and result.outcome == "unknown" else result.outcome


def _is_for(one: Obligation, plan: Plan) -> bool:
    """Whether the plan is that of the very unit which an obligation names."""
    return bool(one.unit and plan.issuer and names_body(one.unit, plan.issuer))


def _leave_to_others(row: AlignmentRow) -> None:
    """A row of what binds others: whatever the plan says of it is not owed."""
    row.note = f"việc của {row.unit or _NOBODY.get(row.bound, 'cơ quan khác')}"
    if any(one.status == "covered" for one in row.evidence):
        row.note += "; kế hoạch vẫn có nêu"
    row.outcome, row.score = "not_applicable", None


def _total(rows: Sequence[AlignmentRow], binds: bool | None, why: str) -> AlignmentTotal:
    decided = [row for row in rows if row.score is not None]
    unknown = [row for row in rows if row.outcome == "unknown"]
    return AlignmentTotal(
        score=round(sum(row.score or 0 for row in decided), 2),
        weight=sum(row.weight for row in decided), decided=len(decided), unknown=len(unknown),
        unknown_weight=sum(row.weight for row in unknown),
        not_applicable=sum(row.outcome == "not_applicable" for row in rows), binds=binds, why=why,
    )  # fmt: skip
