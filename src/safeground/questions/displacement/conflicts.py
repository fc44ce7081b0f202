"""Which claims cannot hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeground.errors import SafegroundError
from safeground.questions.displacement.ends import OPTIMAL, System, least

if TYPE_CHECKING:
    from collections.abc import Collection

    from safeground.questions.displacement.balance import Balance

CONFLICT: Final = 1e-2
"""People by which claims must miss one another to be said not to hold together."""
PRICED: Final = 1e-7


def conflicts(made: Balance) -> tuple[tuple[str, ...], ...]:
    """Return sets of claims that cannot hold together; no claim stands in two of them.

    In each set, any one left out lets the others hold together: an irreducible infeasible set, found by
    leaving out one claim after another (deletion filter; Chinneck, Feasibility and Infeasibility in
    Optimization, 2008, ch. 6). When no set is left, all other claims hold together. The order of the claims
    changes nothing.
    """
    found: list[tuple[str, ...]] = []
    gone: set[str] = set()
    every = {row.claim for row in made.rows if row.claim is not None}
    while suspects := _suspects(made, gone):
        kept = sorted(suspects)
        for claim in sorted(suspects):
            rest = [one for one in kept if one != claim]
            if _suspects(made, every - set(rest)):
                kept = rest
        found.append(tuple(kept))
        gone |= set(kept)
    return tuple(sorted(found))


def _suspects(made: Balance, without: Collection[str]) -> set[str]:
    """Return claims that together cannot hold; none where all that are left do.

    The least total by which bounds of claims must give way is above 0 exactly where they cannot all hold, and
    the bounds that its dual prices are then a set that cannot hold (Farkas).
    """
    import numpy as np
    from scipy.sparse import csr_array, hstack

    system = System(made, without)
    stated = [k for k, claim in enumerate(system.claims) if claim is not None]
    if not stated:
        return set()
    count = len(stated)
    give = csr_array((-np.ones(count), (stated, range(count))), shape=(len(system.claims), count))
    nothing = csr_array((system.equal.shape[0], count))
    goal = np.concatenate([np.zeros(system.columns), np.ones(count)])
    found = least(
        goal,
        hstack([system.upper, give]).tocsr(),
        system.most,
        hstack([system.equal, nothing]).tocsr(),
        system.exactly,
    )
    if found.status != OPTIMAL:
        msg = f"the solver could not say which claims hold together (status {found.status})"
        raise SafegroundError(msg)
    if found.fun <= CONFLICT:
        return set()
    prices = np.abs(found.ineqlin.marginals)
    return {str(system.claims[k]) for k in stated if prices[k] > PRICED}
