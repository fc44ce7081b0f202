"""Whether times come in an order that can be meant."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from safeground.plan.opening import hours_of_day
from safeground.plan.pause_words import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.plan.condition_words import Window
    from safeground.remarks import Remark

    Path = tuple[str | int, ...]


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
    """Daily hours are one or several spans of a day that do not overlap; past midnight too."""
    for path, hours in _hours(stated):
        try:
            hours_of_day(hours)
        except ValueError as error:
            yield stated.fault(
                path,
                f"{hours!r}: {error}",
                'daily hours: "09:00-16:00", several parted by commas',
                "Write hours:minutes-hours:minutes; leave it out where hours were not stated.",
            )


def windows_follow_one_another(stated: Stated) -> Iterator[Fault]:
    """A dated window closes after it opens, and no two of one way overlap."""
    for path, windows in _windows(stated):
        for i, window in enumerate(windows):
            if window.until <= window.from_:
                yield stated.fault(
                    (*path, i, "until"),
                    f"a close ({window.until.isoformat()}) that is not after the opening "
                    f"({window.from_.isoformat()})",
                    "until after from",
                    "Correct one of the two.",
                )
        order = sorted(range(len(windows)), key=lambda i: windows[i].from_)
        for i, j in pairwise(order):
            if windows[i].from_ < windows[i].until and windows[j].from_ < windows[i].until:
                yield stated.fault(
                    (*path, j, "from"),
                    f"an opening ({windows[j].from_.isoformat()}) before the window from "
                    f"{windows[i].from_.isoformat()} closes",
                    "windows that do not overlap",
                    "Write one window for both, or correct a time.",
                )
        if not windows:
            yield stated.fault(
                path, "no window", "at least one", "Leave the key out where nothing was stated."
            )


def windows_are_still_to_come(stated: Stated) -> Iterator[Remark]:
    """A corridor whose windows all lie before the issue of a notice that names it is closed to its people."""
    windows = {
        corridor.id: (i, corridor.open)
        for i, corridor in enumerate(stated.plan.corridors)
        if isinstance(corridor.open, tuple)
    }
    for notice in stated.plan.notices:
        for name in notice.corridors:
            i, dated = windows.get(name, (0, ()))
            issued = notice.issued
            if dated and issued is not None and all(window.until <= issued for window in dated):
                text = f"Every window of {name} ends before {notice.id} was issued."
                yield stated.warning(("corridors", i, "open"), text, len(dated))


def closures_and_curfews_end_after_they_begin(stated: Stated) -> Iterator[Fault]:
    """What holds from a moment until another ends after it begins."""
    for key in ("curfews", "closures"):
        for i, one in enumerate(getattr(stated.plan, key)):
            if one.from_ is not None and one.until is not None and one.until <= one.from_:
                yield stated.fault(
                    (key, i, "until"),
                    f"an end ({one.until.isoformat()}) that is not after the begin ({one.from_.isoformat()})",
                    "until after from",
                    "Correct one of the two.",
                )


def _hours(stated: Stated) -> Iterator[tuple[Path, str]]:
    for key in ("corridors", "checkpoints"):
        for i, one in enumerate(getattr(stated.plan, key)):
            if isinstance(one.open, str):
                yield (key, i, "open"), one.open
    for i, curfew in enumerate(stated.plan.curfews):
        yield ("curfews", i, "hours"), curfew.hours
    for i, pause in enumerate(stated.plan.pauses):
        if pause.hours is not None:
            yield ("pauses", i, "hours"), pause.hours
    for path, term, _ in terms_of(stated.plan):
        if term.hours is not None:
            yield (*path, "hours"), term.hours


def _windows(stated: Stated) -> Iterator[tuple[Path, tuple[Window, ...]]]:
    for key in ("corridors", "checkpoints"):
        for i, one in enumerate(getattr(stated.plan, key)):
            if isinstance(one.open, tuple):
                yield (key, i, "open"), one.open
