"""Alignment: whether a plan takes up what its parent demands: contents, numbers, an adviser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from ...grammar.lexicon import lexicon
from ...grammar.nodes import Duty, Node, Plan, Target
from ..aims import aim_text, compare
from ..coverage import Part, coverage, passages_about, refers_to
from ..parents import Obligation, Parent
from ..report import Outcome
from ..selectors import Scope
from .base import Assertion, Finding, assertion_class, first_found

_WORDLESS = "yêu cầu này không có từ khóa để đối chiếu, cần người đọc"


@assertion_class
class Covers(Assertion):
    """The plan must take up all that the obligation's `covers` names, in words of its own.

    All of it is a pass with the evidence; a part of it, or words in a chapter where they do not
    count, is unknown and says what is missing. Nothing at all fails where it is a topic or a
    channel, whose names are known; a notion or phrase may be put otherwise, and is unknown.
    """

    key: ClassVar[str] = "covers"
    covers: Literal["$it"]
    """the obligation that names them"""
    partial: str | None = None
    """what is said where only a part is found"""
    at: str | None = None
    """selector of the place where it is missing"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the first evidence, and in words what was found and what was not."""
        duty, plan = scope.it, scope.root("plan")
        if not isinstance(duty, Obligation) or not isinstance(plan, Plan):
            return
        parts = coverage(plan, duty)
        expected = "; ".join(part.title for part in parts) or duty.text
        node = next((p.covered or p.mentioned for p in parts if p.covered or p.mentioned), None)
        if not parts:
            yield Finding("unknown", None, expected, why=_WORDLESS)
        elif all(part.covered for part in parts):
            yield Finding("pass", node, expected, _listed(plan, parts), parts=parts)
        elif node is not None:
            some = any(p.covered for p in parts)
            yield Finding(
                "unknown", node, expected, _listed(plan, parts), why=_lacks(plan, parts),
                message=self.partial if some else None, partial=some, advise=True, parts=parts,
            )  # fmt: skip
        else:
            yield replace(self._missing(duty, plan, scope, expected), parts=parts)

    def _missing(self, duty: Obligation, plan: Plan, scope: Scope, expected: str) -> Finding:
        """Nothing of it is there: left to the parent's own words, put otherwise, or left out."""
        parent = scope.root("parent")
        pointer = refers_to(plan, parent) if isinstance(parent, Parent) else None
        if pointer is not None:
            why = "phần nội dung dẫn sang kế hoạch cấp trên, không ghi lại"
            return Finding("unknown", pointer, expected, pointer.text, why=why)
        place = first_found(self.at, scope)
        if all(_is_named(name) for name in duty.covers):
            return Finding("fail", place, expected, "không thấy nêu", absent=True)
        why = "không thấy nêu, có thể ghi bằng lời khác"
        return Finding("unknown", place, expected, why=why, absent=True)


def _is_named(name: str) -> bool:
    """Whether a lexicon has all usual names of it: a topic or a channel, not a notion."""
    words = lexicon()
    return any(theme.name == name for theme in (*words.topics, *words.channels))


def _listed(plan: Plan, parts: Sequence[Part]) -> str:
    """What was found, with lines."""
    found = [
        f"{part.title} (dòng {plan.line_of(node)})"
        for part in parts
        if (node := part.covered or part.mentioned) is not None
    ]
    return "; ".join(found)


def _lacks(plan: Plan, parts: Sequence[Part]) -> str:
    """What is missing, and what stands only where it does not count."""
    missing = [p.title for p in parts if not p.covered and not p.mentioned]
    elsewhere = [
        f"{p.title} chỉ được nhắc ở dòng {plan.line_of(p.mentioned)}"
        for p in parts
        if not p.covered and p.mentioned
    ]
    return "; ".join([*elsewhere, *([f"chưa thấy: {', '.join(missing)}"] if missing else [])])


# Of several numbers about one subject, the one that meets the demand counts.
_OUTCOMES: tuple[tuple[bool | None, Outcome], ...] = (
    (True, "pass"), (None, "unknown"), (False, "fail"),
)  # fmt: skip


@assertion_class
class MeetsTarget(Assertion):
    """The plan must state a number about the same subject, at least as demanding as the parent's.

    A lower number fails. No number at all fails where the parent sets it for the units below
    alone (`bound: commune`); a target for the whole area need not be repeated, and is unknown.
    """

    key: ClassVar[str] = "meets_target"
    meets_target: Literal["$it"]
    """the obligation that sets the number"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the plan's own number, or what speaks of the subject without one."""
        duty, plan = scope.it, scope.root("plan")
        if not isinstance(duty, Obligation) or not isinstance(plan, Plan) or not duty.target:
            return
        aim = duty.target
        expected = aim_text(aim)
        if not duty.covers:
            yield Finding("unknown", None, expected, why=_WORDLESS)
            return
        about = passages_about(plan, duty.covers)
        stated: list[tuple[bool | None, Node]] = [
            (compare(target, aim), target)
            for passage in about
            for target in passage.phrases
            if isinstance(target, Target) and target.unit == aim.unit
        ]
        for verdict, outcome in _OUTCOMES:
            for found, node in stated:
                if found is verdict:
                    why = "không cùng cách tính" if verdict is None else None
                    yield Finding(outcome, node, expected, node.text, why=why)
                    return
        if about:
            why = "có nhắc tới mà không nêu con số"
            yield Finding("unknown", about[0], expected, about[0].text, why=why, advise=True)
        elif duty.bound == "commune":
            yield Finding("fail", None, expected, "không nêu chỉ tiêu này")
        else:
            why = "không nêu chỉ tiêu này; đây là chỉ tiêu chung của địa bàn"
            yield Finding("unknown", None, expected, why=why, advise=True)


@assertion_class
class HasAdviser(Assertion):
    """A unit of the plan must advise on the money, as the obligation demands.

    What the parent asks of a department of its own is information for a ward: it passes where the
    plan names an adviser, and does not apply where it names none.
    """

    key: ClassVar[str] = "has_adviser"
    has_adviser: Literal["$it"]
    """the obligation that speaks of the money"""
    at: str | None = None
    """selector of the place where it is missing"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the words that name the adviser, or that there are none."""
        duty = scope.it
        if not isinstance(duty, Obligation):
            return
        advisers = [
            n for n in scope.plan.nodes("duty") if isinstance(n, Duty) and n.name == "advise_budget"
        ]
        if advisers:
            yield Finding("pass", advisers[0], duty.text, advisers[0].text)
        elif duty.bound in ("department", "other"):
            whom = duty.unit or "đơn vị của cấp trên"
            yield Finding("not_applicable", why=f"kế hoạch cấp trên giao việc này cho {whom}")
        else:
            place = first_found(self.at, scope)
            yield Finding("fail", place, duty.text, "không đơn vị nào", absent=True)
