"""Derive: the obligations that a plan's own text puts on others, and on whom.

The tree is read once as passages (passages.py), each with the unit whose block it stands in. Who is
bound is told from the words of that unit (bound.py); orders.py reads what has to be issued, sent
and reported, matters.py contents, forms, numbers, duties, money and responsibility.
"""

from __future__ import annotations

from ...grammar import Source, parse
from ...grammar.lexicon import lexicon
from ...grammar.nodes import DocNumber, DocTitle, Plan, first
from ..parents import Parent, unreviewed
from ..units import DISTRICT, district_of, unit_of_plan
from ..years import years_of
from .bound import Bounds
from .matters import matters
from .orders import orders
from .passages import Reading

__all__ = ["derive_parent"]


def derive_parent(source: Source) -> Parent:
    """A plan as a parent: its identity, and what it asks of the units below it and of its own.

    What it asks only of its own departments is marked `department`, what it asks of fronts, unions
    or business `other`. A plan without a number is known by its file's name.
    """
    plan = parse(source)
    number = next((n for n in plan.walk() if isinstance(n, DocNumber) and n.number), None)
    title = first(plan.walk(), DocTitle)
    name = number.number if number is not None and number.number else plan.source.path
    years = years_of(plan)
    district = district_of(plan) if unit_of_plan(plan).level == DISTRICT else None
    issuer = _issuer(plan, district[0] if district else None)
    parent = Parent(
        0, 0, text=f"{name} ({issuer or 'không rõ cơ quan'})", id=name, number=name,
        issued=plan.issued if plan.issued and plan.issued.is_day else None,
        issuer=issuer or "cơ quan ban hành", title=title.text if title else None,
        province=plan.place, district=district[0] if district else None,
        year=years.earliest.year if years and years.earliest else None,
        last_year=years.latest.year if years and years.latest else None,
        note=unreviewed(name), derived=True,
    )  # fmt: skip
    reading = Reading(plan, name, Bounds(plan))
    found = [*orders(reading), *matters(reading)]
    found.sort(key=lambda o: o.source.line or 0 if o.source else 0)
    for obligation in found:
        obligation.parent = parent
    parent.children = list(found)
    if not found:
        parent.note = f"Không thấy yêu cầu nào đối với đơn vị khác trong {name}. {parent.note}"
    return parent


def _issuer(plan: Plan, district: str | None) -> str | None:
    """The issuer, with the name of its district where the header leaves that out."""
    if plan.issuer is None or district is None or unit_of_plan(plan).name:
        return plan.issuer
    word = next((w for w in lexicon().value("units", "levels") if district.startswith(w)), "")
    name = district.removeprefix(word)
    return plan.issuer + (name.upper() if plan.issuer.isupper() else name)
