"""Web encoding: the bytes of a web page as text, as a browser reads them, or better.

The order is a byte order mark, what the transport said (MHTML), what the page says of itself, then
what the bytes look like. Vietnamese pages often say one encoding and are in another; letters of
VNI or TCVN3 fonts are left as they stand, for Source converts them.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from ...grammar.legacy import guess_encoding

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PRESCAN = 16_384  # a browser looks at 1,024 bytes, but stays with what a later tag says
_META = re.compile(rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{2,40})""")
# Encodings that a page may name; Python knows others that are no encodings of text, or slow.
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:windows|cp)-?125\d|iso-?8859-?\d+|us-ascii|latin-?1"
)
_LATIN = re.compile(r"iso-?8859-?1|us-ascii|latin-?1|(?:windows|cp)-?1252")
_LOST = "\ufffd"


def decode_page(data: bytes, charset: str | None = None) -> str:
    """The text of a page's bytes; `charset` is what came with it, if anything did."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    named = _known(charset) or _declared(data[:_PRESCAN])
    if named in (None, "utf-8"):
        return _utf8(data) or _eight_bits(data, None)
    if named.startswith("utf-16"):
        return data.decode("utf-16-be" if named.endswith("be") else "utf-16-le", "replace")
    # A page that is good UTF-8 and has letters beyond ASCII is hardly anything else.
    return _strict_utf8(data) or _eight_bits(data, named)


def _declared(start: bytes) -> str | None:
    """The encoding that a page names in its first tags."""
    match = _XML.match(start) or _META.search(start)
    name = _known(match[1].decode("ascii")) if match else None
    return "utf-8" if name and name.startswith("utf-16") else name  # else the tag were unreadable


def _known(name: str | None) -> str | None:
    """The name of an encoding, if a page may be in it."""
    name = (name or "").strip().lower()
    if not _KNOWN.fullmatch(name):
        return None
    return "utf-8" if name == "utf8" else name


def _strict_utf8(data: bytes) -> str | None:
    if data.isascii():
        return data.decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _utf8(data: bytes) -> str | None:
    """UTF-8 with a few bytes spoilt is still UTF-8; None where most letters would be lost."""
    text = data.decode("utf-8", "replace")
    high = sum(1 for c in text if c > "\x7f")
    return text if text.count(_LOST) * 10 <= high else None


def _eight_bits(data: bytes, named: str | None) -> str:
    """An encoding of one byte a letter: the named one, else Windows' Vietnamese or Western."""
    if named is None:
        named = "windows-1258" if "1258" in (guess_encoding(data) or "") else "windows-1252"
    if _LATIN.fullmatch(named):
        return codecs.charmap_decode(data, "strict", _western())[0]
    try:
        return data.decode(named, "replace")
    except LookupError:  # iso-8859-12 does not exist
        return codecs.charmap_decode(data, "strict", _western())[0]


@cache
def _western() -> str:
    """Windows-1252 as browsers read it: a byte that it leaves free is a control character."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
