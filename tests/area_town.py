"""A row of eight square blocks, and plans over it whose answers are worked out by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import shapely

from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.plan.places import LoadedPlan

STEP = 0.01
BLOCKS = {str(i): shapely.box(30 + STEP * i, 10, 30 + STEP * (i + 1), 10 + STEP) for i in range(1, 9)}
PERSONS = {str(i): 1000 * i for i in range(1, 9)}

HEAD = """\
plan: Row of blocks
status: in force
as_of: 2024-03-10T12:00+00:00
time_zone: Etc/UTC
ground:
  blocks: {file: blocks.geojson}
"""
PEOPLE = "  people:\n    - {file: people.geojson, kind: residents, as_of: 2024-01-01, source: census}\n"


def write_plan(folder: Path, body: str, *, people: bool = True) -> Path:
    """Write the blocks, the people and a plan; ``body`` is what follows the ground."""
    features = [
        {
            "type": "Feature",
            "properties": {"id": block, "persons": PERSONS[block]},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for block, shape in BLOCKS.items()
    ]
    for name in ("blocks.geojson", "people.geojson"):
        (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    path = folder / "plan.yaml"
    path.write_text(HEAD + (PEOPLE if people else "") + body, encoding="utf-8")
    return path


def row(folder: Path, body: str, *, people: bool = True) -> LoadedPlan:
    """Return a plan over the row of blocks."""
    return load_plan(write_plan(folder, body, people=people))
