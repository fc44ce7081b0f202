"""Mapping files: what the columns of somebody's table become.

A mapping is YAML. A field of a claim is a constant, or is filled from columns::

    mapping: Daily reports of the water board
    zone: Asia/Gaza
    dates: DD/MM/YYYY
    fields:
      kind: figure
      subject: {column: Site}
      valid_from: {column: Day}
      stated_by: Water board
    claims:
      - {measure: water_delivered, value: {column: Litres}, unit: litres}
    leave_out:
      - {when: {Site: [Total]}, why: sums of other rows}
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec

from safeground.errors import FaultList, InputError
from safeground.formats.yaml_file import Items, Scalar, read_yaml
from safeground.formats.yaml_file import Mapping as Keys
from safeground.ledger.fields import fields
from safeground.ledger.importing.dates import date_format_fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from safeground.formats.yaml_file import Node

_BRACES = re.compile(r"\{([^{}]+)\}")
Conditions = dict[str, tuple[str, ...]]
"""Column → the texts that it must hold; ``filled`` and ``empty`` ask only that."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one field of a claim is filled. Exactly one of constant, column, columns and text is given."""

    constant: str | None = None
    column: str | None = None
    columns: tuple[str, ...] = ()
    """Several columns, the filled ones joined by ``joined_by``."""
    joined_by: str = ", "
    text: str | None = None
    """Words with columns in braces: ``{Route}, {Classification}``."""
    when: Conditions = {}
    """The field stays empty in rows for which this does not hold."""
    values: dict[str, str] = {}
    """What a text of the column becomes."""
    otherwise: str | None = None
    """What any other text becomes; without it, it stays as it is."""
    if_empty: str | None = None
    """What stands there where the column is empty."""
    starts: dict[str, str] = {}
    """What a text becomes that begins so; any other becomes ``otherwise``, or nothing."""
    dates: str | None = None
    split: str | None = None
    """What separates the parts of a list in the column."""
    slug: bool = False
    """Whether the text is written as a word of ours: ``air_drone_strike``."""
    numbers: bool = False
    """Whether a text that is no number is passed over instead of being a fault: another field takes it."""
    words: bool = False
    """Whether a number is passed over: the other side of ``numbers``."""
    worded: bool = False
    """Whether the column has numbers with a word: of ``qualifier`` the word is read, of numbers the rest."""
    thousands: str | None = None
    decimal: str | None = None
    reach: dict[str, str] = {}
    """With ``reach_by``: what a precision code makes of a date: day, week or month."""
    reach_by: str | None = None
    repeated: bool = False
    """Of an id: whether one that stands twice in the file is numbered instead of being a fault."""

    def read_columns(self) -> tuple[str, ...]:
        """Return the columns that the rule needs."""
        inside = tuple(_braces(self.text)) if self.text else ()
        one = (self.column,) if self.column else ()
        by = (self.reach_by,) if self.reach_by else ()
        return (*one, *self.columns, *inside, *by, *self.when)


class ClaimRule(msgspec.Struct, frozen=True, kw_only=True):
    """One claim of a row: its own rules over those for all, and for which rows it is made."""

    rules: dict[str, Rule]
    when: Conditions = {}


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that are no claims, or columns that are not imported, with the reason.

    ``when`` must hold of a row, ``unless`` must not.
    """

    why: str
    when: Conditions = {}
    unless: Conditions = {}
    columns: tuple[str, ...] = ()


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """A second table beside the first with further columns for the same rows."""

    file: str
    on: str


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns of a table become.

    ``chosen_by`` are columns by which a shipped mapping is found; ``empty`` texts that mean that nothing
    was stated; ``months`` spellings of months with their numbers; ``notes`` what a reader must know.
    """

    name: str
    claims: tuple[ClaimRule, ...]
    chosen_by: tuple[str, ...] = ()
    join: Join | None = None
    dates: str | None = None
    months: dict[str, str] = {}
    empty: tuple[str, ...] = ()
    leave_out: tuple[LeftOut, ...] = ()
    not_imported: tuple[LeftOut, ...] = ()
    told: tuple[LeftOut, ...] = ()
    """Rows to be counted and told although claims are made of them."""
    optional: tuple[str, ...] = ()
    """Columns that a file may lack: empty in all its rows then."""
    own: bool = False
    """Whether it is for our own tables, in which cells that a spreadsheet would run are quoted."""
    notes: tuple[str, ...] = ()

    def read_columns(self) -> set[str]:
        """Return the columns that the mapping reads."""
        found = {
            column for claim in self.claims for rule in claim.rules.values() for column in rule.read_columns()
        }
        found |= {column for claim in self.claims for column in claim.when}
        return found | {
            column for rule in (*self.leave_out, *self.told) for column in (*rule.when, *rule.unless)
        }


TOP = (
    "mapping", "for", "zone", "dates", "months", "empty", "fields", "claims", "leave_out", "not_imported",
    "optional", "told", "join", "notes",
)  # fmt: skip
_RULE = tuple(name for name in Rule.__struct_fields__ if name != "constant")


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    InputError
        Every unknown key, field and format in it, with its line and the nearest name.
    """
    return _Reader(path).mapping(read_yaml(path, what="a mapping file", start="See the manual: The ledger."))


class _Reader:
    def __init__(self, path: Path) -> None:
        self.faults = FaultList(path)

    def mapping(self, node: Node) -> Mapping:
        keys = self._keys(node, TOP)
        if "mapping" not in keys:
            self._add(node, "no key mapping", "mapping: what the table is", "Name the mapping.")
        shared = self._rules(keys.get("fields"))
        if "zone" in keys:
            shared.setdefault("zone", Rule(constant=self._text(keys["zone"])))
        claims = [self._claim(item, shared) for item in self._items(keys.get("claims"))]
        join = keys.get("join")
        found = Mapping(
            name=self._text(keys.get("mapping")),
            claims=tuple(claims) or (ClaimRule(rules=shared),),
            chosen_by=self._list(keys.get("for")),
            join=None if join is None else self._join(join),
            dates=self._dates(keys.get("dates")),
            months=self._texts(keys.get("months")),
            empty=self._list(keys.get("empty")),
            leave_out=tuple(self._left_out(item) for item in self._items(keys.get("leave_out"))),
            not_imported=tuple(self._left_out(item) for item in self._items(keys.get("not_imported"))),
            told=tuple(self._left_out(item) for item in self._items(keys.get("told"))),
            optional=self._list(keys.get("optional")),
            notes=self._list(keys.get("notes")),
        )
        if not shared and not claims:
            self._add(node, "no fields", "fields: and what each becomes", "See the manual: The ledger.")
        self.faults.raise_if_any()
        return found

    def _claim(self, node: Node, shared: dict[str, Rule]) -> ClaimRule:
        if not isinstance(node, Keys):
            self._add(node, "no keys", "fields of a claim", "Write {measure: ..., value: {column: ...}}.")
            return ClaimRule(rules=shared)
        own = Keys(tuple(entry for entry in node.entries if entry.key != "when"), node.line)
        when = next((entry.value for entry in node.entries if entry.key == "when"), None)
        return ClaimRule(rules={**shared, **self._rules(own)}, when=self._conditions(when))

    def _rules(self, node: Node | None) -> dict[str, Rule]:
        return {name: self._rule(value) for name, value in self._keys(node, tuple(fields())).items()}

    def _rule(self, node: Node) -> Rule:
        if isinstance(node, Scalar):
            return Rule(constant=self._text(node))
        found: dict[str, Any] = {}
        for key, value in self._keys(node, (*_RULE, "constant")).items():
            if key in ("values", "starts", "reach"):
                found[key] = self._texts(value)
            elif key == "columns":
                found[key] = self._list(value)
            elif key == "when":
                found[key] = self._conditions(value)
            elif key in ("slug", "numbers", "words", "worded", "repeated"):
                found[key] = self._yes(value)
            elif key == "dates":
                found[key] = self._dates(value)
            else:
                found[key] = self._text(value)
        sources = [key for key in ("constant", "column", "columns", "text") if found.get(key)]
        if len(sources) != 1:
            said = " and ".join(sources) or "none of them"
            self._add(node, said, "one of column, columns, text and constant", "Keep one.")
        if (text := found.get("text")) and re.search(r"[{}]", _BRACES.sub("", text)):
            self._add(node, f"{text!r}, a brace without its other", "columns as {Name}", "Close it.")
        if ("reach" in found) != ("reach_by" in found):
            self._add(node, "one of reach and reach_by", "both or none", "Give both, or leave both out.")
        return Rule(**found)

    def _left_out(self, node: Node) -> LeftOut:
        keys = self._keys(node, ("when", "unless", "columns", "why"))
        if "why" not in keys:
            self._add(node, "no why", "the reason, which is printed", "Add why.")
        return LeftOut(
            why=self._text(keys.get("why")),
            when=self._conditions(keys.get("when")),
            unless=self._conditions(keys.get("unless")),
            columns=self._list(keys.get("columns")),
        )

    def _join(self, node: Node) -> Join:
        keys = self._keys(node, ("file", "on"))
        for missing in {"file", "on"} - set(keys):
            self._add(node, f"no {missing}", "the second table's file and the column of both", "Add it.")
        return Join(file=self._text(keys.get("file")), on=self._text(keys.get("on")))

    def _conditions(self, node: Node | None) -> Conditions:
        if node is None:
            return {}
        if not isinstance(node, Keys):
            self._add(node, "no keys", "columns with the texts that they hold", "Write {Column: [text]}.")
            return {}
        return {entry.key: self._list(entry.value) for entry in node.entries}

    def _keys(self, node: Node | None, known: Iterable[str]) -> dict[str, Node]:
        known = tuple(known)
        if node is None:
            return {}
        if not isinstance(node, Keys):
            self._add(node, "no keys", f"keys of {', '.join(known[:6])} …", "Write `key: value` lines.")
            return {}
        found: dict[str, Node] = {}
        for entry in node.entries:
            if entry.key not in known:
                near = get_close_matches(entry.key, known, n=1)
                fix = f"Write {near[0]}." if near else "Delete it."
                self.faults.add(f"line {entry.line}", entry.key, f"one of {', '.join(known)}", fix)
            elif entry.key in found:
                self.faults.add(f"line {entry.line}", f"{entry.key} a second time", "it once", "Delete one.")
            else:
                found[entry.key] = entry.value
        return found

    def _items(self, node: Node | None) -> tuple[Node, ...]:
        if node is None:
            return ()
        return node.items if isinstance(node, Items) else (node,)

    def _list(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self._text(item) for item in self._items(node))

    def _texts(self, node: Node | None) -> dict[str, str]:
        if node is None:
            return {}
        if not isinstance(node, Keys):
            self._add(node, "no keys", "what each text becomes", "Write {text: what it becomes}.")
            return {}
        return {entry.key: self._text(entry.value) for entry in node.entries}

    def _text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return "" if node.is_null else node.text
        self._add(node, "a list or keys", "a text", "Write one text.")
        return ""

    def _yes(self, node: Node) -> bool:
        text = self._text(node)
        if text not in ("yes", "no", "true", "false"):
            self._add(node, repr(text), "yes or no", "Correct it.")
        return text in ("yes", "true")

    def _dates(self, node: Node | None) -> str | None:
        if node is None:
            return None
        text = self._text(node)
        if fault := date_format_fault(text):
            self._add(
                node, fault, "DD/MM/YYYY, D MMM YYYY, MM-DD-YY, YYYY-MM-DD HH:mm or excel", "Correct it."
            )
        return text

    def _add(self, node: Node | None, found: str, expected: str, fix: str) -> None:
        self.faults.add("" if node is None else f"line {node.line}", found, expected, fix)


def _braces(text: str) -> list[str]:
    return _BRACES.findall(text)


def fault_columns(mapping: Mapping, columns: Iterable[str], file: str, where: str) -> None:
    """Refuse a mapping that reads columns which a table does not have.

    Raises
    ------
    InputError
        Every such column, with the nearest that is there.
    """
    have = tuple(columns)
    faults = FaultList(file)
    for column in sorted(mapping.read_columns() - set(have)):
        near = get_close_matches(column, have, n=1)
        fix = f"Write {near[0]} in {where}." if near else f"Correct {where}, or choose another mapping."
        faults.add("header", f"the columns {', '.join(have)}", f"a column {column}", fix)
    if faults.faults:
        raise InputError(faults.faults)
