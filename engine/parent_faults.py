"""Parent faults: reads a parent's YAML and says all that is wrong with it, with line and column.

First what its form shows (parent_model.py), then what only the calendar, the lexicons and the
values among each other can show. Imported only where a YAML of the user's is read: pydantic costs
a start-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ..grammar.lexicon import lexicon
from .errors import InputError, ParentError, model_fault, reason
from .parent_model import ObligationModel, ParentModel, SourceModel, TargetModel, WindowModel
from .parents import known_kinds
from .vocabulary import suggest
from .yaml_places import Path_, Placed, YamlError, read_placed


@dataclass(slots=True, eq=False)
class _Fault:
    where: Path_
    message: str

    @property
    def name(self) -> str:
        """The key that it is about, as people name it: `obligations.0.kind`."""
        return ".".join(str(part).removesuffix("?") for part in self.where) or "tệp"


def read_parent_data(path: Path) -> Any:
    """The data of a parent's file; InputError: one sentence about the first thing wrong with it."""
    placed = _read(path)
    faults = _all_faults(placed)
    if faults:
        raise InputError(_sentence(str(path), faults, placed))
    return placed.data


def refuse_faults(data: Any, path: str) -> None:
    """InputError where data that stand in no file of their own are no parent."""
    faults = _faults(data)
    if faults:
        raise InputError(_sentence(path, faults, None))


def validate_parent(path: Path) -> None:
    """ParentError with every fault of a file; InputError where it cannot be read."""
    try:
        placed = _read(path, whole=False)
    except YamlError as error:
        what = f"YAML sai ({error.problem}); hãy xem lại dấu hai chấm, dấu ngoặc và thụt đầu dòng"
        raise ParentError([f"{path}:{error.line}:{error.column}: {what}"]) from error
    faults = [(placed.place(fault.where), fault) for fault in _all_faults(placed)]
    if faults:
        faults.sort(key=lambda pair: pair[0])
        raise ParentError(
            [f"{path}:{at[0]}:{at[1]}: mục “{one.name}”: {one.message}" for at, one in faults]
        )


def place_of(path: Path, key: str) -> str:
    """`FILE:LINE:COLUMN` of a key of a readable file."""
    line, column = _read(path).place((key,))
    return f"{path}:{line}:{column}"


def _read(path: Path, whole: bool = True) -> Placed:
    """A file with its places; `whole` tells broken YAML as a sentence, too."""
    try:
        return read_placed(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Không đọc được tệp kế hoạch cấp trên {path}: {reason(error)}."
        ) from error
    except YamlError as error:
        if not whole:
            raise
        raise InputError(
            f"Tệp {path} không phải YAML hợp lệ, sai ở dòng {error.line}, cột {error.column}."
        ) from error


def _sentence(path: str, faults: list[_Fault], placed: Placed | None) -> str:
    """The first fault as a sentence, and that there are more."""
    fault = min(faults, key=lambda one: placed.place(one.where)) if placed else faults[0]
    at = placed.place(fault.where) if placed else None
    where = f", dòng {at[0]}, cột {at[1]}," if at else ""
    end = "" if fault.message.endswith("?") else "."
    more = ""
    if len(faults) > 1:
        more = f" Còn {len(faults) - 1} lỗi nữa"
        more += f"; xem: cchc-check parents validate {path}" if placed else "."
    return (
        f"Tệp kế hoạch cấp trên {path}{where} sai ở mục “{fault.name}”: {fault.message}{end}{more}"
    )


def _all_faults(placed: Placed) -> list[_Fault]:
    """The faults of a file: those of its data, and keys of which one would be lost."""
    twice = [_Fault(where, "ghi hai lần; hãy bỏ một dòng") for where in placed.doubled]
    return twice + _faults(placed.data)


def _faults(data: Any) -> list[_Fault]:
    try:
        ParentModel.model_validate(data)
    except ValidationError as error:
        details = error.errors()
        return [_model_fault(one) for one in details if not _is_misspelt(one, details)]
    return list(_value_faults(data))


_MODELS: dict[str, type[BaseModel]] = {
    "source": SourceModel, "window": WindowModel, "target": TargetModel,
}  # fmt: skip


def _is_misspelt(detail: Any, details: Sequence[Any]) -> bool:
    """Whether a key seems to be missing only because it is misspelt: that is told of the other."""
    if detail["type"] != "missing":
        return False
    *where, name = detail["loc"]
    return any(
        one["type"] == "extra_forbidden"
        and list(one["loc"][:-1]) == where
        and get_close_matches(str(one["loc"][-1]), [str(name)], 1)
        for one in details
    )


def _model_fault(detail: Any) -> _Fault:
    """One of pydantic's findings; of an unknown key with the known ones."""
    where: Path_ = tuple(detail["loc"])
    message = model_fault(detail)
    if detail["type"] == "extra_forbidden":
        above = where[-2] if len(where) > 1 else None
        model = (
            ParentModel if above is None
            else ObligationModel if isinstance(above, int) else _MODELS[str(above)]
        )  # fmt: skip
        return _Fault(
            (*where[:-1], f"{where[-1]}?"),
            message + suggest(str(where[-1]), model.model_fields),
        )
    return _Fault(where, message)


def _value_faults(data: dict[str, Any]) -> Iterator[_Fault]:
    """What is wrong with values that each have the right form."""
    if not data["id"].strip():
        yield _Fault(("id",), "cần chữ, không để trống")
    for key in ("reviewed_by", "reviewed_on"):
        if data.get("reviewed") and not data.get(key):
            yield _Fault(("reviewed",), f"đã soát thì ghi cả mục '{key}' (ai soát, ngày nào)")
    first, last = data.get("year"), data.get("last_year")
    if first and last and last < first:
        yield _Fault(("last_year",), f"năm cuối {last} trước năm đầu {first}")
    kinds = {**known_kinds(), **(data.get("kinds") or {})}
    for number, one in enumerate(data["obligations"]):
        if one["kind"] not in kinds:
            told = f"không có loại '{one['kind']}'{suggest(one['kind'], kinds)}"
            yield _Fault(
                ("obligations", number, "kind"), f"{told} (loại mới thì đặt tên ở mục kinds)"
            )
        yield from _obligation_faults(one, ("obligations", number))


def _obligation_faults(one: dict[str, Any], where: Path_) -> Iterator[_Fault]:
    window = one.get("window") or {}
    first, last = window.get("earliest"), window.get("latest")
    if first and last and str(last) < str(first):
        yield _Fault((*where, "window"), f"ngày cuối {last} trước ngày đầu {first}")
    day = one.get("month_day")
    if day and not _is_day(day):
        yield _Fault(
            (*where, "month_day"), f"không có ngày {day}; ghi dạng tháng-ngày, ví dụ 06-05"
        )
    if one["kind"] == "target" and not one.get("target"):
        yield _Fault((*where, "kind"), "yêu cầu loại target cần mục 'target' (con số phải đạt)")
    names = lexicon().named_themes
    for number, name in enumerate(one.get("covers") or ()):
        if "_" in name and name not in names:
            near = suggest(name, names)
            hint = near if near.endswith("?") else "; xem các tên trong rules/lexicon"
            yield _Fault((*where, "covers", number), f"không có tên '{name}'{hint}")


def _is_day(month_day: str) -> bool:
    try:
        date.fromisoformat(f"2024-{month_day}")  # a leap year has every day of any year
    except ValueError:
        return False
    return True
