"""What holds for any text at all: there is a tree, it holds the whole text, and it takes its time."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_check.grammar import Plan, Source, parse
from cchc_check.grammar.nodes import Line, Node
from cchc_check.grammar.understood import understood

SHARED = Path(__file__).parents[2].parent / "shared"
FIXED = settings(derandomize=True, deadline=None, max_examples=60, database=None)

WORDS = [
    "KẾ HOẠCH", "Căn cứ", "Kế hoạch số 12/KH-UBND ngày 05/01/2026", "của UBND xã Hoa Lâm", "I.", "II.",
    "1.", "1.1.", "a)", "đ)", "(1)", "- ", "+ ", "* ", "• ", "Phần I", "Điều 3.", "TT", "|", "||", "| a | b |",
    "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "Trần Văn Bình", "như sau:", "./.",
    "Số: 12/KH-UBND", "Số:", "/KH-UBND", "ngày     tháng 8 năm 2026", "trước ngày 05/6", "quý I/2026",
    "từ 95% trở lên", "tối thiểu 02 tin/tuần", "báo cáo hằng quý", "Giao Phòng Nội vụ chủ trì",
    "TỔ CHỨC THỰC HIỆN", "Lượt xem: 5", "PHỤ LỤC", "ỦY BAN NHÂN DÂN", "Độc lập - Tự do - Hạnh phúc",
    "\n", "\n\n", "\r\n", "\t", "   ", "\x00", "\x0c", "\u2028", "\ufeff", "**", "2", "_____", "abc", "é", "e\u0301",
]  # fmt: skip
ANY_TEXT = st.text(max_size=300)
PLAN_LIKE = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
LINES = st.lists(st.sampled_from(WORDS), max_size=60).map("\n".join)
# Recipients and signature in columns: between pipes, tabs and gaps, in any order.
COLUMNS = st.lists(
    st.sampled_from(
        ["Nơi nhận:", "- Lưu: VT.", "KT.", "CHỦ TỊCH", "Trần Văn Bình", "PHỤ LỤC", "một"]
    )
    | st.sampled_from(["|", "   ", "\t", "\n"]),
    max_size=16,
).map(lambda parts: "Nơi nhận:" + "".join(parts))


def assert_whole(plan: Plan, text: str) -> None:
    """The invariants of a tree: leaves joined are the text; children in order, inside parents."""
    assert "".join(text[leaf.start : leaf.end] for leaf in leaves(plan)) == text
    for node in plan.walk():
        at = node.start
        for child in node.children:
            assert child.parent is node
            assert at <= child.start <= child.end <= node.end
            at = child.end
        for phrase in node.phrases:
            assert phrase.parent is node
            assert 0 <= phrase.start <= phrase.end <= len(text)


def leaves(plan: Plan) -> Iterator[Node]:
    return (leaf for leaf in plan.leaves() if isinstance(leaf, Line))


@given(ANY_TEXT | PLAN_LIKE | LINES | COLUMNS)
@example("Nơi nhận|KT.Ị   Co Tị\nM")
@example("Nơi nhận:\n- Lưu: VT.|CHỦ TỊCH\nTrần Bình|PHỤ LỤC   KT. A|b\nM")
@FIXED
def test_any_text_has_a_tree_that_holds_all_of_it(text: str) -> None:
    plan = parse(text)
    assert_whole(plan, plan.source.text)
    understood(plan)


@given(PLAN_LIKE | LINES)
@FIXED
def test_a_decomposed_copy_has_the_same_tree(text: str) -> None:
    copy = parse(unicodedata.normalize("NFD", text))
    assert understood(copy) == understood(parse(unicodedata.normalize("NFC", text)))


@given(ANY_TEXT | st.text(alphabet="aăâeéệơuđ\u0301\u0302\u0323\u030a\u212b\n ", max_size=60))
@FIXED
def test_offsets_lead_back_to_the_raw_text_in_order(raw: str) -> None:
    source = Source(raw)
    places = [source.raw_offset(at) for at in range(len(source.text) + 1)]
    assert places == sorted(places)
    assert places[-1] <= len(raw)
    assert len(source.low) == len(source.text)


def seeds() -> list[Path]:
    return sorted((SHARED / "seeds").glob("*.txt")) + sorted(
        (SHARED / "corpus").glob("*/*.[tm][xd]*")
    )


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
def test_real_documents_keep_the_invariants() -> None:
    for path in seeds():
        plan = parse(read(path))
        assert_whole(plan, plan.source.text)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
def test_a_real_document_reads_the_same_composed_and_decomposed() -> None:
    for path in seeds()[:5]:
        text = unicodedata.normalize("NFC", read(path))
        assert understood(parse(unicodedata.normalize("NFD", text))) == understood(parse(text))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
def test_any_beginning_of_a_real_document_has_a_tree() -> None:
    for path in seeds()[:5]:
        text = read(path)
        for end in range(0, len(text), max(1, len(text) // 12)):
            plan = parse(text[:end])
            assert_whole(plan, plan.source.text)


HEAD = "KẾ HOẠCH\nNăm 2026\n\n"
EXTREMES = {
    "10,000 bullets": HEAD + "- một việc\n" * 10_000,
    "10,000 nested bullets": HEAD + "- a\n+ b\n* c\n• d\n" * 2_500,
    "lists inside lists": HEAD + "".join("1." * (n % 6 + 1) + " Mục\n" for n in range(5_000)),
    "a million empty lines": "\n" * 1_000_000,
    "one line of 10 MB": "ủy ban nhân dân " * 650_000,
    "one word of 10 MB": "x" * 10_000_000,
    "one number": "1" * 1_000_000,
    "one line of dates": "ngày 05/6/2026 báo cáo 12% " * 40_000,
    "one line of citations": "Quyết định số 1/QĐ-UBND của UBND xã " * 30_000,
    "spaces between words": ("a" + " " * 1000) * 2_000,
    "NUL": "\x00" * 1_000_000,
    "form feeds": HEAD + "\x0c" * 100_000 + "\n- một\x0c\n",
    "carriage returns": "a\r" * 300_000,
    "pipes": "|\n" * 30_000,
    "cells": "|\na\n" * 15_000,
    "asterisks": "*" * 500_000,
    "a title that goes on": "KẾ HOẠCH\n" + "Kế hoạch số \n" * 10_000,
    "signatures": HEAD + "CHỦ TỊCH\nI. MỘT\n" * 5_000,
    "recipients": "Nơi nhận:\n" * 10_000,
    "grounds": HEAD + "Căn cứ Luật;\n" * 10_000,
    "a number of dots": "Số: " + "." * 300_000 + "\nKẾ HOẠCH\nNăm 2026\n",
    "remarks": HEAD + "Nơi nhận:\n- a " + "(b) " * 50_000 + "\n",
    "spaces between columns": HEAD + "Nơi nhận:\n- a;" + " " * 500_000 + "b\n",
    "lines of one ground": HEAD + "Căn cứ Luật\n" + "Tổ chức\n" * 20_000,
    "dots": "ngày " + "." * 300_000,
    "brackets": "(" * 300_000,
    "combining marks": "a" + "\u0301" * 300_000,
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_text_takes_seconds_not_minutes(name: str) -> None:
    started = time.perf_counter()
    plan = parse(EXTREMES[name])
    assert time.perf_counter() - started < 10
    assert sum(leaf.end - leaf.start for leaf in plan.leaves()) == len(plan.source.text)


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ufeff", "|", "-", "a", "Số:", "\ud800"])
def test_almost_nothing_has_a_tree(text: str) -> None:
    plan = parse(text)
    assert "".join(text[leaf.start : leaf.end] for leaf in leaves(plan)) == text
    assert [part.kind for part in plan.children] == [
        "preface", "preamble", "body", "conclusions",
    ]  # fmt: skip
