"""Outline: how deep each block lies, decided by the document's own sequence of markers."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Block, Caption


def blocks(body: str) -> list[Block]:
    plan = parse(f"KẾ HOẠCH\nCông tác năm 2026\n\n{body}\n")
    return [node for node in plan.walk() if isinstance(node, Block)]


def depths(body: str) -> list[tuple[str, int]]:
    return [(block.marker, block.depth) for block in blocks(body)]


@pytest.mark.parametrize(
    ("body", "outline"),
    [
        (
            "I. MỤC ĐÍCH\n1. Mục đích\n- Nâng cao\n2. Yêu cầu\nII. NỘI DUNG\n1. Nội dung",
            [("I.", 1), ("1.", 2), ("-", 3), ("2.", 2), ("II.", 1), ("1.", 2)],
        ),
        ("1. Mục đích\na) Một\nb) Hai\n2. Yêu cầu", [("1.", 1), ("a)", 2), ("b)", 2), ("2.", 1)]),
        (
            "I. A\n1. B\n1.1. C\na) D\n- E\n+ F\n1.2. G",
            [("I.", 1), ("1.", 2), ("1.1.", 3), ("a)", 4), ("-", 5), ("+", 6), ("1.2.", 3)],
        ),
        ("A. CHUNG\nI. MỘT\n1. B\nB. RIÊNG\nI. HAI", [("A.", 1), ("I.", 2), ("1.", 3), ("B.", 1), ("I.", 2)]),
        ("I. MỘT\nA. Mục A\nB. Mục B\nII. HAI", [("I.", 1), ("A.", 2), ("B.", 2), ("II.", 1)]),
        (
            "Phần I\nI. MỘT\n1. B\nPhần II\nI. HAI",
            [("Phần I", 1), ("I.", 2), ("1.", 3), ("Phần II", 1), ("I.", 2)],
        ),
        (
            "CHƯƠNG I\nĐiều 1. Phạm vi\n1. Một\na) Hai\nĐiều 2. Đối tượng",
            [("CHƯƠNG I", 1), ("Điều 1.", 2), ("1.", 3), ("a)", 4), ("Điều 2.", 2)],
        ),
    ],
    ids=["plain", "no sections", "deep", "letters above", "letters below", "parts", "articles"],
)  # fmt: skip
def test_depth_follows_the_sequence_of_markers(body: str, outline: list[tuple[str, int]]) -> None:
    assert depths(body) == outline


@pytest.mark.parametrize(
    ("body", "outline"),
    [
        ("I. A\n- B\n+ C\n- D\n+ E", [("I.", 1), ("-", 2), ("+", 3), ("-", 2), ("+", 3)]),
        ("I. A\n* B\n- C\n* D\n- E", [("I.", 1), ("*", 2), ("-", 3), ("*", 2), ("-", 3)]),
        ("I. A\n- B\n+ C\n* D\n+ E", [("I.", 1), ("-", 2), ("+", 3), ("*", 4), ("+", 3)]),
        ("I. A\n+ B\n- C", [("I.", 1), ("+", 2), ("-", 2)]),
    ],
    ids=["plus in dash", "dash in star", "star in plus", "plus alone, then dash"],
)
def test_the_document_shows_which_bullet_stands_above_which(
    body: str, outline: list[tuple[str, int]]
) -> None:
    assert depths(body) == outline


def test_a_number_in_brackets_between_dashes_lies_beside_them() -> None:
    assert depths("I. A\n- Một\n(1) Hai\n(2) Ba\n- Bốn\n(3) Năm") == [
        ("I.", 1), ("-", 2), ("(1)", 2), ("(2)", 2), ("-", 2), ("(3)", 2),
    ]  # fmt: skip


def test_a_numbered_item_closes_the_bullets_before_it() -> None:
    assert depths("1. A\n- B\n+ C\n2. D") == [("1.", 1), ("-", 2), ("+", 3), ("2.", 1)]


@pytest.mark.parametrize(
    ("body", "marker", "expected"),
    [
        ("I. A\nIII. B", "III.", "II."),
        ("1. A\n2. B\n4. C", "4.", "3."),
        ("1. A\na) B\nc) C", "c)", "b)"),
        ("II. A", "II.", "I."),
        ("1. A\n1.1. B\n1.3. C", "1.3.", "1.2."),
    ],
)
def test_a_gap_is_a_block_that_remembers_what_was_expected(
    body: str, marker: str, expected: str
) -> None:
    last = blocks(body)[-1]
    assert (last.marker, last.expected) == (marker, expected)


def test_a_repeated_marker_stays_in_its_list() -> None:
    found = blocks("I. A\n1. B\n2. C\n2. D\n3. E\nII. F")
    assert [(b.marker, b.depth, b.expected) for b in found] == [
        ("I.", 1, None), ("1.", 2, None), ("2.", 2, None), ("2.", 2, "3."), ("3.", 2, None),
        ("II.", 1, None),
    ]  # fmt: skip


def test_a_list_that_begins_anew_is_no_repeat() -> None:
    found = blocks("1. A\na) B\nb) C\n2. D\na) E")
    assert all(block.expected is None for block in found)


def test_đ_follows_d_and_g_follows_e() -> None:
    found = blocks("1. A\na) B\nb) C\nc) D\nd) E\nđ) F\ne) G\ng) H")
    assert all(block.expected is None for block in found)


def test_a_second_d_stands_where_đ_was_expected_and_e_goes_on() -> None:
    found = blocks("1. A\na) B\nb) C\nc) D\nd) E\nd) F\ne) G")
    assert [(b.marker, b.expected) for b in found if b.expected] == [("d)", "đ)")]


def test_a_missing_đ_is_noted_at_e() -> None:
    found = blocks("1. A\na) B\nb) C\nc) D\nd) E\ne) F")
    assert found[-1].expected == "đ)"


def test_a_heading_in_capitals_without_a_marker_is_a_caption_that_holds_what_follows() -> None:
    found = blocks("TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ theo dõi.\n\nKINH PHÍ\n1. Nguồn chi")
    captions = [block for block in found if isinstance(block, Caption)]
    assert [caption.heading for caption in captions] == ["TỔ CHỨC THỰC HIỆN", "KINH PHÍ"]
    assert [block.parent for block in found if block.marker] == captions


def test_a_caption_between_numbered_sections_lies_inside_the_one_above() -> None:
    found = blocks("I. MỘT\nXem bảng.\n\nBẢNG PHÂN CÔNG\n1. A\nII. HAI")
    assert [(b.marker, b.depth, b.expected) for b in found] == [
        ("I.", 1, None), ("", 2, None), ("1.", 2, None), ("II.", 1, None),
    ]  # fmt: skip


def test_a_heading_is_the_block_without_its_marker() -> None:
    (block,) = blocks("I. **MỤC ĐÍCH, YÊU CẦU:**")
    assert block.heading == "MỤC ĐÍCH, YÊU CẦU:"


def test_lists_inside_lists_have_a_bottom() -> None:
    body = "\n".join("1." * n + " Mục" for n in range(1, 6)) + "\n"
    assert max(block.depth for block in blocks(body * 50)) <= 25
