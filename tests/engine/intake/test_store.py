"""The store of records survives whatever befalls its file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_check.engine.errors import InputError
from cchc_check.engine.intake.record import Finding, Record, Row, Words
from cchc_check.engine.intake.store import NAME, Store

TEXT = st.text(max_size=20)
RECORDS = st.builds(
    Record,
    why=st.none() | TEXT,
    issuer=st.none() | TEXT,
    cites_parent=st.booleans(),
    counts=st.dictionaries(TEXT, st.integers(0, 9), max_size=3),
    findings=st.lists(
        st.builds(Finding, rule=TEXT, severity=TEXT, outcome=TEXT, message=TEXT), max_size=2
    ),
    rows=st.lists(
        st.builds(Row, obligation=TEXT, outcome=TEXT, score=st.none() | st.just(0.0),
                  words=st.lists(st.builds(Words, place=TEXT, excerpt=TEXT), max_size=2)),
        max_size=2,
    ),
)  # fmt: skip


@given(RECORDS)
def test_a_record_comes_back_as_it_was_put(record: Record) -> None:
    again = Record.from_bytes(record.to_bytes())
    assert again.to_bytes() == record.to_bytes()
    assert (again.why or None, again.cites_parent) == (record.why or None, record.cites_parent)
    assert [row.score for row in again.rows] == [row.score for row in record.rows]


def test_records_are_there_for_the_next_run(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("k", Record(issuer="UBND xã Thanh Sa"))
    with Store(tmp_path) as store:
        found = store.get("k")
        assert found is not None and found.issuer == "UBND xã Thanh Sa"
        assert store.has(["k", "other"]) == {"k"}


def test_what_is_not_kept_any_more_is_forgotten(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for key in ("a", "b"):
            store.put(key, Record())
        store.forget({"b"})
        assert store.has(["a", "b"]) == {"b"}


def test_a_damaged_row_is_a_row_that_is_not_there(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("a", Record(issuer="A"))
        store.put("b", Record(issuer="B"))
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("UPDATE records SET body = x'00' WHERE key = 'a'")
    with Store(tmp_path) as store:
        assert (store.get("a"), store.has(["a", "b"])) == (None, {"b"})


@pytest.mark.parametrize("damage", ["text", "cut", "zeros"])
def test_a_damaged_file_is_put_aside_and_begun_anew(tmp_path: Path, damage: str) -> None:
    file = tmp_path / NAME
    with Store(tmp_path) as store:
        for at in range(200):
            store.put(str(at), Record(issuer="x" * 500))
    data = file.read_bytes()
    file.write_bytes({
        "text": b"no database at all" * 100,
        "cut": data[: len(data) // 2],
        "zeros": data[:100] + bytes(len(data) - 100),
    }[damage])  # fmt: skip
    with Store(tmp_path) as store:
        store.get("5")
        store.put("new", Record(issuer="B"))
        store.commit()
        assert store.get("new") is not None
        assert any("hỏng" in note for note in store.notes)
    with Store(tmp_path) as store:
        assert store.has(["new"]) == {"new"}


def test_two_runs_at_a_time_are_refused(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(InputError, match="Một lượt kiểm khác"):
        Store(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="Không ghi được vào thư mục"):
        Store(tmp_path / "file" / "out")
