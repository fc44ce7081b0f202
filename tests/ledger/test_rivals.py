"""Rival claims side by side, and how many independent sources they have."""

from __future__ import annotations

from tests.ledger.making import ZONE, claim, corrected, ledger, linked, mended, recorded

from safeground.ledger.comparison_words import comparison_lines
from safeground.ledger.events import ClaimDisputed
from safeground.ledger.moments import instant, microseconds, moment
from safeground.ledger.queries import Query
from safeground.ledger.rivals import compare, status_by_claimant


def count(name, qualifier="exact", number=240.0, unit="people", **fields):
    return claim(
        name, (qualifier, number, unit), **{"valid": "2023-11-30", "published": "2023-11-30", **fields}
    )


def verdicts(found) -> dict[str, str | None]:
    return {f"{pair.one.best.id}{pair.other.best.id}": pair.value for pair in found.pairs}


def sources(found) -> tuple[int, int]:
    return found.independent.at_least, found.independent.at_most


def asked(folder, *events, **query):
    with ledger(folder, *events) as held:
        return compare(held, Query(**query))


def test_older_and_newer_lower_bounds_are_no_dispute(tmp_path):
    old = count("a", "more_than", 13000.0, valid="/2023-11-30")
    new = count("b", "more_than", 15000.0, valid="/2023-12-01", by="named: Red office")
    found = asked(tmp_path, old, new)
    assert verdicts(found) == {"ab": "compatible"}
    assert not found.is_disputed
    (pair,) = found.pairs
    assert [str(one) for one in pair.differs] == [
        "value: more than 13,000 people / more than 15,000 people",
        "time: by 2023-11-30 / by 2023-12-01",
        "source: Water board / Red office",
    ]


def test_values_that_cannot_both_hold_are_disputed_only_for_the_same_thing_and_time(tmp_path):
    base = count("a", number=240.0)
    others = {
        "same": ({}, True),
        "time": ({"valid": "2023-12-01"}, False),
        "open": ({"valid": "/2023-11-30"}, False),
        "window": ({"valid": "2023-11-30", "window": True}, False),
        "definition": ({"definition": "with the foreigners"}, False),
        "track": ({"track": "foreigners"}, False),
        "day": ({"counts_for": "2023-11-29"}, False),
        "measure": ({"measure": "people_returned"}, False),
        "subject": ({"subject": "Old town"}, False),
        "unit": ({"unit": "households"}, False),
        "about": ({"qualifier": "about"}, False),
    }
    for number, (name, (fields, disputed)) in enumerate(others.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        given = {"number": 250.0, **fields}
        found = asked(folder, base, count("b", by="named: Red office", **given))
        assert found.is_disputed == disputed, name
        assert len(found.statements) == 2
    assert "cannot both hold" in "".join(asked_why(tmp_path, base))


def asked_why(folder, base):
    (folder / "why").mkdir()
    found = asked(folder / "why", base, count("b", number=250.0, by="named: Red office"))
    return found.disputes[0].disputed


def test_the_same_digits_for_different_things_never_meet(tmp_path):
    found = asked(tmp_path, count("a"), count("b", subject="Old town"), count("c", measure="people_returned"))
    assert found.pairs == ()
    assert len(found.statements) == len(found.things) == 3


def test_a_part_is_told_from_the_whole_by_its_definition(tmp_path):
    whole, part = count("a", number=1200.0), count("b", "at_least", 260.0, definition="at the festival")
    found = asked(tmp_path, whole, part)
    assert found.pairs == ()
    assert all(f"{each:,}" in "".join(comparison_lines(found)) for each in (1200, 260))
    assert "1,460" not in "".join(comparison_lines(found))


def test_opposite_states_are_disputed_only_where_they_surely_meet(tmp_path):
    day = {"valid": "2023-11-24/2023-11-30"}
    long = [claim("a", state="open", **day), claim("b", state="not_open", by="named: Red office", **day)]
    assert asked(tmp_path, *long).is_disputed
    short = [claim("a", state="open", valid="2023-11-30"), claim("b", state="not_open", valid="2023-11-30")]
    (tmp_path / "short").mkdir()
    found = asked(tmp_path / "short", *short)
    assert verdicts(found) == {"ab": "states differ"}
    assert not found.is_disputed  # within a day a gate can be both


def test_a_link_disputes_whatever_the_words_and_leads_to_what_was_not_asked_for(tmp_path):
    events = (
        count("term", number=10.0, unit="people_per_day", measure="due"),
        count("done", number=8.0, measure="released"),
        count("again", number=8.0, measure="freed"),
        count("else", number=8.0, measure="returned"),
        linked("term", "contradicts", "done", "eight on a day of ten"),
        linked("done", "duplicate_of", "again"),
    )
    found = asked(tmp_path, *events, measure="due")
    assert [one.ids for one in found.statements] == [("term",), ("done", "again")]
    assert found.disputes[0].disputed == ("term and done: eight on a day of ten",)
    assert sources(found) == (1, 1)  # of what was asked for
    assert [one.id for one in found.answer] == ["term"]


def test_a_dispute_without_a_claim_is_seen(tmp_path):
    no = ClaimDisputed(disputes="a", disputed_by="Ferry office", words="never", recorder="r1")
    assert asked(tmp_path, count("a"), no).is_disputed


def test_a_mended_reading_keeps_its_links(tmp_path):
    found = asked(
        tmp_path,
        count("a", number=204.0),
        count("b"),
        count("c", number=300.0),
        linked("a", "duplicate_of", "b"),
        linked("a", "contradicts", "c", "they differ"),
        mended("a", count("a2")),
    )
    assert [set(one.ids) for one in found.statements] == [{"b", "a2"}, {"c"}]
    assert any("they differ" in why for why in found.disputes[0].disputed)


def test_duplicates_by_way_of_one_that_was_not_known_are_one(tmp_path):
    late = count("late", published="2024-05-01")
    events = (
        count("a"),
        late,
        count("b"),
        linked("a", "duplicate_of", "late"),
        linked("late", "duplicate_of", "b"),
    )
    with ledger(tmp_path, *events) as held:
        found = compare(held, Query(known_at=moment("2023-12-01", ZONE)))
        assert [one.ids for one in found.statements] == [("a", "b")]
        assert [one.ids for one in found.answer.left_out] == [("late",)]


def test_who_contradicts_a_copy_contradicts_the_statement(tmp_path):
    events = (
        count("a", subject="Town"),
        count("b", subject="Region"),
        count("c", subject="Country", number=250.0),
        linked("b", "duplicate_of", "a"),
        linked("c", "contradicts", "b", "the figures differ"),
    )
    found = asked(tmp_path, *events, subject="Town")
    assert [set(one.ids) for one in found.statements] == [{"a", "b"}, {"c"}]
    assert found.disputes[0].disputed == ("b and c: the figures differ",)


def test_as_it_was_held_nothing_is_folded_that_was_not_linked_yet(tmp_path):
    start = microseconds(moment("2024-01-01", ZONE).earliest)
    with ledger(tmp_path) as held:
        held.append(recorded(count("a"), count("b", number=250.0)), recorded_us=start)
        held.append([linked("a", "duplicate_of", "b")], recorded_us=start + 1)
        held.append([linked("a", "contradicts", "b")], recorded_us=start + 2)
        times = [{"known_at": instant(start + us), "known_by": "recorded"} for us in (0, 1, 2)]
        found = [compare(held, Query(**time)) for time in times]
        assert [len(one.statements) for one in found] == [2, 1, 1]
        assert len(compare(held, Query(known_at=moment("2023-12-01", ZONE))).statements) == 1


def test_a_correction_is_no_rival_of_what_it_corrects(tmp_path):
    new = count("b", number=250.0, published="2023-12-02")
    with ledger(tmp_path, count("a"), corrected("a", new)) as held:
        found = compare(held, Query(known_at=moment("2023-12-02T12:00", ZONE).earliest))
        assert [(one.id, one.superseded.certainty) for one in found.answer] == [
            ("a", "possible"),
            ("b", "no"),
        ]
        assert verdicts(found) == {"ab": "exclude each other"}
        assert not found.is_disputed
        assert not compare(held, Query(superseded=True)).is_disputed


def test_links_are_found_outside_of_what_was_asked(tmp_path):
    events = (
        count("a", subject="Town"),
        count("b", subject="Region"),
        count("c", subject="Country"),
        linked("a", "duplicate_of", "b"),
        linked("b", "duplicate_of", "c"),
    )
    found = asked(tmp_path, *events, subject="Town")
    assert [one.ids for one in found.statements] == [("a", "b", "c")]


def test_nothing_is_averaged_and_no_missing_number_is_zero(tmp_path):
    found = asked(
        tmp_path, count("a", number=100.0), count("b", number=300.0), claim("c", ("few", None, "people"))
    )
    text = "\n".join(comparison_lines(found, ZONE))
    assert "200" not in text.replace("2023", "")
    assert " 0 people" not in text
    assert "a few people (no number stated)" in text
    assert verdicts(found)["ac"] == "no number"


def test_statuses_are_a_set_by_claimant(tmp_path):
    events = (
        claim("a", state="open", by="named: Army"),
        claim("b", state="not_open", by="named: Crossings office"),
        claim("c", state="open", hedge="technically", by="role: official", reported_by=("Daily",)),
        claim("d", state="shut", by="role: official", reported_by=("Weekly",)),
        claim("e", state="shut", by="named: Army"),
    )
    with ledger(tmp_path, *events) as held:
        said = status_by_claimant(held, Query())
    assert [(one.claimant, [each.id for each in one.claims]) for one in said] == [
        ("Army", ["a", "e"]),
        ("Crossings office", ["b"]),
        ("official", ["c"]),
        ("official", ["d"]),
    ]


# Independent sources.


def independent(folder, *events):
    found = asked(folder, *events)
    return (*sources(found), " ".join(found.independent.reasons))


def test_nothing_stated_is_no_source(tmp_path):
    assert independent(tmp_path)[:2] == (0, 0)


def test_one_speaker_through_three_outlets_is_one(tmp_path):
    events = [count(name, by="named: U.N.", reported_by=(f"Outlet {name}",)) for name in "abc"]
    least, most, why = independent(tmp_path, *events)
    assert (least, most) == (1, 1)
    assert "U.N. says it in 3 statements: one source." in why


def test_a_figure_repeated_without_its_attribution_is_nothing_new(tmp_path):
    office = count("a", by="group: health office", reported_by=("Daily",))
    bare = count("b", "about", by="named: outlet", reported_by=("Weekly",))
    own = count("c", number=250.0, by="named: outlet", reported_by=("Monthly",))
    least, most, why = independent(tmp_path, office, bare, own)
    assert (least, most) == (1, 2)
    assert "Weekly gives in its own voice a figure that others are named for: nothing new." in why
    assert "Monthly says it in its own voice: on whom that rests is not said." in why


def test_who_is_not_named_may_be_anybody(tmp_path):
    least, most, why = independent(
        tmp_path,
        count("a", number=1.0, by="role: senior official"),
        count("b", number=2.0, by="role: senior official"),
        count("c", number=3.0, by="named: Army"),
    )
    assert (least, most) == (1, 3)
    assert "senior official" in why
    assert "not named" in why


def test_two_labels_are_one_body_only_where_linked(tmp_path):
    one = count("a", "more_than", 15000.0, by="group: health authorities")
    other = count("b", "more_than", 15000.0, by="group: government")
    assert independent(tmp_path, one, other)[:2] == (1, 2)
    (tmp_path / "linked").mkdir()
    assert independent(tmp_path / "linked", one, other, linked("a", "duplicate_of", "b"))[:2] == (1, 1)


def test_bodies_that_give_the_same_number_may_repeat_each_other(tmp_path):
    least, most, why = independent(tmp_path, count("a", by="named: Army"), count("b", by="named: Office"))
    assert (least, most) == (1, 2)
    assert "Army and Office give the same figure: one may repeat the other." in why
    (tmp_path / "other").mkdir()
    found = independent(
        tmp_path / "other", count("a", by="named: Army"), count("b", number=9.0, by="named: Office")
    )
    assert found[:2] == (2, 2)
    assert "Named apart: Army and Office." in found[2]


def test_an_outlet_that_repeats_two_bodies_does_not_make_them_one(tmp_path):
    events = (
        count("a", number=1.0, by="named: Army"),
        count("b", number=2.0, by="named: Office"),
        count("x", number=1.0, by="named: outlet", reported_by=("Daily",)),
        count("y", number=2.0, by="named: outlet", reported_by=("Daily",)),
        linked("a", "duplicate_of", "x"),
        linked("b", "duplicate_of", "y"),
    )
    assert independent(tmp_path, *events)[:2] == (2, 2)


def test_sources_that_a_table_does_not_give_may_be_one_or_many(tmp_path):
    missing = (count(name, number=float(ord(name)), by="group: source not stated") for name in "abc")
    found = independent(tmp_path, *missing, count("d", number=1.0, by="named: Army"))
    assert found[:2] == (1, 4)


def test_a_body_that_spoke_once_under_another_label_can_be_two(tmp_path):
    events = (
        count("a", number=1.0, by="group: government"),
        count("b", number=1.0, by="group: health office"),
        linked("a", "duplicate_of", "b"),
        count("c", number=2.0, by="group: government"),
        count("d", number=3.0, by="group: health office"),
    )
    assert independent(tmp_path, *events)[:2] == (1, 2)


def test_lines_show_statements_pairs_and_sources(tmp_path):
    events = (
        count("a", by="named: Army"),
        count("b", number=250.0, by="role: official", hedge="some"),
        linked("a", "contradicts", "b", "the figures differ"),
    )
    lines = comparison_lines(asked(tmp_path, *events, subject="River town", measure="people_fled"), ZONE)
    assert lines[0] == "River town, people fled"
    assert lines[1] == "1. 240 people, told once"
    assert lines[5].startswith(
        "1 and 2: disputed; differ in value: 240 people / 250 people; source: Army / official;"
    )
    assert lines[6] == "   disputed: a and b: the figures differ"
    assert "independent sources: at least 1, at most 2" in lines


def test_of_many_pairs_the_disputed_are_told_and_the_others_counted(tmp_path):
    bounds = [
        count(f"n{number}", "more_than", float(number), valid=f"2023-{number // 28 + 1:02d}")
        for number in range(13)
    ]
    events = (*bounds, linked("n3", "contradicts", "n7", "the figures differ"))
    found = asked(tmp_path, *events)
    assert len(found.pairs) == 13 * 12 // 2 > 60
    lines = comparison_lines(found, ZONE)
    assert [line for line in lines if "; differ in " in line and line.startswith("4 and 8: disputed")]
    assert sum("; differ in " in line for line in lines) == 1
    assert "pairs not told one by one, compatible: 77" in lines


def test_other_numbers_of_other_days_are_not_said_to_exclude_each_other(tmp_path):
    days = (count(f"n{day}", number=400.0 + day, valid=f"2024-04-{day:02d}") for day in (8, 9))
    found = asked(tmp_path, *days)
    (line,) = (line for line in comparison_lines(found, ZONE) if line.startswith("1 and 2"))
    assert line.startswith(
        "1 and 2: other numbers, but not stated for one and the same time; differ in value"
    )


def test_a_thousand_rivals_are_compared_without_looking_at_every_two(tmp_path):
    days = (
        count(
            f"n{day}",
            number=float(day),
            valid=f"20{day // 336:02d}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}",
        )
        for day in range(1000)
    )
    rivals = [count(f"r{day}", number=5000.0, by="named: Army", valid="2001-03-05") for day in range(2)]
    found = asked(tmp_path, *days, *rivals)
    assert len(found.held) == 1002 * 1001 // 2
    assert {pair.one.best.claim.valid.from_ for pair in found.disputes} == {"2001-03-05"}
    assert len(found.disputes) == 2
    assert "pairs" not in vars(found)
