"""What OSM's tags say of a way: its width, its lanes, who may use it and in which direction."""

from __future__ import annotations

import re
from typing import Final

METRES_OF: Final = {"": 1.0, "m": 1.0, "cm": 0.01, "km": 1000.0, "ft": 0.3048, "'": 0.3048, '"': 0.0254}
WIDTH_M: Final = (0.2, 100.0)
"""Widths outside of this are slips of the pen (centimetres, house numbers) and are not used."""
LANES: Final = (0.5, 20.0)
NOT_THERE: Final = frozenset(
    {"construction", "proposed", "planned", "razed", "demolished", "removed", "no", "none"}
)
"""Values of ``highway`` of ways that do not lie on the ground, or not yet."""

_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(cm|km|m|ft|'|\")?")
_FORWARD = frozenset({"yes", "true", "1"})
_BACKWARD = frozenset({"-1", "reverse"})
_ROUND = frozenset({"roundabout", "circular"})


def parse_width_m(text: str) -> tuple[float, float] | None:
    r"""Return the least and the greatest width that a tag states, in metres; None where it cannot be meant.

    Examples
    --------
    >>> parse_width_m("3.5 m"), parse_width_m("3,5"), parse_width_m("5-7"), parse_width_m("600")
    ((3.5, 3.5), (3.5, 3.5), (5.0, 7.0), None)
    >>> parse_width_m("12'6\"")
    (3.81, 3.81)
    """
    feet = re.fullmatch(r"(\d+)\s*(?:'|ft)\s*(\d+)\s*(?:\"|in)?", text.strip())
    if feet:
        metres = [int(feet[1]) * METRES_OF["ft"] + int(feet[2]) * METRES_OF['"']]
    else:
        parts = [_LENGTH.fullmatch(part.strip().lstrip("~≈ ")) for part in re.split(r"[;–]|-(?=\s*\d)", text)]
        if not all(parts):
            return None
        matches = [part for part in parts if part]
        unit = matches[-1][2] or ""
        metres = [float(part[1].replace(",", ".")) * METRES_OF[part[2] or unit] for part in matches]
    low, high = round(min(metres), 6), round(max(metres), 6)
    return (low, high) if WIDTH_M[0] <= low and high <= WIDTH_M[1] else None


def parse_lanes(text: str) -> tuple[float, float] | None:
    """Return the fewest and the most lanes that a tag states; None where it cannot be meant.

    Examples
    --------
    >>> parse_lanes("2"), parse_lanes("2;3"), parse_lanes("many")
    ((2.0, 2.0), (2.0, 3.0), None)
    """
    try:
        lanes = [float(part) for part in re.split(r"[;–-]", text)]
    except ValueError:
        return None
    return (min(lanes), max(lanes)) if LANES[0] <= min(lanes) and max(lanes) <= LANES[1] else None


def vehicle_direction(oneway: str, junction: str, street_class: str) -> int:
    """Return 1 where vehicles may only go the way's own direction, -1 only against it, else 0."""
    if oneway in _FORWARD:
        return 1
    if oneway in _BACKWARD:
        return -1
    if not oneway and (junction in _ROUND or street_class == "motorway"):
        return 1
    return 0


def vehicles_may(access: str, vehicle: str, motor_vehicle: str, *, by_class: bool) -> bool:
    """Say whether vehicles can pass: the most specific tag decides, and private ground is no wall."""
    for value in (motor_vehicle, vehicle, access):
        if value == "no":
            return False
        if value:
            return by_class or value in {"yes", "designated", "permissive"}
    return by_class


def closed_to_walkers(access: str, foot: str) -> bool:
    """Say whether a tag bars people on foot (they are let through all the same, and counted)."""
    return foot in {"no", "private"} or (not foot and access in {"no", "private"})
