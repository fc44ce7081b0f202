"""Where the arrivals chart puts hours and people, on wide and on narrow screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Frame:
    """Where one drawing of the chart puts its parts, in its own units."""

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    """Of the plot; the ruler stands below it."""
    size: float
    """Of the type."""
    ticks: int


WIDE: Final = Frame("wide", 1104, 496, 68, 1088, 34, 374, 14, 13)
NARROW: Final = Frame("narrow", 360, 452, 40, 350, 34, 322, 12, 5)


@dataclass(frozen=True, slots=True)
class Scales:
    """Hours and persons to places in a frame."""

    frame: Frame
    end_h: float
    most: float

    def x(self, hour: float) -> float:
        """Return the place of an hour, within the plot."""
        share = min(1.0, max(0.0, hour / self.end_h))
        return self.frame.left + share * (self.frame.right - self.frame.left)

    def y(self, persons: float) -> float:
        """Return the place of a count, within the plot."""
        share = min(1.0, max(0.0, persons / self.most))
        return self.frame.bottom - share * (self.frame.bottom - self.frame.top)
