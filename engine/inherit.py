"""Inheritance: rules that override another one field by field, or make a new one of it.

`{id: number-form, override: true, severity: info}` stands in the place of `number-form` with all
else as it was; `{id: own-number-form, extends: number-form, title: …}` is one more rule. What a
rule gives replaces the whole field of its base; of `parameters` each value for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .rules import Pack, Rule, rule_of, values_of
from .vocabulary import no_such_rule

Raw = dict[str, Any]


def pack_of(data: Raw, bases: Mapping[str, Rule]) -> Pack:
    """A pack from validated data; `bases` are the rules of other packs, by id."""
    family = Family(data["rules"], bases)
    rules = [family.rule(raw) for raw in data["rules"]]
    return Pack(data["pack"], data["title"], rules, data.get("version"), data.get("engine"))


def base_name(raw: Raw) -> str | None:
    """The id of the rule that a rule builds on, or None."""
    name = raw["id"] if raw.get("override") else raw.get("extends")
    return None if name is None else str(name)


class Family:
    """The rules of one pack as they are written, with those that they may build on.

    An overriding rule builds on the one that it overrides, in another pack; an extending one on a
    rule of its own pack where there is one of that id.
    """

    def __init__(self, raws: Sequence[Raw], bases: Mapping[str, Rule]) -> None:
        self._own = {raw["id"]: raw for raw in raws}
        self._places = {id(raw): number for number, raw in enumerate(raws)}
        self._bases = bases

    def rule(self, raw: Raw) -> Rule:
        """A rule with what it inherits; `fault` and `is_broken` must have found nothing."""
        steps, _ = self._lineage(raw)
        name = base_name(steps[-1])
        rule = rule_of(steps.pop()) if name is None else self._bases[name]
        for step in reversed(steps):
            rule = _inherited(rule, step)
        return rule

    def is_broken(self, raw: Raw, faulty: set[str]) -> bool:
        """Whether one of the rules that a rule builds on is missing, faulty or the rule itself."""
        steps, loop = self._lineage(raw)
        name = base_name(steps[-1])
        missing = name is not None and name not in self._bases
        return loop or missing or any(step["id"] in faulty for step in steps[1:])

    def base(self, raw: Raw) -> Rule | None:
        """The rule that a sound rule builds on, with what that inherits."""
        name = base_name(raw)
        if name is None:
            return None
        own = None if raw.get("override") else self._own.get(name)
        return self._bases[name] if own is None else self.rule(own)

    def fault(self, raw: Raw) -> tuple[str, str] | None:
        """What is wrong with what a rule says of its base: the key, and a message."""
        name = base_name(raw)
        if name is None:
            return None
        if raw.get("override"):
            if name in self._bases:
                return None
            return "id", no_such_rule(f"không có quy tắc '{name}' để sửa", name, self._bases)
        if name == raw["id"]:
            said = f"quy tắc '{name}' không dựa vào chính nó"
            return "extends", f"{said}; để sửa một quy tắc có sẵn thì ghi override: true"
        if name not in self._own and name not in self._bases:
            known = {*self._own, *self._bases} - {raw["id"]}
            said = f"không có quy tắc '{name}' để dựa vào"
            return "extends", no_such_rule(said, name, known)
        return self._loop_fault(raw)

    def _loop_fault(self, raw: Raw) -> tuple[str, str] | None:
        """A circle of rules that build on each other, told at the first of them."""
        steps, loop = self._lineage(raw)
        first = min(self._places[id(step)] for step in steps)
        if not loop or base_name(steps[-1]) != raw["id"] or self._places[id(raw)] != first:
            return None
        names = " -> ".join(step["id"] for step in [*steps, raw])
        return "extends", f"các quy tắc dựa vòng quanh vào nhau: {names}"

    def _lineage(self, raw: Raw) -> tuple[list[Raw], bool]:
        """A rule and what it builds on in its own pack, nearest first; whether that is a circle."""
        steps = [raw]
        while True:
            name = base_name(steps[-1])
            if name is None or steps[-1].get("override") or name not in self._own:
                return steps, False
            above = self._own[name]
            if any(above is step for step in steps):
                return steps, True
            steps.append(above)


def _inherited(base: Rule, raw: Raw) -> Rule:
    """A rule of its base and what it gives itself."""
    values = {"override": False, "extends": None, **values_of(raw)}
    values["parameters"] = {**base.parameters, **(values.get("parameters") or {})}
    return replace(base, **values)
