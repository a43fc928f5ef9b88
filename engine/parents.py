"""Parents: the plans that bind others, with their obligations; the registry of known ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from ..grammar.data import RULES, parse_yaml, read_yaml
from ..grammar.interval import Interval
from ..grammar.lexicon import lexicon
from ..grammar.nodes import Node
from .errors import InputError, model_fault, reason

FOLDER = RULES / "parents"


@dataclass(slots=True, eq=False)
class Place:
    """Where an obligation stands in its document: clause path, line, words."""

    document: str
    at: str | None = None
    line: int | None = None
    quote: str | None = None


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


@dataclass(slots=True, eq=False)
class Parent(Node):
    """A parent plan: its identity, where its issuer governs, its obligations as children.

    `province` and `district` are where its issuer sits; `year` is the year it plans for (the first
    of several up to `last_year`); `note` what is not known of it.
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


def load_parent(name: str | Path) -> Parent:
    """A parent by registered id (`448-KH`, `82/KH-UBND`), by YAML file, or by plan file.

    Raises InputError with one sentence where there is none, or where the name fits several.
    """
    text = str(name)
    known = registry()
    exact = known.get(text)
    if exact is not None:
        return exact
    wanted = _compact(text)
    fits = [p for p in known.values() if wanted in (_compact(p.id), _compact(p.number))]
    if len(fits) == 1:
        return fits[0]
    if len(fits) > 1:
        listed = "; ".join(f"{p.id} ({p.number}, {p.issued}, {p.issuer})" for p in fits)
        raise InputError(
            f"Có {len(fits)} kế hoạch cấp trên mang số “{text}”: {listed}. Hãy nêu rõ mã."
        )
    path = Path(text)
    if path.is_file():
        return _from_file(path)
    raise InputError(_unknown(text, known))


def _unknown(text: str, known: dict[str, Parent]) -> str:
    import difflib

    names = [n for p in known.values() for n in (p.id, p.number)]
    near = difflib.get_close_matches(text, names, n=3, cutoff=0.4)
    hint = f" Có phải là: {', '.join(near)}?" if near else ""
    return (
        f"Không có kế hoạch cấp trên “{text}” trong danh mục và cũng không có tệp nào tên như vậy."
        f"{hint} Xem danh mục bằng lệnh: cchc-check parents list"
    )


def _from_file(path: Path) -> Parent:
    if path.suffix.lower() in (".yaml", ".yml"):
        return _parent_from_yaml(path)
    from .derive import derive_parent
    from .reading import read_source

    return derive_parent(read_source(path))


def _parent_from_yaml(path: Path) -> Parent:
    import yaml

    try:
        data = parse_yaml(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Không đọc được tệp kế hoạch cấp trên {path}: {reason(error)}."
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", sai ở dòng {mark.line + 1}, cột {mark.column + 1}" if mark else ""
        raise InputError(f"Tệp {path} không phải YAML hợp lệ{where}.") from error
    return parent_from_data(data, str(path))


@lru_cache(maxsize=1)
def registry() -> dict[str, Parent]:
    """The parents that come with the program, by id."""
    paths = sorted(FOLDER.glob("*.yaml"))
    # Validated in the test suite, so a run need not pay for it.
    parents = (parent_of(data) for data in read_yaml("parents", paths))
    return {parent.id: parent for parent in parents}


def parent_from_data(data: Any, path: str) -> Parent:
    """A parent from the plain data of its YAML; InputError says what is wrong with it."""
    from pydantic import ValidationError

    from .parent_model import ParentModel

    try:
        unnamed = ParentModel.model_validate(data).unnamed_kind()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "tệp"
        raise InputError(
            f"Tệp kế hoạch cấp trên {path} sai ở mục “{where}”: {model_fault(first)}."
        ) from error
    if unnamed is not None:
        raise InputError(f"Tệp kế hoạch cấp trên {path} sai ở mục “{unnamed[0]}”: {unnamed[1]}.")
    return parent_of(data)


def parent_of(data: dict[str, Any]) -> Parent:
    """A parent from validated data."""
    values = dict(data)
    own_kinds = values.pop("kinds", None) or {}
    children = [_obligation_of(item, own_kinds) for item in values.pop("obligations")]
    values["issued"] = day(_date(values.pop("date")))
    parent = Parent(0, 0, text=f"{data['number']} ({data['issuer']})", **values)
    parent.children = list(children)
    for child in children:
        child.parent = parent
    return parent


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


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def day(value: date | None) -> Interval | None:
    """One day as an interval."""
    return Interval(value, value) if value else None
