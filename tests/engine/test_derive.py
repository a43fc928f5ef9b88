"""What a plan's own text demands of the units below its issuer."""

from __future__ import annotations

import pytest

from cchc_check.engine.derive import derive_parent
from cchc_check.engine.parents import Obligation, Parent
from cchc_check.grammar import Source

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 120/KH-UBND
Lam Sơn, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026

I. TỔ CHỨC THỰC HIỆN
"""


def derived(body: str) -> Parent:
    return derive_parent(Source(HEAD + body))


def only(body: str, kind: str) -> Obligation:
    [found] = [o for o in derived(body).obligations if o.of == kind]
    return found


WARDS = "1. Các sở, ban, ngành; UBND các xã, phường\n"


def test_the_parent_is_known_by_its_own_header() -> None:
    parent = derived(WARDS)
    assert (parent.id, parent.issuer) == ("120/KH-UBND", "ỦY BAN NHÂN DÂN TỈNH LAM SƠN")
    assert str(parent.issued) == "05/01/2026"
    assert parent.year == 2026


@pytest.mark.parametrize(
    "words",
    [
        "Ban hành kế hoạch của địa phương trong quý I năm 2026",
        "Xây dựng và ban hành Kế hoạch tuyên truyền của đơn vị trong quý I năm 2026",
        "Xây dựng, ban hành kế hoạch tuyên truyền năm 2026 trong quý I năm 2026",
    ],
)
def test_an_own_plan_is_demanded_within_a_window(words: str) -> None:
    duty = only(f"{WARDS}- {words}.\n", "issue")
    assert str(duty.window) == "quý I năm 2026"
    assert duty.bound == "both"


@pytest.mark.parametrize(
    ("words", "addressee", "through"),
    [
        ("gửi về UBND tỉnh (qua Sở Nội vụ)", "UBND tỉnh", "Sở Nội vụ"),
        ("gửi Sở Nội vụ để tổng hợp", "Sở Nội vụ", None),
    ],
)
def test_the_plan_is_to_be_sent(words: str, addressee: str, through: str | None) -> None:
    duty = only(f"{WARDS}- Ban hành kế hoạch của đơn vị trong quý I năm 2026 và {words}.\n", "send")
    assert (duty.addressee, duty.through) == (addressee, through)


def test_a_report_has_its_day_its_period_and_its_addressee() -> None:
    duty = only(
        f"{WARDS}- Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ) trước ngày 10/6 đối với báo cáo"
        " 06 tháng.\n",
        "report",
    )
    assert (duty.month_day, duty.period, duty.strict) == ("06-10", "half-year", True)
    assert (duty.addressee, duty.through) == ("Ủy ban nhân dân tỉnh", "Sở Nội vụ")
    assert duty.source is not None and (duty.source.at, duty.source.line) == ("I.1", 10)


def test_what_the_issuer_asks_of_its_own_department_does_not_bind_the_wards() -> None:
    duty = only("1. Sở Nội vụ\n- Tổng hợp, báo cáo Bộ Nội vụ trước ngày 15/12/2026.\n", "report")
    assert duty.bound == "department"
