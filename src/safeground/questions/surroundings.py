"""Notices, people and the engine's proofs, put together as what the rules of *clear* are held against."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from safeground.quantity import Range
from safeground.questions.clear_case import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safeground.ground.people import PeopleLayer
    from safeground.journey.outcome import Outcome, Target
    from safeground.plan.model import Notice
    from safeground.plan.notice_set import NoticeSet


def surroundings(
    found: NoticeSet, layers: tuple[PeopleLayer, ...], least_h: Mapping[str, Range]
) -> Surroundings:
    """Return what the notices of ``found`` are held against.

    Parameters
    ----------
    layers
        The layers of people that count.
    least_h
        As ``least_times`` returns it.
    """
    return Surroundings(
        blocks=found.blocks,
        names=found.names,
        layers=layers,
        territory=found.territory,
        sea=found.sea,
        closed=found.closed,
        designated=found.designated,
        languages=found.languages,
        least_h=least_h,
        notices=found.notices,
    )


def meant(notice: Notice) -> Target:
    """Return the target that a notice's deadline is held against: *out* where it does not say."""
    return notice.deadline_means or "out"


def least_times(outcomes: Iterable[Outcome], notices: Iterable[Notice]) -> dict[str, Range]:
    """Return notice id → the least time [h] that leaving needs, where the proof refutes its deadline.

    A deadline that is refuted on the mapped streets only is left out: whoever leaves them may be faster.
    """
    means = {notice.id: meant(notice) for notice in notices}
    return {
        one.notice: Range(one.lower_h, math.inf if one.upper_h is None else one.upper_h, "h")
        for one in outcomes
        if one.target == means.get(one.notice) and one.refuted_on_streets and one.refuted_on_open_ground
    }
