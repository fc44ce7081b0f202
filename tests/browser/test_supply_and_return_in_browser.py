"""The sections for *supply* and *return*, the comparison and the brief in Chromium, in four scripts."""

import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from tests.browser.looks import (
    assert_no_wider_than_the_window,
    assert_nothing_is_green,
    assert_words_have_contrast,
    cut_off,
)
from tests.publish.sample import extreme_assessment, sample_assessment
from tests.publish.supply_and_return import EXTREME_RETURN, EXTREME_SUPPLY, RETURN, SUPPLY

from safeground import examples
from safeground.assess import assess
from safeground.compare import compare
from safeground.publish.brief import brief_html
from safeground.publish.compare_page import compare_html, public_comparison
from safeground.publish.redact import public_edition
from safeground.publish.report import report_html

pytestmark = pytest.mark.browser

CASE = Path(__file__).parents[2] / "verification" / "two-bridges"
PAGES = ("restricted", "public", "compare-restricted", "compare-public")
PARTS = "p, li, caption, td, tbody th, h3, h4, summary, figcaption"
IN_OTHER_SCRIPTS = {
    "name: west gate": "name: البوابة الغربية للمدينة",
    "name: wards of the island hospital": "name: מחלקות בית החולים באי",
    "words: Ten trucks a day will come.": "words: Десять вантажівок прийдуть щодня.",
    "words: when the crest has passed": "words: بعد مرور ذروة الفيضان",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    path = examples.place("river-town", tmp_path_factory.mktemp("town") / "plan")
    text = path.read_text(encoding="utf-8")
    for before, after in IN_OTHER_SCRIPTS.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    return assess(path, seconds=5.0)


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    plans = []
    for name in ("open-ended", "до певного дня, حتى يوم معلوم"):
        folder = tmp_path_factory.mktemp("variants") / name
        shutil.copytree(CASE, folder)
        plans.append(folder / "plan.yaml")
    with plans[1].open("a", encoding="utf-8") as stream:
        stream.write("returns:\n  - {area: island, until: 2026-03-14}\n")
    return compare(plans, seconds=5.0)


def with_messages(assessment, supply, back):
    return replace(assessment, findings=(*assessment.findings, *supply, *back), public=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory, town, compared):
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "restricted": report_html(town, "restricted"),
        "public": report_html(town, "public"),
        "compare-restricted": compare_html(compared, "restricted"),
        "compare-public": compare_html(public_comparison(compared), "public"),
        "brief": brief_html(town),
        "brief-seven": brief_html(with_messages(sample_assessment(), SUPPLY, RETURN)),
        "brief-extreme": brief_html(with_messages(extreme_assessment(), EXTREME_SUPPLY, EXTREME_RETURN)),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def sections(name):
    return ("main",) if name.startswith("compare") else ("#supply", "#return")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_or_is_cut_off(opened, face, name, width):
    page = opened(name, width, face)
    assert_no_wider_than_the_window(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_no_wider_than_the_window(page)
    for section in sections(name):
        assert cut_off(page, ", ".join(f"{section} {part}" for part in PARTS.split(", "))) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_one_of_two_drawings_shows_and_its_words_stay_inside(opened, face, name, width):
    page = opened(name, width, face)
    for section in sections(name):
        drawn = page.evaluate(
            """section => {
            const all = [...document.querySelectorAll(`${section} .chart, ${section} .need-bars`)];
            const shown = all.filter(one => one.getBoundingClientRect().width);
            return { all: all.length, shown: shown.length, outside: shown.flatMap(svg => {
                const frame = svg.getBoundingClientRect();
                return [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect();
                    return box.left < frame.left - 2 || box.right > frame.right + 2
                        || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
                }).map(text => text.textContent);
            }) };
        }""",
            section,
        )
        assert drawn["outside"] == []
        assert drawn["all"] == 2 * drawn["shown"]
        least = 1 if name.startswith("compare") or section == "#supply" or name == "restricted" else 0
        assert drawn["shown"] >= least


@pytest.mark.parametrize("name", PAGES)
def test_every_drawing_has_a_name_and_words_for_who_cannot_see_it(opened, name):
    page = opened(name)
    told = page.evaluate("""() => [...document.querySelectorAll('svg[aria-labelledby]')].map(svg =>
        svg.getAttribute('aria-labelledby').split(' ').map(
            id => document.getElementById(id)?.textContent))""")
    assert told
    for parts in told:
        assert parts
        assert all(parts), parts
    twice = page.evaluate("""() => {
        const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
        return ids.filter((id, index) => ids.indexOf(id) !== index);
    }""")
    assert twice == []
    unnamed = page.evaluate("""() => [...document.querySelectorAll('svg')].filter(svg =>
        !svg.closest('[aria-hidden=true]') && !svg.parentElement.closest('svg') && !svg.closest('.defs')
        && svg.getAttribute('role') !== 'img').map(svg => svg.outerHTML.slice(0, 80))""")
    assert unnamed == []


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_captions_and_headers_on_a_phone_too(opened, name):
    page = opened(name, 360)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for section in sections(name):
        bare = page.evaluate(
            """section => [...document.querySelectorAll(`${section} table`)].filter(table =>
                !table.caption?.textContent.trim() || table.getAttribute('role') !== 'table'
                || !table.querySelector('thead th[scope=col][role=columnheader]')
                || [...table.tBodies].some(body => [...body.rows].some(row =>
                    !row.querySelector('th[scope=row][role=rowheader]')))
            ).map(table => table.outerHTML.slice(0, 120))""",
            section,
        )
        assert bare == []
        tree = page.locator(section).aria_snapshot()
        for role in ("table", "columnheader", "rowheader"):
            assert role in tree


def test_the_first_words_of_each_section_answer_and_headings_skip_no_level(opened):
    page = opened("restricted")
    said = {name: page.locator(f"#{name} .lead-in").inner_text() for name in ("supply", "return")}
    assert said["supply"].startswith("Not all that is needed, even with everything working: of water ")
    assert said["return"].startswith("Of 2 conditions stated for going back, 1 is not met")
    for name in said:
        levels = page.evaluate(
            "name => [...document.querySelectorAll(`#${name} :is(h2, h3, h4)`)].map(one => +one.tagName[1])",
            name,
        )
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_names_from_right_to_left_stand_apart_from_the_words_around_them(opened):
    page = opened("restricted")
    for words in ("البوابة الغربية للمدينة", "מחלקות בית החולים באי", "بعد مرور ذروة الفيضان"):
        around = page.evaluate(
            """words => {
            const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            const found = [];
            while (walk.nextNode()) {
                const text = walk.currentNode, up = text.parentElement;
                if (!text.data.includes(words) || up.closest('svg')) continue;
                found.push(getComputedStyle(up.closest('bdi') || up).unicodeBidi);
            }
            return found;
        }""",
            words,
        )
        assert around
        assert set(around) == {"isolate"}
    assert "Десять вантажівок" in page.locator("#supply").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["restricted", "compare-restricted"])
def test_words_have_contrast_and_nothing_is_green(opened, scheme, name):
    page = opened(name, color_scheme=scheme)
    assert_words_have_contrast(page, 20)
    assert_nothing_is_green(page)


def test_what_comes_for_certain_at_most_and_perhaps_differ_without_colour(opened):
    page = opened("restricted")
    looks = page.evaluate("""() => [...document.querySelectorAll('#supply .need-bars.wide rect')].map(one => {
        const style = getComputedStyle(one);
        return [style.fill.includes('url') ? 'hatch' : style.fill === 'none' ? 'empty' : 'ink',
            style.strokeDasharray !== 'none'].join();
    })""")
    assert {"ink,false", "hatch,false", "empty,true"} <= set(looks)


def test_folded_lists_are_reached_by_key_and_open_in_print(opened):
    page = opened("restricted", 360)
    folded = page.evaluate(
        "[...document.querySelectorAll('#supply summary, #return summary')].map(one => one.clientHeight)"
    )
    assert folded
    assert min(folded) >= 40
    page.evaluate("document.querySelector('#return summary').focus()")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#return details').open")
    printed = opened("restricted")
    printed.emulate_media(media="print")
    printed.set_viewport_size({"width": 695, "height": 900})
    heights = printed.evaluate(
        "[...document.querySelectorAll('#supply details table, #return details table')]"
        ".map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) > 20


@pytest.mark.parametrize("name", PAGES)
def test_it_prints(opened, name):
    page = opened(name)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 900})
    assert_no_wider_than_the_window(page)
    sheets = len(re.findall(rb"/Type\s*/Page(?!s)", page.pdf(prefer_css_page_size=True)))
    assert sheets >= (1 if name.startswith("compare") else 4)


def test_the_public_page_shows_no_stock_and_no_place(opened, town):
    page = opened("public")
    text = page.locator("main").inner_text()
    for secret in (
        "RESTRICTED",
        "מחלקות בית החולים באי",
        "island-generator",
        "When stocks run dry",
        "block-305",
    ):
        assert secret not in text
    assert "stock" in text
    assert public_edition(town).supply.stocks == ()


@pytest.mark.parametrize("name", ["brief", "brief-seven", "brief-extreme"])
def test_the_brief_stays_two_sheets_and_nothing_is_cut_off(opened, face, name):
    page = opened(name, 794, face)
    assert len(re.findall(rb"/Type\s*/Page(?!s)", page.pdf(prefer_css_page_size=True))) == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 less the margins, at 96 dots an inch
    over = page.evaluate(
        "[...document.querySelectorAll('.sheet')].map(sheet => sheet.scrollHeight - sheet.clientHeight)"
    )
    assert max(over) <= 0
    drawn = page.evaluate("[...document.images].map(one => [one.naturalWidth, one.alt.length])")
    assert len(drawn) == 2
    assert all(width > 0 and words > 40 for width, words in drawn)
