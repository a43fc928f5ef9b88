"""Selectors: which nodes they name, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lark import Lark

from cchc_check.engine import selectors
from cchc_check.engine.packs import all_rules, built_in_packs
from cchc_check.engine.parents import load_parent
from cchc_check.engine.selectors import (
    Index,
    Scope,
    SelectorError,
    compile_selector,
    parse_selector,
)
from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Node

PLAN = """\
ỦY BAN NHÂN DÂN
PHƯỜNG HOA LÂM
Số: 18/KH-UBND
Hoa Lâm, ngày 05 tháng 3 năm 2025
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2025

Căn cứ Kế hoạch số 82/KH-UBND ngày 07/02/2025 của Ủy ban nhân dân thành phố về tuyên truyền;
UBND phường Hoa Lâm ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Ý nghĩa
- Nâng cao nhận thức.
2. Yêu cầu
- Thiết thực.
II. TỔ CHỨC THỰC HIỆN
1. Công chức Văn hóa - Xã hội
- Báo cáo UBND thành phố trước ngày 01/6 đối với báo cáo 06 tháng và trước ngày 25/11 đối với báo cáo năm.
2. Công chức Tài chính - Kế toán
- Tham mưu bố trí kinh phí./.
"""


@pytest.fixture(scope="module")
def scope() -> Scope:
    return Scope(Index.of(parse(PLAN)), Index.of(load_parent("82-KH")))


def words(nodes: list[Node]) -> list[str]:
    return [node.text for node in nodes]


PURPOSE, ORGANISATION = "I. MỤC ĐÍCH", "II. TỔ CHỨC THỰC HIỆN"
CULTURE, MONEY = "1. Công chức Văn hóa - Xã hội", "2. Công chức Tài chính - Kế toán"
HALF_YEAR, YEAR = "trước ngày 01/6", "trước ngày 25/11"


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param("doc_number", ["Số: 18/KH-UBND"], id="a kind"),
        pytest.param("section", [PURPOSE, ORGANISATION], id="several of a kind"),
        pytest.param("table", [], id="none of a kind"),
        pytest.param("block[depth=1]", [PURPOSE, ORGANISATION], id="block is every marked block"),
        pytest.param("*[text*=nghĩa]", ["1. Ý nghĩa"], id="a star is every kind but lines"),
        pytest.param("preface > doc_type", ["KẾ HOẠCH"], id="a child"),
        pytest.param("plan > doc_type", [], id="a grandchild is no child"),
        pytest.param("plan doc_type", ["KẾ HOẠCH"], id="a descendant"),
        pytest.param("doc_type plan", [], id="an ancestor is no descendant"),
        pytest.param(
            "section > item > bullet[text^=- N]", ["- Nâng cao nhận thức."], id="children of children"
        ),
        pytest.param("body deadline[period=year]", [YEAR], id="phrases hang in the tree too"),
        pytest.param("section > item, doc_type", ["KẾ HOẠCH", "1. Ý nghĩa", "2. Yêu cầu", CULTURE, MONEY],
                     id="a union is in document order"),
        pytest.param("section, block[depth=1]", [PURPOSE, ORGANISATION], id="a union names a node once"),
    ],
)  # fmt: skip
def test_a_selector_names_nodes_by_kind_and_place(
    scope: Scope, selector: str, expected: list[str]
) -> None:
    assert words(compile_selector(selector).find(scope)) == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param("deadline[period=year]", [YEAR], id="equals"),
        pytest.param('section[heading="MỤC ĐÍCH"]', [PURPOSE], id="equals a text in quotes"),
        pytest.param("deadline[kind=report]", [HALF_YEAR, YEAR], id="kind is the kind of deadline"),
        pytest.param("deadline[strict=true][period=year]", [YEAR], id="two tests at once"),
        pytest.param("deadline[period!=year]", [HALF_YEAR], id="differs"),
        pytest.param("section[roles~=purpose]", [PURPOSE], id="a list holds"),
        pytest.param("section[roles~=purp]", [], id="a list does not hold a part of a word"),
        pytest.param("section[heading^=TỔ]", [ORGANISATION], id="begins with"),
        pytest.param("section[heading^=CHỨC]", [], id="does not begin with"),
        pytest.param("item[heading*=tài chính]", [MONEY], id="contains, in whatever case"),
        pytest.param("block[depth<=1]", [PURPOSE, ORGANISATION], id="at most"),
        pytest.param("block[depth<2]", [PURPOSE, ORGANISATION], id="less than"),
        pytest.param("section[depth>=2]", [], id="at least"),
        pytest.param("item[depth>1][marker=2.]", ["2. Yêu cầu", MONEY], id="more than"),
        pytest.param("deadline[dated]", [HALF_YEAR, YEAR], id="has a value"),
        pytest.param("section[expected]", [], id="has no value"),
        pytest.param("doc_number[ordinal=18]", ["Số: 18/KH-UBND"], id="digits of a text attribute"),
        pytest.param("doc_date[day=05]", ["Hoa Lâm, ngày 05 tháng 3 năm 2025"], id="digits with a zero"),
        pytest.param("doc_date[day<10]", ["Hoa Lâm, ngày 05 tháng 3 năm 2025"], id="a text of digits as a number"),
        pytest.param("doc_date[date>3]", [], id="what cannot be compared does not match"),
        pytest.param("block[depth~=1]", [], id="a number holds nothing"),
    ],
)  # fmt: skip
def test_an_attribute_is_tested_by_an_operator(
    scope: Scope, selector: str, expected: list[str]
) -> None:
    assert words(compile_selector(selector).find(scope)) == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param("section:first", [PURPOSE], id="first"),
        pytest.param("section:last", [ORGANISATION], id="last"),
        pytest.param("table:first", [], id="first of none"),
        pytest.param("section:last > item:first", [CULTURE], id="the first below the last"),
        pytest.param(
            "section:first > item", ["1. Ý nghĩa", "2. Yêu cầu"], id="all below the first"
        ),
        pytest.param("section:has(deadline)", [ORGANISATION], id="has below"),
        pytest.param("item:has(deadline[period=year])", [CULTURE], id="has below, with a test"),
        pytest.param("bullet:has(bullet)", [], id="a node is not below itself"),
        pytest.param("section:not(:has(deadline))", None, id="not takes an attribute or a path"),
        pytest.param("section:not(deadline)", [PURPOSE], id="has no such node below"),
        pytest.param("deadline:not([period])", [], id="has no value"),
        pytest.param("deadline:not([period=year])", [HALF_YEAR], id="has another value"),
    ],
)
def test_a_selector_picks_and_looks_below(
    scope: Scope, selector: str, expected: list[str] | None
) -> None:
    if expected is None:
        with pytest.raises(SelectorError):
            compile_selector(selector)
    else:
        assert words(compile_selector(selector).find(scope)) == expected


def test_parent_selects_in_the_parent(scope: Scope) -> None:
    found = compile_selector("$parent obligation[kind=report]").find(scope)
    assert words(found) == ["Báo cáo 06 tháng trước ngày 05/6", "Báo cáo năm trước ngày 30/11"]


def test_parent_selects_nothing_where_there_is_none(scope: Scope) -> None:
    alone = Scope(scope.plan)
    assert compile_selector("$parent obligation").find(alone) == []


def test_it_selects_at_and_below_the_selected_node(scope: Scope) -> None:
    section = compile_selector("section:last").find(scope)[0]
    inner = Scope(scope.plan, scope.parent, section)
    assert words(compile_selector("$it item").find(inner)) == [CULTURE, MONEY]
    assert words(compile_selector("$it section").find(inner)) == [ORGANISATION]
    assert words(compile_selector("$plan section").find(inner)) == [PURPOSE, ORGANISATION]


def test_it_selects_nothing_where_nothing_is_selected(scope: Scope) -> None:
    assert compile_selector("$it item").find(scope) == []


@pytest.mark.parametrize(("obligation", "expected"), [(":first", HALF_YEAR), (":last", YEAR)])
def test_an_attribute_is_compared_with_that_of_the_selected_node(
    scope: Scope, obligation: str, expected: str
) -> None:
    duty = compile_selector(f"$parent obligation[kind=report]{obligation}").find(scope)[0]
    inner = Scope(scope.plan, scope.parent, duty)
    assert words(compile_selector("deadline[period=$it.period]").find(inner)) == [expected]


@pytest.mark.parametrize(
    ("selector", "column", "words"),
    [
        pytest.param("blok", 0, "loại nút 'blok', có phải là 'block'?", id="kind"),
        pytest.param("section > blok[depth=1]", 10, "'blok', có phải là 'block'?", id="kind behind another"),
        pytest.param("doc_type, blok", 10, "'blok', có phải là 'block'?", id="kind in a union"),
        pytest.param("block:has(dedline)", 10, "'dedline', có phải là 'deadline'?", id="kind in has"),
        pytest.param("deadline[perid=year]", 9,
                     "'deadline' không có thuộc tính 'perid', có phải là 'period'?", id="attribute"),
        pytest.param("deadline[dated][perid]", 16, "'perid', có phải là 'period'?", id="second attribute"),
        pytest.param("deadline:not([perid])", 14, "'perid', có phải là 'period'?", id="attribute in not"),
        pytest.param("block[perid]", 6, "các từ dùng được: depth, expected", id="attribute like no other"),
        pytest.param("*[marker]", 2, "các từ dùng được: text", id="a star has only text"),
        pytest.param("block[children]", 6, "không có thuộc tính 'children'", id="structure is no attribute"),
        pytest.param("", 0, "không đọc được bộ chọn", id="nothing"),
        pytest.param("Block", 0, "từ chỗ 'Block'", id="capitals"),
        pytest.param("$plna block", 0, "từ chỗ '$plna block'", id="root"),
        pytest.param("block:frst", 5, "từ chỗ ':frst'", id="pick"),
        pytest.param("block[depth=1", 12, "từ chỗ '1'", id="open bracket"),
        pytest.param("block[depth==1]", 12, "từ chỗ '=1]'", id="doubled sign"),
        pytest.param("block > > item", 8, "từ chỗ '> item'", id="doubled child sign"),
        pytest.param("block:has()", 10, "từ chỗ ')'", id="empty has"),
        pytest.param("deadline[period=$itt.period]", 16, "từ chỗ '$itt.period]'", id="root of a reference"),
    ],
)  # fmt: skip
def test_a_wrong_selector_is_told_with_its_column_and_a_suggestion(
    selector: str, column: int, words: str
) -> None:
    with pytest.raises(SelectorError) as caught:
        compile_selector(selector)
    assert caught.value.column == column
    assert words in str(caught.value)


@pytest.fixture(scope="module")
def lark() -> Lark:
    grammar = Path(selectors.__file__).with_name("selector.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", start="selector", maybe_placeholders=False)


@pytest.mark.parametrize(("depth", "expected"), [(0, []), (1, [PURPOSE, ORGANISATION])])
def test_what_a_parameter_limits_is_looked_for_anew(
    scope: Scope, depth: int, expected: list[str]
) -> None:
    inner = Scope(scope.plan, parameters={"depth": depth})
    assert words(compile_selector("block[depth<=$rule.depth]").find(inner)) == expected


def test_what_is_done_to_the_nodes_found_changes_no_later_search(scope: Scope) -> None:
    compile_selector("section").find(scope).clear()
    assert words(compile_selector("section").find(scope)) == [PURPOSE, ORGANISATION]


def test_a_selector_is_read_as_lark_reads_it(lark: Lark) -> None:
    rules = [rule for _, rule in all_rules(built_in_packs())]
    texts = {rule.context for rule in rules} | {rule.unless for rule in rules if rule.unless}
    for rule in rules:
        texts |= {text for assertion in rule.asserts for _, text in assertion.selectors()}
    assert len(texts) > 50
    for text in texts:
        assert shape(parse_selector(text.strip())) == shape(lark.parse(text.strip())), text


def shape(tree: Any) -> Any:
    """A tree, Lark's or ours, as plain data: rules with their parts, tokens with their places."""
    if isinstance(tree, str):
        token: Any = tree
        return token.type, str(token), token.start_pos, token.end_pos
    return str(tree.data), [shape(child) for child in tree.children]
