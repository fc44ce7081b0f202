"""A town behind a river through the whole of an examination: what its map holds beside the streets.

The town lies west of a river 40 m wide; the hill to which it is told to go, east of it. One bridge, 4 m
wide on 2 lanes, joins them. Everybody walks at 1 m/s, and 1 person a second passes a metre of width.
"""

import json
from pathlib import Path

import pytest
import shapely
from tests.osm_map import PLANE, Map

from safeground.assess import assess
from safeground.publish.write import write

PLAN = """\
plan: A town behind a river
status: in force
as_of: 2026-03-04T12:00Z
ground:
  streets: {file: town.osm, grade: mapped, as_of: 2026-01-01, source: map}
  people:
    - {file: people.csv, kind: residents, as_of: 2026-01-01, source: census, cell_m: 200}
LAND
areas:
  - {id: town, kind: ordered, geometry: areas.geojson#town}
  - {id: hill, kind: destination, geometry: areas.geojson#hill}
notices:
  - {id: order, areas: [town], to: [hill], issued: 2026-03-04T06:00Z, deadline: "2026-03-04T07:00Z",
     deadline_means: arrived}
sources:
  - {id: map, title: OpenStreetMap, sensitivity: public}
  - {id: census, title: Census}
assumptions:
  modes: [on_foot]
  walking_speed_m_s: 1
  slow_walking_speed_m_s: 1
  specific_flow_per_m_s: 1
  walks_slowly_share: 0
  cannot_walk_share: 0
  start_delay_h: 0
"""


def drawn(**river: str) -> Map:
    town = Map()
    town.line((-400, 0), (0, 0), (500, 0), highway="residential", name="Long Street", width="4")
    town.line((500, 0), (540, 0), highway="residential", bridge="yes", name="Long Bridge", width="4")
    town.line((540, 0), (1000, 0), highway="residential", width="4")
    # 36 km of river, so that nobody can walk around it in time.
    town.box(500, -9000, 540, 9000, **({"natural": "water"} | river))
    town.line((200, -100), (200, -300), barrier="wall")
    town.line((400, 200), (700, 200), railway="rail", bridge="yes")
    town.line((500, -50), (540, -50), route="ferry")
    town.line((2900, 100), (3000, 100), highway="construction")
    return town


@pytest.fixture
def examined(tmp_path: Path):
    def examining(land: str, *, persons: int = 40_000, town: Map | None = None, cells=None):
        (town or drawn()).write(tmp_path / "town.osm", extent=(-12_000, -12_000, 12_000, 12_000))
        areas = {"town": shapely.box(-300, -200, 300, 200), "hill": shapely.box(700, -200, 900, 200)}
        features = [
            {
                "type": "Feature",
                "properties": {"id": name},
                "geometry": json.loads(shapely.to_geojson(PLANE.unproject(shape))),
            }
            for name, shape in areas.items()
        ]
        collection = {"type": "FeatureCollection", "features": features}
        (tmp_path / "areas.geojson").write_text(json.dumps(collection), encoding="utf-8")
        rows = ["lon,lat,persons"]
        for x, y in cells or [(-200, 0), (0, 0)]:
            lon, lat = PLANE.lonlat(x, y)
            rows.append(f"{float(lon):.9f},{float(lat):.9f},{persons / len(cells or [0, 0]):g}")
        (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
        plan = tmp_path / "plan.yaml"
        plan.write_text(PLAN.replace("LAND\n", land), encoding="utf-8")
        return assess(plan, seconds=5)

    return examining


def arrived(assessment):
    return next(one for one in assessment.findings if one.id == "reach.order.arrived")


def test_water_that_the_plan_takes_as_a_barrier_makes_it_not_met(examined):
    found = arrived(examined("  land_cover: {barriers: [water]}\n"))
    assert found.answer == "not_met"
    assert (
        "as far as the named barriers (1 stretch of water, where 20 m wide or more) are barriers"
        in found.statement
    )
    assert (
        "also holds 1 ferry line and 1 railway bridge there, which are not counted as ways" in found.statement
    )


def test_water_that_it_does_not_take_as_one_makes_it_depend(examined):
    found = arrived(examined("  land_cover: {barriers: [wall]}\n"))
    assert found.answer == "depends"
    assert found.statement.startswith(
        "40,000 people are ordered to move, counted on 33 % of the area. Depends on"
    )
    assert (
        "The map shows 1 stretch of water there, which the plan does not take as barriers: whether they hold "
        "people up is unknown."
    ) in found.statement
    assert "1 ferry line and 1 railway bridge there" in found.statement
    assert found.deciders[0].assumption == "leaving the streets"


@pytest.mark.parametrize("river", [{"intermittent": "yes"}, {"natural": "wetland"}])
def test_water_that_may_be_dry_or_is_none_makes_it_depend(examined, river):
    found = arrived(examined("  land_cover: {barriers: [water]}\n", town=drawn(**river)))
    assert found.answer == "depends"


def test_without_land_cover_nothing_says_whether_people_can_leave_the_streets(examined):
    found = arrived(examined(""))
    assert found.answer == "depends"
    assert "nothing says whether people can leave them" in found.statement


def test_a_ground_polygon_of_the_plan_that_is_crossable_opens_what_a_map_closes(examined, tmp_path):
    """Somebody surveyed that the river freezes over at one place."""
    ice = PLANE.unproject(shapely.box(480, -300, 560, -100))
    feature = {
        "type": "Feature",
        "properties": {"ground": "crossable", "source": "map"},
        "geometry": json.loads(shapely.to_geojson(ice)),
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    (tmp_path / "ground.geojson").write_text(json.dumps(collection), encoding="utf-8")
    found = arrived(examined("  land_cover: {barriers: [water]}\n  open_ground: ground.geojson\n"))
    assert found.answer == "depends"


def test_what_was_taken_for_what_stands_in_the_report_with_its_source(examined, tmp_path):
    assessment = examined("  land_cover: {barriers: [water]}\n")
    said = [remark.text for remark in assessment.remarks]
    assert (
        "Taken as barriers, as the plan lists them: 1 stretch of water, where 20 m wide or more (way 4), by "
        "OpenStreetMap as of 2026-01-01."
    ) in said
    assert any(
        text.startswith("Whether they can be crossed is unknown") and "1 wall" in text for text in said
    )
    write(assessment, tmp_path / "out", lambda _: None)
    for edition in ("restricted", "public"):
        report = (tmp_path / "out" / edition / "report.html").read_text(encoding="utf-8")
        assert "1 stretch of water, where 20 m wide or more" in report
        assert 'class="barrier"' in report


def test_how_much_of_the_area_the_people_cover_is_said(examined):
    assessment = examined("")
    (share,) = (one for one in assessment.remarks if "of the area that order orders to leave" in one.text)
    assert share.kind == "warning"
    assert share.text.startswith("The layers of people cover 33 % of the area")
    whole = examined("", cells=[(x, y) for x in (-200, 0, 200) for y in (-100, 100)])
    assert "counted on" not in arrived(whole).statement
    assert not any("of the area that order orders" in remark.text for remark in whole.remarks)


def test_a_schedule_is_for_the_people_counted(examined):
    found = arrived(examined("", persons=1200))
    assert found.answer == "not_refuted"
    assert (
        "The schedule is for the people counted: the layers of people cover 33 % of the area"
        in found.statement
    )
