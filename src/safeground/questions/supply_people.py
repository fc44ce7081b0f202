"""Claims of displacement that say otherwise of how many people an area has than what need is counted from.

Need is people times a figure, and people are those of layers and of the plan, moved by its orders. Where a
claim's number lies outside that range, the need is widened by it: a need is refuted only if it is refuted
with the fewest whom somebody counts, and met only with the most.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from safeground.journey.supply.held_back import break_even
from safeground.journey.supply.need import least_need, need_by_day, need_per_person
from safeground.quantity import Range
from safeground.questions.displacement.statements import Days, statements
from safeground.questions.kept import zone_of
from safeground.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.journey.supply.outcome import CommodityOutcome, SupplyOutcome
    from safeground.journey.supply.people import PlacePeople
    from safeground.ledger.state import Standing
    from safeground.plan.model import Plan
    from safeground.questions.supply_names import Naming

HOW_MANY = "how many people are there"


@dataclass(frozen=True, slots=True)
class Counted:
    """A claim that says otherwise of the people of an area than what need is counted from.

    Parameters
    ----------
    area
        The area.
    claim, source
        The claim's id, and its source as the edition names it.
    low, high
        How many people it says are there; an end that it does not tell is infinite, or 0.
    fewer
        Whether these are fewer, and not more.
    """

    area: str
    claim: str
    source: str
    low: float
    high: float
    fewer: bool


def counted_otherwise(
    plan: Plan, outcome: SupplyOutcome, claims: Mapping[str, Standing], naming: Naming
) -> tuple[Counted, ...]:
    """Return the claims that say otherwise of how many people an area has, of the days of ``displacement``.

    Parameters
    ----------
    plan
        Its ``displacement`` says which places of claims are which areas.
    outcome
        Who is where by what need is counted from.
    claims
        Id → claim, as known.
    naming
        How the edition names sources.
    """
    words = plan.displacement
    if words is None:
        return ()
    area_of = {one.id: one.area for one in words.places if one.area is not None}
    names = {name: one.id for one in words.places for name in (one.id, *one.called)}
    last = words.last_day or plan.as_of.astimezone(ZoneInfo(zone_of(plan))).date()
    if last < words.first_day:
        return ()
    told = {one.claim.id: one.claim for one in claims.values()}
    stated, _ = statements(told.values(), names, Days(words.first_day, last), words.about)
    by_area = {one.area: _all_days(one) for one in outcome.people.places}
    found = []
    for one in stated:
        place = one.entered if one.counted == "present" else one.left
        area = None if place is None or one.counted not in ("present", "displaced") else area_of.get(place)
        counted = None if area is None else by_area.get(area)
        if area is None or counted is None:
            continue
        low, high = one.low, one.high
        if one.counted == "displaced":
            # Of those who were there so many have left: others may have come, so it tells a least at most.
            low, high = max(0.0, counted.low - one.high), counted.high - one.low
        if high < counted.low or low > counted.high:
            found.append(Counted(area, one.id, naming.claimant(told[one.id]), low, high, high < counted.low))
    return tuple(found)


def with_claims(
    plan: Plan, outcome: SupplyOutcome, claims: Mapping[str, Standing], naming: Naming
) -> tuple[SupplyOutcome, tuple[Counted, ...]]:
    """Return the outcome with each need as wide as claims have it, and those claims.

    What an earlier call widened is widened anew, from what was counted.
    """
    if not outcome.people.places:
        # Of the public edition: who is where is gone, and what claims widened is in it.
        return outcome, ()
    told = counted_otherwise(plan, outcome, claims, naming)
    widened = tuple(_widened(plan, outcome, one, told) for one in outcome.commodities)
    return replace(outcome, commodities=widened), told


def in_words(plan: Plan, one: CommodityOutcome, told: tuple[Counted, ...]) -> str:
    """Say that claims count other people than the need; nothing where none does."""
    own = _of_need(plan, one, told)
    if not own:
        return ""
    parts = []
    for what, these in (
        ("fewer", [item for item in own if item.fewer]),
        ("more", [item for item in own if not item.fewer]),
    ):
        if these:
            who = dict.fromkeys(item.source for item in these)
            where = dict.fromkeys(item.area for item in these)
            parts.append(
                f"{listed(tuple(who))} {'says' if len(who) == 1 else 'say'} {what} in {listed(tuple(where))}"
            )
    return (
        " The need is counted from layers of people and what the plan states; of people there "
        f"{'; '.join(parts)}."
    )


def evidence(plan: Plan, one: CommodityOutcome, told: tuple[Counted, ...]) -> tuple[str, ...]:
    """Return the ids of the claims that widen a need."""
    return tuple(dict.fromkeys(item.claim for item in _of_need(plan, one, told)))


def _widened(
    plan: Plan, outcome: SupplyOutcome, one: CommodityOutcome, told: tuple[Counted, ...]
) -> CommodityOutcome:
    supply = plan.supply
    own = _of_need(plan, one, told)
    counted = one.counted or one.need
    base = _again(
        replace(
            one, need=counted, counted=None, depends_on=tuple(on for on in one.depends_on if on != HOW_MANY)
        )
    )
    if supply is None or not own:
        return base
    commodity = next(item for item in supply.commodities if item.id == one.commodity)
    each = need_per_person(commodity)
    low, high = counted.low, counted.high
    if any(item.fewer for item in own):
        places = tuple(_fewest(place, own) for place in outcome.people.places)
        people = replace(outcome.people, places=places, least_in_all=(0.0,) * outcome.days)
        by_area, _, _ = need_by_day(plan, people, commodity)
        low = min(low, least_need(people, supply, by_area, commodity, outcome.days))
    for place in outcome.people.places:
        most = max((_most(item) for item in own if item.area == place.area and not item.fewer), default=0.0)
        if each is not None and most:
            high += sum(max(0.0, most - day.high) for day in place.persons or ()) * each[0].high
    widened = replace(base, need=Range(low, high, counted.unit), counted=counted)
    widened = _again(widened)
    if (base.refuted, base.possible) != (widened.refuted, widened.possible):
        widened = replace(widened, depends_on=(HOW_MANY, *base.depends_on))
    return widened


def _again(one: CommodityOutcome) -> CommodityOutcome:
    """Return an outcome with the factor by which its need asks for more; where it is withheld it stays so."""
    if one.proof is None or one.break_even is None:
        return one
    return replace(one, break_even=break_even(one.proof, one.need.low))


def _of_need(plan: Plan, one: CommodityOutcome, told: tuple[Counted, ...]) -> list[Counted]:
    """Return the claims on areas whose need of a commodity is people times a figure."""
    supply = plan.supply
    if supply is None:
        return []
    commodity = next((item for item in supply.commodities if item.id == one.commodity), None)
    if commodity is None or need_per_person(commodity) is None:
        return []
    stated = {item.area for item in supply.needs if item.commodity == one.commodity}
    return [item for item in told if item.area not in stated]


def _all_days(place: PlacePeople) -> Range | None:
    if not place.persons:
        return None
    return Range(min(one.low for one in place.persons), max(one.high for one in place.persons), "persons")


def _fewest(place: PlacePeople, own: list[Counted]) -> PlacePeople:
    fewest = min((item.low for item in own if item.area == place.area and item.fewer), default=math.inf)
    if place.persons is None:
        return place
    days = tuple(Range(min(one.low, fewest), one.high, one.unit) for one in place.persons)
    return replace(place, persons=days)


def _most(item: Counted) -> float:
    """Return how many a claim says there are: of an open end the number that it tells."""
    return item.high if math.isfinite(item.high) else item.low
