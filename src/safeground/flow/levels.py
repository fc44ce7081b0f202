"""Levels: layers of time that get narrower, and the schedule that each gives."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.layers import LayeredFlow
from safeground.flow.resumed import persons_by_arc
from safeground.flow.schedule import schedule_of
from safeground.flow.search import whole_units
from safeground.flow.support import Streets, Support, offsets_along_flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.flow.network import Network
    from safeground.flow.problem import Problem
    from safeground.flow.resumed import Former
    from safeground.flow.schedule import Schedule
    from safeground.flow.search import Clock, CutSearch

#: Layers in the lower bound on the first level, fewer where that would be many places; then as many as
#: should do for the gap, up to ``_FINER`` times as many after the first, each level from the schedule of the
#: one before.
FIRST_LAYERS: Final = 48
_FEWEST_LAYERS: Final = 15
_FINER: Final = 8.0
_LATER_FINER: Final = 2.0
_FIRST_PLACES: Final = 24_000_000
#: How many layers a schedule usually takes above the lower bound; where it is more, look for a better proof,
#: and where it is half as many again, the arcs that were kept are to blame.
USUAL_LOSS: Final = 3.5
#: From this many layers in the lower bound on, the arcs that carry flow are good enough to keep to.
_FINE_ENOUGH: Final = 40
#: At most so many layers in the first level from a former solution.
_RESUMED_LAYERS: Final = 240
#: Layers to take beyond what the last level's loss in layers lets expect to be enough for the gap.
_SPARE: Final = 1.25
#: Levels are small enough to keep all arcs up to this many places (arcs times layers).
_SMALL: Final = 300_000
#: Where arcs have windows, proofs are looked for in layers of all arcs up to this many places.
_MOST_PLACES_OF_PROOF: Final = 40_000_000
_MOST_PLACES: Final = 200_000_000
_PATIENCE: Final = 12
#: Where the bounds are this many layers apart, narrower layers bring them no nearer.
_HOPELESS: Final = 128.0
_HOPELESS_WITH_QUOTAS: Final = 512.0

NO_TIME: Final = "the time was up before a schedule was found"
NO_SPACE: Final = "the network is too large for layers of time this narrow"
TOO_LATE: Final = "what is closed for good leaves some people behind"
TOO_FINE: Final = "some capacities are too small for the layers of time"


class _Use:
    """A network with one way of using its quotas."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.turns_s = network.limits.turns(network.transit_s + network.to_sink_s[network.head])
        self.last_turn_s = float(self.turns_s[-1]) if len(self.turns_s) else 0.0


class Levels:
    """Looks for schedules, level after level; every level's minimum cut is tried as a proof, too."""

    def __init__(self, problem: Problem, search: CutSearch, clock: Clock, say: Callable[[str], None]) -> None:
        self.problem = problem
        self.network = search.network
        self.search = search
        self.clock = clock
        self.say = say
        self.streets = Streets(problem, self.network)
        self.schedule: Schedule | None = None
        self.no_upper: str | None = None
        self._former: Schedule | None = None
        self._resumed: tuple[int, float] | None = None
        self.support = self.streets.whole()
        self._used = np.zeros(len(self.network.tail), np.bool_)
        self._offsets = self.network.to_sink_s
        self._uses = [_Use(self.network)]
        if len(self.network.limits.quota):
            sooner = self.network.limits.sooner(self.network.capacity_per_s)
            self._uses.append(_Use(replace(self.network, limits=sooner)))
        self._use = self._uses[0]
        self._static = search.best.static_flow_per_s if search.best is not None else None
        if self._static is not None:
            self._offsets = offsets_along_flow(self.network, self._static)

    @property
    def upper_s(self) -> float:
        """Time by which all arrive in the best schedule, infinite where there is none [s]."""
        return math.inf if self.schedule is None else self.schedule.horizon_s

    def resume(self, former: Former, gap: float) -> bool:
        """Solve one level from a former schedule; returns whether the bounds are near enough."""
        network, unit_s = self.network, self.network.unit_s
        persons = persons_by_arc(former.schedule, network, len(self.problem.tail))
        self._former = former.schedule
        self._offsets = offsets_along_flow(network, persons)
        nearest = network.transit_s - network.to_sink_s[network.tail] + network.to_sink_s[network.head] <= 0
        near = former.around[network.tail] | former.around[network.head]
        kept = (persons > 0) | nearest | near
        self._used = self._used | kept
        if not self.streets.shared.any():
            self.support = Support(kept, network.capacity_per_s, whole=False)
        layers = min(max(math.ceil(_SPARE * USUAL_LOSS / max(gap, 1e-9)), FIRST_LAYERS), _RESUMED_LAYERS)
        width = whole_units(max(self.search.lower_s, unit_s) / layers, unit_s)
        flow = self._all_arrive(width)
        if flow is None:
            self.support = self.streets.whole()
            return False
        flow.settle()
        self._take(flow)
        self._prepare_next(flow, fine_enough=True)
        self._resumed = layers, width
        return self._near_enough(gap)

    def refine(self, gap: float) -> None:
        """Solve level after level, until the bounds are near enough or the time is up."""
        search, unit_s = self.search, self.network.unit_s
        layers = self.first_layers() if self._resumed is None else self._next_layers(*self._resumed, gap)
        while not self.clock.is_up():
            width = whole_units(max(search.lower_s, unit_s) / layers, unit_s)
            flow = self._soonest(width)
            if flow is None and self._narrower_may_do(width):
                layers = 2 * layers
                continue
            if flow is None:
                return
            flow.settle()
            self._take(flow)
            narrowed = not self.support.whole
            self._prepare_next(flow, fine_enough=self._fine_enough(layers))
            del flow
            if self._near_enough(gap) or width <= unit_s:
                return
            if narrowed and self.search.timed is not None:
                self._prove_in_layers(width)
                if self._near_enough(gap):
                    return
            elif narrowed and self.streets.shared.any() and USUAL_LOSS < self._lost(width) < math.inf:
                self._prove(width)
                if self._near_enough(gap):
                    return
            hopeless = _HOPELESS if len(self._uses) == 1 else _HOPELESS_WITH_QUOTAS
            if layers > hopeless and self._lost(width) > hopeless:
                return
            lost, layers = self._lost(width), self._next_layers(layers, width, gap)
            few = len(self.network.tail) * layers <= _FIRST_PLACES
            if narrowed and few and lost > 1.5 * USUAL_LOSS and not self.streets.shared.any():
                self.support = self.streets.whole()

    def first_layers(self) -> int:
        """Return with how many layers to begin."""
        return max(min(FIRST_LAYERS, _FIRST_PLACES // len(self.network.tail)), _FEWEST_LAYERS)

    def _next_layers(self, layers: int, width: float, gap: float) -> int:
        """Return how many layers come next: as many as should do for the gap, within limits."""
        enough = _SPARE * self._lost(width) / max(gap, 1e-9)
        finer = _FINER if layers <= FIRST_LAYERS else _LATER_FINER
        return math.ceil(min(finer * layers, max(enough, 1.3 * layers)))

    def _lost(self, width: float) -> float:
        """How many layers the bounds are apart."""
        return (self.upper_s - self.search.lower_s) / width

    def _near_enough(self, gap: float) -> bool:
        return self.upper_s <= self.search.lower_s * (1 + gap)

    def _prove(self, width: float) -> None:
        """Look for a better proof in layers of all arcs, or of all that were ever used, from the schedule."""
        whole, most = self.streets.whole(), math.floor(self.upper_s / width)
        if len(self.network.tail) * most > _FIRST_PLACES:
            whole = Support(self._used, whole.capacity_per_s, whole=True)
        if int(whole.kept.sum()) * most > _FIRST_PLACES:
            return
        flow, layers = self._flow(width, most, whole), math.ceil(self.search.lower_s / width) + 1
        if flow is not None:
            self._start(flow, min(layers, most))
        while flow is not None and layers < most:
            if not flow.extend(layers, self.clock.is_up) or flow.complete:
                return
            self.search.attempt_cut(flow)
            layers = max(layers + 1, math.ceil(self.search.lower_s / width), (layers + most) // 2)

    def _prove_in_layers(self, width: float) -> None:
        """Look for a better proof in layers of all arcs, at times between the bounds."""
        if len(self.network.tail) * self.upper_s > _MOST_PLACES_OF_PROOF * width:
            return
        flow = self._flow(width, math.ceil(self.upper_s / width) + 1, self.streets.whole())
        layers = math.ceil(self.search.lower_s / width)
        while flow is not None and layers <= flow.most_layers and not self.clock.is_up():
            done = flow.extend(layers, self.clock.is_up)
            if not done or flow.complete:
                return
            self.search.attempt_cut(flow)
            at = max(flow.horizon_s, self.search.lower_s)
            layers = max(math.floor((at + 0.4 * (self.upper_s - at)) / width), layers + 1)

    def start_again(self) -> None:
        """Use all arcs again."""
        self.support = self.streets.whole()

    def to_deadline(self, deadline_s: float, layers: int) -> LayeredFlow | None:
        """Bring as many as can come to the sinks within a number of layers up to a deadline."""
        width = whole_units(deadline_s / layers, self.network.unit_s)
        layers = math.floor(deadline_s / width)
        best = None
        for use in self._uses:
            self._use = use
            flow = self._flow(width, layers)
            if flow is None:
                break
            self._start(flow, layers)
            if not flow.extend(layers, self.clock.is_up):
                break
            if best is None or flow.arrived > best.arrived:
                best = flow
        if best is not None:
            self._prepare_next(best, fine_enough=self._fine_enough(layers))
        return best

    def _fine_enough(self, layers: int) -> bool:
        """Whether the arcs that a level uses may be kept to: its layers are narrow, or all are too many."""
        return layers >= _FINE_ENOUGH or 2 * layers * len(self.network.tail) > _FIRST_PLACES

    def feasible(self, flow: LayeredFlow, support: Support) -> bool:
        """Whether no street is used beyond its width in all its directions together."""
        return not support.whole or self.streets.obeyed(flow.persons_by_arc())

    def _flow(self, width: float, most_layers: int, support: Support | None = None) -> LayeredFlow | None:
        support = support or self.support
        if int(support.kept.sum()) * most_layers > _MOST_PLACES:
            self.no_upper = NO_SPACE
            return None
        return LayeredFlow(
            self._use.network, width, most_layers, self._offsets, support.kept, support.capacity_per_s
        )

    def _start(self, flow: LayeredFlow, layers: int) -> None:
        if self._former is not None:
            flow.start_from(self._former, layers)

    def _soonest(self, width: float) -> LayeredFlow | None:
        """Return the flow in which all arrive the soonest, of every way of using quotas."""
        best = None
        for use in self._uses:
            self._use = use
            flow = self._all_arrive(width) if math.isfinite(self.search.lower_s) else None
            if flow is not None and (best is None or flow.horizon_s < best.horizon_s):
                best = flow
        return best

    def _all_arrive(self, width: float) -> LayeredFlow | None:
        """Raise the number of layers until all arrive; None where time, space or patience runs out."""
        search = self.search
        layers = max(1, math.ceil(search.lower_s / width))
        flow = self._flow(width, math.ceil(layers * 1.1) + 3)
        if flow is not None:
            self._start(flow, layers)
        rates = [cut.rate_per_s for cut in search.cuts if 3 * cut.horizon_s > search.lower_s]
        gained = max(rates, default=0.0) * width
        before, stalled, tries, more = math.inf, 0, 0, 1
        while flow is not None:
            if not flow.extend(layers, self.clock.is_up):
                self.no_upper = NO_TIME
                self._attempt(flow)
                return None
            if flow.complete:
                return self._tightened(flow, layers - more) if len(self.network.limits.arc) else flow
            missing = flow.missing_persons
            turn = self._next_turn(layers * width)
            self._attempt(flow)
            stalled = stalled + 1 if missing >= before and turn is None else 0
            if (
                turn is None
                and (stalled == 1 or tries % 4 == 3)
                and search.never_beyond(flow, self._use.last_turn_s)
            ):
                self.no_upper = TOO_LATE
                return None
            if stalled > _PATIENCE:
                self.no_upper = TOO_FINE
                return None
            if missing < before < math.inf:
                gained = (before - missing) / more
            more = math.ceil(0.85 * missing / gained) if gained > 0 else math.ceil(0.1 * layers)
            more = min(max(more, 1), math.ceil((0.5 if tries else 0.05) * layers))
            if turn is not None:
                # Not beyond the next opening or closing, and at once to it where nobody comes before.
                ahead = max(math.ceil(turn / width) - layers, 1)
                more = ahead if missing >= before else min(more, ahead)
            before, more = missing, max(more, math.ceil(search.lower_s / width) - layers)
            layers += more
            tries += 1
            if layers > flow.most_layers:
                flow.settle()
                self._former = schedule_of(self.problem, flow, self.streets.opposite)
                del flow
                flow = self._flow(width, math.ceil(layers * 1.1) + 3)
                if flow is not None:
                    self._start(flow, layers)
        return None

    def _tightened(self, flow: LayeredFlow, incomplete: int) -> LayeredFlow:
        """Return a flow in fewer layers where the last step from so many that do not do was a long one."""
        close = max(2, flow.layers // 200)
        while flow.layers - incomplete > close and not self.clock.is_up():
            trial = self._flow(flow.width_s, flow.layers)
            while trial is not None and not trial.complete:
                middle = (incomplete + flow.layers) // 2
                if flow.layers - incomplete <= close or not trial.extend(middle, self.clock.is_up):
                    return flow
                incomplete = incomplete if trial.complete else middle
            if trial is None:
                return flow
            flow = trial
        return flow

    def _attempt(self, flow: LayeredFlow) -> bool:
        """See what the cut of a level proves: its people, and its times where all arcs are in it."""
        if self.support.whole:
            return self.search.attempt_cut(flow)
        return self.search.attempt(*flow.minimum_cut())

    def _next_turn(self, time_s: float) -> float | None:
        """Return when after a time the next opening or closing is felt at the end; None where none is."""
        place = int(np.searchsorted(self._use.turns_s, time_s * (1 + 1e-9), side="right"))
        return float(self._use.turns_s[place]) if place < len(self._use.turns_s) else None

    def _narrower_may_do(self, width: float) -> bool:
        """Whether a window may have been too short for the layers: then narrower ones are worth trying."""
        return self.no_upper == TOO_FINE and len(self._use.turns_s) > 0 and width > self.network.unit_s

    def _take(self, flow: LayeredFlow) -> None:
        """Start the next level from this one's schedule; keep it if it is feasible and the best."""
        self._former = schedule_of(self.problem, flow, self.streets.opposite)
        if self._former.horizon_s < self.upper_s and self.feasible(flow, self.support):
            self.schedule = self._former
        lower = self.search.lower_s
        shown = f"{self.upper_s:,.0f} s" if math.isfinite(self.upper_s) else "not known yet"
        self.say(f"layers of {flow.width_s:,.1f} s: all arrive by {shown}, not before {lower:,.0f} s")

    def _prepare_next(self, flow: LayeredFlow, *, fine_enough: bool) -> None:
        """Align the offsets with the flow, and choose the arcs of the next level."""
        persons = flow.persons_by_arc()
        weight = persons
        if self._static is not None:
            weight = persons + self._static * min(self.search.lower_s, flow.horizon_s)
        self._offsets = offsets_along_flow(self.network, weight)
        self._used = self._used | (persons > 0)
        small = len(self.network.tail) * flow.layers * 3 <= _SMALL and not self.streets.shared.any()
        if small or not fine_enough:
            self.support = self.streets.whole()
        else:
            self.support = self.streets.support(persons)
