"""Notices made right have no flaw; what is planted is found, and exactly that."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questions.clear.town import Town

TOWN = Town()
BLOCKS = st.sets(st.integers(1, 100), min_size=2, max_size=40)


def patch(corner, width, height):
    """Blocks of a rectangle of the town."""
    x, y = corner % 10, corner // 10
    return sorted(j * 10 + i + 1 for i in range(x, min(10, x + width)) for j in range(y, min(10, y + height)))


PATCHES = st.builds(patch, st.integers(0, 99), st.integers(2, 6), st.integers(2, 5))


def items(blocks):
    """A list with a range for each run."""
    found, start = [], 0
    for at in range(1, len(blocks) + 1):
        if at == len(blocks) or blocks[at] != blocks[at - 1] + 1:
            run = blocks[start:at]
            found.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
            start = at
    return tuple(found)


def right(blocks):
    listed = items(blocks)
    return TOWN.notice(blocks=listed, text={"en": TOWN.text(", ".join(listed))}, drawn=TOWN.squares(*blocks))


@settings(max_examples=60, deadline=None)
@given(PATCHES)
def test_a_right_notice_has_no_flaw(blocks):
    assert [one.what for one in TOWN.flaws(right(blocks))] == []


@settings(max_examples=40, deadline=None)
@given(PATCHES.filter(lambda some: len(some) > 3), st.data())
def test_blocks_left_out_of_the_drawing_are_found_and_no_others(blocks, data):
    left_out = data.draw(st.sets(st.sampled_from(blocks), min_size=1, max_size=len(blocks) - 1))
    from dataclasses import replace

    notice = replace(right(blocks), drawn=TOWN.squares(*(set(blocks) - left_out)))
    found = TOWN.flaws(notice)
    assert [one.rule for one in found] == ["named-not-drawn"]
    assert found[0].evidence == tuple(f"block {one}" for one in sorted(left_out))
    assert found[0].persons.low == found[0].persons.high == 1000.0 * len(left_out)
    assert abs(found[0].area_km2 - 0.09 * len(left_out)) < 1e-5


@settings(max_examples=40, deadline=None)
@given(PATCHES, st.data())
def test_blocks_drawn_beside_are_found_and_no_others(blocks, data):
    from dataclasses import replace

    rest = sorted(set(range(1, 101)) - set(blocks))
    extra = data.draw(st.sets(st.sampled_from(rest), min_size=1, max_size=5))
    notice = replace(right(blocks), drawn=TOWN.squares(*blocks, *extra))
    found = TOWN.flaws(notice)
    assert [one.rule for one in found] == ["drawn-not-named"]
    assert found[0].evidence == tuple(f"block {one}" for one in sorted(extra))


@settings(max_examples=40, deadline=None)
@given(PATCHES, st.floats(-12, 12), st.floats(-12, 12))
def test_a_drawing_that_is_digitised_a_little_off_has_no_flaw(blocks, east_m, north_m):
    from dataclasses import replace

    from tests.questions.clear.town import PLANE

    moved = shapely.affinity.translate(PLANE.project(TOWN.squares(*blocks)), east_m, north_m)
    assert TOWN.flaws(replace(right(blocks), drawn=PLANE.unproject(moved))) == ()


@settings(max_examples=40, deadline=None)
@given(BLOCKS, BLOCKS)
def test_named_drawn_and_cut_make_up_all_blocks_that_are_touched(named, drawn):
    from dataclasses import replace

    notice = replace(TOWN.notice(text={}), blocks=tuple(map(str, sorted(named))), drawn=TOWN.squares(*drawn))
    found = {one.rule: set(one.evidence) for one in TOWN.flaws(notice)}
    assert found.get("named-not-drawn", set()) == {f"block {one}" for one in named - drawn}
    assert found.get("drawn-not-named", set()) == {f"block {one}" for one in drawn - named}
    assert "block-cut" not in found


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 0.95), st.integers(1, 100))
def test_a_cut_block_s_shares_add_up(share, block):
    cell = TOWN.squares(block)
    west, south, east, north = cell.bounds
    drawn = shapely.box(west, south, west + share * (east - west), north)
    found = [
        one
        for one in TOWN.flaws(TOWN.notice(text={}, blocks=(str(block),), drawn=drawn))
        if one.rule == "block-cut"
    ]
    narrow_m = 300 * min(share, 1 - share)
    assert len(found) == int(narrow_m > 25 + 1) or abs(narrow_m - 25) <= 1
    if found:
        assert np.isclose(float(found[0].evidence[1].split(": ")[1]), share, atol=1e-3)
