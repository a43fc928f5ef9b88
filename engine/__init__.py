"""Engine: tree in, findings out. Knows nothing of terminals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..grammar import Plan
    from .parents import Parent
    from .report import Report
    from .rules import Pack

__all__ = ["check", "load_parent"]


def check(plan: Plan, parent: Parent | None = None, packs: Sequence[Pack] | None = None) -> Report:
    """Checks a plan by rule packs (the built-in ones), against a parent if one is given.

    Never raises for what a document holds; every rule gives at least one result.
    """
    from .checking import check as run

    return run(plan, parent, packs)


def load_parent(id_or_path: str | Path) -> Parent:
    """A parent by registered id, YAML file or plan file; InputError where there is none."""
    from .parents import load_parent as load

    return load(id_or_path)
