"""Baseline: only what is new since an earlier report is told, wherever in the plan it stands now."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cchc_check.engine import check, load_parent
from cchc_check.engine.baseline import load_baseline
from cchc_check.engine.errors import InputError
from cchc_check.engine.report import Report, Waived, summarise
from cchc_check.grammar import Source, parse

FIXTURES = Path(__file__).parents[2] / "fixtures"
BAD = (FIXTURES / "xa-dong-khe-nhieu-loi.txt").read_text(encoding="utf-8")
WEB = (FIXTURES / "phuong-tan-vien-trang-web.txt").read_text(encoding="utf-8")
GOOD = (FIXTURES / "phuong-hoa-lam-2025.txt").read_text(encoding="utf-8")


def report_of(text: str, path: str = "plan.txt") -> Report:
    return check(parse(Source(text, path)), load_parent("82-KH"))


def since(tmp_path: Path, report: Report, *earlier: Report, single: bool = True) -> Report:
    """The report, less what the earlier ones say."""
    file = tmp_path / "cũ.json"
    data: Any = [one.to_data() for one in earlier]
    file.write_text(json.dumps(data[0] if single else data), encoding="utf-8")
    return load_baseline(file).leave_out(report)


def told(report: Report) -> list[tuple[str, str]]:
    """What the report says is not met, or cannot be told."""
    return [(r.rule, r.message) for r in report.results if r.outcome in ("fail", "unknown")]


@pytest.mark.parametrize("text", [BAD, WEB], ids=["failing", "unknown"])
def test_of_an_unchanged_plan_nothing_is_new(tmp_path: Path, text: str) -> None:
    before = report_of(text)
    after = since(tmp_path, report_of(text), before)
    assert told(after) == []
    assert after.summary.known == before.summary.fail + before.summary.unknown > 0
    assert (
        after.notes[-1]
        == f"{after.summary.known} điểm đã có trong báo cáo cũ (cũ.json) nên không nêu lại."
    )
    assert not after.fails_at("info")


def test_what_is_met_is_told_all_the_same(tmp_path: Path) -> None:
    before = report_of(BAD)
    assert since(tmp_path, report_of(BAD), before).summary.passed == before.summary.passed


def chapter_before(text: str) -> str:
    """A chapter more at the head: every line and every chapter's number moves."""
    numbers = ["I", "II", "III", "IV", "V"]
    for at in range(3, -1, -1):
        text = re.sub(rf"(?m)^{numbers[at]}\. ", f"{numbers[at + 1]}. ", text)
    return text.replace("\nII. ", "\nI. CƠ SỞ\n- Thực hiện chương trình của xã.\nII. ", 1)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "\n\n\n" + text, id="lines before it"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(lambda text: re.sub("(?m)$", " ", text), id="blanks"),
        pytest.param(chapter_before, id="a chapter more"),
    ],
)
def test_what_has_moved_is_not_new(tmp_path: Path, change: Any) -> None:
    rule = "outline-sequence"  # this one's numbers do change
    after = since(tmp_path, report_of(change(BAD)), report_of(BAD))
    assert [one for one in told(after) if one[0] != rule] == []


def test_only_what_is_new_is_told(tmp_path: Path) -> None:
    worse = GOOD.replace("./.", ".")
    after = since(tmp_path, report_of(worse), report_of(GOOD))
    assert [rule for rule, _ in told(after)] == ["end-mark"]


def test_a_second_fault_of_the_same_words_is_new(tmp_path: Path) -> None:
    before = report_of(BAD)
    [late] = (r for r in before.results if r.rule == "issued-in-window")
    results = [*before.results, late]
    after = replace(before, results=results, summary=summarise(results))
    assert told(since(tmp_path, after, before)) == [(late.rule, late.message)]


def test_what_failed_and_cannot_be_told_now_is_new(tmp_path: Path) -> None:
    before = report_of(BAD)
    at = next(i for i, r in enumerate(before.results) if r.outcome == "fail")
    results = list(before.results)
    results[at] = replace(results[at], outcome="unknown")
    after = replace(before, results=results, summary=summarise(results))
    assert told(since(tmp_path, after, before)) == [(results[at].rule, results[at].message)]


def test_what_is_waived_stays(tmp_path: Path) -> None:
    before = report_of(BAD)
    at = next(i for i, r in enumerate(before.results) if r.outcome == "fail")
    results = list(before.results)
    results[at] = replace(results[at], waived=Waived("đã xin phép", "A"))
    after = replace(before, results=results, summary=summarise(results))
    assert since(tmp_path, after, before).summary.waived == 1


# --- which plan is which ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["plan.txt", "elsewhere/plan.txt", "-", "ban-sua.txt"],
    ids=["path", "name", "input", "number"],
)
def test_a_plan_is_known_by_path_number_or_name(tmp_path: Path, path: str) -> None:
    assert told(since(tmp_path, report_of(BAD, path), report_of(BAD))) == []


def test_a_plan_without_a_number_is_known_by_its_title(tmp_path: Path) -> None:
    assert told(since(tmp_path, report_of(WEB, "-"), report_of(WEB))) == []


def test_a_number_of_another_issuer_is_another_plan(tmp_path: Path) -> None:
    other = BAD.replace("Đông Khê", "Tây Khê").replace("ĐÔNG KHÊ", "TÂY KHÊ")
    after = since(tmp_path, report_of(other, "other.txt"), report_of(BAD))
    assert told(after) == told(report_of(other))
    assert after.notes[-1] == "Báo cáo cũ (cũ.json) không có kế hoạch này nên mọi điểm đều là mới."


def test_several_plans_are_known_each_by_its_own(tmp_path: Path) -> None:
    earlier = [report_of(GOOD, "a.txt"), report_of(BAD, "b.txt")]
    assert told(since(tmp_path, report_of(BAD, "b.txt"), *earlier, single=False)) == []


# --- files that are no baseline --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "không phải JSON", id="empty"),
        pytest.param("# Báo cáo", "không phải JSON", id="Markdown"),
        pytest.param("[" * 100_000, "không phải JSON", id="nested beyond reading"),
        pytest.param("{}", "không phải báo cáo của cchc-check", id="no plan"),
        pytest.param("3", "không phải báo cáo của cchc-check", id="a number"),
        pytest.param("[null]", "không phải báo cáo của cchc-check", id="nothing"),
        pytest.param('{"plan": 1, "results": []}', "không phải báo cáo của cchc-check", id="a wrong plan"),
        pytest.param('{"plan": {"path": "a"}, "results": [{"rule": "x", "outcome": "fail", "message": null}]}', "không phải báo cáo của cchc-check", id="a wrong result"),
        pytest.param('{"version": "2.1.0", "runs": []}', "không phải báo cáo của cchc-check", id="SARIF"),
    ],
)  # fmt: skip
def test_a_broken_baseline_is_told_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "cũ.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_baseline(file)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_baseline_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="không có tệp hoặc thư mục này"):
        load_baseline(tmp_path / "không có.json")


def test_a_baseline_of_an_older_program_has_fewer_fields(tmp_path: Path) -> None:
    data = report_of(BAD).to_data()
    for result in data["results"]:
        del result["fix"], result["waived"]
    file = tmp_path / "cũ.json"
    file.write_text("\ufeff" + json.dumps(data), encoding="utf-8")
    assert told(load_baseline(file).leave_out(report_of(BAD))) == []
