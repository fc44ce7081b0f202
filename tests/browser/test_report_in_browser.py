"""Report and brief in Chromium: nothing fetched, nothing overflows, readable to all, the right sheets."""

import re
from dataclasses import replace

import pytest
from tests.browser.looks import assert_nothing_is_green, assert_words_have_contrast
from tests.publish.sample import extreme_assessment, sample_assessment, tiny_assessment

from safeground.publish.brief import brief_html
from safeground.publish.report import report_html
from safeground.publish.svg import text_width

pytestmark = pytest.mark.browser

WORDS = (
    "No deadline stated: read the ruler",
    "Cannot on mapped streets",
    "Not refuted",
    "Depends",
    "Deadline 18:00, 4 Mar 2026",
    "2 h 18 min after the start",
    "128,000 to 246,000",
    "every range at its cautious end",
    "WESTERN COMMUNE, 4.2 km²",
    "Marktplatz am Mühlenwehr",
)
MAKERS = {"sample": sample_assessment, "tiny": tiny_assessment, "extreme": extreme_assessment}


def few_outcomes():
    """Return the extreme names without the thirty-fold charts: as hard on the layout, quicker to lay out."""
    extreme = extreme_assessment()
    return replace(extreme, outcomes=extreme.outcomes[:2], findings=extreme.findings[:18])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "restricted": report_html(sample_assessment(), "restricted"),
        "public": report_html(sample_assessment(), "public"),
        "extreme": report_html(few_outcomes(), "restricted"),
        "tiny": report_html(tiny_assessment(), "public"),
        **{f"brief-{name}": brief_html(make()) for name, make in MAKERS.items()},
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def sheets(pdf):
    return len(re.findall(rb"/Type\s*/Page(?!s)", pdf))


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["restricted", "public", "extreme", "tiny"])
def test_no_page_overflows_sideways(opened, face, name, width):
    page = opened(name, width, face)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0


@pytest.mark.parametrize("bold", [False, True])
def test_words_of_drawings_are_measured_rather_too_wide(browser, face, bold):
    page = browser.new_page()
    for words in WORDS:
        set_in = page.evaluate(
            """([words, face, weight]) => {
                const pen = document.createElement('canvas').getContext('2d');
                pen.font = `${weight} 100px ${face ? `"${face}"` : 'sans-serif'}`;
                return pen.measureText(words).width;
            }""",
            [words, face, 700 if bold else 400],
        )
        assert text_width(words, 100, bold=bold) >= set_in, words
    page.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_one_drawing_of_each_chart_shows_and_its_words_stay_inside(opened, face, width):
    page = opened("restricted", width, face)
    shown = page.evaluate(
        "[...document.querySelectorAll('.chart')].filter(one => one.getBoundingClientRect().width).length"
    )
    assert shown == 2
    outside = page.evaluate("""() => [...document.querySelectorAll('.chart text, .map text')].filter(text => {
        const box = text.getBoundingClientRect(), frame = text.closest('svg').getBoundingClientRect();
        return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2);
    }).map(text => text.textContent)""")
    assert outside == []


def test_a_screen_reader_finds_landmarks_one_heading_and_tables_on_a_phone(opened):
    page = opened("restricted", 375)
    tree = page.locator("body").aria_snapshot()
    assert tree.count("heading") > 8
    assert len(re.findall(r"\[level=1\]", tree)) == 1
    for role in ("banner", "main", "contentinfo", "navigation", "rowheader", "columnheader"):
        assert role in tree
    assert 'region "Eight answers"' in tree
    assert 'img "56 to 79 percent of what is needed"' in tree


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, scheme):
    page = opened("restricted", color_scheme=scheme)
    assert_words_have_contrast(page)


def test_nothing_is_green(opened):
    page = opened("restricted")
    assert_nothing_is_green(page)


def test_page_one_in_print_holds_all_answers(opened, face):
    page = opened("restricted", 794, face)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 900})  # A4 less the margins, at 96 dots an inch
    bottom = page.evaluate("document.querySelector('#answers .key').getBoundingClientRect().bottom + scrollY")
    assert bottom < 1013


def test_each_printed_page_is_marked_restricted(opened):
    restricted = opened("restricted")
    text = restricted.evaluate(
        "[...document.styleSheets].map(s => [...s.cssRules].map(r => r.cssText).join('')).join('')"
    )
    assert text.count("RESTRICTED") == 2
    assert sheets(restricted.pdf(prefer_css_page_size=True)) > 3


@pytest.mark.parametrize("name", MAKERS)
def test_the_brief_is_two_sheets_and_nothing_is_cut_off(opened, face, name):
    page = opened(f"brief-{name}", 794, face)
    assert sheets(page.pdf(prefer_css_page_size=True, print_background=True)) == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 less the margins, at 96 dots an inch
    cut_off = page.evaluate(
        "[...document.querySelectorAll('.sheet')].map(sheet => sheet.scrollHeight - sheet.clientHeight)"
    )
    assert max(cut_off) <= 0


def test_the_map_of_the_brief_is_drawn(opened):
    page = opened("brief-sample", 794)
    assert page.evaluate("document.querySelector('img').naturalWidth") > 0
