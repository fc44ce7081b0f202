"""Which of a plan's promises were known at a moment: a plan is written later than what it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from safeground.ledger.knowing import by, out_between
from safeground.ledger.moments import moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.plan.pause_words import Commitment, Pause, Term

T = TypeVar("T", "Pause", "Commitment")


def as_known(
    plan: Plan, claims: Mapping[str, Standing], at: datetime, zone: str
) -> tuple[Plan, tuple[str, ...]]:
    """Return a plan without the promises and terms that were not published by a moment, and their ids.

    When one was published its claim says, else its source. What says neither is taken as known: the plan
    states it.

    Parameters
    ----------
    plan, claims
        The plan; id → claim of its ledger, whenever they were published.
    at, zone
        The moment; the zone in which days of sources are days.
    """
    published = {
        one.id: moment(one.published.isoformat(), zone).earliest
        for one in plan.sources
        if one.published is not None
    }

    def known(one: Commitment | Term) -> bool:
        claim = None if one.claim is None else claims.get(one.claim)
        if claim is not None:
            return by(*out_between(claim, "published"), at) != "no"
        return one.source is None or one.source not in published or published[one.source] <= at

    left = [one.id for one in plan.commitments if not known(one)]
    holders: tuple[Pause | Commitment, ...] = (*plan.pauses, *plan.commitments)
    left += [
        f"{holder.id}, {term.id}"
        for holder in holders
        if holder.id not in left
        for term in holder.terms
        if not known(term)
    ]
    kept = msgspec.structs.replace(
        plan,
        pauses=tuple(_with_terms(one, tuple(filter(known, one.terms))) for one in plan.pauses),
        commitments=tuple(
            _with_terms(one, tuple(filter(known, one.terms))) for one in plan.commitments if known(one)
        ),
    )
    return kept, tuple(left)


def _with_terms(holder: T, terms: tuple[Term, ...]) -> T:
    return msgspec.structs.replace(holder, terms=terms)
