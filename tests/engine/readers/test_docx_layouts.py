"""Headers and signatures of Word files: however they were set, the same plan is understood."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.engine.readers import docx
from cchc_check.grammar import parse
from cchc_check.grammar.understood import understood
from tests.engine.readers.word_files import cell, para, run, table, word

ISSUER = ("ỦY BAN NHÂN DÂN", "PHƯỜNG HOA LÂM")
NATIONAL = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NUMBER, DATE = "Số: 09/KH-UBND", "Hoa Lâm, ngày 20 tháng 3 năm 2025"
RECIPIENTS = ("Nơi nhận:", "- UBND thành phố;", "- Lưu: VT.")
SIGN, NAME = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Lê Hoài Đức"
BODY = (
    para("KẾ HOẠCH")
    + para("Tuyên truyền cải cách hành chính phường Hoa Lâm năm 2025")
    + para("I. MỤC ĐÍCH, YÊU CẦU")
    + para("1. Mục đích")
    + para("- Giúp người dân biết cách nộp hồ sơ qua mạng.")
)


def paras(*texts: str) -> str:
    return "".join(para(text) for text in texts)


def wide(*texts: str) -> str:
    return cell(paras(*texts), '<w:gridSpan w:val="2"/>')


def tabbed(left: str, right: str) -> str:
    return para(run(left) + "<w:r><w:tab/></w:r>" + run(right))


def box(*texts: str) -> str:
    inside = f"<w:txbxContent>{paras(*texts)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"


HEADERS = {
    "one row": table([cell(paras(*ISSUER, NUMBER)), cell(paras(*NATIONAL, DATE))], borders=False),
    "two rows": table([cell(paras(*ISSUER)), cell(paras(*NATIONAL))], [NUMBER, DATE], borders=False),
    "a row for each line": table(
        [ISSUER[0], NATIONAL[0]], [ISSUER[1], NATIONAL[1]], [NUMBER, DATE], borders=False
    ),
    "a gap between the columns": table(
        [cell(paras(*ISSUER)), "", cell(paras(*NATIONAL))], [NUMBER, "", DATE], borders=False
    ),
    "with lines": table([cell(paras(*ISSUER)), cell(paras(*NATIONAL))], [NUMBER, DATE]),
    "two tables": table([cell(paras(*ISSUER)), cell(paras(*NATIONAL))], borders=False)
    + para("")
    + table([NUMBER, DATE], borders=False),
    "date across the table": table(
        [cell(paras(*ISSUER, NUMBER)), cell(paras(*NATIONAL))], [wide(DATE)], borders=False
    ),
    "a table in a table": table(
        [cell(table([cell(paras(*ISSUER, NUMBER))], borders=False) + para("")), cell(paras(*NATIONAL, DATE))],
        borders=False,
    ),
    "tabs": tabbed(ISSUER[0], NATIONAL[0]) + tabbed(ISSUER[1], NATIONAL[1]) + tabbed(NUMBER, DATE),
    "paragraphs": paras(*ISSUER, *NATIONAL, NUMBER, DATE),
    "breaks": table(
        [
            cell(para(run(ISSUER[0]) + "<w:r><w:br/></w:r>" + run(ISSUER[1]) + "<w:r><w:br/></w:r>" + run(NUMBER))),
            cell(para(run(NATIONAL[0]) + "<w:r><w:br/></w:r>" + run(NATIONAL[1]) + "<w:r><w:br/></w:r>" + run(DATE))),
        ],
        borders=False,
    ),
    "text boxes": para(box(*ISSUER, NUMBER) + box(*NATIONAL, DATE)),
}  # fmt: skip
ENDS = {
    "one row": table([cell(paras(*RECIPIENTS)), cell(paras(*SIGN, "", NAME))], borders=False),
    "two rows": table(
        [cell(paras(*RECIPIENTS)), cell(paras(*SIGN))], ["", NAME], borders=False
    ),
    "a gap between the columns": table(
        [cell(paras(*RECIPIENTS)), "", cell(paras(*SIGN, "", NAME))], borders=False
    ),
    "with lines": table([cell(paras(*RECIPIENTS)), cell(paras(*SIGN, "", NAME))]),
    "the signature first": table(["", cell(paras(*SIGN))], [cell(paras(*RECIPIENTS)), NAME], borders=False),
    "tabs": tabbed(RECIPIENTS[0], SIGN[0]) + tabbed(RECIPIENTS[1], SIGN[1]) + para(RECIPIENTS[2]) + tabbed("", NAME),
    "paragraphs": paras(*RECIPIENTS, *SIGN, NAME),
}  # fmt: skip


def facts(data: bytes) -> dict[str, Any]:
    found = understood(parse(docx.read(data, "plan.docx")))
    return {key: found[key] for key in ("header", "title", "recipients", "signature")}


def without_lines(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: without_lines(one) for key, one in found.items() if "line" not in key}
    return [without_lines(one) for one in found] if isinstance(found, list) else found


WANTED = without_lines(
    facts(word(paras(*ISSUER, NUMBER, *NATIONAL, DATE) + BODY + ENDS["paragraphs"]))
)


def test_what_is_wanted_is_the_plan() -> None:
    assert WANTED["header"]["number"] == "09/KH-UBND"
    assert WANTED["header"]["date_latest"] == "2025-03-20"
    assert WANTED["signature"]["name"] == NAME
    assert len(WANTED["recipients"]) == 2


@pytest.mark.parametrize("header", HEADERS.values(), ids=list(HEADERS))
def test_a_header_is_understood(header: str) -> None:
    assert without_lines(facts(word(header + BODY + ENDS["one row"]))) == WANTED


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_a_signature_is_understood(end: str) -> None:
    assert without_lines(facts(word(HEADERS["one row"] + BODY + end))) == WANTED


def test_a_plan_that_stands_in_one_table_is_understood() -> None:
    whole = table(
        [cell(paras(*ISSUER, NUMBER)), cell(paras(*NATIONAL, DATE))],
        [cell(BODY, '<w:gridSpan w:val="2"/>')],
        [cell(paras(*RECIPIENTS)), cell(paras(*SIGN, "", NAME))],
        borders=False,
    )
    assert without_lines(facts(word(whole))) == WANTED
