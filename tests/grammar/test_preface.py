"""Preface: issuer, number, date, type and title, in the shapes in which files have them."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import DocDate, DocNumber
from cchc_check.grammar.understood import understood

BODY = "\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"


def header(text: str) -> dict[str, Any]:
    found: dict[str, Any] = understood(parse(text + BODY))["header"]
    return found


def title(text: str) -> dict[str, Any]:
    found: dict[str, Any] = understood(parse(text + BODY))["title"]
    return found


LINES = """ỦY BAN NHÂN DÂN
PHƯỜNG HOA LÂM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Hoa Lâm, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Truyền thông cải cách hành chính năm 2026
"""


def test_a_header_line_by_line_is_read() -> None:
    assert header(LINES) == {
        "line_number": 5, "number": "12/KH-UBND", "number_blank": False, "place": "Hoa Lâm",
        "date_earliest": "2026-02-05", "date_latest": "2026-02-05", "line_date": 6,
        "issuer": "ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM",
    }  # fmt: skip


@pytest.mark.parametrize(
    "top",
    [
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "PHƯỜNG HOA LÂM\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND\tHoa Lâm, ngày 05 tháng 02 năm 2026\n",
        "ỦY BAN NHÂN DÂN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "PHƯỜNG HOA LÂM      Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND      Hoa Lâm, ngày 05 tháng 02 năm 2026\n",
        "| ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc |\n| Số: 12/KH-UBND | Hoa Lâm, ngày 05 tháng 02 năm 2026 |\n",
        "|\n\n**ỦY BAN NHÂN DÂN**\n**PHƯỜNG HOA LÂM**\n\n|\n\n**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n"
        "**Độc lập - Tự do - Hạnh phúc**\n\n|\n\nSố: 12/KH-UBND\n\n|\n\n"
        "*Hoa Lâm, ngày 05 tháng 02 năm 2026*\n\n|\n",
    ],
    ids=["tabs", "spaces", "table", "cells on lines of their own"],
)  # fmt: skip
def test_two_columns_on_one_line_are_told_apart(top: str) -> None:
    found = header(top + "KẾ HOẠCH\nTruyền thông cải cách hành chính năm 2026\n")
    assert (found["number"], found["place"], found["date_latest"]) == (
        "12/KH-UBND", "Hoa Lâm", "2026-02-05",
    )  # fmt: skip
    assert found["issuer"] == "ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM"


@pytest.mark.parametrize(
    "motto",
    [
        "Độc Lập - Tự do - Hạnh phúc",
        "Độc lập Tự do Hạnh phúc",
        "Độc lập- Tự do- Hạnh phúc",
        "Độc lập -Tự do - Hạnh phúc",
        "Độc lập – Tự do – Hạnh Phúc",
        "Độc lập - Tự do - Hạnh phuc",
        "Độc lập  -  Tự do  -  Hạnh phúc",
    ],
)
@pytest.mark.parametrize("country", ["CỘNG HÒA", "CỘNG HÕA", "CỘNG HOÀ"])
def test_national_lines_with_wrong_marks_and_dashes_are_what_they_are(
    country: str, motto: str
) -> None:
    plan = parse(
        f"ỦY BAN NHÂN DÂN {country} XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ THANH SA {motto}\n"
        "Số: 12/KH-UBND Thanh Sa, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nTruyền thông\n" + BODY
    )
    assert plan.issuer == "ỦY BAN NHÂN DÂN XÃ THANH SA"
    assert [node.text for node in plan.walk() if node.kind == "national_header"] == [
        f"{country} XÃ HỘI CHỦ NGHĨA VIỆT NAM", " ".join(motto.split()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "top",
    [
        "- Văn bản liên quan\nTải về\nSố: 01/QCPH-BCA-BGDĐT |\nHà Nội, ngày 10 tháng 01 năm 2026 |\n",
        "Kế hoạch số 01/QCPH-BCA-BGDĐT năm 2026 về giáo dục\n\n| Người ký | Trần Văn Bình |\n"
        "BỘ\nCÔNG AN - |\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
        "Số: 01/QCPH-BCA-BGDĐT |\nHà Nội, ngày 10 tháng 01 năm 2026 |\n",
    ],
    ids=["below the links of a page", "below the title of a page"],
)
def test_the_number_of_a_damaged_header_is_the_document_s_own(top: str) -> None:
    plan = parse(f"{top}BẢO ĐẢM AN NINH TRONG GIÁO DỤC\nCăn cứ Luật Giáo dục năm 2019;\n{BODY}")
    found = understood(plan)["header"]
    assert found["number"] == "01/QCPH-BCA-BGDĐT"
    assert (found["place"], found["date_latest"]) == ("Hà Nội", "2026-01-10")


def test_a_superior_above_the_issuer_is_not_its_name() -> None:
    text = LINES.replace("ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM", "UBND TỈNH LÂM SƠN\nSỞ NỘI VỤ")
    assert header(text)["issuer"] == "SỞ NỘI VỤ"


def test_an_issuer_over_three_lines_is_one_name() -> None:
    text = LINES.replace(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM",
        "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nXÃ HOA LÂM\nBAN THƯỜNG TRỰC",
    )
    assert header(text)["issuer"] == "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ HOA LÂM BAN THƯỜNG TRỰC"


@pytest.mark.parametrize(
    ("line", "number", "blank"),
    [
        ("Số: 7/KH-UBND", "7/KH-UBND", False),
        ("Số:12 /KH-UBND", "12 /KH-UBND", False),
        ("Số: 15-KH/ĐU", "15-KH/ĐU", False),
        ("Số: 97a/KH-UBND", "97a/KH-UBND", False),
        ("Số:      /KH-UBND", None, True),
        ("Số: ……/KH-UBND", None, True),
        ("Số:\n12/KH-UBND", "12/KH-UBND", False),
        ("Số:\n88-KH/ĐU", "88-KH/ĐU", False),
        ("Số:\n15/2026/KH-UBND", "15/2026/KH-UBND", False),
        ("Số:\n67/2011/TT-BGDĐT", "67/2011/TT-BGDĐT", False),
        ("Số: 07 /KH UBND", "07 /KH UBND", False),
        ("Số\n12/KH-UBND", "12/KH-UBND", False),
        ("Số: 12\n/KH-UBND", "12/KH-UBND", False),
        ("Số: 12/KH-\nUBND", "12/KH-UBND", False),
    ],
    ids=[
        "short",
        "spaced",
        "Party",
        "letter",
        "blank",
        "dots",
        "number on the next line",
        "Party's on the next line",
        "year on the next line",
        "circular on the next line",
        "no dash",
        "no colon",
        "symbol on the next line",
        "cut in its symbol",
    ],
)
def test_the_number_is_read_or_known_to_be_blank(
    line: str, number: str | None, blank: bool
) -> None:
    found = header(LINES.replace("Số: 12/KH-UBND", line))
    assert (found["number"], found["number_blank"]) == (number, blank)


def test_a_symbol_without_its_dash_is_no_part_of_the_place_beside_it() -> None:
    line = "Số: 07 /KH UBND Hoa Lâm, ngày 14 tháng 01 năm 2022"
    plan = parse(f"ỦY BAN NHÂN DÂN\nXÃ HOA LÂM\n{line}\nKẾ HOẠCH\nTruyền thông\n{BODY}")
    [number] = [node for node in plan.walk() if isinstance(node, DocNumber)]
    [day] = [node for node in plan.walk() if isinstance(node, DocDate)]
    assert (number.symbol, day.place) == ("KH-UBND", "Hoa Lâm")


def test_a_ground_at_the_top_of_a_text_is_no_place_and_date() -> None:
    plan = parse(
        "Thực hiện Nghị định số 61/2018/NĐ-CP ngày 23 tháng\n4 năm 2018 của Chính phủ về cơ chế "
        "một cửa, Ủy ban nhân dân xã ban hành Kế hoạch như sau:\n1. Mục tiêu\n- Nhanh hơn.\n"
    )
    kinds = [node.kind for node in plan.walk()]
    assert "ground" in kinds and "citation" in kinds and "doc_date" not in kinds


@pytest.mark.parametrize(
    ("line", "earliest", "latest"),
    [
        ("Hoa Lâm, ngày 5 tháng 2 năm 2026", "2026-02-05", "2026-02-05"),
        ("Hoa Lâm, ngày    tháng 8 năm 2026", "2026-08-01", "2026-08-31"),
        ("Hoa Lâm, ngày …. tháng 8 năm 2026", "2026-08-01", "2026-08-31"),
        ("Hoa Lâm, ngày    tháng    năm 2026", "2026-01-01", "2026-12-31"),
        ("Hoa Lâm, ngày 30 tháng 02 năm 2026", None, None),
    ],
    ids=["plain", "blank day", "dotted day", "blank day and month", "no such day"],
)
def test_the_date_is_as_narrow_as_the_line_says(
    line: str, earliest: str | None, latest: str | None
) -> None:
    found = header(LINES.replace("Hoa Lâm, ngày 05 tháng 02 năm 2026", line))
    assert (found["date_earliest"], found["date_latest"]) == (earliest, latest)
    assert found["place"] == "Hoa Lâm"


def test_no_header_at_all_is_lost_not_empty() -> None:
    plan = parse("KẾ HOẠCH\nTruyền thông năm 2026\n" + BODY)
    assert getattr(plan.children[0], "lost", None) is True
    assert header("KẾ HOẠCH\nTruyền thông năm 2026\n")["number"] is None


@pytest.mark.parametrize(
    ("top", "kind", "subject"),
    [
        ("KẾ HOẠCH\nTruyền thông năm 2026\n", "KẾ HOẠCH", "Truyền thông năm 2026"),
        ("KẾ HOẠCH\nTruyền thông\ncải cách hành chính\n", "KẾ HOẠCH", "Truyền thông cải cách hành chính"),
        ("**KẾ HOẠCH**\n\n**Truyền thông năm 2026**\n", "KẾ HOẠCH", "Truyền thông năm 2026"),
        ("KẾ HOẠCH TRUYỀN THÔNG NĂM 2026\n", "KẾ HOẠCH", "TRUYỀN THÔNG NĂM 2026"),
        ("**Kế hoạch** truyền thông năm 2026\n", "KẾ HOẠCH", "truyền thông năm 2026"),
        ("CHƯƠNG TRÌNH\nHành động năm 2026\n", "CHƯƠNG TRÌNH", "Hành động năm 2026"),
    ],
    ids=["plain", "two lines", "bold", "one line in capitals", "one line", "another type"],
)  # fmt: skip
def test_type_and_subject_are_read(top: str, kind: str, subject: str) -> None:
    found = title(top + "\nCăn cứ Kế hoạch số 3/KH-UBND ngày 02/01/2026;\n")
    assert found["type"] == kind
    assert found["subject"] == subject


@pytest.mark.parametrize("written", ["30/6/2022", "30/6/ 2022", "30-6-2022", "30 / 6 / 2022"])
def test_a_short_date_in_the_header_is_read(written: str) -> None:
    found = header(f"Số: 12/KH-UBND\nHoa Lâm, ngày {written}\nKẾ HOẠCH\nTruyền thông\n")
    assert (found["date_earliest"], found["place"]) == ("2022-06-30", "Hoa Lâm")


def test_the_box_of_a_web_page_above_the_header_is_not_the_header() -> None:
    box = (
        "Trang chủ\nCÁC NỘI DUNG ĐƯỢC SỬA ĐỔI\nSố hiệu:\n\n99/KH-UBND\n\nLoại văn bản:\n\nKế hoạch\n\n"
        "Ngày ban hành:\n\n03/12/2025\n\nTình trạng:\n\nĐã biết\n\n"
    )
    found = header(box + LINES)
    assert (found["number"], found["issuer"]) == ("12/KH-UBND", "ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM")


def test_a_letter_without_a_type_has_a_header_too() -> None:
    text = LINES.split("KẾ HOẠCH")[0] + "Kính gửi: Các phường.\nUBND phường đề nghị báo cáo.\n"
    found: dict[str, Any] = understood(parse(text))
    assert found["header"]["number"] == "12/KH-UBND"
    assert found["title"]["type"] is None


def test_a_header_in_two_columns_is_read_without_a_line_that_names_the_type() -> None:
    text = (
        "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "   XÃ HOA LÂM                Độc lập - Tự do - Hạnh phúc\n\n"
        "Số: 24/KH-UBND              Hoa Lâm, ngày 28 tháng 01 năm 2026\n\n"
        "Truyền thông về cải cách hành chính năm 2026\n\n"
        "Căn cứ Kế hoạch số 15/KH-UBND ngày 08/01/2026 của Ủy ban nhân dân tỉnh;\n"
        "I. NỘI DUNG\n- Thể chế.\n"
    )
    found = {node.kind: node for node in parse(text).walk()}
    assert "doc_type" not in found
    assert found["issuer"].text.split() == ["ỦY", "BAN", "NHÂN", "DÂN", "XÃ", "HOA", "LÂM"]
    assert {"national_header", "doc_number", "doc_date"} <= found.keys()


@pytest.mark.parametrize(
    "lines",
    ["ngày 21\ntháng 11 năm 2025", "ngày 21 tháng 11\nnăm 2025", "ngày 21 tháng 11 năm\n2025"],
)
def test_a_date_that_wraps_is_whole_in_a_letter_too(lines: str) -> None:
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 45/UBND-VX\n"
        f"Hoa Lâm, {lines}\nKính gửi: Các tổ dân phố.\n"
    )
    [found] = [node for node in parse(text).walk() if node.kind == "doc_date"]
    assert isinstance(found, DocDate) and found.date is not None and found.date.is_day


GROUND = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n"


@pytest.mark.parametrize(
    ("below", "subject"),
    [
        ("PHÒNG CHÁY NĂM 2026\nNăm 2026 là năm đầu của nhiệm kỳ mới.\n", "PHÒNG CHÁY NĂM 2026"),
        ("PHÒNG CHÁY NĂM 2026\nTrong những năm qua, công tác phòng cháy của xã đã có nhiều\n"
         "chuyển biến.\n", "PHÒNG CHÁY NĂM 2026"),
        ("PHÒNG CHÁY NĂM 2026\nNăm qua, xã không có vụ cháy nào;\nTại thôn Đông, người dân\n"
         "yên tâm.\n", "PHÒNG CHÁY NĂM 2026"),
        ("Phòng cháy năm 2026\nNăm qua, xã không có vụ cháy nào; người dân các thôn đều yên tâm.\n",
         "Phòng cháy năm 2026"),
        ("PHÒNG CHÁY\nGiai đoạn 2026 - 2030\n", "PHÒNG CHÁY Giai đoạn 2026 - 2030"),
        ("PHÒNG CHÁY\ntrên địa bàn xã Thanh Sa\n", "PHÒNG CHÁY trên địa bàn xã Thanh Sa"),
    ],
    ids=["a sentence", "a wrapped one", "several", "below small letters", "a tail", "small tail"],
)  # fmt: skip
def test_a_title_ends_where_sentences_begin(below: str, subject: str) -> None:
    assert title(f"KẾ HOẠCH\n{below}")["subject"] == subject


@pytest.mark.parametrize("who", ["ỦY BAN NHÂN DÂN XÃ THANH SA", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"])
def test_who_decides_is_not_the_title_of_a_decision(who: str) -> None:
    text = (
        f"QUYẾT ĐỊNH\nBAN HÀNH KẾ HOẠCH PHÒNG CHÁY\n{who}\n{GROUND}QUYẾT ĐỊNH:\nĐiều 1. Ban hành."
    )
    assert title(text)["subject"] == "BAN HÀNH KẾ HOẠCH PHÒNG CHÁY"


def test_what_leads_in_the_articles_names_no_type_and_ends_the_last_ground() -> None:
    asked = "Xét đề nghị của Văn phòng tại Tờ trình số 3/TTr-VP ngày 10/4/2026,\n"
    who = LINES.split("KẾ HOẠCH")[0] + "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM\n"
    text = f"{who}{GROUND}{asked}QUYẾT ĐỊNH:\nĐiều 1. Ban hành.\n"
    kinds = {node.kind: node.text for node in parse(text).walk()}
    assert not {"doc_type", "doc_title"} & kinds.keys()
    assert kinds["ground"] == asked.strip()
    assert "article" in kinds


@pytest.mark.parametrize("more", ["", "VÀ CỨU NẠN, CỨU HỘ\n"])
def test_a_title_is_read_where_the_line_with_the_type_is_lost(more: str) -> None:
    top = LINES.split("KẾ HOẠCH")[0]
    found = title(f"{top}PHÒNG CHÁY, CHỮA CHÁY NĂM 2026\n{more}{GROUND}")
    assert found["type"] is None
    assert found["subject"] == f"PHÒNG CHÁY, CHỮA CHÁY NĂM 2026 {more}".strip()


def test_a_web_pages_own_title_above_the_header_is_not_the_title() -> None:
    page = "Kế hoạch 12/KH-UBND năm 2026 về truyền thông\n| Số hiệu | 12/KH-UBND |\n"
    top = LINES.split("KẾ HOẠCH")[0]
    found = understood(parse(f"{page}{top}TRUYỀN THÔNG NĂM 2026\n{GROUND}{BODY}"))
    assert found["title"]["subject"] == "TRUYỀN THÔNG NĂM 2026"
    assert found["header"]["issuer"] == "ỦY BAN NHÂN DÂN PHƯỜNG HOA LÂM"


@pytest.mark.parametrize("kind", ["LIÊN TỊCH", "LIÊN NGÀNH", "PHỐI HỢP"])
def test_a_joint_plan_has_its_title_below_the_type(kind: str) -> None:
    found = title(f"KẾ HOẠCH {kind}\nThực hiện bảo hiểm y tế học sinh năm 2026\n")
    assert found["type"] == "KẾ HOẠCH"
    assert found["subject"] == "Thực hiện bảo hiểm y tế học sinh năm 2026"


def test_a_title_goes_on_over_the_empty_line_that_stands_behind_every_line() -> None:
    lines = ["Tổ chức các hoạt động kỷ niệm Ngày thành lập Hội Liên hiệp", "Thanh niên Việt Nam"]
    text = LINES.replace("Truyền thông cải cách hành chính năm 2026", "\n".join(lines)) + BODY
    spaced = "\n\n".join(text.split("\n"))
    assert understood(parse(spaced))["title"]["subject"] == " ".join(lines)
    tight = text.replace(lines[0], f"{lines[0]}\n")
    assert understood(parse(tight))["title"]["subject"] == lines[0]


def test_a_picture_of_a_web_page_is_no_part_of_the_title() -> None:
    found = title(f"KẾ HOẠCH\nTruyền thông năm 2026\n![](https://hoalam.vn/a.png) |\n{GROUND}")
    assert found["subject"] == "Truyền thông năm 2026"
