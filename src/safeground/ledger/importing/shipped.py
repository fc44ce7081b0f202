"""The mappings that ship, and which of them fits a table."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from safeground.ledger.fields import fields
from safeground.ledger.importing.mapping import ClaimRule, Mapping, Rule, read_mapping

if TYPE_CHECKING:
    from safeground.ledger.importing.rows import Rows


@cache
def shipped() -> tuple[Mapping, ...]:
    """Return the mappings that ship."""
    folder = files("safeground.ledger.importing").joinpath("mappings")
    found = []
    for one in sorted(folder.iterdir(), key=lambda file: file.name):
        if one.name.endswith(".yaml"):
            with as_file(one) as path:
                found.append(read_mapping(path))
    return tuple(found)


def fitting(rows: Rows) -> Mapping | None:
    """Return the mapping for a table: the shipped one that knows most of it, or our own columns or tags."""
    known = [one for one in shipped() if set(one.chosen_by) <= set(rows.columns)]
    return max(known, key=lambda one: len(one.chosen_by), default=None) or own_columns(rows)


def own_columns(rows: Rows) -> Mapping | None:
    """Return the mapping of a table that has our own columns, by name or by HXL tag; None for any other."""
    by_tag = {field.tag: name for name, field in fields().items()}
    rules: dict[str, Rule] = {}
    for column in rows.columns:
        name = by_tag.get(rows.tags.get(column, ""), column if column in fields() else "")
        if name and name not in rules:
            rules[name] = Rule(column=column)
    needed = {name for name, field in fields().items() if field.needed} - {"zone", "recorder"}
    if not needed <= set(rules):
        return None
    return Mapping(name="Columns of Safeground's own tables", claims=(ClaimRule(rules=rules),), own=True)
