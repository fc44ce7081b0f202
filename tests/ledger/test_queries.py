"""Questions in two times: what was known by a moment, what a claim is about, what became of the rest."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.ledger.making import ZONE, claim, corrected, ledger, linked, mended, period, recorded

from safeground.ledger.erasure import erase
from safeground.ledger.events import ClaimDisputed, ClaimRetracted
from safeground.ledger.knowing import about, out_between, speaks_of
from safeground.ledger.moments import microseconds, moment
from safeground.ledger.queries import Query, ask
from safeground.ledger.wording import answer_lines, claim_line


def at(text: str) -> datetime:
    return moment(text, ZONE).earliest


def ids(answer) -> list[str]:
    return [one.id for one in answer]


def left(answer) -> dict[str, tuple[str, ...]]:
    return {one.reason: one.ids for one in answer.left_out}


# What was known.


@pytest.mark.parametrize(
    ("fields", "known_by", "noon_of_the_30th", "first_of_december"),
    [
        ({"published": "2023-11-30"}, "published", "possible", "certain"),
        ({"published": "2023-11-30T11:00"}, "published", "certain", "certain"),
        ({"published": "2023-11-30T13"}, "published", None, "certain"),
        ({"published": "2023-12"}, "published", None, "possible"),
        ({"published": "2023-12-05"}, "published", None, None),
        ({"published": "2023-12-05", "said": "2023-11-29"}, "said", "certain", "certain"),
        ({"published": "2023-12-05", "said": "2023-11-29"}, "published", None, None),
        ({"published": "2023-11-30", "said": "2023-11-30T18:00"}, "published", None, "certain"),
        ({"published": "2023-11-30", "said": "/2023-11-30"}, "said", "possible", "certain"),
        ({"published": "2023-11-30"}, "said", "possible", "certain"),
        ({}, "published", "possible", "possible"),
        ({"said": "2023-12-05"}, "published", None, None),
        ({}, "said", "possible", "possible"),
        ({"published": "2023-11-30"}, "recorded", None, None),
    ],
)
def test_by_publication_by_announcement_and_by_recording(
    fields, known_by, noon_of_the_30th, first_of_december, tmp_path
):
    with ledger(tmp_path, claim("a", **fields)) as held:
        for when, expected in (
            ("2023-11-30T12:00", noon_of_the_30th),
            ("2023-12-01T00:00", first_of_december),
        ):
            answer = ask(held, Query(known_at=at(when), known_by=known_by))
            assert [one.known for one in answer] == ([] if expected is None else [expected])
            assert len(answer) + sum(len(one.ids) for one in answer.left_out) == 1
        assert ids(ask(held, Query(known_by=known_by))) == ["a"]


def test_a_day_that_is_asked_is_asked_to_its_end(tmp_path):
    with ledger(tmp_path, claim("a", published="2023-12-01")) as held:
        assert [one.known for one in ask(held, Query(known_at=moment("2023-12-01", ZONE)))] == ["certain"]


def test_what_the_ledger_held(tmp_path):
    with ledger(tmp_path) as held:
        start = microseconds(at("2024-01-01T00:00"))
        held.append(recorded(claim("a", state="open", published="2023-11-30")), recorded_us=start)
        held.append(recorded(claim("b")), recorded_us=start + 10)
        held.append([linked("a", "contradicts", "b")], recorded_us=start + 20)
        moments = [at("2024-01-01T00:00") + timedelta(microseconds=us) for us in (-1, 0, 10, 20)]
        known = [ask(held, Query(known_at=when, known_by="recorded")) for when in moments]
        assert list(map(ids, known)) == [[], ["a"], ["a", "b"], ["a", "b"]]
        assert [len(one.links) for answer in known for one in answer] == [0, 0, 0, 1, 1]
        # Analysis that was made later is shown to whoever asks what was published.
        assert [len(one.links) for one in ask(held, Query(known_at=at("2023-12-01T00:00")))] == [1, 1]


# Corrections and retractions.


def test_a_sources_correction_counts_from_its_publication(tmp_path):
    old = claim("old", ("exact", 500, "people"), published="2023-11-29")
    new = claim("new", ("exact", 50, "people"), published="2023-12-01")
    with ledger(tmp_path, old, corrected("old", new)) as held:
        before = ask(held, Query(known_at=at("2023-11-30T00:00")))
        assert ids(before) == ["old"]
        assert before[0].superseded.certainty == "no"
        assert left(before) == {"not published by then": ("new",)}
        within = ask(held, Query(known_at=at("2023-12-01T12:00")))
        assert [(one.id, one.superseded.certainty, one.is_certain) for one in within] == [
            ("old", "possible", False),
            ("new", "no", False),
        ]
        assert "perhaps corrected by its source; new is in its place" in claim_line(within[0])
        after = ask(held, Query(known_at=at("2023-12-02T00:00")))
        assert ids(after) == ["new"]
        assert left(after) == {"corrected by its source": ("old",)}
        marked = ask(held, Query(known_at=at("2023-12-02T00:00"), superseded=True))
        assert [(one.id, one.superseded.by) for one in marked] == [("old", "new"), ("new", None)]
        assert not marked[0].is_certain
        assert ids(ask(held, Query())) == ["new"]


def test_a_correction_under_another_subject_is_found_from_the_old_one(tmp_path):
    old = claim("old", subject="North bridge", state="open", published="2023-11-29")
    new = claim("new", subject="South bridge", state="open", published="2023-11-30")
    with ledger(tmp_path, old, corrected("old", new)) as held:
        assert ids(ask(held, Query(subject="North bridge"))) == []
        assert ids(ask(held, Query(subject="North bridge", known_at=at("2023-12-01T00:00")))) == []
        assert ids(ask(held, Query(subject="North bridge", known_at=at("2023-11-29T23:59")))) == ["old"]
        assert ids(ask(held, Query(subject="South bridge"))) == ["new"]


def test_a_recorders_mending_holds_from_the_beginning_and_shows_what_was_held(tmp_path):
    start = microseconds(at("2024-01-01T00:00"))
    old = claim("old", ("exact", 500, "people"), published="2023-11-29")
    new = claim("new", ("exact", 50, "people"), published="2023-11-29")
    with ledger(tmp_path) as held:
        held.append(recorded(old), recorded_us=start)
        held.append([mended("old", new)], recorded_us=start + 10)
        assert ids(ask(held, Query(known_at=at("2023-11-30T00:00")))) == ["new"]
        assert left(ask(held, Query())) == {"misread by its recorder": ("old",)}
        when = at("2024-01-01T00:00")
        assert ids(ask(held, Query(known_at=when, known_by="recorded"))) == ["old"]
        later = when + timedelta(microseconds=10)
        assert ids(ask(held, Query(known_at=later, known_by="recorded"))) == ["new"]


def test_a_mending_without_a_publication_was_known_since_what_it_mends(tmp_path):
    start = microseconds(at("2024-01-01T00:00"))
    with ledger(tmp_path) as held:
        held.append(recorded(claim("old", measure="x", state="open")), recorded_us=start)
        held.append([mended("old", claim("new", measure="y", state="shut"))], recorded_us=start + 10)
        held.append([mended("new", claim("newer", measure="z", state="ajar"))], recorded_us=start + 20)
        (one,) = ask(held, Query(measure="z"))
        assert out_between(one.standing, "said") == (None, at("2024-01-01T00:00"))


def test_a_mending_that_was_a_mistake_never_was(tmp_path):
    back = ClaimRetracted(retracts="new", reason="wrong row", by="recorder", recorder="r1")
    old, new = claim("old", state="open"), claim("new", state="shut")
    with ledger(tmp_path, old, mended("old", new), back) as held:
        assert ids(ask(held, Query())) == ["old"]
        assert left(ask(held, Query())) == {"entered by mistake": ("new",)}


def test_a_source_that_takes_its_correction_back_does_not_bring_back_the_first(tmp_path):
    old = claim("old", ("exact", 500, "people"), published="2023-11-29")
    new = claim("new", ("exact", 50, "people"), published="2023-12-01")
    back = ClaimRetracted(
        retracts="new", reason="unsure", by="source", published="2023-12-03", zone=ZONE, recorder="r1"
    )
    with ledger(tmp_path, old, corrected("old", new), back) as held:
        assert ids(ask(held, Query())) == []
        assert left(ask(held, Query())) == {
            "corrected by its source": ("old",),
            "taken back by its source": ("new",),
        }
        assert ids(ask(held, Query(known_at=at("2023-12-02T00:00")))) == ["new"]


@pytest.mark.parametrize(
    ("published", "when", "certainty"),
    [
        ("2023-12-01", "2023-11-30T00:00", "no"),
        ("2023-12-01", "2023-12-01T08:00", "possible"),
        ("2023-12-01", "2023-12-02T00:00", "certain"),
        (None, "2023-12-02T00:00", "possible"),
        (None, "2100-01-01T00:00", "certain"),
    ],
)
def test_a_retraction_counts_from_its_publication(published, when, certainty, tmp_path):
    back = ClaimRetracted(
        retracts="a", reason="miscounted", by="source", published=published, zone=ZONE, recorder="r1"
    )
    with ledger(tmp_path, claim("a", published="2023-11-29"), back) as held:
        (one,) = ask(held, Query(known_at=at(when), superseded=True))
        assert one.superseded.certainty == certainty


def test_a_dispute_without_a_claim_is_known_from_its_publication(tmp_path):
    no = ClaimDisputed(
        disputes="a",
        disputed_by="Ferry office",
        words="never",
        published="2023-12-01",
        zone=ZONE,
        recorder="r1",
    )
    with ledger(tmp_path, claim("a", published="2023-11-29"), no) as held:
        told = [
            [certainty for _, certainty in ask(held, Query(known_at=at(when)))[0].disputed]
            for when in ("2023-11-30T00:00", "2023-12-01T12:00", "2023-12-02T00:00")
        ]
        assert told == [[], ["possible"], ["certain"]]
        assert "disputed by Ferry office: “never”" in claim_line(ask(held, Query())[0])


# What a claim is about.


@pytest.mark.parametrize(
    ("valid", "more", "asked", "expected", "after"),
    [
        # from and to, by days
        ("2023-11-24/2023-11-30", {}, "2023-11-23T23:59", "no", False),
        ("2023-11-24/2023-11-30", {}, "2023-11-24T12:00", "possible", False),
        ("2023-11-24/2023-11-30", {}, "2023-11-25T00:00", "certain", False),
        ("2023-11-24/2023-11-30", {}, "2023-11-30T12:00", "possible", False),
        ("2023-11-24/2023-11-30", {}, "2023-11-30", "certain", False),
        ("2023-11-24/2023-11-30", {}, "2023-12-01T00:00", "no", True),
        # a day
        ("2023-11-30", {}, "2023-11-30T12:00", "possible", False),
        ("2023-11-30", {}, "2023-11-30", "certain", False),
        ("2023-11-30", {}, "2023-11", "certain", False),
        # an instant
        ("2023-12-01T07:00", {}, "2023-12-01T07:00", "certain", False),
        ("2023-12-01T07:00", {}, "2023-12-01T07:01", "no", True),
        # a window: one moment somewhere in it
        ("2024-05-05/2024-05-12", {"window": True}, "2024-05-08", "possible", False),
        ("2024-05-05/2024-05-12", {"window": True}, "2024-05", "certain", False),
        ("2024-05-05/", {"window": True, "published": "2024-05-13"}, "2024-05-08", "possible", False),
        # since, and still so at publication
        ("2024-05-07/", {"published": "2024-05-13"}, "2024-05-06", "no", False),
        ("2024-05-07/", {"published": "2024-05-13"}, "2024-05-07T12:00", "possible", False),
        ("2024-05-07/", {"published": "2024-05-13"}, "2024-05-10T12:00", "certain", False),
        ("2024-05-07/", {"published": "2024-05-13"}, "2024-05-13T12:00", "possible", False),
        ("2024-05-07/", {"published": "2024-05-13"}, "2024-05-14T00:00", "possible", True),
        ("2024-05-07/", {"published": "2024-05-13"}, "2034-05-14T00:00", "possible", True),
        ("2024-05-07/", {}, "2024-05-10T12:00", "possible", False),
        ("2024-05-07/", {"said": "2024-05-12"}, "2024-05-10T12:00", "certain", False),
        # announced before it begins
        ("2024-05-07/", {"published": "2024-05-01"}, "2024-05-07T12:00", "possible", False),
        ("2024-05-07/", {"published": "2024-05-01"}, "2024-05-08T12:00", "possible", True),
        # true by then
        ("/2023-11-30", {}, "2023-11-29T12:00", "possible", False),
        ("/2023-11-30", {}, "2023-11-30T12:00", "possible", False),
        ("/2023-11-30", {}, "2023-11-30", "certain", False),
        ("/2023-11-30", {}, "2023-12-01T00:00", "possible", True),
        ("/2023-11-30", {"kind": "event"}, "2023-11-29T12:00", "possible", False),
        ("/2023-11-30", {"kind": "event"}, "2023-12-01T00:00", "no", True),
        # nothing stated
        (None, {}, "2023-12-01T00:00", "possible", False),
    ],
)
def test_is_about_a_moment(valid, more, asked, expected, after):
    stated = claim("a", valid=valid, **more)
    assert speaks_of(stated, moment(asked, ZONE)) == (expected, after)
    instants = moment(asked, ZONE)
    if instants.earliest == instants.latest:
        assert about(stated, instants.earliest) == expected


def test_what_is_over_is_left_out_and_what_may_last_is_marked(tmp_path):
    held = ledger(
        tmp_path,
        claim("event", kind="event", valid="/2023-11-30"),
        claim("figure", ("more_than", 13000, "people"), valid="/2023-11-30"),
        claim("later", valid="2024-01-01/2024-01-02"),
    )
    answer = ask(held, Query(valid_at=at("2023-12-05T00:00")))
    assert ids(answer) == ["figure"]
    assert answer[0].after
    assert left(answer) == {"about an earlier time": ("event",), "about another time": ("later",)}
    assert "not stated for that moment, which is later" in claim_line(answer[0])


# What is asked, and what is shown of it.


def test_is_narrowed_by_everything_that_can_be_asked(tmp_path):
    held = ledger(
        tmp_path,
        claim("a", measure="x", track="north", by="role: ferry captain", note="Wait for the TIDE"),
        claim("b", ("several_hundred", None, "people"), kind="figure", by="group: officials"),
        claim("c", kind="order", subject="Old town", by="named: Harbour office", reported_by=("Daily",)),
    )
    asked = {
        "a": [
            {"measure": "x"},
            {"track": "north"},
            {"source": "ferry captain"},
            {"text": "tide"},
            {"kinds": ("status",)},
        ],
        "b": [{"kinds": ("figure",)}, {"source": "officials"}, {"kinds": ("figure", "threat")}],
        "c": [
            {"subject": "Old town"},
            {"kinds": ("order",)},
            {"text": "daily"},
            {"source": "Harbour office"},
        ],
        None: [{"subject": "New town"}, {"text": "nowhere"}, {"place": "Old town"}],
    }
    for name, queries in asked.items():
        for query in queries:
            assert ids(ask(held, Query(**query))) == ([name] if name else []), query
    assert ids(ask(held, Query(kinds=("figure", "order")))) == ["b", "c"]


def test_is_ordered_and_paged_and_says_what_lies_on_other_pages(tmp_path):
    days = {"a": "2023-11-03", "b": "2023-11-01", "c": None, "d": "2023-11-02"}
    held = ledger(tmp_path, *(claim(name, valid=day, published="2023-12-01") for name, day in days.items()))
    assert ids(ask(held, Query())) == ["a", "b", "c", "d"]
    assert ids(ask(held, Query(order="valid"))) == ["b", "d", "a", "c"]
    assert ids(ask(held, Query(order="valid", newest_first=True))) == ["a", "d", "b", "c"]
    assert ids(ask(held, Query(order="recorded", newest_first=True))) == ["d", "c", "b", "a"]
    page = ask(held, Query(order="valid", skip=1, limit=2))
    assert ids(page) == ["d", "a"]
    assert left(page) == {"on other pages": ("b", "c")}
    assert ids(ask(held, Query(skip=9))) == []
    assert page[0].id == "d"
    assert [one.id for one in page[1:]] == ["a"]


def test_an_erased_claim_leaves_a_count_and_nothing_else(tmp_path):
    held = ledger(tmp_path, claim("a"), claim("secret", state="somewhere", note="Hidden words"))
    erase(held, "secret", reason="asked for", recorder="r1")
    answer = ask(held, Query(subject="River town"))
    assert ids(answer) == ["a"]
    assert answer.erased == 1
    lines = "\n".join(answer_lines(answer, ZONE))
    assert "erased from this ledger: 1; whether they would answer is not known" in lines
    assert "secret" not in lines


def test_an_answer_says_what_was_asked_and_what_is_missing(tmp_path):
    held = ledger(
        tmp_path,
        claim(
            "a", ("more_than", 15000, "people"), hedge="confirmed", by="group: health office",
            reported_by=("A. Writer", "Daily"), published="2023-12-01", said="/2023-12-01",
            valid="/2023-12-01",
        ),
        claim("b", published="2023-12-05"),
    )  # fmt: skip
    lines = answer_lines(ask(held, Query(subject="River town", known_at=at("2023-12-01T12:00"))), ZONE)
    assert lines == (
        "River town, published by 2023-12-01 12:00 +02:00",
        (
            "a: River town, people fled: more than 15,000 people; hedge: “confirmed”; stated by health office"
            " (a group); reported by A. Writer, then Daily; valid by 2023-12-01; said by 2023-12-01;"
            " published 2023-12-01; possible: may or may not have been known by then"
        ),
        "left out, not published by then: 1 (b)",
    )
    empty = answer_lines(ask(held, Query(subject="Nowhere")), ZONE)
    assert empty[-1] == "Nothing in the ledger answers that; this does not mean that there was nothing."


def test_characters_that_steer_how_text_is_shown_are_shown_themselves(tmp_path):
    held = ledger(tmp_path, claim("a", state="blocks \u202e45-83\u202c", hedge="يقال"))
    (line,) = answer_lines(ask(held, Query()), ZONE)[1:]
    assert "\\u202e" in line
    assert "\u202e" not in line
    assert "يقال" in line


def test_periods_in_tests_mean_what_they_say():
    assert period("2023-11-30").from_ == period("2023-11-30").to == "2023-11-30"
    assert (period("/2023").from_, period("2023/").to) == (None, None)


@pytest.mark.parametrize("mended_first", [True, False])
def test_what_a_source_took_back_stays_taken_back_when_its_reading_is_mended(tmp_path, mended_first):
    taken = ClaimRetracted(
        retracts="a", reason="wrong", by="source", published="2023-12-02", zone=ZONE, recorder="r"
    )
    wrong = ClaimDisputed(disputes="a", disputed_by="Army", words="no", published="2023-12-01", recorder="r")
    mending = mended("a", claim("b", published="2023-11-30"))
    rest = (mending, taken, wrong) if mended_first else (taken, wrong, mending)
    with ledger(tmp_path, claim("a", published="2023-11-30"), *rest) as held:
        (before,) = ask(held, Query(known_at=moment("2023-12-01", ZONE)))
        after = ask(held, Query(known_at=moment("2023-12-03", ZONE)))
    assert (before.id, len(before.disputed)) == ("b", 1)
    assert [one.id for one in after] == []


def test_a_source_s_correction_of_a_misreading_corrects_the_mending_too(tmp_path):
    first = claim("a", published="2023-11-30")
    events = (
        corrected("a", claim("c", published="2023-12-02")),
        mended("a", claim("b", published="2023-11-30")),
    )
    with ledger(tmp_path, first, *events) as held:
        assert [one.id for one in ask(held, Query(known_at=moment("2023-12-01", ZONE)))] == ["b"]
        assert [one.id for one in ask(held, Query(known_at=moment("2023-12-03", ZONE)))] == ["c"]
