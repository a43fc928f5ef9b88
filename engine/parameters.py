"""Parameters: whether a value fits a rule's parameter, told by the type of its default."""

from __future__ import annotations

from typing import Any

_NAMES: dict[type, str] = {
    bool: "true hoặc false", int: "một số nguyên", float: "một số", str: "chữ trong ngoặc kép",
    list: "một danh sách",
}  # fmt: skip


def value_fault(default: Any, value: Any) -> str | None:
    """Why a value cannot stand in the place of a default, or None where it can."""
    if not _same_type(default, value):
        return f"cần {_NAMES.get(type(default), 'giá trị khác')}, không phải {value!r:.40}"
    if isinstance(default, list) and default:
        for item in value:
            if not _same_type(default[0], item):
                kind = _NAMES.get(type(default[0]), "giá trị khác")
                return f"mỗi giá trị trong danh sách phải là {kind}, không phải {item!r:.40}"
    return None


def _same_type(default: Any, value: Any) -> bool:
    """Whether two values are of one type; a whole number may stand for any number."""
    if default is None or isinstance(default, bool) or isinstance(value, bool):
        return default is None or type(value) is type(default)
    if isinstance(default, float):
        return isinstance(value, (int, float))
    return isinstance(value, type(default))
