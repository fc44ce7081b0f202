"""Every output of a publication: how it is written, and how it is read back."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from safeground.publish.notices import (
    cap,
    geojson,
    geopackage,
    hxl,
    kml,
    lookup,
    sheet_pdf,
    sheet_reread,
    sheets,
    sms,
)
from safeground.publish.notices.compare import differences
from safeground.publish.notices.lookup_things import street_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.gazetteer import Gazetteer
    from safeground.plan.names import Names
    from safeground.publish.notices.bulletin import Bulletin, Reread
    from safeground.publish.notices.mark import Mark

    Write = Callable[[Sequence[Bulletin], Mark, "Backdrop"], dict[str, bytes]]


@dataclass(frozen=True, slots=True)
class Backdrop:
    """When it is published, and what maps show around the notices' areas: nothing of it is restricted.

    Parameters
    ----------
    streets, blocks, names
        As the plan's files have them; None where it names none.
    sites
        Those that the plan marks ``public``.
    credits
        Licence lines of public sources.
    at
        The time of publishing, with its offset; None where nothing is published, only looked up.
    """

    streets: Streets | None = None
    blocks: Gazetteer | None = None
    names: Names | None = None
    sites: tuple[Site, ...] = ()
    credits: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of output.

    Parameters
    ----------
    name
        For messages.
    write
        Bulletins, who answers for them, what is around them → file name → content.
    read_back
        A file's content → notice id → what a reader gets.
    carries
        Name of a file that is read back (``*`` stands for any part) → what of ``areas``, ``issued``,
        ``deadline``, ``expires`` it has a place for. Files of other names are for people, who read them.
    """

    name: str
    write: Write
    read_back: Callable[[bytes], Mapping[str, Reread]]
    carries: Mapping[str, frozenset[str]]


def _alone(write: Callable[[Sequence[Bulletin], Mark], dict[str, bytes]]) -> Write:
    """Return a writer that shows nothing around the areas."""
    return lambda bulletins, mark, _: write(bulletins, mark)


def _cap(bulletins: Sequence[Bulletin], mark: Mark, around: Backdrop) -> dict[str, bytes]:
    if around.at is None:
        msg = "an alert needs the time of publishing"
        raise ValueError(msg)
    return cap.write(bulletins, mark, around.at)


def _drawn(write: Callable[..., dict[str, bytes]]) -> Write:
    """Return a writer of sheets, whose maps show what is around the areas."""
    return lambda bulletins, mark, around: write(
        bulletins,
        mark,
        streets=around.streets,
        sites=around.sites,
        blocks=around.blocks,
        licences=around.credits,
    )


def _unread(_: bytes) -> dict[str, Reread]:
    return {}


def _lookup(bulletins: Sequence[Bulletin], mark: Mark, around: Backdrop) -> dict[str, bytes]:
    names = {} if around.streets is None else street_lines(around.streets)
    return lookup.write(
        bulletins,
        mark,
        blocks=around.blocks,
        streets_names=names,
        names=around.names,
        licences=around.credits,
        at=around.at,
    )


OUTPUTS: tuple[Output, ...] = (
    Output("CAP", _cap, cap.read_back, cap.CARRIES),
    Output("sheets", _drawn(sheets.write), sheet_reread.read_back, sheet_reread.CARRIES),
    Output("short messages", _alone(sms.write), _unread, {}),
    Output("GeoJSON", _alone(geojson.write), geojson.read_back, geojson.CARRIES),
    Output("KML", _alone(kml.write), kml.read_back, kml.CARRIES),
    Output("GeoPackage", _alone(geopackage.write), geopackage.read_back, geopackage.CARRIES),
    Output("HXL", _alone(hxl.write), hxl.read_back, hxl.CARRIES),
    Output("look-up", _lookup, lookup.read_back, lookup.CARRIES),
)
PRINTED = Output("printed sheets", _drawn(sheet_pdf.write), _unread, {})
"""Sheets as PDF and PNG, which need the extra ``pdf`` and fonts: only where they are asked for."""


def misread(output: Output, files: Mapping[str, bytes], bulletins: Sequence[Bulletin]) -> Iterator[str]:
    """Yield where the files of an output say something else than the bulletins, with the file's name.

    Parameters
    ----------
    output
        The kind of output.
    files
        Name → content as it lies on the disk.
    bulletins
        What they were made from.
    """
    meant = {bulletin.id: bulletin for bulletin in bulletins}
    told: dict[str, set[str]] = {pattern: set() for pattern in output.carries}
    for name, content in files.items():
        pattern = next((one for one in output.carries if fnmatchcase(name, one)), None)
        if pattern is None:
            continue
        try:
            found = output.read_back(content)
        except Exception as error:  # whatever a reader trips over: nobody can read that file
            yield f"{name}: cannot be read back ({error})."
            continue
        for notice, reread in found.items():
            told[pattern].add(notice)
            if notice not in meant:
                yield f"{name}: notice {notice} is not one of the plan's."
            else:
                yield from (
                    f"{name}: {one}" for one in differences(meant[notice], reread, output.carries[pattern])
                )
    for pattern, notices in told.items():
        for notice in meant.keys() - notices:
            yield f"{pattern}: notice {notice} is missing."
