"""Update: objects added behind the bytes of a .pdf, which stay as they are.

A signature covers the bytes up to its place, so a signed file may only grow at its end. The table
of the new objects has the form of the file's last one: readers need not understand a mixture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from ..errors import InputError

# What pypdf raises on files that it cannot make sense of.
_FAULTS = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError
)  # fmt: skip
_KEPT = ("/Root", "/Info", "/ID", "/Encrypt")
_START = re.compile(rb"startxref\s+(\d+)")
_HEAD = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
_MAY_NOTE = 1 << 5  # the permission to add notes, counted from 0


@contextmanager
def told(name: str) -> Iterator[None]:
    """Tells what is wrong with a file whose objects are not as they should be, as InputError."""
    try:
        yield
    except DependencyError:
        raise InputError(
            f"{name} được mã hóa nên để ghi chú cần cài thêm: pip install cryptography;"
            " hoặc lưu lại bản không mã hóa."
        ) from None
    except _FAULTS:
        raise InputError(
            f"{name} có cấu trúc hỏng nên không ghi chú vào được; hãy mở và lưu lại thành PDF"
            " mới, hoặc dùng báo cáo."
        ) from None


class Update:
    """New and changed objects of a .pdf, to be appended to it. Used below `told`."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._objects: dict[tuple[int, int], PdfObject] = {}
        self.reader = PdfReader(BytesIO(data))
        self._open()
        self.pages = [_named(page.indirect_reference) for page in self.reader.pages]
        self._next = self._size()
        self._previous, self._base, self._is_table = self._last_table()

    def _open(self) -> None:
        """Opens an encrypted file; InputError where its owner allows no notes."""
        reader = self.reader
        if not reader.is_encrypted:
            return
        opened = reader.decrypt("")
        if opened is PasswordType.NOT_DECRYPTED:
            raise InputError(f"{self._name} có mật khẩu nên không ghi chú vào được.")
        rights = int(_dictionary(reader.trailer["/Encrypt"]).get("/P", -1))
        if opened is PasswordType.USER_PASSWORD and not rights & _MAY_NOTE:
            raise InputError(
                f"{self._name} được người lập khóa không cho ghi chú; hãy dùng báo cáo, hoặc xin"
                " bản không khóa."
            )

    def _size(self) -> int:
        known: list[int] = [number for table in self.reader.xref.values() for number in table]
        known += list(self.reader.xref_objStm)
        return max(int(str(self.reader.trailer["/Size"])), max(known, default=0) + 1)

    def _last_table(self) -> tuple[int, int, bool]:
        """Where the last table of objects is, what offsets are counted from, whether it is text."""
        found = _START.findall(self._data[-2048:]) or _START.findall(self._data)
        head = self._data.find(b"%PDF-")
        for base in (0, max(head, 0)):
            at = int(found[-1]) + base
            if self._data[at : at + 4] == b"xref":
                return int(found[-1]), base, True
            if _HEAD.match(self._data, at):
                return int(found[-1]), base, False
        raise PyPdfError("no table where the file says")

    def get(self, reference: IndirectObject) -> PdfObject | None:
        """An object as it is now."""
        key = (reference.idnum, reference.generation)
        return self._objects.get(key) or self.reader.get_object(reference)

    def add(self, thing: PdfObject) -> IndirectObject:
        """A new object; what names it in others."""
        reference = IndirectObject(self._next, 0, self.reader)
        self._next += 1
        self.put(reference, thing)
        return reference

    def put(self, reference: IndirectObject, thing: PdfObject) -> None:
        """Puts an object in the place of what was there."""
        self._objects[reference.idnum, reference.generation] = thing

    def bytes(self) -> bytes:
        """The file's bytes, behind them the objects and their table."""
        out = BytesIO()
        out.write(self._data)
        if not self._data.endswith((b"\n", b"\r")):
            out.write(b"\n")
        places: dict[int, tuple[int, int]] = {}
        for (number, generation), thing in sorted(self._objects.items()):
            places[number] = (out.tell() - self._base, generation)
            self._write(out, number, generation, thing)
        trailer = DictionaryObject()
        for key in _KEPT:
            if key in self.reader.trailer:
                trailer[NameObject(key)] = self.reader.trailer.raw_get(key)
        trailer[NameObject("/Prev")] = NumberObject(self._previous)
        write = self._write_table if self._is_table else self._write_stream
        start = write(out, places, trailer)
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()

    def _write(self, out: BytesIO, number: int, generation: int, thing: PdfObject) -> None:
        encryption = self.reader._encryption
        if encryption is not None:
            thing = encryption.encrypt_object(thing, number, generation)
        out.write(b"%d %d obj\n" % (number, generation))
        thing.write_to_stream(out)
        out.write(b"\nendobj\n")

    def _write_table(
        self, out: BytesIO, places: dict[int, tuple[int, int]], trailer: DictionaryObject
    ) -> int:
        start = out.tell() - self._base
        out.write(b"xref\n")
        for numbers in _runs(sorted(places)):
            out.write(b"%d %d\n" % (numbers[0], len(numbers)))
            for number in numbers:
                out.write(b"%010d %05d n \n" % places[number])
        trailer[NameObject("/Size")] = NumberObject(self._next)
        out.write(b"trailer\n")
        trailer.write_to_stream(out)
        out.write(b"\n")
        return start

    def _write_stream(
        self, out: BytesIO, places: dict[int, tuple[int, int]], trailer: DictionaryObject
    ) -> int:
        start = out.tell() - self._base
        own = self._next
        places = places | {own: (start, 0)}
        stream = StreamObject()
        stream.update(trailer)
        index = [bound for run in _runs(sorted(places)) for bound in (run[0], len(run))]
        stream[NameObject("/Type")] = NameObject("/XRef")
        stream[NameObject("/Size")] = NumberObject(own + 1)
        stream[NameObject("/W")] = ArrayObject(NumberObject(width) for width in (1, 8, 2))
        stream[NameObject("/Index")] = ArrayObject(NumberObject(bound) for bound in index)
        stream.set_data(
            b"".join(
                b"\x01" + place.to_bytes(8, "big") + generation.to_bytes(2, "big")
                for _, (place, generation) in sorted(places.items())
            )
        )
        out.write(b"%d 0 obj\n" % own)
        stream.write_to_stream(out)
        out.write(b"\nendobj\n")
        return start


def _runs(numbers: list[int]) -> list[list[int]]:
    """Numbers in order, those that follow each other together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _named(reference: IndirectObject | None) -> IndirectObject:
    if reference is None:
        raise PyPdfError("a page that is no object of its own")
    return reference


def _dictionary(thing: PdfObject) -> DictionaryObject:
    found = thing.get_object()
    if not isinstance(found, DictionaryObject):
        raise PyPdfError("no dictionary")
    return found
