"""What lies beside the streets: land cover, and ways that are no streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeground.ground import land_cover_tags, other_ways
from safeground.ground.land_cover import LandCover, read_land_cover
from safeground.ground.land_cover_tags import OPENING_KEYS
from safeground.ground.osm_ground import opens, wanted
from safeground.ground.other_ways import OtherWays, read_other_ways

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.ground.land_cover_tags import Tags
    from safeground.ground.streets import Streets
    from safeground.plan.model import Ground
    from safeground.remarks import Remark


__all__ = ["KEYS", "OPENING_KEYS", "BesideStreets", "has_use", "opens", "read_beside_streets"]

KEYS = tuple(dict.fromkeys((*land_cover_tags.KEYS, *other_ways.KEYS)))


def has_use(tags: Tags) -> bool:
    """Say whether a way or multipolygon with these tags tells something of what lies beside the streets."""
    return wanted(tags) or other_ways.sort_of(tags) is not None


@dataclass(frozen=True, slots=True)
class BesideStreets:
    """Land cover, None where the plan names none, and ways of the streets' file that are no streets."""

    land_cover: LandCover | None
    other_ways: OtherWays

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was inferred or left out in reading."""
        return () if self.land_cover is None else self.land_cover.remarks


def read_beside_streets(
    ground: Ground, folder: Path, areas: BaseGeometry, streets: Streets | None
) -> BesideStreets:
    """Read what lies beside the streets around the plan's areas (WGS 84).

    Raises
    ------
    InputError
        A file that is not there, not OSM or truncated.
    """
    other = OtherWays({}) if ground.streets is None else read_other_ways(ground.streets, folder)
    if ground.land_cover is None:
        return BesideStreets(None, other)
    return BesideStreets(read_land_cover(ground, folder, areas, streets), other)
