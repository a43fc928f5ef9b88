"""Inheritance: rules of an own pack that override a rule field by field, or extend one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine.errors import PackError
from cchc_check.engine.examples import run_examples
from cchc_check.engine.packs import all_rules, built_in_packs, find_packs, join, load_packs
from cchc_check.engine.rules import Rule

HEAD = "pack: own\ntitle: Bộ riêng\nversion: '1.2'\nengine: '>=0.1,<1'\nrules:\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"


def built_in(name: str) -> Rule:
    [rule] = (rule for _, rule in all_rules(built_in_packs()) if rule.id == name)
    return rule


def loaded(path: Path, rules: str) -> dict[str, Rule]:
    """The rules of an own pack beside the built-in ones."""
    path.write_text(HEAD + rules, encoding="utf-8")
    packs = load_packs([path], known=built_in_packs())
    return {rule.id: rule for _, rule in all_rules(packs)}


def faults_of(path: Path, rules: str) -> list[str]:
    """The faults of an own pack, each without the folder of its file."""
    with pytest.raises(PackError) as caught:
        loaded(path, rules)
    return [fault.removeprefix(f"{path.parent}/") for fault in caught.value.faults]


# --- field by field ----------------------------------------------------------------------------


def test_an_overriding_rule_changes_the_fields_that_it_gives(path: Path) -> None:
    rule = loaded(path, "  - {id: number-form, override: true, severity: info}\n")["number-form"]
    base = built_in("number-form")
    assert (rule.severity, base.severity) == ("info", "warning")
    assert (rule.title, rule.asserts, rule.examples) == (base.title, base.asserts, base.examples)


def test_an_extending_rule_is_one_more_rule(path: Path) -> None:
    rules = loaded(path, "  - {id: own-form, extends: number-form, title: Số của phường}\n")
    assert list(rules) == ["own-form"]
    assert rules["own-form"].title == "Số của phường"
    assert rules["own-form"].message == built_in("number-form").message


def test_a_field_can_be_taken_away(path: Path) -> None:
    rule = loaded(path, "  - {id: end-mark, override: true, unless: null}\n")["end-mark"]
    assert built_in("end-mark").unless is not None
    assert rule.unless is None


def test_of_parameters_each_value_is_changed_for_itself(path: Path) -> None:
    text = "  - {id: own, extends: purpose-section, parameters: {depth: 1}}\n"
    assert loaded(path, text)["own"].parameters == {"depth": 1}
    assert built_in("purpose-section").parameters == {"depth": 2}


def test_an_extending_rule_may_stand_before_its_base(path: Path) -> None:
    rules = loaded(
        path,
        "  - {id: grandchild, extends: child, advice: Sửa}\n"
        "  - {id: child, extends: number-form, severity: error}\n",
    )
    assert (rules["grandchild"].severity, rules["grandchild"].advice) == ("error", "Sửa")


def test_an_extending_rule_builds_on_what_its_pack_makes_of_the_base(path: Path) -> None:
    rules = loaded(
        path,
        "  - {id: own-form, extends: number-form}\n"
        "  - {id: number-form, override: true, severity: info}\n",
    )
    assert rules["own-form"].severity == "info"
    assert not rules["own-form"].override


def test_a_long_line_of_extending_rules_is_no_trouble(path: Path) -> None:
    lines = ["  - {id: r0, extends: number-form}\n"]
    lines += [f"  - {{id: r{n}, extends: r{n - 1}}}\n" for n in range(1, 120)]
    assert loaded(path, "".join(reversed(lines)))["r119"].title == built_in("number-form").title


def test_a_later_pack_builds_on_an_earlier_one(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(HEAD + "  - {id: number-form, override: true, severity: info}\n", "utf-8")
    two.write_text(HEAD + "  - {id: number-form, override: true, title: Số}\n", "utf-8")
    known = built_in_packs()
    packs = join(known, load_packs([one, two], known=known))
    [rule] = (rule for _, rule in all_rules(packs) if rule.id == "number-form")
    assert (rule.severity, rule.title) == ("info", "Số")


def test_an_overriding_rule_stands_in_the_place_of_the_overridden(path: Path) -> None:
    path.write_text(
        HEAD + "  - {id: number-form, override: true, severity: info}\n"
        "  - {id: own-form, extends: number-form}\n",
        encoding="utf-8",
    )
    known = built_in_packs()
    packs = join(known, load_packs([path], known=known))
    before = [(pack.pack, rule.id) for pack, rule in all_rules(known)]
    after = [(pack.pack, rule.id) for pack, rule in all_rules(packs)]
    assert after == [*before, ("own", "own-form")]
    assert [r.severity for _, r in all_rules(packs) if r.id == "number-form"] == ["info"]


def test_the_examples_of_an_own_pack_run_on_what_it_inherits(path: Path) -> None:
    path.write_text(
        HEAD + "  - {id: purpose-section, override: true, parameters: {depth: 1}}\n", "utf-8"
    )
    trials = list(run_examples(find_packs(str(path))))
    assert len(trials) == len(built_in("purpose-section").examples)
    assert {trial.fault for trial in trials} == {None}


def test_a_pack_tells_its_version_and_what_it_needs(path: Path) -> None:
    path.write_text(HEAD + "  - {id: end-mark, override: true, severity: error}\n", "utf-8")
    [pack] = find_packs(str(path))
    assert (pack.version, pack.engine) == ("1.2", ">=0.1,<1")


def test_every_built_in_pack_tells_its_version_and_what_it_needs() -> None:
    assert all(pack.version and pack.engine for pack in built_in_packs())


# --- faults ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param("  - {id: nmber-form, override: true}\n",
                     ["6:10: không có quy tắc 'nmber-form' để sửa, có phải là 'number-form'?"],
                     id="overrides no rule"),
        pytest.param("  - {id: own, extends: end-mrk}\n",
                     ["6:24: không có quy tắc 'end-mrk' để dựa vào, có phải là 'end-mark'?"],
                     id="extends no rule"),
        pytest.param("  - {id: own, extends: own}\n",
                     ["6:24: quy tắc 'own' không dựa vào chính nó; để sửa một quy tắc có sẵn thì ghi override: true"],
                     id="extends itself"),
        pytest.param("  - {id: a, extends: c}\n  - {id: b, extends: a}\n  - {id: c, extends: b}\n",
                     ["6:22: các quy tắc dựa vòng quanh vào nhau: a -> c -> b -> a"],
                     id="a circle is told once"),
        pytest.param("  - {id: x, extends: a}\n  - {id: a, extends: b}\n  - {id: b, extends: a}\n",
                     ["7:22: các quy tắc dựa vòng quanh vào nhau: a -> b -> a"],
                     id="not at a rule that leads into it"),
        pytest.param("  - {id: own, extends: end-mark, override: true}\n",
                     ["6:5: một quy tắc hoặc có 'override', hoặc có 'extends', không có cả hai"],
                     id="both"),
        pytest.param("  - {id: end-mark, override: false}\n",
                     ["6:30: chỉ nhận giá trị true, không phải False"], id="override: false"),
        pytest.param("  - {id: end-mark, overide: true}\n",
                     ["6:20: không có mục 'overide', có phải là 'override'?"],
                     id="misspelt override, and not all that is missing then"),
        pytest.param("  - {id: own, extend: end-mark}\n",
                     ["6:15: không có mục 'extend', có phải là 'extends'?"], id="misspelt extends"),
        pytest.param("  - {id: end-mark, override: true, severity: eror}\n",
                     ["6:46: giá trị 'eror' sai, có phải là 'error'?"], id="value"),
        pytest.param("  - {id: end-mark, override: true, advise: x}\n",
                     ["6:36: không có mục 'advise', có phải là 'advice'?"], id="key"),
        pytest.param("  - {id: end-mark, override: true, context: bdy}\n",
                     ["6:45: không có loại nút 'bdy', có phải là 'body'?"], id="selector"),
        pytest.param("  - {id: end-mark, override: true, context: 'block[depth<=$rule.depth]'}\n",
                     ["6:65: quy tắc 'end-mark' không có tham số 'depth'"],
                     id="parameter in a selector"),
        pytest.param("  - {id: end-mark, override: true, assert: [{exsts: body}]}\n",
                     ["6:46: không có phép khẳng định 'exsts', có phải là 'exists'?"], id="assertion"),
        pytest.param("  - {id: end-mark, override: true, assert: [5]}\n",
                     ["6:45: cần kiểu object, không phải 5"], id="no assertion at all"),
        pytest.param("  - {id: number-form, override: true, message: 'sai {node.tex}'}\n",
                     ["6:59: '{node.tex}': 'doc_number' không có thuộc tính 'tex', có phải là 'text'?"],
                     id="place of a message"),
        pytest.param("  - {id: sent-to, override: true, context: preface}\n",
                     [f"6:5: '{{it.{name}}}': 'preface' không có thuộc tính '{name}'; các từ dùng được: lost, text (mục '{key}' lấy từ quy tắc 'sent-to')"
                      for key, name in [("message", "addressee"), ("unknown", "addressee"), ("ok", "addressee"), ("advice", "draft")]],
                     id="an inherited text that no longer fits"),
        pytest.param("  - {id: own, extends: purpose-section, parameters: {dept: 1}}\n",
                     ["6:54: 'purpose-section' không có tham số 'dept', có phải là 'depth'?"],
                     id="parameter that the base has not"),
        pytest.param("  - {id: own, extends: purpose-section, parameters: {depth: sâu}}\n",
                     ["6:61: tham số 'depth': cần một số nguyên, không phải 'sâu'"],
                     id="type of a parameter"),
        pytest.param("  - {id: end-mark, override: true}\n  - {id: end-mark, override: true}\n",
                     ["7:10: mã 'end-mark' đã có trong PATH"], id="overridden twice"),
        pytest.param("  - {id: own, extends: bad}\n  - {id: bad, extends: end-mark, context: bdy}\n",
                     ["6:5: không có loại nút 'bdy', có phải là 'body'? (mục 'context' lấy từ quy tắc 'bad')",
                      "7:43: không có loại nút 'bdy', có phải là 'body'?"],
                     id="what is inherited is told with where it comes from"),
        pytest.param("  - {id: own, extends: bad}\n  - {id: bad, extends: end-mark, assert: [{exsts: x}]}\n",
                     ["7:44: không có phép khẳng định 'exsts', có phải là 'exists'?"],
                     id="a rule on a faulty one is not judged"),
    ],
)  # fmt: skip
def test_a_fault_of_inheritance_is_told_with_its_place(
    path: Path, rules: str, expected: list[str]
) -> None:
    told = [fault.replace(str(path), "PATH") for fault in faults_of(path, rules)]
    assert told == [f"own.yaml:{fault}" for fault in expected]


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        pytest.param('">=0.5"', "3:10: bộ quy tắc này cần cchc-check >=0.5, chương trình đang dùng là ", id="newer"),
        pytest.param('"mới nhất"', "3:10: không đọc được khoảng phiên bản 'mới nhất'; ghi dạng", id="no range"),
        pytest.param("0.1", "3:9: cần kiểu string, không phải 0.1; hãy để trong ngoặc kép", id="a number"),
    ],
)  # fmt: skip
def test_a_pack_for_another_program_is_refused(path: Path, engine: str, expected: str) -> None:
    path.write_text(f"pack: own\ntitle: x\nengine: {engine}\nnew_key: 1\nrules: []\n", "utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([path])
    assert caught.value.faults[0].startswith(f"{path}:{expected}")


def test_a_pack_for_another_program_is_not_judged_further(path: Path) -> None:
    path.write_text("pack: own\ntitle: x\nengine: '>=9'\nnew_key: 1\nrules: []\n", "utf-8")
    with pytest.raises(PackError) as caught:
        load_packs([path])
    assert len(caught.value.faults) == 1
