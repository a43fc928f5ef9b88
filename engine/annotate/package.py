"""Package: the parts of a Word file, of which only those that change are written anew."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO

from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"
_DEFLATED = zipfile.ZIP_DEFLATED

Element = etree._Element


def parsed(data: bytes) -> Element:
    """The root of a part; nothing outside of it is looked at."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def written(root: Element) -> bytes:
    """A part as bytes, in the form in which Word writes it."""
    return etree.tostring(
        root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
    )


class Package:
    """A Word file's parts by name, and what becomes of them."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._names = set(self._archive.namelist())
        self._changed: dict[str, bytes] = {}

    @property
    def is_signed(self) -> bool:
        """Whether the file carries a digital signature."""
        return any(name.startswith("_xmlsignatures/") for name in self._names)

    def read(self, part: str) -> bytes | None:
        """A part; None where there is none."""
        if part in self._changed:
            return self._changed[part]
        return self._archive.read(part) if part in self._names else None

    def put(self, part: str, data: bytes) -> None:
        """Puts a part in the place of an old one, or adds it."""
        self._changed[part] = data

    def main(self) -> str:
        """The name of the part that holds the document's text."""
        return self.related("", "officeDocument") or "word/document.xml"

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that another one (the package: "") uses as its `kind`."""
        data = self.read(_relations_of(part))
        for relation in parsed(data) if data is not None else ():
            if (relation.get("Type") or "").rsplit("/", 1)[-1] == kind:
                target = relation.get("Target") or ""
                return posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip(
                    "/"
                )
        return None

    def add(self, part: str, kind: str, name: str, data: bytes, content: str) -> None:
        """Adds a part that `part` uses as its `kind`, a relation's type written out in full."""
        base = posixpath.dirname(part)
        self.put(name, data)
        self._relate(part, kind, posixpath.relpath(name, base) if base else name)
        root = parsed(self.read(_TYPES_PART) or b"<Types/>")
        etree.SubElement(
            root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content
        )  # fmt: skip
        self.put(_TYPES_PART, written(root))

    def free_name(self, name: str) -> str:
        """A name like this one that no part has yet."""
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free in self._names or free in self._changed:
            number += 1
            free = f"{stem}{number}{dot}{ending}"
        return free

    def _relate(self, part: str, kind: str, target: str) -> None:
        data = self.read(_relations_of(part))
        root = parsed(data) if data is not None else etree.Element(
            f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS}  # type: ignore[dict-item]
        )  # fmt: skip
        taken = {relation.get("Id") for relation in root}
        number = 1
        while f"rIdCchc{number}" in taken:
            number += 1
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=f"rIdCchc{number}", Type=kind, Target=target
        )  # fmt: skip
        self.put(_relations_of(part), written(root))

    def bytes(self) -> bytes:
        """The file with what was changed; all other parts as they were, in their order."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for info in self._archive.infolist():
                data = self._changed.pop(info.filename, None)
                if data is None:
                    data = self._archive.read(info)
                archive.writestr(_info(info), data, info.compress_type)
            for name, data in self._changed.items():
                archive.writestr(name, data, _DEFLATED)
        return out.getvalue()


def _info(old: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """What an archive says of a part, without the sizes and places of before."""
    new = zipfile.ZipInfo(old.filename, old.date_time)
    new.external_attr, new.comment = old.external_attr, old.comment
    return new


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
