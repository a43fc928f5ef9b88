"""summary.xlsx: what another program reads in it, and that nothing in it can do anything."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_check.cli import run

EVIL = "=HYPERLINK(http://192.0.2.1)"
UNITS = f"tên;loại;liên hệ\nUBND xã Thanh Sa;xã;{EVIL}\n{EVIL};xã;+cmd|' /C calc'!A0\n"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("workbook")
    plans = folder / "in"
    plans.mkdir()
    fixtures = Path(__file__).parents[3] / "fixtures"
    for name in ("xa-thanh-sa-2026", "xa-dong-khe-nhieu-loi", "phuong-hoa-lam-2025"):
        shutil.copy(fixtures / f"{name}.txt", plans / f"{name}.txt")
    text = (fixtures / "xa-dong-khe-nhieu-loi.txt").read_text(encoding="utf-8")
    (plans / "=1+1.txt").write_text(text.replace("năm 2024", "@SUM(1) năm 2024"), encoding="utf-8")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    run(["batch", str(plans), "-p", "82-KH", "-o", str(folder / "out"), "--no-config", "-j", "1",
         "--units", str(folder / "units.csv")])  # fmt: skip
    yield folder / "out"


@pytest.fixture(scope="module")
def sheets(out: Path) -> dict[str, list[list[str]]]:
    """The sheets as LibreOffice reads them, each as rows of text."""
    made = out.parent / "csv"
    command = [
        "soffice", "--headless", "--norestore", f"-env:UserInstallation={(out.parent / 'office').as_uri()}",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        "--outdir", str(made), str(out / "summary.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = {}
    for file in made.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as stream:
            found[file.stem.removeprefix("summary-")] = list(csv.reader(stream))
    return found


def test_libreoffice_opens_every_sheet(sheets: dict[str, list[list[str]]]) -> None:
    assert {"Đơn vị", "Ma trận", "Phát hiện", "Điểm", "Yêu cầu", "Chưa xếp được"} <= set(sheets)


def test_the_units_stand_there_with_their_state(sheets: dict[str, list[list[str]]]) -> None:
    head, *rows = sheets["Đơn vị"]
    table = [dict(zip(head, row, strict=True)) for row in rows]
    thanh_sa = next(row for row in table if row["Đơn vị"] == "UBND xã Thanh Sa")
    assert (thanh_sa["Tình trạng"], thanh_sa["Số, ký hiệu"]) == ("ban hành muộn", "07/KH-UBND")
    assert any(row["Tình trạng"] == "chưa nộp" for row in table)


def test_the_matrix_and_the_table_of_obligations_count_the_same(
    sheets: dict[str, list[list[str]]],
) -> None:
    matrix = [row for row in sheets["Ma trận"][1:] if any(row)]
    for at, row in enumerate(row for row in sheets["Yêu cầu"][1:] if any(row)):
        counted = Counter(line[2 + at] for line in matrix)
        assert [int(float(cell)) for cell in row[5:11]] == [
            counted["✓"], counted["✗"], counted["◐"], counted["?"], counted["·"], counted["–"],
        ]  # fmt: skip


def test_the_points_of_a_unit_add_up_to_its_score(sheets: dict[str, list[list[str]]]) -> None:
    head, *rows = sheets["Điểm"]
    points = [dict(zip(head, row, strict=True)) for row in rows if any(row)]
    own = [row for row in points if row["Đơn vị"] == "UBND xã Thanh Sa"]
    earned = sum(float(row["Được"].replace(",", ".")) for row in own)
    most = sum(float(row["Tối đa"].replace(",", ".")) for row in own)
    assert float(own[0]["Điểm"].replace(",", ".")) == pytest.approx(100 * earned / most, abs=0.01)


def test_no_formula_and_no_link_comes_of_what_plans_and_lists_say(out: Path) -> None:
    with zipfile.ZipFile(out / "summary.xlsx") as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8", "replace")
            assert "<f>" not in text and "<f " not in text
            assert "<hyperlink " not in text and "relationships/hyperlink" not in text


def test_heads_are_frozen_and_filtered(out: Path) -> None:
    with zipfile.ZipFile(out / "summary.xlsx") as book:
        sheets = [book.read(f"xl/worksheets/sheet{at}.xml").decode() for at in range(1, 7)]
    tables = [text for text in sheets if "<autoFilter" in text]
    assert len(tables) >= 5
    assert all('state="frozen"' in text for text in tables)


def test_without_the_extra_the_run_says_what_to_install(tmp_path: Path, fixtures: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import sys\nclass Hide:\n    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('xlsxwriter', 'pyarrow'):\n"
        "            raise ModuleNotFoundError(name=name)\nsys.meta_path.insert(0, Hide())\n"
        "import importlib.util as u\nreal = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name in ('xlsxwriter', 'pyarrow') else real(name, package)\n",
        encoding="utf-8",
    )
    shutil.copy(fixtures / "phuong-hoa-lam-2025.txt", tmp_path / "a.txt")
    paths = os.pathsep.join([str(hidden), str(Path(__file__).parents[3] / ".ns")])
    done = subprocess.run(
        [sys.executable, "-m", "cchc_check.cli", "batch", "a.txt", "-p", "82-KH", "--no-config"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1"}, text=True,
        capture_output=True, check=False, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert "pip install 'cchc-check[xlsx]'" in done.stderr
    assert (tmp_path / "out" / "findings.jsonl").is_file()
    assert not (tmp_path / "out" / "summary.xlsx").exists()
