"""Registry: where parents are kept: a project's folder, the user's own, the built-in ones.

The nearer place wins where an id stands in several. Own files are validated only when they are
used: a faulty one must not spoil the use of another.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..grammar.data import data_folder, read_yaml
from . import parents
from .errors import InputError
from .parents import Parent
from .reading import is_file

PlaceName = Literal["project", "user", "program"]
_YAML = (".yaml", ".yml")


@dataclass(slots=True, eq=False)
class Entry:
    """One kept parent: its id and number, where it is kept, whether a nearer one hides it.

    `broken` says that its file is no YAML; what else is wrong with it shows when it is loaded.
    """

    id: str
    number: str
    place: PlaceName
    path: Path | None = None
    parent: Parent | None = None
    broken: bool = False
    hidden: bool = False
    rests_on: str | None = None

    def load(self) -> Parent:
        """The parent, without what is above it; InputError for a faulty file."""
        if self.parent is None:
            assert self.path is not None
            self.parent = read_parent(self.path)
        return self.parent


class Registry:
    """The parents that can be named: of a folder, of the user, of the program."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._found: list[Entry] | None = None

    @property
    def entries(self) -> list[Entry]:
        """All that are kept, the nearest place first; by id within one place."""
        if self._found is None:
            self._found = list(self._look())
        return self._found

    def _look(self) -> list[Entry]:
        found: list[Entry] = []
        user = user_folder()
        if self.folder is not None:
            found += _entries_of(self.folder, "project")
        if user is not None and (self.folder is None or not _is_same(user, self.folder)):
            found += _entries_of(user, "user")
        found += [
            Entry(one.id, one.number, "program", parent=one) for one in parents.registry().values()
        ]
        nearest: dict[str, PlaceName] = {}
        for one in found:
            one.hidden = nearest.setdefault(compact(one.id), one.place) != one.place
        return found

    def find(self, name: str) -> Entry | None:
        """The entry of an id or number; InputError where the name fits several."""
        seen = [one for one in self.entries if not one.hidden]
        wanted = compact(name)
        exact = [one for one in seen if one.id == name]
        fits = exact or [one for one in seen if wanted in (compact(one.id), compact(one.number))]
        if len(fits) > 1:
            raise InputError(_ambiguous(name, fits))
        return fits[0] if fits else None

    def load(self, name: str | Path) -> Parent:
        """A parent by id, number, YAML file or plan file, with what is above it."""
        return self.link(self.load_alone(name))

    def load_alone(self, name: str | Path) -> Parent:
        """The same without what is above it."""
        return self._load(str(name), None)

    def link(self, parent: Parent) -> Parent:
        """A parent with what it names as its own parent above it, and so on."""
        self._link(parent, [parent])
        return parent

    def _load(self, text: str, beside: Path | None) -> Parent:
        entry = self.find(text)
        if entry is not None:
            return entry.load()
        for path in (beside / text if beside else None, Path(text)):
            if path is not None and is_file(path):
                return read_parent(path)
        raise InputError(self._unknown(text))

    def _link(self, parent: Parent, below: list[Parent]) -> None:
        """Finds what a parent names as its own, and so on; `below` is the way that led there."""
        name = parent.rests_on
        parent.above = None
        if name is None:
            return
        if compact(name) in (compact(parent.id), compact(parent.number)):
            raise InputError(
                f"Kế hoạch cấp trên {parent.id} tự nêu chính nó (“{name}”) là kế hoạch cấp trên;"
                " hãy sửa hoặc bỏ mục 'parent' trong tệp của nó."
            )
        try:
            above = self._load(name, parent.path.parent if parent.path else None)
        except InputError as error:
            raise InputError(
                f"Kế hoạch cấp trên {parent.id} nêu “{name}” ở mục 'parent': {error}"
            ) from error
        way = [*below, above]
        if any(one.id == above.id for one in below):
            raise InputError(
                f"Các kế hoạch cấp trên nối thành vòng: {' → '.join(one.id for one in way)};"
                " hãy sửa mục 'parent' trong tệp của một kế hoạch."
            )
        self._link(above, way)
        parent.above = above

    def _unknown(self, text: str) -> str:
        import difflib

        seen = [one for one in self.entries if not one.hidden]
        names = [name for one in seen for name in (one.id, one.number) if name]
        near = difflib.get_close_matches(text, names, n=3, cutoff=0.4)
        hint = f" Có phải là: {', '.join(near)}?" if near else ""
        if self.folder is not None and not self.folder.is_dir():
            hint += f" Chưa có thư mục danh mục {self.folder}."
        broken = [one.path.name for one in seen if one.broken and one.path is not None]
        if broken:
            hint += f" Tệp trong danh mục không đọc được: {', '.join(broken)}."
        return (
            f"Không có kế hoạch cấp trên “{text}” trong danh mục và cũng không có tệp nào tên như"
            f" vậy.{hint} Xem danh mục bằng lệnh: cchc-check parents list"
        )


def user_folder() -> Path | None:
    """The user's own registry; None where there is no home folder."""
    try:
        return data_folder() / "parents"
    except RuntimeError:
        return None


def read_parent(path: Path) -> Parent:
    """A parent from a YAML file or from a plan's text, without what is above it."""
    if path.suffix.lower() in _YAML:
        from .parent_faults import read_parent_data

        parent = parents.parent_of(read_parent_data(path))
    else:
        from .derive import derive_parent
        from .reading import read_source

        parent = derive_parent(read_source(path))
    parent.path = path
    return parent


def compact(name: str) -> str:
    """An id or a number for comparing: no spaces, one case."""
    return re.sub(r"\s+", "", name).casefold()


def _entries_of(folder: Path, place: PlaceName) -> list[Entry]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _YAML)
    except OSError:
        return []
    if not paths:
        return []
    data = _data_of(paths, f"parents-{place}")
    return [_entry(path, one, place) for path, one in zip(paths, data, strict=True)]


def _data_of(paths: list[Path], bundle: str) -> list[Any]:
    """The data of the files, from the cache where it has them; None for one that is no YAML."""
    import yaml

    faults = (OSError, ValueError, yaml.YAMLError)
    with contextlib.suppress(*faults):
        return read_yaml(bundle, paths)
    found: list[Any] = []
    for path in paths:
        found.append(None)
        with contextlib.suppress(*faults):
            found[-1] = read_yaml(f"{bundle}-one", [path])[0]
    return found


def _entry(path: Path, data: Any, place: PlaceName) -> Entry:
    """An entry by what its file says of itself; a faulty one by its file's name."""
    values = data if isinstance(data, dict) else {}
    own, number, above = (_text(values.get(key)) for key in ("id", "number", "parent"))
    return Entry(own or path.stem, number or "", place, path, broken=not values, rests_on=above)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _ambiguous(name: str, fits: list[Entry]) -> str:
    listed: list[str] = []
    for one in fits:
        said = "tệp có lỗi"
        with contextlib.suppress(InputError):
            parent = one.load()
            said = f"{parent.number}, {parent.issued or 'chưa rõ ngày'}, {parent.issuer}"
        listed.append(f"{one.id} ({said})")
    if len({one.id for one in fits}) == 1:
        files = ", ".join(str(one.path) for one in fits)
        return (
            f"Có {len(fits)} tệp trong danh mục cùng mã “{fits[0].id}”: {files}. Hãy sửa mục 'id'."
        )
    return f"Có {len(fits)} kế hoạch cấp trên mang số “{name}”: {'; '.join(listed)}. Hãy nêu rõ mã."


def _is_same(one: Path, two: Path) -> bool:
    return one.absolute() == two.absolute()
