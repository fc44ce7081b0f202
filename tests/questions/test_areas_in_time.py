"""Areas in two times, by hand on a row of blocks, by properties, and on real orders."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from tests.area_town import BLOCKS, PERSONS, row, write_plan

from safeground.cli import main
from safeground.commands.areas import people_layers
from safeground.plan.area_periods import states
from safeground.plan.gazetteer import id_text
from safeground.plan.load import load_plan
from safeground.publish.areas_in_time import areas_csv, extent_words, status_line
from safeground.quantity import Range
from safeground.questions.areas_in_time import areas_at, areas_between
from safeground.questions.sure_ground import Ground

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.areas_in_time import AreasAt, Extent

TWO_ORDERS = """\
areas:
  - {id: west, kind: ordered, blocks: ["1-4"]}
  - {id: middle, kind: ordered, blocks: ["3-6"]}
  - {id: hill, kind: destination, called: reception area, blocks: ["8"]}
notices:
  - {id: n1, areas: [west], to: [hill], issued: 2024-03-01T06:00+00:00}
  - {id: n2, areas: [middle], issued: 2024-03-02T06:00+00:00, starts: 2024-03-03T06:00+00:00,
     ends: 2024-03-05T06:00+00:00}
  - {id: n3, areas: [west], issued: 2024-03-07T06:00+00:00, starts: 2024-03-08T06:00+00:00, changes: n1}
"""


def _day(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=UTC)


def _at(folder: Path, body: str, at: datetime, known_at: datetime | None = None) -> AreasAt:
    loaded = row(folder, body)
    return areas_at(loaded, people_layers(loaded)[0], at, known_at)


def _km2(*blocks: str) -> float:
    """The size of blocks, by another way than the module's: each square by itself."""
    geod = Geod(ellps="WGS84")
    return sum(abs(geod.geometry_area_perimeter(BLOCKS[block])[0]) for block in blocks) / 1e6


def _holds(extent: Extent, *blocks: str) -> None:
    assert extent.blocks == blocks
    assert extent.blocks_in_part == ()
    assert extent.km2.low == extent.km2.high == pytest.approx(_km2(*blocks), rel=1e-9)
    people = float(sum(PERSONS[block] for block in blocks))
    assert extent.persons is not None
    assert (extent.persons.low, extent.persons.best) == pytest.approx((people, people))


def test_an_order_is_in_force_from_its_issue_on(tmp_path: Path) -> None:
    before = _at(tmp_path, TWO_ORDERS, datetime(2024, 3, 1, 5, 59, tzinfo=UTC))
    assert before.areas == ()
    assert before.of("ordered").in_force.km2.high == 0
    after = _at(tmp_path, TWO_ORDERS, datetime(2024, 3, 1, 6, 0, tzinfo=UTC))
    _holds(after.of("ordered").in_force, "1", "2", "3", "4")
    _holds(after.of("destination").in_force, "8")


def test_what_is_announced_is_not_yet_in_force(tmp_path: Path) -> None:
    found = _at(tmp_path, TWO_ORDERS, _day(2))
    assert [(one.area.id, one.status) for one in found.areas] == [
        ("west", "in force"),
        ("middle", "announced"),
        ("hill", "in force"),
    ]
    # Blocks 3 and 4 are under the other order already: they count there.
    _holds(found.of("ordered").announced, "5", "6")


def test_ground_under_two_orders_counts_once(tmp_path: Path) -> None:
    found = _at(tmp_path, TWO_ORDERS, _day(3)).of("ordered")
    _holds(found.in_force, "1", "2", "3", "4", "5", "6")


def test_what_ended_shows_as_ended_and_as_active_again(tmp_path: Path) -> None:
    ended = _at(tmp_path, TWO_ORDERS, _day(6)).of("ordered")
    _holds(ended.in_force, "1", "2", "3", "4")
    _holds(ended.ended, "5", "6")
    gap = _at(tmp_path, TWO_ORDERS, _day(7)).of("ordered")
    assert gap.in_force.km2.high == 0
    _holds(gap.announced, "1", "2", "3", "4")
    again = _at(tmp_path, TWO_ORDERS, _day(9))
    _holds(again.of("ordered").again, "1", "2", "3", "4")
    assert {one.area.id: one.again for one in again.areas} == {"west": True, "middle": False, "hill": False}


def test_a_change_was_not_known_before_it_was_published(tmp_path: Path) -> None:
    """On the ninth the west had been changed on the seventh; on the sixth nobody could know."""
    found = _at(tmp_path, TWO_ORDERS, _day(9), known_at=_day(6))
    west = found.areas[0]
    assert (west.status, west.notice, west.again) == ("in force", "n1", False)
    assert found.of("ordered").again.km2.high == 0


def test_without_times_nothing_is_certain(tmp_path: Path) -> None:
    body = """\
areas:
  - {id: silent, kind: ordered, blocks: ["1"]}
  - {id: unpublished, kind: ordered, blocks: ["2"], valid_from: 2024-03-01T06:00+00:00}
  - {id: until, kind: ordered, blocks: ["3"], valid_to: 2024-03-05T06:00+00:00,
     published: 2024-03-01T06:00+00:00}
"""
    found = _at(tmp_path, body, _day(2))
    assert [(one.status, one.sureness) for one in found.areas] == [
        ("unknown", "possible"),
        ("in force", "possible"),
        ("in force", "possible"),
    ]
    force = found.of("ordered").in_force
    assert (force.km2.low, force.km2.high) == (0, pytest.approx(_km2("1", "2", "3"), rel=1e-9))
    assert (force.blocks, force.blocks_in_part) == ((), ("1", "2", "3"))
    assert force.persons is not None
    # Cells that only touch the ground's edge are not in it: 1,000 + 2,000 + 3,000.
    assert (force.persons.low, force.persons.high) == (0, pytest.approx(6000))
    assert _at(tmp_path, body, _day(6)).areas[2].status == "ended"


def test_a_notice_changed_at_no_stated_time_makes_it_possible(tmp_path: Path) -> None:
    body = """\
areas: [{id: west, kind: ordered, blocks: ["1"]}]
notices:
  - {id: n1, areas: [west], issued: 2024-03-01T06:00+00:00}
  - {id: n2, areas: [west], changes: n1}
"""
    west = _at(tmp_path, body, _day(2)).areas[0]
    assert (west.status, west.sureness) == ("in force", "possible")


def test_without_a_layer_people_are_unknown(tmp_path: Path) -> None:
    loaded = row(tmp_path, TWO_ORDERS, people=False)
    layers, _ = people_layers(loaded)
    found = areas_at(loaded, layers, _day(2)).of("ordered").in_force
    assert found.persons is None
    assert found.covered is None


def test_the_difference_of_two_moments(tmp_path: Path) -> None:
    loaded = row(tmp_path, TWO_ORDERS)
    layers, _ = people_layers(loaded)
    was, now = areas_at(loaded, layers, _day(2)), areas_at(loaded, layers, _day(3))
    change = areas_between(loaded, layers, was, now)
    ordered = change.kinds[0]
    _holds(ordered.added, "5", "6")
    _holds(ordered.unchanged, "1", "2", "3", "4")
    assert ordered.removed.blocks == ()
    assert [
        (one.area, one.before and one.before.status, one.after and one.after.status) for one in change.areas
    ] == [("middle", "announced", "in force")]


def test_one_moment_differs_from_itself_by_nothing(tmp_path: Path) -> None:
    loaded = row(tmp_path, 'areas: [{id: silent, kind: ordered, blocks: ["1"]}]\n')
    layers, _ = people_layers(loaded)
    found = areas_at(loaded, layers, _day(2))
    assert found.of("ordered").in_force.km2.high > 0
    change = areas_between(loaded, layers, found, found)
    assert (change.kinds[0].added.km2.high, change.kinds[0].removed.km2.high, change.areas) == (0, 0, ())


def test_ground_that_nobody_counted_is_unknown_and_not_empty(tmp_path: Path) -> None:
    """The hill's block has no cell: the layer counts seven of eight."""
    loaded = row(tmp_path, TWO_ORDERS)
    layers, _ = people_layers(loaded)
    fewer = [
        replace(one, cells=one.cells[:6], low=one.low[:6], high=one.high[:6], unit=one.unit[:6])
        for one in layers
    ]
    found = areas_at(loaded, fewer, _day(2))
    hill, ordered = found.of("destination").in_force, found.of("ordered").in_force
    assert (hill.persons, hill.covered) == (None, 0.0)
    assert ordered.covered == pytest.approx(1.0)
    assert "unknown, no layer counts them there" in extent_words(hill)


def test_the_status_of_a_plan_that_is_only_talked_of_is_said(tmp_path: Path) -> None:
    path = write_plan(tmp_path, TWO_ORDERS)
    path.write_text(path.read_text().replace("status: in force", "status: discussed"))
    assert "only as far as that status does" in status_line(load_plan(path).plan)


def test_the_same_minute_as_two_days_knew_it(tmp_path: Path) -> None:
    loaded = row(tmp_path, TWO_ORDERS)
    layers, _ = people_layers(loaded)
    was, now = (areas_at(loaded, layers, _day(4), known) for known in (_day(1), _day(2)))
    _holds(areas_between(loaded, layers, was, now).kinds[0].added, "5", "6")


BOX = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 4), st.integers(1, 4))
BOXES = st.lists(BOX, max_size=3)


def _ground(boxes: list[tuple[int, int, int, int]], perhaps: list[tuple[int, int, int, int]]) -> Ground:
    shapes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in boxes]
    certain = shapely.union_all(shapes)
    if not perhaps:
        return Ground(certain, certain)
    return Ground(
        certain, shapely.union_all([certain, *(shapely.box(x, y, x + w, y + h) for x, y, w, h in perhaps)])
    )


@given(st.lists(BOX, max_size=4), st.lists(BOX, max_size=4))
def test_what_is_added_and_removed_adds_up(first: list, second: list) -> None:
    a, b = _ground(first, []), _ground(second, [])
    added, removed = b.without(a), a.without(b)
    assert a.certain.area + added.certain.area - removed.certain.area == pytest.approx(b.certain.area)
    assert a.within(b).certain.area + added.certain.area == pytest.approx(b.certain.area)


@given(
    st.lists(BOX, max_size=3), st.lists(BOX, max_size=3), st.lists(BOX, max_size=3), st.lists(BOX, max_size=3)
)
def test_every_reading_lies_between_the_ends(one: list, two: list, three: list, four: list) -> None:
    """Whichever of the possible ground was in force, what was added lies between certain and possible."""
    a, b = _ground(one, two), _ground(three, four)
    added = b.without(a)
    for was in (a.certain, a.possible):
        for now in (b.certain, b.possible):
            true = shapely.difference(now, was)
            assert shapely.difference(added.certain, true).area == pytest.approx(0)
            assert shapely.difference(true, added.possible).area == pytest.approx(0)


SPAN = st.tuples(
    st.sampled_from("12345678"), st.integers(0, 20), st.integers(0, 4), st.integers(1, 8), st.booleans()
)


@given(spans=st.lists(SPAN, min_size=1, max_size=6), at=st.integers(0, 30), known=st.integers(0, 30))
def test_blocks_in_force_are_those_of_a_reading_hour_by_hour(
    spans: list[tuple[str, int, int, int, bool]],
    at: int,
    known: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    zero = datetime(2024, 3, 1, tzinfo=UTC)
    areas, notices, wanted = [], [], set()
    for i, (block, issued, delay, length, ends) in enumerate(spans):
        times = [zero + timedelta(hours=hours) for hours in (issued, issued + delay, issued + delay + length)]
        areas.append(f'  - {{id: a{i}, kind: ordered, blocks: ["{block}"]}}')
        end = f", ends: {times[2].isoformat()}" if ends else ""
        issue, start = (time.isoformat() for time in times[:2])
        notices.append(f"  - {{id: n{i}, areas: [a{i}], issued: {issue}, starts: {start}{end}}}")
        over = ends and at >= issued + delay + length
        if issued <= known and at >= issued + delay and not over:
            wanted.add(block)
    body = "\n".join(["areas:", *areas, "notices:", *notices, ""])
    loaded = row(tmp_path_factory.mktemp("row"), body, people=False)
    found = areas_at(loaded, (), zero + timedelta(hours=at), zero + timedelta(hours=known))
    assert found.of("ordered").in_force.blocks == tuple(sorted(wanted))


def test_the_difference_mirrors(tmp_path: Path) -> None:
    loaded = row(tmp_path, TWO_ORDERS)
    layers, _ = people_layers(loaded)
    moments = [areas_at(loaded, layers, _day(day)) for day in range(1, 10)]
    for was in moments:
        for now in moments:
            there, back = (areas_between(loaded, layers, *pair).kinds[0] for pair in ((was, now), (now, was)))
            assert (there.added.blocks, there.added.km2) == (back.removed.blocks, back.removed.km2)
            assert there.added.persons == back.removed.persons
            total = was.of("ordered").in_force.km2.low + there.added.km2.low - there.removed.km2.low
            assert total == pytest.approx(now.of("ordered").in_force.km2.low, abs=1e-9)


def _written(folder: Path) -> Path:
    plan = write_plan(folder, TWO_ORDERS)
    out = folder / "out"
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "areas",
                str(plan),
                "--at",
                "2024-03-03T12:00+00:00",
                "--against",
                "2024-03-02T12:00+00:00",
                "--out",
                str(out),
            ]
        )
    assert ended.value.code == 0
    return out


def test_the_command_writes_both_editions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = _written(tmp_path)
    said = capsys.readouterr().out
    assert "ordered, in force: " in said
    assert "ordered, added: " in said
    assert "keep their protection" in said
    table = list(csv.DictReader((out / "public" / "areas.csv").read_text("utf-8-sig").splitlines()))
    assert table[0]["km2_low"] == "#indicator+km2+min"
    added = next(one for one in table if (one["kind"], one["part"]) == ("ordered", "added"))
    assert added["ids_whole"] == "5 6"
    features = json.loads((out / "public" / "areas.geojson").read_text())["features"]
    drawn = {(one["properties"]["kind"], one["properties"]["part"]) for one in features}
    assert {("ordered", "added"), ("ordered", "unchanged"), ("destination", "in force")} <= drawn
    assert (out / "restricted" / "areas.gpkg").is_file()


def test_people_by_block_are_restricted(tmp_path: Path) -> None:
    out = _written(tmp_path)
    rows = list(
        csv.DictReader((out / "restricted" / "people-by-block.csv").read_text("utf-8-sig").splitlines())
    )
    six = next(one for one in rows if (one["part"], one["block"]) == ("added", "6"))
    assert (six["persons_low"], six["sensitivity"]) == ("6000", "RESTRICTED")
    public = sorted(path.name for path in (out / "public").iterdir())
    assert public == ["areas.csv", "areas.geojson", "areas.gpkg"]
    table = csv.DictReader((out / "public" / "areas.csv").read_text("utf-8-sig").splitlines())
    assert {len(one["persons_high"].rstrip("0")) <= 2 for one in list(table)[1:]} == {True}


def test_few_people_cannot_be_told_by_what_was_in_force_less_what_stays(tmp_path: Path) -> None:
    loaded = row(tmp_path, TWO_ORDERS)
    layers, _ = people_layers(loaded)
    was, now = (areas_at(loaded, layers, _day(day)) for day in (2, 3))
    change = areas_between(loaded, layers, was, now)
    kind = change.kinds[0]

    def persons(extent: Extent, count: float) -> Extent:
        return replace(extent, persons=Range.exact(count, "persons"))

    # Of 5,437 people 5,000 stay: the public edition says of the others only that they are fewer than 1,000.
    added = replace(
        kind, added=persons(kind.added, 437.0), unchanged=persons(kind.unchanged, 5_000.0),
        removed=persons(kind.removed, 0.0),
    )  # fmt: skip
    force = [
        replace(one, in_force=persons(one.in_force, 5_437.0)) if one.kind == kind.kind else one
        for one in now.kinds
    ]
    table = areas_csv(
        replace(now, kinds=tuple(force)), replace(change, kinds=(added, *change.kinds[1:])), "public"
    )
    rows = {
        one["part"]: (float(one["persons_low"]), float(one["persons_high"]))
        for one in list(csv.DictReader(table.lstrip("\ufeff").splitlines()))[1:]
        if one["kind"] == kind.kind and one["persons_high"]
    }
    assert rows["added"] == (0, 1000)
    (least, most), (stays_least, stays_most) = rows["in force"], rows["unchanged"]
    assert least - stays_most <= 0
    assert most - stays_least >= 1000


def test_wrong_times_are_said_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = write_plan(tmp_path, TWO_ORDERS)
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "areas",
                str(plan),
                "--at",
                "2024-03-03T12:00",
                "--known-at",
                "noon",
                "--known-against",
                "2024-03-02T12:00+00:00",
            ]
        )
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "--at" in said
    assert "--known-at" in said
    assert "Add --against" in said


# The orders of December 2023, a row a block.

ORDERS = {4: "2023-12-04", 8: "2023-12-08", 9: "2023-12-09", 14: "2023-12-14", 28: "2023-12-28"}


@pytest.fixture(scope="module")
def december(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, list[str]]]:
    """A plan with an area for each order, and the blocks of each as the file lists them."""
    from email.utils import parsedate_to_datetime

    folder = tmp_path_factory.mktemp("december")
    rows = json.loads((real_data / "gaza" / "orders-2023-12.geojson").read_text())["features"]
    whole = json.loads((real_data / "gaza" / "blocks.geojson").read_text())["features"]
    by_day: dict[int, list[str]] = {}
    times: dict[int, str] = {}
    for one in rows:
        at = parsedate_to_datetime(one["properties"]["Date"])
        by_day.setdefault(at.day, []).append(id_text(one["properties"]["Block"]))
        times[at.day] = at.isoformat()
    known = {id_text(one["properties"]["Block"]) for one in whole}
    (folder / "blocks.geojson").write_text((real_data / "gaza" / "blocks.geojson").read_text())
    listed = {day: sorted(set(blocks) & known) for day, blocks in by_day.items()}
    lines = [
        "plan: Orders of December 2023",
        "status: in force",
        "as_of: 2023-12-31T12:00+02:00",
        "ground:",
        "  blocks: {file: blocks.geojson, id: Block}",
        "areas:",
    ]
    lines += [
        f"  - {{id: dec-{day}, kind: ordered, blocks: {json.dumps(listed[day])}}}" for day in sorted(listed)
    ]
    lines += ["notices:"]
    lines += [f"  - {{id: n{day}, areas: [dec-{day}], issued: {times[day]}}}" for day in sorted(listed)]
    path = folder / "plan.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path, listed


def test_sizes_of_real_orders_are_those_of_an_independent_union(
    december: tuple[Path, dict[int, list[str]]], real_data: Path
) -> None:
    """Each moment's km² against the polygons of the file that lists the orders, not of the gazetteer."""
    path, listed = december
    assert sorted(listed) == sorted(ORDERS)
    loaded = load_plan(path)
    rows = json.loads((real_data / "gaza" / "orders-2023-12.geojson").read_text())["features"]
    geod = Geod(ellps="WGS84")
    so_far: set[str] = set()
    was = areas_at(loaded, (), datetime(2023, 12, 1, tzinfo=UTC))
    for day in sorted(listed):
        so_far |= set(listed[day])
        found = areas_at(loaded, (), datetime(2023, 12, day, 23, tzinfo=UTC))
        shapes = [
            shapely.make_valid(shapely.from_geojson(json.dumps(one["geometry"])))
            for one in rows
            if id_text(one["properties"]["Block"]) in so_far
        ]
        km2 = abs(geod.geometry_area_perimeter(shapely.union_all(shapes))[0]) / 1e6
        force = found.of("ordered").in_force
        assert force.km2.low == pytest.approx(km2, rel=2e-3)
        assert so_far <= set(force.blocks or ())
        change = areas_between(loaded, (), was, found).kinds[0]
        total = was.of("ordered").in_force.km2.low + change.added.km2.low - change.removed.km2.low
        assert total == pytest.approx(force.km2.low, rel=1e-9)
        was = found


def test_real_orders_are_known_to_the_minute(december: tuple[Path, dict[int, list[str]]]) -> None:
    path, _ = december
    plan = load_plan(path).plan
    for minute, count in ((9, 1), (10, 2)):
        at = datetime(2023, 12, 8, 8, minute, tzinfo=UTC)
        assert sum(one.status == "in force" for one in states(plan, at, at)) == count
