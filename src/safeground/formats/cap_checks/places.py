"""Rules on areas: there, drawn, closed, latitude first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.formats.cap_checks.finding import shown
from safeground.formats.cap_text import read_circle, read_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safeground.formats.cap_checks.finding import CapFinding, Message, Spot
    from safeground.formats.cap_text import Pair

ABOUT = ("Alert", "Update")
LARGEST_KM = 500.0
"""A circle larger than this is wider than any warning that people can act on by themselves. A radius in
metres, which is a common mistake, comes out larger."""


def areas_are_stated(message: Message) -> Iterator[CapFinding]:
    """An info of an Alert or Update states an area."""
    if message.alert.said("msgType") in ABOUT:
        for info in message.infos:
            if not info.all("area"):
                yield info.fault(
                    "areas-are-stated",
                    "no <area>",
                    "the area that is to be told",
                    "State it: without it the message goes to everybody or to nobody.",
                )


def areas_are_drawn(message: Message) -> Iterator[CapFinding]:
    """An area has a polygon or a circle."""
    for area in message.areas:
        if any(spot.text for name in ("polygon", "circle") for spot in area.all(name)):
            continue
        coded = any(spot.said("value") for spot in area.all("geocode"))
        yield area.fault(
            "areas-are-drawn",
            "codes of places and no polygon" if coded else "a name and neither polygon nor circle nor code",
            "a polygon",
            "Draw it: readers that do not know the codes leave the area out, or alert everybody."
            if coded
            else "Draw it: no machine can tell from a name who is in it.",
            severity="warning" if coded else "error",
        )


def polygons_have_their_form(message: Message) -> Iterator[CapFinding]:
    """Polygons are pairs ``lat,lon`` parted by spaces."""
    for spot in message.named("polygon"):
        wrong = [item for item in spot.text.split() if _pair(item) is None]
        if wrong:
            yield spot.fault(
                "polygons-have-their-form",
                ", ".join(map(shown, wrong[:3])) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""),
                "pairs of plain numbers: lat,lon lat,lon …",
                "Write a comma within a pair and a space between two, nothing else.",
            )


def polygons_have_four_points(message: Message) -> Iterator[CapFinding]:
    """A polygon has at least four pairs, the last like the first."""
    for spot, pairs in _polygons(message):
        if len(pairs) < 4 or len(set(pairs)) < 3:
            yield spot.fault(
                "polygons-have-four-points",
                f"{len(pairs)} points, {len(set(pairs))} of them different",
                "at least four, of which the last repeats the first",
                "Draw the whole outline.",
            )


def polygons_are_closed(message: Message) -> Iterator[CapFinding]:
    """A polygon's last pair is its first."""
    for spot, pairs in _polygons(message):
        if len(pairs) > 1 and pairs[0] != pairs[-1]:
            yield spot.fault(
                "polygons-are-closed",
                f"a ring from {pairs[0]} to {pairs[-1]}",
                "the last point like the first",
                "Add the first point at the end.",
            )


def latitude_stands_first(message: Message) -> Iterator[CapFinding]:
    """Pairs are ``lat,lon``, not ``lon,lat``."""
    for spot, pairs in _places(message):
        off = _off_the_earth(pairs)
        if off is not None:
            swapped = abs(off[0]) <= 180 and abs(off[1]) <= 90
            yield spot.fault(
                "latitude-stands-first",
                f"the pair {off[0]:g},{off[1]:g}" + (", longitude first" if swapped else ""),
                "latitude (-90 to 90), then longitude (-180 to 180)",
                "Exchange the two numbers of each pair." if swapped else "Correct the pair.",
            )
        elif message.region is not None and _swapped(pairs, message.region):
            yield spot.fault(
                "latitude-stands-first",
                f"the pair {pairs[0][0]:g},{pairs[0][1]:g}, longitude first",
                "latitude, then longitude",
                "Exchange the two numbers of each pair.",
            )


def areas_lie_in_the_region(message: Message) -> Iterator[CapFinding]:
    """Areas touch the region that is stated, where one is."""
    region = message.region
    if region is None:
        return
    for spot, pairs in _places(message):
        elsewhere = not _touches(pairs, region) and not _swapped(pairs, region)
        if elsewhere and _off_the_earth(pairs) is None:
            yield spot.fault(
                "areas-lie-in-the-region",
                f"the pair {pairs[0][0]:g},{pairs[0][1]:g}, outside of it",
                f"a place within {region[0]:g} to {region[2]:g} E, {region[1]:g} to {region[3]:g} N",
                "Correct the area, or the region.",
            )


def polygons_do_not_cross_themselves(message: Message) -> Iterator[CapFinding]:
    """A polygon's outline does not cross or touch itself."""
    import shapely

    for spot, pairs in _polygons(message):
        if len(pairs) < 4 or len(set(pairs)) < 3 or pairs[0] != pairs[-1]:
            continue
        ring = shapely.Polygon([(second, first) for first, second in pairs])
        reason = shapely.is_valid_reason(ring)
        if not ring.is_valid:
            yield spot.fault(
                "polygons-do-not-cross-themselves",
                f"an outline that does ({reason.replace('[', 'at lon,lat [')})",
                "an outline that meets itself only where it ends",
                "Draw each part as a polygon of its own.",
            )


def circles_have_their_form(message: Message) -> Iterator[CapFinding]:
    """Circles are ``lat,lon radius``."""
    for spot in message.named("circle"):
        try:
            read_circle(spot.text)
        except ValueError:
            yield spot.fault(
                "circles-have-their-form",
                shown(spot.text),
                "lat,lon, a space, and the radius in km (0 or more)",
                "Write it so.",
            )


def radii_are_in_km(message: Message) -> Iterator[CapFinding]:
    """A circle's radius is above 0 and no larger than a region."""
    for spot, (_, radius_km) in _circles(message):
        if radius_km == 0 or radius_km > LARGEST_KM:
            yield spot.fault(
                "radii-are-in-km",
                f"a radius of {radius_km:g} km",
                f"more than 0 and at most {LARGEST_KM:g} km",
                "Draw the area that is to be told: nobody is in a circle without extent."
                if radius_km == 0
                else "See that the radius is in kilometres, not metres.",
                severity="warning",
            )


def ceilings_have_an_altitude(message: Message) -> Iterator[CapFinding]:
    """A ceiling stands only with an altitude."""
    for area in message.areas:
        if area.said("ceiling") and not area.said("altitude"):
            yield area.fault(
                "ceilings-have-an-altitude", "<ceiling> alone", "<altitude> with it", "State both, or none."
            )


def _pair(text: str) -> Pair | None:
    try:
        return read_pair(text)
    except ValueError:
        return None


def _polygons(message: Message) -> Iterator[tuple[Spot, list[Pair]]]:
    """Yield each polygon that can be read, with its pairs as they stand."""
    for spot in message.named("polygon"):
        pairs = [_pair(item) for item in spot.text.split()]
        read = [pair for pair in pairs if pair is not None]
        if len(read) == len(pairs):
            yield spot, read


def _circles(message: Message) -> Iterator[tuple[Spot, tuple[Pair, float]]]:
    for spot in message.named("circle"):
        try:
            yield spot, read_circle(spot.text)
        except ValueError:
            continue


def _places(message: Message) -> Iterator[tuple[Spot, list[Pair]]]:
    """Yield polygons and centres of circles, with their pairs as they stand."""
    yield from _polygons(message)
    yield from ((spot, [pair]) for spot, (pair, _) in _circles(message))


def _off_the_earth(pairs: list[Pair]) -> Pair | None:
    return next((pair for pair in pairs if abs(pair[0]) > 90 or abs(pair[1]) > 180), None)


def _swapped(pairs: list[Pair], region: tuple[float, float, float, float]) -> bool:
    """Return whether pairs lie outside of a region, and in it where their numbers are exchanged."""
    turned = [(second, first) for first, second in pairs]
    return not _touches(pairs, region) and _touches(turned, region)


def _touches(pairs: list[Pair], region: tuple[float, float, float, float]) -> bool:
    """Return whether the bounds of pairs ``lat,lon`` touch a region."""
    west, south, east, north = region
    lats, lons = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return min(lats) <= north and max(lats) >= south and min(lons) <= east and max(lons) >= west
