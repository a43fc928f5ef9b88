"""Versions: whether the program's version lies in the range that a rule pack needs."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

_RELEASE = re.compile(r"\d+(?:\.\d+)*")
_BOUND = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)*)\s*")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
    ">": operator.gt, "<": operator.lt,
}  # fmt: skip


def program_version() -> str | None:
    """The version of this program; None where it runs without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cchc-check")
    except PackageNotFoundError:
        return None


def fits(version: str, wanted: str) -> bool:
    """Whether a version lies in a range such as `>=0.1,<1`; ValueError where that is none."""
    release = _RELEASE.match(version)
    own = _parts(release.group()) if release else ()
    fitting = True
    for text in wanted.split(","):
        bound = _BOUND.fullmatch(text)
        if bound is None:
            raise ValueError(text)
        fitting = fitting and _COMPARE[bound[1]](own, _parts(bound[2]))
    return fitting


def range_fault(wanted: str) -> str | None:
    """Why a pack that needs `wanted` cannot be used by this program, or None."""
    version = program_version()
    try:
        if version is None or fits(version, wanted):
            return None
    except ValueError:
        return f"không đọc được khoảng phiên bản '{wanted}'; ghi dạng \">=0.1,<1\""
    return (
        f"bộ quy tắc này cần cchc-check {wanted}, chương trình đang dùng là {version};"
        " hãy dùng bản chương trình phù hợp hoặc bản khác của bộ quy tắc"
    )


def _parts(release: str) -> tuple[int, ...]:
    """`0.10.0` as numbers, without the zeros at its end: 1 and 1.0 are one version."""
    numbers = [int(part) for part in release.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
