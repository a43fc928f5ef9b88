"""Tesseract: the letters in a picture, read by the program of that name.

The program is run without a shell, reads the picture from its input and writes hOCR to its output:
no file is written, none is left behind. Only its language data decide what it knows.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from unicodedata import normalize

from ..errors import InputError

LANGUAGE = "vie"
# Lines of one column with words of different sizes: of the modes 3, 4, 6 and 11 none misreads less
# (0.11 to 0.15 % of the letters of clean scans), and 4 keeps the marks of a list at their lines.
_COLUMN = "4"
_ORIENTATION = "0"
# Boxes of letters; no second try with light letters on dark, which no page has and costs time.
_SETTINGS = ("-c", "hocr_char_boxes=1", "-c", "tessedit_do_invert=0")
_USUAL = (
    r"%ProgramFiles%\Tesseract-OCR",
    r"%ProgramFiles(x86)%\Tesseract-OCR",
    r"%LOCALAPPDATA%\Programs\Tesseract-OCR",
    r"%LOCALAPPDATA%\Tesseract-OCR",
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/opt/local/bin",
    "/usr/bin",
)
_INSTALL = {
    "win32": "tải bộ cài tại github.com/UB-Mannheim/tesseract/wiki và chọn thêm Vietnamese",
    "darwin": "brew install tesseract tesseract-lang",
}
_INSTALL_ELSEWHERE = "sudo apt install tesseract-ocr tesseract-ocr-vie"
_TURNED = re.compile(r"Rotate: (\d+)")
_SURE_OF_TURN = re.compile(r"Orientation confidence: ([\d.]+)")
_LEAST_SURE_OF_TURN = 1.0
_HOCR = re.compile(
    r"<span class='ocr_\w+'[^>]*?bbox (?P<line>[\d ]+);"
    r"(?: textangle [\d.]+;)?(?: baseline (?P<slope>-?[\d.]+) (?P<lift>-?[\d.]+);)?"
    r" x_size (?P<height>[\d.]+)"
    r"|<span class='ocrx_word'[^>]*?x_wconf (?P<word>\d+)"
    r"|<span class='ocrx_cinfo' title='x_bboxes (?P<letter>[\d ]+); x_conf (?P<sure>-?[\d.]+)'>"
    r"(?P<text>[^<]*)<"
)


class NotReadError(Exception):
    """The program has not read a picture: too slow, or stopped."""


@dataclass(slots=True, eq=False)
class Letter:
    """A letter: its place in pixels from the upper left corner (left, top, right, bottom)."""

    text: str
    box: tuple[int, int, int, int]
    sure: float


@dataclass(slots=True, eq=False)
class SeenWord:
    """Letters without a space among them; `base` and `height` are those of its line, in pixels.

    `sure` (0 to 1) is how sure the program is of the word, `line` the number of its line.
    """

    letters: list[Letter]
    base: float
    height: float
    sure: float
    line: int = 0

    @property
    def text(self) -> str:
        """The word."""
        return "".join(letter.text for letter in self.letters)


@dataclass(eq=False)
class Tesseract:
    """The program, as it is run over the pages of one file; `stop` ends what still runs."""

    program: str
    seconds: float
    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: bool = False

    @classmethod
    def of(cls, name: str, seconds: float) -> Tesseract:
        """The program of this machine; InputError that says what to install where it is missing."""
        program = find_program()
        if program is None:
            raise InputError(
                f"{name} là bản quét hoặc ảnh; để nhận dạng chữ hãy cài chương trình Tesseract với"
                f" dữ liệu tiếng Việt ({_install()})."
            )
        if LANGUAGE not in languages(program):
            raise InputError(
                f"{name} là bản quét hoặc ảnh, mà chương trình Tesseract trên máy chưa có dữ liệu"
                f" tiếng Việt (vie.traineddata); hãy cài thêm ({_install()})."
            )
        return cls(program, seconds)

    def words(self, picture: bytes, dpi: int) -> list[SeenWord]:
        """The words in a picture (PNM or PNG); NotReadError where that takes too long."""
        options = ["-l", LANGUAGE, "--psm", _COLUMN, "--dpi", str(dpi), *_SETTINGS]
        return list(words_of(self._run(picture, [*options, "hocr"]).decode("utf-8", "replace")))

    def turned(self, picture: bytes, dpi: int) -> int:
        """By how many degrees clockwise a picture has to be turned to be read: 0, 90, 180, 270.

        0 where the program cannot tell.
        """
        if "osd" not in languages(self.program):
            return 0
        said = self._run(picture, ["-l", "osd", "--psm", _ORIENTATION, "--dpi", str(dpi)])
        text = said.decode("utf-8", "replace")
        turn, sure = _TURNED.search(text), _SURE_OF_TURN.search(text)
        if turn is None or sure is None or float(sure[1]) < _LEAST_SURE_OF_TURN:
            return 0
        return int(turn[1]) % 360

    def stop(self) -> None:
        """Ends the runs that go on, and lets none begin."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def _run(self, picture: bytes, options: list[str]) -> bytes:
        with self._lock:
            if self._stopped:
                raise NotReadError
            process = subprocess.Popen(
                [self.program, "-", "-", *options],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"}, creationflags=_no_window(),
            )  # fmt: skip
            self._running.add(process)
        try:
            said, _ = process.communicate(picture, timeout=self.seconds)
        except (subprocess.TimeoutExpired, OSError):
            process.kill()
            process.communicate()
            raise NotReadError from None
        finally:
            if process.poll() is None:
                process.kill()
            with suppress(OSError):  # what it was still to be told is no matter any more
                if process.stdin is not None:
                    process.stdin.close()
            with self._lock:
                self._running.discard(process)
        if self._stopped:
            raise NotReadError
        return said


def _no_window() -> int:
    """Windows opens no console window for the program."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


def _install() -> str:
    return _INSTALL.get(sys.platform, _INSTALL_ELSEWHERE)


def find_program() -> str | None:
    """The program in PATH, else where its installers put it; never in the current folder."""
    names = ("tesseract.exe",) if sys.platform == "win32" else ("tesseract",)
    for folder in (*os.get_exec_path(), *map(os.path.expandvars, _USUAL)):
        if not Path(folder).is_absolute():
            continue
        for name in names:
            file = Path(folder, name)
            if file.is_file() and os.access(file, os.X_OK):
                return str(file)
    return None


@lru_cache(maxsize=4)
def languages(program: str) -> frozenset[str]:
    """The language data that the program finds."""
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=20, check=False,
            stdin=subprocess.DEVNULL, creationflags=_no_window(),
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return frozenset()
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    return frozenset(line.strip() for line in lines[1:])


def words_of(hocr: str) -> Iterator[SeenWord]:
    """The words in the program's output, in its order."""
    line, slope, lift, height = (0, 0, 0, 0), 0.0, 0.0, 0.0
    number = 0
    word: SeenWord | None = None
    for found in _HOCR.finditer(hocr):
        if found["line"]:
            line, height = _box(found["line"]), float(found["height"])
            number += 1
            slope, lift = float(found["slope"] or 0), float(found["lift"] or 0)
        elif found["word"]:
            if word is not None and word.letters:
                yield word
            word = SeenWord([], 0, height, int(found["word"]) / 100, number)
        elif word is not None and (text := normalize("NFC", unescape(found["text"])).strip()):
            box = _box(found["letter"])
            word.letters.append(Letter(text, box, max(float(found["sure"]), 0) / 100))
            if len(word.letters) == 1:
                word.base = line[3] + lift + slope * (box[0] - line[0])
    if word is not None and word.letters:
        yield word


def _box(text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = map(int, text.split())
    return left, top, right, bottom
