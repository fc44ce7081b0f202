"""Named and drawn: exact blocks, surfaces and people, and the slivers that are digitising."""

import pytest
import shapely
from tests.questions.clear.town import PLANE, Case, alone, within

from safeground.quantity import Range

CASES = (
    Case(
        "named-not-drawn",
        "one block is left out of the drawing",
        alone(drawn=lambda t: t.squares(1, 2, 11)),
        "Block 12 is named and not drawn on the map (0.09 km², 1,000 people).",
    ),
    Case(
        "named-not-drawn",
        "a place beside the blocks is not drawn",
        alone(places=("Quayside",)),
        "Quayside is named and not drawn on the map (0.36 km², nobody counted the people there).",
    ),
    Case(
        "named-not-drawn",
        "half of a place that is named alone",
        alone(blocks=(), text={}, places=("Old Town",), drawn=lambda t: t.squares(1, 2)),
        "Old Town is named and 50 % of it is not drawn on the map (0.18 km², 1,000 to 5,000 people).",
    ),
    Case("named-not-drawn", "all is drawn", alone()),
    Case("named-not-drawn", "a place in which the blocks lie", alone(places=("Old Town",))),
    Case("named-not-drawn", "no map", alone(drawn=None)),
    Case(
        "named-not-drawn",
        "the edge runs 20 m inside the blocks",
        alone(drawn=lambda t: t.box(20, 20, 560)),
    ),
    Case(
        "drawn-not-named",
        "two blocks more are drawn",
        alone(drawn=lambda t: t.squares(1, 2, 3, 11, 12, 13)),
        "Blocks 3 and 13 are drawn on the map and not named (0.18 km², 2,000 people).",
    ),
    Case(
        "drawn-not-named",
        "more than the place named alone",
        alone(blocks=(), text={}, places=("Old Town",), drawn=lambda t: t.squares(1, 2, 3, 11, 12)),
        "Ground is drawn on the map that lies in none of the places that the notice names (0.09 km², "
        "at most 1,000 people).",
    ),
    Case("drawn-not-named", "all is named", alone()),
    Case("drawn-not-named", "20 m over the edge", alone(drawn=lambda t: t.box(-20, -20, 640))),
    Case(
        "drawn-outside-blocks",
        "a field beside the blocks",
        alone(drawn=lambda t: shapely.union_all([t.squares(1, 2, 11, 12), t.box(-300, 0, 300)])),
        "Ground is drawn on the map that lies in no published block (0.09 km², nobody counted the people "
        "there).",
    ),
    Case("drawn-outside-blocks", "no more than the blocks", alone()),
    Case(
        "drawn-outside-blocks",
        "the sea",
        within(
            {"sea": lambda t: t.box(-3000, -3000, 3000, 9000)},
            drawn=lambda t: shapely.union_all([t.squares(1, 2, 11, 12), t.box(-300, 0, 300)]),
        ),
    ),
    Case(
        "block-cut",
        "a third of a block that is not named is drawn",
        alone(drawn=lambda t: t.box(0, 0, 600, 600).union(t.box(600, 0, 100, 300))),
        "The drawn edge cuts block 3, which is not named: 33 % of it is drawn and 67 % is not "
        "(0.09 km², 1,000 people in the whole block).",
    ),
    Case(
        "block-cut",
        "a quarter of a named block is not drawn",
        alone(drawn=lambda t: t.box(0, 0, 600).difference(t.box(525, 300, 75, 300))),
        "The drawn edge cuts block 12, which is named: 75 % of it is drawn and 25 % is not "
        "(0.09 km², 1,000 people in the whole block).",
    ),
    Case("block-cut", "along the edges", alone()),
    Case("block-cut", "24 m off the edges", alone(drawn=lambda t: t.box(24, -24, 600))),
    Case(
        "block-cut",
        "a place that is named alone",
        alone(blocks=(), text={}, places=("Old Town",), drawn=lambda t: t.box(0, 0, 450)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)


def test_people_and_ground_are_exact(town):
    (flaw,) = town.found("named-not-drawn", town.notice(drawn=town.squares(1, 2)))
    assert flaw.persons == Range.exact(2000.0, "persons")
    assert flaw.area_km2 == pytest.approx(0.18, rel=1e-6)
    assert flaw.evidence == ("block 11", "block 12")
    assert flaw.where == "list of blocks, text (en)"


def test_people_are_a_range_where_cells_are_cut(town):
    big = town.layer([town.box(0, 0, 600)], 3000.0, 5000.0)
    (flaw,) = town.found("named-not-drawn", town.notice(drawn=town.squares(1, 2)), layers=(big,))
    assert (flaw.persons.low, flaw.persons.high) == (0.0, 5000.0)
    assert flaw.persons.best == pytest.approx(2000.0, rel=1e-5)


def test_people_are_unknown_where_nobody_counted(town):
    (flaw,) = town.found("named-not-drawn", town.notice(drawn=town.squares(1, 2, 11)), layers=())
    assert flaw.persons is None
    assert "nobody counted" in flaw.what


def test_rows_without_a_count_leave_the_high_end_open(town):
    from dataclasses import replace

    import numpy as np

    layer = replace(town.people, uncounted=np.array([town.box(310, 310, 100)], dtype=object))
    (flaw,) = town.found("named-not-drawn", town.notice(drawn=town.squares(1, 2, 11)), layers=(layer,))
    assert (flaw.persons.low, flaw.persons.high) == (1000.0, float("inf"))


def test_a_strip_wider_than_a_sliver_counts(town):
    narrow, wide = (town.notice(drawn=town.box(0, 0, 600 + over, 600)) for over in (24, 26))
    assert town.found("block-cut", narrow) == []
    assert {one.evidence[0] for one in town.found("block-cut", wide)} == {"block 3", "block 13"}


def test_a_narrow_strip_is_part_of_a_block_where_it_is_a_fifth_of_it(town):
    from dataclasses import replace

    import numpy as np

    small = np.array([town.box(0, 0, 100), town.box(100, 0, 100)], dtype=object)
    blocks = replace(town.blocks, ids=("1", "2"), geometry=small, names=("", ""))
    notice = town.notice(blocks=("1",), text={}, drawn=town.box(0, 0, 122, 100))
    (flaw,) = town.found("block-cut", notice, blocks=blocks)
    assert "22 % of it is drawn" in flaw.what
    assert (
        town.found(
            "block-cut", town.notice(blocks=("1",), text={}, drawn=town.box(0, 0, 118, 100)), blocks=blocks
        )
        == []
    )


def test_an_edge_rotated_about_a_corner_does_not_hide_a_block(town):
    turned = shapely.affinity.rotate(shapely.box(0, 0, 600, 600), 30, origin=(0, 0))
    found = town.flaws(town.notice(drawn=PLANE.unproject(turned)))
    assert {one.rule for one in found} >= {"block-cut"}
