"""The report's page: what each edition holds, what it never says, and that it is whole."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import msgspec
import pytest
from tests.publish.sample import (
    RESTRICTED_TEXTS,
    extreme_assessment,
    sample_assessment,
    tiny_assessment,
)

from safeground.publish.figures import Figures
from safeground.publish.redact import public_edition
from safeground.publish.report import journeys, lead, report_html
from safeground.quantity import Range
from safeground.questions.finding import REACH_CAVEAT

VOID = {"meta", "br", "img", "hr", "link", "input", "col"}


class Page(HTMLParser):
    """Tags, ids, links and text of a page; every element must be closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.text, self.captions = [], [], [], [], [], 0
        self.attributes = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        self.attributes.append((tag, named))
        if "id" in named:
            self.ids.append(named["id"])
        if tag in {"a", "use"}:
            self.links.append(named["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module", params=["restricted", "public"])
def audience(request):
    return request.param


@pytest.fixture(scope="module")
def page(audience):
    return Page(report_html(sample_assessment(), audience))


def test_the_page_is_well_formed_and_its_links_lead_somewhere(page):
    assert len(page.ids) == len(set(page.ids))
    targets = {link.removeprefix("#") for link in page.links}
    assert targets <= set(page.ids)
    assert page.tags.count("h1") == 1


def test_it_fetches_nothing_and_runs_nothing(audience):
    text = report_html(sample_assessment(), audience)
    assert "<script" not in text
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#|data:)""", text)
    assert "@import" not in text
    assert not re.findall(r"url\((?!#)", text)
    assert "default-src 'none'" in text


def test_every_table_has_a_caption_and_every_header_a_scope(page):
    assert page.tags.count("table") == page.tags.count("caption") > 8
    assert all("scope" in attributes for tag, attributes in page.attributes if tag == "th")


def test_every_figure_speaks(page):
    drawings = [
        attributes for tag, attributes in page.attributes if tag == "svg" and attributes.get("role") == "img"
    ]
    assert drawings
    for attributes in drawings:
        named = attributes.get("aria-label") or attributes.get("aria-labelledby")
        assert named
        if "aria-labelledby" in attributes:
            assert set(named.split()) <= set(page.ids)


def test_the_first_words_are_what_how_and_when_with_the_age_of_the_count(page):
    words = page.words
    start = words.index("A plan in force, examined as of 4 Mar 2026, 12:00 (+02:00).")
    age = words.index("The newest count of people is of 20 Aug 2025: 196 days old, more than 180.")
    cost, answers = words.index("Counted as a cost"), words.index("Eight answers")
    assert start < age < cost < answers


def test_the_order_is_answers_map_reach_room_unknown_assumed_sources(page):
    headings = [page.ids.index(name) for name in ("answers", "where", "reach", "room", "services", "sites")]
    rest = [page.ids.index(name) for name in ("decide", "unknown", "assumed", "sources")]
    assert headings + rest == sorted(headings + rest)


def test_questions_that_were_not_examined_say_so(page):
    assert page.words.count("Not examined by this version.") == 4
    assert "Not examined by this version: clear, supply, kept, return." in page.words


def test_fixed_sentences_stand_in_every_edition(page):
    for said in (
        "People outside every area on this page, and people who stay, keep their protection.",
        REACH_CAVEAT,
        "planning minimums, not proof",
        "safeground verify DIR",
        "designated by River province as “ flood zone 1 ”".replace("“ ", "“").replace(" ”", "”"),
        "© OpenStreetMap contributors, ODbL 1.0",
        "ab" * 32,
    ):
        assert said in page.words


def test_conditions_of_a_destination_are_stated_not_stated_or_disputed(page):
    words = page.words
    row = words[words.index("Free movement and return Supervision") :]
    assert "Not stated disputed stated Not stated" in row


@pytest.mark.parametrize("secret", RESTRICTED_TEXTS)
def test_nothing_restricted_stands_in_the_public_edition(secret):
    # The sample's own statement tells a figure below 1,000; statements are their writers' to keep public.
    findings = tuple(
        msgspec.structs.replace(one, statement=one.statement.replace("437", "fewer than 1,000"))
        for one in sample_assessment().findings
    )
    sample = replace(sample_assessment(), findings=findings)
    assert secret in report_html(sample, "restricted")
    assert secret not in report_html(sample, "public")


def test_only_the_restricted_edition_is_marked_and_on_every_page():
    restricted, public = (report_html(sample_assessment(), audience) for audience in ("restricted", "public"))
    assert '<meta name="sensitivity" content="RESTRICTED">' in restricted
    assert "@top-center" in restricted
    assert "@bottom-center" in restricted
    assert "RESTRICTED" not in public
    assert "@top-center" not in public


def test_people_left_are_worded_as_present_and_protected():
    words = Page(report_html(sample_assessment(), "restricted")).words
    assert "They are present, and protected." in words
    assert "People present and protected" in words


def test_a_redacted_assessment_gives_the_same_public_page():
    sample = sample_assessment()
    assert report_html(public_edition(sample), "public") == report_html(sample, "public")


def test_no_word_vouches_for_a_place_or_judges_an_order(page):
    words = page.words.lower()
    for allowed in (REACH_CAVEAT, "A planning minimum, not proof of adequacy or safety.", "Safeground"):
        words = words.replace(allowed.lower(), "")
    for word in (r"\bsafe\b", "approved", "cleared", "likely", "violat", "illegal", "refuge", "legitimate"):
        assert not re.search(word, words), word


def test_names_and_figures_keep_their_direction(page, audience):
    text = report_html(sample_assessment(), audience)
    assert "<bdi>المواصي</bdi>" in text
    body = re.sub(r"<(style|title|desc|svg)\b.*?</\1>", "", text, flags=re.S)
    bare = re.sub(r"<bdi[^>]*>.*?</bdi>", "", body, flags=re.S)
    assert not re.search(r">[^<]*[\u0590-\u06ff]", bare)
    assert '<bdi dir="ltr" class="nb">' in text


def test_names_from_the_plan_are_escaped():
    sample = sample_assessment()
    plan = msgspec.structs.replace(sample.loaded.plan, plan="<script>alert(1)</script>", territory="<b>&")
    text = report_html(replace(sample, loaded=replace(sample.loaded, plan=plan)), "public")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_notice_without_deadline_is_a_boxed_finding(page):
    assert "Deadline not stated." in page.words
    assert "until everyone who can move is at a destination" in page.words
    assert "The ruler under the chart shows the answer for every deadline." in page.words


def test_a_deadline_for_arriving_is_not_held_against_leaving():
    sample = sample_assessment()
    notice = msgspec.structs.replace(sample.loaded.plan.notices[0], deadline_means="arrived")
    plan = msgspec.structs.replace(sample.loaded.plan, notices=(notice, *sample.loaded.plan.notices[1:]))
    arrived = replace(sample.outcomes[0], target="arrived")
    changed = replace(
        sample, loaded=replace(sample.loaded, plan=plan), outcomes=(sample.outcomes[0], arrived)
    )
    leaving, arriving = journeys(changed, Figures("restricted"))
    assert leaving.no_deadline == "The stated deadline is for having arrived."
    assert not any(row.stated for row in leaving.rows)
    assert arriving.no_deadline is None
    assert any(row.stated for row in arriving.rows)


def test_schematic_streets_give_words_instead_of_a_chart():
    sample = sample_assessment()
    ground = msgspec.structs.replace(
        sample.loaded.plan.ground,
        streets=msgspec.structs.replace(sample.loaded.plan.ground.streets, grade="schematic"),
    )
    plan = msgspec.structs.replace(sample.loaded.plan, ground=ground)
    text = report_html(replace(sample, loaded=replace(sample.loaded, plan=plan)), "restricted")
    assert 'class="chart' not in text
    assert "Streets are schematic, so whether people can reach the destination is unknown." in text
    assert "The proof in one sentence" not in text


@pytest.mark.parametrize("make", [tiny_assessment, extreme_assessment])
def test_small_and_large_plans_give_whole_pages(make, audience):
    page = Page(report_html(make(), audience))
    assert len(page.ids) == len(set(page.ids))


def test_the_same_assessment_gives_the_same_bytes(audience):
    assert report_html(sample_assessment(), audience) == report_html(sample_assessment(), audience)


def test_the_lead_names_each_answer():
    from safeground.publish.answers import answer_rows

    assert lead(answer_rows(sample_assessment().findings)) == (
        "Of eight questions put to this plan, four were examined."
        " Reach: cannot (on these inputs); room: below; services: unknown; sites: not met."
    )
    assert lead(answer_rows(())) == "None of the eight questions could be examined."


def test_the_legend_names_those_who_cannot_walk_only_where_they_are_drawn():
    sample = sample_assessment()
    some = replace(sample.outcomes[0], cannot_walk=Range(100.0, 200.0, "persons"))
    nobody = replace(some, cannot_walk=Range.exact(0.0, "persons"))
    for outcome, named in ((some, 1), (nobody, 0)):
        html = report_html(replace(sample, outcomes=(outcome,)), "restricted")
        assert html.count("cannot walk unaided, in neither line") == named
