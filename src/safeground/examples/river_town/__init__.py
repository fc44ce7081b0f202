"""A river town that does not exist, drawn from a seed: streets, blocks, people, sites, ground.

An old town stands on an island between two arms of a river; its ways out are bridges. An upper town
lies on the east bank, a mill quarter on the west bank, a hill in the east. All of it is synthetic and
lies in the middle of the Atlantic, so that nobody takes it for a place. Coordinates in these modules
are metres from the town's centre, x to the east and y to the north; ``files`` turns them into WGS 84.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.examples.river_town import land, people, streets
from safeground.examples.river_town.files import write_features, write_osm

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path) -> None:
    """Write the town's data files into a folder: the same bytes every time."""
    write_osm(folder / "streets.osm", streets.draw(), land.EXTENT_M)
    write_features(folder / "blocks.geojson", land.blocks())
    write_features(folder / "areas.geojson", land.destinations())
    write_features(folder / "open_ground.geojson", land.open_ground())
    write_features(folder / "unusable.geojson", land.unusable())
    write_features(folder / "names.geojson", land.names())
    write_features(folder / "published_maps.geojson", land.published_maps())
    people.write(folder)
