"""The section for *kept* in Chromium: one drawing shows, its words stay inside, it reads without colour."""

import re
from itertools import pairwise

import pytest
from tests.browser.looks import (
    assert_no_wider_than_the_window,
    assert_nothing_is_green,
    assert_words_have_contrast,
    cut_off,
)
from tests.publish.kept_plan import kept_assessment

from safeground.publish.brief import brief_html
from safeground.publish.report import report_html

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    assessment = kept_assessment(folder / "plan")
    for edition in ("restricted", "public"):
        (folder / f"{edition}.html").write_text(report_html(assessment, edition), encoding="utf-8")
    (folder / "brief.html").write_text(brief_html(assessment), encoding="utf-8")
    return folder


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["restricted", "public"])
def test_nothing_overflows_and_the_drawings_words_stay_inside(opened, face, name, width):
    page = opened(name, width, face)
    assert_no_wider_than_the_window(page)
    assert cut_off(page, "#kept p, #kept li, #kept td, #kept tbody th, #kept h4") == []
    drawn = page.evaluate("""() => {
        const svg = [...document.querySelectorAll('#kept .chart')]
            .filter(one => one.getBoundingClientRect().width);
        const frame = svg[0].getBoundingClientRect();
        return { shown: svg.length, outside: [...svg[0].querySelectorAll('text')].filter(one => {
            const box = one.getBoundingClientRect();
            return box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2;
        }).map(one => one.textContent) };
    }""")
    assert drawn == {"shown": 1, "outside": []}


@pytest.mark.parametrize("width", [375, 1280])
def test_words_in_a_days_box_stay_in_it(opened, face, width):
    page = opened("restricted", width, face)
    loose = page.evaluate("""() => [...document.querySelectorAll('#kept .chart .cw')].filter(one => {
        const words = one.getBoundingClientRect(), y = (words.top + words.bottom) / 2;
        if (!words.width) return false;
        return ![...one.closest('svg').querySelectorAll('rect')].some(rect => {
            const box = rect.getBoundingClientRect();
            const across = box.left <= words.left + 1 && box.right >= words.right - 1;
            return across && box.top < y && y < box.bottom;
        });
    }).map(one => one.textContent)""")
    assert loose == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_have_contrast_and_nothing_is_green(opened, scheme):
    page = opened("restricted", color_scheme=scheme)
    assert_words_have_contrast(page)
    assert_nothing_is_green(page)


def test_a_screen_reader_finds_tables_marks_and_what_is_drawn(opened):
    page = opened("restricted", 375)
    tree = page.locator("#kept").aria_snapshot()
    for part in (
        'img "Timeline of هدنة إنسانية', "columnheader", "rowheader", "who: stated.",
        "measurable: not stated.",
        'list "How specific it is: 3 of 5 parts stated"', 'heading "Promises"', "Evidence against",
    ):  # fmt: skip
        assert part in tree, part
    levels = page.evaluate(
        "[...document.querySelectorAll('#kept h2, #kept h3, #kept h4, #kept h5')].map(one => +one.tagName[1])"
    )
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_days_differ_without_colour(opened):
    page = opened("restricted")
    looks = page.evaluate("""() => ['r-bad', 'r-depends', 'r-held', 'r-unknown'].map(kind => {
        const style = getComputedStyle(document.querySelector('#kept .legend .' + kind));
        const paper = getComputedStyle(document.body).backgroundColor;
        const fill = style.fill.includes('url') ? style.fill : style.fill === paper ? 'paper' : 'ink';
        return [fill, style.strokeDasharray].join();
    })""")
    assert len(set(looks)) == 4


def test_it_prints(opened):
    page = opened("restricted")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 900})
    assert_no_wider_than_the_window(page)
    assert len(re.findall(rb"/Type\s*/Page(?!s)", page.pdf(prefer_css_page_size=True))) >= 3


def test_the_brief_stays_two_sheets(opened):
    page = opened("brief")
    assert len(re.findall(rb"/Type\s*/Page(?!s)", page.pdf(prefer_css_page_size=True))) == 2
