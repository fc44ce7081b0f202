"""Which claims cannot hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from safeground.questions.displacement.solving import Programme

CONFLICT: Final = 1e-2
"""People by which claims must miss one another to be said not to hold together."""
PRICED: Final = 1e-7


def hold(system: Programme, without: Collection[str]) -> bool:
    """Return whether claims hold together without some; the programme is then that of the others."""
    return not _suspects(system, without)


def conflicts(system: Programme) -> tuple[tuple[str, ...], ...]:
    """Return sets of claims that cannot hold together; no claim stands in two of them.

    In each set, any one left out lets the others hold together: an irreducible infeasible set, found by
    leaving out one claim after another (deletion filter; Chinneck, Feasibility and Infeasibility in
    Optimization, 2008, ch. 6). When no set is left, all other claims hold together. The order of the claims
    changes nothing.
    """
    found: list[tuple[str, ...]] = []
    gone: set[str] = set()
    every = {claim for claim in system.claims if claim is not None}
    while suspects := _suspects(system, gone):
        kept = sorted(suspects)
        for claim in sorted(suspects):
            rest = [one for one in kept if one != claim]
            if _suspects(system, every - set(rest)):
                kept = rest
        found.append(tuple(kept))
        gone |= set(kept)
    return tuple(sorted(found))


def _suspects(system: Programme, without: Collection[str]) -> set[str]:
    """Return claims that together cannot hold; none where all that are left do.

    The least total by which bounds of claims must give way is above 0 exactly where they cannot all hold, and
    the bounds that its dual prices are then a set that cannot hold (Farkas). Where all hold but for a
    rounding, bounds give way by that.
    """
    import numpy as np

    system.without(without)
    ends = len(system.gives)
    system.give(np.full(ends, np.inf))
    corner = system.least(np.concatenate([np.zeros(system.columns), np.ones(ends)]))
    assert corner is not None, "no number of people is below 0"
    missed = corner.numbers[system.columns :]
    if missed.sum() > CONFLICT:
        priced = np.abs(corner.prices) > PRICED
        return {claim for claim, one in zip(system.claims, priced, strict=True) if claim is not None and one}
    system.give(np.maximum(missed, 0.0))
    return set()
