"""Wrong plans beside the right one: each fault with its file, its place and its fix; several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.errors import InputError
from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plan.conftest import Town

GEOMETRY = "    geometry: areas.geojson#hill\n"
BLOCKS = '    blocks: ["36", "38-40"]\n'
SOURCE = "  - {id: census, title: Census, published: 2025-12-10}\n"


def square(column: float, row: float = 0) -> shapely.Polygon:
    west, south = 34.2 + 0.01 * column, 31.2 + 0.01 * row
    return shapely.box(west, south, west + 0.01, south + 0.01)


WRONG = [
    # (what is written instead of what, where the fault is, what it says)
    ("as_of: 2026-03-04T12:00+02:00", "as_of: 2026-03-04T12:00", "as_of", "time_zone"),
    ("as_of: 2026-03-04T12:00+02:00", "as_of: 2026-03-04", "as_of", "Add the time of day"),
    ("as_of: 2026-03-04T12:00+02:00", "as_of: 04.03.2026 12:00", "as_of", "year-month-day"),
    ("issued: 2026-03-04T06:00+02:00", "issued: 2026-03-32T06:00Z", "notices[0].issued", "Correct the day"),
    ("status: in force", "status: in force\ntime_zone: Gaza", "time_zone", "IANA"),
    ("status: in force", "status: In force", "status", "Did you mean in force?"),
    ("status: in force", "status: approved", "status", "one of agreed, announced, discussed, in force"),
    ("    kind: destination", "    kind: destinaton", "areas[1].kind", "Did you mean destination?"),
    (
        "    deadline_means: out",
        "    deadline_mean: out",
        "notices[0].deadline_mean",
        "Did you mean deadline_means?",
    ),
    ("    deadline_means: out", "    zzz: out", "notices[0].zzz", "Delete it, or write it into a note."),
    (
        "    deadline_means: out",
        "    deadline_means: gone",
        "notices[0].deadline_means",
        "one of arrived, out",
    ),
    ("plan: River town, flood order\n", "", "", "Add `plan: …`."),
    ("    kind: destination\n", "", "areas[1]", "Add `kind: …`."),
    ("    kind: destination\n", "    kind:\n", "areas[1]", "a value for kind"),
    ("    areas: [low-town]", "    areas: low-town", "notices[0].areas", "Write [low-town]."),
    ("as_of: 2025-07-01", "as_of: 2025-07", "ground.people[0].as_of", "2026-03-04"),
    ("as_of: 2025-07-01", "as_of: 2025-07-01T10:00Z", "ground.people[0].as_of", "without a time"),
    ("on_foot: true", "on_foot: yes", "corridors[0].on_foot", "true or false"),
    ("file: people.csv", "file: /home/ana/people.csv", "ground.people[0].file", "a place on one machine"),
    ("file: people.csv", "file: C:/Users/ana/people.csv", "ground.people[0].file", "a place on one machine"),
    ("[90000, 120000]", "90,000", "areas[1].usable_m2", "without separators"),
    ("[90000, 120000]", "[90,000, 120,000]", "areas[1].usable_m2", "[low, high]"),
    ("[90000, 120000]", "[90,000]", "areas[1].usable_m2", "A comma within a number"),
    ("[90000, 120000]", "[120000, 90000]", "areas[1].usable_m2", "Put the smallest first"),
    ("[90000, 120000]", "about 9 ha", "areas[1].usable_m2", "a number"),
    ("[90000, 120000]", ".nan", "areas[1].usable_m2", "a number"),
    ("[90000, 120000]", "[-5, 120000]", "areas[1].usable_m2", "0 or more"),
    ("taps: 24", "taps: -24", "areas[1].services.taps", "0 or more"),
    ("taps: 24", "taps: 1e999", "areas[1].services.taps", "0 or more"),
    ("[0.4, 0.8, 1.2]", "[0, 0.8, 1.2]", "assumptions.walking_speed_m_s", "more than 0"),
    (
        "cannot_walk_share: 0.05",
        "cannot_walk_share: 5",
        "assumptions.cannot_walk_share",
        "Write 0.05 for 5 %.",
    ),
    (
        "cannot_walk_share: 0.05",
        "cannot_walk_share: 0.5\n  walks_slowly_share: [0.6, 0.7]",
        "assumptions.cannot_walk_share",
        "Count each person in one of the two.",
    ),
    (
        "valid_to: 2026-03-09T06:00+02:00",
        "valid_to: 2026-03-04T05:00+01:00",
        "areas[0].valid_to",
        "valid_to after valid_from",
    ),
    (
        "deadline: 2026-03-04T18:00+02:00",
        "deadline: 2026-03-04T06:00+02:00",
        "notices[0].deadline",
        "after the issue",
    ),
    (GEOMETRY, "", "areas[1]", "`geometry: areas.geojson#name`"),
    (BLOCKS, '    blocks: ["36", "37"]\n', "areas[0].blocks[1]", "Nearest: "),
    (BLOCKS, '    blocks: ["220"]\n', "areas[0].blocks[0]", "Name its sub-blocks: 220.1, 220.10."),
    (BLOCKS, '    blocks: ["40-38"]\n', "areas[0].blocks[0]", "Write 38-40."),
    (BLOCKS, '    blocks: ["500-600"]\n', "areas[0].blocks[0]", "Check both ends."),
    (BLOCKS, '    blocks: ["36, 38"]\n', "areas[0].blocks[0]", "an item of its own"),
    (BLOCKS, BLOCKS + '    except_blocks: ["99"]\n', "areas[0].except_blocks[0]", "an id of the gazetteer"),
    (BLOCKS, BLOCKS + '    except_blocks: ["36-40"]\n', "areas[0].except_blocks", "of which nothing is left"),
    (SOURCE, SOURCE + SOURCE, "sources[1].id", "Rename one."),
    (SOURCE, SOURCE + SOURCE.replace("census", '""'), "sources[1].id", "Give it a name of its own."),
    ("    areas: [low-town]", "    areas: [lowtown]", "notices[0].areas[0]", "Did you mean low-town?"),
    ("    areas: [low-town]", "    areas: []", "notices[0].areas", "Name the areas that it orders."),
    ("    areas: [low-town]", "    areas: [hill]", "notices[0].areas", "at least one area of kind ordered"),
    ("    to: [hill]", "    to: [hil]", "notices[0].to[0]", "Did you mean hill?"),
    ("    to: [hill]", "    to: [low-town]", "notices[0].to[0]", "which the same notice orders to leave"),
    ("corridors: [bridge]", "corridors: [brigde]", "notices[0].corridors[0]", "Did you mean bridge?"),
    ("no_site_in: low-town", "no_site_in: town", "commitments[0].sites.no_site_in", "Did you mean low-town?"),
    ("source: notice-1", "source: notice-9", "areas[0].source", "Did you mean notice-1?"),
    (
        "taps: 24, source: census",
        "taps: 24, source: x",
        "areas[1].services.source",
        "one of census, notice-1",
    ),
    ('open: "09:00-16:00"', 'open: "9 to 16"', "corridors[0].open", "daily hours"),
    ('open: "09:00-16:00"', 'open: "25:00-26:00"', "corridors[0].open", "daily hours"),
    ("on_foot: true", "on_foot: false, by_vehicle: false", "corridors[0]", "neither on foot nor by vehicle"),
    ("file: people.csv", "file: peoples.csv", "ground.people[0].file", "Did you mean people.csv?"),
    ("file: streets.osm", "file: roads/a.osm", "ground.streets.file", "Put the file there"),
    ("sites: sites.csv", "sites: site.csv", "ground.sites", "Did you mean sites.csv?"),
    ("areas.geojson#hill", "area.geojson#hill", "areas[1].geometry", "Did you mean areas.geojson?"),
    ("notice-1.en.txt", "notice.txt", "notices[0].text.en", "Did you mean notice-1.en.txt?"),
    (
        "kind: residents",
        "kind: residents, replaces: displaced",
        "ground.people[0].replaces",
        "an earlier layer",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "said"), WRONG, ids=[f"{n[1].strip()[:40]}" for n in WRONG])
def test_one_thing_wrong_is_one_fault_with_its_place_and_its_fix(
    town: Town, old: str, new: str, place: str, said: str
) -> None:
    assert town.load().plan.areas
    fault = town.fault((old, new))
    assert fault.file == str(town.path)
    assert said in str(fault)
    if not place:  # a key of the plan itself is missing
        assert fault.place == "line 1"
        return
    line, path = fault.place.split(", ", 1)
    assert path == place
    written = town.path.read_text(encoding="utf-8").splitlines()[int(line.removeprefix("line ")) - 1]
    key = path.split(".")[-1].split("[")[0]
    assert (
        f"{key}:" in written
        or written.lstrip().startswith(("- id", "- {id"))
        or written.strip() == new.strip()
    )


def test_everything_wrong_is_said_at_once(town: Town) -> None:
    words = town.faults(
        ("status: in force", "status: fine"),
        ("as_of: 2026-03-04T12:00+02:00", "as_of: noon"),
        ("    deadline_means: out", "    deadline_mean: out"),
        ("taps: 24", "taps: many"),
        ("on_foot: true", "on_foot: maybe"),
    )
    assert len(words) == 5
    rules = town.faults(
        ("source: notice-1", "source: notice-9"),
        ("file: people.csv", "file: nobody.csv"),
        (BLOCKS, '    blocks: ["36", "37", "41-42"]\n'),
        ("areas.geojson#hill", "areas.geojson#valley"),
        ("[90000, 120000]", "[9, 8]"),
    )
    assert len(rules) == 6


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("plan: [a, b\nstatus: c\n", "line 2", "not YAML"),
        ("plan: a\n\tstatus: b\n", "line 2", "indented with spaces"),
        ("plan: a: b\n", "line 1", "not YAML"),
        ('plan: "a\n', "", "not YAML"),
        ("", "", "an empty file"),
        ("# nothing\n", "", "an empty file"),
        ("- a\n- b\n", "line 1", "keys with values"),
        ("plan: a\n---\nplan: b\n", "line 2", "not YAML"),
        ("plan: *nowhere\n", "line 1", "not YAML"),
        ("a: &a [*a]\n", "", "without end"),
        ("plan: " + "[" * 800, "", "without end"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(town: Town, text: str, place: str, said: str) -> None:
    town.path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_plan(town.path)
    (fault,) = caught.value.faults
    assert said in str(fault)
    assert fault.place.startswith(place)


def test_aliases_do_not_unfold_without_end(town: Town) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    town.path.write_text("\n".join(lines))
    with pytest.raises(InputError) as caught:
        load_plan(town.path)
    assert len(caught.value.faults) == 12 + 5


def test_a_plan_that_is_not_there_or_not_utf_8(town: Town) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_plan(town.folder / "none.yaml")
    with pytest.raises(InputError):
        load_plan(town.folder)
    town.path.write_bytes("plan: x\nnote: café\n".encode("latin-1"))
    with pytest.raises(InputError, match="line 2: found the byte 0xe9"):
        load_plan(town.path)


def test_a_key_that_stands_twice(town: Town) -> None:
    fault = town.fault(("status: in force", "status: in force\nstatus: lapsed"))
    assert fault.place == "line 3, status"
    assert "line 2" in fault.expected


def test_times_that_the_clocks_show_twice_or_never(town: Town) -> None:
    zone = ("status: in force", "status: in force\ntime_zone: Asia/Gaza")
    valid_to = "valid_to: 2026-03-09T06:00+02:00"
    twice = town.fault(zone, (valid_to, "valid_to: 2026-10-24T01:30"))
    assert "twice" in twice.found
    assert twice.fix == "Write 2026-10-24T01:30+03:00 or 2026-10-24T01:30+02:00."
    never = town.fault(zone, (valid_to, "valid_to: 2026-03-28T02:30"))
    assert "never" in never.found


def test_a_plan_of_nothing(town: Town) -> None:
    town.write(text="plan: Nothing\nstatus: discussed\nas_of: 2026-03-04T12:00Z\nground: {}\nareas: []\n")
    with pytest.raises(InputError) as caught:
        load_plan(town.path)
    (fault,) = caught.value.faults
    assert (fault.place, fault.found) == ("line 5, areas", "no area")


def test_blocks_without_a_file_of_blocks(town: Town) -> None:
    fault = town.fault(("  blocks: {file: blocks.geojson, name: called}\n", ""))
    assert fault.place.endswith("areas[0].blocks")
    assert "under `ground`" in fault.fix


def test_a_destination_inside_the_area_that_must_leave(town: Town) -> None:
    town.geojson("areas.geojson", [shapely.box(34.212, 31.202, 34.218, 31.208)], {"id": ["hill"]})
    fault = town.fault()
    assert fault.place.endswith("notices[0].to[0]")
    assert "the only destination, hill, inside" in fault.found
    assert "another destination" in fault.fix


@pytest.mark.parametrize(
    ("shapes", "columns", "found", "fix"),
    [
        ([square(1, 3)], {"id": ["valley"]}, "no feature 'hill'", "Correct the name after the #"),
        ([None], {"id": ["hill"]}, "empty geometry only", "a polygon"),
        ([shapely.Polygon()], {"id": ["hill"]}, "empty geometry only", "a polygon"),
        ([shapely.Point(34.2, 31.2)], {"id": ["hill"]}, "Point only", "a polygon"),
        (
            [shapely.Polygon([(34.21, 31.23), (34.22, 31.24), (34.22, 31.23), (34.21, 31.24)])],
            {"id": ["hill"]},
            "an invalid polygon (Self-intersection",
            "Fix geometries",
        ),
        (
            [shapely.box(131.2, 34.2, 131.3, 99.0)],
            {"id": ["hill"]},
            "the position",
            "State the file's true CRS",
        ),
        (
            [shapely.transform(square(1, 3), lambda at: at[:, ::-1])],
            {"id": ["hill"]},
            "near with lon and lat exchanged",
            "Exchange the coordinates",
        ),
        (
            [shapely.box(-51.2, -30.1, -51.1, -30.0)],
            {"id": ["hill"]},
            "km from the blocks",
            "Check its coordinates",
        ),
    ],
)
def test_geometry_that_cannot_be_meant(
    town: Town, shapes: list[shapely.Geometry | None], columns: dict[str, list[str]], found: str, fix: str
) -> None:
    assert town.load().areas["hill"].is_valid
    town.geojson("areas.geojson", shapes, columns)
    fault = town.fault()
    assert found in fault.found
    assert fix in fault.fix
    assert fault.file.endswith(("areas.geojson", "plan.yaml"))


def test_an_area_a_little_far_is_said_and_without_blocks_the_areas_are_compared(town: Town) -> None:
    town.geojson("areas.geojson", [shapely.box(36.5, 31.2, 36.6, 31.3)], {"id": ["hill"]})
    (remark,) = town.load().remarks
    assert "km from the blocks" in remark.text
    town.geojson("drawn.geojson", [square(0)], {"id": ["x"]})
    town.geojson("areas.geojson", [shapely.transform(square(1, 3), lambda at: at[:, ::-1])], {"id": ["hill"]})
    faults = town.faults(
        ("  blocks: {file: blocks.geojson, name: called}\n", ""), (BLOCKS, "    geometry: drawn.geojson\n")
    )
    assert any("from every other area of the plan" in fault.found for fault in faults)


def test_a_geometry_file_without_reference_system(town: Town, tmp_path: Path) -> None:
    import numpy as np
    import pyogrio

    for name, crs in (("with", "EPSG:4326"), ("without", None)):
        wkb = shapely.to_wkb(np.array([square(1, 3)], dtype=object))
        columns = [np.array(["hill"], dtype=object)]
        options = {"driver": "GPKG", "geometry_type": "Polygon", "crs": crs}
        if crs is None:
            with pytest.warns(UserWarning, match="crs"):
                pyogrio.raw.write(tmp_path / f"{name}.gpkg", wkb, columns, ["id"], **options)
        else:
            pyogrio.raw.write(tmp_path / f"{name}.gpkg", wkb, columns, ["id"], **options)
    assert town.load(("areas.geojson#hill", "with.gpkg#hill")).remarks == ()
    fault = town.fault(("areas.geojson#hill", "without.gpkg#hill"))
    assert "no coordinate reference system" in fault.found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"ground": ["passable"], "source": ["survey"]}, "'passable'"),
        ({"ground": [None], "source": ["survey"]}, "nothing"),
        ({"ground": ["barrier"], "source": [None]}, "nothing"),
        ({"Ground": ["barrier"], "source": ["survey"]}, "no column ground"),
        ({"ground": ["barrier"]}, "no column source"),
    ],
)
def test_open_ground_says_what_it_is_and_who_says_so(
    town: Town, columns: dict[str, list[str]], found: str
) -> None:
    town.geojson("open_ground.geojson", [square(0, 1)], columns)
    fault = town.fault()
    assert found in fault.found
    assert fault.file.endswith("open_ground.geojson")


def test_open_ground_and_unusable_land_are_polygons(town: Town) -> None:
    town.geojson(
        "unusable.geojson", [shapely.LineString([(34.2, 31.2), (34.3, 31.2)])], {"source": ["survey"]}
    )
    fault = town.fault()
    assert (fault.place, fault.found) == ("feature 1", "LineString")


@pytest.mark.parametrize(
    ("ids", "column", "said"),
    [
        ([220.1, 220.1], "id", "ids stored as text"),
        (["36", "38"], "block", "Did you mean"),
        ([None, None], "id", "no id in the column id"),
    ],
)
def test_gazetteers_that_cannot_be_used(town: Town, ids: list[object], column: str, said: str) -> None:
    name = "Block" if column == "block" else "id"
    town.geojson("blocks.geojson", [square(0), square(1)], {name: ids, "called": ["a", "b"]})
    faults = town.faults(("{file: blocks.geojson, name: called}", f"{{file: blocks.geojson, id: {column}}}"))
    assert any(said in str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("cover", "found", "said"),
    [
        ("{barriers: [water, walls]}", "'walls'", "Did you mean wall?"),
        ("{barriers: [river]}", "'river'", "one of "),
        ("{file: people.csv}", "'people.csv'", "an OSM file"),
        ("{file: land.osm}", "'land.osm', which is not there", "Put the file there"),
        ("{source: sensus}", "'sensus'", "Did you mean census?"),
        ("{water_from_m: -5}", "-5", "0 or more"),
        ("{barrier: [water]}", "the unknown key barrier", "Did you mean barriers?"),
    ],
)
def test_land_cover_that_cannot_be_meant(town: Town, cover: str, found: str, said: str) -> None:
    fault = town.fault(("  sites: sites.csv\n", f"  sites: sites.csv\n  land_cover: {cover}\n"))
    assert found in fault.found
    assert said in str(fault)


def test_land_cover_without_a_file_needs_streets_of_openstreetmap(town: Town) -> None:
    cover = ("  sites: sites.csv\n", "  sites: sites.csv\n  land_cover: {barriers: [water]}\n")
    town.load(cover)
    (town.folder / "links.csv").write_text("from,to\n", encoding="utf-8")
    fault = town.fault(cover, ("file: streets.osm,", "file: links.csv,"))
    assert fault.found == "no file, and streets from 'links.csv'"
    without = town.fault(cover, ("  streets: {file: streets.osm, grade: mapped, source: census}\n", ""))
    assert without.found == "no file, and a plan without streets"
