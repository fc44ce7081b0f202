"""Small towns by hand: nodes in metres, straight streets, square cells, and a plan around them.

Speeds and widths are chosen so that answers can be worked out with a pencil: 1 m/s for everybody, 1
person a second for each metre of width, nothing kept free at the sides, everybody can walk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground.people import PeopleLayer
from safeground.ground.streets import Streets
from safeground.plan.gazetteer import Gazetteer
from safeground.plan.model import Area, Assumptions, Ground, Notice, PeopleFile, Plan, StreetsFile
from safeground.plan.places import GroundPolygon, LoadedPlan

PLANE = LocalProjection(10.0, 0.0)
ISSUED = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
BY_HAND = Assumptions(
    modes=("on_foot",),
    walking_speed_m_s=1.0,
    slow_walking_speed_m_s=1.0,
    specific_flow_per_m_s=1.0,
    walks_slowly_share=0.0,
    cannot_walk_share=0.0,
    start_delay_h=0.0,
)
CLASSES = ("residential", "footway")


def streets(
    nodes: list[tuple[float, float]],
    edges: list[tuple[int, int, float]],
    *,
    cut: tuple[int, ...] = (),
    grade: str = "mapped",
    width_low: float | None = None,
    oneway: dict[int, int] | None = None,
    footways: tuple[int, ...] = (),
    names: dict[int, str] | None = None,
) -> Streets:
    """Straight streets; an edge is (tail, head, width in metres), and keeps no clearance (see ``free``)."""
    xy = np.array(nodes, float)
    lon, lat = PLANE.lonlat(xy[:, 0], xy[:, 1])
    tail = np.array([edge[0] for edge in edges], np.int64)
    head = np.array([edge[1] for edge in edges], np.int64)
    width = np.array([edge[2] for edge in edges], float)
    count = len(edges)
    ends = np.column_stack((tail, head)).ravel()
    is_cut = np.zeros(len(nodes), bool)
    is_cut[list(cut)] = True
    direction = np.zeros(count, np.int64)
    for edge, way in (oneway or {}).items():
        direction[edge] = way
    street_class = np.zeros(count, np.int64)
    street_class[list(footways)] = 1
    name = np.array([(names or {}).get(edge, f"street {edge}") for edge in range(count)])
    return Streets(
        lon=lon,
        lat=lat,
        cut=is_cut,
        tail=tail,
        head=head,
        length_m=np.hypot(*(xy[head] - xy[tail]).T),
        street_class=street_class,
        classes=CLASSES,
        width_low_m=width if width_low is None else np.full(count, width_low),
        width_high_m=width,
        lanes_low=np.full(count, 2.0),
        lanes_high=np.full(count, 2.0),
        oneway=direction,
        on_foot=np.ones(count, bool),
        by_vehicle=street_class == 0,
        way_id=1000 + np.arange(count),
        name=name,
        line_start=2 * np.arange(count + 1),
        line_lon=lon[ends],
        line_lat=lat[ends],
        grade=grade,
        remarks=(),
    )


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle in degrees, given in metres."""
    return PLANE.unproject(shapely.box(west, south, east, north))


def people(
    cells: list[tuple[shapely.Polygon, float, float]],
    *,
    kind: str = "residents",
    unit: list[str] | None = None,
) -> PeopleLayer:
    """A layer of (polygon, low, high)."""
    shapes = np.empty(len(cells), object)
    shapes[:] = [cell[0] for cell in cells]
    return PeopleLayer(
        kind=kind,
        as_of=date(2026, 1, 1),
        source="census",
        file="people.csv",
        cells=shapes,
        low=np.array([cell[1] for cell in cells], float),
        high=np.array([cell[2] for cell in cells], float),
        split="counted",
        unit=np.array(unit or [""] * len(cells), dtype=str),
        remarks=(),
    )


def plan(
    ordered: shapely.Polygon,
    *,
    destinations: dict[str, shapely.Polygon] | None = None,
    deadline_h: float | None = None,
    means: str | None = "out",
    assumptions: Assumptions = BY_HAND,
    open_ground: list[tuple[str, shapely.Polygon]] | None = None,
    blocks: dict[str, shapely.Polygon] | None = None,
    notices: tuple[Notice, ...] | None = None,
    corridors: tuple = (),
    grade: str = "mapped",
) -> LoadedPlan:
    """A plan with one ordered area ``low-town`` and one notice ``notice-1`` unless others are given."""
    goals = destinations or {}
    deadline = None if deadline_h is None else ISSUED + timedelta(hours=deadline_h)
    notice = Notice(
        id="notice-1",
        areas=("low-town",),
        to=tuple(goals),
        issued=ISSUED,
        deadline=deadline,
        deadline_means=means if deadline else None,
        source="the mayor",
    )
    written = Plan(
        plan="a town by hand",
        status="in force",
        as_of=ISSUED,
        ground=Ground(
            streets=StreetsFile(file="streets.csv", grade=grade),
            people=(
                PeopleFile(file="people.csv", kind="residents", as_of=date(2026, 1, 1), source="census"),
            ),
        ),
        areas=(
            Area(id="low-town", kind="ordered", blocks=tuple(blocks or ())),
            *(Area(id=name, kind="destination", geometry=f"goals#{name}") for name in goals),
        ),
        notices=(notice,) if notices is None else notices,
        corridors=corridors,
        assumptions=assumptions,
    )
    gazetteer = None
    if blocks:
        shapes = np.empty(len(blocks), object)
        shapes[:] = list(blocks.values())
        gazetteer = Gazetteer(tuple(blocks), shapes, ("",) * len(blocks))
    return LoadedPlan(
        plan=written,
        path=Path("plan.yaml"),
        areas={"low-town": ordered, **goals},
        blocks_of_area={"low-town": tuple(blocks or ())},
        gazetteer=gazetteer,
        corridors={},
        open_ground=None
        if open_ground is None
        else tuple(GroundPolygon(kind, "the survey", shape) for kind, shape in open_ground),
        unusable=None,
        hashes={},
        remarks=(),
    )


def one_street_town(persons: float = 1000.0, width_m: float = 2.0):
    """One street of 1,000 m from the cell's only junction to beyond the edge, which it crosses at 900 m.

    The cell reaches 100 m along the street, so in the proof people start at 100 m and have 800 m to the
    edge; in the schedule they start at 0 and are out at the junction at 1,000 m.
    """
    town = streets([(0, 0), (1000, 0), (1500, 0)], [(0, 1, width_m), (1, 2, width_m)])
    layer = people([(box(-50, -50, 100, 50), persons, persons)])
    return town, layer, box(-100, -100, 900, 100)


def line(*points: tuple[float, float]) -> shapely.LineString:
    """A line in degrees, given in metres."""
    return PLANE.unproject(shapely.LineString(points))


def point(x: float, y: float) -> shapely.Point:
    """A point in degrees, given in metres."""
    return PLANE.unproject(shapely.Point(x, y))


def stating(loaded: LoadedPlan, *, only: bool | None = None, **words) -> LoadedPlan:
    """The same plan with more words: lists of (struct, geometry) by their key; ``only`` by its corridors.

    Its notices name all its corridors.
    """
    plan_words = {key: tuple(struct for struct, _ in pairs) for key, pairs in words.items()}
    names = tuple(corridor.id for corridor, _ in words.get("corridors", ()))
    notices = tuple(
        msgspec.structs.replace(notice, corridors=names, only_by_corridors=only)
        for notice in loaded.plan.notices
    )
    shapes = {
        key: {struct.id: shape for struct, shape in words.get(key, ()) if shape is not None}
        for key in ("corridors", "closures", "checkpoints")
    }
    rubble = {number: shape for number, (_, shape) in enumerate(words.get("rubble", ()))}
    plan = msgspec.structs.replace(loaded.plan, notices=notices, **plan_words)
    return replace(loaded, plan=plan, rubble=rubble, **shapes)
