"""Alerts of notices: one a notice and language, chained, marked, read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import InputError
from safeground.formats.cap_checks import check_cap
from safeground.formats.cap_reading import read_cap
from safeground.plan.model import Source
from safeground.publish.notices.bulletin import Bulletin, Place, Way
from safeground.publish.notices.cap import read_back, write
from safeground.publish.notices.cap_chain import plain
from safeground.publish.notices.holes import without_holes
from safeground.publish.notices.mark import Copy, Issuer
from safeground.publish.notices.phrases import LANGUAGES, phrases

if TYPE_CHECKING:
    from safeground.formats.cap import Alert
    from safeground.publish.notices.mark import Mark

EAST = timezone(timedelta(hours=2))
ISSUED = datetime(2026, 3, 4, 6, tzinfo=EAST)
SENT = datetime(2026, 3, 4, 6, 5, tzinfo=EAST)
RING = shapely.box(34.30, 31.30, 34.34, 31.34) - shapely.box(34.31, 31.31, 34.32, 31.32)
TWO = shapely.union_all([RING, shapely.box(34.36, 31.30, 34.37, 31.31)])
ISSUER = Issuer(name="River Town, civil protection", fingerprint="a1b2 c3d4 e5f6 0718")
COPY = Copy(made_by="Observers' desk", made_at=SENT)

LOW_TOWN = Place(
    id="low-town",
    kind="ordered",
    called="Low town",
    designated_by=None,
    geometry=TWO,
    blocks=("36", "38", "39"),
    listed=("36", "38-39"),
    streets=("Mill Road",),
)
HILL = Place(
    id="hill; north",
    kind="destination",
    called="reception area",
    designated_by="River Town",
    geometry=shapely.box(34.40, 31.40, 34.42, 31.42) - shapely.box(34.405, 31.405, 34.41, 31.41),
)
WAY = Way(id="bridge", line=shapely.LineString([(34.33, 31.34), (34.4, 31.4)]), open=("09:00-16:00",))
NOTICE = Bulletin(
    id="notice-1",
    message="Alert",
    status="Actual",
    areas=(LOW_TOWN,),
    to=(HILL,),
    ways=(WAY,),
    issuer="River Town",
    issued=ISSUED,
    starts=ISSUED,
    deadline=ISSUED + timedelta(hours=12),
    deadline_means="out",
    end="when the river is below 3 m",
    expires=ISSUED + timedelta(hours=36),
    languages=("en", "ar", "he", "uk"),
    text={"en": "Leave low town & the mill < today.", "ar": "غادروا المدينة السفلى."},
    stays="Neighbours are asked to look after them.",
    contact="Town hall, 1234",
    source=Source(id="s", title="Notice board", url="https://town.example/1"),
)
BARE = Bulletin(
    id="bare",
    message="Alert",
    status="Exercise",
    areas=(replace(LOW_TOWN, called=None, blocks=(), listed=(), streets=()),),
    to=(),
    ways=(),
    issuer=None,
    issued=None,
    starts=None,
    deadline=None,
    deadline_means=None,
    end=None,
    expires=SENT + timedelta(hours=24),
)


def alerts(*bulletins: Bulletin, mark: Mark = ISSUER, sent: datetime = SENT) -> dict[str, Alert]:
    return {name: read_cap(content)[0] for name, content in write(bulletins, mark, sent).items()}


@pytest.mark.parametrize("mark", [ISSUER, COPY], ids=["issuer", "copy"])
@pytest.mark.parametrize(
    "bulletin", [NOTICE, BARE, replace(NOTICE, text={"fr": "Partez."}, languages=("fr",))]
)
def test_the_validator_finds_nothing(bulletin: Bulletin, mark: Mark):
    for content in write([bulletin], mark, SENT).values():
        findings, count, _ = check_cap(content, region=(34, 31, 35, 32))
        assert count == 1
        assert [str(finding) for finding in findings] == []


def test_there_is_one_file_for_each_notice_and_language():
    files = write([NOTICE, BARE], ISSUER, SENT)
    assert sorted(files) == ["bare.en.cap.xml", *sorted(f"notice-1.{one}.cap.xml" for one in LANGUAGES)]
    assert len({alert.identifier for alert in alerts(NOTICE, BARE).values()}) == 5
    assert [alert.infos[0].language for alert in alerts(NOTICE).values()] == list(LANGUAGES)
    assert write([NOTICE, BARE], ISSUER, SENT) == files


@pytest.mark.parametrize("bulletin", [NOTICE, BARE], ids=["all stated", "nothing stated"])
def test_what_is_read_back_is_what_was_published(bulletin: Bulletin):
    for content in write([bulletin], COPY, SENT).values():
        read = read_back(content)[bulletin.id]
        meant = {place.id: place.geometry for place in (*bulletin.areas, *bulletin.to)}
        assert read.areas.keys() == meant.keys()
        for id_, geometry in meant.items():
            assert shapely.hausdorff_distance(read.areas[id_], geometry) < 1e-6
            assert read.areas[id_].symmetric_difference(geometry).area < 1e-9
        assert (read.issued, read.deadline, read.expires) == (
            bulletin.issued,
            bulletin.deadline,
            bulletin.expires,
        )


def test_polygons_have_no_holes_and_cover_the_same_ground():
    (area,) = alerts(NOTICE)["notice-1.en.cap.xml"].infos[0].areas
    parts = [shapely.Polygon(ring) for ring in area.polygons]
    assert len(parts) >= 3
    assert sum(part.area for part in parts) == pytest.approx(TWO.area, rel=1e-9)
    assert shapely.union_all(parts).symmetric_difference(TWO).area < 1e-12


def test_a_copy_is_never_actual_and_says_what_it_is_first():
    for name, alert in alerts(NOTICE, mark=COPY).items():
        language = name.split(".")[1]
        words = phrases("cap")["copy"][language].partition("{")[0]
        assert alert.status == "Exercise"
        info = alert.infos[0]
        assert not info.response_types
        for text in (info.headline, info.description, info.instruction, alert.note):
            assert text is not None
            assert text.startswith(words)
        assert "copy" in alert.identifier
        assert "copy" in alert.sender
    english = alerts(NOTICE, mark=COPY)["notice-1.en.cap.xml"]
    assert "made by Observers' desk: not an order." in (english.infos[0].headline or "")


@pytest.mark.parametrize(
    ("mark", "status", "expected"),
    [
        (ISSUER, "Actual", "Actual"),
        (ISSUER, "Exercise", "Exercise"),
        (COPY, "Actual", "Exercise"),
        (COPY, "Exercise", "Exercise"),
    ],
)
def test_only_an_issuer_who_says_so_is_actual(mark: Mark, status: str, expected: str):
    alert = alerts(replace(NOTICE, status=status), mark=mark)["notice-1.en.cap.xml"]
    assert alert.status == expected
    exercise = "Exercise: nobody is ordered to move."
    assert (exercise in (alert.infos[0].headline or "")) == (mark is ISSUER and expected == "Exercise")


def test_an_issuer_shows_its_key_and_what_is_stated():
    info = alerts(NOTICE)["notice-1.en.cap.xml"].infos[0]
    told = {one.name.removeprefix("safeground:"): one.value for one in info.parameters}
    assert told["issuer-key"] == ISSUER.fingerprint
    assert told["deadline"] == "2026-03-04T18:00:00+02:00"
    assert told["deadline-means"] == "out"
    assert told["destination"] == "hill; north: reception area (designated by River Town)"
    assert told["route"] == "bridge, 09:00-16:00"
    assert told["return-condition"] == "when the river is below 3 m"
    assert told["blocks"] == "low-town: 36, 38-39"
    assert told["source"] == "Notice board, https://town.example/1"
    assert info.areas[0].description == (
        "Area Low town (low-town): blocks 36, 38-39; streets along its edge: Mill Road"
    )
    assert [code.value for code in info.areas[0].geocodes] == ["low-town", "36", "38", "39"]
    assert "Leave low town & the mill < today." in (info.description or "")
    assert "a claim, not a finding" in (info.instruction or "")


def test_what_is_not_stated_is_said_to_be_so():
    info = alerts(BARE)["bare.en.cap.xml"].infos[0]
    for line in ("By when: not stated", "Where to: not stated", "Which way: not stated"):
        assert line in (info.instruction or "")
    assert info.urgency == "Unknown"
    assert info.expires == BARE.expires


def test_those_who_stay_keep_their_protection_in_every_language():
    for name, alert in alerts(NOTICE).items():
        sentence = phrases("cap")["protection"][name.split(".")[1]]
        assert sentence in (alert.infos[0].instruction or "")


def test_no_file_says_safe_or_approved():
    for content in write([NOTICE, BARE], ISSUER, SENT).values():
        assert not re.search(r"\bsafe(r|st|ly|ty)?\b|\bapprov", content.decode(), re.IGNORECASE)


def test_text_in_a_language_without_phrases_is_kept():
    bulletin = replace(NOTICE, text={"fr": "Partez.", "en": "Go."}, languages=("en", "fr"))
    (alert,) = alerts(bulletin).values()
    assert "Partez." in (alert.infos[0].description or "")
    assert "Go." in (alert.infos[0].description or "")


def test_a_chain_refers_to_the_earlier_messages_of_its_language():
    second = replace(
        NOTICE, id="notice-2", message="Update", changes=("notice-1",), issued=ISSUED + timedelta(minutes=2)
    )
    found = alerts(NOTICE, second)
    for language in LANGUAGES:
        first = found[f"notice-1.{language}.cap.xml"]
        (reference,) = found[f"notice-2.{language}.cap.xml"].references
        assert (reference.sender, reference.identifier, reference.sent) == (
            first.sender,
            first.identifier,
            first.sent,
        )
    later = alerts(NOTICE, second, sent=SENT + timedelta(hours=2))
    assert {alert.identifier for alert in later.values()} == {alert.identifier for alert in found.values()}


def test_a_notice_taken_back_refers_to_itself_as_it_was_issued():
    before = alerts(NOTICE)["notice-1.ar.cap.xml"]
    back = replace(NOTICE, message="Cancel", changes=("notice-1",))
    content = write([back], ISSUER, SENT + timedelta(hours=1))["notice-1.ar.cap.xml"]
    after = read_cap(content)[0]
    assert after.references[0].identifier == before.identifier
    assert after.references[0].sent == before.sent
    assert after.identifier != before.identifier
    assert (after.message_type, after.infos[0].urgency, after.infos[0].response_types) == (
        "Cancel",
        "Past",
        (),
    )
    assert check_cap(content)[0] == ()


def test_an_earlier_message_without_the_language_is_referred_to_in_all_it_has():
    first = replace(NOTICE, languages=("en", "he"))
    second = replace(NOTICE, id="b", message="Update", changes=("notice-1",), languages=("uk",))
    assert len(alerts(first, second)["b.uk.cap.xml"].references) == 2


@pytest.mark.parametrize(
    ("bulletin", "says"),
    [
        (replace(NOTICE, message="Update", changes=("gone",)), "changes gone, which is not there"),
        (replace(NOTICE, message="Cancel", changes=("notice-1",), issued=None), "when it was issued"),
        (replace(NOTICE, expires=ISSUED), "an end after it is sent"),
        (replace(NOTICE, starts=NOTICE.expires), "an end after it begins"),
    ],
)
def test_what_cannot_be_told_in_cap_is_refused(bulletin: Bulletin, says: str):
    with pytest.raises(InputError, match=says):
        write([bulletin], ISSUER, SENT)


def test_a_time_without_an_offset_is_refused():
    with pytest.raises(InputError, match="offset"):
        write([NOTICE], ISSUER, SENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("starts_h", "deadline_h", "urgency"),
    [(0, 1, "Immediate"), (0, 12, "Expected"), (5, 12, "Future"), (0, -1, "Past")],
)
def test_urgency_is_taken_from_the_notices_own_times(starts_h: int, deadline_h: int, urgency: str):
    bulletin = replace(
        NOTICE,
        starts=ISSUED + timedelta(hours=starts_h),
        deadline=ISSUED + timedelta(hours=deadline_h),
    )
    assert alerts(bulletin)["notice-1.en.cap.xml"].infos[0].urgency == urgency


def test_signs_that_turn_text_are_written_out():
    bulletin = replace(NOTICE, issuer="River\u202e Town\u2066", text={"en": "Leave\u202d now\x07"})
    for content in write([bulletin], ISSUER, SENT).values():
        assert check_cap(content)[0] == ()
        assert "\\u202e" in content.decode()


def test_names_for_machines_do_not_collide():
    assert plain("a b") != plain("a-b") != plain("a/b")
    assert not re.search(r"[\s,<&/]", plain("العربية, <x> & / y"))


def test_utc_is_written_with_a_minus():
    bulletin = replace(NOTICE, issued=ISSUED.astimezone(UTC))
    assert b"-00:00</sent>" in write([bulletin], ISSUER, SENT)["notice-1.en.cap.xml"]


@given(
    st.lists(
        st.tuples(st.integers(1, 90), st.integers(1, 90), st.integers(1, 9), st.integers(3, 9)), max_size=12
    )
)
def test_any_polygon_is_cut_into_parts_without_holes(holes: list[tuple[int, int, int, int]]):
    ground = shapely.box(0, 0, 100, 100)
    for x, y, size, points in holes:
        ground -= shapely.Point(x, y).buffer(size, quad_segs=points)
    parts = without_holes(ground)
    assert all(part.is_valid and not part.interiors for part in parts)
    assert sum(part.area for part in parts) == pytest.approx(ground.area, rel=1e-12)
    assert shapely.union_all(parts).symmetric_difference(ground).area < 1e-9
    given = {tuple(point) for point in shapely.get_coordinates(ground)}
    assert {tuple(point) for part in parts for point in shapely.get_coordinates(part)} <= given


def test_a_polygon_without_holes_is_left_as_it_is():
    box = shapely.box(0, 0, 1, 1)
    assert without_holes(box) == (box,)
