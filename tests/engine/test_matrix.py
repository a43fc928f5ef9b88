"""The alignment view: every obligation of the parent with outcome, words, weight and score."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cchc_check.engine import check, load_parent
from cchc_check.engine.alignment import NO_RULE, align
from cchc_check.engine.parents import Parent, parent_from_data
from cchc_check.engine.report import AlignmentRow, Report, Waived
from cchc_check.engine.schemas import FOLDER
from cchc_check.engine.writers.console import console
from cchc_check.engine.writers.matrix import (
    score_text,
    source_text,
    table_title,
    total_lines,
    words_lines,
    write_matrix,
)
from cchc_check.grammar import Source, parse

Cli = Callable[..., tuple[int, str, str]]

HEAD = """\
ỦY BAN NHÂN DÂN
PHƯỜNG HOA LÂM
Số: 18/KH-UBND
Hoa Lâm, ngày 20 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính phường Hoa Lâm năm 2025

Căn cứ Kế hoạch số 45/KH-UBND ngày 10/02/2025 của Ủy ban nhân dân thành phố An Khê về tuyên truyền;
"""
BODY = """\
I. NỘI DUNG
1. Kiểm soát thủ tục hành chính.
II. HÌNH THỨC
1. Phát trên loa truyền thanh của khu phố.
III. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Báo cáo UBND thành phố trước ngày 10/6 đối với báo cáo 06 tháng./.
"""


def obligation(kind: str, text: str, **values: object) -> dict[str, object]:
    return {"kind": kind, "text": text, "source": {"document": "45/KH-UBND", "line": 9}, **values}


CONTENT = obligation("content", "Thủ tục hành chính", covers=["procedures"])
BOTH_FORMS = obligation("form", "Loa và mạng xã hội", covers=["radio", "social_media"])
CONTESTS = obligation("form", "Hội thi", covers=["contests"])
NOTION = obligation("duty", "Bố trí người đủ năng lực", covers=["capable_staff"])
REPORT = obligation("report", "Báo cáo 06 tháng", period="half-year", month_day="06-05",
                    strict=True, weight=2)  # fmt: skip
SCORING = obligation("scoring", "Chấm điểm")
OF_OFFICE = obligation("content", "Thủ tục hành chính", covers=["procedures"], bound="department",
                       unit="Phòng Nội vụ")  # fmt: skip
OF_FRONT = obligation("duty", "Vận động", bound="other")


def parent_of(*obligations: dict[str, object], **values: object) -> Parent:
    data = {
        "id": "45-KH", "number": "45/KH-UBND", "date": "2025-02-10",
        "issuer": "Ủy ban nhân dân thành phố An Khê", "obligations": list(obligations), **values,
    }  # fmt: skip
    return parent_from_data(data, "45-KH.yaml")


def aligned(*obligations: dict[str, object], plan: str = HEAD + BODY, **values: object) -> Report:
    parent = parent_of(*obligations, **values)
    tree = parse(plan)
    return align(tree, parent, check(tree, parent))


def only_row(one: dict[str, object], plan: str = HEAD + BODY) -> AlignmentRow:
    [row] = aligned(one, plan=plan).alignment or []
    return row


# --- rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "outcome", "score", "words"),
    [
        pytest.param(CONTENT, "pass", "1/1", ["dòng 10 «Kiểm soát thủ tục hành chính»."], id="met"),
        pytest.param(
            BOTH_FORMS, "partial", "0,5/1",
            ["dòng 12 «loa truyền thanh» của khu phố.", "chưa thấy: mạng xã hội"], id="in part",
        ),
        pytest.param(CONTESTS, "fail", "0/1", ["không thấy nêu"], id="not there"),
        pytest.param(
            REPORT, "fail", "0/2",
            ["dòng 15 «trước ngày 10/6» đối với báo cáo 06 tháng./.",
             "cần: trước ngày 05/6 (báo cáo 06 tháng)"], id="too late",
        ),
        pytest.param(
            NOTION, "unknown", "?/1", ["không thấy nêu, có thể ghi bằng lời khác"], id="unclear"
        ),
        pytest.param(SCORING, "unknown", "?/1", [NO_RULE], id="no rule looks at it"),
        pytest.param(
            OF_OFFICE, "not_applicable", "–", ["việc của Phòng Nội vụ"], id="of an office"
        ),
        pytest.param(
            OF_FRONT, "not_applicable", "–", ["việc của cơ quan khác"], id="of the Front"
        ),
    ],
)  # fmt: skip
def test_a_row_says_what_becomes_of_an_obligation(
    one: dict[str, object], outcome: str, score: str, words: list[str]
) -> None:
    row = only_row(one)
    assert row.outcome == outcome
    assert score_text(row) == score
    assert list(words_lines(row)) == words


def test_every_obligation_has_its_row_in_the_parent_s_order() -> None:
    rows = aligned(SCORING, CONTENT, OF_FRONT, REPORT).alignment or []
    assert [(row.obligation, row.kind) for row in rows] == [
        ("45-KH.1", "scoring"), ("45-KH.2", "content"), ("45-KH.3", "duty"), ("45-KH.4", "report"),
    ]  # fmt: skip


def test_the_obligations_of_a_chain_follow_each_other_with_their_documents() -> None:
    near, far = parent_of(CONTENT), parent_of(CONTESTS, id="9-KH", number="9/KH-UBND")
    for one in far.obligations:
        assert one.source is not None
        one.source.document = "9/KH-UBND"
    tree = parse(HEAD + BODY)
    report = align(tree, [near, far], check(tree, near))
    rows = report.alignment or []
    assert [row.obligation for row in rows] == ["45-KH.1", "9-KH.1"]
    assert [source_text(row.source, report) for row in rows] == ["dòng 9", "9/KH-UBND, dòng 9"]
    assert table_title(report) == "Từng yêu cầu của các kế hoạch cấp trên (2)"


def test_what_binds_the_very_unit_that_wrote_the_plan_is_not_left_to_others() -> None:
    plan = HEAD.replace("ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM", "UBND THÀNH PHỐ\nPHÒNG NỘI VỤ") + BODY
    own = obligation("scoring", "Chấm điểm", bound="department", unit="Phòng Nội vụ")
    row = only_row(own, plan=plan)
    assert (row.outcome, row.note) == ("unknown", NO_RULE)


def test_what_a_plan_says_although_it_need_not_is_shown_without_a_score() -> None:
    budget = obligation("budget", "Kinh phí", bound="department", unit="Phòng Tài chính")
    row = only_row(budget, plan=HEAD + BODY + "2. Kế toán\n- Tham mưu bố trí kinh phí./.\n")
    assert (row.outcome, row.score) == ("not_applicable", None)
    assert list(words_lines(row))[-1] == "việc của Phòng Tài chính; kế hoạch vẫn có nêu"


def test_the_worst_of_several_rules_counts() -> None:
    parent, tree = parent_of(CONTENT), parse(HEAD + BODY)
    report = check(tree, parent)
    [good] = (r for r in report.results if r.obligation)
    report.results.append(replace(good, rule="own", outcome="fail", evidence=[]))
    [row] = align(tree, parent, report).alignment or []
    assert (row.outcome, row.rule, row.score) == ("fail", "own", 0)


def test_a_waived_obligation_is_still_not_met_and_says_who_answers() -> None:
    parent, tree = parent_of(CONTESTS), parse(HEAD + BODY)
    report = check(tree, parent)
    for result in report.results:
        result.waived = Waived("phường nhỏ", "Lê Hoài Đức") if result.obligation else None
    [row] = align(tree, parent, report).alignment or []
    assert (row.outcome, row.score) == ("fail", 0)
    assert list(words_lines(row))[-1] == "được bỏ qua: phường nhỏ (Lê Hoài Đức)"


# --- totals -------------------------------------------------------------------------------------


def test_the_total_weighs_what_is_decided_and_keeps_the_unknown_apart() -> None:
    report = aligned(CONTENT, BOTH_FORMS, REPORT, NOTION, OF_FRONT)
    counts, score, apart = list(total_lines(report))[:3]
    assert counts == "5 yêu cầu: 1 đạt, 1 chưa đạt, 1 một phần, 1 chưa rõ, 1 không áp dụng."
    assert score.startswith("Điểm: 1,5/4 (38%), tính theo trọng số trên 3 yêu cầu")
    assert "1 yêu cầu chưa rõ (trọng số 1)" in apart
    assert "nếu đều chưa đạt thì 1,5/5 (30%), nếu đều đạt thì 2,5/5 (50%)" in apart


def test_without_a_decided_obligation_there_is_no_score() -> None:
    lines = list(total_lines(aligned(SCORING)))
    assert lines[1] == "Chưa có yêu cầu nào kết luận được nên chưa có điểm."


def test_under_a_parent_that_does_not_bind_the_table_is_for_information() -> None:
    elsewhere = HEAD.replace("Hoa Lâm năm", "Hoa Lâm, tỉnh Lai Châu năm") + BODY
    report = aligned(CONTENT, plan=elsewhere, province="Gia Lai")
    assert report.alignment_total and report.alignment_total.binds is False
    assert any(line.startswith("Chỉ để tham khảo: 45/KH-UBND") for line in total_lines(report))


def test_what_fails_outside_the_table_is_counted_below_it() -> None:
    lines = list(total_lines(aligned(CONTENT)))
    assert "điểm chưa đạt không thuộc yêu cầu nào của kế hoạch cấp trên" in lines[-1]


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_page_keeps_to_its_width_and_loses_no_word(width: int, fixtures: Path) -> None:
    import io

    text = (fixtures / "xa-dong-khe-nhieu-loi.txt").read_text(encoding="utf-8")
    parent, tree = load_parent("82-KH"), parse(Source(text, "xa.txt"))
    stream = io.StringIO()
    out = console(stream)
    out.width = width
    write_matrix(align(tree, parent, check(tree, parent)), out)
    page = stream.getvalue()
    assert max(map(len, page.splitlines())) <= width
    held = "".join(page.split())
    for one in parent.obligations:
        assert all(word in held for word in one.text.split())


def test_the_same_rows_stand_in_markdown_and_json(cli: Cli, fixtures: Path) -> None:
    plan = fixtures / "xa-dong-khe-nhieu-loi.txt"
    _, page, _ = cli(plan, "--parent", "82-KH", "--view", "matrix", "-f", "markdown")
    _, text, _ = cli(plan, "--parent", "82-KH", "--view", "matrix", "-f", "json")
    data = json.loads(text)
    rows = [line for line in page.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert len(rows) == len(data["alignment"]) == 29
    assert "## Từng yêu cầu của 82/KH-UBND (29)" in page
    assert "| một phần | dòng 48 «cuộc họp»" in rows[15]
    assert data["alignment"][15]["outcome"] == "partial"
    assert data["alignment"][15]["evidence"][1]["line"] == 48


def test_the_json_with_its_rows_is_valid_by_the_published_schema(cli: Cli, fixtures: Path) -> None:
    schema = json.loads((FOLDER / "report.schema.json").read_text(encoding="utf-8"))
    plan = fixtures / "phuong-hoa-lam-2025.txt"
    for more in ([], ["--view", "matrix"]):
        _, text, _ = cli(plan, "--parent", "82-KH", "-f", "json", *more)
        data = json.loads(text)
        assert [e.message for e in Draft202012Validator(schema).iter_errors(data)] == []
        assert (data["alignment"] is None) is (more == [])


def test_a_matrix_without_a_parent_is_refused_in_one_sentence(cli: Cli, fixtures: Path) -> None:
    code, out, err = cli(fixtures / "phuong-hoa-lam-2025.txt", "--view", "matrix")
    assert (code, out) == (2, "")
    assert err == "--view matrix cần kế hoạch cấp trên để đối chiếu; hãy thêm --parent.\n"


# --- a part is told from nothing -------------------------------------------------------------------


def test_a_result_says_in_json_that_it_is_met_in_part(cli: Cli, fixtures: Path) -> None:
    plan = fixtures / "xa-dong-khe-nhieu-loi.txt"
    _, text, _ = cli(plan, "-p", "82-KH", "-f", "json", "--select", "parent-forms-covered")
    unknown = [r for r in json.loads(text)["results"] if r["outcome"] == "unknown"]
    assert [r["partial"] for r in unknown] == [True, False]
    assert [(e["status"], e["line"], e["excerpt"]) for e in unknown[0]["evidence"]] == [
        ("missing", None, None),
        ("covered", 48, "cuộc họp"),
    ]


def test_a_part_is_named_as_such_in_the_report(cli: Cli, fixtures: Path) -> None:
    plan = fixtures / "xa-dong-khe-nhieu-loi.txt"
    _, page, _ = cli(plan, "-p", "82-KH", "--select", "parent-forms-covered")
    assert "Một phần: Mới thấy một phần hình thức" in page
    assert "Đã thấy  hội nghị, tập huấn, sinh hoạt (dòng 48: «cuộc họp»)" in page


@pytest.mark.parametrize(
    ("body", "partial"),
    [
        pytest.param("I. NỘI DUNG\n1. Kiểm soát TTHC.\n", True, id="one of two"),
        pytest.param("I. MỤC ĐÍCH\n- TTHC, tài chính công.\nII. NỘI DUNG\n- Cây xanh.\n", False, id="in the purpose only"),
        pytest.param("I. NỘI DUNG\n- Cây xanh.\n", False, id="nothing"),
    ],
)  # fmt: skip
def test_only_what_is_met_where_it_counts_makes_a_part(body: str, partial: bool) -> None:
    both = obligation("content", "TTHC, tài chính", covers=["procedures", "public_finance"])
    row = only_row(both, plan=HEAD + body)
    assert (row.outcome == "partial") is partial
