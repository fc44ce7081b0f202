"""The linter's page in Chromium: at phone width, in the dark, with no network, for a screen reader."""

from __future__ import annotations

import pytest

from safeground import examples
from safeground.lint import lint
from safeground.publish.lint_write import write_lint
from safeground.questions.flaw import Flaw


def _every(notice, reading, around):
    for severity in ("error", "warning", "note"):
        yield Flaw(
            rule=f"a-{severity}-with-a-long-name-that-does-not-break",
            severity=severity,
            notice=notice.id,
            what="Blocks " + ", ".join(map(str, range(200, 260))) + " are named and not drawn.",
            where='text (en), "a long quotation of the words that were read"',
            mend="Draw them.",
        )


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lint")
    plan = examples.place("river-town", folder / "town")
    text = plan.read_text(encoding="utf-8")
    arabic = 'text: {ar: "على سكان البلوك 402 المغادرة قبل الساعة 07:00", en: "Blocks 402'
    plan.write_text(text.replace('text: {en: "Blocks 402', arabic), encoding="utf-8")
    write_lint(lint([plan], rules=[_every]), folder / "out")
    return folder / "out" / "lint.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1200])
def test_nothing_runs_over_the_edge_and_nothing_is_fetched(browser, page_file, width, scheme, face):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{page_file}")
    if face:
        page.add_style_tag(content=f":root{{--sans:'{face}'}}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()


def test_a_screen_reader_hears_severity_maps_and_marks(browser, page_file):
    page = browser.new_page()
    page.goto(f"file://{page_file}")
    assert page.get_by_role("img", name="Map of the notice notice-3").count() == 1
    assert page.get_by_role("rowheader", name="Error").count() == 3, "one a notice"
    assert page.get_by_role("heading", level=2).count() == 4
    marks = page.locator(".said-text mark").all_inner_texts()
    assert any("blocks:" in mark for mark in marks)
    assert page.locator('.said-text[lang="ar"]').evaluate("one => getComputedStyle(one).direction") == "rtl"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the flaws"
    page.close()
