"""Whether the claims that the plan names are in its ledger, and can be counted."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import Fault
from safeground.plan.pause_words import terms_of
from safeground.plan.supply_words import asked_of_ledger, claims_named, stocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from safeground.ledger.claim import Amount
    from safeground.ledger.state import Standing
    from safeground.plan.checks.rule import Stated


def counted_claims_are_not_negative(stated: Stated, claims: Mapping[str, Standing]) -> Iterator[Fault]:
    """What a stock, a counter or a promise counts is never below 0."""
    plan, supply = stated.plan, stated.plan.supply
    asked = [one.counted_by for _, one, _ in terms_of(plan) if one.counted_by is not None]
    named: set[str | None] = set()
    if supply is not None:
        asked += asked_of_ledger(supply)
        named = {stock.claim for _, _, stock in stocks_of(supply)}
    about = {(one.subject, one.measure) for one in asked}
    for name, one in claims.items():
        amount = one.claim.amount
        below = None if amount is None else _below_zero(amount)
        if below is None or (name not in named and (one.claim.subject, one.claim.measure) not in about):
            continue
        yield Fault(
            str(stated.folder / Path(plan.ledger or "")),
            f"claim {name}",
            below,
            "an amount of 0 or more: the plan counts it",
            "Correct the claim, or leave it out of the plan.",
        )


def claims_of_supplies_are_in_the_ledger(stated: Stated, claims: Mapping[str, Standing]) -> Iterator[Fault]:
    """A claim that the supplies name is in the plan's ledger."""
    supply, ledger = stated.plan.supply, stated.plan.ledger
    if supply is None:
        return
    # An id of a reading that was mended is no other claim's.
    known = [*claims, *(one.mends for one in claims.values() if one.mends is not None)]
    for path, name in claims_named(supply):
        if name in known:
            continue
        if ledger is None:
            found, expected = (
                f"the claim {name!r} in a plan without a ledger",
                "`ledger` at the top of the plan",
            )
            fix = "Add it, with the file in which the claim is; or leave `claim` out."
        else:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            found, expected = f"{name!r}, which is no claim of {ledger}", "the id of a claim in it"
            fix = f"Did you mean {near[0]}?" if near else "Correct the id, or leave `claim` out."
        yield stated.fault(path, found, expected, fix)


def _below_zero(amount: Amount) -> str | None:
    ends = amount.value, amount.low, amount.high
    found = next((one for one in ends if one is not None and one < 0), None)
    return None if found is None else f"{found:g} {amount.unit}"
