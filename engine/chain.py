"""Chain: several parents over one plan, the nearest first: what holds, and what contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..grammar.interval import day_text
from .aims import aim_text, compare
from .matching import same_subject
from .parents import Obligation, Parent
from .selectors import Index
from .wording import limit_text, shown, spot

_BELOW = ("commune", "both")


def chain_of(parent: Parent | Sequence[Parent] | None) -> tuple[Parent, ...]:
    """All parents that hold, each once, the nearest first: those given, then what is above them.

    One that another names as its parent is farther than that one, however they are given.
    """
    if parent is None:
        return ()
    left = [parent] if isinstance(parent, Parent) else list(parent)
    for one in left:  # grows while it is walked
        if one.above is not None and one.above not in left:
            left.append(one.above)
    unique = {_identity(one): one for one in reversed(left)}
    left = [one for one in left if unique[_identity(one)] is one]
    found: list[Parent] = []
    while left:
        farther = {_identity(one.above) for one in left if one.above is not None}
        nearest = next((one for one in left if _identity(one) not in farther), left[0])
        left.remove(nearest)
        found.append(nearest)
    return tuple(found)


def _identity(parent: Parent) -> tuple[str, str, str]:
    return parent.id, str(parent.issued), parent.issuer


def index_of(chain: Sequence[Parent]) -> Index | None:
    """The nearest parent as rules see it, with the demands of the others that it does not restate.

    Each demand still hangs in its own parent, by which a rule's `$parent` is told (checking.py).
    """
    if not chain:
        return None
    index = Index.of(chain[0])
    if len(chain) > 1:
        index.by_kind["obligation"] = list(_held(chain))
    return index


def _held(chain: Sequence[Parent]) -> Iterator[Obligation]:
    nearer: list[Obligation] = []
    for parent in chain:
        own = parent.obligations
        yield from (one for one in own if not _is_restated(one, nearer))
        nearer.extend(own)


def _is_restated(far: Obligation, nearer: Sequence[Obligation]) -> bool:
    """Whether nearer parents ask the same, or more: by the same day or before, no lower number."""
    near = [one for one in nearer if one.of == far.of and _binds_as_far(one, far)]
    if far.covers and far.of != "target":
        return set(far.covers) <= {name for one in near for name in one.covers}
    return any(same_subject(one, far) and _keeps(one, far) is True for one in near)


def _binds_as_far(near: Obligation, far: Obligation) -> bool:
    """Whether two bind the same units; of money rules ask a plan whoever is bound (parent.yaml)."""
    if near.of == "budget":
        return True
    return near.bound == far.bound or (near.bound in _BELOW and far.bound in _BELOW)


def _keeps(near: Obligation, far: Obligation) -> bool | None:
    """Whether who does what `near` asks has done what `far` asks; None where that is not told."""
    if far.of == "target":
        return compare(near.target, far.target) if near.target and far.target else None
    if far.window is not None and far.window.latest is not None:
        if near.window is None or near.window.latest is None:
            return None
        return near.window.latest <= far.window.latest
    if far.month_day is not None:
        if near.month_day is None:
            return None
        own, limit = _order(near), _order(far)
        return (near.strict or not far.strict) if own == limit else own < limit
    return True


def _order(one: Obligation) -> str:
    """A day of the year for comparing: the report of a year that is due by March is of the next."""
    day = one.month_day or ""
    return f"{int(one.period == 'year' and day < '04')}-{day}"


def contradictions(chain: Sequence[Parent]) -> Iterator[str]:
    """What a nearer parent allows and a farther one does not: each as a sentence."""
    for at, parent in enumerate(chain):
        for far in parent.obligations:
            if far.bound not in _BELOW:
                continue
            for nearer in chain[:at]:
                same = [
                    one for one in nearer.obligations
                    if one.bound in _BELOW and same_subject(one, far)
                ]  # fmt: skip
                kept = [_keeps(one, far) for one in same]
                if False in kept and True not in kept:
                    yield _contradiction(same[kept.index(False)], far)


def _contradiction(near: Obligation, far: Obligation) -> str:
    if far.of == "target" and near.target and far.target:
        return (
            f"Mâu thuẫn giữa hai kế hoạch cấp trên: {_clause(near)} đặt chỉ tiêu"
            f" {aim_text(near.target)}, không bằng {aim_text(far.target)} của {_clause(far)}."
        )
    what = "việc ban hành kế hoạch" if far.of == "issue" else f"báo cáo {shown(far.period)}"
    if far.of == "report" and far.period is None:
        what = "báo cáo"
    return (
        f"Mâu thuẫn giữa hai kế hoạch cấp trên: {_clause(near)} cho {what} {_limit(near)}, muộn hơn"
        f" {_limit(far)} của {_clause(far)}."
    )


def _limit(one: Obligation) -> str:
    if one.window is not None and one.window.latest is not None:
        return f"đến hết ngày {day_text(one.window.latest)}"
    return limit_text(one.month_day, one.strict) if one.month_day else "không nêu ngày"


def _clause(one: Obligation) -> str:
    place = one.source
    if place is None:
        return "một yêu cầu"
    at = [place.at] if place.at else []
    at += [spot(place)] if spot(place) else []
    return place.document + (f" ({', '.join(at)})" if at else "")
