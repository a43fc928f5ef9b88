"""The command line: options in, one report out, one sentence for what cannot be done."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_check.cli import run
from cchc_check.engine.packs import all_rules, built_in_packs

Cli = Callable[..., tuple[int, str, str]]

FIXTURES = Path(__file__).parent.parent / "fixtures"
GOOD = FIXTURES / "phuong-hoa-lam-2025.txt"
BAD = FIXTURES / "xa-dong-khe-nhieu-loi.txt"
WEB = FIXTURES / "phuong-tan-vien-trang-web.txt"

PACK = """\
pack: own
title: Bộ riêng
rules:
  - id: names-zalo
    title: Có nhắc Zalo
    severity: warning
    assert:
      - exists: channel
    message: Không nhắc kênh nào
    advice: Thêm kênh
    examples:
      - {name: có, expect: pass, plan: "I. NỘI DUNG\\n- Đăng trên trang Zalo của phường."}
      - {name: không, expect: fail, plan: "I. NỘI DUNG\\n- Không có gì."}
"""


def is_one_sentence(text: str) -> bool:
    """One line of Vietnamese for people."""
    return (
        text.endswith("\n")
        and text.count("\n") == 1
        and "Traceback" not in text
        and re.search(r"[À-ỹ]", text) is not None
    )


def data_of(out: str) -> Any:
    return json.loads(out)


# --- check -------------------------------------------------------------------------------------


def test_check_is_the_default_command(cli: Cli) -> None:
    assert cli(GOOD, "--parent", "82-KH") == cli("check", GOOD, "--parent", "82-KH")


def test_options_may_come_before_the_file(cli: Cli) -> None:
    code, out, _ = cli("--format", "json", "-p", "82-KH", GOOD)
    assert (code, data_of(out)["parent"]["id"]) == (0, "82-KH")


def test_the_report_tells_what_is_met_and_what_is_not(cli: Cli) -> None:
    code, out, err = cli(BAD, "-p", "82-KH")
    assert (code, err) == (1, "")
    for words in (
        "CHƯA ĐẠT (",
        "ĐẠT (",
        "KẾT LUẬN",
        "Lỗi: Kế hoạch ban hành 05/4/2025, ngoài thời hạn quý I năm 2025 [issued-in-window]",
        "Dòng 9",
        "«Đông Khê, ngày 5 tháng 04 năm 2025»",
        "82/KH-UBND, IV.1 (dòng 172): “trong quý I năm 2025”",
        "Cần làm",
    ):
        assert words in " ".join(out.split())


def test_what_cannot_be_told_is_told_apart(cli: Cli) -> None:
    _, out, _ = cli(WEB, "-p", "82-KH")
    assert "CHƯA KẾT LUẬN ĐƯỢC (" in out
    assert "Chưa rõ: Không thấy phần đầu văn bản" in out


@pytest.mark.parametrize(
    ("plan", "fail_on", "code"),
    [
        pytest.param(GOOD, "info", 0, id="nothing found"),
        pytest.param(WEB, "error", 0, id="a warning is no error"),
        pytest.param(WEB, "warning", 1, id="a warning counts"),
        pytest.param(WEB, "info", 1, id="a warning is more than info"),
        pytest.param(BAD, "error", 1, id="an error"),
        pytest.param(BAD, "never", 0, id="never"),
    ],
)
def test_the_exit_status_follows_fail_on(cli: Cli, plan: Path, fail_on: str, code: int) -> None:
    assert cli(plan, "-p", "82-KH", "--fail-on", fail_on)[0] == code


def test_an_info_counts_only_for_info(cli: Cli) -> None:
    codes = [
        cli(BAD, "--select", "end-mark", "--fail-on", level)[0]
        for level in ("error", "warning", "info")
    ]
    assert codes == [0, 0, 1]


def test_errors_are_what_counts_by_default(cli: Cli) -> None:
    assert [cli(plan, "-p", "82-KH")[0] for plan in (GOOD, WEB, BAD)] == [0, 0, 1]


def test_one_plan_is_one_json_object(cli: Cli) -> None:
    code, out, err = cli(GOOD, "--format", "json")
    assert (code, err) == (0, "")
    assert data_of(out)["plan"]["number"] == "18/KH-UBND"


def test_several_plans_are_a_json_array(cli: Cli) -> None:
    code, out, _ = cli(GOOD, BAD, "-f", "json")
    assert code == 1
    assert [report["plan"]["path"] for report in data_of(out)] == [str(GOOD), str(BAD)]


def test_several_plans_are_several_reports(cli: Cli) -> None:
    _, out, _ = cli(GOOD, BAD)
    assert out.count("KẾT LUẬN\n") == 2


def test_an_unreadable_plan_does_not_stop_the_others(cli: Cli, tmp_path: Path) -> None:
    code, out, err = cli(GOOD, tmp_path / "không có.txt", BAD, "-f", "json")
    assert code == 2
    assert len(data_of(out)) == 2
    assert is_one_sentence(err) and "không có.txt" in err


def test_a_plan_is_read_from_standard_input(cli: Cli) -> None:
    code, out, _ = cli("-", "--format", "json", stdin=GOOD.read_bytes())
    assert (code, data_of(out)["plan"]["path"]) == (0, "-")


def test_a_report_on_standard_input_names_it(cli: Cli) -> None:
    _, out, _ = cli("-", stdin=GOOD.read_bytes())
    assert "đầu vào chuẩn" in out


@pytest.mark.parametrize("form", ["rich", "json"])
def test_a_report_is_written_to_a_file_in_utf_8(cli: Cli, tmp_path: Path, form: str) -> None:
    target = tmp_path / "báo cáo.out"
    code, out, err = cli(BAD, "-f", form, "-o", target)
    assert (code, out, err) == (1, "", "")
    text = target.read_bytes().decode("utf-8")
    assert "ngân sách năm 2024" in text
    assert "\x1b" not in text and "\r" not in text


# --- formats, baseline, statistics ---------------------------------------------------------------


def test_several_formats_are_written_at_once(cli: Cli, tmp_path: Path) -> None:
    names = ["a.sarif", "a.xml", "a.md", "a.json"]
    files = [option for name in names for option in ("-o", tmp_path / name)]
    code, out, err = cli(BAD, "-p", "82-KH", "-f", "rich", *files)
    assert (code, err) == (1, "")
    assert out == cli(BAD, "-p", "82-KH")[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert data_of((tmp_path / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github", "markdown"])
def test_standard_input_is_reported_in_every_format(cli: Cli, form: str) -> None:
    code, out, err = cli("-", "-f", form, stdin=BAD.read_bytes())
    assert (code, err) == (1, "")
    assert "08/NQ-TU" in out


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "markdown"])
def test_an_unreadable_plan_is_told_in_the_report_too(cli: Cli, tmp_path: Path, form: str) -> None:
    code, out, err = cli(tmp_path / "thiếu.txt", "-f", form)
    assert code == 2
    assert is_one_sentence(err)
    assert "Không có tệp" in out


def test_two_formats_for_the_screen_are_told_before_anything_is_checked(cli: Cli) -> None:
    code, out, err = cli("không có.txt", "-f", "json", "-f", "sarif")
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "json và sarif cùng ra màn hình" in err


def test_a_baseline_leaves_what_is_known_out_of_report_and_status(cli: Cli, tmp_path: Path) -> None:
    earlier = tmp_path / "cũ.json"
    assert cli(BAD, GOOD, "-p", "82-KH", "-f", "json", "-o", earlier)[0] == 1
    code, out, _ = cli(BAD, "-p", "82-KH", "--baseline", earlier)
    assert code == 0
    assert re.search(r"0 chưa đạt .*, [1-9]\d* đã có trong báo cáo cũ", " ".join(out.split()))
    assert "Không có điểm nào mới" in out and "CHƯA ĐẠT" not in out


def test_what_is_said_of_waivers_stays_with_a_baseline(cli: Cli, tmp_path: Path) -> None:
    plan, earlier = tmp_path / "kế hoạch.txt", tmp_path / "cũ.json"
    plan.write_bytes(BAD.read_bytes())
    (tmp_path / "cchc-waivers.yaml").write_text(
        "- {rule: title-present, plan: kế hoạch.txt, reason: bản nháp, by: A}\n",
        encoding="utf-8",
    )
    cli(plan, "-f", "json", "-o", earlier)
    _, out, _ = cli(plan, "-f", "json", "--baseline", earlier)
    notes = data_of(out)["notes"]
    assert any("title-present" in note for note in notes), "the waiver is not used"
    assert any("đã có trong báo cáo cũ" in note for note in notes)


@pytest.mark.parametrize("text", [None, "xin chào", "[1]"], ids=["missing", "no JSON", "no report"])
def test_a_broken_baseline_is_told(cli: Cli, tmp_path: Path, text: str | None) -> None:
    earlier = tmp_path / "cũ.json"
    if text is not None:
        earlier.write_text(text, encoding="utf-8")
    code, out, err = cli(BAD, "--baseline", earlier)
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "cũ.json" in err


def test_statistics_follow_the_report_of_one_plan(cli: Cli) -> None:
    asked = (BAD, "-p", "82-KH", "--select", "issued-in-window")
    _, out, _ = cli(*asked, "--statistics")
    report, _, table = out.partition("QUY TẮC CHƯA ĐẠT")
    assert report.strip() == cli(*asked)[1].strip()
    assert re.search(r"^issued-in-window +Lỗi +1 +1 +0$", table, re.MULTILINE)


def test_statistics_stand_in_for_the_reports_of_several_plans(cli: Cli) -> None:
    asked = (BAD, WEB, "-p", "82-KH", "--select", "issued-in-window")
    code, out, _ = cli(*asked, "--statistics")
    assert code == 1
    assert "THỐNG KÊ 2 KẾ HOẠCH" in out and "KẾT LUẬN" not in out
    assert re.search(r"^issued-in-window +Lỗi +1 +1 +1$", out, re.MULTILINE)


def test_statistics_do_not_disturb_what_programs_read(cli: Cli) -> None:
    _, out, err = cli(BAD, "-f", "json", "--statistics")
    assert data_of(out)["plan"]["path"] == str(BAD)
    assert "QUY TẮC CHƯA ĐẠT" in err


def test_a_report_that_cannot_be_written_is_told(cli: Cli, tmp_path: Path) -> None:
    code, out, err = cli(GOOD, "-o", tmp_path / "không có" / "x.json")
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "không có tệp hoặc thư mục này" in err


CITATIONS = {
    "citation-complete", "citation-form", "citation-not-in-future", "citation-issuer",
    "citation-consistent", "citation-facts", "citation-in-force", "not-self-cited",
}  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(["--select", "end-mark"], {"end-mark"}, id="a rule"),
        pytest.param(["--select", "end-mark", "--select", "date-form"], {"end-mark", "date-form"}, id="two rules"),
        pytest.param(["--select", "citations"], CITATIONS, id="a pack"),
        pytest.param(["--select", "citations", "--ignore", "citation-form"], CITATIONS - {"citation-form"}, id="a pack less a rule"),
    ],
)  # fmt: skip
def test_rules_are_selected_and_ignored(cli: Cli, options: list[str], expected: set[str]) -> None:
    _, out, _ = cli(GOOD, "-f", "json", *options)
    assert {result["rule"] for result in data_of(out)["results"]} == expected


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_told_with_a_suggestion(cli: Cli, option: str) -> None:
    code, out, err = cli(GOOD, option, "budget-secton")
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "có phải là 'budget-section'?" in err


def test_an_own_pack_is_added_to_the_built_in_ones(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK, encoding="utf-8")
    code, out, _ = cli(GOOD, "-f", "json", "--pack", path)
    results = data_of(out)["results"]
    assert code == 0
    assert {"names-zalo", "end-mark"} <= {result["rule"] for result in results}


def test_an_own_pack_can_be_checked_alone(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK, encoding="utf-8")
    _, out, _ = cli(GOOD, "-f", "json", "--pack", path, "--select", "own")
    assert [result["outcome"] for result in data_of(out)["results"]] == ["pass"]


def test_a_faulty_pack_is_told_with_its_place(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK.replace("exists: channel", "exists: chanel"), encoding="utf-8")
    code, out, err = cli(GOOD, "--pack", path)
    assert (code, out) == (2, "")
    assert err == f"{path}:8:17: không có loại nút 'chanel', có phải là 'channel'?\n"


# --- what cannot be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "rỗng", id="empty"),
        pytest.param(b" \n\t\n", "rỗng", id="blank"),
        pytest.param(bytes(range(256)) * 20, "không phải", id="binary junk"),
        pytest.param(b"\x00\x01\x02\x03" * 500, "nhị phân", id="control characters"),
        pytest.param(GOOD.read_text(encoding="utf-8").encode("utf-16"), "UTF-16", id="UTF-16"),
        pytest.param(GOOD.read_text(encoding="utf-8").encode("utf-16-le"), "UTF-16", id="UTF-16 without a mark"),
        pytest.param("KẾ HOẠCH tuyên truyền".encode("utf-32"), "UTF-32", id="UTF-32"),
        pytest.param(b"K\xd5 ho\xb9ch\nTuy\xaan truy\xd2n c\xb6i c\xb8ch\n", "TCVN3", id="TCVN3"),
        pytest.param("Kế hoạch ".encode() * 400_000, "một dòng dài", id="a line of 5 MB"),
        pytest.param(b"12 34 56\n" * 100, "không có chữ nào", id="no letters"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_told_in_one_sentence(
    cli: Cli, tmp_path: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_bytes(data)
    code, out, err = cli(path, "-p", "82-KH")
    assert (code, out) == (2, "")
    assert is_one_sentence(err)
    assert words in err and str(path) in err


@pytest.mark.parametrize("command", ["check", "parse"])
@pytest.mark.parametrize(
    ("name", "words"),
    [pytest.param("không có.txt", "Không có tệp", id="missing"), pytest.param("", "là thư mục", id="folder")],
)  # fmt: skip
def test_a_missing_file_and_a_folder_are_told(
    cli: Cli, tmp_path: Path, command: str, name: str, words: str
) -> None:
    code, out, err = cli(command, tmp_path / name)
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and words in err


def test_empty_standard_input_is_told(cli: Cli) -> None:
    code, out, err = cli("-", stdin=b"")
    assert (code, out) == (2, "")
    assert err.startswith("đầu vào chuẩn rỗng")


def test_an_unknown_parent_is_told_with_near_names(cli: Cli) -> None:
    code, out, err = cli(GOOD, "-p", "84-KH")
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "Có phải là: 82-KH" in err


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
        pytest.param(lambda text: text + "\x0c\x00", id="a stray form feed and NUL"),
    ],
)
def test_plain_text_is_read_however_it_was_saved(
    cli: Cli, tmp_path: Path, change: Callable[[str], str]
) -> None:
    path = tmp_path / "kế hoạch (bản 1).txt"
    path.write_bytes(change(GOOD.read_text(encoding="utf-8")).encode("utf-8"))
    code, out, _ = cli(path, "-p", "82-KH", "-f", "json")
    assert code == 0
    assert data_of(out)["summary"]["fail"] == 0


# --- wrong command lines -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([GOOD, "--frmat", "json"], "--frmat. Có phải là --format?", id="unknown option"),
        pytest.param(["-x"], "Không có tùy chọn -x", id="unknown letter"),
        pytest.param([GOOD, "-f", "xml"], "--format không dùng được. Các giá trị dùng được: rich, json", id="unknown format"),
        pytest.param([GOOD, "--fail-on", "x"], "error, warning, info, never", id="unknown level"),
        pytest.param([GOOD, "--parent"], "--parent cần kèm giá trị", id="option without a value"),
        pytest.param(["--version=3"], "--version không nhận giá trị", id="flag with a value"),
        pytest.param(["rules", "shw"], "'shw', có phải là show?", id="unknown command"),
        pytest.param(["rules", "show"], "Thiếu tham số", id="missing argument"),
        pytest.param(["check"], "Thiếu tham số", id="no plan"),
        pytest.param(["parse", "a", "b"], "Thừa tham số: b", id="too many arguments"),
    ],
)  # fmt: skip
def test_a_wrong_command_line_is_told_in_one_sentence(
    cli: Cli, arguments: list[object], words: str
) -> None:
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and words in err


def test_an_unexpected_fault_is_told_without_a_traceback(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr("cchc_check.grammar.parse", broken)
    code, out, err = cli(GOOD)
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "Lỗi ngoài dự kiến (RuntimeError: hỏng)" in err


def test_an_unexpected_fault_is_shown_whole_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr("cchc_check.grammar.parse", broken)
    monkeypatch.setenv("CCHC_CHECK_DEBUG", "1")
    with pytest.raises(RuntimeError, match="hỏng"):
        run([str(GOOD)])


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["rules", "test", "--help"]]
)
def test_help_is_told(cli: Cli, arguments: list[str]) -> None:
    code, out, err = cli(*arguments)
    assert (code, err) == (0, "")
    assert "Usage: cchc-check" in out


def test_no_arguments_show_the_help(cli: Cli) -> None:
    code, out, err = cli()
    assert code == 2
    assert "Usage: cchc-check" in out + err


def test_the_version_is_told(cli: Cli) -> None:
    code, out, _ = cli("--version")
    assert code == 0
    assert re.fullmatch(r"cchc-check \d+\.\d+\.\d+\S*\n", out)


# --- parse -------------------------------------------------------------------------------------


def test_parse_shows_what_was_understood(cli: Cli) -> None:
    code, out, _ = cli("parse", GOOD)
    assert code == 0
    for words in (
        "số: Số: 18/KH-UBND",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "hạn báo cáo: trước ngày 01/6",
        "ký: TM.",
    ):
        assert words in out


def test_parse_gives_the_fields_of_the_ground_truth(cli: Cli) -> None:
    code, out, _ = cli("parse", GOOD, "--json")
    data = data_of(out)
    assert code == 0
    assert set(data) == {
        "header", "title", "outline", "citations", "deadlines", "assignments", "targets",
        "recipients", "signature", "sections_present",
    }  # fmt: skip
    assert data["header"]["number"] == "18/KH-UBND"


def test_parse_reads_standard_input(cli: Cli) -> None:
    code, out, _ = cli("parse", "-", "--json", stdin="KẾ HOẠCH\nTuyên truyền năm 2025\n".encode())
    assert (code, data_of(out)["title"]["subject"]) == (0, "Tuyên truyền năm 2025")


# --- rules, parents ----------------------------------------------------------------------------


def test_rules_list_names_every_rule(cli: Cli) -> None:
    code, out, _ = cli("rules", "list")
    assert code == 0
    for words in ("issued-in-window", "outline-sequence", "Có phần kinh phí", "Cảnh báo"):
        assert words in out


def test_rules_show_explains_a_rule(cli: Cli) -> None:
    code, out, _ = cli("rules", "show", "issued-in-window")
    assert code == 0
    for words in (
        "Ban hành trong thời hạn cấp trên giao",
        "Căn cứ",
        "Cách xét",
        "Cách sửa",
        "Ví dụ",
        "trễ một ngày: chưa đạt vì “01/4/2025”",
    ):
        assert words in out


def test_rules_show_of_an_unknown_rule_suggests_one(cli: Cli) -> None:
    code, out, err = cli("rules", "show", "issued-in-windw")
    assert (code, out) == (2, "")
    assert is_one_sentence(err) and "'issued-in-window'" in err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(["--pack", "parent", "--basis", "parent"], {"issued-in-window", "sent-to", "report-deadlines-kept"}, id="pack and basis"),
        pytest.param(["--basis", "phụ lục III"], {"end-mark"}, id="words of the basis"),
    ],
)  # fmt: skip
def test_rules_list_is_filtered(cli: Cli, options: list[str], expected: set[str]) -> None:
    code, out, _ = cli("rules", "list", "--json", *options)
    assert code == 0
    assert expected <= {rule["id"] for rule in data_of(out)}
    assert {rule["id"] for rule in data_of(cli("rules", "list", "--json")[1])} > expected


def test_rules_list_is_filtered_by_severity(cli: Cli) -> None:
    _, out, _ = cli("rules", "list", "--json", "--severity", "info")
    assert {rule["severity"] for rule in data_of(out)} == {"info"}


def test_rules_list_of_nothing_says_so(cli: Cli) -> None:
    assert cli("rules", "list", "--basis", "xyz") == (0, "Không có quy tắc nào như vậy.\n", "")


def test_rules_of_an_own_pack_are_listed_and_shown(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK, encoding="utf-8")
    assert "names-zalo" in cli("rules", "list", "--pack", path)[1]
    code, out, _ = cli("rules", "show", "names-zalo", "--pack", path)
    assert code == 0
    assert "Thêm kênh" in out


def test_a_rule_that_overrides_a_built_in_one_is_shown_alone(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "pack: own\ntitle: Riêng\nrules:\n- {id: end-mark, override: true, advice: Thêm dấu hết.}\n",
        encoding="utf-8",
    )
    code, out, _ = cli("rules", "show", "end-mark", "--pack", path)
    assert code == 0
    assert "Thêm dấu hết." in out and out.count("Cách sửa") == 1


def test_rules_test_tells_what_no_example_exercises(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK.replace("exists: channel", "exists: channel, target"), encoding="utf-8")
    code, out, _ = cli("rules", "test", path, "--coverage")
    assert code == 0
    assert out.splitlines()[1:] == [
        "names-zalo: chưa có ví dụ cho",
        "    assert 1 exists: target",
        "Ví dụ xét tới 4 trong 5 nhánh (80%).",
    ]


def test_rules_doc_writes_the_book(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "rules.md"
    assert cli("rules", "doc", "-o", target) == (0, "", "")
    assert cli("rules", "doc")[1] == target.read_text(encoding="utf-8")
    assert "\n### issued-in-window\n" in target.read_text(encoding="utf-8")


def test_rules_test_runs_all_examples(cli: Cli) -> None:
    code, out, _ = cli("rules", "test")
    assert code == 0
    rules = len(list(all_rules(built_in_packs())))
    assert re.fullmatch(rf"{rules} quy tắc, (\d+) ví dụ: \1 đúng, 0 sai\.\n", out)


def test_rules_test_runs_one_pack(cli: Cli) -> None:
    code, out, _ = cli("rules", "test", "citations")
    assert code == 0
    assert out.startswith("8 quy tắc, ")


def test_rules_test_runs_an_own_pack(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK, encoding="utf-8")
    assert cli("rules", "test", path) == (0, "1 quy tắc, 2 ví dụ: 2 đúng, 0 sai.\n", "")


def test_rules_test_tells_a_wrong_example(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK.replace("Không có gì", "Nhóm Zalo"), encoding="utf-8")
    code, out, _ = cli("rules", "test", path)
    assert code == 1
    assert "SAI names-zalo: không: " in out
    assert "1 quy tắc, 2 ví dụ: 1 đúng, 1 sai." in out


def test_rules_test_tells_a_faulty_pack(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(PACK.replace("severity: warning", "severity: warn"), encoding="utf-8")
    code, out, err = cli("rules", "test", path)
    assert (code, out) == (2, "")
    assert err == f"{path}:6:15: giá trị 'warn' sai, có phải là 'warning'?\n"


def test_parents_list_names_every_parent(cli: Cli) -> None:
    code, out, _ = cli("parents", "list")
    assert code == 0
    for words in ("448-KH", "82-KH", "09/12/2024", "07/3/2025", "Phan Rang"):
        assert words in out


def test_parents_show_gives_the_obligations_with_their_sources(cli: Cli) -> None:
    code, out, _ = cli("parents", "show", "448/KH-UBND")
    text = " ".join(out.split())
    assert code == 0
    for words in ("Chưa có toàn văn", "Báo cáo 06 tháng trước", "IV.1 (dòng 174)"):
        assert words in text


def test_parents_derive_prints_a_table_for_review(cli: Cli, fixtures: Path) -> None:
    code, out, _ = cli("parents", "derive", fixtures / "phuong-hoa-lam-2025.txt")
    text = " ".join(out.split())
    assert code == 0
    for words in ("18/KH-UBND ngày 20/3/2025", "báo cáo", "V.2", "cần người soát"):
        assert words in text


def test_parents_derive_prints_facts_for_programs(cli: Cli, fixtures: Path) -> None:
    code, out, _ = cli("parents", "derive", fixtures / "phuong-hoa-lam-2025.txt", "--json")
    facts = json.loads(out)
    assert (code, facts["number"]) == (0, "18/KH-UBND")
    reports = [(r["line"], r["month_day"]) for r in facts["obligations"] if r["kind"] == "report"]
    assert reports == [(76, "06-01"), (76, "11-25")]


def test_parents_derive_of_no_file_is_told(cli: Cli) -> None:
    code, out, err = cli("parents", "derive", "khong-co.txt")
    assert (code, out) == (2, "")
    assert is_one_sentence(err)


def test_parents_show_of_an_unknown_one_is_told(cli: Cli) -> None:
    code, out, err = cli("parents", "show", "84-KH")
    assert (code, out) == (2, "")
    assert is_one_sentence(err)


# --- terminals ---------------------------------------------------------------------------------

PAGES: list[list[object]] = [
    [BAD, "-p", "82-KH"],
    [GOOD, WEB, "-p", "448-KH"],
    [GOOD, BAD, WEB, "-p", "82-KH", "--statistics"],
    ["parse", GOOD],
    ["parse", WEB],
    ["rules", "list"],
    ["rules", "show", "year-consistent"],
    ["rules", "test", "--coverage"],
    ["parents", "list"],
    ["parents", "show", "82-KH"],
]


def page_name(arguments: list[object]) -> str:
    return " ".join(Path(str(argument)).name for argument in arguments)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("arguments", PAGES, ids=page_name)
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int, arguments: list[object]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = cli(*arguments)
    lines = out.split("\n")
    assert [line for line in lines if len(line) > width] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("arguments", PAGES, ids=page_name)
def test_piped_pages_have_no_colour_codes(cli: Cli, arguments: list[object]) -> None:
    assert "\x1b" not in cli(*arguments)[1]


def test_colours_are_for_terminals_and_no_color_turns_them_off(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = cli(BAD)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    plain = cli(BAD)[1]
    assert "\x1b[31m" in coloured or "\x1b[1;31m" in coloured
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", plain) is None


# --- as a program of its own -------------------------------------------------------------------


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `cchc-check` as other programs do."""
    return subprocess.run(
        [sys.executable, "-m", "cchc_check.cli", *(str(argument) for argument in arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )


def test_the_program_writes_utf_8_whatever_the_locale_says() -> None:
    done = program(GOOD, "-p", "82-KH", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "ĐẠT (" in done.stdout.decode("utf-8")


def test_the_program_ends_with_the_status_of_the_check() -> None:
    assert program(BAD, "-f", "json").returncode == 1


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f'"{sys.executable}" -m cchc_check.cli "{BAD}" -p 82-KH | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)
    assert done.stderr == b""


def test_the_program_offers_completion_for_shells() -> None:
    done = program(_CCHC_CHECK_COMPLETE="complete_bash", COMP_WORDS="cchc-check ru", COMP_CWORD="1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().split() == ["rules"]


def test_a_run_with_a_warm_cache_imports_only_what_it_needs(tmp_path: Path) -> None:
    code = (
        f"import sys; from cchc_check.cli import run; run([{str(GOOD)!r}]);"
        "unwanted = {'lark', 'pydantic', 'jsonschema', 'yaml', 'tomllib', 'rich.table'};"
        "print(sorted(unwanted & set(sys.modules)))"
    )
    environment = {**os.environ, "CCHC_CHECK_CACHE": str(tmp_path)}
    for _ in range(2):  # the first run fills the cache
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            check=True,
            timeout=60,
        )
    assert done.stdout.decode().splitlines()[-1] == "[]"
