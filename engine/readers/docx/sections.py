"""Sections: paper and margins, where the page number stands, what else headers and footers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from ....grammar.lines import cues, read_lines
from ....grammar.origin import Look, Sheet
from ....grammar.source import Source
from .layout import has_text
from .model import Blocks, Table
from .package import Part, relation_id
from .styles import MM_PER_TWIP
from .walk import Walk
from .xml import Element, flow, number, switch, w

_PAGE = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_KINDS = ("header", "footer")
_SIDES = {"header": "top", "footer": "bottom"}
_BY_TABS = ("left", "center", "right")
_QUOTED = 80  # letters of a header's words that a note shows
# A4 upright, which Word takes where a section does not say.
_PAPER = (11906.0, 16838.0)


# Where the page number stands and how it is set, by the names of header and footer.
_Numbers: TypeAlias = dict[tuple[str | None, ...], tuple[str, Look | None]]


@dataclass(slots=True, eq=False)
class Sections:
    """The sheets of a document; `before` is what a header holds of the document's beginning."""

    sheets: list[Sheet] = field(default_factory=list)
    before: Blocks = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_sections(body: Element, walk: Walk) -> Sections:
    """The sections of a document, in order."""
    found = Sections()
    parts: dict[tuple[str, str], Part] = {}
    said: set[str] = set()
    numbers: _Numbers = {}
    for at, section in enumerate(_section_marks(body)):
        parts = {**parts, **_parts(section, walk)}
        first = switch(section, "titlePg")
        shown = {kind: parts.get((kind, "first" if first else "default")) for kind in _KINDS}
        usual = {kind: parts.get((kind, "default")) for kind in _KINDS}
        if at == 0 or first:
            found.sheets.append(_sheet(section, shown, walk, numbers, first=True))
        found.sheets.append(_sheet(section, usual, walk, numbers))
        for kind in _KINDS:
            for part in (shown[kind], usual[kind]):
                if part is not None and part.name not in said:
                    said.add(part.name)
                    _read_words(part, kind == "header" and at == 0, walk, found)
    return found


def _section_marks(body: Element) -> list[Element]:
    """The `w:sectPr` that hold; what a tracked change keeps of an older one does not."""
    old = {mark for change in body.iter(w("sectPrChange")) for mark in change}
    return [mark for mark in body.iter(w("sectPr")) if mark not in old]


def _parts(section: Element, walk: Walk) -> dict[tuple[str, str], Part]:
    """The headers and footers that a section names; it keeps those before it for the others."""
    found: dict[tuple[str, str], Part] = {}
    for kind in _KINDS:
        for reference in section.findall(w(f"{kind}Reference")):
            part = walk.package.related(relation_id(reference))
            if part is not None:
                found[kind, reference.get(w("type")) or "default"] = part
    return found


def _sheet(
    section: Element,
    parts: dict[str, Part | None],
    walk: Walk,
    numbers: _Numbers,
    first: bool = False,
) -> Sheet:
    """A section's paper; `numbers` keeps what was found of its headers and footers."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    width, height = (
        _twips(size, key) or paper for key, paper in zip(("w", "h"), _PAPER, strict=True)
    )
    key = tuple(part.name if part else None for part in parts.values())
    if key not in numbers:
        numbers[key] = _page_number(parts, walk)
    place, look = numbers[key]
    return Sheet(
        _mm(width),
        _mm(height),
        **{side: _margin(margins, side) for side in ("top", "bottom", "left", "right")},
        number=place,
        number_look=look,
        first=first,
    )


def _twips(element: Element | None, key: str) -> float | None:
    return None if element is None else number(element.get(w(key)))


def _margin(margins: Element | None, side: str) -> float | None:
    found = _twips(margins, side)
    return None if found is None else _mm(abs(found))


def _mm(twips: float) -> float:
    return round(twips * MM_PER_TWIP, 2)


def _page_number(parts: dict[str, Part | None], walk: Walk) -> tuple[str, Look | None]:
    """Where the page number stands and how it is set; "" where there is none."""
    for kind in _KINDS:
        part = parts[kind]
        run = None if part is None else _number_run(part.root)
        paragraph = None if run is None else next(run.iterancestors(w("p")), None)
        if run is not None and paragraph is not None:
            style = walk.styles.paragraph_style(paragraph.find(w("pPr")))
            look = walk.styles.run_style(style, None, run.find(w("rPr"))).look
            return f"{_SIDES[kind]} {_across(paragraph, run, style, walk)}", look
    return "", None


def _number_run(root: Element) -> Element | None:
    """The run that holds the page number of a header or footer, None where it has none."""
    for child in root.iter(w("fldSimple"), w("instrText"), w("pgNum")):
        said = child.get(w("instr")) if child.tag == w("fldSimple") else child.text
        if child.tag == w("pgNum") or _PAGE.match(said or ""):
            return child.find(w("r")) if child.tag == w("fldSimple") else child.getparent()
    return None


def _across(paragraph: Element, run: Element, style: str | None, walk: Walk) -> str:
    """left, center or right: by a frame, by the paragraph, by the tabs before the number."""
    props = paragraph.find(w("pPr"))
    frame = None if props is None else props.find(w("framePr"))
    if frame is not None and frame.get(w("xAlign")) in _BY_TABS:
        return frame.get(w("xAlign")) or ""
    box = next(paragraph.iterancestors("{*}anchor"), None)
    aligned = None if box is None else box.findtext("{*}positionH/{*}align")
    if aligned in _BY_TABS:
        return aligned or ""
    setting = walk.styles.setting(style, None, props, None)
    if setting.alignment in ("center", "right"):
        return setting.alignment
    tabs = 0
    for child in flow(paragraph):
        if child is run:
            break
        tabs += sum(1 for _ in child.iter(w("tab"), w("ptab"))) if child.tag == w("r") else 0
    return _BY_TABS[min(tabs, 2)]


def _read_words(part: Part, may_lead: bool, walk: Walk, found: Sections) -> None:
    """Takes a header that begins the document into the text; tells of other words."""
    blocks = walk.blocks(part.root, part)
    if not has_text(blocks):
        return
    text = "\n".join(_texts(blocks))
    lines = [line for line in read_lines(Source(text)) if line.kind == "text"]
    if may_lead and any(cues().national.match(line.low) for line in lines):
        found.before += blocks
    elif lines:
        words = " ".join(line.clean for line in lines)
        words = words if len(words) <= _QUOTED else words[:_QUOTED].rstrip() + "…"
        found.notes.append(
            f"Đầu trang hoặc chân trang có chữ “{words}”; phần này không được kiểm tra."
        )


def _texts(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _texts(cell.blocks)
        else:
            yield block.text
            for box in block.boxes:
                yield from _texts(box)
