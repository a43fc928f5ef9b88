"""Errors: what went wrong with an input, as one sentence for people."""

from __future__ import annotations

import errno
from typing import Any

_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không được phép",
    errno.EPERM: "không được phép",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
}


class InputError(Exception):
    """A file, option, parent or pack that cannot be used. `str()` is one Vietnamese sentence."""


class FaultsError(InputError):
    """All faults of one file, each with its place.

    `faults` are lines `FILE:LINE:COLUMN: what is wrong, with a suggestion`.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class PackError(FaultsError):
    """Faults of rule packs."""


class ParentError(FaultsError):
    """Faults of a parent's YAML."""


def reason(error: Exception) -> str:
    """Why a file could not be read or written, in a few words."""
    if isinstance(error, UnicodeDecodeError):
        return "tệp không phải UTF-8"
    known = _REASONS.get(getattr(error, "errno", None) or 0)
    return known or getattr(error, "strerror", None) or str(error)


def model_fault(detail: Any) -> str:
    """What pydantic found wrong with one value, in a few words."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "thiếu mục này"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "không có mục nào tên như vậy"
    if kind == "literal_error":
        known = context["expected"].replace(" or ", ", ")
        return f"giá trị {detail['input']!r} sai, phải là {known}"
    if kind.startswith("date"):
        return f"{detail['input']!r:.60} không phải một ngày, ghi dạng 2025-03-31"
    if kind == "string_pattern_mismatch":
        return f"{detail['input']!r} không đúng dạng {context['pattern']}"
    if kind in _KINDS:
        return f"cần {_KINDS[kind]}"
    return f"giá trị {detail['input']!r:.60} không dùng được"


_KINDS = {
    "string_type": "chữ (để trong ngoặc kép nếu là số)",
    "string_too_short": "chữ, không để trống",
    "greater_than_equal": "một số từ 1 trở lên",
    "list_type": "một danh sách",
    "model_type": "các mục con",
    "model_attributes_type": "các mục con",
    "dict_type": "các mục con",
    "int_type": "một số nguyên",
    "int_parsing": "một số nguyên",
    "float_type": "một số",
    "float_parsing": "một số",
    "bool_type": "true hoặc false",
    "bool_parsing": "true hoặc false",
}
