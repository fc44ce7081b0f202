"""YAML text → the plan's typed words. Every fault with its line, all in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec.inspect as inspect

from safeground.errors import FaultList
from safeground.formats.yaml_file import Items, Mapping, Scalar
from safeground.plan.times import TIME_EXAMPLE, Times, has_offset

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from safeground.formats.yaml_file import Node
    from safeground.remarks import Remark

T = TypeVar("T", bound="msgspec.Struct")
Path = tuple["str | int", ...]

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_RANGE = "a number, [low, high] or [low, best, high]"
_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")


class _Wrong:
    """What stands for a value that is wrong, until the faults are raised."""


_WRONG = _Wrong()


def dotted(path: Path) -> str:
    """Return a path as faults show it: ``areas[0].blocks[3]``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each value of a file stands."""

    file: str
    line_of: dict[Path, int]

    def place(self, *path: str | int) -> str:
        """Return ``line 12, areas[0].blocks``; the line of what contains it where it is not stated itself."""
        known = next((path[:n] for n in range(len(path), -1, -1) if path[:n] in self.line_of), None)
        line = "" if known is None else f"line {self.line_of[known]}"
        return ", ".join(part for part in (line, dotted(path)) if part)


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A typed value, where its parts stand, and what was inferred."""

    value: T
    lines: Lines
    remarks: tuple[Remark, ...]
    naive: tuple[Path, ...] = ()
    """Where times stand that were written without an offset."""


def convert(node: Node, struct: type[T], file: str) -> Converted[T]:
    """Return the struct that a YAML document writes down.

    A key without a value is not stated. Numbers, times and dates are read as the struct wants them; text
    stays as it is written. A time without offset takes the one of the document's ``time_zone``.

    Raises
    ------
    InputError
        Unknown, missing and repeated keys, values of a wrong type: all of them.
    """
    faults = FaultList(file)
    times = Times(node, file, faults)
    reader = _Reader(faults, times)
    value = reader.read(node, inspect.type_info(struct), ())
    faults.raise_if_any()
    return Converted(value, Lines(file, reader.line_of), times.remarks(), tuple(reader.naive))


class _Reader:
    def __init__(self, faults: FaultList, times: Times) -> None:
        self.faults = faults
        self.times = times
        self.line_of: dict[Path, int] = {}
        self.naive: list[Path] = []
        self.by_type: dict[type, Callable[[Any, Any, Path], Any]] = {
            inspect.StructType: self._struct,
            inspect.VarTupleType: self._items,
            inspect.DictType: self._texts,
            inspect.UnionType: self._union,
            inspect.StrType: self._text,
            inspect.LiteralType: self._literal,
            inspect.BoolType: self._bool,
            inspect.IntType: self._int,
            inspect.FloatType: self._float,
            inspect.DateType: self._date,
            inspect.DateTimeType: self._datetime,
        }

    def read(self, node: Node, kind: Any, path: Path) -> Any:
        self.line_of.setdefault(path, node.line)
        return self.by_type[type(kind)](node, kind, path)

    def _wrong(self, node: Node, path: Path, expected: str, fix: str) -> _Wrong:
        self.faults.add(f"line {node.line}, {dotted(path)}".rstrip(", "), _shown(node), expected, fix)
        return _WRONG

    def _struct(self, node: Node, kind: inspect.StructType, path: Path) -> Any:
        if not isinstance(node, Mapping):
            required = [field.encode_name for field in kind.fields if field.required]
            keys = ", ".join(required) or kind.fields[0].encode_name
            return self._wrong(node, path, f"keys with values ({keys} …)", "Write it as `key: value` lines.")
        fields = {field.encode_name: field for field in kind.fields}
        values: dict[str, Any] = {}
        first_line: dict[str, int] = {}
        for entry in node.entries:
            here = (*path, entry.key)
            if entry.key in first_line:
                self.faults.add(
                    f"line {entry.line}, {dotted(here)}",
                    f"the key {entry.key} a second time",
                    f"it once (it stands in line {first_line[entry.key]})",
                    "Keep one of the two.",
                )
                continue
            first_line[entry.key] = entry.line
            self.line_of[here] = entry.line
            if entry.key not in fields:
                self._unknown_key(entry.key, entry.line, here, list(fields))
            elif not (isinstance(entry.value, Scalar) and entry.value.is_null):
                values[entry.key] = self.read(entry.value, fields[entry.key].type, here)
        for name, field in fields.items():
            if field.required and name not in values:
                self._missing_key(node, name, first_line.get(name), path)
        if any(value is _WRONG for value in values.values()) or any(
            field.required and name not in values for name, field in fields.items()
        ):
            return _WRONG
        return kind.cls(**{fields[key].name: value for key, value in values.items()})

    def _unknown_key(self, key: str, line: int, path: Path, known: list[str]) -> None:
        near = get_close_matches(key, known, n=1, cutoff=0.5)
        self.faults.add(
            f"line {line}, {dotted(path)}",
            f"the unknown key {key}",
            f"one of {', '.join(known)}",
            f"Did you mean {near[0]}?" if near else "Delete it, or write it into a note.",
        )

    def _missing_key(self, node: Node, name: str, line: int | None, path: Path) -> None:
        self.faults.add(
            f"line {line or node.line}, {dotted(path)}".rstrip(", "),
            f"no {name}" if line is None else f"the key {name} without a value",
            f"a value for {name}",
            f"Add `{name}: …`.",
        )

    def _items(self, node: Node, kind: inspect.VarTupleType, path: Path) -> Any:
        if not isinstance(node, Items):
            fix = f"Write [{node.text}]." if isinstance(node, Scalar) else "Put `-` before each."
            return self._wrong(node, path, "a list", fix)
        values = [self.read(item, kind.item_type, (*path, i)) for i, item in enumerate(node.items)]
        return _WRONG if any(value is _WRONG for value in values) else tuple(values)

    def _texts(self, node: Node, kind: inspect.DictType, path: Path) -> Any:
        if not isinstance(node, Mapping):
            return self._wrong(node, path, "keys with text", "Write {en: …}, the language before the text.")
        values: dict[str, Any] = {}
        for entry in node.entries:
            if entry.key in values:
                self.faults.add(
                    f"line {entry.line}, {dotted((*path, entry.key))}",
                    f"the key {entry.key} a second time",
                    "it once",
                    "Keep one of the two.",
                )
            values[entry.key] = self.read(entry.value, kind.value_type, (*path, entry.key))
        return _WRONG if any(value is _WRONG for value in values.values()) else values

    def _union(self, node: Node, kind: inspect.UnionType, path: Path) -> Any:
        choices = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        if len(choices) == 1:
            return self.read(node, choices[0], path)
        if any(isinstance(one, inspect.FloatType) for one in choices):
            return self._number(node, path)
        # Text or a list: what stands there says which is meant.
        wanted = inspect.VarTupleType if isinstance(node, Items) else inspect.StrType
        return self.read(node, next(one for one in choices if isinstance(one, wanted)), path)

    def _number(self, node: Node, path: Path) -> Any:
        """Read ``v``, ``[low, high]`` or ``[low, best, high]``."""
        if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text):
            return float(node.text)
        if isinstance(node, Items):
            texts = [item.text if isinstance(item, Scalar) else "" for item in node.items]
            if len(texts) in (2, 3) and all(map(_NUMBER.fullmatch, texts)):
                return tuple(float(text) for text in texts)
        return self._wrong(
            node, path, _RANGE, "Write plain digits, 90000 or 0.5, without separators or units."
        )

    def _text(self, node: Node, kind: inspect.StrType, path: Path) -> Any:
        if isinstance(node, Scalar) and not node.is_null:
            return node.text
        return self._wrong(node, path, "text", "Write one text; quote it where it holds : # [ or {.")

    def _literal(self, node: Node, kind: inspect.LiteralType, path: Path) -> Any:
        allowed = [str(value) for value in kind.values]
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        near = get_close_matches(node.text.lower(), allowed, n=1) if isinstance(node, Scalar) else []
        fix = f"Did you mean {near[0]}?" if near else "Choose one of these."
        return self._wrong(node, path, f"one of {', '.join(allowed)}", fix)

    def _bool(self, node: Node, kind: Any, path: Path) -> Any:
        if isinstance(node, Scalar) and node.text in (*_TRUE, *_FALSE):
            return node.text in _TRUE
        return self._wrong(node, path, "true or false", "Write true or false; leave it out where not stated.")

    def _int(self, node: Node, kind: Any, path: Path) -> Any:
        if isinstance(node, Scalar) and re.fullmatch(r"[+-]?[0-9]+", node.text):
            return int(node.text)
        return self._wrong(node, path, "a whole number", "Write plain digits, without separators or units.")

    def _float(self, node: Node, kind: Any, path: Path) -> Any:
        if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text):
            return float(node.text)
        return self._wrong(
            node, path, "one number", "Write plain digits, 90000 or 0.5, without separators or units."
        )

    def _date(self, node: Node, kind: Any, path: Path) -> Any:
        if isinstance(node, Scalar) and _DATE.fullmatch(node.text):
            try:
                return date.fromisoformat(node.text)
            except ValueError:
                pass
        return self._wrong(node, path, "a day, year-month-day: 2026-03-04", "Write the day without a time.")

    def _datetime(self, node: Node, kind: Any, path: Path) -> Any:
        if not isinstance(node, Scalar):
            return self._wrong(node, path, f"a time: {TIME_EXAMPLE}", "Write one time.")
        read = self.times.read(node.text, f"line {node.line}, {dotted(path)}")
        if read is not None and not has_offset(node.text):
            self.naive.append(path)
        return read or _WRONG


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return repr(node.text) if node.text else "nothing"
    if isinstance(node, Mapping):
        return "keys with values"
    texts = [item.text if isinstance(item, Scalar) else "…" for item in node.items]
    return f"[{', '.join(texts)}]" if len(texts) <= 6 else f"a list of {len(texts)}"
