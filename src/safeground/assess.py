"""The main job: plan + ground → Assessment. The function to read first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from safeground.clock import Clock
from safeground.ground.of_plan import read_ground
from safeground.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from safeground.ground.beside_streets import BesideStreets
    from safeground.ground.of_plan import Ground
    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.journey.outcome import Outcome, Target
    from safeground.journey.placed import Placed
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan
    from safeground.quantity import Range
    from safeground.questions.finding import Finding
    from safeground.questions.flaw import Flaw
    from safeground.questions.kept import Kept
    from safeground.questions.kept_account import KeptAccount
    from safeground.questions.returning import Returning
    from safeground.questions.scorecard import Line
    from safeground.questions.supply import SupplyAnswer
    from safeground.questions.supply_account import SupplyAccount
    from safeground.remarks import Remark

TARGETS: tuple[Target, ...] = ("out", "arrived")
CONDITIONS = ("corridors", "curfews", "closures", "rubble", "checkpoints", "movements", "transport")


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
    outcomes = _beside_one_another(loaded, ground, placed, memo, clock, effort, outcomes)
    with clock.step("answering the questions"):
        findings = _answer(loaded, ground, outcomes)
    with clock.step("supplies: what can come in"):
        supply = _supply(loaded, ground, placed, outcomes)
    with clock.step("holding promises against claims"):
        kept = _kept(loaded)
    with clock.step("looking at displacement and ways back"):
        back = returning(
            loaded, placed, outcomes, beside=ground.beside, gap=gap, seconds=seconds, progress=progress
        )
        returns = return_.findings(loaded, outcomes, back)
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


@dataclass(frozen=True, slots=True)
class Effort:
    """How near and how long the engine works for each notice and target, and whether its schedule is told."""

    gap: float
    seconds: float
    schedule: bool


def place_on_streets(loaded: LoadedPlan, ground: Ground) -> Placed | None:
    """Return where the plan's corridors, closures, rubble and checkpoints lie on the streets."""
    from safeground.journey.placed import place_conditions

    return None if ground.streets is None else place_conditions(loaded, ground.streets)


def examine_notices(
    loaded: LoadedPlan,
    ground: Ground,
    placed: Placed | None,
    memo: Memo,
    clock: Clock,
    effort: Effort,
    *,
    asked: Collection[tuple[str, Target]] | None = None,
) -> tuple[Outcome, ...]:
    """Return what the engine finds for every notice and target, or for those of ``asked`` alone."""
    from safeground.journey.examine import examine
    from safeground.journey.with_room import Room
    from safeground.questions.room import most_room

    streets = ground.streets
    if streets is None:
        return ()
    content = (*_of_ground(loaded), str(effort))
    room = Room(*most_room(loaded, ground.layers))
    outcomes = []
    for notice in loaded.plan.notices:
        for target in TARGETS:
            if target == "arrived" and not notice.to:
                continue
            if asked is not None and (notice.id, target) not in asked:
                continue
            with clock.step(f"{notice.id}: can people be {target}?"):
                look = partial(
                    examine,
                    loaded,
                    streets,
                    ground.layers,
                    notice,
                    target,
                    placed=placed,
                    room=room,
                    gap=effort.gap,
                    seconds=effort.seconds,
                    schedule=effort.schedule,
                    beside=ground.beside,
                    progress=clock.progress,
                )
                outcomes.append(memo.get("outcome", (*content, *_of_notice(loaded, notice), target), look))
    return tuple(outcomes)


def _beside_one_another(
    loaded: LoadedPlan,
    ground: Ground,
    placed: Placed | None,
    memo: Memo,
    clock: Clock,
    effort: Effort,
    outcomes: tuple[Outcome, ...],
) -> tuple[Outcome, ...]:
    """Add the schedules beside others where some notice that shares the streets keeps its deadline alone."""
    from safeground.journey.joint import joint_schedules, sharing

    notices = {one.id for one in sharing(loaded)}
    in_time = (
        one.upper_h is not None and one.deadline_h is not None and one.upper_h <= one.deadline_h
        for one in outcomes
        if one.notice in notices
    )
    if placed is None or not any(in_time):
        return outcomes
    with clock.step("can all who share the streets keep their deadlines together?"):
        look = partial(
            joint_schedules, loaded, placed, ground.layers,
            gap=effort.gap, seconds=effort.seconds, progress=clock.progress,
        )  # fmt: skip
        content = (
            *_of_ground(loaded),
            str(effort),
            *(part for notice in loaded.plan.notices for part in _of_notice(loaded, notice)),
        )
        found = memo.get("joint", content, look)
    joint = {(one.notice, one.target): one for one in found}
    return tuple(replace(one, joint=joint.get((one.notice, one.target))) for one in outcomes)


def _of_ground(loaded: LoadedPlan) -> tuple[bytes | str, ...]:
    """Return what every outcome rests on, but for notices and areas: those are each outcome's own."""
    plan = loaded.plan
    files = (file for file in loaded.hashes if file != loaded.path.name)
    return (
        *(f"{file}={loaded.hashes[file]}" for file in sorted(files)),
        _encoded(plan.ground),
        _encoded(plan.assumptions),
        _encoded(plan.time_zone),
        *(_encoded(getattr(plan, key)) for key in CONDITIONS),
    )


def _of_notice(loaded: LoadedPlan, notice: Notice) -> tuple[bytes, ...]:
    places = [loaded.areas[area].wkb for area in (*notice.areas, *notice.to) if area in loaded.areas]
    blocks = [loaded.blocks_of_area.get(area, ()) for area in notice.areas]
    goals = [area for area in loaded.plan.areas if area.id in notice.to]
    return (_encoded(notice), _encoded(blocks), _encoded(goals), *places)


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

    found = examine_supply(loaded, ground.layers, ground.sites, outcomes, placed)
    return supply.examine(loaded.plan, found, loaded.claims)


def _kept(loaded: LoadedPlan) -> Kept | None:
    from safeground.questions.kept import examine

    return examine(loaded.plan, loaded.claims, file=loaded.plan.ledger or loaded.path.name)


def _assumptions(outcomes: tuple[Outcome, ...]) -> tuple[Assumption, ...]:
    figures = (figure for outcome in outcomes for figure in outcome.figures)
    return tuple(dict.fromkeys(Assumption(figure.name, figure.range, figure.source) for figure in figures))


def _remarks(loaded: LoadedPlan, ground: Ground, outcomes: tuple[Outcome, ...]) -> tuple[Remark, ...]:
    of_outcomes = (remark for outcome in outcomes for remark in outcome.remarks)
    return tuple(dict.fromkeys((*loaded.remarks, *ground.remarks, *of_outcomes)))


def _encoded(struct: object) -> bytes:
    return msgspec.json.encode(struct)
