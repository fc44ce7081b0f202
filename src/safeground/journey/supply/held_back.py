"""What holds supplies back: the parts of a proof's bound by kind, and the factor by which it may err."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.journey.supply.gates import hours_bind
from safeground.journey.supply.limits import End
from safeground.journey.supply.made import gate_of, makers
from safeground.journey.supply.outcome import Bottleneck
from safeground.supply.bottlenecks import bottlenecks

if TYPE_CHECKING:
    from safeground.journey.supply.limits import Limits
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
    by_hours = _by_hours(limits, problem, proof)
    inside = {gate_of(one) for one in makers(limits.supply)}
    parts: dict[str, dict[str, float]] = {}
    for one in bottlenecks(problem, certificate, proof, least=LEAST_PART):
        name = one.name.removeprefix("collection at ")
        of_hours = by_hours.get(one.name, 0.0) if one.kind == "gate" else 0.0
        usual = "made" if one.name in inside else KIND_OF[one.kind]
        for kind, part in (("hours", of_hours), (usual, 1 - of_hours)):
            # Of two parts at least one is half of what is named.
            if part > 0 and (kind == "closed" or one.part * part >= LEAST_PART / 2):
                named = parts.setdefault(kind, {})
                named[name] = named.get(name, 0.0) + one.part * part * proof.bound
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


def _by_hours(limits: Limits, problem: SupplyProblem, proof: SupplyProof) -> dict[str, float]:
    """Return which share of what a crossing adds to the bound is of periods that its hours shorten."""
    end = End(limits, optimistic=True, calendar=problem.periods > limits.days)
    of_hours: dict[str, float] = {}
    in_all: dict[str, float] = {}
    for g, gate in enumerate(limits.supply.crossings):
        name = problem.gate_name[g]
        of_hours[name] = of_hours.get(name, 0.0) + float(proof.terms.gates[g][hours_bind(end, gate)].sum())
        in_all[name] = in_all.get(name, 0.0) + float(proof.terms.gates[g].sum())
    return {name: of_hours[name] / whole for name, whole in in_all.items() if whole > 0}
