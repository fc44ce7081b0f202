"""What a reader must know about how the plan's conditions were taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.plan.model import limits
from safeground.plan.opening import unclear_days, zone_of
from safeground.remarks import Remark
from safeground.units import SECONDS_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.journey.placed import Placed
    from safeground.plan.model import Notice, Plan
    from safeground.plan.places import LoadedPlan


def condition_remarks(
    loaded: LoadedPlan, placed: Placed, notice: Notice, horizon_s: float
) -> tuple[Remark, ...]:
    """Return which conditions bind the proof and which the schedule only, and how times were read."""
    plan = loaded.plan
    file = loaded.path.name
    texts = [*_corridors(plan, placed, notice), *_times(plan, notice, horizon_s)]
    return tuple(Remark("inferred", file, text) for text in texts)


def _corridors(plan: Plan, placed: Placed, notice: Notice) -> Iterator[str]:
    bound = [one.id for one in plan.corridors if notice.only_by_corridors and one.id in notice.corridors]
    if bound:
        yield (
            f"{notice.id} says that people may leave by {', '.join(bound)} only: the proof and the schedule "
            "let nobody across the edge of the ordered area by another street, and hold to the corridors' "
            "hours, direction, numbers a window and throughput."
        )
    hinder = [
        one.id for one in plan.corridors if limits(one) and one.id in placed.corridors and one.id not in bound
    ]
    if hinder:
        yield (
            f"For {notice.id} the hours, direction, numbers a window and throughput of {', '.join(hinder)} "
            "hold in the schedule only. Nobody says that people may leave by corridors only, so the proof is "
            "as without them."
            if not bound
            else f"For {notice.id} the limits of {', '.join(hinder)}, which it does not name, hold in the "
            "schedule only."
        )
    both = [
        name
        for name, stated in (
            ("curfews", plan.curfews),
            ("closures", plan.closures),
            ("rubble", plan.rubble),
            ("checkpoints", plan.checkpoints),
        )
        if stated
    ]
    if both:
        yield (
            f"The plan's {', '.join(both)} hold in the proof and in the schedule of {notice.id}, each at the "
            "end of its range that helps, and that hinders."
        )


def _times(plan: Plan, notice: Notice, horizon_s: float) -> Iterator[str]:
    stated = [*(one.open for one in plan.corridors), *(one.open for one in plan.checkpoints)]
    hours = [one for one in stated if isinstance(one, str)] + [curfew.hours for curfew in plan.curfews]
    timed = hours or any(stated)
    timed = timed or any(one.from_ or one.until for one in plan.closures)
    if notice.issued is None:
        if timed:
            yield (
                f"When {notice.id} was issued is not stated, so hours, windows, curfews and closures have no "
                "place in time: the proof is as without them, and the schedule takes their streets as closed."
            )
        return
    if not hours:
        return
    days = horizon_s / SECONDS_PER_DAY
    yield (
        f"Daily hours and curfews are written out for {days:,.0f} days after a notice was issued. From "
        "then on the proof takes every way as open and nobody as halted, the schedule such ways as closed."
    )
    zone = zone_of(plan, notice.issued)
    if plan.time_zone is None:
        yield (
            "The plan names no time zone: daily hours were taken by the offset of the time at which "
            f"{notice.id} was issued ({notice.issued:%z})."
        )
    unclear = sorted({day for one in hours for day in unclear_days(one, zone, notice.issued, horizon_s)})
    if unclear:
        yield (
            f"On {', '.join(day.isoformat() for day in unclear)} the clocks are changed within daily hours: "
            "the proof takes the reading that helps, the schedule the one that hinders."
        )
