"""A town of numbered square blocks on a plane, and a notice of it in which nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.formats.projection import LocalProjection
from safeground.ground.people import PeopleLayer
from safeground.plan.gazetteer import Gazetteer
from safeground.plan.names import Name, Names
from safeground.plan.published import NamedPlace, Published
from safeground.plan.reading.read import read_text
from safeground.questions import clear
from safeground.questions.clear_case import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

PLANE = LocalProjection(34.4, 31.4)
SIDE_M = 300.0
ACROSS = 10
PERSONS = 1000.0
ZONE = timezone(timedelta(hours=2))
ISSUED = datetime(2026, 3, 4, 6, tzinfo=ZONE)
DEADLINE = datetime(2026, 3, 4, 18, tzinfo=ZONE)


class Town:
    """Blocks 1 to 100, ten in a row from the south-west; 1,000 people in each; a hill in the east."""

    def __init__(self):
        cells = [(i % ACROSS, i // ACROSS) for i in range(ACROSS * ACROSS)]
        boxes = [self.box(x * SIDE_M, y * SIDE_M, SIDE_M) for x, y in cells]
        self.ids = tuple(str(i + 1) for i in range(len(boxes)))
        self.blocks = Gazetteer(self.ids, np.array(boxes, dtype=object), ("",) * len(boxes), "blocks.geojson")
        self.people = self.layer(boxes, PERSONS)
        self.hill = self.box(5000, 0, 1500)
        self.territory = self.box(-500, -500, 8000)
        self.names = Names(
            (
                Name("old", ("Old Town", "البلدة القديمة"), "neighbourhood", "west", self.box(0, 0, 600)),
                Name("quay", ("Quayside",), "neighbourhood", "east", self.box(3500, 0, 600)),
                Name("west", ("Westmarch",), "district", None, self.box(-500, -500, 3500, 8000)),
                Name("east", ("Eastmarch",), "district", None, self.box(3000, -500, 4500, 8000)),
                Name("hill", ("Highfield",), "neighbourhood", "east", self.hill),
                Name("spring 1", ("Springs",), "neighbourhood", "west", self.box(0, 2400, 300)),
                Name("spring 2", ("Springs",), "neighbourhood", "east", self.box(3500, 2400, 300)),
            ),
            "names.csv",
        )

    @staticmethod
    def box(west, south, width, height=None):
        return PLANE.unproject(shapely.box(west, south, west + width, south + (height or width)))

    @staticmethod
    def point(x, y):
        return PLANE.unproject(shapely.Point(x, y))

    @staticmethod
    def arrow(*at):
        return PLANE.unproject(shapely.LineString(at))

    @staticmethod
    def layer(cells, low, high=None):
        count = len(cells)
        return PeopleLayer(
            kind="residents",
            as_of=date(2026, 1, 1),
            source="census",
            file="people.csv",
            cells=np.array(cells, dtype=object),
            low=np.full(count, low),
            high=np.full(count, low if high is None else high),
            split="counted",
            unit=np.full(count, ""),
            remarks=(),
        )

    def squares(self, *ids):
        """The union of blocks."""
        return shapely.union_all(self.blocks.geometry[[int(one) - 1 for one in ids]])

    def text(self, blocks="1, 2, 11, 12", by="18:00 (UTC+2) on 4 March 2026", more=""):
        return (
            f"People in blocks {blocks} must go by {by}. The order holds from 06:00 (UTC+2) on 4 March 2026. "
            "Go to Highfield by the coast road. You can go home when the water falls. "
            f"Those who stay keep their full rights. Call 101 if you have to ask. {more}"
        )

    def notice(self, **changes):
        """A notice on blocks 1, 2, 11 and 12 in which nothing is wrong."""
        right = Published(
            id="n1",
            text={"en": self.text()},
            blocks=("1-2", "11-12"),
            drawn=self.squares(1, 2, 11, 12),
            issuer="council",
            issued=ISSUED,
            starts=ISSUED,
            deadline=DEADLINE,
            deadline_means="out",
            end="when the water falls",
            stays="those who stay keep their protection",
            contact="101",
            channels=("radio", "leaflets"),
            languages=("en",),
            to=(NamedPlace(name="Highfield", geometry=self.hill),),
            routes=(NamedPlace(name="coast road"),),
        )
        return replace(right, **changes)

    def around(self, *notices, **changes):
        known = Surroundings(
            blocks=self.blocks,
            names=self.names,
            layers=(self.people,),
            territory=self.territory,
            designated={"hill": self.hill},
            languages=("en",),
            notices=notices,
        )
        return replace(known, **changes)

    def readings(self, *notices, names=True):
        return {
            one.id: read_text(
                one.text,
                names=self.names if names else None,
                blocks=self.blocks,
                issued=one.issued,
                zone=None,
            )
            for one in notices
        }

    def flaws(self, notice, *others, **around):
        """All flaws of a notice beside others."""
        every = (*others, notice)
        return clear.examine((notice,), self.readings(*every), self.around(*every, **around))

    def found(self, rule, notice, *others, **around):
        """The flaws of one rule."""
        return [one for one in self.flaws(notice, *others, **around) if one.rule == rule]


@dataclass(frozen=True)
class Case:
    """One notice for one rule: ``build`` makes (notice, other notices, changed surroundings).

    Where the rule must fire, ``what`` is the sentence that it must say; None where it must say nothing.
    """

    rule: str
    of: str
    build: Callable[[Town], tuple]
    what: str | None = None

    def __str__(self):
        return f"{self.rule}: {self.of}"

    def check(self, town):
        notice, others, around = self.build(town)
        found = town.found(self.rule, notice, *others, **around)
        assert [one.what for one in found] == ([] if self.what is None else [self.what])
        for one in found:
            assert one.where
            assert one.mend.endswith(".")
        return found


def alone(**changes):
    """A case of one notice with something changed; callables are given the town."""
    return lambda town: (
        town.notice(**{k: v(town) if callable(v) else v for k, v in changes.items()}),
        (),
        {},
    )


def within(around, **changes):
    """The same with changed surroundings."""
    return lambda town: (
        town.notice(**{k: v(town) if callable(v) else v for k, v in changes.items()}),
        (),
        {k: v(town) if callable(v) else v for k, v in around.items()},
    )
