"""What reading a .pdf costs: milliseconds a page, and as a multiple of pdfium's own text.

    python bench/pdf.py [FILE ...] [--runs 5]

Without files the plans of fixtures/ are printed by LibreOffice and by Chromium first
(tests/making.py). The reference is pypdfium2's get_text_range() of every page of the same file,
in the same run and the same process; reading has a process of its own to start as well, which is
why the first page costs more: what a further page costs is told by a file of the same pages four
times over.

Exit status: 0 measured, 1 a page costs more than LIMIT milliseconds.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # for tests/making.py

from cchc_check.engine.reading import source_of  # noqa: E402

LIMIT = 60.0  # milliseconds a page
TIMES = 4


def reference(data: bytes) -> int:
    """Walks the text of all pages as pdfium has it; gives how many pages there are."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    count = len(document)
    document.close()
    return count


def repeated(data: bytes, times: int) -> bytes:
    """A file with the pages of another several times."""
    writer = pypdf.PdfWriter()
    for _ in range(times):
        writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def best(run: Callable[[], object], runs: int) -> float:
    """The least time of some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def made() -> dict[str, bytes]:
    """The plans of fixtures/ as LibreOffice and Chromium print them."""
    from tests import making

    plans = {path.stem: path.read_text("utf-8") for path in (ROOT / "fixtures").glob("*.txt")}
    typed = {name: making.docx_of(text) for name, text in plans.items()}
    files = {f"{name} (LibreOffice)": data for name, data in making.converted(typed, "pdf").items()}
    for name, text in plans.items():
        files[f"{name} (Chromium)"] = making.chromium_pdf(making.html_of(text))
    return files


def main() -> int:
    """Prints a row for each file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    files = {path.name: path.read_bytes() for path in options.files} or made()
    print(f"{'':<40}{'pages':>6}{'ms':>8}{'ms/page':>9}{'further':>9}{'pdfium':>8}{'ratio':>7}")
    worst = 0.0
    for name, data in sorted(files.items()):
        pages = reference(data)
        more = repeated(data, TIMES)
        whole = best(lambda data=data, name=name: source_of(data, name), options.runs)  # type: ignore[misc]
        longer = best(lambda data=more, name=name: source_of(data, name), options.runs)  # type: ignore[misc]
        plain = best(lambda data=data: reference(data), options.runs)  # type: ignore[misc]
        further = (longer - whole) / (pages * (TIMES - 1))
        worst = max(worst, further)
        print(
            f"{name[:39]:<40}{pages:>6}{whole:>8.0f}{whole / pages:>9.1f}{further:>9.1f}"
            f"{plain / pages:>8.1f}{further * pages / plain:>7.1f}"
        )
    return 1 if worst > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
