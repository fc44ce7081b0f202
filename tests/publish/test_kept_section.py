"""The section for *kept*: chain, days, promises, evidence; and in public what public claims alone say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING

import jsonschema
import pytest
from tests.publish.kept_plan import SECRETS, kept_assessment

from safeground.publish.document import document_json
from safeground.publish.kept_section import kept_shown
from safeground.publish.redact import public_edition
from safeground.publish.report import report_html
from safeground.publish.write import write

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.assess import Assessment


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return kept_assessment(tmp_path_factory.mktemp("kept"))


def section(page: str) -> str:
    """Return the words of the section, spaces made single."""
    inside = page[page.index('<section id="kept"') :]
    inside = inside[: inside.index("</section>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def test_the_chain_says_until_when_announced_when_by_whom_and_what_is_unknown(assessment: Assessment) -> None:
    words = section(report_html(assessment, "restricted"))
    for part in (
        "It begins 1 Mar 2026, 07:00 (+02:00)", "4 Mar 2026, 07:00 (+02:00) 28 Feb 2026",
        "6 Mar 2026, 07:00 (+02:00) 4 Mar 2026, 06:45 (+02:00)", "15 min before the expiry before it",
        "Hidden broker 2 h after the expiry before it",
        "After that After the last expiry that was announced its state is unknown.",
        "ended (hedge: “seemingly”)", "an official (not named)",
    ):  # fmt: skip
        assert part in words, part


def test_days_say_due_counted_side_by_side_and_missing(assessment: Assessment) -> None:
    shown = kept_shown(assessment.kept, assessment.loaded)
    assert shown is not None
    (prisoners, calm) = shown.pauses[0].terms
    said = {day.day: (day.due, day.counts, day.short, day.answer) for day in prisoners.days}
    assert said["2 Mar 2026"] == (
        "10 people", ("8 people by Red Cross", "10 people by وزارة الأسرى"), "0 to 2 people", "depends",
    )  # fmt: skip
    assert said["3 Mar 2026"] == ("10 people", ("7 people by Secret monitor",), "3 people", "not_met")
    assert said["4 Mar 2026"] == ("10 people", ("21 people in batches by Red Cross",), "nothing", "met")
    assert said["5 Mar 2026"] == ("10 people", (), "not known", "unknown")
    assert "happened on another day" in prisoners.days[3].late[0]
    assert calm.answer is None
    assert [one.id for one in calm.supports] == ["F1"]
    assert [one.id for one in calm.contradicts] == ["A1", "against-secret"]


def test_promises_show_five_marks_in_words_and_evidence_for_and_against(assessment: Assessment) -> None:
    words = section(report_html(assessment, "restricted"))
    assert "“ дорога буде відкрита щодня ”" in words
    for part in ("who", "what", "where"):
        assert f"{part}: stated." in words
    for part in ("when", "measurable"):
        assert f"{part}: not stated." in words
    assert "known through a third party only: Hidden broker" in words
    assert words.count("Evidence for") == words.count("Evidence against") >= 3
    assert "Questions to which no answer was given" in words
    assert "What somebody expects of others: no promises" in words


def test_the_drawing_has_a_lane_a_term_and_says_in_words_what_it_shows(assessment: Assessment) -> None:
    shown = kept_shown(assessment.kept, assessment.loaded)
    assert shown is not None
    drawing = str(shown.pauses[0].drawing)
    assert drawing.count("<svg") == drawing.count('role="img"') == 2
    (said,) = set(re.findall(r"<desc[^>]*>([^<]+)</desc>", drawing))
    assert "prisoners: 6 days with something due, 1 short, 2 unknown" in said
    assert said.endswith("prisoners: 6 days with something due, 1 short, 2 unknown.")
    assert "unknown after that" in said
    for mark in ("10 of 10", "8 to 10 of 10", "7 of 10", "21 of 10", "? of 10"):
        assert f">{mark}<" in drawing, mark


def test_public_answers_rest_on_public_claims_alone(assessment: Assessment, tmp_path: Path) -> None:
    public = public_edition(assessment)
    shown = kept_shown(public.kept, public.loaded)
    assert shown is not None
    third = shown.pauses[0].terms[0].days[2]
    held_back = ("what may be published does not answer this",)
    assert (third.counts, third.short, third.answer) == (held_back, "not known", "unknown")
    write(assessment, tmp_path / "out", lambda _: None)
    for path in sorted((tmp_path / "out" / "public").rglob("*")):
        inside = path.read_bytes()
        assert [
            secret
            for secret in (*SECRETS, "7 of 10", "secret-3", "against-secret", "secret-9")
            if secret.encode() in inside
        ] == [], path
    restricted = (tmp_path / "out" / "restricted" / "report.html").read_text(encoding="utf-8")
    assert [secret for secret in SECRETS if secret not in restricted] == ["only for us"]


def test_redacting_twice_changes_nothing(assessment: Assessment) -> None:
    once = public_edition(assessment)
    assert report_html(once, "public") == report_html(assessment, "public")
    assert public_edition(once).findings == once.findings


def test_findings_are_in_every_file_that_lists_findings(assessment: Assessment, tmp_path: Path) -> None:
    write(assessment, tmp_path / "out", lambda _: None)
    for edition in ("restricted", "public"):
        folder = tmp_path / "out" / edition
        written = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
        ids = {one["id"] for one in written["findings"] if one["question"] == "kept"}
        assert ids == {"kept.pause.expiry", "kept.pause.prisoners"}
        table = (folder / "findings.csv").read_text(encoding="utf-8-sig")
        for one in ids:
            assert one in table


def test_the_document_has_the_account_and_follows_the_schema(assessment: Assessment) -> None:
    shipped = json.loads(files("safeground.publish").joinpath("assessment.schema.json").read_text("utf-8"))
    for edition, third in (("restricted", "not_met"), ("public", "unknown")):
        one = assessment if edition == "restricted" else public_edition(assessment)
        written = json.loads(document_json(one, edition))  # type: ignore[arg-type]
        jsonschema.validate(written, shipped)
        kept = written["kept"]
        assert [each["joins"] for each in kept["pauses"][0]["chain"]] == ["first", "in time", "gap"]
        days = {day["day"]: day for day in kept["terms"][0]["days"]}
        assert days["2026-03-03"]["answer"] == third
        assert days["2026-03-05"]["done"] is None
        assert [count["amount"]["low"] for count in days["2026-03-02"]["counts"]] == [8, 10]
        assert kept["promises"][0]["stated"] == {
            "who": True, "what": True, "where": True, "when": False, "measurable": False,
        }  # fmt: skip
    bare = replace(assessment, kept=None)
    assert json.loads(document_json(bare, "restricted"))["kept"] is None


def test_without_anything_to_keep_there_is_no_section(assessment: Assessment) -> None:
    assert kept_shown(None, assessment.loaded) is None
    bare = replace(
        assessment, kept=None, findings=tuple(one for one in assessment.findings if one.question != "kept")
    )
    page = report_html(bare, "restricted")
    assert 'id="kept"' not in page
    assert ".sides" not in page
