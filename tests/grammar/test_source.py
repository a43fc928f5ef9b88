"""Source: NFC text, lines, and the way back to the raw text."""

from __future__ import annotations

import unicodedata

import pytest

from cchc_check.grammar import Source


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("", 1),
        ("a", 1),
        ("a\n", 2),
        ("a\nb", 2),
        ("a\r\nb\r\n", 3),
        ("a\rb", 1),
        ("\n\n\n", 4),
        ("a\x0cb\u2028c", 1),
    ],
    ids=["empty", "one", "ends with a break", "two", "CRLF", "lone CR", "blank", "form feed"],
)
def test_lines_are_split_on_line_feeds_alone(raw: str, lines: int) -> None:
    assert Source(raw).line_count == lines


def test_a_line_span_includes_its_break() -> None:
    source = Source("một\nhai\r\nba")
    assert [source.text[slice(*source.line_span(n))] for n in (1, 2, 3)] == [
        "một\n", "hai\r\n", "ba",
    ]  # fmt: skip


def test_position_counts_lines_and_columns_from_one() -> None:
    source = Source("Kế hoạch\nsố 12")
    at = source.position(source.text.index("12"))
    assert (at.line, at.column, at.offset) == (2, 4, 12)


def test_text_is_nfc_whatever_the_raw_text_is() -> None:
    plain = "Ủy ban nhân dân phường Hoa Lâm"
    source = Source(unicodedata.normalize("NFD", plain))
    assert source.text == plain
    assert source.raw != plain


def test_nfc_text_is_kept_as_it_is() -> None:
    raw = "đã chuẩn hóa"
    assert Source(raw).text is raw


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_an_offset_leads_back_to_the_same_word_in_the_raw_text(form: str) -> None:
    words = ["Căn", "cứ", "Kế", "hoạch", "truyền", "thông", "của", "thành", "phố"]
    source = Source(unicodedata.normalize(form, " ".join(words)))  # type: ignore[arg-type] # a form
    at = 0
    for word in words:
        at = source.text.index(word, at)
        raw = source.raw[source.raw_offset(at) : source.raw_offset(at + len(word))]
        assert unicodedata.normalize("NFC", raw) == word
        at += len(word)


def test_mixed_forms_in_one_line_are_mapped_piece_by_piece() -> None:
    raw = unicodedata.normalize("NFD", "Ủy ") + "ban " + unicodedata.normalize("NFD", "phường")
    source = Source(raw)
    assert source.text == "Ủy ban phường"
    assert source.raw_offset(3) == len(unicodedata.normalize("NFD", "Ủy "))
    assert source.raw_offset(len(source.text)) == len(raw)


def test_singletons_that_nfc_replaces_do_not_shift_what_follows() -> None:
    source = Source("5 K\u212a e\u0301 cuối")  # the Kelvin sign is a K for NFC
    assert source.text == "5 KK é cuối"
    assert source.raw[source.raw_offset(source.text.index("cuối")) :] == "cuối"


def test_low_has_the_length_of_text_and_one_spelling() -> None:
    source = Source("Thủ tục HOÀ GIẢI – Uỷ ban\u00a0İ")
    assert len(source.low) == len(source.text)
    assert source.low.startswith("thủ tục hòa giải - ủy ban ")


def test_line_breaks_in_letters_are_blanks_and_positions_are_those_of_the_file() -> None:
    raw = "\\r\\n Số: 18/KH-UBND\\r\\nngày 05\nDưới\\t5%"
    source = Source(raw)
    assert source.escaped and source.text == "  Số: 18/KH-UBND ngày 05\nDưới 5%"
    for word in ("Số", "ngày", "05", "Dưới", "5%"):
        assert source.raw_offset(source.text.index(word)) == raw.index(word)
    assert source.position(source.text.index("5%")).column == raw.split("\n")[1].index("5%") + 1


def test_a_backslash_without_line_breaks_in_letters_stays() -> None:
    raw = "Thư mục D:\\tailieu\\nam2025"
    assert Source(raw).text == raw and not Source(raw).escaped
