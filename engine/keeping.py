"""Keeping: puts parents into a registry and takes them out; what was there is kept as a backup."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import InputError, ParentError, reason
from .mending import keep_copy, put
from .names import compact_number, plain_name
from .parent_faults import place_of, read_parent_data, validate_parent
from .parents import Parent, parent_of
from .registry import Entry, Registry, compact, user_folder

_ID = re.compile(r"\w(?:[\w.-]*\w)?")
_ID_LINE = re.compile(r"^id:.*$", re.MULTILINE)
_YAML = (".yaml", ".yml")


@dataclass(slots=True, eq=False)
class Kept:
    """What was put where; `backup` has what stood there before, `hides` what it stands in for.

    `new` says that the file was not already there as it is.
    """

    parent: Parent
    path: Path
    backup: Path | None = None
    hides: Entry | None = None
    new: bool = True


@dataclass(slots=True, eq=False)
class Removed:
    """What was taken out, where it is now; `shows` is what its id means from now on."""

    id: str
    backup: Path
    shows: Entry | None = None
    needed_by: tuple[str, ...] = ()


def add(
    file: str, registry: Registry, id: str | None = None, above: str | None = None,
    force: bool = False,
) -> Kept:  # fmt: skip
    """Derives the parent of a plan's file, or takes a parent's YAML, and keeps it by its id.

    `above` is the parent that it names as its own. InputError where the id is another parent's, or
    where a file is already there and is not to be replaced (`force`).
    """
    folder = registry.folder or user_folder()
    if folder is None:
        raise InputError("Không rõ thư mục của người dùng; hãy nêu thư mục bằng --registry.")
    parent, text = _read(file, id, above)
    path = folder / f"{parent.id}.yaml"
    _refuse_other(parent, registry, path, force)
    registry.link(parent)
    old = _old(path)
    hides = next((e for e in registry.entries if e.id == parent.id and e.path != path), None)
    if old is not None and old.decode("utf-8", "replace") == text:
        return Kept(parent, path, None, hides, new=False)
    if old is not None and not force:
        raise InputError(_there(path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        backup = keep_copy(path, old) if old is not None else None
        if old is None:
            path.touch(exist_ok=False)
        put(path, text.encode("utf-8"))
    except OSError as error:
        if old is None:
            with suppress(OSError):
                path.unlink()
        raise InputError(f"Không ghi được {path}: {reason(error)}.") from error
    return Kept(parent, path, backup, hides)


def remove(name: str, registry: Registry) -> Removed:
    """Takes an own parent out of its registry: its file becomes a backup beside it."""
    entry = registry.find(name)
    if entry is None:
        raise InputError(
            f"Không có kế hoạch cấp trên “{name}” trong danh mục. Xem: cchc-check parents list"
        )
    if entry.path is None:
        raise InputError(f"{entry.id} đi kèm chương trình nên không bỏ được.")
    try:
        backup = keep_copy(entry.path, entry.path.read_bytes())
        entry.path.unlink()
    except OSError as error:
        raise InputError(f"Không bỏ được {entry.path}: {reason(error)}.") from error
    left = Registry(registry.folder)
    needed = (
        other.id for other in left.entries
        if other.rests_on and compact(other.rests_on) in (compact(entry.id), compact(entry.number))
    )  # fmt: skip
    return Removed(entry.id, backup, left.find(entry.id), tuple(needed))


def validate(name: str, registry: Registry) -> Parent:
    """A parent without faults, by id or file; ParentError has every fault with line and column."""
    entry = registry.find(name)
    path = Path(name) if entry is None else entry.path
    if path is not None and path.suffix.lower() in _YAML and (entry is not None or path.is_file()):
        validate_parent(path)
        try:
            return registry.load(name)
        except InputError as error:
            raise ParentError([f"{place_of(path, 'parent')}: {error}"]) from error
    return registry.load(name)


def _read(file: str, id: str | None, above: str | None) -> tuple[Parent, str]:
    """The parent of a file under its id, and the text to keep."""
    from .derive import derive_parent
    from .parent_yaml import yaml_of
    from .reading import read_source

    path = Path(file)
    if path.suffix.lower() in _YAML:
        parent = parent_of(read_parent_data(path))
        text = path.read_text(encoding="utf-8-sig")
        if id is not None and id != parent.id:
            parent.id = _usable(id)
            text = _ID_LINE.sub(lambda _: f"id: {_quoted(parent.id)}", text, count=1)
        if above is not None and above != parent.rests_on:
            raise InputError(f"Hãy ghi kế hoạch cấp trên vào mục 'parent' của chính tệp {file}.")
        _usable(parent.id)
        return parent, text
    source = read_source(file)
    parent = derive_parent(source)
    known = parent.number != source.path
    parent.id = _usable(id) if id is not None else id_of(parent.number) if known else ""
    if not parent.id:
        raise InputError(
            f"Không thấy số, ký hiệu trong {file} để đặt mã; hãy nêu mã, ví dụ --id 45-KH."
        )
    parent.rests_on = above
    return parent, yaml_of(parent, source, "đầu vào chuẩn" if file == "-" else path.name)


def id_of(number: str) -> str:
    """The id that a number gives: `82/KH-UBND` is kept as 82-KH; nothing where it has no digits."""
    digits, _, kind = number.partition("/")
    found = re.sub(r"[^\w.]+", "-", f"{digits}-{kind.partition('-')[0]}").strip("-.")
    return found if digits.strip().isdecimal() and kind else ""


def _usable(id: str) -> str:
    """An id that can be a file's name everywhere."""
    if not _ID.fullmatch(id) or len(id) > 80:
        raise InputError(
            f"Mã “{id}” không dùng được: chỉ dùng chữ, số, dấu gạch và dấu chấm, ví dụ 45-KH."
        )
    return id


def _quoted(id: str) -> str:
    """An id as YAML reads it back: quoted where it would be a number."""
    import yaml

    return str(yaml.safe_dump(id, allow_unicode=True)).split("\n")[0]


def _refuse_other(parent: Parent, registry: Registry, path: Path, force: bool) -> None:
    """InputError where the id, kept elsewhere or here, is that of another document."""
    for entry in registry.entries:
        if compact(entry.id) != compact(parent.id):
            continue
        if entry.path is not None and entry.path != path and entry.path.parent == path.parent:
            raise InputError(f"Mã {parent.id} đã có trong {entry.path}; hãy đặt mã khác bằng --id.")
        other = _loaded(entry)
        if other is not None and not _is_same(parent, other) and not force:
            raise InputError(
                f"Mã {parent.id} đã là của {other.number} ngày {other.issued or 'chưa rõ'},"
                f" {other.issuer}; hãy đặt mã khác bằng --id, ví dụ --id {_other_id(parent)}"
                " (hoặc --force để dùng mã này thay cho nó)."
            )


def _loaded(entry: Entry) -> Parent | None:
    try:
        return entry.load()
    except InputError:
        return None


def _is_same(one: Parent, two: Parent) -> bool:
    """Whether two are one document: number and day, and no two names of the issuer."""
    if compact_number(one.number) != compact_number(two.number) or one.issued != two.issued:
        return False
    a, b = plain_name(one.issuer), plain_name(two.issuer)
    return a in b or b in a


def _other_id(parent: Parent) -> str:
    day = parent.issued.earliest if parent.issued else None
    return f"{parent.id}-{parent.year or (day.year if day else 2)}"


def _old(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"Không đọc được {path}: {reason(error)}.") from error


def _there(path: Path) -> str:
    """Why a file that is there is left alone: it may hold somebody's review."""
    said = "có thể đã được sửa tay"
    try:
        parent = parent_of(read_parent_data(path))
    except InputError:
        parent = None
    if parent is not None and parent.reviewed:
        said = f"đã được {parent.reviewed_by} soát ngày {parent.reviewed_on}"
    return (
        f"Tệp {path} đã có và {said} nên không ghi đè; thêm --force để thay (bản cũ giữ lại .bak),"
        " hoặc đặt mã khác bằng --id."
    )
