"""Lines that a page has wrapped: what goes on, and what begins anew."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Block, Body, Paragraph, Plan

WRAPPED = """KẾ HOẠCH
Truyền thông cải cách hành chính năm 2026
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức, trách nhiệm của cán bộ, công chức, viên chức
về ý nghĩa và tầm quan trọng của công tác cải cách hành chính giai đoạn 2021
- 2030 trên địa bàn phường, từ đó tạo sự đồng thuận trong việc thực hiện
các nhiệm vụ được giao.
- Phản ánh kịp thời kết quả, kinh nghiệm hay của các đơn vị theo mục
1. Phần II của kế hoạch này và các văn bản có liên quan của cấp trên
trong từng giai đoạn.
2. Yêu cầu
Nội dung tuyên truyền bảo đảm chính xác, kịp thời, phù hợp với từng nhóm
đối tượng; hình thức đa dạng, dễ hiểu.
II. NỘI DUNG
- Một.
"""


def body_blocks(plan: Plan) -> list[Block]:
    return [node for node in plan.walk() if isinstance(node, Block)]


def test_hard_wrapped_text_is_recognised() -> None:
    assert parse(WRAPPED).wrapped
    assert not parse("KẾ HOẠCH\nNăm 2026\nI. MỤC ĐÍCH\n1. Một.\n2. Hai.\n").wrapped


def test_a_wrapped_line_goes_on_with_its_block() -> None:
    markers = [block.marker for block in body_blocks(parse(WRAPPED))]
    assert markers == ["I.", "1.", "-", "-", "2.", "II.", "-"]


def test_a_wrapped_line_that_begins_with_a_dash_and_a_year_is_no_bullet() -> None:
    bullet = body_blocks(parse(WRAPPED))[2]
    assert "giai đoạn 2021 - 2030 trên địa bàn" in bullet.text


def test_a_wrapped_line_that_begins_with_a_number_is_no_item() -> None:
    bullet = body_blocks(parse(WRAPPED))[3]
    assert "theo mục 1. Phần II của kế hoạch này" in bullet.text


def test_a_heading_in_capitals_may_wrap() -> None:
    plan = parse(
        "KẾ HOẠCH\nNăm 2026\n\nI. MỤC ĐÍCH, YÊU CẦU VÀ NHỮNG ĐIỀU\nCẦN LƯU Ý\n1. Mục đích.\n"
    )
    assert body_blocks(plan)[0].heading == "MỤC ĐÍCH, YÊU CẦU VÀ NHỮNG ĐIỀU CẦN LƯU Ý"


def test_a_line_in_lower_case_goes_on_with_an_unfinished_one() -> None:
    plan = parse("KẾ HOẠCH\nNăm 2026\n\nI. MỘT\n- Tăng cường tuyên truyền\n\nqua loa phát thanh.\n")
    assert body_blocks(plan)[1].text == "- Tăng cường tuyên truyền qua loa phát thanh."


def test_a_marker_alone_on_its_line_takes_the_next_line() -> None:
    plan = parse("KẾ HOẠCH\nNăm 2026\n\nI.\nMỤC ĐÍCH\n1. Một.\n")
    assert body_blocks(plan)[0].heading == "MỤC ĐÍCH"


def test_text_without_a_marker_behind_a_finished_block_is_a_paragraph() -> None:
    plan = parse("KẾ HOẠCH\nNăm 2026\n\nI. MỘT\n- Một.\nCác đơn vị báo cáo kết quả.\n")
    assert [n.text for n in plan.walk() if isinstance(n, Paragraph)] == [
        "Các đơn vị báo cáo kết quả."
    ]


@pytest.mark.parametrize("opening", ["Trên đây là Kế hoạch", "Trong quá trình thực hiện, nếu"])
def test_the_closing_paragraph_belongs_to_no_chapter(opening: str) -> None:
    plan = parse(
        f"KẾ HOẠCH\nNăm 2026\n\nI. MỘT\n1. Hai.\n{opening} có vướng mắc, đề nghị báo cáo.\n"
    )
    body = next(part for part in plan.children if isinstance(part, Body))
    assert body.children[-1].kind == "paragraph"


def test_a_page_number_inside_a_wrapped_sentence_is_not_part_of_it() -> None:
    text = WRAPPED.replace("năm 2026\nI.", "năm 2026\n\nI.").replace(
        "viên chức\nvề ý nghĩa", "viên chức\n2\nvề ý nghĩa"
    )
    bullet = body_blocks(parse(text))[2]
    assert "viên chức về ý nghĩa" in bullet.text
