"""Lower bounds where arcs have opening windows: labels of cuts in layers, polished node by node.

With constant capacities one run from a set of people gives the best labels (``flow.lower``); with windows
there is no such run. The minimum cut in layers of time gives labels that are right up to the width of a
layer, and moving one label after the other to where the bound is least takes most of that loss away. Any
labels give a true bound, so nothing here has to be trusted: the checker decides.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.certificate import Certificate, check, evaluate
from safeground.flow.kernels.polish import TimedArcs, polish
from safeground.flow.network import starts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.flow.kernels.types import Floats
    from safeground.flow.problem import Problem

    Labels = tuple[Floats, Floats]

#: Nodes with more arcs keep their labels: people who start between many streets.
_MOST_ARCS: Final = 64
_SWEEPS: Final = 12
_STEPS: Final = 10
_NEAR: Final = 1e-4


class TimedCuts:
    """Polishes labels on the arrays of one problem (without halts)."""

    def __init__(self, problem: Problem, persons: float) -> None:
        self.problem = problem
        self.persons = persons
        self._arcs = _timed_arcs(problem)
        arcs = self._arcs
        degree = np.diff(arcs.out_first) + np.diff(arcs.in_first)
        self._movable = (degree <= _MOST_ARCS).astype(np.uint8)

    def bound(self, labels: Labels, horizon_s: float) -> float:
        """Return the bound on arrivals by the horizon that labels of nodes and refuges give."""
        return evaluate(self.problem, *labels, horizon_s)

    def polished(self, labels: Labels, horizon_s: float, is_up: Callable[[], bool]) -> Labels:
        """Return better labels for a horizon, from labels for any."""
        of_node, of_refuge = np.clip(labels[0], 0.0, horizon_s), labels[1].copy()
        of_refuge[of_refuge > 0] = horizon_s
        entered = of_refuge[self.problem.refuge_of_sink]
        movable = self._movable.copy()
        held = self.problem.sink[entered > 0]
        of_node[held] = horizon_s
        movable[held] = 0
        for sweep in range(_SWEEPS):
            # Now from the sinks back, now from the starts on.
            order = np.argsort(-of_node if sweep % 2 == 0 else of_node, kind="stable")
            fell = polish(self._arcs, of_node, movable, order, horizon_s)
            if fell < 1e-6 * self.persons or is_up():
                break
        return of_node, of_refuge

    def latest(
        self, labels: Labels, horizon_s: float, least_s: float, is_up: Callable[[], bool]
    ) -> Certificate | None:
        """Return a certificate for about the latest horizon that labels refute, if after ``least_s``.

        Parameters
        ----------
        labels
            Of nodes and refuges, for ``horizon_s``.
        horizon_s, least_s
            Where to begin, and below which to stop looking.
        is_up
            Whether the time for it is up.
        """
        good: tuple[float, Labels] | None = None
        low, high, at, step = least_s, math.inf, horizon_s, 0.02 * horizon_s
        for _ in range(_STEPS):
            labels = self.polished(labels, at, is_up)
            if self.bound(labels, at) < self.persons * (1 - 1e-8):
                good, low = (at, labels), at
                at = at + step if high == math.inf else (low + high) / 2
                step *= 2
            else:
                high = at
                at = max(at - step, (low + high) / 2) if good is None else (low + high) / 2
                step *= 2
            if high - low <= _NEAR * high or at <= least_s or is_up():
                break
        if good is None or good[0] <= least_s:
            return None
        certificate = Certificate.of(self.problem, good[1][0], good[0], good[1][1])
        return certificate if check(self.problem, certificate).refuted else None

    def never(
        self, labels: Labels, horizon_s: float, last_turn_s: float, never_s: float
    ) -> Certificate | None:
        """Return a certificate that not all arrive by a time without end, if labels for a horizon give one.

        Whatever is behind from a time after the last opening or closing on is as well behind for good.
        """
        of_node, of_refuge = labels
        end = max(never_s, 2 * horizon_s)
        of_node = np.where(of_node > min(last_turn_s, horizon_s), of_node + (end - horizon_s), of_node)
        polished = self.polished((of_node, of_refuge), end, lambda: False)
        certificate = Certificate.of(self.problem, polished[0], end, polished[1])
        return certificate if check(self.problem, certificate).refuted else None


def _timed_arcs(problem: Problem) -> TimedArcs:
    """Sort a problem's arcs, windows and sources for the kernel."""
    arcs = np.arange(len(problem.tail))
    by_source = np.argsort(problem.source, kind="stable")
    return TimedArcs(
        tail=problem.tail,
        head=problem.head,
        transit_s=problem.transit_s,
        capacity_per_s=problem.capacity_per_s,
        out_first=starts_of(problem.tail, problem.nodes),
        out_arc=arcs[np.argsort(problem.tail, kind="stable")],
        in_first=starts_of(problem.head, problem.nodes),
        in_arc=arcs[np.argsort(problem.head, kind="stable")],
        window_first=starts_of(problem.window_arc, len(problem.tail)),
        window_open_s=problem.window_open_s,
        window_close_s=problem.window_close_s,
        window_quota=problem.window_quota,
        source_first=starts_of(problem.source, problem.nodes),
        source_persons=problem.persons[by_source],
        source_release_s=problem.release_s[by_source],
    )
