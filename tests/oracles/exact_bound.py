"""The bound of a certificate in fractions, from the definition: what the checker adds up, without rounding.

Every float is a fraction, so this is the bound that the labels give on the very numbers in the arrays.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracles.exact_movement import windows_of

if TYPE_CHECKING:
    import numpy as np

    from safeground.flow.problem import Problem

Number = Fraction | float
"""A fraction, or an infinite float."""


def exact_bound(problem: Problem, labels: np.ndarray, refuge_labels: np.ndarray, horizon: float) -> Number:
    """Arrivals before the horizon are at most this; infinite where the labels cut what has no limit."""
    for refuge, room in enumerate(problem.refuge_room):
        if math.isinf(room) and refuge_labels[refuge] < horizon:
            return math.inf
    for node, refuge in zip(problem.sink, problem.refuge_of_sink, strict=True):
        if labels[node] < refuge_labels[refuge]:
            return math.inf
    total = Fraction(0)
    near = _with_a_way(problem)
    for node, persons, release in zip(problem.source, problem.persons, problem.release_s, strict=True):
        if int(node) in near and labels[node] > release:
            total += Fraction(float(persons))
    for room, label in zip(problem.refuge_room, refuge_labels, strict=True):
        if label < horizon:
            total += Fraction(float(room))
    windows: dict[int, list[tuple[float, float, float]]] = {}
    for arc, opens, closes, quota in windows_of(problem):
        windows.setdefault(arc, []).append((opens, closes, quota))
    for arc in range(len(problem.tail)):
        begin = moving(problem, labels[problem.tail[arc]])
        end = moving(problem, labels[problem.head[arc]]) - Fraction(float(problem.transit_s[arc]))
        capacity = Fraction(float(problem.capacity_per_s[arc]))
        for opens, closes, quota in windows.get(arc, [(-math.inf, math.inf, math.inf)]):
            since = begin if opens == -math.inf else max(begin, moving(problem, opens))
            until = end if closes == math.inf else min(end, moving(problem, closes))
            most = capacity * max(until - since, Fraction(0))
            total += most if math.isinf(quota) else min(most, Fraction(quota))
    return total


def exact_persons(problem: Problem) -> Fraction:
    """How many people have a way to a sink."""
    near = _with_a_way(problem)
    people = zip(problem.source, problem.persons, strict=True)
    return sum((Fraction(float(persons)) for node, persons in people if int(node) in near), Fraction(0))


def moving(problem: Problem, time: float) -> Fraction:
    """A time less the halted time before it."""
    at = Fraction(float(time))
    for begins, ends in zip(problem.halt_from_s, problem.halt_until_s, strict=True):
        if time > begins:
            at -= min(Fraction(float(time)), Fraction(float(ends))) - Fraction(float(begins))
    return at


def _with_a_way(problem: Problem) -> set[int]:
    near = {int(node) for node in problem.sink}
    arcs = [(int(tail), int(head)) for tail, head in zip(problem.tail, problem.head, strict=True)]
    while before := {tail for tail, head in arcs if head in near} - near:
        near |= before
    return near
