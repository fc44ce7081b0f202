"""Setting off against each other the people who pass a street in opposite directions at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Floats, Int32s, Int64s


@kernel
def set_off(
    opposite: Int64s,
    offset_s: Floats,
    width_s: float,
    run_first: Int64s,
    layer: Int32s,
    layers: Int32s,
    units: Int32s,
) -> tuple[Int64s, Floats, Floats, Floats]:
    """Let into an arc only how many more enter it than enter the opposite one at the same time.

    Who would have gone stays, and takes the place of who would have come, earlier than that one would have
    been there: so nobody is missed anywhere, and the two directions never use the width at one time.

    Parameters
    ----------
    opposite
        The opposite arc of each arc, -1 where there is none.
    offset_s, width_s
        By how much each arc's layers begin sooner, and the width of a layer [s].
    run_first
        Where each arc's runs begin, shape (arcs + 1,); an arc's runs are in order of layers and disjoint.
    layer, layers, units
        From which layer on, in how many, and how many units of flow enter in each.

    Returns
    -------
    Arc, start [s], duration [s] and units in all of the rows that are left, in the same order.
    """
    arc_of = np.empty(0, np.int64)
    start_of = np.empty(0)
    duration_of = np.empty(0)
    units_of = np.empty(0)
    for filling in range(2):
        count = 0
        for arc in range(len(opposite)):
            other = opposite[arc]
            against = np.int64(0)
            until = np.int64(0)
            if other >= 0:
                against = run_first[other]
                until = run_first[other + 1]
            for run in range(run_first[arc], run_first[arc + 1]):
                now = layer[run] * width_s - offset_s[arc]
                end = (layer[run] + layers[run]) * width_s - offset_s[arc]
                while now < end:
                    while (
                        against < until
                        and (layer[against] + layers[against]) * width_s - offset_s[other] <= now
                    ):
                        against += 1
                    till = end
                    left = np.int64(units[run])
                    if against < until:
                        comes = layer[against] * width_s - offset_s[other]
                        if comes > now:
                            till = min(end, comes)
                        else:
                            till = min(end, comes + layers[against] * width_s)
                            left -= units[against]
                    if left > 0:
                        if filling:
                            arc_of[count] = arc
                            start_of[count] = now
                            duration_of[count] = till - now
                            units_of[count] = left * ((till - now) / width_s)
                        count += 1
                    now = till
        if not filling:
            arc_of = np.empty(count, np.int64)
            start_of = np.empty(count)
            duration_of = np.empty(count)
            units_of = np.empty(count)
    return arc_of, start_of, duration_of, units_of
