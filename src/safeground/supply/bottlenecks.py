"""What holds deliveries up, named from a proof's prices: gate, hours, inspection, collection, road, fleet.

A price is what one truck more can be worth at most, by the same proof: the prices stay valid when a capacity
grows (``certificate.evaluate``). So each figure here is a bound, too: so much more at most by so much more
of that capacity alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from safeground.supply.problem import COLLECTION

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.supply.certificate import SupplyCertificate, SupplyProof
    from safeground.supply.problem import SupplyProblem

    FloatArray = npt.NDArray[np.float64]

Kind = Literal[
    "gate",
    "gate by commodity",
    "gate hours",
    "inspection",
    "collection",
    "road",
    "road hours",
    "fleet",
    "storage",
]

_COUNTS: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A capacity that a proof's bound rests on.

    Parameters
    ----------
    kind
        What it is. ``hours``: periods in which a gate or road that is open in others is closed.
    name
        Of the gate, inspection point, arc, fleet or node.
    commodity
        Where the limit is of one commodity; else empty.
    part
        Part of the bound that this capacity makes up: with a hundredth more of it, the bound rises by at
        most a hundredth of this part. 0 for hours.
    periods
        In how many periods it counts.
    by_opening
        For hours: by which part of the value of all need the bound can rise at most if it were open in those
        periods, too, with its usual trucks; else 0.
    """

    kind: Kind
    name: str
    commodity: str
    part: float
    periods: int
    by_opening: float


def bottlenecks(
    problem: SupplyProblem, certificate: SupplyCertificate, proof: SupplyProof, *, least: float = 0.001
) -> list[Bottleneck]:
    """Return what the bound rests on, the largest first.

    Parameters
    ----------
    problem, certificate, proof
        The arrays, the prices, what they prove.
    least
        Parts smaller than this are left out.
    """
    found: list[Bottleneck] = []
    whole = proof.bound if proof.bound > 0 else 1.0
    terms = proof.terms

    def add(kind: Kind, name: str, per_period: FloatArray, commodity: str = "") -> None:
        part = float(per_period.sum()) / whole
        if part >= least:
            found.append(
                Bottleneck(kind, name, commodity, part, int((per_period > _COUNTS * part).sum()), 0.0)
            )

    for g, name in enumerate(problem.gate_name):
        add("gate", name, terms.gates[g])
        for k, what in enumerate(problem.commodity):
            add("gate by commodity", name, terms.entering[g, k], what)
    for i, name in enumerate(problem.inspection_name):
        add("inspection", name, terms.inspection[i])
    for a, name in enumerate(problem.arc_name):
        kind: Kind = "collection" if problem.arc_stage[a] == COLLECTION else "road"
        add(kind, name, terms.arcs[a])
        for k in np.flatnonzero(terms.moving[a].any(axis=1)).tolist():
            add(kind, name, terms.moving[a, k], problem.commodity[k])
    for f, name in enumerate(problem.fleet_name):
        add("fleet", name, terms.fleets[f])
    for n, k in np.argwhere(terms.kept.any(axis=2)).tolist():
        add("storage", problem.node[n], terms.kept[n, k], problem.commodity[k])
    found += _hours(
        "gate hours", problem.gate_name, problem.gate_trucks, certificate.gate_price, proof, least
    )
    found += _hours("road hours", problem.arc_name, problem.arc_trucks, certificate.arc_price, proof, least)
    return sorted(found, key=lambda one: -max(one.part, one.by_opening))


def _hours(
    kind: Kind,
    names: tuple[str, ...],
    trucks: FloatArray,
    price: FloatArray,
    proof: SupplyProof,
    least: float,
) -> list[Bottleneck]:
    """Return what opening in closed periods could bring at most, by the prices there."""
    found = []
    for row, name in enumerate(names):
        closed = (trucks[row] == 0) & (price[row] > 0)
        usual = float(trucks[row].max(initial=0.0))
        if not closed.any() or usual == 0:
            continue
        gain = min(1.0, usual * float(price[row][closed].sum()) / proof.needed)
        if gain >= least:
            found.append(Bottleneck(kind, name, "", 0.0, int(closed.sum()), gain))
    return found
