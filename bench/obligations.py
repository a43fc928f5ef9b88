"""How much of what a plan demands of others derivation finds, measured on hand-made ground truth.

    python bench/obligations.py DOCUMENTS ... --gold DIR [--gold DIR ...] [--list] [--json OUT]

The ground truth of `NAME.txt` or `NAME.md` is `NAME.obligations.json` in one of the folders given
by --gold. Each document goes through `cchc-check parents derive FILE --json` in a process of its
own, as anyone would run it.

How things are compared
    Rows agree when kind and side are equal and their lines are at most 1 apart; a target's value
    and comparator are asked for, too, and whether it is a percentage. The side is whether a row
    binds communes (`commune` or `both`) or not (`department` or `other`). Each level asks for more:
    the very `bound`, then the dates (earliest, latest, month_day, strict), then the addressee. Rows
    marked `optional` can be read either way and count on neither side. Texts may stand as
    fingerprints (bench/accuracy.py).

Exit status: 0 measured, 1 some document could not be derived, 2 nothing to measure.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from accuracy import (
    Count,
    Miss,
    Row,
    Table,
    commands,
    fingerprints,
    key_of,
    line_of,
    pair,
    ratio,
    read_gold,
    rows_of,
    show,
    table_lines,
    unpaired,
    veiled,
)

GOLD = ".obligations.json"
KINDS = (
    "issue", "send", "report", "target", "budget", "responsibility", "duty", "content", "form",
    "scoring",
)  # fmt: skip
BINDING = ("issue", "send", "report", "target", "budget", "responsibility")
SAME = ("kind", "side", "aim comparator", "aim value", "aim unit")
LEVELS = (
    ("", SAME),
    (" + bound", (*SAME, "bound")),
    (" + dates", (*SAME, "earliest", "latest", "month_day", "strict")),
    (" + addressee", (*SAME, "addressee", "through")),
)
TOLERANCE = 1
DATED = ("issue", "report")


def is_optional(row: Row) -> bool:
    """Tell whether a row of the ground truth can be read either way."""
    return row.get("optional") is True


def prepared(rows: Iterable[Row]) -> list[Row]:
    """Return rows with what is compared: the side they bind, a target's number, dates as told."""
    found: list[Row] = []
    for row in rows:
        target = row.get("target")
        aim = target if row.get("kind") == "target" and isinstance(target, dict) else {}
        dated = row.get("earliest") or row.get("latest") or row.get("month_day")
        found.append(
            {
                **row,
                "side": "communes" if row.get("bound") in ("commune", "both") else "others",
                "aim comparator": aim.get("comparator"),
                "aim value": aim.get("value"),
                "aim unit": aim.get("unit") if aim.get("unit") == "%" else None,
                "strict": bool(row.get("strict")) if dated else None,
                **_days(row),
            }
        )
    return found


def _days(row: Row) -> dict[str, object]:
    """Return a row's dates in one form: a single day as its day of the year, with the year."""
    first, last, day = (row.get(name) for name in ("earliest", "latest", "month_day"))
    if first and first == last and not day:
        day = str(first)[5:]
    return {"earliest": first, "latest": last, "month_day": day}


class Score:
    """The counts of all kinds on either side, and what was missed or falsely found."""

    def __init__(self) -> None:
        self.counts: dict[str, Count] = {}
        self.misses: list[Miss] = []

    def document(self, file: str, gold: Row, found: Row) -> None:
        """Score one document; a kind that its ground truth has no row of is scored, too.

        A ground truth that never speaks of contents or forms is not asked about them.
        """
        found = {name: veiled(part, fingerprints(gold)) for name, part in found.items()}
        left = prepared(rows_of(gold, "obligations"))
        right = prepared(rows_of(found, "obligations"))
        told = {row.get("kind") for row in left}
        for side in ("communes", "others"):
            for kind in KINDS:
                if kind not in told and kind in ("content", "form", "scoring"):
                    continue
                here = [r for r in right if r["kind"] == kind and r["side"] == side]
                gold_rows = [r for r in left if r["kind"] == kind]
                rows = [r for r in gold_rows if r["side"] == side and not is_optional(r)]
                spare: list[Row] = [{**r, "side": side} for r in gold_rows if is_optional(r)]
                self._kind(file, f"{side}: {kind}", kind, [rows, without(here, rows, spare)])

    def _kind(self, file: str, label: str, kind: str, rows: list[list[Row]]) -> None:
        listed: set[int] = set()  # a row that was listed at one level is not listed again
        for name, keys in LEVELS:
            if (name == " + dates" and kind not in DATED) or (
                name == " + addressee" and kind not in ("send", "report")
            ):
                continue
            missed, false, hit = unpaired(Table("", (), TOLERANCE), keys, *rows)
            count = self.counts.setdefault(label + name, Count())
            count.add(hit + len(missed), hit + len(false), hit)
            for what, side, indexes in (("miss", rows[0], missed), ("false", rows[1], false)):
                fresh = [side[i] for i in indexes if id(side[i]) not in listed]
                listed |= {id(row) for row in fresh}
                self.misses += [_miss(file, label + name, what, row) for row in fresh]

    def binding(self) -> Count:
        """Return all kinds that bind communes in one count."""
        whole = Count()
        for kind in BINDING:
            count = self.counts.get(f"communes: {kind}", Count())
            whole.add(count.gold, count.found, count.hit)
        return whole


def without(found: list[Row], needed: list[Row], spare: list[Row]) -> list[Row]:
    """Return what was found without the rows that only an optional one accounts for."""
    keys = [[(key_of(row, SAME), line_of(row)) for row in rows] for rows in (needed, found, spare)]
    used = {index for _, index in pair(keys[0], keys[1], TOLERANCE)}
    rest = [index for index in range(len(found)) if index not in used]
    excused = pair(keys[2], [keys[1][index] for index in rest], TOLERANCE)
    dropped = {rest[index] for _, index in excused}
    return [row for index, row in enumerate(found) if index not in dropped]


def _miss(file: str, field: str, what: str, row: Row) -> Miss:
    shown = ", ".join(
        f"{name} {show(row[name])}"
        for name in ("bound", "period", "month_day", "earliest", "latest", "addressee", "target")
        if row.get(name) is not None
    )
    return Miss(file, line_of(row), field, what, f"{shown}  «{show(row.get('quote') or '')}»")


def documents(places: Iterable[Path], folders: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Yield each document that has a ground truth, with that file."""
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix.casefold() not in (".txt", ".md"):
                continue
            for gold in (folder / f"{file.stem}{GOLD}" for folder in folders):
                if gold.is_file():
                    yield file, gold
                    break


def derive(file: Path) -> Row | str:
    """Return what was derived from the file, or why there is nothing."""
    why = ""
    for command in commands():
        run = subprocess.run(
            [*command, "parents", "derive", str(file), "--json"],
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        try:
            result = json.loads(run.stdout.decode())
        except ValueError:
            why = why or run.stderr.decode(errors="replace").strip() or "no JSON"
            continue
        if isinstance(result, dict):
            return result
    return why


def main() -> int:
    """Derive, score and print."""
    parser = argparse.ArgumentParser(description="Measure derivation on hand-made ground truth.")
    parser.add_argument("documents", nargs="+", type=Path, metavar="DOCUMENTS")
    parser.add_argument("--gold", type=Path, metavar="DIR", action="append", required=True)
    parser.add_argument("--list", action="store_true", help="list misses and false hits")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the results as JSON, too")
    options = parser.parse_args()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    pairs = list(documents(options.documents, options.gold))
    if not pairs:
        print("no document with a ground truth of obligations", file=sys.stderr)
        return 2
    score, failed = Score(), 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(derive, [file for file, _ in pairs]))
    for (file, gold), result in zip(pairs, results, strict=True):
        if isinstance(result, str):
            print(f"{file}: {result}", file=sys.stderr)
            failed, result = 1, {}
        score.document(file.name, read_gold(gold), result)
    whole = score.binding()
    print(f"{len(pairs)} documents")
    print(*table_lines({**score.counts, "all that binds communes": whole}), sep="\n")
    print(f"binds communes: precision {ratio(whole.precision)}, recall {ratio(whole.recall)}")
    if options.list:
        print(*sorted(score.misses, key=lambda m: (m.file, m.line or 0, m.field)), sep="\n")
    if options.json:
        fields = {label: asdict(count) for label, count in score.counts.items()}
        content = {"fields": fields, "misses": [asdict(miss) for miss in score.misses]}
        options.json.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
