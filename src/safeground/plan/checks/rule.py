"""What a rule gets to see, and how it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.errors import Fault
from safeground.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.convert import Lines
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Stated:
    """The plan's words, where each stands, and the folder of its files."""

    plan: Plan
    lines: Lines
    folder: Path

    def fault(self, path: tuple[str | int, ...], found: str, expected: str, fix: str) -> Fault:
        """Return a fault at one of the plan's values."""
        return Fault(self.lines.file, self.lines.place(*path), found, expected, fix)

    def warning(self, path: tuple[str | int, ...], text: str, count: int | None = None) -> Remark:
        """Return a remark on one of the plan's values, which is used as it is."""
        return Remark("warning", self.lines.file, f"{text} ({self.lines.place(*path)})", count)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plan with its places, for rules that need both."""

    stated: Stated
    areas: Mapping[str, BaseGeometry]
    gazetteer: Gazetteer | None
