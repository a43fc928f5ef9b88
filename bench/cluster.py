"""Cluster: how fast an intake is on a Dask cluster of two workers, beside two local processes.

    python bench/cluster.py [--plans 2000] [--rounds 2] [--partitions 50,200,800]

Starts a scheduler and two workers on this machine, makes the plans of bench/season.py, runs
`cchc-check batch` on them as a user would, start-up included, by processes and on the cluster in
turn; prints documents a second, the ratio, and what a partition costs. Every figure is the best of
`--rounds`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from season import make_plans


@contextmanager
def _workers(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    about = folder / "scheduler.json"
    nowhere = subprocess.DEVNULL
    common = ("--no-dashboard", "--scheduler-file", str(about))
    arguments = (
        ("dask_scheduler", "--host", "127.0.0.1", "--port", "0"),
        ("dask_worker", "--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder)),
    )
    started: list[subprocess.Popen[bytes]] = []
    try:
        for program, *rest in arguments:
            command = [sys.executable, "-m", f"distributed.cli.{program}", *rest, *common]
            started.append(subprocess.Popen(command, stdout=nowhere, stderr=nowhere))
        yield _ready(about)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _ready(about: Path) -> str:
    from distributed import Client

    while not about.is_file():
        time.sleep(0.1)
    with Client(scheduler_file=str(about), set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(2, timeout=60)
        return str(client.scheduler.address)


def _timed(plans: Path, out: Path, *more: str) -> float:
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "cchc_check.cli", "batch", str(plans), "-p", "82-KH",
               "-o", str(out), "--no-config", *more]  # fmt: skip
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()}")
    return time.perf_counter() - start


def main() -> None:
    """Runs both in turn and prints the figures."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("--plans", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--partitions", default="200", help="sizes to try, 50,200,800")
    asked = options.parse_args()
    sizes = [int(one) for one in asked.partitions.split(",")]
    with tempfile.TemporaryDirectory() as made, _workers(Path(made)) as scheduler:
        plans = Path(made) / "plans"
        make_plans(plans, asked.plans)
        local: list[float] = []
        there: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(asked.rounds):
            local.append(_timed(plans, Path(made) / "local", "-j", "2"))
            for size, found in there.items():
                found.append(_timed(plans, Path(made) / "there", "--scheduler", scheduler,
                                    "--partition", str(size)))  # fmt: skip
        print(f"{asked.plans} plans")
        print(f"{'two processes':24} {_figures(local, asked.plans)}")
        for size, found in there.items():
            said = f"two workers, by {size}"
            print(f"{said:24} {_figures(found, asked.plans)}  {min(local) / min(found):.2f} times")


def _figures(times: Sequence[float], plans: int) -> str:
    return f"{min(times):6.1f} s  {plans / min(times):5.0f} plans/s"


if __name__ == "__main__":
    main()
