"""Schemas: the JSON Schemas that are published with the program, made from the data classes."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from ..grammar.data import RULES
from .assertions import TYPES
from .parent_model import ParentModel
from .report import Report
from .rules import Pack
from .settings import SettingsModel
from .waivers import WAIVERS

FOLDER = RULES / "schema"
ID_PATTERN = "^[a-z][a-z0-9-]*$"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def pack_schema() -> dict[str, Any]:
    """The schema of rule packs; an assertion is one of the known types."""
    schema = TypeAdapter(Pack).json_schema()
    kinds = {kind.__name__: TypeAdapter(kind).json_schema() for kind in TYPES}
    rule = schema["$defs"]["Rule"]
    rule["properties"]["id"]["pattern"] = ID_PATTERN
    schema["properties"]["pack"]["pattern"] = ID_PATTERN
    rule["properties"].pop("asserts")
    rule["properties"]["assert"] = {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]},
    }
    rule["required"] = ["assert" if name == "asserts" else name for name in rule["required"]]
    rule["properties"]["override"] = {"const": True, "default": False}
    schema["properties"]["rules"]["items"] = _whole_or_partial(schema["$defs"], rule)
    schema["$defs"].pop("Assertion", None)
    for kind in kinds.values():  # a reference means what stands at the top of the whole schema
        schema["$defs"].update(kind.pop("$defs", {}))
    schema["$defs"].update(kinds)
    return {"$schema": _DIALECT, **schema}


def _whole_or_partial(definitions: dict[str, Any], rule: dict[str, Any]) -> dict[str, Any]:
    """A rule that builds on another need not give all that a rule needs.

    `if` rather than `anyOf`: faults are then told of the one kind of rule that is meant.
    """
    both = ["override", "extends"]
    definitions["PartialRule"] = {
        **rule,
        "required": ["id"],
        "not": {"required": both},
        "title": "PartialRule",
        "description": "What is different from the rule that it overrides or extends.",
    }
    return {
        "if": {"type": "object", "anyOf": [{"required": [key]} for key in both]},
        "then": {"$ref": "#/$defs/PartialRule"},
        "else": {"$ref": "#/$defs/Rule"},
    }


def report_schema() -> dict[str, Any]:
    """The schema of the JSON report."""
    schema = TypeAdapter(Report).json_schema(mode="serialization")
    summary = schema["$defs"]["Summary"]
    summary["properties"] = {
        "pass" if name == "passed" else name: value for name, value in summary["properties"].items()
    }
    for part in (schema, *schema["$defs"].values()):
        part["additionalProperties"] = False
        part["required"] = list(part["properties"])
    schema["required"].remove("parents")  # only of a chain
    return {"$schema": _DIALECT, **schema}


def parent_schema() -> dict[str, Any]:
    """The schema of a parent's YAML."""
    return {"$schema": _DIALECT, **ParentModel.model_json_schema()}


def settings_schema() -> dict[str, Any]:
    """The schema of a configuration file."""
    return {"$schema": _DIALECT, **SettingsModel.model_json_schema()}


def waivers_schema() -> dict[str, Any]:
    """The schema of a waiver file."""
    return {"$schema": _DIALECT, "title": "Waivers", **WAIVERS.json_schema()}


SCHEMAS = {
    "pack": pack_schema, "report": report_schema, "parent": parent_schema,
    "settings": settings_schema, "waivers": waivers_schema,
}  # fmt: skip


def schema_text(name: str) -> str:
    """A schema as its published file has it."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def publish() -> None:
    """Writes all schemas (run after a change of the models; a test compares them)."""
    for name in SCHEMAS:
        (FOLDER / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")
