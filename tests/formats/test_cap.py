"""CAP read and written: every polygon of every area, two versions, feeds, and what cannot be understood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeground.errors import Fault, InputError
from safeground.formats.cap import Alert, Area, Circle, Info, Named, Reference, Resource, Ring
from safeground.formats.cap_checks import check_cap
from safeground.formats.cap_reading import read_cap, read_feed
from safeground.formats.cap_text import read_time, write_time
from safeground.formats.cap_words import codes
from safeground.formats.cap_writing import cap_xml

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:{version}">
  <identifier>a-1</identifier>
  <sender>who@town.example</sender>
  <sent>2026-03-04T06:00:00+02:00</sent>
  <status>Exercise</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <code>one</code>
  <code>two</code>
  <note>Spring exercise</note>
  <info>
    <language>en</language>
    <category>Met</category>
    <category>Fire</category>
    <event>Flood</event>
    <urgency>Future</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <expires>2026-03-05T06:00:00+02:00</expires>
    <headline>Water rises</headline>
    <parameter><valueName>depth</valueName><value>3 m</value></parameter>
    <parameter><valueName>depth</valueName><value>4 m</value></parameter>
    <area>
      <areaDesc>Low town</areaDesc>
      <polygon>31.3,34.3 31.3,34.4 31.4,34.4 31.3,34.3</polygon>
      <polygon>31.5,34.3 31.5,34.4 31.6,34.4 31.5,34.3</polygon>
      <circle>31.3,34.3 2.5</circle>
      <geocode><valueName>block</valueName><value>36</value></geocode>
    </area>
    <area>
      <areaDesc>Mill</areaDesc>
      <polygon>31.7,34.3 31.7,34.4 31.8,34.4 31.7,34.3</polygon>
    </area>
  </info>
  <info>
    <language>ar</language>
    <category>Met</category>
    <event>فيضان</event>
    <urgency>Future</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <headline>المياه ترتفع</headline>
  </info>
</alert>
"""
V12 = MESSAGE.format(version="1.2")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_everything_is_read(version: str):
    alert, remarks = read_cap(MESSAGE.format(version=version).encode())
    assert remarks == ()
    assert (alert.version, alert.identifier, alert.codes) == (version, "a-1", ("one", "two"))
    assert alert.sent == datetime(2026, 3, 4, 4, tzinfo=UTC)
    english, arabic = alert.infos
    assert english.categories == ("Met", "Fire")
    assert [area.description for area in english.areas] == ["Low town", "Mill"]
    assert [len(area.polygons) for area in english.areas] == [2, 1]
    assert english.areas[0].polygons[1] == ((34.3, 31.5), (34.4, 31.5), (34.4, 31.6), (34.3, 31.5))
    assert english.areas[0].circles == (Circle(lon=34.3, lat=31.3, radius_km=2.5),)
    assert english.areas[0].geocodes == (Named("block", "36"),)
    assert [one.value for one in english.parameters] == ["3 m", "4 m"]
    assert (arabic.language, arabic.event) == ("ar", "فيضان")


def test_a_file_is_read_as_its_bytes_are(tmp_path: Path):
    path = tmp_path / "x.cap"
    path.write_bytes(V12.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert read_cap(path) == read_cap(V12.encode())


def test_what_cap_does_not_have_is_counted_and_left_out():
    text = V12.replace(
        "<code>one</code>", "<colour>red</colour><x>1</x><colour>blue</colour><code>one</code>"
    )
    text = text.replace("<event>Flood</event>", "<event>Flood</event><event>Storm</event>")
    text = text.replace("<severity>Severe</severity>", "<severity>Terrible</severity>", 1)
    text = text.replace("<note>Spring exercise</note>", "<note></note>")
    alert, remarks = read_cap(text.encode(), name="x.cap")
    assert alert.infos[0].event == "Flood"
    assert {(remark.kind, remark.text, remark.count) for remark in remarks} == {
        ("left out", "colour in alert is no element of CAP there", 2),
        ("left out", "x in alert is no element of CAP there", 1),
        ("left out", "event in info may stand once only: the first one was read", 1),
        ("left out", "note in alert is empty", 1),
        ("warning", "severity 'Terrible' is not in the code list", 1),
    }


def test_an_open_ring_is_closed_and_said_to_be():
    alert, remarks = read_cap(V12.replace(" 31.8,34.4 31.7,34.3<", " 31.8,34.4<").encode())
    ring = alert.infos[0].areas[1].polygons[0]
    assert ring[0] == ring[-1]
    assert [(one.kind, one.count) for one in remarks] == [("repaired", 1)]


def test_all_that_cannot_be_understood_is_told_at_once():
    text = V12.replace("<scope>Public</scope>", "").replace("2026-03-05T06:00:00+02:00", "tomorrow")
    text = text.replace("31.7,34.3 31.7,34.4", "31.7,34.3, 31.7,34.4").replace("34.3 2.5", "34.3 -2.5")
    with pytest.raises(InputError) as caught:
        read_cap(text.encode(), name="x.cap")
    places = sorted(fault.place.partition(", ")[2] for fault in caught.value.faults)
    assert places == ["alert", "circle", "expires", "polygon"]
    assert all(fault.file == "x.cap" and fault.place.startswith("line ") for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (V12.replace(":1.2", ":1.0"), "expected CAP 1.1 or 1.2"),
        (V12.replace(' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', ""), "no namespace"),
        ("<plan/>", "<plan>, which is no alert"),
        (V12.replace("31.3,34.3 31.3,34.4", "134.3,31.3 134.4,31.3"), "latitudes from -90 to 90"),
        (V12.replace("<sent>2026-03-04T06:00:00+02:00", "<sent>2026-03-04T06:00:00Z"), "a time with offset"),
    ],
)
def test_what_is_no_message_is_refused(text: str, says: str):
    with pytest.raises(InputError, match=says):
        read_cap(text.encode())


ENTRY = "<entry><title>t</title><content>{}</content></entry>"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'


def test_a_feed_is_said_to_be_one_and_its_messages_are_read():
    message = V12.partition("?>\n")[2]
    feed = FEED.format(ENTRY.format(message) + ENTRY.format("") + ENTRY.format(message)).encode()
    with pytest.raises(InputError, match="<feed> with 2 alerts in it"):
        read_cap(feed)
    alerts, remarks = read_feed(feed)
    assert [alert.identifier for alert in alerts] == ["a-1", "a-1"]
    assert [(one.kind, one.count) for one in remarks] == [("left out", 1)]
    assert read_feed(V12.encode())[0] == (read_cap(V12.encode())[0],)
    with pytest.raises(InputError, match="A feed of links holds no messages"):
        read_feed(FEED.format(ENTRY.format("")).encode())


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 4, 6, tzinfo=UTC), "2026-03-04T06:00:00-00:00"),
        (datetime(2026, 3, 4, 6, 0, 1, 999, tzinfo=UTC), "2026-03-04T06:00:01-00:00"),
        (datetime(2026, 3, 4, 6, tzinfo=timezone(timedelta(hours=-3.5))), "2026-03-04T06:00:00-03:30"),
        (datetime(2026, 3, 4, 6, tzinfo=timezone(timedelta(seconds=8454))), "2026-03-04T03:39:06-00:00"),
    ],
)
def test_times_are_written_to_the_second_with_a_numeric_offset(moment: datetime, text: str):
    assert write_time(moment) == text
    assert read_time(text) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "text",
    ["2026-03-04T06:00:00Z", "2026-03-04T06:00:00", "2026-03-04 06:00:00+02:00", "2026-02-30T06:00:00+02:00"],
)
def test_other_times_are_not_read(text: str):
    with pytest.raises(ValueError, match=r"2026|out of range"):
        read_time(text)


def test_a_time_without_an_offset_is_not_written():
    with pytest.raises(ValueError, match="no offset"):
        write_time(datetime(2026, 3, 4, 6))


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=20,
)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)
names = st.text("abcXYZ019-_.:@م", min_size=1, max_size=12)
items = st.text("abc م-", min_size=1, max_size=8).map(str.strip).filter(bool)
moments = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2090, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3.5))]),
).map(lambda moment: moment.replace(microsecond=0))
lats = st.integers(-900_000_000, 900_000_000).map(lambda n: n / 1e7)
lons = st.integers(-1_800_000_000, 1_800_000_000).map(lambda n: n / 1e7)
lengths = st.integers(0, 10_000_000).map(lambda n: n / 1e4)
maybe_lines, maybe_moments = st.none() | lines, st.none() | moments


def tuples(one: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.lists(one, min_size=least, max_size=3).map(tuple)


def closed(points: list[tuple[float, float]]) -> Ring:
    return (*points, points[0])


rings = st.lists(st.tuples(lons, lats), min_size=3, max_size=6).map(closed)
named = st.builds(Named, lines, st.just("") | lines)
listed = codes("1.2")
areas = st.builds(
    Area,
    description=lines,
    polygons=tuples(rings),
    circles=tuples(st.builds(Circle, lon=lons, lat=lats, radius_km=lengths)),
    geocodes=tuples(named),
    altitude_ft=st.none() | lengths,
    ceiling_ft=st.none() | lengths,
)
resources = st.builds(
    Resource,
    description=lines,
    mime_type=lines,
    size_bytes=st.none() | st.integers(0, 10**12),
    uri=maybe_lines,
    content_base64=maybe_lines,
    digest=maybe_lines,
)
infos = st.builds(
    Info,
    categories=tuples(st.sampled_from(listed["category"]), 1),
    event=lines,
    urgency=st.sampled_from(listed["urgency"]),
    severity=st.sampled_from(listed["severity"]),
    certainty=st.sampled_from(listed["certainty"]),
    language=maybe_lines,
    response_types=tuples(st.sampled_from(listed["responseType"])),
    audience=maybe_lines,
    event_codes=tuples(named),
    effective=maybe_moments,
    onset=maybe_moments,
    expires=maybe_moments,
    sender_name=maybe_lines,
    headline=maybe_lines,
    description=maybe_lines,
    instruction=maybe_lines,
    web=maybe_lines,
    contact=maybe_lines,
    parameters=tuples(named),
    resources=tuples(resources),
    areas=tuples(areas),
)
alerts = st.builds(
    Alert,
    identifier=names,
    sender=names,
    sent=moments,
    status=st.sampled_from(listed["status"]),
    message_type=st.sampled_from(listed["msgType"]),
    scope=st.sampled_from(listed["scope"]),
    source=maybe_lines,
    restriction=maybe_lines,
    addresses=tuples(items),
    codes=tuples(lines),
    note=maybe_lines,
    references=tuples(st.builds(Reference, sender=names, identifier=names, sent=moments)),
    incidents=tuples(items),
    infos=tuples(infos),
)


@given(alerts)
def test_what_is_written_reads_back_the_same(alert: Alert):
    content = cap_xml(alert)
    again, remarks = read_cap(content)
    assert again == alert
    assert {remark.text.split(" ")[0] for remark in remarks} <= {"value"}
    assert cap_xml(again) == content


def test_a_signature_is_seen_and_not_written_again():
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><a/></Signature></alert>'
    alert, _ = read_cap(V12.replace("</alert>", signature).encode())
    assert alert.signed
    assert b"Signature" not in cap_xml(alert)
    assert read_cap(cap_xml(alert))[0] == msgspec.structs.replace(alert, signed=False)


@given(st.lists(st.tuples(st.integers(0, len(V12) - 1), st.text(max_size=3)), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused_with_its_place(changes: list[tuple[int, str]]):
    text = V12
    for at, new in changes:
        text = text[:at] + new + text[at + 1 :]
    faults: list[Fault] = []
    for read in (read_cap, read_feed, check_cap):
        try:
            read(text.encode("utf-8", "surrogatepass"), name="x.cap")
        except InputError as error:
            faults += error.faults
    assert all(fault.file == "x.cap" for fault in faults)
