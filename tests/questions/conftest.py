"""Plans on a plane: squares in metres around a centre, with people, sites and streets put there by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground.people import PeopleLayer
from safeground.ground.sites import Site
from safeground.plan.model import Area, Assumptions, Ground, Notice, Plan
from safeground.plan.places import LoadedPlan

PLANE = LocalProjection(34.3, 31.35)


class Town:
    """Builds the parts of a plan; all places are in metres from the centre."""

    def square(self, west: float, south: float, side: float, height: float | None = None):
        box = shapely.box(west, south, west + side, south + (height or side))
        return PLANE.unproject(box)

    def layer(self, *cells, kind="residents", low=None):
        """A layer of (polygon, persons) cells; ``low`` gives the low ends where they differ."""
        persons = np.array([float(count) for _, count in cells])
        return PeopleLayer(
            kind=kind,
            as_of=date(2026, 1, 1),
            source="census",
            file="people.csv",
            cells=np.array([polygon for polygon, _ in cells], dtype=object),
            low=persons if low is None else np.array([float(one) for one in low]),
            high=persons,
            split="counted",
            unit=np.full(len(cells), ""),
            remarks=(),
        )

    def site(self, name, site_class, x, y, **rest):
        lon, lat = PLANE.lonlat(x, y)
        return Site(id=name, name=name, site_class=site_class, lon=float(lon), lat=float(lat), **rest)

    def plan(self, places, *, notices=(), unusable=None, ground=None, assumptions=None, **rest):
        """A loaded plan of ``Area`` → polygon."""
        plan = Plan(
            plan="Town",
            status="announced",
            as_of=datetime(2026, 1, 2, tzinfo=UTC),
            ground=ground or Ground(),
            areas=tuple(places),
            notices=tuple(notices),
            assumptions=assumptions or Assumptions(),
            **rest,
        )
        return LoadedPlan(
            plan=plan,
            path=Path("plan.yaml"),
            areas={area.id: polygon for area, polygon in places.items() if polygon is not None},
            blocks_of_area={},
            gazetteer=None,
            corridors={},
            open_ground=None,
            unusable=unusable,
            hashes={},
            remarks=(),
        )

    def evacuation(self, *, persons, destination=None, side=1000.0, **rest):
        """One ordered square kilometre with people, and one destination beside it."""
        low_town = self.square(-5000, 0, 1000)
        places = {
            Area(id="low-town", kind="ordered"): low_town,
            destination or Area(id="hill", kind="destination"): self.square(5000, 0, side),
        }
        notice = Notice(id="notice-1", areas=("low-town",), to=("hill",))
        layer = self.layer((self.square(-4900, 100, 100), persons), (self.square(5100, 100, 100), 0))
        return self.plan(places, notices=[notice], **rest), (layer,)


@pytest.fixture(scope="session")
def town() -> Town:
    return Town()


@pytest.fixture(scope="session")
def by_id():
    """Findings by id, no id twice."""

    def index(findings):
        found = {finding.id: finding for finding in findings}
        assert len(found) == len(findings)
        return found

    return index
