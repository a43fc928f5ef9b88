"""Season: how fast a whole intake is, beside textlint over the same files, and how much it needs.

    python bench/season.py [--plans 2000] [--textlint FOLDER] [--memory 200,2000,20000]

Makes different plans of the fixtures (names, numbers, dates, defects), runs `cchc-check batch` on
them as a user would, start-up included, with one process and with two, twice with two; prints
documents a second, the ratios, and the highest memory of the run's processes together. With
`--textlint` (a folder where `npm install textlint@15 textlint-rule-prh` was run) it runs textlint
with twenty plain patterns over the same files in turn. Every figure is the best of `--rounds`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ("phuong-hoa-lam-2025", "xa-thanh-sa-2026", "xa-dong-khe-nhieu-loi",
            "phuong-tan-vien-trang-web")  # fmt: skip
_PLACES = ("Hoa Lâm", "Thanh Sa", "Đông Khê", "Tân Viên")
_FIRST = ("An", "Bình", "Cẩm", "Diên", "Đông", "Gia", "Hòa", "Khánh", "Long", "Mỹ", "Nam", "Phú",
          "Quế", "Sơn", "Tân", "Thanh", "Thuận", "Trà", "Văn", "Xuân")  # fmt: skip
_SECOND = ("An", "Bắc", "Châu", "Điền", "Giang", "Hải", "Hưng", "Khê", "Lâm", "Lộc", "Minh", "Ninh",
           "Phong", "Quang", "Sa", "Thạnh", "Trung", "Viên", "Vinh", "Xá")  # fmt: skip
# What no plan has: textlint then only looks, and writes nothing.
_PATTERNS = """thực hiên, kế hoạhc, báo caó, tuyên truyển, uỷ ban, ngày ngày, hành chánh, sử lý,
giãi quyết, thủ tuc, địa phươg, công chưc, viên chưc, phôi hợp, tham mưư, chỉ đao, kiêm tra,
đánh gía, báo cao, ban hàng"""
_NUMBER = re.compile(r"Số:\s*\d+/")
_DAY = re.compile(r"ngày \d+ tháng (\d+) năm")


def make_plans(folder: Path, count: int, seed: int = 1) -> int:
    """Writes `count` different plans; returns how many characters they have."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [(ROOT / "fixtures" / f"{name}.txt").read_text(encoding="utf-8") for name in FIXTURES]
    chance = random.Random(seed)
    length = 0
    for at in range(count):
        text = _varied(texts[at % len(texts)], at, chance)
        length += len(text)
        (folder / f"{at:05}.txt").write_text(text, encoding="utf-8", newline="\n")
    return length


def _varied(text: str, at: int, chance: random.Random) -> str:
    """A plan of another unit, with another number and day, and now and then a defect."""
    rest, first = divmod(at, len(_FIRST))
    name = f"{_FIRST[first]} {_SECOND[rest % len(_SECOND)]}"
    if rest >= len(_SECOND):
        name += f" {rest // len(_SECOND)}"
    for place in _PLACES:
        text = text.replace(place, name).replace(place.upper(), name.upper())
    text = _NUMBER.sub(f"Số: {chance.randint(1, 400):02}/", text, count=1)
    text = _DAY.sub(f"ngày {chance.randint(1, 28):02} tháng \\1 năm", text, count=1)
    lines = text.split("\n")
    for _ in range(chance.randint(0, 4)):
        lines.pop(chance.randrange(20, len(lines) - 12))
    if chance.random() < 0.3:
        lines = [line.replace("hành chính", "hành  chính", 1) for line in lines]
    return "\n".join(lines)


class _Memory(threading.Thread):
    """Watches how much memory a process and all below it hold (Linux)."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self.highest, self.over = process, 0, False

    def run(self) -> None:
        """Looks ten times a second."""
        while not self.over:
            self.highest = max(self.highest, _held(self._process))
            time.sleep(0.1)


def _held(process: int) -> int:
    """Proportional memory, in bytes, of a process and its children."""
    total = 0
    for one in (process, *_below(process)):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
        total += int(found[1]) * 1024 if found else 0
    return total


def _below(process: int) -> list[int]:
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    found = [int(one) for one in text.split()]
    return found + [deeper for one in found for deeper in _below(one)]


def _timed(command: Sequence[str], cwd: Path | None = None) -> tuple[float, int]:
    """Seconds and highest memory of a command; one that cannot be run ends the benchmark."""
    start = time.perf_counter()
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, cwd=cwd)
    watch = _Memory(process.pid)
    watch.start()
    code = process.wait()
    took = time.perf_counter() - start
    watch.over = True
    if code not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {code}")
    return took, watch.highest


def _batch(plans: Path, out: Path, jobs: int, fresh: bool = True) -> tuple[float, int]:
    if fresh:
        shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "cchc_check.cli", "batch", str(plans), "-p", "82-KH",
               "-o", str(out), "-j", str(jobs), "--no-config"]  # fmt: skip
    return _timed(command)


def _textlint(folder: Path, plans: Path) -> tuple[float, int]:
    """Twenty plain patterns by textlint-rule-prh."""
    rules = "".join(
        f"  - expected: x\n    pattern: /{one}/\n" for one in re.split(r",\s+", _PATTERNS)
    )
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "prh.yml").write_text(f"version: 1\nrules:\n{rules}", encoding="utf-8")
        config = Path(made) / "textlintrc.json"
        setting = {"rules": {"prh": {"rulePaths": [f"{made}/prh.yml"]}}}
        config.write_text(json.dumps(setting), encoding="utf-8")
        command = ["node", str(folder / "node_modules/textlint/bin/textlint.js"), "--config",
                   str(config), f"{plans}/*.txt"]  # fmt: skip
        return _timed(command, cwd=folder)


def _best(rounds: int, run: Callable[[], tuple[float, int]]) -> tuple[float, int]:
    return min(run() for _ in range(rounds))


def main() -> None:
    """Runs what is asked for and prints it."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("--plans", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--textlint", type=Path)
    options.add_argument("--memory", default="", help="numbers of plans, 200,2000,20000")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        length = make_plans(work / "plans", asked.plans)
        print(f"{asked.plans} plans, {length / 1e6:.1f} million characters")
        one, _ = _best(asked.rounds, lambda: _batch(work / "plans", work / "out", 1))
        two, held = _best(asked.rounds, lambda: _batch(work / "plans", work / "out", 2))
        again, _ = _best(asked.rounds, lambda: _batch(work / "plans", work / "out", 2, fresh=False))
        print(f"one process   {one:7.1f} s  {asked.plans / one:6.0f} plans/s")
        print(f"two processes {two:7.1f} s  {asked.plans / two:6.0f} plans/s"
              f"  {one / two:.2f} times one; {held / 1e6:.0f} MB")  # fmt: skip
        print(f"a second run  {again:7.2f} s  {two / again:.0f} times faster")
        if asked.textlint:
            lint, _ = _best(asked.rounds, lambda: _textlint(asked.textlint, work / "plans"))
            print(f"textlint      {lint:7.1f} s  {asked.plans / lint:6.0f} plans/s"
                  f"  we are {lint / two:.2f} times as fast")  # fmt: skip
        for count in (int(one) for one in asked.memory.split(",") if one):
            make_plans(work / f"plans-{count}", count)
            took, held = _batch(work / f"plans-{count}", work / f"out-{count}", 2)
            print(f"{count:6} plans: {held / 1e6:5.0f} MB, {took:.1f} s")


if __name__ == "__main__":
    main()
