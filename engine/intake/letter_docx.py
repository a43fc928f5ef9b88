"""Letter as a Word file: the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, set as it asks.

A4; margins 20, 20, 30, 20 mm; Times New Roman; the header and the signature each a table of two
columns without lines. The same letter gives the same bytes.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from .letters import Item, Letter, list_mark

_FONT = "Times New Roman"
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}
_CREATED = datetime(2020, 1, 1)
_FIRST = Mm(12.7)
_RULE = (
    '<w:pBdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
)
_WIDTHS = (Mm(64), Mm(96))  # quốc hiệu must fit on one line


def write_docx(letter: Letter, file: Path) -> None:
    """Writes a letter as a Word file."""
    document = Document()
    _page(document)
    _head(document, letter)
    _line(document, letter.to, align=ALIGN.CENTER, after=12, before=12)
    _line(document, letter.opening, first=True)
    for head, items in letter.parts:
        _line(document, head, bold=True, first=True)
        for at, item in enumerate(items):
            _item(document, item, at)
    for text in letter.ending:
        _line(document, text, first=True)
    _foot(document, letter)
    made = BytesIO()
    document.save(made)
    file.write_bytes(_settled(made.getvalue()))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in _MARGINS.items():
        setattr(section, name, Mm(size))
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    # East Asian text has a font of its own, which Word else takes for some Vietnamese letters.
    style.element.rPr.rFonts.set(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia", _FONT
    )
    core = document.core_properties
    core.author, core.title = "cchc-check", ""
    core.created = core.modified = _CREATED
    core.last_modified_by = "cchc-check"


def _line(
    holder: Any, text: str, size: float = 14, bold: bool = False, italic: bool = False,
    align: Any = None, first: bool = False, before: float = 0, after: float = 6,
    ruled: bool = False,
) -> None:  # fmt: skip
    """A paragraph; `ruled` draws the line that stands below tiêu ngữ, as long as its words."""
    paragraph = holder.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY if align is None else align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.0
    if first:
        shape.first_line_indent = _FIRST
    if ruled:
        shape.left_indent = shape.right_indent = Mm(17)
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(parse_xml(_RULE), "w:spacing", "w:ind", "w:jc")
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _cells(document: Any) -> tuple[Any, Any]:
    """The two columns of a header or a signature."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = column.cells[0].width = width
    left, right = table.rows[0].cells
    return left, right


def _fill(cell: Any, lines: list[tuple[str, dict[str, Any]]]) -> None:
    for text, shape in lines:
        _line(cell, text, after=0, **{"align": ALIGN.CENTER, **shape})
    empty = cell.paragraphs[0]._element  # the one a cell begins with
    empty.getparent().remove(empty)


def _head(document: Any, letter: Letter) -> None:
    left, right = _cells(document)
    lines: list[tuple[str, dict[str, Any]]] = []
    if letter.superior:
        lines.append((letter.superior.upper(), {"size": 12}))
    lines += [
        (letter.sender.upper(), {"size": 12, "bold": True}),
        (letter.number, {"size": 13, "before": 6}),
        (letter.subject, {"size": 12}),
    ]
    _fill(left, lines)
    country, motto = letter.national
    _fill(right, [
        (country, {"size": 12, "bold": True}),
        (motto, {"size": 13, "bold": True, "ruled": True}),
        (letter.date, {"size": 13, "italic": True, "before": 6}),
    ])  # fmt: skip


def _item(document: Any, item: Item, at: int) -> None:
    _line(document, f"{list_mark(at)} {item.text}", first=True)
    for text in item.more:
        _line(document, text, first=True)


def _foot(document: Any, letter: Letter) -> None:
    left, right = _cells(document)
    head, *rest = letter.recipients
    _fill(left, [
        (head, {"size": 12, "bold": True, "italic": True, "align": ALIGN.LEFT}),
        *((text, {"size": 11, "align": ALIGN.LEFT}) for text in rest),
    ])  # fmt: skip
    _fill(right, [(text, {"size": 14, "bold": True}) for text in letter.signature])


def _settled(data: bytes) -> bytes:
    """A package whose members all have one day."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(info))
    return made.getvalue()
