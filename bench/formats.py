"""Whether a plan gives the same results in every kind of file that it can come in.

    python bench/formats.py [FOLDER_OR_FILE ...] [--formats docx,pdf] [--parent ID] [--list]

Each plan (by default those of fixtures/) is made into real files by tests/making.py: .docx with
typed and with automatic numbers, .pdf by LibreOffice and by Chromium, .doc, .odt, .rtf, .html, and
a scan of 200 dpi (bench/scan.py says more of scans). Each file is read and checked, against the
parent and without one, and compared with the same plan as plain text.

How things are compared
    A result is its rule, outcome, message (without numbers of lines) and the words of its place.
    The layout pack is left out: it looks at what plain text has not. Facts are those of
    grammar/understood.py without lines. The share is what both sides have, of the longer one.

Exit status: 0 measured, 1 some file could not be read.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # for tests/making.py

from cchc_check.engine import check, load_parent  # noqa: E402
from cchc_check.engine.errors import InputError  # noqa: E402
from cchc_check.engine.reading import source_of  # noqa: E402
from cchc_check.grammar import Source, parse  # noqa: E402
from cchc_check.grammar.understood import understood  # noqa: E402
from tests import making  # noqa: E402

# A name of a way to make a file, and the ending that the file has then.
FORMATS = {
    "docx": ".docx",
    "docx-auto": ".docx",
    "pdf": ".pdf",
    "chromium": ".pdf",
    "doc": ".doc",
    "odt": ".odt",
    "rtf": ".rtf",
    "html": ".html",
    "office-html": ".html",
    "scan": ".pdf",
}
TEXT_FORMATS = tuple(name for name in FORMATS if name != "scan")
_WHERE = re.compile(r"\b(?:trang \d+,? )?(?:dòng|đoạn|trang) \d+(?:-\d+)?")
_NO_FACT = ("line", "line_number", "line_date", "budget_line")


@dataclass(slots=True, eq=False)
class Seen:
    """What checking a document says: results and facts, each as comparable text."""

    results: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Seen) -> Seen:
        return Seen(self.results + other.results, self.facts + other.facts)


def files_of(
    plans: Mapping[str, str], formats: Iterable[str] = FORMATS
) -> dict[str, dict[str, bytes]]:
    """The plans, by name, made into files of each format: format, then name, to bytes.

    LibreOffice is started once for each format that it makes.
    """
    wanted = list(formats)
    typed = {name: making.docx_of(text) for name, text in plans.items()}
    auto = {name: making.docx_of(text, numbered=True) for name, text in plans.items()}
    made = {"docx": typed, "docx-auto": auto}
    for one in ("pdf", "doc", "odt", "rtf"):
        if one in wanted or (one == "pdf" and "scan" in wanted):
            made[one] = making.converted(auto, one)
    if "office-html" in wanted:
        made["office-html"] = making.converted(typed, "html")
    if "html" in wanted or "chromium" in wanted:
        pages = {name: making.html_of(text) for name, text in plans.items()}
        made["html"] = {name: page.encode() for name, page in pages.items()}
    if "chromium" in wanted:
        made["chromium"] = {name: making.chromium_pdf(page) for name, page in pages.items()}
    if "scan" in wanted:
        made["scan"] = {name: making.scanned(pdf) for name, pdf in made["pdf"].items()}
    return {one: made[one] for one in wanted}


def seen_in(source: Source, parent: str | None) -> Seen:
    """What a document says, against a parent or without one."""
    plan = parse(source)
    report = check(plan, load_parent(parent) if parent else None)
    results = Counter(
        " | ".join((r.rule, r.outcome, _WHERE.sub("…", r.message), _words(r.location)))
        for r in report.results
        if r.pack != "layout"
    )
    return Seen(results, Counter(_facts(understood(plan))))


def _words(location: Any) -> str:
    return location.excerpt if location is not None else ""


def _facts(value: object, name: str = "") -> Iterator[str]:
    """The facts as lines of text, each value with the keys above it, lists without their order."""
    if isinstance(value, dict):
        if all(not isinstance(one, (dict, list)) for one in value.values()):
            inner = ", ".join(f"{k}={v}" for k, v in value.items() if k not in _NO_FACT)
            yield f"{name}: {inner}"
        else:
            for key, one in value.items():
                yield from _facts(one, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for one in value:
            yield from _facts(one, name)
    else:
        yield f"{name}: {value}"


def reference(text: str, parents: Sequence[str | None]) -> Seen:
    """What the plan says as plain text."""
    return sum_of(Source(making.plain_of(text)), parents)


def seen_as(data: bytes, name: str, parents: Sequence[str | None]) -> Seen:
    """What the plan says as a file; InputError where it cannot be read."""
    return sum_of(source_of(data, name), parents)


def sum_of(source: Source, parents: Sequence[str | None]) -> Seen:
    """What a document says against each of some parents."""
    whole = Seen()
    for parent in parents:
        whole += seen_in(source, parent)
    return whole


def share(wanted: Counter[str], found: Counter[str]) -> float:
    """The share of what both have, of the longer one."""
    longer = max(wanted.total(), found.total())
    return (wanted & found).total() / longer if longer else 1.0


def differences(wanted: Counter[str], found: Counter[str]) -> list[str]:
    """What only one of them has: `-` what is missing, `+` what is there instead."""
    missing = [f"- {one}" for one in (wanted - found).elements()]
    return sorted(missing) + sorted(f"+ {one}" for one in (found - wanted).elements())


def plans_in(paths: Iterable[Path]) -> dict[str, str]:
    """The plans of some files and folders, by name."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*")) if path.is_dir() else [path]
        files += [one for one in inside if one.suffix in (".txt", ".md")]
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def asked(about: str, choice: str, known: Iterable[str]) -> argparse.Namespace:
    """What the command line asks for: plans, of what is `known` which, the parent, a list."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("plans", nargs="*", type=Path, default=[ROOT / "fixtures"])
    parser.add_argument(choice, default=",".join(known))
    parser.add_argument("--parent", default="82-KH")
    parser.add_argument("--list", action="store_true", help="what differs")
    return parser.parse_args()


def main() -> int:
    """Prints a row for each format: the share of the same results and facts, and of same plans."""
    options = asked(__doc__, "--formats", FORMATS)
    plans = plans_in(options.plans)
    parents = (options.parent, None)
    wanted = {name: reference(text, parents) for name, text in plans.items()}
    formats = options.formats.split(",")
    failed = False
    print(f"{len(plans)} plans\n{'':<14}{'results':>10}{'facts':>10}{'whole plans':>14}{'s':>8}")
    misses: list[str] = []
    for one, files in files_of(plans, formats).items():
        began = time.perf_counter()
        same = all_results = all_facts = 0.0
        for name, data in files.items():
            try:
                found = seen_as(data, name + FORMATS[one], parents)
            except InputError as error:
                misses.append(f"{one}: {error}")
                failed = True
                continue
            results = share(wanted[name].results, found.results)
            facts = share(wanted[name].facts, found.facts)
            all_results, all_facts = all_results + results, all_facts + facts
            same += results == facts == 1
            for a, b in (
                (wanted[name].results, found.results), (wanted[name].facts, found.facts)
            ):  # fmt: skip
                misses += [f"{one} {name} {miss}" for miss in differences(a, b)]
        count = len(files)
        took = time.perf_counter() - began
        print(
            f"{one:<14}{all_results / count:>10.2%}{all_facts / count:>10.2%}"
            f"{int(same):>9} of {count}{took:>8.1f}",
            flush=True,
        )
    if options.list or failed:
        print("\n".join(misses))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
