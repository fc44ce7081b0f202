"""A plan → YAML text that a person can read and edit, and that loads back as the same plan."""

from __future__ import annotations

import re
import textwrap
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from safeground.plan.keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.plan.keys import Key
    from safeground.plan.model import Plan

SCHEMA_LINE = "# yaml-language-server: $schema=plan.schema.json"
_INDENT = "  "
_WIDTH = 110
# Text that YAML reads as this very text: no indicator, no colon or # that ends it, no word with a meaning.
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./()'-]|#(?=\w)|:(?=[\w/])| (?=[A-Za-z0-9(]))*")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MEANS_SOMETHING = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def render(plan: Plan, *, comments: bool = False) -> str:
    """Return the plan file's text.

    Parameters
    ----------
    plan
        The plan. Its numbers must be finite.
    comments
        Whether each key is explained where it stands first, keys that are not stated too, as comments.
    """
    writer = _Writer(comments)
    lines = list(writer.struct(plan, 0))
    return "\n".join([SCHEMA_LINE, *lines]) + "\n"


class _Writer:
    def __init__(self, comments: bool) -> None:
        self.comments = comments
        self.explained: set[type] = set()

    def struct(self, value: msgspec.Struct, depth: int) -> Iterator[str]:
        """Yield the lines of a struct's keys; each struct is explained the first time."""
        explain = self.comments and type(value) not in self.explained
        self.explained.add(type(value))
        indent = _INDENT * depth
        for key in keys_of(type(value)):
            item = getattr(value, key.attribute)
            stated = key.required or not _is_default(value, key.attribute)
            if depth == 0 and (stated or explain) and (key.struct_inside is not None or explain):
                yield ""
            if explain:
                yield from _comment(key, indent)
            if stated:
                yield from self.key(key.name, item, depth)
            elif explain:
                yield f"{indent}# {key.name}: {key.default}".rstrip()
                if key.struct_inside is not None and key.struct_inside not in self.explained:
                    one = isinstance(item, msgspec.Struct)
                    yield from self._in_comments(key.struct_inside, indent, dash="" if one else "- ")

    def _in_comments(self, struct: type[msgspec.Struct], indent: str, dash: str) -> Iterator[str]:
        """Yield the keys of a struct of which nothing is stated, ready for taking the # away.

        Where it would be an item of a list the first key has a dash before it.
        """
        self.explained.add(struct)
        within = _INDENT + " " * len(dash)
        for i, key in enumerate(keys_of(struct)):
            yield from (f"{indent}# {line}" for line in _comment(key, within))
            begin = f"{_INDENT}{dash}" if i == 0 else within
            yield f"{indent}# {begin}{key.name}: {key.default}".rstrip()
            if key.struct_inside is not None and key.struct_inside not in self.explained:
                yield from self._in_comments(key.struct_inside, f"{indent}# {within}", dash="- ")

    def key(self, name: str, value: Any, depth: int) -> Iterator[str]:
        indent = _INDENT * depth
        if isinstance(value, msgspec.Struct):
            lines = list(self.struct(value, depth + 1))
            if _has_keys(lines):
                yield f"{indent}{name}:"
                yield from lines
            else:
                yield f"{indent}{name}: {{}}"
                yield from lines
        elif isinstance(value, tuple) and any(isinstance(item, msgspec.Struct) for item in value):
            yield f"{indent}{name}:"
            for item in value:
                yield from self.item(item, depth + 1)
        elif isinstance(value, dict) and value:
            yield f"{indent}{name}:"
            yield from (f"{indent}{_INDENT}{_text(k)}: {_scalar(v)}" for k, v in value.items())
        else:
            yield from _wrapped(f"{indent}{name}: ", value)

    def item(self, value: msgspec.Struct, depth: int) -> Iterator[str]:
        """Yield a struct as an item of a list: the dash before its first stated key."""
        lines = list(self.struct(value, depth + 1))
        if not _has_keys(lines):
            yield from lines
            yield f"{_INDENT * depth}- {{}}"
            return
        first = next(i for i, line in enumerate(lines) if _is_key(line))
        cut = len(_INDENT) * (depth + 1)
        yield from lines[:first]
        yield f"{_INDENT * depth}- {lines[first][cut:]}"
        yield from lines[first + 1 :]


def _comment(key: Key, indent: str) -> Iterator[str]:
    """Yield the comment that explains a key, wrapped."""
    value = re.sub(r"\[(\w+)\]\(#\w+\)", r"\1", key.value).replace("`", "")
    kind = "" if key.struct_inside is not None else value
    unit = key.unit if key.unit not in ("", "time", "day") else ""
    head = ", ".join(part for part in (unit, kind, "required" if key.required else "") if part)
    text = f"{key.meaning} ({head})" if head else key.meaning
    yield from (f"{indent}# {line}" for line in textwrap.wrap(text, _WIDTH - len(indent) - 2))


def _is_key(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _has_keys(lines: list[str]) -> bool:
    return any(_is_key(line) for line in lines)


def _is_default(value: msgspec.Struct, name: str) -> bool:
    field = next(field for field in msgspec.structs.fields(type(value)) if field.name == name)
    if field.default_factory is not msgspec.NODEFAULT:
        return bool(getattr(value, name) == field.default_factory())
    return bool(getattr(value, name) == field.default)


def _wrapped(head: str, value: Any) -> Iterator[str]:
    """Yield a plain value after its key; a list in brackets, over several lines where it is long."""
    if not isinstance(value, tuple):
        yield head + ("{}" if value == {} else _scalar(value))
        return
    items = [_scalar(item) for item in value]
    line = f"{head}["
    inner = " " * (len(head) - len(head.lstrip()) + 2 * len(_INDENT))
    for i, item in enumerate(items):
        part = item + ("," if i + 1 < len(items) else "]")
        if len(line) + len(part) > _WIDTH and line.strip():
            yield line.rstrip()
            line = inner
        line += f"{part} "
    yield line.rstrip() + ("" if items else "]")


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes" if not (value.second or value.microsecond) else "auto")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    """Return text as YAML: plain where nothing can be mistaken, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _MEANS_SOMETHING:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c if _stands_as_it_is(c) else _escaped(c) for c in escaped) + '"'


def _stands_as_it_is(c: str) -> bool:
    """Whether YAML 1.2 lets a character stand in double quotes: printable, no line break."""
    unusual = c in "\u2028\u2029\ufeff\ufffe\uffff" or "\ud800" <= c <= "\udfff"
    return " " <= c <= "~" or (c >= "\u00a0" and not unusual)


def _escaped(c: str) -> str:
    return f"\\u{ord(c):04x}" if ord(c) <= 0xFFFF else f"\\U{ord(c):08x}"
