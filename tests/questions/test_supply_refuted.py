"""*Supply* end to end where an error would prove too much, or publish it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import shapely

from safeground.assess import assess
from safeground.publish.redact import public_edition
from safeground.publish.write import write
from safeground.supply.verify import verify_supply

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.assess import Assessment

BOXES = {
    "whole": shapely.box(10.0, 50.0, 10.04, 50.01),
    "half": shapely.box(10.0, 50.0, 10.02, 50.01),
    "bare": shapely.box(10.1, 50.0, 10.11, 50.01),
    "far": shapely.box(10.2, 50.0, 10.21, 50.01),
}
PLAN = """\
plan: A town
status: in force
as_of: 2026-03-04T00:00+00:00
time_zone: Etc/UTC
ground:
  people:
    - {{file: people.csv, kind: residents, as_of: 2026-01-01, source: census}}
areas:
{areas}
notices: [{notices}]
supply:
  days: 2
  commodities:
    - {{id: water, kind: water, unit: l, units_per_truck: 10000}}
    - {{id: fuel, kind: fuel, unit: l, units_per_truck: 10000}}
  crossings:
    - {{id: gate, trucks_per_day: {trucks}, collection_per_day: 100}}
  stores:
    - {{id: depot, kind: distribution, serves: [{served}], stocks: [{{commodity: water, amount: {stock}}}]}}
    - {{id: dry-well, kind: water, serves: [{served}], makes: [{{commodity: water, per_day: 0}}]}}
{stores}
  routes:
    - {{id: road, from: gate, to: depot, trucks_per_day: 100, transit_h: 0}}
  fleet: {{trucks: 100, turnaround_h: 1}}
{more}
"""
WARD = """\
    - id: ward
      kind: hospital
      stocks: [{commodity: fuel, amount: 1234, burn: 4321, burn_unit: l_per_day, as_of: 2026-03-04T00:00}]
"""


def _town(folder: Path, areas: str, *, more: str = "", **words: object) -> Path:
    kinds = {"whole": "destination", "half": "destination", "bare": "ordered", "far": "destination"}
    given: dict[str, object] = {
        "trucks": 100,
        "stock": 0,
        "notices": "",
        "stores": "",
        "served": areas,
    } | words
    before = {"bare": ", people_before: 10000"}
    lines = "\n".join(
        f"  - {{id: {one}, kind: {kinds[one]}, geometry: areas.geojson#{one}{before.get(one, '')}}}"
        for one in areas.split(", ")
    )
    features = [
        {"type": "Feature", "properties": {"id": key}, "geometry": json.loads(shapely.to_geojson(shape))}
        for key, shape in BOXES.items()
    ]
    (folder / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (folder / "people.csv").write_text("lon,lat,persons\n10.01,50.005,10123\n10.205,50.005,5000\n")
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(areas=lines, more=more, **given), encoding="utf-8")
    return path


def _answers(found: Assessment) -> dict[str, str]:
    return {one.id: one.answer for one in found.findings if one.question == "supply"}


def test_people_in_two_areas_that_overlap_need_once(tmp_path: Path) -> None:
    """10,123 people are in both areas; 16 trucks of 10,000 l a day are more than they drink."""
    found = assess(_town(tmp_path, "whole, half", trucks=16), seconds=2.0)
    assert found.supply is not None
    (water,) = found.supply.outcome.commodities
    assert water.need.low == pytest.approx(10_123 * 15 * 2)
    assert _answers(found)["supply.need.water"] != "not_met"


def test_needs_stated_of_areas_that_overlap_are_not_added_up(tmp_path: Path) -> None:
    needs = "  needs:\n" + "".join(
        f"    - {{area: {one}, commodity: water, per_day: 100000}}\n" for one in ("whole", "half")
    )
    found = assess(_town(tmp_path, "whole, half", trucks=11, more=needs), seconds=2.0)
    assert found.supply is not None
    (water,) = found.supply.outcome.commodities
    assert water.need.low == pytest.approx(100_000 * 2)
    assert _answers(found)["supply.need.water"] != "not_met"


def test_people_whom_only_an_area_states_leave_with_the_order(tmp_path: Path) -> None:
    """All 10,000 of bare may be in far at once, where 15 trucks a day bring what all 15,000 drink."""
    notice = "{id: out, areas: [bare], to: [far], issued: 2026-03-04T00:00+00:00}"
    found = assess(_town(tmp_path, "bare, far", trucks=24, notices=notice), seconds=2.0)
    assert found.supply is not None
    people = {one.area: one.persons for one in found.supply.outcome.people.places}
    assert people["bare"] is not None
    assert people["far"] is not None
    assert (people["bare"][0].low, people["bare"][0].high) == (0, 10_000)
    assert people["far"][0].high == 15_000


def test_fuel_of_a_site_whose_use_nobody_states_is_not_met_by_silence(tmp_path: Path) -> None:
    silent = "    - {id: other, kind: hospital, stocks: [{commodity: fuel, amount: 100}]}\n"
    full = WARD.replace("amount: 1234", "amount: 12345")
    assert _answers(assess(_town(tmp_path, "far", stores=full), seconds=2.0))["supply.need.fuel"] == "met"
    found = assess(_town(tmp_path, "far", stores=full + silent), seconds=2.0)
    assert _answers(found)["supply.need.fuel"] == "unknown"


def test_a_promise_without_a_stage_is_not_refuted_by_a_late_one(tmp_path: Path) -> None:
    day = "from: 2026-03-01T00:00, until: 2026-03-02T00:00"
    more = (
        "  counters:\n"
        "    - {id: late, stage: delivered, unit: trucks, counts: {subject: town, measure: trucks}}\n"
        f"  promised: [{{id: due, words: ten, per_day: 10, unit: trucks, {day}}}]\n"
        "ledger: claims.csv\n"
    )
    path = _town(tmp_path, "far", more=more)
    (tmp_path / "claims.csv").write_text(
        "id,kind,subject,measure,qualifier,value,low,high,unit,valid_from,valid_to,published,zone,stated_by,"
        "source_kind,sensitivity\n"
        "c,figure,town,trucks,exact,7,7,7,trucks,2026-03-01,2026-03-01,2026-03-02,Etc/UTC,UN,named,public\n"
    )
    assert _answers(assess(path, seconds=2.0))["supply.promise.due"] == "depends"
    path.write_text(path.read_text().replace("stage: delivered", "stage: dispatched"))
    assert _answers(assess(path, seconds=2.0))["supply.promise.due"] == "not_met"


def test_public_files_tell_neither_a_stock_by_site_nor_people_to_the_person(tmp_path: Path) -> None:
    """One hospital alone needs fuel: every amount would be its own. 10,123 people times 30 l is 303,690 l."""
    path = _town(tmp_path, "whole", trucks="0.1", stores=WARD)
    found = assess(path, seconds=2.0)
    assert _answers(found)["supply.need.water"] == "not_met"
    write(found, tmp_path / "out", lambda _: None)
    files = [one for one in (tmp_path / "out" / "public").rglob("*") if one.is_file()]
    assert files
    for one in files:
        text = one.read_text(encoding="utf-8", errors="replace").replace(",", "")
        for secret in ("1234", "4321", "8642", "7408", "10123", "303690", "30369", "ward:", "10.005"):
            assert secret not in text.replace("#1234", ""), (one.name, secret)
    table = (tmp_path / "out" / "public" / "findings.csv").read_text(encoding="utf-8-sig")
    rows = [one for one in csv.DictReader(table.splitlines()) if one["id"].startswith("supply.need.")]
    shares = [float(one["high"]) for one in rows]
    assert shares
    assert all(round(share, 2) == share for share in shares)


def test_the_public_edition_made_again_is_the_same(tmp_path: Path) -> None:
    once = public_edition(assess(_town(tmp_path, "whole", trucks="0.1", stores=WARD), seconds=2.0))
    assert public_edition(once) == once


def test_a_bound_that_refutes_nothing_is_no_proof_in_the_folder(tmp_path: Path) -> None:
    write(assess(_town(tmp_path, "whole, half", trucks=16), seconds=2.0), tmp_path / "out", lambda _: None)
    assert not [*(tmp_path / "out").rglob("supply-certificate*")]
    write(assess(_town(tmp_path, "whole", trucks=1), seconds=2.0), tmp_path / "refuted", lambda _: None)
    assert len([*(tmp_path / "refuted").rglob("supply-certificate*")]) == 1


def test_an_area_whose_store_has_no_stated_way_is_not_called_isolated(tmp_path: Path) -> None:
    """The road to far is closed; a store serves it, too, and nobody says how that store is supplied."""
    path = _town(tmp_path, "far", served="")
    road = "    - {id: road, from: gate, to: depot, trucks_per_day: 100, transit_h: 0}"
    shut = f"{road}\n    - {{id: shut, from: gate, to: far, open: false}}"
    path.write_text(path.read_text().replace(road, shut))
    assert _answers(assess(path, seconds=2.0))["supply.area.far"] == "not_met"
    bakery = "    - {id: bakery, kind: bakery, serves: [far]}\n  routes:"
    path.write_text(path.read_text().replace("  routes:", bakery))
    assert _answers(assess(path, seconds=2.0))["supply.area.far"] == "unknown"


def test_counts_at_two_gates_do_not_each_refute_a_promise_for_both(tmp_path: Path) -> None:
    """7 trucks at each of two gates may be the 10 promised; 7 by two counters of one gate are not."""
    day = "from: 2026-03-01T00:00, until: 2026-03-02T00:00"
    counter = "    - {{id: {0}, stage: entered, unit: trucks, counts: {{subject: {0}, measure: trucks}}}}\n"
    more = (
        f"  counters:\n{counter.format('north')}{counter.format('south')}"
        f"  promised: [{{id: due, words: ten, per_day: 10, unit: trucks, stage: entered, {day}}}]\n"
        "ledger: claims.csv\n"
    )
    path = _town(tmp_path, "far", more=more)
    head = (
        "id,kind,subject,measure,qualifier,value,low,high,unit,valid_from,valid_to,published,zone,stated_by,"
    )
    row = (
        "{0},figure,{0},trucks,exact,7,7,7,trucks,2026-03-01,2026-03-01,2026-03-02,Etc/UTC,UN,named,public\n"
    )
    rows = row.format("north") + row.format("south")
    (tmp_path / "claims.csv").write_text(f"{head}source_kind,sensitivity\n{rows}")
    assert _answers(assess(path, seconds=2.0))["supply.promise.due"] == "depends"
    path.write_text(path.read_text().replace("subject: south", "subject: north"))
    assert _answers(assess(path, seconds=2.0))["supply.promise.due"] == "not_met"


def test_who_verifies_reads_the_share_of_the_report(tmp_path: Path) -> None:
    """In whole and half 10,123 people need 303,690 l in two days; the arrays hold them twice: 607,380 l."""
    found = assess(_town(tmp_path, "whole, half", trucks=10), seconds=2.0)
    (need,) = (one for one in found.findings if one.id == "supply.need.water")
    assert need.answer == "not_met"
    assert "at most 65.9 % of the need" in need.statement  # 200,000 of 303,690
    write(found, tmp_path / "out", lambda _: None)
    (said,) = verify_supply(tmp_path / "out" / "restricted")
    assert "at most 65.9 % of the need can be met" in said
    assert need.statement in said
    assert "32.9" not in said
    assert not [*(tmp_path / "out" / "public").rglob("supply-*")]


def test_commodities_that_differ_in_signs_alone_have_a_proof_each(tmp_path: Path) -> None:
    path = _town(tmp_path, "whole", trucks=1)
    text = path.read_text().replace(
        "    - {id: fuel, kind: fuel,",
        "    - {id: Water, kind: water, unit: l, units_per_truck: 9000}\n    - {id: fuel, kind: fuel,",
    )
    path.write_text(text)
    found = assess(path, seconds=2.0)
    write(found, tmp_path / "out", lambda _: None)
    names = {one.name for one in (tmp_path / "out" / "restricted" / "proofs").glob("supply-*")}
    assert len({name.lower() for name in names}) == 2
    for name in names:
        assert len(verify_supply(tmp_path / "out" / "restricted" / "proofs" / name)) == 1


def test_what_reaches_a_site_that_uses_it_up_is_delivered(tmp_path: Path) -> None:
    """The ward burns 4,321 l a day, 1,234 l are there: what it uses beyond them came by truck."""
    route = "    - {id: way, from: gate, to: ward, trucks_per_day: 100, transit_h: 0}\n  fleet:"
    path = _town(tmp_path, "far", stores=WARD)
    path.write_text(path.read_text().replace("  fleet:", route))
    found = assess(path, seconds=2.0)
    assert found.supply is not None
    course = next(one for one in found.supply.outcome.courses if one.commodity == "fuel")
    assert sum(course.delivered) >= 2 * 4321 - 1234 - 0.01
    assert sum(course.used) == pytest.approx(2 * 4321)
