"""Is there room there? Usable m² a person before and after arrivals, against cited planning minimums.

Where nobody says which land can be lived on, only the gross area is known. It is the most that can be
usable, so it can show that there is too little room, never that there is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.quantity import Range, total
from safeground.questions.deciding import Assumed, rank
from safeground.questions.destinations import ANY_NUMBER, NOBODY, PEOPLE, persons_of, presences
from safeground.questions.finding import MINIMUM_CAVEAT, Figure, Finding, HeldAgainst
from safeground.questions.sources import said_by
from safeground.standards import standard
from safeground.units import M2_PER_KM2
from safeground.wording import people_words, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.model import Area
    from safeground.plan.places import LoadedPlan
    from safeground.plan.words import Number
    from safeground.questions.destinations import Presence
    from safeground.questions.finding import Answer, Decider

MINIMUMS = (
    (("sphere.area_m2_per_person", "unhcr.area_m2_per_person"), ""),
    (
        ("sphere.area_services_outside_m2_per_person", "unhcr.area_without_garden_m2_per_person"),
        "with communal services outside the site",
    ),
)
"""Planning figures that say the same, and the condition under which they hold."""
UNIT = "m2_per_person"


@dataclass(frozen=True, slots=True)
class Surface:
    """One claim of how much land there is.

    Parameters
    ----------
    key
        Part of the finding's id; empty for the plan's own.
    usable_m2
        Land that people can live on; where ``gross``, the most that it can be.
    gross
        Whether land that cannot be used is still in it.
    said
        Where the number comes from, for readers.
    evidence
        Ids of sources and names of files.
    """

    key: str
    usable_m2: Range
    gross: bool
    said: str
    evidence: tuple[str, ...]


def findings(
    loaded: LoadedPlan, layers: Sequence[PeopleLayer], outcomes: Sequence[Outcome]
) -> tuple[Finding, ...]:
    """Answer *room* for each destination and for the destinations of each notice together.

    Parameters
    ----------
    loaded
        The plan with its places.
    layers
        The layers of people that count.
    outcomes
        What the engine found; its count of the people ordered is taken where there is one.
    """
    found = [_no_destination(notice.id, notice.source) for notice in loaded.plan.notices if not notice.to]
    for presence in presences(loaded, layers, outcomes):
        claims = _surfaces_together(loaded, presence)
        for surface in claims:
            # The plan's own surface tells how it is before arrivals; rivals do only where it has none.
            if len(presence.areas) == 1 and (surface.key == "" or claims[0].key != ""):
                found.append(_finding(presence, surface, "before", *MINIMUMS[0]))
            if presence.notices:
                found += [_finding(presence, surface, "after", *minimum) for minimum in MINIMUMS]
    if not found:
        found = [_no_destination("the plan", None)]
    return tuple(found)


def most_room(loaded: LoadedPlan, layers: Sequence[PeopleLayer]) -> tuple[float, str, dict[str, float]]:
    """Return for how many people each destination has room at the most, at the least planning minimum.

    Returns
    -------
    m2_per_person, source, persons
        The minimum, its standard, and area id → people: the largest claim of its land, the fewest there
        before. A destination of which nobody says how large it is stands not in it.
    """
    keys = MINIMUMS[-1][0]
    least = standard(keys[0]).range
    persons = {}
    for presence in presences(loaded, layers, ()):
        if len(presence.areas) > 1:
            continue
        claims = surfaces(loaded, presence.areas[0])
        if claims:
            most = max(holds(surface, least).high for surface in claims)
            before = 0.0 if presence.before is None else presence.before.low
            persons[presence.areas[0].id] = max(0.0, most - before)
    return least.low, "; ".join(standard(key).citation for key in keys), persons


def surfaces(loaded: LoadedPlan, area: Area) -> tuple[Surface, ...]:
    """Return every claim of how much land a destination has: the plan's own first, then rival sizes.

    The plan's own is the usable surface that it states, else the polygon with the land taken out that
    cannot be used, else the gross polygon. A schematic polygon drawn to a stated size is no claim beside
    that size. Rivals stand side by side and are never averaged.
    """
    share = loaded.plan.assumptions.usable_share
    own: tuple[Surface, ...] = ()
    if area.usable_m2 is not None:
        usable = Range.of(area.usable_m2, "m2")
        own = (Surface("", usable, False, "usable surface as stated", _ids(area.source)),)
    elif area.id in loaded.areas and not (loaded.plan.schematic and area.sizes):
        own = (_drawn(loaded, area),)
    rivals = []
    for number, size in enumerate(area.sizes, 1):
        gross = Range.of(size.km2, "km2").times(M2_PER_KM2, "m2")
        said = f"size of {say(Range.of(size.km2, 'km2'))} as reported by {said_by(loaded.plan, size.source)}"
        rivals.append(_shared(Surface(f"size-{number}", gross, True, said, (size.source,)), share))
    return (*own, *rivals)


def holds(surface: Surface, required: Range) -> Range:
    """Return how many people a surface has room for at a planning minimum, in whole people."""
    room = surface.usable_m2.over(required, PEOPLE)
    if surface.gross:
        return Range(0.0, math.floor(room.high), PEOPLE)
    return Range(
        math.floor(room.low),
        math.floor(room.high),
        PEOPLE,
        None if room.best is None else math.floor(room.best),
    )


def _drawn(loaded: LoadedPlan, area: Area) -> Surface:
    from safeground.formats.projection import area_m2

    polygon = loaded.areas[area.id]
    evidence = _ids(area.source, loaded.path.name)
    share = loaded.plan.assumptions.usable_share
    pieces = [piece for piece in loaded.unusable or () if piece.geometry.intersects(polygon)]
    if loaded.unusable is None:
        gross = Range.exact(area_m2(polygon), "m2")
        return _shared(Surface("", gross, True, "the area's outline", evidence), share)
    for piece in pieces:
        polygon = polygon.difference(piece.geometry)
    sources = tuple(dict.fromkeys(piece.source for piece in pieces))
    said = "the area's outline less land that cannot be used"
    named = dict.fromkeys(said_by(loaded.plan, source) for source in sources)
    said += f" as mapped by {' and '.join(named)}" if sources else ", of which none is mapped in it"
    rest = Range.exact(area_m2(polygon), "m2")
    return _shared(Surface("", rest, False, said, (*evidence, *sources)), share)


def _shared(surface: Surface, share: Number | None) -> Surface:
    """Return the surface with the plan's assumed share of it that people can live on."""
    if share is None:
        return surface
    usable = surface.usable_m2.times(Range.of(share, "share"), "m2")
    said = f"{surface.said}, times the assumed share that can be lived on"
    return Surface(surface.key, usable, False, said, (*surface.evidence, "plan: assumptions.usable_share"))


def _surfaces_together(loaded: LoadedPlan, presence: Presence) -> tuple[Surface, ...]:
    """Return the claims for one destination, or their sum for several, widest where rivals differ."""
    if len(presence.areas) == 1:
        return surfaces(loaded, presence.areas[0])
    parts = []
    for area in presence.areas:
        claims = surfaces(loaded, area)
        if not claims:
            return ()
        low, high = min(one.usable_m2.low for one in claims), max(one.usable_m2.high for one in claims)
        widest = claims[0].usable_m2 if len(claims) == 1 else Range(low, high, "m2")
        parts.append((widest, claims))
    every = [claim for _, claims in parts for claim in claims]
    return (
        Surface(
            key="",
            usable_m2=total((usable for usable, _ in parts), "m2"),
            gross=any(claim.gross for claim in every),
            said="from the smallest to the largest claim of each",
            evidence=tuple(dict.fromkeys(item for claim in every for item in claim.evidence)),
        ),
    )


def _finding(
    presence: Presence, surface: Surface, moment: str, keys: tuple[str, ...], condition: str
) -> Finding:
    required = standard(keys[0]).range
    level = f"{required.low:g}"
    parts = ["room", presence.key, *([surface.key] if surface.key else []), moment, level]
    people = presence.assumed
    if moment == "before":
        people = (people[0], *(Assumed(one.name, Range.exact(0.0, one.range.unit)) for one in people[1:]))
        persons, missing = people[0].range, None if presence.before is not None else presence.unknown
    else:
        persons, missing = presence.after, presence.unknown
    held = HeldAgainst(
        text=f"at least {say(required)} {condition}".rstrip(),
        required=required,
        source="; ".join(standard(key).citation for key in keys),
    )
    answer, per_person = _answer(surface, persons, required, known=missing is None)
    figure = Figure(label=_label(surface, moment), range=per_person) if per_person is not None else None
    if answer == "unknown" and figure is None:
        figure = Figure(label=f"people it has room for at {say(required)}", range=holds(surface, required))
    return Finding(
        id=".".join(parts),
        question="room",
        subject=presence.subject,
        answer=answer,
        statement=_statement(presence, moment, surface, per_person, required, condition, answer),
        held_against=held,
        figure=figure,
        missing=missing if answer == "unknown" else None,
        deciders=() if per_person is None else _deciders(people, surface, required),
        evidence=tuple(dict.fromkeys((*surface.evidence, *presence.evidence))),
        caveat=MINIMUM_CAVEAT,
    )


def _answer(surface: Surface, persons: Range, required: Range, *, known: bool) -> tuple[Answer, Range | None]:
    if persons == ANY_NUMBER:
        return "unknown", None
    if persons.high == 0:
        return "above", None
    figure = surface.usable_m2.over(persons, UNIT)
    if figure.high < required.low:
        return "below", figure
    if not known:
        return "unknown", figure
    if not surface.gross and figure.low >= required.high:
        return "above", figure
    return "depends", figure


def _deciders(people: Sequence[Assumed], surface: Surface, required: Range) -> tuple[Decider, ...]:
    bounds = standard("settlement.usable_share").range
    # The figure is said for the gross surface, so its share is moved from there.
    usable_share = Range(bounds.low if surface.gross else bounds.high, bounds.high, "share", bounds.high)

    def per_person(
        before: float, sent: float, perhaps: float, share: float, m2: float, usable: float
    ) -> float:
        persons = persons_of(before, sent, perhaps, share)
        if persons == 0:
            return math.inf
        return m2 * usable / persons

    assumed = (
        *people,
        Assumed("surface", surface.usable_m2),
        Assumed("share of the surface that people can live on", usable_share),
    )
    return rank(assumed, per_person, lambda m2: "above" if m2 >= required.high else "below", UNIT)


def _label(surface: Surface, moment: str) -> str:
    kind = "gross" if surface.gross else "usable"
    return f"{kind} m² a person, {moment} arrivals"


def _statement(
    presence: Presence,
    moment: str,
    surface: Surface,
    per_person: Range | None,
    required: Range,
    condition: str,
    answer: Answer,
) -> str:
    where = f"{presence.subject}, {moment} arrivals"
    room = holds(surface, required)
    room_words = say(Range(-math.inf, room.high, PEOPLE) if surface.gross else room)
    minimum = f"the planning minimum of {required.low:g} {condition}".rstrip()
    source = f"{surface.said}: room for {room_words} at {required.low:g} m² a person"
    if per_person is None:
        people = "nobody is there" if answer == "above" else "the number of people there is not known"
        if answer == "unknown" and moment == "after" and presence.perhaps not in (None, NOBODY):
            people += f", and {people_words(presence.perhaps)} are sent there or elsewhere"
        return f"{where}: {people}; {source}."
    open_end = per_person.low <= 0 and math.isfinite(per_person.high)
    amount = say(Range(-math.inf, per_person.high, UNIT) if open_end else per_person)
    if not surface.gross:
        return f"{where}: {amount}, {_HELD[answer]} {minimum}; {source}."
    share = _share_needed(per_person, required, answer)
    return f"{where}: {amount} of gross area, {share.format(minimum=minimum)}; {source}."


def _share_needed(per_person: Range, required: Range, answer: Answer) -> str:
    """Return how gross area stands to a minimum, by the share of it that people can live on."""
    if answer == "unknown":
        return f"{_HELD[answer]} {{minimum}}"
    if per_person.low < required.high:
        return f"{_HELD[answer]} {{minimum}} even if all of it can be lived on"
    needed = math.ceil(required.high / per_person.low * 100 - 1e-9)
    return f"not below {{minimum}} if at least {needed} % of it can be lived on"


_HELD: dict[Answer, str] = {
    "below": "below",
    "above": "not below",
    "depends": "which may be below or above",
    "unknown": "to be held against",
}


def _no_destination(subject: str, source: str | None) -> Finding:
    return Finding(
        id=f"room.{subject.replace(' ', '-')}.destination",
        question="room",
        subject=subject,
        answer="unknown",
        statement=f"{subject}: no destination is stated, so whether there is room cannot be examined.",
        missing="destination: none is stated; the issuer of the order could say",
        evidence=_ids(source),
    )


def _ids(*items: str | None) -> tuple[str, ...]:
    return tuple(item for item in items if item)
