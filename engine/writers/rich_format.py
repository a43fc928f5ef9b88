"""Rich format: the report for people at a terminal, or as plain text in a file."""

from __future__ import annotations

import sys
from typing import IO

from ..batch import Batch
from .console import console
from .report_writer import write_report


def write(batch: Batch, stream: IO[str]) -> None:
    """Prints one report after the other.

    With statistics, one plan's report is followed by its table; of several plans only the tables
    are printed, for they are what the reader has asked to see.
    """
    out = console(None if stream is sys.stdout else stream)
    if not (batch.statistics and len(batch.checked) > 1):
        for number, report in enumerate(batch.reports):
            if number:
                out.rule(style="dim")
            if batch.matrix:
                from .matrix import write_matrix

                write_matrix(report, out)
            else:
                write_report(report, out)
    if batch.statistics:
        from .statistics import write_tables

        write_tables(batch, out)
