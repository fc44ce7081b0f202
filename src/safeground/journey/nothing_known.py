"""Outcomes where nothing can be proven: nobody says how many people there are, or where streets run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.outcome import Curve, Outcome
from safeground.journey.problems import cannot_walk
from safeground.quantity import Range

if TYPE_CHECKING:
    from datetime import datetime

    from safeground.journey.figures import Figures
    from safeground.journey.outcome import Target
    from safeground.journey.setting import Setting
    from safeground.plan.model import Notice

NO_PEOPLE = "the plan names no layer of people"
SCHEMATIC = "the streets are schematic"


@dataclass(frozen=True, slots=True)
class Times:
    """When a notice was issued, its deadline, and the hours between."""

    start: datetime | None
    deadline: datetime | None
    deadline_h: float | None


def people_only(setting: Setting, notice: Notice, target: Target, times: Times) -> Outcome:
    """Return the outcome on schematic streets: people are counted, and no line is taken for a street."""
    zones = setting.zones
    return replace(
        nothing_known(notice, target, times, setting.figures),
        ordered=zones.ordered,
        cannot_walk=zones.ordered.times(Range(*cannot_walk(setting.figures), "share"), "persons"),
        by_layer=zones.by_layer,
        no_upper=SCHEMATIC,
    )


def nothing_known(notice: Notice, target: Target, times: Times, figures: Figures) -> Outcome:
    """Return the outcome where nobody says how many people there are: nothing is proven, nothing is 0."""
    anything = Range(0.0, np.inf, "persons")
    return Outcome(
        notice=notice.id,
        target=target,
        start=times.start,
        deadline=times.deadline,
        deadline_h=times.deadline_h,
        persons=anything,
        ordered=anything,
        cannot_walk=anything,
        stranded=anything,
        by_layer={},
        lower_h=0.0,
        upper_h=None,
        no_upper=NO_PEOPLE,
        gap_proof=None,
        gap_schedule=None,
        proven=Curve(np.empty(0), np.empty(0)),
        schedule=None,
        arrivals_upper=None,
        arrivals_lower=None,
        refuted_on_streets=None,
        refuted_on_open_ground=None,
        cut=None,
        walk_km=None,
        group_bounds_h={},
        left_by_block=(),
        crowd=None,
        proof_problem=None,
        certificate=None,
        schedule_problem=None,
        schedule_flow=None,
        ground_problem=None,
        ground_certificate=None,
        figures=figures.assumptions_used(),
    )
