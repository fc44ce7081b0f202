"""Whether the claims that the plan names are in its ledger, and can be counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import Fault
from safeground.plan.pause_words import terms_of
from safeground.plan.supply_words import asked_of_ledger, stocks_of

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


def _below_zero(amount: Amount) -> str | None:
    ends = amount.value, amount.low, amount.high
    found = next((one for one in ends if one is not None and one < 0), None)
    return None if found is None else f"{found:g} {amount.unit}"
