"""Tables: what our own loop makes of a text is what Lark makes of it."""

from __future__ import annotations

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from cchc_check.grammar import parsers
from cchc_check.grammar.tables import Run

GRAMMAR = """
start: item (_COMMA item)* [end] | _many
?item: WORD | pair
pair: WORD _EQUALS WORD
_many: NUMBER*
end: _DOT
_COMMA: ","
_EQUALS: "="
_DOT: "."
WORD: /[a-z]+/
NUMBER: /[0-9]/
"""


def _read(text: str) -> Tree[Token] | None:
    """A text as our own loop reads it, with Lark's tokens of it."""
    run = Run(parsers.table("toy", GRAMMAR, "start"), "start")
    tokens = Lark(GRAMMAR, parser="lalr", lexer="basic").lex(text)
    fits = all(run.take(token.type, token) for token in tokens)
    tree: Tree[Token] | None = run.finish(Tree) if fits else None
    return tree


@pytest.mark.parametrize("text", ["a", "a,b", "a=b", "a=b,c,d=e.", "", "1", "123", "a,b,c,d,e"])
def test_the_tree_has_the_shape_that_lark_gives_it(text: str) -> None:
    assert _read(text) == Lark(GRAMMAR, parser="lalr", maybe_placeholders=False).parse(text)


@pytest.mark.parametrize("text", [",", "a,", "a=", "a=b=c", "a1", "1a", "."])
def test_what_lark_refuses_is_refused(text: str) -> None:
    with pytest.raises(UnexpectedInput):
        Lark(GRAMMAR, parser="lalr").parse(text)
    assert _read(text) is None


def test_a_token_that_does_not_fit_leaves_no_trace() -> None:
    run = Run(parsers.table("toy", GRAMMAR, "start"), "start")
    for symbol in ("WORD", "_EQUALS", "WORD"):
        assert run.take(symbol, symbol)
    assert not run.take("NUMBER", "1")
    assert run.finish(lambda rule, parts: (rule, parts)) == ("start", [("pair", ["WORD", "WORD"])])
