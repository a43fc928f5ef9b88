"""Checks of writing: where the words stand, what is none of their business, how they are mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine import check
from cchc_check.engine.mending import apply
from cchc_check.engine.packs import built_in_packs, choose
from cchc_check.engine.report import Result
from cchc_check.grammar import parse

GOOD = (Path(__file__).parents[2] / "fixtures" / "phuong-hoa-lam-2025.txt").read_text("utf-8")
HEAD = "Số: 18/KH-UBND\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2025\n\nI. NỘI DUNG\n"
END = """\
Nơi nhận:
- UBND thành phố (b/c);
- Lưu: VT, VHXH.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Hoài Đức
"""


def results(text: str, *rules: str) -> list[Result]:
    packs = choose(built_in_packs(), rules or ("format",), ())
    return check(parse(text), None, packs).results


def fails(text: str, *rules: str) -> list[str]:
    """The words at the places of all failing results."""
    return [
        text[r.location.start : r.location.end] if r.location else "-"
        for r in results(text, *rules)
        if r.outcome == "fail"
    ]


def mended(text: str, *rules: str) -> str:
    edits = [edit for r in results(text, *rules) if r.fix for edit in r.fix.edits]
    return apply(text, edits)


def only(text: str, rule: str) -> Result:
    [found] = (r for r in results(text, rule) if r.outcome == "fail")
    return found


# --- a variant of the good plan with one defect fails that rule alone -----------------------------

VARIANTS = [
    pytest.param("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n", "", "national-header", id="no national header"),
    pytest.param("Độc lập - Tự do - Hạnh phúc", "Độc lập - Tự do", "national-header", id="motto cut short"),
    pytest.param("CHỦ NGHĨA VIỆT NAM", "CHỦ NGHỈA VIỆT NAM", "national-header", id="national header misspelt"),
    pytest.param("ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM\n", "", "issuer-named", id="no issuer"),
    pytest.param("ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM\n", "ỦY BAN NHÂN DÂN\n", "issuer-named", id="issuer without its unit"),
    pytest.param("Số: 18/KH-UBND", "Số:    /KH-UBND", "number-present", id="no number"),
    pytest.param("Số: 18/", "Số: 8/", "number-form", id="number not padded"),
    pytest.param("Số: 18/KH-UBND", "Số: 18/QĐ-UBND", "number-form", id="symbol of another type"),
    pytest.param("Số: 18/KH-UBND", "Số: 18/KH-SNV", "number-form", id="symbol of another issuer"),
    pytest.param("Số: 18/KH-UBND", "Số: 18-KH/UBND", "number-form", id="order of the Party"),
    pytest.param("Số: 18/KH-UBND", "Số: 18/ KH-UBND", "number-form", id="blank in the number"),
    pytest.param("ngày 20 tháng 3 năm 2025\n\nKẾ", "ngày    tháng 3 năm 2025\n\nKẾ", "date-present", id="no day"),
    pytest.param("ngày 20 tháng 3 năm", "ngày 20 tháng 03 năm", "date-form", id="month padded"),
    pytest.param("ngày 20 tháng 3 năm", "ngày 9 tháng 3 năm", "date-form", id="day not padded"),
    pytest.param("ngày 20 tháng 3 năm 2025\n", "ngày 20/3/2025\n", "date-form", id="short date"),
    pytest.param("gửi trước ngày 01/6", "gửi trước ngày 31/4", "date-valid", id="31 April"),
    pytest.param("trước ngày 20 hằng tháng", "trước ngày 30/02 hằng năm", "date-valid", id="30 February"),
    pytest.param("số 144-QĐ/TW ngày 09/5/2024", "số 144-QĐ/TW ngày 31/9/2024", "date-valid", id="date of a citation"),
    pytest.param("tối thiểu 02 lần/tuần", "trong tháng 13/2025", "date-valid", id="month 13"),
    pytest.param("phường Hoa Lâm năm 2025.\n\nỦy", "phường Hoa Lâm năm 2025;\n\nỦy", "ground-form", id="last ground ends with a semicolon"),
    pytest.param("2021 - 2030;\nCăn cứ", "2021 - 2030\nCăn cứ", "ground-form", id="a ground ends with nothing"),
    pytest.param("2021 - 2030;\nCăn cứ", "2021 - 2030; Căn cứ", "ground-form", id="two grounds on a line"),
    pytest.param("đ) Cải cách", "d) Cải cách", "outline-sequence", id="d) for đ)"),
    pytest.param("\nIII. HÌNH THỨC", "\nII. HÌNH THỨC", "outline-sequence", id="a chapter number twice"),
    pytest.param("IV. KINH PHÍ", "IV. Kinh phí", "heading-case", id="a heading in small letters"),
    pytest.param("TM. ỦY BAN NHÂN DÂN\n", "", "signature-authority", id="no TM."),
    pytest.param("NHÂN DÂN\nCHỦ TỊCH", "NHÂN DÂN\nKT. CHỦ TỊCH", "signature-authority", id="KT. without a deputy"),
    pytest.param("NHÂN DÂN\nCHỦ TỊCH", "NHÂN DÂN\nPHÓ CHỦ TỊCH", "signature-authority", id="a deputy without KT."),
    pytest.param("TM. ỦY BAN NHÂN DÂN\n", "T/M ỦY BAN NHÂN DÂN\n", "signature-authority", id="T/M of the Party"),
    pytest.param("\n\n\n\nLê Hoài Đức\n", "\n", "signature-name", id="no name"),
    pytest.param("\nLê Hoài Đức", "\nThS. Lê Hoài Đức", "signature-name", id="a degree"),
    pytest.param("đoàn thể phường;", "đoàn thể phường", "recipients-form", id="a recipient ends with nothing"),
    pytest.param("- Phòng Nội vụ thành phố;", "Phòng Nội vụ thành phố;", "recipients-form", id="a recipient without a dash"),
    pytest.param("Lưu: VT, VHXH.", "Lưu: VHXH.", "archive-line", id="no VT"),
    pytest.param("thuộc phường;\n- Lưu: VT, VHXH.", "thuộc phường.", "archive-line", id="no archive line"),
    pytest.param("- Lưu: VT, VHXH.", "- Lưu VT, VHXH.", "archive-line", id="no colon behind Lưu"),
    pytest.param("hướng dẫn kịp thời./.", "hướng dẫn kịp thời.", "end-mark", id="no end mark"),
    pytest.param("Chỉ số cải cách hành chính (PAR INDEX)", "Chỉ số cải cách hành chính (PAR INDEX", "balanced-marks", id="a bracket left open"),
    pytest.param("Đài truyền thanh phường", "Đài “truyền thanh phường", "balanced-marks", id="a quote left open"),
    pytest.param("trách nhiệm của cấp ủy", "trách nhiệm của của cấp ủy", "repeated-words", id="a word twice"),
    pytest.param("chủ trương sắp xếp,", "chủ trương sắp xếp sắp xếp,", "repeated-words", id="two words twice"),
    pytest.param("Tổng hợp kết quả,", "Tổng hợp kết quả quả,", "repeated-words", id="a syllable twice"),
    pytest.param("thời hạn rõ ràng", "thời hạn rỏ ràngg", "tone-marks", id="no syllable"),
    pytest.param("thời hạn rõ ràng", "thời hạnrõ ràng", "tone-marks", id="two words in one"),
    pytest.param("cán bộ, công chức và", "CBCC và", "abbreviation-defined", id="an abbreviation"),
    pytest.param("có trọng tâm, không", "có trọng tâm , không", "spacing", id="blank before a comma"),
    pytest.param("có trọng tâm, không", "có trọng tâm,không", "spacing", id="no blank behind a comma"),
    pytest.param("dễ hiểu, dễ nhớ", "dễ  hiểu, dễ nhớ", "spacing", id="two blanks"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule"), VARIANTS)
def test_a_variant_with_one_defect_fails_that_rule_alone(old: str, new: str, rule: str) -> None:
    assert old in GOOD
    found = {r.rule for r in results(GOOD.replace(old, new, 1)) if r.outcome == "fail"}
    assert found == {rule}


# --- what must not be reported --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        pytest.param("các cơ quan liên quan quan tâm, xử lý hành vi vi phạm", "repeated-words", id="the end of a word begins the next"),
        pytest.param("ngày ngày, luôn luôn, từ từ, từng bước từng bước", "repeated-words", id="reduplications"),
        pytest.param("xã Xã Đàn, cán bộ, bộ phận, của; của", "repeated-words", id="a name, words with a mark between"),
        pytest.param("điểm a), b) và 1) của mục; gồm: a) tin (ngắn); b) bài; 2) ảnh", "balanced-marks", id="markers in a sentence"),
        pytest.param('"một" và “hai” và “ba" (bốn [năm])', "balanced-marks", id="straight and curly quotes"),
        pytest.param("1.200 tin, 7,5%, 7:30, 5G, v.v., TP.Hoa Lâm, https://hoalam.gov.vn/tin;moi, a@hoalam.gov.vn", "spacing", id="numbers, abbreviations, addresses"),
        pytest.param("theo Kế hoạch này ... và …", "spacing", id="dots"),
        pytest.param("lắp pa-nô, phát qua wifi, karaôkê, ôtô, vectơ, vắc-xin, logo", "tone-marks", id="borrowed words"),
        pytest.param("đồng bào Stiêng, Mnông ở Krông Búk; gửi hộpthư@hoalam.gov.vn", "tone-marks", id="names and addresses"),
        pytest.param("hoà, hòa, uỷ, ủy, quý, quí, thuở, khuỷu, giếng, gìn, xoong", "tone-marks", id="both placements of tones, rare rhymes"),
        pytest.param("UBND, HĐND, MTTQ phường (VHXH); mục III, IV; Kế hoạch số 82/KH-UBND; chỉ số SIPAS", "abbreviation-defined", id="known, bracketed, numerals, symbols"),
        pytest.param("TUYÊN TRUYỀN SÂU RỘNG, BAN HÀNH VĂN BẢN", "abbreviation-defined", id="emphasis in capitals"),
        pytest.param("bản sao ghi TM. ỦY BAN NHÂN DÂN xã", "abbreviation-defined", id="before capitals"),
        pytest.param("từ ngày 25-30/4, đạt 31/63 chỉ tiêu, 29/02/2024, lương tháng 13 năm 2025", "date-valid", id="ranges, fractions, leap day, wage"),
        pytest.param("Nghị định số 31/2/2025/NĐ-CP, mỗi tháng 15 tin, hoạt động 24/7", "date-valid", id="numbers of documents, quantities"),
    ],
)  # fmt: skip
def test_what_is_no_fault_is_not_reported(words: str, rule: str) -> None:
    assert fails(f"{HEAD}- Nội dung {words}.\n", rule) == []


@pytest.mark.parametrize(
    ("words", "rule", "place"),
    [
        pytest.param("trách nhiệm của của người", "repeated-words", "của của", id="a doubled word"),
        pytest.param("sắp xếp sắp xếp sắp xếp bộ máy", "repeated-words", "sắp xếp sắp xếp sắp xếp", id="three times"),
        pytest.param("sắp xếp\nsắp xếp bộ máy", "repeated-words", "sắp xếp\nsắp xếp", id="over a line break"),
        pytest.param("mở (ngoặc rồi thôi", "balanced-marks", "(", id="a bracket"),
        pytest.param("các nghành liên quan", "tone-marks", "nghành", id="ngh before a"),
        pytest.param("quán triểt nghị quyết", "tone-marks", "triểt", id="hỏi before a stop"),
        pytest.param("người dân đươc biết", "tone-marks", "đươc", id="no tone before a stop"),
        pytest.param("mọi ngừơi dân", "tone-marks", "ngừơi", id="the tone on the first vowel"),
        pytest.param("trước ngày 31/6/2025", "date-valid", "ngày 31/6/2025", id="31 June"),
        pytest.param("từ 28/2 đến 31/4 hằng năm", "date-valid", "31/4", id="a day behind đến"),
        pytest.param("trong tháng 13 năm 2025", "date-valid", "tháng 13 năm 2025", id="a month"),
        pytest.param("ngày 29 tháng 02 năm 2025", "date-valid", "ngày 29 tháng 02 năm 2025", id="no leap year"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_words(words: str, rule: str, place: str) -> None:
    assert fails(f"{HEAD}- Nội dung {words}.\n", rule) == [place]


def test_a_syllable_is_doubled_where_the_text_has_it_once_elsewhere() -> None:
    text = f"{HEAD}- Công tác tuyên truyền.\n- Đẩy mạnh công tác tác tuyên truyền.\n"
    assert fails(text, "repeated-words") == ["tác tác"]
    assert fails(text.replace("- Công tác tuyên truyền.\n", ""), "repeated-words") == []


def test_a_pair_of_quotes_may_lie_in_two_members_of_a_list() -> None:
    assert fails(f"{HEAD}- Khẩu hiệu “Công khai,\n- minh bạch”.\n", "balanced-marks") == []
    assert fails(f"{HEAD}- Khẩu hiệu “Công khai,\n- minh bạch.\n", "balanced-marks") == ["“"]


def test_an_abbreviation_is_named_once_and_not_at_all_where_it_is_written_out() -> None:
    text = f"{HEAD}- CBCCVC học tập.\n- CBCCVC thi đua.\n"
    assert fails(text, "abbreviation-defined") == ["CBCCVC"]
    assert fails(text + "- Công chức (sau đây viết tắt là CBCCVC).\n", "abbreviation-defined") == []


def test_slips_of_one_kind_are_one_finding_that_counts_them() -> None:
    text = f"{HEAD}- Tin , bài ; ảnh.\n- Loa , đài.\n"
    found = only(text, "spacing")
    assert found.actual is not None and "3 chỗ, dòng 6, 7" in found.actual
    assert found.fix is not None and len(found.fix.edits) == 3


# --- documents of others ---------------------------------------------------------------------------

PARTY = """\
ĐẢNG BỘ THÀNH PHỐ
ĐẢNG ỦY PHƯỜNG HOA LÂM
ĐẢNG CỘNG SẢN VIỆT NAM
Số 18-KH/ĐU
Hoa Lâm, ngày 20 tháng 3 năm 2025
KẾ HOẠCH
lãnh đạo công tác cải cách hành chính năm 2025

Căn cứ Kế hoạch số 12-KH/TU ngày 10/01/2025 của Thành ủy về cải cách hành chính năm 2025,
Đảng ủy phường ban hành Kế hoạch như sau:
I- Mục đích
- Nâng cao nhận thức của đảng viên.

Nơi nhận:
- Ban Thường vụ Thành ủy,
- Lưu Văn phòng Đảng ủy.
T/M ĐẢNG ỦY
PHÓ BÍ THƯ
Trần Văn Bình
"""


def test_the_rules_of_the_state_rest_for_a_document_of_the_party() -> None:
    assert fails(PARTY, "format") == []


def test_the_front_signs_and_files_by_its_own_rules() -> None:
    text = GOOD.replace(
        "ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM", "ỦY BAN MTTQ VIỆT NAM\nPHƯỜNG HOA LÂM", 1
    )
    text = text.replace("18/KH-UBND", "18/KH-MTTQ-BTT", 1)
    text = text.replace("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "TM. BAN THƯỜNG TRỰC\nPHÓ CHỦ TỊCH")
    assert fails(text.replace("Lưu: VT, VHXH.", "Lưu: BTT."), "format") == []


@pytest.mark.parametrize(
    ("signature", "sound"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", True),
        ("TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH", True),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", True),
        ("TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI", True),
        ("TL. CHỦ TỊCH", False),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", False),
        ("TM. ỦY BAN NHÂN DÂN\nPHÓ CHỦ TỊCH", False),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nCHỦ TỊCH", False),
        ("T/M ỦY BAN NHÂN DÂN\nCHỦ TỊCH", False),
    ],
)
def test_who_signs_says_in_whose_name(signature: str, sound: bool) -> None:
    text = GOOD.replace("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", signature)
    assert (fails(text, "signature-authority") == []) is sound


# --- texts of web pages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("có trọng tâm, không", "có trọng tâm , không", "spacing"),
        ("(PAR INDEX)", "(PAR INDEX", "balanced-marks"),
        ("đoàn thể phường;", "đoàn thể phường", "recipients-form"),
        ("thuộc phường;\n- Lưu: VT, VHXH.", "thuộc phường.", "archive-line"),
    ],
)
def test_what_a_web_page_may_have_lost_is_unknown(old: str, new: str, rule: str) -> None:
    text = GOOD.replace("KẾ HOẠCH\n", "**KẾ HOẠCH**\n", 1).replace(old, new, 1)
    assert {r.outcome for r in results(text, rule)} == {"unknown"}


def test_headings_are_in_doubt_only_where_none_is_in_capitals() -> None:
    text = "**KẾ HOẠCH**\nTuyên truyền\n\nI. Mục đích\n- Một.\nII. Nội dung\n- Hai.\n"
    assert [r.outcome for r in results(text, "heading-case")] == ["unknown"]
    assert fails(text.replace("I. Mục đích", "I. MỤC ĐÍCH", 1), "heading-case") == ["Nội dung"]


# --- mends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param("a) Một\nb) Hai\nc) Ba\nd) Bốn\nd) Năm\ne) Sáu\n", "a) Một\nb) Hai\nc) Ba\nd) Bốn\nđ) Năm\ne) Sáu\n", id="d) for đ), the rest is right"),
        pytest.param("a) Một\nb) Hai\nb) Ba\nc) Bốn\n", "a) Một\nb) Hai\nc) Ba\nd) Bốn\n", id="the rest of the list moves on"),
        pytest.param("1. Một\n1. Hai\n2. Ba\n2. Bốn\n3. Năm\n", "1. Một\n2. Hai\n3. Ba\n4. Bốn\n5. Năm\n", id="two repeats, mended at once"),
    ],
)  # fmt: skip
def test_a_list_is_lettered_anew(text: str, right: str) -> None:
    assert mended(HEAD + text, "outline-sequence") == HEAD + right


def fix_is_safe(text: str) -> bool:
    found = [r.fix for r in results(HEAD + text, "outline-sequence") if r.fix]
    return all(fix.safe for fix in found)


def test_a_repeat_is_mended_safely_a_gap_is_not() -> None:
    assert fix_is_safe("1. Một\n1. Hai\n")
    assert not fix_is_safe("1. Một\n3. Hai\n"), "an item may be missing"
    assert not fix_is_safe("1. Một\n1. Hai, như khoản 1\n"), "the text points to it"


def test_a_number_that_others_are_built_on_is_not_mended() -> None:
    text = f"{HEAD}1. Một\n1. Hai\n1.1. Ba\n"
    assert [r.fix for r in results(text, "outline-sequence") if r.outcome == "fail"] == [None]


@pytest.mark.parametrize(
    ("old", "new", "rule", "right"),
    [
        pytest.param("18/KH-UBND", "8/KH-UBND", "number-form", "Số: 08/KH-UBND", id="number"),
        pytest.param("18/KH-UBND", "18/ KH - UBND", "number-form", "Số: 18/KH-UBND", id="blanks"),
        pytest.param("18/KH-UBND", "18-KH/UBND", "number-form", "Số: 18/KH-UBND", id="the Party's order"),
        pytest.param("ngày 20 tháng 3", "ngày 7 tháng 3", "date-form", "ngày 07 tháng 3 năm 2025", id="day"),
        pytest.param("Hoa Lâm, ngày 20 tháng 3", "Quận 7, ngày 7 tháng 03", "date-form", "Quận 7, ngày 07 tháng 3 năm 2025", id="day and month, not the place"),
        pytest.param("ngày 20 tháng 3", "ngày 21 tháng 1", "date-form", "ngày 21 tháng 01 năm 2025", id="month, not the day"),
        pytest.param("phường Hoa Lâm năm 2025.\n\nỦy", "phường Hoa Lâm năm 2025;\n\nỦy", "ground-form", "phường Hoa Lâm năm 2025.\n\nỦy", id="last ground"),
        pytest.param("2030;\nCăn", "2030; Căn", "ground-form", "2030;\nCăn", id="a ground on a line of its own"),
        pytest.param("IV. KINH PHÍ", "IV. Kinh phí", "heading-case", "IV. KINH PHÍ\n", id="heading"),
        pytest.param("đoàn thể phường;", "đoàn thể phường,", "recipients-form", "đoàn thể phường;\n", id="recipient"),
        pytest.param("- Phòng Nội vụ", "Phòng Nội vụ", "recipients-form", "\n- Phòng Nội vụ", id="dash"),
        pytest.param("Lưu: VT, VHXH.", "Lưu VT, VHXH.", "archive-line", "- Lưu: VT, VHXH.", id="Lưu"),
        pytest.param("kịp thời./.", "kịp thời.", "end-mark", "kịp thời./.\n", id="end mark for a full stop"),
        pytest.param("kịp thời./.", "kịp thời", "end-mark", "kịp thời./.\n", id="end mark for nothing"),
        pytest.param("của cấp ủy", "của của của cấp ủy", "repeated-words", "trách nhiệm của cấp ủy", id="doubled words"),
        pytest.param("trọng tâm, không", "trọng tâm ,không", "spacing", "trọng tâm, không", id="blanks of two kinds"),
        pytest.param("TM. ỦY", "T/M ỦY", "signature-authority", "TM. ỦY BAN NHÂN DÂN", id="TM."),
    ],
)  # fmt: skip
def test_a_mend_writes_the_right_words_and_leaves_nothing_to_mend(
    old: str, new: str, rule: str, right: str
) -> None:
    wrong = GOOD.replace(old, new, 1)
    assert fails(wrong, rule)
    done = mended(wrong, rule)
    assert right in done
    assert fails(done, rule) == []
    assert mended(done, rule) == done


def test_the_mends_of_all_rules_together_leave_the_good_plan() -> None:
    wrong = GOOD.replace("của cấp ủy", "của của cấp ủy").replace("đ) Cải cách", "d) Cải cách")
    wrong = wrong.replace("kịp thời./.", "kịp thời.").replace("tháng 3 năm", "tháng 03 năm", 1)
    wrong = wrong.replace("IV. KINH PHÍ", "IV. Kinh phí").replace("(b/c);", "(b/c)")
    assert mended(wrong) == GOOD


# --- a mend of blanks alone says what it does: they cannot be seen in quotes ------------------------


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- Nêu chủ trương,đường lối.", "Thêm dấu cách sau “,”"),
        ("- Nêu chủ trương,đường lối;tin bài.", "Thêm dấu cách sau “,” (và 1 chỗ sau đó)"),
        ("- Nêu chủ trương , đường lối.", "Bỏ dấu cách thừa trước “,”"),
        ("- Nêu chủ trương ,đường lối.", "Chuyển dấu cách ra sau “,”"),
        ("- Nêu chủ  trương.", "Bỏ dấu cách thừa giữa hai từ"),
    ],
)
def test_a_mend_of_blanks_says_where(line: str, title: str) -> None:
    fix = only(HEAD + line + "\n", "spacing").fix
    assert fix is not None and fix.title == title


# --- a purpose is no ground ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "outcome"),
    [
        ("Để tuyên truyền tốt trong dịp Tết, UBND xã Thanh Sa xây dựng kế hoạch như sau:", "fail"),
        ("Nhằm phổ biến pháp luật, UBND xã Thanh Sa ban hành Kế hoạch như sau:", "fail"),
        ("Để thực hiện Luật Phòng cháy, UBND xã Thanh Sa ban hành Kế hoạch như sau:", "pass"),
        ("Để thực hiện kế hoạch của tỉnh, UBND xã Thanh Sa lập kế hoạch như sau:", "pass"),
        ("Nhằm nêu cao kỷ cương theo chỉ đạo của tỉnh, xã lập kế hoạch như sau:", "pass"),
        ("Thực hiện nhiệm vụ năm 2025, UBND xã Thanh Sa ban hành Kế hoạch như sau:", "pass"),
    ],
)
def test_a_purpose_that_names_no_document_is_no_ground(formula: str, outcome: str) -> None:
    text = HEAD.replace("\nI. NỘI DUNG", f"\n{formula}\nI. NỘI DUNG") + "- Thể chế.\n"
    assert [r.outcome for r in results(text, "grounds-present")] == [outcome]


# --- where the text breaks off, what is missing may have followed ------------------------------------


@pytest.mark.parametrize(
    ("end", "rule"),
    [
        ("- Thực hiện Kế hoạch số 94/KH-UBND ng", "citation-complete"),
        ("- Thực hiện Kế hoạch số 94/KH-UBND ng", "end-mark"),
        ("- Lấy phòng là “cơ bản, lâu", "balanced-marks"),
        ("- Báo cáo các nghành", "tone-marks"),
    ],
)
def test_a_broken_end_is_not_the_writers(end: str, rule: str) -> None:
    found = [r for r in results(HEAD + end, rule) if r.outcome != "pass"]
    assert [(r.outcome, r.fix) for r in found] == [("unknown", None)]
    assert [r.outcome for r in results(HEAD + end + "\n" + END, rule)] == ["fail"]


def test_a_ground_that_breaks_off_gets_no_full_stop() -> None:
    head = "KẾ HOẠCH\nTuyên truyền năm 2025\n\n"
    ground = "Căn cứ Kế hoạch số 82/KH-UBND ngày 07/3/2025 của UBND thành phố về tuyên truyền ph"
    assert [(r.outcome, r.fix) for r in results(head + ground, "ground-form")] == [
        ("unknown", None)
    ]


def test_what_stands_before_a_broken_end_is_as_certain_as_ever() -> None:
    text = HEAD + "1. Một.\n3. Các nghành của xã và"
    assert fails(text, "outline-sequence", "tone-marks") == ["3. Các nghành của xã và", "nghành"]


def test_each_abbreviation_of_a_bracket_is_defined() -> None:
    line = "- Lo phổ cập giáo dục, xóa mù chữ (PCGD, XMC); PCGD ở thôn, XMC ở xã.\n"
    assert fails(HEAD + line, "abbreviation-defined") == []


# --- two levels with the same numbers are told once, and not made one -------------------------------

NESTED = (
    "1. Mục đích.\n1. Giúp dân hiểu rõ.\n2. Vận động nộp.\n2. Yêu cầu.\n1. Thiết thực.\n2. Gọn.\n"
)


def test_a_lower_level_with_the_numbers_of_the_upper_one_is_told_once() -> None:
    found = only(HEAD + NESTED, "outline-sequence")
    assert found.location is not None and found.location.excerpt == "1. Giúp dân hiểu rõ."
    assert "hai cấp" in found.message and found.fix is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1. Một.\n1. Hai.\n2. Ba.\n", ["1. Hai."]),  # as well a number written twice
        ("1. Mục đích\n\n1. Giúp dân hiểu rõ.\n2. Vận động.\n", ["1. Giúp dân hiểu rõ."]),
        (NESTED.replace("2. Gọn.\n", "2. Gọn.\n6. Phạm vi.\n"), ["1. Giúp dân hiểu rõ.", "6. Phạm vi."]),
    ],
    ids=["repeat", "a named part", "a gap besides"],
)  # fmt: skip
def test_other_wrong_numbers_are_told_as_ever(text: str, places: list[str]) -> None:
    assert fails(HEAD + text, "outline-sequence") == places


@pytest.mark.parametrize(
    ("head", "outcome"), [("", "unknown"), (HEAD.replace("I. NỘI DUNG\n", ""), "fail")]
)
def test_a_list_that_lacks_its_first_item_in_a_page_of_the_web_is_unknown(
    head: str, outcome: str
) -> None:
    text = head + "II. NỘI DUNG\n- Thể chế.\nIII. KINH PHÍ\n- Ngân sách xã.\n"
    assert [r.outcome for r in results(text, "outline-sequence")] == [outcome]


# --- words without the blank between them are told together -----------------------------------------


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("- Thông báo vềviệc số hóa.\n", ["fail"]),
        ("- Thông báo vềviệc số hóa đếnnăm 2026.\n", ["fail"]),
        ("- Thông báo vềviệc số hóa đếnnăm 2026 tạibộ phận một cửa.\n", ["unknown"]),
        ("- Thông báo **vềviệc** số hóa.\n", ["unknown"]),
        ("- Thông báo vềviệc số hóa, các nghành làm.\n", ["fail", "fail"]),
    ],
    ids=["one", "two", "many", "a web page's", "beside a misspelt word"],
)
def test_words_without_a_blank_are_told_together(text: str, outcomes: list[str]) -> None:
    assert [r.outcome for r in results(HEAD + text, "tone-marks")] == outcomes


def test_the_blank_that_lacks_is_shown() -> None:
    found = only(HEAD + "- Thông báo vềviệc số hóa.\n", "tone-marks")
    assert "“về việc”" in found.message and found.fix is not None and not found.fix.safe
    assert "về việc" in mended(HEAD + "- Thông báo vềviệc số hóa.\n", "tone-marks")
