"""*Return* for the public edition: answered again as if the ledger held only claims that are marked public.

So no total or answer there can be worked back to a restricted claim. A way back that was examined for as many
people as restricted claims say are away is left out, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeground.publish.public_displacement import public_displacement
from safeground.questions import return_
from safeground.questions.displaced import displacement_of
from safeground.questions.returning import Returning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range
    from safeground.questions.finding import Finding


@dataclass(frozen=True, slots=True)
class PublicReturn:
    """What may be said in public."""

    findings: tuple[Finding, ...]
    returning: Returning


def public_return(
    loaded: LoadedPlan,
    outcomes: Sequence[Outcome],
    back: Returning,
    rounded: Callable[[Range], Range],
    smallest: int,
) -> PublicReturn:
    """Return the findings, not rounded yet, and what the public report shows beside them.

    Parameters
    ----------
    loaded
        Of the public edition: its plan, and its claims that are public.
    outcomes
        What the engine found for the notices, of the public edition.
    back
        What was found from all claims; of its ways back only what the public edition may hold.
    rounded, smallest
        How totals are rounded, and below how many people they are withheld.
    """
    displacement = displacement_of(loaded)
    found = return_.findings(loaded, outcomes, Returning(displacement, back.ways))
    shown = displacement
    if displacement is not None:
        shown = public_displacement(displacement, loaded.plan, rounded, smallest)
    return PublicReturn(found, replace(back, displacement=shown))
