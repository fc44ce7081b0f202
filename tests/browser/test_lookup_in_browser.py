"""The offline look-up in Chromium, at phone size, with the network off."""

import itertools
import json
import random
import re

import numpy as np
import pytest
import shapely
from tests.browser.looks import assert_nothing_is_green, assert_words_have_contrast
from tests.publish import lookup_town as t

from safeground.characters import shown
from safeground.formats.vectors import read_features
from safeground.plan.gazetteer import Gazetteer, id_text
from safeground.plan.names import Name, Names
from safeground.publish.notices.applies import LAT_M, Spot, applies
from safeground.publish.notices.grid import STEP_DEG
from safeground.publish.notices.lookup import write
from safeground.publish.notices.phrases import LANGUAGES, RIGHT_TO_LEFT, phrases
from safeground.publish.notices.spelling_key import spelling_key

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
BLOCKS = t.town()
NOTICES = t.bulletins(BLOCKS)
EVIL = (
    "</script><script>window.hit=1</script>",
    '<img src=x onerror="window.hit=1">',
    "<!--<script>",
    "\"'><svg onload=window.hit=1>",
    "{{7*7}}${7*7}\u2028",
)


def evil_notice():
    one, two, three, four, five = EVIL
    area = t.place(two, "ordered", t.box(0, 0, 300, 300), called=one, designated_by=four, streets=(one,))
    words = {"issuer": one, "contact": two, "stays": three, "end": four, "text": {"en": five + one}}
    way = t.Way(id=two, line=None, open=(one,), streets=(four,))
    return t.bulletin(one, areas=(area,), ways=(way,), **words)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lookup")
    evil = Names(tuple(Name(str(i), (name,), "", None, t.box(0, 0, 90, 90)) for i, name in enumerate(EVIL)))
    more = {"blocks": BLOCKS, "streets_names": t.streets(), "names": t.names()}
    roads = {EVIL[0]: t.streets()["Mill Road"]}
    pages = {
        "copy": write(NOTICES, t.COPY, **more),
        "issued": write(NOTICES, t.ISSUER, **more),
        "evil": write((evil_notice(),), t.COPY, blocks=BLOCKS, streets_names=roads, names=evil),
        "bare": write((), t.COPY, blocks=None, streets_names={}, names=None),
    }  # fmt: skip
    for name, written in pages.items():
        (folder / f"{name}.html").write_bytes(written["lookup.html"])
    return folder


@pytest.fixture
def phone(browser, files):
    """Open a page as a phone does, and hold that it asked for nothing, said nothing and broke nothing."""
    contexts, heard = [], []

    def start(
        name="copy", language="en", *, time=t.NOON, place=None, error_m=20.0, page_file=None, **options
    ):
        words = {"viewport": PHONE, "timezone_id": "Asia/Gaza", "locale": language} | options
        if place is not None:
            lon, lat = t.lonlat(*place)
            words |= {"geolocation": {"longitude": lon, "latitude": lat, "accuracy": error_m}}
            words |= {"permissions": ["geolocation"]}
        context = browser.new_context(**words)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        address = (page_file or files / f"{name}.html").as_uri()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda asked: asked.url.split("#")[0] == address or heard.append(asked.url))
        page.clock.set_fixed_time(time)
        page.goto(address)
        return page

    yield start
    for context in contexts:
        context.close()
    assert heard == []


def ask(page, words):
    page.fill("#ask", words)
    page.keyboard.press("Enter")


def said(page, where="#answer-body"):
    """The words, without the marks that keep names and figures apart."""
    return re.sub("[\u2066-\u2069]", "", page.inner_text(where))


def test_a_block_says_what_applies_now_from_whom_and_as_of_when(phone):
    page = phone()
    ask(page, "12")
    text = said(page)
    for words in (
        "Area ordered to be left: low-town",
        "designated by Flood Directorate as “low-town zone”: a claim",
        "All of it lies in this area.",
        "Wednesday 4 March 2026, 18:00 (UTC+02:00)",
        "By then people are to be out of the area.",
        "hill: designated by Flood Directorate as “reception area”",
        "bridge, Mill Road. Open: 09:00-16:00",
        "Radio 91.2",
        "Leaflet of 4 March, River Radio",
        "Recorded up to Wednesday 4 March 2026, 13:00 (UTC+02:00).",
        "Copy of the notice of Flood Directorate of 2026-03-04 06:00 +02:00",
        "made by Monitors of River Town: not an order.",
        "keep their protection",
        "A designation is a claim",
    ):
        assert words in text, words
    assert page.evaluate("document.activeElement.id") == "answer-title"
    assert said(page, "#answer-title") == "Block 12"


def test_outside_all_areas_no_designation_is_recorded_and_protection_applies(phone):
    page = phone()
    ask(page, "200")
    assert phrases("notice")["no_designation"]["en"] in said(page)
    assert page.locator("#answer article").count() == 0


def test_what_comes_next_contradicts_and_what_is_over_have_their_places(phone):
    page = phone(time=t.NOON)
    ask(page, "316")
    sections = page.locator("#answer-body section").all_inner_texts()
    assert any(text.startswith("Now") and "hill" in text for text in sections)
    assert any(text.startswith("Next") and "later" in text for text in sections)
    assert page.locator(".warn").count() == 0
    later = phone(time=t.NOON + 4 * t.timedelta(hours=1))
    ask(later, "316")
    assert "The notices disagree here. All are shown" in later.inner_text(".warn")
    assert "first (hill) and second (later)" in said(later, ".warn")
    ask(later, "397")
    assert "Taken back by notice" in re.sub("\\s+", " ", later.locator("details.past").text_content())


def test_an_expired_message_is_unknown_and_not_over(phone):
    page = phone(time=t.NOON + t.timedelta(hours=40))
    ask(page, "12")
    text = said(page)
    assert phrases("lookup")["unknown"]["en"] in text
    assert "Whether what it says still holds is not recorded." in text
    assert phrases("lookup")["deadline-passed"]["en"] in text
    assert phrases("notice")["no_designation"]["en"] not in text


def test_the_page_and_the_command_agree_at_any_place_and_time(phone):
    """The same points and times through the page's script and through ``applies``."""
    page, rng = phone(), random.Random(5)
    cases = [
        (rng.uniform(-100, 2600), rng.uniform(-100, 2500), rng.choice([0, 20, 120]), rng.randint(-12, 48))
        for _ in range(400)
    ]
    found = page.evaluate(
        """cases => cases.map(([lon, lat, error, at]) => {
            const spot = onGrid(data.origin, lon, lat);
            const list = areasAt(data.origin, data.areas, spot, error);
            const { here, near, conflicts } = applying(data, list, at);
            const told = one => [one.notice.id, one.area.id, one.role, one.standing.state,
                one.standing.by ?? null, one.standing.since?.[0] ?? null, one.standing.until?.[0] ?? null];
            return [here.map(told), near.map(told), here.concat(near).map(one => one.edgeM),
                    conflicts.map(one => [one.difference, one.one.area.id, one.other.area.id])];
        })""",
        [
            [*t.lonlat(e, n), error, (t.NOON + h * t.timedelta(hours=1)).timestamp()]
            for e, n, error, h in cases
        ],
    )
    compared = 0
    for (east_m, north_m, error_m, hours), (here, near, edges, conflicts) in zip(cases, found, strict=True):
        point = shapely.Point(t.lonlat(east_m, north_m))
        edge_m = min(
            point.distance(place.geometry.boundary) * LAT_M
            for one in NOTICES
            for place in (*one.areas, *one.to)
        )
        within = max(50, error_m)
        answer = applies(
            NOTICES, Spot(geometry=point, error_m=error_m), t.NOON + hours * t.timedelta(hours=1)
        )
        reach = [one.edge_m for one in (*answer.here, *answer.near)]
        if edge_m < 2 or any(one is not None and abs(one - within) < 2 for one in (*reach, *edges)):
            continue  # within the rounding of an edge

        def told(one):
            s = one.standing
            return [one.bulletin.id, one.place.id, one.role, s.state, s.by,
                    s.since and s.since.timestamp(), s.until and s.until.timestamp()]  # fmt: skip

        assert here == [told(one) for one in answer.here]
        assert near == [told(one) for one in answer.near]
        assert edges == [one if one is None else pytest.approx(one, abs=1.5) for one in reach]
        assert conflicts == [[c.difference, c.one.place.id, c.other.place.id] for c in answer.conflicts]
        compared += 1
    assert compared > 300


def points_in_page(page, points):
    return page.evaluate(
        """points => points.map(([lon, lat]) => data.things.findIndex(thing =>
            thing.kind === "block" && inside(thing.open, onGrid(data.origin, lon, lat))))""",
        [list(point) for point in points],
    )


def hold_points(page, blocks, count, seed):
    west, south, east, north = shapely.total_bounds(blocks.geometry)
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    edges = shapely.STRtree(shapely.boundary(blocks.geometry))
    dots = shapely.points(points)
    distance = edges.query_nearest(dots, return_distance=True, all_matches=False)[1]
    tree = shapely.STRtree(blocks.geometry)
    hits = [sorted(tree.query(dot, predicate="intersects")) for dot in dots]
    compared = inside = 0
    for found, hit, far in zip(points_in_page(page, points), hits, distance, strict=True):
        if far > STEP_DEG:  # a vertex moves by half a step in each direction
            assert found == (hit[0] if hit else -1)
            compared, inside = compared + 1, inside + bool(hit)
    return compared, inside


def test_points_lie_in_the_same_blocks_as_in_shapely(phone):
    compared, inside = hold_points(phone(), BLOCKS, 3000, 3)
    assert compared > 2700
    assert inside > 2500


def test_the_628_blocks_of_gaza_are_small_and_found(phone, tmp_path, real_data):
    layer = read_features(real_data / "gaza" / "blocks.geojson")
    ids = tuple(map(id_text, layer.columns["Block"]))
    blocks = Gazetteer(ids, layer.geometry, ("",) * len(ids), "blocks.geojson")
    assert len(blocks) == 628
    ordered = [i for i in range(len(ids)) if 36 <= float(ids[i]) <= 54]
    area = t.place("x", "ordered", shapely.union_all(shapely.make_valid(blocks.geometry[ordered])))
    content = write((t.bulletin(areas=(area,)),), t.COPY, blocks=blocks, streets_names={}, names=None)[
        "lookup.html"
    ]
    assert len(content) < 3_000_000
    path = tmp_path / "gaza.html"
    path.write_bytes(content)
    page = phone(page_file=path)
    compared, inside = hold_points(page, blocks, 4000, 11)
    assert compared > 3500
    assert inside > 1000
    for index in ordered:
        ask(page, ids[index])
        assert "Area ordered to be left" in said(page), ids[index]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("٤٧", "Block 47"),
        ("۴۷", "Block 47"),
        ("block 47", "Block 47"),
        ("بلوك رقم ٤٧", "Block 47"),
        ("квартал 47", "Block 47"),
        ("zeitoun", "Zeitoun"),
        ("ZEITUN", "Zeitoun"),
        ("الزَّيْتون", "Zeitoun"),
        ("زيتون", "Zeitoun"),
        ("Зейтун", "Zeitoun"),
        ("זייתון", "Zeitoun"),
        ("شارع الجسر", "شارع الجسر"),
        ("mill  road", "Mill Road"),
    ],
)
def test_search_is_tolerant(phone, typed, title):
    page = phone()
    ask(page, typed)
    if page.locator("#answer").is_hidden():  # similar only: it has to be chosen
        assert phrases("lookup")["similar"]["en"][:14] in page.inner_text("#said")
        page.locator("#found button").first.click()
    assert said(page, "#answer-title") == title


def test_what_is_ambiguous_or_unknown_is_not_guessed(phone):
    page = phone()
    ask(page, "old m")
    assert said(page, "#said") == "Found: 2. Choose one."
    assert page.locator("#answer").is_hidden()
    ask(page, "9999")
    assert "Nothing by this name is in the file." in page.inner_text("#said")
    assert page.locator("#found button").count() == 0
    ask(page, "nowhere drawn")
    assert "Nobody drew this place" in said(page)
    assert "No designation" not in said(page), "what nobody drew is unknown, not outside"


def test_keys_are_the_same_in_the_page_and_in_the_program(phone):
    page, rng = phone("bare"), random.Random(9)
    signs = "abAL-l ASsh’'ʼ.0123٤٢٫۴ąÜßİΣςزيتونالأإآىةءـَّؤئکیזךםןףץ\u05b0ЇїҐґЁёЙй,_()/\u200f\u202e½²"
    texts = ["".join(rng.choices(signs, k=rng.randint(0, 14))) for _ in range(3000)]
    assert page.evaluate("texts => texts.map(spellingKey)", texts) == [spelling_key(text) for text in texts]


def test_the_position_is_used_and_an_edge_within_its_error_is_said(phone):
    page = phone(place=(1390, 1200), error_m=20, time=t.NOON + t.timedelta(hours=4))
    page.click("#here")
    page.wait_for_selector("#answer:not([hidden])")
    text = said(page)
    assert said(page, "#answer-title") == "Your position, to about 20 m"
    assert "In block 314" in text
    assert (
        "The edge of later (Area ordered to be left) is about 10 m away. Your position may be on either side"
        in text
    )
    assert page.locator("svg .dot").count() == 1


def test_a_position_elsewhere_is_said_to_be_off_the_map(phone):
    page = phone(place=(200_000, 0))
    page.click("#here")
    page.wait_for_selector("#answer:not([hidden])")
    assert phrases("lookup")["off"]["en"] in said(page)
    assert phrases("notice")["no_designation"]["en"] in said(page)


def test_a_refused_position_offers_typing(phone):
    page = phone()
    page.click("#here")
    page.wait_for_function("document.getElementById('said').textContent.includes('gave no position')")
    assert "Type a block" in page.inner_text("#said")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["copy", "issued"])
def test_every_language_is_whole_and_in_its_direction(phone, language, name):
    page = phone(name, language)
    ask(page, "12")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        language, "rtl" if language in RIGHT_TO_LEFT else "ltr",
    ]  # fmt: skip
    text = page.inner_text("body")
    assert phrases("lookup")["protection-all"][language] in text
    assert phrases("notice")["kind.ordered"][language] in text
    assert "{" not in text
    assert "undefined" not in text
    mark = phrases("mark")["copy" if name == "copy" else "issuer"][language]
    assert mark.split("{")[0] in page.inner_text("article .stamp")
    for other in set(LANGUAGES) - {language}:
        assert phrases("lookup")["protection-all"][other] not in text
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_switch_keeps_what_is_shown(phone):
    page = phone()
    ask(page, "12")
    page.get_by_role("button", name="العربية").click()
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert phrases("notice")["kind.ordered"]["ar"] in said(page)
    assert page.get_by_role("button", name="العربية").get_attribute("aria-pressed") == "true"


def test_a_copy_looks_unlike_an_issuers_file(phone):
    copy, issued = phone("copy"), phone("issued")
    for page in (copy, issued):
        ask(page, "12")
    border = "getComputedStyle(document.querySelector('.card')).borderTopStyle"
    assert [copy.evaluate(border), issued.evaluate(border)] == ["dashed", "solid"]
    assert "not orders" in copy.inner_text("#banner")
    assert t.ISSUER.fingerprint in issued.inner_text("#banner")
    assert t.ISSUER.fingerprint not in copy.content()
    assert "Exercise" in issued.inner_text("#banner")


def test_the_keyboard_alone_does_everything(phone):
    page = phone()
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert names == [
        "Skip to the look-up", "English", "العربية", "עברית", "Українська", "Each notice in it",
        "ask", "Look up", "here",
    ]  # fmt: skip
    page.locator("#ask").focus()
    page.keyboard.type("old m")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#found') !== null")
    page.keyboard.press("Enter")
    assert said(page, "#answer-title") == "Old Market"
    assert page.evaluate("document.activeElement.id") == "answer-title"


def test_controls_and_regions_have_names_and_ids_are_single(phone):
    page = phone()
    ask(page, "76")
    unnamed = page.evaluate("""() => [...document.querySelectorAll(
        'button, input, summary, svg[role=img], section, form')].filter(one => {
            const labelled = one.getAttribute('aria-labelledby');
            const named = one.getAttribute('aria-label')
                || (labelled && document.getElementById(labelled).textContent)
                || (one.labels && one.labels.length && one.labels[0].textContent)
                || (['BUTTON', 'SUMMARY'].includes(one.tagName) && one.textContent);
            const plain = one.tagName === 'SECTION' && one.closest('#answer-body') && one.querySelector('h3');
            return !(named || '').trim() && !plain && one.id !== 'form';
        }).map(one => one.outerHTML.slice(0, 80))""")
    assert unnamed == []
    assert (
        page.evaluate("""() => { const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
        return ids.filter((id, i) => ids.indexOf(id) !== i); }""")
        == []
    )
    tree = page.locator("body").aria_snapshot()
    assert len(re.findall(r"\[level=1\]", tree)) == 1
    for role in ("banner", "main", "contentinfo", "search", "searchbox", "status", "region"):
        assert role in tree, role
    levels = page.evaluate(
        """() => [...document.querySelectorAll('h1,h2,h3,h4')]
            .filter(one => one.offsetParent).map(one => +one.tagName[1])"""
    )
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    small = page.evaluate("""() => [...document.querySelectorAll('button, input, summary')]
        .map(one => one.getBoundingClientRect()).filter(box => box.height && box.height < 44).length""")
    assert small == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["copy", "issued"])
def test_words_have_contrast_and_nothing_is_green(phone, scheme, name):
    page = phone(name, color_scheme=scheme, time=t.NOON + t.timedelta(hours=4))
    ask(page, "316")
    assert_words_have_contrast(page)
    assert_nothing_is_green(page)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [180, 320, 1280])
def test_at_twice_the_size_nothing_overflows(phone, language, width):
    page = phone("copy", language, viewport={"width": width, "height": 500})
    ask(page, "316")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_words_of_others_are_text_and_never_run(phone):
    page, titles = phone("evil"), set()
    for name in EVIL:
        ask(page, name)
        if page.locator("#answer").is_hidden() or page.locator("#found button").count():
            page.locator("#found button").first.click()
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        titles.add(spelling_key(said(page, "#answer-title")))
    assert titles == {spelling_key(shown(name)) for name in EVIL}
    ask(page, "1")
    assert EVIL[1] in said(page)
    assert page.evaluate("window.hit") is None
    assert page.locator("img, #answer svg[onload], iframe").count() == 0
    assert page.locator("script").count() == 2


def test_the_policy_forbids_all_requests(phone, browser, files):
    text = (files / "copy.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)=\"(?!#)", text)
    assert "innerHTML" not in text
    context = browser.new_context()
    page = context.new_page()
    blocked = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto((files / "copy.html").as_uri())
    assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
    assert any("Content Security Policy" in words for words in blocked)
    context.close()


def test_the_clock_is_shown_and_another_time_can_be_set(phone):
    page = phone(timezone_id="America/New_York")
    ask(page, "316")
    assert "05:00 (UTC−05:00)" in said(page, "#clock-words")
    text = said(page)
    assert "18:00 (UTC+02:00); Wednesday 4 March 2026, 11:00 (UTC−05:00) on this phone’s clock" in text
    page.fill("#clock-other", "2026-03-04T10:30")
    assert "set by you" in page.inner_text("#clock-words")
    assert "The notices disagree here" in said(page)
    page.click("#clock-back")
    assert "The notices disagree here" not in said(page)


def test_a_clock_that_is_wrong_is_pointed_out(phone):
    page = phone(time=t.NOON - t.timedelta(days=400))
    assert "Check this phone's clock." in page.inner_text("#recorded")


def test_a_file_with_nothing_in_it_opens_and_says_so(phone):
    page = phone("bare")
    ask(page, "47")
    assert "Nothing by this name" in page.inner_text("#said")


def test_without_script_it_says_so_in_four_languages(browser, files):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((files / "copy.html").as_uri())
    text = page.inner_text("main")
    assert all(words in text for words in phrases("lookup")["no-script"].values())
    assert page.locator("#form").is_hidden()
    context.close()


def test_the_file_holds_public_things_only(files):
    text = (files / "copy.html").read_text(encoding="utf-8")
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    parts = "version origin recorded copied banner areas notices things phrases language"
    assert set(data) == set(parts.split())
    held = {key for thing in data["things"] for key in thing}
    assert held <= {"kind", "name", "keys", "in", "also", "within", "blocks", "shape"}
