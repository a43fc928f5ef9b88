"""Changes: what is told of the tracked changes that a document still holds."""

from __future__ import annotations

from .xml import Element, w

_TEXT = (w("t"), w("delText"), w("tab"), w("br"))
_KINDS = {w("ins"): "thêm", w("del"): "bỏ", w("moveFrom"): "chuyển chỗ"}


def changes(root: Element) -> list[str]:
    """One sentence on the tracked changes of a part, none where there are none.

    What an author changed in one go may lie in several runs: they are one change as long as
    nothing stands between them.
    """
    counts: dict[str, int] = {}
    for mark in root.iter(*_KINDS):
        if next(mark.iter(*_TEXT), None) is None:
            continue  # the end of a paragraph, a row, a property
        before = mark.getprevious()
        if before is None or before.tag != mark.tag:
            counts[_KINDS[mark.tag]] = counts.get(_KINDS[mark.tag], 0) + 1
    if not counts:
        return []
    each = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    return [
        f"Tệp còn {sum(counts.values())} chỗ sửa đang theo dõi ({each});"
        " kết quả kiểm tra tính như đã chấp nhận mọi chỗ sửa."
    ]
