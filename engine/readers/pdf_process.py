"""Pdf process: starts the reader of pages (pdfium.py) for one file and watches over its time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ..errors import InputError
from . import pdfium

MOST_PAGES = 150
MOST_LETTERS = 400_000  # a page of a plan has 2,500
MOST_PAGE_LETTERS = 30_000
MOST_MEMORY = 200_000_000  # bytes, of the process that reads
# Seconds by the clock in which the next page must come. The process ends itself much sooner where
# it works so long (pdfium.STALL); a machine that is busy with other things may need more.
SILENCE = 30.0


@dataclass(slots=True, eq=False)
class PageFrame:
    """A page as pdfium gives it: characters, their text objects, their boxes; lines; pictures.

    `boxes` has left, top, right, bottom of each character, one after the other.
    """

    about: dict[str, Any]
    codes: array[int]
    owners: array[int]
    boxes: array[float]


@dataclass(slots=True, eq=False)
class FileFrame:
    """A file's pages, and what is told of it as a whole: pages, signatures, encrypted."""

    about: dict[str, Any]
    pages: list[PageFrame]


def read_frames(data: bytes, name: str) -> FileFrame:
    """All pages of a file; InputError where it cannot be read or asks for too much."""
    limits = (MOST_PAGES, MOST_LETTERS, MOST_PAGE_LETTERS, MOST_MEMORY)
    program = "import sys; sys.path[:] = sys.argv[1].split('\\n'); import runpy; "
    program += "runpy.run_path(sys.argv[2], run_name='__main__')"
    paths = "\n".join(path or "." for path in sys.path)
    child = subprocess.Popen(
        [sys.executable, "-S", "-c", program, paths, str(Path(pdfium.__file__)), *map(str, limits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin is not None and child.stdout is not None
    threading.Thread(target=_feed, args=(child.stdin, data), daemon=True).start()
    watch = _Watch(child)
    found = FileFrame({}, [])
    try:
        for frame in _frames(child.stdout, found):
            found.pages.append(frame)
            watch.page_read()
    finally:
        watch.stop()
        child.stdout.close()
        status = _ended(child)
    complete = bool(found.about) and len(found.pages) == found.about["pages"]
    if not complete:
        raise InputError(_fault(name, status, watch, found))
    return found


def _ended(child: subprocess.Popen[bytes]) -> int:
    """How a process ended; one that has nothing more to say has a moment to do so."""
    try:
        return child.wait(1)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _feed(stream: IO[bytes], data: bytes) -> None:
    try:
        with stream:
            stream.write(data)
    except OSError:  # the other side ended before it had read all
        pass


class _Watch:
    """Ends a process that says nothing for too long."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.child = child
        self.last = time.monotonic()
        self.late = False
        self._done = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def page_read(self) -> None:
        self.last = time.monotonic()

    def stop(self) -> None:
        self._done.set()

    def _run(self) -> None:
        while not self._done.wait(0.05):
            if time.monotonic() - self.last > SILENCE:
                self.late = True
                self.child.kill()
                return


def _frames(stream: IO[bytes], found: FileFrame) -> Iterator[PageFrame]:
    """The pages as they come; ends where the stream does, whole or cut."""
    try:
        found.about = json.loads(stream.readline() or b"{}")
        while line := stream.readline():
            about = json.loads(line)
            count = about["chars"]
            codes, owners, boxes = array("I"), array("i"), array("f")
            for numbers, size in ((codes, 4 * count), (owners, 4 * count), (boxes, 16 * count)):
                packed = stream.read(size)
                if len(packed) < size:
                    return
                numbers.frombytes(packed)
            yield PageFrame(about, codes, owners, boxes)
    except ValueError:  # a line that was cut
        return


def _fault(name: str, status: int, watch: _Watch, found: FileFrame) -> str:
    """What is wrong with a file that was not read to its end."""
    pages = found.about.get("pages", 0)
    where = f" (đến trang {len(found.pages) + 1})" if found.pages else ""
    if status == pdfium.LOCKED:
        return f"{name} được đặt mật khẩu; hãy bỏ mật khẩu hoặc gửi bản không khóa."
    if status == pdfium.TOO_MANY_PAGES:
        return (
            f"{name} có {pages} trang, nhiều hơn {MOST_PAGES}; một kế hoạch không dài như vậy,"
            " hãy tách riêng phần kế hoạch."
        )
    if status == pdfium.TOO_MANY_LETTERS:
        return f"{name} có quá nhiều chữ{where}; đó không phải một kế hoạch, hãy kiểm lại tệp."
    if status == pdfium.TOO_MUCH_MEMORY:
        return (
            f"{name} đòi quá nhiều bộ nhớ khi mở{where}; tệp có thể hỏng hoặc được cố ý làm vậy,"
            " hãy xuất lại PDF từ bản gốc."
        )
    if watch.late or status == pdfium.TOO_SLOW:
        return f"{name} đọc quá lâu{where}; tệp có thể hỏng, hãy xuất lại PDF từ bản gốc."
    return (
        f"{name} hỏng hoặc bị cắt cụt nên không mở được{where};"
        " hãy lấy lại bản gốc hoặc xuất lại PDF."
    )
