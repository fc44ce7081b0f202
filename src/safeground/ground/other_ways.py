"""What an OSM file holds that could carry people and is no street: it is counted, and said beside a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from safeground.formats.osm import is_osm
from safeground.formats.osm_things import read_things

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.ground.land_cover_tags import Tags
    from safeground.plan.model import StreetsFile

KEYS: Final = ("highway", "route", "waterway", "railway", "aerialway")
RAILS: Final = frozenset({"rail", "light_rail", "narrow_gauge", "subway", "tram", "funicular", "monorail"})
LIFTS: Final = frozenset({"cable_car", "gondola", "mixed_lift", "chair_lift"})
SORTS: Final = {
    "construction": ("street under construction", "streets under construction"),
    "ferry": ("ferry line", "ferry lines"),
    "dam": ("dam or weir", "dams and weirs"),
    "lock": ("lock gate", "lock gates"),
    "railway bridge": ("railway bridge", "railway bridges"),
    "railway tunnel": ("railway tunnel", "railway tunnels"),
    "lift": ("cable car or lift", "cable cars and lifts"),
}
"""Sort → how one and how several are named."""


def sort_of(tags: Tags) -> str | None:
    """Return which sort of way it is that is no street and could carry people; None where it is none.

    Examples
    --------
    >>> sort_of({"highway": "construction"}), sort_of({"railway": "rail", "bridge": "yes"})
    ('construction', 'railway bridge')
    >>> sort_of({"railway": "rail"})
    """
    if tags.get("highway") == "construction":
        return "construction"
    if tags.get("route") == "ferry":
        return "ferry"
    if tags.get("waterway") in {"dam", "weir"}:
        return "dam"
    if tags.get("waterway") == "lock_gate":
        return "lock"
    if tags.get("railway") in RAILS:
        for built in ("bridge", "tunnel"):
            if (tags.get(built) or "no") != "no":
                return f"railway {built}"
    return "lift" if tags.get("aerialway") in LIFTS else None


@dataclass(frozen=True, slots=True)
class OtherWays:
    """Ways that are no streets, as lines (WGS 84), by sort."""

    lines: dict[str, npt.NDArray[np.object_]]

    def counted_in(self, area: BaseGeometry) -> dict[str, int]:
        """Return how many of each sort touch an area (WGS 84), those of which there are some."""
        shapely.prepare(area)
        counts = {sort: int(shapely.intersects(area, lines).sum()) for sort, lines in self.lines.items()}
        return {sort: count for sort, count in counts.items() if count}


def in_words(counts: dict[str, int]) -> tuple[str, ...]:
    """Say what was counted: ``2 railway bridges``."""
    return tuple(f"{count:,} {SORTS[sort][count > 1]}" for sort, count in counts.items())


def read_other_ways(spec: StreetsFile, folder: Path) -> OtherWays:
    """Read such ways from the file of the streets; none where it is a table.

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated.
    """
    path = folder / spec.file
    if not is_osm(path):
        return OtherWays({})
    things = read_things(path, keys=KEYS, wanted=lambda tags: sort_of(tags) is not None)
    found: dict[str, list[BaseGeometry]] = {sort: [] for sort in SORTS}
    for way in things.ways:
        sort = sort_of(way.tags)
        runs = [shapely.LineString(degrees) for _, degrees in things.runs(way.nodes)]
        if sort is not None and runs:
            found[sort].append(shapely.union_all(runs))
    return OtherWays({sort: _array(lines) for sort, lines in found.items() if lines})


def _array(lines: list[BaseGeometry]) -> npt.NDArray[np.object_]:
    found = np.empty(len(lines), object)
    found[:] = lines
    return found
