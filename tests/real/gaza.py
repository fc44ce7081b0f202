"""A plan on the published block map: the orders of 4 and 8 December 2023 and the first humanitarian area.

Streets are the skeleton of the main roads, without class or width: schematic. People are totals of
governorates and stay totals: nobody counted the blocks.
"""

import csv
import json
import os
from email.utils import parsedate_to_datetime
from pathlib import Path

PERSONS_BY_GOVERNORATE = {
    "North Gaza": 377_126,
    "Gaza": 645_204,
    "Deir Al-Balah": 273_381,
    "Khan Younis": 351_934,
    "Rafah": 233_490,
}
"""Projections of the Palestinian Central Bureau of Statistics for mid-2016."""

PLAN = """\
plan: Orders of 4 and 8 December 2023 on the block map
status: announced
as_of: 2023-12-08T12:00+02:00
territory: Gaza Strip
ground:
  streets: {{file: roads.csv, grade: schematic, source: skeleton}}
  people:
    - {{file: people.geojson, kind: residents, as_of: 2016-07-01, source: projection}}
  blocks: {{file: "{blocks}", id: Block, source: block-map}}
areas:
  - {{id: order-4-december, kind: ordered, blocks: {december_4}, source: block-map}}
  - {{id: order-8-december, kind: ordered, blocks: {december_8}, source: block-map}}
  - {{id: al-mawasi, kind: destination, called: humanitarian area, geometry: "{humanitarian}",
     source: block-map}}
notices:
  - {{id: december-4, areas: [order-4-december], to: [al-mawasi], issued: 2023-12-04T07:02+02:00}}
  - {{id: december-8, areas: [order-8-december], issued: 2023-12-08T10:10+02:00}}
sources:
  - {{id: skeleton, title: Skeleton of the main roads, sensitivity: public}}
  - {{id: projection, title: Projection for mid-2016, sensitivity: public}}
  - {{id: block-map, title: Published block map digitised, sensitivity: public}}
"""


def write_plan(folder: Path, data: Path) -> Path:
    """Write the plan with its roads and people; blocks and areas stay where the real data is."""
    gaza = data / "gaza"
    ordered = orders(gaza / "orders-2023-12.geojson")
    write_roads(gaza / "main-roads.txt", folder / "roads.csv")
    write_people(gaza / "governorates.geojson", folder / "people.geojson")
    plan, beside = folder / "plan.yaml", Path(os.path.relpath(gaza, folder)).as_posix()
    plan.write_text(
        PLAN.format(
            blocks=f"{beside}/blocks.geojson",
            humanitarian=f"{beside}/humanitarian-area-first.geojson",
            december_4=json.dumps(ordered[4]),
            december_8=json.dumps(ordered[8]),
        ),
        encoding="utf-8",
    )
    return plan


def orders(path: Path) -> dict[int, list[str]]:
    """Return day of December → blocks ordered, as the file has them."""
    found: dict[int, list[str]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        day = parsedate_to_datetime(feature["properties"]["Date"]).day
        found.setdefault(day, []).append(f"{feature['properties']['Block']:g}")
    return found


def write_roads(skeleton: Path, path: Path) -> None:
    """Write the junctions and links as a links table."""
    lines = skeleton.read_text(encoding="utf-8").splitlines()
    junctions, links = (int(count) for count in lines[0].split())
    place = {name: (lon, lat) for name, lat, lon in (line.split() for line in lines[1 : junctions + 1])}
    streets = {tuple(sorted(line.split())) for line in lines[junctions + 1 : junctions + 1 + links]}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["from", "to", "from_lon", "from_lat", "to_lon", "to_lat", "class"])
        for tail, head in sorted(streets):
            table.writerow([tail, head, *place[tail], *place[head], "primary"])


def write_people(governorates: Path, path: Path) -> None:
    """Write a polygon for each governorate of the Strip, with its total."""
    features = [
        {
            "type": "Feature",
            "properties": {"persons": PERSONS_BY_GOVERNORATE[feature["properties"]["adm2_name"]]},
            "geometry": feature["geometry"],
        }
        for feature in json.loads(governorates.read_text(encoding="utf-8"))["features"]
        if feature["properties"]["adm2_name"] in PERSONS_BY_GOVERNORATE
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
