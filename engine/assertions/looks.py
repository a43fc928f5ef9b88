"""Looks: how parts of the document and sheets of paper are set, all demands of a rule at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ...grammar.nodes import Node
from ..measures import named, wanted_words
from ..report import Outcome
from ..selectors import Scope, compile_selector
from ..vocabulary import attributes, suggest
from .base import Assertion, Finding, assertion_class

_MOST_VALUES = 2  # of a group of parts, the values that a finding names


@dataclass(slots=True, eq=False)
class Range:
    """Numbers from `least` to `most`, give or take `tolerance`.

    `measured` is the tolerance where the number was measured on a page (a .pdf), `unfilled` how
    much more it may be there, since words need not fill the page. `same` asks that all have the
    number that most have.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    least: float | None = None
    most: float | None = None
    tolerance: float = 0.0
    measured: float | None = None
    unfilled: float = 0.0
    same: bool = False

    def blur(self, node: Node) -> float:
        """The tolerance for a node."""
        if getattr(node, "measured", False) and self.measured is not None:
            return self.measured
        return self.tolerance

    def holds(self, value: float, node: Node, common: float | None) -> bool:
        """Whether a number fits; `common` is the one that most have."""
        blur = self.blur(node)
        more = self.unfilled if getattr(node, "measured", False) else 0.0
        if self.least is not None and value < self.least - blur:
            return False
        if self.most is not None and value > self.most + blur + more:
            return False
        return not self.same or common is None or abs(value - common) <= blur


@dataclass(slots=True, eq=False)
class Demand:
    """What is asked of the nodes that `of` selects, and what messages call one of them.

    `wanted` gives for each attribute a range of numbers, the value or a list of values. `allow` is
    the share (of letters, where they have some) that may be otherwise.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    of: str
    called: str
    wanted: dict[str, Range | bool | str | list[str]]
    allow: float = 0.0


@assertion_class
class Looks(Assertion):
    """Parts of the document are set as demanded; all that is wrong is one finding.

    Fails with the measured values of all that is otherwise, at the first of them. Unknown where
    the file tells an attribute of none of the nodes; nodes of which it is not told do not count.
    """

    key: ClassVar[str] = "looks"
    looks: list[Demand]
    """the demands"""
    if_none: Outcome = "not_applicable"
    """outcome where they select nothing"""

    @classmethod
    def of(cls, values: dict[str, Any]) -> Assertion:
        """With its demands."""
        demands = [_demand_of(demand) for demand in values["looks"]]
        return super().of({**values, "looks": demands})

    def selectors(self) -> Iterator[tuple[str, str]]:
        """The selectors of its demands."""
        for number, demand in enumerate(self.looks):
            yield f"looks.{number}.of", demand.of

    def check(self) -> Iterator[tuple[str, str, int]]:
        """Faults in selectors and attributes."""
        faults = list(Assertion.check(self))
        yield from faults
        if faults:
            return
        if not self.looks:
            yield "looks", "cần ít nhất một yêu cầu", 0
        for number, demand in enumerate(self.looks):
            for kind in dict.fromkeys(compile_selector(demand.of).kinds):
                known = attributes(kind)
                for name in demand.wanted:
                    if name not in known:
                        said = f"'{kind}' không có thuộc tính '{name}'{suggest(name, known)}"
                        yield f"looks.{number}.wanted.{name}?", said, 0

    def evaluate(self, scope: Scope) -> Iterator[Finding]:
        """One finding for all demands."""
        looked = [_Looked(demand, compile_selector(demand.of).find(scope)) for demand in self.looks]
        looked = [one for one in looked if one.nodes]
        if not looked:
            yield Finding(self.if_none)
            return
        wrong = [said for one in looked for said in one.wrong()]
        unknown = [name for one in looked for name in one.unknown()]
        if wrong:
            nodes = [node for one in looked for node in one.failing]
            asked = "; ".join(one.asked() for one in looked if one.failing)
            yield Finding("fail", min(nodes, key=_place), asked, "; ".join(wrong))
        elif unknown:
            why = f"tệp không cho biết {', '.join(dict.fromkeys(unknown))}"
            yield Finding("unknown", looked[0].nodes[0], why=why)
        else:
            yield Finding("pass", looked[0].nodes[0], actual=looked[0].nodes[0].text or None)


def _demand_of(data: dict[str, Any]) -> Demand:
    wanted = {k: Range(**v) if isinstance(v, dict) else v for k, v in data["wanted"].items()}
    return Demand(**{**data, "wanted": wanted})


def _place(node: Node) -> tuple[bool, int]:
    """The order of nodes by their place; those without one come last."""
    return node.end <= node.start, node.start


class _Looked:
    """A demand with the nodes that it is about."""

    def __init__(self, demand: Demand, nodes: Sequence[Node]) -> None:
        self.demand, self.nodes = demand, nodes
        self.failing: list[Node] = []

    def wrong(self) -> Iterator[str]:
        """What is otherwise than demanded, an attribute at a time."""
        for name, wanted in self.demand.wanted.items():
            told = [(n, v) for n in self.nodes if (v := self._value(n, name)) is not None]
            common = _common(told)
            bad = [(n, v) for n, v in told if not _holds(wanted, v, n, common)]
            if bad and _share(bad, told) > self.demand.allow:
                self.failing += [node for node, _ in bad]
                yield from self._said(name, bad, len(told))

    def unknown(self) -> Iterator[str]:
        """The attributes of which nothing is told."""
        for name in self.demand.wanted:
            if all(self._value(node, name) is None for node in self.nodes):
                yield named(name)

    def asked(self) -> str:
        """The demand in words."""
        words = (wanted_words(name, wanted) for name, wanted in self.demand.wanted.items())
        return f"{self.demand.called} {', '.join(filter(None, words))}".strip()

    def _value(self, node: Node, name: str) -> Any:
        return getattr(node, attributes(node.kind)[name], None)

    def _said(self, name: str, bad: list[tuple[Node, Any]], told: int) -> Iterator[str]:
        """`Tiêu ngữ cỡ chữ 12`; of several `17 trong 60 đoạn cỡ chữ 12`."""
        called = self.demand.called
        counts = Counter(named(name, value) for _, value in bad)
        for words, count in counts.most_common(_MOST_VALUES):
            said = f"{called} {words}".strip()
            every = f"cả {told}" if count == told else f"{count} trong {told}"
            yield said if told == 1 else f"{every} {said}"
        rest = sum(counts.values()) - sum(n for _, n in counts.most_common(_MOST_VALUES))
        if rest:
            yield f"{rest} {called} khác có {named(name)} khác nữa"


def _holds(wanted: Any, value: Any, node: Node, common: float | None) -> bool:
    if isinstance(wanted, Range):
        return wanted.holds(value, node, common)
    if isinstance(wanted, bool):
        return bool(value == ("yes" if wanted else "no"))
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def _common(told: list[tuple[Node, Any]]) -> float | None:
    """The number that most letters have."""
    counts: Counter[float] = Counter()
    for node, value in told:
        if isinstance(value, (int, float)):
            counts[value] += _weight(node)
    return counts.most_common(1)[0][0] if counts else None


def _share(some: list[tuple[Node, Any]], of: list[tuple[Node, Any]]) -> float:
    return sum(_weight(node) for node, _ in some) / sum(_weight(node) for node, _ in of)


def _weight(node: Node) -> int:
    return getattr(node, "letters", 0) or 1
