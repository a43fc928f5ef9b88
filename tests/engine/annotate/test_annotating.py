"""Where annotated copies go, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine.annotate import Annotating
from cchc_check.engine.errors import InputError
from cchc_check.engine.mending import Mending
from cchc_check.engine.report import PlanInfo, Report, Summary
from cchc_check.grammar import Source
from cchc_check.grammar.origin import Origin

REPORT = Report(PlanInfo("", None, None, None, None, None, None), None, Summary(), [])


def test_several_plans_need_a_folder() -> None:
    with pytest.raises(InputError, match="hãy nêu một thư mục, ví dụ --annotate ra/"):
        Annotating.of("ra.html", ["a.txt", "b.txt"])


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    plan = tmp_path / "plan.html"
    plan.write_text("KẾ HOẠCH", encoding="utf-8")
    with pytest.raises(InputError, match="không ghi đè lên bản gốc"):
        Annotating.of(str(plan), [str(plan)]).write(Source("KẾ HOẠCH", str(plan)), REPORT)
    assert plan.read_text(encoding="utf-8") == "KẾ HOẠCH"


@pytest.mark.parametrize(
    ("source", "out", "words"),
    [
        pytest.param(Source("x", "a.txt"), "b.docx", r"phải có đuôi \.html, không phải", id="text as Word"),
        pytest.param(Source("x", "a.docx", Origin("docx")), "b.pdf", r"\.docx hoặc \.html", id="Word as PDF"),
        pytest.param(Source("x", "a.png", Origin("scan")), "b", r"“b”", id="without a suffix"),
    ],
)  # fmt: skip
def test_a_copy_of_another_kind_is_refused(source: Source, out: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Annotating.of(out, [source.path]).write(source, REPORT)


def test_a_file_that_is_more_than_text_is_not_mended_in_place() -> None:
    with pytest.raises(InputError, match="hãy dùng --annotate"):
        Mending.of(False, True, False).run(Source("x", "a.docx", Origin("docx")), lambda _: REPORT)
