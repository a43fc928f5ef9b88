"""Zip copy: an archive with some members changed, all others taken over as they are packed.

`zipfile` would unpack and pack every picture anew, which costs time and, of a bomb, all memory.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from ..readers.zips import broken

_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UTF8, _DESCRIBED_BEHIND = 0x800, 0x8


@dataclass(slots=True, eq=False)
class _Member:
    """A member as it is packed."""

    info: zipfile.ZipInfo
    packed: bytes


def zip_copy(archive: zipfile.ZipFile, changed: Mapping[str, bytes], name: str) -> bytes:
    """The archive with the `changed` members; what is new stands behind the others.

    InputError where a member does not lie where the archive's directory says.
    """
    members = list(_kept(archive, changed, name))
    members += [
        _packed(member, data)
        for member, data in changed.items()
        if member not in archive.NameToInfo
    ]
    out = BytesIO()
    entries = [_write(out, member) for member in members]
    start = out.tell()
    out.write(b"".join(entries))
    size = out.tell() - start
    out.write(_END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), size, start, 0))
    return out.getvalue()


def _kept(archive: zipfile.ZipFile, changed: Mapping[str, bytes], name: str) -> Iterator[_Member]:
    """The archive's members in their order, changed or not."""
    stream = archive.fp
    assert stream is not None
    for info in archive.infolist():
        if archive.NameToInfo[info.filename] is not info:
            continue  # a later member of this name is the one that readers see
        if info.filename in changed:
            yield _packed(info.filename, changed[info.filename], info)
            continue
        stream.seek(info.header_offset)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise broken(name)
        lengths = _LOCAL.unpack(head)[-2:]
        stream.seek(sum(lengths), 1)
        packed = stream.read(info.compress_size)
        if len(packed) < info.compress_size:
            raise broken(name)
        yield _Member(info, packed)


def _packed(name: str, data: bytes, like: zipfile.ZipInfo | None = None) -> _Member:
    info = zipfile.ZipInfo(name, like.date_time if like else _FIRST_DAY)
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    info.compress_type, info.CRC = zipfile.ZIP_DEFLATED, zlib.crc32(data)
    info.file_size, info.compress_size = len(data), len(packed)
    info.external_attr = like.external_attr if like else 0
    return _Member(info, packed)


def _write(out: BytesIO, member: _Member) -> bytes:
    """Writes a member; returns its entry in the directory."""
    info, place = member.info, out.tell()
    flags = info.flag_bits & ~_DESCRIBED_BEHIND
    name = info.orig_filename.encode("utf-8")  # also where it was in the old encoding of zips
    if not name.isascii():
        flags |= _UTF8
    year, month, day, hour, minute, second = info.date_time
    clock = hour << 11 | minute << 5 | second // 2
    date = (year - 1980) << 9 | month << 5 | day
    shared = (flags, info.compress_type, clock, date, info.CRC, info.compress_size, info.file_size)
    out.write(_LOCAL.pack(b"PK\x03\x04", _VERSION, *shared, len(name), 0))
    out.write(name)
    out.write(member.packed)
    attributes = (0, info.external_attr, place)
    lengths = (len(name), 0, 0, 0)
    return _ENTRY.pack(b"PK\x01\x02", _VERSION, _VERSION, *shared, *lengths, *attributes) + name
