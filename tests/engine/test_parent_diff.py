"""What a new year's parent demands otherwise: added, gone, changed, reworded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cchc_check.engine.derive import derive_parent
from cchc_check.engine.parent_diff import Difference, difference
from cchc_check.engine.parents import Aim, Obligation, Parent, registry
from cchc_check.grammar import Source
from cchc_check.grammar.interval import Interval

Cli = Callable[..., tuple[int, str, str]]
OLD = """\
ỦY BAN NHÂN DÂN
THÀNH PHỐ AN KHÊ
Số: 45/KH-UBND
An Khê, ngày 10 tháng 02 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính thành phố An Khê, tỉnh Gia Lai năm 2025

I. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân các phường, xã
- Xây dựng và ban hành Kế hoạch tuyên truyền của địa phương trong quý I năm 2025.
- Báo cáo kết quả trước ngày 05/6 đối với báo cáo 06 tháng và trước ngày 30/11 đối với báo cáo năm.
"""
NEW = (
    OLD.replace("45/KH", "51/KH").replace("tháng 02 năm 2025", "tháng 01 năm 2026").replace("năm 2025", "năm 2026")
    .replace("05/6", "01/6").replace(" và trước ngày 30/11 đối với báo cáo năm", "")
    + "- Bố trí kinh phí cho công tác tuyên truyền.\n"
)  # fmt: skip


def duty(of: str, text: str = "Yêu cầu", **values: Any) -> Obligation:
    return Obligation(0, 0, text=text, of=of, **values)


def parent(year: int, *duties: Obligation) -> Parent:
    found = Parent(0, 0, id=f"{year}", number=f"{year}/KH", issuer="UBND huyện Đông", year=year)
    found.children = list(duties)
    return found


def told(found: Difference) -> tuple[list[str], list[str], list[str], int]:
    changes = [f"{c.name}: {c.before} → {c.after}" for one in found.changed for c in one.changes]
    return [o.text for o in found.added], [o.text for o in found.gone], changes, found.same


def between(old: Obligation, new: Obligation) -> tuple[list[str], list[str], list[str], int]:
    return told(difference(parent(2025, old), parent(2026, new)))


def test_a_new_years_plan_is_compared_with_the_old_one() -> None:
    found = difference(derive_parent(Source(OLD, "a")), derive_parent(Source(NEW, "b")))
    added, gone, changes, _ = told(found)
    assert [o.of for o in found.added] == ["budget"] and len(added) == 1
    assert gone == ["Báo cáo năm trước ngày 30/11"]
    assert changes == ["thời hạn: trước ngày 05/6 → trước ngày 01/6"]


@pytest.mark.parametrize("one", registry().values(), ids=lambda parent: parent.id)
def test_a_parent_is_no_different_from_itself(one: Parent) -> None:
    assert told(difference(one, one)) == ([], [], [], len(one.obligations))


def test_a_window_that_moved_to_the_new_year_is_no_change() -> None:
    def quarter(year: int) -> Obligation:
        return duty("issue", f"Ban hành trong quý I năm {year}", window=Interval.months(year, 1, 3))

    assert between(quarter(2025), quarter(2026)) == ([], [], [], 1)
    later = replace(quarter(2026), window=Interval(date(2026, 1, 1), date(2026, 2, 15)))
    assert between(quarter(2025), later)[2] == [
        "thời hạn: quý I năm 2025 → từ 01/01/2026 đến 15/02/2026"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (duty("report", bound="both"), duty("report", bound="commune"), "ai phải làm: mọi đơn vị → cấp xã"),
        (duty("target", target=Aim(">=", 90, "%")), duty("target", target=Aim(">=", 95, "%")),
         "con số: từ 90% trở lên → từ 95% trở lên"),
        (duty("send", addressee="UBND huyện"), duty("send", addressee="UBND tỉnh"), "nơi gửi: UBND huyện → UBND tỉnh"),
        (duty("content", covers=("procedures",)), duty("content", covers=("procedures", "institutions")),
         "phải nêu: Cải cách thủ tục hành chính → Cải cách thể chế; Cải cách thủ tục hành chính"),
        (duty("duty", "Thông tin đầy đủ, kịp thời"), duty("duty", "Thông tin thật đầy đủ, kịp thời"),
         "lời văn: Thông tin đầy đủ, kịp thời → Thông tin thật đầy đủ, kịp thời"),
    ],
)  # fmt: skip
def test_each_value_that_changed_is_told(old: Obligation, new: Obligation, expected: str) -> None:
    assert between(old, new) == ([], [], [expected], 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (duty("send", addressee="Ủy ban nhân dân huyện"), duty("send", addressee="UBND huyện")),
        (duty("report", "Báo cáo trước 05/6", month_day="06-05"), duty("report", "báo cáo trước ngày 5/6", month_day="06-05")),
        (duty("content", "Kế hoạch năm 2025"), duty("content", "Kế hoạch năm 2026")),
    ],
)  # fmt: skip
def test_other_names_and_years_are_no_change_of_value(old: Obligation, new: Obligation) -> None:
    found = difference(parent(2025, old), parent(2026, new))
    assert all(one.only_words for one in found.changed) and not (found.added or found.gone)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (duty("report", period="year"), duty("report", period="half-year")),
        (duty("content", "Cải cách thể chế"), duty("content", "An toàn thực phẩm")),
        (duty("target", target=Aim("=", 1, "thứ hạng")), duty("target", target=Aim(">=", 9, "%"))),
        (duty("duty", "Nhiệm vụ của Sở Y tế", unit="Sở Y tế", bound="department"),
         duty("duty", "Nhiệm vụ của Sở Nội vụ", unit="Sở Nội vụ", bound="department")),
        (duty("issue"), duty("send")),
    ],
)  # fmt: skip
def test_demands_of_other_matters_do_not_answer_each_other(
    old: Obligation, new: Obligation
) -> None:
    added, gone, changes, same = between(old, new)
    assert (len(added), len(gone), changes, same) == (1, 1, [], 0)


def test_each_demand_answers_the_likest_one() -> None:
    first, second = (
        duty("content", text) for text in ("Cải cách thể chế", "Cải cách tài chính công")
    )
    found = difference(parent(2025, first, second), parent(2026, second, first))
    assert told(found) == ([], [], [], 2)


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_the_difference_is_printed_for_people(files: tuple[Path, Path], cli: Cli) -> None:
    code, out, _ = cli("parents", "diff", *files)
    assert code == 0
    assert "THÊM (1)\n  • kinh phí (dòng 12)" in out
    assert "BỎ (1)\n  • báo cáo (dòng 11): Báo cáo năm trước ngày 30/11" in out
    assert "      thời hạn: trước ngày 05/6 → trước ngày 01/6" in out
    assert "1 yêu cầu thêm, 1 bỏ, 1 đổi, 0 chỉ đổi lời văn, 2 như cũ." in out


def test_the_difference_is_printed_for_programs(files: tuple[Path, Path], cli: Cli) -> None:
    data = json.loads(cli("parents", "diff", *files, "--json")[1])
    assert (data["before"]["number"], data["after"]["number"]) == ("45/KH-UBND", "51/KH-UBND")
    assert [one["kind"] for one in data["added"]] == ["budget"]
    assert data["changed"][0]["changes"] == [
        {"name": "thời hạn", "before": "trước ngày 05/6", "after": "trước ngày 01/6"}
    ]


def test_an_unknown_side_is_one_sentence_and_exit_2(files: tuple[Path, Path], cli: Cli) -> None:
    code, _, err = cli("parents", "diff", "82-KH", "nowhere")
    assert code == 2 and "Không có kế hoạch cấp trên “nowhere”" in err
