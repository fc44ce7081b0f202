"""Sheets in Chromium: one A4 page, no overflow on a phone, right to left right, readable without colour."""

import base64
import re

import pytest
from tests.publish.notices.bulletins import (
    COPY,
    ISSUER,
    bare_bulletin,
    extreme_bulletin,
    full_bulletin,
    town_blocks,
    town_sites,
    town_streets,
)

from safeground.publish.notices import sheets
from safeground.publish.notices.phrases import LANGUAGES

pytestmark = pytest.mark.browser

NAMES = [f"{make}-{language}" for make in ("full", "bare", "extreme", "issued") for language in LANGUAGES]
A4_PT = (595, 842)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    around = {"streets": town_streets(), "sites": town_sites(), "blocks": town_blocks()}
    made = {
        "full": (full_bulletin(), COPY),
        "bare": (bare_bulletin(), COPY),
        "extreme": (extreme_bulletin(), COPY),
        "issued": (full_bulletin(), ISSUER),
    }
    for name, (bulletin, mark) in made.items():
        for language in LANGUAGES:
            written = sheets.write([bulletin], mark, **around, languages=[language], licences=("© a map",))
            for file, content in written.items():
                (folder / f"{name}-{language}{file[-5:] if file.endswith('html') else '.svg'}").write_bytes(
                    content
                )
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_exactly_one_a4_page_with_all_of_it_on_it(opened, name):
    assert_one_page(opened(name))


@pytest.mark.parametrize("name", ["full-ar", "extreme-ar", "extreme-uk", "bare-he"])
def test_it_is_so_in_every_common_face(opened, face, name):
    assert_one_page(opened(name, face=face))


def assert_one_page(page):
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page(?!s)", pdf)) == 1
    width, height = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    assert (round(float(width)), round(float(height))) == A4_PT
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    cut_off, map_mm, lowest = page.evaluate("""() => {
        const sheet = document.querySelector('.sheet'), frame = sheet.getBoundingClientRect();
        const bottom = [...sheet.children].map(one => one.getBoundingClientRect().bottom);
        return [sheet.scrollHeight - sheet.clientHeight,
                document.querySelector('figure').getBoundingClientRect().height / 96 * 25.4,
                frame.bottom - Math.max(...bottom)];
    }""")
    assert cut_off <= 0
    assert lowest >= 0
    assert map_mm >= 60


@pytest.mark.parametrize("name", NAMES)
def test_no_sheet_overflows_sideways(opened, name):
    page = opened(name)
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_lists_run_in_the_languages_direction_and_ranges_never_turn_around(opened, language):
    page = opened(f"full-{language}")
    found = page.evaluate("""() => {
        const row = document.querySelector('.row-who'), at = one => one.getBoundingClientRect();
        const ranges = [...row.querySelectorAll('bdi')].filter(one => /^\\d+–\\d+$/.test(one.textContent));
        const place = (node, from, to) => {
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, to);
            return range.getBoundingClientRect().left;
        };
        return {
            label: at(row.querySelector('dt')).left - at(row.querySelector('dd')).left,
            ranges: ranges.map(one => one.textContent),
            lists: at(ranges[0]).left - at(ranges[1]).left,
            ends: ranges.map(one => place(one.firstChild, 0, 2) - place(one.firstChild, 3, 5)),
            offsets: [...document.querySelectorAll('dd bdi')].filter(one => one.textContent.includes('UTC+'))
                .map(one => [one.firstChild, one.textContent.indexOf('+'), one.textContent.length])
                .map(([node, plus, end]) => place(node, plus, plus + 1) - place(node, end - 1, end)),
        };
    }""")
    assert found["ranges"] == ["36–39", "42–45"]
    from_right = language in {"ar", "he"}
    assert (found["label"] > 0) == from_right
    assert (found["lists"] > 0) == from_right
    assert all(first < 0 for first in found["ends"]), "38–54 must never read 54–38"
    assert found["offsets"]
    assert all(plus < 0 for plus in found["offsets"]), "+02:00 must never read 02:00+"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_stands_at_the_side_where_reading_starts(opened, language):
    page = opened(f"full-{language}")
    first, middle = page.evaluate("""() => {
        const map = document.querySelector('svg.map').getBoundingClientRect();
        const box = document.querySelector('text.legend').getBoundingClientRect();
        return [(box.left + box.right) / 2, (map.left + map.right) / 2];
    }""")
    assert (first > middle) == (language in {"ar", "he"})


def test_a_phone_shows_a_map_of_its_own_with_letters_that_can_be_read(opened):
    page = opened("full-ar", 360)
    maps, smallest = page.evaluate("""() => {
        const width = one => one.getBoundingClientRect().width;
        const seen = [...document.querySelectorAll('svg.map')].filter(width);
        const scale = width(seen[0]) / seen[0].viewBox.baseVal.width;
        const sizes = [...seen[0].querySelectorAll('text')].map(one => one.getAttribute('font-size'));
        return [seen.length, Math.min(...sizes) * scale];
    }""")
    assert maps == 1
    assert smallest >= 8.5


@pytest.mark.parametrize("name", [f"full-{language}" for language in LANGUAGES])
def test_words_of_the_map_stay_inside_of_it(opened, face, name):
    page = opened(name, face=face)
    outside = page.evaluate("""() => [...document.querySelectorAll('.map text')].filter(text => {
        const box = text.getBoundingClientRect(), frame = text.closest('svg').getBoundingClientRect();
        return box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2;
    }).map(text => text.textContent)""")
    assert outside == []


@pytest.mark.parametrize("name", ["full-en", "bare-ar", "issued-he"])
def test_text_has_contrast(opened, name):
    page = opened(name)
    ratios = page.evaluate("""() => {
        const linear = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
        const light = colour => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(v => linear(v / 255));
            return .2126 * r + .7152 * g + .0722 * b;
        };
        const ground = one => {
            for (; one; one = one.parentElement) {
                const colour = getComputedStyle(one).backgroundColor;
                if (!colour.endsWith(', 0)')) return light(colour);
            }
            return 1;
        };
        return [...document.querySelectorAll('p, dt, dd span, h1, svg text')].map(one => {
            const style = getComputedStyle(one), ink = light(one.closest('svg') ? style.fill : style.color);
            const under = one.closest('svg') ? 1 : ground(one);
            return (Math.max(ink, under) + .05) / (Math.min(ink, under) + .05);
        });
    }""")
    assert len(ratios) > 15
    assert min(ratios) >= 4.5


DARK_SHARE = """async ([png, boxes]) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + png;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return boxes.map(([x, y, w, h]) => {
        const data = pen.getImageData(x, y, w, h).data;
        let dark = 0;
        for (let i = 0; i < data.length; i += 4) dark += data[i] < 200;
        return dark / (w * h);
    });
}"""


def test_signs_differ_without_any_colour(browser, opened):
    """All inks made the same black: lines fill what is to be left, nothing fills a destination."""
    page = opened("full-en", device_scale_factor=2)
    boxes = page.evaluate("""() => {
        for (const one of document.querySelectorAll('.map *'))
            for (const name of ['fill', 'stroke']) {
                const ink = one.getAttribute(name);
                if (ink && ink.startsWith('#') && ink !== '#fff') one.setAttribute(name, '#000');
            }
        document.querySelectorAll('.map .street, .map .blocks, .map text').forEach(one => one.remove());
        return ['ordered', 'destination'].map(sign => {
            const all = document.querySelectorAll(`.map .${sign}`);
            const box = all[0].getBoundingClientRect();
            // A quarter of its box, at the lower left, clear of its edge.
            return [box.left + box.width * .1, box.top + box.height * .6, box.width * .25, box.height * .25]
                .map(side => Math.round(side * 2));
        });
    }""")
    png = base64.b64encode(page.screenshot()).decode()
    blank = browser.new_page()
    ordered, destination = blank.evaluate(DARK_SHARE, [png, boxes])
    blank.close()
    assert 0.08 < ordered < 0.6
    assert destination == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_picture_stay_inside_of_it(browser, files, face, language):
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    page.goto((files / f"full-{language}.svg").as_uri())
    if face:
        page.evaluate("name => document.documentElement.setAttribute('font-family', name)", face)
    outside = page.evaluate("""() => [...document.querySelectorAll('text')].filter(text => {
        const box = text.getBoundingClientRect(), frame = document.documentElement.getBoundingClientRect();
        return box.left < frame.left + 20 || box.right > frame.right - 20 || box.bottom > frame.bottom;
    }).map(text => text.textContent)""")
    page.close()
    assert outside == []


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_picture_starts_at_the_right_and_its_ranges_read_from_the_left(browser, files, language):
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    page.goto((files / f"full-{language}.svg").as_uri())
    right, low, high = page.evaluate("""() => {
        const text = [...document.querySelectorAll('text')].find(one => one.textContent.includes('36–39'));
        const at = text.textContent.indexOf('36–39');
        return [text.getBoundingClientRect().right, text.getStartPositionOfChar(at).x,
                text.getStartPositionOfChar(at + 3).x];
    }""")
    page.close()
    assert right > 1000
    assert low < high


def test_a_screen_reader_finds_one_heading_and_the_map_named(opened):
    tree = opened("full-en", 375).locator("body").aria_snapshot()
    assert len(re.findall(r"\[level=1\]", tree)) == 1
    assert 'img "Map"' in tree
    assert "main:" in tree
    assert 'heading "The notice says: leave this area"' in tree
