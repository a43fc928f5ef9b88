"""PDF: the findings as highlights on their words, each with a note, behind the bytes of the file.

Nothing of the file is changed: what is added stands in an update at its end, so that a signature
still holds for what was signed. Fixes cannot be made in a .pdf; the notes tell them. Of a picture a
.pdf is made that shows it.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from ...grammar.origin import Origin
from ...grammar.source import Source
from ..readers.addresses import Box, PageAt
from ..report import Report
from .update import Update, told
from .words import AUTHOR, Line, Note, Weight, head_lines, notes_of

_COLOURS: dict[Weight, tuple[float, float, float]] = {
    "error": (1.0, 0.62, 0.62),
    "warning": (1.0, 0.85, 0.35),
    "info": (0.65, 0.85, 1.0),
    "unknown": (0.84, 0.84, 0.84),
}
_HEAD_COLOUR = (1.0, 0.95, 0.45)
_PRINTED = 4  # a flag of notes: they are printed too
_ICON = 20.0
_MARGIN = 8.0
_POPUP = (200.0, 130.0)
_SIGNED = "Tệp có chữ ký số; ghi chú được thêm phía sau, phần đã ký không bị sửa."
_CERTIFIED = (
    "Chữ ký chứng thực của tệp không cho thêm ghi chú nên trên bản này chữ ký sẽ bị báo là đã bị"
    " thay đổi; tệp gốc được giữ nguyên."
)


@dataclass(slots=True, eq=False)
class _Marked:
    """Words on one page, a box around each line of them."""

    page: int
    boxes: list[Box]


def annotate(source: Source, report: Report) -> bytes:
    """The .pdf of a source with the findings of its report."""
    origin = source.origin
    assert origin is not None
    data = _paged(source.path, origin)
    with told(source.path):
        return _annotated(source, origin, report, data)


def _annotated(source: Source, origin: Origin, report: Report, data: bytes) -> bytes:
    update = Update(data, source.path)
    added: dict[int, list[IndirectObject]] = {}
    maker = _Maker(update)
    head = head_lines(source, report, list(_cautions(update, data)))
    added.setdefault(0, []).extend(maker.head(_text(head)))
    for place, group in groupby(notes_of(report), lambda note: (note.start, note.end)):
        notes = list(group)
        for marked in _marked(origin, *place):
            if marked.page < len(update.pages):
                made = maker.highlight(marked, notes[0].weight, _title(notes), _said(notes))
                added.setdefault(marked.page, []).extend(made)
    for page, references in added.items():
        _hang(update, page, references)
    return update.bytes()


def _paged(name: str, origin: Origin) -> bytes:
    """The bytes of the .pdf; of a picture, one that shows it."""
    from ..readers.kinds import kind_of

    if kind_of(origin.data, name) == "pdf":
        return origin.data
    from .picture import pdf_of

    return pdf_of(origin.data, name)


def _title(notes: list[Note]) -> str:
    """What the gravest of some notes at the same words is called."""
    more = f" (và {len(notes) - 1} điểm khác)" if len(notes) > 1 else ""
    return f"{notes[0].name}: {notes[0].result.title}{more}"


def _said(notes: list[Note]) -> str:
    """What notes at the same words say: of highlights above each other only one can be opened."""
    return "\n\n".join(_text(note.lines()) for note in notes)


def _text(lines: Iterable[Line]) -> str:
    return "\n".join(line.plain for line in lines)


def _cautions(update: Update, data: bytes) -> Iterator[str]:
    """What the notes mean for a signature of the file."""
    root = update.reader.root_object
    permissions = root.get("/Perms", DictionaryObject()).get_object()
    certified = isinstance(permissions, DictionaryObject) and permissions.get("/DocMDP")
    if certified:
        references = certified.get_object().get("/Reference", ArrayObject()).get_object()
        allowed = [
            int(
                one.get_object()
                .get("/TransformParams", DictionaryObject())
                .get_object()
                .get("/P", 2)
            )
            for one in references
        ]
        if any(level < 3 for level in allowed):
            yield _CERTIFIED
            return
    if b"/ByteRange" in data:
        yield _SIGNED


# --- where the words stand ---


def _marked(origin: Origin, start: int, end: int) -> list[_Marked]:
    """The boxes of the words between two raw offsets; of words that are not there, those behind."""
    found = _lines(origin, start, end)
    if found:
        return found
    for piece in origin.pieces:
        if piece.end > start:
            found = _lines(origin, piece.start, piece.end)
            if found:
                return found
    return []


def _lines(origin: Origin, start: int, end: int) -> list[_Marked]:
    marked: list[_Marked] = []
    last: tuple[int, int | None, int] | None = None
    for number, (piece, first, stop) in enumerate(origin.between(start, end)):
        at = piece.at
        if not isinstance(at, PageAt):
            continue
        boxes = at.boxes[first - piece.start : stop - piece.start]
        drawn = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
        if not drawn:
            continue
        box = _around(drawn)
        line = (at.page, piece.line, 0 if piece.line is not None else number)
        if last == line:
            marked[-1].boxes[-1] = _around([marked[-1].boxes[-1], box])
        elif marked and marked[-1].page == at.page:
            marked[-1].boxes.append(box)
        else:
            marked.append(_Marked(at.page, [box]))
        last = line
    return marked


def _around(boxes: list[Box]) -> Box:
    """The smallest box around some."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


# --- what is drawn there ---


class _Maker:
    """Makes the objects of notes."""

    def __init__(self, update: Update) -> None:
        self._update = update
        self._date = datetime.now(UTC).strftime("D:%Y%m%d%H%M%SZ")
        self._count = 0
        blend = _dictionary(Type=NameObject("/ExtGState"), BM=NameObject("/Multiply"))
        self._blend = update.add(blend)

    def highlight(
        self, marked: _Marked, weight: Weight, title: str, text: str
    ) -> list[IndirectObject]:
        """A highlight on some lines with its note."""
        colour, rect = _COLOURS[weight], _around(marked.boxes)
        note = self._note("/Highlight", marked.page, rect, colour, title, text)
        corners = (
            value
            for left, bottom, right, top in marked.boxes
            for value in (left, top, right, top, left, bottom, right, bottom)
        )
        note[NameObject("/QuadPoints")] = _numbers(corners)
        drawing = "".join(
            f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re\n"
            for left, bottom, right, top in marked.boxes
        )
        return self._with_popup(note, rect, _filled(colour) + drawing + "f\n")

    def head(self, text: str) -> list[IndirectObject]:
        """The note about the whole, at the upper left corner of the first page."""
        rect = self._corner()
        note = self._note("/Text", 0, rect, _HEAD_COLOUR, "Kết quả kiểm tra", text)
        note[NameObject("/Name")] = NameObject("/Note")
        left, bottom, right, _ = rect
        box = f"{left + 1:.2f} {bottom + 1:.2f} {_ICON - 2:.2f} {_ICON - 2:.2f} re\n"
        heights = (bottom + _ICON * step / 4 for step in (1, 2, 3))
        lines = "".join(f"{left + 5:.2f} {y:.2f} m {right - 5:.2f} {y:.2f} l S\n" for y in heights)
        drawing = f"{_filled(_HEAD_COLOUR)}0.3 G 1 w\n{box}B\n{lines}"
        return self._with_popup(note, rect, drawing, is_blended=False)

    def _note(
        self,
        kind: str,
        page: int,
        rect: Box,
        colour: tuple[float, float, float],
        title: str,
        text: str,
    ) -> DictionaryObject:
        self._count += 1
        return _dictionary(
            Type=NameObject("/Annot"),
            Subtype=NameObject(kind),
            Rect=_numbers(rect),
            P=self._update.pages[page],
            F=NumberObject(_PRINTED),
            C=_numbers(colour),
            T=_string(AUTHOR),
            Subj=_string(title),
            Contents=_string(text),
            NM=_string(f"{AUTHOR}-{self._count}"),
            CreationDate=_string(self._date),
            M=_string(self._date),
        )

    def _with_popup(
        self, note: DictionaryObject, rect: Box, drawing: str, is_blended: bool = True
    ) -> list[IndirectObject]:
        """Hands the note over with its looks and the window in which its text opens."""
        looks = StreamObject()
        looks.set_data(("/Blend gs\n" if is_blended else "").encode() + drawing.encode())
        looks.update(
            _dictionary(
                Type=NameObject("/XObject"),
                Subtype=NameObject("/Form"),
                BBox=_numbers(rect),
                Resources=_dictionary(ExtGState=_dictionary(Blend=self._blend)),
            )
        )
        note[NameObject("/AP")] = _dictionary(N=self._update.add(looks))
        reference = self._update.add(note)
        width, height = _POPUP
        popup = _dictionary(
            Type=NameObject("/Annot"),
            Subtype=NameObject("/Popup"),
            Rect=_numbers((rect[2], rect[3] - height, rect[2] + width, rect[3])),
            Parent=reference,
            F=NumberObject(_PRINTED),
        )
        window = self._update.add(popup)
        note[NameObject("/Popup")] = window
        return [reference, window]

    def _corner(self) -> Box:
        """The upper left corner of the first page as people see it."""
        page = self._update.reader.pages[0]
        left, bottom, right, top = (float(value) for value in page.cropbox)
        turned = page.rotation % 360
        x = left + _MARGIN if turned in (0, 90) else right - _MARGIN - _ICON
        y = bottom + _MARGIN if turned in (90, 180) else top - _MARGIN - _ICON
        return (x, y, x + _ICON, y + _ICON)


def _hang(update: Update, page: int, notes: list[IndirectObject]) -> None:
    """Puts notes on a page, behind those that it has."""
    reference = update.pages[page]
    leaf = update.get(reference)
    assert isinstance(leaf, DictionaryObject)
    listed = leaf.raw_get("/Annots") if "/Annots" in leaf else ArrayObject()
    there = listed.get_object()
    every = ArrayObject([*(there if isinstance(there, ArrayObject) else ()), *notes])
    if isinstance(listed, IndirectObject) and isinstance(there, ArrayObject):
        update.put(listed, every)
        return
    changed = DictionaryObject(leaf)
    changed[NameObject("/Annots")] = every
    update.put(reference, changed)


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _string(words: str) -> PdfObject:
    """A text string; in plain ASCII as it is, else in UTF-16, which pypdf would write at length."""
    if words.isascii():
        return TextStringObject(words)
    return ByteStringObject(BOM_UTF16_BE + words.encode("utf-16-be", "replace"))


def _numbers(values: Iterable[float]) -> ArrayObject:
    return ArrayObject(FloatObject(f"{value:.2f}") for value in values)


def _filled(colour: tuple[float, float, float]) -> str:
    return f"{' '.join(f'{part:.2f}' for part in colour)} rg\n"
