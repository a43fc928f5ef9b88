"""Mentions: topics, clauses, words that went out of use, time limits that are over."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.engine.assertions import Finding
from cchc_check.engine.rules import assertion_of
from cchc_check.engine.selectors import Index, Scope
from cchc_check.grammar import parse

AFTER = "Thanh Sa, ngày 12 tháng 3 năm 2026\n"
TEXTS = "doc_title, ground, block, paragraph, table, recipient"


def plan(*sentences: str, head: str = AFTER, unit: str = "XÃ THANH SA") -> str:
    text = "".join(f"- {sentence}\n" for sentence in sentences)
    return (
        f"ỦY BAN NHÂN DÂN\n{unit}\nSố: 07/KH-UBND\n{head}KẾ HOẠCH\nCông tác dân vận năm 2026\n\n"
        f"I. NỘI DUNG\n{text}"
    )


def found(text: str, **options: Any) -> list[Finding]:
    return list(assertion_of(options).evaluate(Scope(Index.of(parse(text)))))


# --- topics ------------------------------------------------------------------------------------


def test_all_that_is_missing_is_one_finding_with_titles() -> None:
    text = plan("Tinh giản biên chế; chuyển đổi số.")
    [finding] = found(
        text,
        has_topics=["institutions", "organisation", "public_finance"],
        among="topic",
        at="section",
    )
    assert (finding.outcome, finding.expected) == (
        "fail",
        "Cải cách thể chế; Cải cách tài chính công",
    )
    assert finding.actual == "chỉ nêu: Cải cách tổ chức bộ máy hành chính nhà nước"
    assert finding.node is not None and finding.node.kind == "section"


def test_a_topic_counts_by_any_of_its_names_and_only_where_it_is_looked_for() -> None:
    text = (
        plan("Tinh giản biên chế.") + "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Chuyển đổi số.\n"
    )
    for name, outcome in (("organisation", "pass"), ("digital_government", "fail")):
        [finding] = found(text, has_topics=[name], among="block[roles~=content] topic")
        assert finding.outcome == outcome


def test_a_topic_that_the_lexicon_does_not_have_is_a_fault() -> None:
    assertion = assertion_of({"has_topics": ["institution"], "among": "topic"})
    assert [option for option, _, _ in assertion.check()] == ["has_topics"]


# --- clauses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentences", "outcome"),
    [
        pytest.param(["Thủ trưởng các đơn vị chịu trách nhiệm về kết quả."], "pass", id="in a sentence"),
        pytest.param(["Người đứng đầu cơ quan trực tiếp chỉ đạo và chịu trách nhiệm."], "pass", id="with words between"),
        pytest.param(["Các đơn vị chịu trách nhiệm trước Chủ tịch UBND xã."], "fail", id="the unit, to its head"),
        pytest.param(["Nâng cao trách nhiệm của người đứng đầu."], "fail", id="an aim"),
        pytest.param(["Thủ trưởng các đơn vị chỉ đạo. Các thôn chịu trách nhiệm."], "fail", id="two sentences"),
    ],
)  # fmt: skip
def test_a_clause_is_said_in_one_sentence(sentences: list[str], outcome: str) -> None:
    [finding] = found(plan(*sentences), says="head_answers", within="passage")
    assert finding.outcome == outcome


def test_a_heading_counts_with_what_stands_below_it() -> None:
    text = plan("Một.") + "II. TỔ CHỨC THỰC HIỆN\n1. Chủ tịch UBND xã:\n- Chịu trách nhiệm chung.\n"
    [finding] = found(text, says="head_answers", within="passage")
    assert finding.outcome == "pass"


def test_what_will_do_as_well_is_the_evidence() -> None:
    [finding] = found(plan("Một."), says="head_answers", within="passage", or_else="doc_number")
    assert finding.outcome == "pass" and finding.node is not None
    assert finding.node.kind == "doc_number"


def test_a_clause_that_the_lexicon_does_not_have_is_a_fault() -> None:
    assertion = assertion_of({"says": "head_answer", "within": "passage"})
    assert [option for option, _, _ in assertion.check()] == ["says"]


# --- words out of use --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        pytest.param("Dùng dịch vụ công trực tuyến mức độ 3, 4.", "dịch vụ công trực tuyến mức độ 3", id="levels of services"),
        pytest.param("Phối hợp với UBND huyện.", "UBND huyện", id="a district's committee"),
        pytest.param("Chỉ đạo các xã, phường, thị trấn.", "xã, phường, thị trấn", id="a list of units"),
        pytest.param("Gửi về Phòng Nội vụ.", "Phòng Nội vụ", id="a district's department"),
        pytest.param("Gửi về Sở Thông tin và Truyền thông.", "Sở Thông tin và Truyền thông", id="a renamed department"),
        pytest.param("Theo hướng dẫn của Bộ Kế hoạch và Đầu tư.", "Bộ Kế hoạch và Đầu tư", id="a renamed ministry"),
        pytest.param("Công chức Văn phòng – Thống kê ghi chép.", "Công chức Văn phòng – Thống kê", id="a post of a commune"),
        pytest.param("Nộp tại Bộ phận tiếp nhận và trả kết quả.", "Bộ phận tiếp nhận và trả kết quả", id="a commune's counter"),
    ],
)  # fmt: skip
def test_a_word_out_of_use_is_told_by_the_plan_s_day(sentence: str, words: str) -> None:
    [finding] = found(plan(sentence), outdated=TEXTS)
    assert (finding.outcome, finding.actual) == ("fail", f"“{words}”")
    assert finding.why and "thì dùng" in finding.why
    earlier = "Thanh Sa, ngày 12 tháng 3 năm 2021\n"
    assert [f.outcome for f in found(plan(sentence, head=earlier), outdated=TEXTS)] == ["pass"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mức độ 3, 4 của thang cảnh báo cháy rừng.",
        "Việc của Phòng Nội vụ huyện trước đây.",
        "Sau khi sắp xếp đơn vị hành chính, không còn cấp huyện.",
        "Thi hành Pháp lệnh về dân chủ ở xã, phường, thị trấn.",
        "Tìm hiểu vở kịch “Chuyện ở Phòng Nội vụ”.",
        "Theo Quyết định số 12/QĐ-UBND ngày 02/01/2023 của UBND huyện Đông Khê về xếp loại.",
        "Theo Kế hoạch số 3/KH-UBND ngày 02/01/2024 của UBND tỉnh giao Phòng Nội vụ.",
        "Gửi về Sở Nội vụ; phối hợp với Phòng Kinh tế, cán bộ thông tin và truyền thông.",
        "Nộp tại Bộ phận tiếp nhận và trả kết quả của Sở Y tế.",
    ],
)
def test_what_only_looks_outdated_or_tells_of_the_past_is_passed_over(sentence: str) -> None:
    assert [f.outcome for f in found(plan(sentence), outdated=TEXTS)] == ["pass"]


def test_a_province_may_still_have_a_counter() -> None:
    sentence = "Nộp tại Bộ phận tiếp nhận và trả kết quả."
    [finding] = found(plan(sentence, unit="TỈNH HÒA AN"), outdated=TEXTS)
    assert finding.outcome == "pass"


def test_a_word_is_told_once_at_its_first_place_with_the_number_of_places() -> None:
    text = plan("Một.", "Gửi Phòng Nội vụ.", "Báo cáo Phòng Tư pháp.")
    [finding] = found(text, outdated=TEXTS)
    assert finding.actual == "“Phòng Nội vụ” (2 chỗ)"
    assert finding.node is not None
    assert text[finding.node.start : finding.node.end] == "Phòng Nội vụ"


def test_the_place_is_right_over_marks_of_a_web_page() -> None:
    text = plan("Gửi về **Phòng**  Nội vụ trước hết.")
    [finding] = found(text, outdated=TEXTS)
    assert finding.node is not None
    assert text[finding.node.start : finding.node.end] == "Phòng**  Nội vụ"


def test_an_undated_plan_leaves_all_words_open_in_one_finding() -> None:
    [finding] = found(plan("Gửi Phòng Nội vụ, UBND huyện.", head=""), outdated=TEXTS)
    assert (finding.outcome, finding.actual) == ("unknown", "“UBND huyện”, “Phòng Nội vụ”")


def test_a_change_that_was_not_verified_says_so() -> None:
    [finding] = found(plan("Gửi Sở Kế hoạch và Đầu tư."), outdated=TEXTS)
    assert (finding.outcome, finding.verified) == ("fail", False)


def test_what_the_list_is_not_sure_of_cannot_be_told() -> None:
    [finding] = found(plan("Nộp trên Cổng Dịch vụ công tỉnh."), outdated=TEXTS)
    assert finding.outcome == "unknown"


# --- limits that are over ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        pytest.param("Hoàn thành trước ngày 28/02/2026.", "fail", id="over"),
        pytest.param("Hoàn thành trong quý IV năm 2025.", "fail", id="a quarter that is over"),
        pytest.param("Hoàn thành trong tháng 3/2026.", "pass", id="the month of issue"),
        pytest.param("Hoàn thành trước ngày 30/6/2026.", "pass", id="to come"),
        pytest.param("Gửi báo cáo trước ngày 05/01.", "pass", id="without a year"),
        pytest.param("Hồ sơ đã nộp trước ngày 05/01/2026.", "pass", id="it tells of the past"),
        pytest.param("Rà soát quyết định ban hành trước ngày 01/7/2025.", "pass", id="the day of the reorganisation"),
        pytest.param("Một việc.", "not_applicable", id="no limit"),
    ],
)  # fmt: skip
def test_a_limit_is_not_over_when_the_plan_is_issued(sentence: str, outcome: str) -> None:
    [finding] = found(plan(sentence), due_after="deadline")
    assert finding.outcome == outcome


def test_an_undated_plan_leaves_a_limit_open() -> None:
    text = plan("Hoàn thành trước ngày 28/02/2026.", "Gửi trước ngày 30/4/2026.", head="")
    assert [f.outcome for f in found(text, due_after="deadline")] == ["unknown"]
