"""Made by hand: Word files of a few lines of markup, their sources, findings at some words."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

from cchc_check.engine.readers.addresses import DocxAt
from cchc_check.engine.readers.docx.xml import w
from cchc_check.engine.report import Basis, Edit, Fix, Location, PlanInfo, Report, Result, summarise
from cchc_check.grammar.origin import Origin, Piece, TextBuilder
from cchc_check.grammar.source import Source

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "word/document.xml"


# --- findings ---


def at(source: Source, words: str) -> tuple[int, int]:
    """The raw offsets of some words of a text, which must be there once, however they are spaced."""
    places = list(re.finditer(r"\s*".join(map(re.escape, words.split())), source.raw))
    assert len(places) == 1, words
    return places[0].span()


def found(
    place: tuple[int, int] | None, message: str = "Sai thể thức", excerpt: str = "", **fields: Any
) -> Result:
    """A failing result at a place (none: about the whole)."""
    location = place and Location(
        line=1, column=1, end_line=1, end_column=1, start=place[0], end=place[1], excerpt=excerpt
    )
    values: dict[str, Any] = {
        "rule": "a-rule", "pack": "format", "title": "Quy tắc", "severity": "error",
        "outcome": "fail", "expected": "ghi đúng", "advice": "Sửa lại.",
        "basis": Basis("Nghị định 30/2020/NĐ-CP", "Phụ lục I"),
    }  # fmt: skip
    return Result(message=message, location=location, **(values | fields))


def mend(*edits: tuple[tuple[int, int], str], safe: bool = True) -> Fix:
    """A fix of these edits."""
    return Fix("Sửa", safe, [Edit(start, end, text) for (start, end), text in edits])


def report(*results: Result, notes: tuple[str, ...] = ()) -> Report:
    """A report of a plan with these results."""
    plan = PlanInfo("a.docx", "kế hoạch", None, None, None, None, None)
    return Report(plan, None, summarise(list(results)), list(results), list(notes))


# --- Word files ---


def docx_of(body: str, **parts: str) -> bytes:
    """A Word file of some markup; `footnotes`, `comments` as further parts, each of its notes."""
    files = {
        "[Content_Types].xml": _START
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
            for name in parts
        )
        + "</Types>",
        "_rels/.rels": _START + _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _START
        + _relations({name: f"{name}.xml" for name in parts}),
        MAIN: f"{_START}<w:document {_NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f"{_START}<w:{name} {_NAMES}>{inner}</w:{name}>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def _relations(targets: dict[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def p(*runs: str) -> str:
    """A paragraph; plain words become a run."""
    return f"<w:p>{''.join(one if one.startswith('<') else r(one) for one in runs)}</w:p>"


def r(words: str, look: str = "") -> str:
    """A run."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def part(data: bytes, name: str = MAIN) -> etree._Element:
    """A part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def source_of(data: bytes, numbers: tuple[str, ...] = ()) -> Source:
    """The text of a Word file, a paragraph a line, behind the automatic `numbers` of the first.

    Deleted words are left out; notes below the page follow the text.
    """
    builder = TextBuilder()
    waiting = list(numbers)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in (MAIN, "word/footnotes.xml") if n in archive.namelist()]
    for name in names:
        nodes = part(data, name).iter(w("t"), w("delText"))
        last: etree._Element | None = None
        for number, node in enumerate(nodes):
            if node.tag == w("delText"):
                continue
            paragraph = next(node.iterancestors(w("p")))
            if paragraph is not last:
                builder.put("\n" if last is not None or name != MAIN else "")
                builder.put(waiting.pop(0) if waiting else "")
            last = paragraph
            builder.add(node.text or "", Piece(0, 0, DocxAt(name, number)))
    origin = Origin("docx", data, pieces=builder.pieces)
    return Source(builder.text, "a.docx", origin)


# --- reading back ---


def comments(data: bytes) -> dict[str, str]:
    """The comments of a Word file by id, a line each paragraph."""
    return {
        str(one.get(w("id"))): "\n".join(
            "".join(t.text or "" for t in line.iter(w("t"))) for line in one.iter(w("p"))
        )
        for one in part(data, "word/comments.xml")
    }


def commented(data: bytes) -> dict[str, str]:
    """The words of the file that each comment encloses, deleted ones too, inserted ones not."""
    root = part(data)
    words: dict[str, list[str]] = {}
    open_now: list[str] = []
    for node in root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("t"), w("delText")):
        number = str(node.get(w("id")))
        if node.tag == w("commentRangeStart"):
            open_now.append(number)
            words[number] = []
        elif node.tag == w("commentRangeEnd"):
            open_now.remove(number)
        elif not any(
            above.get(w("author")) == "cchc-check" for above in node.iterancestors(w("ins"))
        ):
            for one in open_now:
                words[one].append(node.text or "")
    assert not open_now
    return {number: "".join(parts) for number, parts in words.items()}


def lines(data: bytes, accepted: bool) -> list[str]:
    """The paragraphs of a file with our changes accepted, or rejected."""
    dropped, kept = ("del", "ins") if accepted else ("ins", "del")
    assert kept != dropped
    found: list[str] = []
    for paragraph in part(data).iter(w("p")):
        texts = [
            node.text or ""
            for node in paragraph.iter(w("t"), w("delText"))
            if next(node.iterancestors(w("p"))) is paragraph
            and not any(
                above.get(w("author")) == "cchc-check" for above in node.iterancestors(w(dropped))
            )
        ]
        found.append("".join(texts))
    return found
