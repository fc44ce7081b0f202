"""Small claims in our own words, and a ledger that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.amounts import amount
from safeground.ledger.claim import ByRole, Claim, Collective, Named, Period
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, ClaimsLinked
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "Asia/Gaza"
KINDS = {"named": Named, "role": ByRole, "group": Collective}


def period(text: str | None, basis: str = "stated", *, window: bool = False) -> Period:
    """``2023-11-30`` a day, ``2023-11-24/2023-11-30`` from and to, ``…/`` from, ``/…`` to."""
    if text is None:
        return Period()
    first, slash, last = text.partition("/")
    return Period(from_=first or None, to=(last if slash else first) or None, basis=basis, window=window)


def claim(name: str, number=None, **fields) -> Claim:
    """``number`` as ``("about", 240, "people")``; ``by`` as ``named: Water board``; periods as text."""
    kind, _, called = fields.pop("by", "named: Water board").partition(": ")
    source = KINDS[kind](**{{"named": "name", "role": "role", "group": "called"}[kind]: called})
    given = {
        "kind": "figure" if number else "status",
        "subject": "River town",
        "measure": "people_fled",
        "zone": ZONE,
        "recorder": "r1",
        "amount": amount(*number) if number else None,
        "state": None if number else "seen",
        "stated_by": source,
    }
    window = fields.pop("window", False)
    for key in ("valid", "said"):
        if key in fields:
            fields[key] = period(fields[key], window=window and key == "valid")
    return Claim(id=name, **(given | fields))


def recorded(*claims: Claim) -> list[ClaimRecorded]:
    return [ClaimRecorded(claim=one) for one in claims]


def linked(one: str, relation: str, other: str, reason: str = "they say the same") -> ClaimsLinked:
    return ClaimsLinked(claim=one, other=other, relation=relation, reason=reason, recorder="r2")


def corrected(old: str, new: Claim, reason: str = "the office said so") -> ClaimCorrected:
    return ClaimCorrected(corrects=old, claim=new, reason=reason, by="source")


def mended(old: str, new: Claim, reason: str = "a digit was misread") -> ClaimCorrected:
    return ClaimCorrected(corrects=old, claim=new, reason=reason, by="recorder")


def ledger(folder: Path, *events) -> Ledger:
    """Return a new ledger with these events; bare claims are recorded."""
    made = Ledger(folder / "test.ledger", make=True)
    made.append([ClaimRecorded(claim=one) if isinstance(one, Claim) else one for one in events])
    return made
