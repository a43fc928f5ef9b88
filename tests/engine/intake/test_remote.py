"""Documents at an address: listed as those of a folder, read with the same care."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import fsspec
import pytest

from cchc_check.engine.errors import InputError
from cchc_check.engine.intake.listing import list_documents
from cchc_check.engine.intake.remote import shown_name, told


@pytest.fixture
def memory() -> Iterator[Any]:
    """A file system in memory, with nothing in it."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def _zip(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def test_documents_below_an_address_come_in_one_order(memory: Any) -> None:
    for name in ("b/2.txt", "a b.txt", "b/1::x.docx", ".an/x.txt", "b/~$x.docx", "units.csv"):
        memory.pipe(f"/in/{name}", name.encode())
    found = list_documents(["memory://in"])
    assert [one.name for one in found] == [
        "memory://in/a b.txt",
        "memory://in/b/1::x.docx",
        "memory://in/b/2.txt",
    ]
    assert [one.read() for one in found] == [b"a b.txt", b"b/1::x.docx", b"b/2.txt"]


def test_an_address_may_be_one_file(memory: Any) -> None:
    memory.pipe("/in/a.txt", b"A")
    (one,) = list_documents(["memory://in/a.txt"])
    assert (one.name, one.read()) == ("memory://in/a.txt", b"A")


def test_members_of_archives_are_documents(memory: Any) -> None:
    inner = _zip(("b.txt", b"B"), ("c.txt", b"C"))
    memory.pipe("/in/goi.zip", _zip(("trong.zip", inner), ("a.txt", b"A")))
    found = list_documents(["memory://in"])
    assert [one.name.removeprefix("memory://in/goi.zip/") for one in found] == [
        "a.txt",
        "trong.zip/b.txt",
        "trong.zip/c.txt",
    ]
    assert [one.read() for one in reversed(found)] == [b"C", b"B", b"A"]


@pytest.mark.parametrize(("data", "said"), [
    (b"PK\x03\x04 no archive", "không mở được"),
    (_zip(("a.txt", bytes(101_000_000))), "100 MB"),
    (_zip(("1.zip", _zip(("2.zip", _zip(("3.zip", _zip(("a.txt", b"A")))))))), "lồng quá sâu"),
])  # fmt: skip
def test_a_bad_archive_is_told(memory: Any, data: bytes, said: str) -> None:
    memory.pipe("/in/goi.zip", data)
    (one,) = list_documents(["memory://in"])
    assert one.why is not None and said in one.why


def test_a_member_that_says_it_is_small_is_read_to_a_limit(memory: Any) -> None:
    data = bytearray(_zip(("a.txt", bytes(1000))))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (1).to_bytes(4, "little")
    memory.pipe("/in/goi.zip", bytes(data))
    (one,) = list_documents(["memory://in"])
    with pytest.raises(InputError, match="hỏng trong tệp nén"):
        one.read()


def test_another_content_has_another_stamp(memory: Any) -> None:
    memory.pipe("/in/a.txt", b"A")
    (before,) = list_documents(["memory://in"])
    memory.pipe("/in/a.txt", b"B")
    (after,) = list_documents(["memory://in"])
    assert before.stamp is not None and before.stamp != after.stamp


@pytest.mark.parametrize(("place", "said"), [
    ("memory://khong-co", "Không có memory://khong-co"),
    ("zip://a::memory://in/goi.zip", "địa chỉ phải bắt đầu bằng"),
    ("ssh://may/a", "địa chỉ phải bắt đầu bằng"),
])  # fmt: skip
def test_an_address_that_cannot_be_used_is_told(memory: Any, place: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        list_documents([place])


@pytest.mark.parametrize(("place", "shown"), [
    ("s3://kho/thư mục/a?b.txt", "s3://kho/thư mục/a?b.txt"),
    ("s3://ten:mat@kho/a", "s3://kho/a"),
    ("https://ten:mat@may:8443/a.txt?X-Amz-Signature=bi#x", "https://may:8443/a.txt"),
    ("hdfs://ten@may:8020/a", "hdfs://may:8020/a"),
    ("abfs://kho@taikhoan.dfs.core.windows.net/a", "abfs://kho@taikhoan.dfs.core.windows.net/a"),
])  # fmt: skip
def test_no_name_shows_what_opens_an_address(place: str, shown: str) -> None:
    assert shown_name(place) == shown


def test_what_a_file_system_says_shows_no_secret() -> None:
    with pytest.raises(InputError) as raised, told("https://ten:mat@may/a?sig=bi"):
        raise OSError("cannot open https://ten:mat@may/a?sig=bi\nmore")
    assert str(raised.value) == "Không dùng được https://may/a: cannot open https://may/a."
