"""Packs: finds, loads and chooses rule packs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..grammar.data import RULES, read_yaml
from .errors import InputError, PackError
from .rules import Pack, Rule, pack_of
from .vocabulary import no_such

FOLDER = RULES / "packs"
ORDER = ("parent", "content", "citations", "format")


@lru_cache(maxsize=1)
def built_in_packs() -> tuple[Pack, ...]:
    """The packs that come with the program; the test suite validates them, so a run need not."""
    paths = [FOLDER / f"{name}.yaml" for name in ORDER]
    return tuple(pack_of(data) for data in read_yaml("packs", paths))


def find_packs(name: str | None) -> tuple[Pack, ...]:
    """The built-in packs, one of them by name, or a pack file; all of them fully validated."""
    if name is None:
        return load_packs([FOLDER / f"{pack}.yaml" for pack in ORDER])
    if name in ORDER:
        return load_packs([FOLDER / f"{name}.yaml"])
    if not Path(name).is_file():
        raise InputError(no_such(f"Không có bộ quy tắc '{name}'", name, ORDER))
    return load_packs([Path(name)])


def load_packs(paths: Sequence[Path], known: Sequence[Pack] = ()) -> tuple[Pack, ...]:
    """Packs from files, fully validated, their ids new beside those of `known`.

    Raises PackError with every fault found.
    """
    from .pack_faults import read_pack

    packs: list[Pack] = []
    faults: list[str] = []
    seen = {rule.id: f"bộ {pack.pack}" for pack, rule in all_rules(known)}
    for path in paths:
        try:
            packs.append(pack_of(read_pack(path, seen)))
        except PackError as error:
            faults.extend(error.faults)
    if faults:
        raise PackError(faults)
    return tuple(packs)


def all_rules(packs: Sequence[Pack]) -> Iterator[tuple[Pack, Rule]]:
    """Every rule with its pack, in order."""
    for pack in packs:
        for rule in pack.rules:
            yield pack, rule


def choose(packs: Sequence[Pack], select: Sequence[str], ignore: Sequence[str]) -> tuple[Pack, ...]:
    """The packs with only the selected rules (by id or pack), less the ignored ones.

    Raises InputError for a name that is neither a rule nor a pack.
    """
    known = {pack.pack for pack in packs} | {rule.id for _, rule in all_rules(packs)}
    for name in (*select, *ignore):
        if name not in known:
            raise InputError(no_such(f"Không có quy tắc hoặc bộ quy tắc '{name}'", name, known))
    chosen: list[Pack] = []
    for pack in packs:
        rules = [
            rule
            for rule in pack.rules
            if (not select or rule.id in select or pack.pack in select)
            and rule.id not in ignore
            and pack.pack not in ignore
        ]
        if rules:
            chosen.append(replace(pack, rules=rules))
    return tuple(chosen)
