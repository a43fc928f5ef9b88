"""Word files: a text that reads as the document does in Word, each word with its place.

`package` opens the file safely; `styles`, `numbering` and `formats` resolve what is not written at
the place; `walk` reads blocks (`model`); `layout` and `writing` put them in order; `sections` reads
the paper.
"""

from __future__ import annotations

from ....grammar.origin import Origin
from ....grammar.source import Source
from .changes import changes
from .formats import Formats
from .numbering import Numbering
from .package import Package
from .sections import read_sections
from .styles import Styles
from .walk import Walk
from .writing import Writing
from .xml import w


def read(data: bytes, name: str) -> Source:
    """The text of a Word file with its origin; InputError where it cannot be read."""
    package = Package.open(data, name)
    document = package.document()
    body = document.root.find(w("body"))
    if body is None:
        raise package.fault("không có phần nội dung của Word nên không đọc được; hãy lưu lại tệp.")
    styles = Styles.read(package.of_kind("styles"), package.of_kind("theme"))
    numbering = Numbering.read(package.of_kind("numbering"), styles)
    walk = Walk(package, styles, Formats(styles, numbering))
    writing = Writing()
    sections = read_sections(body, walk)
    writing.blocks(sections.before)
    writing.blocks(walk.blocks(body, document))
    text = writing.builder.text
    if not text.strip():
        raise package.fault(
            "không có chữ nào, có thể chỉ chứa ảnh chụp; hãy gửi bản .pdf hoặc ảnh đã quét."
        )
    notes = [*changes(document.root), *sections.notes]
    if writing.waiting:
        notes.append(
            f"{len(writing.waiting)} chú thích (footnote) của tiêu đề, phần đầu hoặc nơi nhận"
            " không được kiểm tra."
        )
    if package.has_macros:
        notes.append("Tệp có macro; macro không được chạy, chỉ phần chữ được kiểm tra.")
    origin = Origin(
        "docx", data, pieces=writing.builder.pieces, sheets=sections.sheets, notes=notes
    )
    return Source(text, name, origin)
