"""What applies at a place and a time: worked out by hand on a made-up town, and held by properties."""

from datetime import datetime, timedelta

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.lookup_town import NOON, box, bulletin, bulletins, lonlat, place, town

from safeground.publish.notices.applies import Spot, applies, overlap

HOUR = timedelta(hours=1)
BLOCKS = town()
SQUARE = box(0, 0, 200, 200)


def at(east_m, north_m, error_m=0.0):
    return Spot(geometry=shapely.Point(lonlat(east_m, north_m)), error_m=error_m)


def states(notices, spot, time=NOON):
    return {(one.bulletin.id, one.standing.state) for one in applies(notices, spot, time).here}


def ordered(**more):
    return bulletin("a", areas=(place("x", "ordered", SQUARE),), **more)


def test_a_place_in_an_area_has_its_notice_and_one_outside_has_nothing():
    notices = bulletins(BLOCKS)
    [found] = applies(notices, at(1000, 150), NOON).here
    assert (found.place.id, found.role, found.share, found.edge_m) == ("low-town", "leave", 1.0, None)
    assert applies(notices, at(1000, 700), NOON) == applies((), at(1000, 700), NOON)


def test_a_block_cut_by_a_drawn_edge_lies_in_it_in_part():
    spot = Spot(geometry=BLOCKS.geometry[75])
    shares = {one.place.id: one.share for one in applies(bulletins(BLOCKS), spot, NOON).here}
    assert shares == {"drawn": pytest.approx(0.5, abs=0.12)}
    drawn = bulletins(BLOCKS)[0].areas[1].geometry
    by_degrees = BLOCKS.geometry[75].intersection(drawn).area / BLOCKS.geometry[75].area
    assert shares["drawn"] == pytest.approx(by_degrees, abs=1e-4)


def test_blocks_beyond_a_shared_edge_do_not_lie_in_the_area():
    low = bulletins(BLOCKS)[:1]
    spot = Spot(geometry=BLOCKS.geometry[90])
    answer = applies(low, spot, NOON)
    assert answer.here == ()
    assert [(one.place.id, round(one.edge_m)) for one in answer.near] == [("low-town", 0)]


@pytest.mark.parametrize("shift_m", [-1.4, 1.4])
def test_an_edge_drawn_twice_cuts_nothing(shift_m):
    area = place("x", "ordered", box(0, 0, 100 + shift_m, 100))
    answer = applies((bulletin(areas=(area,)),), Spot(geometry=box(0, 0, 100, 100)), NOON)
    assert [one.share for one in answer.here] == [1.0]
    beside = applies((bulletin(areas=(area,)),), Spot(geometry=box(100, 0, 200, 100)), NOON)
    assert beside.here == ()


@pytest.mark.parametrize(
    ("east_m", "error_m", "inside", "edge_m"),
    [
        (160, 0, True, 40),
        (240, 0, False, 40),
        (100, 0, True, None),
        (260, 0, False, None),
        (280, 90, False, 80),
    ],
)
def test_an_edge_within_the_error_of_a_position_is_named(east_m, error_m, inside, edge_m):
    answer = applies((ordered(),), at(east_m, 100, error_m), NOON)
    found = answer.here if inside else answer.near
    assert [one.edge_m and round(one.edge_m) for one in found] == ([edge_m] if inside or edge_m else [])


def test_distances_are_those_on_the_ellipsoid():
    from pyproj import Geod

    area = place("x", "ordered", SQUARE)
    for east_m, north_m in ((230, 100), (100, 245), (215, 230)):
        _, edge_m = overlap(at(east_m, north_m).geometry, area.geometry)
        lon, lat = lonlat(min(east_m, 200), min(north_m, 200))
        _, _, true_m = Geod(ellps="WGS84").inv(*lonlat(east_m, north_m), lon, lat)
        assert edge_m == pytest.approx(true_m, rel=0.006)


@pytest.mark.parametrize(("hours", "state"), [(-7, "next"), (-5, "now"), (29, "now"), (31, "unknown")])
def test_from_its_issue_until_its_message_ends(hours, state):
    """After the message's end nobody can say: the order's own end was not stated."""
    assert states([ordered()], at(100, 100), NOON + hours * HOUR) == {("a", state)}


@pytest.mark.parametrize(
    ("words", "hours", "state"),
    [
        ({"starts": NOON + HOUR}, 0, "next"),
        ({"starts": NOON + HOUR}, 1, "now"),
        ({"starts": NOON - 9 * HOUR}, -8, "next"),
        ({"ends": NOON + 3 * HOUR}, 2, "now"),
        ({"ends": NOON + 3 * HOUR}, 3, "ended"),
        ({"ends": NOON + 90 * HOUR}, 40, "now"),
        ({"withdrawn": NOON, "message": "Cancel", "changes": ("a",)}, -1, "now"),
        ({"withdrawn": NOON, "message": "Cancel", "changes": ("a",)}, 0, "taken back"),
        ({"issued": None, "expires": NOON + HOUR}, 0, "now"),
    ],
)
def test_what_a_notice_states_of_its_time_counts(words, hours, state):
    assert states([ordered(**words)], at(100, 100), NOON + hours * HOUR) == {("a", state)}


def test_an_area_with_times_of_its_own_counts_by_them():
    area = place("x", "destination", SQUARE, valid_from=NOON + HOUR, valid_to=NOON + 2 * HOUR)
    notice = bulletin("a", to=(area,))
    seen = [states([notice], at(100, 100), NOON + hours * HOUR) for hours in (0, 1, 2)]
    assert seen == [{("a", "next")}, {("a", "now")}, {("a", "ended")}]


def test_a_later_notice_replaces_the_one_it_names_from_its_issue_on():
    later = bulletin("b", message="Update", areas=(place("y", "ordered", box(900, 0, 1000, 100)),),
                     issued=NOON, changes=("a",))  # fmt: skip
    notices = [ordered(), later]
    assert states(notices, at(100, 100), NOON - HOUR) == {("a", "now")}
    [found] = applies(notices, at(100, 100), NOON).here
    assert (found.standing.state, found.standing.by, found.standing.until) == ("replaced", "b", NOON)
    untimed = bulletin("b", message="Update", issued=None, changes=("a",))
    [found] = applies([ordered(), untimed], at(100, 100), NOON).here
    assert (found.standing.state, found.standing.by) == ("now", "b")


def test_who_takes_back_designates_nothing():
    undo = bulletin("u", message="Cancel", areas=ordered().areas, issued=NOON, changes=("a",))
    assert states([ordered(), undo], at(100, 100), NOON) == {("a", "taken back")}
    assert states([undo], at(100, 100), NOON) == set()


def test_notices_that_disagree_are_both_there_and_said_to_disagree():
    notices = bulletins(BLOCKS)
    spot, later = at(1500, 1200), NOON + 4 * HOUR
    assert applies(notices, spot, NOON).conflicts == ()
    answer = applies(notices, spot, later)
    [conflict] = answer.conflicts
    assert conflict.difference == "kind"
    assert {one.place.id for one in answer.in_state("now")} == {"hill", "later"}


@pytest.mark.parametrize(
    ("words", "difference"),
    [
        ({}, []),
        ({"deadline": NOON + HOUR}, ["deadline"]),
        ({"deadline": None}, ["deadline"]),
        ({"to": (place("h", "destination", box(900, 900, 950, 950)),)}, ["destination"]),
        ({"issued": NOON + HOUR, "deadline": None}, []),
    ],
)
def test_two_orders_differ_by_when_or_where_to(words, difference):
    other = bulletin("b", areas=(place("y", "ordered", SQUARE),), **words)
    answer = applies([ordered(), other], at(100, 100), NOON)
    assert [one.difference for one in answer.conflicts] == difference
    assert len(answer.here) == 2


def test_to_be_sent_to_an_area_under_orders_is_a_contradiction_of_one_notice():
    answer = applies([bulletin("a", to=(place("x", "closed", SQUARE),))], at(100, 100), NOON)
    assert [(one.difference, one.one.bulletin.id, one.other.bulletin.id) for one in answer.conflicts] == [
        ("kind", "a", "a")
    ]


def test_a_time_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        applies([ordered()], at(1, 1), datetime(2026, 3, 4, 12))


@given(st.floats(-300, 2800), st.floats(-300, 2700), st.integers(-12, 48))
def test_every_area_around_a_point_is_found_and_no_other(east_m, north_m, hours):
    notices = bulletins(BLOCKS)
    spot = at(east_m, north_m)
    answer = applies(notices, spot, NOON + hours * HOUR)
    expected = {
        place.id
        for notice in notices
        if notice.message == "Alert"
        for place in (*notice.areas, *notice.to)
        if place.geometry.intersects(spot.geometry)
    }
    assert {one.place.id for one in answer.here} == expected
    assert not {one.place.id for one in answer.near} & expected
    assert all(one.standing.since is not None for one in answer.here)
