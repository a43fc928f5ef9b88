"""Walk: the blocks of a part, in order, as they are shown once all tracked changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..addresses import DocxAt
from .borders import is_bordered
from .formats import Format, Formats
from .model import Bit, Blocks, Cell, Paragraph, Table
from .package import Package, Part
from .styles import RunStyle, Styles
from .symbols import symbol
from .xml import Element, chosen, flow, mc, value, w, whole

# Tables in tables, boxes in boxes: real documents have two or three.
_DEEPEST = 20
_WIDEST = 63  # columns; more Word itself does not allow
_P, _R, _TBL, _TR, _TC = w("p"), w("r"), w("tbl"), w("tr"), w("tc")
_T, _RPR, _PPR = w("t"), w("rPr"), w("pPr")
_FIELD, _SYMBOL, _BOX = w("fldChar"), w("sym"), w("txbxContent")
_DRAWN = frozenset((w("drawing"), w("pict"), w("object")))
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATH = frozenset((f"{_MATHS}oMath", f"{_MATHS}oMathPara"))
# Elements of a run that stand for a letter.
_LETTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
# What does not stand in the text as it does in the file: white space that Word shows as a space,
# hyphens shown at the end of a line only, letters of symbol fonts.
_ODD = re.compile("[\t\n\r\u00ad\uf000-\uf0ff]")


@dataclass(slots=True, eq=False)
class _Place:
    """Where the walk is: the part, the style of the table around, how deep within boxes."""

    part: Part
    table: str | None = None
    depth: int = 0


@dataclass(slots=True, eq=False)
class _Line:
    """A paragraph being read: what its runs need to know."""

    place: _Place
    style: str | None
    into: Paragraph
    # Fields open around the next run, and whether their result (not their instruction) is read.
    # None outlives its paragraph: a field that is never closed must not swallow the document.
    fields: list[bool] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Walk:
    """Reads the blocks of the parts of one document."""

    package: Package
    styles: Styles
    formats: Formats
    _notes: dict[str, dict[str, Element]] = field(default_factory=dict)
    _noted: int = 0  # footnotes and endnotes so far

    def blocks(self, parent: Element, part: Part) -> Blocks:
        """The blocks within the body, a header or a note."""
        return self._blocks(parent, _Place(part))

    def _blocks(self, parent: Element, place: _Place) -> Blocks:
        if place.depth > _DEEPEST:
            raise self.package.fault(
                "có bảng hoặc khung lồng nhau quá sâu nên không đọc; hãy kiểm lại tệp."
            )
        found: Blocks = []
        held: list[Bit] = []  # of a paragraph whose end is deleted or hidden: the next takes it
        for child in flow(parent):
            if child.tag == _P:
                form = self.formats.of(child.find(_PPR), place.table)
                paragraph = self._paragraph(child, form, place)
                if form.joins:
                    held += paragraph.bits
                    found += _hung(paragraph)
                    continue
                if form.place is not None:
                    paragraph.number = self.formats.numbering.next(form.place)
                if held:
                    paragraph.bits[:0], held = held, []
                found.append(paragraph)
            elif child.tag == _TBL:
                found.append(self._table(child, place))
        if held:
            found.append(Paragraph(bits=held))
        return found

    def _paragraph(self, element: Element, form: Format, place: _Place) -> Paragraph:
        line = _Line(place, form.style, Paragraph(setting=form.setting))
        for child in flow(element):
            if child.tag == _R:
                self._run(child, line)
            elif child.tag in _MATH:
                line.into.bits.append(Bit("".join(t.text or "" for t in child.iter(f"{_MATHS}t"))))
        return line.into

    def _run(self, run: Element, line: _Line) -> None:
        style = self.styles.run_style(line.style, line.place.table, run.find(_RPR))
        bits = line.into.bits
        for child in flow(run):
            tag = child.tag
            if tag == _FIELD:
                _follow_field(child, line.fields)
            elif style.hidden or not all(line.fields):
                continue
            elif tag == _T:
                self._text(child, style, line)
            elif tag in _LETTERS:
                bits.append(Bit(_LETTERS[tag], None, style.look))
            elif tag == _SYMBOL:
                code = child.get(w("char")) or ""
                if re.fullmatch("[0-9A-Fa-f]{1,6}", code):
                    bits.append(Bit(symbol(int(code, 16), child.get(w("font")) or "")))
            elif tag in _DRAWN:
                self._boxes(child, line)
            elif tag in _NOTES:
                self._note(_NOTES[tag], child.get(w("id")) or "", line)

    def _text(self, node: Element, style: RunStyle, line: _Line) -> None:
        text = node.text or ""
        part = line.place.part
        at = part.nodes[node]
        bits = line.into.bits
        if style.caps:
            text = _capitals(text)
        done = 0
        for odd in _ODD.finditer(text):
            if odd.start() > done:
                bits.append(Bit(text[done : odd.start()], DocxAt(part.name, at, done), style.look))
            bits.append(Bit(_shown(odd[0], style.font), None, style.look))
            done = odd.end()
        if done < len(text):
            bits.append(Bit(text[done:], DocxAt(part.name, at, done), style.look))

    def _boxes(self, drawn: Element, line: _Line) -> None:
        place = line.place
        for box in _contents(drawn):
            inner = _Place(place.part, None, place.depth + 1)
            line.into.boxes.append(self._blocks(box, inner))

    def _note(self, kind: str, number: str, line: _Line) -> None:
        """Hangs a footnote or endnote to the paragraph that refers to it first."""
        part = self.package.part_of_kind(kind)
        if part is None or line.place.part is part:
            return
        if kind not in self._notes:
            self._notes[kind] = {one.get(w("id")) or "": one for one in part.root}
        note = self._notes[kind].pop(number, None)
        if note is not None and note.get(w("type")) in (None, "normal"):
            blocks = self._blocks(note, _Place(part, None, line.place.depth + 1))
            first = next((block for block in blocks if isinstance(block, Paragraph)), None)
            if first is not None:
                self._noted += 1
                first.number = f"[{self._noted}] {first.number}"
            line.into.notes.append(blocks)

    def _table(self, element: Element, place: _Place) -> Table:
        props = element.find(w("tblPr"))
        style = value(props, "tblStyle") or self.styles.default_table
        inner = _Place(place.part, style, place.depth + 1)
        rows = [self._row(row, inner) for row in flow(element) if row.tag == _TR]
        return Table([row for row in rows if row], is_bordered(element, self.styles, style))

    def _row(self, element: Element, place: _Place) -> list[Cell]:
        props = element.find(w("trPr"))
        if props is not None and props.find(w("del")) is not None:
            return []
        column = min(max(whole(value(props, "gridBefore")) or 0, 0), _WIDEST)
        cells: list[Cell] = []
        for child in flow(element):
            if child.tag != _TC:
                continue
            about = child.find(w("tcPr"))
            span = min(max(whole(value(about, "gridSpan")) or 1, 1), _WIDEST)
            if about is None or about.find(w("cellDel")) is None:
                goes_on = _continues(about)
                blocks = [] if goes_on else self._blocks(child, place)
                cells.append(Cell(column, span, blocks, goes_on))
            column += span
        return cells


def _continues(props: Element | None) -> bool:
    """Whether a cell is merged into the one above or before it, and shows nothing of its own."""
    for merge in ("vMerge", "hMerge"):
        found = None if props is None else props.find(w(merge))
        if found is not None and found.get(w("val")) != "restart":
            return True
    return False


def _hung(paragraph: Paragraph) -> Blocks:
    """The notes and boxes of a paragraph that is joined to the next, which have to stay."""
    return [block for blocks in (*paragraph.notes, *paragraph.boxes) for block in blocks]


def _follow_field(mark: Element, fields: list[bool]) -> None:
    kind = mark.get(w("fldCharType"))
    if kind == "begin":
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def _shown(odd: str, font: str) -> str:
    if odd == "\u00ad":
        return ""
    return " " if odd in "\t\n\r" else symbol(ord(odd), font)


def _capitals(text: str) -> str:
    """A text in capitals, letter by letter, so that every letter keeps its place."""
    return "".join(up if len(up := letter.upper()) == 1 else letter for letter in text)


def _contents(drawn: Element) -> Iterator[Element]:
    """The text boxes in a drawing, each once; those within a box come with its own blocks."""
    stack = [iter((drawn,))]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == _BOX:
            yield child
        elif child.tag == mc("AlternateContent"):
            branch = chosen(child)
            if branch is not None:
                stack.append(iter(branch))
        else:
            stack.append(iter(child))
