"""The map of one notice and target, and what its streets carry under the plan's conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from safeground.journey.network import Numbers, fast, slow

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.formats.projection import LocalProjection
    from safeground.ground.streets import Streets
    from safeground.journey.conditions import Conditions, Side
    from safeground.journey.figures import Figures
    from safeground.journey.pieces import Lines
    from safeground.journey.starts import Zones

    Floats = npt.NDArray[np.float64]
    Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Setting:
    """The map of one notice and target, in metres of ``plane``.

    Parameters
    ----------
    streets
        As the plan's conditions divide and narrow them.
    conditions
        What holds on them when.
    ordered
        The ordered area.
    destinations
        Polygons of the destinations for ``arrived``; None for ``out``.
    barriers
        Ground that nobody can cross, where the plan names some; streets are split at its edge.
    """

    streets: Streets
    conditions: Conditions
    figures: Figures
    plane: LocalProjection
    lines: Lines
    ordered: BaseGeometry
    destinations: Shapes | None
    barriers: BaseGeometry | None
    zones: Zones

    def fast(
        self, figures: Figures | None = None, *, width_m: Floats | None = None, lanes: Floats | None = None
    ) -> Numbers:
        """Return the numbers of the proof; other figures, widths or lanes show what hangs on them."""
        numbers = fast(self.streets, figures or self.figures, width_m=width_m, lanes=lanes)
        return under(numbers, self.conditions.proof, self.conditions.placed.speed_high)

    def as_drawn(self) -> Numbers:
        """Return what the streets would let pass in the proof if the plan closed and narrowed none."""
        return fast(self.conditions.placed.before_rubble or self.streets, self.figures)

    def slow(self, figures: Figures | None = None) -> Numbers:
        """Return the numbers of the schedule."""
        numbers = slow(self.streets, figures or self.figures)
        return under(numbers, self.conditions.schedule, self.conditions.placed.speed_low)


def under(numbers: Numbers, side: Side, speed_share: Floats) -> Numbers:
    """Return what is left of the numbers where rubble, checkpoints and closures let less through."""
    speed_m_s = numbers.speed_m_s * speed_share
    passes = speed_m_s > 0
    return Numbers(
        speed_m_s,
        np.where(passes, np.minimum(numbers.forward_per_s, side.ahead_per_s), 0.0),
        np.where(passes, np.minimum(numbers.backward_per_s, side.back_per_s), 0.0),
    )
