"""Saved web pages: what a browser shows of a document in them, and nothing of the page around it."""

from __future__ import annotations

import base64
import binascii
import time
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_check.engine import check, load_parent
from cchc_check.engine.errors import InputError
from cchc_check.engine.readers.addresses import MarkupAt
from cchc_check.engine.readers.html import read
from cchc_check.engine.readers.kinds import kind_of
from cchc_check.grammar import Source, parse

PLAN = Path(__file__).parents[3] / "fixtures" / "phuong-hoa-lam-2025.txt"


def _read(markup: str) -> Source:
    return read(markup.encode(), "trang.html")


def _lines(body: str) -> list[str]:
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return _read(page).raw.splitlines()


# --- as a browser shows it -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<p>Một\n   hai\t ba</p><p>Bốn</p>", ["Một hai ba", "Bốn"], id="white space is folded"),
        pytest.param("<p> a <b> b</b> c </p>", ["a b c"], id="also across inline tags"),
        pytest.param("<p>KẾ HOẠCH<br>Tuyên truyền<br/>năm</p>", ["KẾ HOẠCH", "Tuyên truyền", "năm"], id="br ends a line"),
        pytest.param("<pre>a  b\nc</pre>", ["a  b", "c"], id="pre keeps blanks and lines"),
        pytest.param("<p>K&#7871; ho&#x1EA1;ch &amp; b&aacute;o c&aacute;o &lt;1&gt;</p>", ["Kế hoạch & báo cáo <1>"], id="entities"),
        pytest.param("<p>S&#7889;:&nbsp;&nbsp;&nbsp;/KH-UBND</p>", ["Số:\xa0\xa0\xa0/KH-UBND"], id="no-break spaces stay"),
        pytest.param("<p>tuyên&shy; truyền\u200b</p>", ["tuyên truyền"], id="soft hyphens are not seen"),
        pytest.param("<p>a < b và c<d</p>", ["a < b và c"], id="a lone < is text"),
        pytest.param("Chữ ngoài <div>Trong</div> sau", ["Chữ ngoài", "Trong", "sau"], id="text outside paragraphs"),
        pytest.param("<p>Một<p>Hai<div>Ba", ["Một", "Hai", "Ba"], id="tags left open"),
        pytest.param("<b><p>đậm</b> thường</p></i></div>cuối", ["đậm thường", "cuối"], id="tags nested wrongly"),
        pytest.param("<p style='text-transform: uppercase'>kế hoạch</p>", ["KẾ HOẠCH"], id="capitals by style"),
        pytest.param("<span style='display:block'>một</span><span>hai</span>", ["một", "hai"], id="blocks by style"),
        pytest.param("<p>giữ <ins>thêm</ins><del>bỏ</del></p>", ["giữ thêm"], id="changes are accepted"),
        pytest.param("<p>theo luật<a href='#_ftn1'><sup>[1]</sup></a>;</p>", ["theo luật;"], id="a footnote's mark"),
        pytest.param("<p>T<img src=x align=left>\nRƯỜNG</p>", ["TRƯỜNG"], id="a drawing within a word"),
    ],
)  # fmt: skip
def test_the_text_is_what_a_browser_shows(body: str, lines: list[str]) -> None:
    assert _lines(body) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>chạy()</script>", "<style>p{}</style>", "<template>x</template>",
        "<noscript>x</noscript>", "<p hidden>x</p>", "<p style='display: none'>x</p>",
        "<p style='visibility:hidden'>x</p>", "<select><option>x</select>", "<!-- x --->",
        "<textarea>x</textarea>", "<button>x</button>", "<svg><text>x</text></svg>",
        "<![if !supportLists]>", "<?xml x?>", "<video>x</video>", "<nav>x</nav>",
        "<footer>x</footer>", "<aside>x</aside>", "<div role=navigation>x</div>",
        "<div style='mso-element: comment-list'>x</div>", "<div title='footer'><p><sdfield type=PAGE>3</sdfield></p></div>",
    ],
)  # fmt: skip
def test_what_is_not_shown_or_no_document_is_left_out(hidden: str) -> None:
    assert _lines(f"<p>Trước</p>{hidden}<p>Sau</p>") == ["Trước", "Sau"]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<ul><li>a<li>b</ul>", ["- a", "- b"], id="bullets"),
        pytest.param("<ol><li>a<li>b</ol>", ["1. a", "2. b"], id="numbers"),
        pytest.param("<ol start=3><li>a<li value=7>b<li>c</ol>", ["3. a", "7. b", "8. c"], id="start and value"),
        pytest.param("<ol type=a><li>a<li>b</ol>", ["a) a", "b) b"], id="letters as documents write them"),
        pytest.param("<ol type=I><li><p>A</p><p>tiếp</p></li></ol>", ["I. A", "tiếp"], id="Roman, of the first paragraph"),
        pytest.param("<ol style='list-style-type: upper-alpha'><li>a</ol>", ["A. a"], id="by style"),
        pytest.param("<ol style='list-style:none'><li>1. a</ol>", ["1. a"], id="none"),
        pytest.param("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"], id="reversed"),
        pytest.param("<ol><li>1. a<li>2. b</ol>", ["1. a", "2. b"], id="numbered twice"),
        pytest.param("<ul><li>- a<li>b</ul>", ["- a", "- b"], id="a dash of their own"),
        pytest.param("<ol><li>a<ul><li>b</ul><li>c</ol>", ["1. a", "- b", "2. c"], id="lists in lists"),
        pytest.param(
            "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>a)"
            "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>Nội dung</p>",
            ["a) Nội dung"], id="Word's numbers",
        ),
        pytest.param(
            "<p><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp; </span></span>Nội dung</p>",
            ["- Nội dung"], id="Word's bullets",
        ),
    ],
)  # fmt: skip
def test_automatic_numbers_are_written_out(body: str, lines: list[str]) -> None:
    assert _lines(body) == lines


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        pytest.param(
            "<tr><td>ỦY BAN NHÂN DÂN<br>XÃ THANH SA<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>"
            "<p>Độc lập - Tự do - Hạnh phúc</p><tr><td>Số: 07/KH-UBND<td>Thanh Sa, ngày 12 tháng 01 năm 2026",
            ["ỦY BAN NHÂN DÂN", "XÃ THANH SA", "Số: 07/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
             "Độc lập - Tự do - Hạnh phúc", "Thanh Sa, ngày 12 tháng 01 năm 2026"], id="a header",
        ),
        pytest.param("<tr><td>Nơi nhận:<br>- Lưu: VT.<td>CHỦ TỊCH", ["Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH"], id="a signature"),
        pytest.param("<tr><th>Việc<th>Hạn<tr><td>Họp<td>Quý I", ["| Việc | Hạn |", "| Họp | Quý I |"], id="data with heads"),
        pytest.param("<tr><td>STT<td>Việc<tr><td>1<td><p>Họp</p><p>thôn</p>", ["| STT | Việc |", "| 1 | Họp thôn |"], id="data with STT"),
        pytest.param("<tr><td>a<td>b<td>c<tr><td>d<td>e<td>f", ["| a | b | c |", "| d | e | f |"], id="data of three columns"),
        pytest.param(
            "<tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td>",
            ["| a | b |  |", "|  | c | d |", "| e | f |  |"], id="cells that take several",
        ),
        pytest.param("<tr><td><p>một</p><table><tr><td>hai</table>", ["một", "hai"], id="a page set in tables"),
        pytest.param("<tr><td>Tháng 1<td>Họp thôn<tr><td>Tháng 2<td>Phát thanh", ["| Tháng 1 | Họp thôn |", "| Tháng 2 | Phát thanh |"], id="data of two columns"),
        pytest.param("<tr><td>Bên trái<td>Bên phải", ["Bên trái", "Bên phải"], id="one row"),
        pytest.param(
            "<tr><td style='border: 1px solid #000'>Số 12/KH-UBND<td>Ban hành<tr><td>Số 13/KH-UBND<td>Chưa",
            ["| Số 12/KH-UBND | Ban hành |", "| Số 13/KH-UBND | Chưa |"], id="borders",
        ),
        pytest.param("<caption>Biểu 1<tr><th>a<th>b", ["Biểu 1", "| a | b |"], id="a caption"),
    ],
)  # fmt: skip
def test_tables_of_data_are_rows_and_others_are_lines(table: str, lines: list[str]) -> None:
    assert _lines(f"<table>{table}</table>") == lines


def test_bold_italic_and_alignment_are_kept() -> None:
    source = _read(
        "<!DOCTYPE html><p align=center><b>KẾ HOẠCH</b> <i style='font-size:13pt'>x</i></p>"
    )
    assert source.origin is not None
    first, _, last = source.origin.pieces
    assert first.look is not None and first.look.bold and first.look.italic is None
    assert last.look is not None and last.look.italic and last.look.size == 13
    assert first.setting is not None and first.setting.alignment == "center"


# --- the way back --------------------------------------------------------------------------------

_MARKUP = st.lists(
    st.sampled_from(
        ["Kế hoạch", " ", "\n  ", "&agrave;", "&#7871;", "&nbsp;", "<p>", "</p>", "<b>", "</b>", "<br>",
         "<ul><li>", "</ul>", "<table><tr><td>", "<td>", "</table>", "<", ">", "&", "a&b;", "\u0301", "e",
         "<ol type=a>", "<script>", "</script>", "<a href=x>", "</a>", '"', "<i x='", "<!--", "-->", "|"]
    )
)  # fmt: skip


@given(parts=_MARKUP)
def test_every_piece_leads_back_to_its_own_words(parts: list[str]) -> None:
    markup = "<!DOCTYPE html>" + "".join(parts)
    source = _read_any(markup)
    if source is None:
        return
    assert source.origin is not None
    end = 0
    for piece in source.origin.pieces:
        assert piece.start >= end and isinstance(piece.at, MarkupAt)
        end = piece.end
        words = markup[piece.at.start : piece.at.end]
        shown = " ".join(unescape(words).split()) if "\xa0" not in unescape(words) else None
        text = " ".join(source.raw[piece.start : piece.end].split())
        assert shown is None or text == shown


def _read_any(markup: str) -> Source | None:
    try:
        return _read(markup)
    except InputError:
        return None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        read(b"<html>" + data, "trang.html")
    except InputError as error:
        assert "trang.html" in str(error)


# --- encodings -----------------------------------------------------------------------------------

_WORDS = (
    "Kế hoạch tuyên truyền cải cách hành chính của phường Hoa Lâm năm 2026, số hồ sơ nộp trực tuyến"
)


def _viet(text: str) -> bytes:
    """Text in windows-1258: vowels with their hats, tones as marks behind them."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
            continue
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
        tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode(
            "cp1258"
        )
    return out


@pytest.mark.parametrize(
    ("head", "encode"),
    [
        pytest.param(b"", str.encode, id="UTF-8 that says nothing"),
        pytest.param(b"<meta charset=windows-1252>", str.encode, id="UTF-8 that says something else"),
        pytest.param(b"<meta charset='utf-8'>", lambda t: b"\xef\xbb\xbf" + t.encode(), id="UTF-8 with a mark"),
        pytest.param(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">', _viet, id="windows-1258"),
        pytest.param(b"", _viet, id="windows-1258 that says nothing"),
        pytest.param(b"<meta charset=utf-8>", _viet, id="windows-1258 that says UTF-8"),
        pytest.param(b"<meta charset=idna>", str.encode, id="no encoding of pages"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(head: bytes, encode: Callable[[str], bytes]) -> None:
    source = read(b"<html>" + head + b"<p>" + encode(_WORDS) + b"</p>", "a.html")
    assert source.text.strip() == _WORDS


def test_utf16_by_its_mark() -> None:
    data = ("\ufeff<html><body><p>" + _WORDS + "</p>").encode("utf-16-le")
    assert kind_of(data, "trang.htm") == "html"
    assert read(data, "trang.htm").text.strip() == _WORDS


def test_letters_of_old_fonts_are_left_to_the_source() -> None:
    page = "<html><meta charset=iso-8859-1><p>KÕ ho¹ch tuyªn truyÒn c¶i c¸ch hµnh chÝnh cña ph­êng n¨m 2026</p>"
    source = read(page.encode("cp1252"), "a.html")
    assert source.legacy is not None and "tuyên truyền cải cách hành chính" in source.text


def test_a_page_saved_as_one_file() -> None:
    page = f"<html><body><p>{_WORDS}</p></body></html>".encode()
    parts = (
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="----B----"\r\n\r\n------B----\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: %s\r\n\r\n%s\r\n------B------\r\n"
    )
    quoted = parts % (b"quoted-printable", binascii.b2a_qp(page))
    coded = parts % (b"base64", base64.encodebytes(page))
    for data in (quoted, coded):
        assert kind_of(data, "trang.mht") == "html"
        assert read(data, "trang.mht").text.strip() == _WORDS


# --- the document within the page ----------------------------------------------------------------

_MENU = "<ul>" + "".join(f"<li><a href=/{n}>{t}</a></li>" for n, t in enumerate(
    ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Kế hoạch", "Liên hệ"))) + "</ul>"  # fmt: skip
_NEWS = "<div><h2>TIN MỚI</h2>" + "".join(
    f"<div><h3><a href=/n{n}>Hội nghị sơ kết quý {n}</a></h3><p>Sáng nay, xã tổ chức hội nghị sơ kết công"
    " tác quý với sự tham dự của trưởng các thôn, tổ trưởng tổ hòa giải và người có uy tín.</p></div>"
    for n in range(5)) + "</div>"  # fmt: skip
_RELATED = "<div><h3>Tin liên quan</h3><ul>" + "".join(
    f"<li><a href=/{n}>Kế hoạch số {n}/KH-UBND về công tác năm 2025</a> <span>(12/3/2025)</span></li>"
    for n in range(8)) + "</ul></div>"  # fmt: skip
_COMMENTS = (
    "<div><h3>Ý kiến bạn đọc</h3><div><b>Bạn đọc</b><p>Mong xã sớm phổ biến cho bà con trong thôn"
    " được biết và làm theo, vì nhiều người còn chưa rõ cách nộp hồ sơ qua mạng.</p></div></div>"
)
_ABOUT = "<table><tr><td>Số hiệu:<td>18/KH-UBND<td>Loại văn bản:<td>Kế hoạch</table>"
_FOOT = (
    "<footer><p>CỔNG THÔNG TIN PHƯỜNG HOA LÂM</p><p>Chịu trách nhiệm: Chủ tịch UBND</p></footer>"
)
_PORTALS = {
    "columns": "<div>{menu}</div><div><div>{news}</div><div>{about}<div>{plan}</div>{related}{comments}</div></div>{foot}",
    "tables": "<table><tr><td colspan=3>{menu}<tr><td>{news}<td><table><tr><td>{plan}</table>{related}<td>{menu}</table>",
    "flat": "{menu}{plan}{related}{comments}{foot}",
    "form": "<form><div>{menu}<div><span><div>{plan}</div></span></div></div><div>{related}</div></form>",
    "main": "<nav>{menu}</nav><main><article>{plan}</article></main><aside>{related}{news}</aside>{foot}",
}


@pytest.fixture(scope="module")
def own(bench: Callable[[str], ModuleType]) -> Iterator[str]:
    """The body of a page that holds nothing but the plan."""
    bench("formats")  # puts the project's folder where its own programs find it
    from tests import making

    page = making.html_of(PLAN.read_text(encoding="utf-8"))
    yield page[page.index("<article>") + 9 : page.index("</article>")]


@pytest.mark.parametrize("portal", _PORTALS)
def test_a_portal_leaves_nothing_in_the_plan_and_takes_nothing_from_it(
    own: str, portal: str
) -> None:
    body = _PORTALS[portal].format(
        plan=own, menu=_MENU, news=_NEWS, related=_RELATED, comments=_COMMENTS, about=_ABOUT, foot=_FOOT
    )  # fmt: skip
    assert _lines(body) == _lines(own)


def test_a_title_outside_of_the_content_is_kept() -> None:
    lines = _lines(
        f"{_MENU}<main><h1>Kế hoạch tuyên truyền năm 2026</h1><div><p>Căn cứ Quyết định số 12/QĐ-UBND"
        " ngày 05/01/2026 của UBND xã;</p><p>I. MỤC ĐÍCH</p><p>Nâng cao nhận thức.</p></div></main>"
    )
    assert lines[0] == "Kế hoạch tuyên truyền năm 2026" and len(lines) == 4


def test_a_letterhead_in_a_header_is_kept() -> None:
    head = "<p>ỦY BAN NHÂN DÂN</p><p>XÃ THANH SA</p><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>"
    plan = "<p>KẾ HOẠCH</p><p>I. MỤC ĐÍCH</p><p>Nâng cao nhận thức.</p><p>CHỦ TỊCH</p>"
    lines = _lines(
        f"<header>{_MENU}</header><article><header>{head}</header><div>{plan}</div></article>"
    )
    assert lines[:3] == ["ỦY BAN NHÂN DÂN", "XÃ THANH SA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert len(lines) == 7


def test_what_a_script_has_to_show_is_read_where_nothing_else_is() -> None:
    plan = "<p>KẾ HOẠCH</p><p>I. MỤC ĐÍCH</p><p>II. NỘI DUNG</p><p>Phát thanh hằng tuần.</p>"
    assert _lines(f"{_MENU}<p>Đang tải…</p><div style='display:none'>{plan}</div>")[-4:] == [
        "KẾ HOẠCH", "I. MỤC ĐÍCH", "II. NỘI DUNG", "Phát thanh hằng tuần."
    ]  # fmt: skip


def test_an_appendix_outside_of_the_content_is_kept(own: str) -> None:
    appendix = "<div><p>PHỤ LỤC</p><table><tr><th>STT<th>Việc<tr><td>1<td>Họp thôn</table></div>"
    lines = _lines(f"<div>{_MENU}</div><div>{own}</div>{appendix}<div>{_RELATED}</div>")
    assert lines[-3:] == ["PHỤ LỤC", "| STT | Việc |", "| 1 | Họp thôn |"]


def test_a_portal_changes_no_result(own: str) -> None:
    parent = load_parent("82-KH")
    page = f"<!DOCTYPE html><body>{_PORTALS['columns']}</body>".format(
        plan=own, menu=_MENU, news=_NEWS, related=_RELATED, comments=_COMMENTS, about=_ABOUT, foot=_FOOT
    )  # fmt: skip

    def said(source: Source) -> list[tuple[Any, ...]]:
        report = check(parse(source), parent)
        return [
            (r.rule, r.outcome, r.location.excerpt if r.location else None)
            for r in report.results
        ]  # fmt: skip

    assert said(_read(page)) == said(_read(f"<!DOCTYPE html><body>{own}</body>"))


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("<p>Cổng</p><iframe src='/tep/18-KH.pdf'></iframe>", r"chỉ hiện một tệp đính kèm \(18-KH\.pdf\)", id="a PDF in a frame"),
        pytest.param("<object data='x' type='application/pdf'></object>", "chỉ hiện một tệp đính kèm", id="a PDF as an object"),
        pytest.param("<iframe src='https://xem.example.vn/?u=a%2Fke-hoach.docx'></iframe>", r"ke-hoach\.docx", id="a viewer"),
        pytest.param("<form>Tên <input name=u> Mật khẩu <input type=password></form>", "trang đăng nhập", id="a login"),
        pytest.param("<h1>404 - Not Found</h1>", "trang báo lỗi", id="not found"),
        pytest.param("<title>Không tìm thấy trang</title><p>Mời quay lại trang chủ.</p>", "trang báo lỗi", id="by its title"),
        pytest.param("<div id=root></div><script>ve()</script>", "không có chữ nào", id="a script that draws the page"),
        pytest.param("<frameset><frame src=a.htm></frameset>", "trong một khung riêng", id="a frame set"),
    ],
)  # fmt: skip
def test_a_page_without_a_document_is_refused_in_one_sentence(body: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as refused:
        _lines(body)
    assert "\n" not in str(refused.value) and "trang.html" in str(refused.value)


def test_an_empty_archive_is_refused() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png; x=text/html\r\n\r\n"
    with pytest.raises(InputError, match="không có trang web nào"):
        read(data, "trang.mht")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 59_000 + "chữ", id="nested"),
        pytest.param("<table><tr><td>" * 19_000 + "chữ", id="nested tables"),
        pytest.param("<b>" * 29_000 + "<p>a" * 29_000 + "</b>" * 29_000, id="nested wrongly"),
        pytest.param(
            "<table>" + "<tr><td rowspan=1000 colspan=1000>x<th>y" * 19_000, id="cells over cells"
        ),
        pytest.param("<p>" + "x " * 9_000_000, id="one long line"),
        pytest.param("<a b='" * 200_000, id="quotes left open"),
        pytest.param('<a b="' * 200_001 + "'" * 3, id="other quotes left open"),
        pytest.param("<!--" * 1_000_000, id="comments left open"),
        pytest.param("<" * 5_000_000, id="only opening"),
        pytest.param("<script>" * 200_000, id="scripts left open"),
        pytest.param("&" * 5_000_000, id="only ampersands"),
        pytest.param("<p " + " " * 5_000_000, id="blanks in a tag"),
        pytest.param("<i>" * 5_000_000, id="too many tags"),
        pytest.param("<ol>" + "<li>x" * 59_000, id="a long list"),
    ],
)
def test_a_hostile_page_is_answered_in_time(page: str) -> None:
    data = ("<!DOCTYPE html>" + page).encode()
    start = time.process_time()
    try:
        read(data, "trang.html")
    except InputError as error:
        assert "trang.html" in str(error)
    assert time.process_time() - start < 5


def test_a_page_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="lớn hơn 20 MB"):
        read(b"<html>" + b"x" * 20_000_001, "trang.html")
