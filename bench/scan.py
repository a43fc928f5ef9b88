"""How well scans are read: letters misread, results that stay the same, seconds a page.

    python bench/scan.py [FOLDER_OR_FILE ...] [--ways clean,skew,noise,faint] [--parent ID] [--list]

Each plan (by default those of fixtures/) is set by tests/making.py as a Word file, printed to .pdf
by LibreOffice and made into pictures of 200 dpi: clean, askew by 1.5 degrees, grainy, faint.

How things are compared
    Letters: those of the .pdf with text, without spaces; the share that is changed, missing or new.
    Results: those of the .pdf with text; the same rule and outcome about words that are alike (four
    letters in five). `doubted` counts those that fail in the text and are left open in the scan.
    False alarms fail in the scan alone; misses fail in the text, and pass or are gone in the scan.

Exit status: 0 measured, 1 some file could not be read.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "bench"):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))

from formats import asked, plans_in  # noqa: E402

from cchc_check.engine import check, load_parent  # noqa: E402
from cchc_check.engine.errors import InputError  # noqa: E402
from cchc_check.engine.reading import source_of  # noqa: E402
from cchc_check.engine.report import Result  # noqa: E402
from cchc_check.grammar import Source, parse  # noqa: E402
from tests import making  # noqa: E402

WAYS: dict[str, dict[str, Any]] = {
    "clean": {},
    "skew": {"skew": 1.5},
    "noise": {"noise": 40},
    "faint": {"contrast": 0.25},
}
_ALIKE = 0.8


@dataclass(slots=True, eq=False)
class Tally:
    """What was counted over some plans."""

    letters: int = 0
    misread: int = 0
    results: int = 0
    same: int = 0
    doubted: int = 0
    alarms: int = 0
    misses: int = 0
    pages: int = 0
    seconds: float = 0
    said: list[str] = field(default_factory=list)


def misread(read: str, written: str) -> int:
    """How many letters of a text are changed, missing or new in what was read."""
    got, wanted = read.split(), written.split()
    count = 0
    for what, a, b, c, d in SequenceMatcher(None, got, wanted, False).get_opcodes():
        if what != "equal":
            count += _distance("".join(got[a:b]), "".join(wanted[c:d]))
    return count


def _distance(one: str, other: str) -> int:
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for column, wanted in enumerate(other, 1):
            row.append(
                min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != wanted))
            )
        before = row
    return before[-1]


def results_of(source: Source, parents: tuple[str | None, ...]) -> list[Result]:
    """All results but those about the layout, which a picture does not show."""
    plan = parse(source)
    return [
        result
        for parent in parents
        for result in check(plan, load_parent(parent) if parent else None).results
        if result.pack != "layout"
    ]


def compare(wanted: list[Result], found: list[Result], tally: Tally, name: str) -> None:
    """Counts which results of a text its scan has too."""
    left = list(found)
    missing = []
    tally.results += max(len(wanted), len(found))
    for one in wanted:
        twin = next((o for o in left if o.outcome == one.outcome and _alike(one, o)), None)
        if twin is None:
            missing.append(one)
            continue
        left.remove(twin)
        tally.same += 1
    for one in missing:
        twin = next(
            (o for o in left if _alike(one, o) and "fail" in (o.outcome, one.outcome)), None
        )
        if twin is not None and twin.outcome == "unknown":
            tally.doubted += 1
            left.remove(twin)
            tally.said.append(f"{name} ? {_line(one)}")
        elif one.outcome == "fail":
            tally.misses += 1
            tally.said.append(f"{name} - {_line(one)}")
        else:
            tally.said.append(f"{name} < {_line(one)}")
    for one in left:
        tally.alarms += one.outcome == "fail"
        tally.said.append(f"{name} {'+' if one.outcome == 'fail' else '>'} {_line(one)}")


def _alike(one: Result, other: Result) -> bool:
    if one.rule != other.rule:
        return False
    a, b = (r.location.excerpt if r.location else "" for r in (one, other))
    return a == b or SequenceMatcher(None, a, b, False).ratio() >= _ALIKE


def _line(result: Result) -> str:
    words = result.location.excerpt if result.location else ""
    return f"{result.rule} {result.outcome}: {result.message} [{words[:80]}]"


def main() -> int:
    """Prints a row for each way of scanning, and with --list what differs."""
    options = asked(__doc__, "--ways", WAYS)
    plans = plans_in(options.plans)
    parents = (options.parent, None)
    pdfs = making.converted({name: making.docx_of(text) for name, text in plans.items()}, "pdf")
    texts = {name: source_of(data, f"{name}.pdf") for name, data in pdfs.items()}
    wanted = {name: results_of(source, parents) for name, source in texts.items()}
    print(f"{len(plans)} plans; misread letters; of their results the same, doubted, false alarms,")
    print(f"misses; seconds a page\n{'':8}{'misread':>9}{'same':>9}", end="")
    print(f"{'doubted':>9}{'alarms':>8}{'misses':>8}{'s/page':>8}")
    failed = False
    for way in options.ways.split(","):
        tally = Tally()
        for name, pdf in pdfs.items():
            data = making.scanned(pdf, **WAYS[way])
            began = time.perf_counter()
            try:
                source = source_of(data, f"{name}.pdf")
            except InputError as error:
                print(error)
                failed = True
                continue
            tally.seconds += time.perf_counter() - began
            tally.pages += len(source.origin.sheets) if source.origin else 0
            tally.letters += len("".join(texts[name].raw.split()))
            tally.misread += misread(source.raw, texts[name].raw)
            compare(wanted[name], results_of(source, parents), tally, name)
        print(
            f"{way:8}{tally.misread / max(tally.letters, 1):>9.2%}"
            f"{tally.same / max(tally.results, 1):>9.2%}{tally.doubted:>9}{tally.alarms:>8}"
            f"{tally.misses:>8}{tally.seconds / max(tally.pages, 1):>8.2f}",
            flush=True,
        )
        if options.list:
            print("\n".join(tally.said))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
