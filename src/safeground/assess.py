"""The main job: plan + ground → Assessment. The function to read first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range
    from safeground.questions.finding import Finding
    from safeground.remarks import Remark


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that the answers rest on, with where it comes from."""

    name: str
    range: Range
    source: str
    """Standard with edition and clause, or ``the plan``."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that one examination found; ``publish`` writes it, and nothing else is needed for that.

    Parameters
    ----------
    loaded
        The plan with its places.
    streets, people, sites
        The ground that was read; None or empty where the plan names none.
    outcomes
        What the engine found, one for each notice and target.
    findings
        Every answer, in the order of the questions.
    assumptions
        Every figure used, with its source.
    remarks
        What was inferred, repaired or left out anywhere on the way.
    hashes
        Input file → SHA-256.
    seconds
        Wall time by step.
    """

    loaded: LoadedPlan
    streets: Streets | None
    people: tuple[PeopleLayer, ...]
    sites: tuple[Site, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]
    remarks: tuple[Remark, ...]
    hashes: dict[str, str]
    seconds: dict[str, float]
