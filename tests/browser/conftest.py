"""One Chromium for all pages, with nothing to fetch from."""

import os
import shutil

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    named = os.environ.get("SAFEGROUND_CHROMIUM")
    found = (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    if not found:
        pytest.skip("needs Chromium: install it, or name it in SAFEGROUND_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


FACES = ("as it comes", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Carlito")
"""From the widest of the common faces to the narrowest; those that are not installed are skipped."""


@pytest.fixture(params=FACES)
def face(request, browser):
    """A face that pages are set in; empty: the one that the style sheet finds on this machine."""
    name = request.param
    if name == FACES[0]:
        return ""
    page = browser.new_page()
    # A face that is not there is set as the fallback is, whichever that be.
    there = page.evaluate(
        """name => {
            const pen = document.createElement('canvas').getContext('2d');
            const width = family => {
                pen.font = '64px ' + family;
                return pen.measureText('mmmiiiWWW').width;
            };
            return ['serif', 'monospace'].every(other => width(`"${name}", ${other}`) !== width(other));
        }""",
        name,
    )
    page.close()
    if not there:
        pytest.skip(f"needs the face {name}: install it")
    return name


@pytest.fixture
def opened(browser, files):
    """Open pages of the folder ``files``, and hold that none wrote to the console or asked for anything."""
    contexts, heard = [], []

    def open_page(name, width=1280, face="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        address = (files / f"{name}.html").as_uri()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith((address, "data:")) or heard.append(asked.url))
        page.goto(address)
        if face:
            page.add_style_tag(content=f'*{{font-family:"{face}"!important}}')
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []
