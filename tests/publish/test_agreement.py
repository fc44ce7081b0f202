"""The public edition says what all claims say, or that it is unknown: no answer or row of it is another."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.publish.half_public import AGAIN, claim, ledger, ledgers, town, with_claims

from safeground.ledger.claim import Period
from safeground.ledger.events import ClaimRecorded, ClaimsLinked
from safeground.publish.agreement import NOT_ANSWERED
from safeground.publish.document import answers, document_json
from safeground.publish.findings_csv import findings_csv
from safeground.publish.public_displacement import ALL_AREAS
from safeground.publish.redact import public_edition
from safeground.publish.report import report_html
from safeground.questions.displacement.account import hull
from safeground.questions.kept import examine

if TYPE_CHECKING:
    from safeground.assess import Assessment
    from safeground.ledger.claim import Claim
    from safeground.ledger.state import Standing
    from safeground.questions.finding import Finding


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return town(tmp_path_factory.mktemp("town"))


def again(assessment: Assessment) -> dict[str, Finding]:
    return {one.id: one for one in assessment.findings if one.question in AGAIN}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(claims=ledgers())
def test_each_public_answer_and_row_is_the_whole_one_or_unknown(
    base: Assessment, claims: dict[str, Standing]
) -> None:
    whole = with_claims(base, claims)
    public = public_edition(whole)
    of_all, shown = again(whole), again(public)
    for name, one in shown.items():
        assert one.answer == "unknown" or one.answer == of_all[name].answer, name
        if one.figure is not None:
            # Rounded outwards, so it holds the figure of all claims.
            figure = of_all[name].figure
            assert figure is not None
            assert one.figure.range.low <= figure.range.low + 1e-9
            assert one.figure.range.high >= figure.range.high - 1e-9
    by_question, in_public = answers(whole), answers(public)
    for question in AGAIN:
        assert in_public[question] in ("unknown", by_question[question]), question
    _kept_rows(whole, public)
    _supply_rows(whole, public)
    _return_rows(whole, public)


def _kept_rows(whole: Assessment, public: Assessment) -> None:
    terms = {(one.of, one.term.id): one for one in whole.kept.terms}
    for one in public.kept.terms:
        full = terms[one.of, one.term.id]
        assert one.answer in ("unknown", full.answer)
        for figure in ("done", "short"):
            assert getattr(one, figure) in (None, getattr(full, figure))
        _days(one, full)
    pauses = {one.pause.id: one for one in whole.kept.pauses}
    for one in public.kept.pauses:
        full = pauses[one.pause.id]
        assert one.answer in ("unknown", full.answer)
        assert one.known.state in ("unknown", full.known.state)
        untils = [link.step.until for link in one.chain]
        assert untils in ([], [link.step.until for link in full.chain])
    # What is drawn is drawn from these rows.
    drawn = Counter((row.lane, row.when, row.text) for row in public.kept.rows if row.kind == "count")
    said = Counter((row.lane, row.when, row.text) for row in whole.kept.rows if row.kind == "count")
    assert drawn <= said


def _days(public, full) -> None:
    of_all = {one.day: one for one in full.days}
    for day in public.days:
        other = of_all[day.day]
        assert day.answer in ("unknown", other.answer)
        for figure in ("due", "done", "short"):
            assert getattr(day, figure) in (None, getattr(other, figure))
        if day.counts:
            assert (day.answer, day.done) == (other.answer, other.done)
            assert hull([one.amount for one in day.counts]) == hull([one.amount for one in other.counts])


def _supply_rows(whole: Assessment, public: Assessment) -> None:
    for one, full in zip(public.supply.crossings, whole.supply.crossings, strict=True):
        assert set(one.levels) in (set(), set(full.levels))
        assert one.levels or not one.claims
    for one, full in zip(public.supply.counters, whole.supply.counters, strict=True):
        for day, counts in one.days.items():
            reached = hull([each.amount for each in counts])
            assert reached in (None, hull([each.amount for each in full.days[day]]))
    for one, full in zip(public.supply.promises, whole.supply.promises, strict=True):
        assert one.answer in ("unknown", full.answer)
        for (_, _, account), (_, _, other) in zip(one.counted, full.counted, strict=True):
            assert account.answer in ("unknown", other.answer)
            assert account.done in (None, other.done)
            _days(account, other)


def _return_rows(whole: Assessment, public: Assessment) -> None:
    full = whole.returning.displacement
    shown = public.returning.displacement
    assert {one.id for one in shown.places} <= {ALL_AREAS}
    # One area of the town is to be left: the total of all of them is its own.
    for place in shown.places:
        for day in range(len(full.days)):
            for total in ("gone", "moved", "returned"):
                wide, exact = shown.widest(total, place.id, day), full.widest(total, "old", day)
                assert wide.low <= exact.low
                assert wide.high >= exact.high


def released(name: str, persons: float, day: str, **rest: Any) -> Claim:
    return claim(name, "pause", "released", persons, day, unit="people", **rest)


def entered(name: str, trucks: float, day: str, **rest: Any) -> Claim:
    return claim(name, "town", "entered", trucks, day, unit="trucks", **rest)


BOTH_DAYS = ("2026-03-01", "2026-03-02")
CONTRADICTED: dict[str, tuple[str, list[Claim]]] = {
    "kept": (
        "kept.pause.daily",
        [
            *(released(day, 10.0, day) for day in BOTH_DAYS),
            released("x", 8.0, BOTH_DAYS[1], by="B", sensitivity="restricted"),
        ],
    ),
    "kept in all": (
        "kept.pause.total",
        [
            *(released(day, 10.0, day) for day in BOTH_DAYS),
            released("x", 2.0, BOTH_DAYS[0], by="B", sensitivity="restricted"),
        ],
    ),
    "the end of a pause": (
        "kept.pause.expiry",
        [
            claim("open", "pause", "pause_ended", "ended", "2026-03-03"),
            claim("x", "pause", "pause_ended", "ended", "2026-03-02", by="B", sensitivity="restricted"),
        ],
    ),
    "a crossing": (
        "supply.crossing.north",
        [
            claim("open", "north", "status", "usable"),
            claim("x", "north", "status", "closed", by="B", sensitivity="restricted"),
        ],
    ),
    "a promise": (
        "supply.promise.gated",
        [
            *(entered(day, 10.0, day) for day in BOTH_DAYS),
            entered("x", 3.0, BOTH_DAYS[0], by="B", sensitivity="restricted"),
        ],
    ),
    "a condition": (
        "return.old.condition.water",
        [
            claim("open", "old", "water", "running", "2026-03-02"),
            claim("x", "old", "water", "off", "2026-03-02", by="B", sensitivity="restricted"),
        ],
    ),
    "a status that went back": (
        "return.old.status",
        [
            claim("open", "old", "area_status", "finished", "2026-03-01"),
            claim("x", "old", "area_status", "active", "2026-03-02", by="B", sensitivity="restricted"),
        ],
    ),
}


@pytest.mark.parametrize(("name", "claims"), CONTRADICTED.values(), ids=CONTRADICTED.keys())
def test_met_by_public_claims_alone_is_unknown_in_every_file(
    base: Assessment, name: str, claims: list[Claim]
) -> None:
    known = recorded(claims)
    alone = {key: one for key, one in known.items() if one.claim.sensitivity == "public"}
    whole = with_claims(base, known)
    assert again(with_claims(base, alone))[name].answer == "met"
    assert again(whole)[name].answer in ("depends", "not_met")
    public = public_edition(whole)
    one = again(public)[name]
    assert one.answer == "unknown"
    assert one.statement.lower().startswith(NOT_ANSWERED)
    assert (one.figure, one.deciders, one.evidence) == (None, (), ())
    written = json.loads(document_json(public, "public"))
    assert {each["id"]: each["answer"] for each in written["findings"]}[name] == "unknown"
    rows = {row[0]: row for row in csv.reader(findings_csv(public.findings).splitlines())}
    assert "unknown" in rows[name]
    assert "met" not in rows[name]
    assert NOT_ANSWERED in report_html(public, "public").lower()


def test_a_pause_whose_extension_may_not_be_published_shows_no_expiry(base: Assessment) -> None:
    """Only a restricted claim tells of the extension: the public page names no end that was replaced."""
    longer = claim("x", "pause", "pause_expiry", "2026-03-09T00:00Z", by="B", sensitivity="restricted")
    said = msgspec.structs.replace(longer, said=Period(from_="2026-03-02", to="2026-03-02", basis="stated"))
    whole = with_claims(base, recorded([said]))
    assert len(whole.kept.pauses[0].chain) == 2
    public = public_edition(whole)
    assert public.kept.pauses[0].chain == ()
    assert public.kept.pauses[0].known.state == "unknown"
    page = report_html(public, "public")
    assert "How long it was to last: what may be published does not answer this." in page
    assert "No expiry is stated." not in page
    assert "9 Mar 2026" not in page


def test_a_graver_answer_of_public_claims_is_unknown_too(base: Assessment) -> None:
    """Public claims alone say *not met*; with the others it depends on whose count."""
    claims = [
        *(entered(day, 3.0, day) for day in BOTH_DAYS),
        *(entered(f"x{day}", 10.0, day, by="B", sensitivity="restricted") for day in BOTH_DAYS),
    ]
    whole = with_claims(base, recorded(claims))
    assert again(whole)["supply.promise.gated"].answer == "depends"
    assert again(public_edition(whole))["supply.promise.gated"].answer == "unknown"


def test_the_same_answer_on_other_figures_is_published_without_figures(base: Assessment) -> None:
    claims = [
        *(released(day, 8.0, day) for day in BOTH_DAYS),
        released("x", 3.0, BOTH_DAYS[1], by="B", sensitivity="restricted"),
    ]
    public = public_edition(with_claims(base, recorded(claims)))
    one = again(public)["kept.pause.daily"]
    assert (one.answer, one.figure) == ("not_met", None)
    assert "Only the answer is published" in one.statement
    (term,) = [each for each in public.kept.terms if each.term.id == "daily"]
    assert [day.answer for day in term.days] == ["not_met", "unknown"]
    assert (term.done, term.short) == (None, None)


def test_public_claims_that_nothing_contradicts_are_published_as_they_are(base: Assessment) -> None:
    claims = [released(day, 10.0, day) for day in BOTH_DAYS]
    whole = with_claims(base, recorded(claims))
    assert again(public_edition(whole))["kept.pause.daily"] == again(whole)["kept.pause.daily"]


def test_one_side_of_the_evidence_is_not_shown_as_all_of_it(base: Assessment) -> None:
    claims = [
        claim("calm", "pause", "calm", "agreed"),
        claim("open", "pause", "calm", "quiet"),
        claim("x", "pause", "calm", "shelling", by="B", sensitivity="restricted"),
    ]
    events = [ClaimRecorded(claim=one) for one in claims]
    links = [
        ClaimsLinked(claim=one, other="calm", relation=how, reason="r", recorder="r")
        for one, how in (("open", "supports"), ("x", "contradicts"))
    ]
    page = report_html(with_claims(base, ledger([*events, *links])), "public")
    assert "none recorded" not in page
    assert "Not everything that is recorded of this may be published." in page
    assert "shelling" not in page


def recorded(claims: list[Claim]) -> dict[str, Standing]:
    return ledger([ClaimRecorded(claim=one) for one in claims])


def test_a_remark_that_names_a_restricted_claim_stays_restricted(base: Assessment) -> None:
    secret = released("secret", 5.0, BOTH_DAYS[0], sensitivity="restricted")
    of_more = Period(from_="2026-02-27", to=BOTH_DAYS[0], basis="stated")
    found = examine(base.loaded.plan, recorded([msgspec.structs.replace(secret, valid=of_more)]))
    named = [one for one in found.remarks if "secret" in one.text]
    assert [one.restricted for one in named] == [True] * len(named) != []


def test_that_restricted_claims_came_too_late_is_not_told(base: Assessment) -> None:
    """How many restricted claims a ledger holds is told by no public remark; public ones are counted."""
    late = [
        msgspec.structs.replace(
            released(name, 5.0, BOTH_DAYS[0], sensitivity=sensitivity), published="2026-03-09"
        )
        for name, sensitivity in (("a", "restricted"), ("b", "restricted"), ("c", "public"))
    ]
    found = examine(base.loaded.plan, recorded(late))
    told = {one.restricted: one.count for one in found.remarks if "published after the moment" in one.text}
    assert told == {False: 1, True: 2}
    alone = examine(base.loaded.plan, recorded(late[:2]))
    assert [one for one in alone.remarks if "published after" in one.text and not one.restricted] == []


def test_the_hash_of_a_ledger_with_restricted_claims_is_not_public(base: Assessment) -> None:
    file = base.loaded.plan.ledger
    assert file is not None
    open_one = released("open", 5.0, BOTH_DAYS[0])
    secret = msgspec.structs.replace(open_one, id="secret", sensitivity="restricted")
    assert file in public_edition(with_claims(base, recorded([open_one]))).hashes
    assert file not in public_edition(with_claims(base, recorded([open_one, secret]))).hashes
