"""What checking costs beside parsing: all built-in rules over documents, both by turns in one run.

    python bench/checking.py FILE... [--parent ID]

For each file and for all of them: medians of parse and of check, in milliseconds, and their ratio;
with `--rules`, the ten rules that cost most. Figures only: no threshold, always exit 0.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cchc_check.engine import check, load_parent
from cchc_check.engine.packs import all_rules, built_in_packs
from cchc_check.engine.parents import Parent
from cchc_check.engine.reading import read_source
from cchc_check.engine.rules import Pack
from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Plan
from cchc_check.grammar.source import Source

RUNS = 9


def main() -> None:
    """Prints the figures for the files of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--parent", default="82-KH")
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    parent = load_parent(options.parent)
    total = [0.0, 0.0]
    print(f"{'':<28}{'parse':>12}{'check':>12}{'check/parse':>14}")
    for file in options.files:
        text = read_source(file).raw
        times = _by_turns(partial(_parse, text), partial(check, _parse(text), parent))
        total = [a + b for a, b in zip(total, times, strict=True)]
        _row(file.name[:26], times)
    _row("all", total)
    if options.rules:
        _rules([_parse(read_source(file).raw) for file in options.files], parent)


def _parse(text: str) -> Plan:
    return parse(Source(text))


def _by_turns(*works: Callable[[], object]) -> list[float]:
    """The median seconds of each work, all of them run in turn."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, found in zip(works, times, strict=True):
            began = time.process_time()
            work()
            found.append(time.process_time() - began)
    return [statistics.median(found) for found in times]


def _row(name: str, times: list[float]) -> None:
    parsed, checked = times
    print(f"{name:<28}{parsed * 1000:>9.2f} ms{checked * 1000:>9.2f} ms{checked / parsed:>12.2f} x")


def _rules(plans: list[Plan], parent: Parent) -> None:
    """The rules that cost most, each checked alone over all the documents."""
    bare = Pack("none", "", [])
    costs: list[tuple[float, str]] = []
    for pack, rule in all_rules(built_in_packs()):
        alone = Pack(pack.pack, pack.title, [rule])
        with_rule, without = _by_turns(
            partial(_check_all, plans, parent, alone), partial(_check_all, plans, parent, bare)
        )
        costs.append((with_rule - without, rule.id))
    print()
    for seconds, name in sorted(costs, reverse=True)[:10]:
        print(f"{name:<28}{seconds * 1000 / len(plans):>9.2f} ms a document")


def _check_all(plans: list[Plan], parent: Parent, pack: Pack) -> None:
    for plan in plans:
        check(plan, parent, [pack])


if __name__ == "__main__":
    main()
