"""Checking: all rules over one plan, one index, one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ..grammar.flat import lowered
from ..grammar.interval import day_text
from ..grammar.lexicon import lexicon
from ..grammar.nodes import (
    Attachment,
    Body,
    Conclusions,
    DocNumber,
    DocTitle,
    Node,
    Plan,
    Preamble,
    Preface,
    first,
)
from ..grammar.whole import last_words
from .assertions import Assertion, Finding
from .binding import after_districts, binding, districts_end, is_itself
from .chain import chain_of, contradictions, index_of
from .fixes import fix_of
from .packs import built_in_packs
from .parents import Obligation, Parent, Place, obligation_id
from .places import locate, own_span
from .report import (
    Basis,
    DateSpan,
    Evidence,
    EvidenceStatus,
    Location,
    Outcome,
    ParentInfo,
    PlanInfo,
    Report,
    Result,
    summarise,
)
from .rules import Pack, Rule, RuleBasis
from .selectors import Index, Scope, compile_selector
from .wording import fill

if TYPE_CHECKING:
    from ..grammar.origin import Origin

_BEHIND = 50
_CUT = "văn bản dừng ở đây khi chưa hết câu"
_LOOK = "Xem bản gốc của văn bản để kết luận."
_REQUIRED = {
    "parent": "không nêu kế hoạch cấp trên để đối chiếu",
    "layout": "tệp này không cho biết cách trình bày",
}
# Of recognised words less sure than this a third are misread, of the others one in two hundred.
_SURE = 0.8
_FEW = 6
_UNSURE = "chữ nhận dạng chưa chắc"
_LOOK_AT_PAGE = "Xem ảnh trang {page} của bản gốc để kết luận."
_LONGEST_QUOTE = 300  # characters of a text that a message quotes; more is no headline
# Parts that are no place: a finding about one of them as a whole is about something missing.
_WHOLES = (Plan, Preface, Preamble, Body, Conclusions, Obligation, Parent)


def check(
    plan: Plan,
    parent: Parent | Sequence[Parent] | None = None,
    packs: Sequence[Pack] | None = None,
) -> Report:
    """All rules of `packs` (the built-in ones) over a plan, against a parent if there is one.

    Of a chain of parents the demands of all hold; what concerns the parent as a document (that it
    is cited, its year) is asked of the nearest.
    """
    chosen = built_in_packs() if packs is None else tuple(packs)
    chain = chain_of(parent)
    scope = Scope(Index.of(plan), index_of(chain))
    results: list[Result] = []
    for pack in chosen:
        for rule in pack.rules:
            results.extend(_apply(rule, pack, plan, scope))
    if plan.damaged or plan.run_together:
        lost = "mất chữ" if plan.damaged else "mất chỗ xuống dòng"
        results = [_doubted(result, lost) for result in results]
    if plan.source.origin is not None:
        results = [_unsure(result, plan.source.origin) for result in results]
    _lower(results, {rule.id: rule.yields_to for pack in chosen for rule in pack.rules})
    return Report(
        plan=_plan_info(plan, scope),
        parent=_parent_info(chain[0]) if chain else None,
        summary=summarise(results),
        results=results,
        notes=list(_notes(plan, chain, scope)),
        parents=[_parent_info(one) for one in chain] if len(chain) > 1 else [],
    )


def _lower(results: list[Result], graver: dict[str, list[str]]) -> None:
    """Makes a note of what another failing rule says more gravely: one gap, one error."""
    failing = {result.rule for result in results if result.outcome == "fail"}
    for result in results:
        if result.outcome == "fail" and not failing.isdisjoint(graver[result.rule]):
            result.severity = "info"


def _doubted(result: Result, lost: str) -> Result:
    """A failing result of a text that has `lost` something: it may be the extraction's fault."""
    if result.outcome != "fail":
        return result
    return replace(
        result,
        outcome="unknown",
        message=f"{result.message} (bản trích {lost} nên chưa kết luận được)",
        advice=_LOOK,
        why=f"bản trích {lost}",
    )


def _unsure(result: Result, origin: Origin) -> Result:
    """A failing result of words that may be misread; all else of recognised text stands."""
    place = result.location
    if result.outcome != "fail" or place is None or not _may_be_misread(place, origin):
        return result
    return replace(
        result,
        outcome="unknown",
        message=f"{result.message} ({_UNSURE})",
        advice=_LOOK_AT_PAGE.format(page=place.page) if place.page else _LOOK,
        why=_UNSURE,
        fix=None,
    )


def _may_be_misread(place: Location, origin: Origin) -> bool:
    """Whether a place rests on words that may be misread.

    Of a few words each counts; of many, where one in ten is unsure.
    """
    if place.confidence is None or place.confidence >= _SURE:
        return False
    pieces = [piece for piece, _, _ in origin.between(place.start, place.end)]
    unsure = [p for p in pieces if p.confidence is not None and p.confidence < _SURE]
    return len(pieces) <= _FEW or len(unsure) * 10 >= len(pieces)


def _apply(rule: Rule, pack: Pack, plan: Plan, scope: Scope) -> Iterator[Result]:
    """The results of one rule."""
    scope = replace(scope, parameters=rule.parameters)
    maker = _Maker(rule, pack, plan, scope)
    if is_missing(rule, scope):
        yield maker.rests(_REQUIRED[rule.requires or "parent"])
        return
    if rule.since is not None and _is_older(plan, rule.since):
        day = day_text(date.fromisoformat(rule.since))
        yield maker.rests(f"văn bản ban hành trước ngày {day}, khi quy định này chưa có")
        return
    if rule.unless and compile_selector(rule.unless).find(scope):
        yield maker.rests("quy tắc không áp dụng cho văn bản này")
        return
    contexts = compile_selector(rule.context).find(scope)
    if not contexts:
        yield maker.without_context()
        return
    for node in contexts:
        yield from maker.results(_scope_at(node, scope))


def is_missing(rule: Rule, scope: Scope) -> bool:
    """Whether what a rule requires is not there: a parent, a file that tells its layout."""
    if rule.requires == "layout":
        return not scope.plan.nodes("look") and not scope.plan.nodes("sheet")
    return rule.requires == "parent" and scope.parent is None


def _is_older(plan: Plan, since: str) -> bool:
    """Whether a document was surely issued before a day."""
    latest = plan.issued.latest if plan.issued else None
    return latest is not None and latest < date.fromisoformat(since)


def _scope_at(node: Node, scope: Scope) -> Scope:
    """What a rule sees at one node: of a farther parent's demand, that parent."""
    own = node.parent if isinstance(node, Obligation) else None
    if own is None or own is scope.root("parent"):
        return scope.at(node)
    return replace(scope, parent=Index.of(own)).at(node)


@lru_cache(maxsize=1)
def _last_words(plan: Plan) -> tuple[int, int]:
    """Where the last words stand of a text that stops within a sentence."""
    start, end = last_words(list(plan.walk()))
    return start, start + len(plan.source.text[start:end].rstrip())


class _Maker:
    """Makes results of findings, in the words of one rule."""

    def __init__(self, rule: Rule, pack: Pack, plan: Plan, scope: Scope) -> None:
        self.rule, self.pack, self.plan, self.scope = rule, pack, plan, scope

    def rests(self, why: str) -> Result:
        """The rule does not apply."""
        return self._result(Finding("not_applicable", why=why), self.scope, None)

    def without_context(self) -> Result:
        """The document has nothing that the rule speaks of."""
        in_parent = compile_selector(self.rule.context).root == "parent"
        why = "kế hoạch cấp trên không nêu yêu cầu này" if in_parent else None
        return self._result(Finding(self.rule.otherwise, why=why), self.scope, None)

    def results(self, scope: Scope) -> Iterator[Result]:
        """The results for one selected node: what fails or cannot be told, else one pass."""
        found: list[tuple[Finding, Assertion]] = []
        for assertion in self.rule.asserts:
            found.extend((finding, assertion) for finding in assertion.evaluate(scope))
        bad = [pair for pair in found if pair[0].outcome in ("fail", "unknown")]
        good = [pair for pair in found if pair[0].outcome == "pass"]
        rest = [pair for pair in found if pair[0].outcome == "not_applicable"]
        good.sort(key=lambda pair: pair[0].node is None)  # a pass that has evidence goes first
        for finding, assertion in bad or good[:1] or rest[:1]:
            yield self._result(finding, scope, assertion)

    def _result(self, finding: Finding, scope: Scope, assertion: Assertion | None) -> Result:
        rule = self.rule
        node = finding.node
        if node is None and scope.it is not None and not isinstance(scope.it, _WHOLES):
            node = scope.it
        finding = self._doubted(self._cut_off(finding, node, assertion), scope)
        expected, actual = self._values(finding, scope, node)
        return Result(
            rule=rule.id, pack=self.pack.pack, title=rule.title, severity=rule.severity,
            outcome=finding.outcome, message=self._message(finding, scope, assertion, node),
            expected=expected, actual=actual, location=locate(self.plan, node),
            basis=_basis(rule, scope, finding.verified),
            advice=_advice(rule, finding, scope, node),
            fix=fix_of(self.plan, finding, assertion, scope), partial=finding.partial,
            why=finding.why, evidence=list(_evidence(self.plan, finding, scope)),
            obligation=obligation_id(scope.it) if isinstance(scope.it, Obligation) else None,
        )  # fmt: skip

    def _cut_off(self, finding: Finding, node: Node | None, assertion: Assertion | None) -> Finding:
        """A failing finding where the text breaks off: what it misses may have followed there."""
        plan, reach = self.plan, assertion.reach if assertion is not None else 0
        if not plan.cut or not reach or node is None or finding.outcome != "fail":
            return finding
        start, end = _last_words(plan)
        if own_span(plan.source.text, node)[1] <= max(start, end - reach):
            return finding
        own = assertion.message if assertion is not None else None
        said = self.rule.unknown or own or self.rule.message
        return replace(finding, outcome="unknown", message=said, why=_CUT, fix=None)

    def _doubted(self, finding: Finding, scope: Scope) -> Finding:
        """A failing finding as unknown, where the extraction may have caused it."""
        doubt = self.rule.doubt
        if doubt is None or finding.outcome != "fail":
            return finding
        if not compile_selector(doubt.when).find(scope):
            return finding
        return replace(finding, outcome="unknown", why=doubt.why, fix=None)

    def _values(
        self, finding: Finding, scope: Scope, node: Node | None
    ) -> tuple[str | None, str | None]:
        """What was expected and what was found, in the rule's words where it has some."""
        rule = self.rule
        if finding.outcome == "not_applicable":
            return None, None
        expected = rule.expected
        if expected is None or (finding.outcome == "pass" and "{node" in expected):
            wanted = finding.expected
        elif "{it" in expected and scope.it is None:
            wanted = None
        else:
            wanted = fill(expected, scope, node)
        if rule.actual and finding.node is not None and finding.outcome != "pass":
            return wanted, fill(rule.actual, scope, finding.node)
        return wanted, finding.actual

    def _message(
        self, finding: Finding, scope: Scope, assertion: Assertion | None, node: Node | None
    ) -> str:
        rule = self.rule
        scope = replace(scope, finding=finding)
        if finding.outcome == "fail":
            own = assertion.message if assertion is not None else None
            text = finding.message or own or rule.message
            return fill(text, scope, node, _LONGEST_QUOTE)
        if finding.outcome == "unknown":
            said = finding.message or rule.unknown
            text = fill(said, scope, node, _LONGEST_QUOTE) if said else f"Không rõ: {rule.title}"
            return f"{text} ({finding.why})" if finding.why else text
        if finding.outcome == "pass":
            return fill(rule.ok, scope, node, _LONGEST_QUOTE) if rule.ok else rule.title
        return f"Không áp dụng: {finding.why or 'văn bản không có phần mà quy tắc nói tới'}"


def _advice(rule: Rule, finding: Finding, scope: Scope, node: Node | None) -> str | None:
    if finding.outcome == "unknown":
        return fill(rule.advice, scope, node) if finding.advise else _LOOK
    return fill(rule.advice, scope, node) if finding.outcome == "fail" else None


_BEARING: dict[Outcome, EvidenceStatus] = {"pass": "covered", "fail": "contrary"}


def _evidence(plan: Plan, finding: Finding, scope: Scope) -> Iterator[Evidence]:
    """The words that bear on an obligation, for each of its parts where it has several."""
    if not isinstance(scope.it, Obligation):
        return
    for part in finding.parts:
        place = locate(plan, part.covered or part.mentioned)
        yield _words_at(place, part.status, part.title)
    if finding.absent or any(part.status != "missing" for part in finding.parts):
        return
    place = locate(plan, finding.node)
    if place is not None:
        yield _words_at(place, _BEARING.get(finding.outcome, "mentioned"), None)


def _words_at(place: Location | None, status: EvidenceStatus, part: str | None) -> Evidence:
    if place is None:
        return Evidence(status, part)
    after = place.after
    if len(after) > _BEHIND:
        after = after[:_BEHIND].rpartition(" ")[0] + " …"
    return Evidence(
        status, part, place.line, place.excerpt, after,
        page=place.page, page_line=place.page_line, paragraph=place.paragraph,
    )  # fmt: skip


def basis_of(basis: RuleBasis | Place) -> Basis:
    """A rule's basis, or an obligation's place in its document, as a report gives it."""
    if isinstance(basis, Place):
        return Basis(
            document=basis.document, at=basis.at, line=basis.line, quote=basis.quote,
            page=basis.page, paragraph=basis.paragraph,
        )  # fmt: skip
    return Basis(
        document=basis.document,
        at=basis.at,
        quote=basis.quote,
        verified=basis.verified,
        practice=basis.practice,
    )


def _basis(rule: Rule, scope: Scope, verified: bool = True) -> Basis | None:
    """The rule's basis; not verified where the fact behind the finding was not."""
    if isinstance(rule.basis, RuleBasis):
        found = basis_of(rule.basis)
        return found if verified else replace(found, verified=False)
    source = getattr(scope.it, "source", None)
    if isinstance(source, Place):
        return basis_of(source)
    parent = scope.root("parent")
    if rule.basis == "$it.source" and isinstance(parent, Parent):
        return Basis(document=parent.number)
    return None


def _plan_info(plan: Plan, scope: Scope) -> PlanInfo:
    number = first(scope.plan.nodes("doc_number"), DocNumber)
    title = first(scope.plan.nodes("doc_title"), DocTitle)
    issued = plan.issued
    return PlanInfo(
        path=plan.source.path,
        type=plan.type,
        number=number.number if number else None,
        date=DateSpan(
            earliest=issued.earliest.isoformat() if issued.earliest else None,
            latest=issued.latest.isoformat() if issued.latest else None,
        )
        if issued
        else None,
        issuer=plan.issuer,
        title=title.text if title else None,
        place=plan.place,
        damaged=plan.damaged,
    )


def _parent_info(parent: Parent) -> ParentInfo:
    day = parent.issued.earliest if parent.issued else None
    return ParentInfo(
        id=parent.id, number=parent.number, date=day.isoformat() if day else None,
        issuer=parent.issuer, title=parent.title, note=parent.note,
    )  # fmt: skip


def _notes(plan: Plan, chain: Sequence[Parent], scope: Scope) -> Iterator[str]:
    """What the reader should know before the results."""
    if plan.source.origin is not None:
        yield from plan.source.origin.notes
    if plan.damaged:
        yield "Bản văn bản này mất nhiều chữ khi trích nên không kết luận điểm nào là chưa đạt."
    elif plan.run_together:
        yield "Bản này mất chỗ xuống dòng khi trích nên không kết luận điểm nào là chưa đạt."
    if plan.source.legacy:
        yield f"Văn bản ở bảng mã {plan.source.legacy}, đã được chuyển sang Unicode để kiểm tra."
    yield from _of_another_type(plan, scope)
    for parent in chain:
        yield from _parent_notes(plan, parent)
    yield from contradictions(chain)


def _of_another_type(plan: Plan, scope: Scope) -> Iterator[str]:
    """What speaks against a text being a plan: its type line, or what it has in its stead."""
    number = first(scope.plan.nodes("doc_number"), DocNumber)
    preface = first(scope.plan.nodes("preface"), Preface)
    if plan.type is not None and plan.type != "kế hoạch":
        yield f"Văn bản này là {plan.type}, không phải kế hoạch."
    elif scope.plan.nodes("doc_type"):
        return
    elif plan.type is not None and number is not None:
        yield (
            f"Thiếu dòng tên loại “KẾ HOẠCH”; ký hiệu {number.symbol} cho thấy văn bản này là kế"
            " hoạch."
        )
    elif any(_opens_letter(node) for node in scope.plan.nodes("paragraph")):
        yield "Văn bản này có vẻ là công văn (có dòng “Kính gửi”), không phải kế hoạch."
    elif preface is not None and preface.lost:
        yield "Không thấy phần đầu văn bản nên không rõ văn bản này có phải kế hoạch hay không."
    else:
        yield "Không thấy dòng tên loại “KẾ HOẠCH”; có thể văn bản này không phải kế hoạch."


def _opens_letter(node: Node) -> bool:
    """Whether a paragraph names, as a letter does, to whom all is sent; not in what is attached."""
    openings = tuple(lexicon().words("writing", "letter_openings"))
    return lowered(node.text[:20]).startswith(openings) and not any(
        isinstance(above, Attachment) for above in node.ancestors()
    )


def _parent_notes(plan: Plan, parent: Parent) -> Iterator[str]:
    """What the reader should know of one parent."""
    if is_itself(plan, parent):
        yield f"Văn bản được kiểm tra chính là {parent.number}."
        return
    verdict = binding(plan, parent)
    if verdict.binds is False:
        yield f"{parent.number} không ràng buộc văn bản này: {verdict.why}."
    if parent.note:
        yield parent.note
    if parent.district and after_districts(plan):
        yield (
            f"Cấp huyện kết thúc hoạt động từ {day_text(districts_end())}; {parent.number} là của"
            f" {parent.issuer}, có trước ngày đó."
        )
