"""A schedule as something to read: how coarse it is, and what it holds.

Nothing finer than ``STEP_H`` and ``FEW_PERSONS`` stands in these structures, so nobody who writes from
them has to remember to round. Counts of people who move are rounded down: at least so many, in this
schedule. Crowds are rounded up. Where fewer than ``FEW_PERSONS`` move or wait there stands 0, to be read as
"fewer than"; it never says that there is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely import LineString

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

STEP_H: Final = 3
"""The shortest step of time in which a schedule may be told [h]."""
FEW_PERSONS: Final = 5000
"""Fewer people than this are not told apart, and more only by so many."""
MOST_STEPS: Final = 56
"""A longer movement is told in longer steps."""


@dataclass(frozen=True, slots=True)
class UnitDepartures:
    """People of neighbouring blocks, or of cells where the plan has no blocks, who set out.

    Parameters
    ----------
    blocks
        Ids of the blocks that they live in, in the gazetteer's order; empty where there are none.
    lon, lat
        The middle of their places, to three decimals.
    persons
        At least so many set out in each step, shape (steps,).
    in_all
        At least so many in all.
    """

    blocks: tuple[str, ...]
    lon: float
    lat: float
    persons: Ints
    in_all: int


@dataclass(frozen=True, slots=True)
class StreetLoad:
    """A street by its name, or by the id of its way where it has none.

    ``persons``: at least so many enter that stretch of it which carries most, both directions together, in
    each step, shape (steps,).
    """

    name: str
    way_id: int
    persons: Ints


@dataclass(frozen=True, slots=True)
class Stretch:
    """A street between two junctions.

    Parameters
    ----------
    street
        Index of its street.
    line
        Where it lies, WGS 84.
    persons
        As of the street, for this stretch alone, shape (steps,).
    along
        Whether most go in the direction of the line, shape (steps,).
    """

    street: int
    line: LineString
    persons: Ints
    along: Bools


@dataclass(frozen=True, slots=True)
class CrowdOverTime:
    """People waiting on their way at one junction.

    Parameters
    ----------
    streets
        Names of the streets that meet there; empty where none has a name.
    lon, lat
        The junction, WGS 84.
    persons
        At most so many wait there at any moment of each step, shape (steps,).
    """

    streets: tuple[str, ...]
    lon: float
    lat: float
    persons: Ints


@dataclass(frozen=True, slots=True)
class ReadableSchedule:
    """What a schedule does, no finer than ``STEP_H`` and ``FEW_PERSONS``. Restricted.

    Parameters
    ----------
    step_h
        Length of each step [h]; the first begins with the order.
    steps
        How many there are.
    within_one_step
        Whether the whole movement is shorter than ``STEP_H``.
    set_out, arrived
        At least so many set out, and arrive, in each step, shape (steps,).
    set_out_in_all
        At least so many set out in all.
    departures
        By unit of people, those with most people first.
    streets, stretches
        Streets on a stretch of which at least ``FEW_PERSONS`` pass in a step, those with most first.
    crowds
        Junctions at which at least ``FEW_PERSONS`` wait at some moment, those with most first.
    crowds_left_out
        How many further such junctions there are.
    """

    step_h: int
    steps: int
    within_one_step: bool
    set_out: Ints
    arrived: Ints
    set_out_in_all: int
    departures: tuple[UnitDepartures, ...]
    streets: tuple[StreetLoad, ...]
    stretches: tuple[Stretch, ...]
    crowds: tuple[CrowdOverTime, ...]
    crowds_left_out: int

    def edge_h(self, index: int) -> int:
        """Return when a step begins, or the last one ends, in hours after the order."""
        return index * self.step_h


def step_length_h(end_h: float) -> int:
    """Return the length of the steps for a movement of so many hours.

    Examples
    --------
    >>> step_length_h(20.0), step_length_h(200.0)
    (3, 6)
    """
    step_h = STEP_H
    while end_h > step_h * MOST_STEPS:
        step_h *= 2
    return step_h


def at_least(persons: Floats) -> Ints:
    """Return counts rounded down to whole ``FEW_PERSONS``.

    Examples
    --------
    >>> at_least(np.array([4999.0, 5000.0, 14_000.0])).tolist()
    [0, 5000, 10000]
    """
    return np.floor(_in_fews(persons)).astype(np.int64) * FEW_PERSONS


def at_most(persons: Floats) -> Ints:
    """Return counts rounded up to whole ``FEW_PERSONS``; 0 where there are fewer.

    Examples
    --------
    >>> at_most(np.array([4999.0, 5000.0, 5001.0])).tolist()
    [0, 5000, 10000]
    """
    fews = _in_fews(persons)
    return np.where(fews < 1.0, 0, np.ceil(fews)).astype(np.int64) * FEW_PERSONS


def _in_fews(persons: Floats) -> Floats:
    # Sums of many rows miss a whole number by a hair.
    return np.round(np.maximum(persons, 0.0), 3) / FEW_PERSONS
