"""How long one run of cchc-check takes, as a user at a prompt feels it.

    python bench/startup.py [FILE]

Whole processes are timed, from start to exit: `cchc-check FILE --parent 448-KH` against a bare
import of the libraries that it is built on, in the same environment. The two take turns, so that a
slow moment of the machine falls on both; the medians are printed, with their ratio and, where the
system tells it, the largest resident memory of a run. Figures only: no threshold, always exit 0.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

RUNS = 11
WARM_UP = 2
IMPORTS = "import typer, rich, pydantic, lark, jsonschema"
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@dataclass(slots=True)
class Series:
    """The runs of one command."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)
    peak_bytes: int = 0
    status: int = 0

    def run(self, *, keep: bool) -> None:
        """Run the command once; `keep` adds the figures to the series."""
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peak = wait(process)
        seconds = time.perf_counter() - start
        self.status = process.returncode
        if keep:
            self.seconds.append(seconds)
            self.peak_bytes = max(self.peak_bytes, peak)

    @property
    def median(self) -> float:
        """The median wall time in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        """One line of the result."""
        peak = f"{self.peak_bytes / 2**20:8.1f} MiB" if self.peak_bytes else "           -"
        line = (
            f"{self.name:<14}{self.median * 1000:8.1f} ms{min(self.seconds) * 1000:8.1f} ms"
            f"{max(self.seconds) * 1000:8.1f} ms{peak}"
        )
        return line + (f"   exit status {self.status}" if self.status else "")


def wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end of the process; return its peak resident memory in bytes, 0 if unknown."""
    if sys.platform == "win32":
        process.wait()
        return 0
    else:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # macOS counts bytes, every other system kilobytes.
        return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def console_script() -> list[str]:
    """Return the installed command beside this interpreter, else the module run by it."""
    name = "cchc-check.exe" if sys.platform == "win32" else "cchc-check"
    script = Path(sys.executable).with_name(name)
    return [str(script)] if script.is_file() else [sys.executable, "-m", "cchc_check.cli"]


def main() -> None:
    """Take the measurements and print them."""
    parser = argparse.ArgumentParser(description="Time a whole run of cchc-check.")
    parser.add_argument("file", nargs="?", type=Path, help="a plan; default: the first fixture")
    parser.add_argument("--parent", default="448-KH", help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=RUNS, help="default: %(default)s")
    options = parser.parse_args()

    file: Path | None = options.file or min(FIXTURES.rglob("*.txt"), default=None)
    if file is None:
        print("no fixture found, and no file given")
        return
    check = Series("cchc-check", [*console_script(), str(file), "--parent", options.parent])
    imports = Series("bare imports", [sys.executable, "-c", IMPORTS])
    for turn in range(WARM_UP + max(1, options.runs)):
        for series in (check, imports):
            series.run(keep=turn >= WARM_UP)

    print(f"{file.name}, parent {options.parent}, {len(check.seconds)} runs each, by turns")
    print(f"{'':<14}{'median':>11}{'min':>11}{'max':>11}{'peak memory':>12}")
    print(check)
    print(imports)
    print(f"{'ratio':<14}{check.median / imports.median:8.2f}")


if __name__ == "__main__":
    main()
