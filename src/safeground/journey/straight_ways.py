"""Straight ways across open ground, which any number of people take at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from safeground.journey.arcs import free

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.arcs import Arcs
    from safeground.journey.detours import Detours
    from safeground.journey.movement import Movement
    from safeground.journey.parcels import Parcels

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Shapes = npt.NDArray[np.object_]


class Ends(NamedTuple):
    """Nodes with their shapes, and how near ground must be to be stepped on from them."""

    node: Ints
    shape: Shapes
    near_m: Floats


class StraightWays:
    """Straight ways without a limit that are gathered one batch after another."""

    def __init__(self, speed_m_s: float) -> None:
        self._speed_m_s = speed_m_s
        self._tail: list[Ints] = [np.empty(0, np.int64)]
        self._head: list[Ints] = [np.empty(0, np.int64)]
        self._seconds: list[Floats] = [np.empty(0)]

    def add(self, tail: Ints, head: Ints, metres: Floats) -> None:
        """Join every tail with its head by a straight way; infinite distances are no way."""
        tail, head = np.broadcast_arrays(tail, head)
        finite = np.isfinite(metres)
        self._tail.append(tail[finite])
        self._head.append(head[finite])
        self._seconds.append(metres[finite] / self._speed_m_s)

    def join(self, from_: Ends, to: Ends, detours: Detours) -> None:
        """Join every end with every other, as far as it is at least around the largest barriers."""
        if not len(from_.node) or not len(to.node):
            return
        metres = detours.metres(from_.shape, to.shape, from_.near_m, to.near_m)
        tails, heads = np.broadcast_arrays(from_.node[:, None], to.node[None, :])
        apart = tails != heads
        self.add(tails[apart], heads[apart], metres[apart])

    def arcs(self) -> Arcs:
        """Return all of them as arcs that are no street and hold nobody up."""
        arcs = free(np.concatenate(self._tail), np.concatenate(self._head))
        return replace(arcs, transit_s=np.concatenate(self._seconds))


def how_many(movement: Movement, parcels: Parcels) -> int:
    """Return how many straight ways within parcels there are to measure."""
    _, of = shapely.STRtree(parcels.parcel).query(movement.setting.zones.shape, predicate="intersects")
    count = len(parcels.parcel)
    portals = np.bincount(parcels.component, minlength=count)
    return int((portals * (portals + np.bincount(of, minlength=count))).sum())
