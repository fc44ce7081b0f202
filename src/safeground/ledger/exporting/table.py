"""The claims as a table with HXL tags: one claim a row, its links as lists of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.formats.hxl_table import hxl_table
from safeground.ledger.events import ClaimsLinked
from safeground.ledger.exporting.edition import in_edition
from safeground.ledger.exporting.whole_file import whole_file
from safeground.ledger.fields import cells_of, fields
from safeground.ledger.knowing import superseded
from safeground.ledger.state import standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from safeground.ledger.events import Entry
    from safeground.ledger.exporting.edition import Edition
    from safeground.ledger.state import Standing

RESTRICTED: Final = ("lon", "lat", "uncertain_m", "recorder", "origin", "note")
"""Fields that a public table has no column for."""


def write_table(entries: Iterable[Entry], path: Path, edition: Edition) -> int:
    """Write the claims that stand as a table, whole or not at all; return how many rows it has.

    Claims that were retracted or corrected are not in it: a table has no word for what happened to a claim.

    Raises
    ------
    OutputError
        A file that cannot be written; what stood there is untouched.
    """
    kept = list(in_edition(entries, edition))
    found = standings(kept)
    standing = [one for one in found.values() if _stands(found, one)]
    ids = {one.claim.id for one in standing}
    links = [one.event for one in kept if isinstance(one.event, ClaimsLinked)]
    columns = [one for one in fields().values() if edition == "restricted" or one.name not in RESTRICTED]
    listed = _listed(links, ids)
    rows = []
    for one in standing:
        cells = cells_of(one.claim) | listed.get(one.claim.id, {})
        rows.append([cells.get(column.name, "") for column in columns])
    if edition == "restricted":
        columns_out = [("edition", "#meta+edition"), *((one.name, one.tag) for one in columns)]
        rows = [["RESTRICTED", *row] for row in rows]
    else:
        columns_out = [(one.name, one.tag) for one in columns]
    text = hxl_table(columns_out, rows)
    with whole_file(path, public=edition == "public") as file:
        file.write(text.encode("utf-8"))
    return len(rows)


def _stands(found: Mapping[str, Standing], one: Standing) -> bool:
    return superseded(found, one, "published", None).certainty == "no"


def _listed(links: Iterable[ClaimsLinked], ids: set[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, list[str]]] = {}
    for link in links:
        if link.claim in ids and link.other in ids:
            found.setdefault(link.claim, {}).setdefault(link.relation, []).append(link.other)
    return {
        claim: {relation: "; ".join(others) for relation, others in lists.items()}
        for claim, lists in found.items()
    }
