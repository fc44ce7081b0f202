"""Do supplies get in? Held against need by cited figures, against promises, and against "aid will continue".

*Not met* of a need carries a certificate: no more than so much can be delivered even if everything works.
*Met* says that a delivery plan exists at the worst of every range that is stated. What is not stated is
unknown, never zero. Crossings are what claimants say of them; counts of different stages are never averaged.
"""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from safeground.plan.supply_words import GIVING
from safeground.questions.finding import gravest
from safeground.questions.kept import was_known, zone_of
from safeground.questions.last_words import last_words
from safeground.questions.readings import doubts
from safeground.questions.supply_account import SupplyAccount, WayClaim
from safeground.questions.supply_area_words import area_finding
from safeground.questions.supply_claims import (
    counter_account,
    crossing_account,
    matching,
    promise_account,
    span_of,
)
from safeground.questions.supply_levels import LEVELS, SHUT, level_of
from safeground.questions.supply_names import PUBLIC_NAMING
from safeground.questions.supply_need_words import need_finding
from safeground.questions.supply_people import with_claims
from safeground.questions.supply_stocks import stock_accounts
from safeground.questions.supply_words import (
    continues_finding,
    crossing_finding,
    promise_finding,
    stock_finding,
    stocks_finding,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from safeground.journey.supply.open import AreaOpen
    from safeground.journey.supply.outcome import SupplyOutcome
    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.questions.finding import Finding
    from safeground.questions.last_words import LastWords
    from safeground.questions.supply_names import Naming

RESTRICTED: Final = "supply.stock."
"""How ids of findings begin that are of one stock, and stay out of the public edition."""


@dataclass(frozen=True, slots=True)
class SupplyAnswer:
    """The answer to *supply*: findings and the account that they rest on."""

    findings: tuple[Finding, ...]
    account: SupplyAccount


def examine(
    plan: Plan,
    outcome: SupplyOutcome | None,
    claims: Mapping[str, Standing],
    naming: Naming = PUBLIC_NAMING,
) -> SupplyAnswer | None:
    """Answer *supply* as known at the plan's ``as_of``; None where the plan states no supplies.

    Parameters
    ----------
    plan
        Its supplies.
    outcome
        What they come to on the ground.
    claims
        Id → claim, of the plan's ledger.
    naming
        How the edition names sources.
    """
    supply = plan.supply
    if supply is None or outcome is None:
        return None
    at, zone = plan.as_of, zone_of(plan)
    end = outcome.begins + timedelta(days=outcome.days)
    known = {name: one for name, one in claims.items() if was_known(claims, one, at)}
    told = tuple(known.values())
    doubtful = doubts(claims, told, at)
    outcome, otherwise = with_claims(plan, outcome, known, naming)
    account = SupplyAccount(
        at=at,
        zone=zone,
        outcome=outcome,
        stocks=stock_accounts(supply, known, at, end),
        crossings=tuple(crossing_account(one, told, at, doubtful) for one in supply.crossings),
        counters=tuple(counter_account(one, told, zone) for one in supply.counters),
        promises=tuple(
            promise_account(one, supply, span_of(one, outcome.begins, end, zone, at), told, doubtful)
            for one in supply.promised
        ),
        continues=supply.continues,
        counted_otherwise=otherwise,
        said_of_ways=_said_of_ways(plan, told, at, doubtful),
        naming=naming,
    )
    return SupplyAnswer(findings(plan, account), account)


def findings(plan: Plan, account: SupplyAccount) -> tuple[Finding, ...]:
    """Return the findings of an account: need first, then areas, crossings, promises, questions, stocks."""
    outcome = account.outcome
    found = [need_finding(plan, outcome, one, account.counted_otherwise) for one in outcome.commodities]
    found += [area_finding(plan, one, account) for one in outcome.areas if _asked(plan, one)]
    found += [
        crossing_finding(plan, one, account) for one in account.crossings if one.crossing.status is not None
    ]
    found += [promise_finding(plan, one, account.naming) for one in account.promises]
    found += [continues_finding(plan, one, account.naming) for one in account.continues]
    if account.stocks:
        found.append(stocks_finding(account, gravest([one.answer for one in account.stocks]),
                                    Tally(one.answer for one in account.stocks)))  # fmt: skip
    found += [stock_finding(plan, one, account) for one in account.stocks]
    return tuple(found)


def _asked(plan: Plan, area: AreaOpen) -> bool:
    """Return whether people of an area are to be supplied: who was ordered out may still be there.

    Of a closed area it is asked where the plan states a way for supplies or a need.
    """
    kind = next((one.kind for one in plan.areas if one.id == area.area), None)
    return kind in ("ordered", "destination", "return") or area.stated


def _said_of_ways(
    plan: Plan, claims: Sequence[Standing], at: datetime, doubtful: Collection[str]
) -> dict[str, tuple[WayClaim, ...]]:
    """Return area → last words on routes to it, or to what serves it, that are closed or no level."""
    supply = plan.supply
    found: dict[str, tuple[WayClaim, ...]] = {}
    for area in plan.areas if supply is not None else ():
        assert supply is not None
        ends = {area.id, *(one.id for one in supply.stores if area.id in one.serves and one.kind in GIVING)}
        told = [
            word
            for route in supply.routes
            if route.to in ends and route.status is not None
            for word in _of_way(last_words(matching(route.status, claims), at, doubtful))
        ]
        if told:
            found[area.id] = tuple(told)
    return found


def _of_way(last: LastWords) -> Iterator[WayClaim]:
    for one in last.now:
        level = level_of(one.claim)
        if level in SHUT or level not in LEVELS:
            yield WayClaim(one, "shut" if level in SHUT else "otherwise")
    for one in last.other:
        level = level_of(one.claim)
        if level in SHUT or level not in LEVELS:
            yield WayClaim(one, "of another time")
