"""Themes: reform contents, channels, chapter roles, abbreviations, the end mark."""

from __future__ import annotations

import pytest

from cchc_check.grammar import parse
from cchc_check.grammar.lexicon import Phrase, Texts, Theme, Words, search_pattern
from cchc_check.grammar.nodes import Block, Channel, EndMark, Plan, Term, Topic


def body(text: str) -> Plan:
    return parse(f"KẾ HOẠCH\nTruyền thông năm 2026\n\nI. MỤC ĐÍCH\n{text}\n")


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("- Cải cách thể chế; cải cách tài chính công.", ["institutions", "public_finance"]),
        ("- Kiểm soát TTHC theo cơ chế một cửa.", ["procedures"]),
        ("- Xây dựng Chính quyền số, chuyển đổi số.", ["digital_government"]),
        ("- Cải cách thủ tục\nhành chính.", ["procedures"]),
        ("- Trồng cây xanh.", []),
    ],
)
def test_contents_of_the_reform_are_named_once_each(text: str, topics: list[str]) -> None:
    assert [n.name for n in body(text).walk() if isinstance(n, Topic)] == topics


def test_channels_are_found_in_order() -> None:
    found = [
        n.name
        for n in body("- Qua loa phát thanh, Trang thông tin điện tử và Zalo.").walk()
        if isinstance(n, Channel)
    ]
    assert found == ["radio", "website", "social_media"]


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("II. NỘI DUNG VÀ HÌNH THỨC TUYÊN TRUYỀN", {"content", "form"}),
        ("III. KINH PHÍ THỰC HIỆN", {"budget"}),
        ("IV. TỔ CHỨC THỰC HIỆN", {"organisation"}),
        ("II. ĐỐI TƯỢNG", {"audience"}),
    ],
)
def test_a_joint_heading_plays_several_roles(heading: str, roles: set[str]) -> None:
    last = [n for n in body(f"1. Một.\n{heading}\n").walk() if isinstance(n, Block)][-1]
    assert roles <= set(last.roles)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("- Cải cách hành chính (sau đây viết tắt là CCHC) được đẩy mạnh.", "CCHC"),
        ("- Cải cách hành chính (viết tắt là: CCHC).", "CCHC"),
        ("- Thủ tục hành chính (TTHC) được công khai.", "TTHC"),
        ("- Phổ cập giáo dục, xóa mù chữ (PCGD XMC) được chú trọng.", "PCGD XMC"),
        ("- Phổ cập giáo dục và ủy thác vốn (PCGD, UTV) được chú trọng.", "PCGD, UTV"),
        ("- Các phường (sau đây gọi chung là đơn vị) thực hiện.", "đơn vị"),
    ],
)
def test_defined_abbreviations_are_read(text: str, short: str) -> None:
    assert [n.short for n in body(text).walk() if isinstance(n, Term)] == [short]


def test_several_words_in_brackets_must_shorten_what_stands_before() -> None:
    found = body("- Các ngành (PCGD, XMC) cùng làm.").walk()
    assert not [n for n in found if isinstance(n, Term)]


@pytest.mark.parametrize("mark", ["./.", ".  /.", "./. "])
def test_the_end_mark_is_found_at_the_end_of_the_body(mark: str) -> None:
    plan = body(f"1. Một.\n2. Hai{mark}\n\nNơi nhận:\n- Lưu: VT.")
    assert len([n for n in plan.walk() if isinstance(n, EndMark)]) == 1


def test_without_an_end_mark_there_is_none() -> None:
    assert not [n for n in body("1. Một.\n2. Hai.").walk() if isinstance(n, EndMark)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("bố trí … kinh phí", "bố trí đầy đủ nguồn kinh phí", True),
        ("bố trí … kinh phí", "bố trí cán bộ. kinh phí", False),
        ("bố trí|cân đối … kinh phí", "cân đối kinh phí", True),
        ("cấp … kinh phí", "các cấp bảo đảm kinh phí", True),
        ("báo cáo", "báo cáo viên", True),
        ("báo cáo", "quảng báo cáo", True),
        ("cáo", "báo cáo", True),
        ("áo cáo", "báo cáo", False),
    ],
)
def test_a_lexicon_phrase_matches_whole_words_and_gaps(phrase: str, text: str, found: bool) -> None:
    assert (Phrase(phrase).search(text) is not None) is found


def test_a_denied_phrase_does_not_name_the_theme() -> None:
    theme = Theme("t", "t", (Phrase("báo cáo"),), (Phrase("báo cáo viên"),))
    assert theme.search("mời báo cáo viên") is None
    assert theme.search("báo cáo viên gửi báo cáo") == (17, 24)


def test_word_lists_match_the_longest_phrase_as_whole_words() -> None:
    words = Words(["trước", "trước ngày", "Uỷ ban"])
    assert words.match("trước ngày 5") == 10
    assert words.match("trướcđó") == 0
    assert words.match("ủy ban xã") == 6
    assert words.search("xong trước ngày 5") == (5, 15)
    assert words.search("xongtrước ngày") is None


def test_a_search_pattern_wants_no_letter_before_it() -> None:
    import re

    pattern = re.compile(search_pattern(["đến", "đến hết", "trong"]))
    assert [m.group() for m in pattern.finditer("từ nay đến hết năm, trong đó")] == [
        "đến hết",
        "trong",
    ]
    assert pattern.search("xđến") is None


@pytest.mark.parametrize(("words", "texts"), [("một cửa", [0, 2]), ("tổ", [1]), ("trang", [])])
def test_several_texts_are_looked_through_at_once(words: str, texts: list[int]) -> None:
    lows = ["cơ chế một cửa, một cửa", "hồ sơ của tổ", "bộ phận một cửa"]
    assert list(Texts(lows).having(words)) == texts
