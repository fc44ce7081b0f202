"""Range bars: the same line for every figure, too little always at its left."""

import math
from xml.etree import ElementTree as ET

import pytest

from safeground.publish.ranges import range_bar, range_svg
from safeground.quantity import Range
from safeground.questions.finding import Figure, Finding, HeldAgainst


def finding(answer, figure, required, text="at least so much"):
    return Finding(
        id="room.a",
        question="room",
        subject="a",
        answer=answer,
        statement="So.",
        figure=None if figure is None else Figure(label="figure", range=figure),
        held_against=None if required is None else HeldAgainst(text=text, required=required, source="s"),
    )


def m2(low, high):
    return Range(low, high, "m2_per_person")


def test_a_figure_is_drawn_as_a_share_of_what_is_required():
    bar = range_bar(finding("below", m2(7.5, 27), Range.exact(30, "m2_per_person")))
    assert bar is not None
    assert (bar.low, bar.high, bar.inverted, bar.kind) == (0.25, 0.9, False, "bad")


def test_time_that_is_needed_is_drawn_as_the_time_there_is():
    bar = range_bar(finding("not_met", Range(15, 24, "h"), Range(0, 12, "h")))
    assert bar is not None
    assert bar.inverted
    assert bar.low == pytest.approx(0.5)
    assert bar.high == pytest.approx(0.8)
    assert bar.required_low == 1.0


@pytest.mark.parametrize("unit", ["persons_per_tap", "persons_per_toilet"])
def test_people_a_facility_count_the_other_way(unit):
    bar = range_bar(finding("below", Range(500, 1000, unit), Range.exact(250, unit)))
    assert bar is not None
    assert (bar.low, bar.high) == (0.25, 0.5)


@pytest.mark.parametrize(
    ("answer", "left", "right"), [("below", True, False), ("above", False, True), ("depends", False, False)]
)
def test_the_bar_lies_where_the_answer_says(answer, left, right):
    figure = {"below": m2(7, 27), "above": m2(31, 44), "depends": m2(20, 40)}[answer]
    bar = range_bar(finding(answer, figure, Range.exact(30, "m2_per_person")))
    assert bar is not None
    assert (bar.high < 1) == left
    assert (bar.low > 1) == right


def test_without_a_figure_or_a_line_there_is_a_box_with_words():
    assert range_bar(finding("unknown", None, Range.exact(1, "taps"))) is None
    assert "no figure" in range_svg(finding("unknown", None, Range.exact(1, "taps")))
    assert "nothing required" in range_svg(finding("depends", m2(1, 2), None))
    assert "required: none" in range_svg(finding("not_met", Range.exact(2, "sites"), Range.exact(0, "sites")))
    assert "not on one scale" in range_svg(finding("below", m2(1, 2), Range.exact(30, "taps")))


def test_an_end_that_nobody_stated_is_drawn_open():
    svg = range_svg(finding("above", Range(40, math.inf, "m2_per_person"), Range.exact(30, "m2_per_person")))
    assert "at least 133 percent" in svg
    assert 'class="ma' in svg


@pytest.mark.parametrize("figure", [m2(0, 0), m2(1, 1), m2(0, 300), m2(100, 300), m2(29.9, 30.1)])
def test_every_bar_is_well_formed_and_inside_its_box(figure):
    svg = range_svg(finding("depends", figure, Range(20, 30, "m2_per_person")))
    root = ET.fromstring(str(svg))
    places = [
        value for part in root.iter() for name, value in part.attrib.items() if name in {"x1", "x2", "cx"}
    ]
    assert all(0 <= float(value.rstrip("%")) <= 100 for value in places)
