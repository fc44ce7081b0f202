"""The claims of five articles: what ``verification/articles`` expects, the hard cases, the conflicts."""

from __future__ import annotations

import csv
import math
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from tests.ledger import articles

from safeground.ledger.amounts import amount, as_range, likeness, short_of, strays
from safeground.ledger.claim import Amount, ByRole, Period
from safeground.ledger.comparison_words import comparison_lines
from safeground.ledger.events import ClaimCorrected
from safeground.ledger.independence import speaker
from safeground.ledger.moments import moment
from safeground.ledger.queries import Query, ask
from safeground.ledger.rivals import compare, status_by_claimant
from safeground.ledger.store import Ledger, source_name
from safeground.quantity import Range

if TYPE_CHECKING:
    from safeground.ledger.claim import Claim
    from safeground.ledger.rivals import Comparison

CASE = Path(__file__).parents[2] / "verification" / "articles"
ZONE = articles.ZONE


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    found = real_data.parent / "claims"
    if not (found / "claims.csv").is_file():
        pytest.skip(f"needs the articles' claims in a folder beside the real data (looked in {found})")
    return found


@pytest.fixture(scope="module")
def ledger(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    made = Ledger(tmp_path_factory.mktemp("articles") / "articles.ledger", make=True)
    articles.load(made, folder)
    return made


@pytest.fixture(scope="module")
def claims(ledger: Ledger) -> dict[str, Claim]:
    return {one.id: one.claim for one in ask(ledger, Query())}


@pytest.fixture(scope="module")
def whole(ledger: Ledger) -> Comparison:
    return compare(ledger, Query())


def _at(text: str):
    return moment(text, ZONE) if text else None


def _query(row: dict[str, str]) -> Query:
    return Query(
        subject=row["subject"] or None,
        measure=row["measure"] or None,
        kinds=tuple(row["kinds"].split()),
        valid_at=_at(row["valid_at"]),
        known_at=_at(row["known_at"]),
        known_by=row["known_by"],
    )


def _rows() -> list[dict[str, str]]:
    with (CASE / "findings.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["question"])
def test_answers_as_stated(row, ledger):
    found = compare(ledger, _query(row))
    assert {one.id for one in found.answer.certain} == set(row["certain"].split())
    assert {one.id for one in found.answer.possible} == set(row["possible"].split())
    again = {frozenset(one.ids) for one in found.statements if len(one.told) > 1}
    assert again == {frozenset(text.split("=")) for text in row["told_again"].split()}
    disputes = found.disputes
    assert len(disputes) == len(row["disputed"].split())
    for text in row["disputed"].split():
        one, other = text.split("/")
        assert any(
            one in pair.one.ids + pair.other.ids and other in pair.one.ids + pair.other.ids
            for pair in disputes
        )
    assert (found.independent.at_least, found.independent.at_most) == (
        int(row["at_least"]),
        int(row["at_most"]),
    )
    lines = "\n".join(comparison_lines(found, ZONE))
    assert all(name in lines for name in (row["certain"] + " " + row["possible"]).split())


def test_every_claim_is_loaded_and_none_is_lost(ledger, folder):
    rows = articles.rows(folder)
    answer = ask(ledger, Query())
    assert len(rows) == len(answer) == 244
    assert answer.left_out == ()
    assert answer.erased == 0
    by_noon = ask(ledger, Query(known_at=_at("2023-12-01T12:00").latest))
    assert len(by_noon) + sum(len(one.ids) for one in by_noon.left_out) == 244


def test_ends_by_the_rules_are_those_of_every_row(folder, claims):
    checked = 0
    for row in articles.rows(folder):
        counted = claims[row["claim_id"]].amount
        if counted is None:
            assert (row["low"], row["high"]) == ("", ""), row["claim_id"]
            continue
        by_rule = amount(counted.qualifier, counted.value, counted.unit)
        ends = tuple(float(row[end]) if row[end] else None for end in ("low", "high"))
        assert (by_rule.low, by_rule.high) == ends, row["claim_id"]
        assert counted == by_rule
        assert strays(counted) is None
        checked += 1
    assert checked == 49


# The questions' words that a table of ids does not hold.


def test_q1_has_no_upper_end_and_adds_nothing(claims):
    killed, missing = claims["S000-026"].amount, claims["S000-027"].amount
    assert as_range(killed) == Range(15000, math.inf, "people")
    assert missing.by_convention
    assert claims["S000-026"].measure != claims["S000-027"].measure
    for name in ("S002-020", "S003-020"):
        assert as_range(claims[name].amount) is None


def test_q2_lists_three_claimants_and_no_flag(ledger):
    query = Query(
        subject="Kerem Shalom crossing",
        measure="crossing_status",
        valid_at=_at("2024-05-12"),
        known_at=_at("2024-05-13"),
    )
    said = {
        one.claimant: [known.claim.state for known in one.claims] for one in status_by_claimant(ledger, query)
    }
    assert said == {
        "Israel Defense Forces": ["open"],
        "Palestinian Crossings Authority": ["not_open"],
        "senior U.N. official": ["open"],
    }
    (official,) = (one.claims[0] for one in status_by_claimant(ledger, query) if "U.N." in one.claimant)
    assert official.claim.hedge == "technically"
    assert isinstance(official.claim.stated_by, ByRole)


def test_q3_two_short_and_nobody_says_why(claims, ledger):
    assert short_of(claims["S002-053"].amount, claims["S002-057"].amount) == Range.exact(2, "people")
    assert short_of(claims["S002-054"].amount, claims["S002-072"].amount) == Range.exact(0, "people")
    parts = as_range(claims["S002-058"].amount) + as_range(claims["S002-059"].amount)
    assert parts == as_range(claims["S002-057"].amount)
    for one in ask(ledger, Query(subject="Gaza", measure="israeli_hostages_released")):
        assert one.standing.supported_by == set()
    foreign = claims["S002-056"]
    assert short_of(foreign.amount, foreign.amount) is None  # unknown, not zero
    assert claims["S002-066"].amount is None
    assert claims["S002-067"].state == "2023-11-29"


def _read_with_notes(ledger: Ledger) -> None:
    """Mend what a row's note says more exactly than its columns: the extension came moments before 07:00."""
    events = []
    for name in ("S002-008", "S002-027", "S002-032", "S002-033", "S002-034"):
        (entry,) = ledger.claims(ids=[name])
        old = entry.event.claim
        said = Period(from_="2023-11-30T07:00+02:00", to=old.said.to, basis="inferred")
        new = replace(old, id=f"{name}-read", said=said)
        reason = "the note puts the announcement moments before the expiry, taken as its minute"
        events.append(ClaimCorrected(corrects=name, claim=new, reason=reason, by="recorder"))
    ledger.append(events)


def test_q4_at_six_only_the_first_expiry_had_been_announced(folder, tmp_path):
    ledger = Ledger(tmp_path / "read.ledger", make=True)
    articles.load(ledger, folder)
    six, eight = _at("2023-11-30T06:00").earliest, _at("2023-12-01T08:00").earliest
    measures = ("pause_expiry", "pause_expiry_before_extension", "extension_announced")

    def announced(at):
        return {
            one.id
            for measure in measures
            for one in ask(
                ledger, Query(subject="Israel-Hamas pause", measure=measure, known_at=at, known_by="said")
            )
        }

    assert announced(six) == {"S002-008", "S002-027", "S002-032", "S002-034", "S002-035"}  # by the day alone
    _read_with_notes(ledger)
    assert announced(six) == {"S002-035"}
    (first,) = ask(ledger, Query(measure="pause_expiry_before_extension", known_at=six, known_by="said"))
    assert moment(first.claim.state, ZONE).earliest == _at("2023-11-30T07:00").earliest
    assert (first.claim.hedge, first.claim.valid.basis) == ("about", "inferred")
    found = compare(
        ledger, Query(subject="Israel-Hamas pause", measure="pause_expiry", known_at=eight, known_by="said")
    )
    (expiry,) = found.statements  # still one: a mended reading keeps the links of the one before it
    assert expiry.best.id == "S002-027-read"
    assert moment(expiry.best.claim.state, ZONE).latest < eight
    assert {one.reason for one in found.answer.left_out} == {"misread by its recorder"}


def test_q5_has_no_low_end(claims):
    fled = claims["S001-013"]
    assert (fled.amount.low, fled.amount.high) == (None, 360000)
    assert (fled.valid.from_, fled.valid.basis) == ("2024-05-06", "inferred")
    assert source_name(fled) == "United Nations"
    assert claims["S001-014"].valid.from_ == fled.valid.from_


def test_q6_neither_figure_is_deleted(ledger):
    found = compare(ledger, Query(measure="hostages_taken", known_at=_at("2024-01-09")))
    (pair,) = found.disputes
    assert pair.value == "differ"
    assert {one.claim.amount.value for one in (*pair.one.told, *pair.other.told)} == {240, 250}
    assert "own voice" in " ".join(found.independent.reasons)


def test_q7_is_never_held_against_the_hostages(claims, whole):
    killed = claims["S003-049"]
    assert (killed.amount.low, killed.amount.high) == (None, 240)
    assert source_name(killed) == "Palestinian health ministry (Ramallah)"
    assert not any(set(pair.one.ids + pair.other.ids) & {"S003-049"} for pair in whole.pairs)


def test_q8_no_israeli_source(ledger, claims):
    known = _at("2023-12-01")
    specifics = ask(ledger, Query(subject="southern Gaza", kinds=("commitment",), known_at=known))
    assert {source_name(one.claim) for one in specifics} == {"senior U.S. official"}
    assert all(isinstance(one.claim.stated_by, ByRole) for one in specifics)
    assert source_name(claims["S002-006"]) == "Antony Blinken"
    about = {one.id for one in specifics} | {"S002-006", "S002-007"}
    assert not [
        name
        for name in about
        if "Israel" in source_name(claims[name]) or "Netanyahu" in source_name(claims[name])
    ]


# The hard cases and the register of conflicts.


def _pairs(whole, one, other):
    sides = [(pair, pair.one.ids, pair.other.ids) for pair in whole.pairs]
    return [pair for pair, a, b in sides if (one in a and other in b) or (one in b and other in a)]


NEVER_MEET = (
    ("S001-016", "S001-022"),  # two crossings closed, one of them open again
    ("S002-055", "S003-011"),  # freed without and with the foreigners
    ("S002-072", "S002-066"),  # the batch of the day and the one of the night before
    ("S000-003", "S000-033"),  # the truce, and the talks on it
    ("S002-020", "S003-020"),  # women and children; civilians
    ("S000-020", "S003-049"),  # 240 twice
    ("S001-002", "S001-039"),  # a headline stronger than its text
    ("S001-018", "S001-020"),  # probably one warning
    ("S001-028", "S001-030"),  # two U.N. officials
    ("S002-073", "S003-013"),  # visits to Israel, trips to the region
    ("S002-009", "S003-003"),  # does not oppose, and wants more
    ("S002-009", "S003-008"),
    ("S004-031", "S001-039"),  # dismantled in January, reassembling in May
    ("S004-024", "S002-019"),  # a rate and a total
    ("S004-024", "S000-026"),
    ("S002-063", "S000-019"),  # at the festival, within the whole
    ("S002-052", "S002-051"),  # soldiers within the hostages
    ("S000-006", "S000-013"),  # names of one idea
    ("S000-013", "S003-007"),
    ("S000-027", "S000-026"),  # missing, killed
)


@pytest.mark.parametrize(("one", "other"), NEVER_MEET)
def test_is_neither_merged_nor_held_against(one, other, whole):
    assert whole.statement(one) is not whole.statement(other)
    assert _pairs(whole, one, other) == []


ONE_STATEMENT = (
    ("S002-008", "S002-027", "S002-032", "S003-010"),
    ("S000-026", "S003-019"),
    ("S000-019", "S002-074", "S003-015", "S004-026"),
    ("S000-020", "S002-051", "S003-014"),
    ("S002-030", "S003-026"),
)


@pytest.mark.parametrize("names", ONE_STATEMENT, ids=lambda names: names[0])
def test_is_one_statement_told_again(names, whole, ledger):
    assert set(whole.statement(names[0]).ids) == set(names)
    claim = whole.statement(names[0]).best.claim
    found = compare(ledger, Query(subject=claim.subject, measure=claim.measure, known_at=_at("2023-12-31")))
    assert found.independent.at_least == 1


def test_the_most_exact_of_four_stands_in_front(whole):
    assert whole.statement("S002-008").best.id == "S002-027"


LINKED = {
    frozenset(pair)
    for pair in (
        ("S001-022", "S001-027"), ("S001-027", "S001-028"), ("S000-020", "S004-028"),
        ("S002-053", "S002-057"), ("S002-068", "S002-071"), ("S004-013", "S004-016"),
        ("S004-014", "S004-017"),
    )
}  # fmt: skip


def test_nothing_is_disputed_but_what_the_annotator_linked(whole):
    """Four classes in all; what is computed adds none, so that compatible claims never look like a fight."""
    found = set()
    for pair in whole.disputes:
        hits = {names for names in LINKED if all({*pair.one.ids, *pair.other.ids} & {name} for name in names)}
        assert hits, (pair.one.ids, pair.other.ids)
        found |= hits
    assert found == LINKED


def test_an_older_and_a_newer_lower_bound_are_compatible(whole):
    (pair,) = _pairs(whole, "S002-019", "S000-026")
    assert (pair.value, pair.disputed) == ("compatible", ())
    assert "time" in {one.what for one in pair.differs}


def test_a_longer_stay_than_printed_is_linked_and_not_mended(whole, claims):
    (pair,) = _pairs(whole, "S002-068", "S002-071")
    assert pair.value is None
    assert pair.disputed
    assert claims["S002-071"].amount.high == 3


def test_the_released_prisoner_is_no_number_at_all(claims):
    assert claims["S002-065"].amount is None
    assert claims["S002-067"].amount is None
    assert claims["S002-065"].valid.from_ == "2023-11-30"


def test_populations_differ_and_are_compatible_all_the_same(claims):
    assert likeness(claims["S002-055"].amount, claims["S003-011"].amount) == "compatible"


def test_an_attribution_that_was_dropped_is_no_new_evidence(ledger):
    found = compare(ledger, Query(subject="Israel (7 Oct attack)", measure="people_killed"))
    assert len(found.statements) == 1
    assert (found.independent.at_least, found.independent.at_most) == (1, 1)
    assert {one.claim.amount.qualifier for one in found.statements[0].told} == {"exact", "about"}


def test_figure_and_order_have_speakers_of_their_own(claims):
    assert speaker(claims["S001-013"]) == "United Nations"
    assert speaker(claims["S001-014"]) != "United Nations"


def test_an_expectation_is_no_fact(claims, whole):
    for name in ("S000-008", "S000-009"):
        assert claims[name].kind == "expectation"
        assert not [pair for pair in whole.disputes if name in pair.one.ids + pair.other.ids]


def test_an_event_without_a_date_is_possible_at_any_time(ledger):
    for day in ("2023-10-01", "2024-05-13", "2025-01-01"):
        found = ask(ledger, Query(measure="hamas_mortar_attack", valid_at=_at(day)))
        assert [(one.id, one.valid) for one in found] == [("S001-024", "possible")]


def test_three_ways_to_say_how_old_the_truce_is_stand_beside_each_other(claims):
    names = ("S003-002", "S002-041", "S000-004")
    said = [claims[name].amount for name in names]
    assert {one.qualifier for one in said} == {"exact", "about"}
    assert all(likeness(a, b) in ("other units", "same figure") for a, b in combinations(said, 2))


def test_unlike_units_are_not_subtracted(claims):
    with pytest.raises(ValueError, match="people done cannot be held against crossings due"):
        short_of(claims["S001-016"].amount, claims["S002-057"].amount)


def test_ends_that_stray_from_the_words_are_told():
    wrong = Amount(qualifier="about", value=240, low=230, high=250, unit="people")
    assert "about 240 gives none and none" in strays(wrong)
    assert strays(amount("about", 240, "people")) is None
