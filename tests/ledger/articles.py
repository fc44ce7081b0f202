"""The two tables of the articles' claims, imported whole into a real ledger by the mapping that ships."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from safeground.ledger.importing.apply import append_new
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.importing.rows import read_rows
from safeground.ledger.importing.shipped import fitting

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.ledger.claim import Claim
    from safeground.ledger.store import Ledger

ZONE = "Asia/Gaza"


def rows(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the claims as they stand in the file."""
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def load(ledger: Ledger, folder: Path) -> tuple[Claim, ...]:
    """Append every claim with its links, and return the claims."""
    path = folder / "claims.csv"
    table = read_rows(path)
    mapping = fitting(table)
    assert mapping is not None
    prepared = prepare(path, mapping, {"recorder": "annotator"}, rows=table)
    append_new(ledger, prepared.events())
    return tuple(prepared.claims)
