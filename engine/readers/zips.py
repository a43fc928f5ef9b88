"""Zips: opens a file that is a zip archive, and reads members of it, within bounds.

What is bounded and why: `zipfile` keeps half a kilobyte for each member that a directory lists; and
asked for all of a member it unpacks all that is packed, whatever the member declares. So members
are counted before the directory is read, and of each no more is unpacked than it declares.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from ..errors import InputError

# A document of a thousand pages with a picture on each has fewer.
MOST_MEMBERS = 5_000
# Of all members together; pictures are never unpacked, but an annotated copy has to hold them.
LARGEST_UNPACKED = 1_000_000_000
# Of one XML part: a plan of 20 pages has 0.1 to 1 MB; the tree of a part takes about ten times it.
LARGEST_PART = 16_000_000
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Word and LibreOffice write
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    IndexError,
)


def broken(name: str) -> InputError:
    """The sentence for an archive that is damaged."""
    return InputError(f"{name} hỏng hoặc bị cắt cụt nên không mở được; hãy lấy lại bản gốc.")


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive in some bytes; InputError where it is damaged or too large."""
    if data.count(_ENTRY) > MOST_MEMBERS:  # before zipfile reads the directory
        raise InputError(
            f"{name} chứa hơn {MOST_MEMBERS} tệp con, không phải một văn bản bình thường;"
            " không mở để bảo đảm an toàn."
        )
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise broken(name) from None
    if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
        raise _too_large(name)
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes | None:
    """The bytes of a member, None where there is none; InputError where it cannot be unpacked."""
    try:
        about = archive.getinfo(member)
    except KeyError:
        return None
    if about.flag_bits & _ENCRYPTED:
        raise InputError(f"{name} được đặt mật khẩu; hãy bỏ mật khẩu rồi kiểm tra lại.")
    if about.file_size > LARGEST_PART:
        raise _too_large(name)
    if about.compress_type not in _METHODS:
        raise broken(name)
    try:
        with archive.open(about) as stream:
            return stream.read(about.file_size)
    except _BROKEN:
        raise broken(name) from None


def _too_large(name: str) -> InputError:
    return InputError(
        f"{name} giải nén ra quá lớn so với một văn bản, có thể là tệp cố ý làm treo máy;"
        " không mở để bảo đảm an toàn."
    )
