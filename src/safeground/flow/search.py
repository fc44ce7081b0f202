"""The lower bound so far: cuts that were tried, and the certificate of the best."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.certificate import check
from safeground.flow.clustered import clustered
from safeground.flow.layers import LayeredFlow
from safeground.flow.simple_cut import simple_cut
from safeground.flow.timed_cuts import TimedCuts

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from safeground.flow.certificate import Certificate
    from safeground.flow.kernels.types import Floats
    from safeground.flow.lower import Cut, Cutter
    from safeground.flow.network import Network
    from safeground.flow.resumed import Former

    Bools = npt.NDArray[np.bool_]

_LAYERS: Final = 96
_GROWTH: Final = 1.07
_MOST_FAILURES: Final = 5
_FEW_MISSING: Final = 0.001
_FAR: Final = (0.0, 1.0)
_MOST_CUTS: Final = 24
_NEVER_HORIZON_S: Final = 365 * 86400.0


class Clock:
    """When to stop."""

    def __init__(self, stop_at: float) -> None:
        self.stop_at = stop_at

    def is_up(self) -> bool:
        """Whether the time given is up."""
        return time.monotonic() >= self.stop_at


class CutSearch:
    """Looks for sets of people that prove a late arrival; holds the best certificate and all good cuts."""

    def __init__(self, cutter: Cutter, clock: Clock) -> None:
        self.cutter = cutter
        self.network: Network = cutter.network
        self.clock = clock
        self.lower_s = 0.0
        self.certificate: Certificate | None = None
        self.best: Cut | None = None
        self.cuts: list[Cut] = []
        self._tried: set[bytes] = set()
        problem = cutter.problem
        self.timed = TimedCuts(problem, self.network.persons) if len(problem.window_arc) else None
        self.rising: list[Callable[[Floats], Floats]] = []

    def attempt(self, behind: Bools, full: Bools) -> bool:
        """See what a set proves; returns whether it raises the lower bound."""
        key = behind.tobytes() + full.tobytes()
        if not behind.any() or key in self._tried:
            return False
        self._tried.add(key)
        cut = self.cutter.cut(behind, full)
        self.cuts.append(cut)
        if len(self.cuts) > _MOST_CUTS:
            self.cuts.remove(min(self.cuts, key=lambda kept: kept.horizon_s))
        if not self.lower_s < cut.horizon_s < math.inf:
            return False
        certificate = self.cutter.prove(cut)
        if certificate is None or certificate.horizon_s <= self.lower_s:
            return False
        self.certificate, self.lower_s, self.best = certificate, certificate.horizon_s, cut
        return True

    def attempt_cut(self, flow: LayeredFlow) -> bool:
        """See what the minimum cut of a flow in layers proves; returns whether it raises the lower bound.

        Its set of people counts with every arc always open; where arcs have windows, its times count, too.
        """
        raised = self.attempt(*flow.minimum_cut())
        if self.timed is None:
            return raised
        horizon = flow.horizon_s
        labels = self.cutter.labels(*flow.cut_labels(), horizon)
        return self._attempt_labels(labels, horizon) or raised

    def _attempt_labels(self, labels: tuple[Floats, Floats], horizon_s: float) -> bool:
        assert self.timed is not None
        certificate = self.timed.latest(labels, horizon_s, self.lower_s, self.clock.is_up)
        if certificate is None:
            return False
        self.certificate, self.lower_s = certificate, certificate.horizon_s
        return True

    def _begin_with_hours(self) -> None:
        """Try the few streets that people must pass in their hours."""
        problem = self.cutter.problem
        cut = simple_cut(problem)
        others = self.network.persons - cut.persons_behind
        self.rising.append(lambda times: others + np.array([cut.arrivals_of_behind(t) for t in times]))
        certificate = cut.certificate(problem)
        if certificate.horizon_s > self.lower_s and check(problem, certificate).refuted:
            never = math.isinf(cut.lower_s)
            self.certificate, self.lower_s = certificate, math.inf if never else certificate.horizon_s
            if not never:
                self._attempt_labels((certificate.labels_s, certificate.refuge_labels_s), cut.lower_s)

    def never_beyond(self, flow: LayeredFlow, last_turn_s: float) -> bool:
        """Prove, if it is so, that not all can ever arrive, as what closed last stays closed."""
        if self.timed is None:
            return False
        labels = self.cutter.labels(*flow.cut_labels(), flow.horizon_s)
        certificate = self.timed.never(labels, flow.horizon_s, last_turn_s, _NEVER_HORIZON_S)
        if certificate is None:
            return False
        self.certificate, self.lower_s = certificate, math.inf
        return True

    def never(self, behind: Bools, full: Bools) -> bool:
        """Prove that not all can ever arrive, as these people do not fit into the refuges they reach."""
        cut = self.cutter.cut(behind, full)
        certificate = self.cutter.certificate(cut, _NEVER_HORIZON_S)
        if not check(self.cutter.problem, certificate).refuted:
            return False
        self.cuts.append(cut)
        self.certificate, self.lower_s, self.best = certificate, math.inf, cut
        return True

    def resume(self, former: Former) -> None:
        """Try who was behind the cut of a problem that was a little different, and everybody."""
        self.attempt(former.behind, former.full)
        self.attempt(self.network.people > 0, np.zeros(len(self.network.room), np.bool_))
        if self.timed is not None:
            self._begin_with_hours()

    def begin(self) -> None:
        """Try who is far away, and the cuts of a smaller network for some low horizons."""
        network = self.network
        people = network.people > 0
        none_full = np.zeros(len(network.room), np.bool_)
        farthest = network.to_sink_s[people].max()
        for share in _FAR:
            self.attempt(people & (network.to_sink_s >= share * farthest), none_full)
        small, cluster = clustered(network, min(max(8, network.nodes // 5000), 1 + network.nodes // 50))
        base = max(float(small.to_sink_s[small.people > 0].max()), self.lower_s / 2)
        width = whole_units(base / _LAYERS, network.unit_s)
        layers = math.ceil(base / width) + 3
        every_arc = np.ones(len(small.tail), np.bool_)
        flow = LayeredFlow(small, width, 4 * layers, small.to_sink_s, every_arc, small.capacity_per_s)
        failures = 0
        while layers <= 4 * _LAYERS and failures < _MOST_FAILURES:
            flow.extend(layers, self.clock.is_up)
            behind, full = flow.minimum_cut()
            failures = 0 if self.attempt(people & behind[cluster], full) else failures + 1
            if flow.missing_persons < _FEW_MISSING * network.persons or self.clock.is_up():
                break
            layers = max(math.ceil(layers * _GROWTH), math.floor(self.lower_s / width))
        if self.timed is not None:
            self._begin_with_hours()


def whole_units(width_s: float, unit_s: float) -> float:
    """Round a width down to whole units, at least one."""
    return max(math.floor(width_s / unit_s), 1) * unit_s
