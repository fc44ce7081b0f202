"""Whether times come in an order that can be meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.remarks import Remark

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*(([01]\d|2[0-3]):([0-5]\d)|24:00)")


def areas_end_after_they_start(stated: Stated) -> Iterator[Fault]:
    """An area's expiry comes after its start."""
    for i, area in enumerate(stated.plan.areas):
        if area.valid_from is not None and area.valid_to is not None and area.valid_to <= area.valid_from:
            yield stated.fault(
                ("areas", i, "valid_to"),
                f"an expiry ({area.valid_to.isoformat()}) that is not after the start "
                f"({area.valid_from.isoformat()})",
                "valid_to after valid_from",
                "Correct one of the two.",
            )


def deadlines_come_after_the_issue(stated: Stated) -> Iterator[Fault]:
    """A deadline comes after the notice was issued."""
    for i, notice in enumerate(stated.plan.notices):
        if notice.deadline is not None and notice.issued is not None and notice.deadline <= notice.issued:
            yield stated.fault(
                ("notices", i, "deadline"),
                f"a deadline ({notice.deadline.isoformat()}) that is not after the issue "
                f"({notice.issued.isoformat()})",
                "a deadline after the issue",
                "Check the days and the offsets. If it was published late, say so in the notice's source.",
            )


def nothing_is_later_than_the_plan(stated: Stated) -> Iterator[Remark]:
    """What the plan knows, it knows at its ``as_of``."""
    plan = stated.plan
    for i, notice in enumerate(plan.notices):
        if notice.issued is not None and notice.issued > plan.as_of:
            yield stated.warning(("notices", i, "issued"), f"{notice.id} was issued after the plan's as_of.")
    for i, area in enumerate(plan.areas):
        if area.published is not None and area.published > plan.as_of:
            yield stated.warning(
                ("areas", i, "published"), f"{area.id} was published after the plan's as_of."
            )
    for i, layer in enumerate(plan.ground.people):
        if layer.as_of > plan.as_of.date():
            yield stated.warning(
                ("ground", "people", i, "as_of"), f"{layer.file} is newer than the plan's as_of."
            )


def opening_hours_are_hours(stated: Stated) -> Iterator[Fault]:
    """Opening hours are one or several spans of a day: ``09:00-16:00``; past midnight too."""
    for i, corridor in enumerate(stated.plan.corridors):
        if corridor.open is None:
            continue
        spans = [_HOURS.fullmatch(span.strip()) for span in corridor.open.split(",")]
        if not all(span is not None and f"{span[1]}:{span[2]}" != span[3] for span in spans):
            yield stated.fault(
                ("corridors", i, "open"),
                repr(corridor.open),
                'daily hours: "09:00-16:00", several parted by commas',
                "Write hours:minutes-hours:minutes; leave it out where hours were not stated.",
            )
