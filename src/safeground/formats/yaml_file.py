"""YAML 1.2 files, read as text with line numbers: no scalar is given a type here.

``12:30``, ``no``, ``220.10`` and ``2026-03-04`` are what stands in the file; the reader of the value
knows which type it wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from safeground.errors import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written; ``quoted`` where it stands in quotation marks or as a block of text."""

    text: str
    quoted: bool
    line: int

    @property
    def is_null(self) -> bool:
        """Whether it says that there is no value."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value."""

    key: str
    value: Node
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the file's order; a key may stand twice."""

    entries: tuple[Entry, ...]
    line: int


Node = Scalar | Items | Mapping


def read_yaml(
    path: Path, *, what: str = "a plan file", start: str = "Start from `safeground new DIR`."
) -> Node:
    """Read the one document of a YAML file.

    Parameters
    ----------
    path
        The file.
    what, start
        What it should be, and how to get one, as faults say it.

    Raises
    ------
    InputError
        A file that is not there, not UTF-8, not YAML, empty, or nested without end.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _fault(path, "", "no such file", what, "Check its name.") from None
    except (IsADirectoryError, PermissionError) as error:
        raise _fault(
            path,
            "",
            f"what cannot be read ({error.strerror})",
            what,
            "Name a file that can be read.",
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _fault(
            path, f"line {line}", f"the byte 0x{error.object[error.start]:02x}", "UTF-8", "Save it as UTF-8."
        ) from None
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        if root is None:
            raise _fault(path, "", "an empty file", "keys with values", start)
        return _node(root, {})
    except YAMLError as error:
        raise _syntax_fault(path, error) from None
    except RecursionError:
        raise _fault(path, "", "lists nested without end", what, "Write the values out.") from None


def _node(node: Any, known: dict[int, Node]) -> Node:
    # An alias is the same node again: read once, or a few lines could unfold into gigabytes.
    if id(node) not in known:
        known[id(node)] = _new_node(node, known)
    return known[id(node)]


def _new_node(node: Any, known: dict[int, Node]) -> Node:
    line = node.start_mark.line + 1
    if node.id == "scalar":
        return Scalar(str(node.value), node.style is not None, line)
    if node.id == "sequence":
        return Items(tuple(_node(item, known) for item in node.value), line)
    entries = (
        Entry(str(key.value) if key.id == "scalar" else "?", _node(value, known), key.start_mark.line + 1)
        for key, value in node.value
    )
    return Mapping(tuple(entries), line)


def _syntax_fault(path: Path, error: Any) -> InputError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
    said = " ".join(
        part for part in (getattr(error, "problem", None), getattr(error, "context", None)) if part
    ) or " ".join(str(error).split())
    return _fault(
        path,
        place,
        f"something that is not YAML ({said})",
        "`key: value` lines, indented with spaces",
        "Look at this line and the one before: colons, brackets, quotation marks, indentation.",
    )


def _fault(path: Path, place: str, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(path), place, found, expected, fix)])
