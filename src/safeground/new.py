"""An analyst's first ten minutes: country-size files and an order → a folder with a plan that runs."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from safeground.errors import Fault, FaultList, InputError
from safeground.formats.geojson import write_geojson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.model import DeadlineMeans, Plan

PLAN: Final = "plan.yaml"
OSM_NAME: Final = "streets.osm.pbf"
DEGREES_PER_KM: Final = 1 / 111.0


@dataclass(frozen=True, slots=True)
class _Order:
    """What the command's words say."""

    items: tuple[str, ...]
    issued: str
    deadline: str | None
    means: DeadlineMeans | None


def new_template(folder: Path) -> Path:
    """Write a commented template of a plan into a folder; return its path.

    Raises
    ------
    InputError
        A plan that is there already.
    """
    from safeground.plan.schema import FILE_NAME, shipped_text
    from safeground.plan.template import template

    path = _refuse_existing(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_text(shipped_text(), encoding="utf-8")
    path.write_text(template(), encoding="utf-8")
    return path


def new_plan(
    folder: Path,
    *,
    streets: Path,
    people: Path,
    blocks: Path,
    order: str,
    issued: str,
    to: Path | None = None,
    deadline: str | None = None,
    means: DeadlineMeans | None = None,
    margin_km: float = 5.0,
    block_id: str | None = None,
    people_as_of: date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Clip files to the area that an order names, write a plan beside them, and return its path.

    What is written is read again as a plan before it is put into the folder. Nothing is overwritten.

    Parameters
    ----------
    folder
        Where the plan and its files go.
    streets
        OSM file or links table, of any size.
    people
        Raster of counts of any size, or a table or vector file (copied as it is).
    blocks
        Polygons with block ids.
    order
        Blocks as published: ``36, 38-54``.
    issued, deadline
        Times with offset, as the plan shall hold them.
    to
        Polygons of the destination, where the order names one.
    means
        What the deadline means, where it was stated.
    margin_km
        How far around the ordered blocks and the destination streets and people are kept.
    block_id
        Attribute that holds the blocks' ids; found by its name where not given.
    people_as_of
        Date of the counts; the file's own date, with a note in the plan, where not given.
    progress
        Receives what is being done.

    Raises
    ------
    InputError
        A plan that is there, unknown blocks, files that cannot be read or lie elsewhere, wrong times.
    """
    from safeground.plan.gazetteer import split_blocks
    from safeground.plan.load import load_plan
    from safeground.plan.render import render
    from safeground.plan.schema import FILE_NAME, shipped_text
    from safeground.plan.shapes import Shapes

    say = progress or (lambda text: None)
    path = _refuse_existing(folder)
    asked = _Order(split_blocks(order), issued, deadline, means)
    _check_first(asked, [file for file in (streets, people, blocks, to) if file is not None])
    say("reading blocks")
    gazetteer = _gazetteer(blocks, block_id)
    ordered = gazetteer.union(_expanded(gazetteer, asked.items))
    destination = None if to is None else Shapes(to.parent).polygon(to.name)
    around = _box(ordered, destination, margin_km)
    with _moved_when_whole(folder) as temporary:
        _write_blocks(gazetteer, around, temporary / "blocks.geojson")
        if destination is not None:
            write_geojson(temporary / "destination.geojson", [({"id": "destination"}, destination)])
        names = {
            "streets": _clip_streets(streets, around, temporary, say),
            "people": _clip_people(people, around, temporary, say),
        }
        given = {"streets": streets, "people": people, "blocks": blocks}
        plan = _plan(asked, names, given, people_as_of, has_destination=destination is not None)
        (temporary / PLAN).write_text(render(plan, comments=True), encoding="utf-8")
        (temporary / FILE_NAME).write_text(shipped_text(), encoding="utf-8")
        say("checking the plan")
        try:
            load_plan(temporary / PLAN)
        except InputError as error:
            raise InputError(_in_folder(error.faults, temporary, folder)) from error
    return path


def _refuse_existing(folder: Path) -> Path:
    path = folder / PLAN
    if path.exists():
        fix = "Name another folder, or move that plan away."
        raise InputError([Fault(str(path), "", "a plan that is there already", "a folder without one", fix)])
    if folder.is_file():
        fault = Fault(str(folder), "", "a file", "a folder, or a name that is free", "Name another folder.")
        raise InputError([fault])
    return path


def _check_first(asked: _Order, files: list[Path]) -> None:
    """Refuse what is wrong in the command's own words, before hours of work."""
    faults = FaultList()
    for file in files:
        if not file.is_file():
            faults.add("", "no such file", "a file", "Correct its name or put it there.", file=file)
    times: dict[str, datetime] = {}
    for name, text in (("--issued", asked.issued), ("--deadline", asked.deadline)):
        if text is None:
            continue
        try:
            times[name] = datetime.fromisoformat(text)
        except ValueError:
            faults.add(name, text, "a time such as 2026-03-04T06:00+02:00", "Write it so, with its offset.")
            continue
        if times[name].tzinfo is None:
            fix = "Add the offset; without it nobody knows which hour is meant."
            faults.add(name, f"{text}, without offset", "a time such as 2026-03-04T06:00+02:00", fix)
    if not len(faults) and len(times) == 2 and times["--deadline"] <= times["--issued"]:
        found = f"{asked.deadline}, which is not after {asked.issued}"
        faults.add("--deadline", found, "a deadline after the issue", "Check the days and the offsets.")
    if asked.means and not asked.deadline:
        faults.add(
            "--means", asked.means, "a deadline that means it", "Give --deadline, or leave out --means."
        )
    if not asked.items:
        faults.add("--order", "no block", "blocks and ranges such as 36, 38-54", "Name them.")
    faults.raise_if_any()


def _gazetteer(blocks: Path, block_id: str | None) -> Gazetteer:
    from safeground.plan.model import BlocksFile
    from safeground.plan.read_ground import id_column, read_gazetteer
    from safeground.plan.shapes import Shapes

    if block_id is None:
        block_id = id_column(blocks)
    return read_gazetteer(BlocksFile(file=blocks.name, id=block_id), Shapes(blocks.parent))


def _expanded(gazetteer: Gazetteer, items: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return gazetteer.expand(items)
    except InputError as error:
        raise InputError(
            replace(fault, file="", place=f"--order, {fault.place}") for fault in error.faults
        ) from error


def _box(
    ordered: BaseGeometry, destination: BaseGeometry | None, margin_km: float
) -> tuple[float, float, float, float]:
    """Return the bounds of the ordered blocks and the destination, with a margin."""
    all_bounds = np.array([one.bounds for one in (ordered, destination) if one is not None])
    west, south = all_bounds[:, :2].min(axis=0)
    east, north = all_bounds[:, 2:].max(axis=0)
    high = margin_km * DEGREES_PER_KM
    wide = high / max(0.05, float(np.cos(np.radians(max(abs(south), abs(north))))))
    return float(west - wide), float(south - high), float(east + wide), float(north + high)


@contextmanager
def _moved_when_whole(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder whose files go into ``folder`` if nothing fails; none there is replaced."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield temporary
        taken = [item.name for item in temporary.iterdir() if (folder / item.name).exists()]
        if taken:
            fix = "Name another folder, or move them away."
            fault = Fault(str(folder), "", f"files that are there: {', '.join(taken)}", "none of them", fix)
            raise InputError([fault])
        folder.mkdir(exist_ok=True)
        # The plan last: while it is not there, the folder holds no plan.
        for item in sorted(temporary.iterdir(), key=lambda item: item.name == PLAN):
            item.rename(folder / item.name)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _clip_streets(
    streets: Path, around: tuple[float, float, float, float], folder: Path, say: Callable[[str], None]
) -> str:
    from safeground.formats.osm import is_osm
    from safeground.formats.osm_besides import Also
    from safeground.formats.osm_clip import clip_osm
    from safeground.ground.beside_streets import KEYS, OPENING_KEYS, has_use, opens

    if not is_osm(streets):
        return _copied(streets, folder, "streets")
    say(f"clipping streets from {streets.name}")
    also = Also(KEYS, has_use, OPENING_KEYS, opens)
    clip_osm(streets, around, folder / OSM_NAME, key="highway", progress=say, also=also)
    return OSM_NAME


def _clip_people(
    people: Path, around: tuple[float, float, float, float], folder: Path, say: Callable[[str], None]
) -> str:
    from safeground.formats.osm_clip import BEYOND_DEGREES
    from safeground.formats.rasters import ENDINGS, clip_raster

    say(f"clipping people from {people.name}")
    if people.suffix.lower() not in ENDINGS:
        return _copied(people, folder, "people")
    west, south, east, north = around
    # As far as the streets are kept, or the report would warn of streets without people at the edge.
    reach = west - BEYOND_DEGREES, south - BEYOND_DEGREES, east + BEYOND_DEGREES, north + BEYOND_DEGREES
    clip_raster(people, reach, folder / "people.tif")
    return "people.tif"


def _copied(path: Path, folder: Path, name: str) -> str:
    """Copy a file as it is, with the other parts of a Shapefile."""
    if not path.is_file():
        raise InputError(
            [Fault(str(path), "", "no such file", "a file", "Correct its name or put it there.")]
        )
    parts = path.parent.glob(f"{path.stem}.*") if path.suffix.lower() == ".shp" else [path]
    for part in parts:
        shutil.copyfile(part, folder / f"{name}{part.suffix.lower()}")
    return f"{name}{path.suffix.lower()}"


def _write_blocks(gazetteer: Gazetteer, around: tuple[float, float, float, float], out: Path) -> None:
    import shapely

    near = shapely.intersects(gazetteer.geometry, shapely.box(*around))
    kept = [
        ({"id": block, "name": name} if name else {"id": block}, polygon)
        for block, name, polygon, keep in zip(
            gazetteer.ids, gazetteer.names, gazetteer.geometry, near, strict=True
        )
        if keep
    ]
    write_geojson(out, kept)


def _plan(
    asked: _Order, names: dict[str, str], given: dict[str, Path], as_of: date | None, *, has_destination: bool
) -> Plan:
    """Return the plan that the command's words state, and nothing that they do not."""
    from safeground.plan import model

    issued = datetime.fromisoformat(asked.issued)
    dated = as_of or datetime.fromtimestamp(given["people"].stat().st_mtime, UTC).date()
    areas = [model.Area(id="ordered-area", kind="ordered", blocks=asked.items, source="order")]
    if has_destination:
        destination = "destination.geojson"
        areas.append(model.Area(id="destination", kind="destination", geometry=destination, source="order"))
    note = None if as_of else "The date of the people is their file's own: correct it to that of the counts."
    osm = model.Source(
        id="streets",
        title="OpenStreetMap",
        licence="© OpenStreetMap contributors, ODbL 1.0",
        sensitivity="public",
    )
    titles = {
        "people": given["people"].name,
        "blocks": given["blocks"].name,
        "order": "The order as published",
    }
    return model.Plan(
        plan=f"Order of {issued.day} {issued:%B %Y}: blocks {', '.join(asked.items)}",
        status="announced",
        as_of=issued,
        note=note,
        ground=model.Ground(
            streets=model.StreetsFile(file=names["streets"], grade="mapped", source="streets"),
            people=(model.PeopleFile(file=names["people"], kind="residents", as_of=dated, source="people"),),
            blocks=model.BlocksFile(file="blocks.geojson", id="id", source="blocks"),
            land_cover=model.LandCoverFile(source="streets") if names["streets"] == OSM_NAME else None,
        ),
        areas=tuple(areas),
        notices=(
            model.Notice(
                id="notice-1",
                areas=("ordered-area",),
                to=("destination",) if has_destination else (),
                issued=issued,
                deadline=None if asked.deadline is None else datetime.fromisoformat(asked.deadline),
                deadline_means=asked.means,
                source="order",
            ),
        ),
        sources=(
            osm if names["streets"] == OSM_NAME else model.Source(id="streets", title=given["streets"].name),
            *(model.Source(id=name, title=title) for name, title in titles.items()),
        ),
    )


def _in_folder(faults: Iterable[Fault], temporary: Path, folder: Path) -> list[Fault]:
    """Return faults with the files' later place."""
    return [replace(fault, file=fault.file.replace(str(temporary), str(folder))) for fault in faults]
