"""Rafah, May 2024: the same ends by shortest paths, and the conflict by a negative circle."""

from __future__ import annotations

import csv
import math
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import NegativeCycleError, csgraph_from_dense, floyd_warshall

from safeground.assess import assess

CASE = Path(__file__).parents[3] / "verification" / "rafah-displaced-2024-05"
FIRST, LAST = date(2024, 5, 6), date(2024, 5, 28)
DAYS = (LAST - FIRST).days + 1
PLACE = "rafah-governorate"
TENTH = 0.1


def bounds(row):
    """The ends of a claim, from the words of its row alone."""
    value = float(row["value"] or "nan")
    return {
        "exact": (value, value),
        "about": (value * (1 - TENTH), value * (1 + TENTH)),
        "nearly": (value * (1 - TENTH), value),
        "at_least": (value, math.inf),
        "more_than": (value, math.inf),
        "unspecified": (float(row["low"] or 0), float(row["high"] or "inf")),
    }[row["qualifier"]]


def claims(*without):
    with (CASE / "claims.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            day = (date.fromisoformat(row["valid_to"]) - FIRST).days
            counted = row["measure"] in ("people_moved", "people_present") and row["by_convention"] != "yes"
            if counted and 0 <= day < DAYS and row["id"] not in without:
                yield row["measure"], day, *bounds(row)


def shortest(*without):
    """Least distances between the unknowns: x[j] - x[i] <= d[i, j].

    Unknown 0 is zero; then those who had left by the end of each day, and present + left (all who were there
    or arrived), both of which never fall.
    """
    size = 1 + 2 * (DAYS + 1)
    most = np.full((size, size), np.inf)
    left = range(1, 2 + DAYS)
    ever = range(2 + DAYS, size)

    def at_most(j, i, value):
        most[i, j] = min(most[i, j], value)

    for unknown in (left, ever):
        for before, after in pairwise(unknown):
            at_most(before, after, 0.0)
    for number in range(DAYS + 1):
        at_most(left[number], ever[number], 0.0)
    at_most(left[0], 0, 0.0)
    at_most(0, left[0], 0.0)
    for measure, day, low, high in claims(*without):
        one, other = (left[day + 1], 0) if measure == "people_moved" else (ever[day + 1], left[day + 1])
        at_most(one, other, high)
        at_most(other, one, -low)
    return floyd_warshall(csgraph_from_dense(most, null_value=np.inf)), left, ever


@pytest.fixture(scope="module")
def found():
    displacement = assess(CASE / "plan.yaml").returning.displacement
    assert displacement is not None
    return displacement


def test_together_the_claims_make_a_negative_circle():
    with pytest.raises(NegativeCycleError):
        shortest()


def test_the_conflict_is_the_one_that_was_found(found):
    assert found.conflicts == (("CF063", "CF064"),)
    for one in found.conflicts[0]:
        shortest(one)


@pytest.mark.parametrize(("reading", "without"), [("UNRWA", "CF064"), ("Israeli military", "CF063")])
def test_every_end_of_every_day_is_a_shortest_path(found, reading, without):
    (read,) = (one for one in found.readings if one.name == reading)
    assert read.left_out == (without,)
    most, left, ever = shortest(without)
    place = read.places[PLACE]
    for number in range(DAYS):
        out, all_ = left[number + 1], ever[number + 1]
        assert place.moved[number].low == pytest.approx(-most[out, 0], abs=1)
        assert place.moved[number].high == pytest.approx(most[0, out], abs=1)
        assert place.present[number].low == pytest.approx(-most[all_, out], abs=1)
        assert place.present[number].high == pytest.approx(most[out, all_], abs=1)


def test_told_to_move_stands_beside_and_bounds_nothing(found):
    assert [claim.id for claim in found.ordered["ordered-part"]] == ["EO031", "EO032"]
    assert {one.id for one in found.stated}.isdisjoint({"EO031", "EO032", "CF050"})
    assert {one.claim for one in found.unused} == {"CF044", "CF060"}
