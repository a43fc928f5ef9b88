"""Annotate: the findings of a report written into a copy of the file that was checked.

A module per kind of file, each with `annotate(source: Source, report: Report) -> bytes`: docx
(comments and tracked changes), pdf (highlights and notes), page (a web page, for .txt and .html;
for any other file as well, where OUT ends in .html). The file that was checked is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from ...grammar.source import Source
from ..errors import InputError, reason
from ..report import Report

_PAGE = ".html"
# What a file of an origin is annotated as, and what people call it.
_OWN = {"docx": (".docx", "tệp Word"), "pdf": (".pdf", "tệp PDF"), "scan": (".pdf", "bản quét")}
_MODULES = {".docx": "docx", ".pdf": "pdf", _PAGE: "page", ".htm": "page"}


class Annotator(Protocol):
    """What a module of this package offers."""

    def annotate(self, source: Source, report: Report) -> bytes:
        """A copy of the file with the findings; InputError where that cannot be made."""


@dataclass(eq=False)
class Annotating:
    """Where the annotated copies go: one file, or a folder for several plans."""

    out: Path
    folder: bool
    _given: set[Path] = field(default_factory=set)

    @classmethod
    def of(cls, out: str, plans: Sequence[str]) -> Annotating:
        """From the option; InputError where one file is named for several plans."""
        path = Path(out)
        folder = path.is_dir() or out.endswith(("/", "\\"))
        if len(plans) > 1 and not folder:
            raise InputError(
                f"Có {len(plans)} kế hoạch mà --annotate chỉ nêu một tệp; hãy nêu một thư mục,"
                f" ví dụ --annotate {path.with_suffix('').name}/."
            )
        return cls(path, folder)

    def write(self, source: Source, report: Report) -> Path:
        """Writes the annotated copy of one plan; returns where. InputError where it cannot."""
        out = self._file(source)
        _refuse_original(out, source)
        data = _annotator(out, source).annotate(source, report)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(data)
        except OSError as error:
            raise InputError(f"Không ghi được bản ghi chú ra {out}: {reason(error)}.") from error
        return out

    def _file(self, source: Source) -> Path:
        if not self.folder:
            return self.out
        name = "dau-vao-chuan" if source.path in ("", "-") else Path(source.path).name
        own, _ = _own(source)
        stem = name[: -len(own)] if name.lower().endswith(own) else name
        return self._free(self.out / f"{stem}.ghi-chu{own}")

    def _free(self, file: Path) -> Path:
        """A name that two plans of the same name in different folders do not share."""
        number, free = 2, file
        while free in self._given:
            free = file.with_name(f"{file.stem}-{number}{file.suffix}")
            number += 1
        self._given.add(free)
        return free


def _own(source: Source) -> tuple[str, str]:
    """The suffix that a source's own annotated copy has, and what people call such a file."""
    if source.origin is None:
        return _PAGE, "tệp văn bản"
    return _OWN.get(source.origin.format, (_PAGE, "trang web"))


def _annotator(out: Path, source: Source) -> Annotator:
    own, what = _own(source)
    suffix = out.suffix.lower()
    if suffix not in (own, _PAGE, ".htm"):
        also = "" if own == _PAGE else f" hoặc {_PAGE}"
        raise InputError(
            f"Bản ghi chú của {source.path} ({what}) phải có đuôi {own}{also}, không phải"
            f" “{suffix or out.name}”; hãy đổi tên tệp sau --annotate."
        )
    try:
        return cast(Annotator, import_module(f".{_MODULES[suffix]}", __name__))
    except ModuleNotFoundError as error:
        if error.name != "pypdf":
            raise
        raise InputError(
            f"Để ghi chú vào {what} hãy cài thêm: pip install 'cchc-check[pdf]';"
            f" hoặc đặt đuôi {_PAGE} cho tệp sau --annotate."
        ) from None


def _refuse_original(out: Path, source: Source) -> None:
    """The file that was checked is never written over."""
    try:
        same = source.path not in ("", "-") and out.exists() and out.samefile(source.path)
    except OSError:
        same = False
    if same:
        raise InputError(
            f"--annotate không ghi đè lên bản gốc {source.path}; hãy nêu tên tệp khác."
        )
