"""HTML: a saved web page (.html, .htm, .mht) as the text of the document in it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ...grammar.lexicon import lexicon
from ...grammar.origin import Origin, Piece, Setting, TextBuilder
from ...grammar.source import Source
from ..errors import InputError
from .addresses import MarkupAt
from .article import document_lines
from .kinds import is_mhtml
from .markup import MOST_TAGS, Element, TooManyTagsError, read_markup
from .mhtml import page_of
from .web_encoding import decode_page
from .web_text import Line, lines_of

LARGEST = 20_000_000
_LARGEST_MHTML = 60_000_000  # with its pictures
_SHORT = 600  # letters: a page that has fewer is no plan
_SURE = 2  # cues of a document: with fewer it may be none
_FRAMES = ("iframe", "frame", "embed", "object")
_FILE = re.compile(r"[^/?&=#\\]+\.(?:pdf|docx?|xlsx?)\b", re.IGNORECASE)


def read(data: bytes, name: str) -> Source:
    """The text of the document in a page; InputError where the page has none."""
    page, charset = data, None
    if is_mhtml(data):
        if len(data) > _LARGEST_MHTML:
            raise _too_large(name, _LARGEST_MHTML)
        part = page_of(data, name)
        page, charset = part.data, part.charset
    if len(page) > LARGEST:
        raise _too_large(name, LARGEST)
    markup = decode_page(page, charset)
    try:
        root = read_markup(markup)
    except TooManyTagsError:
        raise InputError(
            f"{name} là trang web có quá {MOST_TAGS // 1000} nghìn thẻ; một kế hoạch không dài như"
            " vậy, hãy kiểm lại tệp."
        ) from None
    lines, sure = document_lines(root, lines_of(root, markup))
    if sure < _SURE and _letters(lines) <= _SHORT:
        hidden, more = document_lines(root, lines_of(root, markup, hidden=True))
        if more > _SURE:
            lines = hidden
        else:
            _refuse(root, markup, lines, name)
    text, pieces = _joined(lines)
    return Source(text, origin=Origin("html", data=data, pieces=pieces))


def _too_large(name: str, limit: int) -> InputError:
    return InputError(
        f"{name} lớn hơn {limit // 1_000_000} MB; trang của một kế hoạch không dài như vậy,"
        " hãy kiểm lại tệp."
    )


def _joined(lines: list[Line]) -> tuple[str, list[Piece]]:
    """The lines as a text, a piece for each stretch that was taken from the page.

    A line is a paragraph: whoever reads the page has no other lines.
    """
    builder = TextBuilder()
    for paragraph, line in enumerate(lines, start=1):
        setting = Setting(alignment=line.alignment) if line.alignment else None
        for part in line.parts:
            if part.start < 0:
                builder.put(part.text)
            else:
                at = MarkupAt(part.start, part.end)
                piece = Piece(0, 0, at, paragraph=paragraph, look=part.look, setting=setting)
                builder.add(part.text, piece)
        builder.put("\n")
    return builder.text, builder.pieces


def _letters(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _refuse(root: Element, markup: str, lines: list[Line], name: str) -> None:
    """InputError for a short page that is a login, an error, a frame around something else."""
    elements = list(root.elements())
    frames = [e for e in elements if e.name in _FRAMES]
    for frame in frames:
        shown = frame.get("src") or frame.get("data")
        file = _FILE.search(unquote(shown[:2000]))
        if file is not None or "pdf" in frame.get("type").lower():
            called = f" ({file[0]})" if file else ""
            raise InputError(
                f"{name} là trang web chỉ hiện một tệp đính kèm{called}, không có chữ của văn bản;"
                " hãy tải chính tệp đó về rồi kiểm."
            )
    if any(e.name == "input" and e.get("type").lower() == "password" for e in elements):
        raise InputError(
            f"{name} là trang đăng nhập, không phải văn bản; hãy đăng nhập rồi lưu lại trang có"
            " nội dung kế hoạch."
        )
    if _is_error(elements, markup, lines):
        raise InputError(
            f"{name} là trang báo lỗi của một cổng thông tin, không phải văn bản; hãy mở lại trang"
            " và lưu khi đã thấy nội dung kế hoạch."
        )
    if frames and _letters(lines) < _SHORT // 3:
        raise InputError(
            f"{name} là trang web mà nội dung nằm trong một khung riêng, không có trong tệp;"
            " hãy mở khung đó rồi lưu lại, hoặc chép nội dung ra tệp .txt."
        )
    if not any(c.isalpha() for line in lines for c in line.text):
        raise InputError(
            f"{name} là trang web không có chữ nào; nội dung có lẽ chỉ hiện khi trang được mở,"
            " hãy chép nội dung ra tệp .txt hoặc tải bản .docx, .pdf."
        )


def _is_error(elements: list[Element], markup: str, lines: list[Line]) -> bool:
    """Whether a page says that something went wrong, in its title or in its few lines."""
    errors = lexicon().matcher("layout", "web_errors")
    texts = [line.text for line in lines[:20]]
    texts += [markup[e.raw[0] : e.raw[1]] for e in elements if e.name == "title" and e.raw]
    return any(errors.search(Source(" ".join(text.split())[:300]).low) for text in texts)
