"""How many can arrive by a deadline: bounds from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.certificate import Certificate, evaluate
from safeground.flow.schedule import empty_schedule, schedule_of
from safeground.flow.simple_cut import simple_cut

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.layers import LayeredFlow
    from safeground.flow.levels import Levels
    from safeground.flow.schedule import Schedule
    from safeground.flow.search import CutSearch

    Bools = npt.NDArray[np.bool_]

#: After so many levels stop where the bounds no longer move.
_LEAST_LEVELS: Final = 4


class DeadlineSearch:
    """The best bounds on arrivals by one deadline."""

    def __init__(self, search: CutSearch, deadline_s: float) -> None:
        self.search = search
        self.network = search.network
        self.deadline_s = deadline_s
        everybody = np.zeros(self.network.nodes, np.bool_)
        self.upper = np.inf
        self.certificate: Certificate
        self.lower = self.network.arrived_persons
        self.schedule = empty_schedule(deadline_s)
        self._attempt(everybody, np.zeros(len(self.network.room), np.bool_))

    def take_cuts(self) -> None:
        """Use the cuts that were found for the time by which all can arrive."""
        at = np.array([self.deadline_s])
        useful = [cut for cut in self.search.cuts if cut.bound_at(at)[0] < self.upper]
        for cut in sorted(useful, key=lambda cut: float(cut.bound_at(at)[0]))[:2]:
            self._attempt(cut.behind, cut.full)
        best = self.search.certificate
        if best is not None and best.horizon_s == self.deadline_s:
            self._keep(best)
        if self.search.timed is not None:
            problem = self.search.cutter.problem
            self._keep(simple_cut(problem, horizon_s=self.deadline_s).certificate(problem, self.deadline_s))

    def take_schedule(self, schedule: Schedule) -> None:
        """Use a schedule in which all arrive in time."""
        self.lower, self.schedule = self.network.persons, replace(schedule, horizon_s=self.deadline_s)

    def refine(self, levels: Levels, gap: float) -> None:
        """Solve level after level up to the deadline, until the bounds are near or no longer move."""
        levels.start_again()
        step, still, layers = 0, 0, levels.first_layers()
        while not levels.clock.is_up() and self.upper > self.lower * (1 + gap):
            if self.deadline_s / layers < self.network.unit_s:
                return
            supported, before = levels.support, self.upper - self.lower
            flow = levels.to_deadline(self.deadline_s, layers)
            if flow is None:
                return
            self._attempt(*flow.minimum_cut())
            self._attempt_labels(flow)
            arrived = self.network.arrived_persons + flow.arrived_persons
            if arrived > self.lower and levels.feasible(flow, supported):
                self.lower = min(arrived, self.upper)
                self.schedule = schedule_of(levels.problem, flow, levels.streets.opposite, self.deadline_s)
            bounds = f"by the deadline {self.lower:,.0f} to {self.upper:,.0f} persons"
            levels.say(f"layers of {flow.width_s:,.1f} s: {bounds}")
            step += 1
            moved = before - (self.upper - self.lower)
            # A window may begin within a layer of both of two levels: once is no sign that no more comes.
            still = still + 1 if moved < gap * self.lower / 2 else 0
            if step >= _LEAST_LEVELS and still > 1:
                return
            layers = 2 * layers

    def _attempt(self, behind: Bools, full: Bools) -> None:
        cutter = self.search.cutter
        self._keep(cutter.certificate(cutter.cut(behind, full, self.deadline_s), self.deadline_s))

    def _attempt_labels(self, flow: LayeredFlow) -> None:
        """Use the times of a flow's cut, where arcs have windows."""
        timed, cutter = self.search.timed, self.search.cutter
        if timed is not None:
            found = cutter.labels(*flow.cut_labels(), self.deadline_s)
            best = self.certificate.labels_s, self.certificate.refuge_labels_s
            for labels in (found, best):
                of_node, of_refuge = timed.polished(labels, self.deadline_s, self.search.clock.is_up)
                self._keep(Certificate.of(cutter.problem, of_node, self.deadline_s, of_refuge))

    def _keep(self, certificate: Certificate) -> None:
        problem = self.search.cutter.problem
        bound = evaluate(problem, certificate.labels_s, certificate.refuge_labels_s, certificate.horizon_s)
        if bound < self.upper:
            self.upper, self.certificate = bound, certificate
