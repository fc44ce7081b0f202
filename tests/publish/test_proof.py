"""The proof box: its sum adds up, its roundings err towards failing, streets stay restricted."""

import math
from dataclasses import replace

import pytest
from tests.publish.sample import sample_assessment, sample_cut, sample_outcome, second_outcome

from safeground.publish.figures import Figures
from safeground.publish.proof import MOST_STREETS, numbered_streets, proof
from safeground.publish.redact import public_edition

RESTRICTED, PUBLIC = Figures("restricted"), Figures("public")


def of(outcome, figures=RESTRICTED):
    result = proof(outcome, (outcome,), figures)
    assert result is not None
    return result


def with_cut(**changed):
    return replace(sample_outcome(), cut=replace(sample_cut(), **changed))


def test_the_sentence_has_people_streets_capacity_way_and_hour():
    assert of(sample_outcome()).sentence == (
        "At least 61,200 people must pass these 3 streets, which together carry at most 1.2 people a second;"
        " the way to them and on takes 33 min to 1 h 24 min at the least. So, on these inputs, they cannot"
        " all be out of the area before 21:06, 15 h 06 min after the start."
    )


def test_the_sum_by_hand_is_shown_where_it_adds_up():
    assert of(sample_outcome()).by_hand == (
        "61,200 people ÷ 4,320 people an hour = 14 h 11 min to pass the streets; with the way to them and on,"
        " on average 55 min, 15 h 06 min."
    )


@pytest.mark.parametrize("changed", [{"lower_h": 12.0}, {"lower_h": 15.35}, {"capacity_per_s": 2.4}])
def test_a_sum_that_does_not_add_up_is_left_out(changed):
    assert of(with_cut(**changed)).by_hand is None


def test_break_evens_are_rounded_towards_failing():
    breaks = of(with_cut(break_even_capacity_factor=1.3499, break_even_persons=48_201.0)).breaks
    assert "if these 3 streets carry more than 1.34 times what was assumed" in breaks
    assert "if no more than 48,300 people are behind them" in breaks


def test_people_who_are_too_far_away_are_not_helped_by_wider_streets():
    breaks = of(with_cut(break_even_capacity_factor=math.inf, break_even_persons=0.0)).breaks
    assert "too far away" in breaks[0]
    assert not any("times what was assumed" in line for line in breaks)


def test_a_cut_in_hours_says_what_passes_by_the_deadline_and_no_sum():
    held = of(with_cut(timed=True, break_even_persons=2_500.0, break_even_capacity_factor=math.inf))
    assert "no more than 2,500 through by" in held.sentence
    assert "by their hours, numbers a window and curfews" in held.sentence
    assert held.by_hand is None
    assert held.breaks[:2] == (
        "if hours, numbers a window or curfews are not as stated",
        "if no more than 2,500 people are behind them",
    )
    open_ = of(with_cut(timed=True, break_even_persons=None, break_even_capacity_factor=None))
    assert "people a second in the hours and numbers stated; the way" in open_.sentence


def test_open_ground_breaks_it_unless_it_was_refuted_too():
    said = "if people can leave the streets and cross open ground in numbers"
    assert said not in of(sample_outcome()).breaks
    assert said in of(second_outcome()).breaks


def test_streets_are_numbered_once_over_all_outcomes():
    outcomes = (sample_outcome(), second_outcome())
    assert len(numbered_streets(outcomes)) == 3
    numbers = [[street.number for street in proof(one, outcomes, RESTRICTED).streets] for one in outcomes]
    assert numbers == [[1, 2, 3], [1, 2, 3]]


def test_a_wide_front_or_a_cut_that_refutes_nothing_is_not_drawn():
    street = sample_cut().streets[0]
    assert numbered_streets((with_cut(streets=(street,) * (MOST_STREETS + 1)),)) == ()
    assert numbered_streets((replace(sample_outcome(), refuted_on_streets=False),)) == ()


def test_the_public_proof_counts_streets_and_names_none():
    outcome = public_edition(sample_assessment()).outcomes[0]
    public = of(outcome, PUBLIC)
    assert public.streets == ()
    assert "these 3 streets" in public.sentence
    assert "At least 61,000 people" in public.sentence


def test_without_a_cut_there_is_no_proof():
    assert proof(replace(sample_outcome(), cut=None), (), RESTRICTED) is None
    assert proof(with_cut(lower_h=0.0), (), RESTRICTED) is None


def test_a_deadline_for_something_else_breaks_nothing_even():
    result = proof(sample_outcome(), (sample_outcome(),), RESTRICTED, held=False)
    assert result is not None
    assert not any("times what was assumed" in line for line in result.breaks)
