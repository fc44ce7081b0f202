"""A plan's notices as they were published: what a notice states itself stands instead of its areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.plan.published_in_plan import notices_of_plan

if TYPE_CHECKING:
    from tests.plan.conftest import Town

    from safeground.plan.published import Published

TEXT = "    text: {en: notice-1.en.txt, he: צאו מהעיר}"
AREA = '    blocks: ["36", "38-40"]\n'


def _only(town: Town, *changes: tuple[str, str]) -> Published:
    (notice,) = notices_of_plan(town.load(*changes)).notices
    return notice


def _with(words: str) -> tuple[str, str]:
    return TEXT, f"{TEXT}\n    {words}"


def _map(town: Town) -> None:
    line = shapely.LineString([(34.2, 31.2), (34.21, 31.2), (34.2, 31.2), (34.3, 31.3)])
    town.geojson("map.geojson", [shapely.box(34.2, 31.2, 34.215, 31.21), line], {"id": ["drawn", "arrow"]})


def test_a_notice_with_areas_only_names_their_blocks_and_draws_nothing(town: Town) -> None:
    notice = _only(town)
    assert notice.blocks == ("36", "38-40")
    assert notice.drawn is None
    assert notice.text["he"] == "צאו מהעיר"
    assert [place.name for place in notice.to] == ["hill"]
    assert notice.to[0].geometry is not None
    assert [place.name for place in notice.routes] == ["bridge"]


def test_an_area_with_geometry_and_no_blocks_is_drawn(town: Town) -> None:
    _map(town)
    notice = _only(town, (AREA, "    geometry: map.geojson#drawn\n"))
    assert notice.blocks == ()
    assert notice.drawn is not None
    assert notice.drawn.area > 0


def test_exceptions_are_not_named(town: Town) -> None:
    notice = _only(town, (AREA, f'{AREA}    except_blocks: ["39"]\n'))
    assert notice.blocks == ("36", "38", "40")


def test_its_own_list_names_and_polygon_stand_instead(town: Town) -> None:
    _map(town)
    own = _only(town, _with('blocks: ["36", "77"]\n    drawn: map.geojson#drawn'))
    assert own.blocks == ("36", "77"), "a block that is none is the linter's to find"
    assert own.drawn is not None
    assert own.drawn.bounds == pytest.approx((34.2, 31.2, 34.215, 31.21))
    assert _only(town, _with("places: [Old Town]")).blocks == ()


def test_arrows_keep_their_direction_and_their_turns(town: Town) -> None:
    """A union of lines would take the piece that is drawn twice out, and turn what is left around."""
    _map(town)
    (arrow,) = _only(town, _with("arrows: [map.geojson#arrow]")).arrows
    assert list(arrow.coords) == [(34.2, 31.2), (34.21, 31.2), (34.2, 31.2), (34.3, 31.3)]


def test_all_that_it_states_is_there(town: Town) -> None:
    notice = _only(
        town,
        _with(
            "starts: 2026-03-04T07:00+02:00\n    ends: 2026-03-09T07:00+02:00\n"
            "    withdrawn: 2026-03-05T07:00+02:00\n"
            "    stays: keep away from windows\n    contact: call 100\n"
            "    map_width_px: 1200\n    map_width_km: 8.5\n    changes: notice-1"
        ),
    )
    assert notice.starts is not None
    assert notice.ends is not None
    assert notice.withdrawn is not None
    assert (notice.stays, notice.contact, notice.changes) == (
        "keep away from windows",
        "call 100",
        "notice-1",
    )
    assert notice.map_size is not None
    assert (notice.map_size.width_px, notice.map_size.width_km) == (1200.0, 8.5)
    assert notice.naive == ()


def test_times_that_took_the_zone_are_named(town: Town) -> None:
    notice = _only(
        town,
        ("as_of: 2026-03-04T12:00+02:00\n", "as_of: 2026-03-04T12:00+02:00\ntime_zone: Asia/Gaza\n"),
        ("    deadline: 2026-03-04T18:00+02:00\n", "    deadline: 2026-03-04T18:00\n"),
    )
    assert notice.naive == ("deadline",)
    assert notice.deadline is not None
    assert notice.deadline.isoformat() == "2026-03-04T18:00:00+02:00"


def test_what_the_plan_says_of_the_surroundings_is_there(town: Town) -> None:
    _map(town)
    found = notices_of_plan(
        town.load(
            ("status: in force\n", "status: in force\nlanguages: [ar, he]\n"),
            ("  sites: sites.csv\n", "  sites: sites.csv\n  territory: map.geojson#drawn\n"),
        )
    )
    assert found.languages == ("ar", "he")
    assert found.territory is not None
    assert set(found.designated) == {"hill"}
    assert found.closed == {}
    assert found.blocks is not None


@pytest.mark.parametrize(
    ("words", "place", "found"),
    [
        ("map_width_px: 1200", "map_width_px", "alone"),
        ("map_width_px: 0\n    map_width_km: 8", "map_width_px", "0"),
        ("drawn: nowhere.geojson", "drawn", "nowhere.geojson"),
        ("arrows: [areas.geojson#hill]", "", "Polygon only"),
        ('places: ["Old \u202eTown"]', "places[0]", "\\u202e"),
    ],
)
def test_wrong_words_are_refused_with_their_place(town: Town, words: str, place: str, found: str) -> None:
    fault = town.fault(_with(words))
    assert place in fault.place
    assert found in fault.found
    assert "\u202e" not in str(fault)


def test_what_is_doubtful_is_remarked(town: Town) -> None:
    loaded = town.load(_with('places: ["R\u0430fah", "3\u0666"]\n    changes: notice-0'))
    said = " ".join(remark.text for remark in loaded.remarks)
    assert "R\u0430fah" in said
    assert "3\u0666" in said
    assert "notice-0, which is no notice of the plan" in said
