"""Outputs: what `-f` and `-o` together ask to be written, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_check.engine.batch import Batch, Unread
from cchc_check.engine.errors import InputError
from cchc_check.engine.outputs import Output, outputs_of, write_all


@pytest.mark.parametrize(
    ("formats", "files", "expected"),
    [
        pytest.param([], [], ["rich=-"], id="nothing said"),
        pytest.param(["json"], [], ["json=-"], id="a format"),
        pytest.param(["json", "json"], [], ["json=-"], id="a format twice"),
        pytest.param([], ["a.log"], ["rich=a.log"], id="a file"),
        pytest.param([], ["a.sarif"], ["sarif=a.sarif"], id="a file's suffix tells its format"),
        pytest.param(["json"], ["a.txt"], ["json=a.txt"], id="one format, one file"),
        pytest.param(["sarif"], ["a.json"], ["sarif=a.json"], id="one format, whatever the suffix"),
        pytest.param(["rich"], ["a.log"], ["rich=a.log"], id="the page in a file"),
        pytest.param(["rich"], ["a.sarif"], ["sarif=a.sarif", "rich=-"], id="the page stays on the screen"),
        pytest.param(["rich", "sarif"], ["a.sarif"], ["sarif=a.sarif", "rich=-"], id="two formats, one file"),
        pytest.param(["sarif", "rich"], ["a.json"], ["sarif=a.json", "rich=-"], id="the page leaves the file to the other"),
        pytest.param(["rich", "junit", "sarif"], ["a.xml", "a.sarif"], ["junit=a.xml", "sarif=a.sarif", "rich=-"], id="each to its file"),
        pytest.param(["json"], ["a.md", "a.xml"], ["markdown=a.md", "junit=a.xml", "json=-"], id="files by their suffixes"),
        pytest.param([], ["sarif=x", "junit=y"], ["sarif=x", "junit=y"], id="pairs"),
        pytest.param(["sarif"], ["SARIF=x"], ["sarif=x"], id="a pair answers its format"),
        pytest.param(["github"], ["rich=x.txt", "a.md"], ["rich=x.txt", "github=a.md"], id="a pair, a file, a format"),
        pytest.param([], ["json=-", "a.md"], ["json=-", "markdown=a.md"], id="a pair to the screen"),
        pytest.param([], ["./json=a"], ["rich=./json=a"], id="a file with an equals sign"),
        pytest.param([], ["năm=2025.md"], ["markdown=năm=2025.md"], id="an equals sign in a name in Vietnamese"),
    ],
)  # fmt: skip
def test_the_options_say_what_is_written_where(
    formats: list[str], files: list[str], expected: list[str]
) -> None:
    assert [f"{o.format}={o.file}" for o in outputs_of(formats, files)] == expected


@pytest.mark.parametrize(
    ("formats", "files", "words"),
    [
        pytest.param(["json", "sarif"], [], "json và sarif cùng ra màn hình", id="two on the screen"),
        pytest.param(["rich"], ["json=-"], "json và rich cùng ra màn hình", id="two on the screen, one by a pair"),
        pytest.param([], ["json=a", "sarif=./a"], "json và sarif cùng ra tệp a", id="two in one file"),
        pytest.param([], ["sarf=a"], "Không có dạng báo cáo 'sarf', có phải là 'sarif'?", id="an unknown format"),
        pytest.param(["sarif", "junit"], ["a.log"], "Không rõ tệp a.log ghi theo dạng nào", id="a file for either"),
    ],
)  # fmt: skip
def test_options_that_contradict_each_other_are_told(
    formats: list[str], files: list[str], words: str
) -> None:
    with pytest.raises(InputError) as caught:
        outputs_of(formats, files)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="không có tệp hoặc thư mục này"):
        write_all(Batch(), [Output("sarif", str(tmp_path / "không có" / "a.sarif"))])


def test_a_name_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    batch = Batch(unread=[Unread("a\udcff.txt", "Không có tệp a\udcff.txt.")])
    target = tmp_path / "a.md"
    write_all(batch, [Output("markdown", str(target))])
    assert "Không có tệp a" in target.read_text(encoding="utf-8")
