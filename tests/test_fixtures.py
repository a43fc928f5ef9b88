"""The sample plans: each is reported to be exactly what it was written to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine import check, load_parent
from cchc_check.engine.parent_faults import validate_parent
from cchc_check.engine.report import Report, Result
from cchc_check.grammar import Source, parse

FIXTURES = Path(__file__).parent.parent / "fixtures"


def report_of(name: str, parent: str | None = "82-KH") -> Report:
    text = (FIXTURES / f"{name}.txt").read_bytes().decode("utf-8")
    return check(parse(Source(text, name)), load_parent(parent) if parent else None)


def faults(report: Report, outcome: str = "fail") -> list[tuple[str, int | None]]:
    """Rule and line of what is not met (or cannot be told)."""
    return sorted(
        (r.rule, r.location.line if r.location else None)
        for r in report.results
        if r.outcome == outcome
    )


def one(report: Report, rule: str) -> Result:
    [result] = (r for r in report.results if r.rule == rule)
    return result


# Decided by meaning: what is not found in known words may be said otherwise, and is unknown.
BY_MEANING = {
    "parent-contents-covered", "parent-forms-covered", "parent-targets-met",
    "parent-duties-mirrored",
}  # fmt: skip

# --- a ward that meets everything ---------------------------------------------------------------


@pytest.mark.parametrize("parent", ["82-KH", None])
def test_the_good_plan_has_no_fault_and_no_doubt(parent: str | None) -> None:
    report = report_of("phuong-hoa-lam-2025", parent)
    assert faults(report) == faults(report, "unknown") == []


def test_the_good_plan_meets_every_rule() -> None:
    results = report_of("phuong-hoa-lam-2025").results
    assert {r.outcome for r in results if r.pack != "layout"} == {"pass"}
    assert {r.outcome for r in results if r.pack == "layout"} == {"not_applicable"}


def test_the_good_plan_shows_where_it_meets_what_the_parent_asks() -> None:
    places = {
        (r.rule, r.location.line if r.location else None)
        for r in report_of("phuong-hoa-lam-2025").results
        if r.pack == "parent"
    }
    assert places == {
        ("parent-binds", 15),
        ("parent-cited", 15),
        ("parent-year", 12),
        ("issued-after-parent", 9),
        ("issued-in-window", 9),
        ("sent-to", 91),
        ("report-deadlines-kept", 76),
        *(("parent-contents-covered", line) for line in (32, 33, 36, 37, 39, 42, 45, 47, 50, 52)),
        *(("parent-forms-covered", line) for line in (57, 60, 62, 63, 64)),
        ("parent-targets-met", 24),
        ("budget-adviser-required", 83),
        *(("parent-duties-mirrored", line) for line in (33, 54, 72, 73)),
    }


def test_the_good_plan_does_not_cite_the_plan_above_its_parent() -> None:
    report = report_of("phuong-hoa-lam-2025", "448-KH")
    assert faults(report) == [("parent-cited", 14)]


# --- a commune with many faults -----------------------------------------------------------------

PLANTED = [
    ("archive-line", 69),
    ("budget-adviser-named", 50),
    ("citation-complete", 14),
    ("citation-form", 15),
    ("citation-not-in-future", 16),
    ("date-form", 9),
    ("date-form", 9),
    ("end-mark", 62),
    ("head-responsible", 50),
    ("issued-in-window", 9),
    ("number-form", 7),
    ("outline-sequence", 33),
    ("outline-sequence", 44),
    ("outline-sequence", 55),
    ("report-deadline-stated", 50),
    ("report-deadlines-kept", 50),
    ("report-deadlines-kept", 50),
    ("sent-to", 64),
    ("signature-authority", 71),
    ("signature-authority", 71),
    ("year-consistent", 51),
]


def test_the_faulty_plan_has_exactly_the_faults_that_were_planted() -> None:
    report = report_of("xa-dong-khe-nhieu-loi")
    assert faults(report) == PLANTED


def test_what_the_faulty_plan_may_say_otherwise_is_left_to_a_reader() -> None:
    """Notions that it does not name in known words, and targets of the whole city."""
    assert faults(report_of("xa-dong-khe-nhieu-loi"), "unknown") == [
        ("parent-contents-covered", 29),
        ("parent-contents-covered", 29),
        ("parent-duties-mirrored", 31),
        ("parent-duties-mirrored", 50),
        ("parent-forms-covered", 29),
        ("parent-forms-covered", 48),
        ("parent-targets-met", None),
        ("parent-targets-met", None),
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("issued-in-window", "05/4/2025, ngoài thời hạn quý I năm 2025"),
        ("citation-complete", "“76/NQ-CP” lần đầu thiếu ngày ban hành"),
        ("citation-form", "“08/NQ-TU”"),
        ("citation-not-in-future", "“61/QĐ-UBND” ghi ngày 20/5/2025"),
        ("year-consistent", "ngân sách năm 2024"),
        ("number-form", "Số 5 nhỏ hơn 10"),
        ("end-mark", "“./.”"),
    ],
)
def test_a_planted_fault_is_named(rule: str, words: str) -> None:
    assert words in one(report_of("xa-dong-khe-nhieu-loi"), rule).message


# --- a ward's plan as a web page has left it ----------------------------------------------------


def test_what_the_web_page_has_lost_cannot_be_told() -> None:
    report = report_of("phuong-tan-vien-trang-web")
    unknown = [rule for rule, _ in faults(report, "unknown") if rule not in BY_MEANING]
    assert unknown == [
        "citation-not-in-future",
        "date-present",
        "deadline-after-issue",
        "issued-in-window",
        "issuer-named",
        "national-header",
        "number-present",
        "outdated-term",
        "recipients-present",
        "sent-to",
        "signature-authority",
    ]


def test_the_web_page_gives_no_false_fault() -> None:
    report = report_of("phuong-tan-vien-trang-web")
    assert faults(report) == [("outline-sequence", 77)]
    assert "đ) thành d)" in one(report, "outline-sequence").message


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        pytest.param("budget-section", 163, id="budget"),
        pytest.param("budget-adviser-named", 193, id="budget adviser"),
        pytest.param("report-deadline-stated", 183, id="report deadline over a line break"),
        pytest.param("parent-cited", 21, id="ground over a line break"),
        pytest.param("end-mark", 213, id="end mark before the page's own words"),
        pytest.param("year-consistent", 165, id="year over a line break"),
    ],
)
def test_what_the_web_page_has_kept_is_found(rule: str, line: int) -> None:
    result = one(report_of("phuong-tan-vien-trang-web"), rule)
    assert (result.outcome, result.location and result.location.line) == ("pass", line)


# --- a commune after the reorganisation ---------------------------------------------------------


def test_the_plan_of_2026_is_well_formed() -> None:
    report = report_of("xa-thanh-sa-2026", None)
    assert faults(report) == faults(report, "unknown") == []


def test_the_plan_of_2026_is_not_of_the_season_of_the_parent() -> None:
    report = report_of("xa-thanh-sa-2026")
    assert faults(report) == [
        ("issued-in-window", 9),
        ("parent-cited", 14),
        ("parent-forms-covered", 31),
        ("parent-year", 12),
        ("sent-to", 73),
    ]
    unknown = [fault for fault in faults(report, "unknown") if fault[0] not in BY_MEANING]
    assert unknown == [("parent-binds", None)]
    assert any("Cấp huyện kết thúc hoạt động từ 01/7/2025" in note for note in report.notes)


# --- a ward below a city below a province --------------------------------------------------------


@pytest.mark.parametrize("path", sorted((FIXTURES / "vi-du-cap-tren" / "danh-muc").glob("*.yaml")))
def test_a_kept_parent_has_no_fault(path: Path) -> None:
    validate_parent(path)


def test_the_day_that_the_province_sets_earlier_is_missed() -> None:
    folder = FIXTURES / "vi-du-cap-tren"
    text = (folder / "ke-hoach-phuong.txt").read_text(encoding="utf-8")
    report = check(parse(text), load_parent("45-KH", folder / "danh-muc"))
    [late] = [r for r in report.results if r.pack == "parent" and r.outcome == "fail"]
    assert (late.rule, late.basis and late.basis.document) == ("report-deadlines-kept", "9/KH-UBND")
    [contradiction] = [note for note in report.notes if note.startswith("Mâu thuẫn")]
    assert "45/KH-UBND (I.1, dòng 12)" in contradiction
    assert "9/KH-UBND (II.1, dòng 13)" in contradiction
