"""A hand-made assessment with every answer, every sign of the map, and names in four scripts.

The town is a square of 6 km on the coast of nowhere; its figures are made to be read, not to be true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import numpy as np
import shapely

from safeground.assess import Assessment, Assumption
from safeground.ground.sites import Site
from safeground.ground.streets import Streets
from safeground.journey.outcome import Crowd, Curve, Cut, CutStreet, LeftBehind, Outcome
from safeground.plan.model import (
    Area,
    AreaSize,
    Conditions,
    Corridor,
    Ground,
    Notice,
    PeopleFile,
    Plan,
    Source,
    StreetsFile,
)
from safeground.plan.places import GroundPolygon, LoadedPlan
from safeground.quantity import Range
from safeground.questions.finding import (
    MINIMUM_CAVEAT,
    REACH_CAVEAT,
    Decider,
    Figure,
    Finding,
    HeldAgainst,
)
from safeground.remarks import Remark

ZONE = timezone(timedelta(hours=2))
START = datetime(2026, 3, 4, 6, tzinfo=ZONE)
LON, LAT = 30.0, 47.0
DEGREE_M = 111_195.0

RESTRICTED_TEXTS = (
    "Maternity house of Ана",
    "Mill clinic",
    "30.0291",
    "47.0173",
    "Kanal-Weg",
    "الجسر القديم",
    "437",
    "head of the mill clinic",
    "block-7",
)
"""What must not stand in anything public."""


@dataclass(frozen=True)
class Blocks:
    """The gazetteer's attributes that a map reads."""

    ids: tuple[str, ...]
    geometry: np.ndarray
    names: tuple[str, ...]


def at(x_m: float, y_m: float) -> tuple[float, float]:
    """Return lon, lat of a point in metres from the town's corner."""
    return LON + x_m / (DEGREE_M * np.cos(np.radians(LAT))), LAT + y_m / DEGREE_M


def polygon(*corners: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon([at(x, y) for x, y in corners])


def box(x1: float, y1: float, x2: float, y2: float) -> shapely.Polygon:
    return polygon((x1, y1), (x2, y1), (x2, y2), (x1, y2))


def line(*corners: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(x, y) for x, y in corners])


def grid_streets(side: int = 25, spacing_m: float = 250.0) -> Streets:
    """Return a grid of streets; every eighth one is a main street."""
    index = np.arange(side * side).reshape(side, side)
    lon, lat = at(np.tile(np.arange(side) * spacing_m, side), np.repeat(np.arange(side) * spacing_m, side))
    pairs, classes = [], []
    for row in range(side):
        for column in range(side):
            for down, right in ((0, 1), (1, 0)):
                if row + down < side and column + right < side:
                    pairs.append((index[row, column], index[row + down, column + right]))
                    place = row if right else column
                    classes.append(0 if place % 8 == 0 else 1 if place % 4 == 0 else 2)
    tail, head = np.array(pairs).T
    edges = len(tail)
    ones, flags = np.ones(edges), np.ones(edges, bool)
    return Streets(
        lon=lon,
        lat=lat,
        cut=np.zeros(side * side, bool),
        tail=tail,
        head=head,
        length_m=ones * spacing_m,
        street_class=np.array(classes),
        classes=("primary", "tertiary", "residential"),
        width_low_m=ones * 3,
        width_high_m=ones * 9,
        lanes_low=ones,
        lanes_high=ones * 2,
        oneway=np.zeros(edges, np.int64),
        on_foot=flags,
        by_vehicle=flags,
        way_id=np.arange(edges),
        name=np.array([""] * edges),
        line_start=np.arange(edges + 1) * 2,
        line_lon=np.column_stack([lon[tail], lon[head]]).ravel(),
        line_lat=np.column_stack([lat[tail], lat[head]]).ravel(),
        grade="mapped",
        remarks=(),
    )


def sample_plan() -> Plan:
    return Plan(
        plan="River town, flood order",
        status="in force",
        as_of=datetime(2026, 3, 4, 12, tzinfo=ZONE),
        territory="River province",
        note="An exercise: no such town exists.",
        ground=Ground(
            streets=StreetsFile(file="roads.osm.pbf", grade="mapped", as_of=date(2026, 2, 1), source="osm"),
            people=(
                PeopleFile(file="people.csv", kind="residents", as_of=date(2025, 7, 1), source="census"),
                PeopleFile(
                    file="arrived.csv", kind="displaced", as_of=date(2025, 8, 20), source="focal-point"
                ),
            ),
            blocks=None,
            sites="sites.csv",
        ),
        areas=(
            Area(
                id="low town",
                kind="ordered",
                called="flood zone 1",
                designated_by="River province",
                blocks=("1-9",),
                published=START,
                source="notice-text",
            ),
            Area(
                id="المواصي",
                kind="destination",
                called="منطقة إنسانية",
                designated_by="River province",
                source="notice-text",
                sizes=(
                    AreaSize(km2=6.68, source="survey", note="digitised outline"),
                    AreaSize(km2=(8.5, 10.0), source="notice-text"),
                ),
                conditions=Conditions(
                    all_parties_agree="not stated",
                    essentials="disputed",
                    free_movement_and_return="stated",
                    supervision="not stated",
                    source="survey",
                ),
            ),
            Area(id="Високий пагорб", kind="destination", called="reception area", source="notice-text"),
            Area(id="אזור הנמל", kind="closed", called="closed area", source="notice-text"),
        ),
        notices=(
            Notice(
                id="notice-1",
                areas=("low town",),
                to=("المواصي", "Високий пагорб"),
                issuer="River province",
                issued=START,
                channels=("radio", "leaflets"),
                languages=("uk", "ar"),
                corridors=("bridge road",),
                deadline=START + timedelta(hours=12),
                deadline_means="out",
                source="notice-text",
            ),
            Notice(
                id="notice-2", areas=("low town",), issuer="Dike board", issued=START + timedelta(hours=3)
            ),
        ),
        corridors=(
            Corridor(id="bridge road", route="corridors.geojson#bridge", open="09:00-16:00", on_foot=True),
        ),
        sources=(
            Source(
                id="osm",
                title="OpenStreetMap",
                publisher="OpenStreetMap contributors",
                published=date(2026, 2, 1),
                url="https://www.openstreetmap.org/copyright",
                licence="© OpenStreetMap contributors, ODbL 1.0",
                sensitivity="public",
            ),
            Source(
                id="census",
                title="Census of the province",
                publisher="Statistics office",
                published=date(2025, 7, 1),
                licence="CC BY 4.0, Statistics office",
                sensitivity="public",
            ),
            Source(
                id="notice-text", title="Order of 4 March", publisher="River province", sensitivity="public"
            ),
            Source(id="survey", title="Survey of the shore", publisher="University", sensitivity="public"),
            Source(id="focal-point", title="Count by the head of the mill clinic"),
        ),
    )


def sample_loaded() -> LoadedPlan:
    blocks = np.array(
        [
            box(600 + 800 * i, 600 + 800 * j, 1400 + 800 * i, 1400 + 800 * j)
            for j in range(3)
            for i in range(3)
        ]
    )
    ids = tuple(str(number) for number in range(1, 10))
    return LoadedPlan(
        plan=sample_plan(),
        path=Path("river-town/plan.yaml"),
        areas={
            "low town": box(600, 600, 3000, 3000),
            "المواصي": polygon((4200, 4300), (5900, 4500), (5500, 5900), (4300, 5600)),
            "Високий пагорб": box(600, 4700, 1700, 5700),
            "אזור הנמל": box(4700, 700, 5600, 1500),
        },
        blocks_of_area={"low town": ids, "المواصي": (), "Високий пагорб": (), "אזור הנמל": ()},
        gazetteer=Blocks(ids, blocks, ids),  # type: ignore[arg-type]
        corridors={"bridge road": line((2600, 2600), (3600, 3700), (4500, 4600))},
        open_ground=(
            GroundPolygon(
                "barrier", "survey", polygon((-900, 3300), (6800, 3500), (6800, 3800), (-900, 3650))
            ),
        ),
        unusable=None,
        hashes={"plan.yaml": "ab" * 32},
        remarks=(),
    )


def sample_cut() -> Cut:
    passing_h, mean_way_h = 61_240.0 / 4_320.0, 0.925
    return Cut(
        lower_h=passing_h + mean_way_h,
        persons_behind=61_240.0,
        capacity_per_s=1.2,
        offset_low_h=0.55,
        offset_high_h=1.4,
        break_even_capacity_factor=1.29,
        break_even_persons=48_200.0,
        streets=(
            CutStreet(11, "Kanal-Weg", line((1600, 3300), (1600, 3800)), 0.4, 0.6),
            CutStreet(12, "الجسر القديم", line((2600, 3300), (2600, 3800)), 0.5, 0.9),
            CutStreet(13, "", line((3600, 3300), (3600, 3900)), 0.3, 1.4),
        ),
    )


def sample_outcome() -> Outcome:
    hours = np.linspace(0.0, 24.0, 97)
    proven = np.clip((hours - 0.55) * 61_240.0 / (15.2 - 0.55), 0.0, 61_240.0)
    schedule = np.clip((hours - 1.9) * 88_410.0 / (21.4 - 1.9), 0.0, 88_410.0)
    return Outcome(
        notice="notice-1",
        target="out",
        start=START,
        deadline=START + timedelta(hours=12),
        deadline_h=12.0,
        persons=Range(61_240.0, 88_410.0, "persons"),
        ordered=Range(63_900.0, 94_350.0, "persons", 74_000.0),
        cannot_walk=Range(1_260.0, 4_810.0, "persons"),
        stranded=Range(0.0, 437.0, "persons"),
        by_layer={
            "residents, census": Range(52_100.0, 70_800.0, "persons"),
            "displaced, focal-point": Range(11_800.0, 23_550.0, "persons"),
        },
        lower_h=15.2,
        upper_h=21.4,
        no_upper=None,
        gap_proof=0.012,
        gap_schedule=0.018,
        proven=Curve(hours, proven),
        schedule=Curve(hours, schedule),
        arrivals_upper=47_860.0,
        arrivals_lower=45_790.0,
        refuted_on_streets=True,
        refuted_on_open_ground=True,
        cut=sample_cut(),
        walk_km=Range(1.2, 6.4, "km"),
        group_bounds_h={"walks": 14.1, "walks slowly": 9.2, "everyone": 15.2},
        left_by_block=(
            LeftBehind("block-7", Range(1_240.0, 5_310.0, "persons")),
            LeftBehind("8", Range(0.0, 437.0, "persons")),
        ),
        crowd=Crowd(persons=5_120.0, hours=4.6, lon=at(2600, 3300)[0], lat=at(2600, 3300)[1]),
        proof_problem=None,
        certificate=None,
        schedule_problem=None,
        schedule_flow=None,
        ground_problem=None,
        ground_certificate=None,
    )


def second_outcome() -> Outcome:
    """Return the outcome of the notice that states no deadline."""
    return replace(
        sample_outcome(),
        notice="notice-2",
        target="arrived",
        start=START + timedelta(hours=3),
        deadline=None,
        deadline_h=None,
        arrivals_upper=None,
        arrivals_lower=None,
        refuted_on_streets=None,
        refuted_on_open_ground=None,
    )


def sample_findings() -> tuple[Finding, ...]:
    speed = Decider(
        assumption="walking speed",
        range=Range(0.4, 1.2, "m_per_s"),
        effect="0.4 instead of 1.2 m/s: 9,100 fewer people out by the deadline",
        moves=0.19,
        turns_answer=False,
    )
    width = Decider(
        assumption="width of the streets of the cut",
        range=Range(3.0, 9.0, "m"),
        effect="all at 9 m: everyone could be out at 17:40",
        moves=0.41,
        turns_answer=True,
    )
    osm = ("roads.osm.pbf", "people.csv", "census")
    return (
        Finding(
            id="reach.notice-1.out",
            question="reach",
            subject="notice-1",
            answer="not_met",
            statement="At most 48,000 of at least 61,000 people can be out by 18:00, on these inputs.",
            held_against=HeldAgainst(
                text="deadline of notice-1: out of the area by 2026-03-04 18:00 (+02:00)",
                required=Range.exact(12.0, "h"),
                source="notice-1",
            ),
            figure=Figure(label="time that leaving takes", range=Range(15.2, 21.4, "h")),
            deciders=(speed, width),
            break_even="Stays true unless these 3 streets carry more than 1.29 times what was assumed,"
            " or fewer than 48,000 people are behind them.",
            evidence=osm,
            certificate="certificate.json",
            caveat=REACH_CAVEAT,
        ),
        Finding(
            id="reach.notice-1.cannot-walk",
            question="reach",
            subject="people who cannot walk unaided",
            answer="unknown",
            statement="1,200 to 4,900 people cannot walk unaided, and no transport is stated for them.",
            figure=Figure(label="people who cannot walk unaided", range=Range(1_260.0, 4_810.0, "persons")),
            missing="Which transport is there for people who cannot walk; the issuer of the order could say.",
            evidence=("standards",),
            caveat=REACH_CAVEAT,
        ),
        Finding(
            id="reach.notice-2",
            question="reach",
            subject="notice-2",
            answer="unknown",
            statement="No deadline is stated; leaving takes at least 15 h 12 min.",
            figure=Figure(label="time that leaving takes", range=Range(15.2, 21.4, "h")),
            missing="The deadline of notice-2; the Dike board could say.",
            caveat=REACH_CAVEAT,
        ),
        Finding(
            id="room.المواصي",
            question="room",
            subject="المواصي",
            answer="below",
            statement="المواصي: 7.1 to 27 m² a person after arrivals, under the smallest cited minimum.",
            held_against=HeldAgainst(
                text="at least 30 m² a person",
                required=Range(30.0, 45.0, "m2_per_person"),
                source="Sphere Handbook 2018, shelter standard 2",
            ),
            figure=Figure(label="usable surface a person", range=Range(7.1, 27.0, "m2_per_person", 14.0)),
            evidence=("survey",),
            caveat=MINIMUM_CAVEAT,
        ),
        Finding(
            id="room.Високий пагорб",
            question="room",
            subject="Високий пагорб",
            answer="above",
            statement="Високий пагорб: 48 to 210 m² a person.",
            held_against=HeldAgainst(
                text="at least 30 m² a person",
                required=Range.exact(30.0, "m2_per_person"),
                source="Sphere Handbook 2018, shelter standard 2",
            ),
            figure=Figure(label="usable surface a person", range=Range(48.0, 210.0, "m2_per_person")),
            caveat=MINIMUM_CAVEAT,
        ),
        Finding(
            id="services.المواصي.water",
            question="services",
            subject="المواصي: water",
            answer="depends",
            statement="9.1 to 21 litres a person a day, where 15 are needed.",
            held_against=HeldAgainst(
                text="at least 15 litres a person a day",
                required=Range.exact(15.0, "l_per_person_day"),
                source="Sphere Handbook 2018, water supply standard 2.1",
            ),
            figure=Figure(label="water", range=Range(9.1, 21.0, "l_per_person_day", 13.0)),
            deciders=(
                Decider(
                    assumption="people there already",
                    range=Range(18_000.0, 42_000.0, "persons"),
                    effect="18,000 instead of 42,000: 4.1 litres more a person a day",
                    moves=0.33,
                    turns_answer=True,
                ),
            ),
            caveat=MINIMUM_CAVEAT,
        ),
        Finding(
            id="services.المواصي.toilets",
            question="services",
            subject="المواصي: toilets",
            answer="unknown",
            statement="Nobody has stated how many toilets there are.",
            held_against=HeldAgainst(
                text="at least 1 toilet for 20 people",
                required=Range.exact(3_100.0, "toilets"),
                source="Sphere Handbook 2018, excreta management standard 3.2",
            ),
            missing="The number of toilets at المواصي; River province could say.",
        ),
        Finding(
            id="sites.hospitals",
            question="sites",
            subject="hospitals in low town",
            answer="not_met",
            statement="2 hospitals lie in low town, where the order says there is none.",
            held_against=HeldAgainst(
                text="“no hospital is in it”", required=Range.exact(0.0, "hospitals"), source="promise-1"
            ),
            figure=Figure(label="hospitals inside", range=Range.exact(2.0, "hospitals")),
            evidence=("sites.csv",),
        ),
        Finding(
            id="sites.patients",
            question="sites",
            subject="patients who must move",
            answer="met",
            statement="437 patients in 2 hospitals; transport is stated for 500.",
            figure=Figure(label="patients who must move", range=Range(380.0, 437.0, "patients")),
            held_against=HeldAgainst(
                text="transport for 500 patients", required=Range.exact(500.0, "patients"), source="promise-2"
            ),
            evidence=("sites.csv", "focal-point"),
        ),
    )


def sample_assessment() -> Assessment:
    """Return the rich sample."""
    lon, lat = at(2203.0, 1923.0)
    return Assessment(
        loaded=sample_loaded(),
        streets=grid_streets(),
        people=(),
        sites=(
            Site(
                id="h-1",
                name="Maternity house of Ана",
                site_class="hospital",
                lon=lon,
                lat=lat,
                beds=Range.exact(120.0, "beds"),
                patients=Range(300.0, 351.0, "patients"),
                source="focal-point",
            ),
            Site(id="h-2", name="Mill clinic", site_class="clinic", lon=30.0291, lat=47.0173),
        ),
        outcomes=(sample_outcome(), second_outcome()),
        findings=sample_findings(),
        assumptions=(
            Assumption(
                "walking speed", Range(0.4, 1.2, "m_per_s", 0.8), "SFPE handbook, 5th edition, ch. 59"
            ),
            Assumption(
                "share who cannot walk unaided", Range(0.02, 0.051, "share"), "Washington Group, 2020"
            ),
            Assumption("usable share of a destination", Range(0.4, 0.8, "share"), "the plan"),
        ),
        remarks=(
            Remark(
                "inferred",
                "roads.osm.pbf",
                "Street widths are taken from their class where not tagged.",
                4_120,
            ),
            Remark("repaired", "blocks.geojson", "One outline crossed itself and was mended.", 1),
            Remark("left out", "people.csv", "Cells outside every area were not used.", 212, 18_400.0),
            Remark("warning", "roads.osm.pbf", "Streets are cut at the extract’s border.", 38),
        ),
        hashes={"plan.yaml": "ab" * 32, "roads.osm.pbf": "cd" * 32, "people.csv": "01" * 32},
        seconds={"streets": 1.2, "reach": 4.8},
    )


def tiny_assessment() -> Assessment:
    """Return an assessment of almost nothing: no streets, no people, no finding but one."""
    plan = Plan(
        plan="A",
        status="discussed",
        as_of=datetime(2026, 1, 1, tzinfo=UTC),
        ground=Ground(),
        areas=(Area(id="b", kind="ordered", geometry="areas.geojson"),),
    )
    loaded = replace(
        sample_loaded(),
        plan=plan,
        areas={"b": box(0, 0, 100, 100)},
        blocks_of_area={"b": ()},
        gazetteer=None,
        corridors={},
        open_ground=None,
        hashes={},
    )
    return replace(
        sample_assessment(),
        loaded=loaded,
        streets=None,
        sites=(),
        outcomes=(),
        findings=(
            Finding(
                id="reach.none",
                question="reach",
                subject="A",
                answer="unknown",
                statement="No notice is stated.",
                missing="A notice.",
            ),
        ),
        assumptions=(),
        remarks=(),
        hashes={},
    )


def extreme_assessment() -> Assessment:
    """Return an assessment with very long names, 30 notices and many findings."""
    sample = sample_assessment()
    long = "Very long name of a place that its issuer wrote out in full, with every qualifier " * 3
    arabic = "المنطقة الإنسانية الموسعة على شاطئ البحر " * 4
    areas = tuple(
        msgspec.structs.replace(area, id=f"{area.id} {index} {arabic if index % 2 else long}", called=long)
        for index in range(4)
        for area in sample.loaded.plan.areas
    )
    geometry = list(sample.loaded.areas.values())
    notices = tuple(
        msgspec.structs.replace(notice, id=f"{notice.id}-{index} {long}", issuer=arabic)
        for index in range(15)
        for notice in sample.loaded.plan.notices
    )
    sources = tuple(
        Source(id=f"s{index}", title=long, publisher=arabic, licence=f"{index} {long}", sensitivity="public")
        for index in range(40)
    )
    plan = msgspec.structs.replace(
        sample.loaded.plan, plan=long, areas=areas, notices=notices, sources=sources, territory=arabic
    )
    loaded = replace(
        sample.loaded,
        plan=plan,
        areas={area.id: geometry[index % len(geometry)] for index, area in enumerate(areas)},
        blocks_of_area={},
    )
    findings = tuple(
        msgspec.structs.replace(
            finding,
            id=f"{finding.id}.{index}",
            subject=f"{index} {long}",
            statement=f"{long}{finding.statement}",
            missing=None if finding.missing is None else f"{index} {long}",
            break_even=long,
            deciders=tuple(
                msgspec.structs.replace(one, assumption=f"{index} {long}", effect=long)
                for one in finding.deciders
            ),
        )
        for index in range(12)
        for finding in sample.findings
    )
    return replace(
        sample,
        loaded=loaded,
        outcomes=tuple(
            replace(outcome, notice=notice.id)
            for outcome, notice in zip(sample.outcomes * 15, notices, strict=True)
        ),
        findings=findings,
        assumptions=tuple(Assumption(long, Range(0.4, 1.2, "m_per_s"), long) for _ in range(40)),
        remarks=tuple(Remark("inferred", "roads.osm.pbf", long, 3) for _ in range(40)),
        hashes={f"file-{index}-{long[:80]}.geojson": "ab" * 32 for index in range(30)},
    )
