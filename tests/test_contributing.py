"""What CONTRIBUTING.md shows works: its parent and its pack make a new kind of obligation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_check.engine.examples import run_examples
from cchc_check.engine.packs import find_packs

Cli = Callable[..., tuple[int, str, str]]
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
PAGE = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLAN = """\
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2025

I. HÌNH THỨC
1. Mở một lớp tập huấn{whom}.
"""


@pytest.fixture
def shown(tmp_path: Path) -> tuple[Path, Path]:
    """The parent and the pack that the page shows, as files."""
    parent, pack = _YAML.findall(PAGE)
    paths = tmp_path / "45-KH.yaml", tmp_path / "tap-huan.yaml"
    for path, text in zip(paths, (parent, pack), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_the_examples_of_the_shown_rule_hold(shown: tuple[Path, Path]) -> None:
    trials = list(run_examples(find_packs(str(shown[1]))))
    assert len(trials) == 2
    assert [trial.fault for trial in trials] == [None, None]


@pytest.mark.parametrize(
    ("whom", "outcome", "score"),
    [(" cho cán bộ thôn", "pass", 2), ("", "partial", 1)],
)
def test_the_new_kind_has_its_row_with_its_name_and_its_rule(
    whom: str, outcome: str, score: float, shown: tuple[Path, Path], tmp_path: Path, cli: Cli
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN.format(whom=whom), encoding="utf-8")
    arguments = (plan, "--parent", shown[0], "--pack", shown[1], "--view", "matrix")
    _, text, _ = cli(*arguments, "-f", "json")
    [row] = json.loads(text)["alignment"]
    assert (row["name"], row["rule"]) == ("tập huấn", "training-planned")
    assert (row["outcome"], row["score"]) == (outcome, score)
    _, page, _ = cli(*arguments)
    assert "tập huấn: Mở ít nhất một lớp" in page


def test_without_its_rule_the_new_kind_is_shown_as_not_looked_at(
    shown: tuple[Path, Path], tmp_path: Path, cli: Cli
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN.format(whom=""), encoding="utf-8")
    _, text, _ = cli(plan, "--parent", shown[0], "--view", "matrix", "-f", "json")
    [row] = json.loads(text)["alignment"]
    assert (row["outcome"], row["rule"], row["note"]) == ("unknown", None, "không có quy tắc xét")


def test_a_kind_that_nobody_has_named_is_refused(
    shown: tuple[Path, Path], tmp_path: Path, cli: Cli
) -> None:
    text = shown[0].read_text(encoding="utf-8").replace("kinds: {training: tập huấn}\n", "")
    shown[0].write_text(text, encoding="utf-8")
    code, _, err = cli("parents", "show", shown[0])
    assert code == 2
    assert "mục “obligations.0.kind”: không có loại 'training'" in err
