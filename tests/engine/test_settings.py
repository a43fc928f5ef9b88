"""Settings: which configuration file a plan has, what it sets, what is told of a wrong one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_check.engine.errors import InputError, PackError
from cchc_check.engine.packs import all_rules
from cchc_check.engine.rules import Rule
from cchc_check.engine.settings import load_settings
from cchc_check.engine.setup import Asked, Setup, Setups, nearest_settings

FIXTURES = Path(__file__).parents[2] / "fixtures"
OWN = """\
pack: phuong
title: Quy tắc của phường
rules:
  - {id: number-form, override: true, severity: info}
  - {id: own-form, extends: number-form}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a folder of plans in it."""
    (tmp_path / "plans").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def setup_with(folder: Path, text: str, **asked: object) -> Setup:
    """The setup of a plan in a folder whose configuration is `text`."""
    write(folder / "cchc-check.toml", text)
    return Setups(Asked(**asked)).of("plans/a.txt")  # type: ignore[arg-type]


def rules_of(setup: Setup) -> dict[str, Rule]:
    assert setup.packs is not None
    return {rule.id: rule for _, rule in all_rules(setup.packs)}


# --- which file --------------------------------------------------------------------------------


def test_without_a_configuration_all_is_as_it_was(folder: Path) -> None:
    setup = Setups(Asked()).of("plans/a.txt")
    assert (setup.packs, setup.parent, setup.fail_on, setup.waivers) == (None, None, "error", None)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"cchc-check.toml": "", "plans/cchc-check.toml": ""}, "plans/cchc-check.toml", id="the nearest"),
        pytest.param({"cchc-check.toml": ""}, "cchc-check.toml", id="above"),
        pytest.param({"pyproject.toml": "[tool.cchc-check]\n"}, "pyproject.toml", id="a section"),
        pytest.param({"pyproject.toml": '[tool."cchc-check"]\n'}, "pyproject.toml", id="a section in quotes"),
        pytest.param({"pyproject.toml": "[tool]\ncchc-check = {}\n"}, "pyproject.toml", id="an inline table"),
        pytest.param({"pyproject.toml": "[project]\nname = 'cchc-check'\n"}, None, id="no section"),
        pytest.param({"plans/pyproject.toml": "[tool.ruff]\n", "cchc-check.toml": ""}, "cchc-check.toml",
                     id="a project file without a section is passed over"),
        pytest.param({"pyproject.toml": "[tool.cchc-check]\n", "cchc-check.toml": ""}, "cchc-check.toml",
                     id="a file of its own goes first"),
    ],
)  # fmt: skip
def test_the_nearest_configuration_is_found(
    folder: Path, files: dict[str, str], expected: str | None
) -> None:
    for name, text in files.items():
        write(folder / name, text)
    found = nearest_settings(folder / "plans")
    assert found == (folder / expected if expected else None)


def test_a_folder_of_that_name_is_no_configuration(folder: Path) -> None:
    (folder / "cchc-check.toml").mkdir()
    assert nearest_settings(folder) is None


def test_the_folder_of_a_plan_is_looked_at_and_not_the_way_to_it(folder: Path) -> None:
    (folder / "other").mkdir()
    write(folder / "other" / "cchc-check.toml", 'fail-on = "info"\n')
    assert Setups(Asked()).of("other/../plans/a.txt").fail_on == "error"


def test_standard_input_has_the_configuration_of_the_working_directory(folder: Path) -> None:
    write(folder / "cchc-check.toml", 'fail-on = "info"\n')
    assert Setups(Asked()).of("-").fail_on == "info"


def test_each_plan_has_the_configuration_of_its_own_folder(folder: Path) -> None:
    write(folder / "plans" / "cchc-check.toml", 'fail-on = "never"\n')
    setups = Setups(Asked())
    assert [setups.of(plan).fail_on for plan in ("a.txt", "plans/b.txt")] == ["error", "never"]


def test_a_configuration_can_be_named_and_none_can_be_asked_for(folder: Path) -> None:
    write(folder / "cchc-check.toml", 'fail-on = "never"\n')
    other = write(folder / "other.toml", 'fail-on = "info"\n')
    assert Setups(Asked(config=other)).of("plans/a.txt").fail_on == "info"
    assert Setups(Asked(no_config=True)).of("plans/a.txt").fail_on == "error"


def test_a_configuration_named_and_none_at_once_is_told() -> None:
    with pytest.raises(InputError, match="Chỉ dùng một trong hai"):
        Setups(Asked(config=Path("x.toml"), no_config=True))


# --- what it sets ------------------------------------------------------------------------------


def test_the_section_of_a_project_file_is_read(folder: Path) -> None:
    write(folder / "pyproject.toml", '[tool.cchc-check]\nfail-on = "info"\n[tool.ruff]\nx = 1\n')
    assert Setups(Asked()).of("plans/a.txt").fail_on == "info"


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    assert setup_with(folder, '\ufefffail-on = "info"\n').fail_on == "info"


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param('select = ["end-mark"]', {}, {"end-mark"}, id="select"),
        pytest.param('select = ["citations"]\nignore = ["citation-form"]', {},
                     {"citation-complete", "citation-not-in-future"}, id="ignore"),
        pytest.param('select = ["end-mark", "date-form"]\nseverity.end-mark = "off"', {}, {"date-form"}, id="off"),
        pytest.param('select = ["end-mark"]', {"select": ["date-form"]}, {"date-form"}, id="--select wins"),
        pytest.param('ignore = ["end-mark"]\nseverity.date-form = "off"', {"select": ["end-mark", "date-form"]},
                     {"end-mark", "date-form"}, id="a rule that is asked for is checked"),
        pytest.param('ignore = ["citation-form"]', {"select": ["citations"]},
                     {"citation-complete", "citation-not-in-future"}, id="a pack that is asked for, without what is ignored"),
        pytest.param('ignore = ["citations"]', {"select": ["citations"], "ignore": ["citation-form"]},
                     {"citation-complete", "citation-not-in-future"}, id="an ignored pack that is asked for"),
        pytest.param('select = ["end-mark", "date-form"]\nignore = ["end-mark"]', {"ignore": ["number-form"]},
                     {"date-form"}, id="--ignore adds to what is ignored"),
    ],
)  # fmt: skip
def test_rules_are_chosen_by_the_file_and_the_command_line(
    folder: Path, text: str, asked: dict[str, object], expected: set[str]
) -> None:
    assert {*rules_of(setup_with(folder, text, **asked))} & {
        "end-mark", "date-form", "citation-form", "citation-complete", "citation-not-in-future",
    } == expected  # fmt: skip


def test_a_severity_and_a_parameter_are_set(folder: Path) -> None:
    rules = rules_of(
        setup_with(
            folder,
            '[severity]\nend-mark = "error"\n[parameters.report-deadlines-kept]\ngrace_days = 3\n',
        )
    )
    assert rules["end-mark"].severity == "error"
    assert rules["date-form"].severity == "warning"
    assert rules["report-deadlines-kept"].parameters == {"grace_days": 3}


def test_what_one_configuration_sets_is_nothing_to_another(folder: Path) -> None:
    setup_with(folder, 'severity.end-mark = "error"\n')
    write(folder / "plans" / "cchc-check.toml", "")
    assert rules_of(Setups(Asked()).of("plans/a.txt"))["end-mark"].severity == "info"


def test_packs_are_found_from_the_file_and_joined_with_those_of_the_command_line(
    folder: Path,
) -> None:
    write(folder / "own.yaml", OWN)
    more = write(
        folder / "plans" / "more.yaml", OWN.replace("own-form", "more").replace("phuong", "more")
    )
    rules = rules_of(setup_with(folder, 'packs = ["own.yaml"]', packs=[more]))
    assert {"own-form", "more", "end-mark"} <= rules.keys()
    assert rules["number-form"].severity == "info"


def test_an_own_pack_can_be_selected_with_what_it_overrides(folder: Path) -> None:
    write(folder / "own.yaml", OWN)
    rules = rules_of(setup_with(folder, 'packs = ["own.yaml"]\nselect = ["phuong"]'))
    assert rules.keys() == {"number-form", "own-form"}


def test_the_parent_is_an_id_or_a_file_beside_the_configuration(folder: Path) -> None:
    setup = setup_with(folder, 'parent = "82-KH"\n')
    assert setup.parent is not None and setup.parent.id == "82-KH"
    plan = (FIXTURES / "phuong-hoa-lam-2025.txt").read_text(encoding="utf-8")
    write(folder / "plans" / "cha.txt", plan)
    setup = setup_with(folder, 'parent = "plans/cha.txt"\n')
    assert setup.parent is not None and setup.parent.number == "18/KH-UBND"


def test_the_parent_of_the_command_line_wins(folder: Path) -> None:
    setup = setup_with(folder, 'parent = "82-KH"\n', parent="448-KH")
    assert setup.parent is not None and setup.parent.id == "448-KH"


def test_fail_on_of_the_command_line_wins(folder: Path) -> None:
    assert setup_with(folder, 'fail-on = "info"\n', fail_on="never").fail_on == "never"


def test_the_registry_is_carried(folder: Path) -> None:
    path = write(folder / "cchc-check.toml", 'registry = "cap-tren"\n')
    assert load_settings(path).registry == folder / "cap-tren"


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param('ignore = ["end-mark"]', {}, ["Theo cchc-check.toml, không xét end-mark."], id="ignored"),
        pytest.param('select = ["end-mark"]', {}, ["Theo cchc-check.toml, chỉ xét end-mark."], id="selected"),
        pytest.param('select = ["end-mark"]', {"select": ["date-form"]}, [], id="not where the command line selects"),
        pytest.param('severity.end-mark = "off"', {"select": ["date-form"]}, [], id="not what is not asked for anyway"),
        pytest.param('severity.end-mark = "error"', {}, [], id="nothing left out"),
    ],
)  # fmt: skip
def test_what_a_configuration_leaves_out_is_told_in_each_report(
    folder: Path, text: str, asked: dict[str, object], expected: list[str]
) -> None:
    assert list(setup_with(folder, text, **asked).chosen.notes) == expected


def test_of_many_rules_left_out_a_few_are_named(folder: Path) -> None:
    [note] = setup_with(folder, 'ignore = ["format"]').chosen.notes
    assert note.count(",") == 5 and " mục khác." in note


# --- what is wrong with it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("selct = []", "mục “selct”: không có mục nào tên như vậy, có phải là 'select'?", id="key"),
        pytest.param('fail_on = "info"', "mục “fail_on”: không có mục nào tên như vậy, có phải là 'fail-on'?", id="an underscore"),
        pytest.param('select = "end-mark"', "mục “select”: cần một danh sách.", id="no list"),
        pytest.param("select = [1]", "mục “select”: cần chữ (để trong ngoặc kép nếu là số).", id="no text"),
        pytest.param('fail-on = "eror"', "mục “fail-on”: giá trị 'eror' sai, phải là 'error', 'warning', 'info', 'never'.", id="level"),
        pytest.param('severity.end-mark = "high"',
                     "mục “severity.end-mark”: giá trị 'high' sai, phải là 'error', 'warning', 'info', 'off'.", id="severity"),
        pytest.param("parameters.end-mark = 3", "mục “parameters.end-mark”: cần các mục con.", id="no table"),
        pytest.param('select = ["end-mrk"]',
                     "mục “select”: không có quy tắc hoặc bộ quy tắc 'end-mrk', có phải là 'end-mark'?", id="selected rule"),
        pytest.param('ignore = ["formt"]',
                     "mục “ignore”: không có quy tắc hoặc bộ quy tắc 'formt', có phải là 'format'?", id="ignored pack"),
        pytest.param('severity.end-mrk = "off"', "mục “severity”: không có quy tắc 'end-mrk', có phải là 'end-mark'?", id="rule"),
        pytest.param("parameters.report-deadline-kept.grace_days = 3",
                     "mục “parameters”: không có quy tắc 'report-deadline-kept', có phải là 'report-deadlines-kept'?",
                     id="rule of a parameter"),
        pytest.param("parameters.report-deadlines-kept.grace-days = 3",
                     "mục “parameters.report-deadlines-kept”: quy tắc 'report-deadlines-kept' không có tham số 'grace-days', có phải là 'grace_days'?",
                     id="parameter"),
        pytest.param("parameters.parent-binds.x = 3",
                     "mục “parameters.parent-binds”: quy tắc 'parent-binds' không có tham số nào để đặt.", id="no parameters"),
        pytest.param('parameters.report-deadlines-kept.grace_days = "ba"',
                     "mục “parameters.report-deadlines-kept.grace_days”: cần một số nguyên, không phải 'ba'.", id="type"),
        pytest.param("parameters.report-deadlines-kept.grace_days = true",
                     "mục “parameters.report-deadlines-kept.grace_days”: cần một số nguyên, không phải True.", id="truth is no number"),
        pytest.param('parent = "99-KH"', "mục “parent”: Không có kế hoạch cấp trên “99-KH” trong danh mục", id="parent"),
        pytest.param('packs = ["mất.yaml"]', "mục “packs”: Không đọc được bộ quy tắc mất.yaml: không có tệp", id="pack"),
        pytest.param('select = ["end-mark"]\nignore = ["format"]', "Không còn quy tắc nào để xét", id="nothing left"),
        pytest.param('waivers = "mất.yaml"', "Không đọc được tệp điểm bỏ qua mất.yaml: không có tệp", id="waivers"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_is_told_in_one_sentence(
    folder: Path, text: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        setup_with(folder, text)
    told = str(caught.value)
    assert expected in told
    assert "cchc-check.toml" in told or "mất.yaml" in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"select = [", "không phải TOML hợp lệ, sai ", id="breaks off"),
        pytest.param(b"a = 1\nb b = 2\n", "không phải TOML hợp lệ, sai ở dòng 2, cột 3", id="place"),
        pytest.param(b'packs = ["a\\q.yaml"]', "đường dẫn ghi bằng dấu /", id="a path of Windows"),
        pytest.param("select = ['ế']".encode("utf-16"), "tệp không phải UTF-8", id="no UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told(folder: Path, data: bytes, expected: str) -> None:
    (folder / "cchc-check.toml").write_bytes(data)
    with pytest.raises(InputError) as caught:
        Setups(Asked()).of("plans/a.txt")
    assert expected in str(caught.value)


def test_a_named_configuration_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(InputError, match=r"Không đọc được tệp cấu hình mất\.toml: không có tệp"):
        Setups(Asked(config=Path("mất.toml"))).of("a.txt")


def test_a_named_project_file_without_a_section_is_told(folder: Path) -> None:
    path = write(folder / "pyproject.toml", "[tool.ruff]\n")
    with pytest.raises(InputError, match=r"không có mục \[tool.cchc-check\]"):
        Setups(Asked(config=path)).of("a.txt")


def test_a_key_of_a_project_file_is_told_with_its_section(folder: Path) -> None:
    write(folder / "pyproject.toml", "[tool.cchc-check]\nselct = []\n")
    with pytest.raises(InputError, match=r"mục “tool\.cchc-check\.selct”"):
        Setups(Asked()).of("plans/a.txt")


def test_a_faulty_pack_of_a_configuration_is_told_with_its_own_place(folder: Path) -> None:
    write(folder / "own.yaml", OWN.replace("severity: info", "severity: inf"))
    with pytest.raises(PackError) as caught:
        setup_with(folder, 'packs = ["own.yaml"]')
    assert caught.value.faults == ["own.yaml:4:49: giá trị 'inf' sai, có phải là 'info'?"]


# --- what it costs -----------------------------------------------------------------------------


def test_a_run_without_these_files_imports_nothing_for_them(folder: Path) -> None:
    plan = FIXTURES / "phuong-hoa-lam-2025.txt"
    write(folder / "plans" / "a.txt", plan.read_text(encoding="utf-8"))
    code = (
        "import sys; from cchc_check.cli import run; run(['plans/a.txt']);"
        "print([m for m in ('pydantic', 'jsonschema', 'tomllib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_the_command_line_tells_a_wrong_configuration_and_ends_with_2(
    folder: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    write(folder / "cchc-check.toml", "selct = []\n")
    code, out, err = cli("plans/a.txt", "plans/b.txt")
    assert (code, out) == (2, "")
    assert err == (
        "Tệp cấu hình cchc-check.toml, mục “selct”: không có mục nào tên như vậy, có phải là"
        " 'select'?\n"
    )


def test_fail_on_of_the_configuration_decides_the_exit_status(
    folder: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    plan = FIXTURES / "xa-dong-khe-nhieu-loi.txt"
    write(folder / "plans" / "a.txt", plan.read_text(encoding="utf-8"))
    write(folder / "cchc-check.toml", 'fail-on = "never"\n')
    assert cli("plans/a.txt")[0] == 0
    assert cli("plans/a.txt", "--fail-on", "error")[0] == 1
