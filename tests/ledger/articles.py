"""The two tables of the articles' claims, loaded whole into a real ledger."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from safeground.ledger.amounts import amount
from safeground.ledger.claim import ByRole, Claim, Collective, Named, Period
from safeground.ledger.events import ClaimRecorded, ClaimsLinked

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.ledger.store import Ledger

ZONE = "Asia/Gaza"
SOURCES = {"named": ("name", Named), "role_only": ("role", ByRole), "collective": ("called", Collective)}


def rows(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the claims, each with when it was said and published."""
    said = {row["claim_id"]: row for row in _table(folder / "said_at.csv")}
    return [row | said[row["claim_id"]] for row in _table(folder / "claims.csv")]


def claim(row: dict[str, str]) -> Claim:
    """Return the claim of a row; its ends come from the rules, not from the row."""
    qualifier = {"unspecified_hours": "unspecified"}.get(row["qualifier"], row["qualifier"])
    moment = row["unit"] in ("date", "datetime")
    counted = qualifier and row["unit"] != "state" and not moment
    field, kind = SOURCES[row["anonymity"]]
    return Claim(
        id=row["claim_id"],
        kind=row["kind"],
        subject=row["subject"],
        measure=row["measure"],
        amount=amount(qualifier, float(row["value"]) if row["value"] else None, row["unit"])
        if counted
        else None,
        state=None if counted else row["value"] or None,
        hedge="; ".join(
            part for part in (qualifier if moment and qualifier != "exact" else "", row["hedge"]) if part
        )
        or None,
        valid=_period(
            row["valid_from"], row["valid_to"], row["date_basis"], window=row["note"].startswith("WINDOW")
        ),
        said=_period(row["said_from"], row["said_to"], row["said_basis"]),
        published=row["published"],
        zone=ZONE,
        stated_by=kind(**{field: row["stated_by"]}),
        reported_by=tuple(part.strip() for part in row["via"].split(";")),
        recorder="annotator",
        origin=f"claims.csv, {row['claim_id']}",
        note=row["note"] or None,
    )


def load(ledger: Ledger, folder: Path) -> tuple[Claim, ...]:
    """Append every claim, then every link once, and return the claims."""
    table = rows(folder)
    claims = tuple(map(claim, table))
    ledger.append(ClaimRecorded(claim=one) for one in claims)
    ledger.append(_links(table))
    return claims


def _links(table: list[dict[str, str]]) -> list[ClaimsLinked]:
    pairs = {}
    for row in table:
        for relation, column in (("duplicate_of", "duplicates"), ("contradicts", "disputes")):
            for other in filter(None, row[column].split(";")):
                pairs.setdefault(
                    (frozenset({row["claim_id"], other}), relation), (row["claim_id"], other, row["note"])
                )
    return [
        ClaimsLinked(
            claim=one, other=other, relation=relation, reason=note or "annotated so", recorder="annotator"
        )
        for (_, relation), (one, other, note) in pairs.items()
    ]


def _period(first: str, last: str, basis: str, *, window: bool = False) -> Period:
    return Period(from_=first or None, to=last or None, basis=basis, window=window)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
