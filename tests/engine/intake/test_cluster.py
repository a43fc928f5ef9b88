"""An intake on a real Dask cluster and from a real S3 server gives what one machine gives."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import distributed
import psutil
import pyarrow.dataset
import pytest
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).parents[3]
NOWHERE = "tcp://127.0.0.1:9"  # a port at which nobody answers
KEYS = {
    "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}  # fmt: skip

# Documents that end what works on them, as a fault of a library would; and documents that take
# long while there is a file "slow", which then says that the work has begun. Run by all processes
# of the workers when they start.
_DYING = """
import os, pathlib, signal, time
from cchc_check.engine.intake import partition, pool

slow = pathlib.Path(__file__).with_name("slow")

def slowly(real):
    def run(*arguments):
        if slow.exists():
            slow.write_text("begun")
            time.sleep(0.3)
        return real(*arguments)
    return run

def dying(real, word, place):
    def run(*arguments):
        if arguments[place].name.endswith(word):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    return run

pool.checked = slowly(dying(pool.checked, "xau.txt", 1))
partition._bytes_of = dying(partition._bytes_of, "may-chet.txt", 0)
"""


class Cluster:
    """A scheduler and workers in processes of their own, on this machine."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder, self._environment = folder, environment
        self._processes: list[subprocess.Popen[bytes]] = []
        self._count = 0
        about = folder / "scheduler.json"
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                    "--scheduler-file", str(about))  # fmt: skip
        _until(about.is_file)
        self.address = json.loads(about.read_text(encoding="utf-8"))["address"]

    def add(self, workers: int, threads: int = 1, **more: str) -> subprocess.Popen[bytes]:
        """Starts workers, each watched by a nanny."""
        self._count += workers
        return self._start("dask_worker", self.address, "--nworkers", str(workers), "--nthreads",
                           str(threads), "--no-dashboard", "--local-directory", str(self._folder),
                           **more)  # fmt: skip

    def workers(self) -> list[psutil.Process]:
        """The processes in which workers run."""
        found = [
            one for process in self._processes[1:] for one in psutil.Process(process.pid).children()
        ]
        return [one for one in found if "--multiprocessing-fork" in one.cmdline()]

    def ready(self, workers: int) -> set[str]:
        """Waits for workers. A nanny gives up when its worker dies while it is starting."""
        with distributed.Client(self.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(workers, timeout=60)
            return set(client.nthreads())

    @contextmanager
    def slow(self) -> Iterator[Callable[[], bool]]:
        """Documents take long meanwhile; gives what says whether the work has begun."""
        mark = self._folder / "slow"
        mark.touch()
        try:
            yield lambda: bool(mark.read_text())
        finally:
            mark.unlink()

    def close(self) -> None:
        for process in reversed(self._processes):
            _end(process)

    def _start(self, program: str, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *arguments], cwd=self._folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**self._environment, **more},
        )  # fmt: skip
        self._processes.append(process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all below it."""
    try:
        below = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        below = []
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for one in below:
        if one.is_running():
            one.kill()


def _until(true: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """The address of an S3 server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def environment(storage: str) -> dict[str, str]:
    paths = os.pathsep.join(
        path for path in (str(ROOT / ".ns"), os.environ.get("PYTHONPATH")) if path
    )
    return {**os.environ, **KEYS, "AWS_ENDPOINT_URL": storage, "PYTHONPATH": paths,
            "PYTHONUTF8": "1", "COLUMNS": "100", "PYTHONWARNINGS": "default"}  # fmt: skip


@pytest.fixture(scope="module")
def cluster(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Iterator[Cluster]:
    """Two workers; documents of certain names kill what works on them."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "sitecustomize.py").write_text(_DYING, encoding="utf-8")
    made = Cluster(folder, {
        **environment, "PYTHONPATH": f"{folder}{os.pathsep}{environment['PYTHONPATH']}",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    })  # fmt: skip
    try:
        made.add(2)
        made.ready(2)
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some plans, one twice, some in an archive, one that is none, one that cannot be read."""
    made = tmp_path_factory.mktemp("season") / "ho so"
    made.mkdir()
    for file in (ROOT / "fixtures").glob("*.txt"):
        shutil.copy(file, made)
    text = (ROOT / "fixtures/xa-thanh-sa-2026.txt").read_text(encoding="utf-8")
    for at in range(12):
        (made / f"xa-{at:02}.txt").write_text(
            text.replace("Thanh Sa", f"Thanh Sa {at}"), encoding="utf-8"
        )
    shutil.copy(made / "xa-03.txt", made / "xa-03 (1).txt")
    (made / "hỏng.pdf").write_bytes(b"%PDF-1.7 nothing")
    (made / "thư.txt").write_text("CÔNG VĂN\nVề việc họp\n", encoding="utf-8")
    with zipfile.ZipFile(made / "gói.zip", "w") as archive:
        for at in range(12, 15):
            archive.writestr(f"xã/{at}.txt", text.replace("Thanh Sa", f"Thanh Sa {at}"))
    return made


class Ran:
    """What a run said and left."""

    def __init__(self, code: int, out: str, err: str, folder: Path) -> None:
        self.code, self.err = code, err
        self.files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }
        self.all = (code, out, self.files)
        self.out = out

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.files["findings.jsonl"].splitlines()]


def _command(place: str, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "cchc_check.cli", "batch", place, "-p", "82-KH", "-o", str(out),
            "--no-config", *more]  # fmt: skip


def _started(
    place: Path | str, out: Path, environment: dict[str, str], *more: str
) -> subprocess.Popen[str]:
    """A folder is named from the one above it, so that its documents have the same names."""
    where = place.parent if isinstance(place, Path) else None
    name = place.name if isinstance(place, Path) else place
    return subprocess.Popen(_command(name, out, *more), cwd=where, env=environment, encoding="utf-8",
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def _ended(process: subprocess.Popen[str], out: Path) -> Ran:
    try:
        said, err = process.communicate(timeout=120)
    finally:
        process.kill()
    return Ran(process.returncode, said, err, out)


def _run(place: Path | str, out: Path, environment: dict[str, str], *more: str) -> Ran:
    return _ended(_started(place, out, environment, *more), out)


@pytest.fixture(scope="module")
def here(folder: Path, environment: dict[str, str]) -> Ran:
    """The folder's results by two processes of this machine."""
    ran = _run(folder, folder.parent / "here", environment, "-j", "2")
    assert ran.code == 2, ran.err  # a file cannot be read
    assert {"findings.jsonl", "findings.parquet"} <= set(ran.files)
    return ran


def _sent(storage: str, folder: Path, bucket: str) -> Any:
    """Puts the files of a folder into a new bucket."""
    client = boto3.client("s3", endpoint_url=storage, aws_access_key_id="test",
                          aws_secret_access_key="test", region_name="us-east-1")  # fmt: skip
    client.create_bucket(Bucket=bucket)
    for path in folder.rglob("*"):
        if path.is_file():
            client.put_object(Bucket=bucket, Key=f"đợt 1/{path.relative_to(folder).as_posix()}",
                              Body=path.read_bytes())  # fmt: skip
    return client


def _fetched(client: Any, bucket: str, prefix: str, folder: Path) -> None:
    """Gets what lies below a prefix into a folder."""
    for one in client.list_objects_v2(Bucket=bucket, Prefix=f"{prefix}/")["Contents"]:
        target = folder / one["Key"]
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(client.get_object(Bucket=bucket, Key=one["Key"])["Body"].read())


def test_a_folder_has_the_same_results_whatever_workers_and_partitions_there_are(
    folder: Path, here: Ran, tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    there = _run(folder, tmp_path / "a", environment, "--scheduler", cluster.address)
    assert there.all == here.all, there.err
    cluster.add(1, threads=2)
    more = _run(
        folder, tmp_path / "b", environment, "--scheduler", cluster.address, "--partition", "1"
    )
    assert more.all == here.all, more.err


def test_a_bucket_has_the_same_results_on_one_machine_and_on_the_cluster(
    folder: Path, tmp_path: Path, cluster: Cluster, storage: str, environment: dict[str, str]
) -> None:
    client = _sent(storage, folder, "ho-so")
    place, table = "s3://ho-so/đợt 1", "s3://ho-so/ket-qua"
    one = _run(place, tmp_path / "a", environment)
    two = _run(
        place, tmp_path / "b", environment, "--scheduler", cluster.address, "--parquet", table
    )
    assert one.code == 2, one.err
    assert one.all == two.all, two.err
    assert {"s3://ho-so/đợt 1/xa-00.txt", "s3://ho-so/đợt 1/gói.zip/xã/12.txt"} <= {
        line["file"] for line in one.lines
    }

    _fetched(client, "ho-so", "ket-qua", tmp_path)
    names = {path.name for path in (tmp_path / "ket-qua").iterdir()}
    assert names == {"part-00000.parquet", "_SUCCESS"}
    read = pyarrow.dataset.dataset(tmp_path / "ket-qua", format="parquet").to_table()
    assert read.to_pylist() == two.lines

    # What has not changed is not read again, by anybody.
    again = _run(place, tmp_path / "b", environment, "--scheduler", NOWHERE, "--parquet", table)
    assert again.all == two.all
    assert "vẫn như cũ" in again.err
    client.put_object(
        Bucket="ho-so", Key="đợt 1/xa-00.txt", Body="KẾ HOẠCH\nVề việc mới\n".encode()
    )
    assert (
        "Không kết nối được" in _run(place, tmp_path / "b", environment, "--scheduler", NOWHERE).err
    )


# A file system that this process alone has.
_MEMORY = """
import sys
from pathlib import Path
import fsspec
from cchc_check.cli import run
memory = fsspec.filesystem("memory")
for path in Path("ho so").iterdir():
    memory.pipe(f"/ho so/{path.name}", path.read_bytes())
if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
"""


def test_what_the_workers_cannot_read_is_read_here_and_sent(
    folder: Path, here: Ran, tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    command = _command("memory://ho so", tmp_path / "out", "--scheduler", cluster.address)[3:]
    done = subprocess.run([sys.executable, "-c", _MEMORY, *command], capture_output=True, timeout=60,
                          cwd=folder.parent, env=environment, check=False)  # fmt: skip
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode(), tmp_path / "out")
    assert ran.code == 2, ran.err
    text = ran.files["findings.jsonl"].replace(b"memory://ho so/", b"ho so/")
    assert text == here.files["findings.jsonl"]
    assert "máy này đọc rồi gửi" in ran.err


def test_documents_that_kill_are_told_and_the_rest_goes_on(
    folder: Path, here: Ran, tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    copy = tmp_path / "ho so"
    shutil.copytree(folder, copy)
    for name in ("a-xau.txt", "b-may-chet.txt"):
        (copy / name).write_text(
            (folder / "xa-05.txt").read_text(encoding="utf-8") + name, encoding="utf-8"
        )
    ran = _run(copy, tmp_path / "out", environment, "--scheduler", cluster.address)
    assert ran.code == 2, ran.err
    assert ran.lines == here.lines
    assert ran.out.count("dừng đột ngột") == 2


def test_workers_that_are_killed_cost_nothing(
    folder: Path, here: Ran, tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    with cluster.slow() as begun:
        process = _started(
            folder, tmp_path, environment, "--scheduler", cluster.address, "--partition", "2"
        )
        _until(begun)
        for _ in range(2):
            before = cluster.ready(2)
            assert process.poll() is None
            cluster.workers()[0].send_signal(signal.SIGKILL)
            _until(lambda before=before: cluster.ready(2) != before)
    ran = _ended(process, tmp_path)
    assert ran.all == here.all, ran.err


def test_a_run_that_was_killed_or_stopped_goes_on(
    folder: Path, here: Ran, tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    codes = []
    for number in (signal.SIGKILL, signal.SIGINT):
        with cluster.slow() as begun:
            process = _started(
                folder, tmp_path, environment, "--scheduler", cluster.address, "--partition", "1"
            )
            _until(begun)
            process.send_signal(number)
            ran = _ended(process, tmp_path)
        codes.append(ran.code)
        time.sleep(1.0)  # what the workers still had of a run that is gone
    assert codes == [-signal.SIGKILL, 130]
    assert ran.err.splitlines()[-1] == "Đã dừng theo yêu cầu."
    again = _run(folder, tmp_path, environment, "--scheduler", cluster.address)
    assert again.all == here.all, again.err


def test_workers_of_another_version_are_refused(
    folder: Path, tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    other = tmp_path / "other" / "cchc_check"
    for name in ("grammar", "engine", "rules"):
        shutil.copytree(ROOT / name, other / name)
    shutil.copy(ROOT / "cli.py", other)
    with (other / "engine/check.py").open("a", encoding="utf-8") as stream:
        stream.write("\n# another version\n")
    ran = _run(folder, tmp_path / "out", {**environment, "PYTHONPATH": str(other.parent)},
               "--scheduler", cluster.address)  # fmt: skip
    assert ran.code == 2
    assert "có bản cchc-check khác máy này" in ran.err and len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(("more", "said"), [
    (("--scheduler", NOWHERE), "Không kết nối được tới bộ điều phối tcp://127.0.0.1:9"),
    (("--scheduler", "cum-may"), "không đúng dạng"),
    (("ftp://may/a",), "địa chỉ phải bắt đầu bằng"),
    (("gs://kho/a",), "hãy cài thêm: pip install gcsfs"),
    (("--parquet", "http://may/a"), "Không ghi được lên http://may/a"),
    (("-o", "s3://kho/ra"), "--parquet ĐỊA_CHỈ"),
])  # fmt: skip
def test_what_is_wrong_is_one_sentence(
    more: tuple[str, ...], said: str, folder: Path, tmp_path: Path, cli: Any
) -> None:
    code, _, err = cli(*_command(str(folder), tmp_path, *more)[3:])
    assert code == 2
    assert said in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(("module", "more"), [
    ("distributed", ("--scheduler", NOWHERE)), ("fsspec", ("s3://kho/a",)), ("s3fs", ("s3://kho/a",)),
    ("pyarrow", ("--parquet", "s3://kho/a")),
])  # fmt: skip
def test_a_missing_extra_is_one_sentence(
    module: str, more: tuple[str, ...], folder: Path, tmp_path: Path, cli: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name in [name for name in sys.modules if name.split(".")[0] == module]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, module, None)
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == module else real(name, *rest),
    )
    for user in ("cluster", "command"):
        monkeypatch.setattr(f"cchc_check.engine.intake.{user}.find_spec", importlib.util.find_spec)
    code, _, err = cli(*_command(str(folder), tmp_path, *more)[3:])
    assert code == 2
    assert "pip install 'cchc-check[cluster]'" in err and len(err.splitlines()) == 1


def test_a_bucket_that_is_not_there_is_one_sentence(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    ran = _run("s3://khong-co/a", tmp_path, environment)
    assert ran.code == 2
    assert "Không có s3://khong-co/a" in ran.err and len(ran.err.splitlines()) == 1


def test_missing_credentials_are_one_sentence(tmp_path: Path, environment: dict[str, str]) -> None:
    bare = {name: value for name, value in environment.items() if "KEY" not in name}
    ran = _run("s3://ho-so/a", tmp_path, {**bare, "HOME": str(tmp_path)})
    assert ran.code == 2
    assert "AWS_ACCESS_KEY_ID" in ran.err and len(ran.err.splitlines()) == 1
