"""What a text that has lost letters, or bears legacy ones, does to a report."""

from __future__ import annotations

from cchc_check.engine import check
from cchc_check.engine.selectors import Index, Scope
from cchc_check.engine.wording import fill
from cchc_check.grammar import parse

ACCENTED = "ạảãàáâấầẩẫậăắằẳẵặéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
PLAN = """KẾ HOẠCH
Tuyên truyền cải cách hành chính phường Hoa Lâm năm 2025

I. NỘI DUNG
1. Tuyên truyền các quy định của pháp luật về cải cách thủ tục hành chính đến người dân.
2. Phổ biến kết quả sắp xếp tổ chức bộ máy, nâng cao chất lượng đội ngũ cán bộ, công chức.
4. Giới thiệu các mô hình mới, cách làm hay của từng tổ dân phố trên hệ thống truyền thanh.
"""


def _lost(text: str) -> str:
    return "".join(c for c in text if c.lower() not in ACCENTED)


def test_nothing_fails_in_a_text_that_has_lost_its_letters() -> None:
    report = check(parse(_lost(PLAN * 3)))
    assert report.plan.damaged
    assert report.summary.fail == 0 and report.summary.unknown > 0
    assert any("mất nhiều chữ" in note for note in report.notes)


def test_a_whole_text_is_not_damaged() -> None:
    report = check(parse(PLAN * 3))
    assert not report.plan.damaged
    assert report.summary.fail > 0


def test_nothing_fails_in_a_page_that_has_become_one_line() -> None:
    page = " ".join(f"I. NỘI DUNG 1. {line}" for line in PLAN.splitlines()[4:] * 2)
    report = check(parse(page))
    assert report.summary.fail == 0 and report.summary.unknown > 0
    assert any("mất chỗ xuống dòng" in note for note in report.notes)


def test_a_message_quotes_a_few_words_of_a_long_text() -> None:
    plan = parse("KẾ HOẠCH\n" + "Nâng cao nhận thức " * 40)
    title = next(node for node in plan.walk() if node.kind == "doc_title")
    said = fill("Trích yếu “{node.text}”", Scope(Index.of(plan)), title, 30)
    assert said == "Trích yếu “Nâng cao nhận thức Nâng cao …”"
