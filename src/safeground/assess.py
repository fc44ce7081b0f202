"""The main job: plan + ground → Assessment. The function to read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.assessment import Assessment, Assumption
from safeground.clock import Clock
from safeground.examination import Effort, beside_one_another, examine_notices, place_on_streets
from safeground.ground.of_plan import read_ground
from safeground.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.ground.of_plan import Ground
    from safeground.journey.outcome import Outcome
    from safeground.journey.placed import Placed
    from safeground.plan.places import LoadedPlan
    from safeground.questions.finding import Finding
    from safeground.questions.kept import Kept
    from safeground.questions.supply import SupplyAnswer
    from safeground.remarks import Remark

__all__ = ["Assessment", "Assumption", "assess", "check"]


def assess(
    plan_path: Path,
    *,
    gap: float = 0.02,
    seconds: float = 60.0,
    schedule: bool = False,
    progress: Callable[[str], None] = lambda _: None,
    memo: Memo | None = None,
) -> Assessment:
    """Examine a plan: clear, reach, room, services, sites, supply, kept and return.

    Parameters
    ----------
    plan_path
        The plan file.
    gap, seconds
        For each notice and target: the relative gap between proven bound and schedule at which the engine
        may stop, and the time after which it must.
    schedule
        Also make the schedules readable, for the restricted edition.
    progress
        Told each step as it begins.
    memo
        Pass the same one again to reuse what a change of the plan did not touch.

    Raises
    ------
    InputError
        Anything wrong with the plan or a file that it names.
    """
    from safeground.plan.load import load_plan
    from safeground.questions import return_
    from safeground.questions.clear_of_plan import clear_of_plan
    from safeground.questions.returning import returning

    memo = Memo() if memo is None else memo
    clock = Clock(progress)
    with clock.step("reading the plan"):
        loaded = load_plan(plan_path)
    ground = read_ground(loaded, memo, clock)
    placed = place_on_streets(loaded, ground)
    effort = Effort(gap, seconds, schedule)
    outcomes = examine_notices(loaded, ground, placed, memo, clock, effort)
    outcomes = beside_one_another(loaded, ground, placed, memo, clock, effort, outcomes)
    with clock.step("answering the questions"):
        findings = _answer(loaded, ground, outcomes)
    with clock.step("supplies: what can come in"):
        supply = _supply(loaded, ground, placed, outcomes)
    with clock.step("holding promises against claims"):
        kept = _kept(loaded)
    with clock.step("looking at displacement and ways back"):
        back = returning(
            loaded, placed, outcomes, layers=ground.layers, beside=ground.beside, gap=gap, seconds=seconds,
            progress=progress,
        )  # fmt: skip
        returns = return_.findings(loaded, back)
    with clock.step("looking for flaws in the notices"):
        clear = clear_of_plan(loaded, ground.layers, outcomes, findings)
    return Assessment(
        loaded=loaded,
        streets=ground.streets,
        people=ground.layers,
        sites=ground.sites,
        outcomes=outcomes,
        findings=(
            *clear.findings,
            *findings,
            *(supply.findings if supply is not None else ()),
            *(kept.findings if kept is not None else ()),
            *returns,
        ),
        flaws=clear.flaws,
        scorecards=clear.scorecards,
        assumptions=_assumptions(outcomes),
        remarks=tuple(
            dict.fromkeys(
                (
                    *_remarks(loaded, ground, outcomes),
                    *(supply.account.outcome.remarks if supply else ()),
                    *(kept.remarks if kept else ()),
                )
            )
        ),
        hashes=dict(loaded.hashes),
        seconds=clock.seconds,
        schedule_asked=schedule,
        beside=ground.beside,
        kept=None if kept is None else kept.account,
        returning=back,
        supply=None if supply is None else supply.account,
    )


def check(
    plan_path: Path, *, progress: Callable[[str], None] = lambda _: None
) -> tuple[LoadedPlan, tuple[Remark, ...]]:
    """Read a plan and every file that it names, and examine nothing; return it with what was remarked.

    Raises
    ------
    InputError
        As ``assess`` before its first question.
    """
    from safeground.plan.load import load_plan

    clock = Clock(progress)
    with clock.step("reading the plan"):
        loaded = load_plan(plan_path)
    ground = read_ground(loaded, Memo(), clock)
    placed = place_on_streets(loaded, ground)
    found = _remarks(loaded, ground, ())
    return loaded, found if placed is None else tuple(dict.fromkeys((*found, *placed.remarks)))


def _answer(loaded: LoadedPlan, ground: Ground, outcomes: tuple[Outcome, ...]) -> tuple[Finding, ...]:
    from safeground.journey.care import care_times
    from safeground.questions import reach, room, services, sites

    care = care_times(loaded, ground.streets, ground.layers, ground.sites)
    room_findings = room.findings(loaded, ground.layers, outcomes)
    return (
        *reach.findings(loaded, ground.streets, outcomes),
        *room_findings,
        *services.findings(loaded, ground.layers, outcomes, room_findings),
        *sites.findings(loaded, ground.layers, ground.sites, care),
    )


def _supply(
    loaded: LoadedPlan, ground: Ground, placed: Placed | None, outcomes: tuple[Outcome, ...]
) -> SupplyAnswer | None:
    if loaded.plan.supply is None:
        return None
    from safeground.journey.supply.examine import examine_supply
    from safeground.questions import supply
    from safeground.questions.supply_names import Naming

    found = examine_supply(loaded, ground.layers, ground.sites, outcomes, placed)
    return supply.examine(loaded.plan, found, loaded.claims, Naming(everybody=True))


def _kept(loaded: LoadedPlan) -> Kept | None:
    from safeground.questions.kept import examine

    return examine(loaded.plan, loaded.claims, file=loaded.plan.ledger or loaded.path.name)


def _assumptions(outcomes: tuple[Outcome, ...]) -> tuple[Assumption, ...]:
    figures = (figure for outcome in outcomes for figure in outcome.figures)
    return tuple(dict.fromkeys(Assumption(figure.name, figure.range, figure.source) for figure in figures))


def _remarks(loaded: LoadedPlan, ground: Ground, outcomes: tuple[Outcome, ...]) -> tuple[Remark, ...]:
    of_outcomes = (remark for outcome in outcomes for remark in outcome.remarks)
    return tuple(dict.fromkeys((*loaded.remarks, *ground.remarks, *of_outcomes)))
