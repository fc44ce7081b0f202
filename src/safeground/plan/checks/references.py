"""Whether every name in the plan means one thing that the plan has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.plan.checks.rule import unknown_names
from safeground.plan.gazetteer import repeated
from safeground.plan.pause_words import terms_of
from safeground.plan.supply_words import sourced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.remarks import Remark

_LISTS = (
    "areas",
    "notices",
    "corridors",
    "closures",
    "checkpoints",
    "movements",
    "pauses",
    "commitments",
    "sources",
)
_CONDITIONS = ("curfews", "closures", "rubble", "checkpoints", "movements", "transport")


def ids_are_there_and_unique(stated: Stated) -> Iterator[Fault]:
    """In each list an id stands once and is not empty."""
    for key in _LISTS:
        ids = [one.id for one in getattr(stated.plan, key)]
        for i, one in enumerate(ids):
            if not one.strip():
                yield stated.fault(
                    (key, i, "id"), "an empty id", "a short name", "Give it a name of its own."
                )
        for double in repeated(one for one in ids if one.strip()):
            second = ids.index(double, ids.index(double) + 1)
            first = stated.lines.place(key, ids.index(double))
            yield stated.fault(
                (key, second, "id"),
                f"the id {double} again (first in {first})",
                "ids that differ",
                "Rename one.",
            )


def notices_name_areas_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """What a notice orders is an area of the plan."""
    known = [area.id for area in stated.plan.areas]
    for i, notice in enumerate(stated.plan.notices):
        yield from unknown_names(stated, ("notices", i, "areas"), notice.areas, known, "area")


def destinations_are_destinations(stated: Stated) -> Iterator[Fault]:
    """Where a notice sends people is an area of kind destination, and not the one that must leave."""
    kind_of = {area.id: area.kind for area in stated.plan.areas}
    for i, notice in enumerate(stated.plan.notices):
        yield from unknown_names(stated, ("notices", i, "to"), notice.to, list(kind_of), "area")
        for j, area in enumerate(notice.to):
            if kind_of.get(area, "destination") != "destination":
                also = ", which the same notice orders to leave" if area in notice.areas else ""
                yield stated.fault(
                    ("notices", i, "to", j),
                    f"{area}, an area of kind {kind_of[area]}{also}",
                    "an area of kind destination",
                    "Correct the name, or the area's kind.",
                )


def notices_name_corridors_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """The corridors of a notice are corridors of the plan."""
    known = [corridor.id for corridor in stated.plan.corridors]
    for i, notice in enumerate(stated.plan.notices):
        yield from unknown_names(stated, ("notices", i, "corridors"), notice.corridors, known, "corridor")


def commitments_name_an_area_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """A promise on sites is a promise on an area of the plan."""
    known = [area.id for area in stated.plan.areas]
    for i, commitment in enumerate(stated.plan.commitments):
        if commitment.sites is not None:
            path = ("commitments", i, "sites", "no_site_in")
            yield from unknown_names(
                stated, path, [commitment.sites.no_site_in], known, "area", indexed=False
            )


def movements_go_between_areas_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """Other movements set out from areas of the plan and go to areas of it."""
    known = [area.id for area in stated.plan.areas]
    for i, movement in enumerate(stated.plan.movements):
        for key, names in (("from", movement.from_), ("to", movement.to)):
            yield from unknown_names(stated, ("movements", i, key), names, known, "area")
            if not names:
                yield stated.fault(
                    ("movements", i, key),
                    f"no area {'where' if key == 'from' else 'to which'} {movement.id} goes",
                    "at least one area of the plan",
                    "Name the area; draw one where the plan has none there.",
                )


def transport_is_for_a_notice_of_the_plan(stated: Stated) -> Iterator[Fault]:
    """Vehicles are for the people of a notice."""
    known = [notice.id for notice in stated.plan.notices]
    for i, transport in enumerate(stated.plan.transport):
        path = ("transport", i, "notice")
        yield from unknown_names(stated, path, [transport.notice], known, "notice", indexed=False)


def sources_are_listed(stated: Stated) -> Iterator[Fault | Remark]:
    """A source is the id of one of the ``sources`` or of a notice; without ``sources`` it is free text."""
    plan = stated.plan
    named = list(_sources(stated))
    if not plan.sources:
        free = sorted({source for _, source in named} - {notice.id for notice in plan.notices})
        if free:
            text = f"The plan has no `sources` that say more on: {', '.join(free)}."
            yield stated.warning((), text, len(free))
        return
    known = [source.id for source in plan.sources] + [notice.id for notice in plan.notices]
    for path, source in named:
        yield from unknown_names(stated, path, [source], known, "source", indexed=False)


def _sources(stated: Stated) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every ``source`` of the plan with its path."""
    plan, ground = stated.plan, stated.plan.ground
    holders: list[tuple[tuple[str | int, ...], object]] = [
        (("ground", "streets"), ground.streets),
        (("ground", "blocks"), ground.blocks),
        (("ground", "land_cover"), ground.land_cover),
        *((("ground", "people", i), layer) for i, layer in enumerate(ground.people)),
    ]
    for i, area in enumerate(plan.areas):
        holders.append((("areas", i), area))
        holders.append((("areas", i, "services"), area.services))
        holders.append((("areas", i, "conditions"), area.conditions))
        holders.extend((("areas", i, "sizes", j), size) for j, size in enumerate(area.sizes))
    for key in ("notices", "corridors", *_CONDITIONS, "pauses", "commitments"):
        holders.extend(((key, i), one) for i, one in enumerate(getattr(plan, key)))
    for i, pause in enumerate(plan.pauses):
        holders.extend((("pauses", i, "extensions", j), one) for j, one in enumerate(pause.extensions))
    holders.extend((path, term) for path, term, _ in terms_of(plan))
    for i, one in enumerate(plan.returns):
        holders.append((("returns", i), one))
        holders.extend((("returns", i, "conditions", j), part) for j, part in enumerate(one.conditions))
    if plan.displacement is not None:
        places = enumerate(plan.displacement.places)
        holders.extend((("displacement", "places", i), place) for i, place in places)
    if plan.supply is not None:
        holders.extend(sourced(plan.supply))
    for path, holder in holders:
        source = getattr(holder, "source", None)
        if source is not None:
            yield (*path, "source"), source
