"""Parents: registered ones, YAML files, plans as parents, and what is said of a wrong name."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cchc_check.engine import check, load_parent, parents
from cchc_check.engine.errors import InputError
from cchc_check.engine.parents import FOLDER, Parent, parent_from_data
from cchc_check.engine.report import Result
from cchc_check.grammar import parse
from cchc_check.grammar.interval import Interval

YAML = """\
id: 45-KH
number: 45/KH-UBND
date: 2025-02-10
issuer: Ủy ban nhân dân thành phố An Khê
province: Gia Lai
obligations:
  - kind: issue
    text: Ban hành kế hoạch trong tháng 3
    window: {earliest: 2025-03-01, latest: 2025-03-31}
    source: {document: 45/KH-UBND, at: III.1, line: 13, quote: trong tháng 3}
"""

CITY = """\
ỦY BAN NHÂN DÂN
THÀNH PHỐ AN KHÊ
Số: 45/KH-UBND
An Khê, ngày 10 tháng 02 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính thành phố An Khê, tỉnh Gia Lai năm 2025

I. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân các phường, xã
- Xây dựng và ban hành Kế hoạch tuyên truyền cải cách hành chính của địa phương trong quý I năm 2025 và gửi về Ủy ban nhân dân thành phố (qua Phòng Nội vụ).
- Báo cáo kết quả trước ngày 05/6 đối với báo cáo 06 tháng và trước ngày 30/11 đối với báo cáo năm.
2. Phòng Nội vụ
- Tổng hợp, báo cáo Sở Nội vụ trước ngày 10/6 đối với báo cáo 06 tháng.
3. Phòng Tài chính - Kế hoạch
- Tham mưu bố trí kinh phí./.
"""

WARD = """\
ỦY BAN NHÂN DÂN
PHƯỜNG TÂN AN
Số: 08/KH-UBND
Tân An, ngày 20 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính phường Tân An năm 2025

Căn cứ Kế hoạch số 45/KH-UBND ngày 10/02/2025 của Ủy ban nhân dân thành phố An Khê về tuyên truyền;
UBND phường Tân An ban hành Kế hoạch như sau:
I. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Báo cáo UBND thành phố trước ngày 01/6 đối với báo cáo 06 tháng và trước ngày 05/12 đối với báo cáo năm./.
Nơi nhận:
- UBND thành phố (b/c);
- Lưu: VT.
"""


# --- registered --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_registered_parent_is_valid_and_named_as_its_file(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert parent_from_data(data, path.name).id == path.stem


@pytest.mark.parametrize("name", ["448-KH", "82-KH"])
def test_every_obligation_of_a_registered_parent_has_its_source(name: str) -> None:
    for duty in load_parent(name).obligations:
        assert duty.source is not None
        assert duty.source.document == "82/KH-UBND"
        assert duty.source.at and duty.source.line and duty.source.quote


def test_the_parent_without_a_text_at_hand_says_so() -> None:
    assert "Chưa có toàn văn" in (load_parent("448-KH").note or "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("448-KH", "448-KH"),
        ("448-kh", "448-KH"),
        ("448/KH-UBND", "448-KH"),
        ("448/kh-ubnd", "448-KH"),
        (" 448 / KH - UBND ", "448-KH"),
        ("82-KH", "82-KH"),
        ("82/KH-UBND", "82-KH"),
    ],
)
def test_a_registered_parent_is_found_by_id_or_number(name: str, expected: str) -> None:
    assert load_parent(name).id == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("84-KH", "Có phải là: 82-KH", id="a near id"),
        pytest.param("448/KH-UBN", "Có phải là: 448/KH-UBND", id="a near number"),
        pytest.param("ke-hoach-tinh.txt", "không có tệp nào tên như vậy. Xem danh mục", id="no near one"),
    ],
)  # fmt: skip
def test_an_unknown_parent_is_told_with_near_names(name: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        load_parent(name)
    assert f"“{name}”" in str(caught.value)
    assert expected in str(caught.value)


def test_an_ambiguous_number_lists_its_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    city, province = (
        Parent(0, 0, id=name, number="82/KH-UBND", issuer=issuer)
        for name, issuer in (("82-KH", "UBND thành phố"), ("82-KH-QNg", "UBND tỉnh Quảng Ngãi"))
    )
    monkeypatch.setattr(parents, "registry", lambda: {p.id: p for p in (city, province)})
    assert load_parent("82-KH") is city
    with pytest.raises(InputError) as caught:
        load_parent("82/KH-UBND")
    assert "Có 2 kế hoạch cấp trên mang số “82/KH-UBND”" in str(caught.value)
    assert "82-KH (" in str(caught.value) and "82-KH-QNg (" in str(caught.value)


# --- YAML files --------------------------------------------------------------------------------


def test_a_parent_is_read_from_a_yaml_file(tmp_path: Path) -> None:
    path = tmp_path / "cấp trên.yaml"
    path.write_text(YAML, encoding="utf-8")
    parent = load_parent(path)
    [duty] = parent.obligations
    assert (parent.id, parent.province, str(parent.issued)) == ("45-KH", "Gia Lai", "10/02/2025")
    assert (duty.of, str(duty.window), duty.bound) == ("issue", "tháng 3/2025", "both")
    assert duty.source is not None and duty.source.line == 13


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("number: 45/KH-UBND\n", "", "mục “number”: thiếu mục này", id="missing"),
        pytest.param("kind: issue", "kind: isue", "mục “obligations.0.kind”: không có loại 'isue', có phải là 'issue'?", id="kind"),
        pytest.param("province:", "provinz:", "mục “provinz”: không có mục nào tên như vậy", id="unknown key"),
        pytest.param("2025-02-10", "hôm qua", "mục “date”: 'hôm qua' không phải một ngày", id="date"),
        pytest.param("line: 13", "line: dòng", "mục “obligations.0.source.line”: cần một số nguyên", id="number"),
        pytest.param("    window:", '    month_day: "5/6"\n    window:', "mục “obligations.0.month_day”: '5/6' không đúng dạng", id="day of the year"),
        pytest.param("id: 45-KH", "id: [45-KH", "không phải YAML hợp lệ, sai ở dòng 2, cột 7", id="yaml"),
        pytest.param("id: 45-KH", "id: 45", "mục “id”: cần chữ", id="number for a text"),
    ],
)  # fmt: skip
def test_a_faulty_yaml_file_is_told_with_the_faulty_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    path = tmp_path / "parent.yaml"
    path.write_text(YAML.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_parent(path)
    assert str(path) in str(caught.value)
    assert expected in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a\n", "xin chào\n"])
def test_a_yaml_file_that_holds_no_parent_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "parent.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="sai ở mục “tệp”"):
        load_parent(path)


def test_a_yaml_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "parent.yaml"
    path.write_bytes("issuer: Ủy ban".encode("utf-16")[:-1])
    with pytest.raises(InputError):
        load_parent(path)


# --- plan files --------------------------------------------------------------------------------


@pytest.fixture
def city(tmp_path: Path) -> Parent:
    path = tmp_path / "thành phố.txt"
    path.write_text(CITY, encoding="utf-8")
    return load_parent(path)


def test_a_plan_file_is_a_parent_by_its_own_words(city: Parent) -> None:
    assert (city.number, city.issuer) == ("45/KH-UBND", "ỦY BAN NHÂN DÂN THÀNH PHỐ AN KHÊ")
    assert (city.province, city.year, str(city.issued)) == ("Gia Lai", 2025, "10/02/2025")
    assert "chưa có người soát" in (city.note or "")


def test_what_a_plan_file_asks_is_derived_with_its_place(city: Parent) -> None:
    found = [
        (d.of, d.bound, d.period, d.month_day, d.source.at if d.source else None, d.source.line if d.source else None)
        for d in city.obligations
    ]  # fmt: skip
    assert found == [
        ("duty", "commune", None, None, "I.1", 9),
        ("issue", "commune", None, None, "I.1", 10),
        ("send", "commune", None, None, "I.1", 10),
        ("report", "commune", "half-year", "06-05", "I.1", 11),
        ("report", "commune", "year", "11-30", "I.1", 11),
        ("duty", "department", None, None, "I.2", 12),
        ("report", "department", "half-year", "06-10", "I.2", 13),
        ("budget", "department", None, None, "I.3", 15),
    ]


def test_who_and_when_are_derived_too(city: Parent) -> None:
    issue, send = city.obligations[1:3]
    assert str(issue.window) == "quý I năm 2025"
    assert (send.addressee, send.through) == ("Ủy ban nhân dân thành phố", "Phòng Nội vụ")


def parent_results(text: str, parent: Parent) -> list[Result]:
    return [r for r in check(parse(text), parent).results if r.pack == "parent"]


def test_a_plan_is_checked_against_a_plan_file(city: Parent) -> None:
    results = parent_results(WARD, city)
    assert [(r.rule, r.outcome, r.expected) for r in results] == [
        ("parent-binds", "pass", "trực thuộc ỦY BAN NHÂN DÂN THÀNH PHỐ AN KHÊ"),
        ("parent-cited", "pass", "45/KH-UBND ngày 10/02/2025 của ỦY BAN NHÂN DÂN THÀNH PHỐ AN KHÊ"),
        ("parent-year", "pass", "năm 2025"),
        ("issued-after-parent", "pass", "từ 10/02/2025 trở đi"),
        ("issued-in-window", "pass", "trong quý I năm 2025"),
        ("sent-to", "pass", "Ủy ban nhân dân thành phố (qua Phòng Nội vụ)"),
        ("report-deadlines-kept", "pass", "trước ngày 05/6 (báo cáo 06 tháng)"),
        ("report-deadlines-kept", "fail", "trước ngày 30/11 (báo cáo năm)"),
        ("parent-contents-covered", "not_applicable", None),
        ("parent-forms-covered", "not_applicable", None),
        ("parent-targets-met", "not_applicable", None),
        ("budget-adviser-required", "not_applicable", None),
        ("parent-duties-mirrored", "not_applicable", None),
    ]
    [late] = (r for r in results if r.outcome == "fail")
    assert late.basis is not None
    assert (late.basis.document, late.basis.line) == ("45/KH-UBND", 11)


def test_what_is_asked_of_the_issuers_own_departments_binds_no_ward(city: Parent) -> None:
    asked = [
        r.basis.at for r in parent_results(WARD, city) if r.basis and r.outcome != "not_applicable"
    ]
    assert "I.2" not in asked and "I.3" not in asked


def test_a_plan_against_itself_is_told(city: Parent) -> None:
    report = check(parse(CITY), city)
    binds = next(r for r in report.results if r.rule == "parent-binds")
    assert binds.outcome == "not_applicable"
    assert "Văn bản được kiểm tra chính là 45/KH-UBND." in report.notes


def test_a_fixture_can_be_a_parent(fixtures: Path) -> None:
    parent = load_parent(fixtures / "phuong-hoa-lam-2025.txt")
    assert (parent.number, parent.issued) == ("18/KH-UBND", Interval.day(2025, 3, 20))
    assert {duty.bound for duty in parent.obligations} == {"department", "other"}


def test_a_plan_without_a_number_is_known_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "dự thảo.txt"
    path.write_text(CITY.replace("Số: 45/KH-UBND\n", ""), encoding="utf-8")
    assert load_parent(path).number == str(path)


def test_an_unreadable_plan_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(InputError, match=r"scan\.pdf"):
        load_parent(path)


def test_what_sets_no_day_and_sends_no_plan_is_not_held_against_a_plan(tmp_path: Path) -> None:
    """A plan to issue without a window, a report that goes to a second body."""
    path = tmp_path / "thành phố.txt"
    text = CITY.replace(
        " trong quý I năm 2025 và gửi về Ủy ban nhân dân thành phố (qua Phòng Nội vụ)", ""
    )
    text = text.replace("- Báo cáo kết quả", "- Báo cáo UBND thành phố, gửi Sở Nội vụ kết quả")
    path.write_text(text, encoding="utf-8")
    parent = load_parent(path)
    assert {"issue", "send"} <= {duty.of for duty in parent.obligations}
    found = {r.rule: r.outcome for r in parent_results(WARD, parent)}
    assert (found["issued-in-window"], found["sent-to"]) == ("not_applicable", "not_applicable")
