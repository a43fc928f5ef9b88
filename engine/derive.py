"""Derive: the obligations that a plan's own text puts on the units below its issuer."""

from __future__ import annotations

import re

from ..grammar import Source, parse
from ..grammar.flat import Flat
from ..grammar.nodes import Assignment, Block, Deadline, DocNumber, DocTitle, Node, Plan, first
from .parents import Obligation, Parent, Place

# Who stands below an issuer: units that its own departments are not.
_BELOW = re.compile(
    r"(?:ủy ban nhân dân|ubnd) (?:các )?(?:phường|xã|thị trấn|huyện|quận|thành phố|đặc khu|cấp xã)|"
    r"các (?:phường|xã|địa phương|cơ quan, đơn vị|đơn vị, địa phương)|địa phương"
)
_SEND = re.compile(
    r"(?:gửi(?: kế hoạch| báo cáo)?(?: về| cho)?|báo cáo(?: kết quả)?(?: gửi)?(?: về| cho)?|về) "
    r"(?P<to>(?:ủy ban nhân dân|ubnd|sở|phòng|văn phòng)(?: [^\s(),.;]+){0,12}?)"
    r"(?: \((?:thông )?qua (?P<through>[^)]{3,80})\)| (?:trước|để|theo|và)|[,.;]|$)"
)


def derive_parent(source: Source) -> Parent:
    """A plan as a parent: its identity, and what it asks of the units below it.

    What it asks only of its own departments is marked `department`. A plan without a number is
    known by its file's name.
    """
    plan = parse(source)
    number = next((n for n in plan.walk() if isinstance(n, DocNumber) and n.number), None)
    title = first(plan.walk(), DocTitle)
    name = number.number if number is not None and number.number else plan.source.path
    parent = Parent(
        0, 0, text=f"{name} ({plan.issuer or 'không rõ cơ quan'})", id=name, number=name,
        issued=plan.issued if plan.issued and plan.issued.is_day else None,
        issuer=plan.issuer or "cơ quan ban hành", title=title.text if title else None,
        province=plan.place, year=plan.period.earliest.year
        if plan.period and plan.period.earliest else None,
        note=f"Các yêu cầu của {name} do chương trình rút ra từ văn bản, chưa có người soát.",
    )  # fmt: skip
    obligations = [*_from_deadlines(plan, name), *_from_budget(plan, name)]
    obligations.sort(key=lambda o: o.source.line or 0 if o.source else 0)
    for obligation in obligations:
        obligation.parent = parent
    parent.children = list(obligations)
    return parent


def _from_deadlines(plan: Plan, name: str) -> list[Obligation]:
    found: list[Obligation] = []
    sent: set[int] = set()
    for deadline in plan.walk():
        if not isinstance(deadline, Deadline) or deadline.of not in ("issue", "report"):
            continue
        if not deadline.dated and deadline.period is None:
            continue
        holder = deadline.parent
        bound, unit = _bound(deadline)
        to, through = _addressee(holder)
        source = Place(name, _clause(deadline), plan.line_of(deadline), deadline.text)
        what = "Ban hành kế hoạch" if deadline.of == "issue" else "Báo cáo"
        found.append(
            Obligation(
                0, 0, text=f"{what} {deadline.text}", of=deadline.of, bound=bound, unit=unit,
                window=deadline.interval if deadline.of == "issue" else None,
                period=deadline.period, month_day=deadline.month_day, strict=deadline.strict,
                addressee=to, through=through, source=source,
            )
        )  # fmt: skip
        if deadline.of == "issue" and to and id(holder) not in sent:
            sent.add(id(holder))
            found.append(
                Obligation(
                    0, 0, text=f"Gửi kế hoạch về {to}", of="send", bound=bound, unit=unit,
                    addressee=to, through=through, source=source,
                )
            )  # fmt: skip
    return found


def _from_budget(plan: Plan, name: str) -> list[Obligation]:
    return [
        Obligation(
            0, 0, text=f"{node.unit} tham mưu kinh phí", of="budget", bound="department",
            unit=node.unit, source=Place(name, _clause(node), plan.line_of(node), node.unit),
        )
        for node in plan.walk()
        if isinstance(node, Assignment) and "advise_budget" in node.duties
    ]  # fmt: skip


def _assignment_above(node: Node) -> Assignment | None:
    for above in node.ancestors():
        for phrase in above.phrases:
            if isinstance(phrase, Assignment):
                return phrase
    return None


def _bound(node: Node) -> tuple[str, str | None]:
    """Who is bound: the units below, or the department that the block is addressed to."""
    assignment = _assignment_above(node)
    if assignment is None:
        return "both", None
    unit = assignment.unit
    low = Flat.of(unit, 0, len(unit)).low
    return ("both" if _BELOW.search(low) else "department"), unit


def _addressee(holder: Node | None) -> tuple[str | None, str | None]:
    if holder is None:
        return None, None
    flat = Flat.of(holder.text, 0, len(holder.text))
    match = _SEND.search(flat.low)
    if match is None:
        return None, None
    through = match["through"]
    return (
        flat.text[match.start("to") : match.end("to")],
        flat.text[match.start("through") : match.end("through")] if through else None,
    )


def _clause(node: Node) -> str:
    """The clause path of a node: `IV.1`."""
    markers = [
        above.marker.strip(".()")
        for above in node.ancestors()
        if isinstance(above, Block) and above.marker and above.kind != "bullet"
    ]
    return ".".join(reversed(markers))
