"""What must hold of every ledger: knowledge grows, folding adds nobody, no claim gets lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from safeground.ledger.amounts import PRINTED, amount
from safeground.ledger.claim import ByRole, Claim, Collective, Named, Period
from safeground.ledger.events import ClaimCorrected, ClaimRecorded, ClaimRetracted, ClaimsLinked
from safeground.ledger.folding import fold
from safeground.ledger.independence import independence
from safeground.ledger.queries import Query, ask, load, select
from safeground.ledger.rivals import compare
from safeground.ledger.store import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = [f"2023-11-{day:02d}" for day in range(1, 9)]
TIMES = st.sampled_from(
    [None, *DAYS, *(f"{day}T{hour:02d}:30" for day in DAYS[:3] for hour in (0, 23)), "2023-11"]
)
SOURCES = st.one_of(
    st.builds(lambda n: Named(name=n), st.sampled_from(["A", "B", "outlet"])),
    st.builds(lambda n: ByRole(role=n), st.sampled_from(["official", "captain"])),
    st.builds(lambda n: Collective(called=n), st.sampled_from(["officials", "A", "residents"])),
)
AMOUNTS = st.one_of(
    st.none(),
    st.builds(amount, st.sampled_from(sorted(PRINTED)), st.sampled_from([1.0, 2.0]), st.just("people")),
)


@st.composite
def claims(draw, name: str) -> Claim:
    first, last = draw(TIMES), draw(TIMES)
    return Claim(
        id=name,
        kind=draw(st.sampled_from(["figure", "status", "event"])),
        subject=draw(st.sampled_from(["Town", "Region"])),
        measure=draw(st.sampled_from(["fled", "back"])),
        amount=draw(AMOUNTS),
        valid=Period(from_=first, to=last, window=draw(st.booleans())),
        said=Period(from_=draw(TIMES), to=draw(TIMES)),
        published=draw(TIMES),
        zone=draw(st.sampled_from(["Asia/Gaza", "UTC"])),
        stated_by=draw(SOURCES),
        reported_by=draw(st.sampled_from([(), ("Daily",), ("B",)])),
        recorder="r",
    )


@st.composite
def histories(draw) -> list:
    """Claims, then what happens to them, each event about claims that are there."""
    names = [f"c{number}" for number in range(draw(st.integers(1, 7)))]
    events = [ClaimRecorded(claim=draw(claims(name))) for name in names]
    for number in range(draw(st.integers(0, 7))):
        one, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        by = draw(st.sampled_from(["source", "recorder"]))
        match draw(st.sampled_from(["link", "link", "correct", "retract"])):
            case "link":
                relation = draw(st.sampled_from(["duplicate_of", "contradicts", "supports"]))
                events.append(
                    ClaimsLinked(claim=one, other=other, relation=relation, reason="r", recorder="r")
                )
            case "correct":
                new = draw(claims(f"n{number}"))
                events.append(ClaimCorrected(corrects=one, claim=new, reason="r", by=by))
                names.append(new.id)
            case "retract":
                events.append(
                    ClaimRetracted(retracts=one, reason="r", by=by, published=draw(TIMES), recorder="r")
                )
    return events


@contextmanager
def held(events: list) -> Iterator[Ledger]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger(Path(folder) / "p.ledger", make=True) as made,
    ):
        made.append(events, recorded_us=1_700_000_000_000_000)  # 14 November 2023
        yield made


INSTANTS = st.datetimes(datetime(2023, 10, 30), datetime(2023, 12, 2), timezones=st.just(UTC))
WAYS = st.sampled_from(["published", "said", "recorded"])


@given(histories(), INSTANTS, st.timedeltas(timedelta(0), timedelta(days=40)), WAYS)
def test_what_was_certain_stays_known_unless_it_was_taken_back_or_corrected(events, when, later, known_by):
    with held(events) as ledger:
        before = ask(ledger, Query(known_at=when, known_by=known_by))
        after = ask(ledger, Query(known_at=when + later, known_by=known_by))
    gone = {name for one in after.left_out for name in one.ids if "not" not in one.reason}
    sure = {one.id for one in before if one.known == "certain"}
    assert sure <= {one.id for one in after if one.known == "certain"} | gone
    for one in after.left_out:
        assert not (sure & set(one.ids) and "not " in one.reason)


@given(
    histories(),
    st.one_of(st.none(), INSTANTS),
    st.one_of(st.none(), INSTANTS),
    WAYS,
    st.integers(0, 9),
    st.booleans(),
)
def test_every_claim_is_in_the_answer_or_counted_with_its_reason(
    events, known_at, valid_at, known_by, limit, marked
):
    with held(events) as ledger:
        there = {event.claim.id for event in events if isinstance(event, ClaimRecorded | ClaimCorrected)}
        query = Query(known_at=known_at, valid_at=valid_at, known_by=known_by, limit=limit, superseded=marked)
        answer = ask(ledger, query)
        found = compare(ledger, query)
    told = [*(one.id for one in answer), *(name for one in answer.left_out for name in one.ids)]
    assert sorted(told) == sorted(there)
    assert all(one.reason for one in answer.left_out)
    in_statements = [name for one in found.statements for name in one.ids]
    assert len(in_statements) == len(set(in_statements))
    assert {one.id for one in answer} <= set(in_statements)


@given(histories(), st.data())
def test_a_further_link_of_the_same_statement_never_raises_the_sources(events, data):
    names = [event.claim.id for event in events if isinstance(event, ClaimRecorded | ClaimCorrected)]
    one, other = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    with held(events) as ledger:
        before = compare(ledger, Query()).independent
        link = ClaimsLinked(claim=one, other=other, relation="duplicate_of", reason="r", recorder="r")
        ledger.append([link])
        after = compare(ledger, Query()).independent
    assert after.at_least <= before.at_least
    assert after.at_most <= before.at_most
    assert 0 <= after.at_least <= after.at_most


@given(histories(), st.integers(0, 10**6))
def test_the_order_of_links_does_not_matter(events, seed):
    links = [event for event in events if isinstance(event, ClaimsLinked)]
    rest = [event for event in events if not isinstance(event, ClaimsLinked)]
    shuffled = links.copy()
    Random(seed).shuffle(shuffled)
    turned = [
        ClaimsLinked(claim=one.other, other=one.claim, relation=one.relation, reason=one.reason, recorder="r")
        if one.relation != "supports"
        else one
        for one in shuffled
    ]
    with held([*rest, *links]) as one, held([*rest, *turned]) as other:
        found, again = compare(one, Query()), compare(other, Query())
    assert [each.ids for each in found.statements] == [each.ids for each in again.statements]
    assert found.independent == again.independent
    assert [set(each.disputed) != set() for each in found.pairs] == [
        set(each.disputed) != set() for each in again.pairs
    ]


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_change_the_sources(events, random):
    with held(events) as ledger:
        found = load(ledger, ledger.claims())
        statements = list(fold(found, select(found, Query(superseded=True))))
    once = independence(statements)
    random.shuffle(statements)
    assert independence(statements) == once


@given(histories())
def test_a_pair_is_symmetric_and_about_one_thing(events):
    with held(events) as ledger:
        found = compare(ledger, Query())
    for pair in found.pairs:
        assert pair.one is not pair.other
        if pair.value is not None and not pair.disputed:
            things = [
                {(one.claim.subject, one.claim.measure) for one in each.told}
                for each in (pair.one, pair.other)
            ]
            assert things[0] & things[1]


STATES = st.sampled_from([None, "open", "not_open", "yes", "no", "seen"])


@given(histories(), st.data())
def test_disputes_and_numbers_of_pairs_are_those_of_looking_at_every_two(events, data):
    changed = []
    for event in events:
        claim = getattr(event, "claim", None)
        if isinstance(claim, Claim):
            state = data.draw(STATES)
            amounts = None if state else claim.amount
            new = msgspec.structs.replace(claim, state=state, amount=amounts, subject="Town")
            changed.append(msgspec.structs.replace(event, claim=new))
        else:
            changed.append(event)
    with held(changed) as ledger:
        found = compare(ledger, Query(superseded=data.draw(st.booleans())))
    plain = found.pairs
    assert found.disputes == tuple(one for one in plain if one.disputed)
    assert found.held.undisputed == Counter(one.value for one in plain if not one.disputed)
    assert len(found.held) == len(plain)
