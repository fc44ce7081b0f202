"""A made-up town for look-ups: blocks of 100 m in rows, four notices, names in four scripts."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import shapely

from safeground.plan.gazetteer import Gazetteer
from safeground.plan.model import Source
from safeground.plan.names import Name, Names
from safeground.publish.notices.applies import LAT_M, LON_M
from safeground.publish.notices.bulletin import Bulletin, Place, Way
from safeground.publish.notices.mark import Copy, Issuer

LON, LAT = 34.30, 31.34
BLOCK_M = 100.0
NOON = datetime.fromisoformat("2026-03-04T12:00+02:00")
SOURCE = Source(id="n", title="Leaflet of 4 March", publisher="River Radio", sensitivity="public")
COPY = Copy(made_by="Monitors of River Town", made_at=NOON + timedelta(hours=1))
ISSUER = Issuer(name="Flood Directorate", fingerprint="abcd 1234 ef56 7890")


def lonlat(east_m: float, north_m: float) -> tuple[float, float]:
    return LON + east_m / (LON_M * np.cos(np.radians(LAT))), LAT + north_m / LAT_M


def box(west_m: float, south_m: float, east_m: float, north_m: float) -> shapely.Polygon:
    return shapely.box(*lonlat(west_m, south_m), *lonlat(east_m, north_m))


def town(columns: int = 25, rows: int = 24) -> Gazetteer:
    """Blocks 1, 2, … along each row from the south-west; edges a little crooked, as drawn ones are."""
    wave = np.random.default_rng(7).uniform(-8, 8, (rows + 1, columns + 1, 2))

    def corner(row: int, column: int) -> tuple[float, float]:
        shift = wave[row, column]
        return lonlat(column * BLOCK_M + shift[0], row * BLOCK_M + shift[1])

    cells = [
        shapely.Polygon([corner(r, c), corner(r, c + 1), corner(r + 1, c + 1), corner(r + 1, c)])
        for r in range(rows)
        for c in range(columns)
    ]
    geometry = np.empty(len(cells), dtype=object)
    geometry[:] = cells
    ids = tuple(str(number + 1) for number in range(len(cells)))
    return Gazetteer(ids, geometry, tuple("Mill" if id_ == "30" else "" for id_ in ids), "blocks.geojson")


def place(id_: str, kind: str, geometry: shapely.Geometry, **more: object) -> Place:
    words = {"called": f"{id_} zone", "designated_by": "Flood Directorate"} | more
    return Place(id=id_, kind=kind, geometry=geometry, **words)


def bulletin(id_: str = "one", **more: object) -> Bulletin:
    words: dict[str, object] = {
        "message": "Alert",
        "status": "Exercise",
        "areas": (),
        "to": (),
        "ways": (),
        "issuer": "Flood Directorate",
        "issued": NOON - timedelta(hours=6),
        "starts": None,
        "deadline": NOON + timedelta(hours=6),
        "deadline_means": "out",
        "end": None,
        "expires": NOON + timedelta(hours=30),
        "source": SOURCE,
    }
    return Bulletin(id=id_, **(words | more))


def bulletins(blocks: Gazetteer) -> tuple[Bulletin, ...]:
    """Three rows ordered; half of a block too; a hill to go to; a later order that also takes in the hill."""
    low = place("low-town", "ordered", shapely.union_all(blocks.geometry[:75]), blocks=blocks.ids[:75])
    drawn = place("drawn", "ordered", box(-20, 300, 50, 400), called="red “strip”")
    hill = place("hill", "destination", box(1000, 1000, 1600, 1500), called="reception area")
    later = place("later", "ordered", box(1400, 1000, 2000, 1500), valid_from=NOON + timedelta(hours=3))
    way = Way(id="bridge", line=None, open=("09:00-16:00",), streets=("Mill Road",))
    text = {"en": "Leave by 18:00.", "ar": "غادروا قبل الساعة 18:00."}
    first = bulletin("first", areas=(low, drawn), to=(hill,), ways=(way,), text=text, contact="Radio 91.2")
    second = bulletin("second", areas=(later,), issued=NOON - timedelta(hours=1), deadline=None)
    old = bulletin("old", areas=(place("old", "ordered", box(0, 1500, 900, 2300)),), expires=NOON)
    undo = bulletin("undo", message="Cancel", areas=old.areas, changes=("gone",))
    gone = bulletin("gone", areas=(place("gone", "closed", box(2100, 1500, 2400, 2300)),))
    return first, second, old, gone, undo


def names() -> Names:
    return Names(
        (
            Name(
                "z", ("Zeitoun", "الزيتون", "זייתון", "Зейтун"), "neighbourhood", None, box(300, 0, 700, 300)
            ),
            Name("o1", ("Old Market", "السوق القديم"), "market", None, shapely.Point(lonlat(50, 350))),
            Name("o2", ("Old Market Street Camp",), "camp", None, box(900, 900, 1200, 1200)),
            Name("n", ("Nowhere drawn",), "town", None, None),
        )
    )


def streets() -> dict[str, shapely.Geometry]:
    line = shapely.LineString([lonlat(-50, 150), lonlat(2600, 150)])
    north = shapely.LineString([lonlat(550, -50), lonlat(550, 2300)])
    return {"Mill Road": line, "شارع الجسر": north}
