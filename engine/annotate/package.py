"""Package: a copy of a Word file, of which only the parts that change are written anew."""

from __future__ import annotations

import posixpath

from lxml import etree

from ..readers.docx.package import Package
from ..readers.docx.xml import STRICT, Element, parse
from ..readers.zips import read_member
from .zip_copy import zip_copy

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"


class Copy:
    """A Word file's parts, and what becomes of them; `file` is what was read."""

    def __init__(self, data: bytes, name: str) -> None:
        self.file = Package.open(data, name)
        self._changed: dict[str, bytes] = {}
        main = self._read(self.file.main) or b""
        self._is_strict = any(strict in main for strict, _ in STRICT)

    @property
    def is_signed(self) -> bool:
        """Whether the file carries a digital signature."""
        names = self.file.archive.namelist()
        return any(name.startswith("_xmlsignatures/") for name in names)

    def put(self, part: str, root: Element) -> None:
        """Puts a part in the place of an old one, or adds it."""
        data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        if self._is_strict:
            for strict, usual in STRICT:
                data = data.replace(usual, strict)
        self._changed[part] = data

    def add(self, kind: str, root: Element, content: str) -> None:
        """Adds a part that the document uses as its `kind`, under a name that nothing has."""
        main = self.file.main
        names = {*self.file.archive.namelist(), *self._changed}
        folder, number = posixpath.dirname(main), 1
        name = posixpath.join(folder, f"{kind}.xml")
        while name in names:
            number += 1
            name = posixpath.join(folder, f"{kind}{number}.xml")
        self.put(name, root)
        self._relate(f"{_OFFICE}/{kind}", f"/{name}")
        types = parse(self._read(_TYPES_PART) or b"")
        tag = f"{{{_TYPES}}}Override"
        etree.SubElement(types, tag, PartName=f"/{name}", ContentType=content)
        self.put(_TYPES_PART, types)

    def _relate(self, kind: str, target: str) -> None:
        """Says that the document uses a part."""
        folder, main = posixpath.split(self.file.main)
        part = posixpath.join(folder, "_rels", f"{main}.rels")
        data = self._read(part)
        empty = b'<Relationships xmlns="%s"/>' % _RELATIONS.encode()
        root = parse(data or empty)
        taken = {relation.get("Id") for relation in root}
        number = 1
        while f"rIdCchc{number}" in taken:
            number += 1
        tag = f"{{{_RELATIONS}}}Relationship"
        etree.SubElement(root, tag, Id=f"rIdCchc{number}", Type=kind, Target=target)
        self.put(part, root)

    def _read(self, part: str) -> bytes | None:
        return read_member(self.file.archive, part, self.file.name)

    def bytes(self) -> bytes:
        """The file with what was changed; all other parts as they were, in their order."""
        return zip_copy(self.file.archive, self._changed, self.file.name)
