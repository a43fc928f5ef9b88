"""What a plan takes up of its parent's demands: contents, forms, duties, numbers, an adviser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cchc_check.engine.aims import aim_text, compare
from cchc_check.engine.assertions import Finding
from cchc_check.engine.coverage import coverage, passages_about
from cchc_check.engine.parents import Aim, Obligation, Parent, registry
from cchc_check.engine.rules import assertion_of
from cchc_check.engine.selectors import Index, Scope
from cchc_check.engine.years import years_of
from cchc_check.grammar import parse
from cchc_check.grammar.interval import Interval
from cchc_check.grammar.lexicon import lexicon
from cchc_check.grammar.nodes import Plan, Target

HEAD = "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2025\n\n"


def plan_of(body: str) -> Plan:
    return parse(HEAD + body)


def duty(kind: str, *covers: str, **values: Any) -> Obligation:
    return Obligation(0, 0, text="yêu cầu", of=kind, covers=covers, **values)


def found(plan: Plan, one: Obligation, key: str) -> Finding:
    """What an assertion finds of an obligation in a plan."""
    parent = Parent(0, 0, id="45-KH", number="45/KH-UBND", issued=Interval.day(2025, 2, 10),
                    issuer="Ủy ban nhân dân thành phố An Khê")  # fmt: skip
    scope = Scope(Index.of(plan), Index.of(parent), one)
    [finding] = assertion_of({key: "$it"}).evaluate(scope)
    return finding


# --- contents -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        pytest.param("I. NỘI DUNG\n1. Kiểm soát TTHC.\n2. Cơ chế tự chủ.\n", "pass", id="other names"),
        pytest.param("I. NỘI DUNG\n1. Cải cách TTHC\nvà tài chính\ncông.\n", "pass", id="over line breaks"),
        pytest.param("1. Kiểm soát TTHC.\n2. Tài chính công.\n", "pass", id="a plan without chapters"),
        pytest.param("I. ĐỐI TƯỢNG, NỘI DUNG\n1. TTHC; tài chính công.\n", "pass", id="a joint heading"),
        pytest.param("I. NỘI DUNG\n1. Kiểm soát TTHC.\n", "unknown", id="one of two"),
        pytest.param("I. MỤC ĐÍCH\n- TTHC và tài chính công.\nII. NỘI DUNG\n- Cây xanh.\n", "unknown", id="named in the purpose only"),
        pytest.param("I. NỘI DUNG\n- Cây xanh.\nII. HÌNH THỨC\n- Niêm yết TTHC, tài chính công.\n", "unknown", id="named in the forms only"),
        pytest.param("I. NỘI DUNG\n- Cây xanh.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n- Niêm yết TTHC, công khai tài chính công.\n", "unknown", id="named in a unit's task only"),
        pytest.param("I. NỘI DUNG\n- Theo Kế hoạch số 45/KH-UBND.\n", "unknown", id="left to the parent"),
        pytest.param("I. NỘI DUNG\n- Phổ biến Kế hoạch số 45/KH-UBND.\n", "fail", id="the parent made known"),
        pytest.param("I. NỘI DUNG\n- Cây xanh.\n", "fail", id="not there"),
    ],
)  # fmt: skip
def test_a_content_is_covered_where_the_plan_says_what_is_done(body: str, outcome: str) -> None:
    one = duty("content", "procedures", "public_finance")
    assert found(plan_of(body), one, "covers").outcome == outcome


def test_what_is_missing_of_a_content_is_named() -> None:
    finding = found(
        plan_of("I. NỘI DUNG\n1. Kiểm soát TTHC.\n"),
        duty("content", "procedures", "public_finance"),
        "covers",
    )
    assert finding.partial
    assert finding.why == "chưa thấy: Cải cách tài chính công"
    assert finding.actual == "Cải cách thủ tục hành chính (dòng 5)"
    assert finding.node is not None and finding.node.text == "Kiểm soát TTHC"


def test_a_notion_that_is_not_found_may_be_put_otherwise() -> None:
    finding = found(plan_of("I. NỘI DUNG\n- Cây xanh.\n"), duty("content", "party_line"), "covers")
    assert (finding.outcome, finding.why) == (
        "unknown",
        "không thấy nêu, có thể ghi bằng lời khác",
    )


def test_an_obligation_without_words_to_look_for_is_left_to_a_reader() -> None:
    finding = found(plan_of("I. NỘI DUNG\n- Cây xanh.\n"), duty("content"), "covers")
    assert finding.outcome == "unknown"


def test_a_phrase_of_the_parent_s_own_is_found_as_words() -> None:
    plan = plan_of("I. NỘI DUNG\n- Phát động tuần lễ “Nụ cười công sở”.\n")
    assert found(plan, duty("content", "nụ cười công sở"), "covers").outcome == "pass"
    assert found(plan, duty("content", "cà phê doanh nhân"), "covers").outcome == "unknown"


# --- forms and duties ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "covers", "words", "outcome"),
    [
        ("form", ["radio", "social_media"], "Phát thanh hằng ngày; đăng trên Fanpage.", "pass"),
        ("form", ["radio", "social_media"], "Phát thanh hằng ngày.", "unknown"),
        ("form", ["contests"], "Treo băng rôn.", "fail"),
        ("form", ["law_education", "law_day"], "Lồng ghép vào PBGDPL, Ngày Pháp luật.", "pass"),
        ("duty", ["online_filing"], "Giúp người già làm thủ tục qua mạng.", "pass"),
        ("duty", ["capable_staff"], "Phân công công chức theo dõi.", "pass"),
        ("duty", ["capable_staff"], "Treo băng rôn.", "unknown"),
        ("responsibility", ["head_directs", "head_answers"],
         "Chủ tịch UBND xã chỉ đạo và chịu trách nhiệm.", "pass"),
    ],
)  # fmt: skip
def test_forms_and_duties_may_stand_in_a_unit_s_task(
    kind: str, covers: Sequence[str], words: str, outcome: str
) -> None:
    plan = plan_of(f"I. NỘI DUNG\n- Cây xanh.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n- {words}\n")
    assert found(plan, duty(kind, *covers), "covers").outcome == outcome


def test_the_evidence_is_the_words_themselves() -> None:
    text = HEAD + "I. HÌNH THỨC\n1. Qua loa\nphát thanh của thôn.\n"
    plan = parse(text)
    [part] = coverage(plan, duty("form", "radio"))
    assert part.covered is not None
    assert " ".join(text[part.covered.start : part.covered.end].split()) == "loa phát thanh"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param("- Treo băng rôn về thủ tục hành chính tại trụ sở và ở từng khu phố, để người dân biết mà làm theo.\n2. Thủ tục hành chính\n", 6, id="a heading before a mention"),
        pytest.param("- Phổ biến Quyết định số 12/QĐ-UBND ngày 02/01/2025 của UBND tỉnh về thủ tục hành chính, áp dụng ngay.\n- Treo băng rôn về thủ tục hành chính tại trụ sở và ở từng khu phố, để người dân biết.\n", 6, id="the plan's own words before a cited title"),
    ],
)  # fmt: skip
def test_the_evidence_is_the_best_there_is(body: str, line: int) -> None:
    plan = plan_of("I. NỘI DUNG\n" + body)
    [part] = coverage(plan, duty("content", "procedures"))
    assert part.covered is not None
    assert plan.line_of(part.covered) == line


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "aim", "expected"),
    [
        ((">=", 95, "%", None), (">=", 95, "%", None), True),
        (("=", 100, "%", None), (">=", 95, "%", None), True),
        ((">=", 90, "%", None), (">=", 95, "%", None), False),
        ((">", 95, "%", None), (">", 95, "%", None), True),
        ((">=", 95, "%", None), (">", 95, "%", None), False),
        (("<=", 95, "%", None), (">=", 90, "%", None), None),
        (("<=", 5, "%", None), ("<=", 5, "%", None), True),
        (("=", 7, "%", None), ("<=", 5, "%", None), False),
        ((">=", 1, "lần", "tuần"), (">=", 2, "lần", "tháng"), True),
        ((">=", 12, "lần", "năm"), (">=", 2, "lần", "tháng"), False),
        ((">=", 2, "lần", None), (">=", 2, "lần", "tháng"), None),
        (("=", 1, "thứ hạng", None), ("=", 3, "thứ hạng", None), True),
        (("=", 5, "thứ hạng", None), ("=", 3, "thứ hạng", None), False),
        ((">=", 2, "tin", "tuần"), (">=", 2, "lần", "tuần"), None),
    ],
)
def test_a_number_is_at_least_as_demanding(
    stated: tuple[str, float, str, str | None],
    aim: tuple[str, float, str, str | None],
    expected: bool | None,
) -> None:
    sign, value, unit, per = stated
    target = Target(0, 0, comparator=sign, value=value, unit=unit, per=per)
    assert compare(target, Aim(*aim)) is expected


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        (Aim(">=", 95, "%"), "từ 95% trở lên"),
        (Aim(">=", 2, "lần", "tháng"), "từ 2 lần/tháng trở lên"),
        (Aim("<=", 2.5, "%"), "không quá 2,5%"),
        (Aim("=", 1, "thứ hạng"), "thứ hạng 1"),
    ],
)
def test_an_aim_is_said_in_words(aim: Aim, words: str) -> None:
    assert aim_text(aim) == words


@pytest.mark.parametrize(
    ("words", "bound", "outcome"),
    [
        ("Loa truyền thanh phát tối thiểu 03 lần/tháng.", "both", "pass"),
        ("Loa truyền thanh phát tối thiểu 01 lần/tháng.", "both", "fail"),
        ("Loa truyền thanh phát đều đặn.", "commune", "unknown"),
        ("Đăng tối thiểu 01 lần/tháng trên Zalo.", "commune", "fail"),
        ("Đăng tối thiểu 01 lần/tháng trên Zalo.", "both", "unknown"),
    ],
)
def test_a_target_is_compared_with_what_the_plan_says_of_the_same(
    words: str, bound: str, outcome: str
) -> None:
    one = duty("target", "radio", bound=bound, target=Aim(">=", 2, "lần", "tháng"))
    assert found(plan_of(f"I. HÌNH THỨC\n1. {words}\n"), one, "meets_target").outcome == outcome


def test_a_number_under_the_heading_of_its_subject_counts() -> None:
    plan = plan_of("I. HÌNH THỨC\n1. Trên sóng truyền thanh\n- Phát tối thiểu 02 lần/tháng.\n")
    assert [node.text for node in passages_about(plan, ["radio"])][-1].startswith("- Phát")


def test_a_number_without_words_for_its_subject_is_left_to_a_reader() -> None:
    one = duty("target", bound="commune", target=Aim("=", 100, "%"))
    assert found(plan_of("I. NỘI DUNG\n- Cây xanh.\n"), one, "meets_target").outcome == "unknown"


# --- years --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("năm 2026", "năm 2026"),
        ("giai đoạn 2026 - 2030", "giai đoạn 2026 - 2030"),
        ("đến năm 2030", "giai đoạn 2025 - 2030"),
        ("trên địa bàn", "None"),
    ],
)
def test_the_years_of_a_plan(title: str, years: str) -> None:
    plan = parse(
        "Số: 7/KH-UBND\nHoa Lâm, ngày 20 tháng 12 năm 2025\nKẾ HOẠCH\n"
        f"Tuyên truyền cải cách hành chính {title}\n\nI. NỘI DUNG\n- Thể chế.\n"
    )
    assert str(years_of(plan)) == years


# --- money --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "bound", "outcome"),
    [
        ("Tham mưu bố trí kinh phí.", "both", "pass"),
        ("Tham mưu bố trí kinh phí.", "department", "pass"),
        ("Treo băng rôn.", "both", "fail"),
        ("Treo băng rôn.", "department", "not_applicable"),
    ],
)
def test_what_is_asked_of_the_parent_s_own_department_binds_no_ward(
    task: str, bound: str, outcome: str
) -> None:
    plan = plan_of(f"I. TỔ CHỨC THỰC HIỆN\n1. Công chức Tài chính - Kế toán\n- {task}\n")
    assert found(plan, duty("budget", bound=bound), "has_adviser").outcome == outcome


# --- the registered parents ---------------------------------------------------------------------


@pytest.mark.parametrize("parent", registry().values(), ids=lambda parent: parent.id)
def test_what_a_registered_parent_wants_covered_is_known_to_the_lexicons(parent: Parent) -> None:
    named = {name for one in parent.obligations for name in one.covers}
    assert named <= lexicon().named_themes.keys()
    for one in parent.obligations:
        if one.of in ("content", "form", "target", "duty", "responsibility"):
            assert one.covers, one.text
        assert (one.target is not None) is (one.of == "target")


def test_the_registered_parent_has_every_demand_of_its_text() -> None:
    found = [(o.of, o.source.line) for o in registry()["82-KH"].obligations if o.source]
    assert found == [
        ("target", 20), ("target", 22),
        *(("content", line) for line in (52, 54, 56, 62, 82, 94, 100, 110, 116, 126, 134)),
        *(("form", line) for line in (148, 152, 160, 166)),
        ("issue", 172), ("send", 172), ("responsibility", 172), ("report", 174), ("report", 174),
        ("duty", 176), ("form", 178), ("duty", 180), ("duty", 182), ("scoring", 186),
        ("scoring", 192), ("budget", 212),
    ]  # fmt: skip
