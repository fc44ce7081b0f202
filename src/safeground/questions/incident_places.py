"""Where an incident was, as precisely as was stated: a shape that surely holds it, or no shape at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from safeground.formats.projection import LocalProjection
from safeground.plan.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from safeground.ledger.claim import Claim, PlacePrecision
    from safeground.ledger.queries import Certainty
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.places import LoadedPlan
    from safeground.questions.sure_ground import Ground

PRECISIONS: tuple[PlacePrecision, ...] = (
    "point", "site", "neighbourhood", "locality", "district", "territory", "unknown",
)  # fmt: skip
"""From the finest on."""
SURE_NAME = 0.85
"""Certainty from which on a name of the plan's file is taken to be meant: another transliteration."""
CIRCLE_SIDES = 16
_OF_A_TOWN = frozenset(
    ("neighbourhood", "neighborhood", "quarter", "suburb", "block", "city_block", "camp", "street", "site")
)
_FINER: dict[PlacePrecision, frozenset[str]] = {
    "locality": _OF_A_TOWN,
    "district": _OF_A_TOWN | {"locality", "hamlet", "village", "town", "city"},
}
"""Kinds of names that are less than what a claim of such a precision means."""
_BLOCK_WORDS = ("block", "blocks", "square", "no", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something was.

    Parameters
    ----------
    name, precision
        As stated.
    shape
        What surely holds it (WGS 84): a point, a circle of its uncertainty, the outline of the place that is
        named. None: anywhere.
    assumed_exact
        Whether it is a point of which nobody says how far off it may be.
    """

    name: str
    precision: PlacePrecision
    shape: BaseGeometry | None
    assumed_exact: bool = False

    def inside(self, ground: Ground) -> Certainty:
        """Return whether it was in ground that perhaps was in force."""
        if self.shape is None:
            return "no" if ground.possible.is_empty and not ground.undrawn else "possible"
        if not ground.certain.is_empty and ground.certain.covers(self.shape):
            return "certain"
        return "possible" if ground.undrawn or ground.possible.intersects(self.shape) else "no"

    def within_m(self, thing: BaseGeometry, near_m: float, uncertain_m: float = 0.0) -> Certainty:
        """Return whether it was within so many metres of a thing (WGS 84)."""
        if self.shape is None:
            return "possible"
        plane = LocalProjection.around(thing)
        here, there = plane.project(self.shape), plane.project(thing)
        if float(shapely.distance(here, there)) - uncertain_m > near_m:
            return "no"
        # The farthest point of a shape from another is no farther than its corners are.
        corners = shapely.points(shapely.get_coordinates(here))
        farthest = float(shapely.distance(corners, there).max())
        return "certain" if farthest + uncertain_m <= near_m else "possible"


NOWHERE = Spot(name="", precision="unknown", shape=None)


def spot(loaded: LoadedPlan, claim: Claim) -> Spot:
    """Return where a claim's event was.

    A ``territory`` holds everything, so it says nothing. Coordinates of a ``point`` or ``site`` are taken
    as they stand, with their uncertainty where it is stated; those of anything coarser only mark a name,
    and count with a stated uncertainty or not at all. A name is looked for among the plan's blocks and in
    its file of names.
    """
    place = claim.place
    if place is None:
        return NOWHERE
    shape = None
    assumed = False
    fine = place.precision in ("point", "site")
    if place.precision != "territory":
        if not fine:
            shape = _named(loaded, place.name, place.precision)
        if shape is None and place.lon is not None and place.lat is not None:
            if place.uncertain_m is not None:
                shape = circle(place.lon, place.lat, place.uncertain_m)
            elif fine:
                shape, assumed = shapely.Point(place.lon, place.lat), True
        if shape is None and fine:
            shape = _named(loaded, place.name, place.precision)
    return Spot(name=place.name, precision=place.precision, shape=shape, assumed_exact=assumed)


def merged(spots: Sequence[Spot]) -> Spot:
    """Return where an incident of several reports was: where the finest say, any of them if they differ."""
    finest = min(PRECISIONS.index(one.precision) for one in spots)
    best = [one for one in spots if PRECISIONS.index(one.precision) == finest]
    if any(one.shape is None for one in best):
        best = [one for one in best if one.shape is not None]
        if not best:
            coarser = [one for one in spots if one.shape is not None]
            return coarser[0] if coarser else spots[0]
    shape = best[0].shape if len(best) == 1 else shapely.union_all([one.shape for one in best])
    return Spot(
        name=best[0].name,
        precision=best[0].precision,
        shape=shape,
        assumed_exact=any(one.assumed_exact for one in best),
    )


def circle(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """Return a polygon (WGS 84) that holds every point within so many metres of a place."""
    if radius_m <= 0:
        return shapely.Point(lon, lat)
    plane = LocalProjection(lon, lat)
    # A polygon inside the circle would leave out places that it can be: its sides touch the circle instead.
    outside = radius_m / math.cos(math.pi / (4 * CIRCLE_SIDES))
    drawn: BaseGeometry = plane.unproject(shapely.Point(0, 0).buffer(outside, quad_segs=CIRCLE_SIDES))
    return drawn


def _named(loaded: LoadedPlan, name: str, precision: PlacePrecision) -> BaseGeometry | None:
    """Return the outline that a name means, if the plan knows just one; points have no outline.

    A district is not the town that is called like it, nor a town its quarter or a block: such an outline
    would place it inside something smaller.
    """
    finer = _FINER.get(precision, frozenset())
    blocks = None if finer else loaded.gazetteer
    if blocks is not None:
        words = [word for word in name.lower().replace("#", " ").split() if word not in _BLOCK_WORDS]
        if len(words) == 1 and words[0] in blocks.ids:
            return _outline(blocks, blocks.ids.index(words[0]))
        same = [i for i, called in enumerate(blocks.names) if called and plain(called) == plain(name)]
        if len(same) == 1:
            return _outline(blocks, same[0])
    if loaded.names is None:
        return None
    meant = [one for one in loaded.names.match(name) if one.certainty >= SURE_NAME]
    if finer & {one.kind.casefold() for one in loaded.names.names if one.id in {each.name for each in meant}}:
        return None
    shapes = {one.id: one.geometry for one in loaded.names.names}
    drawn = [shapes[one.name] for one in meant]
    if not drawn or any(one is None or one.area == 0 for one in drawn):
        return None
    return shapely.union_all(drawn)  # several of one name: any of them can be meant


def _outline(blocks: Gazetteer, index: int) -> BaseGeometry:
    found: BaseGeometry = blocks.geometry[index]
    return found
