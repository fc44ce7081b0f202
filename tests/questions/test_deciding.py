"""What decides: assumptions moved singly and all together, against the same by brute force."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from safeground.quantity import Range
from safeground.questions.deciding import MOST_MOVES, Assumed, rank


def per_person(m2, persons):
    return m2 / persons if persons else math.inf


def held(value):
    return "above" if value >= 45 else "below"


def test_each_alone_then_all_together():
    deciders = rank(
        [Assumed("land", Range(400, 500, "m2")), Assumed("people", Range(10, 12, "persons", 10))],
        per_person,
        held,
        "m2_per_person",
    )
    assert [one.assumption for one in deciders] == ["land", "people", "all of these together"]
    land, people, together = deciders
    # 450 m2 for 10 people is usual: 45.
    assert land.moves == 10 / 45
    assert land.effect == "gives 40 to 50 m² a person"
    assert land.turns_answer
    assert people.effect == "gives 37.5 to 45 m² a person"
    assert people.turns_answer
    assert (together.range.low, together.range.high) == (400 / 12, 50.0)


def test_an_answer_that_only_several_together_turn():
    deciders = rank(
        [Assumed("land", Range(500, 600, "m2")), Assumed("people", Range(10, 12, "persons"))],
        per_person,
        held,
        "m2_per_person",
    )
    assert [one.turns_answer for one in deciders] == [False, False, True]


def test_exact_numbers_decide_nothing_and_a_lone_range_stands_alone():
    exact = Assumed("people", Range.exact(10, "persons"))
    assert rank([exact, Assumed("land", Range.exact(1, "m2"))], per_person, held, "m2_per_person") == ()
    (land,) = rank([Assumed("land", Range(1, 2, "m2")), exact], per_person, held, "m2_per_person")
    assert land.assumption == "land"


def test_a_range_without_end_moves_most():
    deciders = rank(
        [Assumed("land", Range(400, 500, "m2")), Assumed("people", Range(0, math.inf, "persons"))],
        per_person,
        held,
        "m2_per_person",
    )
    assert deciders[0].assumption == "people"
    assert deciders[0].moves == MOST_MOVES
    assert deciders[0].turns_answer


ranges = st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(lambda ends: Range(min(ends), max(ends), "m2"))


@given(st.lists(ranges, min_size=2, max_size=4))
def test_all_together_spans_every_corner_and_each_alone(some):
    def figure(*values):
        return sum(value * (-1) ** k for k, value in enumerate(values))

    deciders = rank(
        [Assumed(f"{k}", one) for k, one in enumerate(some)],
        figure,
        lambda value: "above" if value > 0 else "below",
        "m2",
    )
    moves = [one.moves for one in deciders if one.assumption != "all of these together"]
    assert moves == sorted(moves, reverse=True)
    assert all(0 <= one.moves <= MOST_MOVES for one in deciders)
    if sum(not one.is_exact for one in some) < 2:
        return
    together = deciders[-1]
    corners = [figure(*corner) for corner in itertools.product(*((one.low, one.high) for one in some))]
    assert (together.range.low, together.range.high) == (min(corners), max(corners))
    assert together.moves >= max(moves) - 1e-9 * max(1.0, max(moves))
    if any(one.turns_answer for one in deciders[:-1]):
        assert together.turns_answer
