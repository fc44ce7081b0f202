"""Whether every number of the plan can be what its key says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.remarks import Remark

    Path = tuple[str | int, ...]

_DIVISORS = (
    "walking_speed_m_s",
    "slow_walking_speed_m_s",
    "vehicle_speed_km_h",
    "specific_flow_per_m_s",
    "persons_per_vehicle",
    "usable_share",
    "cell_m",
    "km2",
    "map_width_px",
    "map_width_km",
    "units_per_truck",
    "generator_kwh_per_l",
    "days",
)
_SHARES = (
    "walks_slowly_share",
    "cannot_walk_share",
    "usable_share",
    "error",
    "width_factor",
    "speed_factor",
)
_PLACES = ("at",)
"""Keys that hold a longitude and a latitude, which may fall or be negative."""
FASTEST_WALK_M_S = 3.0
"""Faster than people run for kilometres with what they carry: probably km/h were meant."""


def ranges_are_in_order(stated: Stated) -> Iterator[Fault]:
    """A range is written low, (best,) high."""
    for path, values in _numbers(stated.plan):
        if list(values) != sorted(values):
            shown = ", ".join(f"{value:g}" for value in values)
            yield stated.fault(
                path,
                f"[{shown}]",
                "[low, high] or [low, best, high], rising",
                "Put the smallest first. A comma within a number parts it in two: write 90000, not 90,000.",
            )


def counts_are_not_negative(stated: Stated) -> Iterator[Fault]:
    """No number of a plan is negative or without end."""
    for path, values in _numbers(stated.plan):
        if any(value < 0 or not math.isfinite(value) for value in values):
            shown = ", ".join(f"{value:g}" for value in values)
            yield stated.fault(
                path, shown, "0 or more", "Correct the number; leave the key out where it is not known."
            )


def divisors_are_positive(stated: Stated) -> Iterator[Fault]:
    """Speeds, flows, cell sizes and areas are more than 0."""
    for path, values in _numbers(stated.plan):
        if path[-1] in _DIVISORS and min(values) == 0:
            yield stated.fault(
                path,
                "0",
                "more than 0",
                "State the least that can be meant; leave the key out where it is not known.",
            )


def shares_are_shares(stated: Stated) -> Iterator[Fault]:
    """Shares lie between 0 and 1; those who walk slowly and those who cannot walk are different people."""
    for path, values in _numbers(stated.plan):
        if path[-1] in _SHARES and max(values) > 1:
            yield stated.fault(
                path,
                f"{max(values):g}",
                "a share, 0 to 1",
                f"Write {max(values) / 100:g} for {max(values):g} %.",
            )
    figures = stated.plan.assumptions
    lows = [
        _values(share)[0]
        for share in (figures.walks_slowly_share, figures.cannot_walk_share)
        if share is not None
    ]
    if len(lows) == 2 and sum(lows) > 1 and max(lows) <= 1:
        yield stated.fault(
            ("assumptions", "cannot_walk_share"),
            f"at least {lows[0]:g} who walk slowly and {lows[1]:g} who cannot walk",
            "together 1 at most",
            "Count each person in one of the two.",
        )


def speeds_are_people_s(stated: Stated) -> Iterator[Remark]:
    """A walking speed above ``FASTEST_WALK_M_S`` was probably written in km/h."""
    for path, values in _numbers(stated.plan):
        if path[-1] in ("walking_speed_m_s", "slow_walking_speed_m_s") and max(values) > FASTEST_WALK_M_S:
            text = f"{path[-1]} goes up to {max(values):g} m/s, faster than people walk: were km/h meant?"
            yield stated.warning(path, text)


def _numbers(value: object, path: Path = ()) -> Iterator[tuple[Path, tuple[float, ...]]]:
    """Every number below a value with its path: ``v`` as (v,), a range as its two or three numbers."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name in _PLACES:
                continue
            yield from _numbers(getattr(value, name), (*path, name))
    elif isinstance(value, tuple) and value and isinstance(value[0], float):
        yield path, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _numbers(item, (*path, i))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, (float(value),)


def _values(number: float | tuple[float, ...]) -> tuple[float, ...]:
    return number if isinstance(number, tuple) else (number,)
