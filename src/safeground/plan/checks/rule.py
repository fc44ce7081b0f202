"""What a rule gets to see, and how it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from safeground.errors import Fault
from safeground.remarks import Remark
from safeground.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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
    territory: BaseGeometry | None = None


def unknown_names(
    stated: Stated,
    path: tuple[str | int, ...],
    names: Sequence[str],
    known: list[str],
    what: str,
    *,
    indexed: bool = True,
) -> Iterator[Fault]:
    """Yield a fault for each name that the plan does not have, with the nearest one that it has."""
    for j, name in enumerate(names):
        if name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        yield stated.fault(
            (*path, j) if indexed else path,
            f"{name!r}, which is no {what} of the plan",
            f"one of {', '.join(dict.fromkeys(known))}"
            if known
            else f"{with_article(what)} of the plan, which has none",
            f"Did you mean {near[0]}?" if near else f"Correct the name, or add the {what}.",
        )
