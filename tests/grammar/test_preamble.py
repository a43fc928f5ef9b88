"""Preamble: grounds, and the sentence that leads to the body."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import Formula, Ground, Plan

TOP = "KẾ HOẠCH\nTruyền thông năm 2026\n\n"
BODY = "I. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n"
G1 = "Căn cứ Nghị quyết số 15/NQ-HĐND ngày 10/12/2025 của Hội đồng nhân dân phường Hoa Lâm;"
G2 = "Thực hiện Kế hoạch số 20/KH-UBND ngày 05/01/2026 của UBND tỉnh Lâm Sơn về truyền thông;"
LEAD = "Ủy ban nhân dân phường Hoa Lâm ban hành Kế hoạch truyền thông năm 2026 như sau:"


def parts(plan: Plan) -> tuple[list[str], list[str]]:
    nodes = list(plan.walk())
    grounds = [n.text for n in nodes if isinstance(n, Ground)]
    return grounds, [n.text for n in nodes if isinstance(n, Formula)]


def test_each_ground_is_one_node_and_the_lead_in_is_the_formula() -> None:
    assert parts(parse(f"{TOP}{G1}\n{G2}\n{LEAD}\n\n{BODY}")) == ([G1, G2], [LEAD])


def test_grounds_marked_with_dashes_are_grounds() -> None:
    grounds, formula = parts(parse(f"{TOP}- {G1}\n- {G2}\n{LEAD}\n\n{BODY}"))
    assert (grounds, formula) == ([f"- {G1}", f"- {G2}"], [LEAD])


def test_one_sentence_of_ground_and_lead_in_is_a_ground() -> None:
    sentence = f"{G2[:-1]}, UBND phường Hoa Lâm ban hành Kế hoạch như sau:"
    assert parts(parse(f"{TOP}{sentence}\n\n{BODY}")) == ([sentence], [])


def test_a_ground_over_several_lines_is_one() -> None:
    wrapped = G1.replace(" của ", "\ncủa ")
    grounds, _ = parts(parse(f"{TOP}{wrapped}\n{LEAD}\n\n{BODY}"))
    assert grounds == [G1]


@pytest.mark.parametrize("body", [BODY, "1. Thực hiện nhiệm vụ được giao.\n2. Báo cáo.\n"])
def test_a_plan_without_grounds_begins_with_its_body(body: str) -> None:
    plan = parse(TOP + body)
    assert parts(plan) == ([], [])
    assert plan.source.text[plan.children[2].start :].startswith(body)


def test_a_task_in_the_body_is_no_ground() -> None:
    text = f"{TOP}{G1}\n{LEAD}\n\n1. Thực hiện nghiêm túc Kế hoạch số 20/KH-UBND.\n2. Báo cáo.\n"
    assert parts(parse(text))[0] == [G1]


def test_a_ground_goes_on_until_it_ends_even_with_a_capital_in_a_new_line() -> None:
    ground = "Căn cứ Luật Tổ chức\nChính quyền địa phương;"
    grounds, _ = parts(parse(f"{TOP}{ground}\n{G1}\n{LEAD}\n\n{BODY}"))
    assert grounds == [ground.replace("\n", " "), G1]


@pytest.mark.parametrize("task", ["Nhằm thực hiện Quyết định số 49/QĐ-UBND ngày 07/5/2025.",
                                  "Thực hiện Quyết định số 49/QĐ-UBND ngày 07/5/2025."])  # fmt: skip
def test_a_dash_below_the_lead_in_is_a_task(task: str) -> None:
    assert parts(parse(f"{TOP}{G1}\n{LEAD}\n- {task}\n- Kiểm tra.\n")) == ([G1], [LEAD])


def test_a_dash_inside_a_known_name_begins_no_list() -> None:
    lines = [
        "Căn cứ Kế hoạch số 48/KH-UBND ngày 31/01/2026 của Ủy ban nhân dân tỉnh",
        "Lâm Sơn về chăm sóc người cao tuổi năm 2026; xét đề nghị của Sở Lao động",
        "- Thương binh và Xã hội tại Tờ trình số 59/TTr-SLĐTBXH ngày 27/01/2026,",
        "Ủy ban nhân dân phường Hoa Lâm ban hành Kế hoạch chăm sóc người cao tuổi",
        "năm 2026 trên địa bàn phường với những nội dung chủ yếu như sau:",
    ]
    body = "\n".join(f"{at}. Các tổ dân phố rà soát, lập danh sách người cao tuổi trên địa bàn và\n"
                     "báo cáo Ủy ban nhân dân phường trước ngày cuối tháng của từng quý."
                     for at in range(1, 8))  # fmt: skip
    grounds, _ = parts(parse(TOP + "\n".join(lines) + "\n" + body + "\n"))
    assert grounds == [" ".join(lines)]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_date_that_breaks_before_its_month_parts_no_ground(gap: str) -> None:
    ground = "Căn cứ Nghị định số 89/2026/NĐ-CP ngày 25 tháng|06 năm 2026 của Chính phủ về y tế;"
    grounds, _ = parts(parse(f"{TOP}{ground.replace('|', gap)}{gap}{LEAD}\n\n{BODY}"))
    assert grounds == [ground.replace("|", " ")]


def test_an_item_goes_on_behind_giao() -> None:
    text = "1. Giao\nTrạm Y tế xã chủ trì thực hiện.\n2. Giao Phòng Kinh tế bố trí kinh phí.\n"
    found = [
        node.text for node in parse(f"{TOP}{G1}\n{LEAD}\n{text}").walk() if node.kind == "item"
    ]
    assert found[0] == "1. Giao Trạm Y tế xã chủ trì thực hiện."
