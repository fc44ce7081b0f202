"""*Return* for the public edition: answered again as if the ledger held only claims that are marked public.

What all claims give otherwise is unknown there (``agreement``), and where they give another total of those
who left none is shown: no total or answer can be worked back to a restricted claim. A way back that was
examined for as many people as restricted claims say are away is left out, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from safeground.publish.agreement import agreed
from safeground.publish.public_displacement import public_displacement, with_days_of_few
from safeground.questions import return_
from safeground.questions.displaced import displacement_of
from safeground.questions.displacement.account import hull
from safeground.questions.returning import Returning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from safeground.journey.way_back import WayBack
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range
    from safeground.questions.displacement.account import Displacement
    from safeground.questions.finding import Finding
    from safeground.questions.told_to_move import Told

TOTALS: Final = ("gone", "moved", "returned")


@dataclass(frozen=True, slots=True)
class PublicSide:
    """What the public edition has to answer from.

    Parameters
    ----------
    loaded
        Its plan, and the claims that are public.
    ways, told
        What the engine found for the ways back, and whom notices tell to move, as it may be shown.
    finding
        How a finding is rounded.
    rounded, smallest
        How totals are rounded, and below how many people they are withheld.
    """

    loaded: LoadedPlan
    ways: tuple[WayBack, ...]
    told: Mapping[str, Told]
    finding: Callable[[Finding], Finding]
    rounded: Callable[[Range], Range]
    smallest: int


@dataclass(frozen=True, slots=True)
class PublicReturn:
    """What may be said in public."""

    findings: tuple[Finding, ...]
    returning: Returning


def public_return(
    loaded: LoadedPlan,
    back: Returning,
    of_all: Sequence[Finding],
    public: PublicSide,
) -> PublicReturn:
    """Return the findings and what the public report shows beside them.

    Parameters
    ----------
    loaded
        The whole plan, with every claim.
    back
        What was found from all claims.
    of_all
        The findings of *return* from them.
    public
        The same of the public edition.
    """
    known = displacement_of(public.loaded)
    ways = tuple(replace(one, outcome=None, nobody=False) if one.by_claims else one for one in back.ways)
    same_plan = replace(loaded, claims=public.loaded.claims)
    alone = return_.findings(same_plan, Returning(displacement_of(same_plan), ways, back.told))
    told_few = None if known is None else with_days_of_few(known, public.smallest)
    shown = return_.findings(public.loaded, Returning(told_few, public.ways, public.told))
    findings = agreed("return", of_all, alone, [public.finding(one) for one in shown])
    displacement = None
    if known is not None and back.displacement is not None:
        of_all_claims, shown_alone = (
            public_displacement(one, loaded.plan, public.rounded, public.smallest)
            for one in (back.displacement, known)
        )
        displacement = _agreed(of_all_claims, shown_alone)
    return PublicReturn(findings, Returning(displacement, public.ways, public.told))


def _agreed(whole: Displacement, public: Displacement) -> Displacement:
    """Return the public account if all claims give the same totals, else one without any."""
    same = [one.id for one in whole.places] == [one.id for one in public.places] and all(
        _reach(whole, one.id, of) == _reach(public, one.id, of) for one in public.places for of in TOTALS
    )
    return public if same else replace(public, places=(), readings=())


def _reach(account: Displacement, place: str, total: str) -> list[Range | None]:
    """Return a total by day from the least to the most of all readings."""
    by_day = zip(*(getattr(one.places[place], total) for one in account.readings), strict=True)
    return [hull(found) for found in by_day]
