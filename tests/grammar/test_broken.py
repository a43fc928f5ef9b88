"""Broken: heads that a web page cut inside a name, or ran together with all the rest."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.broken import join_broken
from cchc_check.grammar.lines import read_lines
from cchc_check.grammar.nodes import Citation
from cchc_check.grammar.source import Source
from cchc_check.grammar.understood import understood


def joined(text: str) -> list[str]:
    source = Source(text)
    return [line.clean for line in join_broken(source, read_lines(source)) if line.clean]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ỦY\nBAN NHÂN DÂN\n", ["ỦY BAN NHÂN DÂN"]),
        ("ỦY\nBAN NHÂN DÂN XÃ THANH SA\n", ["ỦY BAN NHÂN DÂN XÃ THANH SA"]),
        ("HỘI\nĐỒNG NHÂN DÂN\n", ["HỘI ĐỒNG NHÂN DÂN"]),
        ("THÀNH\nỦY\nTHÀNH PHỐ HOA LÂM\n", ["THÀNH ỦY", "THÀNH PHỐ HOA LÂM"]),
        ("CỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
        ("CỘNG HÒA\nXÃ HỘI\nCHỦ NGHĨA VIỆT NAM\n", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
        ("ĐẢNG\nCỘNG SẢN VIỆT NAM\n", ["ĐẢNG CỘNG SẢN VIỆT NAM"]),
        ("**KẾ\nHOẠCH**\n", ["KẾ HOẠCH"]),
        ("Độc\nlập - Tự do -\nHạnh phúc\n", ["Độc lập - Tự do - Hạnh phúc"]),
        ("QUYẾT\nĐỊNH:\n", ["QUYẾT ĐỊNH:"]),
        ("ỦY\nBAN NHÂN DÂN |\nCỘNG\nHÒA XÃ HỘI\n", ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI"]),
    ],
)
def test_a_name_cut_in_two_is_one_line(text: str, lines: list[str]) -> None:
    assert joined(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        "CHƯƠNG TRÌNH\nHÀNH ĐỘNG NĂM 2026\n",
        "ỦY |\nBAN NHÂN DÂN\n",
        "ỦY\n| BAN NHÂN DÂN\n",
        "Bộ\nTư lệnh\n",
        "ỦY\n\nBAN NHÂN DÂN\n",
        "KẾ\nCẬN\n",
    ],
    ids=["type and title", "cell ends", "cell begins", "running text", "empty line", "no name"],
)
def test_what_is_no_cut_name_stays_apart(text: str) -> None:
    assert len(joined(text)) == 2


@pytest.mark.parametrize("bar", ["|\n", ""], ids=["cells", "no bars"])
@pytest.mark.parametrize(
    ("issuer", "named", "place"),
    [
        ("ỦY\nBAN NHÂN DÂN\nXÃ THANH SA", "ỦY BAN NHÂN DÂN XÃ THANH SA", "Thanh\nSa"),
        ("BỘ\nTƯ PHÁP", "BỘ TƯ PHÁP", "Hà\nNội"),
        ("BỘ\nCÔNG AN", "BỘ CÔNG AN", "Hà Nội"),
        ("HỘI\nĐỒNG NHÂN DÂN\nTỈNH HOA LÂM", "HỘI ĐỒNG NHÂN DÂN TỈNH HOA LÂM", "Hoa\nLâm"),
        ("ỦY BAN NHÂN\nDÂN\nTHÀNH PHỐ AN KHÊ", "ỦY BAN NHÂN DÂN THÀNH PHỐ AN KHÊ", "TP.\nAn Khê"),
    ],
)
def test_a_header_cut_in_its_cells_is_understood(
    bar: str, issuer: str, named: str, place: str
) -> None:
    text = (
        f"{issuer}\n-------\n{bar}CỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\n---------------\n{bar}Số:\n12/KH-UBND\n{bar}"
        f"{place}, ngày 12 tháng 01 năm 2026\n{bar}KẾ\nHOẠCH\nTruyền thông năm 2026\n"
    )
    plan = parse(text)
    found: dict[str, Any] = understood(plan)
    assert (found["header"]["issuer"], found["header"]["number"]) == (named, "12/KH-UBND")
    assert found["header"]["place"] == place.replace("\n", " ")
    assert found["title"]["type"] == "KẾ HOẠCH"
    assert [node.text for node in plan.walk() if node.kind == "national_header"] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    ]  # fmt: skip


def test_the_head_of_a_party_document_is_joined_too() -> None:
    plan = parse(
        "THÀNH\nỦY\nTHÀNH PHỐ HOA LÂM\n-------\n|\nĐẢNG\nCỘNG SẢN VIỆT NAM\n-------\n|\n"
        "Số:\n88-KH/TU\n|\nHoa\nLâm, ngày 12 tháng 01 năm 2026\n|\nKẾ HOẠCH\nTruyền thông\n"
    )
    assert (plan.system, plan.issuer) == ("party", "THÀNH ỦY THÀNH PHỐ HOA LÂM")
    assert understood(plan)["header"]["number"] == "88-KH/TU"


ONE_LINE = (
    "ỦY BAN NHÂN DÂN {country} XÃ THANH SA {motto} KẾ HOẠCH PHÒNG, CHỐNG THIÊN TAI NĂM 2024 "
    "Căn cứ Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013; Thực hiện Công văn số "
    "27/UBND-NN ngày 20 tháng 5 năm 2024 của UBND tỉnh về tập huấn, UBND xã xây dựng kế hoạch "
    "như sau: I. MỤC ĐÍCH 1. Giảm thiệt hại do bão, lũ. 2. Nâng cao hiểu biết của người dân. "
    "II. NỘI DUNG 1. Kiểm tra đê trước mùa mưa. 2. Diễn tập sơ tán ở các thôn ven sông.\n"
)


@pytest.mark.parametrize(
    "country", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÕA XÃ HỘI CHỦ NGHIA VIỆT NAM"]
)
@pytest.mark.parametrize("motto", ["Độc lập – Tự do – Hạnh phúc", "Độc lập Tự do Hạnh phúc"])
def test_a_page_in_one_line_keeps_its_issuer_and_its_citations(country: str, motto: str) -> None:
    plan = parse(ONE_LINE.format(country=country, motto=motto))
    assert plan.run_together
    assert plan.issuer == "ỦY BAN NHÂN DÂN XÃ THANH SA"
    nodes = list(plan.walk())
    assert [n.text for n in nodes if n.kind == "national_header"] == [country, motto]
    assert [n.number for n in nodes if isinstance(n, Citation)] == ["27/UBND-NN"]


def test_a_long_paragraph_is_no_page_in_one_line() -> None:
    text = "KẾ HOẠCH\nTuyên truyền năm 2025\n" + "Cán bộ, công chức nâng cao nhận thức. " * 30
    assert not parse(text).run_together
