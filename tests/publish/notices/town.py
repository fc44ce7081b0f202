"""A small plan whose every restricted word, place and count is known, for publishing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ISSUER = "Flood Directorate"
AT = "2026-03-04T06:30+02:00"

PLAN = """\
plan: River town, flood order
status: in force
as_of: 2026-03-04T12:00+02:00
time_zone: Europe/Kyiv
ground:
  streets: {file: streets.csv, grade: mapped, source: survey}
  people:
    - {file: people.csv, kind: residents, as_of: 2025-07-01, source: relief}
  blocks: {file: blocks.geojson}
  sites: sites.csv
areas:
  - {id: low-town, kind: ordered, called: zone red, designated_by: Flood Directorate, blocks: ["36", "38-39"]}
  - {id: hill, kind: destination, called: منطقة إيواء, geometry: areas.geojson#hill}
notices:
  - id: first
    areas: [low-town]
    to: [hill]
    corridors: [bridge]
    issuer: Flood Directorate
    issued: 2026-03-04T06:00+02:00
    starts: 2026-03-04T07:00+02:00
    deadline: 2026-03-04T18:00:30+02:00
    deadline_means: out
    end: until the crest has passed
    stays: Those who stay keep their protection.
    contact: the town hall's desk
    channels: [radio, SMS]
    languages: [en, ar, uk]
    text: {en: "Leave blocks 36, 38 and 39.", ar: "غادروا", uk: "=Залиште"}
    source: bulletin-board
  - id: second
    areas: [low-town]
    issuer: Flood Directorate
    issued: 2026-03-04T06:10+02:00
    ends: 2026-03-06T06:00+02:00
    changes: first
    source: informant
corridors:
  - {id: bridge, route: "corridors.geojson#bridge", open: "09:00-12:00, 13:00-16:00"}
sources:
  - {id: bulletin-board, title: Order on the board, publisher: Flood Directorate, sensitivity: public}
  - {id: survey, title: Town survey of Maro, publisher: Surveyors of Maro}
  - {id: relief, title: Lists of the Quince Committee, publisher: Quince Committee}
  - {id: informant, title: A porter of the mill, publisher: Porters}
"""
SITES = [
    ("s-901", "Ana's ward", "clinic", 30.0143217, 47.0061239, "restricted"),
    ("s-902", "Вербна лікарня", "hospital", 30.0031477, 47.0128843, ""),
    ("s-903", "Clock tower", "heritage", 30.0171111, 47.0072222, "public"),
]
RESTRICTED = (
    "s-901", "Ana's ward", "30.0143217", "47.0061239", "30.0143", "s-902", "Вербна лікарня", "30.0031477",
    "47.0128843", "Town survey of Maro", "Surveyors of Maro", "Quince Committee", "A porter of the mill",
    "Porters", "informant", "48613", "48,613", "30.0111317", "47.0041713", "Clock tower of nowhere",
)  # fmt: skip
"""What may stand in no published file."""
PLACES = ((30.0143217, 47.0061239), (30.0031477, 47.0128843), (30.0111317, 47.0041713))


def square(west: float, south: float, side: float = 0.01) -> dict[str, object]:
    ring = [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(features: list[tuple[str, dict[str, object]]]) -> str:
    made = [{"type": "Feature", "properties": {"id": name}, "geometry": drawn} for name, drawn in features]
    return json.dumps({"type": "FeatureCollection", "features": made})


def write_town(folder: Path, plan: str = PLAN) -> Path:
    """Write the plan and its files; return the plan file."""
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [("36", square(30.0, 47.0)), ("38", square(30.01, 47.0)), ("39", square(30.02, 47.005))]
    (folder / "blocks.geojson").write_text(collection(blocks), encoding="utf-8")
    (folder / "areas.geojson").write_text(collection([("hill", square(30.05, 47.03))]), encoding="utf-8")
    way = {"type": "LineString", "coordinates": [[30.02, 47.01], [30.04, 47.02], [30.05, 47.03]]}
    (folder / "corridors.geojson").write_text(collection([("bridge", way)]), encoding="utf-8")
    rows = [",".join(map(str, site)) for site in SITES]
    (folder / "sites.csv").write_text("\n".join(["id,name,class,lon,lat,sensitivity", *rows]) + "\n", "utf-8")
    (folder / "people.csv").write_text("lon,lat,persons\n30.0111317,47.0041713,48613\n", "utf-8")
    lines = [
        "from,to,from_lon,from_lat,to_lon,to_lat,class,name",
        "a,b,30.0,47.0,30.02,47.0,residential,South Quay",  # on the southern edge
        "c,d,30.02,47.01,30.04,47.02,residential,Hill Road",  # under the corridor, in two pieces
        "d,g,30.04,47.02,30.05,47.03,residential,Hill Road",
        "e,f,30.005,46.995,30.005,47.015,residential,Cross Lane",  # crosses two edges
    ]
    (folder / "streets.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    return folder / "plan.yaml"
