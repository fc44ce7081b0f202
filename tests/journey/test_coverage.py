"""How much of an ordered area the layers of people cover, worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from tests.journey import towns

from safeground.journey.coverage import coverage_remark, covered_share

ORDERED = shapely.box(0, 0, 100, 100)
NOTICE = towns.plan(towns.box(0, 0, 100, 100)).plan.notices[0]


def share(*layers):
    return covered_share(layers, ORDERED, towns.PLANE)


def test_cells_cover_what_they_cover_once():
    one = towns.people([(towns.box(0, 0, 50, 100), 5, 5), (towns.box(-50, 0, 25, 100), 0, 0)])
    two = towns.people([(towns.box(0, 0, 100, 20), 7, 7)])
    assert share(one) == pytest.approx(0.5, rel=1e-6)
    assert share(one, two) == pytest.approx(0.6, rel=1e-6)
    assert share() == 0.0


def test_a_raster_covers_its_cells_without_people_too():
    layer = towns.people([(towns.box(0, 0, 10, 10), 5, 5)])
    raster = replace(layer, counted_ground=towns.box(-10, -10, 80, 200))
    assert share(raster) == pytest.approx(0.8, rel=1e-6)


def test_a_layer_without_a_cell_there_covers_nothing():
    empty = replace(towns.people([(towns.box(0, 0, 1, 1), 1, 1)]), cells=np.empty(0, object))
    assert share(empty) == 0.0
    assert share(towns.people([(towns.box(500, 0, 600, 100), 5, 5)])) == 0.0


def test_what_is_covered_is_not_remarked_on():
    layer = towns.people([(towns.box(0, 0, 50, 100), 5, 5)])
    assert coverage_remark(0.995, [layer], NOTICE) is None
    remark = coverage_remark(0.5, [layer, layer], NOTICE)
    assert remark is not None
    assert remark.file == "people.csv"
    assert "cover 50 % of the area that notice-1 orders to leave" in remark.text
