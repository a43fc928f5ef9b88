"""The findings in a Word file: comments at the exact words, fixes as changes to accept."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from cchc_check.engine import check, load_parent
from cchc_check.engine.annotate.docx import annotate
from cchc_check.engine.annotate.words import notes_of
from cchc_check.engine.mending import apply, chosen
from cchc_check.engine.readers.docx.xml import w
from cchc_check.engine.reading import source_of as read_source_of
from cchc_check.engine.report import Edit, Report, Waived
from cchc_check.grammar import parse
from cchc_check.grammar.source import Source
from tests import making
from tests.engine.annotate.by_hand import (
    MAIN,
    at,
    commented,
    comments,
    docx_of,
    found,
    lines,
    mend,
    p,
    part,
    r,
    report,
    source_of,
)

_BOLD = "<w:b/>"
_TITLE = p("KẾ HOẠCH")
_CITED = "Nghị quyết số 76/NQ-CP"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

# --- where a comment stands ---

_BODIES = {
    "in the middle of a run": p("Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ;"),
    "a whole run": p("Căn cứ ", r(_CITED), " của Chính phủ;"),
    "over several runs": p("Căn cứ Nghị ", r("quyết", _BOLD), r(" số 76/NQ"), "-CP của Chính phủ;"),
    "in a link": p("Căn cứ Nghị quyết ", f'<w:hyperlink w:anchor="a">{r("số 76/NQ-CP của")}</w:hyperlink>', " Chính phủ;"),
    "in a content control": p("Căn cứ ", f"<w:sdt><w:sdtContent>{r(_CITED)}</w:sdtContent></w:sdt>", " của"),
    "in words that somebody put in": p("Căn cứ ", f'<w:ins w:id="7" w:author="An">{r("Nghị quyết số 76")}</w:ins>', "/NQ-CP của"),
    "around words that somebody took out": p(
        "Căn cứ Nghị quyết", '<w:del w:id="7" w:author="An"><w:r><w:delText>, Quyết định</w:delText></w:r></w:del>', " số 76/NQ-CP"),
    "beside a tab": p("Căn cứ", f"<w:r><w:tab/><w:t>{_CITED}</w:t><w:br/><w:t>của</w:t></w:r>"),
    "in a cell": f"<w:tbl><w:tr><w:tc>{p('Một')}</w:tc><w:tc>{p(f'Căn cứ {_CITED}.')}</w:tc></w:tr></w:tbl>{p()}",
}  # fmt: skip


def _around(data: bytes, message: str) -> str:
    """The words around which the comment with a message stands."""
    (number,) = [one for one, words in comments(data).items() if f": {message}\n" in words]
    return commented(data)[number]


@pytest.mark.parametrize("body", _BODIES.values(), ids=list(_BODIES))
def test_a_comment_stands_at_the_exact_words(body: str) -> None:
    source = source_of(docx_of(_TITLE + body))
    noted = annotate(source, report(found(at(source, _CITED), "Thiếu ngày")))
    assert _around(noted, "Thiếu ngày").replace(", Quyết định", "") == _CITED


def test_a_comment_may_go_over_several_paragraphs() -> None:
    source = source_of(docx_of(_TITLE + p("Nơi nhận:") + p("- Như trên;") + p("- Lưu: VT, An.")))
    place = at(source, "nhận: - Như trên; - Lưu: VT")
    assert (
        _around(annotate(source, report(found(place, "Sai"))), "Sai") == "nhận:- Như trên;- Lưu: VT"
    )


def test_words_that_stand_apart_in_the_file_are_marked_as_far_as_they_stand_together() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format
    table = f"<w:tbl>{row(p('ỦY BAN'), p('CỘNG HÒA'))}{row(p('XÃ A'), p('Độc lập'))}</w:tbl>"
    source = source_of(docx_of(_TITLE + table + p()))
    assert source.origin is not None
    pieces = source.origin.pieces
    title, body, nation, unit, motto = pieces  # read column by column: the left one first
    text = "KẾ HOẠCH\nỦY BAN\nXÃ A\nCỘNG HÒA\nĐộc lập"
    for piece, words in (
        (title, "KẾ"),
        (body, "ỦY BAN"),
        (unit, "XÃ A"),
        (nation, "CỘNG"),
        (motto, "Độc"),
    ):
        length = piece.end - piece.start
        piece.start = text.index(words)
        piece.end = piece.start + length
    pieces.sort(key=lambda piece: piece.start)
    source = Source(text, "a.docx", source.origin)
    assert (
        _around(annotate(source, report(found(at(source, "ỦY BAN XÃ A"), "Sai"))), "Sai")
        == "ỦY BAN"
    )


def test_an_automatic_number_is_told_at_the_first_word_behind_it() -> None:
    source = source_of(docx_of(_TITLE + p("Mục đích") + p("Yêu cầu chung")), ("", "1. ", "3. "))
    noted = annotate(source, report(found(at(source, "3."), "Nhảy số")))
    assert _around(noted, "Nhảy số") == "Yêu"


def test_words_of_a_text_box_are_told_at_the_box() -> None:
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('DỰ THẢO')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    source = source_of(docx_of(_TITLE + p("Trước ", f"<w:r>{box}</w:r>", " sau")))
    noted = annotate(source, report(found(at(source, "DỰ THẢO"), "Sai", "DỰ THẢO")))
    assert _around(noted, "Sai") == "DỰ THẢO"
    assert "Chỗ này: “DỰ THẢO”" in comments(noted)["1"]
    assert not list(part(noted).iterfind(f".//{w('txbxContent')}//{w('commentRangeStart')}"))


def test_words_below_the_page_are_told_where_the_text_calls_them() -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{p("Theo báo cáo năm 2024.")}</w:footnote>'
    source = source_of(docx_of(_TITLE + p("Kết quả", call, " khá"), footnotes=note))
    noted = annotate(source, report(found(at(source, "năm 2024"), "Năm cũ")))
    root = part(noted)
    (number,) = [one for one, words in comments(noted).items() if "Năm cũ" in words]
    start = root.find(f".//{w('commentRangeStart')}[@{w('id')}='{number}']")
    assert start is not None
    run = start.getnext()
    assert run is not None and run.find(w("footnoteReference")) is not None
    assert b"comment" not in zipfile.ZipFile(io.BytesIO(noted)).read("word/footnotes.xml")


def test_text_outside_of_a_run_is_left_as_it_is() -> None:
    source = source_of(docx_of(_TITLE + p("<w:t>Căn cứ</w:t>", " vào")))
    noted = annotate(source, report(found(at(source, "Căn"), "Sai")))
    assert _around(noted, "Sai") == "vào"
    assert lines(noted, accepted=True)[1] == "Căn cứ vào"


def test_findings_at_the_same_and_at_crossing_words_have_each_their_own_comment() -> None:
    source = source_of(docx_of(_TITLE + p("một hai ba bốn")))
    words = {"A": "một hai", "B": "một hai", "C": "hai ba", "D": "một hai ba bốn", "E": "ba"}
    results = [found(at(source, one), message) for message, one in words.items()]
    noted = annotate(source, report(*results))
    assert {message: _around(noted, message) for message in words} == words


# --- what a comment says ---


def test_a_comment_says_what_is_wrong_why_and_what_to_do() -> None:
    source = source_of(docx_of(_TITLE + p(_CITED)))
    noted = annotate(source, report(found(at(source, _CITED), "Thiếu ngày", severity="warning")))
    assert comments(noted)["1"].splitlines() == [
        "Cảnh báo: Thiếu ngày",
        "Yêu cầu: ghi đúng",
        "Căn cứ: Nghị định 30/2020/NĐ-CP, Phụ lục I",
        "Cần làm: Sửa lại.",
        "Quy tắc: a-rule",
    ]
    (_, comment) = part(noted, "word/comments.xml")
    assert comment.get(w("author")) == "cchc-check"
    assert comment.get(w("initials")) == "cc"


def test_what_cannot_be_told_says_so() -> None:
    source = source_of(docx_of(_TITLE + p(_CITED)))
    noted = annotate(source, report(found(at(source, _CITED), "Không rõ ngày", outcome="unknown")))
    assert comments(noted)["1"].startswith("Chưa rõ: Không rõ ngày\n")


def test_what_is_met_or_waived_has_no_comment() -> None:
    source = source_of(docx_of(_TITLE + p(_CITED)))
    place = at(source, _CITED)
    waived = found(place, waived=Waived("Đã xin phép", "An"))
    results = (found(place, outcome="pass"), found(place, outcome="not_applicable"), waived)
    assert len(comments(annotate(source, report(*results)))) == 1  # the one at the title


def test_what_has_no_place_is_told_at_the_title() -> None:
    source = source_of(docx_of(p("ỦY BAN NHÂN DÂN") + _TITLE + p(_CITED)))
    assert source.origin is not None
    source.origin.notes = ["Lời của tệp.", "Một lời."]
    results = (found(None, "Thiếu nơi nhận"), found(None, "Không rõ", outcome="unknown"))
    noted = annotate(source, report(*results, notes=("Một lời.",)))
    assert commented(noted) == {"0": "KẾ HOẠCH"}
    counts, *rest = comments(noted)["0"].splitlines()
    assert "1 chưa đạt (1 lỗi" in counts
    assert [line.split(" Yêu")[0].split(" Căn")[0] for line in rest] == [
        "Chú ý: Một lời.", "Chú ý: Lời của tệp.", "Lỗi: Thiếu nơi nhận.", "Chưa rõ: Không rõ.",
    ]  # fmt: skip


def test_without_a_title_the_whole_is_told_at_the_first_words() -> None:
    source = source_of(docx_of(p() + p("***") + p("Một dòng") + p(_CITED)))
    assert commented(annotate(source, report())) == {"0": "Một dòng"}


# --- fixes as tracked changes ---

_TEXT = "Căn cứ Nghị quyết số 08/NQ-TU ngày 5/3/2025"


def _fixed(
    body: str, *edits: tuple[str, str], safe: bool = True, **parts: str
) -> tuple[Source, bytes]:
    """A file with one finding whose fix writes other words for some words."""
    source = source_of(docx_of(_TITLE + body, **parts))
    fix = mend(*((at(source, old), new) for old, new in edits), safe=safe)
    return source, annotate(source, report(found(at(source, edits[0][0]), "Sai", fix=fix)))


@pytest.mark.parametrize(
    "body",
    [p(_TEXT), p("Căn cứ Nghị quyết số 08", r("/N", _BOLD), "Q-TU ngày 5/3/2025")],
    ids=["in one run", "over several"],
)
def test_a_safe_fix_is_a_change_to_accept_or_reject(body: str) -> None:
    _, noted = _fixed(body, ("08/NQ-TU", "08-NQ/TU"))
    assert lines(noted, accepted=False)[1] == _TEXT
    assert lines(noted, accepted=True)[1] == _TEXT.replace("08/NQ-TU", "08-NQ/TU")
    assert "Đã ghi thành thay đổi theo dõi" in comments(noted)["1"]
    assert _around(noted, "Sai") == "08/NQ-TU"


def test_only_the_words_of_a_fix_change_and_keep_their_looks() -> None:
    _, noted = _fixed(p("Số ", r("08/NQ-TU", _BOLD), " ngày"), ("NQ-TU", "NQ/TU"))
    root = part(noted)
    (removed,) = root.iter(w("delText"))
    assert removed.text == "NQ-TU"
    for run in (
        *root.iterfind(f".//{w('del')}/{w('r')}"),
        *root.iterfind(f".//{w('ins')}/{w('r')}"),
    ):
        assert run.find(f"{w('rPr')}/{w('b')}") is not None
    for change in (*root.iter(w("del")), *root.iter(w("ins"))):
        assert change.get(w("author")) == "cchc-check" and change.get(w("date"))


def test_words_are_put_in_and_taken_out_without_others() -> None:
    source = source_of(docx_of(_TITLE + p(_TEXT)))
    start, end = at(source, "5/3/2025")
    fix = mend(((start, start), "0"), ((start + 2, start + 2), "0"), ((end, end), "./."))
    noted = annotate(source, report(found((start, end), "Sai", fix=fix)))
    assert lines(noted, accepted=True)[1] == _TEXT.replace("5/3/2025", "05/03/2025./.")
    assert not list(part(noted).iter(w("del")))
    assert _around(noted, "Sai") == "5/3/2025"


def test_a_fix_with_edits_in_several_paragraphs_is_made_as_a_whole() -> None:
    _, noted = _fixed(p("d) Một") + p("e) Hai"), ("d)", "đ)"), ("e)", "g)"))
    assert lines(noted, accepted=True)[1:3] == ["đ) Một", "g) Hai"]


_TOLD_ONLY: dict[str, tuple[str, tuple[tuple[str, str], ...], bool]] = {
    "that is not safe": (p(_TEXT), (("08/NQ-TU", "08-NQ/TU"),), False),
    "that breaks a line": (p(_TEXT), (("số 08", "\n08"),), True),
    "that joins paragraphs": (p("Một") + p("Hai"), (("Một Hai", "Một Hai"),), True),
    "in words that somebody put in": (
        p("Số ", f'<w:ins w:id="7" w:author="An">{r("08/NQ-TU")}</w:ins>'), (("08/NQ-TU", "x"),), True),
}  # fmt: skip


@pytest.mark.parametrize(("body", "edits", "safe"), _TOLD_ONLY.values(), ids=list(_TOLD_ONLY))
def test_a_fix_is_told_only(body: str, edits: tuple[tuple[str, str], ...], safe: bool) -> None:
    _, noted = _fixed(body, *edits, safe=safe)
    assert lines(noted, accepted=True) == lines(noted, accepted=False)
    assert "Có thể sửa: Sửa." in comments(noted)["1"]


def test_the_number_of_an_automatic_list_is_not_written_into_the_text() -> None:
    source = source_of(docx_of(_TITLE + p("Mục đích")), ("", "2. "))
    place = at(source, "2.")
    noted = annotate(source, report(found(place, "Sai", fix=mend((place, "1.")))))
    assert lines(noted, accepted=True)[1] == "Mục đích"
    assert _around(noted, "Sai") == "Mục"


# --- what stays ---


def test_comments_and_changes_of_others_stay() -> None:
    theirs = f'<w:comment w:id="4" w:author="An">{p("Xem lại")}</w:comment>'
    body = p(
        '<w:commentRangeStart w:id="4"/>', "Căn cứ Nghị quyết ", '<w:commentRangeEnd w:id="4"/>',
        '<w:r><w:commentReference w:id="4"/></w:r>',
        f'<w:ins w:id="9" w:author="An">{r("số 76/NQ-CP")}</w:ins>',
    )  # fmt: skip
    source = source_of(docx_of(_TITLE + body, comments=theirs))
    noted = annotate(source, report(found(at(source, _CITED), "Sai")))
    assert comments(noted)["4"] == "Xem lại"
    assert commented(noted)["4"] == "Căn cứ Nghị quyết "
    assert _around(noted, "Sai") == _CITED
    assert [one.get(w("author")) for one in part(noted).iter(w("ins"))] == ["An"] * len(
        list(part(noted).iter(w("ins")))
    )
    numbers = list(comments(noted))
    assert len(numbers) == len(set(numbers)) == 3


def test_all_other_parts_stay_as_they_are() -> None:
    before = making.docx_of("KẾ HOẠCH\nTuyên truyền năm 2025\n\nI. MỤC ĐÍCH\n1. Một.\n")
    source = read_source_of(before, "a.docx")
    after = annotate(source, report(found(at(source, "Một."), "Sai")))
    old, new = (zipfile.ZipFile(io.BytesIO(data)) for data in (before, after))
    changed = {
        name
        for name in new.namelist()
        if name not in old.namelist() or old.read(name) != new.read(name)
    }
    assert changed == {
        MAIN,
        "word/comments.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }
    assert new.namelist()[: len(old.namelist())] == old.namelist()
    assert new.testzip() is None


def test_a_signed_file_is_told_to_lose_its_signature() -> None:
    out = io.BytesIO(docx_of(_TITLE))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    source = source_of(out.getvalue())
    assert (
        "chữ ký số của tệp chỉ còn hiệu lực ở tệp gốc" in comments(annotate(source, report()))["0"]
    )


def test_a_file_in_the_strict_form_stays_so() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(docx_of(_TITLE + p(_CITED))))
    with zipfile.ZipFile(out, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, old.read(name).replace(usual, strict))
    source = read_source_of(out.getvalue(), "a.docx")
    new = zipfile.ZipFile(io.BytesIO(annotate(source, report(found(at(source, _CITED))))))
    for name in (MAIN, "word/comments.xml"):
        assert strict in new.read(name) and usual not in new.read(name)


_WORDS = st.text("aăâ ĐỊ76/.<&", min_size=1, max_size=6)


@settings(max_examples=80)
@given(st.lists(st.lists(_WORDS, min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_without_comments_and_changes_the_text_is_the_text(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    def escaped(words: str) -> str:
        return words.replace("&", "&amp;").replace("<", "&lt;")

    before = docx_of("".join(p(*(r(escaped(words)) for words in runs)) for runs in paragraphs))
    source = source_of(before)
    ends = st.integers(0, len(source.raw))
    places = data.draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=6))
    results = [
        found((start, end), f"{number}", fix=mend(((start, end), data.draw(_WORDS))))
        for number, (start, end) in enumerate(places)
    ]
    after = annotate(source, report(*results))
    assert lines(after, accepted=False) == lines(before, accepted=False)
    around = [commented(after)[one] for one in comments(after)][1:]
    wanted = Counter(source.raw[start:end].replace("\n", "") for start, end in places)
    assert sum(bool(words) and words in wanted for words in around) >= sum(
        count for words, count in wanted.items() if words
    )
    made = part(after).iter(w("ins"), w("del"))
    numbers = [one.get(w("id")) for one in made]
    assert len(numbers) == len(set(numbers))


# --- other programs ---


@pytest.fixture(scope="module", params=[False, True], ids=["typed numbers", "automatic numbers"])
def checked(request: pytest.FixtureRequest) -> tuple[Source, Report, bytes]:
    """A plan with many faults as a Word file, its report, the file with the findings."""
    text = (Path(__file__).parents[3] / "fixtures" / "xa-dong-khe-nhieu-loi.txt").read_text("utf-8")
    source = read_source_of(making.docx_of(text, numbered=request.param), "a.docx")
    found_there = check(parse(source), load_parent("82-KH"))
    return source, found_there, annotate(source, found_there)


def _words(source: Source, start: int, end: int) -> str:
    """The words of a place that the file itself has."""
    assert source.origin is not None
    return "".join(source.raw[a:b] for _, a, b in source.origin.between(start, end))


def test_libreoffice_finds_each_comment_at_its_words_and_the_changes_in_them(
    checked: tuple[Source, Report, bytes],
) -> None:
    source, told, noted = checked
    odt = zipfile.ZipFile(io.BytesIO(making.converted({"a": noted}, "odt")["a"]))
    read = _annotations(etree.fromstring(odt.read("content.xml")))
    notes = notes_of(told)
    assert len(notes) > 20
    edits = [edit for fix in chosen(told, unsafe=False) for edit in fix.edits]
    for note in notes:
        words = _words(source, note.start, note.end)
        inner = [
            Edit(edit.start - note.start, edit.end - note.start, edit.text)
            for edit in edits
            if note.start <= edit.start and edit.end <= note.end
        ]
        wanted = {words, apply(source.raw[note.start : note.end], inner)}
        around = {_squeezed(one) for text, one in read if note.result.message in text}
        assert around & {_squeezed(one) for one in wanted}, words


def _annotations(root: etree._Element) -> list[tuple[str, str]]:
    """The words of each comment of an OpenDocument text, and the words that it encloses."""
    texts: dict[str, str] = {}
    around: dict[str, list[str]] = {}
    open_now: set[str] = set()

    def walk(element: etree._Element) -> None:
        name = element.get(f"{_OFFICE}name") or ""
        if element.tag == f"{_OFFICE}annotation":
            texts[name] = " ".join("".join(str(t) for t in one.itertext()) for one in element)
            around[name] = []
            open_now.add(name)
        elif element.tag == f"{_OFFICE}annotation-end":
            open_now.discard(name)
        else:
            say(element.text)
            for child in element:
                walk(child)
                say(child.tail)
            return

    def say(words: str | None) -> None:
        for name in open_now:
            around[name].append(words or "")

    body = root.find(f"{_OFFICE}body")
    assert body is not None
    for tracked in list(
        body.iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}tracked-changes")
    ):
        tracked.getparent().remove(tracked)  # type: ignore[union-attr]
    walk(body)
    assert not open_now
    return [(text, "".join(around[name])) for name, text in texts.items()]


def _squeezed(words: str) -> str:
    return "".join(words.split())


def test_the_file_is_as_valid_as_before(
    checked: tuple[Source, Report, bytes], tmp_path: Path
) -> None:
    source, _, noted = checked
    assert source.origin is not None
    assert not _faults(noted, tmp_path) - _faults(source.origin.data, tmp_path)


def test_the_validator_would_tell(tmp_path: Path) -> None:
    wrong = "<w:r><w:commentRangeStart w:id='1'/></w:r>"
    assert _faults(docx_of(p(wrong)), tmp_path) - _faults(docx_of(p()), tmp_path)


def _faults(data: bytes, folder: Path) -> Counter[tuple[str, ...]]:
    file = folder / "file.docx"
    file.write_bytes(data)
    result = OpenXmlValidator(max_errors=0).validate(file)
    return Counter((str(one.part_uri), str(one.node), one.description) for one in result.errors)
