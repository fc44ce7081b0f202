from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
from tests.publish.notices.town import AT, PLAN, write_town

from safeground.errors import InputError
from safeground.ground.sites import read_sites
from safeground.ground.streets import read_streets
from safeground.plan.load import load_plan
from safeground.plan.model import Notice
from safeground.publish.notices.from_plan import MESSAGE_H, bulletins, message_end

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.publish.notices.bulletin import Bulletin

NOW = datetime.fromisoformat(AT)


def of(folder: Path, plan: str = PLAN) -> tuple[Bulletin, ...]:
    path = write_town(folder, plan)
    loaded = load_plan(path)
    streets = read_streets(loaded.plan.ground.streets, folder)
    sites, _ = read_sites(folder / "sites.csv")
    return bulletins(loaded, streets, sites, status="Exercise", at=NOW)


def test_a_bulletin_says_what_the_plan_states(tmp_path: Path):
    first, second = of(tmp_path)
    assert (first.message, first.changes, second.message, second.changes) == (
        "Alert",
        (),
        "Update",
        ("first",),
    )
    assert first.starts == datetime(2026, 3, 4, 5, tzinfo=UTC)
    assert first.contact == "the town hall's desk"
    assert first.text["ar"] == "غادروا"
    [low], [hill], [bridge] = first.areas, first.to, first.ways
    assert low.blocks == ("36", "38", "39")
    assert low.listed == ("36", "38-39")
    assert hill.called == "منطقة إيواء"
    assert bridge.open == ("09:00-12:00", "13:00-16:00")
    assert bridge.streets == ("Hill Road",)


def test_streets_along_an_edge_are_named_and_those_that_cross_it_are_not(tmp_path: Path):
    low = of(tmp_path)[0].areas[0]
    assert low.streets == ("South Quay",)


def test_only_public_places_are_landmarks(tmp_path: Path):
    low = of(tmp_path)[0].areas[0]
    assert low.landmarks == ("Clock tower",)


def test_a_source_that_is_not_public_stays_out(tmp_path: Path):
    first, second = of(tmp_path)
    assert first.source is not None
    assert first.source.title == "Order on the board"
    assert second.source is None


def test_schematic_streets_name_nothing(tmp_path: Path):
    first = of(tmp_path, PLAN.replace("grade: mapped", "grade: schematic"))[0]
    assert first.areas[0].streets == first.ways[0].streets == ()


@pytest.mark.parametrize(
    ("stated", "end"),
    [
        ({"ends": NOW + timedelta(hours=3), "deadline": NOW}, NOW + timedelta(hours=3)),
        ({"deadline": NOW + timedelta(hours=2), "issued": NOW}, NOW + timedelta(hours=2 + MESSAGE_H)),
        ({"issued": NOW - timedelta(hours=1)}, NOW + timedelta(hours=MESSAGE_H - 1)),
        ({"withdrawn": NOW, "ends": NOW + timedelta(hours=90)}, NOW + timedelta(hours=MESSAGE_H)),
        ({}, NOW + timedelta(hours=MESSAGE_H)),
    ],
)
def test_a_message_always_ends(stated: dict[str, datetime], end: datetime):
    assert message_end(Notice(id="n", areas=("a",), **stated), NOW) == end


def test_a_notice_that_was_taken_back_takes_itself_back(tmp_path: Path):
    plan = PLAN.replace("    changes: first\n", "    changes: first\n    withdrawn: 2026-03-04T09:00+02:00\n")
    second = of(tmp_path, plan)[1]
    assert (second.message, second.changes) == ("Cancel", ("first", "second"))


def test_notices_that_change_each_other_do_not_run_in_a_circle(tmp_path: Path):
    plan = PLAN.replace("    source: bulletin-board\n", "    source: bulletin-board\n    changes: second\n")
    assert [one.changes for one in of(tmp_path, plan)] == [("second",), ("first",)]


def test_an_area_that_nobody_drew_is_refused(tmp_path: Path):
    loaded = load_plan(write_town(tmp_path))
    undrawn = replace(loaded, areas={"low-town": shapely.Polygon()})
    with pytest.raises(InputError) as caught:
        bulletins(undrawn, None, None, status="Exercise", at=NOW)
    assert [(fault.place, fault.found) for fault in caught.value.faults] == [
        ("notices[0].areas", "low-town, which nobody drew"),
        ("notices[0].to", "hill, which nobody drew"),
        ("notices[1].areas", "low-town, which nobody drew"),
    ]


def test_what_would_hide_in_a_text_is_shown_escaped(tmp_path: Path):
    plan = PLAN.replace("Leave blocks 36, 38 and 39.", "Leave by \\u202e00:81\\u0007.\\nNow.")
    assert of(tmp_path, plan)[0].text["en"] == "Leave by \\u202e00:81\\u0007.\nNow."


def test_a_plan_without_notices_has_nothing_to_publish(tmp_path: Path):
    head, _, rest = PLAN.partition("notices:\n")
    plan = head + rest[rest.index("\ncorridors:") + 1 :]
    with pytest.raises(InputError, match="at least one notice"):
        of(tmp_path, plan)
