"""Drafts: what a plan may write, made of what the parent demands."""

from __future__ import annotations

from typing import Any

import pytest

from cchc_check.engine.drafts import draft_of
from cchc_check.engine.parents import Obligation

REPORT = {"of": "report", "month_day": "06-05", "strict": True}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"of": "send", "addressee": "Ủy ban nhân dân thành phố"},
            "- Ủy ban nhân dân thành phố (b/c);",
        ),
        (
            {**REPORT, "period": "half-year", "addressee": "UBND tỉnh", "through": "Sở Nội vụ"},
            "Tổng hợp kết quả, lập báo cáo 06 tháng gửi UBND tỉnh (qua Sở Nội vụ) trước ngày 05/6 hằng năm.",
        ),
        (
            {**REPORT, "strict": False},
            "Tổng hợp kết quả, lập báo cáo chậm nhất ngày 05/6 hằng năm.",
        ),
        ({"of": "report", "period": "year"}, None),
        ({"of": "send"}, None),
        ({"of": "content"}, None),
    ],
)
def test_a_demand_is_drafted_where_its_kind_has_a_pattern(
    values: dict[str, Any], words: str | None
) -> None:
    one = Obligation(0, 0, **values)
    assert draft_of(one) == one.draft == words
