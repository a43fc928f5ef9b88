"""The rulebook: the published page is that of the packs, and says all there is to say of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from cchc_check.engine.packs import all_rules, built_in_packs, find_packs, load_packs
from cchc_check.engine.rulebook import COMMAND, book, fits, sheet
from cchc_check.engine.rules import Pack, Rule

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"
_ALL = list(all_rules(built_in_packs()))
every_rule = pytest.mark.parametrize(("pack", "rule"), _ALL, ids=[rule.id for _, rule in _ALL])

PACK = """\
pack: own
title: Bộ | riêng
rules:
  - id: own-rule
    title: Có *căn cứ*
    severity: warning
    assert:
      - exists: ground
        message: Không có {plan.place} trong {rule.days} ngày
        fix: {write: "05/KH", safe: false}
    message: Thiếu
    unknown: Không rõ {plan.issuer}
    advice: Thêm căn cứ
    basis: {document: Luật A, at: Điều 3, verified: false}
    doubt: {when: "plan[damaged]", why: bản trích mất chữ}
    parameters: {days: 30, units: [xã, phường], strict: true}
    why: Tìm căn cứ.
    examples:
      - {name: có, expect: pass, plan: "Căn cứ Luật A;"}
      - {name: không, expect: {fail: Không có}, plan: "```\\nI. A"}
"""


@pytest.fixture
def own(tmp_path: Path) -> Pack:
    path = tmp_path / "own.yaml"
    path.write_text(PACK, encoding="utf-8")
    [pack] = load_packs([path])
    return pack


def test_the_published_page_is_that_of_the_packs() -> None:
    assert PAGE.read_text(encoding="utf-8") == book(find_packs(None)), f"run: {COMMAND}"


def test_contributing_says_how_to_write_it_anew() -> None:
    assert COMMAND in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@every_rule
def test_a_rule_has_its_section(pack: Pack, rule: Rule) -> None:
    page = book([pack])
    _, _, section = page.partition(f"\n### {rule.id}\n")
    section = section.partition("\n### ")[0]
    for words in ("- Căn cứ: ", "- Chưa đạt: ", "- Cách sửa: ", "Ví dụ đạt, ", "Ví dụ chưa đạt, "):
        assert words in section


def test_a_sheet_says_all_there_is_to_say(own: Pack) -> None:
    assert dict(sheet(own, own.rules[0]).rows) == {
        "Căn cứ": "Luật A, Điều 3 (chưa kiểm chứng)",
        "Cách xét": "Tìm căn cứ.",
        "Chưa đạt": "Không có … trong 30 ngày",
        "Chưa rõ": "Không rõ …",
        "Khi nghi ngờ": "bản trích mất chữ (plan[damaged]): không kết luận là chưa đạt",
        "Tham số": "days = 30; units = xã, phường; strict = có",
        "Cách sửa": "Thêm căn cứ",
        "Viết lại thành": "05/KH (cần người xem lại)",
        "Xét trên": "cả văn bản",
    }


@every_rule
def test_no_place_of_a_template_is_left_in_a_sheet(pack: Pack, rule: Rule) -> None:
    rows = dict(sheet(pack, rule).rows)
    assert [text for text in rows.values() if "{" in text] == []


def test_the_page_keeps_the_marks_of_titles_and_examples(own: Pack) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(book([own]))
    titles = [tokens[i + 1].content for i, t in enumerate(tokens) if t.type == "heading_open"]
    assert titles == ["Sổ tay quy tắc", "Bộ \\| riêng", "own-rule"]
    fences = [token.content for token in tokens if token.type == "fence"]
    assert fences == ["Căn cứ Luật A;\n", "```\nI. A\n"]


@pytest.mark.parametrize(
    ("severity", "basis", "expected"),
    [
        pytest.param(None, None, True, id="any"),
        pytest.param("warning", None, True, id="its severity"),
        pytest.param("error", None, False, id="another severity"),
        pytest.param(None, "luật a", True, id="words of the document"),
        pytest.param(None, "điều 3", True, id="words of the clause"),
        pytest.param(None, "luật b", False, id="other words"),
        pytest.param(None, "unverified", True, id="not verified"),
        pytest.param(None, "practice", False, id="practice"),
        pytest.param(None, "parent", False, id="the parent's clause"),
    ],
)
def test_rules_are_found_by_severity_and_basis(
    own: Pack, severity: str | None, basis: str | None, expected: bool
) -> None:
    assert fits(own.rules[0], severity, basis) is expected


@pytest.mark.parametrize("basis", ["practice", "parent"])
def test_some_built_in_rules_rest_on_practice_and_some_on_the_parent(basis: str) -> None:
    found: list[Any] = [rule for _, rule in _ALL if fits(rule, None, basis)]
    assert 0 < len(found) < len(_ALL)
