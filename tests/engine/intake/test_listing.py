"""What is taken for a document of the intake, and what no archive can do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cchc_check.engine.errors import InputError
from cchc_check.engine.intake.listing import list_documents


def _zip(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def _names(folder: Path) -> list[str]:
    return [one.name.removeprefix(f"{folder.as_posix()}/") for one in list_documents([str(folder)])]


def test_documents_come_in_one_order_whatever_the_folders(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.docx", "c/d/e.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert _names(tmp_path) == ["a.txt", "b/1.docx", "b/2.txt", "c/d/e.pdf"]


def test_a_place_named_twice_gives_its_documents_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    places = [str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path)]
    assert len(list_documents(places)) == 1


@pytest.mark.parametrize("name", ["~$ke-hoach.docx", ".DS_Store", "Thumbs.db", ".git/x.txt",
                                  "__MACOSX/a.txt", "units.csv", "cchc-waivers.yaml"])  # fmt: skip
def test_what_programs_leave_behind_is_no_document(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"x")
    assert _names(tmp_path) == []


def test_the_folder_of_results_is_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_bytes(b"x")
    (tmp_path / "a.txt").write_bytes(b"x")
    found = list_documents([str(tmp_path)], tmp_path / "out")
    assert [Path(one.path).name for one in found] == ["a.txt"]


def test_a_folder_linked_into_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert _names(tmp_path) == ["a.txt"]


def test_members_of_an_archive_are_documents_also_one_archive_deeper(tmp_path: Path) -> None:
    inner = _zip(("xa-b.txt", b"B"))
    (tmp_path / "goi.zip").write_bytes(_zip(("xa a/kế hoạch.txt", b"A"), ("trong.zip", inner)))
    found = list_documents([str(tmp_path)])
    assert [one.name.split("/goi.zip/")[1] for one in found] == ["trong.zip/xa-b.txt", "xa a/kế hoạch.txt"]  # fmt: skip
    assert [one.read() for one in found] == [b"B", b"A"]


def test_archives_nested_deeper_are_told_and_not_opened(tmp_path: Path) -> None:
    data = _zip(("a.txt", b"A"))
    for _ in range(5):
        data = _zip(("goi.zip", data))
    (tmp_path / "goi.zip").write_bytes(data)
    (one,) = list_documents([str(tmp_path)])
    assert one.why is not None and "lồng quá sâu" in one.why


@pytest.mark.parametrize(
    "name", ["../ra-ngoai.txt", "/etc/passwd", "C:\\windows\\a.txt", "..\\b.txt"]
)
def test_a_name_that_leads_out_of_an_archive_leads_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "goi.zip").write_bytes(_zip((name, b"own bytes")))
    (one,) = list_documents([str(folder)])
    assert one.read() == b"own bytes"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["goi.zip", "in"]


def test_a_member_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "goi.zip").write_bytes(_zip(("a.txt", bytes(101_000_000)), ("b.txt", b"B")))
    large, small = list_documents([str(tmp_path)])
    assert large.why is not None and "100 MB" in large.why
    assert small.why is None


def test_a_member_that_says_it_is_small_is_read_to_a_limit(tmp_path: Path) -> None:
    data = _zip(("a.txt", bytes(1000)))
    central = data.rindex(b"PK\x01\x02")
    lied = bytearray(data)
    lied[central + 24 : central + 28] = (1).to_bytes(4, "little")  # the size after unpacking
    (tmp_path / "goi.zip").write_bytes(bytes(lied))
    (one,) = list_documents([str(tmp_path)])
    with pytest.raises(InputError, match="hỏng trong tệp nén"):
        one.read()


@pytest.mark.parametrize("data", [b"PK\x03\x04 no archive", b"", b"text"])
def test_a_damaged_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "goi.zip").write_bytes(data)
    (one,) = list_documents([str(tmp_path)])
    assert one.why is not None and "không mở được" in one.why


def test_a_member_with_a_password_is_told(tmp_path: Path) -> None:
    data = bytearray(_zip(("a.txt", b"A")))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "goi.zip").write_bytes(bytes(data))
    (one,) = list_documents([str(tmp_path)])
    assert one.why is not None and "mật khẩu" in one.why


def test_a_place_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match="Không có thư mục hoặc tệp khong-co"):
        list_documents(["khong-co"])
