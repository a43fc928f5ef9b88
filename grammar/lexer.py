"""Lexer: gives every line its token, by its looks (lines.py), its place and the lines around it.

It walks once through the lines, part by part. Every line, or column of a line, becomes exactly one
token, so nothing is lost; the tokens keep to what plan.lark takes. Where to look:

lex_cursor       what the readers share: the lines, how far they are read, the tokens given
lex_preface      type of document and title; lex_header the lines above them
lex_preamble     grounds and formula
lex_body         blocks in each other; lex_tables the tables among them
lex_conclusions  recipients and signature; lex_columns their two columns on one line
lex_blocks       how far a block goes on over wrapped lines
lex_attachment   what follows the signature, and documents issued with this one
lex_ending       by which lines the document ends
"""

from __future__ import annotations

from .lex_attachment import read_attachment
from .lex_body import read_body
from .lex_conclusions import read_conclusions
from .lex_cursor import Cursor, LineToken, Mark
from .lex_preamble import read_preamble
from .lex_preface import read_preface
from .source import Source

__all__ = ["Document", "LineToken"]

# Each part by the token that begins it; its reader goes on where the one before it stopped.
_PARTS = (
    ("_PREFACE", read_preface),
    ("_PREAMBLE", read_preamble),
    ("_BODY", read_body),
    ("_CONCLUSIONS", read_conclusions),
    ("_ATTACHMENT", read_attachment),
)


class Document:
    """The lines of one source on their way to tokens.

    `width` is the width at which they were hard-wrapped, None where paragraphs are whole lines.
    """

    def __init__(self, source: Source) -> None:
        self._cursor = Cursor(source)
        self.width = self._cursor.blocks.width

    def tokens(self) -> list[Mark]:
        """All tokens, in order."""
        for name, read in _PARTS:
            self._cursor.mark(name)
            read(self._cursor)
        return self._cursor.out
