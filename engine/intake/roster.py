"""Roster: who owes a plan (units.csv), and whose a plan is, by its issuer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...grammar.lexicon import lexicon
from ..errors import InputError, reason
from ..names import plain_name
from ..vocabulary import suggest

_COLUMNS = {
    "name": ("tên", "ten", "tên đơn vị", "đơn vị", "name"),
    "kind": ("loại", "loai", "kind"),
    "aliases": ("tên khác", "ten khac", "aliases"),
    "contact": ("liên hệ", "lien he", "contact"),
}
_DELIMITERS = ";,\t"
_MOST = 20_000
_BRACKETS = re.compile(r"\([^()]*\)")  # `Ủy ban nhân dân (UBND) phường …`
TEMPLATE = """\
tên;loại;tên khác;liên hệ
UBND phường Hoa Lâm;phường;Phường Hoa Lâm | UBND P. Hoa Lâm;vanthu.hoalam@example.vn
UBND xã Thanh Sa;xã;;vanthu.thanhsa@example.vn
"""


@dataclass(slots=True, eq=False)
class Unit:
    """A unit that owes a plan: its name as people write it, other names, whom to write to."""

    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    contact: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.aliases)


class Roster:
    """The units that owe a plan, known by any of their names. Without a list all issuers do."""

    def __init__(self, units: Sequence[Unit], listed: bool = True) -> None:
        self.units, self.listed = list(units), listed
        self._by_name: dict[str, Unit] = {}
        self._by_core: dict[str, list[Unit]] = {}
        for unit in units:
            for name in unit.names:
                self._by_name.setdefault(plain_name(name), unit)
                named = self._by_core.setdefault(core_name(name), [])
                if unit not in named:
                    named.append(unit)

    def unit_of(self, issuer: str | None) -> Unit | None:
        """Whose a plan is: the unit of its name, else the only one whose place has that name."""
        if not issuer:
            return None
        found = self._by_name.get(plain_name(issuer))
        if found is not None:
            return found
        near = self._by_core.get(core_name(issuer), [])
        return near[0] if len(near) == 1 else None

    def near(self, issuer: str) -> str | None:
        """A listed unit that an unknown issuer may mean, by its spelling."""
        import difflib

        cores = sorted(self._by_core)
        found = difflib.get_close_matches(core_name(issuer), cores, n=1, cutoff=0.8)
        return self._by_core[found[0]][0].name if found else None


def roster_of(issuers: Iterable[str]) -> Roster:
    """The units that have sent something, where nobody says who owes a plan."""
    found: dict[str, list[str]] = {}
    for issuer in issuers:
        found.setdefault(core_name(issuer), []).append(issuer)
    units = [Unit(_shown(core, min(names))) for core, names in sorted(found.items())]
    return Roster(units, listed=False)


def _shown(core: str, issuer: str) -> str:
    """A body's name as one writes it: a header has it in capitals."""
    issuer = " ".join(_BRACKETS.sub(" ", issuer).split())
    if not issuer.isupper():
        return issuer
    low = plain_name(issuer)
    body = next((one for one in _bodies() if low.startswith(one + " ")), "")
    words = core.split()
    level = 2 if core.startswith(("thành phố ", "thị xã ", "thị trấn ", "đặc khu ")) else 1
    place = " ".join([*words[:level], *(word.capitalize() for word in words[level:])])
    return f"{body.capitalize()} {place}" if body else place.capitalize()


def core_name(name: str) -> str:
    """The place that a body is of: `xã thanh sa` of `Ủy ban nhân dân xã Thanh Sa`, `UBND xã …`."""
    text = plain_name(_BRACKETS.sub(" ", name))
    for body in _bodies():
        if text.startswith(body + " "):
            return text[len(body) + 1 :]
    return text


def _bodies() -> tuple[str, ...]:
    return tuple(plain_name(one) for one in lexicon().words("intake", "bodies_of_units"))


def load_roster(path: Path) -> Roster:
    """The units of a CSV file; InputError says line and fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            f"Danh sách {path} không phải UTF-8; trong Excel hãy lưu dạng “CSV UTF-8”."
        ) from None
    except OSError as error:
        raise InputError(f"Không đọc được danh sách {path}: {reason(error)}.") from error
    return Roster(list(_units(path, text)))


def _units(path: Path, text: str) -> Iterable[Unit]:
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(path, next(rows, []))
    seen: dict[str, int] = {}
    for row in rows:
        line = rows.line_num
        if not any(cell.strip() for cell in row):
            continue
        if len(seen) >= _MOST:
            raise InputError(f"Danh sách {path} có hơn {_MOST} đơn vị; hãy kiểm lại tệp.")
        values = {key: _cell(row, at) for key, at in columns.items()}
        name = values.get("name", "")
        if not name:
            raise InputError(f"Danh sách {path}, dòng {line}: thiếu tên đơn vị.")
        if plain_name(name) in seen:
            raise InputError(
                f"Danh sách {path}, dòng {line}: “{name}” đã có ở dòng {seen[plain_name(name)]};"
                " hãy bỏ một dòng."
            )
        seen[plain_name(name)] = line
        aliases = tuple(one.strip() for one in values.get("aliases", "").split("|") if one.strip())
        yield Unit(name, values.get("kind", ""), aliases, values.get("contact", ""))
    if not seen:
        raise InputError(f"Danh sách {path} không có đơn vị nào.")


def _cell(row: list[str], at: int) -> str:
    return " ".join(row[at].split()) if at < len(row) else ""


def _columns(path: Path, head: list[str]) -> dict[str, int]:
    """Where each column stands."""
    found: dict[str, int] = {}
    known = {name: key for key, names in _COLUMNS.items() for name in names}
    for at, cell in enumerate(head):
        name = " ".join(cell.split()).lower()
        if name and name not in known:
            hint = suggest(name, [names[0] for names in _COLUMNS.values()])
            raise InputError(
                f"Danh sách {path}, dòng 1: không có cột nào tên “{cell.strip()}”{hint}"
            )
        if name:
            found[known[name]] = at
    if "name" not in found:
        raise InputError(
            f"Danh sách {path}, dòng 1: thiếu cột “tên”; mẫu: cchc-check batch --init."
        )
    return found
