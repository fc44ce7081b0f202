"""Every key of a plan file: its type and default from the model, its unit and meaning from ``keys.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
import msgspec.inspect as inspect

from safeground.plan.model import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN: dict[Any, str] = {
    inspect.StrType: "text",
    inspect.BoolType: "true or false",
    inspect.IntType: "whole number",
    inspect.FloatType: "number",
    inspect.DateType: "day",
    inspect.DateTimeType: "time",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one struct."""

    struct: str
    name: str
    attribute: str
    """What the struct's field is called: a key may be a word that Python keeps for itself."""
    value: str
    """What may stand there, in words: ``number, or a range``; ``list of Area``; ``out or arrived``."""
    struct_inside: type[msgspec.Struct] | None
    """The struct, or the struct of each entry, where the value is no plain value."""
    unit: str
    required: bool
    default: str
    """The value where it is not stated; empty where that means unknown."""
    meaning: str


@cache
def structs() -> tuple[type[msgspec.Struct], ...]:
    """Return the structs of a plan file, from the plan downwards, in the order of its keys."""
    found: dict[type[msgspec.Struct], None] = {}

    def walk(struct: type[msgspec.Struct]) -> None:
        if struct not in found:
            found[struct] = None
            for key in msgspec.structs.fields(struct):
                inside = _inside(inspect.type_info(key.type))
                if inside is not None:
                    walk(inside)

    walk(Plan)
    return tuple(found)


@cache
def keys_of(struct: type[msgspec.Struct]) -> tuple[Key, ...]:
    """Return a struct's keys in the model's order.

    Raises
    ------
    KeyError
        A key without a row in ``keys.csv``.
    """
    rows = _rows()
    result = []
    for field in msgspec.structs.fields(struct):
        unit, meaning = rows[struct.__name__, field.encode_name]
        kind = inspect.type_info(field.type)
        inside = _inside(kind)
        result.append(
            Key(
                struct=struct.__name__,
                name=field.encode_name,
                attribute=field.name,
                value=_in_words(kind),
                struct_inside=inside,
                unit=unit,
                required=field.required,
                default=_default(field),
                meaning=meaning,
            )
        )
    return tuple(result)


@cache
def _rows() -> Mapping[tuple[str, str], tuple[str, str]]:
    text = files("safeground.plan").joinpath("keys.csv").read_text(encoding="utf-8")
    return {
        (row["struct"], row["key"]): (row["unit"], row["meaning"])
        for row in csv.DictReader(text.splitlines())
    }


def reference() -> str:
    """Return the tables of the manual's page on the plan file: one for each struct."""
    parts = []
    for struct in structs():
        parts.append(f"### {struct.__name__}\n\n{(struct.__doc__ or '').strip()}\n")
        parts.append("| key | value | unit | default | meaning |\n|---|---|---|---|---|")
        for key in keys_of(struct):
            default = (
                "**required**" if key.required else (f"`{key.default}`" if key.default else "not stated")
            )
            unit = "" if key.unit in ("time", "day") else key.unit
            parts.append(f"| `{key.name}` | {key.value} | {unit} | {default} | {key.meaning} |")
        parts.append("")
    return "\n".join(parts)


def _in_words(kind: Any) -> str:
    if type(kind) in _PLAIN:
        return _PLAIN[type(kind)]
    if isinstance(kind, inspect.LiteralType):
        *most, last = (f"`{value}`" for value in kind.values)
        return f"{', '.join(most)} or {last}"
    if isinstance(kind, inspect.StructType):
        return f"[{kind.cls.__name__}](#{kind.cls.__name__.lower()})"
    if isinstance(kind, inspect.VarTupleType):
        return f"list of {_in_words(kind.item_type)}"
    if isinstance(kind, inspect.DictType):
        return "text by language"
    stated = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
    if len(stated) == 1:
        return _in_words(stated[0])
    if any(isinstance(one, inspect.FloatType) for one in stated):
        return "number or range"
    return " or ".join(map(_in_words, stated))


def _inside(kind: Any) -> type[msgspec.Struct] | None:
    if isinstance(kind, inspect.StructType):
        return kind.cls
    if isinstance(kind, inspect.VarTupleType):
        return _inside(kind.item_type)
    if isinstance(kind, inspect.UnionType):
        return next((found for found in map(_inside, kind.types) if found is not None), None)
    return None


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default
    if value is msgspec.NODEFAULT or value is None or value == () or isinstance(value, msgspec.Struct):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
