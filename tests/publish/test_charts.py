"""The arrivals chart, its ruler and the table beside it."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.sample import sample_outcome, second_outcome

from safeground.journey.outcome import Curve
from safeground.publish.curve import curve_svg
from safeground.publish.curve_frame import NARROW, WIDE
from safeground.publish.deadlines import (
    STREETS_ONLY,
    answer_at,
    deadline_rows,
    persons_at,
    stretches,
    time_words,
)
from safeground.publish.figures import Figures
from safeground.publish.svg import nice_hours, nice_step, path, text_width
from safeground.quantity import Range

FIGURES = Figures("restricted")


def drawn(outcome):
    svgs = str(curve_svg(outcome, FIGURES, "c"))
    return [ET.fromstring(svg + "</svg>") for svg in svgs.split("</svg>") if svg]


def test_the_ruler_covers_every_deadline_without_gap():
    parts = stretches(sample_outcome())
    assert [part.answer for part in parts] == ["not_met", "depends", "depends", "not_refuted"]
    assert parts[0].start_h == 0
    assert parts[-1].end_h is None
    assert all(one.end_h == other.start_h for one, other in pairwise(parts))


@pytest.mark.parametrize(("scheduled", "last"), [("unknown", "unknown"), ("depends", "depends")])
def test_the_ruler_is_never_more_certain_than_the_finding(scheduled, last):
    """Opening hours of a corridor, or a second notice, weaken what a schedule shows at any deadline."""
    outcome = sample_outcome()
    assert stretches(outcome, scheduled)[-1].answer == last
    assert {row.answer for row in deadline_rows(outcome, FIGURES, scheduled)}.isdisjoint({"not_refuted"})
    assert "g-not_refuted" not in curve_svg(outcome, FIGURES, "c", scheduled)
    assert "g-not_refuted" in curve_svg(outcome, FIGURES, "c")


@given(st.floats(0, 30), st.floats(0, 30), st.none() | st.floats(0, 30), st.none() | st.booleans())
def test_a_deadline_after_the_schedule_is_never_refuted_nor_one_before_the_bound_shown(
    hour, lower, upper, ground
):
    outcome = replace(sample_outcome(), lower_h=lower, upper_h=upper, refuted_on_open_ground=ground)
    answer = answer_at(outcome, hour).answer
    if answer == "not_met":
        assert hour <= lower
        assert ground
    if answer == "not_refuted":
        assert upper is not None
        assert hour >= upper
        assert hour >= lower


def test_on_mapped_streets_alone_it_depends_on_leaving_them():
    outcome = replace(sample_outcome(), refuted_on_open_ground=None)
    part = answer_at(outcome, 3.0)
    assert (part.answer, part.words) == ("depends", STREETS_ONLY)


def test_the_deadline_itself_is_still_refuted():
    assert answer_at(sample_outcome(), 12.0).answer == "not_met"
    assert answer_at(sample_outcome(), 12.01).answer == "depends"
    assert answer_at(sample_outcome(), 21.4).answer == "not_refuted"


def test_the_table_says_what_is_proven_and_what_is_scheduled():
    rows = deadline_rows(sample_outcome(), FIGURES)
    stated = next(row for row in rows if row.stated)
    assert (stated.when, stated.late, stated.schedule, stated.answer) == (
        "18:00",
        "at least 13,300",
        "45,700",
        "not_met",
    )
    assert rows[-1].when == "03:24, 5 Mar 2026"
    assert rows[-1].late == "no bound"
    assert all(row.answer == "not_refuted" for row in rows[-1:])


def test_without_a_start_hours_are_spans():
    assert time_words(replace(sample_outcome(), start=None), 2.5) == "2 h 30 min after the start"


def test_the_figure_is_named_and_its_description_states_the_finding():
    for root in drawn(sample_outcome()):
        assert root.attrib["role"] == "img"
        texts = {part.tag: part.text or "" for part in root if part.tag in {"title", "desc"}}
        assert texts["title"] == "People out of the area by hour, notice-1"
        for said in (
            "of the fewest people counted, no plan has more",
            "21:12",
            "61,200",
            "18:00: by then at least 13,300 are not",
            "cannot walk",
        ):
            assert said in texts["desc"]


def test_a_missing_deadline_is_written_into_the_chart():
    wide = drawn(second_outcome())[0]
    assert any("No deadline stated" in (text.text or "") for text in wide.iter("text"))
    assert not [line for line in wide.iter("line") if line.attrib.get("class") == "deadline"]


def test_the_lines_stand_where_the_curves_are():
    wide = drawn(sample_outcome())[0]
    hit = list(wide.iter("circle"))
    assert len(hit) == 2
    span = WIDE.right - WIDE.left
    end_h = 21.4 * 1.06
    assert float(hit[0].attrib["cx"]) == pytest.approx(WIDE.left + span * 15.2 / end_h, abs=1)
    assert float(hit[1].attrib["cx"]) == pytest.approx(WIDE.left + span * 21.4 / end_h, abs=1)
    assert float(hit[0].attrib["cy"]) > float(hit[1].attrib["cy"])


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"upper_h": None, "schedule": None, "no_upper": "the destinations are full"},
        {"lower_h": 0.0, "cut": None},
        {"persons": Range(0.0, 12.0, "persons"), "cannot_walk": Range(0.0, 0.0, "persons")},
        {"persons": Range(900.0, float("inf"), "persons")},
        {"deadline": None, "deadline_h": None},
        {"deadline_h": 400.0},
        {"start": None},
        {"schedule": Curve(np.empty(0), np.empty(0))},
        {"lower_h": 300.0, "upper_h": 301.0},
    ],
)
def test_every_outcome_is_drawn_within_its_frame(changed):
    for root, frame in zip(drawn(replace(sample_outcome(), **changed)), (WIDE, NARROW), strict=True):
        for part in root.iter():
            for name in ("x", "x1", "x2", "cx"):
                assert -1 <= float(part.attrib.get(name, 0)) <= frame.width + 1
            assert "nan" not in " ".join(part.attrib.values())
            for numbers in re.findall(r"M(-?\d+) (-?\d+)", part.attrib.get("d", "")):
                assert 0 <= int(numbers[0]) <= frame.width


def test_the_same_outcome_gives_the_same_drawing():
    assert curve_svg(sample_outcome(), FIGURES, "c") == curve_svg(sample_outcome(), FIGURES, "c")


def test_a_curve_is_read_between_its_points():
    curve = Curve(np.array([1.0, 3.0]), np.array([0.0, 100.0]))
    assert [persons_at(curve, hour) for hour in (0.0, 2.0, 9.0)] == [0.0, 50.0, 100.0]
    assert persons_at(None, 2.0) == 0.0


def test_paths_are_whole_relative_and_without_standing_still():
    assert path(np.array([[0.2, 1.0], [0.3, 1.1], [10.0, 1.0], [10.0, -5.0]])) == "M0 1l10 0 0-6"
    assert path(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 0.0]]), closed=True) == "M0 0l4 0 0 4z"
    assert path(np.array([[0.0, 0.0], [0.2, 0.0]])) == ""


@given(st.floats(0.01, 1e7), st.integers(1, 12))
def test_steps_are_nice_and_few(span, most):
    step = nice_step(span, most)
    assert span / step <= most * (1 + 1e-9)
    assert f"{step:e}"[0] in "125"
    assert span / nice_hours(span, most) <= most


def test_text_is_measured_rather_too_wide():
    assert text_width("wwww", 10) > text_width("www", 10)
    assert text_width("WWWW", 10) > text_width("wwww", 10)


def test_proven_times_are_rounded_down_and_those_of_a_schedule_up():
    outcome = replace(sample_outcome(), lower_h=2.3086, upper_h=7.5403, start=None)
    assert time_words(outcome, 2.3086) == "2 h 18 min after the start"
    assert time_words(outcome, 7.5403) == "7 h 33 min after the start"
    assert time_words(outcome, 4.0) == "4 h after the start"


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.75, 1.0])
def test_the_name_of_the_deadline_stays_in_its_drawing_wherever_it_falls(share):
    sample = sample_outcome()
    outcome = replace(sample, start=None, deadline_h=share * sample.upper_h + 0.013)
    drawing = str(curve_svg(outcome, FIGURES, "c"))
    labels = re.findall(r'class="dl" x="(\d+)" y="20" text-anchor="(\w+)">([^<]+)<', drawing)
    for (x, anchor, words), frame in zip(labels, (WIDE, NARROW), strict=True):
        left = int(x) - (anchor == "end") * text_width(words, frame.size, bold=True)
        assert left >= -1
        assert left + text_width(words, frame.size, bold=True) <= frame.width + 1
