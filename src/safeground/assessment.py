"""What one examination found: what ``publish`` writes, and nothing else is needed for that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeground.ground.beside_streets import BesideStreets
    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.journey.outcome import Outcome
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range
    from safeground.questions.finding import Finding
    from safeground.questions.flaw import Flaw
    from safeground.questions.kept_account import KeptAccount
    from safeground.questions.returning import Returning
    from safeground.questions.scorecard import Line
    from safeground.questions.supply_account import SupplyAccount
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
    schedule_asked
        Whether the schedules are to be written as something to read.
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
    schedule_asked: bool = False
    flaws: tuple[Flaw, ...] = ()
    """What the rules of *clear* found in the notices, the gravest first."""
    scorecards: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """Notice id → the fourteen lines of its score card."""
    beside: BesideStreets | None = None
    """What lies beside the streets; None where the plan names no file that says."""
    kept: KeptAccount | None = None
    """What was promised beside what was counted and reported; None where nothing could be kept."""
    returning: Returning | None = None
    """What claims of displacement come to, and the ways back."""
    supply: SupplyAccount | None = None
    """What can be delivered, stocks, crossings by claimant; None where the plan states no supplies."""
    public: bool = False
    """Whether everything restricted is out of it already."""
