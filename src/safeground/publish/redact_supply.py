"""*Supply* for the public edition: answered again from public claims alone, without stocks by site.

What all claims give otherwise is unknown there (``agreement``).
What stays are answers, shares, and totals rounded as people are: a need is people times a figure that
everybody knows. Stores, routes and stocks, what a place gets, and the proofs' arrays stay restricted.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from safeground.publish.agreement import agreed
from safeground.publish.agreement_supply import agreed_supply
from safeground.publish.timeline_public import public_standings
from safeground.quantity import Range
from safeground.questions.supply import RESTRICTED, examine
from safeground.questions.supply_need_words import few_people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from safeground.journey.supply.outcome import Bottleneck, CommodityOutcome, Course, SupplyOutcome
    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.plan.supply_words import Supply
    from safeground.questions.finding import Finding
    from safeground.questions.supply_account import SupplyAccount

    Rounded = Callable[[Range], Range]

HAIR: Final = 1e-6
"""Of a percent: by so much a bound misses a round share, as its margin has it."""
FEWEST_STORES: Final = 3
"""Of fewer stores an amount in all tells, with what is known besides, what one of them has."""


def public_supply(
    plan: Plan, account: SupplyAccount, claims: Mapping[str, Standing], rounded: Rounded
) -> tuple[tuple[Finding, ...], SupplyAccount | None]:
    """Return the findings and the account that may be published.

    Parameters
    ----------
    plan
        The whole plan.
    account
        What was found.
    claims
        Every claim of the plan's ledger.
    rounded
        How the edition rounds counts of people.
    """
    outcome = _without_few_sites(account.outcome)
    whole, alone = (examine(plan, outcome, told) for told in (claims, public_standings(claims)))
    if whole is None or alone is None:
        return (), None
    of_all, of_public = (
        tuple(one for one in answer.findings if not one.id.startswith(RESTRICTED))
        for answer in (whole, alone)
    )
    findings = agreed("supply", of_all, of_public, [_finding(one, rounded) for one in of_public])
    held_back = {source.id for source in plan.sources if source.sensitivity == "restricted"}
    return findings, replace(
        agreed_supply(whole.account, alone.account),
        stocks=(),
        outcome=_outcome(alone.account.outcome, rounded),
        continues=tuple(
            msgspec.structs.replace(one, by=None, words=None) if one.source in held_back else one
            for one in alone.account.continues
        ),
    )


def _without_few_sites(outcome: SupplyOutcome) -> SupplyOutcome:
    """Return the outcome with shares alone of what few stores hold or use, or few people need.

    Amounts would tell stocks, and by the share how many people these are.
    """
    commodities = tuple(
        replace(
            one,
            amounts_said=not (few := _is_few(outcome, one)),
            bottlenecks=_of_public(one),
            # With the share and what a gate lets in, it would tell need and stock: two equations.
            break_even=None if few else one.break_even,
        )
        for one in outcome.commodities
    )
    said = {one.commodity for one in commodities if one.amounts_said}
    courses = tuple(one for one in outcome.courses if one.commodity in said)
    return replace(outcome, commodities=commodities, courses=courses)


def _is_few(outcome: SupplyOutcome, one: CommodityOutcome) -> bool:
    """Return whether amounts would tell of few; of an edition made again who is where is gone."""
    return not one.amounts_said or 0 < one.stores < FEWEST_STORES or few_people(outcome, one)


def _of_public(one: CommodityOutcome) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks without the amounts of stocks and of what is made: few wells may make it all."""
    return tuple(
        replace(part, amount=math.nan) if part.kind in ("stock", "made") else part for part in one.bottlenecks
    )


def public_words(supply: Supply | None) -> Supply | None:
    """Return a plan's words on supplies without where and what stores and routes are."""
    if supply is None:
        return None
    return msgspec.structs.replace(
        supply,
        stores=(),
        routes=(),
        delivered=(),
        deliveries=None,
        fleet=None,
        priority=(),
        crossings=tuple(msgspec.structs.replace(one, at=(), waiting=()) for one in supply.crossings),
    )


def _finding(finding: Finding, rounded: Rounded) -> Finding:
    held = finding.held_against
    if held is not None and held.required is not None:
        held = msgspec.structs.replace(held, required=rounded(held.required))
    figure = finding.figure
    if figure is not None and figure.range.unit == "share":
        # An exact share beside the amount that can come would tell the need, and so the people, exactly.
        low, high = figure.range.low, figure.range.high
        if math.isfinite(low) and math.isfinite(high):
            coarse = Range(math.floor(low * 100) / 100, math.ceil(high * 100 - HAIR) / 100, "share")
            figure = msgspec.structs.replace(figure, range=coarse)
    return msgspec.structs.replace(finding, held_against=held, figure=figure, certificate=None)


def _outcome(outcome: SupplyOutcome, rounded: Rounded) -> SupplyOutcome:
    return replace(
        outcome,
        people=replace(outcome.people, places=(), least_in_all=()),
        commodities=tuple(_commodity(one, rounded) for one in outcome.commodities),
        courses=tuple(_course(one, rounded) for one in outcome.courses),
        shares=(),
        areas=tuple(replace(one, closed_routes=()) for one in outcome.areas),
        transit={},
        no_transit={},
        problem=None,
        remarks=(),
    )


def _commodity(one: CommodityOutcome, rounded: Rounded) -> CommodityOutcome:
    bottlenecks = tuple(
        replace(part, names=("",) * len(part.names))
        if part.kind in ("road", "closed road", "storage", "trucks", "made", "times")
        else part
        for part in one.bottlenecks
    )
    counted = None if one.counted is None else rounded(one.counted)
    return replace(
        one, need=rounded(one.need), counted=counted, bottlenecks=bottlenecks, certificate=None, proof=None
    )


def _course(course: Course, rounded: Rounded) -> Course:
    def coarse(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(rounded(Range.exact(one, course.unit)).high for one in values)

    return replace(
        course,
        entered=coarse(course.entered),
        collected=coarse(course.collected),
        delivered=coarse(course.delivered),
        used=coarse(course.used),
        needed=coarse(course.needed),
    )
