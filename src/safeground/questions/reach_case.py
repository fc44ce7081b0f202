"""One notice and one target of *reach*, and what is missing to answer it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safeground.ground.streets import Streets
    from safeground.journey.outcome import Outcome, Target
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan


@dataclass(frozen=True, slots=True)
class Case:
    """One notice and one target with what was found for it."""

    loaded: LoadedPlan
    streets: Streets | None
    notice: Notice
    target: Target
    outcome: Outcome | None

    @property
    def meant(self) -> Target:
        """What the deadline means; leaving the area where the notice does not say."""
        return self.notice.deadline_means or "out"

    @property
    def id(self) -> str:
        """Start of the ids of this case's findings."""
        return f"reach.{self.notice.id}.{self.target}"

    @property
    def evidence(self) -> tuple[str, ...]:
        """Files and sources that the case rests on."""
        ground = self.loaded.plan.ground
        files = [] if ground.streets is None else [ground.streets.file]
        files += [layer.file for layer in ground.people]
        files += [] if ground.open_ground is None else [ground.open_ground]
        cover = ground.land_cover
        files += [] if cover is None or cover.file is None else [cover.file]
        sources = [] if self.notice.source is None else [self.notice.source]
        return tuple(dict.fromkeys(files + sources))


def missing(case: Case) -> tuple[str, str] | None:
    """Return why the case cannot be answered and which datum would answer it, or None."""
    notice, outcome = case.notice, case.outcome
    if case.target == "arrived" and not notice.to:
        return (
            "No destination is stated.",
            "the destination: where people are told to go, stated by the issuer",
        )
    if case.streets is None or outcome is None:
        return "The plan names no streets.", "the streets: a file of the street network"
    if math.isinf(outcome.ordered.high):
        return (
            "The plan names no layer of people.",
            "people in the ordered area: from a statistics office, or a displacement tracking round",
        )
    if case.streets.grade == "schematic":
        return (
            "The streets are schematic, so no time is proven and none is shown to suffice.",
            "mapped streets: a schematic network gives no answer",
        )
    if notice.deadline is None:
        return "No deadline is stated.", "the deadline, stated by the issuer"
    if case.target != case.meant:
        other = "being out of the area" if case.meant == "out" else "having arrived"
        return f"The deadline is for {other}.", f"a deadline for {being(case.target)}, stated by the issuer"
    if outcome.deadline_h is None:
        return "When the notice was issued is not stated.", "the time of issue, stated by the issuer"
    return None


def being(target: Target) -> str:
    """Say what a deadline for a target is for."""
    return "being out of the area" if target == "out" else "arriving"
