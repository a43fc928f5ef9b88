"""Files of other office programs: read through LibreOffice, which is given the text alone."""

from __future__ import annotations

import contextlib
import io
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_check.engine.errors import InputError
from cchc_check.engine.readers import docx, office, rtf
from cchc_check.engine.readers.odt import only_text
from cchc_check.engine.readers.ole import check_ole
from tests import hostile, making
from tests.engine.readers.word_files import level, listed, lists, para, table, word

KINDS: list[making.Saved] = ["doc", "odt", "rtf"]
WORD = word(
    para("KẾ HOẠCH")
    + listed("Mục đích", level=0)
    + listed("Phát thanh", level=1)
    + listed("Treo băng rôn", level=1)
    + table(["STT", "Nội dung"], ["1", "Lớp tập huấn"])
    + para("Trên đây là Kế hoạch."),
    numbering=lists(level(0, "upperRoman", "%1."), level(1, "lowerLetter", "%2)")),
    styles='<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>'
    "</w:style>",
)
LINES = [
    "KẾ HOẠCH",
    "I. Mục đích",
    "a) Phát thanh",
    "b) Treo băng rôn",
    "| STT | Nội dung |",
    "| 1 | Lớp tập huấn |",
    "Trên đây là Kế hoạch.",
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_program_reads_as_the_word_file_it_was(kind: making.Saved) -> None:
    source = office.read(making.converted({"plan": WORD}, kind)["plan"], f"plan.{kind}")
    assert [line for line in source.raw.split("\n") if line.strip()] == LINES
    origin = source.origin
    assert origin is not None and origin.converted == kind
    assert docx.read(origin.data, "x.docx").raw == source.raw


# --- LibreOffice itself ------------------------------------------------------------------------

RTF = rb"{\rtf1 KE HOACH\par}"


def test_a_missing_libreoffice_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    with pytest.raises(InputError, match=r"^a\.rtf là tệp \.rtf, cần LibreOffice .* \.docx"):
        office.read(RTF, "a.rtf")


def test_libreoffice_is_found_where_it_is_usually_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice.com"
    program.touch()
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(office, "_USUAL_PLACES", ("/nowhere/soffice", str(program)))
    assert office.find_program() == str(program)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice, to be written by the test."""
    path = tmp_path / "soffice"
    monkeypatch.setattr(office, "find_program", lambda: str(path))
    return path


def written(path: Path, script: str) -> None:
    path.write_text(f"#!{sys.executable}\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_libreoffice_that_does_not_end_is_ended(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "later"
    late = f"import time,pathlib;time.sleep(2);pathlib.Path({str(mark)!r}).touch()"
    written(program, f"import subprocess,sys;subprocess.run([sys.executable,'-c',{late!r}])")
    monkeypatch.setattr(office, "LONGEST", 0.5)
    with pytest.raises(InputError, match=r"LibreOffice mở a\.rtf quá"):
        office.read(RTF, "a.rtf")
    time.sleep(2)
    assert not mark.exists()


def test_a_libreoffice_that_makes_nothing_is_said(program: Path) -> None:
    written(program, "pass")
    with pytest.raises(InputError, match=r"LibreOffice không mở được a\.rtf"):
        office.read(RTF, "a.rtf")


def test_libreoffice_runs_in_a_profile_of_its_own_that_forbids_macros(
    program: Path, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    written(
        program,
        "import sys,pathlib,urllib.parse as u\n"
        "name=[a for a in sys.argv if 'UserInstallation' in a][0].split('file://')[1]\n"
        "folder=pathlib.Path(u.unquote(name))\n"
        f"pathlib.Path({str(seen)!r}).write_text(str(folder)+chr(10)"
        "+(folder/'user'/'registrymodifications.xcu').read_text())",
    )
    with pytest.raises(InputError):
        office.read(RTF, "a.rtf")
    folder, _, said = seen.read_text().partition("\n")
    assert "DisableMacrosExecution" in said and "BlockUntrustedRefererLinks" in said
    assert not Path(folder).exists()


# --- Word 97 -----------------------------------------------------------------------------------

BAD_OLE = {
    "a .docx with a password": (hostile.compound({"EncryptedPackage": b"x"}), "mật khẩu"),
    "a .doc with a password": (
        hostile.compound({"WordDocument": b"\xec\xa5" + bytes(8) + b"\x00\x01"}),
        "mật khẩu",
    ),
    "a workbook": (hostile.compound({"Workbook": b"x"}), "bảng tính"),
    "a letter": (hostile.compound({"__properties_version1.0": b"x"}), "thư điện tử"),
    "slides": (hostile.compound({"PowerPoint Document": b"x"}), "trình chiếu"),
    "something else": (hostile.compound({"Other": b"x"}), "không phải tệp Word"),
    "a head and nothing more": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "không phải tệp Word"),
}


@pytest.mark.parametrize(("data", "words"), BAD_OLE.values(), ids=list(BAD_OLE))
def test_an_ole_file_that_is_no_readable_document_is_said(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        check_ole(data, "a.doc")
    assert str(told.value).startswith("a.doc ") and str(told.value).endswith(".")


def test_a_word_document_passes() -> None:
    check_ole(hostile.compound({"WordDocument": b"\xec\xa5" + bytes(20)}), "a.doc")


@given(st.binary(max_size=400))
def test_any_bytes_behind_an_ole_head_give_no_other_error(tail: bytes) -> None:
    with contextlib.suppress(InputError):
        check_ole(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail, "a.doc")


# --- OpenDocument ------------------------------------------------------------------------------

TEXT = "application/vnd.oasis.opendocument.text"


def odt(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"mimetype": TEXT, "content": "<office/>", **members}.items():
            archive.writestr(name if name == "mimetype" else f"{name}.xml", data)
        archive.writestr("Pictures/a.png", b"x" * 1000)
        archive.writestr("Basic/Standard/Module1.xml", b"Sub Go")
    return stream.getvalue()


def test_libreoffice_gets_an_odt_without_pictures_and_macros() -> None:
    script = "<office:scripts><office:script>Sub Go</office:script></office:scripts>"
    bare = only_text(odt(content=f"<office>{script}<p/></office>"), "a.odt")
    with zipfile.ZipFile(io.BytesIO(bare)) as archive:
        assert sorted(archive.namelist()) == ["META-INF/manifest.xml", "content.xml", "mimetype"]
        assert archive.read("content.xml") == b"<office><p/></office>"


BAD_ODT = {
    "a password": (odt(**{"META-INF/manifest": "<manifest:encryption-data/>"}), "mật khẩu"),
    "another kind": (odt(mimetype=TEXT.replace("text", "spreadsheet")), "không phải văn bản"),
    "entities": (odt(content="<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x/>"), "không an toàn"),
    "no content": (odt(content=""), "hỏng"),
    "a bomb": (odt(content=" " * 17_000_000), "quá lớn"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), BAD_ODT.values(), ids=list(BAD_ODT))
def test_an_odt_that_cannot_be_read_is_said(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        only_text(data, "a.odt")
    assert str(told.value).startswith("a.odt ") and str(told.value).endswith(".")


# --- RTF ---------------------------------------------------------------------------------------

RTFS = [
    (rb"{\rtf1 a{\pict\pngblip 89504e47}b}", rb"{\rtf1 ab}"),
    (rb"{\rtf1 a{\object{\*\objdata 01{02}03}{\result x}}b}", rb"{\rtf1 a{\object{\result x}}b}"),
    (rb"{\rtf1 a{\*\themedata 504b}b}", rb"{\rtf1 ab}"),
    (rb"{\rtf1 a{\pict\bin3 }}}}b}", rb"{\rtf1 ab}"),
    (rb"{\rtf1 a\bin3 {{{b}", rb"{\rtf1 ab}"),
    (rb"{\rtf1 a{\pict \} \{ }b}", rb"{\rtf1 ab}"),
    (rb"{\rtf1 a\{\\pict b\}}", rb"{\rtf1 a\{\\pict b\}}"),
    (rb"{\rtf1 a{\pictures b}}", rb"{\rtf1 a{\pictures b}}"),
    (rb"{\rtf1 a{\pict never closed", rb"{\rtf1 a"),
]


@pytest.mark.parametrize(("given", "kept"), RTFS)
def test_libreoffice_gets_an_rtf_without_pictures_and_objects(given: bytes, kept: bytes) -> None:
    assert rtf.without_objects(given, "a.rtf") == kept


@given(st.text("ab \\{}0'*-é\n", max_size=80))
def test_text_of_an_rtf_stays_as_it_is(text: str) -> None:
    data = text.encode("latin-1")
    if b"\\b" not in data:
        assert rtf.without_objects(data, "a.rtf") == data


def test_groups_nested_too_deep_are_refused() -> None:
    with pytest.raises(InputError, match="quá sâu"):
        rtf.without_objects(b"{\\rtf1" + b"{" * 1000 + b"}" * 1001, "a.rtf")
