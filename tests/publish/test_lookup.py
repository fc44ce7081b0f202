"""The offline look-up's file, without a browser: what it holds, how it reads back, that data stays data."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.publish import lookup_town as t
from tests.test_do_no_harm import _offences

import safeground
from safeground.plan.model import Source
from safeground.publish.notices.compare import differences
from safeground.publish.notices.grid import STEP_DEG, Grid
from safeground.publish.notices.lookup import CARRIES, FILE, SCRIPTS, embedded, read_back, write
from safeground.publish.notices.phrases import LANGUAGES, phrases

BLOCKS = t.town()
NOTICES = t.bulletins(BLOCKS)
REACHING = (
    *("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "import("),
    *("fetch(", "XMLHttp", "WebSocket", "sendBeacon", "localStorage", "indexedDB", "cookie"),
)
TEMPLATES = Path(safeground.__file__).parent / "publish" / "templates" / "notices"


def written(notices=NOTICES, mark=t.COPY, **more):
    words = {"blocks": BLOCKS, "streets_names": t.streets(), "names": t.names()} | more
    return write(notices, mark, **words)[FILE]


def data_of(content):
    return json.loads(content.decode().split('id="data">')[1].split("</script>")[0])


def test_what_is_read_back_is_what_was_published():
    reread = read_back(written())
    assert set(reread) == {one.id for one in NOTICES}
    for bulletin in NOTICES:
        assert list(differences(bulletin, reread[bulletin.id], CARRIES[FILE])) == []


def test_a_file_that_was_changed_does_not_read_back():
    content = written()
    data = data_of(content)
    data["areas"][0]["shape"]["polygon"][0][0][0] += 3
    data["notices"][0]["deadline"][0] += 60
    start, end = content.index(b'id="data">') + 10, content.index(b"</script>")
    reread = read_back(content[:start] + embedded(data).encode() + content[end:])
    assert len(list(differences(NOTICES[0], reread["first"], CARRIES[FILE]))) == 2
    with pytest.raises(ValueError, match="no data"):
        read_back(b"<html></html>")


def test_a_town_of_600_blocks_with_streets_is_small():
    assert len(BLOCKS) == 600
    many = {f"Street {number}": line for number in range(800) for line in [t.streets()["Mill Road"]]}
    assert len(written(streets_names=many)) < 3_000_000


@given(
    st.floats(-179, 179), st.floats(-80, 80),
    st.lists(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)), min_size=3, max_size=9),
)  # fmt: skip
def test_shapes_come_back_to_half_a_step(lon, lat, steps):
    grid = Grid(round(lon, 3), round(lat, 3))
    polygon = shapely.convex_hull(shapely.MultiPoint([(lon + x, lat + y) for x, y in steps]))
    if polygon.geom_type != "Polygon" or polygon.area < STEP_DEG:
        return
    back = grid.decode(grid.encode(polygon))
    assert shapely.hausdorff_distance(polygon, back) <= 0.51 * np.sqrt(2) * STEP_DEG
    line = polygon.exterior
    assert shapely.hausdorff_distance(line, grid.decode(grid.encode(line))) <= 0.51 * np.sqrt(2) * STEP_DEG


def test_holes_and_several_parts_come_back():
    ring = t.box(0, 0, 300, 300).difference(t.box(100, 100, 200, 200)).union(t.box(500, 0, 600, 90))
    grid = Grid(34.3, 31.34)
    back = grid.decode(grid.encode(ring))
    assert back.geom_type == "MultiPolygon"
    assert sum(len(part.interiors) for part in back.geoms) == 1
    assert back.symmetric_difference(ring).area < 0.02 * ring.area
    assert grid.encode(t.box(0, 0, 0.01, 0.01)) is None, "what is smaller than the grid is left out"


@given(st.recursive(st.text() | st.none() | st.integers(), lambda inner: st.lists(inner, max_size=4)))
def test_data_never_ends_its_element(value):
    text = embedded(value)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == value


def test_no_source_that_is_not_public_is_named():
    secret = Source(id="s", title="Told by a nurse of the clinic", sensitivity="restricted")
    content = written((replace(NOTICES[0], source=secret),))
    assert b"nurse" not in content
    assert data_of(content)["notices"][0]["source"] is None


def test_what_is_later_than_a_copy_was_made_is_said_to_be_missing():
    assert data_of(written())["recorded"] == [int(t.COPY.made_at.timestamp()), 120]
    newest = max(one.issued for one in NOTICES)
    assert data_of(written(mark=t.ISSUER))["recorded"] == [int(newest.timestamp()), 120]
    assert data_of(written((), t.ISSUER))["recorded"] is None
    assert data_of(written(mark=t.ISSUER, at=t.NOON))["recorded"] == [int(t.NOON.timestamp()), 120]


def test_licences_stand_in_the_file():
    assert b"<bdi>\xc2\xa9 A &amp; B</bdi>" in written(licences=("© A & B",))


def test_an_issuers_file_holds_no_sentence_of_a_copy_and_a_copy_none_of_an_issuer():
    issued, copied = written(mark=t.ISSUER).decode(), written().decode()
    for language in LANGUAGES:
        for key in ("copy", "copies"):
            words = (phrases("mark") | phrases("lookup"))[key][language].split("{")[0]
            assert words in copied
            assert words not in issued
    assert "Key fingerprint" in issued
    assert "ingerprint" not in copied


def test_hidden_signs_in_names_are_written_out():
    names = replace(t.names(), names=(replace(t.names().names[0], spellings=("Mi\u202ell",)),))
    assert "\u202e" not in written(names=names).decode()
    assert "Mi\\u202ell" in [thing["name"] for thing in data_of(written(names=names))["things"]]


def test_every_phrase_that_the_page_says_is_in_the_tables():
    source = "".join((TEMPLATES / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    said = set(re.findall(r'\b(?:say|phrase|row|group)\((?:list, |similar \? )?"([^"]+)"', source))
    said |= set(
        re.findall(r'data-(?:say|label)="([^"]+)"', (TEMPLATES / "lookup.html").read_text(encoding="utf-8"))
    )
    assert len(said) > 50
    assert said - set(data_of(written())["phrases"]["en"]) == set()
    assert set(phrases("notice")) & set(phrases("lookup")) == set(), "one key, one phrase"


def test_phrases_are_whole_in_every_language_and_never_vouch():
    for key, row in phrases("lookup").items():
        gaps = {tuple(sorted(re.findall(r"\{\w+\}", row[language]))) for language in LANGUAGES}
        assert len(gaps) == 1, key
        assert all(row[language].strip() for language in LANGUAGES), key
        assert _offences(row["en"]) == [], key


def test_the_scripts_never_write_markup_and_never_reach_out():
    for path in (*TEMPLATES.glob("*.js"), TEMPLATES / "lookup.html"):
        text = path.read_text(encoding="utf-8")
        for word in REACHING:
            assert word not in text, (path.name, word)
