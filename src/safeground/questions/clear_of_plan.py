"""*Clear* of a plan's notices: flaws, findings and score cards, by the same rules as the linter's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.questions.finding import Finding
    from safeground.questions.flaw import Flaw
    from safeground.questions.scorecard import Line


@dataclass(frozen=True, slots=True)
class Clear:
    """The answer to *clear*, from the same rules as the linter's."""

    findings: tuple[Finding, ...]
    flaws: tuple[Flaw, ...]
    scorecards: dict[str, tuple[Line, ...]]


def clear_of_plan(
    loaded: LoadedPlan,
    layers: tuple[PeopleLayer, ...],
    outcomes: Sequence[Outcome],
    earlier: tuple[Finding, ...],
) -> Clear:
    """Return the answer to *clear*.

    Parameters
    ----------
    loaded, layers, outcomes
        Plan, people, and what the engine found.
    earlier
        Findings of other questions, which the score cards quote.
    """
    from safeground.plan.published_in_plan import notices_of_plan
    from safeground.plan.reading.of_notices import readings
    from safeground.questions import clear
    from safeground.questions.scorecard import score_cards
    from safeground.questions.surroundings import least_times, surroundings

    found = notices_of_plan(loaded)
    read = readings(found)
    around = surroundings(found, layers, least_times(outcomes, loaded.plan.notices))
    flaws = clear.examine(found.notices, read, around)
    conditions = {area.id: area.conditions for area in loaded.plan.areas if area.conditions is not None}
    cards = score_cards(found.notices, read, around, flaws, earlier, conditions)
    return Clear(clear.findings(found.notices, read, around, flaws), flaws, cards)
