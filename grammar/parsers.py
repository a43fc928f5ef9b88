"""Parsers: what Lark makes of a .lark file, kept as JSON in the user's cache.

Building a parser costs several times what parsing a plan costs. Lark's own cache unpickles a file,
which can run code; what is kept here is plain data. Whatever is wrong with it, it is built anew.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .data import fingerprint, keep_text, kept_text
from .tables import ParseTable

if TYPE_CHECKING:
    from lark.grammar import Rule

_FORMAT = "2"


def table(name: str, grammar: str, *starts: str) -> ParseTable:
    """Lark's LALR table of `grammar`, for a lexer and a tree of our own (tables.py).

    `name` names it in the cache; what is there and does not fit is made anew.
    """
    made_of = (_FORMAT, *starts, grammar)
    key = f"{name}-{fingerprint(*(part.encode() for part in made_of))}.json"
    kept = kept_text(key)
    if kept is not None:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            return ParseTable(json.loads(kept))
    data = json.dumps(_table_data(grammar, starts))
    keep_text(key, data)
    return ParseTable(json.loads(data))  # as it will be read: Lark's names are slow to compare


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
