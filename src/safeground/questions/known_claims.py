"""The claims of a plan's ledger that were known at its moment and still stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.ledger.answers import Query
from safeground.ledger.queries import select

if TYPE_CHECKING:
    from safeground.ledger.answers import Answer
    from safeground.ledger.claim import Claim
    from safeground.plan.places import LoadedPlan


def known_claims(loaded: LoadedPlan) -> tuple[Claim, ...]:
    """Return the claims that were out, certainly or possibly, and not corrected or taken back, by id."""
    found = (one.standing.claim for one in asked(loaded).found)
    return tuple(sorted(found, key=lambda claim: claim.id))


def asked(loaded: LoadedPlan) -> Answer:
    """Return the same as the ledger answers it, with what is left out and why."""
    return select(dict(loaded.claims), Query(known_at=loaded.plan.as_of))
