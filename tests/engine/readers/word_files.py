"""Word files: small ones, written as XML, for what no program would be asked to write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{_R}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header1": "hdr",
    "header2": "hdr",
    "footer1": "ftr",
}


def word(body: str, **parts: str) -> bytes:
    """A Word file of a body; `styles`, `numbering`, `header1` … are the insides of further parts.

    A header is named by its relationship, which is called as the part is.
    """
    members = {"word/document.xml": _xml("document", f"<w:body>{body}</w:body>")}
    relations = ""
    for name, inside in parts.items():
        members[f"word/{name}.xml"] = _xml(_ROOTS[name], inside)
        kind = name.rstrip("0123456789")
        relations += f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}.xml"/>'
    return packed(members, relations)


def packed(members: Mapping[str, str | bytes], relations: str = "") -> bytes:
    """A package of some members, with what every package has."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(members))
        archive.writestr(
            "_rels/.rels",
            _relations(
                f'<Relationship Id="d" Type="{_R}/officeDocument" Target="word/document.xml"/>'
            ),
        )
        archive.writestr("word/_rels/document.xml.rels", _relations(relations))
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _xml(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMES}>{inside}</w:{root}>'


def _types(members: Mapping[str, str | bytes]) -> str:
    """What kind each part is, without which other programs do not open the file."""
    kinds = {
        name: name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        for name in members
    }
    named = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{"document.main" if kind == "document" else kind}+xml"/>'
        for name, kind in kinds.items()
        if kind in ("document", *(one.rstrip("0123456789") for one in _ROOTS))
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def run(text: str, props: str = "") -> str:
    """A run of a text."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inside: str, props: str = "") -> str:
    """A paragraph of some runs, or of a text."""
    inside = inside if inside.startswith("<") or not inside else run(inside)
    return f"<w:p><w:pPr>{props}</w:pPr>{inside}</w:p>"


def listed(text: str, number: int = 1, level: int = 0) -> str:
    """A paragraph with an automatic number."""
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    """The inside of `numbering.xml` for one abstract list."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def table(*rows: list[str], borders: bool = True) -> str:
    """A table of texts, or of what a cell holds where it begins with `<`."""
    sides = "".join(
        f'<w:{side} w:val="single"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    shown = f"<w:tblBorders>{sides}</w:tblBorders>" if borders else ""
    made = "".join(
        f"<w:tr>{''.join(one if one.startswith('<w:tc') else cell(one) for one in row)}</w:tr>"
        for row in rows
    )
    grid = '<w:gridCol w:w="3000"/>' * max(len(row) for row in rows)
    return f"<w:tbl><w:tblPr>{shown}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def cell(inside: str, props: str = "") -> str:
    """A cell of a text, or of paragraphs."""
    inside = inside if inside.startswith("<") else para(inside)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inside}</w:tc>"
