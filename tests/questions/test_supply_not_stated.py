"""*Met* and *depends* of supplies rest on what is stated: what is not does not work, and is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.supply_town import write_town

from safeground.assess import assess

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.finding import Finding

DEPOT = "kind: distribution, serves: [old, new]"
TAKEN = "as_of: 2026-03-04T00:00"
PLENTY = f"{{commodity: water, amount: 2000000, {TAKEN}}}"


def _need(path: Path, commodity: str = "water") -> Finding:
    found = {one.id: one for one in assess(path, seconds=2.0).findings}
    return found[f"supply.need.{commodity}"]


def _share(found: Finding) -> tuple[float, float]:
    assert found.figure is not None
    return found.figure.range.low, found.figure.range.high


def _open_on_the_first_day(kept: str) -> list[tuple[str, str]]:
    """60 + 60 trucks bring 1,200,000 l on the first day, on which both gates are open, and none later."""
    shut = "collection_per_day: 100, closed: [{from: 2026-03-05T00:00}]}"
    hour = "depot, trucks_per_day: 100, transit_h: 1}"
    return [
        ("id: order, areas: [old], to: [new], issued: 2026-03-04T00:00+00:00", "id: order, areas: [old]"),
        ("trucks_per_day: 6", "trucks_per_day: 60"),
        ("trucks_per_day: [4, 6]", "trucks_per_day: 60"),
        ("collection_per_day: 100}", shut),
        ("collection_per_day: 100}", shut),
        (hour, "depot, trucks_per_day: 100, transit_h: 0}"),
        (hour, "depot, trucks_per_day: 100, transit_h: 0}"),
        ("turnaround_h: 2", "turnaround_h: 0"),
        (DEPOT, f"{DEPOT}, stocks: [{{commodity: water, amount: 0, {TAKEN}{kept}}}]"),
    ]


def test_what_is_needed_later_is_kept_for_certain_only_where_somebody_says_so(tmp_path: Path) -> None:
    """All of 4 days comes on the first; a depot that holds 1,200,000 l keeps what the other days need.

    Where it holds less, it is what people keep at home that nobody states.
    """
    found = _need(write_town(tmp_path, *_open_on_the_first_day("")))
    assert found.answer == "unknown"
    assert found.missing == "how much water can be kept from one day to the next"
    assert _need(write_town(tmp_path, *_open_on_the_first_day(", holds: 1200000"))).answer == "met"
    assert _need(write_town(tmp_path, *_open_on_the_first_day(", holds: 100000"))).answer == "unknown"


def test_a_plant_that_may_have_no_fuel_gives_nothing_for_certain(tmp_path: Path) -> None:
    """2,000,000 l of water are enough for all; the plant burns 100 l of fuel a day."""

    def plant(fuel: str) -> tuple[str, str]:
        stock = f"{{commodity: fuel, {fuel}, burn: 100, burn_unit: l_per_day, {TAKEN}, fails: [depot]}}"
        return DEPOT, f"kind: water, serves: [old, new], stocks: [{PLENTY}, {stock}]"

    shut = [("from: north, to: depot,", "from: north, to: depot, open: false,")]
    shut += [(one.replace("north", "south"), two.replace("north", "south")) for one, two in shut]
    found = _need(write_town(tmp_path, plant("amount: 0"), *shut))
    assert found.answer == "depends"
    assert _share(found)[0] == 0
    assert "depends on whether stocks last without which what makes or gives it fails" in found.statement
    assert "ranges" not in found.statement
    assert _need(write_town(tmp_path, plant("amount: 400"), *shut)).answer == "met"
    # For two of the four days: the depot gives half of what is needed.
    found = _need(write_town(tmp_path, plant("amount: 200"), *shut))
    assert found.answer == "depends"
    assert _share(found)[0] == 0.5


def test_a_plant_to_which_the_plan_brings_fuel_in_time_gives_what_it_has(tmp_path: Path) -> None:
    stock = (
        f"{{commodity: fuel, amount: [100, 400], burn: 100, burn_unit: l_per_day, {TAKEN}, fails: [depot]}}"
    )
    plant = (DEPOT, f"kind: water, serves: [old, new], stocks: [{PLENTY}, {stock}]")
    assert _need(write_town(tmp_path, plant)).answer == "met"


def test_a_well_stops_with_what_a_power_station_has_no_fuel_for(tmp_path: Path) -> None:
    """The station's fuel fails the line, the line the well: a chain of what fails."""
    well = "{id: well, kind: water, serves: [old, new], makes: [{commodity: water, per_day: 400000}]}"
    burn = f"{{commodity: fuel, amount: 0, burn: 1, burn_unit: l_per_day, {TAKEN}, fails: [line]}}"
    more = (
        f"    - {{id: depot, {DEPOT}}}\n    - {well}\n    - {{id: line, kind: other, fails: [well]}}\n"
        f"    - {{id: station, kind: power, stocks: [{burn}]}}\n"
    )
    before = f"    - {{id: depot, {DEPOT}}}\n"
    ways = [
        (
            "  routes:\n",
            f"  routes:\n    - {{id: to-{one}, from: north, to: {one}, trucks_per_day: 9, transit_h: 1}}\n",
        )
        for one in ("line", "station")
    ]
    found = _need(write_town(tmp_path, (before, more), *ways))
    assert found.answer == "depends"
    assert "whether stocks last" in found.statement
    more = more.replace("amount: 0, burn: 1", "amount: 9, burn: 1")
    assert _need(write_town(tmp_path, (before, more), *ways)).answer == "met"


def test_a_need_that_others_leave_too_little_for_depends_on_how_it_is_shared(tmp_path: Path) -> None:
    """No figure of this plan is a range but the need, which an order moves; both gates bring 480,000 l."""
    path = write_town(tmp_path, ("trucks_per_day: [4, 6]", "trucks_per_day: 6"))
    assert _need(path, "water").answer == "not_met"
    found = _need(path, "fuel")
    assert found.answer == "depends"
    assert "can be met depends on how what comes is shared" in found.statement
    assert "ranges" not in found.statement


def test_a_need_that_the_ranges_alone_leave_open_says_so(tmp_path: Path) -> None:
    stock = f"{DEPOT}, stocks: [{{commodity: water, amount: [1000, 2000000], {TAKEN}}}]"
    found = _need(write_town(tmp_path, (DEPOT, stock)))
    assert found.answer == "depends"
    assert "can be met depends on the ranges" in found.statement
