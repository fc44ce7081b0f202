"""Whether the files that the plan names are there."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from safeground.formats.osm import is_osm
from safeground.plan.shapes import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.errors import Fault
    from safeground.plan.checks.rule import Stated
    from safeground.plan.model import Plan

TEXT_ENDING = ".txt"
"""A notice's text that ends so is the name of a file that holds the text."""


def files_are_there(stated: Stated) -> Iterator[Fault]:
    """Every file that the plan names stands where it says, and is a file."""
    for path, name in named_files(stated.plan):
        wanted = file_of(stated.folder, name)
        if Path(wanted).is_absolute() or PureWindowsPath(wanted).drive:
            yield stated.fault(
                path,
                f"{wanted!r}, a place on one machine",
                "a file name relative to the plan's folder: reports name the files, in public too",
                "Put the file beside the plan and write its name.",
            )
            continue
        if (stated.folder / wanted).is_file():
            continue
        there = [entry.name for entry in stated.folder.iterdir() if entry.is_file()]
        near = get_close_matches(wanted, there, n=1)
        yield stated.fault(
            path,
            f"{wanted!r}, which is not there",
            f"a file beside the plan, in {stated.folder}",
            f"Did you mean {near[0]}?" if near else "Put the file there, or correct its name.",
        )


def land_cover_is_osm(stated: Stated) -> Iterator[Fault]:
    """Land cover is read from an OSM file: the one that it names, else that of the streets."""
    ground = stated.plan.ground
    if ground.land_cover is None:
        return
    own = ground.land_cover.file
    name = own or (ground.streets.file if ground.streets else None)
    if name is not None and is_osm(Path(name)):
        return
    path = ("ground", "land_cover") if own is None else ("ground", "land_cover", "file")
    found = "no file, and a plan without streets" if name is None else f"{name!r}"
    found = found if own is not None or name is None else f"no file, and streets from {name!r}"
    expected = "an OSM file (.osm.pbf, .osm, .osm.gz, .osm.bz2)"
    yield stated.fault(path, found, expected, "Name an OpenStreetMap extract with all its tags.")


def named_files(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every file name of the plan with its path; those of geometry as written, with ``#feature``."""
    ground = plan.ground
    optional: list[tuple[tuple[str | int, ...], str | None]] = [
        (("ground", "streets", "file"), ground.streets.file if ground.streets else None),
        *((("ground", "people", i, "file"), layer.file) for i, layer in enumerate(ground.people)),
        (("ground", "blocks", "file"), ground.blocks.file if ground.blocks else None),
        (("ground", "land_cover", "file"), ground.land_cover.file if ground.land_cover else None),
        *(
            (("ground", key), getattr(ground, key))
            for key in ("sites", "open_ground", "unusable", "names", "territory")
        ),
        *((("areas", i, "geometry"), area.geometry) for i, area in enumerate(plan.areas)),
        *((("corridors", i, "route"), corridor.route) for i, corridor in enumerate(plan.corridors)),
        *((("closures", i, "where"), closure.where) for i, closure in enumerate(plan.closures)),
        *((("rubble", i, "where"), rubble.where) for i, rubble in enumerate(plan.rubble)),
        *((("checkpoints", i, "at"), checkpoint.at) for i, checkpoint in enumerate(plan.checkpoints)),
        (("ledger",), plan.ledger),
        (("supply", "deliveries"), plan.supply.deliveries if plan.supply else None),
    ]
    for i, notice in enumerate(plan.notices):
        texts = notice.text.items()
        optional.extend(
            (("notices", i, "text", key), text) for key, text in texts if text.endswith(TEXT_ENDING)
        )
        optional.append((("notices", i, "drawn"), notice.drawn))
        optional.extend((("notices", i, "arrows", j), arrow) for j, arrow in enumerate(notice.arrows))
    for path, name in optional:
        if name is not None:
            yield path, name
