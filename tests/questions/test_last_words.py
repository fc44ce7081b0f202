"""Last words by claimant: which hold at the moment asked, and which takes another's place."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.ledger.claim import Claim, Named, Period
from safeground.ledger.events import ClaimRecorded, Entry
from safeground.ledger.moments import microseconds
from safeground.ledger.state import standings
from safeground.ledger.store import tag
from safeground.questions.last_words import last_words

AT = datetime(2026, 3, 4, 10, tzinfo=UTC)


def words(*said: tuple[str, str | None, str | None, str | None], doubtful: tuple[str, ...] = (), **rest):
    """Return the last words of one claimant who said (state, from, to, published) one after another."""
    events = [
        ClaimRecorded(
            claim=Claim(
                id=f"a{k}", kind=rest.get("kind", "status"), subject="gate", measure="status", state=state,
                valid=Period(from_=first, to=last, basis="stated", window=rest.get("window", False)),
                published=out, zone="Etc/UTC", stated_by=Named(name="Ministry"), recorder="test",
            )
        )
        for k, (state, first, last, out) in enumerate(said)
    ]  # fmt: skip
    us = microseconds(AT)
    found = standings(
        Entry(number=k, recorded_us=us, event=event, kind=tag(event), hash=b"")
        for k, event in enumerate(events, 1)
    )
    return [one.claim.state for one in last_words(tuple(found.values()), AT, doubtful).now]


def test_what_begins_later_than_the_moment_does_not_count() -> None:
    """Usable from 20 March on says nothing of 4 March."""
    assert words(
        ("closed", "2026-03-01", None, "2026-03-03"), ("usable", "2026-03-20", None, "2026-03-03")
    ) == ["closed"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_statement_counts_though_it_tells_of_an_earlier_begin(turned: bool) -> None:
    """Closed since 20 February, published on 3 March, against open, published on 2 March."""
    said = [("open", "2026-03-02", None, "2026-03-02"), ("closed", "2026-02-20", None, "2026-03-03")]
    assert words(*(reversed(said) if turned else said)) == ["closed"]


def test_of_one_publication_what_began_later_counts() -> None:
    """10:00 +03:00 is before 08:30 +00:00."""
    out = "2026-03-03"
    assert words(
        ("closed", "2026-03-01T10:00+03:00", None, out), ("usable", "2026-03-01T08:30+00:00", None, out)
    ) == ["usable"]


def test_what_is_over_decides_nothing() -> None:
    """Closed on 1 and 2 February."""
    assert words(("closed", "2026-02-01", "2026-02-02", "2026-02-01")) == []
    assert words(
        ("closed", "2026-02-01", "2026-02-02", "2026-03-03"), ("open", "2026-03-02", None, "2026-03-02")
    ) == ["open"]


def test_an_older_word_does_not_outlive_what_the_same_claimant_said_otherwise_since() -> None:
    open_since = ("open", "2026-02-01", None, "2026-02-01")
    assert words(open_since, ("closed", "2026-03-01", "2026-03-02", "2026-03-02")) == []
    assert words(open_since, ("open", "2026-03-01", "2026-03-02", "2026-03-02")) == ["open"]


def test_a_time_that_covers_the_moment_holds_until_its_end() -> None:
    assert words(("closed", "2026-03-01", "2026-03-04", "2026-03-01")) == ["closed"]
    assert words(("closed", "2026-03-01", "2026-03-04T09:59Z", "2026-03-01")) == []


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        (("closed", None, "2026-03-03", "2026-03-03"), True),
        (("closed", None, "2026-03-05", "2026-03-03"), False),
        (("closed", None, None, "2026-03-03"), True),
        (("closed", None, None, None), True),
    ],
)
def test_true_by_then_and_without_a_time(said: tuple, holds: bool) -> None:
    assert words(said) == (["closed"] if holds else [])


def test_a_window_is_when_it_began() -> None:
    assert words(("closed", "2026-03-01", "2026-03-03", "2026-03-03"), window=True) == ["closed"]
    assert words(("closed", "2026-03-01", "2026-03-05", "2026-03-03"), window=True) == []


def test_two_words_of_one_time_both_stand() -> None:
    said = ("open", "2026-03-02", None, "2026-03-03"), ("closed", "2026-03-02", None, "2026-03-03")
    assert sorted(words(*said)) == ["closed", "open"]


def test_what_may_not_have_been_out_replaces_nothing() -> None:
    said = ("closed", "2026-03-01", None, "2026-03-02"), ("usable", "2026-03-04", None, "2026-03-04")
    assert words(*said) == ["usable"]
    assert sorted(words(*said, doubtful=("a1",))) == ["closed", "usable"]


def test_what_is_asked_or_promised_is_no_word_on_how_it_is() -> None:
    assert words(("open", "2026-03-01", None, "2026-03-03"), kind="demand") == []


@given(st.lists(st.tuples(st.sampled_from(["open", "closed"]), st.integers(1, 4)), min_size=1, max_size=6))
def test_one_word_a_day_leaves_the_last_day_s(said: list[tuple[str, int]]) -> None:
    days = sorted(said, key=lambda one: one[1])
    found = words(*((state, f"2026-03-0{day}", None, f"2026-03-0{day}") for state, day in said))
    last = {state for state, day in days if day == days[-1][1]}
    assert set(found) == last
    assert all(one != other for one, other in pairwise(found))
