"""Every command that README.md and docs/huong-dan.md show is real, and prints what they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cchc_check.cli import run

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
    command: str, output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
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
    assert "python -m pytest -q" in readme
    assert "-m pytest -q" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
