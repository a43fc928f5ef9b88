"""Assertions: the things a rule can state about nodes.

One class a type: its docstring is its documentation, its fields are its options, `evaluate` says
what holds. Plain dataclasses, so that a run need not import pydantic; pydantic makes the published
schema of them and validates what comes from outside (schemas.py, packs.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from .alignment import Covers, HasAdviser, MeetsTarget
from .base import Assertion, Finding, FixModel, Mend
from .blanks import Spaced
from .comparison import Each, Some, That
from .existence import Absent, Exists
from .knowledge import AsKnown, Consistent, InForce, IssuerFits, NotItself
from .looks import Looks
from .marks import Balanced, EndMarked, Listed
from .mentions import DueAfter, HasTopics, Outdated, Says
from .order import InCapitals, InSequence, Reads, RealDates
from .parent import BoundBy, Cites, OfYear, ReportsBy, SentTo
from .spelling import Defined, NoRepeats, Spelled

__all__ = [
    "TYPES", "Absent", "AsKnown", "Assertion", "Balanced", "BoundBy", "Cites", "Consistent",
    "Covers", "Defined", "DueAfter", "Each", "EndMarked", "Exists", "Finding", "FixModel",
    "HasAdviser", "HasTopics", "InCapitals", "InForce", "InSequence", "IssuerFits", "Listed",
    "Looks", "MeetsTarget", "Mend", "NoRepeats", "NotItself", "OfYear", "Outdated", "Reads",
    "RealDates", "ReportsBy", "Says", "SentTo", "Some", "Spaced", "Spelled", "That",
    "assertion_type",
]  # fmt: skip

TYPES: tuple[type[Assertion], ...] = (
    Exists, Absent, Each, Some, That,
    Cites, BoundBy, OfYear, SentTo, ReportsBy, Covers, MeetsTarget, HasAdviser,
    IssuerFits, Consistent, AsKnown, InForce, NotItself, HasTopics, Says, Outdated, DueAfter,
    InSequence, InCapitals, Reads, RealDates, Listed, EndMarked, Balanced, NoRepeats, Defined,
    Spaced, Spelled, Looks,
)  # fmt: skip


def assertion_type(keys: Iterable[str]) -> type[Assertion] | None:
    """Which assertion the keys of a YAML mapping mean, or None."""
    given = set(keys)
    for kind in TYPES:
        if kind is That and {"each", "some"} & given:
            continue
        if kind.key in given:
            return kind
    return None
