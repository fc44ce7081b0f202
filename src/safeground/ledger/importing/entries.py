"""Claims that a person wrote down: a YAML or JSON file with one claim or a list of them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from safeground.errors import FaultList
from safeground.formats.yaml_file import Items, Mapping, Scalar, read_yaml
from safeground.ledger.events import ClaimRecorded, ClaimsLinked
from safeground.ledger.fields import LINKS, claim_of, fields, split_list
from safeground.ledger.importing.identity import content_id
from safeground.ledger.privacy import claim_faults, in_free_text
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping as Texts
    from pathlib import Path

    from safeground.formats.yaml_file import Node
    from safeground.ledger.events import Event


def read_entries(path: Path) -> list[tuple[str, dict[str, str]]]:
    """Return the claims of a file as text by field name, each with its place in the file.

    Raises
    ------
    InputError
        A file that is no YAML; every field that is not known, with the nearest that is.
    """
    root = read_yaml(path, what="a file of claims", start="See the manual: The ledger.")
    faults = FaultList(path)
    nodes = root.items if isinstance(root, Items) else (root,)
    found = [(f"line {node.line}", _cells(node, faults)) for node in nodes]
    faults.raise_if_any()
    return found


def _cells(node: Node, faults: FaultList) -> dict[str, str]:
    if not isinstance(node, Mapping):
        faults.add(f"line {node.line}", "no keys", "the fields of a claim", "Write `field: text` lines.")
        return {}
    cells: dict[str, str] = {}
    for entry in node.entries:
        place = f"line {entry.line}"
        if entry.key not in fields():
            near = get_close_matches(entry.key, fields(), n=1)
            fix = f"Write {near[0]}." if near else f"The fields are {', '.join(fields())}."
            faults.add(place, entry.key, "a field of a claim", fix)
        elif entry.key in cells:
            faults.add(place, f"{entry.key} a second time", "each field once", "Delete one.")
        elif isinstance(entry.value, Scalar):
            cells[entry.key] = "" if entry.value.is_null else entry.value.text.strip()
        elif isinstance(entry.value, Items) and all(isinstance(one, Scalar) for one in entry.value.items):
            cells[entry.key] = "; ".join(one.text for one in entry.value.items if isinstance(one, Scalar))
        else:
            faults.add(place, "keys", "a text, or a list of texts", "Write the fields one under another.")
    return cells


def events_of(
    entries: list[tuple[str, dict[str, str]]], file: str, defaults: Texts[str, str]
) -> tuple[list[Event], list[Remark]]:
    """Return the events that record claims and link them, and what is doubtful about them.

    Parameters
    ----------
    entries
        Place and text by field name.
    file
        What faults name as their file; empty for a command's options.
    defaults
        Fields for claims that do not have them.

    Raises
    ------
    InputError
        Everything that is wrong with any of them.
    """
    faults, remarks = FaultList(file), []
    claims: list[Event] = []
    links: list[Event] = []
    for place, own in entries:
        cells = {**defaults, **{name: text for name, text in own.items() if text}}

        def add(name: str, found: str, expected: str, fix: str, place: str = place) -> None:
            faults.add(f"{place}, {name}" if place else f"--{name.replace('_', '-')}", found, expected, fix)

        claim = claim_of(cells, add, new_id=content_id)
        if claim is None:
            continue
        for fault in claim_faults(claim):
            add(*fault)
        remarks += [
            Remark("warning", file or claim.id, f"There is {what} in free text.")
            for what in in_free_text(claim)
        ]
        claims.append(ClaimRecorded(claim=claim))
        links += [
            ClaimsLinked(
                claim=claim.id,
                other=other,
                relation=relation,
                reason="stated with the claim",
                recorder=claim.recorder,
            )
            for relation in LINKS
            for other in split_list(cells.get(relation, ""))
        ]
    faults.raise_if_any()
    return [*claims, *links], remarks
