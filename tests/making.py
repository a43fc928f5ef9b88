"""Making: real files of a plan's text, by the programs that people make them with.

`docx_of` sets any plan in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I (python-docx); the
grammar says which line is which part. `converted` saves Word files as LibreOffice does,
`chromium_pdf` prints a page as a browser does, `scanned` gives the pictures of a scan.
`plain_of` is the text that a reader should find in all of them.

    python -m tests.making PLAN.txt OUT.docx
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from PIL import Image, ImageFilter

from cchc_check.grammar import parse
from cchc_check.grammar.lines import clean_text
from cchc_check.grammar.markers import read_marker
from cchc_check.grammar.nodes import (
    Block,
    Conclusions,
    DocDate,
    DocNumber,
    Issuer,
    Line,
    NationalHeader,
    Node,
    Plan,
    Table,
)

# Liberation Serif stands for it where documents are made into pages: the same widths, but letters
# of Vietnamese that it has not come from another font, in the middle of a word.
FONT = "Times New Roman"
Saved = Literal["pdf", "doc", "odt", "rtf", "html", "docx"]
_FILTERS: dict[Saved, str] = {
    "pdf": "pdf:writer_pdf_Export",
    "doc": "doc:MS Word 97",
    "odt": "odt",
    "rtf": "rtf",
    "html": "html:HTML (StarWriter)",
    "docx": "docx:MS Word 2007 XML",
}
_HEADER = {Issuer: "issuer", DocNumber: "number", NationalHeader: "national", DocDate: "date"}
_LEFT = ("issuer", "number")
_MOTTO = "độc lập"


# --- the parts of a plan -----------------------------------------------------------------------


@dataclass(slots=True)
class Part:
    """A paragraph: its words, what it is, and the marker that it begins with, if any.

    `rows` holds the cells where it is a table.
    """

    kind: str
    text: str
    marker: str = ""
    family: str = ""
    value: int = 0
    rows: list[list[str]] = field(default_factory=list)


def parts_of(text: str) -> list[Part]:
    """The paragraphs of a plan in order; lines that were hard-wrapped are joined again.

    Blank lines, drawn rules and page numbers are no paragraphs.
    """
    plan = parse(text)
    parts: list[Part] = []
    for node, lines in _leaves(plan):
        if isinstance(node, Table):
            parts += _table(plan, lines)
            continue
        for line in lines:
            clean = clean_text(plan.source.text[line.start : line.end])
            if not clean or _is_drawn(node, clean):
                continue
            if line.role == "cont" and plan.wrapped and parts and not parts[-1].rows:
                parts[-1].text += f" {clean}"
            else:
                parts.append(_part(node, line, clean))
    return _in_reading_order(parts)


def _leaves(plan: Plan) -> Iterator[tuple[Node, list[Line]]]:
    """The nodes that have lines of their own, with them; a table with all of its lines at once."""
    stack: list[Node] = [plan]
    while stack:
        node = stack.pop()
        if isinstance(node, Table):
            yield node, [leaf for leaf in node.leaves() if isinstance(leaf, Line)]
        elif isinstance(node, Line):
            yield node.parent or plan, [node]
        else:
            stack += node.children[::-1]


def _is_drawn(node: Node, clean: str) -> bool:
    """Whether a line is a rule or a page number: a Word file has these outside of its text."""
    if node.kind != "noise":
        return False
    return not any(c.isalnum() for c in clean) or re.fullmatch(r"\W*\d{1,3}\W*", clean) is not None


def _part(node: Node, line: Line, clean: str) -> Part:
    for kind, name in _HEADER.items():
        if isinstance(node, kind):
            return Part(name, clean)
    if line.role in ("doctype", "subject", "ground", "formula", "reciphead", "recip"):
        return Part(line.role, clean)
    if line.role in ("sign", "name") and any(isinstance(n, Conclusions) for n in node.ancestors()):
        return Part(line.role, clean)
    marker = read_marker(clean, clean) if isinstance(node, Block) else None
    if marker is None or line.role != "marked" or not clean.startswith(marker.text):
        return Part("text", clean)
    return Part("marked", clean, marker.text, marker.family, marker.value)


def _in_reading_order(parts: list[Part]) -> list[Part]:
    """The parts as they are read in the file: of the header and the end, row by row, left first."""
    order = {"issuer": 0, "national": 1, "number": 2, "date": 3}
    header = [part for part in parts if part.kind in order]
    end = [part for part in parts if part.kind in ("reciphead", "recip")]
    end += [part for part in parts if part.kind in ("sign", "name")]
    result: list[Part] = []
    for part in parts:
        if part in header:
            result += sorted(header, key=lambda one: order[one.kind])
            header = []
        elif part in end:
            result += end
            end = []
        elif part.kind not in (*order, "reciphead", "recip", "sign", "name"):
            result.append(part)
    return result


def _table(plan: Plan, lines: list[Line]) -> list[Part]:
    """A table as rows of cells; what is left of one whose rows cannot be told as paragraphs."""
    start, end = lines[0].start, lines[-1].end
    raw = [one for one in plan.source.text[start:end].split("\n") if clean_text(one)]
    if all(one.strip("| \t").count("|") or one.strip().count("\t") for one in raw):
        sign = "|" if any("|" in one for one in raw) else "\t"
        cut = [[clean_text(c) for c in one.strip().strip("|").split(sign)] for one in raw]
        rows = [row for row in cut if any(any(c.isalnum() for c in cell) for cell in row)]
        width = max(len(row) for row in rows)
        return [Part("table", "", rows=[row + [""] * (width - len(row)) for row in rows])]
    cells = [clean_text(one) for one in raw]
    rows = _rows_of_cells(cells)
    return [Part("table", "", rows=rows)] if rows else [Part("text", cell) for cell in cells]


def _rows_of_cells(cells: list[str]) -> list[list[str]]:
    """Cells that stand one below the other as rows, where the rows are numbered 1, 2, 3."""
    if "1" not in cells:
        return []
    width = cells.index("1")
    rows, number = [cells[:width]], 0
    for cell in cells[width:]:
        if cell == str(number + 1):
            number += 1
            rows.append([cell])
        elif cell[:1].islower() and len(rows[-1]) > 1:
            rows[-1][-1] += f" {cell}"
        else:
            rows[-1].append(cell)
    return rows if width > 1 and all(len(row) == width for row in rows) else []


def plain_of(text: str) -> str:
    """The plan as plain text, a paragraph a line: what a reader should find in its files."""
    lines = []
    for part in parts_of(text):
        lines += ["\t".join(row) for row in part.rows] if part.rows else [part.text]
    return "\n".join(lines) + "\n"


# --- the Word file -----------------------------------------------------------------------------


def docx_of(text: str, *, numbered: bool = False) -> bytes:
    """A plan as a Word file in the form that Phụ lục I of Nghị định 30/2020/NĐ-CP asks for.

    `numbered`: I., 1., a) and - come from automatic numbering, and are nowhere in the text.
    """
    document = docx.Document()
    _set_page(document)
    numbering = _Numbering(document) if numbered else None
    for kinds, parts in _blocks(parts_of(text)):
        if kinds == _HEADER_KINDS:
            _put_header(document, parts)
        elif kinds == _END_KINDS:
            _put_end(document, parts)
        elif parts[0].rows:
            _put_table(document, parts[0].rows)
        else:
            _put_paragraph(document, parts[0], numbering)
    return saved(document)


_HEADER_KINDS = frozenset(_HEADER.values())
_END_KINDS = frozenset(("reciphead", "recip", "sign", "name"))


def _blocks(parts: list[Part]) -> Iterator[tuple[frozenset[str], list[Part]]]:
    """The parts, those together that are set in a table of two columns, with the kinds of these."""
    for kinds, block in groupby(parts, key=_set_with):
        if kinds:
            yield kinds, list(block)
        else:
            yield from ((kinds, [part]) for part in block)


def _set_with(part: Part) -> frozenset[str]:
    """The kinds of part that are set together with this one in a table of two columns."""
    return next((kinds for kinds in (_HEADER_KINDS, _END_KINDS) if part.kind in kinds), frozenset())


def saved(document: Document) -> bytes:
    """The bytes of a Word file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.start_type = WD_SECTION.NEW_PAGE
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.0
    page = section.header.paragraphs[0]
    page.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _put_field(page, "PAGE")


def _put_field(paragraph: Paragraph, code: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", None, "separate", "end"):
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "2"
            run._r.append(shown)


def _put_header(document: Document, parts: list[Part]) -> None:
    """Who issues it and the national header, below them the number and the date."""
    table = _columns(document, (Cm(6.5), Cm(10)), 2)
    issuers = [part for part in parts if part.kind == "issuer"]
    for part in parts:
        row = 0 if part.kind in ("issuer", "national") else 1
        cell = table[row][0 if part.kind in _LEFT else 1]
        motto = part.kind == "national" and part.text.lower().startswith(_MOTTO)
        named = part.kind == "issuer" and (part is not issuers[0] or len(issuers) < 3)
        paragraph = _say(
            cell,
            part.text,
            size=14 if motto or part.kind == "date" else 13,
            bold=part.kind == "national" or named,
            italic=part.kind == "date",
            align=WD_ALIGN_PARAGRAPH.CENTER,
        )
        if motto or part is (issuers[-1] if issuers else None):
            _rule_under(paragraph)


def _put_end(document: Document, parts: list[Part]) -> None:
    """Recipients at the left, the signature at the right."""
    [(left, right)] = _columns(document, (Cm(8.5), Cm(8)), 1)
    for part in parts:
        if part.kind in ("reciphead", "recip"):
            head = part.kind == "reciphead"
            _say(left, part.text, size=12 if head else 11, bold=head, italic=head)
            continue
        if part.kind == "name":
            for _ in range(3):
                _say(right, "", size=14, align=WD_ALIGN_PARAGRAPH.CENTER)
        _say(right, part.text, size=14, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)


def _columns(document: Document, widths: tuple[Any, ...], rows: int) -> list[tuple[_Cell, ...]]:
    """A table without borders, as headers and signatures stand in."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return [tuple(row.cells) for row in table.rows]


def _put_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            centred = WD_ALIGN_PARAGRAPH.CENTER if number == 0 else None
            _say(cell, words, size=13, bold=number == 0, align=centred)


def _say(
    cell: _Cell,
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    """Adds a paragraph to a cell, in the empty one that every cell has where nothing is there."""
    paragraph: Paragraph = cell.paragraphs[0]
    if paragraph.runs:
        paragraph = cell.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None
    return paragraph


def _rule_under(paragraph: Paragraph) -> None:
    """The line below tiêu ngữ and the issuer, as a border of the paragraph."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _put_paragraph(document: Document, part: Part, numbering: _Numbering | None) -> None:
    paragraph = document.add_paragraph()
    text = part.text
    setting = paragraph.paragraph_format
    if part.kind in ("doctype", "subject"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        setting.space_before = Pt(12 if part.kind == "doctype" else 0)
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        setting.first_line_indent = Cm(1.27)
        setting.space_after = Pt(6)
        if numbering is not None and part.marker and numbering.put(paragraph, part):
            text = text[len(part.marker) :].lstrip()
    run = paragraph.add_run(text)
    titled = part.family == "number" and not text.endswith((".", ";", ",", ":"))
    heading = part.kind == "marked" and (text.isupper() or titled)
    run.bold = part.kind in ("doctype", "subject") or heading or None
    run.italic = part.kind == "ground" or None
    if heading:  # the mark of the paragraph sets its automatic number
        marks: Any = paragraph._p.get_or_add_pPr()
        marks.append(OxmlElement("w:rPr"))
        marks[-1].append(OxmlElement("w:b"))


_FORMATS = {"roman": "upperRoman", "number": "decimal", "letter": "lowerLetter"}


class _Numbering:
    """Automatic numbers of a Word file: a list continues while its numbers do, else begins anew."""

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        self._count = 0
        self._open: dict[str, tuple[int, int]] = {}

    def put(self, paragraph: Paragraph, part: Part) -> bool:
        """Numbers a paragraph as its marker says; False where Word cannot count so."""
        form, shown, value = self._form(part)
        if form is None:
            return False
        number, last = self._open.get(shown, (0, -1))
        if form != "bullet" and part.family in ("roman", "number"):
            self._close_below(part.family)
        if not number or (form != "bullet" and value != last + 1):
            number = self._add(form, shown, value)
        self._open[shown] = (number, value)
        settings: Any = paragraph._p.get_or_add_pPr()
        properties = settings.get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
        return True

    def _form(self, part: Part) -> tuple[str | None, str, int]:
        """The number format, the text of the level, and the place in Word's own sequence."""
        if part.marker in ("-", "+"):
            return "bullet", part.marker, 0
        match = re.fullmatch(r"([IVX]+|\d+|[a-z])([.)])", part.marker)
        form = _FORMATS.get(part.family) if match else None
        if match is None or form is None:
            return None, "", 0
        word = match[1]
        if form == "decimal" and word != str(int(word)):
            return None, "", 0
        value = ord(word) - ord("a") + 1 if form == "lowerLetter" else part.value
        return form, f"{form}%1{match[2]}", value

    def _close_below(self, family: str) -> None:
        """Lists inside of another begin anew with it: Word restarts them, or the author does."""
        below = ("decimal", "lowerLetter") if family == "roman" else ("lowerLetter",)
        self._open = {k: v for k, v in self._open.items() if not k.startswith(below)}

    def _add(self, form: str, shown: str, start: int) -> int:
        self._count += 1
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(self._count))
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        shown = shown.removeprefix(form)
        for name, value in (("start", str(start or 1)), ("numFmt", form), ("suff", "space"),
                            ("lvlText", shown), ("lvlJc", "left")):  # fmt: skip
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
        self._root.insert(self._count - 1, abstract)
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), str(self._count))
        of = OxmlElement("w:abstractNumId")
        of.set(qn("w:val"), str(self._count))
        num.append(of)
        self._root.append(num)
        return self._count


# --- the web page ------------------------------------------------------------------------------


def html_of(text: str) -> str:
    """A plan as a web page of its own: header and end in tables, a paragraph each line."""
    body: list[str] = []
    for kinds, parts in _blocks(parts_of(text)):
        body.append(_html_block(parts, kinds))
    style = (
        "@page{size:A4;margin:20mm 15mm 20mm 30mm}"
        "body{font:14pt 'Times New Roman',serif;line-height:1.15}"
        "p{margin:0 0 6pt;text-indent:1.27cm;text-align:justify}"
        "table{width:100%;border-collapse:collapse}td{vertical-align:top}"
        "table p{text-indent:0;text-align:inherit;margin:0}"
        ".center,.right{text-align:center}.center{text-indent:0}table.grid td{border:1px solid}"
    )
    return (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        f"<title>Kế hoạch</title><style>{style}</style></head>\n<body><article>\n"
        + "\n".join(body)
        + "\n</article></body></html>\n"
    )


def _html_block(parts: list[Part], kinds: frozenset[str]) -> str:
    part = parts[0]
    if kinds == _HEADER_KINDS:
        rows = [("issuer", "national"), ("number", "date")]
        return "<table>" + "".join(_html_row(parts, *row) for row in rows) + "</table>"
    if kinds == _END_KINDS:
        return f"<table>{_html_row(parts, 'reciphead recip', 'sign name')}</table>"
    if part.rows:
        rows_html = (
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in part.rows
        )
        return f'<table class="grid">{"".join(rows_html)}</table>'
    if part.kind in ("doctype", "subject"):
        return f'<p class="center"><b>{escape(part.text)}</b></p>'
    words = escape(part.text)
    return f"<p>{f'<i>{words}</i>' if part.kind == 'ground' else words}</p>"


def _html_row(parts: list[Part], *columns: str) -> str:
    cells = []
    for number, kinds in enumerate(columns):
        own = [part for part in parts if part.kind in kinds.split()]
        side = "center" if number or "issuer" in kinds or "number" in kinds else "left"
        cells.append(f'<td class="{side}">' + "".join(_html_paragraph(p) for p in own) + "</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _html_paragraph(part: Part) -> str:
    words = escape(part.text)
    if part.kind == "name":
        return f"<p><br><br><br></p><p><b>{words}</b></p>"
    if part.kind == "date":
        return f"<p><i>{words}</i></p>"
    return f"<p><b>{words}</b></p>" if part.kind in ("national", "sign") else f"<p>{words}</p>"


# --- other programs ----------------------------------------------------------------------------


def converted(documents: Mapping[str, bytes], kind: Saved) -> dict[str, bytes]:
    """Word files (or others that LibreOffice opens), by name, saved as another kind of file.

    One start of LibreOffice for all of them. A name without an ending is that of a .docx.
    """
    with tempfile.TemporaryDirectory(prefix="cchc-making-") as folder:
        source, target = Path(folder, "in"), Path(folder, "out")
        source.mkdir()
        files = {}
        for number, (name, data) in enumerate(documents.items()):
            file = source / f"{number}{Path(name).suffix or '.docx'}"
            file.write_bytes(data)
            files[name] = file
        command = [
            "soffice", "--headless", "--norestore", f"-env:UserInstallation={_profile()}",
            "--convert-to", _FILTERS[kind], "--outdir", str(target),
        ]  # fmt: skip
        _run([*command, *map(str, files.values())])
        ending = kind
        return {
            name: (target / f"{file.stem}.{ending}").read_bytes() for name, file in files.items()
        }


@lru_cache(maxsize=1)
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="cchc-making-profile-", ignore_cleanup_errors=True)


def _profile() -> str:
    """A LibreOffice user profile of this process's own, made once: making it takes a second."""
    return Path(_kept().name, "office").as_uri()


def chromium_pdf(html: str) -> bytes:
    """A web page printed to .pdf by Chromium."""
    with tempfile.TemporaryDirectory(prefix="cchc-making-") as folder:
        page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
        _run([
            program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", page.as_uri(),
        ])  # fmt: skip
        return printed.read_bytes()


def pages_of(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages of a .pdf as grey pictures."""
    with tempfile.TemporaryDirectory(prefix="cchc-making-") as folder:
        file = Path(folder, "in.pdf")
        file.write_bytes(pdf)
        _run(["pdftoppm", "-r", str(dpi), "-gray", "-png", str(file), str(Path(folder, "page"))])
        pages = []
        for path in sorted(Path(folder).glob("page*.png")):
            with Image.open(path) as image:
                pages.append(image.convert("L"))
        return pages


def scanned(
    pdf: bytes, *, dpi: int = 200, skew: float = 0, noise: float = 0, contrast: float = 1
) -> bytes:
    """A .pdf as a scanner gives it back: a picture a page and no text.

    `skew` in degrees; `noise` is the standard deviation of the grey of each pixel (0 to 255);
    `contrast` below 1 makes ink and paper alike.
    """
    pages = [_as_scanned(page, skew, noise, contrast) for page in pages_of(pdf, dpi)]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=85)
    return stream.getvalue()


def _as_scanned(page: Image.Image, skew: float, noise: float, contrast: float) -> Image.Image:
    if skew:
        page = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if contrast != 1:
        page = page.point([round(200 - (255 - grey) * contrast) for grey in range(256)])
    if noise:
        grain = Image.effect_noise(page.size, noise)
        page = Image.blend(page, grain, 0.15).filter(ImageFilter.GaussianBlur(0.5))
    return page


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-2000:]}")


if __name__ == "__main__":
    plan, out = map(Path, sys.argv[1:])
    out.write_bytes(docx_of(plan.read_text(encoding="utf-8")))
