"""One defect, one finding: a clean plan with a single slip fails the rule about it and no other.

For every built-in rule the table has a variant of a clean fixture. What stands beside the rule are
replacements, each of which must find its words, so a change of the fixture cannot empty a test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cchc_check.engine import check, load_parent
from cchc_check.engine.example_layout import laid_out
from cchc_check.engine.packs import all_rules, built_in_packs
from cchc_check.engine.parents import Parent, parent_from_data
from cchc_check.engine.report import Report
from cchc_check.engine.rules import Layout
from cchc_check.grammar import Plan, parse

FIXTURES = Path(__file__).parents[1] / "fixtures"
WARD, COMMUNE = "phuong-hoa-lam-2025.txt", "xa-thanh-sa-2026.txt"


@dataclass(frozen=True)
class Variant:
    """A clean fixture with some words replaced (regular expressions, each found), and its parent."""

    edits: tuple[tuple[str, str], ...]
    fixture: str = WARD
    parent: str | dict[str, Any] | None = "82-KH"
    layout: dict[str, Any] | None = None

    @property
    def plan(self) -> Plan:
        """Its tree; with a layout, that of a file that is set so."""
        plan = parse(self.text)
        return plan if self.layout is None else parse(laid_out(plan, Layout(**self.layout)))

    @property
    def text(self) -> str:
        text = (FIXTURES / self.fixture).read_text(encoding="utf-8")
        for old, new in self.edits:
            text, count = re.subn(old, new, text, flags=re.MULTILINE)
            assert count, f"the fixture has no “{old}”"
        return text


def ward(*edits: tuple[str, str]) -> Variant:
    """The ward's plan, checked against its city's."""
    return Variant(edits)


def alone(*edits: tuple[str, str]) -> Variant:
    """The ward's plan, checked on its own."""
    return Variant(edits, parent=None)


def laid(*edits: tuple[str, str], **layout: Any) -> Variant:
    """The ward's plan as a file that is set as the decree wants it, but for what is said."""
    return Variant(edits, parent=None, layout=layout)


def commune(*edits: tuple[str, str]) -> Variant:
    """The commune's plan, issued after 01/7/2025."""
    return Variant(edits, COMMUNE, None)


ADDED = r"^(- Cung cấp số liệu giải quyết hồ sơ cho công chức Văn hóa - Xã hội) trước"
NO_CITATIONS_BELOW = (
    (r", nhất là Nghị quyết số 76/NQ-CP và Kế hoạch số 82/KH-UBND\.", "."),
    (r", bám sát Kế hoạch số 82/KH-UBND và", " và"),
)

# The ward's plan under 448/KH-UBND, which it then cites in the place of 82/KH-UBND.
TO_448 = (
    (r"82/KH-UBND ngày 07/3/2025", "448/KH-UBND ngày 09/12/2024"),
    (r"82/KH-UBND", "448/KH-UBND"),
)
PARENT = {
    "id": "82-KH", "number": "82/KH-UBND", "date": "2025-03-07", "year": 2025,
    "issuer": "Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm", "province": "Ninh Thuận",
}  # fmt: skip
CONTEST = {
    "kind": "duty", "text": "Tổ chức hội thi", "covers": ["contests"],
    "source": {"document": "82/KH-UBND", "at": "IV.9", "line": 214},
}  # fmt: skip

DEFECTS: dict[str, Variant] = {
    # --- the parent
    "parent-binds": ward((r"của tỉnh Ninh Thuận", "của tỉnh Quảng Ngãi")),
    "parent-cited": ward((r"82/KH-UBND", "95/KH-UBND")),
    "parent-year": ward(
        (r"^(Tuyên truyền cải cách hành chính phường Hoa Lâm năm) 2025", r"\1 2026"),
        (r"trong năm 2025 trên", "trong năm 2026 trên"), (r"ngân sách năm 2025", "ngân sách năm 2026"),
    ),
    "issued-after-parent": ward((r"ngày 20 tháng 3", "ngày 05 tháng 3")),
    "issued-in-window": ward((r"ngày 20 tháng 3", "ngày 15 tháng 4")),
    "sent-to": ward((r"^- UBND thành phố \(b/c\);\n- Phòng Nội vụ thành phố;\n", "")),
    "report-deadlines-kept": ward((r"trước ngày 25/11", "trước ngày 15/12")),
    "parent-contents-covered": ward(
        (r"^a\) Công tác chỉ đạo, điều hành\n- Phổ biến.*\n- Thông tin việc.*\n", ""),
        (r"^b\) ", "a) "), (r"^c\) ", "b) "), (r"^d\) ", "c) "), (r"^đ\) ", "d) "), (r"^e\) ", "đ) "), (r"^g\) ", "e) "),
    ),
    "parent-forms-covered": ward((r"^4\. Tuyên truyền qua cuộc thi, hội thi\n.*\n", "")),
    "parent-targets-met": ward((r"đạt từ 95% trở lên", "đạt từ 90% trở lên")),
    "budget-adviser-required": Variant(
        ((r"^- Tham mưu UBND phường bố trí kinh phí.*$", "- Lo vật dụng phục vụ việc tuyên truyền."), *TO_448),
        parent="448-KH",
    ),
    "parent-duties-mirrored": Variant(
        ((r"^4\. Tuyên truyền qua cuộc thi, hội thi\n.*\n", ""),), parent={**PARENT, "obligations": [CONTEST]}
    ),
    # --- contents
    "purpose-section": alone((r"MỤC ĐÍCH, YÊU CẦU", "TÌNH HÌNH CHUNG"), (r"1\. Mục đích", "1. Thuận lợi"), (r"2\. Yêu cầu", "2. Khó khăn")),
    "content-section": alone((r"^II\. NỘI DUNG(?:.*\n)+?\n", ""), (r"^III\. ", "II. "), (r"^IV\. ", "III. "), (r"^V\. ", "IV. ")),
    "forms-section": alone((r"^III\. HÌNH THỨC(?:.*\n)+?\n", ""), (r"^IV\. ", "III. "), (r"^V\. ", "IV. ")),
    "budget-section": alone((r"^IV\. KINH PHÍ\n.*\n\n", ""), (r"^V\. ", "IV. ")),
    "organisation-section": alone((r"V\. TỔ CHỨC THỰC HIỆN", "V. ĐIỀU KHOẢN CHUNG")),
    "reform-contents": alone((r"^e\) Cải cách tài chính công\n.*\n", ""), (r"^g\) ", "e) ")),
    "budget-adviser-named": alone((r"^- Tham mưu UBND phường bố trí kinh phí.*$", "- Lo vật dụng phục vụ việc tuyên truyền.")),
    "lead-unit-named": alone((r"^- Chủ trì triển khai Kế hoạch; biên soạn", "- Biên soạn")),
    "report-collector-named": alone(
        (r"^- Tổng hợp kết quả, tham mưu UBND phường báo cáo (UBND thành phố .*)\n", ""),
        (r"^- Cập nhật, niêm yết TTHC;", "- Báo cáo UBND thành phố (qua Phòng Nội vụ) trước ngày 01/6 đối với báo cáo 06 tháng, trước ngày 25/11 đối với báo cáo năm.\n- Cập nhật, niêm yết TTHC;"),
    ),
    "report-deadline-stated": alone((r"gửi trước ngày 01/6, báo cáo năm gửi trước ngày 25/11", "và báo cáo năm gửi theo quy định")),
    "units-have-duties": alone((r"^(4\. Công chức Tư pháp - Hộ tịch)\n.*\n", r"\1\n")),
    "year-consistent": alone((r"từ ngân sách năm 2025", "từ ngân sách năm 2024")),
    "deadline-after-issue": alone((ADDED, r"- Rà soát xong bảng niêm yết trước ngày 15/02/2025.\n\1 trước")),
    "outdated-term": alone((r"nộp hồ sơ trực tuyến và thanh toán", "sử dụng dịch vụ công trực tuyến mức độ 4 và thanh toán")),
    "head-responsible": alone((r"^- Trực tiếp chỉ đạo và chịu trách nhiệm trước (Ủy ban nhân dân \(sau đây viết tắt là UBND\) thành phố) về", r"- Báo với \1 về")),
    # --- citations
    "citation-complete": alone((r"(Nghị quyết số 76/NQ-CP) ngày 15/7/2021", r"\1")),
    "citation-form": alone((r"144-QĐ/TW", "144/QĐ-TW")),
    "citation-issuer": alone((r"(33/2023/NĐ-CP ngày 10/6/2023 của) Chính phủ", r"\1 Thủ tướng Chính phủ")),
    "citation-consistent": alone((r"bám sát Kế hoạch số 82/KH-UBND", "bám sát Kế hoạch số 82/KH-UBND ngày 09/3/2025 của Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm")),
    "citation-not-in-future": alone((r"ngày 14/01/2025", "ngày 14/4/2025")),
    "citation-facts": alone((r"ngày 15/7/2021", "ngày 25/7/2021")),
    "citation-in-force": commune((r"Nghị định số 118/2025/NĐ-CP ngày 09/6/2025", "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018")),
    "not-self-cited": alone((r"Kế hoạch số 03/KH-UBND ngày 14/01/2025", "Kế hoạch số 18/KH-UBND ngày 20/3/2025")),
    # --- the form of documents
    "national-header": alone((r"^CỘNG HÒA.*\nĐộc lập.*\n\n", "")),
    "issuer-named": alone((r"\A.*\n.*\n\n", "")),
    "number-present": alone((r"Số: 18/", "Số:      /")),
    "number-form": alone((r"Số: 18/", "Số: 8/")),
    "date-present": alone((r"ngày 20 tháng", "ngày      tháng")),
    "date-form": alone((r"20 tháng 3 năm", "20 tháng 03 năm")),
    "date-valid": alone((ADDED, r"- Rà soát xong bảng niêm yết trong ngày 31/9/2025.\n\1 trước")),
    "title-present": alone((r"^Tuyên truyền cải cách hành chính phường Hoa Lâm năm 2025\n", "")),
    "grounds-present": alone((r"^Căn cứ .*\n", ""), *NO_CITATIONS_BELOW),
    "ground-form": alone((r"2021 - 2030;", "2021 - 2030,")),
    "outline-sequence": alone((r"^đ\) ", "d) ")),
    "heading-case": alone((r"IV\. KINH PHÍ", "IV. Kinh phí")),
    "signature-authority": alone((r"^TM\. ỦY BAN NHÂN DÂN\n", "")),
    "signature-name": alone((r"\n+Lê Hoài Đức\n", "\n")),
    "recipients-present": alone((r"^Nơi nhận:(?:.*\n)+?\n", "")),
    "recipients-form": alone((r"^- Thường trực Đảng ủy phường;", "- Thường trực Đảng ủy phường")),
    "archive-line": alone((r"tổ dân phố thuộc phường;\n- Lưu: VT, VHXH\.", "tổ dân phố thuộc phường.")),
    "end-mark": alone((r"kịp thời\./\.", "kịp thời.")),
    "balanced-marks": alone((r"\(PAR INDEX\)", "(PAR INDEX")),
    "repeated-words": alone((r"sắp xếp, tinh gọn", "sắp xếp sắp xếp, tinh gọn")),
    "abbreviation-defined": alone((r"kèm mã phản hồi nhanh", "kèm mã PHN")),
    "spacing": alone((r"chính xác, dễ hiểu", "chính xác , dễ hiểu")),
    "tone-marks": alone((r"tiến hành thường xuyên", "tiến hành thưòng xuyên")),
    # --- how the file is set
    "paper-size": laid(paper=[215.9, 279.4]),
    "page-margins": laid(margins={"left": 25}),
    "page-number": laid(number="bottom right"),
    "text-font": laid(parts={"all": {"font": "Arial"}}),
    "national-header-look": laid(parts={"motto": {"bold": False}}),
    "issuer-look": laid(parts={"issuer": {"size": 14}}),
    "number-date-look": laid(parts={"doc_date": {"italic": False}}),
    "title-look": laid(parts={"doc_title": {"bold": False}}),
    "ground-look": laid(parts={"ground 2": {"italic": False}}),
    "body-look": laid(parts={"body 3": {"size": 12}}),
    "body-alignment": laid(parts={"body": {"alignment": "left"}}),
    "body-spacing": laid(parts={"body": {"first_indent": 0}}),
    "heading-look": laid(parts={"heading 2": {"bold": False}}),
    "subheading-look": laid(parts={"subheading": {"bold": False}}),
    "signature-look": laid(parts={"signer": {"bold": False}}),
    "recipients-look": laid(parts={"recipient": {"size": 13}}),
    "appendix-look": laid(
        (r"(Lê Hoài Đức)", r"\1\n\nPhụ lục\nDANH SÁCH TỔ DÂN PHỐ"), parts={"appendix": {"bold": False}}
    ),
}  # fmt: skip


def report_of(variant: Variant) -> Report:
    return check(variant.plan, _parent(variant.parent))


def _parent(given: str | dict[str, Any] | None) -> Parent | None:
    if isinstance(given, dict):
        return parent_from_data(given, "văn bản thử")
    return load_parent(given) if given else None


def grave(report: Report) -> list[str]:
    """The rules of severity error or warning that fail."""
    return sorted({r.rule for r in report.results if r.outcome == "fail" and r.severity != "info"})


@pytest.mark.parametrize(
    "clean", [ward(), alone(), commune(), laid()], ids=["ward", "alone", "commune", "laid"]
)
def test_the_clean_plans_have_no_error_and_no_warning(clean: Variant) -> None:
    assert grave(report_of(clean)) == []


@pytest.mark.parametrize("rule", sorted(rule.id for _, rule in all_rules(built_in_packs())))
def test_a_single_defect_fails_its_rule_and_no_other(rule: str) -> None:
    report = report_of(DEFECTS[rule])
    failing = {result.rule for result in report.results if result.outcome == "fail"}
    assert rule in failing
    assert grave(report) in ([rule], [])
