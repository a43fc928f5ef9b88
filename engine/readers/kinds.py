"""Kinds: which kind of file some bytes are, told by the bytes and not by the file's name."""

from __future__ import annotations

from ..errors import InputError

_SAVE = "hãy gửi bản .docx, .pdf hoặc .txt"
_MAGIC = {
    b"\x89PNG\r\n": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\x00": "image",
    b"MM\x00*": "image",
    b"BM": "image",
    b"{\\rtf": "rtf",
    b"\xd0\xcf\x11\xe0": "doc",
}
_REFUSED = {
    b"\x1f\x8b": "nén gzip",
    b"Rar!": "nén RAR",
    b"7z\xbc\xaf": "nén 7-Zip",
    b"\x7fELF": "chương trình",
    b"MZ\x90": "chương trình",
}
# Bytes that a .pdf may have before its header.
_PDF_WITHIN = 1024
# The first headers of a page saved as one file (.mht), and how many bytes they may take.
_MAIL_STARTS = (b"from:", b"mime-version:", b"subject:", b"date:", b"content-type:")
_HEADERS = 16_384
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def kind_of(data: bytes, name: str) -> str | None:
    """The kind of a file (a key of KINDS); None for text. InputError for what no plan comes as."""
    for mark, what in _REFUSED.items():
        if data.startswith(mark):
            raise InputError(f"{name} là tệp {what}, không phải văn bản; {_SAVE}.")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _kind_of_zip(data, name)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    for mark, kind in _MAGIC.items():
        if data.startswith(mark) and not (mark == b"BM" and b"\x00" not in data[:64]):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    return "html" if _is_html(data, name) else None


def _is_html(data: bytes, name: str) -> bool:
    """Whether text is a web page: by its beginning, or by its name where it has tags."""
    start = data[:_PDF_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):  # Word saves pages in UTF-16 too
        start = start[2:].replace(b"\x00", b"").lstrip()
    if start.startswith(_HTML_STARTS[:-1]) or is_mhtml(data):
        return True
    if start.startswith(b"<?xml") or start.startswith(b"<!--"):
        return b"<html" in data[:4096].lower()
    return name.lower().endswith((".html", ".htm", ".xhtml")) and b"<" in data


def is_mhtml(data: bytes) -> bool:
    """Whether bytes are a page saved as one file: mail headers that announce several parts."""
    low = data[:_HEADERS].lower()
    return low.startswith(_MAIL_STARTS) and b"multipart/related" in low and b"text/html" in low


def _kind_of_zip(data: bytes, name: str) -> str:
    from .zips import open_zip

    with open_zip(data, name) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" in names and any(one.startswith("word/") for one in names):
        return "docx"
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    if any(one.startswith("xl/") for one in names):
        raise InputError(f"{name} là bảng tính, không phải văn bản; {_SAVE}.")
    if any(one.startswith("ppt/") for one in names):
        raise InputError(f"{name} là tệp trình chiếu, không phải văn bản; {_SAVE}.")
    raise InputError(f"{name} là tệp nén; hãy giải nén rồi nêu tên từng tệp kế hoạch trong đó.")
