"""Mutates documents and checks that whatever comes out has a tree, an understanding and a report.

    python bench/fuzz.py [FOLDER ...] [--seconds 60] [--seed 1] [--case N] [--keep FOLDER]

Documents are the .txt and .md files of the folders (default: fixtures/). A case is made from the
seed and its number alone, so `--seed S --case N` makes it again; `--keep` writes failing texts,
shrunk, into a folder. Exit 1 where a case failed.

What must hold: no exception; the leaves joined are the text; children lie inside their parents, in
order and without overlap; offsets lead back into the raw text in order; `understood` gives plain
data; `check` against a parent gives a result for every rule, with places in the text; and a case
takes less than ten seconds.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cchc_check.engine import check, load_parent
from cchc_check.engine.parents import Parent
from cchc_check.grammar import Plan, Source, parse
from cchc_check.grammar.legacy import Encoding, _encodings
from cchc_check.grammar.nodes import Line
from cchc_check.grammar.understood import understood

ROOT = Path(__file__).resolve().parent.parent
PARENT = "82-KH"
LONGEST = 60_000
SLOW = 10.0

_MARKERS = "I. IV. 1. 1.1. 1.1.1 a) đ) (1) - + * • # | || --- ** … ./. . ; : “ ( 0/0 5/6/7/8/9"
_WORDS = """Điều 1.; Phần I; Chương II; | a | b |; KẾ HOẠCH; Số: /KH-UBND; Số: 12/KH-UBND; Căn cứ
như sau:; Nơi nhận:; - Lưu: VT.; TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHỤ LỤC; trước ngày 31/02
Quyết định số 1/QĐ-UBND ngày 30/02/2025 của; quý IX/2026; ngày 99/99/9999; tháng 13 năm 0
từ 95% trở lên; báo cáo hằng quý; Giao Phòng Nội vụ chủ trì; năm 99999; ngày     tháng 8 năm 2026"""
_CHARACTERS = "\t\n\x0c\x00\ufeff\u2028\u200b\u0301\xa0"
PIECES = [
    *(marker + end for marker in _MARKERS.split() for end in (" ", "")),
    *(f"{words.strip()} " for line in _WORDS.split("\n") for words in line.split(";")),
    *_CHARACTERS, "   ", "\n\n", "\r\n",
]  # fmt: skip
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")


# --- mutations ---------------------------------------------------------------------------------

Mutation = Callable[[random.Random, str, Sequence[str]], str]


def _span(rng: random.Random, text: str, longest: int = 2000) -> tuple[int, int]:
    """A random stretch of a text."""
    start = rng.randint(0, len(text))
    return start, min(len(text), start + rng.randint(0, longest))


def cut(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """A stretch, the beginning or the end is missing."""
    start, end = _span(rng, text)
    return rng.choice((text[:start] + text[end:], text[start:], text[:end]))


def splice(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """A stretch of another document stands in this one."""
    other = rng.choice(others)
    start, end = _span(rng, other)
    at = rng.randint(0, len(text))
    return text[:at] + other[start:end] + text[at:]


def duplicate(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """A stretch stands there several times."""
    start, end = _span(rng, text, 600)
    return text[:end] + text[start:end] * rng.randint(1, 5) + text[end:]


def shuffle_lines(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Lines near each other have changed places."""
    lines = text.split("\n")
    at = rng.randint(0, len(lines))
    some = lines[at : at + rng.randint(2, 40)]
    rng.shuffle(some)
    return "\n".join([*lines[:at], *some, *lines[at + len(some) :]])


def delete_characters(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Every character is lost with the same small chance."""
    chance = rng.choice((0.001, 0.01, 0.1))
    return "".join(c for c in text if rng.random() > chance)


def insert_pieces(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Markers and words that mean something stand where they should not."""
    for _ in range(rng.randint(1, 12)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(PIECES) + text[at:]
    return text


def insert_unicode(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Any characters at all stand somewhere."""
    for _ in range(rng.randint(1, 20)):
        at = rng.randint(0, len(text))
        top = rng.choice((0x80, 0x250, 0x370, 0x2100, 0xD7FF, 0x10FFFF))
        text = text[:at] + chr(rng.randint(0, top)) + text[at:]
    return text


def change_form(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Another normal form, of all or of a part."""
    start, end = rng.choice(((0, len(text)), _span(rng, text)))
    form = rng.choice(FORMS)
    return text[:start] + unicodedata.normalize(form, text[start:end]) + text[end:]


def change_case(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """A stretch in other letters."""
    start, end = _span(rng, text)
    changed = rng.choice((str.upper, str.lower, str.title, str.swapcase))(text[start:end])
    return text[:start] + changed + text[end:]


def join_lines(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Line breaks are lost, in a stretch or all over."""
    start, end = rng.choice(((0, len(text)), _span(rng, text)))
    return text[:start] + text[start:end].replace("\n", " ") + text[end:]


def wrap_lines(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Lines are broken at a width, at spaces or anywhere."""
    width = rng.randint(5, 90)
    found: list[str] = []
    for line in text.split("\n"):
        while len(line) > width:
            at = max(line.rfind(" ", 0, width), 0) or width
            found.append(line[:at])
            line = line[at:].lstrip() if rng.random() < 0.9 else line[at:]
        found.append(line)
    return "\n".join(found)


def break_words(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """White space stands where none was, or is another."""
    spaces = ("\n", "\t", "  ", "\xa0", "\r\n", "|", " | ", "\n\n")
    return "".join(rng.choice(spaces) if c == " " and rng.random() < 0.02 else c for c in text)


def old_letters(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """The letters of an encoding from before Unicode, in a stretch or all over."""
    encoding: Encoding = rng.choice(_encodings())
    back = {letter: seen for seen, letter in encoding.letters.items()}
    start, end = rng.choice(((0, len(text)), _span(rng, text)))
    return text[:start] + "".join(back.get(c, c) for c in text[start:end]) + text[end:]


def lose_letters(rng: random.Random, text: str, others: Sequence[str]) -> str:
    """Letters with marks are lost or replaced."""
    sign = rng.choice(("", "?", "\ufffd"))
    return "".join(sign if c > "\u1e9f" and c.isalpha() else c for c in text)


MUTATIONS: tuple[Mutation, ...] = (
    cut, splice, duplicate, shuffle_lines, delete_characters, insert_pieces, insert_unicode,
    change_form, change_case, join_lines, wrap_lines, break_words, old_letters, lose_letters,
)  # fmt: skip


def mutated(seed: int, case: int, documents: Sequence[str]) -> tuple[str, list[str]]:
    """The text of a case, and the names of the mutations that made it."""
    rng = random.Random(f"{seed}/{case}")
    text = rng.choice(documents)
    chosen = rng.choices(MUTATIONS, k=rng.randint(1, 5))
    for mutation in chosen:
        text = mutation(rng, text, documents)[:LONGEST]
    return text, [mutation.__name__ for mutation in chosen]


# --- what must hold ----------------------------------------------------------------------------


class BrokenError(Exception):
    """An invariant does not hold; says which."""


def holds(condition: object, what: str) -> None:
    """Raises BrokenError unless the condition is true."""
    if not condition:
        raise BrokenError(what)


def try_text(text: str, parent: Parent) -> Plan:
    """Parses, understands and checks one text; raises whatever goes wrong."""
    started = time.process_time()
    plan = parse(text)
    check_tree(plan)
    check_offsets(plan.source)
    json.dumps(understood(plan))
    check_report(plan, parent)
    holds(time.process_time() - started < SLOW, f"takes less than {SLOW:.0f} s")
    return plan


def check_tree(plan: Plan) -> None:
    """Leaves joined are the text; children in order inside their parents; phrases in the text."""
    text = plan.source.text
    holds((plan.start, plan.end) == (0, len(text)), "the plan spans the text")
    leaves = [leaf for leaf in plan.leaves() if isinstance(leaf, Line)]
    holds("".join(text[leaf.start : leaf.end] for leaf in leaves) == text, "leaves are the text")
    for node in plan.walk():
        at = node.start
        for child in node.children:
            holds(child.parent is node, f"the parent of a {child.kind}")
            holds(at <= child.start <= child.end <= node.end, f"{child.kind} inside {node.kind}")
            at = child.end
        for phrase in node.phrases:
            holds(phrase.parent is node, f"the parent of a {phrase.kind}")
            holds(node.start <= phrase.start <= phrase.end <= node.end, f"{phrase.kind} inside")


def check_offsets(source: Source) -> None:
    """Offsets lead back to the raw text, in order; lines are those of the raw text."""
    step = max(1, len(source.text) // 500)
    places = [source.raw_offset(at) for at in range(0, len(source.text) + 1, step)]
    holds(places == sorted(places), "raw offsets in order")
    holds(places[0] == 0 and places[-1] <= len(source.raw), "raw offsets inside")
    holds(source.line_count == source.raw.count("\n") + 1, "lines are those of the raw text")
    holds(len(source.low) == len(source.text), "low has the length of text")


def check_report(plan: Plan, parent: Parent) -> None:
    """Every rule has a result; every place lies in the text; the report is plain data."""
    for against in (parent, None):
        report = check(plan, against)
        holds(report.results, "a report has results")
        for result in report.results:
            place = result.location
            if place is not None:
                inside = 1 <= place.line <= place.end_line <= plan.source.line_count
                holds(inside and place.column > 0, f"the place of {result.rule}")
                holds(0 <= place.start <= place.end <= len(plan.source.raw), "offsets of a place")
            left = "{node" in result.message or "{it" in result.message
            holds(result.message.strip() and not left, f"the words of {result.rule}")
        json.loads(report.to_json())


# --- running -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What a run has seen."""

    cases: int = 0
    characters: int = 0
    slowest: float = 0.0
    slowest_case: int = 0
    mutations: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    failures: dict[str, tuple[int, str]] = field(default_factory=dict)


def run(
    documents: Sequence[str], seed: int, cases: Iterable[int], seconds: float
) -> tuple[Tally, dict[str, str]]:
    """Tries cases while there is time; returns the tally and the shrunk text of each failure."""
    parent = load_parent(PARENT)
    tally = Tally()
    texts: dict[str, str] = {}
    end = time.perf_counter() + seconds
    for case in cases:
        if time.perf_counter() > end:
            break
        text, names = mutated(seed, case, documents)
        started = time.process_time()
        try:
            plan = try_text(text, parent)
        except Exception as error:
            failure = _signature(error)
            if failure not in tally.failures:
                tally.failures[failure] = (case, "".join(traceback.format_exception(error)[-3:]))
                texts[failure] = shrunk(text, failure, parent)
        else:
            tally.seen["legacy"] += plan.source.legacy is not None
            tally.seen["damaged"] += plan.damaged
        taken = time.process_time() - started
        if taken > tally.slowest:
            tally.slowest, tally.slowest_case = taken, case
        tally.cases += 1
        tally.characters += len(text)
        tally.mutations.update(names)
    return tally, texts


def _signature(error: Exception) -> str:
    """Where and how something failed: cases that fail alike are told once."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    shown = str(error) if isinstance(error, BrokenError) else place
    return f"{type(error).__name__}: {shown}"


def shrunk(text: str, failure: str, parent: Parent, seconds: float = 20.0) -> str:
    """The text without those lines, then characters, that the failure does not need."""
    end = time.perf_counter() + seconds
    for glue in ("\n", ""):
        parts = text.split("\n") if glue else list(text)
        size = len(parts) // 2
        while size:
            at = 0
            while at < len(parts) and time.perf_counter() < end:
                fewer = parts[:at] + parts[at + size :]
                if _fails(glue.join(fewer), failure, parent):
                    parts = fewer
                else:
                    at += size
            size //= 2
        text = glue.join(parts)
    return text


def _fails(text: str, failure: str, parent: Parent) -> bool:
    try:
        try_text(text, parent)
    except Exception as error:
        return _signature(error) == failure
    return False


def documents_of(folders: Sequence[Path]) -> list[str]:
    """The texts of the .txt and .md files of folders, in the order of their names."""
    paths = sorted(p for f in folders for p in f.rglob("*") if p.suffix in (".txt", ".md"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def main() -> int:
    """Run and print the counts."""
    parser = argparse.ArgumentParser(description="Fuzz the grammar and the rules.")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "fixtures"])
    parser.add_argument("--seconds", type=float, default=60, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--case", type=int, help="only this case")
    parser.add_argument("--keep", type=Path, help="folder for the texts that fail")
    options = parser.parse_args()

    documents = documents_of(options.folders)
    if not documents:
        print("no .txt or .md file there")
        return 2
    cases = itertools.count() if options.case is None else [options.case]
    tally, texts = run(documents, options.seed, cases, options.seconds)
    print(f"{len(documents)} documents, seed {options.seed}: {tally.cases} cases,", end=" ")
    print(f"{tally.characters} characters, {len(tally.failures)} kinds of failure")
    print(f"slowest: case {tally.slowest_case}, {tally.slowest:.2f} s")
    print(", ".join(f"{name} {count}" for name, count in [*tally.seen.items()]))
    print(", ".join(f"{name} {count}" for name, count in tally.mutations.most_common()))
    for number, (failure, (case, trace)) in enumerate(tally.failures.items()):
        print(f"\n{failure}\n  again: --seed {options.seed} --case {case}\n{trace}")
        print(f"  shrunk: {texts[failure][:400]!r}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            kept = options.keep / f"fuzz-{options.seed}-{case}-{number}.txt"
            kept.write_text(texts[failure], encoding="utf-8", newline="")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
