"""ODT: an OpenDocument text with nothing but its text, as LibreOffice is given it.

Pictures, objects, macros and thumbnails stay behind: they hold no text, and they are where bombs
and programs hide.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from ..errors import InputError
from .zips import broken, open_zip, read_member

_MIME = "application/vnd.oasis.opendocument.text"
_PARTS = ("content.xml", "styles.xml", "settings.xml")
_DECLARED = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_SCRIPTS = (b"<office:scripts>", b"</office:scripts>")


def only_text(data: bytes, name: str) -> bytes:
    """The archive with the text alone; InputError where it is damaged, locked or no text."""
    archive = open_zip(data, name)
    manifest = read_member(archive, "META-INF/manifest.xml", name) or b""
    if b"encryption-data" in manifest:
        raise InputError(f"{name} được đặt mật khẩu; hãy bỏ mật khẩu rồi kiểm tra lại.")
    mime = (read_member(archive, "mimetype", name) or b"").decode("ascii", "replace").strip()
    if not mime.startswith(_MIME):
        raise InputError(
            f"{name} là tệp OpenDocument nhưng không phải văn bản; hãy gửi bản .docx, .odt, .pdf."
        )
    parts = {part: read_member(archive, part, name) for part in _PARTS}
    if not parts["content.xml"]:
        raise broken(name)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bare:
        bare.writestr("mimetype", mime, zipfile.ZIP_STORED)
        for part, content in parts.items():
            if content:
                bare.writestr(part, _safe(content, name))
        bare.writestr("META-INF/manifest.xml", _manifest(mime))
    return stream.getvalue()


def _safe(content: bytes, name: str) -> bytes:
    """A part without scripts; InputError where it declares entities."""
    if any(mark in content for mark in _DECLARED):
        raise InputError(
            f"{name} có khai báo XML không an toàn nên không đọc;"
            " hãy mở bằng LibreOffice và lưu lại rồi kiểm tra lại."
        )
    start, end = (content.find(mark) for mark in _SCRIPTS)
    return content[:start] + content[end + len(_SCRIPTS[1]) :] if 0 <= start < end else content


def _manifest(mime: str) -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", mime), *((part, "text/xml") for part in _PARTS))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        f' manifest:version="1.2">{entries}</manifest:manifest>'
    )
