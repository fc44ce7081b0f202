"""A sheet's map: the right ground, arrows where a direction is known, nothing restricted, well-formed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import shapely
from tests.publish.notices.bulletins import (
    COPY,
    ISSUER,
    RESTRICTED_NAME,
    bare_bulletin,
    extreme_bulletin,
    full_bulletin,
    town_blocks,
    town_sites,
    town_streets,
)
from tests.publish.sample import box, line

from safeground.publish.notices import sheets
from safeground.publish.notices.phrases import LANGUAGES
from safeground.publish.notices.pieces import bare, figure, named, words
from safeground.publish.notices.sheet_frame import beyond, frame_for, towards
from safeground.publish.notices.sheet_lettering import distance
from safeground.publish.notices.sheet_map import Around, sheet_map
from safeground.publish.notices.sheet_picture import wrapped
from safeground.publish.notices.sheet_words import sheet_words
from safeground.publish.svg import text_width

SVG = "{http://www.w3.org/2000/svg}"
TOWN = Around(town_streets(), town_sites(), town_blocks())


def drawn(bulletin, around=TOWN, language="en"):
    sheet = sheet_words(bulletin, bulletin.areas[0], language, COPY)
    svg = sheet_map(sheet, around, 1860, 1100, 31, "map").svg("map")
    return ET.fromstring(svg)


def classes(root):
    return [one.get("class") for one in root.iter() if one.get("class")]


def texts(root):
    return ["".join(one.itertext()).strip("\u2066\u2067\u2069") for one in root.iter(f"{SVG}text")]


def test_frame_holds_area_and_near_destination_and_is_as_large_as_asked():
    bulletin = full_bulletin()
    frame = frame_for(bulletin, bulletin.areas[0], 1860, 1100)
    assert (frame.width, frame.height) == (1860, 1100)
    window = shapely.box(0, 0, 1860, 1100)
    for place in (*bulletin.areas, *bulletin.to):
        assert window.covers(frame.shape(place.geometry))
    assert beyond(bulletin, bulletin.areas[0], frame) == []


@pytest.mark.parametrize(
    ("x", "y", "compass"),
    [
        (1000, 60_000, "n"), (60_000, 60_000, "ne"), (60_000, 1000, "e"), (60_000, -58_000, "se"),
        (1000, -58_000, "s"), (-58_000, -58_000, "sw"), (-58_000, 1000, "w"), (-58_000, 60_000, "nw"),
    ],
)  # fmt: skip
def test_a_far_destination_is_named_at_the_edge_with_distance_and_direction(x, y, compass):
    bulletin = full_bulletin()
    far = replace(bulletin.to[0], geometry=box(x, y, x + 900, y + 900))
    bulletin = replace(bulletin, to=(far,), ways=())
    frame = frame_for(bulletin, bulletin.areas[0], 1860, 1100)
    (away,) = beyond(bulletin, bulletin.areas[0], frame)
    assert away.compass == compass
    assert away.distance_m == pytest.approx(60_000, rel=0.45)
    said = [one for one in texts(drawn(bulletin)) if one.startswith("hill")]
    assert len(said) == 1
    assert " km to the " in said[0]


def test_an_area_without_a_geometry_is_refused():
    bulletin = full_bulletin()
    area = replace(bulletin.areas[0], geometry=shapely.Polygon())
    with pytest.raises(ValueError, match="no geometry"):
        frame_for(bulletin, area, 1860, 1100)


def test_an_arrow_points_to_the_destination_whichever_way_the_line_was_drawn():
    bulletin = full_bulletin()
    projection = frame_for(bulletin, bulletin.areas[0], 1860, 1100).projection
    way = bulletin.ways[0].line
    assert towards(bulletin, way, projection) == "end"
    assert towards(bulletin, way.reverse(), projection) == "start"
    # Without a destination: away from the area. Beside it, at one distance: nobody knows.
    assert towards(replace(bulletin, to=()), line((2000, 5000), (3000, 9000)), projection) == "end"
    level = replace(bulletin, to=(), areas=(replace(bulletin.areas[0], geometry=box(0, 0, 4000, 2000)),))
    assert towards(level, line((500, 2500), (3500, 2500)), projection) is None


def test_a_way_of_unknown_direction_has_no_arrowhead_and_the_legend_says_so():
    bulletin = full_bulletin(to=())
    area = replace(bulletin.areas[0], geometry=box(0, 0, 4000, 2000))
    way = replace(bulletin.ways[0], line=line((500, 2500), (3500, 2500)))
    root = drawn(replace(bulletin, areas=(area,), ways=(way,)))
    assert "arrowhead" not in classes(root)
    assert "way, its direction is not stated" in texts(root)
    assert "arrowhead" in classes(drawn(full_bulletin()))


def test_no_way_is_drawn_that_the_notice_does_not_state():
    assert not {"way", "arrowhead"} & set(classes(drawn(full_bulletin(ways=()))))


def test_map_names_streets_blocks_places_scale_and_north():
    root = drawn(full_bulletin())
    said = texts(root)
    for words_there in ("low-town", "hill", "Harbour Street", "Вулиця Набережна", "مدرسة النهر 5", "36", "N"):
        assert words_there in said, words_there
    assert set(full_bulletin().areas[0].blocks) <= set(said)
    assert "40" not in said, "a block that is not in the area"
    assert {"scale", "north", "ordered", "destination", "way", "landmark"} <= set(classes(root))


def test_a_restricted_site_is_never_drawn():
    root = drawn(full_bulletin())
    assert RESTRICTED_NAME not in texts(root)
    assert classes(root).count("landmark") == 1


def test_lettering_does_not_overlap():
    boxes = []
    for one in drawn(full_bulletin()).iter(f"{SVG}text"):
        if one.get("class") in {"name", "block", "beyond-name"}:
            x, y, size = (float(one.get(key)) for key in ("x", "y", "font-size"))
            half = text_width("".join(one.itertext()), size) / 2
            boxes.append(shapely.box(x - half, y - size * 0.9, x + half, y + size * 0.2))
    assert len(boxes) >= 15
    for index, one in enumerate(boxes):
        assert not any(one.intersection(other).area > 1 for other in boxes[:index])


@pytest.mark.parametrize(
    ("metres", "words_there"),
    [(60, "100 m"), (444, "400 m"), (1000, "1 km"), (1449, "1.4 km"), (9940, "9.9 km"), (12_600, "13 km")],
)
def test_distances(metres, words_there):
    assert bare(distance(metres, "en")) == words_there


@pytest.mark.parametrize("make", [full_bulletin, bare_bulletin, extreme_bulletin])
@pytest.mark.parametrize("mark", [COPY, ISSUER])
def test_pictures_are_well_formed_and_ask_for_nothing(make, mark):
    files = sheets.write([make()], mark, streets=TOWN.streets, sites=TOWN.sites, blocks=TOWN.blocks)
    assert len(files) == 2 * len(LANGUAGES)
    for name, content in files.items():
        text = content.decode().replace("http://www.w3.org/2000/svg", "")
        text = text.replace("http-equiv", "")
        assert "http" not in text, name
        assert "<script" not in text
        assert "\u202e" not in text
        if name.endswith(".svg"):
            root = ET.fromstring(content)
            assert root.get("width") == "1080"
            assert int(root.get("height")) >= 1920


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_has_its_sentence_at_top_and_bottom_and_another_frame(language):
    bulletin = full_bulletin()
    streets = {"streets": TOWN.streets, "languages": [language]}
    copy, own = (
        next(one for name, one in sheets.write([bulletin], mark, **streets).items() if name.endswith("html"))
        for mark in (COPY, ISSUER)
    )
    assert copy.decode().count('<p class="band">') == 2
    assert own.decode().count('<p class="band">') == 1
    assert 'class="sheet copy"' in copy.decode()
    assert "3f6f 2b19 77c0 a1d4" in own.decode()
    assert "3f6f" not in copy.decode()
    pictures = [
        next(one for name, one in sheets.write([bulletin], mark, **streets).items() if name.endswith("svg"))
        for mark in (COPY, ISSUER)
    ]
    frames = [float(ET.fromstring(one)[2].get("stroke-width")) for one in pictures]
    assert frames[0] < frames[1] / 4


def test_wrapped_lines_fit_and_keep_everything():
    said = (
        *words("Until "),
        *named("W" * 90),
        *words(", then "),
        *figure("38–54"),
        *words(" and more words"),
    )
    lines = list(wrapped(said, 30, 400))
    assert "".join(map(bare, lines)) == bare(said)
    assert all(text_width(bare(one).rstrip(), 30) <= 400 for one in lines)
    assert any(piece.text == "38–54" and piece.direction == "ltr" for one in lines for piece in one)
