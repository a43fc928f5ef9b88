"""Damage: texts that lost letters are told from texts that did not."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.damage import damaged

SHARED = Path(__file__).parents[2].parent / "shared"
SENTENCE = (
    "Ủy ban nhân dân xã Hoa Lâm ban hành Kế hoạch truyền thông cải cách hành chính, giao các thôn "
    "thực hiện trước ngày 22 tháng 12 năm 2026 và báo cáo kết quả "
    "về Văn phòng; mỗi thôn có một nhóm, những việc được giao đều có người phụ trách."
)


def without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


LOSSES: dict[str, Callable[[str], str]] = {
    "letters beyond ASCII": lambda text: re.sub(r"[^\x00-\x7f]", "", text),
    "letters beyond Latin-1": lambda text: re.sub(r"[^\x00-\xff]", "", text),
    "letters with two marks": lambda text: re.sub("[\u1ea0-\u1ef9]", "", text),
    "question marks": lambda text: re.sub(r"[^\x00-\x7f]", "?", text),
    "replacement characters": lambda text: re.sub("[\u1ea0-\u1ef9]", "\ufffd", text),
    "boxes": lambda text: re.sub("[\u1ea0-\u1ef9]", "□", text),
    "diacritics": without_marks,
}
every_loss = pytest.mark.parametrize("loss", LOSSES)


@every_loss
def test_a_text_that_lost_letters_is_damaged(loss: str) -> None:
    assert damaged(LOSSES[loss](SENTENCE))
    assert not damaged(SENTENCE)


@every_loss
def test_the_plan_says_so(loss: str, fixtures: Path) -> None:
    text = (fixtures / "xa-thanh-sa-2026.txt").read_text(encoding="utf-8")
    assert parse(LOSSES[loss](text)).damaged
    assert not parse(text).damaged


def test_a_third_of_a_text_lost_is_enough() -> None:
    lost = LOSSES["letters beyond ASCII"](SENTENCE)
    assert damaged("\n".join([SENTENCE, lost, SENTENCE] * 20))


@pytest.mark.parametrize(
    "text",
    [
        "", "K HOCH", "UBND, HĐND, TTHC, CCHC, MTTQ", "a) b) c) d) đ)", "Ai? Vì sao? Khi nào? Ở đâu?",
        "https://vn.gov.vn/tr?th=1&ph=2 https://cn.vn/ph?ch=1", "<tr><th><td>Kế hoạch</td></th></tr>" * 9,
        "The plan was sent to all the schools of the district by the end of May and by the board of them "
        "with html, https, pdf and km/h; Mr. Smith said nothing of it to his friends from the company.",
        "Thực hiện 5 km đường, 3 kg giống, 10 cm, 20 mm, tr.đ, v.v., đ/c Bình",
        "Đắk Lắk, Krông Pắk, facebook, zalo, Viettel, logistics, Internet, camera",
        "1 2 3 4 5 6", "???", "\ufffd", "□ Có □ Không □ Khác □ Mới",
    ],
)  # fmt: skip
def test_other_text_is_not_damaged(text: str) -> None:
    assert not damaged(text)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not here")
def test_real_documents_are_not_damaged() -> None:
    for path in [*(SHARED / "seeds").glob("*.txt"), *(SHARED / "corpus").glob("*/*.[tm][xd]*")]:
        plan = parse(path.read_text(encoding="utf-8"))
        assert not plan.damaged and plan.source.legacy is None, path.name


def test_a_long_text_costs_what_its_sample_costs() -> None:
    text = "\n".join([SENTENCE] * 40_000)
    started = time.perf_counter()
    assert not damaged(text)
    assert time.perf_counter() - started < 0.1
