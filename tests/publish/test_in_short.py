"""*Supply* and *return* in a sentence or two, and the bars of what can come."""

import math
import re
from xml.etree import ElementTree as ET

import msgspec
import pytest
from tests.publish.supply_and_return import EXTREME_SUPPLY, RETURN, STOCKS, SUPPLY, adds, condition, need

from safeground.publish.in_short import held_in_short, return_in_short, supply_in_short
from safeground.publish.need_bars import NAMES, NARROW, WIDE, need_bars
from safeground.publish.svg import text_width
from safeground.quantity import Range

SVG = "{http://www.w3.org/2000/svg}"


def test_supply_says_its_gravest_answer_first_with_the_range_of_each_need():
    assert supply_in_short(SUPPLY) == (
        "Not all that is needed, even with everything working: of water 24 to 70 % can come. "
        "As figures are missing, of food 10 to 100 % can come. "
        "Depending on the ranges, of пальне 50 to 100 % can come. "
        "With every figure at its worst, all that is needed of دواء can come. "
        "Of 3 stocks, on the figures stated: 1 runs dry within the days examined, 2 last."
    )


def test_of_many_needs_some_are_named_and_the_others_counted():
    many = [need(name, "not_met", 0.1, 0.2) for name in "abcdef"]
    assert "of a 10 to 20 %, b 10 to 20 %, c 10 to 20 %, d 10 to 20 % and 2 more can come" in supply_in_short(
        many
    )


def test_without_needs_or_stocks_nothing_is_said_of_supplies():
    other = msgspec.structs.replace(STOCKS, id="supply.area.x")
    assert supply_in_short([other]) == ""


def test_return_counts_conditions_by_answer_and_says_what_an_order_adds():
    text = return_in_short(RETURN)
    assert text.startswith(
        "Of 2 conditions stated for going back, 1 is not met and 1 is unknown. notice-1 adds"
    )
    assert "310,000 to 480,000 person-days away until the day stated" in text
    assert text.endswith("Whether people choose for themselves is not stated.")


def away(area: str, low: float, high: float, what: str = "displaced", unit: str = "persons"):
    return msgspec.structs.replace(
        adds(area, Range(low, high, unit), "a statement"), id=f"return.{area}.{what}", subject=area
    )


def test_who_is_away_by_the_claims_is_said_of_the_area_that_most_left():
    found = [
        away("low town", 0.0, 1_100_000.0),
        away("low town", 3_400_000.0, 17_000_000.0, "person-days", "person_days"),
        away("hill", 2_000.0, 3_000.0),
    ]
    assert (
        "By the claims at most 1,100,000 people who left low town are not back, 3,400,000 to 17,000,000 "
        "person-days so far." in return_in_short(found)
    )


def test_a_number_that_no_claim_bounds_is_not_said():
    open_ended = [
        away("low town", 0.0, math.inf),
        away("low town", 0.0, math.inf, "person-days", "person_days"),
    ]
    assert return_in_short(open_ended) == "No condition for going back is stated."
    known_least = [away("low town", 5_000.0, math.inf)]
    assert "at least 5,000 people who left low town are not back." in return_in_short(known_least)


def test_an_order_without_a_day_for_going_back_tells_how_many_to_move():
    two = [adds(f"notice-{n}", Range(7_400.0, 1_000.0 * n, "persons"), "") for n in (8, 12)]
    assert "notice-12 tells 7,400 to 12,000 people to move; for how long is not stated." in return_in_short(
        two
    )


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([], "No condition for going back is stated."),
        ([condition("x", "met")], "The one condition that is stated for going back is met."),
        (
            [condition("x", "met"), condition("y", "met"), condition("z", "depends")],
            "Of 3 conditions stated for going back, 1 is open (“depends”) and 2 are met.",
        ),
    ],
)
def test_return_says_how_conditions_stand(findings, said):
    assert return_in_short(findings).startswith(said)


def test_what_an_answer_is_held_against_is_named_with_its_source():
    assert held_in_short(SUPPLY[0], {}) == (
        "Held against: 15 litres of water a person a day, Sphere Handbook (2018)."
    )
    assert held_in_short(RETURN[0], {"notice-text": "Order of 4 March"}).endswith(", Order of 4 March.")
    assert held_in_short(RETURN[2], {}) == ""


def rects(drawn):
    root = ET.fromstring(str(drawn.svg))
    return [(float(one.get("x")), float(one.get("width")), one.attrib) for one in root.iter(f"{SVG}rect")]


def test_bars_reach_as_far_as_their_shares():
    drawn = need_bars(SUPPLY)
    shapes = rects(drawn)
    right = float(re.findall(r'd="M(\d\d+) \d+V', str(drawn.svg))[0])
    whole = right - NAMES
    sure, perhaps = shapes[0], shapes[1]
    assert sure[0] == NAMES
    assert sure[1] == pytest.approx(0.241 * whole, abs=0.1)
    assert perhaps[0] + perhaps[1] == pytest.approx(NAMES + 0.695 * whole, abs=0.15)


def test_what_is_sure_may_come_and_is_unknown_differ_without_colour():
    drawn = need_bars(SUPPLY)
    looks = [(one.get("fill"), one.get("stroke-dasharray")) for _, _, one in rects(drawn)]
    assert looks[0] == ("currentColor", None)
    assert looks[1] == ("url(#need-bars-h)", None)
    assert looks[3] == (None, "3 3")


@pytest.mark.parametrize("wide", [True, False])
def test_a_drawing_tells_in_words_what_it_shows_and_cuts_long_names(wide):
    drawn = need_bars([*SUPPLY, *EXTREME_SUPPLY], wide=wide)
    root = ET.fromstring(str(drawn.svg))
    told = {root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")}
    assert set(root.get("aria-labelledby").split()) == told
    assert "water: 24 to 70 % of the need, not met" in root.find(f"{SVG}desc").text
    assert float(root.get("viewBox").split()[3]) == drawn.height
    names = [one.text for one in root.iter(f"{SVG}text")][::2]
    assert max(text_width(name, 13) for name in names) < (NAMES if wide else NARROW)
    assert float(root.get("viewBox").split()[2]) == (WIDE if wide else NARROW)


def test_bars_that_are_left_out_are_counted():
    drawn = need_bars(EXTREME_SUPPLY, most=4)
    assert len(rects(drawn)) == 8
    assert drawn.legend.endswith("5 more needs are in the report.")
    assert need_bars([STOCKS]) is None


def test_a_share_without_an_upper_end_is_drawn_to_the_need():
    finding = need("water", "unknown", 0.0, 1.0)
    open_end = msgspec.structs.replace(
        finding, figure=msgspec.structs.replace(finding.figure, range=Range(0.5, float("inf"), "share"))
    )
    shapes = rects(need_bars([open_end]))
    assert shapes[1][0] + shapes[1][1] == pytest.approx(WIDE - 110, abs=0.1)
