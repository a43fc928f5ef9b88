"""Setup: what each plan is checked with, from the command line and the nearest configuration.

Looking for the files is all that a run without them pays: what reads them (pydantic, TOML) is
imported where one is found.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import InputError
from .reading import is_file

if TYPE_CHECKING:
    from .parents import Parent
    from .report import Report
    from .rules import Pack
    from .settings import Settings
    from .waivers import WaiverFile

SETTINGS = "cchc-check.toml"
PROJECT = "pyproject.toml"
WAIVERS = "cchc-waivers.yaml"
_SECTION = re.compile(rb"tool[\s\"'.\]]*cchc-check")


@dataclass(eq=False)
class Asked:
    """What the command line says; None or nothing where it leaves it to the configuration."""

    parent: str | Sequence[str] | None = None
    packs: Sequence[Path] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    fail_on: str | None = None
    config: Path | None = None
    no_config: bool = False
    waivers: Path | None = None
    registry: Path | None = None


@dataclass(eq=False)
class _Chosen:
    """The packs to check with (None: the built-in ones as they are).

    `known` are the ids of all rules there are; `notes` say what the configuration leaves out.
    """

    packs: Sequence[Pack] | None = None
    known: Sequence[str] | None = None
    notes: Sequence[str] = ()


@dataclass(eq=False)
class Setup:
    """What one plan is checked with; of `parents` the nearest is first."""

    chosen: _Chosen
    parents: Sequence[Parent]
    fail_on: str
    waivers: WaiverFile | None = None

    @property
    def parent(self) -> Parent | None:
        """The nearest parent."""
        return self.parents[0] if self.parents else None

    @property
    def packs(self) -> Sequence[Pack] | None:
        """The packs to check with; None for the built-in ones as they are."""
        return self.chosen.packs

    def refuse_itself(self, plan: str) -> None:
        """InputError for a plan whose own file is given as its parent."""
        for parent in self.parents:
            with contextlib.suppress(OSError):
                if parent.path is not None and parent.path.samefile(plan):
                    raise InputError(f"{plan} không thể là kế hoạch cấp trên của chính nó.")

    def finish(self, report: Report) -> Report:
        """The report, with what the reader should know of the configuration, and waived results."""
        report.notes.extend(self.chosen.notes)
        if self.waivers is not None:
            self.waivers.apply(report, self._known())
        return report

    def _known(self) -> Sequence[str]:
        """The ids of all rules there are, checked or not."""
        if self.chosen.known is not None:
            return self.chosen.known
        from .packs import all_rules, built_in_packs

        return [rule.id for _, rule in all_rules(built_in_packs())]

    def fails(self, report: Report) -> bool:
        """Whether a report makes the exit status 1."""
        return self.fail_on != "never" and report.fails_at(self.fail_on)


class Setups:
    """The setups of the plans of one run; each configuration and waiver file is read once."""

    def __init__(self, asked: Asked) -> None:
        if asked.config is not None and asked.no_config:
            raise InputError("Chỉ dùng một trong hai tùy chọn --config và --no-config.")
        self._asked = asked
        self._made: dict[Path | None, tuple[Settings | None, Setup]] = {}
        self._waivers: dict[Path, WaiverFile] = {}

    def of(self, plan: str) -> Setup:
        """The setup of a plan, by its path (`-`: standard input); InputError for a bad file."""
        here = Path.cwd()
        folder = here if plan == "-" else Path(os.path.normpath(here / plan)).parent
        path = self._asked.config
        if path is None and not self._asked.no_config:
            path = nearest_settings(folder)
        if path not in self._made:
            self._made[path] = self._make(path)
        settings, setup = self._made[path]
        waivers = self._waiver_file(settings, folder)
        return Setup(setup.chosen, setup.parents, setup.fail_on, waivers)

    def close(self) -> None:
        """Adds to the reports what is to be said of waivers that no plan of the run needed."""
        for waivers in self._waivers.values():
            waivers.close()

    def _make(self, path: Path | None) -> tuple[Settings | None, Setup]:
        asked = self._asked
        settings = None
        if path is not None:
            from .settings import load_settings

            settings = load_settings(_near(path))
        fail_on = asked.fail_on or (settings.fail_on if settings else None) or "error"
        return settings, Setup(self._packs(settings), self._parents(settings), fail_on)

    def _parents(self, settings: Settings | None) -> Sequence[Parent]:
        """The parents asked for, else the configured one, with those that they name as theirs."""
        asked = self._asked.parent or ()
        names = [asked] if isinstance(asked, str) else asked
        if not names and (settings is None or settings.parent is None):
            return ()
        from .chain import chain_of
        from .registry import Registry

        folder = self._asked.registry or (settings.registry if settings else None)
        registry = Registry(folder)
        if names or settings is None:
            return chain_of([registry.load(name) for name in names])
        with settings.said("parent"):
            return chain_of(registry.load(settings.parent_name()))

    def _packs(self, settings: Settings | None) -> _Chosen:
        """The packs to check with, and what is to be known of them."""
        asked = self._asked
        if settings is None and not (asked.packs or asked.select or asked.ignore):
            return _Chosen()
        from .packs import all_rules, choose

        packs, own = self._all_packs(settings)
        select = list(asked.select or (settings.select if settings else ()))
        select += [r.id for pack, r in all_rules(own) if r.override and pack.pack in select]
        chosen = choose(packs, select, asked.ignore)
        notes: list[str] = []
        if settings is not None:
            off = settings.left_out(chosen, asked.select)
            notes = settings.notes(off, bool(asked.select))
            chosen = choose(packs, select, [*asked.ignore, *off])
        if not any(pack.rules for pack in chosen):
            where = f", và tệp cấu hình {settings.path}" if settings is not None else ""
            raise InputError(
                f"Không còn quy tắc nào để xét; hãy xem lại --select, --ignore{where}."
            )
        return _Chosen(chosen, [rule.id for _, rule in all_rules(packs)], notes)

    def _all_packs(self, settings: Settings | None) -> tuple[Sequence[Pack], Sequence[Pack]]:
        """All packs as the configuration changes them; and the user's own, as they are written."""
        from .packs import built_in_packs, join, load_packs

        built_in = built_in_packs()
        own: tuple[Pack, ...] = ()
        if settings is not None:
            with settings.said("packs"):
                own = load_packs(settings.pack_files(), known=built_in)
        own += load_packs(self._asked.packs, known=(*built_in, *own))
        packs = join(built_in, own)
        return (packs if settings is None else settings.adjusted(packs)), own

    def _waiver_file(self, settings: Settings | None, folder: Path) -> WaiverFile | None:
        """The waivers for plans of a folder: those asked for, configured, or beside the plan."""
        path = self._asked.waivers
        if path is None and settings is not None and settings.waivers is not None:
            path = settings.beside(settings.waivers)
        if path is None:
            path = folder / WAIVERS
            if not is_file(path):
                return None
        if path not in self._waivers:
            from .waivers import load_waivers

            self._waivers[path] = load_waivers(_near(path))
        return self._waivers[path]


def nearest_settings(folder: Path) -> Path | None:
    """The configuration for plans of a folder: there, or in the nearest folder above."""
    for place in (folder, *folder.parents):
        if is_file(place / SETTINGS):
            return place / SETTINGS
        if is_file(place / PROJECT) and _has_section(place / PROJECT):
            return place / PROJECT
    return None


def configured_registry(folder: Path) -> Path | None:
    """The registry that the nearest configuration names; None where there is none."""
    path = nearest_settings(folder)
    if path is None:
        return None
    from .settings import load_settings

    return load_settings(_near(path)).registry


def _has_section(project: Path) -> bool:
    """Whether a pyproject.toml seems to have a section for this program."""
    with contextlib.suppress(OSError):
        return _SECTION.search(project.read_bytes()) is not None
    return False


def _near(path: Path) -> Path:
    """A path as it is best shown: from the working directory where it lies below that."""
    with contextlib.suppress(ValueError, OSError):
        return path.relative_to(Path.cwd())
    return path
