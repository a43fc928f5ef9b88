"""What a plan's own text demands of the units below its issuer."""

from __future__ import annotations

import pytest

from cchc_check.engine.derive import derive_parent
from cchc_check.engine.derive.bound import bound_of
from cchc_check.engine.derive.facts import facts_of
from cchc_check.engine.parents import Obligation, Parent
from cchc_check.grammar import Source

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 120/KH-UBND
Lam Sơn, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026

I. TỔ CHỨC THỰC HIỆN
"""


def derived(body: str) -> Parent:
    return derive_parent(Source(HEAD + body))


def only(body: str, kind: str) -> Obligation:
    [found] = [o for o in derived(body).obligations if o.of == kind]
    return found


WARDS = "1. Các sở, ban, ngành; UBND các xã, phường\n"


def test_the_parent_is_known_by_its_own_header() -> None:
    parent = derived(WARDS)
    assert (parent.id, parent.issuer) == ("120/KH-UBND", "ỦY BAN NHÂN DÂN TỈNH LAM SƠN")
    assert str(parent.issued) == "05/01/2026"
    assert parent.year == 2026


@pytest.mark.parametrize(
    "words",
    [
        "Ban hành kế hoạch của địa phương trong quý I năm 2026",
        "Xây dựng và ban hành Kế hoạch tuyên truyền của đơn vị trong quý I năm 2026",
        "Xây dựng, ban hành kế hoạch tuyên truyền năm 2026 trong quý I năm 2026",
    ],
)
def test_an_own_plan_is_demanded_within_a_window(words: str) -> None:
    duty = only(f"{WARDS}- {words}.\n", "issue")
    assert str(duty.window) == "quý I năm 2026"
    assert duty.bound == "both"


@pytest.mark.parametrize(
    ("words", "addressee", "through"),
    [
        ("gửi về UBND tỉnh (qua Sở Nội vụ)", "UBND tỉnh", "Sở Nội vụ"),
        ("gửi Sở Nội vụ để tổng hợp", "Sở Nội vụ", None),
    ],
)
def test_the_plan_is_to_be_sent(words: str, addressee: str, through: str | None) -> None:
    duty = only(f"{WARDS}- Ban hành kế hoạch của đơn vị trong quý I năm 2026 và {words}.\n", "send")
    assert (duty.addressee, duty.through) == (addressee, through)


def test_a_report_has_its_day_its_period_and_its_addressee() -> None:
    duty = only(
        f"{WARDS}- Báo cáo Ủy ban nhân dân tỉnh (qua Sở Nội vụ) trước ngày 10/6 đối với báo cáo"
        " 06 tháng.\n",
        "report",
    )
    assert (duty.month_day, duty.period, duty.strict) == ("06-10", "half-year", True)
    assert (duty.addressee, duty.through) == ("Ủy ban nhân dân tỉnh", "Sở Nội vụ")
    assert duty.source is not None and (duty.source.at, duty.source.line) == ("I.1", 10)


def test_what_the_issuer_asks_of_its_own_department_does_not_bind_the_wards() -> None:
    duty = only("1. Sở Nội vụ\n- Tổng hợp, báo cáo Bộ Nội vụ trước ngày 15/12/2026.\n", "report")
    assert duty.bound == "department"


# --- who is bound -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Các phòng, ban, đơn vị; Ủy ban nhân dân các phường, xã", "both"),
        ("Các sở, ban, ngành, đoàn thể cấp tỉnh và UBND các xã, phường", "both"),
        ("các cơ quan, đơn vị, địa phương", "both"),
        ("Các cơ quan, đơn vị, địa phương, doanh nghiệp", "both"),
        ("Thủ trưởng các cơ quan, đơn vị", "both"),
        ("Ủy ban nhân dân cấp xã", "commune"),
        ("UBND các xã, phường, đặc khu", "commune"),
        ("Các địa phương", "commune"),
        ("Sở Văn hóa, Thể thao và Du lịch", "department"),
        ("Các Sở, ngành, đơn vị liên quan", "department"),
        ("Phòng Văn hóa - Xã hội", "department"),
        ("Thủ trưởng các sở, ban, ngành", "department"),
        ("Ủy ban MTTQ Việt Nam tỉnh, các đoàn thể, các tổ chức xã hội", "other"),
        ("Trung tâm Chính trị thành phố", "other"),
        ("Hiệp hội Doanh nghiệp tỉnh, Hội Nông dân tỉnh", "other"),
        ("Các doanh nghiệp viễn thông", "other"),
        ("Tổ tuyên vận", None),
    ],
)
def test_who_is_bound_is_told_from_the_units(unit: str, expected: str | None) -> None:
    assert bound_of(unit) == expected


def test_a_ward_has_no_units_below_it() -> None:
    text = HEAD.replace("TỈNH LAM SƠN", "PHƯỜNG HOA LÂM")
    parent = derive_parent(Source(text + WARDS + "- Xây dựng kế hoạch của đơn vị.\n"))
    assert {duty.bound for duty in parent.obligations} == {"department"}


@pytest.mark.parametrize(
    ("body", "bound"),
    [
        pytest.param("Các sở, ngành thực hiện; UBND các xã, phường căn cứ nhiệm vụ được giao, xây dựng kế hoạch cụ thể.\n", "commune", id="the subject of its clause"),
        pytest.param("UBND tỉnh yêu cầu các Sở, ban, ngành và UBND xã, phường xây dựng kế hoạch cụ thể.\n", "both", id="whom the issuer asks"),
        pytest.param("1. Sở Nội vụ\n- Xây dựng kế hoạch tập huấn.\n", "department", id="the unit of the block"),
        pytest.param("1. UBND các xã\n- Phối hợp với các sở, ngành xây dựng kế hoạch.\n", "commune", id="not those it works with"),
    ],
)  # fmt: skip
def test_a_demand_is_said_of_its_subject(body: str, bound: str) -> None:
    assert only(body, "issue").bound == bound


# --- plans and reports --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Theo dõi, đôn đốc các xã, phường xây dựng kế hoạch của địa phương",
        "Tham gia góp ý kế hoạch của tỉnh",
    ],
)
def test_who_only_looks_after_the_plans_of_others_issues_none(words: str) -> None:
    assert [o for o in derived(f"1. Sở Nội vụ\n- {words}.\n").obligations if o.of == "issue"] == []


@pytest.mark.parametrize(
    ("words", "addressee", "through"),
    [
        ("Định kỳ báo cáo UBND tỉnh (qua Sở Công Thương) việc đã làm", "UBND tỉnh", "Sở Công Thương"),
        ("Báo cáo Ủy ban nhân dân tỉnh về kết quả (qua Sở Nội vụ) khi tổng kết", "Ủy ban nhân dân tỉnh", "Sở Nội vụ"),
        ("Kết quả thực hiện báo cáo về Công an tỉnh (qua Phòng Tham mưu)", "Công an tỉnh", "Phòng Tham mưu"),
        ("Gửi báo cáo năm về Sở Nội vụ trước ngày 10/12/2026 để tổng hợp, báo cáo UBND tỉnh", "Sở Nội vụ", None),
        ("Khi có vụ việc, báo cáo ngay về Sở Y tế", "Sở Y tế", None),
        ("Báo cáo Ban Chỉ đạo Chương trình tỉnh, Sở Tài chính theo quy định", "Ban Chỉ đạo Chương trình tỉnh, Sở Tài chính", None),
        ("Định kỳ báo cáo kết quả về UBND tỉnh", "UBND tỉnh", None),
        ("Báo cáo kết quả Ủy ban nhân dân tỉnh (qua Công an tỉnh)", "Ủy ban nhân dân tỉnh", "Công an tỉnh"),
        ("Báo cáo Ban Chỉ đạo phòng, chống tội phạm tỉnh để theo dõi", "Ban Chỉ đạo phòng, chống tội phạm tỉnh", None),
    ],
)  # fmt: skip
def test_who_receives_a_report(words: str, addressee: str, through: str | None) -> None:
    duty = only(f"{WARDS}- {words}.\n", "report")
    assert (duty.addressee, duty.through) == (addressee, through)


@pytest.mark.parametrize(
    "words",
    [
        "Tham gia hội nghị báo cáo viên",
        "Theo dõi, tổng hợp báo cáo của các xã",
        "Xây dựng báo cáo chuyên đề",
        "Khó khăn, vướng mắc phản ánh về Sở Nội vụ tổng hợp, báo cáo UBND tỉnh",
    ],
)
def test_what_only_speaks_of_a_report_asks_for_none(words: str) -> None:
    assert [o for o in derived(f"{WARDS}- {words}.\n").obligations if o.of == "report"] == []


def test_a_report_may_be_folded_into_another() -> None:
    duty = only(
        f"{WARDS}- Báo cáo UBND tỉnh trước ngày 05/6/2026 (lồng ghép vào báo cáo cải cách hành"
        " chính 06 tháng).\n",
        "report",
    )
    assert duty.folded == "báo cáo cải cách hành chính 06 tháng"


def test_a_report_that_goes_to_a_second_body_is_to_be_sent_there() -> None:
    body = f"{WARDS}- Báo cáo UBND tỉnh theo định kỳ hằng năm, gửi Sở Nội vụ theo quy định.\n"
    assert (only(body, "report").addressee, only(body, "send").addressee) == (
        "UBND tỉnh",
        "Sở Nội vụ",
    )


def test_the_limit_belongs_to_the_nearer_of_plan_and_report() -> None:
    body = f"{WARDS}- Xây dựng kế hoạch và báo cáo kết quả trước ngày 20/11 về Sở Nội vụ.\n"
    assert only(body, "report").month_day == "11-20"
    assert only(body, "issue").window is None


@pytest.mark.parametrize(
    ("words", "window", "named"),
    [
        ("Xây dựng kế hoạch của đơn vị trong tháng 01/2026", "tháng 1/2026", ("2026-01-01", "2026-01-31")),
        ("Ban hành kế hoạch trước ngày 15/02/2026", "đến 14/02/2026", ("2026-02-15", "2026-02-15")),
        ("Ban hành kế hoạch chậm nhất ngày 15/02/2026", "đến 15/02/2026", ("2026-02-15", "2026-02-15")),
        ("Tham mưu ban hành, triển khai kế hoạch trước ngày 31/3/2026", "đến 30/3/2026", ("2026-03-31", "2026-03-31")),
        ("Cụ thể hóa thành kế hoạch của địa phương", "None", (None, None)),
    ],
)  # fmt: skip
def test_when_a_plan_is_to_be_issued(
    words: str, window: str, named: tuple[str | None, str | None]
) -> None:
    """The window ends the day before `trước ngày`; the facts give the day that is named."""
    parent = derived(f"{WARDS}- {words}.\n")
    [duty] = [o for o in parent.obligations if o.of == "issue"]
    [row] = [r for r in facts_of(parent)["obligations"] if r["kind"] == "issue"]
    assert str(duty.window) == window
    assert (row["earliest"], row["latest"]) == named


def test_a_report_may_be_asked_for_without_the_word() -> None:
    duty = only(f"{WARDS}- Gửi kết quả thực hiện về Sở Nội vụ trước ngày 10/12.\n", "report")
    assert (duty.month_day, duty.addressee) == ("12-10", "Sở Nội vụ")


def test_a_plan_may_be_asked_for_by_where_it_is_sent() -> None:
    duty = only(f"{WARDS}- Kế hoạch của các đơn vị gửi về Sở Nội vụ để theo dõi.\n", "send")
    assert duty.addressee == "Sở Nội vụ"


def test_a_clause_of_its_own_goes_back_to_the_units_of_the_block() -> None:
    body = f"{WARDS}UBND các xã lập sổ theo dõi; định kỳ báo cáo kết quả về Sở Nội vụ.\n"
    assert only(body, "report").bound == "both"


# --- contents, forms, numbers, money, responsibility --------------------------------------------

WHOLE = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 120/KH-UBND
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026

I. MỤC TIÊU
- Mức độ hài lòng của người dân từ 95% trở lên.
- 100% các xã, phường có trang Zalo; 100% các sở công khai thủ tục; mỗi xã có ít nhất 02 mô hình.
II. NỘI DUNG
- Ý nghĩa, tầm quan trọng của cải cách hành chính.
1. Các nội dung của Chương trình tổng thể
a) Cải cách thể chế
- Chi tiết.
b) Cải cách thủ tục hành chính
III. HÌNH THỨC
1. Qua loa phát thanh và Zalo
- Mỗi tuần hai buổi.
2. Qua các hội thi
IV. KINH PHÍ
1. Các sở, ban, ngành, UBND các xã, phường lập dự toán kinh phí hằng năm.
V. TỔ CHỨC THỰC HIỆN
1. UBND các xã, phường
- Thủ trưởng các đơn vị trực tiếp chỉ đạo và chịu trách nhiệm về kết quả.
- Lồng ghép nội dung tuyên truyền vào sinh hoạt Ngày Pháp luật.
- Bố trí công chức đủ năng lực theo dõi.
2. Sở Nội vụ
- Theo dõi, đôn đốc, kiểm tra; chấm điểm cải cách hành chính.
3. Sở Tài chính tham mưu bố trí kinh phí thực hiện.
"""


def rows(kind: str) -> list[tuple[int | None, str, tuple[str, ...]]]:
    parent = derive_parent(Source(WHOLE))
    return [
        (o.source.line if o.source else None, o.bound, o.covers)
        for o in parent.obligations
        if o.of == kind
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("content", [(11, "both", ("meaning",)), (13, "both", ("institutions",)), (15, "both", ("procedures",))]),
        ("form", [(17, "both", ("radio", "social_media", "mass_media")), (19, "both", ("contests",)), (25, "commune", ("law_day",))]),
        ("target", [(8, "both", ("satisfaction",)), (9, "commune", ()), (9, "department", ()), (9, "commune", ())]),
        ("budget", [(21, "both", ()), (29, "department", ())]),
        ("responsibility", [(24, "both", ("head_directs", "head_answers"))]),
        ("scoring", [(28, "department", ())]),
        ("duty", [(23, "commune", ("capable_staff",)), (27, "department", ())]),
    ],
)  # fmt: skip
def test_what_else_a_plan_asks_is_found_with_its_line_and_whom_it_binds(
    kind: str, expected: list[tuple[int | None, str, tuple[str, ...]]]
) -> None:
    assert rows(kind) == expected


def test_a_target_has_its_number() -> None:
    [first, *_] = [o for o in derive_parent(Source(WHOLE)).obligations if o.of == "target"]
    assert first.target is not None
    assert (first.target.comparator, first.target.value, first.target.unit) == (">=", 95, "%")


def test_a_repeated_marker_is_named_as_it_should_stand() -> None:
    parent = derived("1. Sở Nội vụ\nd) Một.\nd) Báo cáo UBND tỉnh trước ngày 01/6/2026.\n")
    [report] = [o for o in parent.obligations if o.of == "report"]
    assert report.source is not None and report.source.at is not None
    assert report.source.at.startswith("I.1.")


@pytest.mark.parametrize("text", ["", "báo cáo", "Kế hoạch; " * 500, "1. Các xã, " * 300])
def test_any_text_at_all_gives_a_parent(text: str) -> None:
    assert derive_parent(Source(text)).obligations is not None


# --- the facts for other programs ---------------------------------------------------------------


def test_the_facts_have_the_fields_of_the_contract() -> None:
    facts = facts_of(derive_parent(Source(WHOLE)))
    assert facts["number"] == "120/KH-UBND"
    needed = {
        "line", "at", "kind", "bound", "unit", "earliest", "latest", "month_day", "period",
        "strict", "addressee", "through", "target", "quote",
    }  # fmt: skip
    for row in facts["obligations"]:
        assert needed <= row.keys()
    [first, *_] = [row for row in facts["obligations"] if row["kind"] == "target"]
    assert first["target"] == {"comparator": ">=", "value": 95, "unit": "%", "per": None}
