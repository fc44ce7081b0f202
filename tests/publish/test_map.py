"""The map: what each edition shows, labels that do not overlap, streets thinned."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from tests.publish.sample import (
    LAT,
    LON,
    box,
    extreme_assessment,
    grid_streets,
    line,
    sample_assessment,
    tiny_assessment,
)

from safeground.publish.map import badges, draw_map
from safeground.publish.map_frame import FLATTEST, TALLEST, Box, MapFrame
from safeground.publish.street_paths import street_paths

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing):
    assert drawing is not None
    return ET.fromstring(str(drawing.svg))


def of_class(root, name):
    return [part for part in root.iter() if part.attrib.get("class") == name]


def test_only_the_restricted_map_shows_the_cut_and_the_crowd():
    restricted = draw_map(sample_assessment(), "restricted")
    public = draw_map(sample_assessment(), "public")
    assert restricted is not None
    assert public is not None
    assert {"cut", "crowd"} <= set(restricted.kinds)
    assert not {"cut", "crowd"} & set(public.kinds)
    assert len(of_class(parsed(restricted), "cut")) == 3
    assert not of_class(parsed(public), "cut")
    assert not of_class(parsed(public), "cutn")


def test_no_site_is_drawn_in_either_edition():
    plain = replace(sample_assessment(), sites=())
    for audience in ("restricted", "public"):
        assert draw_map(sample_assessment(), audience) == draw_map(plain, audience)


def test_schematic_streets_place_no_bottleneck():
    sample = sample_assessment()
    schematic = replace(sample, streets=replace(sample.streets, grade="schematic"))
    drawing = draw_map(schematic, "restricted")
    assert drawing is not None
    assert not {"cut", "crowd"} & set(drawing.kinds)


def test_a_destination_is_an_outline_and_nothing_is_green():
    root = parsed(draw_map(sample_assessment(), "public"))
    destinations = of_class(root, "destination")
    assert len(destinations) == 2
    assert all("fill" not in part.attrib for part in destinations)
    assert len(of_class(root, "hatch")) == 1


def test_every_area_has_a_letter_and_its_description_names_it():
    drawing = draw_map(sample_assessment(), "public")
    assert drawing is not None
    assert list(drawing.badges.values()) == ["A", "B", "C", "D"]
    description = parsed(drawing).find(f"{SVG}desc")
    assert description is not None
    for name, letter in drawing.badges.items():
        assert f"{letter}, {name}, " in (description.text or "")


def test_letters_go_on_after_z():
    areas = tuple(sample_assessment().loaded.plan.areas) * 8
    numbered = tuple(replace_id(area, f"a{index}") for index, area in enumerate(areas))
    assert list(badges(numbered).values())[24:28] == ["Y", "Z", "AA", "AB"]


def replace_id(area, name):
    import msgspec

    return msgspec.structs.replace(area, id=name)


@pytest.mark.parametrize("group", ["lw", "lp"])
@pytest.mark.parametrize("make", [sample_assessment, extreme_assessment, tiny_assessment])
def test_badges_do_not_overlap_each_other(group, make):
    root = parsed(draw_map(make(), "restricted"))
    lettered = next(part for part in root.iter(f"{SVG}g") if part.attrib.get("class") == group)
    boxes = []
    for mark in lettered.iter(f"{SVG}rect"):
        x, y, side = (float(mark.attrib[name]) for name in ("x", "y", "width"))
        boxes.append(Box(x, y, x + side - 1, y + side - 1))
    for mark in lettered.iter(f"{SVG}circle"):
        x, y, radius = (float(mark.attrib[name]) for name in ("cx", "cy", "r"))
        boxes.append(Box(x - radius + 1, y - radius + 1, x + radius - 1, y + radius - 1))
    assert not [(one, other) for i, one in enumerate(boxes) for other in boxes[:i] if one.meets(other)]


def test_names_in_other_scripts_stand_on_the_map_unchanged():
    text = str(draw_map(sample_assessment(), "public").svg)
    for name in ("المواصي", "אזור הנמל", "Високий пагорб"):
        assert name in text


def test_the_frame_holds_everything_in_a_shape_that_a_page_can_take():
    for shape in (box(0, 0, 9000, 100), box(0, 0, 100, 9000), shapely.Point(30, 47), box(0, 0, 5000, 5000)):
        frame = MapFrame.around([shape])
        assert FLATTEST - 0.01 <= frame.height / frame.width <= TALLEST + 0.01
        west, north, east, south = frame.shape(shape).bounds
        assert 0 < west <= east < frame.width
        assert 0 < north <= south < frame.height


def test_the_scale_bar_is_true():
    frame = MapFrame.around([box(0, 0, 6000, 4000)])
    length, words = frame.scale_bar()
    metres = float(words.split()[0]) * (1000 if words.endswith("km") else 1)
    drawn = frame.shape(line((0, 2000), (metres, 2000)))
    assert drawn.length == pytest.approx(length, rel=0.005)


def test_north_is_up():
    frame = MapFrame.around([box(0, 0, 6000, 4000)])
    _, y = frame.place(np.array([LON, LON]), np.array([LAT, LAT + 0.01]))
    assert y[1] < y[0]


def test_an_area_without_geometry_draws_nothing():
    sample = sample_assessment()
    loaded = replace(sample.loaded, areas={}, corridors={})
    assert draw_map(replace(sample, loaded=loaded), "public") is None


def test_streets_keep_to_their_budget_main_ones_first():
    streets = grid_streets(side=120, spacing_m=50.0)
    frame = MapFrame.around([box(0, 0, 6000, 6000)])
    full = street_paths(streets, frame, budget=10**6)
    assert full["left_out"] == ""
    assert full["minor"]
    for_the_greater = sum(len(re.findall(r"[ -]", full[tier])) for tier in ("main", "middle"))
    short = street_paths(streets, frame, budget=for_the_greater)
    assert short["left_out"] == "residential"
    assert short["main"] == full["main"]
    assert short["minor"] == ""


def test_streets_outside_the_frame_cost_nothing():
    frame = MapFrame.around([box(100, 100, 400, 400)])
    paths = street_paths(grid_streets(), frame)
    numbers = [
        int(number) for number in re.findall(r"M(-?\d+)", "".join(paths[tier] for tier in ("main", "minor")))
    ]
    assert numbers
    assert all(-25 <= number <= frame.width + 25 for number in numbers)


def test_a_large_network_stays_a_small_file():
    sample = replace(sample_assessment(), streets=grid_streets(side=160, spacing_m=40.0))
    assert len(sample.streets.length_m) > 50_000
    assert len(draw_map(sample, "public").svg) < 400_000
