"""Sums over stretches of an array, and stretches of equal values."""

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


@kernel
def runs_between(values: Int32s, start: Int64s, end: Int64s) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    """Stretches of equal values other than 0 in ``values[start[i]:end[i]]``, for each i one after the other.

    Returns
    -------
    i, place after ``start[i]``, length and value of each stretch.
    """
    of = np.empty(0, np.int32)
    place = np.empty(0, np.int32)
    length = np.empty(0, np.int32)
    value = np.empty(0, np.int32)
    for filling in range(2):
        count = 0
        for number in range(len(start)):
            at = start[number]
            while at < end[number]:
                now = values[at]
                until = at + 1
                while until < end[number] and values[until] == now:
                    until += 1
                if now != 0:
                    if filling:
                        of[count] = number
                        place[count] = at - start[number]
                        length[count] = until - at
                        value[count] = now
                    count += 1
                at = until
        if not filling:
            of = np.empty(count, np.int32)
            place = np.empty(count, np.int32)
            length = np.empty(count, np.int32)
            value = np.empty(count, np.int32)
    return of, place, length, value
