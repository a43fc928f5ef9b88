"""Packs: finds, loads and chooses rule packs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..grammar.data import RULES, read_yaml
from .errors import InputError, PackError
from .inherit import pack_of
from .rules import Pack, Rule
from .vocabulary import no_such, no_such_rule

FOLDER = RULES / "packs"
ORDER = ("parent", "content", "citations", "format", "layout")


@lru_cache(maxsize=1)
def built_in_packs() -> tuple[Pack, ...]:
    """The packs that come with the program; the test suite validates them, so a run need not."""
    paths = [FOLDER / f"{name}.yaml" for name in ORDER]
    packs: list[Pack] = []
    for data in read_yaml("packs", paths):
        packs.append(pack_of(data, _by_id(packs)))
    return tuple(packs)


def find_packs(name: str | None) -> tuple[Pack, ...]:
    """The built-in packs, one of them by name, or a pack file; all of them fully validated."""
    if name is None:
        return load_packs([FOLDER / f"{pack}.yaml" for pack in ORDER])
    if name in ORDER:
        return load_packs([FOLDER / f"{name}.yaml"])
    if not Path(name).is_file():
        raise InputError(no_such(f"Không có bộ quy tắc '{name}'", name, ORDER))
    return load_packs([Path(name)], bases=built_in_packs())


def load_packs(
    paths: Sequence[Path], known: Sequence[Pack] = (), bases: Sequence[Pack] = ()
) -> tuple[Pack, ...]:
    """Packs from files, fully validated, their ids new beside those of `known`.

    Their rules may build on those of `known`, of `bases` and of the files before. Raises PackError
    with every fault found.
    """
    from .pack_faults import read_pack

    packs: list[Pack] = []
    faults: list[str] = []
    seen = {rule.id: f"bộ {pack.pack}" for pack, rule in all_rules(known)}
    for path in paths:
        try:
            packs.append(read_pack(path, seen, _by_id([*bases, *known, *packs])))
        except PackError as error:
            faults.extend(error.faults)
    if faults:
        raise PackError(faults)
    return tuple(packs)


def _by_id(packs: Sequence[Pack]) -> dict[str, Rule]:
    """The rules by their ids; of several with one id the last, which overrides the others."""
    return {rule.id: rule for _, rule in all_rules(packs)}


def join(packs: Sequence[Pack], own: Sequence[Pack]) -> tuple[Pack, ...]:
    """Packs with others behind them, whose overriding rules stand in the place of the overridden.

    A pack that only overrides stays, without rules, so that it can be named.
    """
    instead = {rule.id: rule for _, rule in all_rules(own) if rule.override}
    added = [replace(pack, rules=[r for r in pack.rules if not r.override]) for pack in own]
    return tuple(
        replace(pack, rules=[instead.get(rule.id, rule) for rule in pack.rules])
        for pack in (*packs, *added)
    )


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
            raise InputError(
                no_such_rule(f"Không có quy tắc hoặc bộ quy tắc '{name}'", name, known)
            )
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
