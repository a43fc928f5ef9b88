"""Package: the parts of a .docx, found through their relationships; nothing outside is touched."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field

from ...errors import InputError
from ..zips import open_zip, read_member
from .xml import BadXmlError, Element, parse, rel, text_nodes

_DOCUMENT = "word/document.xml"
# In all parts that are read: 20 pages have ten to thirty thousand. More would fill the memory (half
# a kilobyte each) and take longer than a reader waits.
MOST_TAGS = 400_000


@dataclass(slots=True, eq=False)
class Part:
    """An XML part with its name in the package and the numbers of its text nodes."""

    name: str
    root: Element
    nodes: dict[Element, int]


@dataclass(slots=True, eq=False)
class _Relation:
    kind: str  # the last word of its type: styles, header, footnotes
    target: str  # a name in the package


@dataclass(slots=True, eq=False)
class Package:
    """An opened .docx; `name` is what messages call the file."""

    archive: zipfile.ZipFile
    name: str
    main: str = _DOCUMENT
    _relations: dict[str, _Relation] = field(default_factory=dict)
    _of_kind: dict[str, str] = field(default_factory=dict)
    _tags: int = 0
    _parts: dict[str, Part | None] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes, name: str) -> Package:
        """The package in some bytes; InputError where it is none."""
        package = cls(open_zip(data, name), name)
        for relation in package._read_relations("").values():
            if relation.kind == "officeDocument":
                package.main = relation.target
        package._relations = package._read_relations(package.main)
        for relation in package._relations.values():
            package._of_kind.setdefault(relation.kind, relation.target)
        return package

    @property
    def has_macros(self) -> bool:
        """Whether the file brings macros."""
        return any(member.endswith("vbaProject.bin") for member in self.archive.namelist())

    def document(self) -> Part:
        """The main part; InputError where it is missing or damaged."""
        part = self.part(self.main)
        if part is None:
            raise self.fault("không có phần nội dung của Word nên không đọc được; hãy lưu lại tệp.")
        return part

    def part(self, member: str) -> Part | None:
        """A part by its name in the package, None where there is none."""
        if member not in self._parts:
            root = self._parse(member)
            self._parts[member] = None if root is None else Part(member, root, text_nodes(root))
        return self._parts[member]

    def related(self, relation: str) -> Part | None:
        """The part behind a relationship of the document (`rId7`), None where there is none."""
        found = self._relations.get(relation)
        return None if found is None else self.part(found.target)

    def of_kind(self, kind: str) -> Element | None:
        """The root of the document's part of a kind (styles, numbering, theme), or None."""
        target = self._of_kind.get(kind)
        return None if target is None else self._parse(target)

    def part_of_kind(self, kind: str) -> Part | None:
        """The document's part of a kind with its text nodes (footnotes, endnotes), or None."""
        target = self._of_kind.get(kind)
        return None if target is None else self.part(target)

    def fault(self, what: str) -> InputError:
        """A sentence about this file."""
        return InputError(f"{self.name} {what}")

    def _parse(self, member: str) -> Element | None:
        data = read_member(self.archive, member, self.name)
        if data is None:
            return None
        self._tags += data.count(b"<")
        if self._tags > MOST_TAGS:
            raise self.fault(
                "phức tạp hơn nhiều so với một kế hoạch, có thể là tệp cố ý làm treo máy;"
                " không đọc để bảo đảm an toàn."
            )
        try:
            return parse(data)
        except BadXmlError:
            raise self.fault(
                "hỏng hoặc có nội dung không an toàn nên không đọc được;"
                " hãy mở bằng Word và lưu lại rồi kiểm tra lại."
            ) from None

    def _read_relations(self, member: str) -> dict[str, _Relation]:
        """The relationships of a part within the package; external ones are left out."""
        folder, base = posixpath.split(member)
        root = self._parse(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, _Relation] = {}
        for one in () if root is None else root:
            target, kind = one.get("Target"), one.get("Type")
            if not target or not kind or one.get("TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id") or ""] = _Relation(kind.rsplit("/", 1)[-1], path)
        return found


def relation_id(element: Element) -> str:
    """The relationship that an element names."""
    return element.get(rel("id")) or ""
