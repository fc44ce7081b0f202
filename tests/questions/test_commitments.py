"""Promises: who, what, where, when, measurable; told by a third party; evidence for and against."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from tests.ledger import articles
from tests.questions.kept_claims import claim, ledger, plan, term

from safeground.ledger.claim import ByRole, Place
from safeground.ledger.queries import Query, ask
from safeground.ledger.store import Ledger
from safeground.plan.pause_words import Commitment
from safeground.questions.commitments import claimed, of_kind, planned
from safeground.questions.kept import examine

if TYPE_CHECKING:
    from pathlib import Path

VAGUE = Commitment(id="vague", promisor="Army", words="We will do what we can.")
EXACT = Commitment(
    id="exact",
    promisor="Army",
    speaker="spokesperson",
    words="The north road is open daily from nine to four until Sunday.",
    acts=("keep the north road open",),
    where=("north road",),
    from_=datetime.fromisoformat("2026-03-01T00:00+02:00"),
    until=datetime.fromisoformat("2026-03-08T00:00+02:00"),
    terms=(term("hours", hours="09:00-16:00"),),
)


def promise(name, **rest):
    rest = {
        "kind": "commitment",
        "state": "agreed",
        "subject": "south",
        "measure": "areas_to_be_named",
    } | rest
    return claim(name, "2026-03-01", **rest)


def test_each_part_of_a_promise_has_its_reason_in_a_sentence():
    vague, exact = planned(plan(commitments=(VAGUE, EXACT)), ())
    assert (vague.score, exact.score) == (1, 5)
    assert [part.part for part in exact.parts] == ["who", "what", "where", "when", "measurable"]
    for part in (*vague.parts, *exact.parts):
        assert part.reason[0].isupper() or part.reason[0].isdigit()
        assert part.reason.endswith(".")
    assert [part.stated for part in vague.parts] == [True, False, False, False, False]
    assert "hours" in exact.parts[4].reason


def test_a_promise_that_only_a_third_party_tells_says_so():
    told = promise("p", promisor="Army", by=ByRole(role="a diplomat"))
    own = promise("q", by="Army", measure="road_to_be_open")
    found = {one.id: one for one in claimed(tuple(ledger(told, own).values()))}
    assert (found["p"].second_hand, found["p"].told_by, found["p"].speaker) == (True, ("a diplomat",), None)
    assert found["p"].parts[0].reason == "Army is to keep it, as told by a diplomat, a third party, alone."
    assert (found["q"].second_hand, found["q"].told_by, found["q"].promisor) == (False, (), "Army")


def test_an_expectation_is_no_promise_and_a_question_stays_open():
    wish = claim(
        "w", "2026-03-01", kind="expectation", state="no assault", measure="assault", subject="south"
    )
    asked = claim("a", "2026-03-01", kind="question_unanswered", state="open", measure="how", subject="south")
    kept = examine(plan(), ledger(promise("p"), wish, asked))
    assert [one.id for one in kept.account.commitments] == ["p"]
    assert [one.claim.id for one in kept.account.expectations] == ["w"]
    assert [one.claim.id for one in kept.account.unanswered] == ["a"]
    assert kept.findings == (), "evidence has no answer"


def test_evidence_stands_for_and_against_and_copies_are_no_second_voice():
    claims = ledger(
        promise("p", by="Army"),
        promise("copy", by="Paper"),
        promise("again", by="Minister"),
        claim("for", "2026-03-02", state="map published", measure="map"),
        claim("against", "2026-03-03", state="no area named", measure="areas"),
        links=[
            ("copy", "duplicate_of", "p"),
            ("again", "supports", "p"),
            ("for", "supports", "p"),
            ("against", "contradicts", "p"),
        ],
    )
    found = {one.id: one for one in claimed(tuple(claims.values()))}
    assert set(found) == {"p", "again"}
    assert found["p"].claims == ("p", "copy")
    assert found["p"].also_said_by == ("Minister",)
    assert [one.claim.id for one in found["p"].supports] == ["again", "for"]
    assert [one.claim.id for one in found["p"].contradicts] == ["against"]


def test_a_plan_s_promise_takes_its_claim_along_and_does_not_stand_twice():
    claims = tuple(
        ledger(
            promise("p"),
            claim("for", "2026-03-02", state="done", measure="map"),
            links=[("for", "supports", "p")],
        ).values()
    )
    stated = Commitment(id="own", promisor="Army", words="…", claim="p", told_by="a diplomat")
    (own,) = planned(plan(commitments=(stated,)), claims)
    assert [one.claim.id for one in own.supports] == ["for"]
    assert own.second_hand
    assert claimed(claims, own.claims) == ()


def test_a_place_is_somewhere_only_within_a_territory():
    wide, near = (
        Place(name="the Strip", precision="territory"),
        Place(name="Old Town", precision="neighbourhood"),
    )
    found = claimed(
        tuple(ledger(promise("w", place=wide), promise("n", place=near, measure="other")).values())
    )
    assert {one.id: one.parts[2].stated for one in found} == {"w": False, "n": True}


@pytest.fixture(scope="module")
def told(real_data: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = real_data.parent / "claims"
    if not (folder / "claims.csv").is_file():
        pytest.skip(f"needs the articles' claims in a folder beside the real data (looked in {folder})")
    with Ledger(tmp_path_factory.mktemp("promises") / "articles.ledger", make=True) as made:
        articles.load(made, folder)
        return tuple(one.standing for one in ask(made, Query()))


def test_q8_what_had_been_promised_for_the_south_and_by_whose_word(told):
    found = {one.id: one for one in claimed(told)}
    for name in ("S000-005", "S000-006", "S000-013"):
        assert found[name].speaker == "senior U.S. official"
        assert not found[name].parts[2].stated  # no place within the south
        assert not found[name].parts[4].stated  # nothing that a count or a clock could check
    assert found["S002-006"].speaker == "Antony Blinken"
    assert "S000-008" not in found
    assert {"S002-007", "S002-025"} <= {one.claim.id for one in of_kind(told, "question_unanswered")}
