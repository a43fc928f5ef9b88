"""Engine: tree in, findings out. Knows nothing of terminals.

The modules, by what they are about, each group in the order in which data goes through it:

files        reading, readers/, annotate/
a season     intake/
a run        settings, setup, waivers, baseline, batch, outputs, writers/
rules        yaml_places, pack_faults, inherit, parameters, versions, packs, rules, vocabulary,
             selectors, assertions/, measures, wording
parents      derive/, parent_model, parent_faults, parent_yaml, keeping, registry, parents, chain,
             matching, parent_diff, drafts
what holds   names, units, binding, issuers, documents, asof, years, aims, coverage
findings     checking, places, report, alignment, fixes, mending
the manual   example_layout, examples, example_coverage, rulebook, handbook, schemas
"""

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


def check(
    plan: Plan,
    parent: Parent | Sequence[Parent] | None = None,
    packs: Sequence[Pack] | None = None,
) -> Report:
    """Checks a plan by rule packs (the built-in ones), against a parent if one is given.

    Of several parents, and of those that a registered one names above itself, all demands hold, the
    nearest first.
    Never raises for what a document holds; every rule gives at least one result.
    """
    from .checking import check as run

    return run(plan, parent, packs)


def load_parent(id_or_path: str | Path, registry: str | Path | None = None) -> Parent:
    """A parent by registered id, YAML file or plan file; InputError where there is none.

    `registry` is a folder of parents that goes before the user's own and the built-in ones.
    """
    from .parents import load_parent as load

    return load(id_or_path, Path(registry) if registry is not None else None)
