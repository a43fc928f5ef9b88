"""Conclusions: recipients and signature, as the extraction of a two-column table leaves them."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.nodes import (
    Attachment,
    Conclusions,
    Recipient,
    RecipientsHead,
    Signature,
)
from cchc_check.grammar.understood import understood

TOP = "KẾ HOẠCH\nTruyền thông năm 2026\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức./.\n\n"


def end(text: str) -> dict[str, Any]:
    return understood(parse(TOP + text))


RECIPIENTS = ["UBND tỉnh", "Phòng Văn hóa - Xã hội", "Lưu: VT"]
COLUMN = "Nơi nhận:\n- UBND tỉnh (b/c);\n- Phòng Văn hóa - Xã hội;\n- Lưu: VT.\n"


@pytest.mark.parametrize(
    "text",
    [
        COLUMN,
        COLUMN.replace("Nơi nhận:", "**Nơi nhận:**"),
        COLUMN.replace("\n- ", "\n\n- "),
        "Nơi nhận: - UBND tỉnh (b/c); - Phòng Văn hóa - Xã hội; - Lưu: VT.\n",
        COLUMN.replace("\n- ", "\n"),
        COLUMN.replace("\n- ", "\n-\n"),
        COLUMN.replace("Văn hóa -", "Văn hóa\n-").replace("hóa\n- Xã", "hóa -\nXã"),
    ],
    ids=["lines", "bold", "empty lines", "on one line", "no dashes", "dashes apart", "wrapped"],
)
def test_recipients_are_read_without_marks_and_remarks(text: str) -> None:
    assert end(text)["recipients"] == RECIPIENTS


def test_the_remark_and_the_archive_line_are_kept_apart() -> None:
    nodes = [n for n in parse(TOP + COLUMN).walk() if isinstance(n, Recipient) and n.name]
    assert [(n.remark, n.archive) for n in nodes] == [("b/c", False), (None, False), (None, True)]


@pytest.mark.parametrize(
    ("text", "authority", "position", "name"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Bình\n", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Bình"),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Bình\n",
            "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "Trần Văn Bình",
        ),
        ("GIÁM ĐỐC\n\n\nTrần Văn Bình\n", None, "GIÁM ĐỐC", "Trần Văn Bình"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nTrần Văn Bình\n", None, "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG", "Trần Văn Bình"),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", None),
    ],
    ids=["TM", "KT", "director", "TL", "no name"],
)  # fmt: skip
def test_the_signature_says_on_whose_behalf_who_signs(
    text: str, authority: str | None, position: str, name: str | None
) -> None:
    assert end(COLUMN + "\n" + text)["signature"] == {
        "authority": authority, "position": position, "name": name,
    }  # fmt: skip


def test_a_deputy_and_kt_are_told() -> None:
    plan = parse(TOP + COLUMN + "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Bình\n")
    (signature,) = (n for n in plan.walk() if isinstance(n, Signature))
    assert signature.on_behalf and signature.deputy


def test_a_signature_glued_to_the_recipients_column_is_cut_off() -> None:
    found = end(
        "Nơi nhận:          TM. ỦY BAN NHÂN DÂN\n"
        "- UBND tỉnh (b/c);          CHỦ TỊCH\n"
        "- Phòng Văn hóa - Xã hội;\n"
        "- Lưu: VT.          Trần Văn Bình\n"
    )
    assert found["recipients"] == RECIPIENTS
    assert found["signature"] == {
        "authority": "TM. ỦY BAN NHÂN DÂN", "position": "CHỦ TỊCH", "name": "Trần Văn Bình",
    }  # fmt: skip


def test_a_signature_above_the_recipients_is_read_too() -> None:
    found = end("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n" + COLUMN)
    assert found["signature"]["name"] == "Trần Văn Bình"
    assert found["recipients"] == RECIPIENTS


def test_conclusions_that_the_extraction_lost_are_lost_not_missing() -> None:
    plan = parse(TOP)
    (part,) = (n for n in plan.walk() if isinstance(n, Conclusions))
    assert part.lost
    assert end("")["signature"] == {"authority": None, "position": None, "name": None}


def test_what_follows_the_signature_is_the_attachment() -> None:
    plan = parse(
        TOP
        + COLUMN
        + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n\nPHỤ LỤC\nDanh mục nhiệm vụ\n"
    )
    (part,) = (n for n in plan.walk() if isinstance(n, Attachment))
    assert [child.text for child in part.children if child.text] == ["PHỤ LỤC", "Danh mục nhiệm vụ"]


def test_the_chairman_as_the_actor_of_a_sentence_is_no_signature() -> None:
    found = end("2. Chủ tịch UBND phường chỉ đạo thực hiện.\n" + COLUMN)
    assert found["signature"]["position"] is None


@pytest.mark.parametrize(
    ("line", "signature"),
    [
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn Bình",
            {"authority": "TM. ỦY BAN NHÂN DÂN", "position": "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "name": "Trần Văn Bình"},
        ),
        (
            "KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG Trần Văn Bình",
            {"authority": None, "position": "KT. HIỆU TRƯỞNG / PHÓ HIỆU TRƯỞNG", "name": "Trần Văn Bình"},
        ),
        (
            "TM. BAN THƯỜNG TRỰC CHỦ TỊCH",
            {"authority": "TM. BAN THƯỜNG TRỰC", "position": "CHỦ TỊCH", "name": None},
        ),
    ],
    ids=["TM and KT", "KT", "TM"],
)  # fmt: skip
def test_a_signature_flattened_to_one_cell_is_told_apart(
    line: str, signature: dict[str, str | None]
) -> None:
    text = "Nơi nhận: - UBND tỉnh (b/c); - Phòng Văn hóa - Xã hội; - Lưu: VT.\t" + line + "\n"
    found = end(text)
    assert found["signature"] == signature
    assert found["recipients"] == RECIPIENTS


def test_columns_parted_by_one_space_are_told_apart_behind_end_marks() -> None:
    found = end(
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n"
        "- UBND tỉnh (b/c); KT. CHỦ TỊCH\n"
        "- Phòng Văn hóa - Xã hội; PHÓ CHỦ TỊCH\n"
        "- Lưu: VT. Trần Văn Bình\n"
        "PHỤ LỤC\nDanh mục\n"
    )
    assert found["recipients"] == RECIPIENTS
    assert found["signature"] == {
        "authority": "TM. ỦY BAN NHÂN DÂN",
        "position": "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
        "name": "Trần Văn Bình",
    }


def test_the_head_line_is_no_recipient() -> None:
    plan = parse(
        "KẾ HOẠCH\nTruyền thông\n\nI. MỤC ĐÍCH\n- Một./.\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\n"
    )
    kinds = [n.kind for n in plan.walk() if isinstance(n, Recipient)]
    assert kinds == [RecipientsHead.kind, Recipient.kind, Recipient.kind]


def test_without_anything_behind_the_signature_there_is_no_attachment() -> None:
    plan = parse("KẾ HOẠCH\nTruyền thông\n\nI. MỤC ĐÍCH\n- Một./.\n")
    assert not any(isinstance(n, Attachment) for n in plan.walk())


def test_tm_may_stand_alone_above_the_body_that_signs() -> None:
    found = end(COLUMN + "|\nTM.\nỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\n")
    assert found["recipients"] == RECIPIENTS
    assert found["signature"]["authority"] == "TM. ỦY BAN NHÂN DÂN"
    assert found["signature"]["name"] == "Trần Văn Bình"
