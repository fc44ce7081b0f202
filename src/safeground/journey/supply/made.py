"""What is made inside, as gates of the problem behind the crossings: at the store, of its commodity alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.supply.stated import made_in

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.supply.limits import End
    from safeground.plan.supply_words import Store, Supply


@dataclass(frozen=True, slots=True)
class MadeInside:
    """Gates through which what is made comes: their nodes, names and amounts, P stores.

    Parameters
    ----------
    node, name
        P of each.
    units
        How much of each commodity in each period, shape (P, K, T).
    """

    node: list[int]
    name: list[str]
    units: npt.NDArray[np.float64]


def made_inside(end: End) -> MadeInside:
    """Return what stores make in each period, at one end: as much as a day may bring, or surely brings."""
    stores = makers(end.supply)
    units = np.zeros((len(stores), len(end.commodity), end.days))
    for p, store in enumerate(stores):
        for k, commodity in enumerate(end.commodity):
            made = made_in(store, commodity)
            if made is not None:
                units[p, k] = made.high if end.optimistic else made.low
        units[p, :, end.failing.get(store.id, end.days) :] = 0.0
    return MadeInside([end.node[one.id] for one in stores], [gate_of(one) for one in stores], units)


def makers(supply: Supply) -> list[Store]:
    """Return the stores that make something, or state that they do not."""
    return [one for one in supply.stores if one.makes]


def gate_of(store: Store) -> str:
    """Return the name of the gate through which what a store makes comes."""
    return f"made at {store.id}"
