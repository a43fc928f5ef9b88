"""Pack faults: reads a pack file and says all that is wrong with it, with line and column.

First the published JSON Schema, then each assertion's own type (pydantic), then what only the
vocabulary can show: selectors, references, the places in messages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ..grammar.data import RULES, parse_yaml
from .assertions import Assertion
from .errors import InputError, PackError, model_fault, reason
from .rules import Rule, rule_of
from .selectors import SelectorError, compile_selector, reference
from .vocabulary import attributes, suggest
from .vocabulary import kinds as all_kinds
from .wording import PLACE

SCHEMA = RULES / "schema" / "pack.schema.json"

Path_ = tuple[str | int, ...]
FOUND = ("expected", "actual", "why")
_TEXTS = ("message", "unknown", "ok", "expected", "actual", "advice")
_REFERENCE = re.compile(r"(?<!\$)\$[a-z]+(?:\.[a-z_]+)+")


@dataclass(slots=True, eq=False)
class _Fault:
    where: Path_
    message: str
    column: int = 0


def read_pack(path: Path, seen: dict[str, str]) -> dict[str, Any]:
    """The data of a pack file, once nothing is wrong with it.

    `seen` has the ids of rules in use, with where; the pack's own are added. Raises PackError with
    every fault found, InputError where the file cannot be read.
    """
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
    return dict(data)


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
    at = (*where, "examples") if rule.examples else where
    for outcome in rule.missing_examples:
        yield _Fault(at, f"quy tắc '{rule.id}' thiếu ví dụ '{outcome}'")


def _selector_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    doubt = rule.doubt.when if rule.doubt else None
    for key, text in (("context", rule.context), ("unless", rule.unless), ("when", doubt)):
        if text is None:
            continue
        try:
            compile_selector(text)
        except SelectorError as error:
            inside = ("doubt",) if key == "when" else ()
            yield _Fault((*where, *inside, key), str(error), error.column)
    for number, assertion in enumerate(rule.asserts):
        for option, message, column in assertion.check():
            yield _Fault((*where, "assert", number, option), message, column)


def _reference_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    """References to what is not there: `$itt.window`, `$it.windw`, `block[marker=$it.markr]`."""
    for number, assertion in enumerate(rule.asserts):
        kinds = {**_root_kinds(rule), "node": _kinds_of(assertion)}
        for option, text in (*assertion.references(), *assertion.selectors()):
            for match in _REFERENCE.finditer(text):
                fault = _wrong_reference(match.group(), kinds, rule)
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
    for number, assertion in enumerate(rule.asserts):
        at, nodes = (*where, "assert", number), _kinds_of(assertion)
        texts.append(((*at, "message"), assertion.message, nodes))
        if assertion.fix is not None:
            texts.append(((*at, "fix", "write"), assertion.fix.write, nodes))
    for at, template, nodes in texts:
        kinds = {**_root_kinds(rule), "node": [*nodes, *compile_selector(rule.context).kinds]}
        for match in PLACE.finditer(template or ""):
            fault = _wrong_reference("$" + match.group(1), kinds, rule)
            if fault is not None:
                message, column = fault
                yield _Fault(at, f"'{match.group()}': {message}", match.start() + column)


def _root_kinds(rule: Rule) -> dict[str, list[str]]:
    return {
        "plan": ["plan"], "parent": ["parent"], "it": [*compile_selector(rule.context).kinds],
    }  # fmt: skip


def _kinds_of(assertion: Assertion) -> list[str]:
    """The kinds of node that an assertion may speak of; all of them where it does not say."""
    found = [kind for _, text in assertion.selectors() for kind in compile_selector(text).kinds]
    named = any(option == assertion.key for option, _ in assertion.selectors())
    return found if named else list(all_kinds())


def _wrong_reference(text: str, kinds: dict[str, list[str]], rule: Rule) -> tuple[str, int] | None:
    """What is wrong with a reference, and at which column of it."""
    try:
        path = reference(text)
    except SelectorError as error:
        return str(error), 1
    if not path.names:
        return None
    name = path.names[0]
    if path.root == "rule":
        known = set(rule.parameters)
        missing = f"quy tắc '{rule.id}' không có tham số '{name}'{suggest(name, known)}"
        return None if name in known else (missing, len("$rule."))
    if path.root == "finding":
        missing = f"không có '{name}'{suggest(name, FOUND)}"
        return None if name in FOUND else (missing, len("$finding."))
    of = kinds[path.root]
    if any(name in attributes(kind) for kind in of):
        return None
    known = {known for kind in of for known in attributes(kind)}
    subject = f"'{of[0]}'" if len(set(of)) == 1 else f"${path.root}"
    return f"{subject} không có thuộc tính '{name}'{suggest(name, known)}", len(path.root) + 2
