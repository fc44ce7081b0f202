"""Incidents, by hand on a row of blocks: what is certain, what only possible, and what is never counted."""

from __future__ import annotations

import csv
import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from tests.area_town import BLOCKS, row, write_plan

from safeground.cli import main
from safeground.ground.sites import Site
from safeground.ledger.claim import Claim, Named, Period, Place
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, ClaimRetracted, ClaimsLinked
from safeground.ledger.notification_events import (
    ConsentGiven,
    Content,
    NotificationDrafted,
    NotificationSubmitted,
    NotifiedSite,
)
from safeground.ledger.notifications import apply, book
from safeground.ledger.state import standings
from safeground.ledger.store import Ledger
from safeground.publish.incidents import count_lines, counts_csv, incidents_csv, public_csv
from safeground.questions.incident_counts import Phase, count, phases_by_pause
from safeground.questions.incident_joins import join, stretches
from safeground.questions.incident_places import circle, spot
from safeground.questions.incident_rates import REPORTING, rate
from safeground.questions.incident_types import TYPES, counts_people, type_of
from safeground.questions.incidents import days_between, incidents
from safeground.wording import public_count

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.ledger.claim import PlacePrecision
    from safeground.ledger.events import Event
    from safeground.plan.places import LoadedPlan
    from safeground.questions.incident_joins import Joined

PLAN = """\
areas:
  - {id: west, kind: ordered, blocks: ["1-4"]}
  - {id: hill, kind: destination, blocks: ["8"]}
notices:
  - {id: n1, areas: [west], to: [hill], issued: 2024-03-05T00:00+00:00, ends: 2024-03-15T00:00+00:00}
pauses:
  - {id: p1, start: 2024-03-10T06:00+00:00, expiry: 2024-03-12T06:00+00:00,
     extensions: [{until: 2024-03-13T06:00+00:00, announced: 2024-03-12T09:00+00:00}]}
  - {id: p2, start: 2024-03-20T00:00+00:00, expiry: 2024-03-22T00:00+00:00, hours: "10:00-14:00",
     areas: [hill]}
corridors:
  - {id: road, route: road.geojson, open: "09:00-16:00", on_foot: true}
"""
X, Y = 30.02, 10.005
"""In block 2."""


def _loaded(folder: Path, body: str = PLAN) -> LoadedPlan:
    (folder / "road.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "road"}, '
        '"geometry": {"type": "LineString", "coordinates": [[30.01, 10.005], [30.09, 10.005]]}}]}'
    )
    return row(folder, body)


def _claim(
    id_: str = "c1",
    *,
    at: str | None = "2024-03-06T12:00+00:00",
    to: str | None = None,
    lon: float | None = X,
    lat: float | None = Y,
    precision: PlacePrecision = "point",
    uncertain_m: float | None = 10.0,
    name: str = "a street",
    state: str = "shelling",
    measure: str = "incident",
    source: str = "monitor",
    published: str | None = None,
) -> Claim:
    return Claim(
        id=id_,
        kind="event",
        subject=name,
        measure=measure,
        state=state,
        valid=Period(from_=at, to=to, basis="stated"),
        published=published,
        zone="UTC",
        stated_by=Named(name=source),
        place=Place(name=name, precision=precision, lon=lon, lat=lat, uncertain_m=uncertain_m),
        recorder="AB",
    )


def _entries(folder: Path, *events: Event) -> Path:
    path = folder / "a.ledger"
    with Ledger(path, make=True) as ledger:
        ledger.append(events)
    return path


def _joined(
    folder: Path, *claims: Claim, events: tuple[Event, ...] = (), body: str = PLAN
) -> tuple[Joined, ...]:
    loaded = _loaded(folder, body)
    path = _entries(folder, *(ClaimRecorded(claim=one) for one in claims), *events)
    with Ledger(path) as ledger:
        found, _ = incidents(loaded, standings(ledger.entries()))
    return join(loaded, found)


def _one(folder: Path, claim: Claim) -> Joined:
    (found,) = _joined(folder, claim)
    return found


def test_a_point_in_force_is_inside(tmp_path: Path) -> None:
    found = _one(tmp_path, _claim())
    assert found.areas == (("west", "certain"),)
    assert (found.kinds["ordered"], found.kinds["destination"], found.outside) == ("certain", "no", "no")
    assert found.pauses == ()


@pytest.mark.parametrize(
    ("at", "ordered", "outside"),
    [
        ("2024-03-04T23:59+00:00", "no", "certain"),
        ("2024-03-05T00:00+00:00", "certain", "no"),
        ("2024-03-14T23:59+00:00", "certain", "no"),
        ("2024-03-15T00:00+00:00", "no", "certain"),
        ("2024-03-05", "certain", "no"),
        ("2024-03", "possible", "possible"),
    ],
)
def test_the_time_decides_to_the_minute(tmp_path: Path, at: str, ordered: str, outside: str) -> None:
    found = _one(tmp_path, _claim(at=at))
    assert (found.kinds["ordered"], found.outside) == (ordered, outside)


@pytest.mark.parametrize(
    ("changes", "ordered"),
    [
        ({"uncertain_m": 400.0}, "certain"),
        ({"uncertain_m": 5000.0, "precision": "locality"}, "possible"),
        ({"uncertain_m": None, "precision": "locality"}, "possible"),
        ({"uncertain_m": None, "precision": "district", "lon": None, "lat": None}, "possible"),
        ({"precision": "territory", "uncertain_m": 1.0}, "possible"),
        ({"precision": "unknown", "uncertain_m": None}, "possible"),
        ({"name": "block 2", "precision": "neighbourhood", "lon": None, "lat": None}, "certain"),
        ({"name": "block 2", "precision": "locality", "lon": None, "lat": None}, "possible"),
        ({"name": "2", "precision": "district", "lon": None, "lat": None}, "possible"),
        ({"name": "Block 7", "precision": "neighbourhood", "lon": None, "lat": None}, "no"),
        ({"lon": 30.085, "uncertain_m": 10.0}, "no"),
        ({"lon": 30.0499, "uncertain_m": 100.0}, "possible"),
    ],
)
def test_a_coarse_place_is_possibly_inside(tmp_path: Path, changes: dict, ordered: str) -> None:
    assert _one(tmp_path, _claim(**changes)).kinds["ordered"] == ordered


def test_nothing_is_certainly_in_or_outside_a_schematic_outline(tmp_path: Path) -> None:
    sketch = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "west"}, '
        '"geometry": {"type": "Polygon", "coordinates": [[[30,10],[30.05,10],[30.05,10.01],[30,10]]]}}]}'
    )
    (tmp_path / "sketch.geojson").write_text(sketch)
    body = PLAN.replace('blocks: ["1-4"]', "geometry: sketch.geojson").replace(
        "areas:", "schematic: true\nareas:", 1
    )
    claims = [_claim("in", lon=30.03, lat=10.001), _claim("out", lon=30.075), _claim("hill", lon=30.085)]
    found = {one.incident.id: one for one in _joined(tmp_path, *claims, body=body)}
    assert {id_: one.kinds["ordered"] for id_, one in found.items()} == dict.fromkeys(found, "possible")
    # The hill is a surveyed block.
    assert {id_: one.kinds["destination"] for id_, one in found.items()} == {
        "in": "no",
        "out": "no",
        "hill": "certain",
    }


def test_a_circle_holds_all_that_its_uncertainty_does() -> None:
    geod = Geod(ellps="WGS84")
    drawn = circle(X, Y, 1234.0)
    for bearing in range(0, 360, 7):
        lon, lat, _ = geod.fwd(X, Y, bearing, 1233.0)
        assert drawn.covers(shapely.Point(lon, lat))
        lon, lat, _ = geod.fwd(X, Y, bearing, 1250.0)
        assert not drawn.covers(shapely.Point(lon, lat))


def test_pauses_by_what_was_announced(tmp_path: Path) -> None:
    """From six on the tenth; the extension of the twelfth was announced three hours after the expiry."""
    times = {
        "2024-03-10T05:59+00:00": (),
        "2024-03-10T06:00+00:00": (("p1", "certain"),),
        "2024-03-12T07:00+00:00": (),
        "2024-03-12T09:00+00:00": (("p1", "certain"),),
        "2024-03-12": (("p1", "possible"),),
        "2024-03-13T06:00+00:00": (),
    }
    claims = [_claim(f"c{i}", at=at) for i, at in enumerate(times)]
    found = {one.incident.id: one.pauses for one in _joined(tmp_path, *claims)}
    assert [found[f"c{i}"] for i in range(len(times))] == list(times.values())


def test_a_daily_pause_holds_in_its_hours_and_areas_only(tmp_path: Path) -> None:
    places = {"in": 30.085, "out": 30.035}
    claims = [
        _claim(f"{where}{hour}", at=f"2024-03-21T{hour}:30+00:00", lon=lon)
        for where, lon in places.items()
        for hour in ("09", "10", "14")
    ]
    found = {one.incident.id: one.pauses for one in _joined(tmp_path, *claims)}
    assert found.pop("in10") == (("p2", "certain"),)
    assert set(found.values()) == {()}


def test_a_corridor_with_its_hours(tmp_path: Path) -> None:
    claims = [
        _claim("open", at="2024-03-06T12:00+00:00"),
        _claim("closed", at="2024-03-06T17:00+00:00"),
        _claim("day", at="2024-03-06"),
        _claim("far", lat=10.009),
        _claim("coarse", lat=10.0063, uncertain_m=100.0),
    ]
    found = {one.incident.id: one.corridors for one in _joined(tmp_path, *claims)}
    assert found["open"] == (("road", "certain", "open"),)
    assert found["closed"] == (("road", "certain", "closed"),)
    assert found["day"] == (("road", "certain", "possibly open"),)
    assert found["far"] == ()
    assert found["coarse"] == (("road", "possible", "open"),)


def test_a_site_with_how_it_was_notified_then(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path)
    site = Site(id="h1", name="Hospital", site_class="hospital", lon=X, lat=Y)
    what = NotifiedSite(site="h1", name="Hospital", site_class="hospital", lon=X, lat=Y)
    content = Content(what=what, owner="office", until="2024-03-08T00:00+00:00")
    notified = book(())
    for number, event in enumerate(
        (
            ConsentGiven(
                subject="h1", recipient="A", given_by="office", at="2024-03-01T00:00+00:00", recorder="AB"
            ),
            NotificationDrafted(notification="n", content=content, recorder="AB"),
            NotificationSubmitted(
                notification="n", recipient="A", at="2024-03-06T00:00+00:00", sent_sha256="0", recorder="AB"
            ),
        ),
        1,
    ):
        apply(notified, number, event)
    claims = [
        _claim("c5", at="2024-03-05T12:00+00:00"),
        _claim("c6"),
        _claim("c9", at="2024-03-09T12:00+00:00"),
        _claim("away", lon=30.05),
    ]
    path = _entries(tmp_path, *(ClaimRecorded(claim=one) for one in claims))
    with Ledger(path) as ledger:
        found, _ = incidents(loaded, standings(ledger.entries()))
    near = {one.incident.id: one.sites for one in join(loaded, found, sites=(site,), notified=notified)}
    states = {id_: [one.notified for one in sites] for id_, sites in near.items()}
    assert states == {
        "c5": [(("A", "draft"),)],
        "c6": [(("A", "submitted"),)],
        "c9": [(("A", "expired"),)],
        "away": [],
    }


def test_duplicated_reports_are_one_incident_by_the_finest(tmp_path: Path) -> None:
    coarse = _claim("c2", at="2024-03", precision="district", uncertain_m=None, source="paper")
    again = _claim("c3", at="2024-03-06", source="agency")
    links: tuple[Event, ...] = tuple(
        ClaimsLinked(claim=one, other=other, relation="duplicate_of", reason="same", recorder="AB")
        for one, other in (("c2", "c1"), ("c3", "c2"))
    )
    (found,) = _joined(tmp_path, _claim(), coarse, again, events=links)
    assert found.incident.reports == ("c1", "c2", "c3")
    assert found.incident.sources == ("monitor", "paper", "agency")
    assert found.kinds["ordered"] == "certain"


def test_a_report_whose_misreading_was_mended_is_still_the_same_incident(tmp_path: Path) -> None:
    link = ClaimsLinked(claim="c2", other="c1", relation="duplicate_of", reason="same", recorder="AB")
    mended = ClaimCorrected(
        corrects="c2", claim=_claim("c3", source="agency"), reason="a letter", by="recorder"
    )
    (found,) = _joined(tmp_path, _claim(), _claim("c2", source="agency"), events=(link, mended))
    assert found.incident.reports == ("c1", "c3")


def test_reports_that_contradict_leave_it_possible(tmp_path: Path) -> None:
    other = _claim("c2", at="2024-03-20T12:00+00:00", lon=30.085)
    link = ClaimsLinked(claim="c2", other="c1", relation="duplicate_of", reason="same", recorder="AB")
    (found,) = _joined(tmp_path, _claim(), other, events=(link,))
    assert found.kinds["ordered"] == "possible"


def test_what_was_taken_back_counts_no_more_and_what_is_no_incident_never(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path)
    gone = ClaimRetracted(retracts="c1", reason="wrong", by="source", published="2024-03-08", recorder="AB")
    claims = (
        _claim(published="2024-03-06"),
        _claim("c2", measure="people_killed", state="12"),
        _claim("c3", measure="call_held", state=""),
    )
    path = _entries(tmp_path, *(ClaimRecorded(claim=one) for one in claims), gone)
    with Ledger(path) as ledger:
        known = standings(ledger.entries())
    found, remarks = incidents(loaded, known)
    assert found == ()
    said = " ".join(one.text for one in remarks)
    assert "no rates are made of them" in said
    assert "call_held (1)" in said
    before, _ = incidents(loaded, known, known_at=datetime(2024, 3, 7, tzinfo=UTC))
    assert [one.id for one in before] == ["c1"]


@pytest.mark.parametrize(
    ("measure", "state", "type_"),
    [
        ("explosions_remote_violence", "Air/drone strike", "strike"),
        ("explosions_remote_violence", "Shelling/artillery/missile attack", "shelling"),
        ("battles", "Armed clash", "clash"),
        ("incident", "aid blocked", "aid blocked"),
        ("incident", "", "other"),
        ("airstrikes", "yes", "strike"),
        ("official_met_official", "yes", None),
    ],
)
def test_types_by_the_words_of_the_claim(measure: str, state: str, type_: str | None) -> None:
    assert type_of(_claim(measure=measure, state=state)) == type_


def test_types_name_no_one_who_did_it() -> None:
    assert [
        word for word in TYPES if any(bad in word for bad in ("force", "army", "militant", "attack"))
    ] == []
    assert all(counts_people(word) for word in ("killed", "people_wounded", "deaths", "reported_fatalities"))


# Counts and rates.


def _march(first: int, last: int, name: str = "phase") -> Phase:
    return Phase(name, ((datetime(2024, 3, first, tzinfo=UTC), datetime(2024, 3, last, tzinfo=UTC)),))


def _counted(folder: Path, claims: list[Claim], *phases: Phase) -> tuple:
    loaded = _loaded(folder)
    path = _entries(folder, *(ClaimRecorded(claim=one) for one in claims))
    with Ledger(path) as ledger:
        found, _ = incidents(loaded, standings(ledger.entries()))
    parts = stretches(loaded)
    return count(loaded, join(loaded, found), phases, parts)


def test_counts_by_phase_and_area_by_hand(tmp_path: Path) -> None:
    """Ten days, the area in force on eight; three inside, one out, one coarse, one of a month."""
    claims = [
        _claim("a", at="2024-03-06"),
        _claim("b", at="2024-03-06T12:00+00:00"),
        _claim("c", at="2024-03-09", source="other"),
        _claim("d", at="2024-03-09", lon=30.065),
        _claim("e", at="2024-03-09", precision="district", uncertain_m=None),
        _claim("f", at="2024-03"),
    ]
    (found,) = _counted(tmp_path, claims, _march(3, 13))
    rows = {one.where: one for one in found.rows}
    assert {where: (one.certain, one.possible) for where, one in rows.items()} == {
        "ordered": (3, 2),
        "destination": (0, 1),
        "outside all areas": (1, 2),
        "anywhere": (5, 1),
    }
    (west, hill) = found.by_area
    assert (west.where, west.certain, west.possible) == ("west", 3, 2)
    assert (hill.where, hill.certain, hill.possible) == ("hill", 0, 1)
    assert (found.sources, found.reports) == (2, 6)
    geod = Geod(ellps="WGS84")
    km2 = sum(abs(geod.geometry_area_perimeter(BLOCKS[block])[0]) for block in "1234") / 1e6
    assert rows["ordered"].km2_days == pytest.approx(8 * km2, rel=1e-9)
    assert rows["ordered"].per_km2_day == pytest.approx(3 / (8 * km2), rel=1e-9)
    assert rows["ordered"].rate.per_day == pytest.approx(0.3)
    assert rows["ordered"].per_day_with_possible == pytest.approx(0.5)
    # Days 3 to 12: 0 0 0 2 0 0 1 0 0 0. Mean 0.3, squared deviations 0.09 × 8 + 1.7² + 0.7² = 4.1.
    assert rows["ordered"].rate.dispersion == pytest.approx(4.1 / 9 / 0.3)
    assert [number for _, number in found.daily] == [0, 0, 0, 2, 0, 0, 3, 0, 0, 0]


def test_a_phase_that_begins_within_a_day_has_it_possibly(tmp_path: Path) -> None:
    phase = Phase("from noon", ((datetime(2024, 3, 6, 12, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC)),))
    (found,) = _counted(tmp_path, [_claim("a", at="2024-03-06")], phase)
    anywhere = found.rows[-1]
    assert (anywhere.certain, anywhere.possible, anywhere.rate.days) == (0, 1, 2.5)
    assert anywhere.rate.whole_days == 2
    assert anywhere.rate.low is None


def test_phases_by_pause_share_no_time_and_leave_none(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path)
    start, end = datetime(2024, 3, 9, tzinfo=UTC), datetime(2024, 3, 23, tzinfo=UTC)
    held, free = phases_by_pause(loaded, start, end)
    # 48 h, then 21 h after a gap of three; then two days of four hours.
    assert held.days * 24 == pytest.approx(48 + 21 + 8)
    assert held.days + free.days == pytest.approx(14)


@given(st.lists(st.integers(0, 9), min_size=7, max_size=40))
def test_the_range_is_never_narrower_than_that_of_independent_counts(daily: list[int]) -> None:
    found = rate(daily, sum(daily), float(len(daily)))
    assert found.low is not None
    assert found.high is not None
    assert found.per_day is not None
    assert found.low <= found.per_day <= found.high
    if sum(daily):
        narrow = math.exp(1.96 / math.sqrt(sum(daily)))
        assert found.high >= found.per_day * narrow * (1 - 1e-4)


def test_clustered_counts_have_the_wider_range() -> None:
    even, clustered = rate([3] * 20, 60, 20.0), rate([0] * 18 + [30, 30], 60, 20.0)
    assert even.per_day == clustered.per_day == 3
    assert even.dispersion == 0
    assert clustered.dispersion is not None
    assert clustered.dispersion > 20
    assert clustered.high is not None
    assert even.high is not None
    assert clustered.high > 2 * even.high


def test_the_range_holds_the_true_rate_about_as_often_as_it_says() -> None:
    """Negative binomial counts with a variance of four times the mean, 30 days, 2,000 times."""
    draw = np.random.default_rng(5)
    held = 0
    for _ in range(2000):
        daily = draw.negative_binomial(4 / 3, 0.25, 30).tolist()  # mean 4, variance 16
        found = rate(daily, sum(daily), 30.0)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 4 <= found.high
    assert 0.92 <= held / 2000 <= 0.97


def test_nothing_counted_still_has_an_upper_end() -> None:
    found = rate([0] * 10, 0, 10.0)
    assert (found.low, found.dispersion) == (0.0, None)
    assert found.high == pytest.approx(0.3689, abs=1e-4)


def test_days_are_local_ones_where_the_clocks_change() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Kyiv")
    days = list(days_between(datetime(2024, 3, 30, tzinfo=zone), datetime(2024, 4, 1, tzinfo=zone)))
    lengths = [(after.astimezone(UTC) - day.astimezone(UTC)) / timedelta(hours=1) for day, after in days]
    assert lengths == [24, 23]


# What may be written where.


def test_places_of_single_incidents_are_restricted(tmp_path: Path) -> None:
    claims = [
        _claim(f"c{i}", at=f"2024-03-{i + 6:02}", name="Mill Road", source="quiet source") for i in range(4)
    ]
    loaded = _loaded(tmp_path)
    path = _entries(tmp_path, *(ClaimRecorded(claim=one) for one in claims))
    with Ledger(path) as ledger:
        found, _ = incidents(loaded, standings(ledger.entries()))
    joined = join(loaded, found)
    counted = count(loaded, joined, [_march(3, 13)], stretches(loaded))
    public = public_csv(counted)
    for secret in ("Mill Road", "quiet source", "30.02", "c1", "0.4", "west"):
        assert secret not in public
    assert "fewer than 5" in public
    assert REPORTING in public
    assert "Mill Road" not in counts_csv(counted)
    restricted = list(csv.DictReader(incidents_csv(joined, UTC).lstrip("\ufeff").splitlines()))
    assert {one["sensitivity"] for one in restricted[1:]} == {"RESTRICTED"}
    assert restricted[1]["areas"] == "west (inside)"
    assert REPORTING in count_lines(counted, UTC)
    assert [public_count(one) for one in (0, 1, 4, 5, 8)] == [
        "0",
        "fewer than 5",
        "fewer than 5",
        "about 5",
        "about 10",
    ]


def test_a_coarse_place_has_no_coordinates_in_any_table(tmp_path: Path) -> None:
    joined = _joined(tmp_path, _claim(precision="locality", uncertain_m=5000.0))
    (row_,) = list(csv.DictReader(incidents_csv(joined, UTC).lstrip("\ufeff").splitlines()))[1:]
    assert (row_["lon"], row_["lat"], row_["areas"]) == ("", "", "west (possibly inside)")


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


def test_the_command_with_phases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _loaded(tmp_path)
    plan = str(write_plan(tmp_path, PLAN))
    claims = [_claim(f"c{i}", at=f"2024-03-{i + 5:02}") for i in range(9)]
    path = _entries(tmp_path, *(ClaimRecorded(claim=one) for one in claims))
    phases = tmp_path / "phases.csv"
    phases.write_text("name,from,to\nbefore,2024-03-05,2024-03-09\nafter,2024-03-10,2024-03-20\n")
    out = tmp_path / "out"
    words = ("incidents", plan, "--ledger", str(path))
    assert _run(*words, "--phases", str(phases), "--out", str(out)) == 0
    said = capsys.readouterr().out
    assert "before (2024-03-05T00:00+00:00 to 2024-03-10T00:00+00:00): 5 days" in said
    assert "too few whole days (5)" in said
    assert "can be a change in reporting" in said
    assert sorted(path.name for path in (out / "public").iterdir()) == ["incident-counts.csv"]
    assert "<rect" in (out / "restricted" / "incidents-by-day.svg").read_text()
    assert _run(*words, "--by-pause") == 0
    assert "no pause announced" in capsys.readouterr().out
    assert _run(*words, "--types", "strike") == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--types", "people_killed"), "there are no rates of people killed, wounded or missing"),
        (("--types", "storm"), "one of strike"),
        (("--near-m", "-1"), "metres, 0 or more"),
        (("--known-at", "2024-03-01"), "a time with offset"),
        (("--ledger", "none.ledger"), "none.ledger"),
    ],
)
def test_wrong_options_are_said(
    tmp_path: Path, options: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _loaded(tmp_path)
    plan = str(write_plan(tmp_path, PLAN))
    path = _entries(tmp_path, ClaimRecorded(claim=_claim()))
    given = () if "--ledger" in options else ("--ledger", str(path))
    assert _run("incidents", plan, *given, *options) == 2
    assert says in capsys.readouterr().err


def test_wrong_phases_are_said_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _loaded(tmp_path)
    plan = str(write_plan(tmp_path, PLAN))
    path = _entries(tmp_path, ClaimRecorded(claim=_claim()))
    phases = tmp_path / "phases.csv"
    phases.write_text(
        "name,from,to\na,soon,2024-03-09\nb,2024-03-10,2024-03-08\nc,2024-03-01,2024-03-05\nc,2024-03-04,2024-03-06\n"
    )
    assert _run("incidents", plan, "--ledger", str(path), "--phases", str(phases)) == 2
    said = capsys.readouterr().err
    for words in ("row 2, column from", "row 3", "spans that overlap"):
        assert words in said


def test_the_plans_own_claims_are_taken_where_no_ledger_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _loaded(tmp_path)
    _entries(tmp_path, *(ClaimRecorded(claim=_claim(f"c{i}")) for i in range(3)))
    plan = write_plan(tmp_path, PLAN + "ledger: a.ledger\n")
    assert _run("incidents", str(plan)) == 0
    assert "incidents: 3, told of in 3 claims" in capsys.readouterr().out


def test_a_plan_without_a_ledger_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _loaded(tmp_path)
    assert _run("incidents", str(write_plan(tmp_path, PLAN))) == 2
    assert "--ledger" in capsys.readouterr().err


def test_names_of_the_plan_give_a_coarse_place_its_outline(tmp_path: Path) -> None:
    names = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "mill", "name": '
        '"Mill Quarter", "kind": "neighbourhood"}, "geometry": {"type": "Polygon", "coordinates": '
        "[[[30.012,10.002],[30.038,10.002],[30.038,10.008],[30.012,10.008],[30.012,10.002]]]}}]}"
    )
    (tmp_path / "names.geojson").write_text(names)
    (tmp_path / "plan.yaml").write_text("")
    path = write_plan(tmp_path, PLAN)
    _loaded(tmp_path)
    path.write_text(path.read_text().replace("ground:\n", "ground:\n  names: names.geojson\n"))
    from safeground.plan.load import load_plan

    loaded = load_plan(path)
    claim = _claim(name="mill quarter", precision="neighbourhood", lon=None, lat=None, uncertain_m=None)
    shape = spot(loaded, claim).shape
    assert shape is not None
    assert shape.bounds == pytest.approx((30.012, 10.002, 30.038, 10.008))
    for coarser in ("locality", "district"):
        # A town or a district of the same name is more than the quarter that is drawn.
        place = msgspec.structs.replace(claim.place, precision=coarser)
        assert spot(loaded, msgspec.structs.replace(claim, place=place)).shape is None
