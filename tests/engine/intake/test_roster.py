"""Who owes a plan, and whose a plan is."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine.errors import InputError
from cchc_check.engine.intake.roster import TEMPLATE, Roster, Unit, load_roster, roster_of

ROSTER = Roster([
    Unit("UBND phường Hoa Lâm"), Unit("UBND xã Thanh Sa", aliases=("xã Thanh Sa Thượng",)),
    Unit("UBND xã Đông Khê"), Unit("Trung tâm Văn hóa"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("issuer", "unit"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM", "UBND phường Hoa Lâm"),
        ("Uỷ ban nhân dân phường Hoa Lâm", "UBND phường Hoa Lâm"),
        ("Ủy ban nhân dân (UBND) phường Hoa Lâm", "UBND phường Hoa Lâm"),
        ("UBND P. Hoa Lâm", "UBND phường Hoa Lâm"),
        ("phường Hoa Lâm", "UBND phường Hoa Lâm"),
        ("UBND xã Hoa Lâm", None),
        ("Ủy ban nhân dân xã Thanh Sa Thượng", "UBND xã Thanh Sa"),
        ("Ủy ban nhân dân", None),
        ("Trung tâm Văn hóa", "Trung tâm Văn hóa"),
        (None, None),
    ],
)
def test_a_plan_is_that_of_the_unit_whose_name_its_issuer_has(
    issuer: str | None, unit: str | None
) -> None:
    found = ROSTER.unit_of(issuer)
    assert (found.name if found else None) == unit


def test_an_unknown_issuer_may_be_a_listed_unit_spelled_otherwise() -> None:
    assert ROSTER.near("Ủy ban nhân dân xã Đông Khe") == "UBND xã Đông Khê"
    assert ROSTER.near("Sở Nội vụ") is None


def test_without_a_list_every_issuer_is_a_unit_once_in_plain_letters() -> None:
    names = ["ỦY BAN NHÂN DÂN XÃ THANH SA", "Uỷ ban nhân dân xã Thanh Sa", "UBND phường Hoa Lâm"]
    units = roster_of(names).units
    assert [unit.name for unit in units] == ["UBND phường Hoa Lâm", "Uỷ ban nhân dân xã Thanh Sa"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEMPLATE, id="the template"),
        pytest.param(TEMPLATE.replace(";", ","), id="commas"),
        pytest.param("\ufeff" + TEMPLATE.replace("\n", "\r\n"), id="as Excel saves it"),
        pytest.param("name\tkind\naliases", id="not enough"),
    ],
)
def test_a_list_is_read_as_programs_save_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(text.encode())
    if "aliases" in text and "tên" not in text:
        assert [unit.name for unit in load_roster(path).units] == ["aliases"]
        return
    units = load_roster(path).units
    assert [unit.name for unit in units] == ["UBND phường Hoa Lâm", "UBND xã Thanh Sa"]
    assert units[0].aliases == ("Phường Hoa Lâm", "UBND P. Hoa Lâm")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tên;mail\nA;b", "dòng 1: không có cột nào tên “mail”"),
        ("loại\nxã", "thiếu cột “tên”"),
        ("tên\nA\nA", "dòng 3: “A” đã có ở dòng 2"),
        ("tên;loại\n;xã", "dòng 2: thiếu tên đơn vị"),
        ("tên\n", "không có đơn vị nào"),
    ],
)
def test_a_fault_of_a_list_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_roster(path)
    assert words in str(caught.value)


def test_a_list_in_an_old_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes("tên\nx\u00e3".encode("utf-16"))
    with pytest.raises(InputError, match="CSV UTF-8"):
        load_roster(path)
