"""Hostile files: each is answered in bounded time and memory; nothing is run, fetched or left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile import EMPTY, HOSTILE, SECRET, TRUNCATED, Hostile, Trap

SECONDS = 5.0  # of a processor's time, so that other work of the machine does not count
WAITED = 20.0  # by the clock
MEGABYTES = 300
# A process of its own between the tests and the program: what the system counts as a child's
# largest memory begins with that of whoever started it.
_MEASURE = """
import json, resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run(sys.argv[1:], capture_output=True, timeout=60)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "code": done.returncode, "seconds": used.ru_utime + used.ru_stime,
    "waited": time.monotonic() - began, "megabytes": used.ru_maxrss / 1024,
    "out": done.stdout.decode("utf-8", "replace"), "err": done.stderr.decode("utf-8", "replace"),
}))
"""


@dataclass(slots=True)
class Answer:
    """What the command line said, and what it and all that it started took."""

    code: int
    seconds: float
    waited: float
    megabytes: float
    out: str
    err: str


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    server = Trap()
    yield server
    server.close()


@pytest.fixture
def temporary(tmp_path: Path, trap: Trap) -> Path:
    """The folder for temporary files of the program, where nothing may be left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    trap.folder = folder
    return folder


def ask(temporary: Path, *paths: Path) -> Answer:
    """Checks files from the command line, as anyone would."""
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "cchc_check.cli", "--no-config", *map(str, paths)]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command],
        capture_output=True,
        check=True,
        cwd=temporary.parent,
        env=environment,
    )
    return Answer(**json.loads(done.stdout))


def assert_answered(answer: Answer, path: Path, must: str = "answered") -> None:
    said = answer.err.strip()
    assert "Traceback" not in said
    assert "ngoài dự kiến" not in said, said
    assert SECRET not in answer.out + said
    if must == "refused" or (must == "answered" and answer.code == 2):
        assert answer.code == 2, answer.out[:2000]
        assert len(said.splitlines()) == 1, said
        assert path.name in said
        assert said.endswith(".")
    else:
        assert answer.code in (0, 1), said
        assert said == ""
        assert "KẾT LUẬN" in answer.out


def assert_cheap(answer: Answer) -> None:
    assert answer.seconds < SECONDS
    assert answer.waited < WAITED
    assert answer.megabytes < MEGABYTES


def assert_nothing_happened(temporary: Path, trap: Trap, calls: int, path: Path) -> None:
    assert trap.calls == calls
    assert list(temporary.iterdir()) == []
    assert sorted(p.name for p in temporary.parent.iterdir()) == sorted([path.name, "temporary"])


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.name)
def test_a_hostile_file_is_answered(
    hostile: Hostile, tmp_path: Path, temporary: Path, trap: Trap
) -> None:
    path, calls = tmp_path / hostile.name, trap.calls
    path.write_bytes(hostile.build(trap))
    answer = ask(temporary, path)
    assert_answered(answer, path, hostile.must)
    assert_cheap(answer)
    assert_nothing_happened(temporary, trap, calls, path)


@pytest.mark.parametrize("kind", TRUNCATED)
@pytest.mark.parametrize("share", [0.03, 0.5, 0.95])
def test_a_truncated_file_is_answered(
    kind: str, share: float, tmp_path: Path, temporary: Path, trap: Trap
) -> None:
    path, calls = tmp_path / f"cat-cut.{kind}", trap.calls
    data = TRUNCATED[kind]()
    path.write_bytes(data[: int(len(data) * share)])
    answer = ask(temporary, path)
    assert_answered(answer, path)
    assert_cheap(answer)
    assert_nothing_happened(temporary, trap, calls, path)


def test_empty_files_are_refused_one_sentence_each(tmp_path: Path, temporary: Path) -> None:
    paths = [tmp_path / f"rong.{ending}" for ending in EMPTY]
    for path in paths:
        path.write_bytes(b"")
    answer = ask(temporary, *paths)
    assert answer.code == 2
    sentences = answer.err.strip().splitlines()
    assert [path.name in said for path, said in zip(paths, sentences, strict=True)] == [True] * len(
        paths
    )


def test_a_folder_with_the_name_of_a_file_is_refused(tmp_path: Path, temporary: Path) -> None:
    path = tmp_path / "x.docx"
    path.mkdir()
    assert_answered(ask(temporary, path), path, "refused")
