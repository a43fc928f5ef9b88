"""Console: a Rich console that is plain when piped, and Vietnamese names for outcomes."""

from __future__ import annotations

import re
import sys
from typing import IO, cast

from rich.console import Console

SEVERITY_NAMES = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}
SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
OUTCOME_NAMES = {
    "pass": "đạt",
    "fail": "chưa đạt",
    "unknown": "chưa kết luận được",
    "not_applicable": "không áp dụng",
}
ALIGNMENT_NAMES = {
    "pass": "đạt", "fail": "chưa đạt", "partial": "một phần", "unknown": "chưa rõ",
    "not_applicable": "không áp dụng",
}  # fmt: skip
ALIGNMENT_STYLES = {
    "pass": "green", "fail": "bold red", "partial": "bold yellow", "unknown": "yellow",
    "not_applicable": "dim",
}  # fmt: skip
_FILE_WIDTH = 100
_TRAILING = re.compile(r"[ ]+(?=\n|\Z)")


class _Trimmed:
    """A stream without the blanks with which Rich fills its lines."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes the text, each line trimmed at its end."""
        return self._stream.write(_TRAILING.sub("", text))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def console(stream: IO[str] | None = None) -> Console:
    """A console on standard output, or on a file: then plain text of a fixed width."""
    target = cast(IO[str], _Trimmed(stream or sys.stdout))
    if stream is None:
        return Console(file=target, highlight=False, markup=False, emoji=False)
    return Console(
        file=target, width=_FILE_WIDTH, highlight=False, markup=False, emoji=False, no_color=True
    )
