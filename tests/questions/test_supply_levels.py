"""What claims say of a crossing or a way: only listed phrases decide, in four languages."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.supply_town import write_town

from safeground.assess import assess
from safeground.ledger.amounts import amount
from safeground.ledger.claim import Claim, Kind, Named, Period
from safeground.publish.redact import public_edition
from safeground.questions.last_words import holds
from safeground.questions.supply_levels import LEVELS, level_of, plain

if TYPE_CHECKING:
    from pathlib import Path

    from safeground.questions.finding import Finding

COLUMNS = (
    "id,kind,subject,measure,qualifier,value,low,high,unit,state,valid_from,valid_to,published,zone,"
    "stated_by,source_kind,sensitivity\n"
)
NORTH = ("{id: north, at", "{id: north, status: {subject: north gate, measure: status}, at")
SOURCES = """\
sources:
  - {id: census, title: Census, sensitivity: public}
  - {id: rs, title: Army bulletin, sensitivity: restricted}
"""
ROAD = ("{id: n, from", "{id: n, status: {subject: road n, measure: status}, from")


def row(
    name: str, by: str, state: str, valid: str, published: str, *, of: str = "north gate",
    kind: str = "event", sensitivity: str = "public",
) -> str:  # fmt: skip
    """Return a row of claims; ``valid`` is "from to", of which either may be "-"."""
    first, last = ("" if end == "-" else end for end in valid.split())
    what, when = f'{name},{kind},{of},status,,,,,,"{state}"', f"{first},{last},{published},Etc/UTC"
    return f"{what},{when},{by},named,{sensitivity}\n"


def town(
    folder: Path, *rows: str, changes: tuple[tuple[str, str], ...] = (), more: str = "ledger: claims.csv\n"
) -> Path:
    """Write a town in which claims tell of a gate and a road, asked on 4 March 2026; return its plan."""
    path = write_town(folder, *changes, NORTH, ROAD, more=more)
    (folder / "claims.csv").write_text(COLUMNS + "".join(rows), encoding="utf-8")
    return path


def findings(folder: Path, *rows: str) -> dict[str, Finding]:
    found = assess(town(folder, *rows), seconds=1.0).findings
    return {one.id: one for one in found if one.question == "supply"}


def gate(folder: Path, *rows: str) -> Finding:
    return findings(folder, *rows)["supply.crossing.north"]


def said(state: str, kind: Kind = "status") -> Claim:
    return Claim(
        id="a", kind=kind, subject="gate", measure="status", state=state, zone="UTC",
        stated_by=Named(name="Ministry"), recorder="r",
    )  # fmt: skip


def test_every_listed_phrase_stands_once_and_is_a_level() -> None:
    text = files("safeground.questions").joinpath("crossing_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({plain(one["phrase"]) for one in rows}) == len(rows)
    assert {one["level"] for one in rows} == LEVELS
    assert {one["language"] for one in rows} == {"en", "ar", "he", "uk"}


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("not operational", "not usable"),
        ("Non-operational", "not usable"),
        ("not  functional", "not usable"),
        ("no longer operational", "not usable"),
        ("non\u2010operational", "not usable"),
        ("“closed.”", "closed"),
        ("مُغْلَق", "closed"),
        ("\u200fסָגוּר", "closed"),
        ("no safe and viable access", "not usable"),
        ("out of service", "not usable"),
        ("not_open", "closed"),
        ("مغلق", "closed"),
        ("غير عامل", "not usable"),
        ("סגור", "closed"),
        ("לא פעיל", "not usable"),
        ("Зачинено", "closed"),
        ("не працює", "not usable"),
        ("fully functional", "usable"),
        ("REOPENED", "open"),
    ],
)
def test_phrases_whose_meaning_is_certain(state: str, level: str) -> None:
    assert level_of(said(state)) == level


@pytest.mark.parametrize(
    "state",
    [
        "partially operational",
        "operational, delivery hampered",
        "open to aid, not flowing",
        "will be usable",
        "reportedly usable",
        "not closed",
        "never reopened",
        "closed until further notice, usable later",
        "ليس مغلقا",
    ],
)
def test_what_is_no_listed_phrase_stays_as_it_was_said(state: str) -> None:
    assert level_of(said(state)) == state


@pytest.mark.parametrize("rest", [{"hedge": "seemingly"}, {"amount": amount("exact", 2.0, "lanes")}])
def test_a_word_that_does_not_stand_alone_has_no_level(rest: dict[str, Any]) -> None:
    assert level_of(said("usable")) == "usable"
    assert level_of(msgspec.structs.replace(said("usable"), **rest)) in (
        "usable, seemingly",
        "usable, 2 lanes",
    )


def test_a_demand_is_no_state() -> None:
    assert level_of(said("open", "demand")) == "demand: open"
    assert level_of(said("usable", "expectation")) not in LEVELS


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("not operational", "not_met"),
        ("مغلق", "not_met"),
        ("usable", "met"),
        ("open", "depends"),
        ("partially operational", "unknown"),
        ("not closed", "unknown"),
        ("never reopened", "unknown"),
        ("open to aid, not flowing", "unknown"),
    ],
)
def test_a_gate_by_one_claimants_word(tmp_path: Path, state: str, answer: str) -> None:
    found = gate(tmp_path, row("A1", "Border Office", state, "2026-03-01 -", "2026-03-03"))
    assert found.answer == answer
    assert f"Border Office (2026-03-01): {state}" in found.statement
    assert (found.missing is not None) == (answer == "unknown")


def test_words_that_decide_nothing_beside_a_level_depend(tmp_path: Path) -> None:
    found = gate(
        tmp_path,
        row("A1", "Border Office", "usable", "2026-03-01 -", "2026-03-03"),
        row("A2", "UN", "partially operational", "2026-03-01 -", "2026-03-03"),
    )
    assert found.answer == "depends"
    assert "2 claimants, 2 answers" in found.statement


def test_every_word_on_a_way_is_shown(tmp_path: Path) -> None:
    """ICRC's "not operational" closes the way as UN's "closed" does; other words are shown."""
    shut = findings(
        tmp_path,
        row("S", "UN", "closed", "2026-03-01 -", "2026-03-02", of="road n"),
        row("S2", "ICRC", "not operational", "2026-03-01 -", "2026-03-02", of="road n"),
        row("S3", "WFP", "partially operational", "2026-03-01 -", "2026-03-02", of="road n"),
    )["supply.area.old"]
    assert shut.answer == "depends"
    assert "UN and ICRC say that the way is closed" in shut.statement
    assert "WFP (2026-03-01): partially operational" in shut.statement


def test_words_on_a_way_that_are_no_level_do_not_pass_as_open(tmp_path: Path) -> None:
    said_so = row("S", "WFP", "partially operational", "2026-03-01 -", "2026-03-02", of="road n")
    found = findings(tmp_path, said_so)["supply.area.old"]
    assert found.answer == "depends"
    assert "WFP (2026-03-01): partially operational" in found.statement


# The last word of a claimant, on 4 March


def test_the_last_published_word_counts_not_the_last_begin(tmp_path: Path) -> None:
    found = gate(
        tmp_path,
        row("A1", "Border Office", "open", "2026-03-02 -", "2026-03-02"),
        row("A2", "Border Office", "closed", "2026-02-20 -", "2026-03-03"),
    )
    assert found.answer == "not_met"
    assert "Border Office (2026-02-20): closed" in found.statement
    assert "open" not in found.statement


def test_a_word_on_a_time_to_come_does_not_count_yet(tmp_path: Path) -> None:
    found = gate(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-03-01 -", "2026-03-03"),
        row("A2", "Border Office", "usable", "2026-03-20 -", "2026-03-03"),
    )
    assert found.answer == "not_met"


@pytest.mark.parametrize(
    ("valid", "published", "said_when"),
    [
        ("2026-02-01 2026-02-02", "2026-02-01", "2026-02-01 to 2026-02-02"),
        ("2026-03-20 -", "2026-03-03", "2026-03-20"),
    ],
)
def test_words_on_another_time_alone_are_unknown_and_shown(
    tmp_path: Path, valid: str, published: str, said_when: str
) -> None:
    found = gate(tmp_path, row("A1", "Border Office", "closed", valid, published))
    assert found.answer == "unknown"
    assert found.missing is not None
    assert found.statement == (
        "north: nobody's word on it holds at the moment asked. "
        f"Said of another time: Border Office ({said_when}): closed."
    )
    assert found.evidence == ("A1",)


def test_past_words_decide_nothing_beside_one_that_holds(tmp_path: Path) -> None:
    found = gate(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-02-01 2026-02-02", "2026-02-01"),
        row("A2", "UN", "usable", "2026-03-01 -", "2026-03-03"),
    )
    assert found.answer == "met"
    assert "Said of another time: Border Office (2026-02-01 to 2026-02-02): closed." in found.statement


def test_a_word_without_an_end_lasts_until_its_claimant_says_otherwise(tmp_path: Path) -> None:
    """Closed since 20 February, open on 2 March alone: what it is on 4 March this claimant does not say."""
    found = gate(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-02-20 -", "2026-02-20"),
        row("A2", "Border Office", "open", "2026-03-02 2026-03-02", "2026-03-02"),
    )
    assert found.answer == "unknown"
    assert "open" in found.statement


def test_two_words_of_one_day_by_their_begin(tmp_path: Path) -> None:
    """10:00 at +03:00 is 07:00, before 08:30."""
    found = gate(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-03-01T10:00+03:00 -", "2026-03-03"),
        row("A2", "Border Office", "usable", "2026-03-01T08:30+00:00 -", "2026-03-03"),
    )
    assert found.answer == "met"


def test_words_of_which_nothing_tells_the_last_stand_side_by_side(tmp_path: Path) -> None:
    found = gate(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-03-01 -", "2026-03-03"),
        row("A2", "Border Office", "usable", "2026-03-01 -", "2026-03-03"),
        row("A3", "Border Office", "usable", "2026-03-01 -", "2026-03-03"),
    )
    assert found.answer == "depends"
    assert "1 claimant, 2 answers" in found.statement


def test_a_past_closing_of_a_way_is_shown_and_decides_nothing(tmp_path: Path) -> None:
    past = row("S", "UN", "closed", "2026-02-01 2026-02-02", "2026-02-02", of="road n")
    found = findings(tmp_path, past)["supply.area.old"]
    assert found.answer == "met"
    assert "Said of another time: UN (2026-02-01 to 2026-02-02): closed." in found.statement


# By whose word


def test_the_restricted_edition_names_who_says_what_and_the_public_one_holds_back(tmp_path: Path) -> None:
    path = town(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-03-01 -", "2026-03-03", sensitivity="restricted"),
        row("A2", "UN", "usable", "2026-03-01 -", "2026-03-03"),
    )
    whole = assess(path, seconds=1.0)
    found = {one.id: one for one in whole.findings}["supply.crossing.north"]
    assert "2 claimants, 2 answers: Border Office (2026-03-01): closed; UN" in found.statement
    public = {one.id: one for one in public_edition(whole).findings}["supply.crossing.north"]
    assert public.answer == "unknown"
    assert "Border Office" not in public.statement


def test_who_closed_a_way_is_named_by_the_restricted_edition_alone(tmp_path: Path) -> None:
    shut = "transit_h: 1, open: false, since: 2026-02-01T00:00"
    path = town(
        tmp_path,
        row("S", "UN", "not operational", "2026-03-01 -", "2026-03-02", of="road n"),
        changes=(
            ("depot, trucks_per_day: 100, transit_h: 1", f"depot, trucks_per_day: 100, {shut}, source: rs"),
            ("depot, trucks_per_day: 100, transit_h: 1}", f"depot, trucks_per_day: 100, {shut}}}"),
        ),
        more=SOURCES + "ledger: claims.csv\n",
    )
    whole = assess(path, seconds=1.0)
    found = {one.id: one for one in whole.findings}["supply.area.old"]
    assert found.statement == (
        "old is isolated: no supply route is open since 2026-02-01 00:00 (+00:00), "
        "as Army bulletin and UN state."
    )
    public = {one.id: one for one in public_edition(whole).findings}["supply.area.old"]
    assert public.answer == "not_met"
    assert "as a source that is held back and UN state" in public.statement


def test_a_count_is_named_by_the_restricted_edition_alone(tmp_path: Path) -> None:
    """An average of three days that a restricted claim states, and a question with a restricted source."""
    more = """\
  counters:
    - {id: gate, stage: entered, unit: trucks, counts: {subject: town, measure: entered}}
  promised:
    - {id: ten, words: ten a day, per_day: 10, unit: trucks, stage: entered, from: 2026-03-01T00:00,
       until: 2026-03-04T00:00}
  continues:
    - {id: on, question: Does aid go on?, answer: not stated, by: Ministry, source: rs}
ledger: claims.csv
"""
    path = town(tmp_path, more=more + SOURCES)
    average = (
        "N,figure,town,entered,exact,4,4,4,trucks/day,,2026-03-01,2026-03-03,2026-03-03,Etc/UTC,"
        "Border Office,named,restricted\n"
    )
    (tmp_path / "claims.csv").write_text(COLUMNS + average, encoding="utf-8")
    whole = assess(path, seconds=1.0)
    found = {one.id: one for one in whole.findings}
    assert "on average, Border Office 4" in found["supply.promise.ten"].statement
    assert "No answer is stated by Ministry" in found["supply.continues.on"].statement
    public = {one.id: one for one in public_edition(whole).findings}
    assert "Border Office" not in public["supply.promise.ten"].statement
    assert "No answer is stated by a source that is held back" in public["supply.continues.on"].statement


def test_a_demand_takes_no_word_s_place(tmp_path: Path) -> None:
    found = gate(
        tmp_path,
        row("A1", "Border Office", "closed", "2026-03-01 -", "2026-03-02"),
        row("A2", "Border Office", "open", "2026-03-03 -", "2026-03-03", kind="demand"),
        row("A3", "UN", "open", "2026-03-03 -", "2026-03-03", kind="expectation"),
    )
    assert found.answer == "not_met"


@pytest.mark.parametrize(
    ("before", "answer"), [("", "unknown"), ("closed", "depends"), ("usable", "met"), ("open", "depends")]
)
def test_what_may_not_have_been_out_decides_nothing_alone(tmp_path: Path, before: str, answer: str) -> None:
    """The moment asked is the midnight with which the day of publication begins."""
    rows = [row("A2", "Border Office", "usable", "2026-03-03 -", "2026-03-04")]
    if before:
        rows.append(row("A1", "Border Office", before, "2026-03-01 -", "2026-03-02"))
    found = gate(tmp_path, *rows)
    assert found.answer == answer
    if answer == "unknown":
        assert found.missing is not None
        assert "the hour is not stated" in found.missing


@pytest.mark.parametrize(("last", "begun"), [("2026-03-03", True), ("2026-03-10", False)])
def test_a_window_is_when_it_began(last: str, *, begun: bool) -> None:
    window = Period(from_="2026-03-01", to=last, basis="stated", window=True)
    closed = msgspec.structs.replace(said("closed"), valid=window)
    assert holds(closed, datetime(2026, 3, 4, tzinfo=UTC)) == begun
