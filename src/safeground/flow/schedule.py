"""A schedule: who enters which arc when. Feasible movements are written in this form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.array_file import NO_SUCH_ARRAY, Kind, read_arrays
from safeground.errors import FaultList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from safeground.flow.layers import LayeredFlow
    from safeground.flow.problem import Problem

    BoolArray = npt.NDArray[np.bool_]
    IntArray = npt.NDArray[np.int64]
    FloatArray = npt.NDArray[np.float64]

_KIND: Final = Kind(
    "a schedule (.npz)",
    damaged=("what cannot be read ({error})", "a schedule (.npz)", "Write the schedule again."),
)
_NUMBERS = ("start_s", "duration_s", "persons")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Uses of arcs, one a row: people enter at an even rate from ``start_s`` for ``duration_s``.

    Parameters
    ----------
    arc
        Index of the arc in the problem, shape (rows,).
    start_s, duration_s
        When the first enters, and for how long [s], shape (rows,).
    persons
        How many enter in that time, shape (rows,).
    horizon_s
        Time by which the schedule has everybody arrived, or for a schedule to a deadline as many as
        it can [s].
    """

    arc: IntArray
    start_s: FloatArray
    duration_s: FloatArray
    persons: FloatArray
    horizon_s: float

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.arc)


def write_schedule(schedule: Schedule, path: Path) -> None:
    """Write a schedule as ``.npz`` with the arrays ``arc, start_s, duration_s, persons, horizon_s``."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            arc=schedule.arc,
            start_s=schedule.start_s,
            duration_s=schedule.duration_s,
            persons=schedule.persons,
            horizon_s=np.float64(schedule.horizon_s),
        )


def read_schedule(path: Path) -> Schedule:
    """Read a schedule.

    Raises
    ------
    InputError
        If the file is not there, is no ``.npz`` or lacks an array, or one has the wrong kind or length.
    """
    faults = FaultList(path)
    arrays = read_arrays(path, _KIND, faults)
    faults.raise_if_any()
    for name in ("arc", *_NUMBERS, "horizon_s"):
        if name not in arrays:
            faults.add(name, "no such array", NO_SUCH_ARRAY, f"Add {name}.")
    faults.raise_if_any()
    rows = len(np.atleast_1d(arrays["arc"]))
    if arrays["arc"].dtype.kind not in "iu" or arrays["arc"].ndim != 1:
        faults.add("arc", str(arrays["arc"].dtype), "a row of whole numbers", "Store arc as indices.")
    for name in _NUMBERS:
        if arrays[name].dtype.kind not in "iuf" or arrays[name].shape != (rows,):
            found = f"{arrays[name].dtype} of shape {arrays[name].shape}"
            faults.add(name, found, f"{rows} numbers", f"Store one value of {name} for each row.")
    if arrays["horizon_s"].size != 1 or arrays["horizon_s"].dtype.kind not in "iuf":
        faults.add("horizon_s", str(arrays["horizon_s"].shape), "one number", "Store the horizon in seconds.")
    faults.raise_if_any()
    start, duration, persons = (arrays[name].astype(np.float64) for name in _NUMBERS)
    return Schedule(
        arrays["arc"].astype(np.int64), start, duration, persons, float(arrays["horizon_s"].reshape(-1)[0])
    )


def empty_schedule(horizon_s: float = 0.0) -> Schedule:
    """Return a schedule in which nobody moves."""
    return Schedule(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0), horizon_s)


def schedule_of(
    problem: Problem, flow: LayeredFlow, opposite: IntArray, horizon_s: float | None = None
) -> Schedule:
    """Write a flow in layers as a schedule; its horizon is when the last has arrived, or the one given.

    Layers in a row in which equally many enter an arc are one row. ``opposite`` is the other direction of
    each arc of the network, -1 where there is none: of people who enter both at the same time only those
    who are more on one side go, so that the two together keep to the width that each of them keeps to.
    """
    from safeground.flow.kernels.two_ways import set_off

    network = flow.network
    departures = flow.departures()
    arc, start, duration, units = set_off(
        np.where(network.arc >= 0, opposite, -1),
        flow.offsets_s[network.tail],
        flow.width_s,
        np.searchsorted(departures.arc, np.arange(len(network.tail) + 1)),
        departures.layer,
        departures.layers,
        departures.units,
    )
    del departures
    if (network.arc < 0).any():
        street = network.arc[arc] >= 0
        arc, start, duration, units = arc[street], start[street], duration[street], units[street]
    persons = units * flow.persons_per_unit
    del units
    original = network.arc[arc]
    if horizon_s is not None:
        return within_windows(problem, Schedule(original, start, duration, persons, horizon_s))
    late = problem.release_s[(problem.persons > 0) & np.isin(problem.source, problem.sink)]
    into = np.isin(problem.head[original], problem.sink)
    ends = (start + duration + problem.transit_s[original])[into]
    last = float(max(ends.max(initial=0.0), late.max(initial=0.0)))
    return within_windows(problem, Schedule(original, start, duration, persons, last))


def together(schedules: Sequence[Schedule]) -> Schedule:
    """Return the rows of several schedules on the same arcs as one, with the last horizon."""
    arc, start, duration, persons = (
        np.concatenate([getattr(one, name) for one in schedules])
        for name in ("arc", "start_s", "duration_s", "persons")
    )
    return Schedule(arc, start, duration, persons, max(one.horizon_s for one in schedules))


def divided(schedule: Schedule, time_s: float, rows: BoolArray | None = None) -> Schedule:
    """Return a schedule in which no row, or none of some, goes on across a time."""
    start, duration, persons = schedule.start_s, schedule.duration_s, schedule.persons
    goes_on = (start < time_s) & (start + duration > time_s)
    across = np.flatnonzero(goes_on if rows is None else goes_on & rows)
    if not len(across):
        return schedule
    before = time_s - start[across]
    after = duration[across] - before
    late = persons[across] * (after / duration[across])
    duration, persons = duration.copy(), persons.copy()
    duration[across], persons[across] = before, persons[across] - late
    return Schedule(
        np.concatenate([schedule.arc, schedule.arc[across]]),
        np.concatenate([start, np.full(len(across), time_s)]),
        np.concatenate([duration, after]),
        np.concatenate([persons, late]),
        schedule.horizon_s,
    )


def within_windows(problem: Problem, schedule: Schedule) -> Schedule:
    """Return a schedule with a row for each window, where one closes just as the next opens."""
    arc, closes = problem.window_arc, problem.window_close_s
    joins = np.flatnonzero((np.diff(arc) == 0) & (problem.window_open_s[1:] == closes[:-1]))
    for place in joins.tolist():
        schedule = divided(schedule, float(closes[place]), schedule.arc == arc[place])
    return schedule


def arrival_curve(problem: Problem, schedule: Schedule) -> tuple[FloatArray, FloatArray]:
    """Return persons arrived by time, as a piecewise linear curve (times, persons).

    Somebody who comes through a sink and goes on does not count before they come to stay.
    """
    sink = np.zeros(problem.nodes, np.bool_)
    sink[problem.sink] = True
    arc = schedule.arc
    coming, leaving = sink[problem.head[arc]], sink[problem.tail[arc]]
    rate = schedule.persons / schedule.duration_s
    began = schedule.start_s + problem.transit_s[arc]
    start = np.concatenate([began[coming], schedule.start_s[leaving]])
    end = start + np.concatenate([schedule.duration_s[coming], schedule.duration_s[leaving]])
    change = np.concatenate([rate[coming], -rate[leaving]])
    at = np.concatenate([problem.head[arc[coming]], problem.tail[arc[leaving]]])
    there = sink[problem.source] & (problem.persons > 0)
    jump_at, jump, jump_of = problem.release_s[there], problem.persons[there], problem.source[there]
    before_jump = np.nextafter(jump_at, -np.inf)[jump_at > 0]
    times = np.unique(np.concatenate([[0.0], start, end, before_jump, jump_at]))
    left = np.unique(problem.tail[arc[leaving]])
    stays, stays_there = ~np.isin(at, left), ~np.isin(jump_of, left)
    chosen = [(stays, stays_there), *((at == node, jump_of == node) for node in left)]
    arrived = np.zeros(len(times))
    for rows, jumps in chosen:
        slope = np.zeros(len(times))
        np.add.at(slope, np.searchsorted(times, start[rows]), change[rows])
        np.add.at(slope, np.searchsorted(times, end[rows]), -change[rows])
        step = np.zeros(len(times))
        np.add.at(step, np.searchsorted(times, jump_at[jumps]), jump[jumps])
        risen = np.concatenate([[0.0], np.cumsum(np.cumsum(slope)[:-1] * np.diff(times))])
        there_now = np.maximum(risen + np.cumsum(step), 0.0)
        # Whoever goes on later, for want of room, has not arrived yet: only the fewest from then on have.
        arrived += np.minimum.accumulate(there_now[::-1])[::-1]
    return times, arrived
