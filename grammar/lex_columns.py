"""Columns: parts a line of the conclusions into recipients on the left, signature on the right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .lexicon import any_of, lexicon
from .lines import RawLine, heads_recipients, split_cells, split_columns
from .patterns import compiled
from .source import Source

_UPPER = r"[^\W\d_a-z]"  # a letter that is no small ASCII letter
_LOWER = r"[^\W\d_A-Z]"
_GAP = r"(?<![ \t\xa0])(?:[ \xa0]{3,}+|[ \xa0]*+\t)[ \t\xa0]*+"
_SIGNER = rf"{_UPPER}{_LOWER}+(?: {_UPPER}{_LOWER}+){{1,4}}\s*$"


def signature_columns(source: Source, line: RawLine) -> list[RawLine]:
    """A line of the conclusions as its columns; most lines have one."""
    cells = split_cells(source, line)
    if len(cells) > 1:
        return [column for cell in cells for column in signature_columns(source, cell)]
    right = _right_columns()
    columns = list(split_columns(source, line, right.wide))
    listing = line.marker is not None and line.marker.is_bullet
    if len(columns) == 1 and (listing or heads_recipients(line)):
        columns = list(split_columns(source, line, right.tight))
    if len(columns) == 1 and listing and "lưu" in line.low:
        columns = list(split_columns(source, line, right.name))
    return columns


class _Right:
    """How the right column begins on a line that has both.

    `wide` behind a gap; `tight` where the extraction left one space between the columns: behind an
    end mark, up to the end of the line; `name` so too, but only behind the archive line.
    """

    def __init__(self) -> None:
        words = lexicon()
        column = words.value("layout", "signature_column")
        authority = _capitals(words.words("layout", "signature_authority"))
        alone = _capitals(column["alone"])
        # One word alone is no position: TRƯỞNG PHÒNG, CHÁNH VĂN PHÒNG.
        heads = _capitals(word if " " in word else f"{word} " for word in column["heads"])
        self.wide = _right(
            rf"{_GAP}\**",
            rf"{authority}\s*\.|(?:PHÓ |Q\. )?{alone}|(?:PHÓ )?{heads}|{_SIGNER}",
        )
        heads = _capitals(column["heads"] + column["tight"])
        self.tight = _right(
            r"(?<=[:;.)]) +",
            rf"{authority} ?\. ?(?:[^\W\d_]| )+$|(?:PHÓ |Q\. )?{alone}\s*$"
            rf"|(?:PHÓ )?{heads}(?:[^\W\d_]| )*$",
        )
        self.name = _right(r"(?<=[.;)]) +", _SIGNER)


def _capitals(words: Iterable[str]) -> str:
    """A regular expression for any of the words in capitals."""
    return any_of(word.upper() for word in words)


def _right(before: str, column: str) -> re.Pattern[str]:
    """A pattern whose group `right` is the beginning of the right column."""
    return compiled(rf"{before}(?P<right>{column})", re.MULTILINE)


@lru_cache(maxsize=1)
def _right_columns() -> _Right:
    """The patterns, compiled when the first conclusions are read."""
    return _Right()
