"""Results: the files of an intake in the folder of results, each written by the module of its kind.

What would come out as it stands there already is not written again: a hash of all that goes in is
kept beside the records. A file is put in its place whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from ..errors import InputError, reason
from .record import Record
from .season import Season, Submission, UnitState
from .stop import undisturbed
from .store import Store

_KEPT = "results"
_MOST_APART = 4_000  # units: another process would hold all of the picture again


class Writer(Protocol):
    """What the module of a kind of file offers."""

    def write(self, season: Season, records: Records, file: Path) -> None:
        """Writes the picture into a new file."""


@dataclass(slots=True, eq=False)
class Records:
    """The records behind the picture, read one by one."""

    store: Store

    def of(self, submission: Submission) -> Record:
        """The record of a document; an empty one where it is not there any more."""
        return self.store.get(submission.key) or Record(why="không còn trong tệp ghi nhớ")

    def plans(self, season: Season) -> Iterator[tuple[UnitState | None, Submission]]:
        """All plans, the one that counts and the others of each unit, then those of nobody."""
        for state in season.units:
            if state.plan is not None:
                yield state, state.plan
            for other in state.others:
                yield state, other
        for one in season.unmatched:
            yield None, one


@dataclass(slots=True, eq=False)
class _File:
    """A file of results: its writer's module, what must be installed for it, in which extra."""

    name: str
    module: str
    package: str = ""
    extra: str = ""
    heavy: bool = False  # costs as much as all others: written beside them, in another process


FILES: tuple[_File, ...] = (
    _File("findings.jsonl", "lines"),
    _File("summary.html", "webpage"),
    _File("summary.xlsx", "workbook", "xlsxwriter", "xlsx", heavy=True),
    _File("findings.parquet", "columns", "pyarrow", "parquet"),
)


@dataclass(slots=True, eq=False)
class Written:
    """What was written, what stands as it was, what is not there and why."""

    files: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def write_results(season: Season, store: Store, out: Path, jobs: int = 1) -> Written:
    """Writes the files, with `jobs` processes; InputError where the folder cannot be written to."""
    written = Written()
    before = _known(store)
    inputs = digest_of(season)
    now: dict[str, list[str]] = {}
    todo: list[_File] = []
    for one in FILES:
        file = out / one.name
        if one.package and find_spec(one.package) is None:
            written.notes.append(
                f"Chưa có {one.name}: hãy cài thêm pip install 'cchc-check[{one.extra}]'."
            )
            continue
        if file.is_file() and before.get(one.name) == [inputs, _digest(file)]:
            written.kept.append(file)
            now[one.name] = before[one.name]
            continue
        todo.append(one)
    _write(todo, season, store, out, jobs)
    for one in todo:
        written.files.append(out / one.name)
        now[one.name] = [inputs, _digest(out / one.name)]
    store.keep(_KEPT, json.dumps(now))
    return written


def _write(todo: list[_File], season: Season, store: Store, out: Path, jobs: int) -> None:
    """Writes what is to be written, the heavy file beside the others where that is allowed."""
    together = jobs < 2 or len(todo) < 2 or len(season.units) > _MOST_APART
    apart = None if together else next((one for one in todo if one.heavy), None)
    process = None
    if apart is not None:
        store.share()
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_write_apart, args=(apart, season, out), daemon=True)
        with undisturbed():
            process.start()
    try:
        for one in todo:
            if one is not apart:
                _write_one(one, season, store, out)
    finally:
        if process is not None:
            process.join()
    if apart is not None and process is not None and process.exitcode != 0:
        _write_one(apart, season, store, out)  # says what is wrong, where it is not the process


def _write_one(one: _File, season: Season, store: Store, out: Path) -> None:
    writer = cast(Writer, import_module(f".{one.module}", __package__))
    put_whole(out / one.name, partial(writer.write, season, Records(store)))


def _write_apart(one: _File, season: Season, out: Path) -> None:
    """The whole of a process: one file; its exit status says whether it is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Store.to_read(out) as store:
            _write_one(one, season, store, out)
    except InputError:
        sys.exit(1)


def put_whole(file: Path, write: Callable[[Path], None]) -> None:
    """Has a file written beside its place and put there when it is whole."""
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(file)
    except OSError as error:
        raise InputError(
            f"Không ghi được {file}: {reason(error)}; tệp có thể đang mở trong chương trình khác."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _known(store: Store) -> dict[str, list[str]]:
    try:
        found = json.loads(store.kept(_KEPT) or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of(season: Season) -> str:
    """The hash of all that the files of results show."""
    found = hashlib.sha256()

    def add(*values: object) -> None:
        found.update(repr(values).encode() + b"\n")

    for asked in season.asked:
        add(asked.id, asked.text, asked.weight, asked.source)
    scoring = season.scoring
    add(scoring.scale, scoring.weights, scoring.unknown, scoring.deductions, scoring.late,
        scoring.grades, season.listed, [parent.number for parent in season.parents])  # fmt: skip
    for state in season.units:
        unit = state.unit
        add(unit.name, unit.kind, unit.aliases, unit.contact, state.late)
        for plan in (state.plan, *state.others):
            if plan is not None:
                add(plan.name, plan.key, plan.copies)
    for group in (season.unmatched, season.not_plans, season.unread, season.unbound):
        add([(one.name, one.key, season.hints.get(one.name)) for one in group])
    return found.hexdigest()
