"""Two areas, two gates, a depot and a hospital, worked out by hand: 15,000 people, 48 trucks in four days."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from pathlib import Path

AREAS = {"old": shapely.box(10.0, 50.0, 10.01, 50.01), "new": shapely.box(10.05, 50.0, 10.06, 50.01)}
HEAD = """\
plan: Two gates
status: in force
as_of: 2026-03-04T00:00+00:00
time_zone: Etc/UTC
ground:
  territory: territory.geojson#land
  people:
    - {file: people.csv, kind: residents, as_of: 2026-01-01, source: census}
areas:
  - {id: old, kind: ordered, geometry: areas.geojson#old, source: order}
  - {id: new, kind: destination, geometry: areas.geojson#new, source: order}
notices:
  - {id: order, areas: [old], to: [new], issued: 2026-03-04T00:00+00:00}
"""
SUPPLY = """\
supply:
  days: 4
  commodities:
    - {id: water, kind: water, unit: l, units_per_truck: 10000}
    - {id: fuel, kind: fuel, unit: l, units_per_truck: 20000}
  crossings:
    - {id: north, at: [10.0, 50.02], trucks_per_day: 6, collection_per_day: 100}
    - {id: south, at: [10.05, 49.99], trucks_per_day: [4, 6], collection_per_day: 100}
  stores:
    - {id: depot, kind: distribution, serves: [old, new]}
    - id: hospital
      kind: hospital
      stocks:
        - {commodity: fuel, amount: 1000, burn: 500, burn_unit: l_per_day, as_of: 2026-03-04T00:00,
           fails: [wards]}
    - {id: dry-well, kind: water, serves: [old, new], makes: [{commodity: water, per_day: 0}]}
  routes:
    - {id: n, from: north, to: depot, trucks_per_day: 100, transit_h: 1}
    - {id: s, from: south, to: depot, trucks_per_day: 100, transit_h: 1}
    - {id: h, from: south, to: hospital, trucks_per_day: 100, transit_h: 1}
  fleet: {trucks: 100, turnaround_h: 2}
"""
DRY_WELL = "    - {id: dry-well, kind: water, serves: [old, new], makes: [{commodity: water, per_day: 0}]}\n"
"""That nothing is made inside: without a word on it no want of water is refuted."""


def write_town(folder: Path, *changes: tuple[str, str], more: str = "") -> Path:
    """Write the plan with each change made once, and its files; return the plan's path."""
    text = HEAD + SUPPLY + more
    for before, after in changes:
        assert text.count(before) >= 1, before
        text = text.replace(before, after, 1)
    shapes = {"areas.geojson": AREAS, "territory.geojson": {"land": shapely.box(9.99, 49.98, 10.07, 50.03)}}
    for name, named in shapes.items():
        features = [
            {"type": "Feature", "properties": {"id": key}, "geometry": json.loads(shapely.to_geojson(shape))}
            for key, shape in named.items()
        ]
        (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (folder / "people.csv").write_text("lon,lat,persons\n10.005,50.005,10000\n10.055,50.005,5000\n")
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path
