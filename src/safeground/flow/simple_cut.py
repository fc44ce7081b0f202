"""The simple cut: a refutation in one sentence.

"So many people must pass these few streets, which together carry so many a second." A set of nodes is
cut off from the sinks; whoever starts in it must cross one of the streets out of it. The street a cannot
deliver anyone before its offset, off_a = (earliest anyone behind can be at its start) + (its transit
time) + (least time from its end to a sink). So by T at most Σ u_a · max(0, T − off_a) of the people behind
have arrived, and the least time for all b of them is the root of that, which equals the least over the
streets' prefixes in order of offset of (b + Σ u_a · off_a) / Σ u_a.

A street with opening windows delivers only while it is open, and no more than the quota of each window;
hours of streets that are not in the cut are not used. All times here go by the moving clock, which stands
still while everybody has to stop; what is asked and what is answered is in real time.

Room in destinations is not used here: this bound is about the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.certificate import Certificate, evaluate, reachable_sources
from safeground.flow.moving_clock import MovingClock, in_moving_time
from safeground.flow.passing import Passing

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.problem import Problem

    BoolArray = npt.NDArray[np.bool_]
    FloatArray = npt.NDArray[np.float64]
    IntArray = npt.NDArray[np.int64]

_TICKS_PER_S: Final = 2.0**20
"""Times are added as whole ticks, rounded down: sums are exact, and a shorter time keeps a bound true."""
_NEVER: Final = 1 << 60
_LONGEST_S: Final = 2.0**24
"""A longer time, of half a year, is taken as this long, which again keeps a bound true; sums stay whole."""
_ROUNDS: Final = 6
_NEARLY_AS_GOOD: Final = 0.02


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What would have to be different for a refutation of a deadline to fail.

    Parameters
    ----------
    deadline_s
        The deadline that is refuted [s].
    capacity_factor
        The refutation fails from here on: all streets of the cut carry so many times what is assumed.
        Infinite where no capacity would do; at most 1 where the deadline is not refuted.
    persons
        The refutation fails at so many people behind the cut, or fewer.
    """

    deadline_s: float
    capacity_factor: float
    persons: float

    @property
    def refuted(self) -> bool:
        """True where the cut refutes the deadline on the inputs as they are."""
        return self.capacity_factor > 1


@dataclass(frozen=True, slots=True)
class SimpleCut:
    """Streets that people must pass, and what follows from them.

    Parameters
    ----------
    arcs
        Arcs that lead out of the part that is cut off, by rising offset, shape (c,).
    offset_s
        Earliest arrival of anyone from behind who passes each of them [s], shape (c,).
    capacity_per_s
        Persons a second of each of them, shape (c,).
    persons_behind
        Persons who start behind the cut and can reach a sink.
    behind
        Sources behind the cut, shape (s,).
    lower_s
        Not all people behind can have arrived before it [s].
    labels_s
        The labels at ``lower_s``, shape (nodes,).
    near_s
        Earliest time anyone from behind can be at each node on their side; infinite elsewhere, (nodes,).
    to_sink_s
        Least time from each node to a sink; infinite where there is no way, shape (nodes,).
    passing
        When and how fast the arcs let people pass.
    clock
        The problem's moving clock.
    """

    arcs: IntArray
    offset_s: FloatArray
    capacity_per_s: FloatArray
    persons_behind: float
    behind: BoolArray
    lower_s: float
    labels_s: FloatArray
    near_s: FloatArray
    to_sink_s: FloatArray
    passing: Passing
    clock: MovingClock

    def arrivals_of_behind(self, horizon_s: float) -> float:
        """Return how many of the people behind can have arrived by a time, at most."""
        return min(self.passing.by(self._clocked(horizon_s)), self.persons_behind)

    def break_even(self, deadline_s: float) -> BreakEven:
        """Return at which capacity, or with how many people, the refutation of a deadline fails."""
        deadline = self._clocked(deadline_s)
        factor = self.passing.factor(deadline, self.persons_behind)
        return BreakEven(deadline_s, factor, self.passing.by(deadline))

    def labels(self, horizon_s: float) -> FloatArray:
        """Return the labels that prove the cut's bound at a horizon, shape (nodes,)."""
        end = self._clocked(horizon_s)
        labels = _labels(self.near_s, self.to_sink_s, end)
        return np.where(labels >= end, horizon_s, self.clock.first(labels))

    def certificate(self, problem: Problem, horizon_s: float | None = None) -> Certificate:
        """Return the certificate at a horizon, or at the latest one by which "not all" is refutable.

        The root itself is the first time that is not refuted, so the horizon lies a hair below
        ``lower_s``; where the people behind can never all pass, it is the farthest there is.
        """
        if horizon_s is not None:
            return Certificate.of(problem, self.labels(horizon_s), horizon_s)
        persons = math.fsum(problem.persons[reachable_sources(problem)])
        for margin in (1e-8, 1e-6, 1e-4):  # of the persons: room for the rounding of many tiny terms
            least = self.passing.least_time_s(self.persons_behind - margin * persons)
            horizon = float(self.clock.last(np.array([_floor_to_tick(min(least, _LONGEST_S))]))[0])
            certificate = Certificate.of(problem, self.labels(horizon), horizon)
            reached = evaluate(problem, certificate.labels_s, certificate.refuge_labels_s, horizon)
            if reached < (1 - margin / 4) * persons:
                break
        return certificate

    def _clocked(self, time_s: float) -> float:
        return float(self.clock.moving(np.array([time_s]))[0])


def simple_cut(
    problem: Problem, sources: BoolArray | None = None, horizon_s: float | None = None
) -> SimpleCut:
    """Find few streets that show how long it takes at least.

    Several sets are cut off by a static minimum cut (of the capacities behind a set of sources, and of
    what the streets can deliver by a time), each grown to everyone on its side. The best is taken; among
    those nearly as good, within 2 %, the one with the fewest streets.

    Parameters
    ----------
    problem
        The arrays.
    sources
        Sources to start the search from, shape (s,), such as the solver's own set; all are tried too.
    horizon_s
        Take the cut by which the fewest arrive by this time; the one with the largest ``lower_s`` where
        not given.
    """
    search = _Search(problem)
    everyone = search.movable
    if not everyone.any():
        return search.cut_off(np.zeros(problem.nodes, np.bool_))
    candidates = [search.cut_off(search.behind(everyone))]
    if sources is not None and (sources & everyone).any():
        candidates.append(search.cut_off(search.behind(sources & everyone)))
    horizon = horizon_s
    for _ in range(_ROUNDS if horizon_s is None else 1):
        best = max(cut.lower_s for cut in candidates)
        if math.isinf(best):
            break
        horizon = horizon_s if horizon_s is not None else max(best, search.farthest_s)
        side = search.worst_at(horizon)
        found = search.cut_off(side)
        if not found.behind.any():
            break
        candidates += [found, search.cut_off(search.behind(found.behind))]
        if max(found.lower_s, candidates[-1].lower_s) <= best * (1 + 1e-6):
            break
    return _choose(candidates, search.persons, horizon_s)


def _choose(candidates: list[SimpleCut], persons: float, horizon_s: float | None) -> SimpleCut:
    """Return the best candidate; of those nearly as good the one with the fewest streets."""

    def strength(cut: SimpleCut) -> float:
        if horizon_s is None:
            return cut.lower_s
        return (cut.persons_behind - cut.arrivals_of_behind(horizon_s)) / persons

    best = max(strength(cut) for cut in candidates)
    good = [cut for cut in candidates if strength(cut) >= best * (1 - _NEARLY_AS_GOOD)]
    return min(good, key=lambda cut: (len(cut.arcs), -strength(cut)))


class _Search:
    """The arrays of one search, sorted once."""

    def __init__(self, problem: Problem) -> None:
        self.clock = MovingClock.of(problem)
        self.problem = problem = in_moving_time(problem)
        self.tail = problem.tail.astype(np.int32)
        self.head = problem.head.astype(np.int32)
        self.ticks = _ticks(problem.transit_s)
        self.release = _ticks(problem.release_s)
        self.out = _by_node(self.tail, problem.nodes)
        start = np.full(problem.nodes, _NEVER, np.int64)
        start[problem.sink] = 0
        self.to_sink = self.earliest(_by_node(self.head, problem.nodes), self.tail, start)
        self.is_sink = np.zeros(problem.nodes, np.uint8)
        self.is_sink[problem.sink] = 1
        way = self.to_sink[problem.source]
        self.reaches = way < _NEVER
        # Whoever stands at a sink, or a zero-time step from one, is held up by no street.
        self.movable = self.reaches & (way > 0) & (problem.persons > 0)
        self.persons = math.fsum(problem.persons[self.reaches])
        self.farthest_s = float(np.max((way + self.release)[self.movable], initial=0)) / _TICKS_PER_S

    def earliest(
        self, by_node: tuple[IntArray, npt.NDArray[np.int32]], end: npt.NDArray[np.int32], start: IntArray
    ) -> IntArray:
        """Return the least time at every node [ticks]."""
        from safeground.flow.kernels.static_cut import earliest

        return earliest(*by_node, end, self.ticks, start)

    def from_sources(self, sources: BoolArray) -> IntArray:
        """Return the earliest time anyone of these sources can be at every node [ticks]."""
        start = np.full(self.problem.nodes, _NEVER, np.int64)
        np.minimum.at(start, self.problem.source[sources], self.release[sources])
        return self.earliest(self.out, self.head, start)

    def behind(self, sources: BoolArray) -> BoolArray:
        """Return the nodes behind the streets of least capacity that cut these sources off."""
        whole = np.zeros(self.problem.nodes, np.uint8)
        whole[self.problem.source[sources]] = 1
        capacity = np.clip(np.rint(self.problem.capacity_per_s * 1e3), 1, 1e11)
        return self.side(capacity, np.zeros(self.problem.nodes), whole)

    def worst_at(self, horizon_s: float) -> BoolArray:
        """Return the nodes behind the cut by which the fewest arrive by a horizon.

        Each arc carries what it can deliver by then of those who start anywhere, each source what it has.
        """
        near = self.from_sources(self.movable)
        onward = self.ticks + self.to_sink[self.problem.head]
        horizon_s = float(self.clock.moving(np.array([horizon_s]))[0])
        open_s = np.maximum(0.0, horizon_s - (near[self.problem.tail] + onward) / _TICKS_PER_S)
        scale = 1e9 / self.persons
        delivered = self.problem.capacity_per_s * open_s
        timed = np.unique(self.problem.window_arc)
        entered, ahead = _seconds(near[self.problem.tail[timed]]), _seconds(onward[timed])
        passing = Passing.of(self.problem, timed, entered, ahead)
        delivered[timed] = np.bincount(passing.place, passing.each_by(horizon_s), minlength=len(timed))
        delivered = np.minimum(delivered, 2 * self.persons)
        supply = np.bincount(
            self.problem.source[self.movable], self.problem.persons[self.movable], self.problem.nodes
        )
        whole = np.zeros(self.problem.nodes, np.uint8)
        return self.side(np.rint(delivered * scale), np.rint(supply * scale), whole)

    def side(self, capacity: FloatArray, supply: FloatArray, whole: npt.NDArray[np.uint8]) -> BoolArray:
        """Return the source side of a minimum cut."""
        from safeground.flow.kernels.static_cut import source_side

        whole_capacity, whole_supply = capacity.astype(np.int64), supply.astype(np.int64)
        side = source_side(self.tail, self.head, whole_capacity, whole_supply, whole, self.is_sink)
        return side.astype(np.bool_)

    def cut_off(self, side: BoolArray) -> SimpleCut:
        """Return the cut around a set of nodes, with everyone who starts in it behind it."""
        problem = self.problem
        behind = self.movable & side[problem.source]
        near = self.from_sources(behind)
        near[~side] = _NEVER
        onward = self.ticks + self.to_sink[problem.head]
        ends = near[problem.tail] + onward
        arcs = np.flatnonzero(side[problem.tail] & ~side[problem.head] & (ends < _NEVER))
        arcs = arcs[np.argsort(ends[arcs], kind="stable")]
        passing = Passing.of(problem, arcs, _seconds(near[problem.tail[arcs]]), _seconds(onward[arcs]))
        persons = math.fsum(problem.persons[behind])
        least = passing.least_time_s(persons)
        # The root is the first time by which all can have passed: where a halt begins there, its beginning.
        lower = float(self.clock.first(np.array([least]))[0]) if math.isfinite(least) else math.inf
        near_s, to_sink_s = _seconds(near), _seconds(self.to_sink)
        labels = _labels(near_s, to_sink_s, min(least, _LONGEST_S))
        return SimpleCut(
            arcs=arcs,
            offset_s=ends[arcs] / _TICKS_PER_S,
            capacity_per_s=problem.capacity_per_s[arcs],
            persons_behind=persons,
            behind=behind,
            lower_s=lower,
            labels_s=self.clock.first(labels),
            near_s=near_s,
            to_sink_s=to_sink_s,
            passing=passing,
            clock=self.clock,
        )


def _by_node(end: npt.NDArray[np.int32], nodes: int) -> tuple[IntArray, npt.NDArray[np.int32]]:
    """Return where each node's arcs begin in a list of arcs sorted by node, and the list."""
    first = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(end, minlength=nodes), out=first[1:])
    return first, np.argsort(end, kind="stable").astype(np.int32)


def _labels(near_s: FloatArray, to_sink_s: FloatArray, horizon_s: float) -> FloatArray:
    """Return min(near, T − π) behind the cut and T − π beyond it, nowhere below 0.

    Neither rises by more than the transit time along any arc, so only the cut's arcs count; nodes
    without a way to a sink get 0, which nothing crosses into.
    """
    return np.maximum(0.0, np.minimum(near_s, horizon_s - to_sink_s))


def _ticks(time_s: FloatArray) -> IntArray:
    return np.floor(np.minimum(time_s, _LONGEST_S) * _TICKS_PER_S).astype(np.int64)


def _seconds(ticks: IntArray) -> FloatArray:
    return np.where(ticks < _NEVER, ticks / _TICKS_PER_S, np.inf)


def _floor_to_tick(time_s: float) -> float:
    return math.floor(time_s * _TICKS_PER_S) / _TICKS_PER_S
