"""The findings on need in words that anyone may read: gates by name, roads by number."""

from __future__ import annotations

import math
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from safeground.journey.supply.need import need_per_person
from safeground.journey.supply.outcome import NOTHING
from safeground.journey.supply.stated import MADE
from safeground.quantity import Range
from safeground.questions.finding import MINIMUM_CAVEAT, Figure, Finding, HeldAgainst
from safeground.questions.supply_people import evidence as claims_of_people
from safeground.questions.supply_people import in_words
from safeground.wording import SMALL_COUNT, listed, percent, rounded, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.journey.supply.outcome import Bottleneck, CommodityOutcome, SupplyOutcome
    from safeground.plan.model import Plan
    from safeground.questions.finding import Answer
    from safeground.questions.supply_people import Counted
    from safeground.supply.finding_file import SupplyFinding

SUPPLY_CAVEAT: Final = (
    "Compares what can be delivered with what is needed; says nothing on why, and nothing on who has what. "
    "Counted is what the plan states: what comes through the crossings, stocks, what is made inside; not "
    "what people keep."
)
SO_UNKNOWN: Final = " So it is unknown whether the need can be met."
MOST_MISSING: Final = 4
PEOPLE_DIGITS: Final = 2
SAID_DIGITS: Final = 3
NAMED: Final = {
    "gate": "at the gate {}",
    "hours": "by the opening hours of {}",
    "inspection": "at the inspection {}",
    "collection": "by what is collected at {}",
    "closed": "by days on which {} is closed",
    "intake": "by how much is let in at {}",
    "shut": "by the closed gate {}",
}
NUMBERED: Final = {
    "road": ("by a road", "by {} roads"),
    "closed road": ("by a closed road", "by {} closed roads"),
}
UNNAMED: Final = {
    "trucks": "by the number of trucks",
    "storage": "by what can be kept",
    "made": "by what is made inside",
    "times": "by when ways are open and how long they take",
}


def need_finding(
    plan: Plan, outcome: SupplyOutcome, one: CommodityOutcome, otherwise: tuple[Counted, ...]
) -> Finding:
    """Return the finding on whether the need of a commodity can be met; claims may count other people."""
    answer = _answer(outcome, one)
    missing = _missing(outcome, one) if answer == "unknown" else None
    return Finding(
        id=f"supply.need.{one.commodity}",
        question="supply",
        subject=one.commodity,
        answer=answer,
        statement=_statement(outcome, one, answer) + in_words(plan, one, otherwise),
        held_against=HeldAgainst(
            text=_held(plan, one),
            required=None if few_people(outcome, one) or not one.amounts_said else _ends(one.need),
            source=one.source or "the plan",
        ),
        figure=Figure(label=f"{one.commodity}: share of the need that can be met", range=one.share),
        missing=missing,
        break_even=_break_even(one) if answer == "not_met" else None,
        evidence=(*_evidence(plan, one), *claims_of_people(plan, one, otherwise)),
        certificate=f"proofs/{proof_folder(one)}/supply-certificate.json" if one.refuted else None,
        caveat=f"{MINIMUM_CAVEAT} {SUPPLY_CAVEAT}",
    )


def proof_folder(one: CommodityOutcome) -> str:
    """Return the name of the folder in which the proof on a commodity lies."""
    name = re.sub(r"[^\w-]+", "-", one.commodity).lower()
    # Two ids that differ in signs or case alone must not share a folder.
    mark = "" if name == one.commodity else f"-{sha256(one.commodity.encode()).hexdigest()[:6]}"
    return f"supply-{name}{mark}"


def finding_file(finding: Finding, one: CommodityOutcome) -> SupplyFinding:
    """Return the finding on a need that cannot be met as it stands beside its certificate."""
    from safeground.supply.finding_file import SupplyFinding

    return SupplyFinding(
        finding=finding.id,
        statement=finding.statement,
        commodity=one.commodity,
        unit=one.unit,
        needed_at_least=one.need.low,
        supplied_at_most=one.most,
        percent_at_most=_percent_at_most(one),
    )


def _percent_at_most(one: CommodityOutcome) -> float:
    tenths = one.amounts_said
    return math.ceil(one.share.high * (1000 if tenths else 100) - 1e-6) / (10 if tenths else 1)


def _answer(outcome: SupplyOutcome, one: CommodityOutcome) -> Answer:
    if one.refuted:
        return "not_met" if one.inside_stated else "unknown"
    if one.possible and not one.unknown_areas and not one.unknown_sites:
        return "met"
    if one.unknown_areas or one.unknown_sites or one.missing or outcome.missing:
        return "unknown"
    return "depends"


def few_people(outcome: SupplyOutcome, one: CommodityOutcome) -> bool:
    """Return whether a need is that of so few people that its amount would tell how many."""
    most = max((place.persons[-1].high for place in outcome.people.places if place.persons), default=0.0)
    return 0 < most * len(outcome.people.places) < SMALL_COUNT and one.by_people


def _statement(outcome: SupplyOutcome, one: CommodityOutcome, answer: Answer) -> str:
    others = _not_in_it(one)
    if not one.amounts_said:
        others += "" if answer == "met" else _not_counted(one)
        others += SO_UNKNOWN if one.refuted and answer == "unknown" else ""
        return _shares_alone(outcome, one, answer) + others
    few = f"the need of fewer than {SMALL_COUNT:,} people" if few_people(outcome, one) else None
    need = few or _need(one)
    days = f"{outcome.days} days" if outcome.days != 1 else "one day"
    others += _not_counted(one)
    if one.refuted:
        due = f"{few or _least(one)} {'is to be met' if few else 'are needed'}"
        most = "nothing" if one.most <= NOTHING * one.need.low else say(Range(-math.inf, one.most, one.unit))
        amounts = f": {most}, where {due}"
        if not few and not _amounts_differ(one):
            amounts = "; amounts, as they are rounded here, do not tell the two apart"
        return (
            f"{one.commodity}: even with everything working, {_at_most(one, days)} can be met on these "
            f"inputs, from what they state{amounts}.{_held_back(one.bottlenecks)}{others}"
            f"{'' if answer == 'not_met' else SO_UNKNOWN}"
        )
    if answer == "met":
        return (
            f"{one.commodity}: with all figures at their worst, deliveries that meet the need of {days}, "
            f"{need}, can be carried out. That is no proof that they will be."
        )
    least = math.floor(one.share.low * 100 + 1e-9)
    head = f"{one.commodity}: {need}{'' if few else ' needed'} in {days}"
    if answer == "unknown":
        return f"{head}; from {least} % of it to all of it can be met, as figures are missing.{others}"
    return (
        f"{head}; whether it can be met depends on {listed(one.depends_on)}: {percent(one.share)} of it, "
        f"from the worst to the best.{_held_back(one.bottlenecks) if one.share.high < 1 else ''}{others}"
    )


def _not_in_it(one: CommodityOutcome) -> str:
    """Say whose need is in no figure."""
    others = ""
    if one.unknown_areas:
        others = f" The need of {listed(one.unknown_areas)} is not known and not in these figures."
    if one.unknown_sites:
        sites = "a site uses" if one.unknown_sites == 1 else f"{one.unknown_sites} sites use"
        others += f" What {sites} up is not stated."
    return others


def _not_counted(one: CommodityOutcome) -> str:
    """Say which sources the plan says nothing of."""
    return f" Not stated, and not counted: {listed(one.not_counted)}." if one.not_counted else ""


def _shares_alone(outcome: SupplyOutcome, one: CommodityOutcome, answer: Answer) -> str:
    """Say what can be met as a share: an amount of few sites would tell what one of them has."""
    days = f"{outcome.days} days" if outcome.days != 1 else "one day"
    if one.refuted:
        return (
            f"{one.commodity}: even with everything working, {_at_most(one, days)} can be met on these "
            f"inputs, from what they state.{_held_back(one.bottlenecks)}"
        )
    if answer == "met":
        return (
            f"{one.commodity}: with all figures at their worst, deliveries that meet the need of {days} can "
            "be carried out. That is no proof that they will be."
        )
    if answer == "unknown":
        least = math.floor(one.share.low * 100 + 1e-9)
        return (
            f"{one.commodity}: from {least} % of the need of {days} to all of it can be met, as figures are "
            "missing."
        )
    return (
        f"{one.commodity}: whether the need of {days} can be met depends on {listed(one.depends_on)}: "
        f"{percent(one.share)} of it, from the worst to the best."
    )


def _at_most(one: CommodityOutcome, days: str) -> str:
    percent_at_most = _percent_at_most(one)
    less = ", rounded up, less than all of it," if percent_at_most >= 100 else ""
    return f"at most {percent_at_most:g} % of the need of {days}{less}"


def _amounts_differ(one: CommodityOutcome) -> bool:
    """Return whether the two amounts, as they are said, show that the one is below the other."""
    return rounded(one.most, SAID_DIGITS, math.ceil) < rounded(one.need.low, PEOPLE_DIGITS, math.floor)


def _need(one: CommodityOutcome) -> str:
    """Say a need with as many digits as people are told with: it is people times a known figure."""
    low, high = (
        rounded(end, PEOPLE_DIGITS, how)
        for end, how in ((one.need.low, math.floor), (one.need.high, math.ceil))
    )
    return say(Range(low, high, one.unit), digits=PEOPLE_DIGITS)


def _least(one: CommodityOutcome) -> str:
    least = say(Range(one.need.low, math.inf, one.unit), digits=PEOPLE_DIGITS)
    return least if one.need.high > one.need.low * (1 + 1e-9) else _need(one)


def _held_back(bottlenecks: Sequence[Bottleneck]) -> str:
    parts = []
    for one in bottlenecks:
        if one.kind in NAMED:
            parts.append(NAMED[one.kind].format(listed(one.names)))
        elif one.kind in NUMBERED:
            single, many = NUMBERED[one.kind]
            parts.append(single if len(one.names) == 1 else many.format(len(one.names)))
        else:
            parts.append(UNNAMED[one.kind])
    return f" It is held back {listed(parts)}." if parts else ""


def _break_even(one: CommodityOutcome) -> str | None:
    if one.break_even is None:
        return None
    times = "" if one.break_even == 1 else f"{one.break_even:g} times "
    return (
        "Stays true unless crossings, inspection, collection, roads and trucks together let through more "
        f"than {times}what was assumed."
    )


def _missing(outcome: SupplyOutcome, one: CommodityOutcome) -> str:
    found = [f"people in {area}" for area in one.unknown_areas]
    if not one.inside_stated:
        found.append(f"{MADE['water']}, 0 where it is nothing")
    found += [*one.missing, *outcome.missing]
    more = f"; and {len(found) - MOST_MISSING} more" if len(found) > MOST_MISSING else ""
    return "; ".join(found[:MOST_MISSING]) + more


def _held(plan: Plan, one: CommodityOutcome) -> str:
    commodity = next(
        item for item in (plan.supply.commodities if plan.supply else ()) if item.id == one.commodity
    )
    each = need_per_person(commodity)
    if each is None:
        return f"need of {one.commodity}, as stated"
    return f"{say(_ends(each[0]))} of {one.commodity} a person a day"


def _evidence(plan: Plan, one: CommodityOutcome) -> tuple[str, ...]:
    supply = plan.supply
    if supply is None:
        return ()
    named = [item.source for item in supply.crossings] + [item.source for item in supply.routes]
    named += [item.source for item in supply.needs if item.commodity == one.commodity]
    return tuple(dict.fromkeys(item for item in named if item is not None))


def _ends(quantity: Range) -> Range:
    return Range(quantity.low, quantity.high, quantity.unit)
