"""A plan on real streets and people: the shore of Porto Alegre leaves to higher ground.

The shore is drawn by hand from general knowledge, to about 200 m; streets and people are the real data.
"""

import os
from pathlib import Path

import shapely

from safeground.formats.projection import LocalProjection

SHORE = shapely.LineString(
    [
        (-51.205, -29.992),
        (-51.222, -30.012),
        (-51.2330, -30.0290),
        (-51.2425, -30.0345),
        (-51.2330, -30.0500),
        (-51.2365, -30.0620),
        (-51.2420, -30.0720),
        (-51.2490, -30.0800),
        (-51.2490, -30.0900),
        (-51.2560, -30.1020),
        (-51.2600, -30.1150),
    ]
)
WATER_EDGE_WEST = -51.32
NEAR_SHORE_M = 4000.0
HIGHER_GROUND = shapely.box(-51.165, -30.085, -51.135, -30.02)

PLAN = """\
plan: Porto Alegre, the shore leaves to higher ground
status: discussed
as_of: 2024-05-03T12:00-03:00
territory: Porto Alegre
note: An exercise on real streets and people; no such order was given.
ground:
  streets: {{file: "{streets}", grade: mapped, source: osm}}
  people:
    - {{file: "{people}", kind: residents, as_of: 2010-08-01, source: census, count: population}}
  open_ground: ground.geojson
areas:
  - {{id: shore, kind: ordered, geometry: areas.geojson#shore}}
  - {{id: higher-ground, kind: destination, called: higher ground, geometry: areas.geojson#higher-ground}}
notices:
  - {{id: flood, areas: [shore], to: [higher-ground], issued: 2024-05-03T06:00-03:00,
     deadline: 2024-05-03T{hour}:00-03:00, deadline_means: arrived}}
sources:
  - {{id: osm, title: OpenStreetMap, licence: "© OpenStreetMap contributors, ODbL", sensitivity: public}}
  - {{id: census, title: Census cells, sensitivity: public}}
assumptions:
  modes: [on_foot]
"""


def write_plan(folder: Path, data: Path, hour: str = "18") -> Path:
    """Write the plan beside its areas; streets and people stay where the real data is."""
    near = buffered(SHORE, NEAR_SHORE_M)
    west = shapely.Polygon([*SHORE.coords, (WATER_EDGE_WEST, -30.115), (WATER_EDGE_WEST, -29.992)])
    write_features(
        folder / "areas.geojson",
        {"shore": {"geometry": near.difference(west)}, "higher-ground": {"geometry": HIGHER_GROUND}},
    )
    water = {"geometry": west, "ground": "barrier", "source": "drawn by hand from general knowledge"}
    write_features(folder / "ground.geojson", {"guaiba": water})
    real = Path(os.path.relpath(data / "porto-alegre", folder)).as_posix()
    plan = folder / "plan.yaml"
    plan.write_text(
        PLAN.format(streets=f"{real}/poa_osm.pbf", people=f"{real}/poa_hexgrid.csv", hour=hour),
        encoding="utf-8",
    )
    return plan


def buffered(line: shapely.LineString, distance_m: float) -> shapely.Polygon:
    """Return all within a distance of a line (WGS 84)."""
    plane = LocalProjection.around(line)
    return plane.unproject(plane.project(line).buffer(distance_m))


def write_features(path: Path, features: dict[str, dict[str, object]]) -> None:
    """Write GeoJSON: id → geometry and properties."""
    import json

    written = [
        {
            "type": "Feature",
            "properties": {"id": name, **{key: value for key, value in one.items() if key != "geometry"}},
            "geometry": json.loads(shapely.to_geojson(one["geometry"])),
        }
        for name, one in features.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": written}), encoding="utf-8")
