"""How fast a Word file of twenty pages is read, beside what python-docx needs to open and walk it.

    python bench/read_docx.py [FIXTURE] [--pages 20] [--runs 15]

The file is made of a fixture's plan by tests/making.py, its body over and over until it has so many
pages (3,000 characters each), with automatic numbering. Both sides by turns in one run:
python-docx opens it and takes the text of all paragraphs and of all cells of tables; the reader
makes a Source of it, with numbers, addresses, looks and settings. Medians and their ratio.

Figures only: no threshold, always exit 0.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # for tests/making.py

import docx  # noqa: E402

from cchc_check.engine.readers import docx as reader  # noqa: E402
from tests import making  # noqa: E402

FIXTURE = ROOT / "fixtures" / "phuong-hoa-lam-2025.txt"
PAGE = 3000  # characters: forty lines of seventy-five
_BODY, _END = "\nI. ", "\nNơi nhận"


def long_plan(text: str, pages: int) -> str:
    """A plan whose body stands in it again and again until it has so many pages."""
    start, end = text.index(_BODY), text.index(_END)
    times = max(1, round((pages * PAGE - len(text) + end - start) / (end - start)))
    return text[:start] + text[start:end] * times + text[end:]


def walk(data: bytes) -> int:
    """What python-docx is asked for: to open the file and to take all of its text."""
    document = docx.Document(io.BytesIO(data))
    length = sum(len(paragraph.text) for paragraph in document.paragraphs)
    for table in document.tables:
        length += sum(len(cell.text) for row in table.rows for cell in row.cells)
    return length


def timed(work: Callable[[], object]) -> float:
    """How many milliseconds something takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("fixture", nargs="?", type=Path, default=FIXTURE)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--runs", type=int, default=15)
    wanted = parser.parse_args()
    text = long_plan(wanted.fixture.read_text(encoding="utf-8"), wanted.pages)
    data = making.docx_of(text, numbered=True)
    source = reader.read(data, "bench.docx")
    walk(data)
    theirs, ours = [], []
    for _ in range(wanted.runs):
        theirs.append(timed(lambda: walk(data)))
        ours.append(timed(lambda: reader.read(data, "bench.docx")))
    one, other = statistics.median(theirs), statistics.median(ours)
    print(f"{wanted.fixture.name}: {len(source.raw):,} characters, {len(data):,} bytes")
    print(f"python-docx, open and walk   {one:7.1f} ms")
    print(f"reader                       {other:7.1f} ms")
    print(f"ratio                        {other / one:7.2f}")


if __name__ == "__main__":
    main()
