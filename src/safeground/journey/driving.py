"""Driving there and back for people who have to be carried: the least and the greatest time that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.distance import to_ends
from safeground.journey.exits import open_ways
from safeground.journey.network import vehicle_speed_m_s
from safeground.quantity import Range
from safeground.units import SECONDS_PER_HOUR

if TYPE_CHECKING:
    import numpy.typing as npt

    from safeground.journey.exits import Barred
    from safeground.journey.movement import Movement

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Driving:
    """Times between the people of the ordered area and where they are carried to.

    Parameters
    ----------
    out_h
        From people to an end [h]: the least of all zones at the greatest speeds, the greatest of all zones at
        the least. The high end is infinite where vehicles do not get to some people.
    round_h
        There and back again [h].
    """

    out_h: Range
    round_h: Range


def driving(movement: Movement) -> Driving | None:
    """Return the driving times of a movement; None where nobody of it has a way.

    The best case drives on every street, carrying people at walking speed where vehicles do not get, in
    either direction; the worst keeps to the streets for vehicles and their directions, at the hindered
    end of rubble and one-way corridors, and starts where the schedule has people start; where any street
    has hours of its own, the worst is without end.
    """
    best, worst = _best_s(movement), _worst_s(movement)
    if best is None:
        return None
    out, back = best
    late_out, late_back = worst
    return Driving(
        Range(out / SECONDS_PER_HOUR, max(out, late_out) / SECONDS_PER_HOUR, "h"),
        Range((out + back) / SECONDS_PER_HOUR, max(out + back, late_out + late_back) / SECONDS_PER_HOUR, "h"),
    )


def _best_s(movement: Movement) -> tuple[float, float] | None:
    setting, pieces = movement.setting, movement.pieces
    streets, figures = setting.streets, setting.figures
    by_vehicle = np.where(streets.by_vehicle, vehicle_speed_m_s(streets, figures)[1], 0.0)
    speed = np.maximum(by_vehicle, figures.walking_speed.range.high) * setting.conditions.placed.speed_high
    usable = movement.ends.on_the_way & (setting.conditions.proof.ahead_per_s > 0)[pieces.edge]
    usable &= speed[pieces.edge] > 0
    weight = pieces.length_m / np.where(speed > 0, speed, 1.0)[pieces.edge]
    barred = None if movement.exits is None else movement.exits.barred
    ends = movement.ends.proof_node
    out_s, back_s = _there_and_back(movement, usable, usable, weight, ends, barred)
    starts = movement.start_node[np.isfinite(out_s[movement.start_node])]
    if not len(starts):
        return None
    return float(out_s[starts].min()), float(back_s[starts].min())


def _worst_s(movement: Movement) -> tuple[float, float]:
    setting, pieces = movement.setting, movement.pieces
    streets, schedule = setting.streets, setting.conditions.schedule
    slowest = vehicle_speed_m_s(streets, setting.figures)[0] * setting.conditions.placed.speed_low
    drives = streets.by_vehicle & (slowest > 0) & (streets.width_low_m > 0)
    ahead = drives & (streets.oneway >= 0) & (schedule.ahead_per_s > 0)
    back = drives & (streets.oneway <= 0) & (schedule.back_per_s > 0)
    weight = pieces.length_m / np.where(slowest > 0, slowest, 1.0)[pieces.edge]
    on_way, ends = movement.ends.on_the_way, movement.ends.schedule_node
    barred = None if movement.exits is None else movement.exits.barred_to_schedule
    ways = on_way & ahead[pieces.edge], on_way & back[pieces.edge]
    out_s, back_s = _there_and_back(movement, *ways, weight, ends, barred)
    # How long vehicles wait where streets have hours of their own is not looked at.
    if schedule.spans or not len(movement.worst_node) or (movement.worst_node < 0).any():
        return np.inf, np.inf
    return float(out_s[movement.worst_node].max()), float(back_s[movement.worst_node].max())


def _there_and_back(
    movement: Movement, ahead: Bools, back: Bools, weight: Floats, ends: Ints, barred: Barred | None
) -> tuple[Floats, Floats]:
    """Return for every node the least time to an end, and from an end."""
    pieces = movement.pieces
    out_ahead, out_back = open_ways(ahead, back, barred)
    many = len(pieces.x)

    def least(forward: Bools, backward: Bools, *, reverse: bool) -> Floats:
        tail = np.concatenate((pieces.tail[forward], pieces.head[backward]))
        head = np.concatenate((pieces.head[forward], pieces.tail[backward]))
        if reverse:
            tail, head = head, tail
        return to_ends(many, tail, head, np.concatenate((weight[forward], weight[backward])), ends)

    return least(out_ahead, out_back, reverse=False), least(ahead, back, reverse=True)
