"""The findings in a Word file: comments at the exact words, fixes as changes to accept."""

from __future__ import annotations

import pytest

from cchc_check.engine.annotate.docx import annotate
from tests.engine.annotate.by_hand import (
    at,
    commented,
    comments,
    docx_of,
    found,
    p,
    r,
    report,
    source_of,
)

_BOLD = "<w:b/>"
_TITLE = p("KẾ HOẠCH")
_BODIES = {
    "in the middle of a run": p("Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ;"),
    "a whole run": p("Căn cứ ", r("Nghị quyết số 76/NQ-CP"), " của Chính phủ;"),
    "over several runs": p("Căn cứ Nghị ", r("quyết", _BOLD), r(" số 76/NQ"), "-CP của Chính phủ;"),
    "in a link": p("Căn cứ Nghị quyết ", f'<w:hyperlink w:anchor="a">{r("số 76/NQ-CP của")}</w:hyperlink>', " Chính phủ;"),
    "in a content control": p("Căn cứ ", f"<w:sdt><w:sdtContent>{r('Nghị quyết số 76/NQ-CP')}</w:sdtContent></w:sdt>", " của"),
    "in words that somebody put in": p("Căn cứ ", f'<w:ins w:id="7" w:author="An">{r("Nghị quyết số 76")}</w:ins>', "/NQ-CP của"),
    "around words that somebody took out": p(
        "Căn cứ Nghị quyết", '<w:del w:id="7" w:author="An"><w:r><w:delText>, Quyết định</w:delText></w:r></w:del>', " số 76/NQ-CP"),
    "beside a tab": p("Căn cứ", '<w:r><w:tab/><w:t>Nghị quyết số 76/NQ-CP</w:t><w:br/><w:t>của</w:t></w:r>'),
    "in a cell": f"<w:tbl><w:tr><w:tc>{p('Một')}</w:tc><w:tc>{p('Căn cứ Nghị quyết số 76/NQ-CP.')}</w:tc></w:tr></w:tbl>{p()}",
}  # fmt: skip


def _around(data: bytes, message: str) -> str:
    """The words around which the comment with a message stands."""
    (number,) = [one for one, words in comments(data).items() if f": {message}\n" in words]
    return commented(data)[number]


@pytest.mark.parametrize("body", _BODIES.values(), ids=_BODIES.keys())
def test_a_comment_stands_at_the_exact_words(body: str) -> None:
    source = source_of(docx_of(_TITLE + body))
    result = found(at(source, "Nghị quyết số 76/NQ-CP"), "Thiếu ngày")
    words = _around(annotate(source, report(result)), "Thiếu ngày")
    assert words.replace(", Quyết định", "") == "Nghị quyết số 76/NQ-CP"
