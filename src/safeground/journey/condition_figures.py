"""The ranges of the plan's conditions as figures, and the conditions with one of them at its other end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeground.journey.figures import THE_PLAN, Figure
from safeground.journey.spans import Span
from safeground.quantity import Range
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.journey.conditions import Conditions, Gate
    from safeground.plan.model import Notice, Plan


@dataclass(frozen=True, slots=True)
class MovedCondition:
    """A figure of a condition that binds the proof, and the conditions with it at the end that hinders."""

    figure: Figure
    conditions: Conditions


def condition_figures(plan: Plan, notice: Notice) -> tuple[Figure, ...]:
    """Return the figures of the conditions that hold for a notice, as the plan states them."""
    bound = [one for one in plan.corridors if notice.only_by_corridors and one.id in notice.corridors]
    through = [(one.id, one.throughput_per_h) for one in bound]
    through += [(one.id, one.throughput_per_h) for one in plan.checkpoints]
    windows = [(one.id, one.persons_per_window) for one in bound]
    return (
        *(
            _figure(_lets_through(name), Range.of(stated, "persons_per_h"))
            for name, stated in through
            if stated is not None
        ),
        *(
            _figure(_a_window(name), Range.of(stated, "persons"))
            for name, stated in windows
            if stated is not None
        ),
    )


def moved_conditions(conditions: Conditions) -> Iterator[MovedCondition]:
    """Yield each range of a condition that binds the proof, and the conditions with its other end."""
    for number, gate in enumerate(conditions.gates or ()):
        if gate.least_per_s < gate.most_per_s:
            ends = gate.least_per_s * SECONDS_PER_HOUR, gate.most_per_s * SECONDS_PER_HOUR
            slower = replace(gate, most_per_s=gate.least_per_s)
            figure = _figure(_lets_through(gate.corridor), Range(*ends, "persons_per_h"))
            yield MovedCondition(figure, _with_gate(conditions, number, slower))
        fewer = with_least_quotas(gate)
        if fewer.spans != gate.spans:
            first = next(at for at, span in enumerate(gate.spans) if span != fewer.spans[at])
            quotas = fewer.spans[first].quota, gate.spans[first].quota
            figure = _figure(_a_window(gate.corridor), Range(*quotas, "persons"))
            yield MovedCondition(figure, _with_gate(conditions, number, fewer))
    for name, (edge, least_per_s, most_per_s) in conditions.checkpoints.items():
        if least_per_s < most_per_s:
            ends = least_per_s * SECONDS_PER_HOUR, most_per_s * SECONDS_PER_HOUR
            figure = _figure(_lets_through(name), Range(*ends, "persons_per_h"))
            yield MovedCondition(figure, _with_checkpoint(conditions, edge, least_per_s))


def all_moved(conditions: Conditions) -> Conditions:
    """Return the conditions with every range that binds the proof at the end that hinders."""
    for number, gate in enumerate(conditions.gates or ()):
        slower = replace(with_least_quotas(gate), most_per_s=gate.least_per_s)
        conditions = _with_gate(conditions, number, slower)
    for edge, least_per_s, _ in conditions.checkpoints.values():
        conditions = _with_checkpoint(conditions, edge, least_per_s)
    return conditions


def with_least_quotas(gate: Gate) -> Gate:
    """Return a gate whose windows let in the fewest that are stated for them."""
    spans = tuple(
        Span(span.open_s, span.close_s, min(span.quota, least))
        for span, least in zip(gate.spans, gate.least_quotas, strict=True)
    )
    return replace(gate, spans=spans)


def _with_gate(conditions: Conditions, number: int, gate: Gate) -> Conditions:
    gates = list(conditions.gates or ())
    gates[number] = gate
    return replace(conditions, gates=tuple(gates))


def _with_checkpoint(conditions: Conditions, edge: int, per_s: float) -> Conditions:
    proof = conditions.proof
    ahead, back = proof.ahead_per_s.copy(), proof.back_per_s.copy()
    ahead[edge], back[edge] = min(ahead[edge], per_s), min(back[edge], per_s)
    return replace(conditions, proof=replace(proof, ahead_per_s=ahead, back_per_s=back))


def _figure(name: str, stated: Range) -> Figure:
    return Figure(name, stated, THE_PLAN)


def _lets_through(name: str) -> str:
    return f"people whom {name} lets through an hour"


def _a_window(name: str) -> str:
    return f"people whom {name} lets in a window"
