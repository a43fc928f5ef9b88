"""Pdfium: what stands on the pages of a .pdf, read in a process of its own, one frame a page.

Run as a program by `pdf_process.py`; nothing but pypdfium2 is imported here. A hostile file may
make pdfium crawl, eat memory or fall over: then this process alone ends, by its own watch (exit
status below) or by its parent's. It has no JavaScript, fills no form, follows no link.

Standard input is the file; standard output begins with a line of JSON about the file and goes on
with a frame for each page: a line of JSON, then `chars` UTF-32 codes, `chars` numbers of text
objects (-1: made up by pdfium), and `chars` boxes of four floats (left, top, right, bottom).
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import sys
import threading
import time
from array import array
from itertools import pairwise
from typing import Any

LOCKED, BROKEN, TOO_MANY_PAGES, TOO_MUCH_MEMORY, TOO_MANY_LETTERS, TOO_SLOW = range(11, 17)
# Seconds of a processor, which others that are busy do not use up: for one page, for a file, and
# for each of its pages a little more.
STALL, PATIENCE, PATIENCE_A_PAGE = 3.0, 4.0, 0.15
_PASSWORD_ERROR = 4
_WATCH = 0.01  # seconds between two looks at the memory
_DEEPEST_FORM = 4
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_INVISIBLE = 3
_THIN = 3.0  # points: a filled shape no thicker is a drawn line
_SHORTEST = 6.0  # points: no shorter line is kept
_OBJECTS = 20_000  # page objects looked at for lines and pictures
_RULINGS = 8_000

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def main() -> None:
    """Reads standard input, writes standard output; the limits stand in the arguments."""
    pages, letters, page_letters, memory = (int(one) for one in sys.argv[-4:])
    _limit_memory(memory)
    out = sys.stdout.buffer
    data = sys.stdin.buffer.read()
    import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

    _prepare(pdfium)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        os._exit(LOCKED if pdfium.FPDF_GetLastError() == _PASSWORD_ERROR else BROKEN)
    count = pdfium.FPDF_GetPageCount(document)
    if count < 1:
        os._exit(BROKEN)
    about = {
        "pages": count,
        "signatures": max(pdfium.FPDF_GetSignatureCount(document), 0),
        "encrypted": pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0,
    }
    out.write(json.dumps(about).encode() + b"\n")
    out.flush()
    if count > pages:
        os._exit(TOO_MANY_PAGES)
    reader = _Reader(pdfium, page_letters)
    for index in range(count):
        letters -= reader.page(document, index, out)
        _Progress.pages, _Progress.last = index + 1, time.process_time()
        if letters < 0:
            os._exit(TOO_MANY_LETTERS)
    out.flush()
    os._exit(0)  # nothing is worth tidying up


def _prepare(pdfium: Any) -> None:
    """Plain addresses instead of typed pointers: the calls made for every letter cost half."""
    address, number = ctypes.c_void_p, ctypes.c_int
    pdfium.FPDFText_GetTextObject.restype = address
    pdfium.FPDFText_GetTextObject.argtypes = [address, number]
    pdfium.FPDFText_GetLooseCharBox.argtypes = [address, number, address]
    pdfium.FPDFText_GetUnicode.argtypes = [address, number]


def _limit_memory(limit: int) -> None:
    """Ends this process when it holds more than `limit` bytes."""
    try:
        import resource

        # Addresses are handed out more freely than memory: room for the library's own.
        resource.setrlimit(resource.RLIMIT_AS, (4 * limit, 4 * limit))
    except (ImportError, ValueError, OSError):
        pass
    threading.Thread(target=_watch, args=(limit,), daemon=True).start()


class _Progress:
    """How many pages were read, and when the last one was, in seconds of the processor."""

    pages = 0
    last = 0.0


def _watch(limit: int) -> None:
    held = _meter()
    while held() <= limit:
        time.sleep(_WATCH)
        used = time.process_time()
        if used - _Progress.last > STALL or used > PATIENCE + PATIENCE_A_PAGE * _Progress.pages:
            os._exit(TOO_SLOW)
    os._exit(TOO_MUCH_MEMORY)


def _meter() -> Any:
    """What tells the memory that this process holds, in bytes, on this system."""
    if sys.platform == "win32":
        return _windows_meter()
    try:
        with open("/proc/self/statm", "rb"):  # noqa: PTH123
            return _linux_meter()
    except OSError:
        pass
    import resource

    unit = 1 if sys.platform == "darwin" else 1024

    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    # The peak begins with that of the process by which this one was started.
    first = peak()
    return lambda: peak() - first


def _linux_meter() -> Any:
    page = os.sysconf("SC_PAGE_SIZE")

    def held() -> int:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123
            return int(stream.read().split()[1]) * page

    return held


def _windows_meter() -> Any:
    windows: Any = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    windows.kernel32.GetCurrentProcess.restype = ctypes.c_void_p
    measure = windows.psapi.GetProcessMemoryInfo
    measure.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32]
    process = windows.kernel32.GetCurrentProcess()
    # PROCESS_MEMORY_COUNTERS: two 32-bit numbers, then sizes; the second of them is the peak... of
    # the working set first, the working set behind it.
    counters = (ctypes.c_size_t * 10)()

    def held() -> int:
        measure(process, counters, ctypes.sizeof(counters))
        return int(counters[1])

    return held


class _Reader:
    """Reads pages of one file."""

    def __init__(self, pdfium: Any, page_letters: int) -> None:
        self.pdfium = pdfium
        self.page_letters = page_letters
        self.fonts: dict[int, dict[str, Any]] = {}
        # Filled anew for each text object: to make them costs more than to fill them.
        self.matrix, self.own = pdfium.FS_MATRIX(), pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.px, self.py = ctypes.c_float(), ctypes.c_float()
        self.shade = [ctypes.c_uint() for _ in range(4)]

    def page(self, document: Any, index: int, out: Any) -> int:
        """Writes the frame of a page; gives how many characters it has."""
        pdfium = self.pdfium
        page = pdfium.FPDF_LoadPage(document, index)
        if not page:
            out.write(json.dumps({"chars": 0, "pictures": []}).encode() + b"\n")
            return 0
        text = pdfium.FPDFText_LoadPage(page)
        count = max(pdfium.FPDFText_CountChars(text), 0) if text else 0
        if count > self.page_letters:
            os._exit(TOO_MANY_LETTERS)
        codes, owners, boxes, objects = self._letters(text, count)
        rulings, pictures = self._drawn(page)
        left, bottom, right, top = self._frame(page)
        about = {
            "chars": count,
            "frame": [left, bottom, right, top],
            "turned": pdfium.FPDFPage_GetRotation(page),
            "objects": objects,
            "rulings": rulings,
            "pictures": pictures,
        }
        out.write(json.dumps(about).encode() + b"\n")
        out.write(codes.tobytes())
        out.write(owners.tobytes())
        out.write(bytes(boxes))
        out.flush()
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
        return count

    def _frame(self, page: Any) -> tuple[float, float, float, float]:
        """The visible part of a page in its own coordinates."""
        box = self.pdfium.FS_RECTF()
        if self.pdfium.FPDF_GetPageBoundingBox(page, box):
            return box.left, box.bottom, box.right, box.top
        return 0.0, 0.0, 595.0, 842.0

    def _letters(self, text: Any, count: int) -> tuple[Any, Any, Any, list[Any]]:
        pdfium = self.pdfium
        codes, owners = self._codes(text, count), array("i")
        boxes = (pdfium.FS_RECTF * count)()
        objects: list[Any] = []
        seen: dict[int, int] = {}
        get_object, get_box = pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetLooseCharBox
        handle = ctypes.cast(text, ctypes.c_void_p).value if text else 0
        byref, size = ctypes.byref, ctypes.sizeof(pdfium.FS_RECTF)
        for at in range(count):
            owner = get_object(handle, at)
            if owner is None:
                owners.append(-1)
                continue
            number = seen.get(owner)
            if number is None:
                number = seen[owner] = len(objects)
                objects.append(self._object(text, at, owner))
            owners.append(number)
            get_box(handle, at, byref(boxes, size * at))
        return codes, owners, boxes, objects

    def _codes(self, text: Any, count: int) -> Any:
        """The Unicode number of each character."""
        code = self.pdfium.FPDFText_GetUnicode
        handle = ctypes.cast(text, ctypes.c_void_p).value if text else 0
        return array("I", [code(handle, at) for at in range(count)])

    def _object(self, text: Any, at: int, owner: int) -> list[Any]:
        """A text object: font, size, direction, baseline, whether it is hidden, colour, slope."""
        pdfium = self.pdfium
        handle = ctypes.cast(owner, pdfium.FPDF_PAGEOBJECT)
        matrix, x, y, shade = self.matrix, self.x, self.y, self.shade
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        along = math.hypot(matrix.a, matrix.b) or 1.0
        area = matrix.a * matrix.d - matrix.b * matrix.c
        size = pdfium.FPDFText_GetFontSize(text, at) * abs(area) / along
        slope = (matrix.a * matrix.c + matrix.b * matrix.d) / area if area else 0.0
        colour = None
        if pdfium.FPDFText_GetFillColor(text, at, *shade):
            colour = "".join(f"{part.value:02X}" for part in shade[:3])
        hidden = pdfium.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE
        clipped = self._is_clipped(handle, matrix, x.value, y.value + size / 3)
        font = self._font(pdfium.FPDFTextObj_GetFont(handle))
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        return [
            font,
            round(size, 3),
            round(angle, 2),
            x.value,
            y.value,
            hidden,
            colour,
            round(slope, 3),
            clipped,
        ]

    def _is_clipped(self, handle: Any, matrix: Any, x: float, y: float) -> bool:
        """Whether a text object begins outside what is shown: so stays a line of the next page."""
        pdfium = self.pdfium
        clip = pdfium.FPDFPageObj_GetClipPath(handle)
        paths = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        if paths < 1:
            return False
        own = self.own
        pdfium.FPDFPageObj_GetMatrix(handle, own)
        if abs(own.a - matrix.a) + abs(own.d - matrix.d) + abs(own.b - matrix.b) > 1e-3:
            return False  # within a form, whose clip is in its own coordinates
        px, py = self.px, self.py
        for path in range(min(paths, 8)):
            xs, ys = [], []
            count = min(pdfium.FPDFClipPath_CountPathSegments(clip, path), 64)
            # Of a rectangle two corners tell it all.
            for at in (0, 2) if count in (4, 5) else range(count):
                segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
                pdfium.FPDFPathSegment_GetPoint(segment, px, py)
                xs.append(px.value)
                ys.append(py.value)
            if xs and not (min(xs) - 2 <= x <= max(xs) + 2 and min(ys) - 1 <= y <= max(ys) + 1):
                return True
        return False

    def _font(self, font: Any) -> Any:
        """A font: its name, weight and slant."""
        if not font:
            return None
        pdfium = self.pdfium
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        found = self.fonts.get(address)
        if found is None:
            name = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
            slant = ctypes.c_int()
            pdfium.FPDFFont_GetItalicAngle(font, slant)
            found = self.fonts[address] = {
                "name": name.value.decode("utf-8", "replace"),
                "weight": pdfium.FPDFFont_GetWeight(font),
                "slant": slant.value,
                "flags": pdfium.FPDFFont_GetFlags(font),
            }
        return found

    # ------------------------------------------------------------ lines and pictures

    def _drawn(self, page: Any) -> tuple[list[list[float]], list[list[float]]]:
        """The level and upright lines of a page and the boxes of its pictures."""
        rulings: list[list[float]] = []
        pictures: list[list[float]] = []
        pdfium = self.pdfium
        left = [_OBJECTS]

        def look(count: int, get: Any, matrix: Matrix, depth: int) -> None:
            for number in range(count):
                left[0] -= 1
                if left[0] < 0 or len(rulings) > _RULINGS:
                    return
                one = get(number)
                kind = pdfium.FPDFPageObj_GetType(one)
                if kind == _PATH:
                    self._rulings_of(one, matrix, rulings)
                elif kind == _IMAGE:
                    pictures.append(self._bounds(one, matrix))
                elif kind == _FORM and depth < _DEEPEST_FORM:
                    inner = _times(self._matrix(one), matrix)

                    def child(at: int, form: Any = one) -> Any:
                        return pdfium.FPDFFormObj_GetObject(form, at)

                    look(pdfium.FPDFFormObj_CountObjects(one), child, inner, depth + 1)

        look(
            pdfium.FPDFPage_CountObjects(page),
            lambda at: pdfium.FPDFPage_GetObject(page, at),
            _UNIT,
            0,
        )
        return rulings, pictures

    def _matrix(self, one: Any) -> Matrix:
        matrix = self.pdfium.FS_MATRIX()
        if not self.pdfium.FPDFPageObj_GetMatrix(one, matrix):
            return _UNIT
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, one: Any, matrix: Matrix) -> list[float]:
        edges = [ctypes.c_float() for _ in range(4)]
        self.pdfium.FPDFPageObj_GetBounds(one, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        corners = [_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return [min(xs), min(ys), max(xs), max(ys)]

    def _rulings_of(self, path: Any, matrix: Matrix, rulings: list[list[float]]) -> None:
        """The level and upright lines that a path draws, as [left, bottom, right, top]."""
        pdfium = self.pdfium
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        whole = _times(self._matrix(path), matrix)
        for points in self._outlines(path, whole):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
            if right - left < _THIN or top - bottom < _THIN:
                if max(right - left, top - bottom) >= _SHORTEST:
                    rulings.append([left, bottom, right, top])
            elif stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    flat = abs(x1 - x0) < 1 or abs(y1 - y0) < 1
                    if flat and max(abs(x1 - x0), abs(y1 - y0)) >= _SHORTEST:
                        rulings.append([min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)])

    def _outlines(self, path: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The points of a path's parts; a part with curves is left out."""
        pdfium = self.pdfium
        parts: list[list[tuple[float, float]]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        curved = False
        for at in range(min(pdfium.FPDFPath_CountSegments(path), _RULINGS)):
            segment = pdfium.FPDFPath_GetPathSegment(path, at)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = _moved(x.value, y.value, matrix)
            if kind == _MOVE_TO or not parts:
                if curved:
                    parts.pop()
                parts.append([point])
                curved = False
            else:
                curved = curved or kind == _BEZIER_TO
                parts[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        if curved:
            parts.pop()
        return parts


def _times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does what two do, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


if __name__ == "__main__":
    main()
