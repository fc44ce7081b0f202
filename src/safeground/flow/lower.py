"""Lower bounds: what a set of people behind a cut proves, exactly, by one successive-shortest-path run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.flow.certificate import FORMAT_VERSION, Certificate, arrays_sha256, check
from safeground.flow.kernels.shortest_paths import NO_ROUTE, distances_to
from safeground.flow.kernels.ssp import successive_shortest_paths

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.flow.kernels.types import Floats, Int64s
    from safeground.flow.network import Network
    from safeground.flow.problem import Problem

    Bools = npt.NDArray[np.bool_]

#: Capacities are whole multiples of this many persons a second, rounded up.
RATE_UNIT: Final = 2.0**-20
_UNLIMITED: Final = 1 << 50
_NO_HORIZON: Final = 1 << 59


@dataclass(frozen=True, slots=True)
class Cut:
    """What one set of people and one set of full refuges prove.

    Parameters
    ----------
    behind
        Nodes whose people are counted as they come through, shape (nodes,).
    full
        Refuges taken as full from the start, shape (finite refuges,).
    horizon_s
        The least horizon by which all could have arrived, infinite where these cannot all arrive, or the
        horizon that was asked for.
    granted_persons
        Persons who are not behind, and the room of the full refuges: granted as arrived.
    rate_per_s
        How many can arrive a second at the horizon.
    static_flow_per_s
        The flow that is repeated, on each arc.
    ahead_s
        Distance to the sink in the residual network [s], infinite where there is no way.
    last_rise_s
        How much less that distance is for a horizon earlier by so much, or more [s].
    times_s, arrivals, rates_per_s
        Arrivals of those behind by every time: from ``times_s[i]`` on ``arrivals[i]`` rising by
        ``rates_per_s[i]`` a second; 0 before the first.
    """

    behind: Bools
    full: Bools
    horizon_s: float
    granted_persons: float
    rate_per_s: float
    static_flow_per_s: Floats
    ahead_s: Floats
    last_rise_s: Floats
    times_s: Floats
    arrivals: Floats
    rates_per_s: Floats

    def bound_at(self, times_s: Floats) -> Floats:
        """Bound on arrivals by each time.

        Valid for every time: by Ford & Fulkerson the run gives the largest number that can come from the
        nodes behind by any horizon up to its own, transit times rounded down and capacities up; everybody
        else, and all room of the full refuges, is granted. Beyond the run's horizon it knows no bound.
        """
        place = np.searchsorted(self.times_s, times_s, side="right") - 1
        if len(self.times_s) == 0:
            came = np.zeros(len(times_s))
        else:
            rising = self.arrivals[place] + self.rates_per_s[place] * (times_s - self.times_s[place])
            came = np.where(place < 0, 0.0, rising)
        return np.where(times_s <= self.horizon_s, self.granted_persons + came, np.inf)


class Cutter:
    """Finds what sets prove on one network."""

    def __init__(self, problem: Problem, network: Network) -> None:
        self.problem = problem
        self.network = network
        self._capacity = np.minimum(np.ceil(network.capacity_per_s / RATE_UNIT), _UNLIMITED).astype(np.int64)
        self._sha256 = arrays_sha256(problem)
        self._distances: dict[bytes, Int64s] = {}

    def cut(self, behind: Bools, full: Bools, horizon_s: float | None = None) -> Cut:
        """Run from the nodes in ``behind`` until all could have arrived, or to a horizon."""
        network = self.network
        capacity = self._capacity.copy()
        capacity[network.room_arc[full]] = 0
        potential = self._distance(full, capacity)
        everyone = network.persons - network.arrived_persons
        granted = everyone - math.fsum(network.people[behind]) + math.fsum(network.room[full])
        found = np.flatnonzero(behind & (potential < NO_ROUTE))
        starts = found[np.argsort(potential[found], kind="stable")].astype(np.int32)
        horizon = _NO_HORIZON if horizon_s is None else math.floor(horizon_s / network.unit_s)
        flow, last_rise = np.zeros(len(capacity), np.int64), np.zeros(network.nodes, np.int64)
        scale = RATE_UNIT * network.unit_s
        now, rate, reached = horizon, 0.0, everyone <= granted
        times, arrivals, rates = np.zeros(0), np.zeros(0), np.zeros(0)
        if len(starts):
            adjacency = network.adjacency
            now, rate, times, arrivals, rates, reached = successive_shortest_paths(
                network.sink,
                adjacency.out_first,
                network.head,
                adjacency.in_first,
                adjacency.in_arcs,
                network.tail,
                network.units_down,
                capacity,
                starts,
                potential,
                flow,
                last_rise,
                (everyone - granted) / scale if horizon_s is None else math.inf,
                horizon,
            )
        least = now * network.unit_s if reached else math.inf
        return Cut(
            behind=behind,
            full=full,
            horizon_s=least if horizon_s is None else horizon_s,
            granted_persons=granted + network.arrived_persons,
            rate_per_s=rate * RATE_UNIT,
            static_flow_per_s=flow * np.float64(RATE_UNIT),
            ahead_s=np.where(potential < NO_ROUTE, potential * network.unit_s, np.inf),
            last_rise_s=last_rise * np.float64(network.unit_s),
            times_s=times * network.unit_s,
            arrivals=arrivals * scale,
            rates_per_s=rates * RATE_UNIT,
        )

    def prove(self, cut: Cut) -> Certificate | None:
        """Return a certificate that the checker accepts, for about the latest horizon the cut refutes."""
        persons = self.network.persons
        least = 4e-9 * persons / cut.rate_per_s if cut.rate_per_s > 0 else 0.0
        least = max(least, cut.horizon_s * 2.0**-45, self.network.unit_s * 2.0**-20)
        earlier = 2.0 ** math.ceil(math.log2(least))
        while earlier < cut.horizon_s:
            certificate = self.certificate(cut, cut.horizon_s, earlier)
            if check(self.problem, certificate).refuted:
                return certificate
            before = self.cut(cut.behind, cut.full, cut.horizon_s - earlier)
            certificate = self.certificate(before, before.horizon_s)
            if check(self.problem, certificate).refuted:
                return certificate
            earlier *= 256
        return None

    def certificate(self, cut: Cut, horizon_s: float, earlier_s: float = 0.0) -> Certificate:
        """Turn residual distances at a horizon into labels for a horizon ``earlier_s`` before it.

        Within the last rise of the horizon the labels before the bottleneck stay as they are, and the
        others move with the horizon, so that the bound falls by the rate at the bottleneck.
        """
        end = horizon_s - earlier_s
        label = np.maximum(end - cut.ahead_s + np.minimum(cut.last_rise_s, earlier_s), 0.0)
        label[cut.behind] = 0.0
        of_node, refuge = self.labels(label, cut.behind, cut.full, end)
        return Certificate(FORMAT_VERSION, self._sha256, float(end), of_node, refuge)

    def labels(self, label: Floats, behind: Bools, full: Bools, end_s: float) -> tuple[Floats, Floats]:
        """Return the labels of the problem's nodes and refuges for a horizon, from the network's nodes'."""
        problem, network = self.problem, self.network
        label[network.sink] = end_s
        of_node = np.where(network.node_of == -1, 0.0, end_s)
        there = network.node_of >= 0
        of_node[there] = label[network.node_of[there]]
        refuge = np.full(len(problem.refuge_room), end_s)
        refuge[network.refuge[full]] = 0.0
        started = (network.start_of >= 0) & behind[np.maximum(network.start_of, 0)]
        np.minimum.at(of_node, problem.source[started], problem.release_s[started])
        # Last, as people may start at a sink: a sink's label is never before its refuge's.
        entered = problem.sink[refuge[problem.refuge_of_sink] == end_s]
        of_node[entered] = end_s
        return of_node, refuge

    def _distance(self, full: Bools, capacity: Int64s) -> Int64s:
        """Distance of each node to the sink [units] without the full refuges."""
        key = full.tobytes()
        if key not in self._distances:
            network, adjacency = self.network, self.network.adjacency
            self._distances[key] = distances_to(
                network.sink,
                adjacency.in_first,
                adjacency.in_arcs,
                network.tail,
                network.units_down,
                (capacity > 0).astype(np.uint8),
            )
        return self._distances[key].copy()
