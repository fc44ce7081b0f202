"""The plan of ``safeground new DIR``: every key explained; it runs once its file names are true."""

from __future__ import annotations

from datetime import UTC, date, datetime

from safeground.plan.model import (
    Area,
    AreaSize,
    BlocksFile,
    Conditions,
    Corridor,
    Ground,
    LandCoverFile,
    Notice,
    PeopleFile,
    Plan,
    Services,
    Source,
    StreetsFile,
)
from safeground.plan.pause_words import Commitment, SitePromise
from safeground.plan.render import render

_HEAD = """\
# A plan that says it protects civilians, as its issuer stated it. Safeground examines it:
#     safeground check plan.yaml
#     safeground assess plan.yaml --out result
#
# Write down what was stated, and leave out what was not: a missing deadline is an answer too.
# Replace the values below; delete what you do not need. Lines that start with # explain a key, or
# show one that you may use. Numbers may be ranges: [90000, 120000] is low and high,
# [90000, 100000, 120000] low, best and high. Text is text: 12:30, no and 220.10 need no quotation marks.
"""

_EXAMPLE = Plan(
    plan="Title of the plan",
    status="announced",
    as_of=datetime(2026, 3, 4, 12, 0, tzinfo=UTC),
    ground=Ground(
        streets=StreetsFile(file="streets.osm.pbf", grade="mapped", source="osm"),
        people=(PeopleFile(file="people.csv", kind="residents", as_of=date(2025, 7, 1), source="census"),),
        blocks=BlocksFile(file="blocks.geojson", source="map"),
        land_cover=LandCoverFile(source="osm"),
    ),
    areas=(
        Area(id="ordered-area", kind="ordered", blocks=("36", "38-54"), source="order"),
        Area(
            id="destination",
            kind="destination",
            called="humanitarian area",
            geometry="areas.geojson#destination",
            sizes=(AreaSize(km2=6.5, source="order"),),
            services=Services(source="order"),
            conditions=Conditions(all_parties_agree="not stated", source="order"),
            source="order",
        ),
    ),
    notices=(
        Notice(
            id="order-1",
            areas=("ordered-area",),
            issued=datetime(2026, 3, 4, 6, 0, tzinfo=UTC),
            to=("destination",),
            text={"en": "The words of the order."},
            source="order",
        ),
    ),
    corridors=(Corridor(id="main-road", on_foot=True, source="order"),),
    commitments=(
        Commitment(
            id="no-hospital",
            promisor="Who promised",
            words="No hospital lies in the area.",
            sites=SitePromise(no_site_in="ordered-area", classes=("hospital",)),
            source="order",
        ),
    ),
    sources=(
        Source(id="order", title="Where the order was read"),
        Source(id="map", title="Where the blocks were published"),
        Source(id="census", title="Who counted the people"),
        Source(
            id="osm",
            title="OpenStreetMap",
            licence="© OpenStreetMap contributors, ODbL 1.0",
            sensitivity="public",
        ),
    ),
)


def template() -> str:
    """Return the text of a plan in which every key of the model is explained."""
    schema_line, _, rest = render(_EXAMPLE, comments=True).partition("\n")
    return f"{schema_line}\n{_HEAD}{rest}"
