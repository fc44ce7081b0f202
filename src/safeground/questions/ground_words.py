"""What *reach* says about open ground, and about ground on which nobody was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.journey.coverage import WHOLE
from safeground.questions.reach_words import A_MINUTE_H, listed, share

if TYPE_CHECKING:
    from safeground.journey.outcome import Outcome
    from safeground.plan.model import Notice


def unknown_ground(outcome: Outcome) -> str:
    """Say what lies beside the streets of which nobody says whether people can cross it."""
    if not outcome.ground.unknown:
        return ""
    return (
        f" The map shows {listed(outcome.ground.unknown)} there, which the plan does not take as barriers: "
        "whether they hold people up is unknown."
    )


def on_open_ground(outcome: Outcome, notice: Notice) -> str:
    """Say why a refutation holds for people who leave the streets too."""
    if outcome.ground_by_corridors:
        return (
            f" This holds on the mapped streets and, as far as people leave by {listed(notice.corridors)} "
            "only, as the notice says, on open ground."
        )
    if outcome.refuted_by_distance:
        return (
            " This holds on the mapped streets and on open ground: straight on, with nothing in the way and "
            f"any number at once, it is too far{_while_moving(outcome)}."
        )
    named = f" ({'; '.join(outcome.ground.barriers)})" if outcome.ground.barriers else ""
    return (
        f" This holds on the mapped streets and, as far as the named barriers{named} are barriers, on open "
        f"ground.{other_ways(outcome)}"
    )


def _while_moving(outcome: Outcome) -> str:
    if outcome.moving_h is None or outcome.deadline_h is None:
        return ""
    held_up = outcome.moving_h.high < outcome.deadline_h - A_MINUTE_H
    return " for the time in which people may move" if held_up else ""


def other_ways(outcome: Outcome) -> str:
    """Say which ways that are no streets the proof leaves out."""
    if not outcome.ground.other_ways:
        return ""
    return (
        " It rests on the file of the streets holding every way; that file also holds "
        f"{listed(outcome.ground.other_ways)} there, which are not counted as ways."
    )


def not_covered(outcome: Outcome) -> str:
    """Say that a schedule is for the people who were counted, where layers do not cover the ordered area."""
    if outcome.covered is None or outcome.covered >= WHOLE:
        return ""
    return (
        f" The schedule is for the people counted: the layers of people cover {share(outcome.covered)} of "
        "the area ordered to leave, and whether people are in the rest is not known."
    )
