"""Console: a Rich console that is plain when piped, and Vietnamese names for outcomes."""

from __future__ import annotations

from typing import IO

from rich.console import Console

SEVERITY_NAMES = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}
SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
OUTCOME_NAMES = {
    "pass": "đạt",
    "fail": "chưa đạt",
    "unknown": "chưa kết luận được",
    "not_applicable": "không áp dụng",
}
_FILE_WIDTH = 100


def console(stream: IO[str] | None = None) -> Console:
    """A console on a stream (standard output); files get plain text of a fixed width."""
    if stream is None:
        return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    return Console(
        file=stream, width=_FILE_WIDTH, highlight=False, markup=False, emoji=False, no_color=True
    )
