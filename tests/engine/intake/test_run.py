"""A whole intake: the same picture however it is run, stopped, resumed or damaged."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_check.engine.intake.listing import Document
from cchc_check.engine.intake.pool import Pool

ROOT = Path(__file__).parents[3]
Outcome = tuple[int, str, dict[str, bytes]]  # exit status, what is shown, the files of results
UNITS = "tên;loại\nUBND xã Thanh Sa;xã\nUBND phường Hoa Lâm;phường\nUBND xã Mỹ Thanh;xã\n"


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some plans, one twice, one that is none, one that cannot be read. Not to be changed."""
    fixtures = ROOT / "fixtures"
    made = tmp_path_factory.mktemp("season") / "ho so"
    (made / "đợt 2").mkdir(parents=True)
    for at, file in enumerate(sorted(fixtures.glob("*.txt"))):
        shutil.copy(file, made / ("đợt 2" if at % 2 else ".") / file.name)
    text = (fixtures / "xa-thanh-sa-2026.txt").read_text(encoding="utf-8")
    for at in range(12):
        (made / f"xa-{at:02}.txt").write_text(
            text.replace("Thanh Sa", f"Thanh Sa {at}"), encoding="utf-8"
        )
    (made / "hỏng.pdf").write_bytes(b"%PDF-1.7 nothing")
    (made / "thư.txt").write_text("CÔNG VĂN\nVề việc họp\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def whole(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What an undisturbed run with one process says and writes."""
    return _outcome(season, tmp_path_factory.mktemp("whole") / "out", "-j", "1")


@pytest.fixture
def folder(season: Path, tmp_path: Path) -> Path:
    """The same plans, to be changed."""
    return Path(shutil.copytree(season, tmp_path / "ho so"))


def _command(folder: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "cchc_check.cli", "batch", str(folder), "-p", "82-KH",
            "-o", str(out), "--no-config", *more]  # fmt: skip


def _run(folder: Path, out: Path, *more: str) -> tuple[int, str, str]:
    done = subprocess.run(_command(folder, out, *more), capture_output=True, text=True, timeout=120,
                          encoding="utf-8", env=_environment(), check=False)  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def _outcome(folder: Path, out: Path, *more: str) -> Outcome:
    code, said, _ = _run(folder, out, *more)
    return code, said, _files(out)


def _environment() -> dict[str, str]:
    paths = os.pathsep.join(
        path for path in (str(ROOT / ".ns"), os.environ.get("PYTHONPATH")) if path
    )
    return {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "COLUMNS": "100"}


def _files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_results_do_not_depend_on_the_number_of_processes(
    season: Path, whole: Outcome, tmp_path: Path
) -> None:
    assert _outcome(season, tmp_path / "out", "-j", "3") == whole
    assert whole[0] == 2  # a file could not be read
    assert {"findings.jsonl"} <= set(whole[2])


def test_a_run_that_was_killed_goes_on_and_ends_as_one_undisturbed(
    season: Path, whole: Outcome, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for kill_at in (0.7, 1.0):
        process = subprocess.Popen(
            _command(season, out, "-j", "1"), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=_environment(),
        )  # fmt: skip
        time.sleep(kill_at)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _outcome(season, out) == whole


def test_what_did_not_change_is_not_checked_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_check.cli import run

    checked: list[str] = []
    real = Pool.run

    def counting(self: Pool, tasks: list[tuple[str, Document]]) -> Iterator[tuple[str, bytes]]:
        checked.extend(Path(document.name).name for _, document in tasks)
        yield from real(self, tasks)

    monkeypatch.setattr(Pool, "run", counting)
    arguments = _command(folder, tmp_path / "out", "-j", "1")[3:]
    run(arguments)
    assert len(checked) == 18
    before = _files(tmp_path / "out")
    checked.clear()
    run(arguments)
    assert (checked, _files(tmp_path / "out")) == ([], before)
    (folder / "xa-03.txt").write_text("KẾ HOẠCH\nVề việc mới\n", encoding="utf-8")
    run(arguments)
    assert checked == ["xa-03.txt"]
    assert _files(tmp_path / "out") != before


def test_other_rules_check_everything_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(folder, out)
    assert len(_rules(out)) > 5
    _run(folder, out, "--select", "issued-in-window")
    assert _rules(out) == {"issued-in-window"}


def _rules(out: Path) -> set[str]:
    text = (out / "findings.jsonl").read_text(encoding="utf-8")
    return {json.loads(line)["rule"] for line in text.splitlines()}


# A process that is killed over one document, as by the system when memory is short. The script's
# top is run in each process of the pool as well.
_DYING = """
import json, os, signal, sys
from cchc_check.engine.intake import pool
from cchc_check.engine.intake.listing import Document
from cchc_check.engine.intake.record import Record
from cchc_check.engine.intake.work import Job
from cchc_check.engine.setup import Asked

real = pool.checked

def checked(checker, document):
    if document.name.endswith("xau.txt"):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(checker, document)

pool.checked = checked

if __name__ == "__main__":
    tasks = [(name, Document(name)) for name in sys.argv[1:]]
    found = pool.Pool(Job(Asked(no_config=True)), 2).run(tasks)
    print(json.dumps({key: Record.from_bytes(body).why for key, body in found}))
"""


def test_a_process_that_dies_costs_its_document_alone(tmp_path: Path, fixtures: Path) -> None:
    names = [f"{at}.txt" for at in range(20)]
    names.insert(3, "xau.txt")
    for name in names:
        shutil.copy(fixtures / "xa-dong-khe-nhieu-loi.txt", tmp_path / name)
    (tmp_path / "dying.py").write_text(_DYING, encoding="utf-8")
    done = subprocess.run([sys.executable, "dying.py", *names], capture_output=True, text=True,
                          cwd=tmp_path, env=_environment(), timeout=60, check=True)  # fmt: skip
    why = json.loads(done.stdout)
    assert sorted(why) == sorted(names)
    assert "dừng đột ngột" in why.pop("xau.txt")
    assert set(why.values()) == {None}


@pytest.mark.parametrize("wait", [0.0, 0.1, 0.3])
def test_ctrl_c_keeps_what_is_done(
    season: Path, whole: Outcome, tmp_path: Path, wait: float
) -> None:
    process = subprocess.Popen(
        _command(season, tmp_path / "out", "-j", "1"), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=_environment(), start_new_session=True,
    )  # fmt: skip
    while not (tmp_path / "out" / ".cchc-check.sqlite").is_file():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert err.decode().splitlines() == [
        "Phần đã kiểm được giữ lại; chạy lại lệnh này để làm tiếp.",
        "Đã dừng theo yêu cầu.",
    ]
    assert _outcome(season, tmp_path / "out") == whole


def test_the_list_says_who_is_missing(season: Path, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    code, out, _ = _run(
        season, tmp_path / "out", "--units", str(tmp_path / "units.csv"), "--letters"
    )
    assert code == 2
    assert "CHƯA NỘP (1)" in out and "UBND xã Mỹ Thanh" in out
    letters = {path.name for path in (tmp_path / "out" / "letters").glob("*.txt")}
    assert "ubnd-xa-my-thanh.txt" in letters


def test_templates_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cchc_check.cli import run

    monkeypatch.chdir(tmp_path)
    assert run(["batch", "--init"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"units.csv", "bang-diem.yaml"}
    assert run(["batch", "--init"]) == 2


def test_waivers_and_configuration_of_the_folder_hold_and_count_as_a_change(
    folder: Path, tmp_path: Path
) -> None:
    command = [one for one in _command(folder, tmp_path / "out") if one != "--no-config"]

    def open_findings() -> set[tuple[str, bool]]:
        subprocess.run(command, capture_output=True, env=_environment(), timeout=60, check=False)
        text = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8")
        rows = [json.loads(line) for line in text.splitlines()]
        return {(row["rule"], bool(row["waived"])) for row in rows}

    before = open_findings()
    assert ("number-form", False) in before
    (folder / "cchc-check.toml").write_text('ignore = ["number-form"]\n', encoding="utf-8")
    assert not {rule for rule, _ in open_findings()} & {"number-form"}
    (folder / "cchc-check.toml").unlink()
    waiver = "- {rule: number-form, reason: đã thống nhất, by: Chánh Văn phòng}\n"
    (folder / "cchc-waivers.yaml").write_text(waiver, encoding="utf-8")
    assert ("number-form", True) in open_findings()
