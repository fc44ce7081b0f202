"""What *return* is answered from: displacement as it was claimed, and the ways back on the network."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from safeground.journey.way_back import way_back
from safeground.questions.displaced import away_from, displacement_of
from safeground.questions.told_to_move import Told, told_to_move

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from safeground.ground.beside_streets import BesideStreets
    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.journey.placed import Placed
    from safeground.journey.way_back import WayBack
    from safeground.plan.places import LoadedPlan
    from safeground.questions.displacement.account import Displacement


@dataclass(frozen=True, slots=True)
class Returning:
    """What was found on displacement and on ways back.

    Parameters
    ----------
    displacement
        What claims of displacement come to; None where the plan names no places of them.
    ways
        The way back to each area of which the plan says something on going back; none without streets.
    told
        Notice → the people whom it tells to move, where layers of people count them. No notice is in it whose
        areas are not all drawn, or that no layer covers.
    """

    displacement: Displacement | None = None
    ways: tuple[WayBack, ...] = ()
    told: Mapping[str, Told] = field(default_factory=dict)


def returning(
    loaded: LoadedPlan,
    placed: Placed | None,
    outcomes: Sequence[Outcome],
    *,
    layers: Sequence[PeopleLayer] = (),
    beside: BesideStreets | None = None,
    gap: float = 0.02,
    seconds: float = 60.0,
    progress: Callable[[str], None] = lambda _: None,
) -> Returning:
    """Balance a plan's claims of displacement and examine its ways back.

    Parameters
    ----------
    loaded, placed
        The plan, and its conditions on the streets; None where it names no streets.
    outcomes
        What the engine found for the notices.
    layers
        The layers of people.
    beside, gap, seconds, progress
        As for ``journey.examine.examine``.
    """
    displacement = displacement_of(loaded)
    ways = []
    for words in loaded.plan.returns:
        if placed is None:
            break
        progress(f"{words.area}: is there a way back?")
        people, by_claims = away_from(loaded, words.area, outcomes, displacement)
        found = way_back(
            loaded, placed, words, people, beside=beside, gap=gap, seconds=seconds, progress=progress
        )
        ways.append(replace(found, by_claims=by_claims))
    return Returning(displacement, tuple(ways), told_to_move(loaded, layers, outcomes))
