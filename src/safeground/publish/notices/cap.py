"""Notices as CAP 1.2: one file for each notice and language; and what a reader gets out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.formats.cap import Alert, Area, Info, Named
from safeground.formats.cap_reading import read_cap
from safeground.formats.cap_text import read_pair, read_time, write_time
from safeground.formats.cap_writing import cap_xml, ring_text
from safeground.publish.notices.bulletin import Reread
from safeground.publish.notices.cap_chain import Chain, languages_of, plain
from safeground.publish.notices.cap_texts import CapTexts, visible
from safeground.publish.notices.holes import without_holes
from safeground.publish.notices.mark import Issuer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry

    from safeground.formats.cap import Ring
    from safeground.publish.notices.bulletin import Bulletin, Place, Way
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.phrases import Language

PATTERN = "*.cap.xml"
CARRIES = {PATTERN: frozenset({"areas", "issued", "deadline", "expires"})}
GRID_DEG = 1e-7
"""Coordinates are rounded to this (1 cm on the ground): off by half of it at most, far below 1e-6."""
OWN = "safeground:"
"""Names of parameters and geocodes begin so: CAP has no element for destination, route or return."""
SOON = timedelta(hours=1)


def write(bulletins: Sequence[Bulletin], mark: Mark, sent: datetime) -> dict[str, bytes]:
    """Return the alerts of all notices.

    Parameters
    ----------
    bulletins
        All notices of a plan; those that others change must be among them.
    mark
        Who answers for them. Of a copy no alert is ``Actual``, and none has a response type.
    sent
        When they are published, with offset.

    Returns
    -------
    dict
        ``{notice}.{language}.cap.xml`` → content.

    Raises
    ------
    InputError
        Notices whose chain or times cannot be told in CAP; see ``cap_chain.Chain``.
    """
    chain = Chain(bulletins, mark, sent)
    return {
        f"{plain(bulletin.id)}.{language}.cap.xml": cap_xml(_alert(bulletin, mark, language, chain))
        for bulletin in bulletins
        for language in languages_of(bulletin)
    }


def read_back(content: bytes) -> dict[str, Reread]:
    """Return what a reader gets out of one alert: its notice's id → areas and times.

    Raises
    ------
    InputError
        Content that is no CAP message.
    ValueError
        A message of another writer, or one whose parameters contradict themselves.
    """
    info = read_cap(content)[0].infos[0]
    told: dict[str, list[str]] = {}
    for parameter in info.parameters:
        told.setdefault(parameter.name.removeprefix(OWN), []).append(parameter.value)
    rings: dict[str, list[shapely.Polygon]] = {}
    for area in info.areas:
        (id_,) = (code.value for code in area.geocodes if code.name == f"{OWN}area")
        rings.setdefault(id_, []).extend(shapely.Polygon(ring) for ring in area.polygons)
    for outline in told.get("destination-outline", []):
        pairs, _, id_ = outline.partition("; ")
        ring = [read_pair(pair)[::-1] for pair in pairs.split()]
        rings.setdefault(id_, []).append(shapely.Polygon(ring))
    (notice,) = told["notice"]
    issued, deadline = (read_time(told[name][0]) if name in told else None for name in ("issued", "deadline"))
    areas = {id_: shapely.union_all(parts) for id_, parts in rings.items()}
    return {notice: Reread(areas=areas, issued=issued, deadline=deadline, expires=info.expires)}


def _alert(bulletin: Bulletin, mark: Mark, language: Language, chain: Chain) -> Alert:
    texts = CapTexts(bulletin, mark, language, languages_of(bulletin))
    actual = isinstance(mark, Issuer) and bulletin.status == "Actual"
    sent = chain.sent(bulletin)
    orders = isinstance(mark, Issuer) and bulletin.message != "Cancel"
    info = Info(
        language=language,
        categories=("Other",),
        event=texts.event(),
        response_types=("Evacuate",) if orders else (),
        urgency=_urgency(bulletin, sent),
        severity="Unknown",
        certainty="Unknown",
        effective=sent,
        onset=bulletin.starts,
        expires=bulletin.expires,
        sender_name=texts.sender_name(),
        headline=texts.headline(),
        description=texts.description(),
        instruction=texts.instruction(),
        contact=None if bulletin.contact is None else visible(bulletin.contact),
        parameters=tuple(
            Named(f"{OWN}{name}", visible(value)) for name, value in _parameters(bulletin, mark)
        ),
        areas=tuple(_area(place, texts.area(place)) for place in bulletin.areas),
    )
    return Alert(
        identifier=chain.identifier(bulletin, language),
        sender=chain.sender,
        sent=sent,
        status="Actual" if actual else "Exercise",
        message_type=bulletin.message,
        source="Safeground",
        scope="Public",
        note=texts.mark() or None,
        references=chain.references(bulletin, language),
        infos=(info,),
    )


def _urgency(bulletin: Bulletin, sent: datetime) -> str:
    """Return how soon the notice asks people to act, by its own times; ``Unknown`` without a deadline."""
    if bulletin.message == "Cancel":
        return "Past"
    if bulletin.deadline is None:
        return "Unknown"
    if bulletin.deadline <= sent:
        return "Past"
    if bulletin.deadline - sent <= SOON:
        return "Immediate"
    return "Expected" if (bulletin.starts or sent) - sent <= SOON else "Future"


def _parameters(bulletin: Bulletin, mark: Mark) -> Iterator[tuple[str, str]]:
    yield "notice", bulletin.id
    if bulletin.issuer:
        yield "issuer", bulletin.issuer
    yield from _who_answers(mark)
    for name, time in (("issued", bulletin.issued), ("deadline", bulletin.deadline)):
        if time is not None:
            yield name, write_time(time)
    if bulletin.deadline is not None:
        yield "deadline-means", bulletin.deadline_means or "not stated"
    for place in bulletin.areas:
        if place.listed or place.blocks:
            yield "blocks", f"{place.id}: {', '.join(place.listed or place.blocks)}"
    yield from _destinations(bulletin.to)
    yield from _routes(bulletin.ways)
    yield "return-condition", bulletin.end or "not stated"
    if bulletin.source is not None:
        said = (bulletin.source.title, bulletin.source.publisher, bulletin.source.url)
        yield "source", ", ".join(part for part in said if part)


def _who_answers(mark: Mark) -> Iterator[tuple[str, str]]:
    if isinstance(mark, Issuer):
        yield "issuer-key", mark.fingerprint
        return
    yield "copy", "not an order"
    yield "copy-made-by", mark.made_by
    yield "copy-made-at", write_time(mark.made_at)


def _routes(ways: Sequence[Way]) -> Iterator[tuple[str, str]]:
    for way in ways:
        yield "route", ", ".join((way.id, *way.streets, *way.open))
        if way.line is not None:
            for part in shapely.get_parts(way.line):
                yield "route-line", f"{ring_text(_points(part))}; {way.id}"
    if not ways:
        yield "route", "not stated"


def _destinations(places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    for place in places:
        by = f" (designated by {place.designated_by})" if place.designated_by else ""
        yield "destination", f"{place.id}: {place.called or place.id}{by}"
        for ring in _rings(place.geometry):
            yield "destination-outline", f"{ring_text(ring)}; {place.id}"
    if not places:
        yield "destination", "not stated"


def _area(place: Place, words: str) -> Area:
    codes = (Named(f"{OWN}area", place.id), *(Named(f"{OWN}block", block) for block in place.blocks))
    return Area(
        description=words,
        polygons=tuple(_rings(place.geometry)),
        geocodes=tuple(Named(code.name, visible(code.value)) for code in codes),
    )


def _rings(geometry: BaseGeometry) -> list[Ring]:
    """Return rings without holes that cover a polygon, on the grid on which they are written."""
    snapped = shapely.set_precision(shapely.force_2d(geometry), GRID_DEG)
    return [tuple(_points(piece.exterior)) for piece in without_holes(snapped)]


def _points(line: BaseGeometry) -> list[tuple[float, float]]:
    return [(lon, lat) for lon, lat in np.round(shapely.get_coordinates(line), 7).tolist()]
