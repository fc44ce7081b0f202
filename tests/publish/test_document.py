import json
import math
from dataclasses import replace
from importlib.resources import files

import jsonschema
import msgspec
import pytest
from tests.publish.sample import sample_assessment as sample
from tests.publish.sample import tiny_assessment as tiny

from safeground.plan.model import Source
from safeground.publish.document import answers, document_json, schema_text
from safeground.publish.redact import WITHHELD, public_edition
from safeground.quantity import Range
from safeground.questions.finding import Figure, Finding

EDITIONS = ("restricted", "public")
ASSESSMENTS = {"sample": sample, "tiny": tiny}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", ASSESSMENTS)
def test_the_document_follows_the_schema_that_ships(edition, name):
    assessment = ASSESSMENTS[name]()
    if edition == "public":
        assessment = public_edition(assessment)
    shipped = json.loads(files("safeground.publish").joinpath("assessment.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(shipped)
    jsonschema.validate(json.loads(document_json(assessment, edition)), shipped)


def test_the_schema_that_ships_is_that_of_the_code():
    shipped = files("safeground.publish").joinpath("assessment.schema.json").read_text("utf-8")
    assert schema_text() == shipped


def test_an_end_that_nobody_stated_is_null_and_never_a_number():
    figure = Figure(label="surface", range=Range(-math.inf, math.inf, "m2"))
    finding = Finding(
        id="room.x", question="room", subject="x", answer="unknown", statement="Not known.", figure=figure
    )
    written = json.loads(document_json(replace(tiny(), findings=(finding,)), "restricted"))
    assert written["findings"][0]["figure"]["range"] == {
        "low": None,
        "high": None,
        "unit": "m2",
        "best": None,
    }


def test_only_the_restricted_edition_has_a_restricted_part():
    assert json.loads(document_json(sample(), "restricted"))["restricted"]["cut_streets"]
    assert json.loads(document_json(public_edition(sample()), "public"))["restricted"] is None


def test_a_question_takes_its_gravest_finding():
    words = {"question": "room", "subject": "x", "statement": "."}
    findings = tuple(
        Finding(id=f"room.{answer}", answer=answer, **words)
        for answer in ("above", "depends", "below", "unknown")
    )
    assert answers(replace(tiny(), findings=findings)) == {"room": "below"}


def test_a_source_that_is_not_public_is_held_back():
    assessment = tiny()
    source = Source(id="focal-point", title="Head of the clinic", url="https://example.org/person")
    plan = msgspec.structs.replace(assessment.loaded.plan, sources=(source,))
    assessment = replace(assessment, loaded=replace(assessment.loaded, plan=plan))
    written = document_json(public_edition(assessment), "public").decode()
    assert "Head of the clinic" not in written
    assert "example.org/person" not in written
    assert WITHHELD in written
