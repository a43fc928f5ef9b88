"""Needed: the programs beside Python that tests use, by their Debian packages.

python tests/needed.py      prints the packages that are missing on this machine, one a line
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

# A package, and the program that it brings.
_PROGRAMS = (
    ("libreoffice-writer", ("soffice",)),
    ("tesseract-ocr", ("tesseract",)),
    ("chromium", ("chromium", "chromium-browser")),
    ("poppler-utils", ("pdftoppm",)),
    ("qpdf", ("qpdf",)),
)
# A package of data, the command that knows of it, and the word that it then prints.
_DATA = (
    ("tesseract-ocr-vie", ("tesseract", "--list-langs"), "vie"),
    ("fonts-liberation", ("fc-match", "Times New Roman"), "Liberation"),
    ("fonts-dejavu-core", ("fc-match", "DejaVu Serif"), "DejaVuSerif"),
)


def missing_packages() -> list[str]:
    """The packages whose programs or data are not there."""
    return list(_missing())


def _missing() -> Iterator[str]:
    for package, programs in _PROGRAMS:
        if not any(shutil.which(program) for program in programs):
            yield package
    for package, command, word in _DATA:
        if word not in _printed(command):
            yield package


def _printed(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return ""
    return done.stdout + done.stderr


if __name__ == "__main__":
    print("\n".join(_missing()))
