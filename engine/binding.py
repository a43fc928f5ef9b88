"""Binding: whether a parent's issuer stands above the plan's, by their places and identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..grammar.lexicon import lexicon
from ..grammar.nodes import Citation, DocNumber, Ground, Node, Plan, first
from .names import compact_number, is_same_document, plain_name, same_body
from .parents import Parent


@dataclass(slots=True, eq=False)
class Verdict:
    """Whether the parent binds the plan: True, False or None (cannot be told), and why.

    `own` says that the plan is the parent itself.
    """

    binds: bool | None
    why: str
    node: Node | None = None
    own: bool = False


def binding(plan: Plan, parent: Parent) -> Verdict:
    """Whether `parent` binds `plan`.

    A plan that rests on the parent is bound by it unless its own place says otherwise; a plan of
    another province is not bound, whatever it cites.
    """
    if is_itself(plan, parent):
        return Verdict(None, f"đây chính là {parent.number}", own=True)
    apart = _apart(plan, parent)
    if apart is not None:
        return apart
    grounds = [c for c in _citations(plan) if is_same_document(c, parent)]
    if grounds:
        return Verdict(True, f"kế hoạch dẫn {parent.number} làm căn cứ", grounds[0])
    if plan.issuer and _is_issuer(plan, parent):
        return Verdict(True, f"cùng cơ quan ban hành với {parent.number}", plan.place_from)
    district = parent.district and _names_district(plan, parent.district)
    if district:
        return Verdict(True, f"kế hoạch ghi thuộc {parent.district}", district)
    if plan.place is None:
        return Verdict(None, "văn bản không cho biết thuộc tỉnh, thành phố nào")
    return Verdict(None, f"cùng thuộc {_unit(plan.place)} nhưng không rõ có trực thuộc hay không",
                   plan.place_from)  # fmt: skip


def _is_issuer(plan: Plan, parent: Parent) -> bool:
    """Whether the plan's issuer is the parent's.

    `UBND thành phố` without a name may be that of any city: it is the parent's only where the plan
    names the same province.
    """
    assert plan.issuer is not None
    if plain_name(plan.issuer) == plain_name(parent.issuer):
        return True
    return plan.place is not None and same_body(plan.issuer, parent.issuer)


def districts_end() -> date:
    """The day on which provinces merged and the district level ceased to exist."""
    return date.fromisoformat(lexicon().value("provinces", "merged_on"))


def is_itself(plan: Plan, parent: Parent) -> bool:
    """Whether the plan is the parent's own document."""
    number = first(plan.walk(), DocNumber)
    return bool(
        number is not None
        and number.number
        and compact_number(number.number) == compact_number(parent.number)
        and plan.issued == parent.issued
    )


def _citations(plan: Plan) -> list[Citation]:
    return [n for n in plan.walk() if isinstance(n, Citation) and isinstance(n.parent, Ground)]


def _apart(plan: Plan, parent: Parent) -> Verdict | None:
    """That the two are of different provinces; None where they are not, or it is not known."""
    if plan.place is None or parent.province is None or plan.place == parent.province:
        return None
    successors = lexicon().table("provinces", "successors")
    merged = districts_end()
    heir = successors.get(parent.province)
    if successors.get(plan.place) == heir:
        before = plan.issued is not None and plan.issued.not_before(merged) is False
        if plan.place == heir and not before:
            return None  # the province that the parent's was merged into
    return Verdict(
        False,
        f"kế hoạch thuộc {_unit(plan.place)}, còn {parent.number} là của {parent.issuer}"
        f" ({_unit(parent.province)})",
        plan.place_from,
    )


def _unit(province: str) -> str:
    cities = lexicon().words("provinces", "cities")
    if province.startswith("Thành phố"):
        return province
    return f"{'thành phố' if province in cities else 'tỉnh'} {province}"


def _names_district(plan: Plan, district: str) -> Node | None:
    wanted = plain_name(district)
    for node in plan.walk():
        telling = node.text and node.kind not in ("line", "noise", "citation")
        if telling and wanted in plain_name(node.text):
            return node
    return None
