"""The drafts: a công văn in the form that this program itself asks for, with what to mend."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from cchc_check.cli import run
from cchc_check.engine.errors import InputError
from cchc_check.engine.intake.letters import _deadline
from cchc_check.engine.reading import read_source

UNITS = "tên\nUBND xã Thanh Sa\nUBND xã Đông Khê\nUBND phường Hoa Lâm\nUBND xã Mỹ Thanh\n"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    (folder / "in").mkdir()
    fixtures = Path(__file__).parents[3] / "fixtures"
    for file in fixtures.glob("*.txt"):
        shutil.copy(file, folder / "in")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    run(["batch", str(folder / "in"), "-p", "82-KH", "-o", str(folder / "out"), "--no-config",
         "-j", "1", "--units", str(folder / "units.csv"), "--letters", "--deadline", "30/4/2026"])  # fmt: skip
    return folder / "out" / "letters"


def test_a_unit_without_anything_to_mend_gets_none(letters: Path) -> None:
    assert {file.stem for file in letters.glob("*.txt")} == {
        "ubnd-xa-dong-khe", "ubnd-xa-thanh-sa", "ubnd-xa-my-thanh",
    } | {file.stem for file in letters.glob("ubnd-phuong-hoa-lam.txt")}  # fmt: skip


def test_a_letter_lists_each_error_with_place_basis_and_advice(letters: Path) -> None:
    text = (letters / "ubnd-xa-dong-khe.txt").read_text(encoding="utf-8")
    assert "Kính gửi: UBND xã Đông Khê." in text
    assert "ngoài thời hạn quý I năm 2025 (dòng 9: “Đông Khê, ngày 5 tháng 04 năm 2025”)." in text
    assert "Căn cứ: 82/KH-UBND, IV.1 (dòng 172): “trong quý I năm 2025”." in text
    assert "gửi lại Phòng Nội vụ trước ngày 30/4/2026." in text
    assert "\na) " in text and "\nđ) " in text and "\nf) " not in text


def test_a_unit_that_has_sent_nothing_is_asked_to(letters: Path) -> None:
    text = (letters / "ubnd-xa-my-thanh.txt").read_text(encoding="utf-8")
    assert "chưa nhận được kế hoạch của UBND xã Mỹ Thanh" in text
    assert "quý I năm 2025" in text


def test_a_letter_has_the_parts_of_the_decree_in_their_order(letters: Path) -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục III: the form of a công văn."""
    text = (letters / "ubnd-xa-thanh-sa.txt").read_text(encoding="utf-8")
    parts = [
        "PHÒNG NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: ", "V/v hoàn thiện Kế hoạch số 07/KH-UBND", "Phan Rang - Tháp Chàm, ngày ",
        "Kính gửi: ", "Thực hiện Kế hoạch số 82/KH-UBND ngày 07/3/2025", "Trân trọng./.",
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "THỦ TRƯỞNG ĐƠN VỊ",
    ]  # fmt: skip
    at = 0
    for part in parts:
        at = text.index(part, at)


def test_the_word_file_says_what_the_text_says(letters: Path) -> None:
    text = (letters / "ubnd-xa-dong-khe.txt").read_text(encoding="utf-8")
    word = read_source(letters / "ubnd-xa-dong-khe.docx").text
    lines = {" ".join(line.split()) for line in word.split("\n")}
    missing = [
        line for line in text.split("\n") if line.strip() and " ".join(line.split()) not in lines
    ]
    assert missing == []


def test_the_same_letters_have_the_same_bytes(letters: Path) -> None:
    before = {file.name: file.read_bytes() for file in letters.iterdir()}
    folder = letters.parents[1]
    run(["batch", str(folder / "in"), "-p", "82-KH", "-o", str(folder / "out"), "--no-config",
         "-j", "1", "--units", str(folder / "units.csv"), "--letters", "--deadline", "30/4/2026"])  # fmt: skip
    assert {file.name: file.read_bytes() for file in letters.iterdir()} == before


@pytest.mark.parametrize("text", ["30-04-2026", "30/4/2026", " 30.4.2026 "])
def test_a_deadline_is_written_as_in_a_letter(text: str) -> None:
    assert _deadline(text) == "30/4/2026"


@pytest.mark.parametrize("text", ["31/4/2026", "mai", "2026-04-30"])
def test_a_deadline_that_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="30/4/2026"):
        _deadline(text)


def test_a_word_file_opens_in_python_docx_with_the_measures_of_the_decree(letters: Path) -> None:
    from docx import Document

    document = Document(io.BytesIO((letters / "ubnd-xa-thanh-sa.docx").read_bytes()))
    section = document.sections[0]
    assert [round(size.mm) for size in (section.page_width, section.left_margin) if size] == [
        210,
        30,
    ]
