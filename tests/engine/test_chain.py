"""Chains of parents: which demands hold, which is told once, what contradicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cchc_check.engine import check, load_parent
from cchc_check.engine.chain import chain_of, contradictions, index_of
from cchc_check.engine.parents import Aim, Obligation, Parent, Place, day
from cchc_check.engine.report import Report
from cchc_check.grammar import parse
from cchc_check.grammar.interval import Interval

Cli = Callable[..., tuple[int, str, str]]
WARD = """\
ỦY BAN NHÂN DÂN
PHƯỜNG TÂN AN
Số: 08/KH-UBND
Tân An, ngày 20 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính phường Tân An năm 2025

Căn cứ Kế hoạch số 1/KH-UBND ngày 02/01/2025 của UBND huyện Đông về tuyên truyền;
UBND phường Tân An ban hành Kế hoạch như sau:
I. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Báo cáo UBND huyện trước ngày 03/6 đối với báo cáo 06 tháng và trước ngày 25/11 đối với báo cáo năm./.
Nơi nhận:
- UBND huyện Đông;
- Lưu: VT.
"""


def duty(of: str, at: str = "II.1", **values: Any) -> Obligation:
    one = Obligation(0, 0, text=values.pop("text", "Yêu cầu"), of=of, **values)
    one.source = Place("", at, 12)
    return one


def report(month_day: str | None, period: str | None = "half-year", **values: Any) -> Obligation:
    return duty("report", period=period, month_day=month_day, **{"strict": True, **values})


def until(year: int, month: int, last: int) -> Interval:
    return Interval(None, date(year, month, last))


def target(comparator: str, value: float, unit: str = "%", **values: Any) -> Obligation:
    return duty(
        "target", target=Aim(comparator, value, unit), **{"covers": ("satisfaction",), **values}
    )


def parent(id: int, *duties: Obligation, above: Parent | None = None) -> Parent:
    number = f"{id}/KH-UBND"
    found = Parent(0, 0, id=f"{id}-KH", number=number, issued=day(date(2025, 1, 2)),
                   issuer="UBND huyện Đông", above=above)  # fmt: skip
    found.children = list(duties)
    for one in duties:
        one.parent = found
        assert one.source is not None
        one.source.document = number
    return found


def ids(*parents: Parent) -> list[str]:
    return [one.id for one in chain_of(parents)]


# --- which parents -----------------------------------------------------------------------------


def test_a_chain_goes_from_the_nearest_up() -> None:
    top = parent(3)
    middle = parent(2, above=top)
    assert ids(parent(1, above=middle)) == ["1-KH", "2-KH", "3-KH"]


def test_those_given_go_before_those_that_they_name() -> None:
    assert ids(parent(1, above=parent(3)), parent(2)) == ["1-KH", "2-KH", "3-KH"]


def test_one_that_another_names_is_farther_however_they_are_given() -> None:
    top = parent(2)
    assert ids(top, parent(1, above=top)) == ["1-KH", "2-KH"]


def test_one_given_twice_counts_once() -> None:
    assert ids(parent(1), parent(1), parent(2)) == ["1-KH", "2-KH"]


def test_two_documents_of_one_number_are_two() -> None:
    other = parent(1)
    other.issuer = "UBND huyện Tây"
    assert len(chain_of([parent(1), other])) == 2


def test_without_a_parent_there_is_no_chain() -> None:
    assert chain_of(None) == () and index_of(()) is None


# --- what is told once -------------------------------------------------------------------------

RESTATED = [
    pytest.param(report("06-01"), report("06-05"), True, id="an earlier report"),
    pytest.param(report("06-05"), report("06-05"), True, id="the same day"),
    pytest.param(report("06-05", strict=False), report("06-05"), False, id="on the day itself"),
    pytest.param(report("06-10"), report("06-05"), False, id="a later report"),
    pytest.param(report("06-01"), report("06-05", "year"), False, id="another period"),
    pytest.param(report(None), report("06-05"), False, id="no day"),
    pytest.param(report("06-05"), report(None), True, id="no day asked above"),
    pytest.param(report("12-15", "year"), report("01-10", "year"), True, id="the next year's January"),
    pytest.param(report("06-01", bound="department"), report("06-05"), False, id="asked of others"),
    pytest.param(duty("issue", window=until(2025, 3, 15)), duty("issue", window=until(2025, 3, 31)), True, id="window"),
    pytest.param(duty("issue", window=until(2025, 4, 30)), duty("issue", window=until(2025, 3, 31)), False, id="later window"),
    pytest.param(duty("issue"), duty("issue", window=until(2025, 3, 31)), False, id="no window"),
    pytest.param(target(">=", 95), target(">=", 90), True, id="a higher number"),
    pytest.param(target(">=", 85), target(">=", 90), False, id="a lower number"),
    pytest.param(target(">=", 95), target(">=", 90, covers=("online_filing",)), False, id="another number"),
    pytest.param(target(">=", 95), target(">=", 90, "lượt"), False, id="another unit"),
    pytest.param(duty("content", covers=("procedures", "institutions")), duty("content", covers=("procedures",)), True, id="content"),
    pytest.param(duty("content", covers=("procedures",)), duty("form", covers=("procedures",)), False, id="another kind"),
    pytest.param(duty("content", text="Cải cách tài chính"), duty("content", text="Cải cách tài chính."), True, id="words"),
    pytest.param(duty("send", addressee="UBND huyện Đông"), duty("send", addressee="UBND huyện"), True, id="one addressee"),
    pytest.param(duty("send", addressee="UBND huyện Đông"), duty("send", addressee="UBND tỉnh Lam Sơn"), False, id="another addressee"),
]  # fmt: skip


@pytest.mark.parametrize(("near", "far", "expected"), RESTATED)
def test_what_the_nearer_restates_is_told_once(
    near: Obligation, far: Obligation, expected: bool
) -> None:
    index = index_of(chain_of([parent(1, near), parent(2, far)]))
    assert index is not None
    assert (far not in index.nodes("obligation")) is expected
    assert near in index.nodes("obligation")


def test_contents_may_be_restated_by_several() -> None:
    near = [duty("content", covers=("procedures",)), duty("content", covers=("institutions",))]
    far = duty("content", covers=("procedures", "institutions"))
    index = index_of([parent(1, *near), parent(2, far)])
    assert index is not None and index.nodes("obligation") == near


# --- what contradicts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("near", "far", "expected"),
    [
        (report("06-10"), report("06-05"),
         "1/KH-UBND (II.1, dòng 12) cho báo cáo 06 tháng trước ngày 10/6, muộn hơn trước ngày 05/6 của 2/KH-UBND (II.1, dòng 12)."),
        (duty("issue", window=until(2025, 4, 30)), duty("issue", window=until(2025, 3, 31)),
         "cho việc ban hành kế hoạch đến hết ngày 30/4/2025, muộn hơn đến hết ngày 31/3/2025 của 2/KH-UBND"),
        (target(">=", 85), target(">=", 90), "đặt chỉ tiêu từ 85% trở lên, không bằng từ 90% trở lên của 2/KH-UBND"),
        (target("<=", 5), target("<=", 3), "đặt chỉ tiêu không quá 5%, không bằng không quá 3% của 2/KH-UBND"),
    ],
)  # fmt: skip
def test_a_nearer_one_that_allows_more_is_told_with_both_clauses(
    near: Obligation, far: Obligation, expected: str
) -> None:
    [note] = contradictions([parent(1, near), parent(2, far)])
    assert note.startswith("Mâu thuẫn giữa hai kế hoạch cấp trên: ") and expected in note


@pytest.mark.parametrize(("near", "far", "restated"), RESTATED)
def test_what_is_restated_contradicts_nothing(
    near: Obligation, far: Obligation, restated: bool
) -> None:
    found = list(contradictions([parent(1, near), parent(2, far)]))
    assert not (found and restated)


def test_one_of_several_days_that_is_in_time_is_enough() -> None:
    near = parent(1, report("06-10", text="báo cáo Sở"), report("06-01"))
    assert list(contradictions([near, parent(2, report("06-05"))])) == []


def test_what_is_asked_of_the_issuers_own_departments_contradicts_nothing() -> None:
    near = parent(1, report("06-10", bound="department"))
    assert list(contradictions([near, parent(2, report("06-05"))])) == []


# --- the report --------------------------------------------------------------------------------


def checked(*parents: Parent) -> Report:
    return check(parse(WARD), parents)


def deadlines(found: Report) -> list[tuple[str, str | None]]:
    return [
        (r.outcome, r.basis.document if r.basis else None)
        for r in found.results
        if r.rule == "report-deadlines-kept"
    ]


def test_the_demands_of_all_hold_the_nearer_ones_first() -> None:
    found = checked(parent(1, report("06-05")), parent(2, report("11-30", "year"), report("06-01")))
    assert deadlines(found) == [
        ("pass", "1/KH-UBND"), ("pass", "2/KH-UBND"), ("fail", "2/KH-UBND"),
    ]  # fmt: skip
    assert any(note.startswith("Mâu thuẫn") for note in found.notes)


def test_only_the_nearest_has_to_be_cited_and_of_the_year() -> None:
    once = checked(parent(1))
    found = checked(parent(1), parent(2))
    assert [r.rule for r in found.results] == [r.rule for r in once.results]
    assert [r.outcome for r in found.results] == [r.outcome for r in once.results]


def test_the_contract_keeps_the_nearest_and_lists_a_chain() -> None:
    one, several = checked(parent(1)).to_data(), checked(parent(1), parent(2)).to_data()
    assert "parents" not in one
    assert several["parent"]["id"] == "1-KH"
    assert [p["id"] for p in several["parents"]] == ["1-KH", "2-KH"]


def test_a_parent_with_its_own_above_it_is_a_chain() -> None:
    found = check(parse(WARD), parent(1, above=parent(2, report("06-01"))))
    assert deadlines(found) == [("fail", "2/KH-UBND")]


def test_the_built_in_plan_and_the_one_above_it_give_no_result_twice(fixtures: Path) -> None:
    plan = parse((fixtures / "phuong-hoa-lam-2025.txt").read_text(encoding="utf-8"))
    found = check(plan, [load_parent("82-KH"), load_parent("448-KH")])
    asked = [(r.rule, r.expected, r.message) for r in found.results if r.pack == "parent"]
    assert len(asked) == len(set(asked))
    assert not any(note.startswith("Mâu thuẫn") for note in found.notes)


# --- the command line --------------------------------------------------------------------------


def test_several_parents_are_a_chain(fixtures: Path, cli: Cli) -> None:
    code, out, _ = cli(
        fixtures / "phuong-hoa-lam-2025.txt", "--parent", "82-KH", "--parent", "448-KH"
    )
    assert code == 0
    assert "Đối chiếu  82/KH-UBND" in out and "Trên nữa   448/KH-UBND" in out
    assert "Đạt mọi yêu cầu đã kiểm tra của 82/KH-UBND và 448/KH-UBND." in " ".join(out.split())


def test_a_registered_parent_brings_its_own(tmp_path: Path, cli: Cli) -> None:
    for id, above in (("7-KH", "parent: 8-KH\n"), ("8-KH", "")):
        (tmp_path / f"{id}.yaml").write_text(
            f"id: {id}\nnumber: {id}/X\ndate: 2025-01-02\nissuer: UBND huyện Đông\n{above}obligations: []\n",
            encoding="utf-8",
        )  # fmt: skip
    (tmp_path / "a.txt").write_text(WARD, encoding="utf-8")
    out = cli(tmp_path / "a.txt", "--parent", "7-KH", "--registry", tmp_path)[1]
    assert "Đối chiếu  7-KH/X" in out and "Trên nữa   8-KH/X" in out


@pytest.mark.parametrize(
    ("above", "expected"),
    [("7-KH", "tự nêu chính nó"), ("9-KH", "Không có kế hoạch cấp trên “9-KH”")],
)
def test_a_wrong_chain_is_one_sentence_and_exit_2(
    above: str, expected: str, tmp_path: Path, cli: Cli
) -> None:
    (tmp_path / "7.yaml").write_text(
        f"id: 7-KH\nnumber: 7/KH\ndate: 2025-01-02\nissuer: UBND huyện Đông\nparent: {above}\nobligations: []\n",
        encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "a.txt").write_text(WARD, encoding="utf-8")
    code, out, err = cli(tmp_path / "a.txt", "--parent", "7-KH", "--registry", tmp_path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert expected in err
