"""The words of a plan file, typed: what was promised, exactly as its issuer stated it.

These structs mirror ``plan.yaml``. What is not stated is ``None`` or empty and stays so: nothing here
fills a gap. Geometry is named here and loaded by ``plan.load`` into ``PlanPlaces``. A number that
may be a range is written ``v``, ``[low, high]`` or ``[low, best, high]`` and read with ``Range.of``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from safeground.plan.condition_words import (
    Checkpoint,
    Closure,
    Curfew,
    OtherMovement,
    Rubble,
    Transport,
    Window,
)
from safeground.plan.pause_words import Commitment, Pause
from safeground.plan.return_words import Displaced, Return
from safeground.plan.supply_words import Supply
from safeground.plan.words import Number, Stated, Words

PlanStatus = Literal["discussed", "agreed", "announced", "in force", "suspended", "lapsed"]
AreaKind = Literal["ordered", "destination", "closed", "return"]
DeadlineMeans = Literal["out", "arrived"]
PeopleKind = Literal["residents", "displaced", "returned"]
StreetGrade = Literal["surveyed", "mapped", "schematic"]
Mode = Literal["on_foot", "by_vehicle"]
Sensitivity = Literal["public", "restricted"]
LandCoverKind = Literal["water", "wall", "fence", "railway", "motorway", "cliff"]


class Source(Words, frozen=True, kw_only=True):
    """Where a statement or a figure was read."""

    id: str
    title: str
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    licence: str | None = None
    """The licence line that must stand wherever the data is shown."""
    sensitivity: Sensitivity = "restricted"
    """Only a source marked ``public`` is named in the public edition."""


class StreetsFile(Words, frozen=True, kw_only=True):
    """An OSM file (``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2``) or a links table (CSV)."""

    file: str
    grade: StreetGrade
    as_of: date | None = None
    source: str | None = None


class PeopleFile(Words, frozen=True, kw_only=True):
    """One layer of people: a raster, a table of points or cells, or polygons with counts."""

    file: str
    kind: PeopleKind
    as_of: date
    source: str
    count: str | None = None
    """Column or attribute that holds the persons, where it is not ``persons`` or ``population``."""
    cell_m: float | None = None
    """For a table of cells: the distance between neighbouring centres."""
    error: float = 0.0
    """Relative error of each count: 0.1 makes 100 persons the range 90 to 110."""
    replaces: PeopleKind | None = None
    """A layer of this kind that counts instead of the earlier ones of that kind, not beside them."""


class BlocksFile(Words, frozen=True, kw_only=True):
    """A gazetteer of blocks: polygons with an id each; ids are text (``220.10`` is not ``220.1``)."""

    file: str
    id: str = "id"
    name: str | None = None
    source: str | None = None


class LandCoverFile(Words, frozen=True, kw_only=True):
    """An OSM file read for what lies between the streets: water, walls, fences, railways, cliffs."""

    file: str | None = None
    """Where not stated, the file of the streets."""
    as_of: date | None = None
    source: str | None = None
    barriers: tuple[LandCoverKind, ...] = ()
    """Kinds that the plan's user takes to hold a crowd up; all others are unknown."""
    water_from_m: float = 20.0
    """Water that is narrower holds nobody up."""


class Ground(Words, frozen=True, kw_only=True):
    """What is there: names of files beside the plan."""

    streets: StreetsFile | None = None
    people: tuple[PeopleFile, ...] = ()
    blocks: BlocksFile | None = None
    sites: str | None = None
    """Table (CSV, XLSX) or vector file of sites: id, name, class, lon, lat, beds, patients …"""
    open_ground: str | None = None
    """Polygons with ``ground`` = ``crossable``, ``barrier`` or ``unknown``, and ``source``."""
    land_cover: LandCoverFile | None = None
    """What an OSM file holds between the streets, and what of it is taken as a barrier."""
    unusable: str | None = None
    """Polygons of land on which nobody can live (water, dunes, mines, rubbish …), with ``source``."""
    names: str | None = None
    """Neighbourhoods, towns and districts with their spellings, for reading the texts of notices."""
    territory: str | None = None
    """``file#feature``: outline of the land that blocks and names are of."""


class Services(Words, frozen=True, kw_only=True):
    """What a destination is said to have. Not stated is unknown, never none."""

    water_l_per_day: Number | None = None
    taps: Number | None = None
    toilets: Number | None = None
    bathing: Number | None = None
    health_posts: Number | None = None
    beds: Number | None = None
    food_kcal_per_day: Number | None = None
    source: str | None = None


class Conditions(Words, frozen=True, kw_only=True):
    """What agencies require before an area can be called protective (IASC, 16 November 2023)."""

    all_parties_agree: Stated = "not stated"
    essentials: Stated = "not stated"
    free_movement_and_return: Stated = "not stated"
    supervision: Stated = "not stated"
    source: str | None = None


class AreaSize(Words, frozen=True, kw_only=True):
    """A size that somebody reports for an area; rival sizes stand side by side."""

    km2: Number
    source: str
    note: str | None = None


class Area(Words, frozen=True, kw_only=True):
    """A polygon, or a list of blocks, with what its issuer calls it."""

    id: str
    kind: AreaKind
    called: str | None = None
    """The issuer's own words, kept: "humanitarian area", "safe zone"."""
    designated_by: str | None = None
    blocks: tuple[str, ...] = ()
    """Block ids and ranges as published: ``["36", "38-54"]``."""
    geometry: str | None = None
    """``file#feature`` or ``file``."""
    except_blocks: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    published: datetime | None = None
    source: str | None = None
    usable_m2: Number | None = None
    sizes: tuple[AreaSize, ...] = ()
    people_before: Number | None = None
    """People already in a destination, where no layer counts them."""
    services: Services | None = None
    conditions: Conditions | None = None


class Notice(Words, frozen=True, kw_only=True):
    """One published order or warning. Any of these may be not stated, which is itself a finding."""

    id: str
    areas: tuple[str, ...]
    issuer: str | None = None
    issued: datetime | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    corridors: tuple[str, ...] = ()
    only_by_corridors: bool | None = None
    """Whether its issuer says that people may leave by its corridors only."""
    deadline: datetime | None = None
    deadline_means: DeadlineMeans | None = None
    end: str | None = None
    text: dict[str, str] = msgspec.field(default_factory=dict)
    """Language → the text, or the name of a ``.txt`` file that holds it."""
    blocks: tuple[str, ...] = ()
    """The list of blocks as published, which need not be that of its areas."""
    places: tuple[str, ...] = ()
    """Names of neighbourhoods, towns … that it says it is for, as published."""
    drawn: str | None = None
    """``file#feature``: the polygon on its map, which need not be that of its areas."""
    arrows: tuple[str, ...] = ()
    """``file#feature``: lines on its map, each from the arrow's tail to its head."""
    starts: datetime | None = None
    ends: datetime | None = None
    withdrawn: datetime | None = None
    stays: str | None = None
    """What it says to those who stay or cannot leave, in the issuer's words."""
    contact: str | None = None
    """Whom to ask, in the issuer's words."""
    map_width_px: float | None = None
    map_width_km: float | None = None
    """How wide its map was published, and how much ground that is."""
    changes: str | None = None
    """Id of the notice that it says it changes or cancels."""
    source: str | None = None


class Corridor(Words, frozen=True, kw_only=True):
    """A route said to be open, with its conditions."""

    id: str
    route: str | None = None
    open: str | tuple[Window, ...] | None = None
    """Daily hours, ``09:00-16:00``, or windows with their dates."""
    persons_per_window: Number | None = None
    """Persons who are let in during each window that states no quota of its own."""
    one_way: bool | None = None
    """Whether it is open in the direction only in which its route is drawn."""
    on_foot: bool | None = None
    by_vehicle: bool | None = None
    throughput_per_h: Number | None = None
    source: str | None = None


def limits(corridor: Corridor) -> bool:
    """Return whether a corridor states anything that can hold people up."""
    stated = corridor.open, corridor.persons_per_window, corridor.throughput_per_h
    return bool(corridor.one_way) or any(one is not None for one in stated)


class Assumptions(Words, frozen=True, kw_only=True):
    """Figures that the plan's user sets instead of the planning figures of ``standards``."""

    modes: tuple[Mode, ...] = ()
    """How people can move; empty: not stated (the proof takes the best, the schedule walking)."""
    walking_speed_m_s: Number | None = None
    slow_walking_speed_m_s: Number | None = None
    vehicle_speed_km_h: Number | None = None
    specific_flow_per_m_s: Number | None = None
    persons_per_vehicle: Number | None = None
    walks_slowly_share: Number | None = None
    cannot_walk_share: Number | None = None
    start_delay_h: Number | None = None
    usable_share: Number | None = None
    """Share of a destination's area that people can live on, where no usable surface is stated."""
    near_sites_m: float = 1000.0
    people_older_than_days: int = 180
    """Layers older than this are named on the report's first line."""


class Plan(Words, frozen=True, kw_only=True):
    """A plan as its user wrote it down."""

    plan: str
    status: PlanStatus
    as_of: datetime
    time_zone: str | None = None
    territory: str | None = None
    schematic: bool = False
    """Whether the plan's own polygons are schematic: stated sizes, not surveyed outlines."""
    note: str | None = None
    languages: tuple[str, ...] = ()
    """Languages that its people read."""
    ground: Ground
    areas: tuple[Area, ...]
    notices: tuple[Notice, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    curfews: tuple[Curfew, ...] = ()
    closures: tuple[Closure, ...] = ()
    rubble: tuple[Rubble, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    movements: tuple[OtherMovement, ...] = ()
    transport: tuple[Transport, ...] = ()
    pauses: tuple[Pause, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    returns: tuple[Return, ...] = ()
    displacement: Displaced | None = None
    supply: Supply | None = None
    ledger: str | None = None
    """Claims of what was said and done: a ledger, or a table of claims; only read."""
    sources: tuple[Source, ...] = ()
    assumptions: Assumptions = Assumptions()
