"""What OpenStreetMap's tags say of ground between the streets: of which kind a thing is, how doubtful."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from safeground.ground.osm_tags import METRES_OF

if TYPE_CHECKING:
    from safeground.plan.model import LandCoverKind


class Tags(Protocol):
    """Tags of one object, as a dictionary or as a reader of OSM files hands them out."""

    def get(self, key: str, /) -> str | None:
        """Return the value of a key."""
        ...


WATER_AREAS: Final = {
    "natural": frozenset({"water"}),
    "waterway": frozenset({"riverbank", "dock"}),
    "landuse": frozenset({"reservoir"}),
}
WATER_LINES: Final = frozenset({"river", "canal"})
"""Streams, drains and ditches are narrower than any water that is taken to hold a crowd up."""
WALLS: Final = frozenset({"wall", "city_wall", "retaining_wall"})
FENCES: Final = frozenset({"fence"})
RAILWAYS: Final = frozenset({"rail", "light_rail", "narrow_gauge", "subway"})
"""Trams run in the street."""
MOTORWAYS: Final = frozenset({"motorway", "motorway_link", "trunk", "trunk_link"})
KEYS: Final = ("natural", "waterway", "landuse", "barrier", "historic", "railway", "highway", "ford")

NOT_SO: Final = frozenset({"", "no", "none"})
LEAST_HEIGHT_M: Final = 1.5
"""A wall or fence that is tagged lower can be climbed by most."""
CROSSINGS: Final = frozenset({"level_crossing", "crossing", "tram_level_crossing", "tram_crossing"})
OPENING_KEYS: Final = ("barrier", "entrance", "door", "ford", "railway", "highway", "opening")

ONE: Final[dict[LandCoverKind, str]] = {
    "water": "stretch of water",
    "wall": "wall",
    "fence": "fence",
    "railway": "railway line",
    "motorway": "motorway fenced on both sides",
    "cliff": "cliff",
}
MANY: Final[dict[LandCoverKind, str]] = {
    "water": "stretches of water",
    "wall": "walls",
    "fence": "fences",
    "railway": "railway lines",
    "motorway": "motorways fenced on both sides",
    "cliff": "cliffs",
}


def kind_of(tags: Tags) -> LandCoverKind | None:
    """Return which kind of thing lies there; None where it is none, or lies below or above the ground.

    Examples
    --------
    >>> kind_of({"barrier": "city_wall"}), kind_of({"waterway": "river"}), kind_of({"barrier": "kerb"})
    ('wall', 'water', None)
    >>> kind_of({"railway": "rail", "tunnel": "yes"}), kind_of({"railway": "rail"})
    (None, 'railway')
    """
    if _below(tags):
        return None
    if is_water_area(tags) or tags.get("waterway") in WATER_LINES or tags.get("natural") == "coastline":
        return "water"
    if tags.get("barrier") in WALLS or tags.get("historic") == "citywalls":
        return "wall"
    if tags.get("barrier") in FENCES:
        return "fence"
    if tags.get("railway") in RAILWAYS and not _is(tags, "bridge"):
        return "railway"
    if tags.get("highway") in MOTORWAYS and not _is(tags, "bridge") and _fenced(tags):
        return "motorway"
    return "cliff" if tags.get("natural") == "cliff" else None


def is_water_area(tags: Tags) -> bool:
    """Say whether a closed outline with these tags encloses water."""
    return any(tags.get(key) in values for key, values in WATER_AREAS.items())


def doubtful(tags: Tags) -> bool:
    """Say whether a thing may hold nobody up by its own tags: dry at times, in ruins, low or below.

    Examples
    --------
    >>> doubtful({"natural": "water", "intermittent": "yes"}), doubtful({"height": "0.8 m"})
    (True, True)
    >>> doubtful({"barrier": "wall", "height": "3"}), doubtful({"barrier": "wall", "ruins": "no"})
    (False, False)
    """
    if any(_is(tags, key) for key in ("intermittent", "seasonal", "tidal", "ruins", "abandoned", "disused")):
        return True
    if (tags.get("layer") or "").startswith("-"):
        return True
    height = tags.get("height") or ""
    return bool(height) and (_metres(height) or 0.0) < LEAST_HEIGHT_M


def is_opening(tags: Tags) -> bool:
    """Say whether a node with these tags may let people through the line that it lies on.

    Examples
    --------
    >>> [is_opening({"railway": value}) for value in ("level_crossing", "switch")]
    [True, False]
    """
    if tags.get("barrier") in WALLS | FENCES:
        return False
    if any(_is(tags, key) for key in ("barrier", "entrance", "door", "ford", "opening")):
        return True
    return tags.get("railway") in CROSSINGS or tags.get("highway") in {"crossing", "steps", "elevator"}


def is_ford(tags: Tags) -> bool:
    """Say whether people can wade through the water there."""
    return _is(tags, "ford") or tags.get("highway") == "ford"


def _is(tags: Tags, key: str) -> bool:
    return (tags.get(key) or "") not in NOT_SO


def _below(tags: Tags) -> bool:
    hidden = tags.get("location") in {"underground", "underwater"}
    return hidden or any(_is(tags, key) for key in ("tunnel", "covered"))


def _fenced(tags: Tags) -> bool:
    """Say whether whoever is on a carriageway can step off it on neither side."""
    both = _is(tags, "barrier:both") or tags.get("fenced") in {"yes", "both"}
    return both or (_is(tags, "barrier:left") and _is(tags, "barrier:right"))


def _metres(text: str) -> float | None:
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(m|cm|ft|'|)\s*", text)
    return float(found[1].replace(",", ".")) * METRES_OF[found[2]] if found else None
