"""The mappings that ship, on tables of the shapes that they are for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from safeground.errors import InputError
from safeground.ledger.claim import ByRole, Collective, Named
from safeground.ledger.importing.prepare import prepare
from safeground.ledger.importing.rows import read_rows
from safeground.ledger.importing.shipped import fitting, shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from safeground.ledger.importing.prepare import Prepared

TRUCKS = (
    "Index,Date,Route,Classification,Donor,Aid (tons)\n"
    '1,7 Sept 2024,Land Crossings,Food,WFP,"20"\n'
    "2,25 Feb 2024,Land Crossings,Food,WFP,-\n"
    "2,26 Feb 2024,Land Crossings,Food,WFP,4.53\n"
)
EVENTS = (
    "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,interaction,location,"
    "latitude,longitude,geo_precision,source,notes,fatalities\n"
    "XX1,30 November 2023,2023,1,Explosions/Remote violence,Shelling,A,B,13,East,31.5,34.4,1,Radio,hit,3\n"
    "XX2,2023-11-30,2023,2,Protests,Peaceful protest,A,,60,West town,31.4,34.3,2,Radio two,march,0\n"
    "XX3,2023-11-15,2023,3,Battles,Clash,A,B,13,Land,31.4,34.3,3,,some time,\n"
)


def _day(date: str, source: str, period: int, **more: int) -> dict[str, object]:
    ext = {"ext_killed": 1, "ext_killed_cum": 10}
    return {"report_date": date, "report_source": source, "report_period": period, **ext, **more}


def test_every_mapping_that_ships_reads_and_is_chosen_by_its_own_columns() -> None:
    names = {one.name for one in shipped()}
    assert len(names) == len(shipped()) == 5
    assert all(one.chosen_by for one in shipped())


def test_aid_rows_keep_odd_months_dashes_and_ids_that_stand_twice(imported: Callable[..., Prepared]) -> None:
    done = imported(TRUCKS, None)
    assert [claim.valid.from_ for claim in done.claims] == ["2024-09-07", "2024-02-25", "2024-02-26"]
    assert [claim.amount.value for claim in done.claims] == [20, None, 4.53]
    assert done.claims[1].amount.qualifier == "unspecified"
    assert [claim.id for claim in done.claims] == ["aid-row-1", "aid-row-2", "aid-row-2-2"]
    counted = {one.kind: one.count for one in done.remarks if one.count}
    assert counted == {"inferred": 1, "repaired": 1}


def test_event_tables_keep_their_precision_and_leave_actors_out(imported: Callable[..., Prepared]) -> None:
    done = imported(EVENTS, None, zone="Asia/Gaza")
    by_id = {claim.id: claim for claim in done.claims}
    assert set(by_id) == {"XX1-event", "XX1-fatalities", "XX2-event", "XX2-fatalities", "XX3-event"}
    day, week, month = (by_id[f"XX{i}-event"].valid for i in (1, 2, 3))
    assert (day.from_, day.to, day.window) == ("2023-11-30", "2023-11-30", False)
    assert (week.from_, week.to, week.window) == ("2023-11-24", "2023-12-06", True)
    assert (month.from_, month.to, month.window) == ("2023-11", "2023-11", True)
    places = [by_id[f"XX{i}-event"].place for i in (1, 2, 3)]
    assert [place.precision for place in places] == ["locality", "district", "territory"]
    assert [place.uncertain_m for place in places] == [5000, 25000, 100000]
    assert by_id["XX1-event"].measure == "explosions_remote_violence"
    assert by_id["XX1-fatalities"].amount.value == 3
    assert by_id["XX3-event"].stated_by == Collective(called="source not stated")
    left_out = {one.text: one.count for one in done.remarks if one.kind == "left out"}
    assert left_out == {"Columns never imported, fields on combatants: actor1, actor2, interaction.": 3}
    for column in ("actor1", "actor2", "interaction"):
        assert done.becomes[column] == "never imported: fields on combatants"


def test_a_code_of_precision_that_is_none_is_a_fault(imported: Callable[..., Prepared]) -> None:
    with pytest.raises(InputError, match="'7' in time_precision"):
        imported(EVENTS.replace("30 November 2023,2023,1", "30 November 2023,2023,7"), None, zone="Asia/Gaza")


def test_casualty_series_tell_reports_from_estimates_and_days_without_one(
    imported: Callable[..., Prepared],
) -> None:
    days = [
        _day("2023-10-08", "mohtel", 24, killed=3, killed_cum=10),
        _day("2023-10-09", "mohtel", 0, killed=0, killed_cum=10),
        _day("2023-10-10", "mohtel", 48, killed=5, killed_cum=15),
        _day("2023-10-11", "missing", 24, killed=2, killed_cum=17),
    ]
    done = imported(json.dumps(days), None, name="days.json")
    by_id = {claim.id: claim for claim in done.claims}
    assert "casualties-2023-10-09-killed" not in by_id, "the zero of a day without a report is no statement"
    assert "casualties-2023-10-09-killed_cum" not in by_id
    assert by_id["casualties-2023-10-09-ext_killed"].stated_by == Collective(called="publisher of the series")
    assert by_id["casualties-2023-10-08-killed"].stated_by == Named(name="Gaza health ministry")
    assert by_id["casualties-2023-10-11-killed"].stated_by == Collective(called="source not stated")
    assert by_id["casualties-2023-10-11-killed"].published is None
    assert by_id["casualties-2023-10-10-killed"].valid.from_ is None, "two days: from when is not stated"
    measures = {claim.measure for claim in done.claims if claim.id.endswith("ext_killed_cum")}
    assert measures.isdisjoint(claim.measure for claim in done.claims if claim.id.endswith("-killed_cum"))
    assert sorted(one.count for one in done.remarks if one.count) == [1, 1]


def test_articles_are_joined_with_the_times_and_their_links_are_kept(tmp_path: Path) -> None:
    head = (
        "claim_id,seed,sentence_no,kind,subject,measure,value,low,high,qualifier,unit,valid_from,valid_to,date_basis,"
        "stated_by,via,anonymity,hedge,disputes,duplicates,note\n"
    )
    rows = (
        "A1,000,1,status,Gate,crossing_status,open,,,,state,2024-05-05,2024-05-12,inferred,army,X; Agency,"
        "collective,,A2,,WINDOW: last week\n"
        "A2,000,2,denial,Gate,crossing_status,not_open,,,,state,,2024-05-13,unknown,authority,Agency,named,,A1,,\n"
        "A3,000,3,figure,Town,people_killed,,200,,several_hundred,people,,,unknown,officials,Agency,role_only,,,A4,\n"
        "A4,000,4,figure,Town,people_killed,,200,,several_hundred,people,,,unknown,officials,Agency,role_only,,,A3,x\n"
        "A5,000,5,agreement_term,Pause,expiry,2023-11-30T07:00+02:00,,,about,datetime,,,unknown,x,Agency,named,,,,\n"
    )
    (tmp_path / "claims.csv").write_text(head + rows, encoding="utf-8")
    times = "".join(f"A{i},2024-05-05,2024-05-12,inferred,2024-05-13\n" for i in range(1, 6))
    said = "claim_id,said_from,said_to,said_basis,published\n"
    (tmp_path / "said_at.csv").write_text(said + times, encoding="utf-8")
    path = tmp_path / "claims.csv"
    rows_read = read_rows(path)
    mapping = fitting(rows_read)
    assert mapping is not None
    done = prepare(path, mapping, {"recorder": "desk"}, rows=rows_read)
    one, _, hundreds, _, expiry = done.claims
    assert (one.valid.window, one.valid.basis, one.published) == (True, "inferred", "2024-05-13")
    assert one.reported_by == ("X", "Agency")
    assert (hundreds.amount.value, hundreds.amount.low, hundreds.amount.by_convention) == (None, 200, True)
    assert hundreds.stated_by == ByRole(role="officials")
    assert (expiry.state, expiry.hedge, expiry.amount) == ("2023-11-30T07:00+02:00", "about", None)
    assert [(link.claim, link.relation, link.other) for link in done.links] == [
        ("A1", "contradicts", "A2"),
        ("A3", "duplicate_of", "A4"),
    ]
    (tmp_path / "said_at.csv").write_text(said + times.replace("A5,", "A9,"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        prepare(path, mapping, {"recorder": "desk"}, rows=rows_read)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("folder", "name", "rows", "claims", "links"),
    [
        ("claims", "claims.csv", 244, 244, 45),
        ("facts", "corridor_flows.csv", 63, 63, 0),
        ("facts", "crossings.csv", 70, 63, 0),
        ("facts", "evacuation_orders.csv", 46, 46, 0),
        ("facts", "pauses.csv", 52, 52, 0),
        ("facts", "population.csv", 62, 62, 0),
        ("facts", "services.csv", 47, 47, 0),
        ("facts", "sites.csv", 65, 45, 0),
        ("data/gaza", "casualties-daily.json", 1051, None, 0),
        ("data/gaza", "trucks-cogat.csv", 52479, 52479, 0),
    ],
)
def test_real_tables_load_whole(
    real_data: Path, folder: str, name: str, rows: int, claims: int | None, links: int
) -> None:
    path = real_data.parent / folder / name
    if not path.is_file():
        pytest.skip(f"needs {folder}/{name} beside the real data")
    read = read_rows(path)
    mapping = fitting(read)
    assert mapping is not None
    done = prepare(path, mapping, {"recorder": "desk"}, rows=read)
    assert (done.rows, len(done.links)) == (rows, links)
    if claims is not None:
        assert len(done.claims) == claims


def test_facts_keep_the_words_of_their_source(imported: Callable[..., Prepared]) -> None:
    head = (
        "id,topic,subject,measure,value,low,high,qualifier,unit,valid_from,valid_to,stated_by,published_by,"
        "published_on,url,note,check\n"
    )
    rows = (
        "F1,flow,North,left,40000,,,roughly,people,2023-11-07,2023-11-07,army,paper,2023,,,seen\n"
        'F2,flow,North,left,,3000,9000,several thousand,people,2023-11,,UN,paper,2023,,,"seen, bounds mine"\n'
        "F3,hours,Corridor,open,10:00-16:00,,,,local clock,2023-11-07,,army,paper,2023-11-07,,,seen\n"
        "F4,water,Strip,water,3,,,estimated,litres/day,,,,paper,,,,seen\n"
        "F5,end,Pause,who ended it,,,,disputed,,2023-12-01,,several,paper,2023-12-01,,,seen\n"
        "F6,position,Gate,position,34.2;31.2,,,,lon;lat,,,x,y,,,,seen\n"
        "F7,status,Gate,status,open,,,,,,,x,y,,,,background\n"
    )
    done = imported(head + rows, None)
    roughly, several, hours, estimated, event = done.claims
    assert (roughly.amount.qualifier, roughly.hedge) == ("about", "roughly")
    assert (several.amount.low, several.amount.high, several.amount.by_convention) == (3000, 9000, True)
    assert (hours.state, hours.amount) == ("10:00-16:00", None)
    assert (estimated.amount.qualifier, estimated.hedge) == ("about", "estimated")
    assert estimated.stated_by == Collective(called="source not stated")
    assert (event.kind, event.state) == ("event", "disputed")
    assert sorted(one.count for one in done.remarks if one.kind == "left out") == [1, 1]
