"""Parsers: LALR parsers built from .lark files, their tables kept as JSON in the user's cache.

Building a parser costs several times what parsing a plan costs. Lark's own cache unpickles a file,
which can run code; these tables are plain data. Whatever is wrong with a kept table, the parser is
built anew.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from .data import kept_text, keep_text


def lalr(name: str, grammar: str, lexer: Any = "contextual", **options: Any) -> Lark:
    """An LALR parser for `grammar`; `name` names its tables in the cache.

    `lexer` is Lark's "contextual" or a lexer class. Raises lark.GrammarError for a bad grammar.
    """
    digest = hashlib.sha256(f"{lark.__version__}\0{sorted(options.items())}\0{grammar}".encode())
    key = f"{name}-{digest.hexdigest()[:24]}.json"
    stored = kept_text(key)
    if stored is not None:
        try:
            data, memo = _with_numbers(json.loads(stored))
            data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = lexer
            parser: Lark = Lark._load_from_dict(data, memo)  # type: ignore[no-untyped-call]
            return parser
        except (KeyError, TypeError, ValueError, AttributeError, AssertionError):
            pass
    parser = Lark(grammar, parser="lalr", lexer=lexer, maybe_placeholders=False, **options)
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = None
    try:
        keep_text(key, json.dumps([data, memo]))
    except TypeError:  # a table that is not plain data is not kept
        pass
    return parser


def _with_numbers(value: Any) -> Any:
    """JSON data with its all-digit keys as the numbers they were."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            return {int(key): _with_numbers(item) for key, item in value.items()}
        return {key: _with_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_numbers(item) for item in value]
    return value
