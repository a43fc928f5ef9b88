"""Packs: finds, validates and loads rule packs; faults come with file, line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..grammar.data import RULES, parse_yaml, read_yaml
from .assertions import Assertion
from .errors import InputError, PackError, model_fault, reason
from .rules import Pack, Rule, pack_of, rule_of
from .selectors import SelectorError, compile_selector, reference
from .vocabulary import attributes, no_such, suggest
from .vocabulary import kinds as all_kinds
from .wording import PLACE

FOLDER = RULES / "packs"
SCHEMA = RULES / "schema" / "pack.schema.json"
ORDER = ("parent", "content", "citations", "format")

Path_ = tuple[str | int, ...]


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
    packs: list[Pack] = []
    faults: list[str] = []
    seen = {rule.id: f"bộ {pack.pack}" for pack, rule in all_rules(known)}
    for path in paths:
        try:
            packs.append(_load(path, seen))
        except PackError as error:
            faults.extend(error.faults)
    if faults:
        raise PackError(faults)
    return tuple(packs)


@dataclass(slots=True, eq=False)
class _Fault:
    where: Path_
    message: str
    column: int = 0


def _load(path: Path, seen: dict[str, str]) -> Pack:
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được bộ quy tắc {path}: {reason(error)}.") from error
    try:
        data = parse_yaml(text)
        marks = _marks(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = getattr(error, "problem", None) or "không đọc được"
        what = f"YAML sai ({problem}); hãy xem lại dấu hai chấm, dấu ngoặc và thụt đầu dòng"
        raise PackError([f"{path}:{line}:{column}: {what}"]) from error
    faults = list(_schema_faults(data)) or list(_rule_faults(data, seen, str(path)))
    if faults:
        raise PackError([_line(path, marks, fault) for fault in faults])
    return pack_of(data)


def _line(path: Path, marks: dict[Path_, tuple[int, int]], fault: _Fault) -> str:
    where = fault.where
    while where and where not in marks:
        where = where[:-1]
    line, column = marks.get(where, (1, 1))
    return f"{path}:{line}:{column + fault.column}: {fault.message}"


def _marks(text: str) -> dict[Path_, tuple[int, int]]:
    """Line and column (from 1) of every value and key of a YAML text, by its path."""
    import yaml

    found: dict[Path_, tuple[int, int]] = {}
    root = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    stack: list[tuple[Any, Path_, tuple[Any, ...]]] = [(root, (), ())] if root is not None else []
    while stack:
        node, path, above = stack.pop()
        mark = node.start_mark
        quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
        found[path] = (mark.line + 1, mark.column + 1 + quoted)
        if any(node is one for one in above):
            continue  # an alias of what it stands in
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                at = key.start_mark
                found[(*path, f"{key.value}?")] = (at.line + 1, at.column + 1)
                stack.append((value, (*path, key.value), (*above, node)))
        elif isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            stack.extend((item, (*path, number), (*above, node)) for number, item in items)
    return found


def _schema_faults(data: Any) -> Iterator[_Fault]:
    """What the published JSON Schema finds wrong."""
    from jsonschema import Draft202012Validator

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(data):
        if "assert" in list(error.absolute_path)[:-1]:
            continue  # the assertion's own type says it better (_assertion_faults)
        while error.context:  # of several alternatives, the one that fits best
            error = max(error.context, key=lambda e: len(e.absolute_path))
        yield from _schema_fault(error)


def _schema_fault(error: Any) -> Iterator[_Fault]:
    where: Path_ = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                yield _Fault((*where, f"{key}?"), f"không có mục '{key}'{suggest(key, known)}")
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        yield _Fault(where, f"thiếu mục {', '.join(repr(key) for key in missing)}")
    elif error.validator == "enum":
        known = [str(v) for v in error.validator_value]
        yield _Fault(where, f"giá trị {error.instance!r} sai{suggest(str(error.instance), known)}")
    elif error.validator == "type":
        yield _Fault(where, f"cần kiểu {error.validator_value}, không phải {error.instance!r:.40}")
    else:
        yield _Fault(where, f"{error.instance!r:.60} không hợp lệ ({error.validator})")


def _rule_faults(data: dict[str, Any], seen: dict[str, str], path: str) -> Iterator[_Fault]:
    """What only the vocabulary and the rules among each other can show."""
    for at, raw in enumerate(data["rules"]):
        where: Path_ = ("rules", at)
        name = raw["id"]
        if name in seen:
            yield _Fault((*where, "id"), f"mã '{name}' đã có trong {seen[name]}")
        seen[name] = path
        faults = list(_assertion_faults(raw["assert"], (*where, "assert")))
        yield from faults
        if faults:
            continue
        rule = rule_of(raw)
        yield from _example_faults(rule, where)
        faults = list(_selector_faults(rule, where))
        yield from faults
        if not faults:  # what follows asks the selectors for their kinds
            yield from _reference_faults(rule, where)
            yield from _place_faults(rule, where)


def _assertion_faults(raws: list[dict[str, Any]], where: Path_) -> Iterator[_Fault]:
    """Assertions of no known type, and options that their type does not have or cannot take."""
    from pydantic import TypeAdapter, ValidationError

    from .assertions import TYPES, assertion_type

    known = {t.key for t in TYPES}
    for number, raw in enumerate(raws):
        kind = assertion_type(raw)
        if kind is None:
            first = str(next(iter(raw), ""))
            message = f"không có phép khẳng định '{first}'{suggest(first, known)}"
            yield _Fault((*where, number, f"{first}?"), message)
            continue
        try:
            TypeAdapter(kind).validate_python(raw)
        except ValidationError as error:
            for detail in error.errors():
                yield _option_fault((*where, number), [f.name for f in fields(kind)], detail)


def _option_fault(where: Path_, known: list[str], detail: Any) -> _Fault:
    option = str(detail["loc"][0]) if detail["loc"] else ""
    if option not in known:
        message = f"không có tùy chọn '{option}'{suggest(option, known)}"
        return _Fault((*where, f"{option}?"), message)
    return _Fault((*where, option), f"tùy chọn '{option}': {model_fault(detail)}")


def _example_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    for outcome in ("pass", "fail"):
        if not any(example.outcome == outcome for example in rule.examples):
            yield _Fault(
                (*where, "examples") if rule.examples else where,
                f"quy tắc '{rule.id}' thiếu ví dụ '{outcome}'",
            )


def _selector_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    for key in ("context", "unless"):
        text = getattr(rule, key)
        if text is None:
            continue
        try:
            compile_selector(text)
        except SelectorError as error:
            yield _Fault((*where, key), str(error), error.column)
    for number, assertion in enumerate(rule.asserts):
        for option, message, column in assertion.check():
            yield _Fault((*where, "assert", number, option), message, column)


def _reference_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    """References to what is not there: `$itt.window`, `$it.windw`, `block[marker=$it.markr]`."""
    for number, assertion in enumerate(rule.asserts):
        kinds = {**_root_kinds(rule), "node": _kinds_of(assertion)}
        for option, text in (*assertion.references(), *assertion.selectors()):
            for match in _REFERENCE.finditer(text):
                fault = _wrong_reference(match.group(), kinds)
                if fault is not None:
                    message, column = fault
                    yield _Fault(
                        (*where, "assert", number, option), message, match.start() + column
                    )


def _place_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    """Places of messages, such as `{it.window}`, that name what is not there."""
    own = [kind for assertion in rule.asserts for kind in _kinds_of(assertion)]
    texts: list[tuple[Path_, str | None, list[str]]] = [
        ((*where, key), getattr(rule, key), own) for key in _TEXTS
    ]
    texts.extend(
        ((*where, "assert", number, "message"), assertion.message, _kinds_of(assertion))
        for number, assertion in enumerate(rule.asserts)
    )
    for at, template, nodes in texts:
        kinds = {**_root_kinds(rule), "node": [*nodes, *compile_selector(rule.context).kinds]}
        for match in PLACE.finditer(template or ""):
            fault = _wrong_reference("$" + match.group(1), kinds)
            if fault is not None:
                message, column = fault
                yield _Fault(at, f"'{match.group()}': {message}", match.start() + column)


_TEXTS = ("message", "unknown", "ok", "expected", "actual")
_REFERENCE = re.compile(r"(?<!\$)\$[a-z]+(?:\.[a-z_]+)+")


def _root_kinds(rule: Rule) -> dict[str, list[str]]:
    return {
        "plan": ["plan"], "parent": ["parent"], "it": [*compile_selector(rule.context).kinds],
    }  # fmt: skip


def _kinds_of(assertion: Assertion) -> list[str]:
    """The kinds of node that an assertion may speak of; all of them where it does not say."""
    found = [kind for _, text in assertion.selectors() for kind in compile_selector(text).kinds]
    named = any(option == assertion.key for option, _ in assertion.selectors())
    return found if named else list(all_kinds())


def _wrong_reference(text: str, kinds: dict[str, list[str]]) -> tuple[str, int] | None:
    """What is wrong with a reference, and at which column of it."""
    try:
        path = reference(text)
    except SelectorError as error:
        return str(error), 1
    if not path.names:
        return None
    name, of = path.names[0], kinds[path.root]
    if any(name in attributes(kind) for kind in of):
        return None
    known = {known for kind in of for known in attributes(kind)}
    subject = f"'{of[0]}'" if len(set(of)) == 1 else f"${path.root}"
    return f"{subject} không có thuộc tính '{name}'{suggest(name, known)}", len(path.root) + 2


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
