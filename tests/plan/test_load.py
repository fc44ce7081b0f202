"""Loading: words, places and texts come in unharmed; what was inferred is said."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from safeground.formats.projection import area_m2
from safeground.plan.load import check, load_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.plan.conftest import Town


def square(column: int, row: int = 0) -> shapely.Polygon:
    west, south = 34.2 + 0.01 * column, 31.2 + 0.01 * row
    return shapely.box(west, south, west + 0.01, south + 0.01)


def test_the_plan_loads_whole_and_nothing_needs_to_be_said(town: Town) -> None:
    loaded = town.load()
    assert loaded.remarks == ()
    assert loaded.plan.as_of == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    assert loaded.plan.ground.people[0].as_of == date(2025, 7, 1)
    assert loaded.plan.areas[1].usable_m2 == (90000.0, 120000.0)
    assert loaded.plan.assumptions.cannot_walk_share == 0.05
    assert loaded.blocks_of_area == {"low-town": ("36", "38", "39", "40"), "hill": ()}
    assert loaded.areas["low-town"].equals(shapely.union_all([square(i) for i in range(4)]))
    assert loaded.areas["hill"].equals_exact(square(1, 3), 1e-9)
    assert loaded.corridors["bridge"].geom_type == "LineString"
    assert loaded.open_ground is not None
    assert [(one.kind, one.source) for one in loaded.open_ground] == [("crossable", "survey")]
    assert loaded.unusable is not None
    assert [(one.kind, one.source) for one in loaded.unusable] == [("dune", "survey")]
    assert loaded.gazetteer is not None
    assert loaded.gazetteer.names[0] == "B 36"
    assert check(town.path) == ()


def test_text_in_three_scripts_passes_through(town: Town) -> None:
    plan, texts = town.load().plan, town.load().texts
    assert plan.areas[1].called == "منطقة إنسانية"
    assert plan.commitments[0].words == "Лікарень там немає."
    assert texts["notice-1"] == {"en": "Leave by 18:00.\n", "he": "צאו מהעיר"}


def test_every_file_that_was_read_is_hashed(town: Town) -> None:
    hashes = town.load().hashes
    assert set(hashes) == {entry.name for entry in town.folder.iterdir()}
    assert hashes["people.csv"] == hashlib.sha256((town.folder / "people.csv").read_bytes()).hexdigest()


def test_the_parts_of_a_shapefile_are_hashed_too(town: Town) -> None:
    import pyogrio

    (town.folder / "maps").mkdir()
    pyogrio.raw.write(
        town.folder / "maps" / "hill.shp",
        shapely.to_wkb(np.array([square(1, 3)], dtype=object)),
        [np.array(["hill"], dtype=object)],
        ["id"],
        geometry_type="Polygon",
        crs="EPSG:4326",
    )
    loaded = town.load(("areas.geojson#hill", "maps/hill.shp#hill"))
    assert {"maps/hill.shp", "maps/hill.dbf", "maps/hill.prj"} <= set(loaded.hashes)


def test_keys_without_a_value_are_not_stated(town: Town) -> None:
    loaded = town.load(("    deadline: 2026-03-04T18:00+02:00\n", "    deadline:\n    channels: ~\n"))
    assert loaded.plan.notices[0].deadline is None
    assert loaded.plan.notices[0].channels == ()


def test_text_that_looks_like_something_else_is_text(town: Town) -> None:
    loaded = town.load(
        ("called: منطقة إنسانية", "called: no"), ("plan: River town, flood order", "plan: 12:30")
    )
    assert (loaded.plan.plan, loaded.plan.areas[1].called) == ("12:30", "no")
    unquoted = town.load(('blocks: ["36", "38-40"]', "blocks: [36, 220.10]"))
    assert unquoted.blocks_of_area["low-town"] == ("36", "220.10")


def test_ranges_take_in_sub_blocks_and_say_so(town: Town) -> None:
    loaded = town.load(('["36", "38-40"]', '["219-221"]'))
    assert loaded.blocks_of_area["low-town"] == ("219", "220.1", "220.10", "221")
    (remark,) = loaded.remarks
    assert (remark.kind, remark.file, remark.count) == ("inferred", "plan.yaml", 2)
    assert "220.1, 220.10" in remark.text


def test_ranges_that_end_at_no_block_are_used_and_said(town: Town) -> None:
    loaded = town.load(('["36", "38-40"]', '["37-40"]'))
    assert loaded.blocks_of_area["low-town"] == ("38", "39", "40")
    assert [remark.kind for remark in loaded.remarks] == ["warning"]
    assert "37" in loaded.remarks[0].text


def test_exceptions_are_taken_out_of_lists_and_of_drawings(town: Town) -> None:
    listed = town.load(("    valid_from", '    except_blocks: ["39"]\n    valid_from'))
    assert listed.blocks_of_area["low-town"] == ("36", "38", "40")
    assert listed.areas["low-town"].equals(shapely.union_all([square(0), square(1), square(3)]))
    town.geojson("drawn.geojson", [shapely.box(34.2, 31.2, 34.24, 31.21)], {"id": ["x"]})
    drawn = town.load(('blocks: ["36", "38-40"]', 'geometry: drawn.geojson\n    except_blocks: ["39"]'))
    assert area_m2(drawn.areas["low-town"]) == pytest.approx(area_m2(listed.areas["low-town"]), rel=1e-6)
    idle = town.load(("    valid_from", '    except_blocks: ["221"]\n    valid_from'))
    assert [remark.kind for remark in idle.remarks] == ["warning"]


def test_an_area_that_is_listed_and_drawn_is_both_and_the_difference_is_said(town: Town) -> None:
    town.geojson("drawn.geojson", [shapely.union(square(3), square(4))], {"id": ["x"]})
    loaded = town.load(('blocks: ["36", "38-40"]', 'blocks: ["36", "38-40"]\n    geometry: drawn.geojson'))
    assert loaded.areas["low-town"].equals(shapely.union_all([square(i) for i in range(5)]))
    (remark,) = loaded.remarks
    one, three = area_m2(square(4)) / 1e6, 3 * area_m2(square(0)) / 1e6
    assert f"{one:.2f} km² are only drawn, {three:.2f} km² only listed" in remark.text


def test_features_are_found_by_id_then_name_then_number(town: Town) -> None:
    # `hill` is the id of the first feature and the name of the second: the id decides.
    assert town.load().areas["hill"].equals_exact(square(1, 3), 1e-9)
    by_name = town.load(("areas.geojson#hill", "areas.geojson#Hill"))
    assert by_name.areas["hill"].equals_exact(square(1, 3), 1e-9)
    by_number = town.load(("areas.geojson#hill", "areas.geojson#1"))
    assert by_number.areas["hill"].equals_exact(square(5, 3), 1e-9)
    whole = town.load(("areas.geojson#hill", "areas.geojson"))
    assert area_m2(whole.areas["hill"]) == pytest.approx(2 * area_m2(square(1, 3)))
    assert [(remark.kind, remark.count) for remark in whole.remarks] == [("inferred", 2)]


def test_a_small_fault_of_drawing_is_repaired_and_said(town: Town) -> None:
    tail = shapely.Polygon(
        [
            (34.21, 31.23),
            (34.22, 31.23),
            (34.22, 31.24),
            (34.215, 31.24),
            (34.215, 31.25),
            (34.215, 31.24),
            (34.21, 31.24),
        ]
    )
    assert not tail.is_valid
    town.geojson("areas.geojson", [tail], {"id": ["hill"]})
    loaded = town.load()
    assert loaded.areas["hill"].is_valid
    assert [(remark.kind, remark.file, remark.count) for remark in loaded.remarks] == [
        ("repaired", "areas.geojson", 1)
    ]


def test_a_destination_partly_inside_its_order_is_said_with_its_share(town: Town) -> None:
    town.geojson("areas.geojson", [shapely.union(square(3), square(3, 1))], {"id": ["hill"]})
    (remark,) = town.load().remarks
    assert remark.kind == "warning"
    assert "50% of the destination hill" in remark.text


def test_a_destination_that_another_notice_orders_to_leave_is_said(town: Town) -> None:
    other = (
        "corridors:\n  - {",
        "  - {id: notice-2, areas: [upper], issued: 2026-03-04T07:00+02:00}\ncorridors:\n  - {",
    )
    area = ("notices:\n", "  - {id: upper, kind: ordered, geometry: areas.geojson#hill}\nnotices:\n")
    (remark,) = town.load(area, other).remarks
    assert "100% of the destination hill lies inside the area that notice-2 orders to leave" in remark.text


def test_the_time_zone_is_applied_where_an_offset_is_missing_and_listed(town: Town) -> None:
    loaded = town.load(
        ("status: in force", "status: in force\ntime_zone: Asia/Gaza"),
        ("deadline: 2026-03-04T18:00+02:00", "deadline: 2026-03-04T18:00"),
        ("valid_to: 2026-03-09T06:00+02:00", "valid_to: 2026-07-09T06:00:30"),
    )
    assert loaded.plan.notices[0].deadline == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    assert loaded.plan.areas[0].valid_to == datetime(2026, 7, 9, 3, 0, 30, tzinfo=UTC)
    (remark,) = loaded.remarks
    assert (remark.kind, remark.count) == ("inferred", 2)
    assert "2026-03-04T18:00+02:00" in remark.text
    assert f"line {town.line('deadline: ')}, notices[0].deadline" in remark.text


def test_an_offset_that_is_not_the_zone_s_is_kept_and_said(town: Town) -> None:
    loaded = town.load(
        ("status: in force", "status: in force\ntime_zone: Asia/Gaza"),
        ("valid_to: 2026-03-09T06:00+02:00", "valid_to: 2026-07-09T06:00+02:00"),
    )
    assert [remark.kind for remark in loaded.remarks] == ["warning"]
    assert "2026-07-09T07:00+03:00" in loaded.remarks[0].text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("status: in force", "status: discussed", "discussed"),
        ("issued: 2026-03-04T06:00", "issued: 2026-03-04T13:00", "after the plan's as_of"),
        ("as_of: 2025-07-01", "as_of: 2026-07-01", "newer than the plan"),
        ("[0.4, 0.8, 1.2]", "[3, 4]", "were km/h meant?"),
        ("    areas: [low-town]", "    areas: [other]", "No notice names the ordered area low-town"),
    ],
)
def test_what_is_doubtful_is_used_and_said(town: Town, old: str, new: str, said: str) -> None:
    more = [("notices:\n", "  - {id: other, kind: ordered, geometry: areas.geojson#field}\nnotices:\n")]
    loaded = town.load((old, new), *(more if "other" in new else []))
    assert [remark.kind for remark in loaded.remarks] == ["warning"]
    assert said in loaded.remarks[0].text
    assert "line" in loaded.remarks[0].text


def test_layers_of_one_kind_are_said_to_add_up_unless_one_replaces(town: Town) -> None:
    layer = "    - {file: people.csv, kind: residents, as_of: 2025-07-01, source: census}\n"
    twice = town.load((layer, layer + layer))
    assert "counted beside" in twice.remarks[0].text
    assert town.load((layer, layer + layer.replace("}", ", replaces: residents}"))).remarks == ()


def test_without_a_list_of_sources_a_source_is_free_text_and_said(town: Town) -> None:
    sources = "sources:\n  - {id: census, title: Census, published: 2025-12-10}\n"
    (remark,) = town.load((sources, "")).remarks
    assert "census" in remark.text
    assert "notice-1" not in remark.text


def test_remarks_name_files_and_no_folder_of_somebody_s_disk(town: Town) -> None:
    loaded = town.load(('["36", "38-40"]', '["37-40"]'), ("status: in force", "status: discussed"))
    assert len(loaded.remarks) == 2
    for remark in loaded.remarks:
        assert str(town.folder) not in f"{remark.file} {remark.text}"


@pytest.fixture
def gaza(real_data: Path, tmp_path: Path) -> Callable[[str], Path]:
    def write(areas: str) -> Path:
        path = tmp_path / "plan.yaml"
        for name in ("blocks", "orders-2023-12", "humanitarian-area-first"):
            (tmp_path / f"{name}.geojson").symlink_to(real_data / "gaza" / f"{name}.geojson")
        path.write_text(
            "plan: Orders of December 2023\nstatus: announced\nas_of: 2023-12-08T10:10+02:00\n"
            f"ground:\n  blocks: {{file: blocks.geojson, id: Block}}\nareas:\n{areas}"
        )
        return path

    return write


def test_real_blocks_as_an_order_names_them(gaza: Callable[[str], Path]) -> None:
    path = gaza(
        '  - {id: east, kind: ordered, blocks: ["36", "38-54", "219-221"]}\n'
        "  - {id: mawasi, kind: destination, geometry: humanitarian-area-first.geojson}\n"
    )
    loaded = load_plan(path)
    assert loaded.gazetteer is not None
    assert len(loaded.gazetteer) == 628
    assert {"0", "220.1", "36"} <= set(loaded.gazetteer.ids)
    assert area_m2(shapely.union_all(loaded.gazetteer.geometry)) / 1e6 == pytest.approx(350.8, abs=0.3)
    assert {"220.1", "220.2", "42.3"} <= set(loaded.blocks_of_area["east"])
    assert area_m2(loaded.areas["mawasi"]) / 1e6 == pytest.approx(6.68, abs=0.01)
    said = " ".join(remark.text for remark in loaded.remarks)
    assert "stored as numbers" in said
    assert "140 and 151 by 1,825 m²" in said
    assert "sub-blocks" in said


def test_real_repairs_are_said_and_change_next_to_nothing(real_data: Path, tmp_path: Path) -> None:
    (tmp_path / "zones.kml").symlink_to(real_data / "robustness" / "fl-escambia-everything.kml")
    path = tmp_path / "plan.yaml"
    path.write_text(
        "plan: Zones\nstatus: announced\nas_of: 2026-03-04T12:00Z\nground: {}\n"
        "areas: [{id: zones, kind: ordered, geometry: zones.kml#1}]\n"
    )
    loaded = load_plan(path)
    assert loaded.areas["zones"].is_valid
    assert [remark.count for remark in loaded.remarks if remark.kind == "repaired"] == [1]
