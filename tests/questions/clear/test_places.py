"""Places in their districts, blocks in their places, and blocks far from all others."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.questions.clear.town import Case, alone

from safeground.plan.names import Name, Names
from safeground.questions.clear_rules.far_blocks import far_blocks


def ford(town):
    """Ford lies in the west, at the edge of the east."""
    return Names(
        (*town.names.names, Name("ford", ("Ford",), "neighbourhood", "west", town.box(2400, 0, 600)))
    )


CASES = (
    Case(
        "wrong-district",
        "in brackets",
        alone(places=("Old Town (Eastmarch)",)),
        "Old Town is said to lie in Eastmarch, and does not; it lies in Westmarch.",
    ),
    Case(
        "wrong-district",
        "in the text",
        alone(text=lambda t: {"en": t.text(more="This is for the Old Town in Eastmarch.")}),
        "Old Town is said to lie in Eastmarch, and does not; it lies in Westmarch.",
    ),
    Case("wrong-district", "the right one", alone(places=("Old Town (Westmarch)",))),
    Case(
        "wrong-district",
        "a list",
        alone(text=lambda t: {"en": t.text(more="This is for the Old Town and Eastmarch.")}),
    ),
    Case(
        "place-without-block",
        "the blocks lie elsewhere",
        alone(places=("Quayside",)),
        "None of the named blocks lies in Quayside; the nearest is 2.9 km away.",
    ),
    Case(
        "wrong-district",
        "a district that only touches it",
        lambda t: (t.notice(places=("Ford (Eastmarch)",)), (), {"names": ford(t)}),
        "Ford is said to lie in Eastmarch, and does not; it lies in Westmarch.",
    ),
    Case("unknown-place", "with its district", alone(places=("Old Town (Westmarch)",))),
    Case(
        "unknown-place",
        "with another district",
        alone(places=("Xqvw (Westmarch)",)),
        '"Xqvw (Westmarch)" is no known place.',
    ),
    Case("place-without-block", "they lie there", alone(places=("Old Town",))),
    Case(
        "place-without-block",
        "a district in which the place is said to lie",
        alone(text=lambda t: {"en": t.text(more="This is for the Old Town in Eastmarch.")}),
    ),
    Case(
        "named-not-drawn",
        "a place alone, with its district",
        alone(
            blocks=(),
            text={"en": "This is for the Old Town in Westmarch."},
            drawn=lambda t: t.box(0, 0, 600),
        ),
    ),
    Case(
        "place-without-block",
        "the place is drawn beside them",
        alone(
            places=("Quayside",),
            drawn=lambda t: shapely.union_all([t.squares(1, 2, 11, 12), t.box(3500, 0, 600)]),
        ),
    ),
    Case(
        "block-far-away",
        "a slip of a digit",
        alone(blocks=("1-2", "11-12", "100")),
        "Block 100 lies 3 km from the nearest of the other named blocks (0.09 km², 1,000 people).",
    ),
    Case("block-far-away", "side by side", alone()),
    Case("block-far-away", "a gap of four blocks", alone(blocks=("1-2", "11-12", "7"))),
    Case("block-far-away", "three blocks tell nothing", alone(text={}, blocks=("1-2", "100"))),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    found = case.check(town) if not case.rule.startswith("block-far") else None
    if found is None:
        notice, others, around = case.build(town)
        flaws = town.found(case.rule, replace(notice, text={}), *others, **around)
        assert [one.what for one in flaws] == ([] if case.what is None else [case.what])


def squares(*corners):
    return np.array([shapely.box(x, y, x + 100, y + 100) for x, y in corners], dtype=object)


def test_a_chain_of_any_length_has_no_far_block():
    assert len(far_blocks(squares(*((i * 100, 0) for i in range(400))))[0]) == 0


def test_villages_far_from_each_other_have_no_far_block():
    assert len(far_blocks(squares(*((i * 4000, (i % 3) * 4000) for i in range(12))))[0]) == 0


def test_two_places_of_like_size_have_no_far_block():
    assert len(far_blocks(squares(*((i * 100, y) for i in range(8) for y in (0, 30_000))))[0]) == 0


def test_two_wrong_blocks_beside_each_other_are_both_far():
    row = [(i * 100, 0) for i in range(12)]
    at, gap = far_blocks(squares(*row, (20_000, 0), (20_100, 0)))
    assert at.tolist() == [12, 13]
    assert gap.tolist() == [20_000 - 1200, 20_100 - 1200]


@given(st.integers(4, 60), st.floats(501, 1e6), st.integers(0, 3))
def test_a_single_block_beyond_five_widths_is_found_and_no_other(count, gap, rows):
    block = [(i % 10 * 100, i // 10 * 100) for i in range(count + rows)]
    far = squares(*block, (max(x for x, _ in block) + 100 + gap, 0))
    at, found = far_blocks(far)
    assert at.tolist() == [len(block)]
    assert found[0] == pytest.approx(gap)
