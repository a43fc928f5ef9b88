"""Readers: the bytes of a file as a Source, a module per kind of file, imported when it is needed.

Every reader module has `read(data: bytes, name: str) -> Source`, which raises InputError with one
Vietnamese sentence for a file that it cannot read. The kind is told by what the bytes are, not by
the file's name; the name decides only where the bytes alone do not (.html).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from ...grammar.source import Source
from ..errors import InputError


class Reader(Protocol):
    """What a module of this package offers."""

    def read(self, data: bytes, name: str) -> Source:
        """The text of a file with its origin; InputError where it cannot be read."""


@dataclass(slots=True, eq=False)
class _Kind:
    """A kind of file: its reader's module, what people call it, the extra that its packages are in.

    `packages` are the import names that only the extra brings.
    """

    module: str
    name: str
    extra: str = ""
    packages: tuple[str, ...] = ()


KINDS = {
    "docx": _Kind("docx", "Word (.docx)", "docx", ("docx", "lxml")),
    "doc": _Kind("office", "Word cũ (.doc)", "docx", ("docx", "lxml")),
    "odt": _Kind("office", "OpenDocument (.odt)", "docx", ("docx", "lxml")),
    "rtf": _Kind("office", "RTF", "docx", ("docx", "lxml")),
    "pdf": _Kind("pdf", "PDF", "pdf", ("pypdfium2",)),
    "image": _Kind("scan", "ảnh", "ocr", ("PIL", "pypdfium2")),
    "html": _Kind("html", "trang web (.html)"),
}


def reader_of(kind: str, name: str) -> Reader:
    """The reader of a kind of file; InputError that says what to install where it is missing."""
    about = KINDS[kind]
    try:
        for package in about.packages:
            import_module(package)
        return cast(Reader, import_module(f".{about.module}", __name__))
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in about.packages:
            raise
        raise InputError(
            f"{name} là tệp {about.name}; để đọc được hãy cài thêm:"
            f" pip install 'cchc-check[{about.extra}]'."
        ) from None
