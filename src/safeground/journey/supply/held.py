"""What stores hold at the start, at one end, and how much they can keep."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.supply.limits import DAY_H
from safeground.journey.supply.stated import made_in, stock_burn, taken_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.supply.limits import End
    from safeground.plan.supply_words import Stock, Store

    Floats = npt.NDArray[np.float64]


def initial(end: End, need: Floats) -> Floats:
    """Return what is at each node when the first day begins, shape (N, K)."""
    return np.minimum(_there(end, need), storage(end, need))


def storage(end: End, need: Floats) -> Floats:
    """Return how much each node can keep from one day to the next, shape (N, K).

    Where nobody says how much that is, at the best it is any amount, at the worst what is there at first.
    """
    found = np.full((len(end.node), len(end.commodity)), np.inf)
    if not end.optimistic and not end.keeps_all:
        found = _there(end, need)
    for store, stock, k in end.stocks():
        if stock.holds is not None:
            found[end.node[store.id], k] = end.of(stock.holds)
    if not end.supply.crossings and end.optimistic:
        found[need.any(axis=2)] = np.inf
    if end.shift:
        # Need is put late, so what is used before would have to be kept.
        found[need.any(axis=2)] = np.inf
    # What comes over the days stands in the arrays at once.
    return found + _comes(end)


def _there(end: End, need: Floats) -> Floats:
    """Return what is stated to be at each node when the first day begins, room for it or not."""
    found = np.zeros(need.shape[:2])
    in_all = need.sum(axis=(0, 2))
    for store, stock, k in end.stocks():
        if stock.amount is not None and taken_at(stock, end.limits) <= end.limits.begins:
            found[end.node[store.id], k] += left_at_first(end, store, stock)
        elif end.optimistic:
            # Nobody says how much is there: at the best, all that anybody needs.
            found[end.node[store.id], k] += in_all[k]
    for gate in end.supply.crossings:
        for one in gate.waiting:
            found[end.node[f"at {gate.id}"], end.commodity.index(one.commodity)] += end.of(one.amount)
    found += _comes(end)
    if end.optimistic and not end.supply.crossings:
        # Nobody says where supplies come in: at the best, as much as anybody needs.
        found += np.where(need.any(axis=2), in_all, 0.0)
    return found


def _comes(end: End) -> Floats:
    """Return what is stated to come to stores, at the best; a stock taken later has it already."""
    found = np.zeros((len(end.node), len(end.commodity)))
    if not end.optimistic:
        return found
    over = end.limits.begins + timedelta(days=end.limits.days)
    taken = {(store.id, one.commodity): one.as_of for store, one, _ in end.stocks()}
    for one in end.supply.delivered:
        since = taken.get((one.to, one.commodity))
        if one.at < over and (since is None or one.at >= since):
            found[end.node[one.to], end.commodity.index(one.commodity)] += end.of(one.amount)
    return found


def left_at_first(end: End, store: Store, stock: Stock) -> float:
    """Return what is left of a stock when the first day begins.

    At the best nothing of it has gone, and what the store makes has been added; at the worst what it burns. A
    level of a time after the first day begins says nothing of the first, and one of which nobody says when it
    was taken may have gone.
    """
    hours = (end.limits.begins - taken_at(stock, end.limits)) / timedelta(hours=1)
    if stock.amount is None or hours < 0:
        return 0.0
    amount = end.of(stock.amount)
    if end.optimistic:
        made = made_in(store, stock.commodity)
        return amount if made is None or hours <= 0 else amount + made.high * math.ceil(hours / DAY_H)
    if stock.as_of is None:
        return 0.0
    if not hours:
        return amount
    burn = stock_burn(stock, end.unit[stock.commodity])
    return 0.0 if burn is None else max(0.0, amount - burn.high * hours)
