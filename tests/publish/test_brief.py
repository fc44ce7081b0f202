"""The brief: five messages, public, cut to what two sheets hold. Pages are counted in the browser."""

import base64
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import msgspec
import pytest
from tests.publish.sample import RESTRICTED_TEXTS, extreme_assessment, sample_assessment, tiny_assessment
from tests.publish.supply_and_return import EXTREME_RETURN, EXTREME_SUPPLY, RETURN, SUPPLY

from safeground.publish.answers import answer_rows
from safeground.publish.brief import LINES_A_LIST, SHORT_MESSAGE, SIGNS_A_LINE, brief_html, messages
from safeground.publish.figures import Figures

MAKERS = [sample_assessment, extreme_assessment, tiny_assessment]


def body(text):
    return text[text.index("<main>") :]


@pytest.mark.parametrize("make", MAKERS)
def test_there_are_five_key_messages_the_cost_first(make):
    assessment = make()
    said = messages(assessment, answer_rows(assessment.findings), Figures("public"))
    assert len(said) == 5
    assert said[0].about == "People to be moved"
    assert all(message.text for message in said)


def test_messages_carry_answers_and_ranges():
    text = body(brief_html(sample_assessment()))
    for said in (
        "63,000 to 95,000 people are ordered to leave",
        "Cannot (on these inputs).",
        "7.1 to 27 m² a person",
        "keep their protection",
        "safeground assess plan.yaml --out DIR",
        "safeground verify DIR",
        "© OpenStreetMap contributors, ODbL 1.0",
        "ab" * 32,
    ):
        assert said in text


def test_the_map_is_one_image_inside_the_file():
    text = brief_html(sample_assessment())
    assert text.count("<img") == 1
    assert "<svg" not in text
    encoded = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', text)
    assert encoded is not None
    svg = base64.b64decode(encoded.group(1)).decode()
    root = ET.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not any(part.attrib.get("class") == "cut" for part in root.iter())
    assert re.search(r'alt="Map of the areas\. A low town', text)


def test_it_pastes_as_headings_lists_and_tables():
    tags = set(re.findall(r"<([a-z0-9]+)[ >]", body(brief_html(sample_assessment()))))
    assert tags <= {
        "main", "section", "h1", "h2", "p", "ol", "ul", "li", "b", "bdi", "code", "img",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@pytest.mark.parametrize("secret", RESTRICTED_TEXTS)
def test_nothing_restricted_is_in_it(secret):
    findings = tuple(
        msgspec.structs.replace(one, statement=one.statement.replace("437", "fewer than 1,000"))
        for one in sample_assessment().findings
    )
    text = brief_html(replace(sample_assessment(), findings=findings))
    images = "".join(base64.b64decode(found).decode() for found in re.findall(r"base64,([^\"]+)", text))
    assert secret not in re.sub(r"base64,[^\"]+", "", text)
    assert secret not in images


def test_lists_are_cut_to_their_share_of_the_page_and_say_so():
    text = body(brief_html(extreme_assessment()))
    for found in re.findall(r"<ul>(.*?)</ul>", text, flags=re.S):
        items = [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<li>(.*?)</li>", found, flags=re.S)]
        assert sum(-(-len(item) // SIGNS_A_LINE) for item in items[:-1]) <= LINES_A_LIST
        assert re.fullmatch(r"and \d+ more, in the report", items[-1])


def test_the_same_assessment_gives_the_same_bytes():
    assert brief_html(sample_assessment()) == brief_html(sample_assessment())


def with_supply_and_return(make, supply=SUPPLY, back=RETURN):
    """Return an assessment of the public edition that answers all questions that have a message."""
    assessment = make()
    return replace(assessment, findings=(*assessment.findings, *supply, *back), public=True)


def test_supply_and_return_have_messages_with_figure_range_and_source():
    text = body(brief_html(with_supply_and_return(sample_assessment)))
    said = re.sub(r"<[^>]+>", "", text)
    assert "Seven key messages" in text
    for part in (
        "Do supplies get in? Not met. Not all that is needed, even with everything working: of water 24 to",
        "Held against: 15 litres of water a person a day, Sphere Handbook (2018).",
        "Can people return? Not met. Of 2 conditions stated for going back, 1 is not met and 1 is unknown.",
        "310,000 to 480,000 person-days away",
        "Held against: when the crest has passed (stated by River province), Order of 4 March.",
    ):
        assert part in said, part


def test_what_of_the_need_can_come_is_an_image_that_says_so():
    text = brief_html(with_supply_and_return(sample_assessment))
    assert text.count("<img") == 2
    assert 'alt="What of each need can come. water: 24 to 70 % of the need, not met; food:' in text
    encoded = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', text)[0]
    root = ET.fromstring(base64.b64decode(encoded))
    assert sum(part.tag.endswith("rect") for part in root.iter()) == 8


def test_messages_of_any_length_are_cut_to_whole_sentences_and_their_lines():
    assessment = with_supply_and_return(extreme_assessment, EXTREME_SUPPLY, EXTREME_RETURN)
    said = messages(assessment, answer_rows(assessment.findings), Figures("public"))
    assert len(said) == 7
    assert max(len(message.text) for message in said[5:]) <= SHORT_MESSAGE
