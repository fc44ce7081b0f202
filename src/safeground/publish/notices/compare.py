"""Holds what a reader gets out of an output against the bulletin it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from safeground.formats.projection import LocalProjection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.publish.notices.bulletin import Bulletin, Reread

TOLERANCE_M = 1.0
"""No point of a polygon that is read back may lie further than this outside of the published one, nor the
reverse. A coordinate of six decimals is off by 0.1 m at most."""
SAME_DEGREES = 1e-6


def differences(bulletin: Bulletin, reread: Reread, carries: frozenset[str]) -> Iterator[str]:
    """Yield each difference between a bulletin and what was read back, as a sentence.

    Parameters
    ----------
    bulletin
        What was to be published.
    reread
        What a reader gets.
    carries
        Which of ``areas``, ``issued``, ``deadline``, ``expires`` the output has a place for: one that is
        stated must then be read back. What is read back is compared in any case.
    """
    if "areas" in carries or reread.areas:
        yield from _area_differences(bulletin, reread)
    for name in ("issued", "deadline", "expires"):
        stated: datetime | None = getattr(bulletin, name)
        found: datetime | None = getattr(reread, name)
        if found is None and name not in carries:
            continue
        if (stated is None) != (found is None) or (stated and found and not _same_second(stated, found)):
            yield f"notice {bulletin.id}: {name} reads {_said(found)}; the plan: {_said(stated)}."


def _area_differences(bulletin: Bulletin, reread: Reread) -> Iterator[str]:
    meant = {place.id: place.geometry for place in (*bulletin.areas, *bulletin.to)}
    for area in meant.keys() - reread.areas.keys() if reread.whole else ():
        yield f"notice {bulletin.id}: area {area} is missing."
    for area in reread.areas.keys() - meant.keys():
        yield f"notice {bulletin.id}: area {area} is not one of the notice's."
    for area in sorted(meant.keys() & reread.areas.keys()):
        within_m = max(TOLERANCE_M, reread.true_to_m)
        if not same_area(meant[area], reread.areas[area], within_m):
            yield f"notice {bulletin.id}: area {area} lies elsewhere by more than {within_m:.3g} m."


def same_area(one: BaseGeometry, other: BaseGeometry, within_m: float = TOLERANCE_M) -> bool:
    """Return whether two polygons (WGS 84) agree: each lies within so many metres of the other."""
    if one.is_empty or other.is_empty:
        return bool(one.is_empty and other.is_empty)
    if shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), SAME_DEGREES):
        return True
    plane = LocalProjection.around(one)
    first, second = shapely.make_valid(plane.project(one)), shapely.make_valid(plane.project(other))
    return _within(first, second, within_m) and _within(second, first, within_m)


def _within(inner: BaseGeometry, outer: BaseGeometry, within_m: float) -> bool:
    return bool(shapely.covers(shapely.buffer(outer, within_m), inner))


def _same_second(one: datetime, other: datetime) -> bool:
    return one.replace(microsecond=0) == other.replace(microsecond=0)


def _said(moment: datetime | None) -> str:
    return "not stated" if moment is None else moment.isoformat(timespec="seconds")
