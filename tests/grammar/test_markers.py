"""Markers: what numbers a block, and what only looks like it."""

from __future__ import annotations

import pytest

from cchc_check.grammar.markers import (
    Marker,
    letter_number,
    marker_text,
    read_marker,
    roman_number,
    roman_text,
)


def read(line: str) -> Marker | None:
    return read_marker(" ".join(line.replace("*", "").split()), line)


@pytest.mark.parametrize(
    ("line", "text", "family", "value"),
    [
        ("I. MỤC ĐÍCH", "I.", "roman", 1),
        ("IV. TỔ CHỨC", "IV.", "roman", 4),
        ("II/ Nội dung", "II/", "roman", 2),
        ("I- MỤC ĐÍCH", "I-", "roman", 1),
        ("I - MỤC ĐÍCH", "I", "roman", 1),
        ("A- MỤC ĐÍCH", "A-", "upper", 1),
        ("B. NỘI DUNG", "B.", "upper", 2),
        ("1- Mục đích", "1-", "number-", 1),
        ("1/ Mục đích", "1/", "number/", 1),
        ("1.2- Mục đích", "1.2-", "decimal2", 2),
        ("a- Mục đích", "a-", "letter", 1),
        ("A. PHẦN CHUNG", "A.", "upper", 1),
        ("1. Mục đích", "1.", "number", 1),
        ("12. Sở Nội vụ", "12.", "number", 12),
        ("3) Nội dung", "3)", "number)", 3),
        ("1.2. Yêu cầu", "1.2.", "decimal2", 2),
        ("2.1.3. Bước ba", "2.1.3.", "decimal3", 3),
        ("1.2 Yêu cầu", "1.2", "decimal2", 2),
        ("a) Thời gian", "a)", "letter", 1),
        ("đ) Kinh phí", "đ)", "letter", 5),
        ("g) Kiểm tra", "g)", "letter", 7),
        ("(1) Xã", "(1)", "paren", 1),
        ("(b) Xã", "(b)", "paren_letter", 2),
        ("- Nâng cao", "-", "dash", 0),
        ("– Nâng cao", "-", "dash", 0),
        ("-Nâng cao", "-", "dash", 0),
        ("+ Thời gian", "+", "plus", 0),
        ("• Thời gian", "•", "dot", 0),
        ("* Thời gian", "*", "star", 0),
        ("Điều 3. Trách nhiệm", "Điều 3.", "article", 3),
        ("Phần thứ hai", "Phần thứ hai", "part", 2),
        ("CHƯƠNG II", "CHƯƠNG II", "chapter", 2),
    ],
)
def test_a_marker_is_read_with_its_family_and_value(
    line: str, text: str, family: str, value: int
) -> None:
    marker = read(line)
    assert marker is not None
    assert (marker.text, marker.family, marker.value) == (text, family, value)


@pytest.mark.parametrize(
    "line",
    [
        "Mục đích",
        "**Mục đích**",
        "2025 là năm",
        "12/KH-UBND",
        "1.500 tin bài",
        "1.5 lần so với",
        "---",
        "-----------",
        "a b c",
        "Vì vậy, các đơn vị",
        "24-5-2025",
        "15-KH/ĐU",
        "5- đồng chí",
        "a/c",
        "I am",
        "",
    ],
)
def test_text_without_a_marker_has_none(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize(
    ("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")]
)
def test_roman_numerals_are_read_and_written(number: int, text: str) -> None:
    assert roman_number(text) == number
    assert roman_text(number) == text


@pytest.mark.parametrize("text", ["IIII", "VX", "IC", "A"])
def test_what_is_no_roman_numeral_has_no_value(text: str) -> None:
    assert roman_number(text) == 0


def test_points_follow_the_alphabet_with_đ_and_without_f() -> None:
    assert [letter_number(letter) for letter in "abcdđeghik"] == list(range(1, 11))
    assert letter_number("f") > letter_number("y")


def test_an_expected_marker_is_written_like_its_neighbour() -> None:
    assert marker_text(Marker("d)", "letter", 4), 5) == "đ)"
    assert marker_text(Marker("III.", "roman", 3), 4) == "IV."
    assert marker_text(Marker("2.3.", "decimal2", 3, (2,)), 4) == "2.4."
    assert marker_text(Marker("(3)", "paren", 3), 4) == "(4)"
