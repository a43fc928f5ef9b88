"""Parents: the plans that bind others, with their obligations; the registry of known ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from ..grammar.data import RULES, read_yaml
from ..grammar.interval import Interval
from ..grammar.lexicon import lexicon
from ..grammar.nodes import Node

FOLDER = RULES / "parents"


@dataclass(slots=True, eq=False)
class Place:
    """Where an obligation stands in its document: clause path, line, words.

    In a file that is more than text the page (a .pdf) or the paragraph (a .docx) too.
    """

    document: str
    at: str | None = None
    line: int | None = None
    quote: str | None = None
    page: int | None = None
    paragraph: int | None = None


@dataclass(slots=True, eq=False)
class Aim:
    """A number that a parent demands: comparator (>=, >, =, <=, <), value, unit, per."""

    comparator: str
    value: float
    unit: str | None = None
    per: str | None = None


@dataclass(slots=True, eq=False)
class Obligation(Node):
    """One thing that a parent demands.

    `of` is its kind: one of rules/lexicon/obligations.yaml, or one that its parent's own `kinds`
    name, which `kind_name` then has in Vietnamese. `source` says where it stands; `covers` what has
    to be taken up: names of topics, channels and notions, or phrases (of a target: what it is
    about); `target` the number to be reached; `folded` the report that may carry this one; `sends`
    what is to be sent (plan, report); `sure` how sure a derived one is (sure, likely).
    """

    kind: ClassVar[str] = "obligation"
    of: str = ""
    kind_name: str | None = None
    bound: str = "commune"
    window: Interval | None = None
    period: str | None = None
    month_day: str | None = None
    strict: bool = False
    addressee: str | None = None
    through: str | None = None
    unit: str | None = None
    covers: tuple[str, ...] = ()
    target: Aim | None = None
    folded: str | None = None
    sends: str = "plan"
    sure: str = "sure"
    weight: float = 1
    source: Place | None = None

    @property
    def draft(self) -> str | None:
        """The words that a plan may write to take it up; None where a person must find them."""
        from .drafts import draft_of

        return draft_of(self)


@dataclass(slots=True, eq=False)
class Parent(Node):
    """A parent plan: its identity, where its issuer governs, its obligations as children.

    `province` and `district` are where its issuer sits; `year` is the year it plans for (the first
    of several up to `last_year`); `note` what is not known of it. `derived` says that its
    obligations were found by the program, `reviewed` that somebody compared them with the text.
    `rests_on` names its own parent, which is `above` it once that is found; `path`
    is its file.
    """

    kind: ClassVar[str] = "parent"
    id: str = ""
    number: str = ""
    issued: Interval | None = None
    issuer: str = ""
    title: str | None = None
    province: str | None = None
    district: str | None = None
    year: int | None = None
    last_year: int | None = None
    binds: str | None = None
    note: str | None = None
    derived: bool = False
    reviewed: bool = False
    reviewed_by: str | None = None
    reviewed_on: Interval | None = None
    rests_on: str | None = None
    above: Parent | None = None
    path: Path | None = None

    @property
    def obligations(self) -> list[Obligation]:
        """What it demands, in order."""
        return [child for child in self.children if isinstance(child, Obligation)]


def known_kinds() -> dict[str, str]:
    """The kinds of obligations that all parents may have, with their names in Vietnamese."""
    return lexicon().table("obligations", "kinds")


def usual_weight(kind: str) -> float:
    """What an obligation of a kind weighs where nobody has said otherwise."""
    return float(lexicon().value("obligations", "weights").get(kind, 1))


def kind_name(one: Obligation) -> str:
    """What an obligation's kind is called in reports."""
    return one.kind_name or known_kinds().get(one.of, one.of)


def obligation_id(one: Obligation) -> str:
    """What an obligation is called in reports: its parent's id and its number, `82-KH.18`."""
    parent = one.parent
    if not isinstance(parent, Parent):
        return "?"
    return f"{parent.id}.{parent.obligations.index(one) + 1}"


def load_parent(name: str | Path, folder: Path | None = None) -> Parent:
    """A parent by registered id (`448-KH`, `82/KH-UBND`), by YAML file, or by plan file.

    `folder` is a registry that goes before the user's own and the built-in one. What the parent
    itself names as its parent is found too (`above`). Raises InputError with one sentence where
    there is none, or where the name fits several.
    """
    from .registry import Registry

    return Registry(folder).load(name)


@lru_cache(maxsize=1)
def registry() -> dict[str, Parent]:
    """The parents that come with the program, by id."""
    paths = sorted(FOLDER.glob("*.yaml"))
    # Validated in the test suite, so a run need not pay for it.
    parents = (parent_of(data) for data in read_yaml("parents", paths))
    return {parent.id: parent for parent in parents}


def parent_from_data(data: Any, path: str) -> Parent:
    """A parent from the plain data of its YAML; InputError says what is wrong with it."""
    from .parent_faults import refuse_faults

    refuse_faults(data, path)
    return parent_of(data)


def parent_of(data: dict[str, Any]) -> Parent:
    """A parent from validated data."""
    values = dict(data)
    own_kinds = values.pop("kinds", None) or {}
    children = [_obligation_of(item, own_kinds) for item in values.pop("obligations")]
    values["issued"] = day(_date(values.pop("date")))
    values["reviewed_on"] = day(_date(values.pop("reviewed_on", None)))
    values["rests_on"] = values.pop("parent", None)
    if values.get("derived") and not values.get("reviewed"):
        values["note"] = " ".join(filter(None, [values.get("note"), unreviewed(data["number"])]))
    parent = Parent(0, 0, text=f"{data['number']} ({data['issuer']})", **values)
    parent.children = list(children)
    for child in children:
        child.parent = parent
    return parent


def unreviewed(number: str) -> str:
    """What a reader should know of a parent whose obligations nobody has compared with its text."""
    return f"Các yêu cầu của {number} do chương trình rút ra từ văn bản, chưa có người soát."


def _obligation_of(data: dict[str, Any], own_kinds: dict[str, str]) -> Obligation:
    values = dict(data)
    window = values.pop("window", None)
    if window:
        values["window"] = Interval(_date(window.get("earliest")), _date(window.get("latest")))
    values["of"] = values.pop("kind")
    values["kind_name"] = own_kinds.get(values["of"])
    values["source"] = Place(**values["source"])
    values["covers"] = tuple(values.get("covers") or ())
    target = values.pop("target", None)
    if target:
        values["target"] = Aim(**target)
    values.setdefault("bound", "both")
    return Obligation(0, 0, **values)


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def day(value: date | None) -> Interval | None:
    """One day as an interval."""
    return Interval(value, value) if value else None
