"""Season: the records put together: which unit owes what, what it has sent, what is still missing.

All that is kept of a document here is a few words and a letter for each obligation, so that memory
stays small; whoever shows findings reads the records one by one from the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Literal

from ...grammar.interval import Interval
from ...grammar.lexicon import lexicon
from ..parents import Obligation, Parent, kind_name, obligation_id
from ..wording import spot
from .record import Record
from .roster import Roster, Unit, roster_of
from .scoring import Score, Scoring

# A letter for what becomes of an obligation.
OUTCOMES = {"pass": "p", "fail": "f", "partial": "t", "unknown": "u", "not_applicable": "-"}
LETTERS = {letter: outcome for outcome, letter in OUTCOMES.items()}
Status = Literal["plan", "other", "unbound", "unread", "parent"]


@dataclass(slots=True, eq=False)
class Asked:
    """One obligation as the picture shows it; `number` is its column."""

    id: str
    number: int
    kind: str
    text: str
    source: str
    weight: float


@dataclass(slots=True, eq=False)
class Submission:
    """A document as the picture knows it; `copies` are the same content under other names."""

    name: str
    key: str
    status: Status
    why: str | None = None
    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    title: str | None = None
    earliest: str | None = None
    latest: str | None = None
    cites_parent: bool = False
    outcomes: str = ""
    errors: int = 0
    warnings: int = 0
    unknown: int = 0
    score: Score | None = None
    copies: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[bool, str, str]:
        """By which the newest of several plans is known: under this parent, then by day."""
        return self.cites_parent, self.latest or self.earliest or "", self.name


@dataclass(slots=True, eq=False)
class UnitState:
    """A unit with the plan that counts and the others it has sent; `late` where it is told."""

    unit: Unit
    plan: Submission | None = None
    others: list[Submission] = field(default_factory=list)
    late: bool | None = None

    @property
    def missing(self) -> bool:
        """Whether it has sent no plan."""
        return self.plan is None

    def outcome(self, at: int) -> str:
        """What becomes of the obligation in column `at`: an outcome, or `missing`."""
        return "missing" if self.plan is None else LETTERS[self.plan.outcomes[at]]


@dataclass(slots=True, eq=False)
class Season:
    """The whole picture. `units` are ordered by what matters: missing, then the lowest score."""

    parents: Sequence[Parent]
    asked: list[Asked]
    units: list[UnitState]
    unmatched: list[Submission]
    not_plans: list[Submission]
    unread: list[Submission]
    unbound: list[Submission]
    listed: bool
    window: Interval | None
    scoring: Scoring
    hints: dict[str, str] = field(default_factory=dict)  # unknown issuer: the unit it may mean

    @property
    def missing(self) -> list[UnitState]:
        """The units that have sent nothing."""
        return [one for one in self.units if one.missing]

    @property
    def late(self) -> list[UnitState]:
        """The units whose plan was issued after the parent's window."""
        return [one for one in self.units if one.late]

    def shares(self) -> list[dict[str, int]]:
        """For each obligation how many units have each outcome, `missing` included."""
        found: list[dict[str, int]] = []
        for one in self.asked:
            counts: dict[str, int] = {}
            for state in self.units:
                outcome = state.outcome(one.number)
                counts[outcome] = counts.get(outcome, 0) + 1
            found.append(counts)
        return found


def submission_of(
    name: str, key: str, record: Record, asked: Sequence[Asked], scoring: Scoring, listed: bool
) -> Submission:
    """A document with its record as the picture needs it.

    Where a list says who owes a plan (`listed`) it says so also for whom the parent seems not to
    bind.
    """
    if record.why is not None:
        return Submission(name, key, "unread", why=record.why)
    if record.is_parent:
        return Submission(name, key, "parent")
    rows = {row.obligation: row for row in record.rows}
    status: Status = "plan" if record.kind in _plan_types() else "other"
    if status == "plan" and record.unbound and not listed:
        status = "unbound"
    found = Submission(
        name, key, status, why=record.unbound,
        kind=_once(record.kind), number=record.number, issuer=_once(record.issuer),
        title=record.title, earliest=_once(record.earliest), latest=_once(record.latest),
        cites_parent=record.cites_parent,
        outcomes=intern("".join(
            OUTCOMES[rows[one.id].outcome] if one.id in rows else "u" for one in asked
        )),
        errors=record.counts.get("error", 0), warnings=record.counts.get("warning", 0),
        unknown=record.counts.get("unknown", 0),
    )  # fmt: skip
    if found.status == "plan":
        found.score = scoring.score(record)
    return found


def _once(text: str | None) -> str | None:
    """A text that many documents share, held once: memory is to stay small."""
    return None if text is None else intern(text)


def _plan_types() -> list[str]:
    return lexicon().words("intake", "plan_types")


def asked_of(parents: Sequence[Parent]) -> list[Asked]:
    """What the parents ask of the units, in order, without what binds only their own offices."""
    duties: list[Obligation] = [
        one
        for parent in parents
        for one in parent.obligations
        if one.bound not in ("department", "other")
    ]
    return [
        Asked(obligation_id(one), at, kind_name(one), one.text, _source(one), one.weight)
        for at, one in enumerate(duties)
    ]


def _source(one: Obligation) -> str:
    if one.source is None:
        return ""
    parts = [one.source.document, one.source.at or "", spot(one.source)]
    return ", ".join(part for part in parts if part)


def season_of(
    submissions: Iterable[Submission], roster: Roster, parents: Sequence[Parent],
    asked: list[Asked], scoring: Scoring,
) -> Season:  # fmt: skip
    """The picture of all documents. The order in which they come does not matter."""
    window = _window(parents)
    season = Season(parents, asked, [], [], [], [], [], roster.listed, window, scoring)
    plans: dict[str, Submission] = {}
    for one in sorted(submissions, key=lambda s: s.name):
        if one.status == "unread":
            season.unread.append(one)
        elif one.status == "other":
            season.not_plans.append(one)
        elif one.status == "unbound":
            season.unbound.append(one)
        elif one.status == "plan":
            if one.key in plans:
                plans[one.key].copies.append(one.name)
            else:
                plans[one.key] = one
    _match(season, list(plans.values()), roster)
    for state in season.units:
        state.late = _is_late(state, window)
    season.units.sort(key=_by_need)
    return season


def _match(season: Season, plans: Sequence[Submission], roster: Roster) -> None:
    """Puts each plan to its unit; the newest counts."""
    if not roster.listed:
        roster = roster_of(one.issuer for one in plans if one.issuer)
    states = {id(unit): UnitState(unit) for unit in roster.units}
    sent: dict[int, list[Submission]] = {}
    for one in plans:
        unit = roster.unit_of(one.issuer)
        if unit is None:
            season.unmatched.append(one)
            near = roster.near(one.issuer) if one.issuer else None
            if near:
                season.hints[one.name] = near
        else:
            sent.setdefault(id(unit), []).append(one)
    for key, found in sent.items():
        found.sort(key=lambda one: one.order, reverse=True)
        states[key].plan, states[key].others = found[0], found[1:]
    season.units = [one for one in states.values() if roster.listed or one.plan is not None]


def _window(parents: Sequence[Parent]) -> Interval | None:
    """When the plans had to be issued, by the nearest parent that says so."""
    for parent in parents:
        for one in parent.obligations:
            if one.of == "issue" and one.window is not None and one.window.latest is not None:
                return one.window
    return None


def _is_late(state: UnitState, window: Interval | None) -> bool | None:
    if window is None or window.latest is None or state.plan is None:
        return None
    last = window.latest.isoformat()
    plan = state.plan
    if plan.earliest is not None and plan.earliest > last:
        return True
    return False if plan.latest is not None and plan.latest <= last else None


def _by_need(state: UnitState) -> tuple[int, float, int, str]:
    """Missing ones first, then the lowest score, then the most errors."""
    if state.plan is None:
        return (0, 0.0, 0, state.unit.name)
    score = state.plan.score
    value = score.value if score is not None and score.value is not None else 0.0
    return (1, value, -state.plan.errors, state.unit.name)
