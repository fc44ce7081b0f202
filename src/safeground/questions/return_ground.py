"""Which areas of a plan tell people to leave the ground of an area, or part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from safeground.plan.places import LoadedPlan

SLIVER: Final = 1e-6
"""Share of an area below which an overlap is the noise of coordinates."""


def areas_on(loaded: LoadedPlan, area: str) -> set[str]:
    """Return the ids of ordered areas that cover part of an area's ground, itself among them."""
    ordered = {one.id for one in loaded.plan.areas if one.kind == "ordered"}
    return {one for one in ordered if one == area or overlap(loaded, area, (one,))}


def not_told_apart(loaded: LoadedPlan, area: str, others: Collection[str]) -> tuple[str, ...]:
    """Return areas of which nobody can say whether some of several cover an area's ground: not drawn.

    The area itself where it is not drawn, else those of the others that are not.
    """
    besides = sorted({one for one in others if one != area})
    if besides and area not in loaded.areas:
        return (area,)
    return tuple(one for one in besides if one not in loaded.areas)


def overlap(loaded: LoadedPlan, area: str, others: Collection[str]) -> bool:
    """Return whether some of several areas covers part of an area's ground, as far as both are drawn."""
    import shapely

    here = loaded.areas.get(area)
    drawn = [loaded.areas[one] for one in others if one in loaded.areas]
    return here is not None and any(
        shapely.area(shapely.intersection(here, one)) > SLIVER * shapely.area(here) for one in drawn
    )
