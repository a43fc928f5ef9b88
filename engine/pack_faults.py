"""Pack faults: reads a pack file and says all that is wrong with it, with line and column.

First whether it is for this program, then the published JSON Schema, then each assertion's own type
(pydantic), then what only the vocabulary and the rules that it builds on can show: selectors,
references, the places in messages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..grammar.data import RULES
from .assertions import Assertion
from .errors import InputError, PackError, model_fault, reason
from .inherit import Family, pack_of
from .parameters import value_fault
from .rules import Pack, Rule
from .selectors import SelectorError, compile_selector, reference
from .versions import range_fault
from .vocabulary import attributes, no_such_rule, suggest
from .vocabulary import kinds as all_kinds
from .wording import PLACE
from .yaml_places import Path_, Placed, YamlError, read_placed

SCHEMA = RULES / "schema" / "pack.schema.json"

FOUND = ("expected", "actual", "why")
_DEEPEST = 4  # steps to a value in an option: looks, 0, wanted, size
_TEXTS = ("message", "unknown", "ok", "expected", "actual", "advice")
_REFERENCE = re.compile(r"(?<!\$)\$[a-z]+(?:\.[a-z_]+)+")


@dataclass(slots=True, eq=False)
class _Fault:
    where: Path_
    message: str
    column: int = 0


def read_pack(path: Path, seen: dict[str, str], bases: Mapping[str, Rule]) -> Pack:
    """The pack of a file, once nothing is wrong with it.

    `seen` has the ids of rules in use, with where; the pack's own are added. `bases` are the rules
    that its own may build on. Raises PackError with every fault found, InputError where the file
    cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được bộ quy tắc {path}: {reason(error)}.") from error
    try:
        placed = read_placed(text)
    except YamlError as error:
        what = f"YAML sai ({error.problem}); hãy xem lại dấu hai chấm, dấu ngoặc và thụt đầu dòng"
        raise PackError([f"{path}:{error.line}:{error.column}: {what}"]) from error
    data = placed.data
    faults = (
        list(_engine_faults(data))
        or list(_schema_faults(data))
        or list(_rule_faults(data, seen, str(path), bases))
    )
    if faults:
        faults.sort(key=lambda fault: placed.place(fault.where, fault.column))
        raise PackError([_line(path, placed, fault) for fault in faults])
    return pack_of(data, bases)


def _line(path: Path, placed: Placed, fault: _Fault) -> str:
    line, column = placed.place(fault.where, fault.column)
    return f"{path}:{line}:{column}: {fault.message}"


def _engine_faults(data: Any) -> Iterator[_Fault]:
    """A pack for another version of the program: whatever else it says cannot be judged here."""
    wanted = data.get("engine") if isinstance(data, dict) else None
    message = range_fault(wanted) if isinstance(wanted, str) else None
    if message is not None:
        yield _Fault(("engine",), message)


def _schema_faults(data: Any) -> Iterator[_Fault]:
    """What the published JSON Schema finds wrong."""
    from jsonschema import Draft202012Validator

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(data):
        if "assert" in list(error.absolute_path)[:-1]:
            continue  # the assertion's own type says it better (_assertion_faults)
        if error.validator == "required" and _misspelt(error):
            continue  # told by the key that it means
        while error.context:  # of several alternatives, the one that fits best
            error = max(error.context, key=lambda e: len(e.absolute_path))
        yield from _schema_fault(error)


def _misspelt(error: Any) -> bool:
    """Whether a rule seems to lack fields only because `override` or `extends` is misspelt."""
    known = error.schema.get("properties", {})
    unknown = [key for key in error.instance if key not in known]
    return any(get_close_matches(str(key), ["override", "extends"], 1) for key in unknown)


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
        text = f"cần kiểu {error.validator_value}, không phải {error.instance!r:.40}"
        number = error.validator_value == "string" and isinstance(error.instance, (int, float))
        yield _Fault(where, text + "; hãy để trong ngoặc kép" * number)
    elif error.validator == "const":
        yield _Fault(where, f"chỉ nhận giá trị true, không phải {error.instance!r:.40}")
    elif error.validator == "not":
        yield _Fault(where, "một quy tắc hoặc có 'override', hoặc có 'extends', không có cả hai")
    else:
        yield _Fault(where, f"{error.instance!r:.60} không hợp lệ ({error.validator})")


def _rule_faults(
    data: dict[str, Any], seen: dict[str, str], path: str, bases: Mapping[str, Rule]
) -> Iterator[_Fault]:
    """What only the vocabulary and the rules among each other can show."""
    family = Family(data["rules"], bases)
    faulty: set[str] = set()
    own: set[str] = set()
    for at, raw in enumerate(data["rules"]):
        where: Path_ = ("rules", at)
        faults = list(_id_faults(raw, where, {} if raw.get("override") else seen, own, path))
        own.add(raw["id"])
        seen.setdefault(raw["id"], path)
        said = family.fault(raw)
        if said is not None:
            faults.append(_Fault((*where, said[0]), said[1]))
        faults.extend(_assertion_faults(raw.get("assert", []), (*where, "assert")))
        yield from faults
        if faults:
            faulty.add(raw["id"])
    for at, raw in enumerate(data["rules"]):
        yield from _yield_faults(raw.get("yields_to", ()), ("rules", at, "yields_to"), seen)
        if raw["id"] not in faulty and not family.is_broken(raw, faulty):
            yield from _built_faults(raw, family, ("rules", at))


def _yield_faults(names: Sequence[str], where: Path_, seen: dict[str, str]) -> Iterator[_Fault]:
    """Rules to yield to that are nowhere: neither here nor among the built-in ones."""
    from .packs import all_rules, built_in_packs

    known = {*seen, *(rule.id for _, rule in all_rules(built_in_packs()))} if names else set()
    for number, name in enumerate(names):
        if name not in known:
            said = no_such_rule(f"không có quy tắc '{name}'", name, known)
            yield _Fault((*where, number), said)


def _id_faults(
    raw: dict[str, Any], where: Path_, seen: dict[str, str], own: set[str], path: str
) -> Iterator[_Fault]:
    """An id that is in use: in this pack, or, unless the rule overrides that one, in another."""
    name = raw["id"]
    if name in seen or name in own:
        yield _Fault((*where, "id"), f"mã '{name}' đã có trong {seen.get(name, path)}")


def _built_faults(raw: dict[str, Any], family: Family, where: Path_) -> Iterator[_Fault]:
    """What is wrong with a rule as a whole, what it inherits included."""
    rule, base = family.rule(raw), family.base(raw)
    faults = list(_selector_faults(rule, where))
    if not faults:  # what follows asks the selectors for their kinds
        faults = [
            *_reference_faults(rule, where), *_place_faults(rule, where),
            *_layout_faults(rule, where),
        ]  # fmt: skip
    faults.extend(_example_faults(rule, where))
    faults.extend(_since_faults(rule, where))
    if base is not None:
        faults.extend(_parameter_faults(raw, base, where))
    for fault in faults:
        key = fault.where[2] if len(fault.where) > 2 else None
        if base is not None and key is not None and key not in raw and key != "parameters":
            fault.message += f" (mục '{key}' lấy từ quy tắc '{base.id}')"
        yield fault


def _parameter_faults(raw: dict[str, Any], base: Rule, where: Path_) -> Iterator[_Fault]:
    """Parameters of another type than the base's, or that nothing names."""
    for name, value in raw.get("parameters", {}).items():
        at = (*where, "parameters", name)
        if name in base.parameters:
            message = value_fault(base.parameters[name], value)
            if message is not None:
                yield _Fault(at, f"tham số '{name}': {message}")
        elif f"rule.{name}" not in repr(raw):
            known = suggest(name, base.parameters) if base.parameters else ""
            yield _Fault((*at[:-1], f"{name}?"), f"'{base.id}' không có tham số '{name}'{known}")


def _assertion_faults(raws: list[Any], where: Path_) -> Iterator[_Fault]:
    """Assertions of no known type, and options that their type does not have or cannot take."""
    from pydantic import TypeAdapter, ValidationError

    from .assertions import TYPES, assertion_type

    known = {t.key for t in TYPES}
    for number, raw in enumerate(raws):
        if not isinstance(raw, dict):
            yield _Fault((*where, number), f"cần kiểu object, không phải {raw!r:.40}")
            continue
        kind = assertion_type(raw)
        if kind is None:
            first = str(next(iter(raw), ""))
            message = f"không có phép khẳng định '{first}'{suggest(first, known)}"
            yield _Fault((*where, number, f"{first}?"), message)
            continue
        try:
            TypeAdapter(kind).validate_python(raw)
        except ValidationError as error:
            told: set[Path_] = set()
            for detail in error.errors():
                place = tuple(detail["loc"][:_DEEPEST])
                if place not in told:  # of several alternatives the first
                    yield _option_fault((*where, number), [f.name for f in fields(kind)], detail)
                told.add(place)


def _option_fault(where: Path_, known: list[str], detail: Any) -> _Fault:
    option = str(detail["loc"][0]) if detail["loc"] else ""
    if option not in known:
        message = f"không có tùy chọn '{option}'{suggest(option, known)}"
        return _Fault((*where, f"{option}?"), message)
    at = (*where, *detail["loc"][:_DEEPEST])
    return _Fault(at, f"tùy chọn '{option}': {model_fault(detail)}")


def _example_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    at = (*where, "examples") if rule.examples else where
    for outcome in rule.missing_examples:
        yield _Fault(at, f"quy tắc '{rule.id}' thiếu ví dụ '{outcome}'")


def _since_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    """A day that is none."""
    try:
        date.fromisoformat(rule.since or "2020-03-05")
    except ValueError:
        yield _Fault((*where, "since"), f"'{rule.since}' không phải một ngày, ghi dạng 2020-03-05")


def _layout_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    """A rule about looks that does not say that it needs a file with looks."""
    selectors = [rule.context, *(text for one in rule.asserts for _, text in one.selectors())]
    kinds = {kind for text in selectors for kind in compile_selector(text).kinds}
    if rule.requires != "layout" and kinds & {"look", "sheet"}:
        yield _Fault(where, "quy tắc về cách trình bày (look, sheet) cần ghi requires: layout")


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
            yield _Fault((*where, "assert", number, *_steps(option)), message, column)


def _steps(option: str) -> Path_:
    """The way to an option: `looks.0.of` lies in the first member of a list."""
    return tuple(int(step) if step.isdecimal() else step for step in option.split("."))


def _reference_faults(rule: Rule, where: Path_) -> Iterator[_Fault]:
    """References to what is not there: `$itt.window`, `$it.windw`, `block[marker=$it.markr]`."""
    for key in ("context", "unless"):
        for match in _REFERENCE.finditer(getattr(rule, key) or ""):
            fault = _wrong_reference(match.group(), {**_root_kinds(rule), "node": []}, rule)
            if fault is not None:
                yield _Fault((*where, key), fault[0], match.start() + fault[1])
    for number, assertion in enumerate(rule.asserts):
        kinds = {**_root_kinds(rule), "node": _kinds_of(assertion)}
        for option, text in (*assertion.references(), *assertion.selectors()):
            for match in _REFERENCE.finditer(text):
                fault = _wrong_reference(match.group(), kinds, rule)
                if fault is not None:
                    message, column = fault
                    at = (*where, "assert", number, *_steps(option))
                    yield _Fault(at, message, match.start() + column)


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
    named = any(option.split(".")[0] == assertion.key for option, _ in assertion.selectors())
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
