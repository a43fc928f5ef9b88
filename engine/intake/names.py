"""Names: what the picture calls outcomes, in words and in signs that read without colour."""

from __future__ import annotations

from datetime import date

from ...grammar.interval import day_text
from .season import Submission, UnitState

OUTCOME_WORDS = {
    "pass": "đạt",
    "fail": "chưa đạt",
    "partial": "một phần",
    "unknown": "chưa rõ",
    "not_applicable": "không áp dụng",
    "missing": "chưa nộp",
}
OUTCOME_SIGNS = {
    "pass": "✓",
    "fail": "✗",
    "partial": "◐",
    "unknown": "?",
    "not_applicable": "·",
    "missing": "–",
}


def state_words(state: UnitState) -> str:
    """Whether a unit has sent its plan, and in time."""
    if state.missing:
        return "chưa nộp"
    return "ban hành muộn" if state.late else "đã nộp"


def day_of(plan: Submission) -> str:
    """The day of issue as people write it; one that is only implied says so."""
    if plan.earliest is not None and plan.earliest == plan.latest:
        return day_text(date.fromisoformat(plan.earliest))
    if plan.earliest is not None:
        return f"từ {day_text(date.fromisoformat(plan.earliest))}"
    if plan.latest is not None:
        return f"đến {day_text(date.fromisoformat(plan.latest))}"
    return "chưa rõ"
