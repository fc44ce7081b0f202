"""A small plan with all its files, to be changed by one thing a test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from safeground.errors import Fault, InputError
from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.plan.places import LoadedPlan

PLAN = """\
plan: River town, flood order
status: in force
as_of: 2026-03-04T12:00+02:00
ground:
  streets: {file: streets.osm, grade: mapped, source: census}
  people:
    - {file: people.csv, kind: residents, as_of: 2025-07-01, source: census}
  blocks: {file: blocks.geojson, name: called}
  sites: sites.csv
  open_ground: open_ground.geojson
  unusable: unusable.geojson
areas:
  - id: low-town
    kind: ordered
    blocks: ["36", "38-40"]
    valid_from: 2026-03-04T06:00+02:00
    valid_to: 2026-03-09T06:00+02:00
    source: notice-1
  - id: hill
    kind: destination
    called: منطقة إنسانية
    geometry: areas.geojson#hill
    usable_m2: [90000, 120000]
    services: {taps: 24, source: census}
notices:
  - id: notice-1
    areas: [low-town]
    to: [hill]
    corridors: [bridge]
    issued: 2026-03-04T06:00+02:00
    deadline: 2026-03-04T18:00+02:00
    deadline_means: out
    text: {en: notice-1.en.txt, he: צאו מהעיר}
corridors:
  - {id: bridge, route: "corridors.geojson#bridge", open: "09:00-16:00", on_foot: true}
commitments:
  - id: no-hospital
    promisor: Flood Directorate
    words: Лікарень там немає.
    sites: {no_site_in: low-town, classes: [hospital]}
sources:
  - {id: census, title: Census, published: 2025-12-10}
assumptions:
  walking_speed_m_s: [0.4, 0.8, 1.2]
  cannot_walk_share: 0.05
"""

STEP = 0.01


def square(column: int, row: int = 0, size: float = STEP) -> shapely.Polygon:
    """A square of the town's raster, counted from its south-west corner."""
    west, south = 34.2 + STEP * column, 31.2 + STEP * row
    return shapely.box(west, south, west + size, south + size)


BLOCKS = {
    "36": square(0),
    "38": square(1),
    "39": square(2),
    "40": square(3),
    "219": square(4),
    "220.1": square(5),
    "220.10": square(6),
    "221": square(7),
}


@dataclass
class Town:
    """The plan's folder."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "plan.yaml"

    def write(self, *changes: tuple[str, str], text: str = PLAN) -> Path:
        """Write the plan with some of its text replaced; each replaced text must be there once."""
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the plan"
            text = text.replace(old, new)
        self.path.write_text(text, encoding="utf-8")
        return self.path

    def load(self, *changes: tuple[str, str]) -> LoadedPlan:
        return load_plan(self.write(*changes))

    def faults(self, *changes: tuple[str, str]) -> tuple[Fault, ...]:
        """The faults of the plan so changed; it must have some."""
        self.write(*changes)
        with pytest.raises(InputError) as caught:
            load_plan(self.path)
        return caught.value.faults

    def fault(self, *changes: tuple[str, str]) -> Fault:
        """The one fault of the plan so changed."""
        faults = self.faults(*changes)
        assert len(faults) == 1, "\n".join(map(str, faults))
        return faults[0]

    def line(self, text: str) -> int:
        """The line of the plan as written in which a text stands."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return next(i for i, line in enumerate(lines, start=1) if text in line)

    def geojson(
        self, name: str, shapes: list[shapely.Geometry | None], columns: dict[str, list[Any]]
    ) -> None:
        """Write a file of features."""
        features = [
            {
                "type": "Feature",
                "properties": {key: values[i] for key, values in columns.items()},
                "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
            }
            for i, shape in enumerate(shapes)
        ]
        collection = {"type": "FeatureCollection", "features": features}
        (self.folder / name).write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path)
    made.geojson(
        "blocks.geojson", list(BLOCKS.values()), {"id": list(BLOCKS), "called": [f"B {b}" for b in BLOCKS]}
    )
    made.geojson(
        "areas.geojson", [square(1, 3), square(5, 3)], {"id": ["hill", "field"], "name": ["Hill", "hill"]}
    )
    made.geojson(
        "corridors.geojson", [shapely.LineString([(34.2, 31.2), (34.21, 31.23)])], {"name": ["bridge"]}
    )
    made.geojson("open_ground.geojson", [square(0, 1)], {"ground": ["crossable"], "source": ["survey"]})
    made.geojson("unusable.geojson", [square(1, 3, STEP / 4)], {"kind": ["dune"], "source": ["survey"]})
    (tmp_path / "streets.osm").write_text("<osm/>")
    (tmp_path / "people.csv").write_text("lon,lat,persons\n34.205,31.205,100\n")
    (tmp_path / "sites.csv").write_text("id,name,class,lon,lat\n1,Clinic,clinic,34.205,31.205\n")
    (tmp_path / "notice-1.en.txt").write_text("Leave by 18:00.\n", encoding="utf-8")
    made.write()
    return made
