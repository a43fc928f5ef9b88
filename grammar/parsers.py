"""Parsers: LALR parsers built from .lark files, their tables kept as JSON in the user's cache.

Building a parser costs several times what parsing a plan costs. Lark's own cache unpickles a file,
which can run code; these tables are plain data. Whatever is wrong with a kept table, the parser is
built anew.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from .data import fingerprint, keep_text, kept_text


def lalr(name: str, grammar: str, lexer: Any = "contextual", **options: Any) -> Lark:
    """An LALR parser for `grammar`; `name` names its tables in the cache.

    `lexer` is Lark's "contextual" or a lexer class. Raises lark.GrammarError for a bad grammar.
    """
    made_of = (lark.__version__, str(sorted(options.items())), grammar)
    key = f"{name}-{fingerprint(*(part.encode() for part in made_of))}.json"
    stored = kept_text(key)
    if stored is not None:
        try:
            data, memo = _with_numbers(json.loads(stored))
            data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = lexer
            parser: Lark = Lark._load_from_dict(data, memo)  # type: ignore[no-untyped-call] # so in Lark
            return parser
        except (KeyError, TypeError, ValueError, AttributeError, AssertionError):
            pass
    parser = Lark(grammar, parser="lalr", lexer=lexer, maybe_placeholders=False, **options)
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = None
    with suppress(TypeError):  # a table that is not plain data is not kept
        keep_text(key, json.dumps([data, memo]))
    return parser


def _with_numbers(stored: list[Any]) -> tuple[dict[str, Any], dict[int, Any]]:
    """The tables with those keys as numbers again that JSON has made strings of."""
    data, memo = stored
    table = data["parser"]["parser"]
    table["tokens"] = {int(key): name for key, name in table["tokens"].items()}
    table["states"] = {
        int(state): {int(key): action for key, action in actions.items()}
        for state, actions in table["states"].items()
    }
    return data, {int(key): item for key, item in memo.items()}
