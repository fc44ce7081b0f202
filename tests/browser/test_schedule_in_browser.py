"""The schedule's page in Chromium: it steps by keyboard, by itself only when asked, and without script."""

import re
from dataclasses import replace

import pytest
from tests.browser.looks import assert_words_have_contrast
from tests.publish.scheduled import extreme_schedule, scheduled_assessment

from safeground.publish.schedule_page import schedule_html

pytestmark = pytest.mark.browser

STEPS = 8


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schedule")
    sample = scheduled_assessment()
    twice = replace(sample, outcomes=(sample.outcomes[0], *sample.outcomes))
    for name, assessment in {"schedule": sample, "twice": twice, "extreme": extreme_schedule()}.items():
        (folder / f"{name}.html").write_text(schedule_html(assessment), encoding="utf-8")
    return folder


def shown(page, player=0):
    """The steps that can be seen in a player."""
    return page.evaluate(
        """player => [...document.querySelectorAll('.player')[player].querySelectorAll('.frame-of')]
            .filter(one => one.getBoundingClientRect().height).map(one => one.dataset.words)""",
        player,
    )


def step(number):
    hours = (6 + 3 * (number - 1)) % 24
    day = 4 if number <= 6 else 5
    return f"Step {number} of {STEPS}: {day} Mar 2026, {hours:02d}:00 to {(hours + 3) % 24:02d}:00"


def test_it_opens_with_the_network_off_at_the_first_step(opened):
    page = opened("schedule", offline=True)
    assert shown(page) == [step(1)]
    assert page.locator(".player").first.locator("svg.map:visible").count() == 1


def test_the_keyboard_steps(opened):
    page = opened("schedule")
    page.locator(".player").first.focus()
    for key, number in (
        ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", STEPS), ("ArrowRight", STEPS),
        ("Home", 1), ("ArrowLeft", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert shown(page) == [step(number)], key


def test_every_control_is_reached_by_tab_and_named(opened):
    page = opened("schedule")
    page.locator(".player").first.focus()
    page.keyboard.press("ArrowRight")
    names = []
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent || document.activeElement.type"))
    assert names == ["First", "Back", "Play", "Next", "Last", "range"]
    page.keyboard.press("ArrowRight")
    assert shown(page) == [step(3)]
    assert page.locator("input[type=range]").first.get_attribute("aria-valuetext") == step(3)
    assert page.locator("output").first.text_content() == step(3)


def test_buttons_step_and_say_where_it_ends(opened):
    page = opened("schedule")
    player = page.locator(".player").first
    player.get_by_role("button", name="Next").click()
    assert shown(page) == [step(2)]
    player.get_by_role("button", name="Last").click()
    assert player.get_by_role("button", name="Next").is_disabled()
    player.get_by_role("button", name="First").click()
    assert player.get_by_role("button", name="Back").is_disabled()
    assert shown(page) == [step(1)]


def test_it_plays_only_when_asked_and_stops(opened):
    page = opened("schedule")
    page.clock.install()
    page.reload()
    page.clock.fast_forward(60_000)
    assert shown(page) == [step(1)], "nothing moves by itself"
    page.locator(".player").first.focus()
    page.keyboard.press("Space")
    page.clock.run_for(3100)
    assert shown(page) == [step(3)]
    page.keyboard.press("Space")
    page.clock.run_for(10_000)
    assert shown(page) == [step(3)]
    page.locator(".player").first.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    assert shown(page) == [step(STEPS)]
    assert page.locator(".player").first.get_by_role("button", name="Play").is_visible()


def test_who_asks_for_less_motion_gets_none(opened):
    page = opened("schedule", reduced_motion="reduce")
    player = page.locator(".player").first
    assert player.get_by_role("button", name="Play").count() == 0
    assert player.get_by_text("asks for less motion").is_visible()
    player.focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(1800)
    assert shown(page) == [step(1)]
    page.keyboard.press("ArrowRight")
    assert shown(page) == [step(2)]


def test_without_script_it_is_a_list_of_all_steps(opened):
    page = opened("schedule", java_script_enabled=False)
    player = page.locator(".player").first
    assert player.locator(".frame-of:visible").count() == STEPS
    assert player.locator("svg.map:visible").count() == STEPS
    assert player.get_by_role("button").count() == 0


def test_players_do_not_disturb_each_other(opened):
    page = opened("twice")
    page.locator(".player").nth(1).focus()
    page.keyboard.press("ArrowRight")
    assert shown(page, 0) == [step(1)]
    assert shown(page, 1) == [step(2)]


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", ["schedule", "extreme"])
def test_no_page_overflows_sideways(opened, face, name, width):
    page = opened(name, width, face)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("name", ["schedule", "extreme"])
def test_every_step_of_every_table_is_on_paper(opened, face, name):
    page = opened(name, 1280, face)
    page.emulate_media(media="print")
    page.set_viewport_size(
        {"width": 1024, "height": 688}
    )  # A4 landscape less the margins, at 96 dots an inch
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    columns = page.evaluate("""() => [...document.querySelectorAll('.scroll')]
        .filter(one => one.getBoundingClientRect().height)
        .map(one => [...one.querySelectorAll('thead th')].map(th => th.textContent))
        .filter(heads => heads.includes('Street'))[0].filter(head => head !== 'Street')""")
    steps = page.locator(".player").first.locator(".frame-of").count()
    assert len(columns) == len(set(columns)) == steps
    cut_off = page.evaluate("""() => [...document.querySelectorAll('.scroll td, .scroll th')]
        .filter(one => one.getBoundingClientRect().right > innerWidth
            || one.getBoundingClientRect().height && one.scrollWidth > one.clientWidth + 1)
        .map(one => one.textContent)""")
    assert cut_off == []


@pytest.mark.parametrize("width", [375, 1280])
def test_the_base_is_drawn_and_its_words_stay_inside(opened, face, width):
    page = opened("schedule", width, face)
    page.locator(".player").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    drawn = page.evaluate("""() => {
        const map = document.querySelector('.frame-of.now svg.map'), box = map.getBoundingClientRect();
        const texts = [...map.querySelectorAll('.tag text')].map(one => one.getBoundingClientRect());
        const own = texts.filter(one => one.width);
        return {
            tags: own.length,
            small: own.filter(one => one.height < 9).length,
            outside: own.filter(one => one.left < box.left || one.right > box.right + 1).length,
            base: map.querySelector('use').getBoundingClientRect().width / box.width,
            width: getComputedStyle(map.querySelector('.load.l5')).strokeWidth,
        };
    }""")
    assert drawn["tags"] >= 8
    assert drawn["small"] == drawn["outside"] == 0
    assert drawn["base"] > 0.9
    assert float(drawn["width"].removesuffix("px")) >= 48


def test_a_screen_reader_finds_tables_groups_and_one_heading(opened):
    page = opened("schedule", 375)
    tree = page.locator("body").aria_snapshot()
    assert len(re.findall(r"\[level=1\]", tree)) == 1
    for part in (
        'group "notice-1, out of the area: 8 steps"', 'slider "Step"', 'button "Next"', "banner", "main",
        "contentinfo", 'img "Map of step 1 of 8, 4 Mar 2026, 06:00 to 09:00.', "rowheader", "columnheader",
        'region "People who set out in each step',
    ):  # fmt: skip
        assert part in tree, part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, scheme):
    page = opened("schedule", color_scheme=scheme)
    assert_words_have_contrast(page)


def test_each_printed_page_is_marked_and_every_step_is_printed(opened):
    page = opened("schedule")
    text = page.evaluate(
        "[...document.styleSheets].map(s => [...s.cssRules].map(r => r.cssText).join('')).join('')"
    )
    assert text.count("RESTRICTED") == 2
    page.emulate_media(media="print")
    assert page.locator(".player").first.locator(".frame-of:visible").count() == STEPS
    assert len(re.findall(rb"/Type\s*/Page(?!s)", page.pdf(prefer_css_page_size=True))) > 5
