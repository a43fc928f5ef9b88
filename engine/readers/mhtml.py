"""MHTML: the page within a page saved as one file (.mht, .mhtml)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from ..errors import InputError

_HEAD = 16_384  # bytes of a part's headers
_FOLD = re.compile(rb"\r?\n[ \t]+")
_BLANK = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(
    rb"""boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))""", re.IGNORECASE
)
_CHARSET = re.compile(rb"""charset\s*=\s*"?([\w.:-]{2,40})""", re.IGNORECASE)
_TYPE = re.compile(rb"^content-type\s*:\s*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_CODING = re.compile(rb"^content-transfer-encoding\s*:\s*([\w-]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True, eq=False)
class Part:
    """A page's bytes and the encoding that the file names for them."""

    data: bytes
    charset: str | None


def page_of(data: bytes, name: str) -> Part:
    """The first web page of the file; InputError where it has none."""
    headers, body = _split(data)
    boundary = _BOUNDARY.search(headers)
    if boundary is not None:
        for part in body.split(b"--" + (boundary[1] or boundary[2])):
            headers, content = _split(part.lstrip(b"\r\n"))
            kind = _TYPE.search(headers)
            if kind is not None and kind[1].lower().startswith(b"text/html"):
                charset = _CHARSET.search(kind[1])
                return Part(
                    _decoded(headers, content), charset[1].decode("ascii") if charset else None
                )
    raise InputError(f"{name} hỏng: trong tệp không có trang web nào; hãy lưu lại trang đó.")


def _split(part: bytes) -> tuple[bytes, bytes]:
    """The headers of a part, a line each, and what follows them."""
    end = _BLANK.search(part, 0, _HEAD)
    if end is None:
        return b"", part
    return _FOLD.sub(b" ", part[: end.start()]), part[end.end() :]


def _decoded(headers: bytes, content: bytes) -> bytes:
    coding = _CODING.search(headers)
    kind = coding[1].lower() if coding else b""
    if kind == b"quoted-printable":
        return binascii.a2b_qp(content)
    if kind == b"base64":
        try:
            return binascii.a2b_base64(content)
        except binascii.Error:
            return b""
    return content
