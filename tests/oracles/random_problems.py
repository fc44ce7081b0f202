"""Small random networks of whole numbers in which every feature is switched on alone and together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from safeground.flow.problem import Problem

FEATURES: Final = (
    "windows",
    "quotas",
    "halts",
    "closures",
    "checkpoints",
    "room",
    "releases",
    "shared streets",
    "no length",
)
LATEST: Final = 30

_PAIRS: Final = tuple(combinations(FEATURES, 2))


def hindered(better: Problem, seed: int, *, lengths_and_halts: bool = True) -> Problem:
    """The same with more that hinders, anywhere: capacity, length, release, room, windows, quotas, halts."""
    rng = np.random.default_rng(seed)
    arrays = {name: getattr(better, name).copy() for name in Problem.__slots__ if name != "nodes"}
    arrays["capacity_per_s"] = np.maximum(better.capacity_per_s - _some(rng, better.tail), 1)
    arrays["transit_s"] += _some(rng, better.tail) * lengths_and_halts
    arrays["release_s"] += 2 * _some(rng, better.source)
    arrays["refuge_room"] = np.maximum(better.refuge_room - 2 * _some(rng, better.refuge_room), 0)
    arrays["window_quota"] = np.maximum(better.window_quota - 2 * _some(rng, better.window_arc), 0)
    opens = better.window_open_s + 2 * _some(rng, better.window_arc)
    closes = better.window_close_s - 2 * _some(rng, better.window_arc)
    fits = closes > opens
    arrays["window_open_s"] = np.where(fits, opens, better.window_open_s)
    arrays["window_close_s"] = np.where(fits, closes, better.window_close_s)
    free = np.setdiff1d(np.arange(len(better.tail)), better.window_arc)
    shut = free[rng.random(len(free)) < 0.2]
    quota = np.where(rng.random(len(shut)) < 0.5, rng.integers(0, 12, len(shut)), np.inf)
    arrays["window_arc"] = np.append(better.window_arc, shut)
    for name, values in (
        ("window_open_s", rng.integers(0, 3, len(shut))),
        ("window_close_s", rng.integers(3, LATEST, len(shut))),
        ("window_quota", quota),
    ):
        arrays[name] = np.append(arrays[name], values)
    if lengths_and_halts and rng.random() < 0.5:
        since = better.halt_until_s.max(initial=0) + rng.integers(0, 10)
        arrays["halt_from_s"] = np.append(better.halt_from_s, since)
        arrays["halt_until_s"] = np.append(better.halt_until_s, since + rng.integers(1, 10))
    return Problem.from_arrays(nodes=better.nodes, **arrays)


def _some(rng: np.random.Generator, like: np.ndarray) -> np.ndarray:
    """1 at every fourth place or so, else 0."""
    return (rng.random(len(like)) < 0.25).astype(float)


def features_of(seed: int) -> frozenset[str]:
    """Each feature alone, then each pair, then any number together, in turn."""
    turn, kind = divmod(seed, 3)
    if kind == 0:
        return frozenset({FEATURES[turn % len(FEATURES)]})
    if kind == 1:
        return frozenset(_PAIRS[turn % len(_PAIRS)])
    drawn = np.random.default_rng(seed).random(len(FEATURES)) < 0.6
    return frozenset(name for name, on in zip(FEATURES, drawn, strict=True) if on)


def random_problem(seed: int) -> Problem:
    """A problem with the features of its seed."""
    return _Town(np.random.default_rng(seed), features_of(seed)).problem()


@dataclass
class _Town:
    rng: np.random.Generator
    features: frozenset[str]

    def problem(self) -> Problem:
        rng = self.rng
        nodes = int(rng.integers(2, 9))
        pairs = rng.integers(0, nodes, (int(rng.integers(1, 2 * nodes)), 2))
        walk = rng.permutation(nodes)
        if rng.random() < 0.8:  # everybody has a way
            pairs = np.concatenate([pairs, np.stack([walk[:-1], walk[1:]], axis=1)])
        if rng.random() < 0.5 or "shared streets" in self.features:  # two directions of every street
            pairs = np.concatenate([pairs, pairs[:, ::-1]])
            streets = np.tile(np.arange(len(pairs) // 2), 2)
        else:
            streets = np.arange(len(pairs))
        transit = rng.integers(0 if "no length" in self.features else 1, 6, len(pairs))[streets]
        capacity = rng.integers(1, 4, len(pairs))[streets]
        sinks = walk[-int(rng.integers(1, 1 + nodes // 2)) :][::-1][:3]
        sources = rng.choice(
            nodes if rng.random() < 0.2 else walk[: -len(sinks)], int(rng.integers(1, nodes + 1))
        )
        persons = rng.integers(0, 25, len(sources))
        persons[0] += 1
        arrays: dict[str, Any] = {
            "nodes": nodes,
            "tail": pairs[:, 0],
            "head": pairs[:, 1],
            "transit_s": transit,
            "capacity_per_s": capacity,
            "street_id": self.streets(streets),
            "source": sources,
            "persons": persons,
            "sink": sinks,
            "refuge_of_sink": np.unique(rng.integers(0, len(sinks), len(sinks)), return_inverse=True)[1],
        }
        if "checkpoints" in self.features:
            self.checkpoint(arrays)
        if "room" in self.features:
            refuges = arrays["refuge_of_sink"].max() + 1
            limits = rng.integers(0, persons.sum() + 10, refuges)
            arrays["refuge_room"] = np.where(rng.random(refuges) < 0.7, limits, np.inf)
        if "releases" in self.features:
            arrays["release_s"] = rng.integers(0, 20, len(sources))
        if "halts" in self.features:
            arrays["halt_from_s"], arrays["halt_until_s"] = self.times(int(rng.integers(1, 4)))
        self.windows(arrays)
        return Problem.from_arrays(**arrays)

    def streets(self, two_ways: np.ndarray) -> np.ndarray:
        """Which arcs share a width: none, both directions, or any."""
        if "shared streets" not in self.features:
            return np.arange(len(two_ways))
        if self.rng.random() < 0.5:
            return two_ways
        return self.rng.integers(0, 1 + len(two_ways) // 2, len(two_ways))

    def checkpoint(self, arrays: dict[str, Any]) -> None:
        """Let everybody who leaves a node first pass an arc without length that lets few pass."""
        node, beyond = int(self.rng.integers(arrays["nodes"])), arrays["nodes"]
        arrays["nodes"] += 1
        tail = np.where(arrays["tail"] == node, beyond, arrays["tail"])
        for name, array, new in (
            ("tail", tail, node),
            ("head", arrays["head"], beyond),
            ("transit_s", arrays["transit_s"], 0),
            ("capacity_per_s", arrays["capacity_per_s"], self.rng.integers(1, 4)),
            ("street_id", arrays["street_id"], arrays["street_id"].max() + 1),
        ):
            arrays[name] = np.append(array, new)

    def windows(self, arrays: dict[str, Any]) -> None:
        """Give some arcs one or more opening windows, or close them at a time."""
        rows: list[tuple[int, int, float, float]] = []
        of_arcs = self.features & {"windows", "quotas"}
        for arc in range(len(arrays["tail"])):
            drawn = self.rng.random()
            if of_arcs and drawn < 0.5:
                opens, closes = self.times(int(self.rng.integers(1, 4)))
                ends = closes.astype(float)
                if self.rng.random() < 0.5:
                    ends[-1] = np.inf
                rows += [(arc, opens[i], ends[i], self.quota()) for i in range(len(opens))]
            elif "closures" in self.features and drawn > 0.6:
                rows.append((arc, 0, float(self.rng.integers(1, LATEST)), np.inf))
        if rows:
            order = self.rng.permutation(len(rows))  # a file may give them in any order
            columns = [np.array(column)[order] for column in zip(*rows, strict=True)]
            names = ("window_arc", "window_open_s", "window_close_s", "window_quota")
            arrays.update(zip(names, columns, strict=True))

    def quota(self) -> float:
        if "quotas" not in self.features or self.rng.random() < 0.3:
            return np.inf
        return float(self.rng.integers(0, 12))

    def times(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Disjoint spans of time in order; some touch."""
        ends = np.sort(self.rng.choice(LATEST + 1, 2 * count, replace=False))
        begins, until = ends[::2].copy(), ends[1::2]
        if count > 1 and self.rng.random() < 0.2:
            begins[1] = until[0]
        return begins, until
