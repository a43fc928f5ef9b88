"""Batch: what one run has checked: a report for each plan, and the plans that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .report import Report
from .rules import Pack

if TYPE_CHECKING:
    from .baseline import Baseline


@dataclass(eq=False, repr=False)
class Checked:
    """A plan's report, with the text of its file as it was read and the packs it was checked by.

    `packs` are None for the built-in ones as they are.
    """

    report: Report
    text: str
    packs: Sequence[Pack] | None = None


@dataclass(eq=False, repr=False)
class Unread:
    """A plan that could not be read, and the sentence that says why."""

    path: str
    why: str


@dataclass(eq=False, repr=False)
class Batch:
    """What the writers write.

    `single` says that one plan was asked for, `statistics` that a table of how often each rule
    fails is wanted, `matrix` that the parent's obligations are wanted one by one.
    """

    single: bool = True
    statistics: bool = False
    matrix: bool = False
    checked: list[Checked] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def reports(self) -> list[Report]:
        """The reports alone."""
        return [checked.report for checked in self.checked]

    def leave_out(self, known: Baseline) -> None:
        """Leaves out of every report what an earlier one says."""
        for checked in self.checked:
            checked.report = known.leave_out(checked.report)
