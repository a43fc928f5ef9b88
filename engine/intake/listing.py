"""Listing: the documents in folders and archives, in one order, each with a way to its bytes.

Nothing is unpacked to disk: a member of an archive is read into memory, up to a size, by the name
that the archive's own directory has for it, so that no path can lead out of anywhere.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import IO

from ..errors import InputError, reason
from ..reading import LARGEST_FILE

# An archive within an archive is how mail programs send what was zipped already; deeper is a bomb.
_DEEPEST = 2
_MOST_MEMBERS = 50_000
LARGEST_ARCHIVE = 2_000_000_000
# What programs and systems leave in folders; nobody submits it.
_LEFT_BY_PROGRAMS = ("~$", ".~lock", ".", "__MACOSX")
_LEFT_FILES = frozenset({"thumbs.db", "desktop.ini"})
_OWN_FILES = frozenset({"cchc-check.toml", "cchc-waivers.yaml", "units.csv"})
ARCHIVES = (".zip",)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(slots=True, eq=False)
class Document:
    """One file of the intake: the file on disk and, in an archive, the members that lead to it.

    `name` is what reports call it and what orders it; `why` says why it cannot be read at all;
    `digest` is the hash of its content once that was read; `weight` how many bytes it has, where
    the listing says so.
    """

    path: str
    members: tuple[str, ...] = ()
    why: str | None = None
    digest: str | None = None
    weight: int = 0

    @property
    def name(self) -> str:
        """`goi.zip/xa-a/ke-hoach.docx`."""
        # Not by pathlib, which keeps every part of every path for good: twenty thousand of them.
        return "/".join((self.path.replace(os.sep, "/"), *self.members))

    @property
    def suffix(self) -> str:
        """The ending of its name, in lower case: `.docx`; empty where there is none."""
        stem, dot, end = self.name.rpartition("/")[2].rpartition(".")
        return f".{end.lower()}" if stem and dot else ""

    @property
    def stamp(self) -> tuple[int, int] | None:
        """Size and time of change of the file: while they stand its content does."""
        try:
            about = os.stat(self.path)  # noqa: PTH116  twice as fast, 20,000 times
        except OSError:
            return None
        return about.st_size, about.st_mtime_ns

    def read(self) -> bytes:
        """Its bytes; InputError where they cannot be had."""
        try:
            if not self.members:
                with Path(self.path).open("rb") as stream:
                    return stream.read(LARGEST_FILE + 1)
            return self._from_archive()
        except InputError:
            raise
        except (OSError, ValueError, RuntimeError, EOFError, NotImplementedError) as error:
            raise InputError(f"Không đọc được {self.name}: {reason(error)}.") from None
        except Exception as error:  # zlib, lzma and zipfile each have errors of their own
            if type(error).__module__ in ("zlib", "zipfile", "_lzma", "lzma"):
                raise InputError(f"{self.name} hỏng trong tệp nén nên không đọc được.") from None
            raise

    def _from_archive(self) -> bytes:
        with Path(self.path).open("rb") as stream:
            data = _inside(stream, self.members[0])
        for member in self.members[1:]:
            data = _inside(BytesIO(data), member)
        return data


def _inside(stream: IO[bytes], member: str) -> bytes:
    with zipfile.ZipFile(stream) as archive, archive.open(member) as inner:
        return inner.read(LARGEST_FILE + 1)


def is_address(place: str) -> bool:
    """Whether a place lies elsewhere (`s3://bucket/folder`) and is not a folder's name."""
    return _ADDRESS.match(place) is not None


def list_documents(places: Sequence[str], leave: Path | None = None) -> list[Document]:
    """All documents below some folders, in archives and named files, ordered by name, each once.

    `leave` is a folder that is not looked into (the results'). InputError for a place that there is
    not.
    """
    found: dict[str, Document] = {}
    for place in places:
        if is_address(place):
            from .remote import list_remote

            for document in list_remote(place):
                found.setdefault(document.name, document)
            continue
        path = Path(place)
        if not path.exists():
            raise InputError(f"Không có thư mục hoặc tệp {place}; hãy kiểm lại tên.")
        for file in _files(path, leave.resolve() if leave else None):
            for document in _documents(file):
                found.setdefault(document.name, document)
    return [found[name] for name in sorted(found)]


def _files(path: Path, leave: Path | None) -> Iterator[str]:
    """The files of a folder and of all below it; links to folders are not followed (loops)."""
    if path.is_file():
        yield str(path)
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(
            one for one in below
            if not _is_left(one) and (leave is None or (Path(folder) / one).resolve() != leave)
        )  # fmt: skip
        for name in sorted(names):
            if not _is_left(name) and name.lower() not in _OWN_FILES:
                yield os.path.join(folder, name)  # noqa: PTH118  ten times as fast, 20,000 times


def is_document(path: str) -> bool:
    """Whether a path below a place may be a plan: nothing that programs leave, nothing of ours."""
    parts = path.split("/")
    return not any(_is_left(part) for part in parts) and parts[-1].lower() not in _OWN_FILES


def _is_left(name: str) -> bool:
    return name.startswith(_LEFT_BY_PROGRAMS) or name.lower() in _LEFT_FILES


def _documents(file: str) -> Iterator[Document]:
    """A file, or what is in it where it is an archive."""
    if not file.lower().endswith(ARCHIVES):
        yield Document(file)
        return
    try:
        if Path(file).stat().st_size > LARGEST_ARCHIVE:
            yield Document(file, why=f"{file} lớn hơn 2 GB; hãy giải nén rồi nêu thư mục.")
            return
        with Path(file).open("rb") as stream:
            yield from members_of(Document(file), stream)
    except OSError as error:
        yield Document(file, why=f"Không đọc được {file}: {reason(error)}.")


def members_of(here: Document, stream: IO[bytes]) -> Iterator[Document]:
    """What an archive holds, archives in it included."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir()]
            if len(infos) > _MOST_MEMBERS:
                here.why = (
                    f"{here.name} có {len(infos)} tệp, nhiều hơn {_MOST_MEMBERS}; có thể là tệp"
                    " phá hoại nên không mở."
                )
                yield here
                return
            for info in sorted(infos, key=lambda one: one.filename):
                parts = info.filename.replace("\\", "/").split("/")
                if any(_is_left(part) for part in parts if part not in ("..", ".")):
                    continue
                yield from _member(here, info)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        here.why = f"{here.name} hỏng hoặc không phải tệp nén .zip nên không mở được."
        yield here


def _member(here: Document, info: zipfile.ZipInfo) -> Iterator[Document]:
    document = replace(here, members=(*here.members, info.filename), weight=info.file_size)
    if info.flag_bits & 1:
        document.why = f"{document.name} có mật khẩu; hãy gửi bản không đặt mật khẩu."
    elif info.file_size > LARGEST_FILE:
        document.why = (
            f"{document.name} lớn hơn {LARGEST_FILE // 1_000_000} MB khi giải nén nên không đọc."
        )
    elif info.filename.lower().endswith(ARCHIVES):
        if len(document.members) >= _DEEPEST:
            document.why = f"{document.name} là tệp nén lồng quá sâu nên không mở."
        else:
            try:
                data = document.read()
            except InputError as error:
                document.why = str(error)
            else:
                yield from members_of(document, BytesIO(data))
                return
    yield document
