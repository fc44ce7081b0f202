"""What sheets say: everything that is stated, and of everything else that it is not."""

from __future__ import annotations

import itertools
import re
import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publish.notices.bulletins import (
    COPY,
    ISSUER,
    RESTRICTED_NAME,
    ZONE,
    bare_bulletin,
    extreme_bulletin,
    full_bulletin,
    town_sites,
)

from safeground.plan.model import Source
from safeground.publish.notices.block_list import block_list, entry_line
from safeground.publish.notices.file_names import stem
from safeground.publish.notices.moments import moment
from safeground.publish.notices.phrases import LANGUAGES, phrases
from safeground.publish.notices.pieces import bare, fill, html, isolated, named, visible
from safeground.publish.notices.sheet_fit import LEAST_MAP_MM, SIZES_PT, fitted
from safeground.publish.notices.sheet_words import LIMITS, sheet_words
from safeground.publish.notices.sheets import sheets

TABLES = ("notice", "sms")
FORBIDDEN = {
    "en": r"\bsafe|\bapprov|\blikely|\brefuge",
    "ar": "آمن|أمان|أمن|موافق|معتمد|مأمون",
    "he": "בטוח|בטיח|ביטחון|מאושר|אישור",
    "uk": "безпе|схвал|затвердж|погодж",
}


def rows(bulletin, language="en", mark=COPY):
    sheet = sheet_words(bulletin, bulletin.areas[0], language, mark)
    return {row.key: row for row in sheet.rows}


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_whole_and_have_the_same_gaps_in_each_language(table):
    def gaps(said):
        return {name for _, name, _, _ in string.Formatter().parse(said) if name}

    for key, said in phrases(table).items():
        assert all(said[language].strip() for language in LANGUAGES), key
        if key == "time":  # day and month are figures in three of the languages
            continue
        assert len({frozenset(gaps(said[language])) for language in LANGUAGES}) == 1, key


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_vouches_for_anything(table, language):
    for key, said in phrases(table).items():
        assert not re.search(FORBIDDEN[language], said[language], re.IGNORECASE), key


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Wednesday 4 March 2026, 18:00 (Europe/Kyiv, UTC+02:00)"),
        ("ar", "الأربعاء 4 آذار/مارس 2026، الساعة 18:00 (Europe/Kyiv, UTC+02:00)"),
        ("he", "יום רביעי, 4 במרץ 2026, בשעה 18:00 (Europe/Kyiv, UTC+02:00)"),
        ("uk", "середа, 4 березня 2026, 18:00 (Europe/Kyiv, UTC+02:00)"),
    ],
)
def test_a_moment_by_hand(language, words):
    assert bare(moment(datetime(2026, 3, 4, 18, tzinfo=ZONE), language)) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (UTC, "UTC"),
        (ZoneInfo("UTC"), "UTC"),
        (timezone(timedelta(hours=-9, minutes=-30)), "UTC−09:30"),
        (timezone(timedelta(hours=5, minutes=45)), "UTC+05:45"),
        (ZoneInfo("America/St_Johns"), "America/St_Johns, UTC−03:30"),
    ],
)
def test_zone_and_offset(zone, words):
    assert bare(moment(datetime(2026, 1, 4, 18, 5, tzinfo=zone), "en")).endswith(f"18:05 ({words})")


def test_the_clock_is_the_one_of_its_day():
    assert "UTC+03:00" in bare(moment(datetime(2026, 7, 4, 18, tzinfo=ZONE), "en"))


def test_a_time_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        moment(datetime(2026, 3, 4, 18), "en")


def test_no_time_is_said_to_be_missing():
    assert bare(moment(None, "uk")) == "(час не зазначено)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_missing_thing_is_said_to_be_not_stated(language):
    found = rows(bare_bulletin(), language)
    missing = phrases("notice")["not_stated"][language]
    for key in ("when", "by_when", "where_to", "which_way", "until_when", "who_stays", "contact"):
        assert not found[key].stated
        assert bare(found[key].lines[0]) == missing
    for key in ("from_whom", "issued_at", "source"):
        assert bare(found[key].lines[0]) == missing
    assert [bare(line).endswith(missing) for line in found["who"].lines] == [False, True, True, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_stated_is_said_to_be_missing(language):
    missing = phrases("notice")["not_stated"][language]
    for row in rows(full_bulletin(), language).values():
        assert row.stated
        assert not any(missing in bare(line) for line in row.lines), row.key


def test_a_notice_by_hand():
    found = {key: [bare(line) for line in row.lines] for key, row in rows(full_bulletin()).items()}
    assert found["who"][:2] == [
        "Everyone in area low-town (الحي المنخفض)",
        "Blocks: 36–39, 42–45, 48, 49, 54, 55",
    ]
    assert found["by_when"] == [
        "By Wednesday 4 March 2026, 18:00 (Europe/Kyiv, UTC+02:00)",
        "By then people are to be out of the area.",
    ]
    assert "; ".join(found["where_to"]) == (
        "hill: designated by River Town civil protection as “reception area”: a claim,"
        " not a finding of this program"
    )
    assert found["until_when"] == [
        "until the river falls under 4.2 m (in the issuer's words, not translated)"
    ]


@pytest.mark.parametrize(("means", "word"), [("arrived", "have arrived"), (None, "is not stated")])
def test_what_the_deadline_means_is_said(means, word):
    assert word in bare(rows(full_bulletin(deadline_means=means))["by_when"].lines[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_names_issuer_time_and_maker_and_denies_that_it_is_an_order(language):
    sheet = sheet_words(full_bulletin(), full_bulletin().areas[0], language, COPY)
    said = bare(sheet.band)
    for part in ("River Town civil protection", "a monitoring group", "06:00", "2026"):
        assert part in said
    assert sheet.is_copy
    assert sheet.headline == phrases("notice")["says_leave"][language]
    assert "3f6f" not in said


def test_a_copy_of_a_notice_that_nobody_signed_says_so():
    sheet = sheet_words(bare_bulletin(), bare_bulletin().areas[0], "en", COPY)
    assert bare(sheet.band) == (
        "Copy of a notice whose issuer is not stated, (time not stated),"
        " made by a monitoring group: not an order"
    )


@pytest.mark.parametrize(
    ("mark", "status", "exercise"),
    [(ISSUER, "Exercise", True), (ISSUER, "Actual", False), (COPY, "Exercise", False)],
)
def test_an_exercise_is_one_only_on_its_issuers_sheet(mark, status, exercise):
    bulletin = full_bulletin(status=status)
    assert bool(sheet_words(bulletin, bulletin.areas[0], "en", mark).exercise) == exercise


def test_a_notice_taken_back_asks_nobody_to_leave():
    bulletin = full_bulletin(message="Cancel", changes=("notice-0",))
    sheet = sheet_words(bulletin, bulletin.areas[0], "en", ISSUER)
    assert sheet.headline == "Taken back: the order to leave this area"
    assert bare(sheet.foot[0]) == "This takes back an earlier notice: notice-0"


def test_a_restricted_site_is_no_landmark_and_a_restricted_source_has_no_name():
    source = Source(id="n1", title="Letter of A. B.", publisher="C. D.")
    bulletin = full_bulletin(source=source)
    (sheet,) = sheets([bulletin], COPY, ["en"], town_sites())
    said = " ".join(bare(line) for row in sheet.rows for line in row.lines)
    assert "مدرسة النهر 5" in said
    for name in (RESTRICTED_NAME, "Letter", "C. D."):
        assert name not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [full_bulletin, bare_bulletin, extreme_bulletin])
def test_every_sheet_leaves_space_for_its_map(make, language):
    bulletin = make()
    fit = fitted(sheet_words(bulletin, bulletin.areas[0], language, COPY))
    assert fit.map_mm >= LEAST_MAP_MM
    assert fit.print_pt in SIZES_PT


def test_a_sheet_with_space_keeps_all_and_an_extreme_one_counts_what_it_leaves_out():
    full = full_bulletin()
    whole = sheet_words(full, full.areas[0], "en", COPY)
    assert fitted(whole).sheet == whole
    extreme = extreme_bulletin()
    short = fitted(sheet_words(extreme, extreme.areas[0], "en", COPY)).sheet
    blocks = bare(short.rows[0].lines[1])
    shown = blocks.count("–")
    assert blocks.endswith(f"entries of the list not shown here: {len(extreme.areas[0].listed) - shown}")


@given(
    st.lists(st.from_regex(r"[0-9]{1,4}(-[0-9]{1,4})?", fullmatch=True), max_size=200), st.integers(0, 400)
)
def test_a_list_is_cut_behind_an_entry_and_counts_the_rest(entries, most):
    area = replace(full_bulletin().areas[0], listed=tuple(entries), blocks=())
    said = bare(block_list(area, "en", most)).split(", ")
    counted = [one for one in said if one.startswith("entries")]
    shown = [one for one in said if one and not one.startswith("entries")]
    assert shown == [one.replace("-", "–") for one in entries[: len(shown)]]
    rest = len(entries) - len(shown)
    assert counted == ([f"entries of the list not shown here: {rest}"] if rest else [])


def test_a_range_reads_from_its_low_end_at_the_left():
    line = entry_line("38-54")
    assert html(line) == '<bdi dir="ltr" class="nb">38–54</bdi>'
    assert isolated(line) == "\u206638–54\u2069"
    assert html(entry_line("شرق")) == '<bdi dir="rtl">شرق</bdi>'


@given(st.text(max_size=40))
def test_nothing_in_a_name_gets_out_of_it(name):
    said = fill("before {name} after", name=named(name))
    text = isolated(said)
    assert text.count("\u2069") == 1
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", visible(name))
    assert "<script" not in html(named(f"<script>{name}"))


def test_a_gap_without_a_value_is_refused():
    with pytest.raises(KeyError):
        fill("of {issuer}", name=named("x"))


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4), st.text(min_size=1, max_size=60))
def test_file_names_are_plain_and_apart(ids, other):
    name = stem(*ids)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
    assert (stem(*ids, other) == name) is False
    assert (stem(*ids[:-1], other) == name) == (other == ids[-1])


def test_limits_only_get_tighter():
    for wide, tight in itertools.pairwise(LIMITS):
        assert wide.list_signs > tight.list_signs
        assert wide.places >= tight.places
