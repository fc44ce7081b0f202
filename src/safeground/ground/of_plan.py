"""The ground that a plan names: streets, people, sites, and what lies beside the streets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from safeground.errors import Fault, FaultList, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from safeground.clock import Clock
    from safeground.ground.beside_streets import BesideStreets
    from safeground.ground.people import PeopleLayer
    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.memo import Memo
    from safeground.plan.places import LoadedPlan
    from safeground.remarks import Remark

PEOPLE_MARGIN_DEG = 0.05
"""Around the areas, where no streets say how far the region reaches."""

_encoded = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground as read."""

    streets: Streets | None
    layers: tuple[PeopleLayer, ...]
    sites: tuple[Site, ...]
    beside: BesideStreets | None
    remarks: tuple[Remark, ...]


def read_ground(loaded: LoadedPlan, memo: Memo, clock: Clock) -> Ground:
    """Read what a plan names of the ground.

    Raises
    ------
    InputError
        Everything that is wrong with its files.
    """
    import shapely

    from safeground.ground.beside_streets import read_beside_streets
    from safeground.ground.land_cover import land_cover_file
    from safeground.ground.people import count_layers, read_people, replaced_remarks
    from safeground.ground.sites import read_sites
    from safeground.ground.streets import read_streets

    ground, folder, hashes = loaded.plan.ground, loaded.path.parent, loaded.hashes
    remarks: list[Remark] = []
    faults = FaultList()
    streets = None
    if ground.streets is not None:
        file = ground.streets.file
        with clock.step(f"reading streets from {file}"), faults.noted():
            read = partial(read_streets, ground.streets, folder)
            found = memo.get("streets", (_encoded(ground.streets), hashes[file]), read)
            _refuse_other_place(folder / file, found, loaded)
            streets = found
            remarks += streets.remarks
    region = _region(loaded, streets)
    layers: list[PeopleLayer] = []
    for spec in ground.people:
        with clock.step(f"reading people from {spec.file}"), faults.noted():
            content = (_encoded(spec), region.wkb, *_content_of(hashes, spec.file))
            layers.append(memo.get("people", content, partial(read_people, spec, folder, region)))
            remarks += layers[-1].remarks
    sites: tuple[Site, ...] = ()
    if ground.sites is not None:
        with clock.step(f"reading sites from {ground.sites}"), faults.noted():
            sites, site_remarks = read_sites(folder / ground.sites, near=region)
            remarks += site_remarks
    beside = None
    if streets is not None or ground.land_cover is not None:
        with clock.step("reading what lies beside the streets"), faults.noted():
            areas = shapely.union_all(list(loaded.areas.values()))
            files = (ground.streets.file if ground.streets else None, land_cover_file(ground))
            words = _encoded((ground.streets, ground.land_cover))
            content = (words, areas.wkb, *(f"{file}={hashes[file]}" for file in files if file is not None))
            read_beside = partial(read_beside_streets, ground, folder, areas, streets)
            beside = memo.get("beside", content, read_beside)
            remarks += beside.remarks
    faults.raise_if_any()
    remarks += replaced_remarks(layers)
    return Ground(streets, count_layers(layers), sites, beside, tuple(remarks))


def _content_of(hashes: Mapping[str, str], file: str) -> tuple[bytes | str, ...]:
    """Return the hash of a file and of those beside it by the same name: a shapefile's counts lie there."""
    stem = file.rpartition(".")[0]
    return tuple(f"{name}={hashes[name]}" for name in sorted(hashes) if name.rpartition(".")[0] == stem)


def _refuse_other_place(path: Path, streets: Streets, loaded: LoadedPlan) -> None:
    """Refuse streets that come near none of the plan's areas."""
    import shapely

    areas = shapely.MultiPolygon([shapely.box(*area.bounds) for area in loaded.areas.values()])
    west, south, east, north = streets.lon.min(), streets.lat.min(), streets.lon.max(), streets.lat.max()
    if areas.intersects(shapely.box(west, south, east, north)):
        return
    swapped = areas.intersects(shapely.box(south, west, north, east))
    a, b, c, d = areas.bounds
    near = f"longitude {a:.4f} to {c:.4f}, latitude {b:.4f} to {d:.4f}"
    raise InputError(
        [
            Fault(
                str(path),
                "",
                f"streets at longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}",
                f"streets near the plan's areas, at {near}",
                "Swap longitude and latitude." if swapped else "Name the streets of the plan's place.",
            )
        ]
    )


def _region(loaded: LoadedPlan, streets: Streets | None) -> BaseGeometry:
    """Return where people count: all that the streets cover, since those outside the areas lose care too."""
    import shapely

    boxes = [shapely.box(*area.bounds).buffer(PEOPLE_MARGIN_DEG) for area in loaded.areas.values()]
    if streets is not None:
        boxes.append(shapely.box(streets.lon.min(), streets.lat.min(), streets.lon.max(), streets.lat.max()))
    return shapely.box(*shapely.unary_union(boxes).bounds)
