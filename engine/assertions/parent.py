"""Parent: what a plan owes to its parent: citing it, being bound by it, sending, reporting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import ClassVar, Literal

from ...grammar.interval import Interval
from ...grammar.nodes import Citation, Deadline, DocTitle, Plan, Recipient, first
from ..binding import binding, is_itself
from ..names import compact_number, is_same_document, names_body, same_body
from ..parents import Obligation, Parent
from ..report import Outcome
from ..selectors import Scope, reference
from ..wording import limit_text, shown
from ..years import years_of
from .base import Assertion, Finding, assertion_class, first_found


@assertion_class
class Cites(Assertion):
    """The plan must cite the parent: the same number, date and issuer, best among its grounds."""

    key: ClassVar[str] = "cites"
    cites: Literal["$parent"]
    """which document must be cited"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: where it is cited, or what other document bears its number."""
        parent, plan = scope.root("parent"), scope.root("plan")
        if not isinstance(parent, Parent) or not isinstance(plan, Plan):
            return
        expected = f"{parent.number} ngày {shown(parent.issued)} của {parent.issuer}"
        if is_itself(plan, parent):
            yield Finding("not_applicable", why="đây chính là văn bản cấp trên")
            return
        citations = [n for n in scope.plan.nodes("citation") if isinstance(n, Citation)]
        sure = [c for c in citations if is_same_document(c, parent) is True]
        sure.sort(key=lambda c: not c.ground)
        if sure:
            yield Finding("pass", sure[0], expected, sure[0].text)
            return
        maybe = [c for c in citations if is_same_document(c, parent) is None]
        if maybe:
            why = "chỗ dẫn không ghi ngày nên không rõ có đúng văn bản ấy không"
            yield Finding("unknown", maybe[0], expected, maybe[0].text, why=why)
            return
        number = compact_number(parent.number)
        other = [c for c in citations if compact_number(c.number) == number]
        if other:
            yield Finding("fail", other[0], expected, f"{other[0].text} (văn bản khác cùng số)")
            return
        grounds = scope.plan.nodes("ground")
        yield Finding("fail", grounds[0] if grounds else None, expected, "không dẫn")


@assertion_class
class BoundBy(Assertion):
    """The parent's issuer must stand above the plan's (rules of engine/binding.py)."""

    key: ClassVar[str] = "bound_by"
    bound_by: Literal["$parent"]
    """which parent"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding, at the place that names the plan's province."""
        parent, plan = scope.root("parent"), scope.root("plan")
        if not isinstance(parent, Parent) or not isinstance(plan, Plan):
            return
        verdict = binding(plan, parent)
        outcome: Outcome = (
            "not_applicable" if verdict.own
            else "unknown" if verdict.binds is None
            else "pass" if verdict.binds else "fail"
        )  # fmt: skip
        yield Finding(
            outcome, verdict.node, expected=f"trực thuộc {parent.issuer}",
            actual=verdict.why, why=verdict.why,
        )  # fmt: skip


@assertion_class
class OfYear(Assertion):
    """The plan must be for a year that the parent plans for, as their titles say."""

    key: ClassVar[str] = "of_year"
    of_year: Literal["$parent"]
    """which parent"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding, at the plan's title."""
        parent, plan = scope.root("parent"), scope.root("plan")
        if not isinstance(parent, Parent) or not isinstance(plan, Plan) or not parent.year:
            return
        years = Interval.years(parent.year, parent.last_year or parent.year)
        title = first(scope.plan.nodes("doc_title"), DocTitle)
        own = years_of(plan)
        if own is None or years is None:
            yield Finding("unknown", title, shown(years), why="trích yếu không nêu năm")
            return
        outcome: Outcome = "pass" if own.overlaps(years) else "fail"
        yield Finding(outcome, title, shown(years), shown(own))


@assertion_class
class SentTo(Assertion):
    """Nơi nhận must name the obligation's addressee, or the office that it goes through."""

    key: ClassVar[str] = "sent_to"
    sent_to: Literal["$it"]
    """the obligation that names the addressee"""

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the recipient, or what was looked for."""
        duty, plan = scope.it, scope.root("plan")
        if not isinstance(duty, Obligation) or not isinstance(plan, Plan) or not duty.addressee:
            return
        through = f" (qua {duty.through})" if duty.through else ""
        expected = f"{duty.addressee}{through}"
        if plan.issuer and same_body(plan.issuer, duty.addressee):
            yield Finding("not_applicable", why="cơ quan ban hành chính là nơi nhận")
            return
        recipients = [
            n for n in scope.plan.nodes("recipient") if isinstance(n, Recipient) and n.name
        ]
        for node in recipients:
            if names_body(node.name, duty.addressee) or (
                duty.through and names_body(node.name, duty.through)
            ):
                yield Finding("pass", node, expected, node.name)
                return
        if not recipients:
            yield Finding("unknown", why="bản văn bản này không còn phần Nơi nhận")
            return
        heads = scope.plan.nodes("recipients")
        place = heads[0] if heads else None
        yield Finding("fail", place, expected, "Nơi nhận không có", absent=True)


@assertion_class
class ReportsBy(Assertion):
    """The plan must set its report of the obligation's period no later than the obligation does."""

    key: ClassVar[str] = "reports_by"
    reports_by: Literal["$it"]
    """the obligation that sets the day"""
    grace: int | str = 0
    """how many days later is still in time: a number or a $reference"""
    at: str | None = None
    """selector of the place where it is missing"""

    def references(self) -> Iterator[tuple[str, str]]:
        """The days of grace, where they are a reference."""
        if isinstance(self.grace, str):
            yield "grace", self.grace

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in the selector and in the days of grace."""
        yield from Assertion.check(self)
        if isinstance(self.grace, str) and not self.grace.startswith("$"):
            yield "grace", "tùy chọn 'grace': cần một số nguyên", 0

    def _days(self, scope: Scope) -> int:
        days = self.grace
        return int(reference(days).value(scope)) if isinstance(days, str) else days

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding: the plan's own day for this period, or that it has none."""
        duty = scope.it
        if not isinstance(duty, Obligation) or not duty.month_day:
            return
        days = self._days(scope)
        more = f", muộn nhất thêm {days} ngày" if days else ""
        limit = limit_text(duty.month_day, duty.strict)
        what = f" (báo cáo {shown(duty.period)})" if duty.period else ""
        expected = f"{limit}{what}{more}"
        reports = [
            n for n in scope.plan.nodes("deadline")
            if isinstance(n, Deadline) and n.of == "report"
            and (duty.period is None or n.period in (duty.period, None))
        ]  # fmt: skip
        dated = [n for n in reports if n.month_day]
        own = [n for n in dated if duty.period in (n.period, None)]
        for node in own:
            if _in_time(node, duty, days):
                yield Finding("pass", node, expected, node.text)
                return
        if own:
            yield Finding("fail", own[0], expected, own[0].text)
        elif dated:
            yield Finding("unknown", dated[0], expected, dated[0].text,
                          why="có ngày báo cáo nhưng không rõ là của kỳ nào")  # fmt: skip
        else:
            place = reports[0] if reports else first_found(self.at, scope)
            yield Finding("fail", place, expected,
                          reports[0].text if reports else "không nêu ngày báo cáo",
                          absent=not reports)  # fmt: skip


def _in_time(report: Deadline, duty: Obligation, grace: int) -> bool:
    """Whether a report by its day keeps the obligation (strict: the day itself is too late)."""
    assert report.month_day is not None and duty.month_day is not None
    own, limit = f"2024-{report.month_day}", f"2024-{duty.month_day}"
    if grace:  # counted in a leap year, in which every day of any year is one
        with suppress(ValueError):
            limit = str(date.fromisoformat(limit) + timedelta(max(-366, min(grace, 366))))
    return (report.strict or not duty.strict) if own == limit else own < limit
