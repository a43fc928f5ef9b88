"""Noise and tables: what is no running text of the document, visible and never dropped."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Attachment, Block, Body, Deadline, Noise, Plan, Table

TOP = "KẾ HOẠCH\nTruyền thông năm 2026\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"
END = "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n"


def noise(plan: Plan) -> list[str]:
    return [node.text for node in plan.walk() if isinstance(node, Noise) and node.text]


def test_the_chrome_of_a_web_page_behind_the_document_is_noise() -> None:
    plan = parse(TOP + END + "\nTin liên quan\nLượt xem: 125\nBản quyền thuộc về cổng\n")
    assert not any(isinstance(n, Block) and "Lượt xem" in n.text for n in plan.walk())
    assert "Lượt xem: 125" in noise(plan)


def test_the_chrome_of_a_web_page_above_the_document_is_noise() -> None:
    plan = parse("Trang chủ\nĐăng nhập\n" + TOP + END)
    assert noise(plan)[:2] == ["Trang chủ", "Đăng nhập"]


def test_chrome_behind_a_body_without_conclusions_is_no_paragraph() -> None:
    plan = parse(TOP + "\nTài liệu đính kèm\nLượt xem: 12\n")
    (body,) = (n for n in plan.walk() if isinstance(n, Body))
    assert "Lượt xem" not in plan.source.text[body.start : body.end]


@pytest.mark.parametrize("page", ["2", "- 2 -", "2/5", "Trang 3"])
def test_a_page_number_is_noise(page: str) -> None:
    plan = parse(f"{TOP}\n{page}\n\n2. Yêu cầu kịp thời.\n")
    assert page in noise(plan)


@pytest.mark.parametrize("rule", ["_____", "-----------", "***", "=====", "* * *"])
def test_a_ruled_line_is_noise(rule: str) -> None:
    plan = parse(f"{TOP}\n{rule}\n\n2. Yêu cầu kịp thời.\n")
    assert [b.marker for b in plan.walk() if isinstance(b, Block)] == ["I.", "1.", "2."]


@pytest.mark.parametrize(
    "rows",
    [
        "| TT | Nội dung | Thời gian |\n| 1 | Hội nghị | Tháng 3/2026 |\n",
        "TT\tNội dung\tThời gian\n1\tHội nghị\tTháng 3/2026\n",
        "|\n\nTT\n\n|\n\nNội dung\n\n|\n\n1\n\n|\n\nHội nghị\n\n|\n",
        "STT\nNội dung\nThời gian\n1\nHội nghị\nTháng 3/2026\n",
    ],
    ids=["pipes", "tabs", "pipes on lines of their own", "flattened"],
)
def test_a_table_is_a_table_and_opens_no_blocks(rows: str) -> None:
    plan = parse(f"{TOP}2. Phân công:\n{rows}\nII. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ.\n")
    assert any(isinstance(n, Table) and "Hội nghị" in n.text for n in plan.walk())
    markers = [b.marker for b in plan.walk() if isinstance(b, Block)]
    assert markers == ["I.", "1.", "2.", "II.", "1."]


def test_an_appendix_is_an_attachment_not_a_chapter() -> None:
    plan = parse(TOP + END + "PHỤ LỤC I\nI. DANH MỤC\n1. Một\n")
    (part,) = (n for n in plan.walk() if isinstance(n, Attachment))
    assert "DANH MỤC" in plan.source.text[part.start : part.end]
    assert not any(isinstance(n, Block) and n.heading == "DANH MỤC" for n in plan.walk())


def test_cells_of_one_row_are_read_one_by_one() -> None:
    plan = parse(
        "KẾ HOẠCH\nTruyền thông\n\nI. NỘI DUNG\n"
        "| STT | Nội dung | Thời gian |\n|---|---|---|\n"
        "| 1 | Tập huấn | Tháng 4/2026 |\n| 2 | Lưu động | Quý II/2026 |\n"
    )
    times = [n.text for n in plan.walk() if isinstance(n, Deadline)]
    assert times == ["Tháng 4/2026", "Quý II/2026"]


def test_markdown_heading_signs_are_no_part_of_a_heading() -> None:
    plan = parse("KẾ HOẠCH\nTruyền thông\n\n## I. MỤC ĐÍCH\n\n### 1. Mục tiêu\n- Một.\n")
    assert [n.heading for n in plan.walk() if isinstance(n, Block)] == [
        "MỤC ĐÍCH", "Mục tiêu", "Một.",
    ]  # fmt: skip


def test_what_a_web_page_leaves_behind_the_signature_cites_nothing() -> None:
    page = (
        "Số: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2026\nI. NỘI DUNG\n- Thể chế./.\n"
        "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n\n"
        "| Việc | Thời gian |\n| Phát thanh | Quý II/2026 |\n"
        "| Văn bản liên quan | Nghị định số 13/2023/NĐ-CP ngày 17/4/2023 |\n"
    )
    plan = parse(page)
    found = [
        (node.kind, node.text) for node in plan.walk() if node.kind in ("citation", "deadline")
    ]
    assert found == [("deadline", "Quý II/2026")]
