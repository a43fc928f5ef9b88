"""Notes of a .pdf as pdfium reads them back: their words, and the letters below their corners."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Quad = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(slots=True, eq=False)
class Back:
    """A note: its page (from 0), kind, words, title; the boxes and the letters in them."""

    page: int
    kind: int
    contents: str
    subject: str
    rect: Quad
    quads: list[Quad] = field(default_factory=list)
    letters: str = ""

    @property
    def is_highlight(self) -> bool:
        return bool(self.kind == pdfium.FPDF_ANNOT_HIGHLIGHT)


def read_back(data: bytes) -> list[Back]:
    """All notes of a file but the windows in which they open."""
    document = pypdfium2.PdfDocument(data)
    notes = [note for number in range(len(document)) for note in _of_page(document, number)]
    document.close()
    return notes


def _of_page(document: Any, number: int) -> Iterator[Back]:
    page = document[number]
    text = page.get_textpage()
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind not in (pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_WIDGET):
            yield _read(note, kind, number, text)
        pdfium.FPDFPage_CloseAnnot(note)
    text.close()
    page.close()


def _read(note: Any, kind: int, page: int, text: Any) -> Back:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, box)
    back = Back(
        page, kind, _string(note, b"Contents"), _string(note, b"Subj"),
        (box.left, box.bottom, box.right, box.top),
    )  # fmt: skip
    for number in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
        points = pdfium.FS_QUADPOINTSF()
        pdfium.FPDFAnnot_GetAttachmentPoints(note, number, points)
        xs = (points.x1, points.x2, points.x3, points.x4)
        ys = (points.y1, points.y2, points.y3, points.y4)
        back.quads.append((min(xs), min(ys), max(xs), max(ys)))
    back.letters = _letters(text, back.quads)
    return back


def _string(note: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    target = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_GetStringValue(note, key, target, size)
    return buffer.raw[: size - 2].decode("utf-16-le")


def _letters(text: Any, quads: list[Quad]) -> str:
    """The letters whose middle lies in one of the boxes, without blanks, in their own order."""
    found = []
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(a < x < c and b < y < d for a, b, c, d in quads):
            found.append(chr(pdfium.FPDFText_GetUnicode(text, at)))
    return "".join("".join(found).split())
