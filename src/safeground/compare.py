"""Variants of a plan, as their user gives them, side by side: what each one costs, people moved first.

Nothing here makes a variant, changes one or ranks them. Figures are ranges, and what is not known stays so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from safeground.errors import FaultList
from safeground.quantity import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from safeground.assess import Assessment
    from safeground.questions.destinations import Presence

FEWEST_PLANS: Final = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing that a variant costs.

    Parameters
    ----------
    key, name
        For tables and for readers.
    unit
        Of the figure.
    definition
        What is counted, and what is not.
    """

    key: str
    name: str
    unit: str
    definition: str


COSTS: Final[tuple[Cost, ...]] = (
    Cost(
        "people_moved", "People told to move", "persons",
        "People whom layers count in all ordered areas together, nobody twice. Told to move, not moved.",
    ),
    Cost(
        "person_days", "Person-days away", "person_days",
        "If all of them go, until the day that the plan states for going back; without one it is not known.",
    ),
    Cost(
        "without_room", "People short of room", "persons",
        "At the destinations after arrivals, by the greater planning minimum of space.",
    ),
    Cost(
        "without_water", "People short of water", "persons",
        "At the destinations after arrivals, by the planning minimum of litres a day.",
    ),
    Cost("beds", "Beds that must move", "beds", "In hospitals and other sites in the ordered areas."),
)  # fmt: skip
"""In the order in which they are shown: what people are made to bear comes first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one variant costs of one thing; without a range, what is missing to know it."""

    range: Range | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One plan as it was given."""

    name: str
    """Its file, below the folder that all have in common."""
    title: str
    status: str
    figures: dict[str, Figure]
    """Key of a cost → its figure."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Variants in the order in which they were given.

    Parameters
    ----------
    variants
        At least two.
    warnings
        Why they may not be alike enough to be compared.
    hashes
        Variant → file → SHA-256.
    """

    variants: tuple[Variant, ...]
    warnings: tuple[str, ...]
    hashes: dict[str, dict[str, str]]


def compare(
    plans: Sequence[Path],
    *,
    gap: float = 0.02,
    seconds: float = 60.0,
    progress: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Assess each plan and put their costs side by side.

    Parameters
    ----------
    plans
        Plan files, at least two, each once.
    gap, seconds, progress
        As for ``assess``.

    Raises
    ------
    InputError
        Fewer than two plans, one twice, or anything wrong with one: all of it at once.
    """
    from safeground.assess import assess
    from safeground.memo import Memo

    faults = FaultList()
    if len(plans) < FEWEST_PLANS:
        faults.add("PLAN", f"{len(plans)} plan", "at least two", "Name the variants one after another.")
    seen = set()
    for path in plans:
        if path.resolve() in seen:
            faults.add("PLAN", f"{path} twice", "each plan once", "Take one out.")
        seen.add(path.resolve())
    faults.raise_if_any()
    names = _names(plans)
    memo = Memo()
    found: list[Assessment] = []
    for path in plans:
        with faults.noted():
            found.append(assess(path, gap=gap, seconds=seconds, progress=progress, memo=memo))
    faults.raise_if_any()
    return Comparison(
        variants=tuple(_variant(name, one) for name, one in zip(names, found, strict=True)),
        warnings=_warnings(names, found),
        hashes={name: one.hashes for name, one in zip(names, found, strict=True)},
    )


def _variant(name: str, assessment: Assessment) -> Variant:
    plan = assessment.loaded.plan
    figures = {
        "people_moved": _people_moved(assessment),
        "person_days": _of_findings(assessment, "return", ".adds", "person_days")
        if plan.notices
        else Figure(Range.exact(0.0, "person_days")),
        "without_room": _without(
            assessment, _room_for, "how large the destinations are, or how many people are there"
        ),
        "without_water": _without(
            assessment, _water_for, "how much water there is, or how many people are there"
        ),
        "beds": _beds(assessment),
    }
    return Variant(name, plan.plan, plan.status, figures)


def _people_moved(assessment: Assessment) -> Figure:
    import shapely

    from safeground.ground.people import count_layers
    from safeground.questions.destinations import people_in

    loaded = assessment.loaded
    ordered = [area for notice in loaded.plan.notices for area in notice.areas]
    if not ordered:
        return Figure(Range.exact(0.0, "persons"))
    if any(area not in loaded.areas for area in ordered):
        return Figure(None, "where the ordered areas are: not all of them are drawn")
    union = shapely.union_all([loaded.areas[area] for area in ordered])
    people = people_in(count_layers(assessment.people), union)
    return Figure(people, "" if people is not None else "a layer of people that covers the ordered areas")


def _of_findings(assessment: Assessment, question: str, ending: str, unit: str) -> Figure:
    """Return the figures of findings together: at least the greatest, at most their sum.

    The same people, or beds, may stand in several.
    """
    own = [one for one in assessment.findings if one.question == question and one.id.endswith(ending)]
    lacking = [one for one in own if one.figure is None or one.figure.range.unit != unit]
    if lacking or not own:
        missing = lacking[0].missing if lacking else None
        return Figure(None, missing or "how many people each order tells to move")
    return Figure(_together((one.figure.range for one in own if one.figure is not None), unit))


def _together(ranges: Iterable[Range], unit: str) -> Range:
    found = list(ranges)
    return Range(max(one.low for one in found), sum(one.high for one in found), unit)


def _beds(assessment: Assessment) -> Figure:
    if assessment.loaded.plan.ground.sites is None:
        return Figure(None, "a register of sites")
    own = [one for one in assessment.findings if one.question == "sites" and one.id.endswith(".beds")]
    if not own:
        return Figure(Range.exact(0.0, "beds"))
    return _of_findings(assessment, "sites", ".beds", "beds")


def _without(
    assessment: Assessment, enough_for: Callable[[Assessment, Presence], Range | None], missing: str
) -> Figure:
    """Return the people for whom what is at the destinations is not enough."""
    from safeground.ground.people import count_layers
    from safeground.questions.destinations import presences

    layers = count_layers(assessment.people)
    found = [one for one in presences(assessment.loaded, layers, assessment.outcomes) if one.notices]
    # Where several destinations are examined together, each alone would count the same people again.
    several = {area.id for one in found if len(one.areas) > 1 for area in one.areas}
    found = [one for one in found if len(one.areas) > 1 or one.areas[0].id not in several]
    if not found:
        return Figure(None, "the destination: none is stated")
    short = []
    for presence in found:
        enough = enough_for(assessment, presence)
        if enough is None or (presence.unknown is not None and math.isinf(presence.after.high)):
            return Figure(None, missing)
        short.append((presence.after - enough).at_least(0.0))
    return Figure(_together(short, "persons"))


def _room_for(assessment: Assessment, presence: Presence) -> Range | None:
    from safeground.questions.room import MINIMUMS, holds, surfaces
    from safeground.standards import standard

    least = standard(MINIMUMS[0][0][0]).range
    room = Range.exact(0.0, "persons")
    for area in presence.areas:
        claims = surfaces(assessment.loaded, area)
        if not claims:
            return None
        each = [holds(one, least) for one in claims]
        room = room + Range(min(one.low for one in each), max(one.high for one in each), "persons")
    return room


def _water_for(assessment: Assessment, presence: Presence) -> Range | None:
    from safeground.questions.services import SERVICES, present_in, served
    from safeground.standards import standard

    (water,) = (one for one in SERVICES if one.field == "water_l_per_day")
    there, _ = present_in(presence, water)
    return None if there is None else served(there, water, standard(water.keys[0][0]).range)


def _names(plans: Sequence[Path]) -> list[str]:
    """Return what tells the plans apart: their folder where all files are called alike, else the file."""
    if len({path.name for path in plans}) == len(plans):
        return [path.name for path in plans]
    short = [f"{path.resolve().parent.name}/{path.name}" for path in plans]
    if len(set(short)) == len(plans):
        return short
    return [f"{number} {name}" for number, name in enumerate(short, 1)]


def _warnings(names: Sequence[str], found: Sequence[Assessment]) -> tuple[str, ...]:
    warnings = []
    first = found[0]

    def differs(what: Callable[[Assessment], object]) -> list[str]:
        return [name for name, one in zip(names, found, strict=True) if what(one) != what(first)]

    people = differs(lambda one: sorted(one.hashes.get(layer.file, "") for layer in one.people))
    if people:
        warnings.append(f"People are counted from other files than in {names[0]}: {', '.join(people)}.")
    streets = differs(lambda one: one.loaded.plan.ground.streets)
    if streets:
        warnings.append(f"The streets are stated otherwise than in {names[0]}: {', '.join(streets)}.")
    sites = differs(lambda one: one.hashes.get(one.loaded.plan.ground.sites or "", ""))
    if sites:
        warnings.append(f"The register of sites is another than in {names[0]}: {', '.join(sites)}.")
    assumed = differs(lambda one: one.loaded.plan.assumptions)
    if assumed:
        warnings.append(f"The assumptions are others than in {names[0]}: {', '.join(assumed)}.")
    return tuple(warnings)
