"""Schemas: the JSON Schemas that are published with the program, made from the models."""

from __future__ import annotations

import json
from typing import Any

from ..grammar.data import RULES
from .assertions import TYPES
from .parent_model import ParentModel
from .report import Report
from .rules import Pack

FOLDER = RULES / "schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def pack_schema() -> dict[str, Any]:
    """The schema of rule packs; an assertion is one of the known types."""
    schema = Pack.model_json_schema(by_alias=True)
    kinds = {kind.__name__: kind.model_json_schema() for kind in TYPES}
    schema["$defs"].update(kinds)
    rule = schema["$defs"]["Rule"]["properties"]["assert"]
    rule["items"] = {"type": "object", "anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}
    return {"$schema": _DIALECT, **schema}


def report_schema() -> dict[str, Any]:
    """The schema of the JSON report."""
    return {"$schema": _DIALECT, **Report.model_json_schema(by_alias=True, mode="serialization")}


def parent_schema() -> dict[str, Any]:
    """The schema of a parent's YAML."""
    return {"$schema": _DIALECT, **ParentModel.model_json_schema()}


SCHEMAS = {"pack": pack_schema, "report": report_schema, "parent": parent_schema}


def schema_text(name: str) -> str:
    """A schema as its published file has it."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def publish() -> None:
    """Writes all schemas (run after a change of the models; a test compares them)."""
    for name in SCHEMAS:
        (FOLDER / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")
