"""Tables: an LALR table of Lark's as plain data, the loop that runs it, what its lexer tries.

Lark's own loop is made for every grammar and for good messages on bad input: a state, an exception
and a parser to go on with for each phrase cost more than reading it. What a `Run` builds has the
shape that Lark gives it: symbols whose names begin with `_` do not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .patterns import compiled

Match = Callable[[str, int], int]  # the end of a terminal that stands at an offset, 0 for none


class Token(str):
    """The words of a terminal: `type` is its name; where they stand in the text."""

    __slots__ = ("end_pos", "start_pos", "type")

    type: str
    start_pos: int
    end_pos: int

    @classmethod
    def of(cls, name: str, text: str, start: int, end: int) -> Token:
        """The token of a terminal that stands at `text[start:end]`."""
        token = cls(text[start:end])
        token.type, token.start_pos, token.end_pos = name, start, end
        return token


@dataclass(slots=True, eq=False)
class Tree:
    """A rule of a grammar and its parts; terminals that begin with `_` do not show."""

    data: str
    children: list[Tree | Token]

    def find_data(self, data: str) -> Iterator[Tree]:
        """The trees of rule `data` in this one, itself included."""
        if self.data == data:
            yield self
        for child in self.children:
            if isinstance(child, Tree):
                yield from child.find_data(data)


@dataclass(slots=True, eq=False)
class Rule:
    """A rule of a grammar: `origin` is its name, `size` how many symbols it is made of.

    `shown` are the places of its symbols that show, and whether the parts of each stand in its
    place; None for all as they are. `inner` says of the rule itself that its parts stand in its
    place, `single` that one part alone does.
    """

    origin: str
    size: int
    shown: list[tuple[int, bool]] | None
    inner: bool
    single: bool


class ParseTable:
    """States and rules of a grammar.

    `rows` says for each state what follows on a symbol: the next state, or `~` the number of the
    rule that ends there. `terminals` are expression, priority and greatest width of each.
    """

    __slots__ = ("rows", "rules", "starts", "terminals")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.rows: list[dict[str, int]] = data["states"]
        self.rules = [Rule(*fields) for fields in data["rules"]]
        self.starts: dict[str, list[int]] = data["starts"]
        self.terminals: dict[str, tuple[str, int, int]] = data["terminals"]


class Terminals:
    """The terminals of a table: which are tried in a state, and how they are matched.

    Only those that can be taken next, in Lark's order: by priority, then by greatest width, then by
    length; each is compiled when it is first asked for.
    """

    def __init__(self, table: ParseTable) -> None:
        self.table = table
        self._matches: dict[str, Match] = {}
        self._wanted: dict[int, list[tuple[str, Match]]] = {}

    def wanted(self, state: int) -> list[tuple[str, Match]]:
        """The terminals that can be taken in a state, in the order in which they are tried."""
        found = self._wanted.get(state)
        if found is None:
            names = sorted(filter(self._is_known, self.table.rows[state]), key=self._order)
            found = self._wanted[state] = [(name, self._match(name)) for name in names]
        return found

    def token(self, state: int, text: str, at: int) -> Token | None:
        """The token that stands at an offset, of those that can be taken in a state."""
        for name, match in self.wanted(state):
            end = match(text, at)
            if end:
                return Token.of(name, text, at, end)
        return None

    def _is_known(self, name: str) -> bool:
        """Whether a symbol is a terminal that can be matched; others are rules."""
        return name in self.table.terminals

    def _order(self, name: str) -> tuple[int, int, int, str]:
        pattern, priority, width = self.table.terminals[name]
        return -priority, -width, -len(pattern), name

    def _match(self, name: str) -> Match:
        """How a terminal is matched; the same function wherever it is wanted."""
        found = self._matches.get(name)
        if found is None:
            found = self._matches[name] = self._made(name)
        return found

    def _made(self, name: str) -> Match:
        find = compiled(self.table.terminals[name][0]).match

        def match(text: str, at: int) -> int:
            found = find(text, at)
            return found.end() if found else 0

        return match


class Run:
    """One run of a table, token by token; nothing is built before its end is known.

    So a token that cannot follow leaves no trace, and the run may end before it.
    """

    __slots__ = ("_end", "_path", "_states", "_table")

    def __init__(self, table: ParseTable, start: str) -> None:
        first, self._end = table.starts[start]
        self._table = table
        self._states = [first]
        self._path: list[Any] = []  # the tokens taken, and the rules that ended between them

    @property
    def state(self) -> int:
        """The state that the run is in."""
        return self._states[-1]

    def take(self, symbol: str, token: object) -> bool:
        """Goes on with a token; says whether it can follow."""
        states, rows = self._states, self._table.rows
        action = rows[states[-1]].get(symbol)
        if action is None:
            return False
        if action < 0:
            ahead = self._reduced(symbol)
            if ahead is None:
                return False
            states, path = ahead
            action = rows[states[-1]][symbol]
            self._states = states
            self._path += path
        states.append(action)
        self._path.append(token)
        return True

    def finish(self, make: Callable[[str, list[Any]], Any]) -> Any:
        """What `make` makes of the rules and their parts; None where the run cannot end here."""
        ahead = self._reduced("$END")
        if ahead is None:
            return None
        return _built(self._path + ahead[1], make)

    def _reduced(self, symbol: str) -> tuple[list[int], list[Rule]] | None:
        """The states once all rules have ended that end before `symbol`, and these rules."""
        rows, rules = self._table.rows, self._table.rules
        states = self._states.copy()
        path: list[Rule] = []
        while True:
            action = rows[states[-1]].get(symbol)
            if action is None:
                return None
            if action >= 0:
                return states, path
            rule = rules[~action]
            if rule.size:
                del states[-rule.size :]
            states.append(rows[states[-1]][rule.origin])
            path.append(rule)
            if symbol == "$END" and states[-1] == self._end:
                return states, path


def _built(path: list[Any], make: Callable[[str, list[Any]], Any]) -> Any:
    values: list[Any] = []
    for step in path:
        if type(step) is not Rule:
            values.append(step)
            continue
        size = step.size
        parts = values[-size:] if size else []
        if size:
            del values[-size:]
        if step.shown is not None:
            parts = _shown(parts, step.shown)
        if step.inner:
            values.append(parts)
        elif step.single and len(parts) == 1:
            values.append(parts[0])
        else:
            values.append(make(step.origin, parts))
    return values[0]


def _shown(parts: list[Any], shown: list[tuple[int, bool]]) -> list[Any]:
    """The parts that show; a list that grows part by part is gone on with, not copied."""
    found: list[Any] = []
    for at, inner in shown:
        if not inner:
            found.append(parts[at])
        elif found:
            found += parts[at]
        else:
            found = parts[at]
    return found
