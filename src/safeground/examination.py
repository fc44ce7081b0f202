"""The engine on each notice of a plan, and on those that share streets; what did not change is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection

    from safeground.clock import Clock
    from safeground.ground.of_plan import Ground
    from safeground.journey.outcome import Outcome, Target
    from safeground.journey.placed import Placed
    from safeground.memo import Memo
    from safeground.plan.model import Notice
    from safeground.plan.places import LoadedPlan

TARGETS: tuple[Target, ...] = ("out", "arrived")
CONDITIONS = ("corridors", "curfews", "closures", "rubble", "checkpoints", "movements", "transport")


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


def beside_one_another(
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


def _encoded(struct: object) -> bytes:
    return msgspec.json.encode(struct)
