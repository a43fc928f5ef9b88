"""Example layout: the text of an example as if it were read from a file that is set in some way.

Every part is set as Nghị định 30/2020/NĐ-CP, Phụ lục I wants it, but for what the example says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from ..grammar.looks import Stretch, stretches
from ..grammar.nodes import Plan
from ..grammar.origin import Look, Origin, Piece, Setting, Sheet
from ..grammar.source import Source
from .errors import InputError
from .measures import named, number
from .rules import Layout

_PAPER = [210.0, 297.0]
_MARGINS = {"top": 20.0, "bottom": 20.0, "left": 30.0, "right": 15.0}
_ANY: dict[str, Any] = {
    "font": "Times New Roman", "size": 14.0, "bold": False, "italic": False, "colour": "000000",
    "alignment": "left", "first_indent": 0.0, "left_indent": 0.0, "space_before": 0.0,
    "space_after": 0.0, "line_spacing": 1.0,
}  # fmt: skip
_RUNNING = {"alignment": "justify", "first_indent": 12.7, "space_after": 6.0}
_HEAD = {"bold": True, "alignment": "center"}
_PARTS: dict[str, dict[str, Any]] = {
    "national": {"size": 13.0, **_HEAD},
    "motto": _HEAD,
    "superior": {"size": 13.0, "alignment": "center"},
    "issuer": {"size": 13.0, **_HEAD},
    "doc_number": {"size": 13.0, "alignment": "center"},
    "doc_date": {"italic": True, "alignment": "center"},
    "doc_type": _HEAD,
    "doc_title": _HEAD,
    "ground": {**_RUNNING, "italic": True},
    "formula": _RUNNING,
    "heading": {**_RUNNING, "bold": True},
    "subheading": {**_RUNNING, "bold": True},
    "body": _RUNNING,
    "table": {"size": 12.0},
    "signature": _HEAD,
    "signer": _HEAD,
    "recipients_head": {"size": 12.0, "bold": True, "italic": True},
    "recipient": {"size": 11.0},
    "appendix": _HEAD,
    "page_number": {"size": 13.0},
}
_LOOK = {f.name for f in fields(Look)}


def laid_out(plan: Plan, layout: Layout) -> Source:
    """The source of a plan of plain text, with the origin of a file that is set as described.

    Raises InputError for a part or a property that there is none of.
    """
    found = list(stretches(plan))
    counts: Counter[str] = Counter()
    names: list[tuple[str, str]] = []
    for stretch in found:
        counts[stretch.part] += 1
        names.append((stretch.part, f"{stretch.part} {counts[stretch.part]}"))
    _check(layout, {"all", *_PARTS, *(numbered for _, numbered in names)})
    pieces = [
        _piece(stretch, _values(layout, *name), at, plan)
        for at, (stretch, name) in enumerate(zip(found, names, strict=True), 1)
    ]
    origin = Origin(layout.format, pieces=pieces, sheets=_sheets(layout))
    return Source(plan.source.text, plan.source.path, origin)


def _check(layout: Layout, known: set[str]) -> None:
    """InputError for a part or a property that there is none of."""
    for part, values in layout.parts.items():
        if part not in known:
            raise InputError(f"Ví dụ không có phần '{part}' để trình bày khác đi.")
        for name in values:
            if name not in _ANY and name != "line_points":
                raise InputError(f"Cách trình bày không có mục '{name}'.")


def described(layout: Layout) -> str:
    """A layout in words: `tệp .docx, lề trái 25 mm`; only what is otherwise than the decree's."""
    said = [f"tệp .{layout.format}"]
    if layout.paper is not None:
        said.append(
            " × ".join(map(number, layout.paper)) + " mm" if layout.paper else "không rõ giấy"
        )
    said += [_said(side, value) for side, value in layout.margins.items()]
    usual = Layout()
    for name in ("number", "first_number"):
        if getattr(layout, name) != getattr(usual, name):
            said.append(_said(name, getattr(layout, name)))
    for part, values in layout.parts.items():
        said += [f"{part} {_said(name, value)}" for name, value in values.items()]
    return ", ".join(said)


def _said(name: str, value: str | float | bool | None) -> str:
    if value is None:
        return f"không rõ {named(name)}"
    return named(name, ("yes" if value else "no") if isinstance(value, bool) else value)


def _values(layout: Layout, part: str, numbered: str = "") -> dict[str, Any]:
    """How a part is set: in general, as this part, as the example says."""
    said = (layout.parts.get(name, {}) for name in ("all", part, numbered))
    values = {**_ANY, **_PARTS[part]}
    for more in said:
        values.update(more)
    return values


def _piece(stretch: Stretch, values: dict[str, Any], paragraph: int, plan: Plan) -> Piece:
    look, setting = _look(values), {n: v for n, v in values.items() if n not in _LOOK}
    start, end = stretch.start, stretch.end
    return Piece(
        plan.source.raw_offset(start), plan.source.raw_offset(end), paragraph=paragraph, look=look,
        setting=Setting(**setting),
    )  # fmt: skip


def _look(values: dict[str, Any]) -> Look:
    look = {name: value for name, value in values.items() if name in _LOOK}
    if look["size"] is not None:
        look["size"] = float(look["size"])
    return Look(**look)


def _sheets(layout: Layout) -> list[Sheet]:
    """The first page and those behind it; none where the file does not tell."""
    if layout.paper == []:
        return []
    width, height = layout.paper or _PAPER
    margins: dict[str, float | None] = {**_MARGINS}
    margins.update({str(side): value for side, value in layout.margins.items()})
    number_look = _look(_values(layout, "page_number"))
    return [
        Sheet(
            width, height, **margins, number="" if place == "none" else place,
            number_look=number_look, first=first,
        )
        for first, place in ((True, layout.first_number), (False, layout.number))
    ]  # fmt: skip
