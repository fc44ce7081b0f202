"""The schedule's page and table: never an instruction, never finer than it may be, only in restricted/."""

import csv
import io
import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.sample import START, sample_assessment
from tests.publish.scheduled import (
    RESTRICTED_NAMES,
    extreme_schedule,
    persons,
    sample_schedule,
    scheduled_assessment,
)

from safeground.journey.readable_schedule import FEW_PERSONS
from safeground.publish.redact import public_edition
from safeground.publish.report import report_html
from safeground.publish.schedule_csv import COLUMNS, schedule_csv
from safeground.publish.schedule_page import schedule_html
from safeground.publish.schedule_words import ACCOUNT, moment, steps, unit_name
from safeground.publish.write import write


def silent(_: str) -> None:
    pass


class Cells(HTMLParser):
    """The texts of table cells, of signs on maps, and of everything."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.counts: list[str] = []
        self.words: list[str] = []
        self.stack: list[tuple[str, str]] = []
        self.feed(page)
        self.text = re.sub(r" (?=[.,;:])", "", " ".join(" ".join(self.words).split()))

    def handle_starttag(self, tag, attributes):
        if tag == "td":
            self.cells.append("")
        if tag not in {"br", "meta", "link", "input"}:
            self.stack.append((tag, dict(attributes).get("class") or ""))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _ in self.stack}
        if tags & {"style", "script"}:
            return
        self.words.append(data)
        if "td" in tags:
            self.cells[-1] += data
        if self.stack and self.stack[-1] == ("text", "count"):
            self.counts.append(data)


@pytest.fixture(scope="module")
def page() -> Cells:
    return Cells(schedule_html(scheduled_assessment()))


def test_it_says_that_it_is_never_an_instruction(page: Cells):
    assert ACCOUNT in page.text
    assert page.text.lower().count("never an instruction") >= 4
    for words in (
        "no forecast", "no advice to move or to stay", "nothing went wrong", "keep their protection",
        "Says nothing on whether the order is lawful, safe or voluntary.", "RESTRICTED",
        "goes on before its own people set out", "others on the same streets are in no figure",
    ):  # fmt: skip
        assert words in page.text


def test_every_count_is_coarse(page: Cells):
    extreme = Cells(schedule_html(extreme_schedule()))
    for found in (page, extreme):
        said = [cell.strip() for cell in found.cells + found.counts if re.search(r"\d", cell)]
        assert len(said) > 100
        for text in said:
            if re.fullmatch(
                r"and at \d+ more, in the tables|At no place 5,000 set out, pass or wait\.", text
            ):
                continue
            if text == "fewer than 5,000":
                continue
            assert re.fullmatch(r"\d{1,3}(,\d{3})*", text), text
            count = int(text.replace(",", ""))
            assert count >= FEW_PERSONS
            assert count % FEW_PERSONS == 0


def test_a_step_is_three_hours_and_the_deadline_is_told(page: Cells):
    assert "4 Mar 2026, 06:00 to 09:00 step 1 of 8" in page.text
    assert "4 Mar 2026, 15:00 to 18:00 step 4 of 8; the stated deadline falls in it" in page.text
    assert "5 Mar 2026, 03:00 to 06:00 step 8 of 8" in page.text
    assert "That is after the stated deadline, 18:00, 4 Mar 2026." in page.text


def test_a_deadline_that_means_something_else_is_not_held_against_the_schedule():
    sample = scheduled_assessment()
    arrived = replace(sample.outcomes[0], target="arrived")
    text = Cells(schedule_html(replace(sample, outcomes=(arrived,)))).text
    assert "deadline" not in text


def test_who_is_in_no_schedule_is_told():
    sample = scheduled_assessment()
    some = replace(sample.outcomes[0], upper_h=None, no_upper="437 people have no way at the least figures")
    text = Cells(schedule_html(replace(sample, outcomes=(some,)))).text
    assert "Not everybody is in it: 437 people have no way at the least figures." in text


def test_one_step_is_told_as_such(page: Cells):
    assert "The whole movement is shorter than 3 hours, so there is one step" in page.text
    assert "0 h to 3 h after the order step 1 of 1" in page.text


def test_no_schedule_is_told_with_its_reason(page: Cells):
    assert "No schedule to tell: 437 people have no way at the least figures." in page.text


def test_maps_and_tables_say_the_same(page: Cells):
    html = schedule_html(scheduled_assessment())
    frames = re.findall(r'<li class="frame-of.*?</li>', html, re.DOTALL)
    assert len(frames) == 9
    for frame in frames:
        table = frame[frame.index("<table") :]
        wide = re.search(r'<g class="bw">(.*?)</g><g class="bp">', frame, re.DOTALL)
        shown = re.findall(
            r'class="tag (\w+)">.*?class="no"[^>]*>(\d+)</text><text class="count"[^>]*>([\d,]+)<', wide[1]
        )
        told = re.findall(r'class="s-(\w+)".*?>(\d+)</text></svg>.*?role="cell">([\d,]+)', table, re.DOTALL)
        assert set(shown) <= set(told)
        assert bool(shown) == bool(told)


def test_width_grows_with_the_number_of_people():
    html = schedule_html(scheduled_assessment())
    widths = re.findall(r'href="#schedule-1-0" class="load l(\d)"', html)
    assert widths == ["1", "2", "3", "4", "5", "2", "1"], "5, 10, 20, 50, 100, 15, 5 thousand; none in step 1"


def test_names_in_other_scripts_stand_unchanged(page: Cells):
    for name in RESTRICTED_NAMES:
        assert name in page.text


def test_the_page_fetches_nothing_and_runs_its_own_script_only():
    html = schedule_html(scheduled_assessment())
    assert "default-src 'none'" in html
    assert html.count("script-src 'sha256-") == 1
    assert html.count("<script>") == 1
    assert not re.search(r'\b(src|srcset|action)="', html)
    assert set(re.findall(r'href="([^#"][^"]*)"', html)) == {"report.html"}


def table(assessment) -> list[dict[str, str]]:
    text = schedule_csv(assessment)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_table_has_the_same_rows_with_tags():
    tags, *rows = table(scheduled_assessment())
    assert all(tag.startswith("#") for tag in tags.values())
    assert len(COLUMNS) == len(tags)
    places = {(row["what"], row["where"]) for row in rows if row["target"] == "out"}
    assert len(places) == 2 + 2 + 3 + 2
    assert len(rows) == 8 * len(places) + 3
    assert {row["account"] for row in rows} == {ACCOUNT}
    assert {row["sensitivity"] for row in rows} == {"RESTRICTED"}
    kanal = [row for row in rows if row["where"] == "Kanal-Weg"]
    assert [row["persons"] for row in kanal][:3] == ["fewer than 5,000", "5,000", "10,000"]
    assert [(row["at_least"], row["at_most"]) for row in kanal][:2] == [("0", "5000"), ("5000", "10000")]
    waits = [row for row in rows if row["what"] == "wait"]
    assert (waits[2]["at_least"], waits[2]["at_most"]) == ("15000", "20000")
    assert rows[0]["from"] == START.isoformat()
    assert all(int(row["until_h"]) - int(row["from_h"]) >= 3 for row in rows)
    assert {row["from"] for row in rows if row["target"] == "arrived"} == {""}


def test_a_name_is_no_formula():
    sample = scheduled_assessment()
    schedule = sample_schedule()
    named = replace(schedule, streets=(replace(schedule.streets[0], name="=1+1"), *schedule.streets[1:]))
    outcome = replace(sample.outcomes[0], readable_schedule=named)
    assert {row["where"] for row in table(replace(sample, outcomes=(outcome,)))} >= {"'=1+1"}


def test_markup_in_names_stays_text():
    sample = scheduled_assessment()
    schedule = sample_schedule()
    evil = "<script>alert(1)</script>"
    named = replace(schedule, streets=(replace(schedule.streets[0], name=evil), *schedule.streets[1:]))
    html = schedule_html(replace(sample, outcomes=(replace(sample.outcomes[0], readable_schedule=named),)))
    assert evil not in html
    assert html.count("<script") == 1


def test_it_is_written_into_restricted_only_and_only_when_asked(tmp_path):
    write(scheduled_assessment(), tmp_path / "asked", silent)
    write(sample_assessment(), tmp_path / "quiet", silent)
    names = {path.name for path in (tmp_path / "asked" / "restricted").iterdir()}
    assert {"schedule.html", "schedule.csv"} <= names
    assert not [path for path in (tmp_path / "quiet").rglob("*") if "schedule" in path.name]
    assert not [path for path in (tmp_path / "asked" / "public").rglob("*") if "schedule" in path.name]
    assert 'href="schedule.html"' in (tmp_path / "asked/restricted/report.html").read_text(encoding="utf-8")
    assert "schedule.html" not in (tmp_path / "quiet/restricted/report.html").read_text(encoding="utf-8")
    for path in (tmp_path / "asked" / "public").iterdir():
        inside = path.read_bytes()
        assert b"schedule.html" not in inside
        for name in ("Набережна", "7013"):
            assert name.encode() not in inside, path


def test_the_public_edition_holds_no_schedule():
    public = public_edition(scheduled_assessment())
    assert [outcome.readable_schedule for outcome in public.outcomes] == [None, None, None]
    assert public.schedule_asked is False
    assert report_html(scheduled_assessment(), "public") == report_html(
        replace(
            scheduled_assessment(),
            schedule_asked=False,
            outcomes=tuple(
                replace(outcome, readable_schedule=None) for outcome in scheduled_assessment().outcomes
            ),
        ),
        "public",
    )


def test_hours_stay_true_on_the_day_that_clocks_change():
    """In Berlin 02:00 becomes 03:00 on 29 March 2026: three hours after midnight it is four o'clock."""
    start = datetime(2026, 3, 29, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    outcome = replace(sample_assessment().outcomes[0], start=start, deadline_h=None)
    assert moment(outcome, 3).hour == 4
    assert steps(outcome, replace(sample_schedule(), steps=2))[0].hours == "00:00 to 04:00"


@given(st.floats(0, 24), st.sampled_from([3, 6, 12, 24]))
def test_the_deadline_falls_in_one_step(deadline_h, step_h):
    outcome = replace(sample_assessment().outcomes[0], deadline_h=deadline_h)
    schedule = replace(sample_schedule(), step_h=step_h, steps=24 // step_h, set_out=persons(0))
    found = [step.number for step in steps(outcome, schedule) if step.deadline]
    assert len(found) == 1
    assert (found[0] - 1) * step_h <= deadline_h <= found[0] * step_h


def test_a_place_on_the_equator_has_no_minus():
    unit = replace(sample_schedule().departures[1], lon=-0.0004, lat=-0.0)
    assert unit_name(unit) == "around longitude 0.000, latitude 0.000"
