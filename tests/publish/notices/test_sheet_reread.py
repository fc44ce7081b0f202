"""A sheet read back agrees with the bulletin that it was made from."""

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.notices.bulletins import COPY, ISSUER, bare_bulletin, full_bulletin
from tests.publish.sample import box

from safeground.publish.notices import sheets
from safeground.publish.notices.compare import differences
from safeground.publish.notices.phrases import LANGUAGES
from safeground.publish.notices.sheet_reread import CARRIES
from safeground.publish.notices.sheet_reread import read_back as read_notices


def read_back(content):
    (found,) = read_notices(content).values()
    return found


def pages(bulletin, mark, languages=LANGUAGES):
    written = sheets.write([bulletin], mark, languages=languages)
    return [content for name, content in written.items() if name.endswith(".html")]


def off(one, other):
    return shapely.symmetric_difference(one, other).area / other.area


@pytest.mark.parametrize("mark", [COPY, ISSUER])
@pytest.mark.parametrize("make", [full_bulletin, bare_bulletin])
def test_times_are_the_same_and_the_area_is_as_true_as_it_is_drawn(make, mark):
    bulletin = make()
    for page in pages(bulletin, mark):
        found = read_back(page)
        assert (found.issued, found.deadline, found.expires) == (
            *(bulletin.issued, bulletin.deadline, bulletin.expires),
        )
        assert set(found.areas) == {"low-town"}
        assert off(found.areas["low-town"], bulletin.areas[0].geometry) < 0.005


@settings(max_examples=30, deadline=None)
@given(
    x=st.integers(-50_000, 50_000),
    y=st.integers(-50_000, 50_000),
    wide=st.integers(400, 20_000),
    tall=st.integers(400, 20_000),
    hole=st.booleans(),
    apart=st.booleans(),
)
def test_areas_with_holes_and_several_parts_come_back(x, y, wide, tall, hole, apart):
    shape = box(x, y, x + wide, y + tall)
    if hole:
        shape = shape - box(x + wide / 4, y + tall / 4, x + wide / 2, y + tall / 2)
    if apart:
        shape = shapely.union_all([shape, box(x + 2 * wide, y, x + 3 * wide, y + tall)])
    full = full_bulletin()
    bulletin = replace(full, areas=(replace(full.areas[0], geometry=shape),))
    (page,) = pages(bulletin, COPY, ["ar"])
    # A strip of one unit along the edge of an area that may be a fiftieth of the map in height.
    assert off(read_back(page).areas["low-town"], shape) < 0.06


def test_a_sheet_of_another_area_is_told_apart():
    full = full_bulletin()
    moved = replace(full.areas[0], geometry=shapely.affinity.translate(full.areas[0].geometry, 0.004, 0))
    (page,) = pages(replace(full, areas=(moved,)), COPY, ["en"])
    assert off(read_back(page).areas["low-town"], full.areas[0].geometry) > 0.1


def test_what_is_no_sheet_is_refused():
    with pytest.raises(ValueError, match="no sheet that can be read back"):
        read_back(b"<!doctype html><p>words")


def test_a_sheet_agrees_with_its_notice_as_far_as_it_is_drawn():
    full = full_bulletin()
    (page,) = pages(full, COPY, ["en"])
    (carried,) = CARRIES.values()
    ((notice, found),) = read_notices(page).items()
    assert notice == full.id
    assert 1 < found.true_to_m < 30
    assert list(differences(full, found, carried)) == []
    moved = replace(full.areas[0], geometry=shapely.affinity.translate(full.areas[0].geometry, 0.004, 0))
    (said,) = differences(replace(full, areas=(moved,)), found, carried)
    assert "lies elsewhere" in said
    late = replace(full, deadline=full.deadline.replace(minute=59))
    (said,) = differences(late, found, carried)
    assert "deadline reads" in said
