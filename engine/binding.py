"""Binding: whether a parent's issuer stands above the plan's, by their places and identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..grammar.lexicon import lexicon
from ..grammar.nodes import Citation, DocNumber, Ground, Node, Plan, first
from .names import compact_number, is_same_document, plain_name, same_body
from .parents import Parent
from .units import (
    COMMUNE,
    DISTRICT,
    PROVINCE,
    Unit,
    district_of,
    named_units,
    unit_of_body,
    unit_of_plan,
)


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

    A plan that rests on the parent is bound by it unless its own place says otherwise: another
    province or district, the same level or a higher one. A province binds all its communes and
    districts, a city or district those that name it as theirs.
    """
    if is_itself(plan, parent):
        return Verdict(None, f"đây chính là {parent.number}", own=True)
    below, above = unit_of_plan(plan), unit_of_body(parent.issuer, None, parent.province)
    apart = _apart(plan, parent)
    if apart is not None:
        return apart
    own = _is_issuer(plan, parent, below)
    otherwise = None if own else _other_branch(plan, parent, below, above)
    if otherwise is not None:
        return otherwise
    grounds = [c for c in _citations(plan) if is_same_document(c, parent)]
    if grounds:
        return Verdict(True, f"kế hoạch dẫn {parent.number} làm căn cứ", grounds[0])
    if own:
        why = f"cùng cơ quan ban hành nhưng kế hoạch không dẫn {parent.number} làm căn cứ"
        return Verdict(None, why, plan.place_from)
    row = _other_row(plan, parent, below, above)
    if row is not None:
        return row
    district = parent.district and _names_district(plan, parent.district)
    if district:
        return Verdict(True, f"kế hoạch ghi thuộc {parent.district}", district)
    return _by_province(plan, parent, below, above)


def _is_issuer(plan: Plan, parent: Parent, below: Unit) -> bool:
    """Whether the plan's issuer is the parent's.

    `UBND thành phố` without a name may be that of any city: it is the parent's only where the plan
    names the same province. `UBND phường` may be any of many even there.
    """
    if not plan.issuer:
        return False
    if plain_name(plan.issuer) == plain_name(parent.issuer):
        return below.level != COMMUNE or below.name is not None
    return (
        plan.place is not None
        and (below.level != COMMUNE or below.name is not None)
        and same_body(plan.issuer, parent.issuer)
    )


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


# --- what says otherwise -------------------------------------------------------------------------


def _apart(plan: Plan, parent: Parent) -> Verdict | None:
    """That the two are of different provinces; None where they are not, or it is not known."""
    if plan.place is None or parent.province is None or plan.place == parent.province:
        return None
    if _may_be_one(plan, parent):
        return None
    return Verdict(
        False,
        f"kế hoạch thuộc {_unit(plan.place)}, còn {parent.number} là của {parent.issuer}"
        f" ({_unit(parent.province)})",
        plan.place_from,
    )


def _may_be_one(plan: Plan, parent: Parent) -> bool:
    """Whether one province was merged into the other, and the plan is not from before that."""
    successors = lexicon().table("provinces", "successors")
    heir = successors.get(parent.province or "")
    if successors.get(plan.place or "") != heir or heir not in (plan.place, parent.province):
        return False
    return not _before_merger(plan)


def _before_merger(plan: Plan) -> bool:
    return plan.issued is not None and plan.issued.not_before(districts_end()) is False


def _other_branch(plan: Plan, parent: Parent, below: Unit, above: Unit) -> Verdict | None:
    """That the plan's unit stands beside or above the parent's, or in another district."""
    if below.level is None or above.level is None or above.office:
        return None
    if below.level < above.level:
        return Verdict(
            False,
            f"kế hoạch là của {plan.issuer} ({_level(below)}), không ở dưới {parent.issuer}"
            f" ({_level(above)})",
            plan.place_from,
        )
    if below.level == above.level and below.name and above.name and below.name != above.name:
        return Verdict(
            False,
            f"kế hoạch là của {plan.issuer}, cùng {_level(above)} với {parent.issuer}, không phải"
            " đơn vị cấp dưới",
            plan.place_from,
        )
    return _other_district(plan, parent) if above.level == DISTRICT else None


def _other_district(plan: Plan, parent: Parent) -> Verdict | None:
    """That the plan names another district as its own."""
    own = district_of(plan)
    theirs = next(named_units(parent.district or parent.issuer), None)
    if own is None or theirs is None or not theirs.name:
        return None
    mine = next(named_units(own[0]))
    if plain_name(mine.name) == plain_name(theirs.name):
        return None
    return Verdict(
        False,
        f"kế hoạch thuộc {own[0]}, còn {parent.number} là của {parent.issuer}",
        own[1],
    )


def _other_row(plan: Plan, parent: Parent, below: Unit, above: Unit) -> Verdict | None:
    """That one is of the Front, the Party or a union, and the other is not.

    The Party's documents are carried out by the State's bodies too, so that is for a reader to say.
    """
    if below.row is None or above.row is None or below.row == above.row:
        return None
    names = lexicon().value("units", "row_names")
    if above.row == "party":
        why = f"{parent.issuer} là {names['party']}; kế hoạch không dẫn {parent.number} làm căn cứ"
        return Verdict(None, why, plan.place_from)
    return Verdict(
        False,
        f"kế hoạch là của {plan.issuer} ({names[below.row]}), không trực thuộc {parent.issuer}"
        f" ({names[above.row]})",
        plan.place_from,
    )


def _level(unit: Unit) -> str:
    return lexicon().table("units", "level_names").get(str(unit.level), "không rõ cấp")


# --- what the province tells ---------------------------------------------------------------------


def _by_province(plan: Plan, parent: Parent, below: Unit, above: Unit) -> Verdict:
    """What is left where the plan neither cites the parent nor names its district."""
    if below.office and below.name and below.name == above.name and below.level == above.level:
        return Verdict(True, f"{plan.issuer} là đơn vị của {parent.issuer}", plan.place_from)
    if plan.place is None:
        return Verdict(None, "văn bản không cho biết thuộc tỉnh, thành phố nào")
    if parent.province is None:
        return Verdict(None, f"không rõ {parent.number} là của tỉnh, thành phố nào")
    mine = _unit(plan.place)
    if plan.place != parent.province:
        return _after_merger(plan, parent, below, above)
    if above.level == PROVINCE and below.level is not None and not above.office:
        if _may_have_joined(plan, parent):
            why = (
                f"{parent.number} có trước khi sáp nhập; không rõ trước"
                f" {_merged_on()} đơn vị này có thuộc {mine} hay không"
            )
            return Verdict(None, why, plan.place_from)
        return Verdict(True, f"{plan.issuer} thuộc {mine}, nơi ban hành {parent.number}",
                       plan.place_from)  # fmt: skip
    return Verdict(None, f"cùng thuộc {mine} nhưng không rõ có trực thuộc hay không",
                   plan.place_from)  # fmt: skip


def _after_merger(plan: Plan, parent: Parent, below: Unit, above: Unit) -> Verdict:
    """The verdict where one of the two provinces was merged into the other."""
    assert plan.place is not None and parent.province is not None
    successors = lexicon().table("provinces", "successors")
    old = plan.place if successors[plan.place] == parent.province else parent.province
    sure = old in lexicon().words("provinces", "verified")
    told = (
        f"{_unit(old)} nhập vào {_unit(successors[old])} từ {_merged_on()}"
        f"{'' if sure else ' (chưa kiểm chứng)'}"
    )
    later = parent.issued is not None and parent.issued.not_before(districts_end()) is True
    whole = above.level == PROVINCE and below.level is not None and not above.office
    if whole and old == plan.place and sure and later and after_districts(plan):
        return Verdict(True, f"{told}, nơi ban hành {parent.number}", plan.place_from)
    unit = "đơn vị này" if old == plan.place else f"đơn vị này trước đó có thuộc {_unit(old)}"
    rest = "có trực thuộc hay không" if old == plan.place else "hay không"
    return Verdict(None, f"{told}; không rõ {unit} {rest}", plan.place_from)


def after_districts(plan: Plan) -> bool:
    """Whether the plan was issued when there was no district level any more."""
    return plan.issued is not None and plan.issued.not_before(districts_end()) is True


def _may_have_joined(plan: Plan, parent: Parent) -> bool:
    """Whether the unit may have come to the province with another one, after the parent's day."""
    early = parent.issued is not None and parent.issued.not_before(districts_end()) is False
    if not early or _before_merger(plan):
        return False
    successors = lexicon().table("provinces", "successors")
    return any(new == plan.place != old for old, new in successors.items())


def _merged_on() -> str:
    day = districts_end()
    return f"{day.day:02}/{day.month}/{day.year}"


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
