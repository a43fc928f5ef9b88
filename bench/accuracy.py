"""How much of what stands in a plan the parser understands, measured on hand-made ground truth.

    python bench/accuracy.py DOCUMENTS ... [--gold DIR] [--list | --quiet] [--json OUT]

DOCUMENTS are files or folders, looked through with their subfolders. The ground truth of `NAME.txt`
or `NAME.md` is `NAME.gold.json`, beside it or in the folder given by --gold; a document of another
kind needs `NAME.EXT.gold.json`, with the lines counted as the parser counts them. Each document is
parsed by `cchc-check parse FILE --json` in a process of its own, as anyone would.

How things are compared
    Text after NFC, white space folded, asterisks dropped, case folded. Lists are matched one to
    one: rows agree when the compared fields are equal and their lines are at most 0 (outline,
    citations) or 1 (deadlines, assignments, targets) apart. Where a list is scored at several
    levels, each level also asks for what the levels before it ask. Flags (a blank number, a budget
    duty, a section that is there) are scored where they are raised, so that "no" everywhere earns
    nothing. A field that a gold file lacks is not scored for that document, nor is a key that no
    row of its list has; `null` is a statement: there is none. Deadlines with neither date nor
    period are optional on either side.

A text in a gold file may stand there as its fingerprint, `#` and twelve hexadecimal digits of the
SHA-256 of its folded form: the ground truth of public documents is kept without their words.

Exit status: 0 measured, 1 some document could not be parsed (it counts as one in which nothing was
found), 2 nothing to measure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LISTED = 200  # rows of misses and false hits that are printed unasked
GOLD = ".gold.json"
TEXT_SUFFIXES = {".txt", ".md"}

Row = Mapping[str, object]
Value = str | float | bool | None
Key = tuple[Value, ...]


# ---------------------------------------------------------------- what is scored


def always(_row: Row) -> bool:
    """Accept every row."""
    return True


def never(_row: Row) -> bool:
    """Accept no row."""
    return False


def raised(name: str) -> Callable[[Row], bool]:
    """Return a test whether a row raises the flag `name`."""
    return lambda row: row.get(name) is True


def timeless(row: Row) -> bool:
    """Tell whether a deadline has neither date nor period."""
    return not any(row.get(key) for key in ("earliest", "latest", "month_day", "period"))


@dataclass(frozen=True, slots=True)
class Single:
    """Values that stand once in a document: `section.key`, or several keys read as one value."""

    label: str
    section: str
    keys: tuple[str, ...]
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A list of rows with lines, scored at one or more levels of growing strictness."""

    section: str
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    tolerance: int
    keep: Callable[[Row], bool] = always
    optional: Callable[[Row], bool] = never


SINGLES = (
    Single("header: number", "header", ("number",)),
    Single("header: number_blank", "header", ("number_blank",), flag=True),
    Single("header: place", "header", ("place",)),
    Single("header: date", "header", ("date_earliest", "date_latest")),
    Single("header: issuer", "header", ("issuer",)),
    Single("title: type", "title", ("type",)),
    Single("title: subject", "title", ("subject",)),
)
TABLES = (
    Table(
        "outline",
        (
            ("outline: line, marker", ("marker",)),
            ("outline: + depth", ("marker", "depth")),
        ),
        tolerance=0,
    ),
    Table(
        "citations",
        (
            ("citations: line, number", ("number",)),
            ("citations: + date", ("number", "date")),
            ("citations: + issuer", ("number", "date", "issuer")),
        ),
        tolerance=0,
    ),
    Table(
        "deadlines",
        (
            ("deadlines: line, kind", ("kind",)),
            ("deadlines: + dates", ("kind", "earliest", "latest", "month_day")),
            ("deadlines: + period", ("kind", "earliest", "latest", "month_day", "period")),
        ),
        tolerance=1,
        optional=timeless,
    ),
    Table("assignments", (("assignments: line, unit", ("unit",)),), tolerance=1),
    Table(
        "assignments",
        (("assignments: budget", ("unit", "budget")),),
        tolerance=1,
        keep=raised("budget"),
    ),
    Table(
        "assignments",
        (("assignments: collects_reports", ("unit", "collects_reports")),),
        tolerance=1,
        keep=raised("collects_reports"),
    ),
    Table(
        "targets",
        (
            ("targets: line, value", ("value",)),
            ("targets: + unit, comparator", ("value", "unit", "comparator")),
        ),
        tolerance=1,
    ),
)
SIGNATURE = tuple(
    Single(f"signature: {key}", "signature", (key,)) for key in ("authority", "position", "name")
)
RECIPIENTS = "recipients"
SECTIONS = "sections_present"
LABELS = (
    *(single.label for single in SINGLES),
    *(label for table in TABLES for label, _ in table.levels),
    RECIPIENTS,
    *(single.label for single in SIGNATURE),
    SECTIONS,
)


# ---------------------------------------------------------------- comparing


def fold(value: object) -> Value:
    """Return a value as it is compared."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return " ".join(unicodedata.normalize("NFC", value).replace("*", " ").split()).casefold()


def fingerprint(text: str) -> str:
    """Return what stands in a gold file for a text that must not be copied there."""
    return "#" + hashlib.sha256(str(fold(text)).encode()).hexdigest()[:12]


def fingerprints(value: object) -> set[str]:
    """Return all fingerprints in a gold file."""
    if isinstance(value, str):
        return {value} if value.startswith("#") else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {mark for item in inner for mark in fingerprints(item)}


def veiled(value: Any, marks: set[str]) -> Any:
    """Return what was found with the texts that have a fingerprint in the gold file as these."""
    if isinstance(value, str):
        mark = fingerprint(value)
        return mark if mark in marks else value
    if isinstance(value, dict):
        return {key: veiled(item, marks) for key, item in value.items()}
    return [veiled(item, marks) for item in value] if isinstance(value, list) else value


def key_of(row: Row, names: Iterable[str]) -> Key:
    """Return the compared fields of a row; one that is absent is as good as null."""
    return tuple(fold(row.get(name)) for name in names)


def line_of(row: Row) -> int:
    """Return the line of a row; one without a line agrees only with its like."""
    line = row.get("line")
    return line if isinstance(line, int) else -1000


def rows_of(document: Row, section: str) -> list[Row]:
    """Return the rows of a list; anything that is no row is dropped."""
    value = document.get(section)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def part_of(document: Row, section: str) -> Row:
    """Return a part of the document that is an object."""
    value = document.get(section)
    return value if isinstance(value, dict) else {}


def pair(
    gold: Sequence[tuple[Key, int]], found: Sequence[tuple[Key, int]], tolerance: int
) -> list[tuple[int, int]]:
    """Pair as many rows as can be: equal keys, lines at most `tolerance` apart, each used once.

    Among rows of one key, taking both sides in the order of their lines is optimal.
    """
    sides: defaultdict[Key, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((gold, found)):
        for index in sorted(range(len(rows)), key=lambda i: rows[i][1]):
            sides[rows[index][0]][side].append(index)
    pairs = []
    for left, right in sides.values():
        i = j = 0
        while i < len(left) and j < len(right):
            apart = gold[left[i]][1] - found[right[j]][1]
            if abs(apart) <= tolerance:
                pairs.append((left[i], right[j]))
                i, j = i + 1, j + 1
            elif apart > 0:
                j += 1
            else:
                i += 1
    return pairs


# ---------------------------------------------------------------- counting


@dataclass(slots=True)
class Count:
    """What was counted of one field."""

    documents: int = 0
    gold: int = 0
    found: int = 0
    hit: int = 0

    def add(self, gold: int, found: int, hit: int) -> None:
        """Count one document more."""
        self.documents += 1
        self.gold += gold
        self.found += found
        self.hit += hit

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right."""
        return self.hit / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found."""
        return self.hit / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; undefined where nothing is there and nothing was found."""
        both = self.gold + self.found
        return 2 * self.hit / both if both else None


@dataclass(frozen=True, slots=True)
class Miss:
    """One row that only one side has: a miss (gold only) or a false hit (parser only)."""

    file: str
    line: int | None
    field: str
    kind: str
    text: str

    def __str__(self) -> str:
        """One line of the list."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}  {self.kind:<5}  {self.field}  {self.text}"


@dataclass(slots=True)
class Score:
    """The counts of all fields, and what was missed or falsely found."""

    counts: dict[str, Count] = field(default_factory=lambda: {label: Count() for label in LABELS})
    misses: list[Miss] = field(default_factory=list)

    def document(self, file: str, gold: Row, found: Row) -> None:
        """Score one document."""
        found = {name: veiled(part, fingerprints(gold.get(name))) for name, part in found.items()}
        here = len(self.misses)
        for single in (*SINGLES, *SIGNATURE):
            self._single(file, single, part_of(gold, single.section), found)
        for table in TABLES:
            if isinstance(gold.get(table.section), list):
                self._table(file, table, gold, found)
        if isinstance(gold.get(RECIPIENTS), list):
            self._bag(file, RECIPIENTS, strings(gold, RECIPIENTS), strings(found, RECIPIENTS))
        if isinstance(sections := gold.get(SECTIONS), dict):
            flags = part_of(found, SECTIONS)
            self._bag(
                file,
                SECTIONS,
                [name for name in sections if sections[name] is True],
                [name for name in sections if flags.get(name) is True],
            )
        self.misses[here:] = sorted(self.misses[here:], key=lambda miss: miss.line or 0)

    def _single(self, file: str, single: Single, gold: Row, found: Row) -> None:
        if not any(key in gold for key in single.keys):
            return
        sides = []
        for row in (gold, part_of(found, single.section)):
            values = key_of(row, single.keys)
            there = values == (True,) if single.flag else any(value is not None for value in values)
            sides.append([values] if there else [])
        left, right = sides
        hit = left == right
        self.counts[single.label].add(len(left), len(right), len(left) if hit else 0)
        if not hit:
            for kind, side, row in (
                ("miss", left, gold),
                ("false", right, part_of(found, single.section)),
            ):
                if side:
                    text = " .. ".join(dict.fromkeys(show(row.get(key)) for key in single.keys))
                    self.misses.append(Miss(file, None, single.label, kind, text))

    def _bag(self, file: str, label: str, gold: Sequence[str], found: Sequence[str]) -> None:
        left, right = ([((fold(text),), 0) for text in texts] for texts in (gold, found))
        pairs = pair(left, right, tolerance=0)
        self.counts[label].add(len(gold), len(found), len(pairs))
        hits = [{index for index, _ in pairs}, {index for _, index in pairs}]
        for kind, texts, seen in zip(("miss", "false"), (gold, found), hits, strict=True):
            for index, text in enumerate(texts):
                if index not in seen:
                    self.misses.append(Miss(file, None, label, kind, show(text)))

    def _table(self, file: str, table: Table, gold: Row, found: Row) -> None:
        left, right = (
            [row for row in rows_of(document, table.section) if table.keep(row)]
            for document in (gold, found)
        )
        # A row that was listed at one level is not listed again at a stricter one.
        listed: tuple[set[int], set[int]] = (set(), set())
        for label, names in table.levels:
            every = rows_of(gold, table.section)
            if every and not all(any(name in row for row in every) for name in names):
                continue
            missed, false, hit = unpaired(table, names, left, right)
            self.counts[label].add(hit + len(missed), hit + len(false), hit)
            for side, (kind, rows, indexes) in enumerate(
                (("miss", left, missed), ("false", right, false))
            ):
                for index in indexes:
                    if index not in listed[side]:
                        listed[side].add(index)
                        self.misses.append(describe(file, label, kind, rows[index], names))


def unpaired(
    table: Table, names: Sequence[str], gold: Sequence[Row], found: Sequence[Row]
) -> tuple[list[int], list[int], int]:
    """Return the missed gold rows, the false rows and the number of hits.

    Optional gold rows take part only after the others: they excuse a found row, and count neither
    as gold nor as a hit. An optional found row that pairs with nothing is no false hit.
    """
    sides = [[(key_of(row, names), line_of(row)) for row in rows] for rows in (gold, found)]
    needed = [index for index, row in enumerate(gold) if not table.optional(row)]
    spare = [index for index, row in enumerate(gold) if table.optional(row)]
    pairs = pair([sides[0][index] for index in needed], sides[1], table.tolerance)
    hits = {needed[index] for index, _ in pairs}
    used = {index for _, index in pairs}
    rest = [index for index in range(len(found)) if index not in used]
    excused = pair(
        [sides[0][index] for index in spare], [sides[1][index] for index in rest], table.tolerance
    )
    used |= {rest[index] for _, index in excused}
    missed = [index for index in needed if index not in hits]
    false = [index for index in rest if index not in used and not table.optional(found[index])]
    return missed, false, len(pairs)


def strings(document: Row, section: str) -> list[str]:
    """Return a list of strings."""
    value = document.get(section)
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def show(value: object) -> str:
    """Return a value on one line, cut to a readable length."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"


def describe(file: str, label: str, kind: str, row: Row, names: Sequence[str]) -> Miss:
    """Return a row of a list as a miss or a false hit."""
    shown = ", ".join(f"{name} {show(row.get(name))}" for name in names)
    extra = row.get("text") or row.get("heading")
    if isinstance(extra, str):
        shown += f"  «{show(extra)}»"
    line = row.get("line")
    return Miss(file, line if isinstance(line, int) else None, label, kind, shown)


# ---------------------------------------------------------------- documents and the parser


def documents(places: Iterable[Path], gold_folder: Path | None) -> Iterator[tuple[Path, Path]]:
    """Yield each document that has a gold file, with that file."""
    seen = set()
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file in seen or not file.is_file() or file.name.endswith(".json"):
                continue
            seen.add(file)
            names = [file.name + GOLD]
            if file.suffix.casefold() in TEXT_SUFFIXES:
                names.append(file.stem + GOLD)
            folder = gold_folder or file.parent
            for gold in (folder / name for name in names):
                if gold.is_file():
                    yield file, gold
                    break


def commands() -> Iterator[list[str]]:
    """Yield the ways to call the parser."""
    yield [sys.executable, "-m", "cchc_check.cli"]
    name = "cchc-check.exe" if sys.platform == "win32" else "cchc-check"
    yield [str(Path(sys.executable).with_name(name))]


def parse(file: Path) -> Row | str:
    """Return what the parser understood of the file, or why there is nothing."""
    why = ""
    for command in commands():
        try:
            run = subprocess.run(
                [*command, "parse", str(file), "--json"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                env={**os.environ, "PYTHONUTF8": "1"},
            )
        except OSError as error:
            why = why or str(error)
            continue
        try:
            result = json.loads(run.stdout.decode())
        except ValueError:
            last = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            why = why or f"exit status {run.returncode}, no JSON: {last or 'no message'}"
            continue
        if isinstance(result, dict):
            return result
        why = why or "the parser's JSON is no object"
    return why


def read_gold(file: Path) -> Row:
    """Return a gold file's content."""
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{file}: not a JSON object")
    return content


# ---------------------------------------------------------------- output


def ratio(value: float | None) -> str:
    """Return a ratio for the table."""
    return "-" if value is None else f"{value:.3f}"


def table_lines(counts: Mapping[str, Count]) -> Iterator[str]:
    """Yield the table of results."""
    width = max(map(len, counts))
    yield (
        f"{'field':<{width}} {'docs':>5} {'gold':>6} {'found':>6} {'hit':>6}"
        f" {'precision':>10} {'recall':>7} {'F1':>6}"
    )
    for label, count in counts.items():
        yield (
            f"{label:<{width}} {count.documents:>5} {count.gold:>6} {count.found:>6}"
            f" {count.hit:>6} {ratio(count.precision):>10} {ratio(count.recall):>7}"
            f" {ratio(count.f1):>6}"
        )


def as_json(score: Score, files: Sequence[str], failed: Mapping[str, str]) -> dict[str, object]:
    """Return the results for other programs."""
    return {
        "documents": list(files),
        "failed": dict(failed),
        "fields": {
            label: {
                **asdict(count),
                "precision": count.precision,
                "recall": count.recall,
                "f1": count.f1,
            }
            for label, count in score.counts.items()
        },
        "misses": [asdict(miss) for miss in score.misses],
    }


def main() -> int:
    """Parse, score and print."""
    parser = argparse.ArgumentParser(description="Measure the parser on hand-made ground truth.")
    parser.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENTS")
    parser.add_argument("--gold", type=Path, metavar="DIR", help="where the gold files are")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the results as JSON, too")
    listing = parser.add_mutually_exclusive_group()
    listing.add_argument(
        "--list", action="store_true", help=f"list every miss and false hit (default: {LISTED})"
    )
    listing.add_argument("--quiet", action="store_true", help="list none")
    options = parser.parse_args()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")

    pairs = list(documents(options.documents, options.gold))
    if not pairs:
        print("no document with a gold file", file=sys.stderr)
        return 2
    score = Score()
    failed: dict[str, str] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(parse, [file for file, _ in pairs])
        for (file, gold), result in zip(pairs, results, strict=True):
            if isinstance(result, str):
                failed[str(file)] = result
                result = {}
            score.document(file.name, read_gold(gold), result)

    print(f"{len(pairs)} documents, {len(failed)} could not be parsed")
    print(*table_lines(score.counts), sep="\n")
    if not options.quiet and score.misses:
        shown = score.misses if options.list else score.misses[:LISTED]
        print(f"\n{len(score.misses)} misses and false hits")
        print(*shown, sep="\n")
        if len(shown) < len(score.misses):
            print(f"… and {len(score.misses) - len(shown)} more (--list)")
    for name, why in failed.items():
        print(f"{name}: {why}", file=sys.stderr)
    if options.json:
        content = as_json(score, [str(file) for file, _ in pairs], failed)
        text = json.dumps(content, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
