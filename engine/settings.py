"""Settings: a configuration file (`cchc-check.toml`, or `[tool.cchc-check]` in pyproject.toml).

Imported only where there is such a file: it is validated by pydantic, which costs a start-up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import InputError, PackError, model_fault, reason
from .packs import all_rules
from .parameters import value_fault
from .report import Severity
from .rules import Pack, Rule
from .setup import PROJECT
from .vocabulary import no_such, no_such_rule, suggest

_SECTION = ("tool", "cchc-check")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_MOST_NAMES = 5


class SettingsModel(BaseModel):
    """A configuration as its TOML gives it. Paths are relative to the configuration file."""

    model_config = ConfigDict(
        extra="forbid", strict=True, alias_generator=lambda name: name.replace("_", "-")
    )
    packs: list[str] = Field(default=[], description="rule packs of your own, YAML files")
    select: list[str] = Field(default=[], description="rules or packs: only these are checked")
    ignore: list[str] = Field(default=[], description="rules or packs that are not checked")
    severity: dict[str, Literal["error", "warning", "info", "off"]] = Field(
        default={}, description="rule = its severity here; off: it is not checked"
    )
    parameters: dict[str, dict[str, Any]] = Field(
        default={}, description="[parameters.RULE]: name = value, of those the rule declares"
    )
    parent: str | None = Field(default=None, description="registered id of the parent, or a file")
    fail_on: Literal["error", "warning", "info", "never"] | None = Field(
        default=None, description="from which severity on the exit status is 1"
    )
    registry: str | None = Field(default=None, description="a folder of parents, YAML files")
    waivers: str | None = Field(default=None, description="a waiver file for all plans")


class Settings:
    """What a configuration file sets, with what it means for the rules."""

    def __init__(self, path: Path, model: SettingsModel) -> None:
        self.path = path
        self._model = model
        self.select: list[str] = model.select
        self.parent: str | None = model.parent
        self.fail_on: str | None = model.fail_on
        self.waivers: str | None = model.waivers
        self.registry: Path | None = self.beside(model.registry) if model.registry else None

    def beside(self, name: str) -> Path:
        """A path that the file names, from the file's folder."""
        return self.path.parent / name

    def pack_files(self) -> list[Path]:
        """The packs that it adds."""
        return [self.beside(name) for name in self._model.packs]

    def parent_name(self) -> str:
        """The parent as `load_parent` takes it: a file beside the configuration, or an id."""
        name = self.parent or ""
        return str(self.beside(name)) if name and self.beside(name).is_file() else name

    @contextmanager
    def said(self, key: str) -> Iterator[None]:
        """Says where the name of an unusable file or parent comes from."""
        try:
            yield
        except PackError:
            raise  # tells file, line and column of the pack itself
        except InputError as error:
            raise InputError(f"{_at(self.path, key)}: {error}") from error

    def check_rules(self, packs: Sequence[Pack]) -> None:
        """InputError for a rule, a pack or a parameter that there is not, or a wrong value."""
        rules = {rule.id: rule for _, rule in all_rules(packs)}
        named = {*rules, *(pack.pack for pack in packs)}
        for key in ("select", "ignore"):
            for name in getattr(self._model, key):
                if name not in named:
                    self._refuse(key, f"không có quy tắc hoặc bộ quy tắc '{name}'", name, named)
        for key in ("severity", "parameters"):
            for name in getattr(self._model, key):
                if name not in rules:
                    self._refuse(key, f"không có quy tắc '{name}'", name, rules)
        for name, values in self._model.parameters.items():
            self._check_parameters(rules[name], values)

    def _check_parameters(self, rule: Rule, values: dict[str, Any]) -> None:
        key = f"parameters.{rule.id}"
        for name, value in values.items():
            if not rule.parameters:
                raise InputError(
                    f"{_at(self.path, key)}: quy tắc '{rule.id}' không có tham số nào để đặt."
                )
            if name not in rule.parameters:
                said = f"quy tắc '{rule.id}' không có tham số '{name}'"
                raise InputError(no_such(f"{_at(self.path, key)}: {said}", name, rule.parameters))
            fault = value_fault(rule.parameters[name], value)
            if fault is not None:
                raise InputError(f"{_at(self.path, f'{key}.{name}')}: {fault}.")

    def _refuse(self, key: str, said: str, name: str, known: Any) -> None:
        raise InputError(no_such_rule(f"{_at(self.path, key)}: {said}", name, known))

    def adjusted(self, packs: Sequence[Pack]) -> tuple[Pack, ...]:
        """The packs with the severities and parameters that it sets, which are checked first."""
        self.check_rules(packs)
        return tuple(
            replace(pack, rules=[self._adjusted(rule) for rule in pack.rules]) for pack in packs
        )

    def _adjusted(self, rule: Rule) -> Rule:
        values = self._model.parameters.get(rule.id)
        wanted = self._model.severity.get(rule.id, "off")
        severity: Severity = rule.severity if wanted == "off" else wanted
        if values is None and severity == rule.severity:
            return rule
        return replace(rule, severity=severity, parameters={**rule.parameters, **(values or {})})

    def left_out(self, packs: Sequence[Pack], asked: Sequence[str]) -> list[str]:
        """The rules that it ignores or turns off, less those that the command line asks for."""
        ignore, severity = self._model.ignore, self._model.severity
        return [
            rule.id
            for pack, rule in all_rules(packs)
            if rule.id not in asked
            and (
                rule.id in ignore
                or severity.get(rule.id) == "off"
                or (pack.pack in ignore and pack.pack not in asked)
            )
        ]

    def notes(self, off: Sequence[str], selected: bool) -> list[str]:
        """What the reader of a report should know: which rules the file leaves out.

        `off` are those that it ignores or turns off, `selected` says that its own `select` is void.
        """
        notes: list[str] = []
        if self.select and not selected:
            notes.append(f"Theo {self.path}, chỉ xét {_some(self.select)}.")
        if off:
            notes.append(f"Theo {self.path}, không xét {_some(off)}.")
        return notes


def _some(names: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" và {more} mục khác" if more > 0 else "")


def load_settings(path: Path) -> Settings:
    """The settings of a file; InputError says in one sentence what is wrong with it."""
    data = _read(path)
    try:
        return Settings(path, SettingsModel.model_validate(data))
    except ValidationError as error:
        detail = error.errors()[0]
        where = [part for part in detail["loc"] if isinstance(part, str)]
        if detail["type"] == "extra_forbidden":
            known = [name.replace("_", "-") for name in SettingsModel.model_fields]
            what = f"không có mục nào tên như vậy{suggest(where[-1], known)}"
        else:
            what = model_fault(detail)
        end = "" if what.endswith("?") else "."
        raise InputError(f"{_at(path, '.'.join(where))}: {what}{end}") from error


def _read(path: Path) -> Any:
    """The data of the file, of pyproject.toml the section for this program."""
    try:
        data: Any = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được tệp cấu hình {path}: {reason(error)}.") from error
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        where = f"ở dòng {place[1]}, cột {place[2]}" if place else "ở cuối tệp"
        raise InputError(
            f"Tệp cấu hình {path} không phải TOML hợp lệ, sai {where};"
            " chữ để trong ngoặc kép, đường dẫn ghi bằng dấu /."
        ) from error
    if path.name != PROJECT:
        return data
    for name in _SECTION:
        data = data.get(name) if isinstance(data, dict) else None
    if data is None:
        raise InputError(f"Tệp {path} không có mục [{'.'.join(_SECTION)}].")
    return data


def _at(path: Path, key: str) -> str:
    """The beginning of a sentence about one key of a file."""
    inside = f"{'.'.join(_SECTION)}." if path.name == PROJECT else ""
    return f"Tệp cấu hình {path}, mục “{inside}{key}”"
