"""What follows the signature: appendices with their tables, documents issued with this one."""

from __future__ import annotations

import pytest

from cchc_check.grammar import Plan, parse
from cchc_check.grammar.nodes import Attached, Block, Citation, Deadline, DocTitle, Signature, first
from cchc_check.grammar.understood import understood

DECISION = """QUYẾT ĐỊNH
Ban hành Kế hoạch dọn vệ sinh
{issuer}
Căn cứ Luật Tổ chức chính quyền địa phương;

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch dọn vệ sinh.
Điều 2. Quyết định này có hiệu lực từ ngày ký./.

{ending}
KẾ HOẠCH
Dọn vệ sinh năm 2026
{note}

I. MỤC TIÊU
1. Tỷ lệ rác được thu gom đạt 95%.
a) Ở thôn.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế chủ trì, báo cáo trước ngày 05/6/2026.
"""
ENDING = "Nơi nhận:\n- Như Điều 2;\n- Lưu: VT.\nCHỦ TỊCH\n\nTrần Văn Bình\n"
NOTE = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2026 của\nỦy ban nhân dân xã Hoa Lâm)"


def decision(note: str = NOTE, ending: str = ENDING, issuer: str = "") -> Plan:
    return parse(DECISION.format(note=note, ending=ending, issuer=issuer))


@pytest.mark.parametrize(
    ("note", "ending"),
    [
        (NOTE, ENDING),
        ("* (Ban hành kèm theo Quyết định số 12/QĐ-UBND của UBND xã)*", ENDING),
        ("Kèm theo Quyết định số /QĐ-UBND của UBND xã", ENDING),
        (NOTE, "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\nNơi nhận:\n- Lưu: VT.\n"),
        (NOTE, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n"),
    ],
    ids=["wrapped", "in italics", "without brackets", "signature first", "no name"],
)
def test_a_plan_below_a_decision_has_its_own_outline(note: str, ending: str) -> None:
    plan = decision(note, ending)
    (attached,) = (node for node in plan.walk() if isinstance(node, Attached))
    marked = [(b.marker, b.depth) for b in attached.walk() if isinstance(b, Block)]
    assert marked == [("I.", 1), ("1.", 2), ("a)", 3), ("II.", 1), ("1.", 2)]
    title = first(attached.walk(), DocTitle)
    assert title is not None and title.text == "Dọn vệ sinh năm 2026"


def test_a_decision_keeps_its_title_articles_and_signature_beside_the_attached_plan() -> None:
    read = understood(decision(issuer="\nCHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HOA LÂM\n"))
    assert read["title"]["subject"] == "Ban hành Kế hoạch dọn vệ sinh"
    assert [o["marker"] for o in read["outline"]][:3] == ["Điều 1.", "Điều 2.", "I."]
    assert read["signature"]["name"] == "Trần Văn Bình"
    assert [t["value"] for t in read["targets"]] == [95]
    assert [a["unit"] for a in read["assignments"]] == ["Phòng Kinh tế"]
    assert [d["latest"] for d in read["deadlines"]] == ["2026-06-05"]


def test_the_title_in_capitals_ends_before_who_decides() -> None:
    text = DECISION.replace("Ban hành Kế hoạch dọn vệ sinh\n", "BAN HÀNH KẾ HOẠCH DỌN VỆ SINH\n", 1)
    issuer = "\nỦY BAN NHÂN DÂN XÃ HOA LÂM\n"
    plan = parse(text.format(note=NOTE, ending=ENDING, issuer=issuer))
    title = first(plan.walk(), DocTitle)
    assert title is not None and title.text == "BAN HÀNH KẾ HOẠCH DỌN VỆ SINH"


def test_a_plan_that_a_decision_puts_in_force_is_no_attachment() -> None:
    plan = parse(f"KẾ HOẠCH\nDọn vệ sinh năm 2026\n{NOTE}\n\nI. MỤC TIÊU\n1. Sạch.\n\n{ENDING}")
    assert first(plan.walk(), Attached) is None
    signature = first(plan.walk(), Signature)
    assert signature is not None and signature.name == "Trần Văn Bình"


PLAN = f"KẾ HOẠCH\nDọn vệ sinh năm 2026\n\nI. MỤC TIÊU\n1. Sạch.\n\n{ENDING}\n"


@pytest.mark.parametrize(
    "table",
    [
        "| TT | Việc | Thời gian |\n| 1 | Quét dọn | Quý II/2026 |\n",
        "|\nTT\n|\nViệc\n|\nThời gian\n|\n|\n1\n|\nQuét dọn\n|\nTrước ngày 30/6/2026\n|\n",
        "TT\nViệc\nThời gian\n1\nQuét dọn\nTháng 6/2026\n",
    ],
    ids=["rows", "cells between pipes", "cells line by line"],
)
def test_the_times_in_an_appendix_table_are_deadlines(table: str) -> None:
    plan = parse(f"{PLAN}PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n{table}")
    found = [node for node in plan.walk() if isinstance(node, Deadline)]
    assert [str(d.interval.latest) for d in found if d.interval] == ["2026-06-30"]


def test_an_appendix_behind_an_attached_plan_is_not_in_its_body() -> None:
    plan = parse(
        DECISION.format(note=NOTE, ending=ENDING, issuer="") + "UBND XÃ HOA LÂM\n\nPHỤ LỤC\n1. Mẫu"
    )
    (attached,) = (node for node in plan.walk() if isinstance(node, Attached))
    assert "PHỤ LỤC" not in plan.source.text[attached.start : attached.end]


def test_a_table_of_the_web_page_behind_the_signature_is_no_appendix() -> None:
    plan = parse(f"{PLAN}| Giới thiệu | Nghị định số 3/2025/NĐ-CP |\n| Ra mắt | Tháng 6/2026 |\n")
    assert not [node for node in plan.walk() if isinstance(node, (Citation, Deadline))]
