"""Mending: makes the fixes of a report in the text, shows the change, writes it back safely."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..grammar.source import Source
from .errors import InputError, reason
from .report import Edit, Fix, Report

_ROUNDS = 8  # a fix may make room for another; what still changes after these is left alone
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True, eq=False)
class Mended:
    """A text with fixes made in it: their titles in order, and the report of what is left."""

    text: str
    report: Report
    titles: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mending:
    """What is asked for: the fixes shown as a difference, or written; the unsafe ones too."""

    write: bool
    unsafe: bool
    differences: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, diff: bool, fix: bool, unsafe: bool) -> Mending:
        """From the options; InputError where they contradict each other."""
        if diff and fix:
            raise InputError("Chỉ dùng một trong hai: --diff để xem, --fix để sửa tệp.")
        if not (diff or fix):
            raise InputError("--unsafe-fixes đi cùng --diff (xem) hoặc --fix (sửa tệp).")
        return cls(fix, unsafe)

    def run(self, source: Source, check: Callable[[Source], Report]) -> Report:
        """Mends a document and gives the report of what is left.

        Raises InputError where the fixes cannot be written back into the file.
        """
        if self.write and source.path == "-":
            raise InputError("--fix cần một tệp để ghi; với đầu vào chuẩn hãy dùng --diff.")
        if self.write and source.origin is not None:
            raise InputError(
                f"--fix chỉ sửa tệp văn bản thuần; với {source.path} hãy dùng --annotate để có bản"
                " sao ghi sẵn chỗ sửa."
            )
        if source.legacy is not None:
            raise InputError(
                f"{source.path} ở bảng mã {source.legacy}; hãy lưu lại dạng UTF-8 rồi mới sửa."
            )
        mended = mend(source, check, self.unsafe)
        if mended.titles and self.write:
            kept = write_back(source.path, mended.text)
            mended.report.notes.insert(0, _done(mended.titles, kept))
        elif mended.titles:
            self.differences.append(difference(source.raw, mended.text, source.path))
        return mended.report

    @property
    def found(self) -> bool:
        """Whether anything is to be mended."""
        return bool(self.differences)

    @property
    def shown(self) -> str:
        """All differences as one text."""
        return "\n".join(self.differences) or "Không có chỗ nào tự sửa được."


def _done(titles: list[str], kept: Path) -> str:
    return f"Đã sửa {len(titles)} chỗ trong tệp: {'; '.join(titles)}. Bản cũ: {kept}."


def mend(source: Source, check: Callable[[Source], Report], unsafe: bool = False) -> Mended:
    """Makes the safe fixes (with `unsafe`, all) in a text until `check` finds none any more.

    Doing it again changes nothing. Of fixes that touch the same words the first is made, the
    others in the next round if they still apply.
    """
    mended = Mended(source.raw, check(source))
    seen = {source.raw}
    for _ in range(_ROUNDS):
        fixes = list(chosen(mended.report, unsafe))
        changed = apply(mended.text, [edit for fix in fixes for edit in fix.edits])
        if changed in seen:  # nothing left, or two fixes that undo each other
            break
        seen.add(changed)
        report = check(Source(changed, source.path))
        mended = Mended(changed, report, mended.titles + [fix.title for fix in fixes])
    return mended


def chosen(report: Report, unsafe: bool) -> Iterator[Fix]:
    """The fixes to make in one round: each whole, none over the words of another."""
    taken: list[Edit] = []
    fixes = [r.fix for r in report.results if r.fix is not None and r.waived is None]
    for fix in sorted(fixes, key=lambda f: min(e.start for e in f.edits)):
        if (fix.safe or unsafe) and not any(_touch(a, b) for a in fix.edits for b in taken):
            taken.extend(fix.edits)
            yield fix


def _touch(one: Edit, two: Edit) -> bool:
    """Whether two edits share words or a place."""
    return one.start == two.start or (one.start < two.end and two.start < one.end)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits, none of which touches another, made in it."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda e: e.start):
        parts += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join([*parts, text[done:]])


def difference(before: str, after: str, name: str) -> str:
    """What changes from one text to the other, as a unified diff; empty where nothing does."""
    from difflib import unified_diff

    lines = unified_diff(
        before.splitlines(), after.splitlines(), name, f"{name} (đã sửa)", lineterm="", n=1
    )
    return "\n".join(lines)


def write_back(path: str, text: str) -> Path:
    """Writes a mended text in the place of its file, whole or not at all; returns the backup.

    The file as it was is kept beside it as NAME.bak (NAME.bak1, … where that is taken). Raises
    InputError where the file cannot be written; it is then as it was.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
        backup = keep_copy(file, data)
        mark = _BOM if data.startswith(_BOM) else b""
        put(file, mark + text.encode("utf-8"))
    except OSError as error:
        raise InputError(f"Không ghi được bản đã sửa vào {path}: {reason(error)}.") from error
    return backup


def keep_copy(file: Path, data: bytes) -> Path:
    """A copy of a file under a name that nothing has yet."""
    number = 0
    while True:
        copy = file.with_name(f"{file.name}.bak{number or ''}")
        try:
            with copy.open("xb") as stream:
                stream.write(data)
        except FileExistsError:
            number += 1
            continue
        return copy


def put(file: Path, data: bytes) -> None:
    """Puts new contents in the place of a file in one step, its permissions kept."""
    target = file.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(target.stat().st_mode & 0o7777)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
