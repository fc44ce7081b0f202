"""How wide a street may be where nobody measured it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from safeground.standards import StreetClass

SIDEWALKS_M: Final = 6.0
"""A carriageway is not the whole street: in a proof people also walk beside it, 3 m on each side."""
PARKING_M: Final = 5.0
"""Lanes for parked cars, 2.5 m on each side, are not counted as lanes."""
LANE_M: Final = (2.5, 4.0)


def beside_m(street: StreetClass) -> float:
    """Return the most room to walk that a street has beside its carriageway."""
    return SIDEWALKS_M if street.by_vehicle else 0.0


def width_by_class(street: StreetClass, lanes: tuple[float, float] | None) -> tuple[float, float]:
    """Return the least and the greatest clear width: by its lanes where known, else its class's range.

    The high end, for proofs, is the class's own as far as the lanes leave room for it: never less than
    lanes and sidewalks, never more than these with parked cars' lanes.
    """
    low, high = street.width_m.low, street.width_m.high
    if not lanes or not street.by_vehicle:
        return low, high
    walked = lanes[1] * LANE_M[1] + beside_m(street)
    return lanes[0] * LANE_M[0], min(walked + PARKING_M, max(high, walked))
