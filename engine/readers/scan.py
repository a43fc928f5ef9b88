"""Scan: the text of pictures of pages (images, .pdf of pictures), recognised by Tesseract.

A page is drawn, made fit for recognition (pictures.py), read (tesseract.py), and its words with
their places become text like those of any .pdf (geometry/). Pages are read side by side.
"""

from __future__ import annotations

import io
import os
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from ...grammar.origin import Origin
from ...grammar.source import Source
from ..errors import InputError
from .geometry import Page, Ruling, Word, compose
from .misread import mended
from .pictures import Affine, View, cleaned, rulings_in, strokes_in
from .tesseract import NotReadError, SeenWord, Tesseract

MOST_PAGES = 100
# Seconds for a page, and for all pages of a file; a page takes one, a page of mere grain twenty.
PAGE_SECONDS = 25.0
FILE_SECONDS = 300.0
MOST_DOTS = 50_000_000  # of a page's picture: A4 at 600 dpi has 35 million
_DPI = 200
_FIT = (150, 320)
_WHOLE_PAGE = 0.8
_POINTS = 72
_A4_SHORT = 8.27  # inches
_SHORT_SIDES = (3.0, 17.0)  # inches, between which a page's short side lies
_WORKERS = 4
_UNSURE = 0.5  # a page read no better than this may lie on its side
_FEW_WORDS = 5
_LEAST_SURE = 0.2  # what is read so badly is no letter: a stain, a stroke of a signature
_AGAIN = "hãy quét lại ở độ phân giải 200-300 dpi"


@dataclass(slots=True, eq=False)
class Drawn:
    """A page's picture: its index from 0, its size as it is seen, in points.

    `dpi` is how many dots of the picture an inch of the page has; `back` leads from its dots to
    the file's own coordinates of the page, in points.
    """

    index: int
    image: Image.Image
    dpi: float
    back: Affine


def read(data: bytes, name: str) -> Source:
    """The text of an image; InputError where it cannot be read."""
    return _source(data, name, lambda: frames(data, name))


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a .pdf whose pages are pictures."""
    return _source(data, name, lambda: _drawn(data, name))


def read_pages(data: bytes, name: str, indexes: Sequence[int]) -> list[Page]:
    """Some pages of a .pdf (from 0) as words with their places, for its own reader."""
    return list(_read(_drawn(data, name, indexes), len(indexes), name))


def _source(data: bytes, name: str, draw: Callable[[], Iterable[Drawn]]) -> Source:
    pages = list(_read(draw(), None, name))
    if not any(page.words for page in pages):
        raise InputError(f"{name} là ảnh mà không nhận ra chữ nào; {_AGAIN}, hoặc gửi bản .docx.")
    made = compose(pages)
    origin = Origin("scan", data, pieces=made.pieces, sheets=made.sheets, notes=[note_of(pages)])
    return Source(made.text, name, origin)


def note_of(pages: Sequence[Page]) -> str:
    """What the reader of a report should know of recognised pages."""
    sure = [word.confidence for page in pages for word in page.words if word.confidence is not None]
    share = f"{mean(sure):.0%}".replace("%", " %") if sure else "0 %"
    return (
        f"Chữ của {len(pages)} trang được nhận dạng từ ảnh (độ chắc trung bình {share}) nên có thể"
        " sai; hãy đối chiếu các điểm nêu dưới đây với bản gốc."
    )


# --- pictures of pages -------------------------------------------------------------------------


def frames(data: bytes, name: str) -> Iterator[Drawn]:
    """The pages of an image: one, or those of a .tiff; InputError where it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                _refuse_large(image.width * image.height, name)
                count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
                _refuse_many(count, name)
                for index in range(count):
                    image.seek(index)
                    _refuse_large(image.width * image.height, name)
                    yield _frame(image, index)
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, ArithmeticError,
            LookupError, MemoryError) as error:  # fmt: skip
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{name} là ảnh hỏng hoặc bị cắt cụt nên không mở được; hãy lấy lại bản gốc."
        ) from None


def _frame(image: Image.Image, index: int) -> Drawn:
    """A picture turned as its camera says, on white where it is transparent."""
    dpi = _dpi_of(image)
    upright = ImageOps.exif_transpose(image)
    if "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA"):
        over = upright.convert("RGBA")
        upright = Image.new("RGB", over.size, "white")
        upright.paste(over, mask=over.getchannel("A"))
    elif upright.mode.startswith("I;16"):
        upright = upright.point(lambda value: value / 256).convert("L")
    else:
        upright = upright.copy()
    scale = _POINTS / dpi
    return Drawn(index, upright, dpi, Affine(scale, 0, 0, 0, -scale, upright.height * scale))


def _dpi_of(image: Image.Image) -> float:
    """The resolution that a picture states, where it makes a page of it; else that of A4."""
    short = min(image.size)
    stated = image.info.get("dpi")
    try:
        dpi = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = 0.0
    if dpi > 0 and _SHORT_SIDES[0] <= short / dpi <= _SHORT_SIDES[1]:
        return dpi
    return max(short / _A4_SHORT, 1.0)


def _drawn(data: bytes, name: str, indexes: Sequence[int] | None = None) -> Iterator[Drawn]:
    """Pages of a .pdf as pictures, drawn one after the other as they are asked for."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise InputError(
            f"{name} hỏng hoặc có mật khẩu nên không mở được; hãy lấy lại bản gốc không mật khẩu."
        ) from None
    try:
        wanted = range(len(document)) if indexes is None else indexes
        _refuse_many(len(wanted), name)
        for index in wanted:
            try:
                yield _draw(document, index, name)
            except pypdfium2.PdfiumError:
                raise InputError(f"Trang {index + 1} của {name} hỏng nên không đọc được.") from None
    finally:
        document.close()


def _draw(document: pypdfium2.PdfDocument, index: int, name: str) -> Drawn:
    page = document[index]
    try:
        width, height = page.get_size()
        scale = _scale(page, width, height, name)
        _refuse_large(int(width * scale) * int(height * scale), name)
        bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
        image = bitmap.to_pil().copy()
        convert = bitmap.get_posconv(page)
        size = image.size
        corners = [convert.to_page(x, y) for x, y in ((0, 0), (size[0], 0), (0, size[1]))]
        bitmap.close()
    finally:
        page.close()
    (c, f), (ax, dx), (bx, ex) = corners
    back = Affine(
        (ax - c) / size[0], (bx - c) / size[1], c, (dx - f) / size[0], (ex - f) / size[1], f
    )
    return Drawn(index, image, scale * _POINTS, back)


def _scale(page: Any, width: float, height: float, name: str) -> float:
    """How many dots a point of a page is drawn with.

    A scanner's picture is drawn dot for dot where its resolution is fit for recognition: drawn
    anew at another one, letters lose a part of what parts them from their likes.
    """
    scale = _DPI / _POINTS
    for one in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        dots = one.get_px_size()
        _refuse_large(dots[0] * dots[1], name)
        left, bottom, right, top = one.get_bounds()
        whole = (right - left) * (top - bottom) >= _WHOLE_PAGE * width * height
        if whole and right > left and _FIT[0] <= dots[0] / (right - left) * _POINTS <= _FIT[1]:
            scale = (dots[0] - 0.5) / (right - left)  # the library rounds the size up
    return scale


def _refuse_many(count: int, name: str) -> None:
    if count > MOST_PAGES:
        raise InputError(
            f"{name} có {count} trang ảnh; chỉ nhận dạng được đến {MOST_PAGES} trang mỗi tệp, hãy"
            " tách riêng phần kế hoạch."
        )


def _refuse_large(dots: int, name: str) -> None:
    if dots > MOST_DOTS:
        raise _too_large(name)


def _too_large(name: str) -> InputError:
    return InputError(
        f"{name} có trang ảnh lớn hơn {MOST_DOTS // 1_000_000} triệu điểm ảnh nên không đọc;"
        f" {_AGAIN}."
    )


# --- words of pages ----------------------------------------------------------------------------


def _read(pages: Iterable[Drawn], count: int | None, name: str) -> Iterator[Page]:
    """The words of pages, in order; as many pages at a time as the machine has processors."""
    tesseract = Tesseract.of(name, PAGE_SECONDS)
    end = time.monotonic() + FILE_SECONDS
    workers = min(os.cpu_count() or 1, _WORKERS)
    pool = ThreadPoolExecutor(workers)
    waiting: deque[tuple[int, Future[Page]]] = deque()
    try:
        for drawn in pages:
            waiting.append((drawn.index, pool.submit(_page, drawn, tesseract)))
            if len(waiting) > workers:
                yield _done(waiting.popleft(), end, name)
        while waiting:
            yield _done(waiting.popleft(), end, name)
    finally:
        tesseract.stop()
        pool.shutdown(cancel_futures=True)


def _done(one: tuple[int, Future[Page]], end: float, name: str) -> Page:
    index, future = one
    try:
        return future.result(timeout=max(end - time.monotonic(), 0))
    except NotReadError:
        raise InputError(
            f"Trang {index + 1} của {name} quá rối, không nhận dạng kịp trong"
            f" {PAGE_SECONDS:.0f} giây; {_AGAIN} trang đó."
        ) from None
    except TimeoutError:
        raise InputError(
            f"{name} không nhận dạng xong trong {FILE_SECONDS / 60:.0f} phút; hãy tách riêng phần"
            " kế hoạch."
        ) from None


def _page(drawn: Drawn, tesseract: Tesseract) -> Page:
    """A page's words and drawn lines."""
    image = drawn.image
    width, height = (side * _POINTS / drawn.dpi for side in image.size)
    view = cleaned(image, drawn.dpi)
    if view is None:
        return Page(drawn.index, width, height)
    words = tesseract.words(view.pnm, round(view.dpi))
    if _badly(words) and (turn := tesseract.turned(view.pnm, round(view.dpi))):
        turned = view.turned(turn)
        again = tesseract.words(turned.pnm, round(turned.dpi))
        if sureness(again) > sureness(words):
            view, words = turned, again
            if turn != 180:
                width, height = height, width
    return _placed(drawn, view, words, width, height)


def _badly(words: Sequence[SeenWord]) -> bool:
    return len(words) < _FEW_WORDS or sureness(words) < _UNSURE


def sureness(words: Sequence[SeenWord]) -> float:
    """How sure the program is of a page, each letter counting once."""
    letters = sum(len(word.letters) for word in words)
    return sum(word.sure * len(word.letters) for word in words) / letters if letters else 0.0


def _placed(
    drawn: Drawn, view: View, seen: Sequence[SeenWord], width: float, height: float
) -> Page:
    """A page of words in reading coordinates, with the way back to the file's own."""
    scale = _POINTS / view.dpi
    back = view.back.then(drawn.back)
    usual = median([word.height for word in seen]) if seen else 0.0
    page = Page(drawn.index, width, height)
    page.rulings = [
        Ruling(left * scale, height - bottom * scale, right * scale, height - top * scale)
        for left, top, right, bottom in rulings_in(view)
    ]
    for word in mended(seen, lambda box: strokes_in(view, box)):
        if word.sure < _LEAST_SURE or not word.text:
            continue
        left = min(letter.box[0] for letter in word.letters)
        right = max(letter.box[2] for letter in word.letters)
        size = min(max(word.height, 0.6 * usual), 1.3 * usual) * scale
        page.words.append(
            Word(
                word.text,
                left * scale,
                right * scale,
                height - word.base * scale,
                size,
                [back.box(letter.box) for letter in word.letters for _ in letter.text],
                confidence=min(word.sure, *(letter.sure for letter in word.letters)),
            )
        )
    return page
