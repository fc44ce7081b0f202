"""Windows, curfews, closures, rubble, checkpoints, movements, transport: read, and each wrong one a fault."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from tests.plan.conftest import Town

HERE = "commitments:\n"
OPEN = 'open: "09:00-16:00"'
WINDOW = "{from: 2026-03-04T09:00Z, until: 2026-03-04T12:00Z, quota: [50, 80]}"
ALL = """\
curfews:
  - {hours: "18:00-06:00", until: 2026-03-08T06:00Z, source: census}
closures:
  - {id: mill-lane, where: "conditions.geojson#lane", from: 2026-03-04T12:00Z, source: census}
  - {id: market, where: "conditions.geojson#square"}
rubble:
  - {where: "conditions.geojson#square", width_factor: [0, 0.5], source: census}
checkpoints:
  - {id: post, at: "conditions.geojson#post", throughput_per_h: [500, 900], open: [WINDOW], source: census}
movements:
  - {id: convoy, from: [hill], to: [low-town], persons: [200, 400], begins: 2026-03-04T10:00Z, source: census}
transport:
  - {notice: notice-1, vehicles: [10, 20], seats: 4, loading_h: [0.3, 0.8], source: census}
""".replace("WINDOW", WINDOW)


@pytest.fixture
def conditions(town: Town) -> Town:
    shapes = [
        shapely.LineString([(34.2, 31.2), (34.21, 31.2)]),
        shapely.box(34.2, 31.2, 34.21, 31.21),
        shapely.Point(34.205, 31.205),
        shapely.Point(34.206, 31.205),
        shapely.Point(34.207, 31.205),
    ]
    town.geojson("conditions.geojson", shapes, {"id": ["lane", "square", "post", "two", "two"]})
    return town


def with_all(*changes: tuple[str, str]) -> tuple[str, str]:
    text = ALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return HERE, text + HERE


def test_all_of_them_are_read_with_their_places(conditions: Town) -> None:
    loaded = conditions.load(with_all(), (OPEN, f"open: [{WINDOW}], one_way: true"))
    plan = loaded.plan
    assert plan.corridors[0].one_way is True
    (window,) = plan.corridors[0].open
    assert window.from_ == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert window.quota == (50.0, 80.0)
    assert plan.curfews[0].until == datetime(2026, 3, 8, 6, 0, tzinfo=UTC)
    assert plan.movements[0].from_ == ("hill",)
    assert {name: shape.geom_type for name, shape in loaded.closures.items()} == {
        "mill-lane": "LineString",
        "market": "Polygon",
    }
    assert loaded.rubble[0].geom_type == "Polygon"
    assert loaded.checkpoints["post"].equals(shapely.Point(34.205, 31.205))
    assert "conditions.geojson" in loaded.hashes


WRONG = [
    (("18:00-06:00", "18:00-18:00"), "curfews[0].hours", "has no length"),
    (("18:00-06:00", "6pm-6am"), "curfews[0].hours", "is no span of a day"),
    (("18:00-06:00", "18:00-06:00, 05:00-07:00"), "curfews[0].hours", "overlap"),
    (("until: 2026-03-08", "untill: 2026-03-08"), "curfews[0].untill", "Did you mean until?"),
    (
        ("until: 2026-03-08T06:00Z", "from: 2026-03-09T06:00Z, until: 2026-03-08T06:00Z"),
        "curfews[0].until",
        "after",
    ),
    (
        ("from: 2026-03-04T12:00Z, source", "from: 2026-03-04T12:00Z, until: 2026-03-04T12:00Z, source"),
        "closures[0].until",
        "not after the begin",
    ),
    (("from: 2026-03-04T12:00Z, source", "from: noon, source"), "closures[0].from", "a time"),
    (("id: market", "id: mill-lane"), "closures[1].id", "Rename one."),
    (("#lane", "#lan"), "", "a feature whose id"),
    (("#lane", "#post"), "", "a polygon or a line"),
    (('at: "conditions.geojson#post', 'at: "conditions.geojson#lane'), "", "a point"),
    (('at: "conditions.geojson#post', 'at: "conditions.geojson#two'), "", "2 points"),
    (('at: "conditions.geojson#post', 'at: "condition.geojson#post'), "checkpoints[0].at", "Did you mean"),
    (("width_factor: [0, 0.5], ", ""), "rubble[0]", "without `width_factor`"),
    (("[0, 0.5]", "[0, 50]"), "rubble[0].width_factor", "Write 0.5 for 50 %."),
    (("[0, 0.5]", "[0.5, 0]"), "rubble[0].width_factor", "Put the smallest first"),
    (("[500, 900]", "-1"), "checkpoints[0].throughput_per_h", "0 or more"),
    (
        ("until: 2026-03-04T12:00Z", "until: 2026-03-04T08:00Z"),
        "checkpoints[0].open[0].until",
        "until after from",
    ),
    (("[WINDOW]".replace("WINDOW", WINDOW), "[]"), "checkpoints[0].open", "at least one"),
    (("quota: [50, 80]", "quota: many"), "checkpoints[0].open[0].quota", "a number"),
    (("from: [hill]", "from: [hil]"), "movements[0].from[0]", "Did you mean hill?"),
    (("to: [low-town]", "to: []"), "movements[0].to", "at least one area"),
    (("persons: [200, 400], ", ""), "movements[0]", "Add `persons: …`."),
    (("notice: notice-1", "notice: notice-2"), "transport[0].notice", "Did you mean notice-1?"),
    (
        ("seats: 4, loading_h: [0.3, 0.8], source: census", "seats: 4, loading_h: 1, source: x"),
        "transport[0].source",
        "census",
    ),
]


@pytest.mark.parametrize(("change", "place", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_one_wrong_condition_is_one_fault_with_its_place(
    conditions: Town, change: tuple[str, str], place: str, said: str
) -> None:
    fault = conditions.fault(with_all(change))
    assert said in str(fault)
    if place:
        assert fault.place.split(", ", 1)[1] == place
    else:
        assert fault.file.endswith("conditions.geojson")


def test_windows_of_a_corridor_that_overlap_are_a_fault(conditions: Town) -> None:
    second = "{from: 2026-03-04T11:00Z, until: 2026-03-04T13:00Z}"
    fault = conditions.fault((OPEN, f"open: [{WINDOW}, {second}]"))
    assert fault.place.endswith("corridors[0].open[1].from")
    assert "windows that do not overlap" in str(fault)
    touching = second.replace("11:00Z", "12:00Z")
    assert conditions.load((OPEN, f"open: [{touching}, {WINDOW}]")).plan.corridors[0].open


def test_a_number_a_window_needs_windows(conditions: Town) -> None:
    fault = conditions.fault((OPEN, "persons_per_window: 100"))
    assert fault.place.endswith("corridors[0].persons_per_window")


def test_only_by_corridors_needs_corridors_with_routes(conditions: Town) -> None:
    none = conditions.fault(("    corridors: [bridge]\n", "    only_by_corridors: true\n"))
    assert none.place.endswith("notices[0].only_by_corridors")
    named = ("    corridors: [bridge]\n", "    corridors: [bridge]\n    only_by_corridors: true\n")
    without = conditions.fault(named, ('route: "corridors.geojson#bridge", ', ""))
    assert without.place.endswith("notices[0].corridors[0]")
    assert conditions.load(named).plan.notices[0].only_by_corridors is True


def test_windows_before_the_notice_and_checkpoints_that_say_nothing_are_remarked(conditions: Town) -> None:
    past = "{from: 2026-03-01T09:00Z, until: 2026-03-01T12:00Z}"
    idle = with_all((f"throughput_per_h: [500, 900], open: [{WINDOW}], ", ""))
    loaded = conditions.load((OPEN, f"open: [{past}]"), idle)
    said = " ".join(remark.text for remark in loaded.remarks)
    assert "Every window of bridge ends before notice-1 was issued." in said
    assert "neither throughput nor hours are stated" in said
    without = conditions.load(('route: "corridors.geojson#bridge", ', ""))
    assert "bridge has limits and no route" in " ".join(remark.text for remark in without.remarks)


def test_polygons_and_lines_in_one_closure_are_refused(conditions: Town) -> None:
    both = [shapely.LineString([(34.2, 31.2), (34.21, 31.2)]), shapely.box(34.2, 31.2, 34.21, 31.21)]
    conditions.geojson("both.geojson", both, {"id": ["x", "x"]})
    conditions.write(with_all(("conditions.geojson#lane", "both.geojson#x")))
    with pytest.raises(Exception, match="polygons and lines together"):
        load_plan(conditions.path)
