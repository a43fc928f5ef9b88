"""Coverage: what the examples of a rule exercise; those of the built-in rules exercise nearly all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine.example_coverage import RuleCoverage, alternatives, counts, coverage_of
from cchc_check.engine.packs import built_in_packs, load_packs

LEAST = 80  # per cent of the branches of the built-in packs

PACK = """\
pack: own
title: Bộ riêng
rules:
  - id: own-rule
    title: Có căn cứ
    severity: warning
    unless: doc_type[name="quyết định"], doc_type[name="công văn"]
    context: body
    assert:
      - exists: ground, channel
        lost: preface[lost]
      - none: point, item
        message: Còn đánh số
    message: Thiếu căn cứ
    advice: Thêm căn cứ
    basis: {document: Thông lệ, practice: true}
    doubt: {when: "plan[damaged]", why: bản trích mất chữ}
    examples:
"""
FAIL = '      - {name: không, expect: fail, plan: "Số: 05/KH-UBND\\nA, ngày 05 tháng 3 năm 2025\\nKẾ HOẠCH\\nX năm 2025\\nI. NỘI DUNG\\n- Không có gì."}\n'
LOST = (
    '      - {name: mất, expect: unknown, plan: "KẾ HOẠCH\\nX năm 2025\\nI. NỘI DUNG\\n- Làm."}\n'
)
PASS = '      - {name: có, expect: pass, plan: "KẾ HOẠCH\\nX năm 2025\\n\\nCăn cứ Luật A;\\nI. NỘI DUNG\\n- Làm."}\n'
ITEM = '      - {name: số, expect: fail, plan: "KẾ HOẠCH\\nX năm 2025\\n\\nCăn cứ Luật A;\\nI. NỘI DUNG\\n1. Làm."}\n'
DECISION = '      - {name: khác, expect: not_applicable, plan: "QUYẾT ĐỊNH\\nVề X\\n\\nI. NỘI DUNG\\n- Làm."}\n'


def coverage(tmp_path: Path, *examples: str) -> RuleCoverage:
    path = tmp_path / "own.yaml"
    path.write_text(PACK + "".join(examples), encoding="utf-8")
    [one] = coverage_of(load_packs([path]))
    return one


def test_what_no_example_exercises_is_told(tmp_path: Path) -> None:
    assert coverage(tmp_path, PASS, FAIL).missing == [
        "kết quả chưa rõ",
        'unless: doc_type[name="quyết định"]',
        'unless: doc_type[name="công văn"]',
        "không có gì để xét (otherwise)",
        "assert 1 exists: channel",
        "assert 1 exists.lost: preface[lost]",
        "assert 2 none chưa đạt",
        "assert 2 none: point",
        "assert 2 none: item",
        "doubt: plan[damaged]",
    ]


@pytest.mark.parametrize(
    ("example", "branches"),
    [
        pytest.param(DECISION, {'unless: doc_type[name="quyết định"]'}, id="unless"),
        pytest.param(LOST, {"kết quả chưa rõ", "assert 1 exists.lost: preface[lost]"}, id="unknown"),
        pytest.param(ITEM, {"assert 2 none chưa đạt", "assert 2 none: item"}, id="an assertion"),
    ],
)  # fmt: skip
def test_an_example_more_exercises_its_branches(
    tmp_path: Path, example: str, branches: set[str]
) -> None:
    before = set(coverage(tmp_path, PASS, FAIL).missing)
    assert before - set(coverage(tmp_path, PASS, FAIL, example).missing) == branches


def test_branches_are_counted(tmp_path: Path) -> None:
    one = coverage(tmp_path, PASS, FAIL)
    assert counts([one, one]) == (
        2 * (len(one.branches) - len(one.missing)),
        2 * len(one.branches),
    )


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("date", ["date"]),
        ("date, ground", ["date", "ground"]),
        ("$parent date, ground", ["$parent date", "$parent ground"]),
        ('date[text="a, b"], ground', ['date[text="a, b"]', "ground"]),
        ("block:has(date), ground:not([dated])", ["block:has(date)", "ground:not([dated])"]),
    ],
)
def test_a_selector_has_its_alternatives(selector: str, expected: list[str]) -> None:
    assert alternatives(selector) == expected


def test_the_built_in_rules_are_covered_by_their_examples() -> None:
    covered = coverage_of(built_in_packs())
    reached, total = counts(covered)
    missing = [f"{one.rule}: {branch}" for one in covered for branch in one.missing]
    assert 100 * reached >= LEAST * total, missing


def test_every_built_in_rule_has_examples_that_pass_and_fail() -> None:
    wanted = {"kết quả đạt", "kết quả chưa đạt"}
    lacking = {
        one.rule: missing
        for one in coverage_of(built_in_packs())
        if (missing := wanted.intersection(one.missing))
    }
    assert lacking == {}
