"""Are there services there? What people need by cited minimums, and what is said to be there.

What is not stated is unknown, never none: the finding then says what would be needed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from safeground.quantity import Range, total
from safeground.questions.deciding import Assumed, rank
from safeground.questions.destinations import PEOPLE, persons_of, presences
from safeground.questions.finding import MINIMUM_CAVEAT, Figure, Finding, HeldAgainst
from safeground.standards import standard
from safeground.wording import people_words, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.questions.destinations import Presence
    from safeground.questions.finding import Answer, Decider


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that people need, with the planning figures that it is held against.

    A figure counts either an amount a person (``each``: litres, beds for 10,000 people) or people a
    unit (taps, toilets).
    """

    field: str
    """Name in the plan's ``services``, and in the finding's id."""
    name: str
    unit: str
    keys: tuple[tuple[str, ...], ...]
    """Planning figures; those that say the same stand together."""
    who: str
    """Who could say how much there is."""
    each: float | None = None
    """People that the planning figure is an amount for; None where it counts people a unit."""
    remark: str = ""


SERVICES = (
    Service(
        field="water_l_per_day",
        name="water",
        unit="l_per_day",
        keys=(("sphere.water_l_per_person_day", "unhcr.water_l_per_person_day"),),
        who="the water utility or whoever runs the site",
        each=1.0,
        remark="Water lost between source and people is not subtracted.",
    ),
    Service(
        field="taps",
        name="taps",
        unit="taps",
        keys=(("sphere.persons_per_tap", "unhcr.persons_per_tap"),),
        who="the water utility or whoever runs the site",
    ),
    Service(
        field="toilets",
        name="toilets",
        unit="toilets",
        keys=(
            ("sphere.persons_per_toilet",),
            ("unhcr.persons_per_toilet", "sphere.persons_per_toilet_acute"),
        ),
        who="whoever runs the site",
    ),
    Service(
        field="bathing",
        name="bathing facilities",
        unit="bathing",
        keys=(("sphere.persons_per_bathing", "unhcr.persons_per_bathing"),),
        who="whoever runs the site",
    ),
    Service(
        field="health_posts",
        name="health posts",
        unit="health_posts",
        keys=(("sphere_2011.persons_per_health_post",),),
        who="the health ministry or the health cluster",
        remark="The 2018 edition no longer states this figure.",
    ),
    Service(
        field="beds",
        name="hospital beds",
        unit="beds",
        keys=(("sphere.beds_per_10000",),),
        who="the health ministry or the health cluster",
        each=10_000.0,
    ),
    Service(
        field="food_kcal_per_day",
        name="food energy",
        unit="kcal_per_day",
        keys=(("sphere.food_kcal_per_person_day",),),
        who="whoever distributes food there",
        each=1.0,
    ),
)


def findings(
    loaded: LoadedPlan,
    layers: Sequence[PeopleLayer],
    outcomes: Sequence[Outcome],
    room: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """Answer *services* for each destination and for the destinations of each notice together.

    Parameters
    ----------
    loaded
        The plan.
    layers
        The layers of people that count.
    outcomes
        What the engine found.
    room
        The findings of *room*: where it is below its minimum, the services there say so.
    """
    crowded = {finding.subject for finding in room if finding.answer == "below"}
    found = [_no_destination(notice.id, notice.source) for notice in loaded.plan.notices if not notice.to]
    for presence in presences(loaded, layers, outcomes):
        for service in SERVICES:
            present, evidence = present_in(presence, service)
            for keys in service.keys:
                finding = _finding(presence, service, present, keys, evidence)
                if presence.subject in crowded and finding.answer == "above":
                    caveat = f"{finding.caveat} There is less room there than the planning minimum."
                    finding = msgspec.structs.replace(finding, caveat=caveat)
                found.append(finding)
    return tuple(found) or (_no_destination("the plan", None),)


def present_in(presence: Presence, service: Service) -> tuple[Range | None, tuple[str, ...]]:
    """Return what is said to be in all of the destinations; None where one of them does not say."""
    amounts, evidence = [], []
    for area in presence.areas:
        stated = None if area.services is None else getattr(area.services, service.field)
        if area.services is None or stated is None:
            return None, ()
        amounts.append(Range.of(stated, service.unit))
        evidence += [item for item in (area.services.source,) if item]
    return total(amounts, service.unit), tuple(evidence)


def _finding(
    presence: Presence,
    service: Service,
    present: Range | None,
    keys: tuple[str, ...],
    evidence: tuple[str, ...],
) -> Finding:
    minimum = standard(keys[0]).range
    persons = presence.after
    bound = "at most" if service.each is None else "at least"
    held = HeldAgainst(
        text=f"{bound} {say(minimum)}",
        required=minimum,
        source="; ".join(standard(key).citation for key in keys),
    )
    answer = _answer(persons, present, service, minimum, known=presence.unknown is None)
    finding = Finding(
        id=".".join(["services", presence.key, service.field.partition("_")[0], f"{minimum.low:g}"]),
        question="services",
        subject=presence.subject,
        answer=answer,
        statement=_statement(presence, service, present, minimum, answer),
        held_against=held,
        evidence=tuple(dict.fromkeys((*evidence, *presence.evidence))),
        caveat=f"{MINIMUM_CAVEAT} {service.remark}".rstrip(),
    )
    if answer == "unknown" and present is None:
        need = Figure(label=f"{service.name} needed", range=needed(persons, service, minimum))
        missing = f"{service.name} in {presence.subject}: not stated; {service.who} could say"
        missing = "; ".join(item for item in (missing, presence.unknown) if item)
        return msgspec.structs.replace(finding, missing=missing, figure=need)
    if answer == "unknown":
        return msgspec.structs.replace(finding, missing=presence.unknown)
    if present is None or persons.high == 0:
        return finding
    return msgspec.structs.replace(
        finding,
        figure=_figure(service, present, persons),
        deciders=_deciders(presence, service, present, minimum),
    )


def needed(persons: Range, service: Service, minimum: Range) -> Range:
    """Return what people need by a planning figure; whole units where it counts people a unit."""
    if service.each is not None:
        need = persons.times(minimum, service.unit).over(service.each, service.unit)
        return need if service.each == 1.0 else _whole(need)
    return _whole(persons.over(minimum, service.unit))


def served(present: Range, service: Service, minimum: Range) -> Range:
    """Return the people for whom what is there is enough by a planning figure."""
    if service.each is not None:
        return present.times(service.each, PEOPLE).over(minimum, PEOPLE)
    return present.times(minimum, PEOPLE)


def _answer(
    persons: Range, present: Range | None, service: Service, minimum: Range, *, known: bool
) -> Answer:
    if present is None:
        return "unknown"
    enough_for = served(present, service, minimum)
    if enough_for.high < persons.low:
        return "below"
    if not known:
        return "unknown"
    return "above" if enough_for.low >= persons.high else "depends"


def _figure(service: Service, present: Range, persons: Range) -> Figure | None:
    if service.each is not None:
        unit = standard(service.keys[0][0]).range.unit
        share = present.times(service.each, service.unit).over(persons, unit)
        return Figure(label=f"{service.name}, after arrivals", range=share)
    if present.high == 0:
        return Figure(label="people unserved, after arrivals", range=persons)
    ratio = persons.over(present, standard(service.keys[0][0]).range.unit)
    return Figure(label=f"{service.name}, after arrivals", range=ratio)


def _deciders(presence: Presence, service: Service, present: Range, minimum: Range) -> tuple[Decider, ...]:
    def ratio(before: float, sent: float, perhaps: float, share: float, there: float) -> float:
        persons = persons_of(before, sent, perhaps, share)
        if service.each is None:
            return _over(persons, there)
        return _over(there * service.each, persons)

    def answer(value: float) -> Answer:
        enough = value <= minimum.low if service.each is None else value >= minimum.high
        return "above" if enough else "below"

    assumed = (*presence.assumed, Assumed(f"{service.name} there", present))
    return rank(assumed, ratio, answer, minimum.unit)


def _over(amount: float, by: float) -> float:
    """Return a quotient that an unbounded number of people does not break."""
    if by == 0:
        return math.inf if amount > 0 else 0.0
    return 0.0 if math.isinf(by) else amount / by


def _statement(
    presence: Presence, service: Service, present: Range | None, minimum: Range, answer: Answer
) -> str:
    where, persons = presence.subject, presence.after
    if present is None:
        need = needed(persons, service, minimum)
        need_words = "" if need.low <= 0 and math.isinf(need.high) else f"; {say(need)} needed after arrivals"
        return f"{where}: {service.name} not stated{need_words}."
    enough_for = served(present, service, minimum)
    text = f"{where}: {say(present)}, enough for {people_words(enough_for)} by the minimum"
    if answer == "unknown":
        return f"{text}; how many people are there after arrivals is not known."
    unserved = (persons - enough_for).at_least(0.0)
    if answer == "above":
        return f"{text}; {people_words(persons)} after arrivals, nobody unserved."
    return f"{text}; {people_words(persons)} after arrivals, {people_words(unserved)} unserved."


def _whole(need: Range) -> Range:
    def up(value: float) -> float:
        return math.ceil(value - 1e-9) if math.isfinite(value) else value

    return Range(up(need.low), up(need.high), need.unit, None if need.best is None else up(need.best))


def _no_destination(subject: str, source: str | None) -> Finding:
    return Finding(
        id=f"services.{subject.replace(' ', '-')}.destination",
        question="services",
        subject=subject,
        answer="unknown",
        statement=f"{subject}: no destination is stated, so services cannot be examined.",
        missing="destination: none is stated; the issuer of the order could say",
        evidence=() if source is None else (source,),
    )
