"""The file of a parent: what is written loads as the same parent, and can be reviewed."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_check.engine.derive import derive_parent
from cchc_check.engine.parent_yaml import yaml_of
from cchc_check.engine.parents import Aim, Obligation, Parent, Place, parent_from_data, registry
from cchc_check.engine.reading import read_source
from cchc_check.grammar import Source
from cchc_check.grammar.interval import Interval
from cchc_check.grammar.nodes import Node

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DOCUMENTS = [
    *sorted((ROOT / "fixtures").glob("*.txt")),
    *sorted(SHARED.glob("seeds/*.txt")),
    *sorted(path for path in SHARED.glob("corpus/plans/*") if path.suffix in (".md", ".txt")),
]
CITY = """\
ỦY BAN NHÂN DÂN
THÀNH PHỐ AN KHÊ
Số: 45/KH-UBND
An Khê, ngày 10 tháng 02 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính thành phố An Khê, tỉnh Gia Lai năm 2025

I. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân các phường, xã
- Xây dựng và ban hành Kế hoạch tuyên truyền cải cách hành chính của địa phương
trong quý I năm 2025 và gửi về Ủy ban nhân dân thành phố.
- Báo cáo kết quả trước ngày 05/6 đối với báo cáo 06 tháng.
"""


def values(node: Any) -> dict[str, Any]:
    """All that a parent, a demand, a place says, as plain values that can be compared."""
    skipped = {*(f.name for f in fields(Node)), "above", "path"}
    found = {f.name: getattr(node, f.name) for f in fields(node) if f.name not in skipped}
    if isinstance(node, Obligation):
        found["text"] = node.text
    return {name: values(v) if isinstance(v, (Place, Aim)) else v for name, v in found.items()}


def read_back(text: str) -> Parent:
    return parent_from_data(yaml.safe_load(text), "a.yaml")


def assert_same(one: Parent, two: Parent) -> None:
    assert values(two) == values(one)
    assert [values(o) for o in two.obligations] == [values(o) for o in one.obligations]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_is_derived_loads_again_as_the_same_parent(path: Path) -> None:
    source = read_source(path)
    parent = derive_parent(source)
    assert_same(parent, read_back(yaml_of(parent, source, path.name)))


@pytest.mark.parametrize("parent", registry().values(), ids=lambda parent: parent.id)
def test_a_registered_parent_written_loads_again_as_the_same(parent: Parent) -> None:
    assert_same(parent, read_back(yaml_of(parent)))


WORDS = st.text(max_size=60)
MAYBE = st.none() | WORDS.filter(bool)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
NUMBERS = st.integers(0, 10**6) | st.floats(0, 1e6, allow_nan=False)
AIMS = st.builds(Aim, st.sampled_from([">=", ">", "=", "<=", "<"]), NUMBERS, MAYBE, MAYBE)
PLACES = st.builds(Place, WORDS, MAYBE, st.none() | st.integers(1, 9999), MAYBE)


@st.composite
def obligations(draw: st.DrawFn) -> Obligation:
    days = draw(st.none() | st.tuples(DAYS, DAYS))
    kind = draw(st.sampled_from(["issue", "send", "report", "content", "target", "duty"]))
    return Obligation(
        0, 0, text=draw(WORDS), of=kind, bound=draw(st.sampled_from(["commune", "both", "department", "other"])),
        window=Interval(*sorted(d for d in days if d)) if days and all(days) else None,
        period=draw(st.sampled_from([None, "year", "half-year"])), month_day=draw(st.sampled_from([None, "06-05", "02-29"])),
        strict=draw(st.booleans()), addressee=draw(MAYBE), through=draw(MAYBE), unit=draw(MAYBE),
        covers=tuple(draw(st.lists(WORDS.map(lambda w: w.replace("_", " ")), max_size=3))),
        target=draw(AIMS) if kind == "target" else None,
        folded=draw(MAYBE), sends=draw(st.sampled_from(["plan", "report"])), sure=draw(st.sampled_from(["sure", "likely"])),
        weight=draw(st.sampled_from([1, 2, 0.5])), source=draw(PLACES),
    )  # fmt: skip


@given(st.lists(obligations(), max_size=4), WORDS, MAYBE, st.booleans())
@settings(max_examples=150)
def test_any_parent_loads_again_as_the_same(
    found: list[Obligation], words: str, title: str | None, derived: bool
) -> None:
    number = f"{words}/KH-UBND"
    note = "Các yêu cầu của {} do chương trình rút ra từ văn bản, chưa có người soát."
    parent = Parent(0, 0, id="1-KH", number=number, issuer=words, title=title, derived=derived,
                    note=note.format(number) if derived else title)  # fmt: skip
    parent.children = list(found)
    assert_same(parent, read_back(yaml_of(parent, Source(words + "\n" + words, "a.txt"), words)))


def written() -> str:
    source = Source(CITY, "an-khe.txt")
    return yaml_of(derive_parent(source), source, "an-khe.txt")


def test_each_demand_stands_below_its_words_in_the_text() -> None:
    lines = written().splitlines()
    at = next(n for n, line in enumerate(lines) if "kind: report" in line)
    assert lines[at - 1] == (
        "  # Dòng 12, mục I.1: “- Báo cáo kết quả trước ngày 05/6 đối với báo cáo 06 tháng.”"
    )


def test_words_over_several_lines_are_given_from_the_beginning_of_their_sentence() -> None:
    comment = written().replace("\n  # ", " ")
    for place in ("Dòng 10", "Dòng 11"):
        assert f"{place}, mục I.1: “- Xây dựng và ban hành Kế hoạch tuyên truyền" in comment


def test_the_file_says_what_to_check_and_how_to_mark_it_reviewed() -> None:
    head = written().split("\nid:")[0]
    for words in (
        "rút ra từ tệp “an-khe.txt”",
        "reviewed: true",
        "sure: likely",
        "parents validate",
    ):
        assert words in head


def test_a_file_that_is_not_reviewed_says_so_in_its_note() -> None:
    assert "chưa có người soát" in (read_back(written()).note or "")


def test_a_reviewed_file_does_not() -> None:
    text = written().replace(
        "\nreviewed: false", "\nreviewed: true\nreviewed_by: Trần Văn Bình\nreviewed_on: 2025-03-01"
    )
    parent = read_back(text)
    assert (parent.note, parent.reviewed, parent.reviewed_by) == (None, True, "Trần Văn Bình")
    assert_same(parent, read_back(yaml_of(parent)))
