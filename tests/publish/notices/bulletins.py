"""A hand-made notice for a town on a grid, in full and with nothing stated, and names in four scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from tests.publish.sample import box, grid_streets, line

from safeground.ground.sites import Site
from safeground.plan.gazetteer import Gazetteer
from safeground.plan.model import Source
from safeground.publish.notices.bulletin import Bulletin, Place, Way
from safeground.publish.notices.mark import Copy, Issuer

ZONE = ZoneInfo("Europe/Kyiv")
ISSUED = datetime(2026, 3, 4, 6, tzinfo=ZONE)
ISSUER = Issuer(name="River Town civil protection", fingerprint="3f6f 2b19 77c0 a1d4")
COPY = Copy(made_by="a monitoring group", made_at=ISSUED + timedelta(hours=3))
RESTRICTED_NAME = "Maternity house of Ана"

_NAMES = {0: "Harbour Street", 8: "Вулиця Набережна", 16: "شارع البحر", 24: "Ring Road"}


def town_streets():
    """The grid's streets, every eighth one named."""
    streets = grid_streets()
    name = np.array([""] * len(streets.tail), dtype="<U40")
    side = 25
    for edge, (tail, head) in enumerate(zip(streets.tail, streets.head, strict=True)):
        same_row = tail // side == head // side
        place = (tail // side if same_row else tail % side).item()
        if place in _NAMES:
            name[edge] = f"{_NAMES[place]}" if same_row else f"Avenue {place}"
    return replace(streets, name=name)


def town_blocks():
    """Blocks 36 … 71: six by six, a kilometre each."""
    cells = [(row, column) for row in range(6) for column in range(6)]
    shapes = np.array([box(x * 1000, y * 1000, x * 1000 + 1000, y * 1000 + 1000) for y, x in cells], object)
    return Gazetteer(tuple(str(36 + i) for i in range(36)), shapes, ("",) * 36)


def town_sites():
    at = shapely.point_on_surface(box(1900, 1900, 2100, 2100))
    there = shapely.point_on_surface(box(2900, 900, 3100, 1100))
    return (
        Site(id="s1", name="مدرسة النهر 5", site_class="school", lon=at.x, lat=at.y, sensitivity="public"),
        Site(id="s2", name=RESTRICTED_NAME, site_class="hospital", lon=there.x, lat=there.y),
    )


def full_bulletin(**changes) -> Bulletin:
    """A notice that states everything."""
    low = Place(
        id="low-town",
        kind="ordered",
        called="الحي المنخفض",
        designated_by=None,
        geometry=shapely.union_all([box(0, 0, 4000, 2000), box(0, 2000, 2000, 4000)]),
        blocks=("36", "37", "38", "39", "42", "43", "44", "45", "48", "49", "54", "55"),
        listed=("36-39", "42–45", "48", "49", "54", "55"),
        streets=("Harbour Street", "Вулиця Набережна", "شارع البحر", "Avenue 16"),
        landmarks=("مدرسة النهر 5", RESTRICTED_NAME),
    )
    hill = Place(
        id="hill",
        kind="destination",
        called="reception area",
        designated_by="River Town civil protection",
        geometry=box(4600, 4300, 5900, 5800),
    )
    full = Bulletin(
        id="notice-1",
        message="Alert",
        status="Exercise",
        areas=(low,),
        to=(hill,),
        ways=(
            Way(
                id="bridge-road",
                line=line((2000, 3000), (4000, 3000), (4000, 5000), (4900, 5000)),
                open=("09:00-16:00",),
                streets=("Ring Road", "Avenue 16"),
            ),
        ),
        issuer="River Town civil protection",
        issued=ISSUED,
        starts=ISSUED + timedelta(hours=1),
        deadline=ISSUED + timedelta(hours=12),
        deadline_means="out",
        end="until the river falls under 4.2 m",
        expires=ISSUED + timedelta(hours=36),
        channels=("radio", "SMS"),
        languages=("en", "ar"),
        stays="Boats come to Harbour Street for those who cannot walk.",
        contact="+380 44 000 00 00",
        source=Source(id="n1", title="Flood order 7", publisher="River Town", sensitivity="public"),
    )
    return replace(full, **changes)


def bare_bulletin(**changes) -> Bulletin:
    """A notice that states only its area."""
    full = full_bulletin()
    area = replace(full.areas[0], called=None, streets=(), landmarks=(), blocks=(), listed=())
    bare = Bulletin(
        id="notice-2",
        message="Alert",
        status="Exercise",
        areas=(area,),
        to=(),
        ways=(),
        issuer=None,
        issued=None,
        starts=None,
        deadline=None,
        deadline_means=None,
        end=None,
        expires=ISSUED + timedelta(hours=36),
    )
    return replace(bare, **changes)


def extreme_bulletin() -> Bulletin:
    """As much of everything as a plan may hold, with names that are long, in one word, or hostile."""
    long = "Verwaltungsgemeinschaftsvorsteherin der Niederungskommunen am Unterlauf des Flusses, Abteilung 7"
    full = full_bulletin()
    area = replace(
        full.areas[0],
        id="<b>low</b> \u202eATTACK & " + "x" * 80,
        called=long,
        listed=tuple(f"{n}-{n + 2}" for n in range(100, 5000, 4)),
        blocks=tuple(str(n) for n in range(100, 5000)),
        streets=tuple(f"{name} {long}" for name in "ABCDEFGHIJKL"),
        landmarks=tuple(f"مدرسة {long} {n}" for n in range(12)),
    )
    to = tuple(replace(full.to[0], id=f"{n} {long}", called=long, designated_by=long) for n in range(9))
    ways = tuple(
        replace(full.ways[0], id=f"{n} {long}", open=(long,) * 9, streets=(long,) * 9) for n in range(9)
    )
    return replace(
        full, id="n" * 200, areas=(area,), to=to, ways=ways, end=long * 9, stays=long * 9, contact="W" * 900,
        issuer=long, changes=(long,) * 9, message="Update",
    )  # fmt: skip
