"""Outputs: which format is written where, from the options `-f` and `-o`; and the writing.

`-o FORMAT=FILE` says both. `-o FILE` takes the format of `-f` (of several, the one with the file's
suffix), else the one that its suffix tells. A format of `-f` that no file takes is written to
standard output, and only one can be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .batch import Batch
from .errors import InputError, reason
from .vocabulary import suggest
from .writers.formats import FORMATS, format_of, writer

DEFAULT = "rich"
STANDARD = "-"
_CLEARER = "hãy ghi rõ dạng -o DẠNG=TỆP, ví dụ -o sarif=ket-qua.sarif"


@dataclass(eq=False, repr=False)
class Output:
    """A format and the file it goes to (`-`: standard output)."""

    format: str
    file: str


def outputs_of(formats: Sequence[str], files: Sequence[str]) -> list[Output]:
    """What the options ask to be written; InputError where they contradict each other."""
    found: list[Output] = []
    rest: list[str] = []
    for file in files:
        name, path = _named(file)
        if name is None:
            rest.append(path)
        else:
            found.append(Output(name, path))
    open_formats = [f for f in dict.fromkeys(formats) if f not in {o.format for o in found}]
    found.extend(_unnamed(rest, open_formats))
    found.extend(Output(name, STANDARD) for name in open_formats)
    if not found:
        found.append(Output(DEFAULT, STANDARD))
    _refuse_clashes(found)
    return found


def _named(file: str) -> tuple[str | None, str]:
    """`sarif=out.sarif` as format and file; a file without a format as it is."""
    name, sign, path = file.partition("=")
    if not (sign and path and name.isascii() and name.isalpha()):
        return None, file
    if name.lower() not in FORMATS:
        raise InputError(
            f"Không có dạng báo cáo '{name}'{suggest(name.lower(), FORMATS)}"
            f" (nếu đó là tên tệp thì ghi -o ./{file})."
        )
    return name.lower(), path


def _unnamed(files: list[str], formats: list[str]) -> list[Output]:
    """Files without a format of their own; what they take is struck off `formats`."""
    found: list[Output] = []
    for file in list(files):
        name = format_of(file)
        if name in formats:
            formats.remove(name)
            files.remove(file)
            found.append(Output(name, file))
    # What is left: one file takes the one format that is left. The page for the screen stays
    # there where the file's suffix tells another format: `-f rich -o out.sarif`.
    for_files = [f for f in formats if f != DEFAULT]
    for file in files:
        told = format_of(file)
        if len(files) == 1 and (len(for_files) == 1 or (not for_files and not told and formats)):
            name = for_files[0] if for_files else DEFAULT
            formats.remove(name)
        elif told is not None:
            name = told
        elif formats:
            raise InputError(f"Không rõ tệp {file} ghi theo dạng nào; {_CLEARER}.")
        else:
            name = DEFAULT
        found.append(Output(name, file))
    return found


def _refuse_clashes(outputs: list[Output]) -> None:
    """One place for one format: not two on the screen, not two in one file."""
    places: dict[str, list[Output]] = {}
    for output in outputs:
        key = output.file if output.file == STANDARD else str(Path(output.file).absolute())
        places.setdefault(key, []).append(output)
    for same in places.values():
        if len(same) > 1:
            names = " và ".join(output.format for output in same)
            where = "màn hình" if same[0].file == STANDARD else f"tệp {same[0].file}"
            raise InputError(f"Không ghi được {names} cùng ra {where}; {_CLEARER}.")


def write_all(batch: Batch, outputs: Sequence[Output]) -> None:
    """Writes a batch everywhere; InputError for a file that cannot be written."""
    for output in outputs:
        if batch.checked or FORMATS[output.format].shows_unread(batch):
            _write(batch, output)
    if batch.statistics and not any(FORMATS[o.format].page for o in outputs):
        from .writers.console import console
        from .writers.statistics import write_tables

        write_tables(batch, console(sys.stderr))


def _write(batch: Batch, output: Output) -> None:
    with _opened(None if output.file == STANDARD else Path(output.file)) as stream:
        writer(output.format)(batch, stream)


def write_text(text: str, file: Path | None) -> None:
    """Writes a page to a file, or to standard output."""
    with _opened(file) as stream:
        stream.write(text)


@contextmanager
def _opened(file: Path | None) -> Iterator[IO[str]]:
    """The stream to write to; InputError where the file cannot be written."""
    if file is None:
        yield sys.stdout
        return
    try:
        with file.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
            yield stream
    except OSError as error:
        raise InputError(f"Không ghi được báo cáo ra {file}: {reason(error)}.") from error
