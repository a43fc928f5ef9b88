"""Mending: fixes are made whole, once, in the file's own text, and nothing else is touched."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_check.engine.checking import check
from cchc_check.engine.errors import InputError
from cchc_check.engine.inherit import pack_of
from cchc_check.engine.mending import Mending, apply, difference, mend, write_back
from cchc_check.engine.report import Edit, Report
from cchc_check.engine.rules import Pack
from cchc_check.grammar import parse
from cchc_check.grammar.source import Source

PLAN = """\
Số: 5/KH-UBND
Hoa Lâm, ngày 7 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2025

I. NỘI DUNG
- Thực hiện Nghị quyết số 05/NQ-TU ngày 28/9/2021 của Ban Thường vụ Tỉnh ủy về cải cách.
"""


def rule(id: str, assertion: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": id, "title": "Quy tắc thử", "severity": "warning", "message": "Sai",
        "advice": "Sửa", "assert": [assertion],
    }  # fmt: skip


def pack(*rules: dict[str, Any]) -> Pack:
    return pack_of({"pack": "own", "title": "Bộ thử", "rules": list(rules)}, {})


DAY = rule("day", {"each": "doc_date", "that": "day", "matches": r"^\d\d$",
                   "fix": {"of": "day", "write": "0{node.day}"}})  # fmt: skip
NUMBER = rule("number", {"each": "doc_number", "that": "ordinal", "matches": r"^\d\d",
                         "fix": {"of": "ordinal", "write": "0{node.ordinal}"}})  # fmt: skip
TITLE = rule("title", {"each": "doc_title", "that": "text", "contains": "phường",
                       "fix": {"write": "{node.text} phường", "safe": False}})  # fmt: skip
WAVER = rule("waver", {"none": "doc_title", "fix": {"write": "{node.text}"}})


def checker(*rules: dict[str, Any]) -> Any:
    return lambda source: check(parse(source), None, [pack(*rules)])


def mended(text: str, *rules: dict[str, Any], unsafe: bool = False) -> str:
    return mend(Source(text), checker(*rules), unsafe).text


def test_a_fix_replaces_only_the_words_of_the_attribute() -> None:
    assert mended(PLAN, DAY) == PLAN.replace("ngày 7 tháng", "ngày 07 tháng")


def test_fixes_of_several_rules_are_made_together() -> None:
    text = mended(PLAN, DAY, NUMBER)
    assert "Số: 05/KH-UBND" in text and "ngày 07 tháng 3" in text


def test_an_unsafe_fix_is_made_only_when_asked_for() -> None:
    assert mended(PLAN, TITLE) == PLAN
    assert "hành chính năm 2025 phường\n" in mended(PLAN, TITLE, unsafe=True)


def test_mending_twice_changes_nothing_more() -> None:
    once = mended(PLAN, DAY, NUMBER, TITLE, unsafe=True)
    assert mended(once, DAY, NUMBER, TITLE, unsafe=True) == once


def test_a_fix_that_changes_nothing_is_no_fix() -> None:
    report = checker(WAVER)(Source(PLAN))
    assert [result.fix for result in report.results] == [None]


def test_a_decomposed_text_keeps_its_letters_around_the_fix() -> None:
    text = unicodedata.normalize("NFD", PLAN)
    expected = text.replace(unicodedata.normalize("NFD", "ngày 7"),
                            unicodedata.normalize("NFD", "ngày 07"))  # fmt: skip
    assert mended(text, DAY) == expected


def test_line_ends_of_windows_stay() -> None:
    text = PLAN.replace("\n", "\r\n")
    assert mended(text, DAY, NUMBER) == text.replace("ngày 7", "ngày 07").replace("5/KH", "05/KH")


def test_a_passing_or_unknown_result_has_no_fix() -> None:
    doubted = {**DAY, "doubt": {"when": "plan", "why": "bản chép"}}
    [result] = checker(doubted)(Source(PLAN)).results
    assert (result.outcome, result.fix) == ("unknown", None)
    assert "bản chép" in result.message


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "abcdef"),
        ([Edit(0, 0, "x")], "xabcdef"),
        ([Edit(4, 6, ""), Edit(0, 1, "A")], "Abcd"),
        ([Edit(6, 6, ".")], "abcdef."),
    ],
)
def test_edits_are_made_at_their_places(edits: list[Edit], expected: str) -> None:
    assert apply("abcdef", edits) == expected


def _report_with(*fixes: Any) -> Report:
    report: Report = checker(DAY)(Source(PLAN))
    [result] = report.results
    from dataclasses import replace

    report.results = [replace(result, fix=fix) for fix in fixes]
    return report


def test_of_two_fixes_over_the_same_words_only_one_is_made_in_a_round() -> None:
    from cchc_check.engine.report import Fix

    first, second = Fix("một", True, [Edit(0, 2, "XX")]), Fix("hai", True, [Edit(1, 3, "YY")])
    rounds = iter([_report_with(first, second), _report_with()])
    done = mend(Source("abcdef"), lambda _: next(rounds))
    assert (done.text, done.titles) == ("XXcdef", ["một"])


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    from cchc_check.engine.report import Fix

    def flip(source: Source) -> Report:
        letter = "b" if source.raw[0] == "a" else "a"
        return _report_with(Fix("lật", True, [Edit(0, 1, letter)]))

    assert mend(Source("abc"), flip).text in ("abc", "bbc")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), st.text(max_size=3)), max_size=6))
def test_edits_that_do_not_touch_keep_all_other_letters(spans: list[tuple[int, int, str]]) -> None:
    text = "".join(chr(97 + n % 26) for n in range(40))
    edits: list[Edit] = []
    for start, length, words in sorted(spans):
        if not edits or start > edits[-1].end:
            edits.append(Edit(start, start + length, words))
    result = apply(text, edits)
    kept = [text[i] for i in range(40) if not any(e.start <= i < e.end for e in edits)]
    rest = iter(result)
    assert all(letter in rest for letter in kept), "in their order"
    assert len(result) == len(kept) + sum(len(e.text) for e in edits)


def test_the_difference_names_the_file_and_the_lines() -> None:
    shown = difference("một\nhai\n", "một\nba\n", "a.txt")
    assert "--- a.txt" in shown and "-hai" in shown and "+ba" in shown
    assert difference("một", "một", "a.txt") == ""


# --- files -------------------------------------------------------------------------------------


def test_the_file_is_replaced_and_its_old_form_kept(tmp_path: Path) -> None:
    file = tmp_path / "kế hoạch.txt"
    file.write_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    mending = Mending.of(False, True, False)
    report = mending.run(Source(PLAN.replace("\n", "\r\n"), str(file)), checker(DAY))
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and "ngày 07 tháng 3".encode() in data
    assert data.count(b"\r\n") == PLAN.count("\n")
    assert file.stat().st_mode & 0o777 == 0o640
    backup = tmp_path / "kế hoạch.txt.bak"
    assert "ngày 7 tháng".encode() in backup.read_bytes()
    assert "Đã sửa 1 chỗ" in report.notes[0] and str(backup) in report.notes[0]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kế hoạch.txt", "kế hoạch.txt.bak"]


def test_an_earlier_backup_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    (tmp_path / "a.txt.bak").write_text("của tôi", encoding="utf-8")
    file.write_text("cũ", encoding="utf-8")
    assert write_back(str(file), "mới").name == "a.txt.bak1"
    assert (tmp_path / "a.txt.bak").read_text(encoding="utf-8") == "của tôi"
    assert file.read_text(encoding="utf-8") == "mới"


def test_a_file_without_fixes_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PLAN.replace("ngày 7", "ngày 07"), encoding="utf-8")
    before = file.stat().st_mtime_ns
    Mending.of(False, True, False).run(
        Source(file.read_text(encoding="utf-8"), str(file)), checker(DAY)
    )
    assert file.stat().st_mtime_ns == before and len(list(tmp_path.iterdir())) == 1


def test_a_file_that_cannot_be_written_stays_and_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Không ghi được bản đã sửa vào"):
        write_back(str(tmp_path / "không có.txt"), "mới")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--diff", "--fix"), "Chỉ dùng một trong hai"),
        (("--unsafe-fixes",), "--unsafe-fixes đi cùng"),
    ],
)
def test_options_that_contradict_are_told(
    cli: Any, fixtures: Path, options: tuple[str, ...], sentence: str
) -> None:
    code, _, err = cli(fixtures / "phuong-hoa-lam-2025.txt", *options)
    assert code == 2 and sentence in err and err.count("\n") == 1


def test_standard_input_cannot_be_fixed_in_place(cli: Any) -> None:
    code, _, err = cli("-", "--fix", stdin=PLAN.encode())
    assert code == 2 and "--fix cần một tệp" in err


def test_old_letters_are_not_mended(tmp_path: Path) -> None:
    source = Source("KÕ ho¹ch tuyªn truyÒn c¶i c¸ch hµnh chÝnh n¨m 2025 cña phêng", "a.txt")
    assert source.legacy is not None
    with pytest.raises(InputError, match="lưu lại dạng UTF-8"):
        Mending.of(True, False, False).run(source, checker(DAY))


def test_a_plan_without_fixes_shows_no_difference(cli: Any, fixtures: Path) -> None:
    code, out, _ = cli(fixtures / "phuong-hoa-lam-2025.txt", "--diff")
    assert (code, out) == (0, "Không có chỗ nào tự sửa được.\n")
