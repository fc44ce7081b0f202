"""Whether corridors, checkpoints and rubble say enough to be put on the streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.plan.model import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.remarks import Remark


def only_corridors_have_routes(stated: Stated) -> Iterator[Fault]:
    """Where people may leave by corridors only, these are named, and each has a route."""
    route_of = {corridor.id: corridor.route for corridor in stated.plan.corridors}
    for i, notice in enumerate(stated.plan.notices):
        if not notice.only_by_corridors:
            continue
        if not notice.corridors:
            yield stated.fault(
                ("notices", i, "only_by_corridors"),
                "corridors only, and none named",
                "at least one corridor in `corridors`",
                "Name the corridors, or leave `only_by_corridors` out.",
            )
        for j, name in enumerate(notice.corridors):
            if name in route_of and route_of[name] is None:
                yield stated.fault(
                    ("notices", i, "corridors", j),
                    f"{name}, a corridor without a route, where people may leave by corridors only",
                    "a corridor with a `route`",
                    f"Draw the route of {name}, or leave `only_by_corridors` out.",
                )


def numbers_a_window_have_windows(stated: Stated) -> Iterator[Fault]:
    """A number of persons a window needs windows."""
    for i, corridor in enumerate(stated.plan.corridors):
        if corridor.persons_per_window is not None and corridor.open is None:
            yield stated.fault(
                ("corridors", i, "persons_per_window"),
                "a number of persons a window without windows",
                "`open` beside it",
                'Add `open`: daily hours or windows; for a whole day "00:00-24:00".',
            )


def rubble_leaves_a_share(stated: Stated) -> Iterator[Fault]:
    """Rubble says what is left of width or of speed."""
    for i, rubble in enumerate(stated.plan.rubble):
        if rubble.width_factor is None and rubble.speed_factor is None:
            yield stated.fault(
                ("rubble", i),
                "rubble without `width_factor` and without `speed_factor`",
                "one of them",
                "State the share that is left, as a range: `width_factor: [0, 0.5]` where little is known.",
            )


def checkpoints_hold_somebody_up(stated: Stated) -> Iterator[Remark]:
    """A checkpoint of which neither numbers nor hours are stated counts for nothing."""
    for i, checkpoint in enumerate(stated.plan.checkpoints):
        if checkpoint.throughput_per_h is None and checkpoint.open is None:
            text = f"Of {checkpoint.id} neither throughput nor hours are stated: it holds nobody up."
            yield stated.warning(("checkpoints", i), text)


def limited_corridors_have_routes(stated: Stated) -> Iterator[Remark]:
    """Hours, direction or throughput of a corridor without a route are on no street."""
    for i, corridor in enumerate(stated.plan.corridors):
        if limits(corridor) and corridor.route is None:
            text = f"{corridor.id} has limits and no route: on which streets they hold is not known."
            yield stated.warning(("corridors", i), text)
