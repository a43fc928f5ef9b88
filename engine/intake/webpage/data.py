"""Data: what the page's program draws: an index of the units, their findings in blocks of a few.

A block is opened when one of its units is: JSON in which each string stands once, compressed where
it is big. The index is small enough to be read at once.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ....grammar.interval import Interval, vietnamese
from ..record import Finding, Record, Row
from ..season import Season, Submission, UnitState

if TYPE_CHECKING:
    from ..results import Records

PER_BLOCK = 40  # units; a block is read whole when one of them is opened
_PLAIN = 48_000  # characters up to which a block is not compressed
_LEVEL = 6  # gzip's


class Strings:
    """Strings by number, each kept once; 0 is none."""

    def __init__(self) -> None:
        self.all: list[str] = [""]
        self._known: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        """The number of a string."""
        text = text or ""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = len(self.all)
            self.all.append(text)
        return found


def blocks(season: Season, records: Records) -> Iterator[str]:
    """The elements that hold the data: the index, then the blocks in the order of the units."""
    yield _element("index", _index(season))
    entries: list[tuple[UnitState | None, Submission | None]] = [
        (state, state.plan) for state in season.units
    ]
    entries += [(None, plan) for plan in season.unmatched]
    folder = common_folder(season)
    for start in range(0, len(entries), PER_BLOCK):
        block = _Block(season, records, folder)
        plans = [block.entry(*one) for one in entries[start : start + PER_BLOCK]]
        yield _element(f"block{start // PER_BLOCK}", {"strings": block.strings.all, "plans": plans})


def _element(name: str, data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if len(text) <= _PLAIN:
        # `<` would let a plan's words end the element.
        return f'<script type="application/json" id="{name}">{_safe(text)}</script>\n'
    packed = gzip.compress(text.encode("utf-8", "replace"), _LEVEL, mtime=0)
    body = base64.b64encode(packed).decode("ascii")
    return f'<script type="application/gzip" id="{name}">{body}</script>\n'


def _safe(text: str) -> str:
    return text.replace("<", "\\u003c")


def _index(season: Season) -> dict[str, Any]:
    return {
        "perBlock": PER_BLOCK,
        "scale": season.scoring.scale,
        "graded": bool(season.scoring.grades),
        "asked": [[one.id, one.kind, one.text, one.source, one.weight] for one in season.asked],
        "units": [_unit(one) for one in season.units],
        "unmatched": [one.issuer or "" for one in season.unmatched],
    }


def _unit(state: UnitState) -> list[Any]:
    """Name, kind, other names, state (m missing, l late, v several versions), and the plan's."""
    unit, plan = state.unit, state.plan
    marks = "m" * state.missing + "l" * bool(state.late) + "v" * bool(state.others)
    row: list[Any] = [unit.name, unit.kind, " | ".join(unit.aliases), marks]
    if plan is not None:
        score = plan.score
        row += [
            score.value if score else None, score.grade if score else None,
            plan.errors, plan.warnings, plan.unknown, plan.outcomes,
        ]  # fmt: skip
    return row


def common_folder(season: Season) -> str:
    """The folder that all documents are in: their names are shown without it."""
    names = [one.name for one in _documents(season)]
    parents = [name.rpartition("/")[0] for name in names]
    if not parents or not all(parents):
        return ""
    try:
        return os.path.commonpath(parents)
    except ValueError:
        return ""


def _documents(season: Season) -> Iterator[Submission]:
    for state in season.units:
        if state.plan is not None:
            yield state.plan
        yield from state.others
    for group in (season.unmatched, season.not_plans, season.unread, season.unbound):
        yield from group


def short_name(name: str, folder: str) -> str:
    """A document's name without the folder that all are in."""
    return name[len(folder) :].lstrip("/") if folder and name.startswith(folder) else name


class _Block:
    """A block being written; in what it returns, words are the numbers of strings."""

    def __init__(self, season: Season, records: Records, folder: str) -> None:
        self.strings = Strings()
        self._season, self._records, self._folder = season, records, folder
        self._columns = {one.id: one.number for one in season.asked}

    def entry(self, state: UnitState | None, plan: Submission | None) -> dict[str, Any]:
        """All that the page can open of a unit, or of a plan of nobody."""
        found: dict[str, Any] = {}
        if state is not None:
            found["contact"] = self._say(state.unit.contact)
        if plan is None:
            return _full(found)
        record = self._records.of(plan)
        found |= self._document(plan)
        found["copies"] = [self._file(name) for name in plan.copies]
        found["others"] = [self._other(one) for one in state.others] if state else []
        found["notes"] = [self._say(note) for note in record.notes]
        found["rows"] = [row for one in record.rows if (row := self._row(one))]
        found["findings"] = [self._finding(one) for one in record.findings]
        found["points"] = self._points(record)
        if plan.score is not None:
            score = plan.score
            found["score"] = [score.earned, score.most, score.open, score.deducted]
        if state is None:
            found["hint"] = self._say(self._season.hints.get(plan.name))
        return _full(found)

    def _say(self, text: str | None) -> int:
        return self.strings.number(text)

    def _file(self, name: str) -> int:
        return self._say(short_name(name, self._folder))

    def _document(self, plan: Submission) -> dict[str, Any]:
        return {
            "file": self._file(plan.name), "number": self._say(plan.number),
            "issuer": self._say(plan.issuer), "title": self._say(plan.title),
            "issued": self._say(day_of(plan)),
        }  # fmt: skip

    def _other(self, plan: Submission) -> dict[str, Any]:
        found = self._document(plan)
        found["copies"] = [self._file(name) for name in plan.copies]
        found["errors"] = plan.errors
        found["value"] = plan.score.value if plan.score else None
        return _full(found)

    def _row(self, row: Row) -> dict[str, Any] | None:
        column = self._columns.get(row.obligation)
        if column is None:
            return None
        found = {
            "at": column, "note": self._say(row.note), "rule": self._say(row.rule),
            "waived": self._say(row.waived),
            "words": [
                _full({
                    "place": self._say(one.place), "excerpt": self._say(one.excerpt),
                    "after": self._say(one.after), "status": self._say(one.status),
                    "part": self._say(one.part),
                })
                for one in row.words
            ],
        }  # fmt: skip
        return _full(found)

    def _finding(self, one: Finding) -> dict[str, Any]:
        found = {
            name: self._say(getattr(one, name))
            for name in (
                "rule", "severity", "outcome", "message", "title", "place", "excerpt", "expected",
                "actual", "basis", "advice", "waived",
            )
        }  # fmt: skip
        if one.obligation in self._columns:
            found["asked"] = self._columns[one.obligation] + 1
        return _full(found)

    def _points(self, record: Record) -> list[list[Any]]:
        """Column (-1 of a deduction), what it is about, outcome, points, most, rule."""
        return [
            [
                self._columns.get(one.about, -1), self._say(one.about), self._say(one.outcome),
                one.points, one.most, self._say(one.rule),
            ]
            for one in self._season.scoring.points(record)
        ]  # fmt: skip


def _full(found: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; a number of something keeps its 0."""
    return {
        key: value
        for key, value in found.items()
        if key in ("at", "errors", "value") or (value not in (0, None) and value != [])
    }


def day_of(plan: Submission) -> str:
    """The day of issue as people write it; empty where it is not known."""
    days = [date.fromisoformat(day) if day else None for day in (plan.earliest, plan.latest)]
    return vietnamese(Interval(*days)) if any(days) else ""
