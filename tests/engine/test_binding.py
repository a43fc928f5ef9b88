"""Binding: which plans a parent binds, by the tree of units, mergers and rows of bodies."""

from __future__ import annotations

import pytest

from cchc_check.engine.binding import binding
from cchc_check.engine.derive import derive_parent
from cchc_check.engine.parents import Parent
from cchc_check.engine.units import district_of, named_units, unit_of_body
from cchc_check.grammar import Source, parse
from cchc_check.grammar.interval import Interval


def parent_of(
    issuer: str, province: str | None, district: str | None = None, issued: Interval | None = None
) -> Parent:
    return Parent(
        0, 0, id="45-KH", number="45/KH-UBND", issued=issued or Interval.day(2025, 2, 10),
        issuer=issuer, province=province, district=district,
    )  # fmt: skip


def plan_text(
    issuer: str, place: str = "", day: str = "ngày 20 tháng 3 năm 2025", ground: str = "",
    to: str = "",
) -> str:  # fmt: skip
    named = f" {place}" if place else ""
    return (
        f"{issuer}\nSố: 18/KH-UBND\nHoa Lâm, {day}\nKẾ HOẠCH\n"
        f"Tuyên truyền cải cách hành chính{named} năm 2025\n\n{ground}"
        "Đơn vị ban hành Kế hoạch như sau:\nI. NỘI DUNG\n- Thể chế./.\n"
        f"Nơi nhận:\n{to}- Lưu: VT.\n"
    )


WARD = "ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM"
BEFORE, AFTER = "ngày 20 tháng 3 năm 2025", "ngày 20 tháng 8 năm 2025"
CITY = parent_of("Ủy ban nhân dân thành phố An Khê", "Gia Lai", "thành phố An Khê")
GIA_LAI = parent_of("Ủy ban nhân dân tỉnh Gia Lai", "Gia Lai")
NEW_GIA_LAI = parent_of("Ủy ban nhân dân tỉnh Gia Lai", "Gia Lai", issued=Interval.day(2025, 8, 1))
LAI_CHAU = parent_of("Ủy ban nhân dân tỉnh Lai Châu", "Lai Châu")
NINH_THUAN = parent_of("Ủy ban nhân dân tỉnh Ninh Thuận", "Ninh Thuận")
KHANH_HOA = parent_of(
    "Ủy ban nhân dân tỉnh Khánh Hòa", "Khánh Hòa", issued=Interval.day(2025, 8, 1)
)
WARD_PLAN = parent_of("Ủy ban nhân dân phường Tân An", "Gia Lai")
PARTY = parent_of("Tỉnh ủy Gia Lai", "Gia Lai")
CITES = (
    "Căn cứ Kế hoạch số 45/KH-UBND ngày 10/02/2025 của Ủy ban nhân dân {} về tuyên truyền;\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("parent", "text", "binds", "why"),
    [
        # a province and what is below it
        pytest.param(LAI_CHAU, plan_text(WARD, "tỉnh Lai Châu"), True, "thuộc tỉnh Lai Châu", id="ward of the province, before districts ended"),
        pytest.param(LAI_CHAU, plan_text(WARD, "tỉnh Lai Châu", AFTER), True, "thuộc tỉnh Lai Châu", id="ward of the province, after"),
        pytest.param(LAI_CHAU, plan_text("ỦY BAN NHÂN DÂN\nHUYỆN THANH BÌNH", "tỉnh Lai Châu"), True, "thuộc tỉnh Lai Châu", id="district of the province"),
        pytest.param(LAI_CHAU, plan_text("UBND TỈNH LAI CHÂU\nSỞ NỘI VỤ", "tỉnh Lai Châu"), True, "Lai Châu", id="department of the province"),
        pytest.param(LAI_CHAU, plan_text(WARD, "tỉnh Gia Lai"), False, "thuộc tỉnh Gia Lai", id="ward of another province"),
        pytest.param(LAI_CHAU, plan_text(WARD), None, "không cho biết", id="no province named"),
        pytest.param(parent_of("Ủy ban nhân dân tỉnh", None), plan_text(WARD, "tỉnh Gia Lai"), None, "không rõ 45/KH-UBND là của tỉnh", id="parent of no known province"),
        # mergers of 01/7/2025
        pytest.param(NINH_THUAN, plan_text(WARD, "tỉnh Khánh Hòa", AFTER), None, "tỉnh Ninh Thuận nhập vào tỉnh Khánh Hòa từ 01/7/2025; không rõ", id="ward of the new province, plan of the old"),
        pytest.param(NINH_THUAN, plan_text(WARD, "tỉnh Khánh Hòa", AFTER, CITES.format("tỉnh Ninh Thuận")), True, "làm căn cứ", id="the same, resting on it"),
        pytest.param(NINH_THUAN, plan_text(WARD, "tỉnh Khánh Hòa", BEFORE), False, "thuộc tỉnh Khánh Hòa", id="two provinces before the merger"),
        pytest.param(KHANH_HOA, plan_text(WARD, "tỉnh Ninh Thuận", AFTER), True, "nhập vào tỉnh Khánh Hòa", id="ward that still writes the old name"),
        pytest.param(KHANH_HOA, plan_text(WARD, "tỉnh Ninh Thuận", BEFORE), False, "thuộc tỉnh Ninh Thuận", id="plan older than the merger"),
        pytest.param(NEW_GIA_LAI, plan_text(WARD, "tỉnh Bình Định", AFTER), None, "(chưa kiểm chứng)", id="a merger that was not verified decides nothing"),
        pytest.param(GIA_LAI, plan_text(WARD, "tỉnh Gia Lai", AFTER), None, "có trước khi sáp nhập", id="ward that may have come with another province"),
        pytest.param(GIA_LAI, plan_text(WARD, "tỉnh Gia Lai", BEFORE), True, "thuộc tỉnh Gia Lai", id="ward before the merger"),
        pytest.param(NEW_GIA_LAI, plan_text(WARD, "tỉnh Gia Lai", AFTER), True, "thuộc tỉnh Gia Lai", id="ward and plan of the new province"),
        # a district
        pytest.param(CITY, plan_text(WARD, "thành phố An Khê, tỉnh Gia Lai"), True, "ghi thuộc thành phố An Khê", id="ward of the city"),
        pytest.param(CITY, plan_text(WARD, "tỉnh Gia Lai"), None, "không rõ có trực thuộc", id="ward of the same province"),
        pytest.param(CITY, plan_text(WARD, "huyện Chư Sê, tỉnh Gia Lai"), False, "thuộc huyện Chư Sê, còn 45/KH-UBND", id="ward of another district"),
        pytest.param(CITY, plan_text(WARD, "tỉnh Gia Lai", to="- UBND huyện Chư Sê (b/c);\n"), False, "thuộc huyện Chư Sê", id="ward that reports to another district"),
        pytest.param(CITY, plan_text(WARD, "huyện Chư Sê", ground=CITES.format("thành phố An Khê")), False, "huyện Chư Sê", id="another district, whatever it cites"),
        pytest.param(CITY, plan_text("UBND THÀNH PHỐ AN KHÊ\nPHÒNG NỘI VỤ"), True, "An Khê", id="department of the city"),
        # beside and above
        pytest.param(CITY, plan_text("ỦY BAN NHÂN DÂN\nTỈNH GIA LAI"), False, "không ở dưới", id="province above the city"),
        pytest.param(CITY, plan_text("ỦY BAN NHÂN DÂN\nHUYỆN CHƯ SÊ", "tỉnh Gia Lai"), False, "cùng cấp huyện", id="another district's own plan"),
        pytest.param(WARD_PLAN, plan_text(WARD, "tỉnh Gia Lai"), False, "cùng cấp xã", id="another ward's plan"),
        pytest.param(WARD_PLAN, plan_text("ỦY BAN NHÂN DÂN\nPHƯỜNG TÂN AN", "tỉnh Gia Lai"), None, "cùng cơ quan ban hành nhưng", id="the ward's other plan"),
        pytest.param(WARD_PLAN, plan_text("ỦY BAN NHÂN DÂN\nPHƯỜNG TÂN AN", "tỉnh Gia Lai", ground=CITES.format("phường Tân An")), True, "làm căn cứ", id="the ward's own plan of the year"),
        pytest.param(WARD_PLAN, plan_text("ỦY BAN NHÂN DÂN\nPHƯỜNG", "tỉnh Gia Lai"), None, "không rõ", id="a ward without a name"),
        # the Front, the Party
        pytest.param(LAI_CHAU, plan_text("ỦY BAN MTTQ VIỆT NAM\nXÃ THANH SA", "tỉnh Lai Châu"), False, "(Mặt trận Tổ quốc), không trực thuộc", id="the Front below a committee"),
        pytest.param(LAI_CHAU, plan_text("ỦY BAN MTTQ VIỆT NAM\nXÃ THANH SA", "tỉnh Lai Châu", ground=CITES.format("tỉnh Lai Châu")), True, "làm căn cứ", id="the Front that rests on it"),
        pytest.param(PARTY, plan_text(WARD, "tỉnh Gia Lai"), None, "tổ chức Đảng", id="a committee below the Party"),
        pytest.param(PARTY, plan_text("ĐẢNG ỦY\nPHƯỜNG HOA LÂM", "tỉnh Gia Lai"), True, "thuộc tỉnh Gia Lai", id="the Party below the Party"),
    ],
)  # fmt: skip
def test_a_parent_binds_what_stands_below_its_issuer(
    parent: Parent, text: str, binds: bool | None, why: str
) -> None:
    verdict = binding(parse(text), parent)
    assert (verdict.binds, why in verdict.why) == (binds, True), verdict.why


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("UBND PHƯỜNG HOA LÂM", [("phường", "HOA LÂM", 3)]),
        ("phường Hoa Lâm, thành phố An Khê, tỉnh Gia Lai năm 2025",
         [("phường", "Hoa Lâm", 3), ("thành phố", "An Khê", 2), ("tỉnh", "Gia Lai", 1)]),
        ("UBND TP. Đà Nẵng", [("thành phố", "Đà Nẵng", 1)]),
        ("UBND Quận 1", [("quận", "1", 2)]),
        ("TUYÊN TRUYỀN TRÊN ĐỊA BÀN HUYỆN CHƯ SÊ ĐẾN NĂM 2030", [("huyện", "CHƯ SÊ", 2)]),
        ("THÀNH PHỐ AN KHÊ PHÒNG NỘI VỤ", [("thành phố", "AN KHÊ", 2)]),
        ("công tác xã hội hóa ở các xã, phường", []),
    ],
)  # fmt: skip
def test_units_are_read_with_their_names_and_levels(
    text: str, units: list[tuple[str, str, int]]
) -> None:
    assert [(n.word, n.name, n.level) for n in named_units(text)] == units


@pytest.mark.parametrize(
    ("name", "superior", "province", "expected"),
    [
        ("Ủy ban nhân dân thành phố", None, "Gia Lai", ("state", 2, None, False)),
        ("Ủy ban nhân dân thành phố", None, "Đà Nẵng", ("state", 1, None, False)),
        ("Ủy ban nhân dân thành phố", None, None, ("state", None, None, False)),
        ("PHÒNG NỘI VỤ", "UBND THÀNH PHỐ AN KHÊ", None, ("state", 2, "an khê", True)),
        ("Ủy ban MTTQ Việt Nam xã Thanh Sa", None, None, ("front", 3, "thanh sa", False)),
        ("Chi bộ thôn 2", None, None, ("party", None, None, False)),
        (None, None, None, (None, None, None, False)),
    ],
)
def test_a_body_belongs_to_a_unit(
    name: str | None,
    superior: str | None,
    province: str | None,
    expected: tuple[str | None, int | None, str | None, bool],
) -> None:
    unit = unit_of_body(name, superior, province)
    assert (unit.row, unit.level, unit.name, unit.office) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(plan_text(WARD, "huyện Chư Sê"), "huyện Chư Sê", id="in the title"),
        pytest.param(plan_text(WARD, to="- UBND thị xã Ba Đồn;\n"), "thị xã Ba Đồn", id="among the recipients"),
        pytest.param(plan_text(WARD, "huyện Chư Sê", to="- UBND thị xã Ba Đồn;\n"), None, id="two of them"),
        pytest.param(plan_text(WARD, "thành phố Đà Nẵng"), None, id="a city under central rule"),
        pytest.param(plan_text("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ", "tỉnh Gia Lai").replace("Hoa Lâm, ngày", "An Khê, ngày"), "thành phố An Khê", id="where an unnamed city dates its plan"),
    ],
)  # fmt: skip
def test_the_district_that_a_plan_names_as_its_own(text: str, expected: str | None) -> None:
    found = district_of(parse(text))
    assert (found[0] if found else None) == expected


def test_a_derived_parent_knows_its_district_and_its_issuer_by_name() -> None:
    text = plan_text("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ", "tỉnh Gia Lai").replace("Hoa Lâm, ", "An Khê, ")
    parent = derive_parent(Source(text, "a.txt"))
    assert parent.district == "thành phố An Khê"
    assert parent.issuer == "ỦY BAN NHÂN DÂN THÀNH PHỐ AN KHÊ"
