"""Waivers: which results are let stand, which waivers are told, what is told of a wrong file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cchc_check.engine import check
from cchc_check.engine.errors import InputError
from cchc_check.engine.packs import all_rules, built_in_packs
from cchc_check.engine.parents import load_parent
from cchc_check.engine.report import Report
from cchc_check.engine.schemas import FOLDER
from cchc_check.engine.waivers import WaiverFile, load_waivers
from cchc_check.grammar import Source, parse

Cli = Callable[..., tuple[int, str, str]]

KNOWN = [rule.id for _, rule in all_rules(built_in_packs())]
TODAY = date(2025, 6, 30)
PLAN = """\
ỦY BAN NHÂN DÂN
PHƯỜNG HOA LÂM
Số: 6/KH-UBND
Hoa Lâm, ngày 7 tháng 03 năm 2025
KẾ HOẠCH
Dọn vệ sinh kênh nội đồng năm 2025

I. MỤC ĐÍCH, YÊU CẦU
- Kênh thông, ruộng đủ nước.
II. NỘI DUNG
1. Vớt bèo trên kênh chính.
3. Phát cỏ hai bờ kênh.
4. Đổ rác đúng nơi; 4. Trồng cây.
5. Trồng cây.
7. Kiểm tra.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a plan in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def report_of(path: str = "ke-hoach.txt", text: str = PLAN, parent: str | None = None) -> Report:
    return check(parse(Source(text, path)), load_parent(parent) if parent else None)


def waivers_of(folder: Path, text: str) -> WaiverFile:
    path = folder / "cchc-waivers.yaml"
    path.write_text(text, encoding="utf-8")
    waivers = load_waivers(Path(path.name))
    waivers._today = TODAY
    return waivers


def applied(folder: Path, entry: str, report: Report | None = None) -> Report:
    """A report after a run with one waiver, of `entry` and a signature."""
    report = report or report_of()
    waivers = waivers_of(folder, f"- {{{entry}, reason: Bản nháp., by: Lê Hoài Đức}}\n")
    waivers.apply(report, KNOWN)
    waivers.close()
    return report


def waived(report: Report) -> list[tuple[str, int | None]]:
    """Rule and line of what is waived."""
    return [
        (r.rule, r.location.line if r.location else None)
        for r in report.results
        if r.waived is not None
    ]


# --- what is waived ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("rule: number-form", [("number-form", 3)], id="a rule"),
        pytest.param("rule: outline-sequence", [("outline-sequence", 12), ("outline-sequence", 15)], id="all places of a rule"),
        pytest.param("rule: outline-sequence, line: 15", [("outline-sequence", 15)], id="a line"),
        pytest.param("rule: outline-sequence, line: 14", [], id="another line"),
        pytest.param("rule: outline-sequence, words: Phát cỏ", [("outline-sequence", 12)], id="words"),
        pytest.param("rule: outline-sequence, words: '«3. Phát  cỏ hai bờ kênh.»'", [("outline-sequence", 12)], id="words as a report shows them"),
        pytest.param("rule: outline-sequence, words: 'Phát … kênh'", [("outline-sequence", 12)], id="words with a gap, as a report shows them"),
        pytest.param("rule: date-form, words: 'ngày 7 tháng 03'", [("date-form", 4), ("date-form", 4)], id="both findings of a place"),
        pytest.param("rule: outline-sequence, words: Trồng hoa", [], id="other words"),
        pytest.param("rule: outline-sequence, line: 15, words: Phát cỏ", [], id="words on another line"),
        pytest.param("rule: outline-sequence, words: kênh chính", [], id="words that stand elsewhere"),
        pytest.param("rule: outline-sequence, words: hát cỏ", [], id="a part of a word"),
        pytest.param("rule: outline-sequence, words: ở chỗ đúng ra là “6.”", [("outline-sequence", 15)], id="words of the message"),
        pytest.param("rule: outline-sequence, words: tra.", [("outline-sequence", 15)], id="words that end in a mark"),
        pytest.param("rule: outline-sequence, words: '.'", [("outline-sequence", 12), ("outline-sequence", 15)], id="a mark alone"),
        pytest.param("rule: outline-sequence, words: '«»'", [], id="no words at all"),
        pytest.param("rule: date-form, words: Ngày 7 nhỏ hơn 10", [("date-form", 4)], id="words of one of two messages at a place"),
        pytest.param("rule: budget-section, words: nguồn kinh phí", [("budget-section", None)], id="words of a message that has no place"),
        pytest.param("rule: number-form, plan: 06/KH-UBND", [("number-form", 3)], id="the plan's number, with a zero"),
        pytest.param("rule: number-form, plan: ke-hoach.txt", [("number-form", 3)], id="the plan's file"),
        pytest.param("rule: number-form, plan: ./ke-hoach.txt", [("number-form", 3)], id="the plan's path"),
        pytest.param("rule: number-form, plan: khac/ke-hoach.txt", [], id="the same name in another folder"),
        pytest.param("rule: number-form, plan: 7/KH-UBND", [], id="another plan"),
        pytest.param("rule: number-form, until: 2025-06-30", [("number-form", 3)], id="on the last day"),
        pytest.param("rule: number-form, until: 2025-06-29", [], id="a day later"),
        pytest.param("rule: title-present", [], id="what is met"),
    ],
)  # fmt: skip
def test_a_waiver_lets_stand_what_it_names(
    folder: Path, entry: str, expected: list[tuple[str, int | None]]
) -> None:
    assert waived(applied(folder, entry)) == expected


def test_a_path_is_told_from_the_folder_of_the_waivers(folder: Path) -> None:
    (folder / "plans").mkdir()
    report = report_of("plans/ke-hoach.txt")
    assert waived(applied(folder, "rule: number-form, plan: 'plans\\ke-hoach.txt'", report))


def test_letters_of_two_parts_are_the_same_words(folder: Path) -> None:
    import unicodedata

    words = unicodedata.normalize("NFD", "Phát cỏ")
    assert waived(applied(folder, f"rule: outline-sequence, words: {words}"))


def test_a_waived_result_says_why_who_and_until_when(folder: Path) -> None:
    report = applied(folder, "rule: number-form, until: 2025-12-31")
    [result] = (r for r in report.results if r.waived)
    assert result.waived is not None
    assert (result.waived.reason, result.waived.by, result.waived.until) == (
        "Bản nháp.", "Lê Hoài Đức", "2025-12-31",
    )  # fmt: skip


def test_a_waived_result_counts_as_waived_alone(folder: Path) -> None:
    before = report_of().summary
    after = applied(folder, "rule: number-form").summary
    assert (after.waived, after.fail, after.warning) == (1, before.fail - 1, before.warning - 1)


def test_a_waived_error_is_no_failure(folder: Path) -> None:
    header = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    text = header + PLAN.replace("Số: 6/KH-UBND", "Số:    /KH-UBND")
    assert report_of(text=text).fails_at("error")
    assert not applied(folder, "rule: number-present", report_of(text=text)).fails_at("error")


# --- what is told of waivers -------------------------------------------------------------------

FILE = "cchc-waivers.yaml, dòng 1"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param("rule: number-form", [], id="used"),
        pytest.param("rule: title-present",
                     [f"{FILE} (quy tắc title-present): không có điểm chưa đạt nào khớp; nên xóa, hoặc sửa lại nếu điểm ấy vẫn còn."],
                     id="unused"),
        pytest.param("rule: outline-sequence, line: 2, words: x",
                     [f"{FILE} (quy tắc outline-sequence): không có điểm chưa đạt nào khớp; nên xóa, hoặc sửa lại chữ và số dòng đã ghi nếu điểm ấy vẫn còn."],
                     id="unused, with a place"),
        pytest.param("rule: number-form, until: 2025-06-29",
                     [f"{FILE} (quy tắc number-form): đã hết hạn 29/6/2025, điểm ấy lại tính là chưa đạt."],
                     id="expired"),
        pytest.param("rule: title-present, until: 2025-06-29",
                     [f"{FILE} (quy tắc title-present): đã hết hạn 29/6/2025, cũng không còn điểm chưa đạt nào khớp, nên xóa."],
                     id="expired and unused"),
        pytest.param("rule: numbr-form",
                     [f"{FILE} (quy tắc numbr-form): không có quy tắc này, có phải là 'number-form'?"],
                     id="of no rule"),
        pytest.param("rule: qqq", [f"{FILE} (quy tắc qqq): không có quy tắc này; xem: cchc-check rules list."],
                     id="of no rule, and near none"),
        pytest.param("rule: title-present, plan: 7/KH-UBND", [], id="of another plan"),
        pytest.param("rule: issued-in-window", [], id="a rule that rests without a parent"),
    ],
)  # fmt: skip
def test_a_waiver_that_does_nothing_is_told(folder: Path, entry: str, expected: list[str]) -> None:
    assert applied(folder, entry).notes == expected


def test_a_rule_that_rests_although_there_is_a_parent_needs_no_waiver(folder: Path) -> None:
    report = applied(folder, "rule: year-consistent", report_of(parent="82-KH"))
    assert any("(quy tắc year-consistent): không có điểm" in note for note in report.notes)


def test_a_rule_that_was_not_checked_says_nothing_of_its_waiver(folder: Path) -> None:
    report = report_of()
    report.results = [r for r in report.results if r.rule == "end-mark"]
    assert applied(folder, "rule: title-present", report).notes == []


def test_what_cannot_be_told_is_neither_waived_nor_called_unused(folder: Path) -> None:
    report = report_of(
        text="KẾ HOẠCH\nDọn vệ sinh kênh nội đồng năm 2025\n\nI. NỘI DUNG\n- Vớt bèo.\n"
    )
    assert [r.outcome for r in report.results if r.rule == "number-present"] == ["unknown"]
    report = applied(folder, "rule: number-present", report)
    assert (waived(report), report.notes) == ([], [])


def test_a_waiver_for_all_plans_is_unused_where_none_needs_it(folder: Path) -> None:
    text = "- {rule: number-form, reason: x, by: y}\n- {rule: title-present, reason: x, by: y}\n"
    waivers = waivers_of(folder, text)
    good = PLAN.replace("6/KH", "16/KH")
    reports = [report_of("a.txt"), report_of("b.txt", good), report_of("c.txt", good)]
    for report in reports:
        waivers.apply(report, KNOWN)
    waivers.close()
    assert [len(report.notes) for report in reports] == [0, 0, 1]
    assert "title-present" in reports[2].notes[0]


def test_one_live_waiver_is_enough(folder: Path) -> None:
    report = report_of()
    waivers = waivers_of(
        folder,
        "- {rule: number-form, reason: cũ, by: x, until: 2025-01-01}\n"
        "- {rule: number-form, reason: mới, by: x}\n",
    )
    waivers.apply(report, KNOWN)
    assert [r.waived.reason for r in report.results if r.waived] == ["mới"]


# --- a wrong file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rule: x\n", "sai ở dòng 1, cột 1: cần một danh sách.", id="no list"),
        pytest.param("- a\n", "sai ở dòng 1, cột 3: cần các mục con.", id="no entry"),
        pytest.param("- rule: x\n  by: y\n", "sai ở dòng 1, cột 3: thiếu mục 'reason'.", id="missing"),
        pytest.param("# ghi chú\n- rule: x\n  reason: y\n  bye: z\n", "sai ở dòng 2, cột 3: thiếu mục 'by'.", id="line of the entry"),
        pytest.param("- rule: x\n  reason: y\n  by: z\n  wrds: z\n",
                     "sai ở dòng 4, cột 3: không có mục 'wrds', có phải là 'words'?", id="key"),
        pytest.param("- rule: x\n  reason: ' '\n  by: z\n", "sai ở dòng 2, cột 12: mục 'reason': cần chữ, không để trống.", id="blank"),
        pytest.param("- rule: x\n  reason:\n  by: z\n", "sai ở dòng 2, cột 10: mục 'reason': cần chữ", id="left open"),
        pytest.param("- rule: x\n  reason: y\n  by: z\n  until: 31/12/2025\n",
                     "sai ở dòng 4, cột 10: mục 'until': '31/12/2025' không phải một ngày, ghi dạng 2025-03-31.", id="day"),
        pytest.param("- rule: x\n  reason: y\n  by: z\n  line: 0\n", "sai ở dòng 4, cột 9: mục 'line': cần một số từ 1 trở lên.", id="line"),
        pytest.param("- rule: x\n  reason: y\n  by: z\n  line: ba\n", "sai ở dòng 4, cột 9: mục 'line': cần một số nguyên.", id="no number"),
        pytest.param("- rule: x\n  reason: y\n  by: z\n  words: 10\n", "sai ở dòng 4, cột 10: mục 'words': cần chữ (để trong ngoặc kép nếu là số).", id="number"),
        pytest.param("- rule: x\n  reason: Nêu: sau\n  by: z\n", "không phải YAML hợp lệ, sai ở dòng 2, cột 14; hãy xem lại", id="colon"),
        pytest.param("- &a [*a]\n", "sai ở dòng 1, cột 3: cần các mục con.", id="an alias of what it stands in"),
    ],
)  # fmt: skip
def test_a_wrong_waiver_file_is_told_in_one_sentence(
    folder: Path, text: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        waivers_of(folder, text)
    assert str(caught.value).startswith(f"Tệp điểm bỏ qua cchc-waivers.yaml {expected}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "# chưa có gì\n", "[]\n"])
def test_an_empty_waiver_file_waives_nothing(folder: Path, text: str) -> None:
    report = report_of()
    waivers_of(folder, text).apply(report, KNOWN)
    assert waived(report) == []


def test_aliases_of_aliases_are_refused_in_good_time(folder: Path) -> None:
    lines = ["- &a0 {x: 1}"] + [f"- &a{n} [{f'*a{n - 1}, ' * 9}*a{n - 1}]" for n in range(1, 12)]
    with pytest.raises(InputError, match="sai ở dòng 1, cột 3: thiếu mục 'rule'"):
        waivers_of(folder, "\n".join(lines))


def test_a_file_that_is_not_utf_8_is_told(folder: Path) -> None:
    (folder / "w.yaml").write_bytes("- rule: ế".encode("utf-16"))
    with pytest.raises(InputError, match=r"Không đọc được tệp điểm bỏ qua w\.yaml: tệp không phải"):
        load_waivers(Path("w.yaml"))


def test_the_published_schema_takes_what_the_program_takes() -> None:
    schema = json.loads((FOLDER / "waivers.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    good = [{"rule": "end-mark", "reason": "x", "by": "y", "until": "2025-12-31", "line": 3}]
    assert validator.is_valid(good)
    assert not validator.is_valid([{"rule": "end-mark", "reason": "x"}])
    assert not validator.is_valid([{**good[0], "wrds": "x"}])


# --- from the command line ---------------------------------------------------------------------

ENTRY = "- {{rule: {}, reason: Bản nháp., by: 'Lê Hoài Đức, Chủ tịch', until: {}}}\n"


@pytest.mark.parametrize("options", [[], ["--waivers", "khac.yaml"]], ids=["beside", "named"])
def test_waivers_beside_the_plan_or_of_a_file_are_shown_apart(
    folder: Path, cli: Cli, options: list[str]
) -> None:
    name = options[-1] if options else "cchc-waivers.yaml"
    (folder / name).write_text(ENTRY.format("number-form", "9999-12-31"), encoding="utf-8")
    _, out, _ = cli("ke-hoach.txt", "--select", "number-form", *options)
    words = " ".join(out.split())
    assert "CHƯA ĐẠT" not in out
    for part in (
        "ĐƯỢC BỎ QUA (1) Cảnh báo: Số 6 nhỏ hơn 10",
        "Lý do Bản nháp. Người ký Lê Hoài Đức, Chủ tịch Đến hết 31/12/9999",
        "0 không áp dụng, 1 được bỏ qua. Đạt mọi yêu cầu đã kiểm tra, trừ 1 điểm được bỏ qua.",
    ):
        assert part in words


def test_a_waived_error_does_not_end_a_run_with_1(folder: Path, cli: Cli) -> None:
    (folder / "ke-hoach.txt").write_text(PLAN.replace("Số: 6/", "Số:   /"), encoding="utf-8")
    assert cli("ke-hoach.txt", "--select", "number-present")[0] == 1
    (folder / "cchc-waivers.yaml").write_text(
        ENTRY.format("number-present", "9999-12-31"), encoding="utf-8"
    )
    code, out, _ = cli("ke-hoach.txt", "--select", "number-present", "-f", "json")
    data = json.loads(out)
    assert (code, data["summary"]["waived"], data["summary"]["fail"]) == (0, 1, 0)
    assert data["results"][0]["waived"]["by"] == "Lê Hoài Đức, Chủ tịch"


def test_an_expired_waiver_is_told_in_the_report(folder: Path, cli: Cli) -> None:
    (folder / "cchc-waivers.yaml").write_text(
        ENTRY.format("number-form", "2020-01-01"), encoding="utf-8"
    )
    _, out, _ = cli("ke-hoach.txt", "--select", "number-form")
    assert "CHƯA ĐẠT (1)" in out and "ĐƯỢC BỎ QUA" not in out
    assert "đã hết hạn 01/01/2020" in " ".join(out.split())


def test_an_unused_waiver_is_told_in_the_report(folder: Path, cli: Cli) -> None:
    (folder / "cchc-waivers.yaml").write_text(
        ENTRY.format("title-present", "9999-12-31"), encoding="utf-8"
    )
    _, out, _ = cli("ke-hoach.txt", "-f", "json")
    assert "không có điểm chưa đạt nào khớp" in json.loads(out)["notes"][-1]


def test_the_waivers_of_a_configuration_are_for_all_plans_below_it(folder: Path, cli: Cli) -> None:
    (folder / "plans").mkdir()
    (folder / "plans" / "a.txt").write_text(PLAN, encoding="utf-8")
    (folder / "cchc-check.toml").write_text('waivers = "chung.yaml"\n', encoding="utf-8")
    (folder / "chung.yaml").write_text(ENTRY.format("number-form", "9999-12-31"), encoding="utf-8")
    _, out, _ = cli("plans/a.txt", "ke-hoach.txt", "-f", "json")
    assert [report["summary"]["waived"] for report in json.loads(out)] == [1, 1]


def test_a_wrong_waiver_file_ends_a_run_with_2(folder: Path, cli: Cli) -> None:
    (folder / "cchc-waivers.yaml").write_text("- rule: x\n  by: y\n", encoding="utf-8")
    code, out, err = cli("ke-hoach.txt")
    assert (code, out) == (2, "")
    assert err == "Tệp điểm bỏ qua cchc-waivers.yaml sai ở dòng 1, cột 3: thiếu mục 'reason'.\n"


def test_waivers_that_are_not_there_are_told(folder: Path, cli: Cli) -> None:
    code, out, err = cli("ke-hoach.txt", "--waivers", "mất.yaml")
    assert (code, out) == (2, "")
    assert err == ("Không đọc được tệp điểm bỏ qua mất.yaml: không có tệp hoặc thư mục này.\n")
