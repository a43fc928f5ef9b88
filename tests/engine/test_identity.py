"""Names and identities: which body, which document, and whether a parent binds a plan."""

from __future__ import annotations

import pytest

from cchc_check.engine.binding import binding, is_itself
from cchc_check.engine.names import compact_number, is_same_document, names_body, same_body
from cchc_check.engine.parents import Parent, load_parent
from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Citation

CITY = "Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        pytest.param(CITY, CITY, True, id="one name"),
        pytest.param("UBND thành phố", CITY, True, id="without its proper name"),
        pytest.param(CITY, "UBND thành phố", True, id="in either order"),
        pytest.param("UBND TP Phan Rang-Tháp Chàm", CITY, True, id="abbreviated"),
        pytest.param("UBND TP.Phan Rang - Tháp Chàm", CITY, True, id="abbreviated with a dot"),
        pytest.param("UBND TP. Phan Rang - Tháp Chàm", CITY, True, id="with a dot and a space"),
        pytest.param("UBND P. Hoa Lâm", "Ủy ban nhân dân phường Hoa Lâm", True, id="a ward"),
        pytest.param("P.NV", "Phòng Nội vụ", True, id="an office in letters"),
        pytest.param("ỦY BAN NHÂN DÂN THÀNH PHỐ", CITY, True, id="in capitals"),
        pytest.param("Uỷ ban nhân dân thành phố", CITY, True, id="older spelling of uỷ"),
        pytest.param("UBND thành phố Đà Nẵng", CITY, False, id="another city"),
        pytest.param("UBND tỉnh", CITY, False, id="another level"),
        pytest.param("Phòng Nội vụ", "Phòng Nội vụ thành phố", True, id="an office"),
        pytest.param("Phòng Nội vụ", "Sở Nội vụ", False, id="another office"),
        pytest.param("Ủy ban nhân dân", CITY, False, id="no body in particular"),
        pytest.param("Phòng", "Phòng Nội vụ", False, id="no office in particular"),
        pytest.param("", CITY, False, id="nothing"),
    ],
)
def test_two_names_can_mean_one_body(one: str, two: str, expected: bool) -> None:
    assert same_body(one, two) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("UBND thành phố", True, id="alone"),
        pytest.param("Thành ủy, HĐND, UBND thành phố", True, id="last of several"),
        pytest.param("UBND thành phố và Phòng Nội vụ", True, id="first of two"),
        pytest.param("Các phòng, ban", False, id="others"),
        pytest.param("UBND", False, id="no body in particular"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_line_of_recipients_names_a_body(line: str, expected: bool) -> None:
    assert names_body(line, CITY) is expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("82/KH-UBND", "82/kh-ubnd"),
        ("082/KH-UBND", "82/kh-ubnd"),
        ("82 /KH- UBND", "82/kh-ubnd"),
        ("0/KH", "0/kh"),
        (None, ""),
    ],
)
def test_a_number_is_compared_without_spaces_case_and_leading_zeros(
    number: str | None, expected: str
) -> None:
    assert compact_number(number) == expected


# --- documents ---------------------------------------------------------------------------------


def cited(text: str) -> Citation:
    plan = parse(
        f"KẾ HOẠCH\nTuyên truyền năm 2025\n\nCăn cứ {text} về tuyên truyền;\nI. NỘI DUNG\n"
    )
    return next(node for node in plan.walk() if isinstance(node, Citation))


@pytest.fixture(scope="module")
def parent() -> Parent:
    return load_parent("82-KH")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Kế hoạch số 82/KH-UBND ngày 07/3/2025 của {CITY}", True, id="all of it"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 7/3/2025 của UBND thành phố", True, id="shorter"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 07/3/2025 của Chủ tịch UBND thành phố", True, id="its head"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 07/3/2025", True, id="no issuer"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh Quảng Ngãi", False, id="its namesake"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 07/3/2025 của UBND tỉnh Quảng Ngãi", False, id="another issuer, same day"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 08/3/2025 của UBND thành phố", False, id="another day"),
        pytest.param("Kế hoạch số 82/KH-UBND của UBND thành phố", None, id="no date"),
        pytest.param("Kế hoạch số 82/KH-UBND", None, id="the number alone"),
        pytest.param("Kế hoạch số 82/KH-UBND của UBND tỉnh Quảng Ngãi", False, id="no date, another issuer"),
        pytest.param("Kế hoạch số 83/KH-UBND ngày 07/3/2025 của UBND thành phố", False, id="another number"),
    ],
)  # fmt: skip
def test_a_document_is_its_number_date_and_issuer(
    parent: Parent, text: str, expected: bool | None
) -> None:
    assert is_same_document(cited(text), parent) is expected


# --- binding -----------------------------------------------------------------------------------


def plan_text(
    title: str = "phường Hoa Lâm năm 2025",
    ground: str = "",
    number: str = "18/KH-UBND",
    day: str = "ngày 20 tháng 3 năm 2025",
) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM\nSố: {number}\nHoa Lâm, {day}\n"
        f"KẾ HOẠCH\nTuyên truyền cải cách hành chính {title}\n\n{ground}"
        "UBND phường Hoa Lâm ban hành Kế hoạch như sau:\nI. NỘI DUNG\n- Thể chế./.\n"
    )


GROUND = "Căn cứ Kế hoạch số 82/KH-UBND ngày 07/3/2025 của UBND thành phố về tuyên truyền;\n"
NAMESAKE = (
    "Căn cứ Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh Quảng Ngãi về truyền thông tỉnh"
    " Quảng Ngãi năm 2025;\n"
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        pytest.param(plan_text(ground=GROUND), True, "dẫn 82/KH-UBND làm căn cứ", id="rests on it"),
        pytest.param(plan_text("phường Hoa Lâm, thành phố Phan Rang - Tháp Chàm năm 2025"), True,
                     "ghi thuộc thành phố Phan Rang - Tháp Chàm", id="names the city as its own"),
        pytest.param(plan_text("phường Hoa Lâm tỉnh Ninh Thuận năm 2025"), None,
                     "cùng thuộc tỉnh Ninh Thuận", id="same province"),
        pytest.param(plan_text("phường Hoa Lâm tỉnh Quảng Ngãi năm 2025"), False,
                     "thuộc tỉnh Quảng Ngãi", id="another province"),
        pytest.param(plan_text("phường Hoa Lâm thành phố Đà Nẵng năm 2025"), False,
                     "thuộc thành phố Đà Nẵng", id="a city under central rule"),
        pytest.param(plan_text("phường Hoa Lâm tỉnh Quảng Ngãi năm 2025", GROUND), False,
                     "thuộc tỉnh Quảng Ngãi", id="another province, whatever it cites"),
        pytest.param(plan_text(ground=NAMESAKE), False, "thuộc tỉnh Quảng Ngãi",
                     id="rests on the namesake"),
        pytest.param(plan_text(), None, "không cho biết thuộc tỉnh", id="no province named"),
        pytest.param("xin chào", None, "không cho biết thuộc tỉnh", id="no plan at all"),
    ],
)  # fmt: skip
def test_a_parent_binds_the_plans_below_its_issuer(
    parent: Parent, text: str, expected: bool | None, why: str
) -> None:
    verdict = binding(parse(text), parent)
    assert verdict.binds is expected
    assert why in verdict.why
    assert not verdict.own


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("ngày 30 tháng 6 năm 2025", False, id="before the merger"),
        pytest.param("ngày 01 tháng 7 năm 2025", None, id="on its day"),
        pytest.param("ngày 02 tháng 7 năm 2025", None, id="after it"),
    ],
)
def test_the_province_that_took_over_counts_from_the_day_of_the_merger(
    parent: Parent, day: str, expected: bool | None
) -> None:
    text = plan_text("phường Hoa Lâm tỉnh Khánh Hòa năm 2025", day=day)
    assert binding(parse(text), parent).binds is expected


def test_a_signature_without_a_place_says_nothing_of_who_is_bound(parent: Parent) -> None:
    text = (
        "KẾ HOẠCH\nTuyên truyền năm 2025\n\nI. NỘI DUNG\n- Thể chế./.\n"
        "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n"
    )
    assert binding(parse(text), parent).binds is None


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        pytest.param("82/KH-UBND", "ngày 07 tháng 3 năm 2025", True, id="same number and day"),
        pytest.param("82/KH-UBND", "ngày 17 tháng 4 năm 2025", False, id="another day"),
        pytest.param("18/KH-UBND", "ngày 07 tháng 3 năm 2025", False, id="another number"),
    ],
)
def test_a_plan_is_the_parent_itself_by_number_and_day(
    parent: Parent, number: str, day: str, expected: bool
) -> None:
    plan = parse(plan_text(number=number, day=day))
    assert is_itself(plan, parent) is expected
    assert binding(plan, parent).own is expected


def test_a_city_without_a_name_is_not_taken_for_the_parents_city() -> None:
    plan = parse(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ\nSố: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2025\n\n"
        "I. MỤC ĐÍCH\n- Một.\n"
    )
    assert binding(plan, load_parent("82-KH")).binds is None
