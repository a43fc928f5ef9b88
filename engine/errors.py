"""Errors: what went wrong with an input, as one sentence for people."""

from __future__ import annotations


class InputError(Exception):
    """A file, option, parent or pack that cannot be used. `str()` is one Vietnamese sentence."""


class PackError(InputError):
    """Faults of a rule pack, each with file, line and column.

    `faults` are lines `FILE:LINE:COLUMN: what is wrong, with a suggestion`.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
