"""Packs: the built-in ones are valid; a faulty one is told with file, line, column and advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine.errors import InputError, PackError
from cchc_check.engine.packs import (
    ORDER,
    all_rules,
    built_in_packs,
    choose,
    find_packs,
    load_packs,
)
from cchc_check.engine.schemas import FOLDER, SCHEMAS, schema_text

PACK = """\
pack: own
title: Bộ riêng
rules:
  - id: has-grounds
    title: Có căn cứ
    severity: error
    context: preface
    assert:
      - exists: ground
        at: doc_title
    message: Thiếu căn cứ ở {it.text}
    advice: Thêm căn cứ
    examples:
      - {name: có, expect: pass, plan: x}
      - {name: không, expect: fail, plan: y}
"""
ASSERTION = "- exists: ground\n        at: doc_title"


def faults_of(path: Path, text: str) -> list[str]:
    """The faults of a pack, each without the folder of its file."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([path])
    return [fault.removeprefix(f"{path.parent}/") for fault in caught.value.faults]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"


# --- the built-in packs ----------------------------------------------------------------------


def test_the_built_in_packs_are_valid() -> None:
    assert [pack.pack for pack in find_packs(None)] == list(ORDER)


def test_the_built_in_packs_are_the_same_with_and_without_validation() -> None:
    loaded = [rule.id for _, rule in all_rules(built_in_packs())]
    assert loaded == [rule.id for _, rule in all_rules(find_packs(None))]


@pytest.mark.parametrize("name", ORDER)
def test_a_built_in_pack_is_found_by_name(name: str) -> None:
    [pack] = find_packs(name)
    assert pack.pack == name


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_that_of_the_program(name: str) -> None:
    published = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(name)


# --- own packs -------------------------------------------------------------------------------


def test_an_own_pack_is_loaded(path: Path) -> None:
    path.write_text(PACK, encoding="utf-8")
    [pack] = load_packs([path])
    assert (pack.pack, [rule.id for rule in pack.rules]) == ("own", ["has-grounds"])


def test_two_packs_may_not_share_a_rule_id(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(PACK, encoding="utf-8")
    two.write_text(PACK, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([one, two])
    assert caught.value.faults == [f"{two}:4:9: mã 'has-grounds' đã có trong {one}"]


def test_an_own_pack_may_not_take_the_id_of_a_built_in_rule(path: Path) -> None:
    path.write_text(PACK.replace("has-grounds", "end-mark"), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([path], known=built_in_packs())
    assert caught.value.faults == [f"{path}:4:9: mã 'end-mark' đã có trong bộ format"]


def test_all_faults_of_all_packs_are_told_at_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(PACK.replace("exists: ground", "exists: grond"), encoding="utf-8")
    two.write_text("- a\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([one, two])
    assert [fault.split(": ")[0] for fault in caught.value.faults] == [f"{one}:9:17", f"{two}:1:1"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("context: preface", "context: preface\n    yields_to: [end-mrk]",
                     "8:17: không có quy tắc 'end-mrk', có phải là 'end-mark'?", id="rule to yield to"),
        pytest.param("context: preface", "context: preface\n    doubt: {when: tabel, why: x}",
                     "8:19: không có loại nút 'tabel', có phải là 'table'?", id="kind in doubt"),
        pytest.param("exists: ground", "exists: ground\n        at_least: $rule.leest",
                     "10:25: quy tắc 'has-grounds' không có tham số 'leest'", id="parameter"),
        pytest.param("exists: ground", "exists: grond",
                     "9:17: không có loại nút 'grond', có phải là 'ground'?", id="kind"),
        pytest.param("exists: ground", 'exists: "body > grond"',
                     "9:25: không có loại nút 'grond', có phải là 'ground'?", id="kind in quotes"),
        pytest.param("context: preface", "context: prefce",
                     "7:14: không có loại nút 'prefce', có phải là 'preface'?", id="kind of the context"),
        pytest.param("at: doc_title", "at: doc_titel",
                     "10:13: không có loại nút 'doc_titel', có phải là 'doc_title'?", id="kind of the place"),
        pytest.param("context: preface", "context: preface\n    unless: doc_typ",
                     "8:13: không có loại nút 'doc_typ', có phải là 'doc_type'?", id="kind in unless"),
        pytest.param("exists: ground", "exists: deadline[perid=year]",
                     "9:26: 'deadline' không có thuộc tính 'perid', có phải là 'period'?", id="attribute"),
        pytest.param("exists: ground", "exists: ground[",
                     "9:23: không đọc được bộ chọn 'ground[' từ chỗ '['", id="selector"),
        pytest.param("exists: ground", "exsts: ground",
                     "9:9: không có phép khẳng định 'exsts', có phải là 'exists'?", id="assertion"),
        pytest.param("at: doc_title", "att: doc_title",
                     "10:9: không có tùy chọn 'att', có phải là 'at'?", id="option"),
        pytest.param("at: doc_title", "at_least: many",
                     "10:19: tùy chọn 'at_least': cần một số nguyên", id="value of an option"),
        pytest.param(ASSERTION, "- each: doc_date\n        that: dat\n        filled: true",
                     "10:15: 'doc_date' không có thuộc tính 'dat', có phải là 'date'?", id="attribute to look at"),
        pytest.param(ASSERTION, "- each: doc_date\n        matchs: x",
                     "10:9: không có tùy chọn 'matchs', có phải là 'matches'?", id="test"),
        pytest.param(ASSERTION, "- each: doc_date",
                     "9:15: cần đúng một phép so trong: within, overlaps, not_after, not_before, equals, matches, one_of, contains, filled", id="no test"),
        pytest.param(ASSERTION, '- each: doc_date\n        matches: "a("',
                     "10:20: biểu thức sai: missing ), unterminated subpattern at position 1", id="expression"),
        pytest.param(ASSERTION, "- each: doc_date\n        that: date\n        within: $itt.window",
                     "11:18: không có gốc '$itt', có phải là 'it'?", id="root of a reference"),
        pytest.param(ASSERTION, "- each: doc_date\n        that: date\n        within: $plan.perod",
                     "11:23: 'plan' không có thuộc tính 'perod', có phải là 'period'?", id="attribute of a reference"),
        pytest.param(ASSERTION, "- each: doc_date\n        that: date\n        within: quý I",
                     "11:17: cần chỉ tới một khoảng ngày, ví dụ $it.window, không phải 'quý I'", id="no reference"),
        pytest.param("exists: ground", "exists: block[marker=$plan.perod]",
                     "9:36: 'plan' không có thuộc tính 'perod', có phải là 'period'?", id="reference in a selector"),
        pytest.param("id: has-grounds", "id: Has grounds", "4:9: 'Has grounds' không hợp lệ (pattern)", id="form of an id"),
        pytest.param("severity: error", "severity: eror",
                     "6:15: giá trị 'eror' sai, có phải là 'error'?", id="severity"),
        pytest.param("title: Có căn cứ", "title: 5", "5:12: cần kiểu string, không phải 5; hãy để trong ngoặc kép", id="type of a value"),
        pytest.param("    message: Thiếu căn cứ ở {it.text}\n", "", "4:5: thiếu mục 'message'", id="missing key"),
        pytest.param("advice: Thêm", "advise: x\n    advice: Thêm",
                     "12:5: không có mục 'advise', có phải là 'advice'?", id="unknown key"),
        pytest.param("expect: fail", "expect: fial",
                     "15:31: giá trị 'fial' sai, có phải là 'fail'?", id="outcome of an example"),
        pytest.param("      - {name: không, expect: fail, plan: y}\n", "",
                     "14:7: quy tắc 'has-grounds' thiếu ví dụ 'fail'", id="missing failing example"),
        pytest.param("      - {name: có, expect: pass, plan: x}\n", "",
                     "14:7: quy tắc 'has-grounds' thiếu ví dụ 'pass'", id="missing passing example"),
        pytest.param("{it.text}", "{it.txt}",
                     "11:33: '{it.txt}': 'preface' không có thuộc tính 'txt', có phải là 'text'?", id="place in a message"),
        pytest.param("{it.text}", "{itt.text}",
                     "11:30: '{itt.text}': không có gốc '$itt', có phải là 'it'?", id="root of a place"),
        pytest.param("{it.text}", "{node.txt}",
                     "11:35: '{node.txt}': $node không có thuộc tính 'txt', có phải là 'text'?", id="place of the node"),
        pytest.param("at: doc_title", "at: doc_title\n        message: Thiếu {plan.isued}",
                     "11:30: '{plan.isued}': 'plan' không có thuộc tính 'isued', có phải là 'issued'?", id="place in an assertion's message"),
        pytest.param("severity: error", "severity: error\n    requires: layot",
                     "7:15: giá trị 'layot' sai, có phải là 'layout'?", id="what is required"),
        pytest.param("severity: error", "severity: error\n    since: '2020-02-30'",
                     "7:13: '2020-02-30' không phải một ngày, ghi dạng 2020-03-05", id="day"),
        pytest.param(ASSERTION, "- none: look[size=8]",
                     "4:5: quy tắc về cách trình bày (look, sheet) cần ghi requires: layout", id="layout not required"),
        pytest.param(ASSERTION, "- looks:\n          - {of: lok, called: x, wanted: {size: a}}",
                     "10:18: không có loại nút 'lok', có phải là 'look'?", id="kind in a demand"),
        pytest.param(ASSERTION, "- looks:\n          - {of: look, called: x, wanted: {sise: a}}",
                     "10:44: 'look' không có thuộc tính 'sise', có phải là 'size'?", id="attribute in a demand"),
        pytest.param(ASSERTION, "- looks:\n          - {of: look, called: x, wanted: {size: {leest: 1}}}",
                     "10:50: tùy chọn 'looks': không có mục nào tên như vậy", id="option of a range"),
        pytest.param("context: preface", "context: [preface",
                     "8:11: YAML sai (did not find expected ',' or ']'); hãy xem lại dấu hai chấm, dấu ngoặc và thụt đầu dòng", id="yaml"),
        pytest.param("context: preface", "context: a: b",
                     "7:15: YAML sai (mapping values are not allowed in this context); hãy xem lại dấu hai chấm, dấu ngoặc và thụt đầu dòng", id="colon"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_line_column_and_suggestion(
    path: Path, old: str, new: str, expected: str
) -> None:
    assert PACK.count(old) == 1
    assert faults_of(path, PACK.replace(old, new)) == [f"own.yaml:{expected}"]


def test_a_rule_id_may_not_be_used_twice(path: Path) -> None:
    again = PACK + PACK.split("rules:\n")[1]
    assert faults_of(path, again) == [
        f"own.yaml:16:9: mã 'has-grounds' đã có trong {path}",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "1:1: cần kiểu object, không phải None", id="empty"),
        pytest.param("- a\n", "1:1: cần kiểu object, không phải ['a']", id="list"),
        pytest.param("pack: own\ntitle: x\nrules:\n", "3:7: cần kiểu array, không phải None", id="no rules"),
        pytest.param("pack: own\nrules: []\n", "1:1: thiếu mục 'title'", id="no title"),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_told(path: Path, text: str, expected: str) -> None:
    assert faults_of(path, text) == [f"own.yaml:{expected}"]


def test_an_alias_of_what_it_stands_in_is_told(path: Path) -> None:
    [fault] = faults_of(path, "pack: own\ntitle: x\nrules: &all\n  - *all\n")
    assert fault.startswith("own.yaml:3:8: cần kiểu object")


def test_a_missing_file_is_told(path: Path) -> None:
    with pytest.raises(InputError, match=r"Không đọc được bộ quy tắc .*own\.yaml: không có tệp"):
        load_packs([path])


def test_a_file_that_is_not_utf_8_is_told(path: Path) -> None:
    path.write_bytes("title: Bộ".encode("utf-16"))
    with pytest.raises(InputError, match="tệp không phải UTF-8"):
        load_packs([path])


def test_an_unknown_pack_name_is_told_with_a_suggestion() -> None:
    with pytest.raises(InputError, match=r"^Không có bộ quy tắc 'formt', có phải là 'format'\?$"):
        find_packs("formt")


# --- choosing --------------------------------------------------------------------------------


CITATIONS = [
    "citation-complete", "citation-form", "citation-not-in-future", "citation-issuer",
    "citation-consistent", "citation-facts", "citation-in-force", "not-self-cited",
]  # fmt: skip


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        pytest.param(["citations"], [], CITATIONS, id="a pack"),
        pytest.param(["end-mark", "sent-to"], [], ["sent-to", "end-mark"], id="rules of two packs"),
        pytest.param(["citations"], ["citation-form"], [CITATIONS[0], *CITATIONS[2:]], id="less a rule"),
        pytest.param(["end-mark"], ["format"], [], id="less its pack"),
    ],
)  # fmt: skip
def test_rules_are_chosen_by_id_or_pack(
    select: list[str], ignore: list[str], expected: list[str]
) -> None:
    chosen = choose(built_in_packs(), select, ignore)
    assert [rule.id for _, rule in all_rules(chosen)] == expected


@pytest.mark.parametrize(("select", "ignore"), [(["end-mrk"], []), ([], ["end-mrk"])])
def test_choosing_an_unknown_rule_is_told_with_a_suggestion(
    select: list[str], ignore: list[str]
) -> None:
    with pytest.raises(InputError, match=r"'end-mrk', có phải là 'end-mark'\?$"):
        choose(built_in_packs(), select, ignore)
