"""Whole: what a document says of itself: issuer, day of issue, years, province."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_check.grammar import Source, parse
from cchc_check.grammar.origin import Origin

BODY = "I. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN\nXÃ HOA LÂM\nSố: 1/KH-UBND\nKẾ HOẠCH\nNăm 2026\n\n" + BODY, "ỦY BAN NHÂN DÂN XÃ HOA LÂM"),
        ("KẾ HOẠCH\nNăm 2026\n\nThực hiện Kế hoạch số 2/KH-UBND của UBND tỉnh, UBND xã Hoa Lâm ban hành Kế hoạch như sau:\n\n" + BODY, "UBND xã Hoa Lâm"),
        ("KẾ HOẠCH\nNăm 2026\n\n" + BODY + "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n", "ỦY BAN NHÂN DÂN"),
    ],
    ids=["header", "lead-in", "signature"],
)  # fmt: skip
def test_the_issuer_is_named_by_header_lead_in_or_signature(text: str, issuer: str) -> None:
    assert parse(text).issuer == issuer


@pytest.mark.parametrize(
    ("formula", "issuer"),
    [
        (
            "Ban Chỉ đạo chuyển đổi số xã Hoa Lâm (sau đây gọi là Ban Chỉ đạo) ban hành Kế hoạch",
            "Ban Chỉ đạo chuyển đổi số xã Hoa Lâm",
        ),
        ("Ủy ban nhân dân (UBND) xã Hoa Lâm lập Kế hoạch", "Ủy ban nhân dân (UBND) xã Hoa Lâm"),
        ("UBND xã Hoa Lâm về xây dựng kế hoạch", "UBND xã Hoa Lâm"),
        ("UBND xã Hoa Lâm thông báo lịch trực", "UBND xã Hoa Lâm"),
        ("Sở Xây dựng phối hợp với Ban Tổ chức để mở và tổ chức Hội thi", "Sở Xây dựng"),
        ("Ban Tổ chức Hội thi ban hành Kế hoạch", "Ban Tổ chức Hội thi"),
        (
            "Phòng Văn hóa, Khoa học và Thông tin lập Kế hoạch",
            "Phòng Văn hóa, Khoa học và Thông tin",
        ),
    ],
)
def test_the_lead_in_names_the_issuer_whole_and_nothing_else(formula: str, issuer: str) -> None:
    plan = parse(f"KẾ HOẠCH\nNăm 2026\n\nCăn cứ Luật Cư trú;\n{formula}, như sau:\n\n{BODY}")
    assert plan.issuer == issuer


@pytest.mark.parametrize(
    "ground",
    [
        "Căn cứ Kế hoạch của Đảng ủy xã Hoa Lâm về xây dựng nhà ở;",
        "Thực hiện việc phối hợp với Ban Tổ chức để cùng tổ chức Hội thi;",
    ],
)
def test_a_body_cited_or_worked_with_issues_no_plan(ground: str) -> None:
    assert parse(f"KẾ HOẠCH\nNăm 2026\n\n{ground}\n\n{BODY}").issuer is None


def test_the_day_of_issue_is_the_documents_own_date() -> None:
    plan = parse(f"Hoa Lâm, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\nNăm 2026\n\n{BODY}")
    assert plan.issued is not None and plan.issued.earliest == date(2026, 2, 5)


def test_an_undated_plan_is_no_older_than_what_it_rests_on() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nCăn cứ Quyết định số 1/QĐ-UBND ngày 26/7/2025 của UBND tỉnh;\n\n"
        + BODY
    )
    assert plan.issued is not None
    assert (plan.issued.earliest, plan.issued.latest) == (date(2025, 7, 26), None)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("Truyền thông năm 2026", 2026, 2026),
        ("Truyền thông giai đoạn 2026 - 2030", 2026, 2030),
        ("Truyền thông 06 tháng cuối năm 2026", 2026, 2026),
    ],
)
def test_the_period_is_the_years_of_the_title(title: str, first: int, last: int) -> None:
    period = parse(f"KẾ HOẠCH\n{title}\n\n{BODY}").period
    assert period is not None and period.earliest is not None and period.latest is not None
    assert (period.earliest.year, period.latest.year) == (first, last)


def test_the_province_is_the_one_the_document_names_as_its_own() -> None:
    plan = parse(
        f"KẾ HOẠCH\nTruyền thông trên địa bàn tỉnh Khánh Hòa năm 2026\n\n{BODY}"
        "- Học tập kinh nghiệm của tỉnh Lâm Đồng.\n"
    )
    assert plan.place == "Khánh Hòa"


def test_two_provinces_named_alike_often_leave_it_open() -> None:
    plan = parse(f"KẾ HOẠCH\nNăm 2026\n\n{BODY}- Tỉnh Lâm Đồng.\n- Tỉnh Gia Lai.\n- Tỉnh Cà Mau.\n")
    assert plan.place is None


@pytest.mark.parametrize(
    ("title", "subjects"),
    [
        ("Tuyên truyền cải cách hành chính năm 2026", ("communication", "reform")),
        ("Truyền thông về dân số năm 2026", ("communication",)),
        ("Cải cách hành chính năm 2026", ("reform",)),
        ("Kiểm tra công tác CCHC năm 2026", ("reform", "event")),
        ("Tập huấn cải cách hành chính năm 2026", ("reform", "single_task")),
        ("Cải cách thủ tục hành chính năm 2026", ()),
        ("Phát triển hạ tầng thông tin và truyền thông năm 2026", ()),
        ("Phòng, chống dịch sốt xuất huyết năm 2026", ()),
    ],
)
def test_a_title_says_what_the_plan_is_about(title: str, subjects: tuple[str, ...]) -> None:
    assert parse(f"KẾ HOẠCH\n{title}\n\n{BODY}").subjects == subjects


@pytest.mark.parametrize(
    ("text", "scraped"),
    [
        ("ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND\n", True),
        (
            "ỦY BAN NHÂN DÂN\nXÃ THANH SA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND\n",
            False,
        ),
        ("ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 12/KH-UBND |\n", True),
        ("Số: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2025\nI. NỘI DUNG\n- Thể chế.", False),
        ("KẾ HOẠCH\nTuyên truyền năm 2025\nI. NỘI DUNG\n- Thể chế.", True),  # no header
        ("Số: 18/KH-UBND\nKẾ HOẠCH\n**Tuyên truyền** năm 2025\nI. NỘI DUNG\n- Thể chế.", True),
        ("| Số: 18/KH-UBND | Hoa Lâm, ngày 20 tháng 3 năm 2025 |\nKẾ HOẠCH\nTuyên truyền", True),
        ("Số: 18/KH-UBND\n# KẾ HOẠCH\nTuyên truyền năm 2025", True),
        ("Số: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền\n* Nội dung thứ nhất *\n", False),
        ("ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 1/KH-UBND |\n" + BODY, True),
    ],
)
def test_a_text_from_a_web_page_is_known_by_what_the_page_left(text: str, scraped: bool) -> None:
    assert parse(text).scraped is scraped


def test_bars_between_cells_are_those_of_the_reader_in_a_file_that_has_cells() -> None:
    source = Source(
        "Số: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2025\n| STT | Nội dung |\n| 1 | Phát thanh |\n"
    )
    assert parse(source).scraped
    source.origin = Origin("docx")
    assert not parse(source).scraped


# --- by whose rules it is drawn up ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("issuer", "number", "system"),
    [
        ("ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM", "Số: 18/KH-UBND", "state"),
        ("UBND THÀNH PHỐ\nPHÒNG NỘI VỤ", "Số: 18/KH-PNV", "state"),
        ("ỦY BAN MTTQ VIỆT NAM\nPHƯỜNG HOA LÂM", "Số: 18/KH-MTTQ", "front"),
        ("HỘI NÔNG DÂN\nXÃ THANH SA", "Số: 18-KH/HND", "front"),
        ("ĐẢNG ỦY PHƯỜNG HOA LÂM", "Số 18-KH/ĐU", "party"),
        ("ĐẢNG ỦY\nỦY BAN NHÂN DÂN XÃ THANH SA", "Số 18-KH/ĐU", "party"),
        ("ỦY BAN BẦU CỬ\nXÃ THANH SA", "Số: 18/KH-UBBC", None),
        ("", "Số 18-KH/TU", "party"),
        ("", "Số: 18/KH-UBND", "state"),
    ],
)
def test_the_issuer_or_the_number_says_by_whose_rules_it_is_drawn_up(
    issuer: str, number: str, system: str | None
) -> None:
    plan = parse(f"{issuer}\n{number}\nKẾ HOẠCH\nCải cách hành chính năm 2025\n")
    assert plan.system == system


@pytest.mark.parametrize(
    ("number", "kind"),
    [("Số: 12/KH-UBND", "kế hoạch"), ("Số: 12-KH/ĐU", "kế hoạch"), ("Số: 12/QĐ-UBND", "quyết định"),
     ("Số: 12/UBND-VP", None)],
)  # fmt: skip
def test_the_symbol_tells_the_type_where_its_line_is_lost(number: str, kind: str | None) -> None:
    head = "ỦY BAN NHÂN DÂN\nXÃ THANH SA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    text = f"{head}Độc lập - Tự do - Hạnh phúc\n{number}\nThanh Sa, ngày 05 tháng 02 năm 2026\n"
    assert parse(f"{text}I. MỤC ĐÍCH\nNâng cao nhận thức.\n").type == kind


def test_the_line_goes_before_the_symbol() -> None:
    assert parse("Số: 12/KH-UBND\nTHÔNG BÁO\nVề việc họp\nI. NỘI DUNG\nHọp.\n").type == "thông báo"


LOST = "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 12/KH-UBND | {day} |\n"


@pytest.mark.parametrize(
    ("day", "below", "issuer"),
    [
        ("Gia Lai, ngày 14 tháng 3 năm 2024",
         "Thực hiện Luật Tiếp công dân, UBND tỉnh ban hành Kế hoạch như sau:\nI. NỘI DUNG\n"
         "1. Tuyên truyền trên địa bàn tỉnh Gia Lai.\n", "ỦY BAN NHÂN DÂN TỈNH GIA LAI"),
        ("Thanh Sa, ngày 14 tháng 3 năm 2024",
         "Ủy ban nhân dân xã Thanh Sa ban hành Kế hoạch như sau:\nI. NỘI DUNG\n1. Tuyên truyền.\n",
         "ỦY BAN NHÂN DÂN XÃ THANH SA"),
        ("Thanh Sa, ngày 14 tháng 3 năm 2024",
         "Căn cứ Quyết định của Ủy ban nhân dân tỉnh ban hành quy chế;\nI. NỘI DUNG\n"
         "1. Tuyên truyền trên địa bàn tỉnh Gia Lai.\n", "ỦY BAN NHÂN DÂN"),
    ],
    ids=["the province it was issued in", "the formula", "another's decision"],
)  # fmt: skip
def test_an_issuer_whose_second_line_is_lost_is_known_from_the_text(
    day: str, below: str, issuer: str
) -> None:
    assert parse(LOST.format(day=day) + below).issuer == issuer


def test_a_ministry_belongs_to_no_province_wherever_it_meets() -> None:
    text = (
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 455/TB-BGDĐT\nHà Nội, ngày 19 tháng 7 năm 2017\nTHÔNG BÁO\n"
        "Kết luận hội nghị\n\nI. NỘI DUNG\n1. Hội nghị tại thành phố Đà Nẵng và tỉnh Gia Lai.\n"
    )
    assert parse(text).place is None
    assert parse(text.replace("BỘ GIÁO DỤC", "SỞ GIÁO DỤC")).place is not None


@pytest.mark.parametrize(
    ("below", "attached"),
    [
        ("(Ban hành kèm theo Quyết định số 18/QĐ-UBND của UBND xã)\n\nI. NỘI DUNG\n", True),
        ("(Kèm theo Quyết định số 18/QĐ-UBND)\nI. NỘI DUNG\n", True),
        ("\nI. NỘI DUNG\n1. Ban hành kèm theo kế hoạch này phụ lục.\n", False),
        ("Căn cứ Luật Tiếp công dân;\nI. NỘI DUNG\n", False),
    ],
)
def test_a_plan_issued_with_another_document_says_so_below_its_title(
    below: str, attached: bool
) -> None:
    assert parse(f"KẾ HOẠCH\nTuyên truyền năm 2025\n{below}").attached is attached


# --- where it stops -------------------------------------------------------------------------------

SIGNED = "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (BODY + "2. Thực hiện Kế hoạch số 9/KH-UBND ng\n", True),
        (BODY + "2. Lấy phòng là “cơ bản,\n", True),
        (BODY + "2. Thực hiện đúng kế hoạch.\n", False),
        (BODY + "2. Thực hiện đúng kế hoạch./.\n", False),
        (BODY + "2. Gồm những việc sau:\n", False),
        (BODY + "2. Thực hiện đúng kế hoạch\n" + SIGNED, False),
        ("Số: 9/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2026\n", False),
        ("KẾ HOẠCH\nNăm 2026\n\nCăn cứ Luật Phòng cháy và\n", True),
        (BODY + "| Việc | Hạn |\n| Treo pa nô | 20/3 |\n", False),
    ],
    ids=["within a word", "behind a comma", "sentence", "end mark", "colon", "signed", "title", "ground", "table"],
)  # fmt: skip
def test_a_text_that_stops_within_a_sentence_has_lost_its_end(text: str, cut: bool) -> None:
    assert parse(text).cut is cut


def test_a_document_cited_of_an_impossible_year_does_not_date_the_plan() -> None:
    grounds = "Căn cứ Quyết định số 46/2014/QĐ-TTg ngày {} của Thủ tướng Chính phủ;\n"
    text = "KẾ HOẠCH\nTuyên truyền\n\n" + grounds.format("15/8/5014") + grounds.format("02/3/2014")
    issued = parse(text + BODY).issued
    assert issued is not None and issued.earliest == date(2014, 3, 2)
