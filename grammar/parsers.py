"""Parsers: what Lark makes of a .lark file, kept as JSON in the user's cache.

Building a parser costs several times what parsing a plan costs. Lark's own cache unpickles a file,
which can run code; what is kept here is plain data. Whatever is wrong with it, it is built anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from .data import fingerprint, keep_text, kept_text
from .tables import ParseTable

if TYPE_CHECKING:
    from lark import Lark
    from lark.grammar import Rule

_T = TypeVar("_T")
_FORMAT = "2"


def lalr(name: str, grammar: str, start: str) -> Lark:
    """Lark's LALR parser for `grammar`; `name` names its tables in the cache.

    Raises lark.GrammarError for a bad grammar.
    """
    import lark
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    def load(stored: Any) -> Lark:
        parser: Lark = lark.Lark._load_from_dict(*_with_numbers(stored))  # type: ignore[no-untyped-call] # so in Lark
        return parser

    def build() -> tuple[Lark, Any]:
        parser = lark.Lark(grammar, parser="lalr", maybe_placeholders=False, start=start)
        return parser, parser.memo_serialize([TerminalDef, Rule])

    return _kept(name, (lark.__version__, start, grammar), load, build)


def table(name: str, grammar: str, *starts: str) -> ParseTable:
    """Lark's LALR table of `grammar`, for a lexer and a tree of our own (tables.py)."""

    def build() -> tuple[ParseTable, Any]:
        data = json.dumps(_table_data(grammar, starts))  # as it will be read: Lark's names are
        return ParseTable(json.loads(data)), json.loads(data)  # tokens, slow to compare

    return _kept(name, (_FORMAT, *starts, grammar), ParseTable, build)


def _kept(
    name: str,
    made_of: tuple[str, ...],
    load: Callable[[Any], _T],
    build: Callable[[], tuple[_T, Any]],
) -> _T:
    """What is loaded from the cache; what is built, and kept, where nothing fitting is there."""
    key = f"{name}-{fingerprint(*(part.encode() for part in made_of))}.json"
    stored = kept_text(key)
    if stored is not None:
        with suppress(KeyError, TypeError, ValueError, AttributeError, AssertionError, IndexError):
            return load(json.loads(stored))
    made, data = build()
    with suppress(TypeError):  # what is not plain data is not kept
        keep_text(key, json.dumps(data))
    return made


def _with_numbers(stored: list[Any]) -> tuple[dict[str, Any], dict[int, Any]]:
    """Lark's tables with those keys as numbers again that JSON has made strings of."""
    data, memo = stored
    table = data["parser"]["parser"]
    table["tokens"] = {int(key): name for key, name in table["tokens"].items()}
    table["states"] = {
        int(state): {int(key): action for key, action in actions.items()}
        for state, actions in table["states"].items()
    }
    return data, {int(key): item for key, item in memo.items()}


def _table_data(grammar: str, starts: tuple[str, ...]) -> dict[str, Any]:
    """What Lark finds out about a grammar as plain data, in the form that `ParseTable` reads."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    parser = Lark(
        grammar, parser="lalr", lexer="basic", maybe_placeholders=False, start=list(starts)
    )
    found: Any = parser.parser.parser._parse_table
    numbers = {state: at for at, state in enumerate(found.states)}
    rules = {rule: at for at, rule in enumerate(parser.rules)}
    return {
        "starts": {
            name: [numbers[found.start_states[name]], numbers[found.end_states[name]]]
            for name in starts
        },
        "states": [
            {
                symbol: numbers[to] if action is Shift else ~rules[to]
                for symbol, (action, to) in row.items()
            }
            for row in found.states.values()
        ],
        "rules": [_rule_data(rule) for rule in rules],
        "terminals": {
            terminal.name: [
                terminal.pattern.to_regexp(), terminal.priority, terminal.pattern.max_width
            ]
            for terminal in parser.terminals
        },
    }  # fmt: skip


def _rule_data(rule: Rule) -> list[Any]:
    """A rule as the fields of `tables.Rule`; what shows of it is as Lark has it."""
    from lark.grammar import Terminal

    shown = [
        (at, not symbol.is_term and symbol.name[0] == "_")
        for at, symbol in enumerate(rule.expansion)
        if not (isinstance(symbol, Terminal) and symbol.filter_out)
    ]
    size, name = len(rule.expansion), rule.origin.name
    plain = len(shown) == size and not any(inner for _, inner in shown)
    return [name, size, None if plain else shown, name[0] == "_", rule.options.expand1]
