"""Sums over stretches of an array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Floats, Int32s, Int64s


@kernel
def sums_between(values: Int32s, start: Int64s, end: Int64s) -> Floats:
    """Sum ``values[start[i]:end[i]]`` for each i."""
    sums = np.empty(len(start))
    for place in range(len(start)):
        total = np.int64(0)
        for index in range(start[place], end[place]):
            total += values[index]
        sums[place] = total
    return sums
