"""Hostile files: each is answered in bounded time and memory; nothing is run, fetched or left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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


def assert_nothing_happened(path: Path, calls: int) -> None:
    """No address was fetched, and nothing stands beside the file."""
    assert calls == 0
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, "temporary"])
    assert list((path.parent / "temporary").iterdir()) == []


@dataclass(slots=True)
class Asked:
    """A file that was given to the program, what it said, and how often an address was fetched."""

    path: Path
    answer: Answer
    calls: int


CUT = [
    Hostile(f"cat-{share}.{kind}", lambda _, kind=kind, share=share: cut(kind, share))  # type: ignore[misc]
    for kind in TRUNCATED
    for share in (50, 95)
]


def cut(kind: str, share: int) -> bytes:
    """The beginning of a good file, in parts of a hundred."""
    data = TRUNCATED[kind]()
    return data[: len(data) * share // 100]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Asked]]]:
    """All hostile files on their way: each in a folder, with a trap, and measured by itself."""

    def give(hostile: Hostile) -> Asked:
        folder = tmp_path_factory.mktemp("hostile")
        path, temporary = folder / hostile.name, folder / "temporary"
        temporary.mkdir()
        trap = Trap(temporary)
        path.write_bytes(hostile.build(trap))
        try:
            return Asked(path, ask(temporary, path), trap.calls)
        finally:
            trap.close()

    for office_kind in ("doc", "odt", "rtf", "pdf"):
        TRUNCATED[office_kind]()  # made once, before they are wanted side by side
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {hostile.name: pool.submit(give, hostile) for hostile in (*HOSTILE, *CUT)}


@pytest.mark.parametrize("hostile", [*HOSTILE, *CUT], ids=lambda one: one.name)
def test_a_hostile_file_is_answered(hostile: Hostile, asked: dict[str, Future[Asked]]) -> None:
    found = asked[hostile.name].result()
    assert_answered(found.answer, found.path, hostile.must)
    assert_cheap(found.answer)
    assert_nothing_happened(found.path, found.calls)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files of the program."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


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
