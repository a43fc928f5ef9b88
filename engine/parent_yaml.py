"""Parent YAML: a parent as the file that an officer reviews, the source words above each demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

import yaml

from ..grammar.interval import Interval, day_text
from ..grammar.source import Source
from .parents import Obligation, Parent, unreviewed
from .wording import spot

_WIDTH = 100
_LONGEST = 420
_MORE = 5  # lines
# What YAML does not take in a comment, and what would end one.
_UNPRINTABLE = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAKS = re.compile("[\r\n\x85\u2028\u2029]")
_GUIDE = """\
#
# Cách soát:
# 1. So các mục từ number đến last_year với phần đầu của văn bản; sửa mục sai, thêm mục thiếu.
# 2. Trên mỗi yêu cầu là lời văn gốc, có số dòng. So từng yêu cầu với lời văn ấy: sửa giá trị sai,
#    xóa yêu cầu không có trong văn bản, thêm yêu cầu còn thiếu (chép một yêu cầu cùng loại mà sửa).
# 3. bound là ai phải làm: commune (cấp xã), both (mọi đơn vị), department (chỉ đơn vị trực thuộc
#    nơi ban hành), other (cơ quan khác). Dòng sure: likely là chỗ chưa chắc, soát xong thì xóa đi.
# 4. Kế hoạch cấp trên của chính kế hoạch này, nếu có trong danh mục, thì thêm dòng parent: MÃ.
# 5. Soát xong thì sửa dòng reviewed: false thành ba dòng reviewed: true, reviewed_by: họ tên người
#    soát, reviewed_on: ngày soát (dạng 2026-01-31).
# 6. Thử lại: cchc-check parents validate MÃ"""


def data_of(parent: Parent) -> dict[str, Any]:
    """A parent as the data of its YAML (parent_model.py), without what goes without saying."""
    note = parent.note or ""
    if parent.derived and not parent.reviewed:  # is said anew when the file is read
        note = note.removesuffix(unreviewed(parent.number)).strip()
    values: dict[str, Any] = {
        "id": parent.id, "number": parent.number,
        "date": parent.issued.earliest if parent.issued else None,
        "issuer": parent.issuer, "title": parent.title, "province": parent.province,
        "district": parent.district, "year": parent.year, "last_year": parent.last_year,
        "binds": parent.binds, "note": note or None, "parent": parent.rests_on,
        "derived": parent.derived or None,
    }  # fmt: skip
    kept = {key: value for key, value in values.items() if value is not None or key == "date"}
    kept["reviewed"] = parent.reviewed
    if parent.reviewed_by:
        kept["reviewed_by"] = parent.reviewed_by
    if parent.reviewed_on:
        kept["reviewed_on"] = parent.reviewed_on.earliest
    kept["obligations"] = [_obligation_data(one) for one in parent.obligations]
    return kept


def _obligation_data(one: Obligation) -> dict[str, Any]:
    aim, place = one.target, one.source
    values: dict[str, Any] = {
        "kind": one.of, "text": one.text, "bound": one.bound, "unit": one.unit,
        "window": _window_data(one.window), "period": one.period, "month_day": one.month_day,
        "strict": one.strict or None, "addressee": one.addressee, "through": one.through,
        "covers": list(one.covers) or None,
        "target": _filled(
            {"comparator": aim.comparator, "value": _number(aim.value), "unit": aim.unit,
             "per": aim.per}
        ) if aim else None,
        "folded": one.folded, "sends": one.sends if one.sends != "plan" else None,
        "sure": one.sure if one.sure != "sure" else None,
        "weight": _number(one.weight) if one.weight != 1 else None,
        "source": _filled(
            {"document": place.document, "at": place.at, "line": place.line,
             "page": place.page, "paragraph": place.paragraph, "quote": place.quote}
        ) if place else {"document": ""},
    }  # fmt: skip
    return _filled(values)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _window_data(window: Interval | None) -> dict[str, Any] | None:
    return _filled({"earliest": window.earliest, "latest": window.latest}) if window else None


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def yaml_of(parent: Parent, source: Source | None = None, name: str | None = None) -> str:
    """The file of a parent: how to review it, its identity, each demand below its source words.

    `source` is the text that it was derived from, `name` how that is called.
    """
    data = data_of(parent)
    obligations = data.pop("obligations")
    lines = list(_head(parent, name))
    lines.append(_dump(data, flow=False).rstrip("\n"))
    lines.append("obligations:" if obligations else "obligations: []")
    for one, values in zip(parent.obligations, obligations, strict=True):
        lines.extend(_comment(_source_words(one, source), "  "))
        block = _dump(values, flow=None).rstrip("\n").split("\n")
        lines.extend(("  - " if at == 0 else "    ") + line for at, line in enumerate(block))
    return "\n".join(lines) + "\n"


class _Dumper(yaml.SafeDumper):
    """Writes text so that it is read back as it is: PyYAML takes odd line breaks for its own."""


def _quoted_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if _BREAKS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted_text)


def _dump(data: dict[str, Any], flow: bool | None) -> str:
    """YAML in the order of the keys; `flow` None puts what is innermost into one line."""
    text = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow,
        width=10**6,
    )  # fmt: skip
    return str(text)


def _head(parent: Parent, name: str | None) -> Iterator[str]:
    issued = f" ngày {day_text(parent.issued.earliest)}" if parent.issued else ""
    yield from _comment(f"{parent.number}{issued} của {parent.issuer}.", "")
    if parent.derived and not parent.reviewed:
        said = f" từ tệp “{name}”" if name else ""
        yield from _comment(
            f"Chương trình rút ra{said}; đã có người soát hay chưa, xem mục reviewed.", ""
        )
        yield _GUIDE


def _source_words(one: Obligation, source: Source | None) -> str:
    """Where a demand stands, with the words around it."""
    place = one.source
    if place is None:
        return "Chưa rõ nguồn."
    at = [spot(place)] if spot(place) else []
    at += [f"mục {place.at}"] if place.at else []
    where = ", ".join(at) or "không rõ dòng"
    where = where[0].upper() + where[1:]
    words = _words(place.line, place.quote, source) if source and place.line else place.quote
    return f"{where}: “{words or 'không có lời văn'}”"


def _words(line: int, quote: str | None, source: Source) -> str:
    """The line of the text, those before that it goes on from, those after that the quote needs."""
    lines = [_folded(one) for one in source.text.split("\n")]
    first, last = line - 1, line
    wanted = _folded((quote or "").removesuffix("…"))
    while wanted not in " ".join(lines[first:last]) and last < min(len(lines), line + _MORE):
        last += 1
    while _goes_on(lines[first : first + 1]) and first > max(0, line - 1 - _MORE):
        first -= 1
    text = _folded(" ".join(lines[first:last]))
    if len(text) <= _LONGEST:
        return text
    start = max(0, text.find(wanted[:40]) - _LONGEST // 3)
    start = text.rfind(" ", 0, start) + 1
    cut = text[start : start + _LONGEST].rpartition(" ")[0] or text[start : start + _LONGEST]
    return f"{'… ' if start else ''}{cut}{' …' if start + len(cut) < len(text) else ''}"


def _goes_on(line: list[str]) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return bool(line and line[0]) and line[0][0].islower()


def _folded(text: str) -> str:
    return " ".join(text.split())


def _comment(text: str, indent: str) -> list[str]:
    """A text as comment lines."""
    plain = _folded(_UNPRINTABLE.sub(" ", text))
    lines = wrap(plain, _WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    return [f"{indent}# {line}" for line in lines or [""]]
