"""Knowledge: citations against issuers, known documents, what is in force, and the plan itself."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.engine.assertions import Finding
from cchc_check.engine.issuers import bodies_of_symbol, body_of_name, clearly_differ, rank_of_name
from cchc_check.engine.rules import assertion_of
from cchc_check.engine.selectors import Index, Scope
from cchc_check.grammar import parse

DATED = "Thanh Sa, ngày 12 tháng 3 năm 2026\n"


def plan(*sentences: str, head: str = DATED, year: int = 2026) -> str:
    text = "".join(f"- {sentence}\n" for sentence in sentences)
    return f"Số: 07/KH-UBND\n{head}KẾ HOẠCH\nCông tác dân vận năm {year}\n\nI. NỘI DUNG\n{text}"


def found(text: str, **options: Any) -> list[Finding]:
    return list(assertion_of(options).evaluate(Scope(Index.of(parse(text)))))


def told(text: str, **options: Any) -> list[tuple[str, str | None, str | None]]:
    """Outcome, expected and actual of each finding, a pass as nothing."""
    findings = found(text, **options)
    return [(f.outcome, f.expected, f.actual) for f in findings if f.outcome != "pass"]


# --- issuers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "family", "bodies"),
    [
        ("NĐ-CP", "state", ["government"]),
        ("QĐ-TTg", "state", ["prime_minister"]),
        ("NQ-UBTVQH15", "state", ["standing_committee"]),
        ("QH15", "legislature", ["assembly"]),
        ("QĐ-UBND-HC", "state", ["committee"]),
        ("NQ/TU", "party", ["provincial_party"]),
        ("BNV-CCHC", "letter", ["bnv"]),
        ("VPCP-KSTT", "letter", ["government_office", "government", "prime_minister"]),
        ("TTLT-BNV-BTC", "state", []),
        ("QĐ-BCĐ", "state", []),
        (None, "short", []),
    ],
)
def test_a_symbol_names_the_bodies_that_it_may_be_of(
    symbol: str | None, family: str, bodies: list[str]
) -> None:
    assert [body.id for body in bodies_of_symbol(symbol, family)] == bodies


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Chính phủ", "government"),
        ("Thủ tướng Chính phủ", "prime_minister"),
        ("Văn phòng Chính phủ", "government_office"),
        ("Chủ tịch UBND tỉnh", "committee"),
        ("Bộ trưởng Bộ Nội vụ", "bnv"),
        ("Ban Thường vụ Tỉnh uỷ", "provincial_party"),
        ("Ban Chấp hành Đảng bộ tỉnh Nghệ An", "provincial_party"),
        ("Giám đốc Sở Tài chính", "stc"),
        ("Ban Chỉ đạo của Chính phủ", None),
        ("", None),
    ],
)
def test_a_name_means_the_body_that_it_begins_with(name: str, body: str | None) -> None:
    meant = body_of_name(name)
    assert (meant.id if meant else None) == body


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("UBND tỉnh", "tỉnh"), ("UBND TP Huế", "thành phố"), ("Ban Thường vụ Thành ủy", "thành phố"),
        ("UBND phường Hoa Lâm, thành phố Huế", "phường"), ("UBND thị xã", "thị xã"),
        ("Bảo hiểm xã hội", None), ("Chính phủ", None),
    ],
)  # fmt: skip
def test_a_name_has_the_level_of_its_first_unit(name: str, rank: str | None) -> None:
    assert rank_of_name(name) == rank


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", False),
        ("Tỉnh ủy Nghệ An", "Ban Chấp hành Đảng bộ tỉnh Nghệ An", False),
        ("Tỉnh ủy", "Thành ủy", True),
        ("UBND tỉnh", "UBND tỉnh Quảng Ngãi", False),
        ("UBND tỉnh", "UBND thành phố", True),
        ("Chính phủ", "Thủ tướng Chính phủ", True),
        ("Bộ Nội vụ", "Bộ trưởng Bộ Nội vụ", False),
        ("Ban Chỉ đạo", "Chính phủ", False),
        (None, "Chính phủ", False),
    ],
)
def test_names_differ_only_where_that_is_sure(
    one: str | None, two: str | None, differ: bool
) -> None:
    assert clearly_differ(one, two) is differ


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        pytest.param("Nghị định số 61/2018/NĐ-CP của Thủ tướng Chính phủ.", "fail", id="a decree of the Prime Minister"),
        pytest.param("Quyết định số 468/QĐ-TTg của Chính phủ.", "fail", id="a decision of the Government"),
        pytest.param("Nghị quyết số 12/NQ-HĐND của UBND xã.", "fail", id="a resolution of the committee"),
        pytest.param("Quyết định số 12/QĐ-UBND của Chủ tịch UBND xã.", "pass", id="a chairman's decision"),
        pytest.param("Kế hoạch số 12-KH/TU của Thành ủy.", "pass", id="TU is the city's too"),
        pytest.param("Công văn số 12/VPCP-KSTT của Thủ tướng Chính phủ.", "pass", id="what an office conveys"),
        pytest.param("Thông tư liên tịch số 1/2015/TTLT-BNV-BTC của Bộ Nội vụ.", "pass", id="a joint document"),
        pytest.param("Kế hoạch số 12/KH-BCĐ của Ban Chỉ đạo.", "pass", id="a symbol that is not in the table"),
        pytest.param("Quyết định số 12/QĐ-BCT của Bộ Quốc phòng.", "unknown", id="a symbol that was not verified"),
    ],
)  # fmt: skip
def test_symbol_and_issuer_agree_or_not(sentence: str, outcome: str) -> None:
    [finding] = found(plan(sentence), issuer_fits="citation[issuer]")
    assert finding.outcome == outcome


# --- one document, one date and issuer ---------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        pytest.param("Quyết định số 512/QĐ-TTg ngày 27/3/2021", "Quyết định số 512/QĐ-TTg ngày 27/4/2021", "fail", id="two days of a year"),
        pytest.param("Quyết định số 512/QĐ-TTg ngày 27/3/2021", "Quyết định số 512/QĐ-TTg ngày 27/4/2022", "pass", id="numbers restart each year"),
        pytest.param("Quyết định số 512/QĐ-TTg ngày 27/3/2021 của Thủ tướng Chính phủ về đổi mới việc tiếp công dân", "Quyết định số 512/QĐ-TTg ngày 27/3/2022 của Thủ tướng Chính phủ về đổi mới việc tiếp công dân", "fail", id="one subject in two years"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 07/3/2025 của UBND thành phố", "Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh", "pass", id="two issuers, two documents"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 07/3/2025 của UBND tỉnh Hòa An", "Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh", "fail", id="one issuer with and without its name"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 07/3/2025 của UBND tỉnh", "Kế hoạch số 82/KH-UBND ngày 17/4/2025", "pass", id="an issuer is left out"),
        pytest.param("Nghị quyết số 8-NQ/TU ngày 09/12/2021 của Thành ủy", "Nghị quyết số 8-NQ/TU ngày 09/12/2021 của Tỉnh ủy", "fail", id="one day, two issuers"),
        pytest.param("Nghị quyết số 8-NQ/TU ngày 09/12/2021 của Tỉnh ủy", "Nghị quyết số 8-NQ/TU ngày 09/12/2021 của Ban Thường vụ Tỉnh ủy", "pass", id="one committee, two names"),
        pytest.param("Nghị quyết số 8-NQ/TU ngày 09/12/2021 của Tỉnh ủy", "Nghị quyết số 8-NQ/TU", "pass", id="a short mention"),
        pytest.param("Nghị định số 15/2021/NĐ-CP ngày 08/7/2022", "Nghị định số 15/2021/NĐ-CP", "fail", id="the year of number and day"),
    ],
)  # fmt: skip
def test_two_citations_of_one_document_agree_or_not(first: str, second: str, outcome: str) -> None:
    [finding] = found(plan(f"{first};", f"{second}."), consistent="citation")
    assert finding.outcome == outcome


def test_a_contradiction_is_told_once_at_the_later_place() -> None:
    text = plan(
        "Quyết định số 5/QĐ-TTg ngày 27/3/2021.", *["Quyết định số 5/QĐ-TTg ngày 1/4/2021."] * 2
    )
    assert told(text, consistent="citation") == [
        ("fail", "ngày 27/3/2021 ở dòng 7", "ngày 01/4/2021")
    ]


# --- known documents ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Nghị định số 61/2018/NĐ-CP ngày 24/3/2018.", [("fail", "ban hành ngày 23/4/2018", "ngày 24/3/2018")], id="a day, where the number has its year"),
        pytest.param("Nghị quyết số 76/NQ-CP ngày 25/7/2021 của Chính phủ về cải cách hành chính.", [("fail", "ban hành ngày 15/7/2021", "ngày 25/7/2021")], id="a day in the same year"),
        pytest.param("Nghị quyết số 76/NQ-CP ngày 15/7/2022 của Chính phủ về cải cách hành chính.", [("fail", "ban hành ngày 15/7/2021", "ngày 15/7/2022")], id="the day in another year"),
        pytest.param("Nghị quyết số 76/NQ-CP ngày 13/6/2013 sửa đổi Nghị quyết 30c/NQ-CP.", [], id="another document of the number"),
        pytest.param("Nghị quyết số 76/NQ-CP ngày 02/5/2024 của Chính phủ về phiên họp.", [], id="a document that is not known"),
        pytest.param("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Ban Chấp hành Trung ương về chuyển đổi số.", [], id="one body under two names"),
        pytest.param("Nghị định số 73/2023/NĐ-CP ngày 29/9/2023 về khuyến khích cán bộ năng động.", [("fail", "trích yếu có “bảo vệ”", "trích yếu “về khuyến khích cán bộ năng động”")], id="a key word of the subject"),
        pytest.param("Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ về nuôi trồng thủy sản.", [("fail", "trích yếu có “thực hiện thủ tục hành chính theo cơ chế một cửa”", "trích yếu “về nuôi trồng thủy sản”")], id="another subject"),
        pytest.param("Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ về TTHC một cửa.", [], id="a subject in other words"),
        pytest.param("Quyết định số 1588/QĐ-TTg ngày 18/12/2024 về dịch vụ công trực tuyến.", [("unknown", "ban hành ngày 17/12/2024", "ngày 18/12/2024")], id="a day that was not verified"),
        pytest.param("Kế hoạch số 82/KH-UBND ngày 05/02/2026 của UBND tỉnh về cải cách hành chính.", [], id="a local number of another place"),
    ],
)  # fmt: skip
def test_a_known_document_is_cited_as_it_is_or_not(
    sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(plan(sentence), as_known="citation") == expected


# --- in force ----------------------------------------------------------------------------------

OLD = "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về cơ chế một cửa"


@pytest.mark.parametrize(
    ("head", "outcome"),
    [
        pytest.param(DATED, "fail", id="after it ended"),
        pytest.param("Thanh Sa, ngày 01 tháng 7 năm 2025\n", "fail", id="on the day"),
        pytest.param("Thanh Sa, ngày 30 tháng 6 năm 2025\n", "pass", id="the day before"),
        pytest.param("", "unknown", id="without a day"),
    ],
)
def test_what_is_in_force_is_asked_for_the_plan_s_own_day(head: str, outcome: str) -> None:
    [finding] = found(plan(f"{OLD}.", head=head), in_force="citation[nested=false]")
    assert finding.outcome == outcome


def test_an_undated_plan_of_a_year_that_is_over_was_written_before() -> None:
    [finding] = found(plan(f"{OLD}.", head="", year=2024), in_force="citation[nested=false]")
    assert finding.outcome == "pass"


@pytest.mark.parametrize(
    "sentence",
    [
        "Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 thay thế Nghị định số 61/2018/NĐ-CP.",
        "Không áp dụng Nghị định số 61/2018/NĐ-CP (đã hết hiệu lực).",
        "Tổng kết việc thực hiện Nghị định số 61/2018/NĐ-CP.",
        "Kế hoạch số 3/KH-UBND ngày 02/01/2026 về thực hiện Nghị định số 61/2018/NĐ-CP.",
    ],
)
def test_history_and_the_titles_of_others_do_not_rest_on_it(sentence: str) -> None:
    assert told(plan(sentence), in_force="citation[nested=false]") == []


def test_a_document_that_ended_is_told_once_with_what_replaced_it() -> None:
    [finding] = found(plan(f"{OLD};", f"{OLD}."), in_force="citation[nested=false]")
    assert finding.why == "118/2025/NĐ-CP thay thế, từ 01/7/2025"


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Nghị định số 107/2021/NĐ-CP ngày 06/12/2021 về cơ chế một cửa.", "chưa kiểm chứng"),
        ("Nghị định số 62/2020/NĐ-CP ngày 01/6/2020 về vị trí việc làm.", "phần khác có thể còn"),
    ],
)
def test_an_end_that_was_not_verified_or_is_partial_cannot_be_told(sentence: str, why: str) -> None:
    [finding] = found(plan(sentence), in_force="citation[nested=false]")
    assert finding.outcome == "unknown" and why in (finding.why or "")


# --- the plan itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "outcome"),
    [
        pytest.param("Kế hoạch số 18/KH-UBND ngày 20/3/2025 của UBND phường Hoa Lâm về tuyên truyền", "fail", id="itself"),
        pytest.param("Kế hoạch số 018/KH-UBND ngày 20/3/2025 về tuyên truyền", "fail", id="itself, without its issuer"),
        pytest.param("Kế hoạch số 18/KH-UBND ngày 20/3/2024 của UBND phường Hoa Lâm về tuyên truyền", "pass", id="last year's"),
        pytest.param("Kế hoạch số 18/KH-UBND ngày 20/3/2025 của UBND tỉnh Hòa An về tuyên truyền", "pass", id="another body's"),
        pytest.param("Kế hoạch số 18/KH-UBND của UBND phường Hoa Lâm về tuyên truyền", "unknown", id="without a day"),
        pytest.param("Kế hoạch số 19/KH-UBND ngày 20/3/2025 của UBND phường Hoa Lâm về tuyên truyền", "pass", id="another number"),
    ],
)  # fmt: skip
def test_a_plan_does_not_rest_on_itself(ground: str, outcome: str) -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nPHƯỜNG HOA LÂM\nSố: 18/KH-UBND\nHoa Lâm, ngày 20 tháng 3 năm 2025\n"
        f"KẾ HOẠCH\nTuyên truyền năm 2025\n\nCăn cứ {ground};\nI. NỘI DUNG\n- Một.\n"
    )
    [finding] = found(text, not_itself="citation[ground]")
    assert finding.outcome == outcome


@pytest.mark.parametrize("key", ["issuer_fits", "consistent", "as_known", "in_force", "not_itself"])
def test_without_citations_there_is_nothing_to_say(key: str) -> None:
    [finding] = found(plan("Một việc."), **{key: "citation"})
    assert finding.outcome == "not_applicable"


# --- laws in the grounds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("law", "outcome"),
    [
        pytest.param("Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025", "fail", id="a law that was replaced, by its day"),
        pytest.param("Luật Tổ chức chính quyền địa phương ngày 19/6/2015", "fail", id="by its day, which is not listed"),
        pytest.param("Luật Tổ chức chính quyền địa phương năm 2015", "fail", id="by its year"),
        pytest.param("Luật Tổ chức chính quyền địa phương ngày 16/6/2025", "pass", id="the law in force"),
        pytest.param("Luật Tổ chức chính quyền địa phương năm 2025", "pass", id="a year with two laws"),
        pytest.param("Luật Tổ chức chính quyền địa phương", "pass", id="without a day"),
        pytest.param("Luật Cán bộ, công chức ngày 24/6/2025", "pass", id="another law in force"),
        pytest.param("Luật Cán bộ, công chức năm 2008", "fail", id="its number is not asked"),
    ],
)  # fmt: skip
def test_a_law_cited_by_name_is_asked_for_too(law: str, outcome: str) -> None:
    text = f"{DATED}KẾ HOẠCH\nCông tác năm 2026\n\nCăn cứ {law};\nCăn cứ Quyết định số 3/QĐ-UBND ngày 02/01/2026 của UBND xã về giao việc;\n\nI. NỘI DUNG\n- Một.\n"
    [finding] = found(text, in_force="citation[nested=false]")
    assert finding.outcome == outcome
