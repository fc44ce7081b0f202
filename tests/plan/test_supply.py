"""Supplies in a plan: what cannot be meant is refused with its place, what is doubtful is remarked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.supply_town import write_town

from safeground.errors import InputError
from safeground.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path

TWICE = """\
  delivered:
    - {to: hospital, commodity: fuel, amount: 100, unit: l, at: 2026-03-05T10:00}
    - {to: hospital, commodity: fuel, amount: 100, unit: l, at: 2026-03-05T10:00}
"""


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        (("amount: 1000", "amount: -1000"), "supply.stores[1].stocks[0].amount", "0 or more"),
        ((", burn_unit: l_per_day", ""), "supply.stores[1].stocks[0].burn", "a burn without a unit"),
        (("l_per_day", "kwh_per_day"), "supply.stores[1].stocks[0].burn_unit", "generator_kwh_per_l"),
        (("amount: 1000", "amount: 1000, unit: kg"), "supply.stores[1].stocks[0].unit", "not mixed"),
        (("commodity: fuel", "commodity: feul"), "supply.stores[1].stocks[0].commodity", "Did you mean fuel"),
        (("serves: [old, new]", "serves: [old, news]"), "supply.stores[0].serves[1]", "Did you mean new"),
        (("from: north, to: depot", "from: nort, to: depot"), "supply.routes[0].from", "Did you mean north"),
        (("to: hospital", "to: hospitals"), "supply.routes[2].to", "Did you mean hospital"),
        (("at: [10.0, 50.02]", "at: [50.02, 100.0]"), "supply.crossings[0].at", "longitude first"),
        (("days: 4", "days: 0"), "supply.days", "more than 0"),
        (("unit: l, units_per_truck: 10000", "unit: kg, units_per_truck: 10000"), "unit", "l or m3"),
        (("units_per_truck: 10000", "units_per_truck: 0"), "units_per_truck", "more than 0"),
        (("id: south,", "id: north,"), "supply.crossings", "the id north again"),
        (("id: depot,", "id: north,"), "supply", "of two among crossings, stores and areas"),
    ],
)  # fmt: skip
def test_wrong_supplies_are_refused_with_their_place(
    tmp_path: Path, change: tuple[str, str], place: str, says: str
) -> None:
    with pytest.raises(InputError) as refused:
        load_plan(write_town(tmp_path, change))
    assert any(place in one.place and says in str(one) for one in refused.value.faults), str(refused.value)


def test_a_delivery_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the delivery of fuel to hospital .* again"):
        load_plan(write_town(tmp_path, more=TWICE))


def test_an_amount_and_a_range_of_it_alone_are_one_delivery(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the delivery of fuel to hospital .* again"):
        load_plan(write_town(tmp_path, more=TWICE.replace("amount: 100,", "amount: [100, 100],", 1)))


def test_days_that_are_none_are_one_fault(tmp_path: Path) -> None:
    for days in (0, 367):
        with pytest.raises(InputError) as refused:
            load_plan(write_town(tmp_path, ("days: 4", f"days: {days}")))
        assert len(refused.value.faults) == 1


def test_what_the_plan_has_none_of_is_said_with_its_article(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected an inspection of the plan, which has none"):
        load_plan(write_town(tmp_path, ("trucks_per_day: 6,", "trucks_per_day: 6, inspection: point,")))


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    path = write_town(tmp_path, ("amount: 1000", "amount: -1000"), (", burn_unit: l_per_day", ""), more=TWICE)
    with pytest.raises(InputError) as refused:
        load_plan(path)
    assert len(refused.value.faults) == 3


def test_a_crossing_outside_the_territory_is_remarked_on_with_the_distance(tmp_path: Path) -> None:
    """0.187 degrees of longitude at 50 degrees north are 13 km: as in one public file of crossings."""
    loaded = load_plan(write_town(tmp_path, ("at: [10.05, 49.99]", "at: [10.252, 49.99]")))
    (text,) = (one.text for one in loaded.remarks if "outside the territory" in one.text)
    assert text.startswith("south lies 13 km outside the territory")
    near = load_plan(write_town(tmp_path))
    assert not [one for one in near.remarks if "outside the territory" in one.text]


def test_kilowatt_hours_need_the_generator_s_figure(tmp_path: Path) -> None:
    load_plan(
        write_town(tmp_path, ("burn_unit: l_per_day", "burn_unit: kwh_per_day, generator_kwh_per_l: 3.5"))
    )


def test_a_need_or_stock_that_stands_twice_is_refused(tmp_path: Path) -> None:
    needs = "".join(f"    - {{area: old, commodity: water, per_day: {one}}}\n" for one in (100, 200))
    again = ("fails: [wards]}", "fails: [wards]}\n        - {commodity: fuel, amount: 5}")
    with pytest.raises(InputError) as refused:
        load_plan(write_town(tmp_path, again, more=f"  needs:\n{needs}"))
    found = sorted(one.found for one in refused.value.faults)
    assert found == ["a second need of water for old", "a second stock of fuel for hospital"]


GATE = "{id: north, at: [10.0, 50.02], trucks_per_day: 6,"


@pytest.mark.parametrize(
    ("opened", "place", "says"),
    [
        ('"morning"', "supply.crossings[0].open", "'morning' is no span of a day"),
        ("[]", "supply.crossings[0].open", "no time"),
        ("[{source: order}]", "supply.crossings[0].open[0]", "a time without from, until, days and hours"),
        ('[{hours: "9-12"}]', "supply.crossings[0].open[0].hours", "'9-12' is no span of a day"),
        ("[{days: [Sunday]}]", "supply.crossings[0].open[0].days[0]", "'Sunday' names no day"),
        ("[{days: [2026-02-30]}]", "supply.crossings[0].open[0].days[0]", "'2026-02-30' names no day"),
        (
            "[{days: [Mo]}, {from: 2026-03-05T10:00, until: 2026-03-05T09:00}]",
            "supply.crossings[0].open[1].until",
            "is not after the begin",
        ),
        ("[{from: tomorrow}]", "supply.crossings[0].open[0].from", "a time"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(tmp_path: Path, opened: str, place: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        load_plan(write_town(tmp_path, (GATE, f"{GATE} open: {opened},")))
    assert any(place in one.place and says in str(one) for one in refused.value.faults), str(refused.value)


def test_hours_of_routes_are_checked_like_those_of_crossings(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"supply.routes\[0\].hours\[0\].hours"):
        load_plan(write_town(tmp_path, ("to: depot,", 'to: depot, hours: [{hours: "25:00-26:00"}],')))


@pytest.mark.parametrize(
    ("opened", "says"),
    [
        ("[{days: [2026-03-05, 2026-05-12]}]", "12 May 2026 lies outside the days examined"),
        ("[{until: 2026-03-01T00:00}, {days: [Mo-Su]}]", "This time lies outside the days examined"),
        ("[{days: [Mo]}]", "This time lies outside the days examined"),
    ],
)
def test_openings_outside_the_days_examined_are_remarked(tmp_path: Path, opened: str, says: str) -> None:
    """The days examined are 4 to 7 March 2026, Wednesday to Saturday."""
    loaded = load_plan(write_town(tmp_path, (GATE, f"{GATE} open: {opened},")))
    assert [one.text for one in loaded.remarks if "days examined" in one.text and says in one.text]


def test_openings_in_the_days_examined_are_not_remarked(tmp_path: Path) -> None:
    opened = '[{days: [We-Th], hours: "07:00-15:00"}, {from: 2026-03-06T06:00, until: 2026-03-07T08:00}]'
    loaded = load_plan(write_town(tmp_path, (GATE, f"{GATE} open: {opened},")))
    assert not [one.text for one in loaded.remarks if "days examined" in one.text]
