"""Remote: documents at an address (`s3://bucket/folder`, `hdfs://…`), as documents of the intake.

fsspec reads them; credentials come from where its file systems look for them (environment, profile,
role of the machine), never from here, and no name shows those that somebody wrote into an address.
"""

from __future__ import annotations

import hashlib
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from ..errors import InputError, reason
from ..reading import LARGEST_FILE
from .listing import ARCHIVES, LARGEST_ARCHIVE, Document, is_document, members_of

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# What each protocol needs beside fsspec; http(s) is one file that somebody names, never a listing.
_NEEDS = {
    "s3": "'cchc-check[cluster]'", "s3a": "'cchc-check[cluster]'", "hdfs": "pyarrow",
    "file": "'cchc-check[cluster]'", "memory": "'cchc-check[cluster]'",
    "http": "'cchc-check[cluster]'", "https": "'cchc-check[cluster]'",
    "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "abfss": "adlfs", "az": "adlfs",
}  # fmt: skip
_SINGLE = ("http", "https")
_CONTAINERS = ("abfs", "abfss", "az")  # container@account is no password
_RANGES = ("s3", "s3a", "gs", "gcs", *_CONTAINERS)  # one request for a part of a file
# By what a file system says that a content is another one, the surest first.
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "checksum")
_TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "created")
_SECRET = re.compile(r"(?<=//)[^/@\s]*:[^/@\s]*@|\?\S*")
_NO_KEYS = ("NoCredentialsError", "PartialCredentialsError", "DefaultCredentialsError",
            "CredentialRetrievalError", "TokenRetrievalError")  # fmt: skip
_PATIENCE = 10  # seconds until a server that does not answer is given up
_LONGEST = 200  # of what a file system says
_BLOCK = 1 << 20  # bytes of an archive that are read at a time

_lock = threading.Lock()  # an archive that is kept open is read by one at a time


@dataclass(slots=True, eq=False)
class RemoteDocument(Document):
    """A document at an address. `path` is what its file system calls it.

    `base` is the address that the user gave, by which the file system is opened; `shown` the name
    without credentials; `size` and `changed` what the listing says of the file (None: nothing).
    """

    base: str = ""
    shown: str = ""
    size: int | None = None
    changed: int | None = None

    @property
    def name(self) -> str:
        """`s3://ho-so/xa-a/ke-hoach.docx`."""
        return "/".join((self.shown, *self.members))

    @property
    def stamp(self) -> tuple[int, int] | None:
        """Size and mark of change; None where the file system has no mark."""
        return None if self.changed is None else (self.size or 0, self.changed)

    def read(self) -> bytes:
        """Its bytes; InputError where they cannot be had."""
        try:
            with told(self.base, self.shown):
                if self.members:
                    with _lock:
                        return _member(self)
                fs, _ = opened(self.base)
                if self.size and fs_protocol(self.base) in _RANGES:
                    return bytes(fs.cat_file(self.path, start=0, end=LARGEST_FILE + 1))
                with fs.open(self.path, "rb") as stream:
                    return bytes(stream.read(LARGEST_FILE + 1))
        except zipfile.BadZipFile:
            raise InputError(f"{self.name} hỏng trong tệp nén nên không đọc được.") from None
        except Exception as error:
            if type(error).__module__ in ("zlib", "zipfile", "_lzma", "lzma"):
                raise InputError(f"{self.name} hỏng trong tệp nén nên không đọc được.") from None
            raise


def _member(document: RemoteDocument) -> bytes:
    archive = _archive(document.base, document.path, document.changed, document.members[:-1])
    with archive.open(document.members[-1]) as inner:
        return inner.read(LARGEST_FILE + 1)


@lru_cache(maxsize=3)  # members come one after another: the archive, the one in it, the next
def _archive(
    base: str, path: str, changed: int | None, members: tuple[str, ...]
) -> zipfile.ZipFile:
    """An archive that is kept open: its directory is fetched once, not for each member."""
    if not members:
        fs, _ = opened(base)
        return zipfile.ZipFile(_blocks(fs, path))
    with _archive(base, path, changed, members[:-1]).open(members[-1]) as inner:
        return zipfile.ZipFile(BytesIO(inner.read(LARGEST_FILE + 1)))


def _blocks(fs: AbstractFileSystem, path: str) -> IO[bytes]:
    """A file at an address as a stream that fetches what is asked for, 32 blocks kept."""
    stream: IO[bytes] = fs.open(path, "rb", block_size=_BLOCK, cache_type="blockcache")
    return stream


def fs_protocol(place: str) -> str:
    """`s3` of `s3://bucket`."""
    return place.split("://", 1)[0].lower()


def opened(place: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address, and the address as it calls it; InputError where none is."""
    protocol = fs_protocol(place)
    if protocol not in _NEEDS or "::" in place:
        raise InputError(
            f"Không đọc được từ {shown_name(place)}: địa chỉ phải bắt đầu bằng s3://, hdfs://,"
            " gs://, abfs://, http(s):// hoặc file://."
        )
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(place, **_options(protocol))
    except ImportError:
        raise InputError(
            f"Để dùng địa chỉ {protocol}:// hãy cài thêm: pip install {_NEEDS[protocol]}."
        ) from None
    except (ValueError, OSError) as error:
        raise InputError(_unreachable(place, error)) from None
    return fs, str(path)


def _options(protocol: str) -> dict[str, Any]:
    """A server that is not there is told in seconds; what the user configured goes before."""
    from fsspec.config import conf

    if protocol in ("s3", "s3a") and "config_kwargs" not in conf.get("s3", {}):
        return {"config_kwargs": {"connect_timeout": _PATIENCE, "retries": {"max_attempts": 3}}}
    return {}


@contextmanager
def told(place: str, name: str | None = None) -> Iterator[None]:
    """What a file system raises as one sentence about the address."""
    shown = name or shown_name(place)
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError:
        raise InputError(f"Không có {shown}; hãy kiểm lại tên kho và thư mục.") from None
    except PermissionError:
        raise InputError(
            f"Không được phép dùng {shown}; hãy kiểm lại khóa truy cập và quyền của kho."
        ) from None
    except zipfile.BadZipFile:
        raise
    except Exception as error:
        if type(error).__name__ in _NO_KEYS:
            raise InputError(
                f"Chưa có thông tin đăng nhập cho {shown}; hãy đặt AWS_ACCESS_KEY_ID và"
                " AWS_SECRET_ACCESS_KEY, hoặc hồ sơ đăng nhập của kho."
            ) from None
        if type(error).__module__ in ("zlib", "zipfile", "_lzma", "lzma"):
            raise
        raise InputError(_unreachable(place, error)) from None


def _unreachable(place: str, error: Exception) -> str:
    lines = (reason(error) or type(error).__name__).splitlines()
    said = _SECRET.sub("", lines[0][:_LONGEST]).rstrip(".")
    return f"Không dùng được {shown_name(place)}: {said}."


def shown_name(place: str) -> str:
    """An address without user, password and signature."""
    protocol, rest = fs_protocol(place), place.split("://", 1)[1]
    host, slash, path = rest.partition("/")
    if protocol not in _CONTAINERS or ":" in host.rpartition("@")[0]:
        host = host.rpartition("@")[2]
    if protocol in _SINGLE:
        path = re.split(r"[?#]", path)[0]
    return f"{protocol}://{host}{slash}{path}"


def list_remote(place: str) -> Iterator[Document]:
    """The documents at an address: a file, or all below a folder; archives opened."""
    fs, root = opened(place)
    fs.invalidate_cache()
    with told(place):
        about = fs.info(root)
        if about.get("type") == "directory" and fs_protocol(place) not in _SINGLE:
            found = fs.find(root, detail=True)
        else:
            found = {root: about}
        if not isinstance(found, dict) or (not found and not fs.exists(root)):
            raise FileNotFoundError
    top = shown_name(place).rstrip("/")
    for path, info in sorted(found.items()):
        below = str(path)[len(root) :].strip("/") if len(found) > 1 or path != root else ""
        if str(path).endswith("/") or (below and not is_document(below)):
            continue
        shown = f"{top}/{below}" if below else top
        size = info.get("size")
        here = RemoteDocument(
            str(path), weight=size or 0, base=place, shown=shown, size=size, changed=_changed(info)
        )
        yield from _documents(here, fs)


def _documents(here: RemoteDocument, fs: AbstractFileSystem) -> Iterator[Document]:
    """A file, or what is in it where it is an archive."""
    archive = here.shown.lower().endswith(ARCHIVES)
    if archive and (here.size or 0) > LARGEST_ARCHIVE:
        here.why = f"{here.shown} lớn hơn 2 GB; hãy giải nén rồi nêu thư mục."
    elif not archive and (here.size or 0) > LARGEST_FILE:
        here.why = f"Tệp lớn hơn {LARGEST_FILE // 1_000_000} MB nên không đọc; hãy kiểm lại tệp."
    if here.why is not None or not archive:
        yield here
        return
    try:
        with told(here.base, here.shown), _blocks(fs, here.path) as stream:
            members = list(members_of(here, stream))
    except InputError as error:
        yield replace(here, why=str(error))
        return
    yield from members


def _changed(info: dict[str, Any]) -> int | None:
    """A number that is another one when the content is another one."""
    for name in _MARKS:
        if info.get(name):
            return int.from_bytes(hashlib.sha256(str(info[name]).encode()).digest()[:7])
    for name in _TIMES:
        value = info.get(name)
        if isinstance(value, datetime):
            return int(value.timestamp() * 1e9)
        if isinstance(value, (int, float)) and value:
            return int(value * 1e9)
    return None
