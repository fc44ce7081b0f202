"""A schedule in wide steps of time: who passes where, who leaves their start, who waits on the way.

Rows of a schedule say how many enter an arc when, and not who they are. So this rule says it: **whoever
has come to a node goes on before the node's own people leave**. Of a node's own people as many have left
by a time as, at some moment until then, more people had left the node than had come to it: the fewest
that can have left. All others who have come and not gone on wait there; who has not left their own start
does not wait. Whoever starts where people have arrived leaves when released.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.moving_clock import MovingClock

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem
    from safeground.flow.schedule import Schedule

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

_NO_TIME_S: Final = 1e-9
"""What rounding leaves of a row that ends where a halt begins; nobody comes out in it."""


@dataclass(frozen=True, slots=True)
class NodeSteps:
    """What happens at some nodes, step by step.

    Parameters
    ----------
    left
        Own people who leave their start in each step, shape (nodes, steps).
    waiting
        The most who wait on their way at any moment of each step, shape (nodes, steps); 0 at sinks.
    """

    left: FloatArray
    waiting: FloatArray


@dataclass(frozen=True, slots=True)
class ComingOut:
    """People coming out of arcs at an even rate, in parts: the ``row`` of the schedule that each is of."""

    row: IntArray
    start_s: FloatArray
    end_s: FloatArray
    persons: FloatArray


def last_s(problem: Problem, schedule: Schedule) -> float:
    """Return when the last thing of a schedule happens [s]: somebody comes, or is released at a sink."""
    there = np.isin(problem.source, problem.sink) & (problem.persons > 0)
    coming = coming_out(problem, schedule).end_s.max(initial=0.0)
    return float(max(coming, problem.release_s[there].max(initial=0.0)))


def step_edges(end_s: float, step_s: float) -> FloatArray:
    """Return the edges of steps that reach from 0 to ``end_s`` or beyond, one step at least [s]."""
    steps = max(1, math.ceil(end_s / step_s - 1e-9))
    return np.arange(steps + 1, dtype=np.float64) * step_s


def coming_out(problem: Problem, schedule: Schedule) -> ComingOut:
    """Return when the people of each row come out of its arc.

    Who enters at t comes out when the transit time has passed without the halts; a row that a halt cuts in
    two on the way comes out in two parts.
    """
    clock = MovingClock.of(problem)
    row = np.arange(len(schedule.arc))
    start = clock.moving(schedule.start_s) + problem.transit_s[schedule.arc]
    end = start + schedule.duration_s
    persons = schedule.persons.astype(np.float64)
    for moment in clock.moving(problem.halt_from_s):
        cut = np.flatnonzero((start < moment) & (moment < end))
        rest = persons[cut] * (end[cut] - moment) / (end[cut] - start[cut])
        row, persons = np.append(row, row[cut]), np.append(persons, rest)
        persons[cut] -= rest
        start, end = np.append(start, np.full(len(cut), moment)), np.append(end, end[cut])
        end[cut] = moment
    lasts = end - start > _NO_TIME_S
    start, end = start[lasts], end[lasts]
    return ComingOut(row[lasts], clock.last(start), clock.first(end), persons[lasts])


def entries(schedule: Schedule, place: IntArray, places: int, edges_s: FloatArray) -> FloatArray:
    """Return how many enter each place in each step, shape (places, steps).

    Parameters
    ----------
    schedule
        What is carried out; within a row people enter at an even rate.
    place
        Where the people of each row enter; -1 where that is of no interest, shape (rows,).
    places
        How many places there are.
    edges_s
        Edges of the steps, which hold all of the schedule [s], shape (steps + 1,).
    """
    return _by_step(
        place, schedule.start_s, schedule.start_s + schedule.duration_s, schedule.persons, places, edges_s
    )


def arrivals(problem: Problem, schedule: Schedule, edges_s: FloatArray) -> FloatArray:
    """Return how many more are at a sink at the end of each step than at its start, shape (steps,).

    Somebody who comes through a sink and goes on counts when coming and is taken off when leaving.
    """
    sink = np.zeros(problem.nodes, np.bool_)
    sink[problem.sink] = True
    out = coming_out(problem, schedule)
    into = np.where(sink[problem.head[schedule.arc[out.row]]], 0, -1)
    came = _by_step(into, out.start_s, out.end_s, out.persons, 1, edges_s)[0]
    went = entries(schedule, np.where(sink[problem.tail[schedule.arc]], 0, -1), 1, edges_s)[0]
    there = sink[problem.source]
    change: FloatArray = came - went + _released(problem, np.where(there, 0, -1), 1, edges_s)[0]
    return change


def _by_step(
    place: IntArray,
    start_s: FloatArray,
    end_s: FloatArray,
    persons: FloatArray,
    places: int,
    edges_s: FloatArray,
) -> FloatArray:
    """Return how many of the people who pass at even rates do so at each place in each step."""
    steps = len(edges_s) - 1
    used = np.flatnonzero((place >= 0) & (persons > 0))
    start, end = start_s[used], np.maximum(end_s[used], np.nextafter(start_s[used], np.inf))
    first = np.clip(np.searchsorted(edges_s, start, "right") - 1, 0, steps - 1)
    last = np.maximum(np.clip(np.searchsorted(edges_s, end, "left") - 1, 0, steps - 1), first)
    count = last - first + 1
    of = np.repeat(np.arange(len(used)), count)
    step = first[of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    since = np.where(step == first[of], start[of], edges_s[step])
    until = np.where(step == last[of], end[of], edges_s[step + 1])
    passing = persons[used][of] * (until - since) / (end - start)[of]
    return _table(place[used][of], step, passing, places, steps)


def _released(problem: Problem, place: IntArray, places: int, edges_s: FloatArray) -> FloatArray:
    """Return how many are released in each step; ``place`` of each source, -1 where it does not count."""
    steps = len(edges_s) - 1
    step = np.searchsorted(edges_s, problem.release_s, "right") - 1
    used = np.flatnonzero((place >= 0) & (step < steps))
    return _table(place[used], step[used], problem.persons[used], places, steps)


def _table(place: IntArray, step: IntArray, persons: FloatArray, places: int, steps: int) -> FloatArray:
    total = np.bincount(place * steps + step, persons, places * steps)
    return total.astype(np.float64).reshape(places, steps)


def node_steps(problem: Problem, schedule: Schedule, nodes: IntArray, edges_s: FloatArray) -> NodeSteps:
    """Return who leaves and who waits at some nodes, by the rule of this module.

    Parameters
    ----------
    problem, schedule
        The arrays, and what is carried out on them.
    nodes
        Which nodes, each once, shape (n,).
    edges_s
        Edges of the steps, which hold all of the schedule [s], shape (steps + 1,).
    """
    number = np.full(problem.nodes, -1)
    number[nodes] = np.arange(len(nodes))
    at, time, change, is_edge = _events(problem, schedule, number, len(nodes), edges_s)
    new = np.diff(at, prepend=-1) != 0
    slope = _within(change, new)
    since = np.where(new, 0.0, np.diff(time, prepend=0.0))
    # People at the node beyond its own: those who came less those who left, piecewise linear in time.
    beyond = _within(np.concatenate([[0.0], slope[:-1]]) * since, new)
    own = np.zeros(len(nodes))
    known = number[problem.source] >= 0
    np.add.at(own, number[problem.source[known]], problem.persons[known])
    gone = np.minimum(_highest_so_far(np.maximum(-beyond, 0.0), at), own[at])
    steps = len(edges_s) - 1
    left = np.diff(gone[is_edge].reshape(len(nodes), steps + 1), axis=1)
    waiting = np.zeros((len(nodes), steps))
    # In between two changes who waits is linear or nobody: the most is at one of them.
    here = np.maximum(beyond + gone, 0.0)
    after = np.searchsorted(edges_s, time, "right") - 1
    before = np.searchsorted(edges_s, time, "left") - 1
    for step in (after, before):
        held = (step >= 0) & (step < steps)
        np.maximum.at(waiting, (at[held], step[held]), here[held])
    sink = np.isin(nodes, problem.sink)
    waiting[sink] = 0.0
    left[sink] = 0.0
    at_sink = np.where(np.isin(problem.source, problem.sink), number[problem.source], -1)
    return NodeSteps(left + _released(problem, at_sink, len(nodes), edges_s), waiting)


def _events(
    problem: Problem, schedule: Schedule, number: IntArray, nodes: int, edges_s: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, BoolArray]:
    """Return each change of rate at the nodes and each edge of a step, by node and time."""
    rate = schedule.persons / schedule.duration_s
    out = number[problem.tail[schedule.arc]]
    coming = coming_out(problem, schedule)
    into = number[problem.head[schedule.arc[coming.row]]]
    came = coming.persons / (coming.end_s - coming.start_s)
    at = np.concatenate([out, out, into, into, np.repeat(np.arange(nodes), len(edges_s))])
    time = np.concatenate(
        [
            schedule.start_s,
            schedule.start_s + schedule.duration_s,
            coming.start_s,
            coming.end_s,
            np.tile(edges_s, nodes),
        ]
    )
    still = np.zeros(nodes * len(edges_s))
    change = np.concatenate([-rate, rate, came, -came, still])
    is_edge = np.concatenate([np.zeros(len(at) - len(still), bool), np.ones(len(still), bool)])
    of_node = np.flatnonzero(at >= 0)
    order = of_node[np.lexsort((time[of_node], at[of_node]))]
    return at[order], time[order], change[order], is_edge[order]


def _within(values: FloatArray, new: BoolArray) -> FloatArray:
    """Return cumulative sums that begin anew where ``new`` is set."""
    total = np.cumsum(values)
    start = np.flatnonzero(new)
    before = total[start] - values[start]
    return total - np.repeat(before, np.diff(np.append(start, len(values))))


def _highest_so_far(values: FloatArray, at: IntArray) -> FloatArray:
    """Return the highest value up to each event of the same node."""
    highest = np.empty_like(values)
    bounds = np.flatnonzero(np.diff(at, prepend=-1, append=-1))
    for begin, end in pairwise(bounds.tolist()):
        np.maximum.accumulate(values[begin:end], out=highest[begin:end])
    return highest
