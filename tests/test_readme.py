"""Every command that README.md and docs/huong-dan.md show is real, and prints what they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cchc_check.cli import run
from cchc_check.engine.derive import derive_parent
from cchc_check.engine.examples import run_examples
from cchc_check.engine.packs import all_rules, find_packs
from cchc_check.engine.parent_yaml import yaml_of
from cchc_check.engine.reading import read_source
from cchc_check.engine.setup import Asked, Setups
from cchc_check.engine.waivers import load_waivers

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/huong-dan.md")
_CONSOLE = re.compile(r"```console\n\$ (cchc-check [^\n]+)\n(.*?)\n```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _shown() -> list[tuple[str, str]]:
    return [
        (match[1], match[2])
        for page in PAGES
        for match in _CONSOLE.finditer((ROOT / page).read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("command", "output"), _shown(), ids=[c for c, _ in _shown()])
def test_a_shown_command_prints_what_is_shown(
    command: str, output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for entry in ROOT.iterdir():  # what a command writes does not land here
        (tmp_path / entry.name).symlink_to(entry)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    run(shlex.split(command)[1:])
    assert capsys.readouterr().out.rstrip("\n") == output


def test_the_pages_show_some_commands() -> None:
    assert len(_shown()) >= 6


def test_the_python_example_runs() -> None:
    examples = _PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert examples
    for example in examples:
        names: dict[str, object] = {}
        exec(example, names)
        assert names["report"] is not None


def test_ci_calls_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = "python -m pytest -q -n auto --dist loadfile"
    assert command in readme
    assert command.removeprefix("python ") in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_shown_part_of_a_parents_file_is_what_is_written() -> None:
    [shown] = [block for block in _blocks("text") if "kind: report" in block]
    source = read_source(ROOT / "fixtures" / "vi-du-cap-tren" / "tinh-2025.txt")
    assert shown in yaml_of(derive_parent(source), source)


def _blocks(language: str) -> list[str]:
    pattern = re.compile(rf"```{language}\n(.*?)```", re.DOTALL)
    return [b for page in PAGES for b in pattern.findall((ROOT / page).read_text(encoding="utf-8"))]


@pytest.mark.parametrize("text", _blocks("toml"), ids=["README", "guide"])
def test_a_shown_configuration_can_be_used(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cchc-check.toml").write_text(text, encoding="utf-8")
    [pack] = {block for block in _blocks("yaml") if "engine:" in block and "rules:\n  - {" in block}
    (tmp_path / "quy-tac-phuong.yaml").write_text(pack, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    setup = Setups(Asked()).of("a.txt")
    assert setup.fail_on == "warning"
    assert "own-number-form" in {rule.id for _, rule in all_rules(setup.packs or ())}


@pytest.mark.parametrize("text", _blocks("yaml"), ids=["README", "guide: waivers", "guide: pack"])
def test_a_shown_pack_or_waiver_file_can_be_used(text: str, tmp_path: Path) -> None:
    path = tmp_path / "shown.yaml"
    path.write_text(text, encoding="utf-8")
    if text.startswith("- rule"):
        load_waivers(path)
    else:
        assert {trial.fault for trial in run_examples(find_packs(str(path)))} == {None}
