"""Layout of files: what is set as the decree wants it has no finding, what is not has just one.

Word files made by python-docx, and what LibreOffice prints of them as .pdf.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from cchc_check.engine import check
from cchc_check.engine.packs import built_in_packs, choose
from cchc_check.engine.reading import source_of
from cchc_check.engine.report import Result
from cchc_check.grammar import parse

from .making import converted, docx_of

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("[px]*.txt"))
WARD = next(path for path in FIXTURES if path.stem == "phuong-hoa-lam-2025")
OFF_THE_WEB = "phuong-tan-vien-trang-web"


def body(document: Document) -> list[Paragraph]:
    """The paragraphs below the title."""
    return [paragraph for paragraph in document.paragraphs if len(paragraph.text) > 5][2:]


def letter(document: Document) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(215.9), Mm(279.4)


def narrow(document: Document) -> None:
    document.sections[0].left_margin = Mm(25)


def arial(document: Document) -> None:
    for fonts in [*document.element.iter(qn("w:rFonts")), *document.styles.element.iter(qn("w:rFonts"))]:  # fmt: skip
        fonts.set(qn("w:ascii"), "Arial")
        fonts.set(qn("w:hAnsi"), "Arial")


def red(document: Document) -> None:
    for run in body(document)[6].runs:
        run.font.color.rgb = RGBColor(255, 0, 0)


def small(document: Document) -> None:
    for run in body(document)[6].runs:
        run.font.size = Pt(12)


def header(document: Document) -> None:
    for paragraph in document.tables[0].cell(0, 1).paragraphs:
        for run in paragraph.runs:
            run.bold = False


def ragged(document: Document) -> None:
    for paragraph in body(document):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def flush(document: Document) -> None:
    for paragraph in body(document):
        paragraph.paragraph_format.first_line_indent = Mm(0)


def tight(document: Document) -> None:
    for paragraph in body(document):
        paragraph.paragraph_format.space_after = Pt(0)


def loose(document: Document) -> None:
    for paragraph in body(document):
        paragraph.paragraph_format.line_spacing = 2.0


def low(document: Document) -> None:
    """The page number right at the foot, on the first page too."""
    section = document.sections[0]
    section.different_first_page_header_footer = False
    above, below = section.header.paragraphs[0], section.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in list(above.runs):
        below._p.append(run._r)


DEFECTS: dict[Callable[[Document], None], tuple[str, str]] = {
    letter: ("paper-size", "giấy rộng 215,9 mm; giấy cao 279,4 mm"),
    narrow: ("page-margins", "trang có lề trái 2"),
    arial: ("text-font", "phông "),
    red: ("text-font", "1 trong 88 phần màu FF0000"),
    small: ("body-look", "1 trong 66 đoạn cỡ chữ 12"),
    header: ("national-header-look", "Quốc hiệu không đậm; Tiêu ngữ không đậm"),
    ragged: ("body-alignment", "đoạn canh trái"),
    flush: ("body-spacing", "lùi đầu dòng 0"),
    tight: ("body-spacing", "cách đoạn trên 0 pt"),
    loose: ("body-spacing", "giãn dòng 2 dòng"),
    low: ("page-number", "số trang cuối trang, bên phải; trang đầu có số trang cuối trang, bên phải"),
}  # fmt: skip


def _made() -> dict[str, bytes]:
    """The Word files by name: the fixtures as they are, the ward's plan with each defect."""
    files = {f.stem: docx_of(f.read_text("utf-8")) for f in FIXTURES if f.stem != OFF_THE_WEB}
    for defect in DEFECTS:
        document = docx.Document(io.BytesIO(files[WARD.stem]))
        defect(document)
        out = io.BytesIO()
        document.save(out)
        files[defect.__name__] = out.getvalue()
    return files


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, bytes]]:
    made = _made()
    return {"docx": made, "pdf": converted(made, "pdf")}


def unmet(data: bytes, name: str) -> list[Result]:
    """What the layout pack finds wrong, or cannot tell."""
    plan = parse(source_of(data, name))
    found = check(plan, None, choose(built_in_packs(), ["layout"], [])).results
    return [result for result in found if result.outcome in ("fail", "unknown")]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("name", [f.stem for f in FIXTURES if f.stem != OFF_THE_WEB])
def test_a_plan_in_the_form_of_the_decree_has_no_finding(
    files: dict[str, dict[str, bytes]], kind: str, name: str
) -> None:
    assert [r.message for r in unmet(files[kind][name], f"{name}.{kind}")] == []


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
def test_one_defect_is_one_finding_with_what_was_measured(
    files: dict[str, dict[str, bytes]], kind: str, defect: Callable[[Document], None]
) -> None:
    name = defect.__name__
    rule, actual = DEFECTS[defect]
    [found] = unmet(files[kind][name], f"{name}.{kind}")
    assert (found.rule, found.outcome) == (rule, "fail")
    assert actual in found.message
