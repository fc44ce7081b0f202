"""Short messages: they fit, say first what they are, and cut nothing."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publish.notices.bulletins import COPY, ISSUER, bare_bulletin, extreme_bulletin, full_bulletin

from safeground.publish.notices import sms
from safeground.publish.notices.mark import Copy, Issuer
from safeground.publish.notices.phrases import LANGUAGES, phrases
from safeground.publish.notices.sms_length import alphabet, split, units
from safeground.publish.notices.sms_words import items

names = st.one_of(
    st.text(min_size=1, max_size=30),
    st.sampled_from(
        ["low-town", "الحي المنخفض", "השכונה", "Подол", "area €[7]", "x" * 300, "🚸" * 40, "a\u202eb"]
    ),
)
lists = st.lists(st.one_of(st.from_regex(r"[0-9]{1,4}-[0-9]{1,4}", fullmatch=True), names), max_size=60)
moments = st.datetimes(
    datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-9, minutes=-30))]
    )
)  # fmt: skip
maybe = st.one_of(st.none(), names)


@st.composite
def bulletins(draw):
    full = full_bulletin()
    area = replace(full.areas[0], id=draw(names), listed=tuple(draw(lists)))
    return replace(
        full,
        message=draw(st.sampled_from(["Alert", "Update", "Cancel"])),
        status=draw(st.sampled_from(["Exercise", "Actual"])),
        areas=(area,),
        to=tuple(replace(full.to[0], id=one) for one in draw(st.lists(names, max_size=3))),
        ways=tuple(replace(full.ways[0], id=one) for one in draw(st.lists(names, max_size=3))),
        issuer=draw(maybe),
        issued=draw(st.one_of(st.none(), moments)),
        starts=draw(st.one_of(st.none(), moments)),
        deadline=draw(st.one_of(st.none(), moments)),
        deadline_means=draw(st.sampled_from([None, "out", "arrived"])),
        end=draw(maybe),
        stays=draw(maybe),
        contact=draw(maybe),
    )


marks = st.one_of(
    st.builds(Issuer, name=names, fingerprint=st.just("3f6f 2b19")),
    st.builds(Copy, made_by=names, made_at=moments),
)


@pytest.mark.parametrize(("most", "septets", "wide"), [(1, 160, 70), (3, 3 * 153, 3 * 67)])
@settings(max_examples=150, deadline=None)
@given(bulletin=bulletins(), mark=marks, language=st.sampled_from(LANGUAGES))
def test_limits_always_hold_and_nothing_is_cut(bulletin, mark, language, most, septets, wide):
    area = bulletin.areas[0]
    said = sms.message(bulletin, area, language, mark, most)
    assert len(split(said.text)) <= most
    assert units(said.text) <= (septets if alphabet(said.text) == "GSM-7" else wide)
    # The text is made of whole items in the order of reading, and of the pointer where any is missing.
    rest, left_out = said.text, []
    for item in items(bulletin, area, language, mark):
        whole = next((one for one in item.said if rest == one or rest.startswith(f"{one} ")), None)
        if whole is not None:
            rest = rest[len(whole) :].removeprefix(" ")
        if whole != item.said[0]:
            left_out.append(item.key)
    assert rest == (phrases("sms")["more"][language] if left_out else "")
    assert said.left_out == tuple(left_out)


@settings(max_examples=100, deadline=None)
@given(
    bulletin=bulletins(), maker=names, language=st.sampled_from(LANGUAGES), most=st.sampled_from(sms.PARTS)
)
def test_a_copy_always_says_first_that_it_is_one_and_no_order(bulletin, maker, language, most):
    mark = Copy(made_by=maker, made_at=bulletin.expires)
    said = sms.message(bulletin, bulletin.areas[0], language, mark, most).text
    short = phrases("sms")["copy"][language]
    ending = phrases("notice")["copy"][language].rpartition("}")[2].lstrip(":. ")
    assert said.startswith(short) or ending in said


NOT_AN_ORDER = {
    "en": "not an order",
    "ar": ("لا أمر", "ليست أمراً"),
    "he": "אינו הוראה",
    "uk": ("не наказ", "Це не наказ"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_wordings_of_a_copy_deny_that_it_is_an_order(language):
    denials = NOT_AN_ORDER[language]
    denials = (denials,) if isinstance(denials, str) else denials
    for table, keys in (("sms", ("copy",)), ("notice", ("copy", "copy_of_unnamed"))):
        for key in keys:
            assert any(one in phrases(table)[key][language] for one in denials), (table, key)


@pytest.mark.parametrize("status", ["Exercise", "Actual"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exercise_says_so_and_a_real_order_does_not(language, status):
    bulletin = full_bulletin(status=status)
    for most in sms.PARTS:
        said = sms.message(bulletin, bulletin.areas[0], language, ISSUER, most).text
        assert said.startswith(phrases("sms")["exercise"][language]) == (status == "Exercise")


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_message_holds_area_and_deadline(language):
    bulletin = full_bulletin()
    said = sms.message(bulletin, bulletin.areas[0], language, COPY, 1).text
    assert "low-town" in said
    assert "18:00 UTC+2" in said


def test_english_by_hand():
    bulletin = full_bulletin(ways=(), starts=None, end=None, stays=None, contact=None)
    said = sms.message(bulletin, bulletin.areas[0], "en", ISSUER, 1)
    assert said.text == (
        "EXERCISE. Leave low-town: 36-39, 42-45, 48, 49, 54, 55. Out by Wednesday 4 Mar 18:00 UTC+2."
        " To hill. From River Town civil protection. More: radio, sheet."
    )
    assert said.left_out == ("protection", "way", "end", "contact")
    # 9 + 45 + 35 + 8 + 33 + 19 signs and 5 spaces; "Way: not stated." and a space would make it 171.
    assert units(said.text) == 154


def test_ranges_are_written_so_that_no_phone_turns_them_around():
    bulletin = full_bulletin(ways=(), starts=None, end=None, stays=None, contact=None, issuer=None)
    said = {one: sms.message(bulletin, bulletin.areas[0], one, COPY, 3).text for one in LANGUAGES}
    # After Arabic letters a hyphen between numbers is neutral and turns them around (UAX 9, W2 and N1);
    # after Hebrew ones W4 joins them.
    assert "36 إلى 39، 42 إلى 45" in said["ar"]
    assert "36-39, 42-45" in said["he"]
    assert "36-39, 42-45" in said["en"]
    assert not any(re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text) for text in said.values())


def test_what_is_not_stated_is_said():
    bulletin = bare_bulletin()
    said = sms.message(bulletin, bulletin.areas[0], "en", COPY, 3).text
    for words in ("By when: not stated.", "Where to: not stated.", "Issuer not stated.", "Way: not stated."):
        assert words in said


def test_a_cancelled_order_asks_nobody_to_leave():
    bulletin = full_bulletin(message="Cancel", changes=("notice-0",))
    for most in sms.PARTS:
        said = sms.message(bulletin, bulletin.areas[0], "en", ISSUER, most).text
        assert "Taken back: leave low-town." in said
        assert "Out by" not in said


@pytest.mark.parametrize(
    ("text", "length", "parts"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("a" * 152 + "€" + "a" * 10, 164, 2),
        ("ж" * 70, 70, 1),
        ("ж" * 71, 71, 2),
        ("ж" * 66 + "🚸" + "ж" * 10, 78, 2),
        ("ж" * 134, 134, 2),
        ("ж" * 135, 135, 3),
    ],
)
def test_length_by_hand(text, length, parts):
    assert units(text) == length
    assert len(split(text)) == parts
    assert "".join(split(text)) == text


def test_a_sign_of_two_units_is_never_divided():
    assert split("a" * 152 + "€" + "a" * 10) == ["a" * 152, "€" + "a" * 10]
    assert split("ж" * 66 + "🚸" + "ж" * 10) == ["ж" * 66, "🚸" + "ж" * 10]


def test_files_and_table_agree():
    files = sms.write([full_bulletin(), extreme_bulletin()], COPY)
    rows = list(csv.DictReader(files["sms.csv"].decode().splitlines()))
    assert len(rows) == 2 * 4 * 2 == len(files) - 1
    assert {row["text"] for row in rows} == {
        text.decode() for name, text in files.items() if name != "sms.csv"
    }
    for row in rows:
        assert int(row["units"]) == units(row["text"])
        assert int(row["parts"]) == len(split(row["text"])) <= int(row["fits_parts"])
