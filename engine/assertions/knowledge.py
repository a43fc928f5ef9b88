"""Knowledge: what is cited against what is known of documents, issuers, and the plan itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from ...grammar.flat import lowered
from ...grammar.interval import Interval, day_text
from ...grammar.nodes import Citation, Date, DocNumber, Ground, Plan, first
from ...grammar.patterns import compiled
from ..asof import is_from, issue_span
from ..documents import (
    Known,
    is_history,
    is_of_day,
    known_document,
    known_statutes,
    subject_fault,
)
from ..issuers import bodies_of_symbol, body_of_name, clearly_differ, surely_same
from ..names import compact_number, is_same_document, plain_name
from ..parents import Parent
from ..selectors import Scope, compile_selector
from .base import Assertion, Finding, assertion_class, judged

_SENTENCE_END = compiled(r"[;.](?= |$)")
_BEFORE, _AFTER, _QUOTE = 90, 200, 70
_LAW_TO_DATE = 9  # characters between a law's name and its day: `, ngày`


@assertion_class
class _OfCitations(Assertion):
    """An assertion about citations: its own key names the selector of them."""

    def selector(self) -> str:
        """Which citations it is about."""
        return str(getattr(self, self.key))

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Its selector."""
        yield self.key, self.selector()

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """What is wrong or cannot be told, else one pass with the first citation."""
        plan = scope.root("plan")
        found = compile_selector(self.selector()).find(scope)
        citations = [node for node in found if isinstance(node, Citation) and node.number]
        if isinstance(plan, Plan):
            yield from judged(self.findings(citations, plan), citations)

    @abstractmethod
    def findings(self, citations: list[Citation], plan: Plan) -> Iterator[Finding]:
        """What is wrong with the citations."""


@assertion_class
class IssuerFits(_OfCitations):
    """A document's symbol and its issuer must agree: QĐ-TTg is the Prime Minister's.

    Symbols and names: rules/lexicon/issuers.yaml. What is not in the table is passed over; where
    the symbol was not read in a source, the outcome is unknown.
    """

    key: ClassVar[str] = "issuer_fits"
    issuer_fits: str
    """selector of the citations"""

    def findings(self, citations: list[Citation], plan: Plan) -> Iterator[Finding]:
        """Citations whose issuer is another body than their symbol's."""
        for citation in citations:
            bodies = bodies_of_symbol(citation.symbol, citation.family)
            named = body_of_name(citation.issuer)
            if not bodies or named is None or named in bodies:
                continue
            sure = bodies[0].verified and named.verified
            yield Finding(
                "fail" if sure else "unknown", citation, bodies[0].title, citation.issuer,
                why=None if sure else f"ký hiệu này thường là của {bodies[0].title}",
            )  # fmt: skip


@assertion_class
class Consistent(_OfCitations):
    """A document must be cited with one date and one issuer wherever the plan cites it.

    Two citations of one number are of one document only where their issuers agree and their days
    are of one year (numbers restart each year) or their subjects are the same; where number and
    day agree, so must the issuers. A number with a year must have a day of that year.
    """

    key: ClassVar[str] = "consistent"
    consistent: str
    """selector of the citations"""

    def findings(self, citations: list[Citation], plan: Plan) -> Iterator[Finding]:
        """The later of two citations that contradict each other, each contradiction once."""
        groups: dict[str, list[Citation]] = {}
        for citation in citations:
            if citation.family != "short":
                groups.setdefault(compact_number(citation.number), []).append(citation)
        for group in groups.values():
            told: set[str] = set()
            for at, later in enumerate(group):
                for earlier in group[:at]:
                    values = _contradiction(earlier, later)
                    if values and values[1] not in told:
                        told.add(values[1])
                        where = f"{values[0]} ở dòng {plan.line_of(earlier)}"
                        yield Finding("fail", later, where, values[1])
            yield from _wrong_years(group)


def _contradiction(one: Citation, two: Citation) -> tuple[str, str] | None:
    """What two citations of one number say differently of one document."""
    if one.date is None or two.date is None or not (one.date.is_day and two.date.is_day):
        return None
    if one.date == two.date:
        if clearly_differ(one.issuer, two.issuer):
            return f"của {one.issuer}", f"của {two.issuer}"
        return None
    assert one.date.earliest is not None and two.date.earliest is not None
    same_year = one.year is not None or one.date.earliest.year == two.date.earliest.year
    if surely_same(one, two) and (same_year or _same_subject(one, two)):
        return f"ngày {one.date}", f"ngày {two.date}"
    return None


def _same_subject(one: Citation, two: Citation) -> bool:
    first_words, second_words = (
        plain_name(c.subject or "").removeprefix("về ").removeprefix("việc ").split()[:7]
        for c in (one, two)
    )
    return len(first_words) > 4 and first_words == second_words


def _wrong_years(group: list[Citation]) -> Iterator[Finding]:
    """Citations whose number has another year than their day; known documents have facts."""
    for citation in group:
        at = citation.date
        if citation.year is None or at is None or not at.is_day or at.earliest is None:
            continue
        if at.earliest.year != citation.year and known_document(citation) is None:
            yield Finding("fail", citation, f"năm {citation.year} trong số", f"ngày {at}")
            return


@assertion_class
class AsKnown(_OfCitations):
    """A known document must be cited with its real day, issuer and subject.

    Documents: rules/lexicon/documents.yaml. What was not read in a source gives no failing result.
    An issuer that the symbol belies is left to `issuer_fits`.
    """

    key: ClassVar[str] = "as_known"
    as_known: str
    """selector of the citations"""

    def findings(self, citations: list[Citation], plan: Plan) -> Iterator[Finding]:
        """What a citation says otherwise than the document itself, each thing once."""
        told: set[tuple[str, str]] = set()
        for citation in citations:
            known = known_document(citation)
            if known is None:
                continue
            for field, expected, actual in _otherwise(known, citation):
                if (known.number, actual) in told:
                    continue
                told.add((known.number, actual))
                sure = known.sure(field)
                why = None if sure else f"có nguồn ghi {expected}, chưa kiểm chứng"
                yield Finding("fail" if sure else "unknown", citation, expected, actual, why)


def _otherwise(known: Known, citation: Citation) -> Iterator[tuple[str, str, str]]:
    """The field, what the document has, what the citation says."""
    at = citation.date
    if known.day and at and at.is_day and at != Interval(known.day, known.day):
        yield "day", f"ban hành ngày {day_text(known.day)}", f"ngày {at}"
    symbol = bodies_of_symbol(citation.symbol, citation.family)
    named = body_of_name(citation.issuer)
    if clearly_differ(citation.issuer, known.issuer) and (not symbol or named in symbol):
        yield "issuer", f"của {known.issuer}", f"của {citation.issuer}"
    subject = citation.subject or ""
    behind = _is_behind(citation)
    lacks = subject_fault(known, subject, _up_to_next(citation), behind)
    if lacks:
        yield "subject", f"trích yếu có “{lacks}”", f"trích yếu “{_short(subject)}”"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTE else f"{text[:_QUOTE].rsplit(' ', 1)[0]} …"


def _is_behind(citation: Citation) -> bool:
    """Whether the subject stands right behind its citation: not before it, not shared."""
    subject, node = citation.subject or "", citation.parent
    if not subject or node is None:
        return False
    at = node.text.find(citation.text) + len(citation.text)
    return node.text[at : at + len(subject) + 12].lstrip(" ,(").startswith(subject[:20])


def _up_to_next(citation: Citation) -> str:
    """The subject of a citation without the document that its words go on to."""
    subject = citation.subject or ""
    for other in citation.parent.phrases if citation.parent else ():
        if isinstance(other, Citation) and other.start > citation.start and other.text in subject:
            subject = subject[: subject.find(other.text)]
    return subject


@assertion_class
class InForce(_OfCitations):
    """What a plan rests on must be in force on its day of issue (rules/lexicon/documents.yaml).

    A mention as history (what replaces or amends it) and the title of another document are passed
    over. Of the grounds, laws cited by name and day or year are looked at too. Unknown where the
    plan's day, or whether the document has ended, is not known.
    """

    key: ClassVar[str] = "in_force"
    in_force: str
    """selector of the citations"""

    def findings(self, citations: list[Citation], plan: Plan) -> Iterator[Finding]:
        """Citations of documents that had ended, each document once."""
        told: set[str] = set()
        cited = [(citation, known_document(citation)) for citation in citations]
        numbers = {known.number for _, known in cited if known}
        laws = [(node, known) for node, known in _laws(plan) if known.number not in numbers]
        for node, known in [*laws, *cited]:
            if known is None or known.until is None or known.number in told:
                continue
            ended = is_from(plan, known.until)
            if ended is False or is_history(*_around(node)):
                continue
            told.add(known.number)
            read = "until" in known.verified and (not node.ordinal or known.sure())
            sure = ended and read and not known.partly
            yield Finding(
                "fail" if sure else "unknown", node, f"còn hiệu lực ({known.ended})",
                f"kế hoạch ban hành {issue_span(plan)}",
                why=known.ended if sure else _doubt(known, ended),
            )  # fmt: skip


def _laws(plan: Plan) -> Iterator[tuple[Citation, Known]]:
    """Laws that the grounds cite by name and day or year, as citations without a number's parts."""
    for ground in plan.walk():
        if not isinstance(ground, Ground):
            continue
        low = lowered(ground.text)
        for known in known_statutes(low):
            at = low.find(lowered(known.subject))
            stop = at + len(known.subject)
            for written in ground.phrases:
                if not isinstance(written, Date) or written.interval is None:
                    continue
                behind = ground.text.find(written.text, stop)
                if 0 <= behind <= stop + _LAW_TO_DATE and is_of_day(known, written.interval):
                    text = ground.text[at : behind + len(written.text)]
                    yield (
                        Citation(ground.start, ground.end, text=text, number=text, parent=ground),
                        known,
                    )


def _doubt(known: Known, ended: bool | None) -> str:
    """Why it cannot be told whether a document was in force."""
    if ended is None:
        return f"{known.ended}; kế hoạch không ghi đủ ngày"
    if known.partly:
        return f"{known.ended}; phần khác có thể còn hiệu lực"
    return f"{known.ended}; chưa kiểm chứng"


def _around(citation: Citation) -> tuple[str, str]:
    """The words before and after a citation in its sentence, up to the documents beside it."""
    node = citation.parent
    if node is None:
        return "", ""
    at = node.text.find(citation.text)
    stop = at + len(citation.text)
    before = _SENTENCE_END.split(node.text[:at][-_BEFORE:])[-1]
    after = _SENTENCE_END.split(node.text[stop:][:_AFTER])[0]
    for other in node.phrases:
        if isinstance(other, Citation) and other is not citation:
            before = before.rpartition(other.text)[2]
            after = after.partition(other.text)[0]
    return before, after


@assertion_class
class NotItself(_OfCitations):
    """None of the citations may be the plan itself: its number, day and issuer.

    Unknown where the numbers agree and one of the two has no day.
    """

    key: ClassVar[str] = "not_itself"
    not_itself: str
    """selector of the citations"""

    def findings(self, citations: list[Citation], plan: Plan) -> Iterator[Finding]:
        """Citations of the plan itself."""
        number = first(plan.walk(), DocNumber)
        if number is None or not number.number or not plan.issuer:
            return
        day = plan.issued if plan.issued and plan.issued.is_day else None
        own = Parent(0, 0, number=number.number, issued=day, issuer=plan.issuer)
        for citation in citations:
            same = is_same_document(citation, own)
            if same is None:
                why = "cùng số, ký hiệu nhưng không ghi đủ ngày để so"
                yield Finding("unknown", citation, why=why)
            elif same:
                yield Finding("fail", citation, actual=citation.text)
