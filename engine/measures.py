"""Measures: how the attributes of looks and sheets are said in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assertions.looks import Range

# Of each attribute its name, the unit of its numbers, how many of ours make one, decimal places.
_NUMBERS = {
    "size": ("cỡ chữ", "", 1, 1), "smallest": ("cỡ chữ nhỏ nhất", "", 1, 1),
    "largest": ("cỡ chữ lớn nhất", "", 1, 1),
    "width": ("rộng", " mm", 1, 1), "height": ("cao", " mm", 1, 1),
    "top": ("lề trên", " mm", 1, 1), "bottom": ("lề dưới", " mm", 1, 1),
    "left": ("lề trái", " mm", 1, 1), "right": ("lề phải", " mm", 1, 1),
    "indent": ("lùi đầu dòng", " cm", 10, 2), "first_indent": ("lùi đầu dòng", " cm", 10, 2),
    "space": ("cách đoạn trên", " pt", 1, 1), "space_after": ("cách đoạn dưới", " pt", 1, 1),
    "line_spacing": ("giãn dòng", " dòng", 1, 2),
}  # fmt: skip
_WORDS = {
    "bold": {"": "chữ đậm hay không", "yes": "đậm", "no": "không đậm", "mixed": "chỉ đậm một phần"},
    "italic": {
        "": "chữ nghiêng hay đứng", "yes": "nghiêng", "no": "đứng", "mixed": "chỉ nghiêng một phần",
    },
    "alignment": {
        "": "cách canh lề", "left": "canh trái", "center": "canh giữa", "right": "canh phải",
        "justify": "canh đều hai lề",
    },
    "orientation": {
        "": "chiều giấy", "portrait": "theo chiều dọc", "landscape": "theo chiều ngang",
    },
    "colour": {"": "màu chữ", "black": "màu đen"},
    "font": {"": "phông chữ"},
}  # fmt: skip
_NUMBER_AT = {"": "chỗ đặt số trang", "none": "không có số trang"}
_PLACES = {
    "top": "đầu trang", "bottom": "cuối trang", "left": "bên trái", "center": "ở giữa",
    "right": "bên phải",
}  # fmt: skip
_OTHERWISE = {"font": "phông", "colour": "màu"}


def named(name: str, value: Any = "") -> str:
    """An attribute with its value: `cỡ chữ 14`, `không đậm`; without a value, its name."""
    if name in _NUMBERS:
        words, unit, scale, places = _NUMBERS[name]
        return f"{words} {number(value / scale, places)}{unit}" if value != "" else words
    if name == "first_number":
        return f"trang đầu {'' if value == 'none' else 'có '}{_number_at(str(value))}"
    if name == "number":
        return _number_at(str(value))
    known = _WORDS.get(name, {})
    return known.get(str(value)) or f"{_OTHERWISE.get(name, name)} {value}"


def _number_at(place: str) -> str:
    """`top center` as people say it."""
    if place in _NUMBER_AT:
        return _NUMBER_AT[place]
    return "số trang " + ", ".join(_PLACES.get(word, word) for word in place.split())


def wanted_words(name: str, wanted: Range | bool | str | list[str]) -> str:
    """What is asked of an attribute: `cỡ chữ 12 đến 13`, `đậm`."""
    if isinstance(wanted, bool):
        return named(name, "yes" if wanted else "no")
    if isinstance(wanted, str):
        return named(name, wanted)
    if isinstance(wanted, list):
        return named(name, wanted[0])
    least, most = wanted.least, wanted.most
    words, unit, scale, _ = _NUMBERS.get(name, (name, "", 1, 2))
    if least is not None and most is not None:
        spans = number(least / scale) + (f" đến {number(most / scale)}" if most != least else "")
        return f"{words} {spans}{unit}"
    if least is not None:
        return f"{words} ít nhất {number(least / scale)}{unit}"
    return f"{words} nhiều nhất {number(most / scale)}{unit}" if most is not None else ""


def number(value: float, places: int = 2) -> str:
    """A number as it is written in Vietnamese: 12,7."""
    text = f"{value:.{places}f}"
    return (text.rstrip("0").rstrip(".") if places else text).replace(".", ",")
