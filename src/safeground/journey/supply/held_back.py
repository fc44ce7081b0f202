"""What holds supplies back: the parts of a proof's bound by kind, and the factor by which it may err."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.journey.supply.outcome import Bottleneck
from safeground.plan.opening import hours_of_day
from safeground.quantity import Range
from safeground.supply.bottlenecks import bottlenecks

if TYPE_CHECKING:
    from safeground.journey.supply.limits import Limits
    from safeground.plan.supply_words import Crossing
    from safeground.supply.certificate import SupplyCertificate, SupplyProof
    from safeground.supply.problem import SupplyProblem

LEAST_PART: Final = 0.01
"""Parts of a bound below this are not named."""
KIND_OF: Final[dict[str, str]] = {
    "gate": "gate",
    "gate by commodity": "intake",
    "gate hours": "closed",
    "inspection": "inspection",
    "collection": "collection",
    "road": "road",
    "road hours": "road",
    "fleet": "trucks",
    "storage": "storage",
}
"""What a part of the bound is called here."""


def held_back(
    limits: Limits, problem: SupplyProblem, certificate: SupplyCertificate, proof: SupplyProof
) -> tuple[Bottleneck, ...]:
    """Return what the bound rests on by kind, the largest part first."""
    by_hours = {one.name or one.id for one in limits.supply.crossings if _hours_bind(one)}
    parts: dict[str, dict[str, float]] = {}
    for one in bottlenecks(problem, certificate, proof, least=LEAST_PART):
        kind = KIND_OF[one.kind]
        if kind == "gate" and one.name in by_hours:
            kind = "hours"
        named = parts.setdefault(kind, {})
        name = one.name.removeprefix("collection at ")
        named[name] = named.get(name, 0.0) + one.part * proof.bound
    found = (Bottleneck(kind, tuple(named), sum(named.values())) for kind, named in parts.items())
    return tuple(sorted(found, key=lambda one: -one.amount))


def break_even(proof: SupplyProof, need_low: float) -> float | None:
    """Return how many times as much capacity the bound needs to reach the need, at the same prices."""
    terms = proof.terms
    capacity = sum(float(np.sum(part)) for part in (terms.gates, terms.inspection, terms.arcs, terms.fleets))
    rest = proof.bound - capacity
    if capacity <= 0 or proof.bound >= need_low:
        return None
    # Rounded down: below it the bound stays below the need for certain.
    return math.floor((need_low - rest) / capacity * 100) / 100


def _hours_bind(gate: Crossing) -> bool:
    if gate.open is None or gate.trucks_per_h is None:
        return False
    open_h = sum(span.end_min - span.begin_min for span in hours_of_day(gate.open)) / 60
    in_hours = Range.of(gate.trucks_per_h, "").high * open_h
    return gate.trucks_per_day is None or in_hours < Range.of(gate.trucks_per_day, "").high
