"""Batch: what one run has checked: a report for each plan, and the plans that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .report import Report
from .rules import Pack


@dataclass(eq=False, repr=False)
class Checked:
    """A plan's report, with the text of its file as it was read."""

    report: Report
    text: str


@dataclass(eq=False, repr=False)
class Unread:
    """A plan that could not be read, and the sentence that says why."""

    path: str
    why: str


@dataclass(eq=False, repr=False)
class Batch:
    """What the writers write.

    `single` says that one plan was asked for; `packs` are the rules it was checked by (None: the
    built-in ones); `statistics` that a table of how often each rule fails is wanted.
    """

    single: bool = True
    packs: Sequence[Pack] | None = None
    statistics: bool = False
    checked: list[Checked] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def reports(self) -> list[Report]:
        """The reports alone."""
        return [checked.report for checked in self.checked]
