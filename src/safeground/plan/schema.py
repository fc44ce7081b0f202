"""The JSON Schema of a plan file, made from the model, for editors that complete and check.

A plan whose first line is ``# yaml-language-server: $schema=plan.schema.json`` is checked as it is typed.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import msgspec

from safeground.plan.keys import keys_of, structs
from safeground.plan.model import Plan

FILE_NAME = "plan.schema.json"
_PATTERNS = {
    "time": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?$",
    "day": r"^\d{4}-\d{2}-\d{2}$",
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a plan file."""
    made = msgspec.json.schema(Plan)
    for struct in structs():
        part = made["$defs"][struct.__name__]
        for key in keys_of(struct):
            value = _as_written(part["properties"][key.name], _PATTERNS.get(key.unit))
            if not key.required:
                value = _or_nothing(value)
            unit = "" if key.unit in ("", *_PATTERNS) else f" Unit: {key.unit}."
            part["properties"][key.name] = {"description": key.meaning + unit, **value}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Safeground plan",
        "description": Plan.__doc__,
        **made,
    }


def schema_text() -> str:
    """Return the text of the shipped file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def shipped_text() -> str:
    """Return the schema file that ships with the package."""
    return files("safeground.plan").joinpath(FILE_NAME).read_text(encoding="utf-8")


def _as_written(value: dict[str, Any], pattern: str | None) -> dict[str, Any]:
    """Return a value's schema as a person may write it in YAML.

    An id such as ``36`` is text that an editor takes for a number, and times may lack the offset where the
    plan has a time zone.
    """
    if value.get("type") == "string":
        return {"type": "string", "pattern": pattern} if pattern else {"type": ["string", "number"]}
    changed = {
        key: part for key, part in value.items() if key != "default" or isinstance(part, str | int | float)
    }
    for key in ("items", "additionalProperties"):
        if isinstance(changed.get(key), dict):
            changed[key] = _as_written(changed[key], pattern)
    if "anyOf" in changed:
        choices = [_as_written(one, pattern) for one in changed["anyOf"] if one != {"type": "null"}]
        if len(choices) == 1:
            return choices[0]
        changed["anyOf"] = choices
    return changed


def _or_nothing(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that allows a key without a value: it is not stated."""
    if "type" in value:
        types = value["type"] if isinstance(value["type"], list) else [value["type"]]
        return {**value, "type": [*types, "null"]}
    if "enum" in value:
        return {**value, "enum": [*value["enum"], None]}
    rest = {key: part for key, part in value.items() if key != "$ref"}
    choices = rest.pop("anyOf", [{"$ref": value["$ref"]}] if "$ref" in value else [])
    return {"anyOf": [*choices, {"type": "null"}], **rest}
