"""Capacities of arcs, layer by layer, where limits lower them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from safeground.flow.kernels.types import Int32s, Int64s


@kernel
def fill_layers(
    capacity: npt.NDArray[np.int32], row: Int64s, first: Int64s, end: Int64s, most: Int32s
) -> None:
    """Lower ``capacity[row[i], first[i]:end[i]]`` to ``most[i]`` for each i."""
    for place in range(len(row)):
        for layer in range(first[place], end[place]):
            capacity[row[place], layer] = min(capacity[row[place], layer], most[place])
