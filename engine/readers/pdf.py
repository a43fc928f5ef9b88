"""Pdf: the text of a .pdf by the geometry of its characters, with the place of each on its page.

What is seen is read: not what stands in annotations and form fields (the stamp of a signature, a
reader's note), beyond the paper, or across the text (a watermark). A page that is one picture is
recognised (scan.py), also where a program has laid its own recognised letters under it: those of
old programs know no Vietnamese. They are taken only where recognition is not installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from ...grammar.origin import Origin
from ...grammar.source import Source
from ..errors import InputError
from .geometry import Page, compose
from .pdf_page import page_of
from .pdf_process import FileFrame, PageFrame, read_frames

_COVERED = 0.6  # of a page: pictures over so much of it may be the page
_FEW = 200  # letters: a page of text has more; a stamp on a picture has less
_LAYER_SURE = 0.5  # of letters that another program recognised
_LONGEST_ASIDE = 60


def read(data: bytes, name: str) -> Source:
    """The text of a .pdf; InputError where it cannot be read."""
    file = read_frames(data, name)
    both = [page_of(frame, index) for index, frame in enumerate(file.pages)]
    pages = [page for page, _ in both]
    pictures = [
        page.index
        for page, frame in zip(pages, file.pages, strict=True)
        if _is_picture(page, frame)
    ]
    notes = _notes(file, [aside for _, aside in both])
    if len(pictures) == len(pages) or not any(page.words for page in pages):
        return _read_scan(data, name, file, notes)
    if pictures:
        notes.append(_recognise(data, name, file, pages, pictures))
    return _source("pdf", data, name, pages, notes)


def _source(kind: Any, data: bytes, name: str, pages: Sequence[Page], notes: list[str]) -> Source:
    made = compose(pages)
    return Source(
        made.text, name, Origin(kind, data, pieces=made.pieces, sheets=made.sheets, notes=notes)
    )


def _is_picture(page: Page, frame: PageFrame) -> bool:
    """Whether a page is a picture, with hardly a visible letter over it."""
    covered = sum(
        (right - left) * (top - bottom) for left, bottom, right, top in frame.about["pictures"]
    )
    if covered < _COVERED * page.width * page.height:
        return False
    return sum(len(word.text) for word in page.words) < _FEW


def _notes(file: FileFrame, asides: Sequence[str]) -> list[str]:
    """What the reader of a report should know of the file."""
    notes = []
    if file.about["signatures"]:
        notes.append("Tệp có chữ ký số; nội dung hiện trên khung chữ ký không được đọc.")
    if file.about["encrypted"]:
        notes.append("Tệp có khóa quyền (in, sửa) nhưng vẫn đọc được.")
    for index, aside in enumerate(asides):
        if aside:
            short = aside[:_LONGEST_ASIDE] + ("…" if len(aside) > _LONGEST_ASIDE else "")
            notes.append(f"Không đọc chữ đặt nghiêng hoặc dọc trên trang {index + 1}: “{short}”.")
    return notes


def _scanner(name: str) -> Any:
    """The reader of pictures; InputError where it is not installed."""
    from . import reader_of

    return reader_of("image", name)


def _read_scan(data: bytes, name: str, file: FileFrame, notes: list[str]) -> Source:
    """The text of a file of pictures only."""
    try:
        source = cast(Source, _scanner(name).read_pdf(data, name))
    except InputError:
        layer = _layer(file, range(len(file.pages)))
        if layer is None:
            raise
        return _source("scan", data, name, layer, [*notes, _layer_note(layer)])
    if source.origin is not None:
        source.origin.notes[:0] = notes
    return source


def _recognise(
    data: bytes, name: str, file: FileFrame, pages: list[Page], pictures: Sequence[int]
) -> str:
    """Puts recognised pages into their places; says so in a sentence."""
    try:
        scanner = _scanner(name)
        found = cast(list[Page], scanner.read_pages(data, name, pictures))
        note = cast(str, scanner.note_of(found))
    except InputError:
        layer = _layer(file, pictures)
        if layer is None:
            raise
        found, note = layer, _layer_note(layer)
    for page in found:
        pages[page.index] = page
    return note


def _layer(file: FileFrame, indexes: Sequence[int]) -> list[Page] | None:
    """The hidden letters of some pages; None where a page has none."""
    pages = [page_of(file.pages[index], index, hidden=True)[0] for index in indexes]
    for page in pages:
        for word in page.words:
            word.confidence = _LAYER_SURE
    return pages if pages and all(page.words for page in pages) else None


def _layer_note(pages: Sequence[Page]) -> str:
    return (
        f"Chữ của {len(pages)} trang do máy quét nhận dạng sẵn trong tệp nên có thể sai; cài thêm"
        " cchc-check[ocr] và tesseract để nhận dạng lại."
    )
