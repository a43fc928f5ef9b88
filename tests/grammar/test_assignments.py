"""Assignments: which units the part on organisation gives duties to, and which duties."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Assignment, Duty

HEAD = "KẾ HOẠCH\nCông tác năm 2026\n\nI. NỘI DUNG\n1. Sở Xây dựng là ví dụ trong nội dung.\n\n"


def assignments(text: str) -> list[Assignment]:
    plan = parse(f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n{text}\n")
    return [node for node in plan.walk() if isinstance(node, Assignment)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("1. Phòng Nội vụ\n- Chủ trì.\n2. Phòng Tư pháp\n- Phối hợp.", ["Phòng Nội vụ", "Phòng Tư pháp"]),
        ("1. Phòng Nội vụ: Chủ trì theo dõi.", ["Phòng Nội vụ"]),
        ("1. Giao Phòng Nội vụ chủ trì theo dõi.", ["Phòng Nội vụ"]),
        ("1. Đề nghị Ủy ban MTTQ Việt Nam phường phối hợp vận động.", ["Ủy ban MTTQ Việt Nam phường"]),
        ("1. Đề nghị: Hội Nông dân, Đoàn Thanh niên\n- Vận động.", ["Hội Nông dân, Đoàn Thanh niên"]),
        ("1. Các cơ quan, đơn vị có trách nhiệm thực hiện.", ["Các cơ quan, đơn vị"]),
        ("1. Căn cứ kế hoạch này, các phường xây dựng kế hoạch.", ["các phường"]),
        ("Giao Văn phòng theo dõi, đôn đốc.\nPhòng Nội vụ: Chủ trì tổng hợp.", ["Văn phòng", "Phòng Nội vụ"]),
        ("1. Phòng Nội vụ\n- Chủ trì.\n- Theo dõi.\n\nĐề nghị Văn phòng Đảng ủy phối hợp.", ["Phòng Nội vụ", "Văn phòng Đảng ủy"]),
        ("1. Trách nhiệm chung\na) Sở Nội vụ: chủ trì.\nb) Sở Tài chính: thẩm định.", ["Sở Nội vụ", "Sở Tài chính"]),
        ("1. Trách nhiệm của Phòng Nội vụ\n- Chủ trì.\n2. Đối với các thôn: phối hợp.", ["Phòng Nội vụ", "các thôn"]),
        ("1. Trách nhiệm của các phòng\na) Phòng Nội vụ: chủ trì.\nb) Phòng Y tế: phối hợp.", ["Phòng Nội vụ", "Phòng Y tế"]),
        ("1. Giao cho Trung tâm Văn hóa bố trí nhân lực.", ["Trung tâm Văn hóa"]),
        ("1. Trên cơ sở Kế hoạch này, đề nghị các phường, xã triển khai.", ["các phường, xã"]),
        ("1. Tiểu ban Tuyên truyền: viết bài.\n2. Nhóm giúp việc: ghi biên bản.", ["Tiểu ban Tuyên truyền", "Nhóm giúp việc"]),
        ("1. Các sở chủ trì dự án thành phần\n- Phê duyệt.\n2. Các sở phối hợp\n- Góp ý.", ["Các sở chủ trì dự án thành phần", "Các sở"]),
        ("**1. Đề nghị Hội Nông dân, Hội Liên hiệp**\n\n**Phụ nữ và các hội khác của xã**\n\n- Vận động hội viên.", ["Hội Nông dân, Hội Liên hiệp Phụ nữ và các hội khác của xã"]),
        ("1. Trường học Hoa Lâm tổ chức ngoại khóa.\n2. Các tổ chức chính trị - xã hội tổ chức ra quân.", ["Trường học Hoa Lâm", "Các tổ chức chính trị - xã hội"]),
        ("1. Giao bà Trần Thị B, công chức Văn phòng tham mưu.\n2. Lực lượng tham gia giữ gìn trật tự: tuần tra.", ["bà Trần Thị B, công chức Văn phòng", "Lực lượng tham gia giữ gìn trật tự"]),
    ],
    ids=["headings", "colon", "giao", "đề nghị", "đề nghị with colon", "all", "on grounds", "no markers", "paragraph", "nested",
         "charged", "charged group", "giao cho", "asked on grounds", "assignees", "described", "blank line in a name", "tổ chức", "people"],
)  # fmt: skip
def test_units_are_named_in_many_forms(text: str, units: list[str]) -> None:
    assert [found.unit for found in assignments(text)] == units


@pytest.mark.parametrize(
    "text",
    [
        "1. Trong quá trình thực hiện, nếu có vướng mắc, báo cáo kịp thời.",
        "1. Tổ chức tuyên truyền sâu rộng.",
        "1. Các nhiệm vụ được giao phải hoàn thành.",
        "1. Hội nghị triển khai.",
    ],
)
def test_items_that_name_no_unit_give_none(text: str) -> None:
    assert assignments(text) == []


def test_units_outside_the_part_on_organisation_are_not_assigned() -> None:
    assert all("Xây dựng" not in found.unit for found in assignments("1. Phòng Nội vụ chủ trì."))


def test_a_heading_without_a_number_opens_the_part_too() -> None:
    plan = parse(HEAD + "TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ chủ trì theo dõi.\n")
    assert [n.unit for n in plan.walk() if isinstance(n, Assignment)] == ["Phòng Nội vụ"]


def test_under_a_joint_heading_bullets_tell_how_and_name_no_unit() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nI. NỘI DUNG, PHÂN CÔNG TRÁCH NHIỆM\n1. Hội nghị cử tri\n"
        "- Mặt trận phối hợp với UBND xã tổ chức.\n\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng theo dõi.\n"
    )
    assert [n.unit for n in plan.walk() if isinstance(n, Assignment)] == ["Văn phòng"]


@pytest.mark.parametrize(
    ("duty", "text"),
    [
        ("advise_budget", "- Tham mưu UBND phường bố trí kinh phí thực hiện."),
        ("advise_budget", "- Thẩm định dự toán kinh phí."),
        ("advise_budget", "- Cân đối, bố trí đủ nguồn vốn."),
        ("lead", "- Chủ trì theo dõi."),
        ("coordinate", "- Phối hợp theo dõi."),
        ("collect_reports", "- Tổng hợp, báo cáo UBND tỉnh."),
        ("collect_reports", "- Tổng hợp, tham mưu báo cáo cấp trên."),
        ("report", "- Báo cáo kết quả định kỳ."),
        ("monitor", "- Đôn đốc các đơn vị."),
        ("publish", "- Đăng tải thông tin."),
    ],
)
def test_duties_are_told_by_their_words(duty: str, text: str) -> None:
    (found,) = assignments(f"1. Phòng Nội vụ\n{text}")
    assert duty in found.duties


@pytest.mark.parametrize(
    ("duty", "text"),
    [
        ("advise_budget", "- Sử dụng kinh phí tiết kiệm."),
        ("advise_budget", "- Chủ động bố trí kinh phí của đơn vị để thực hiện."),
        ("collect_reports", "- Báo cáo kết quả về Phòng Nội vụ để tổng hợp, báo cáo."),
        ("collect_reports", "- Gửi kết quả về Sở Nội vụ tổng hợp, báo cáo."),
        ("report", "- Cử báo cáo viên."),
    ],
)
def test_words_of_a_duty_in_another_sense_do_not_give_it(duty: str, text: str) -> None:
    (found,) = assignments(f"1. Phòng Nội vụ\n{text}")
    assert duty not in found.duties


@pytest.mark.parametrize(
    ("text", "collector"),
    [
        ("1. Phòng Nội vụ\n- Chủ trì.\n2. Các thôn: báo cáo về Phòng Nội vụ để tổng hợp.", "Phòng Nội vụ"),
        ("1. Phòng Nội vụ xã\n- Chủ trì.\n2. Các thôn: gửi báo cáo về UBND xã (qua Phòng Nội vụ) để tổng hợp.", "Phòng Nội vụ xã"),
        ("1. Công an xã: theo dõi, đôn đốc.\n2. Các thôn: báo cáo kết quả về Công an xã.", "Công an xã"),
        ("1. Sở Y tế: chủ trì.\n\nĐề nghị các xã báo cáo kết quả về Sở Y tế tổng hợp, báo cáo Ủy ban nhân dân tỉnh.", "Sở Y tế"),
        ("1. Sở Y tế: chủ trì.\n\nGiao Sở Tài chính theo dõi, tổng hợp, báo cáo kết quả.", "Sở Tài chính"),
        ("1. Sở Y tế: chủ trì.\n2. Các sở: tổng hợp kết quả dự án của mình; gửi Sở Y tế để tổng hợp.", "Sở Y tế"),
        ("1. Sở Y tế: chủ trì.\n2. Các sở: phản ánh vướng mắc về Sở Y tế để tổng hợp.", None),
        ("1. Sở Y tế: tổng hợp, báo cáo dư luận.\n2. Công an xã: tổng hợp khó khăn, báo cáo cấp trên.", None),
    ],
    ids=["to gather", "through", "followed up", "closing", "closing giao", "own results", "trouble", "other things"],
)  # fmt: skip
def test_who_collects_reports_may_be_said_to_the_others(text: str, collector: str | None) -> None:
    found = [a.unit for a in assignments(text) if "collect_reports" in a.duties]
    assert found == ([collector] if collector else [])


def test_the_money_words_have_a_place() -> None:
    (found,) = assignments("1. Phòng Kinh tế\n- Một.\n- Tham mưu bố trí kinh phí.")
    words = next(d for d in found.phrases if isinstance(d, Duty) and d.name == "advise_budget")
    assert found.parent is not None
    plan = parse(
        f"{HEAD}II. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Một.\n- Tham mưu bố trí kinh phí.\n"
    )
    text = plan.source.text[words.start : words.end]
    assert text.startswith("Tham mưu bố trí kinh phí")


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1. Phòng Kinh tế\n2. Văn phòng\n- Chủ trì.", [True, False]),
        ("1. Văn phòng\n- Chủ trì.\n2. Phòng Kinh tế:", [False, True]),
        ("1. Phòng Kinh tế: Phối hợp.\n2. Văn phòng\nChủ trì theo dõi.", [False, False]),
        ("1. Văn phòng\n- Chủ trì.\n2. Phòng Kinh tế\nCó vướng mắc thì báo về UBND xã./.", [False, True]),
        ("1. Văn phòng\nChủ trì theo dõi.\n2. Phòng Kinh tế\nTuyên truyền đến người dân./.", [False, False]),
    ],
    ids=["without a word", "with a colon", "behind or below", "the closing sentence", "units in running text"],
)  # fmt: skip
def test_a_unit_without_a_word_is_bare(text: str, bare: list[bool]) -> None:
    assert [found.bare for found in assignments(text)] == bare
