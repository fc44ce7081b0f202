"""Every rule of the validator: a message in which it finds something, one near it that it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from safeground.errors import InputError
from safeground.formats.cap_checks import RULES, check_cap

if TYPE_CHECKING:
    from collections.abc import Callable

    from safeground.formats.cap_checks.finding import CapFinding

RIGHT = """\
<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>a-2</identifier>
  <sender>who@town.example</sender>
  <sent>2026-03-04T06:00:00+02:00</sent>
  <status>Actual</status>
  <msgType>Update</msgType>
  <scope>Public</scope>
  <references>who@town.example,a-1,2026-03-04T05:00:00+02:00</references>
  <info>
    <language>en</language>
    <category>Met</category>
    <event>Flood</event>
    <urgency>Future</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <effective>2026-03-04T06:00:00+02:00</effective>
    <onset>2026-03-04T08:00:00+02:00</onset>
    <expires>2026-03-05T06:00:00+02:00</expires>
    <headline>Water rises</headline>
    <resource>
      <resourceDesc>map</resourceDesc>
      <mimeType>image/png</mimeType>
      <uri>https://town.example/map.png</uri>
    </resource>
    <area>
      <areaDesc>Low town</areaDesc>
      <polygon>31.3,34.3 31.3,34.4 31.4,34.4 31.3,34.3</polygon>
      <circle>31.3,34.3 2.5</circle>
      <geocode><valueName>block</valueName><value>36</value></geocode>
      <altitude>10</altitude>
      <ceiling>20</ceiling>
    </area>
  </info>
</alert>
"""
POLYGON = "<polygon>31.3,34.3 31.3,34.4 31.4,34.4 31.3,34.3</polygon>"
CIRCLE = "<circle>31.3,34.3 2.5</circle>"
GEOCODE = "<geocode><valueName>block</valueName><value>36</value></geocode>"
SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></alert>'
REGION = (34.0, 31.0, 35.0, 32.0)

Change = tuple[tuple[str, str], ...]


def put(*changes: tuple[str, str]) -> Change:
    return changes


def polygon(text: str) -> Change:
    return put((POLYGON, f"<polygon>{text}</polygon>"))


SECOND = "<info>\n    <language>{}</language><category>Met</category><event>e</event><urgency>Past</urgency>"
SECOND += (
    "<severity>Minor</severity><certainty>Observed</certainty><expires>2026-03-05T06:00:00+02:00</expires>"
)
SECOND += "<headline>{}</headline><area><areaDesc>a</areaDesc>" + CIRCLE + "</area></info></alert>"

CASES: dict[str, tuple[list[Change], list[Change]]] = {
    "namespace-is-cap": (
        [put(("cap:1.2", "cap:2.0")), put((' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', ""))],
        [put(("cap:1.2", "cap:1.1"))],
    ),
    "elements-are-known": (
        [
            put(("<scope>", "<colour>red</colour><scope>")),
            put(("<event>Flood", '<x xmlns="u:x">1</x><event>Flood')),
            put(("Low town</areaDesc>", "Low <b>town</b></areaDesc>")),
            put(("<event>Flood</event>", '<event xmlns="u:x">Flood</event><event>Flood</event>')),
        ],
        [put(("<scope>", "<source>s</source><scope>"))],
    ),
    "elements-stand-in-order": (
        [
            put(("<scope>Public</scope>", ""), ("<status>", "<scope>Public</scope><status>")),
            put((CIRCLE, ""), (POLYGON, CIRCLE + POLYGON)),
        ],
        [put(("<scope>", "<!-- status before --><scope>"))],
    ),
    "required-elements-are-there": (
        [
            put(("<scope>Public</scope>", "")),
            put(("<category>Met</category>", "")),
            put(("<areaDesc>Low town</areaDesc>", "")),
            put(("<mimeType>image/png</mimeType>", "")),
            put(("<value>36</value>", "")),
        ],
        [put(("<mimeType>image/png</mimeType>", ""), ("cap:1.2", "cap:1.1"))],
    ),
    "singletons-stand-once": (
        [put(("<event>Flood</event>", "<event>Flood</event><event>Storm</event>"))],
        [put(("<category>Met</category>", "<category>Met</category><category>Fire</category>"))],
    ),
    "elements-are-not-empty": (
        [
            put(("<severity>Severe", "<severity>")),
            put(("<scope>", "<source> </source><scope>")),
            put((POLYGON, POLYGON + "<polygon/>")),
        ],
        [put(("Severe<", " Severe\n<"))],
    ),
    "codes-are-in-their-lists": (
        [
            put(("Severe<", "severe<")),
            put(("<urgency>", "<responseType>AllClear</responseType><urgency>"), ("cap:1.2", "cap:1.1")),
        ],
        [put(("<urgency>", "<responseType>AllClear</responseType><urgency>"))],
    ),
    "signatures-are-not-checked": (
        [put(("</alert>", SIGNATURE)), put(("</uri>", "</uri><digest>0a</digest>"))],
        [put(("</uri>", "</uri><derefUri>0a</derefUri>"))],
    ),
    "identifiers-hold-no-separators": (
        [put((">a-2<", f">{bad}<")) for bad in ("a 2", "a,2", "a&lt;2", "a&amp;2")]
        + [put(("<sender>who@", "<sender>who @"))],
        [put((">a-2<", "> urn:oid:2.49:ا <"))],
    ),
    "languages-are-tags": (
        [put((">en<", f">{bad}<")) for bad in ("English (UK)", "en_GB", "e", "en-", "en-UKGB1x9zz")],
        [put((">en<", f">{good}<")) for good in ("en-GB", "ar-PS", "zh-Hant-TW", "es-419", "de-1996", "x-y")],
    ),
    "languages-are-stated": ([put(("<language>en</language>", ""))], [put((">en<", ">fr<"))]),
    "languages-stand-once": (
        [put(("</alert>", SECOND.format("EN", "h"))), put(("</alert>", SECOND.format("en", "h")))],
        [put(("</alert>", SECOND.format("en-GB", "h")))],
    ),
    "texts-keep-their-direction": (
        [put(("Water", "Water\u202e")), put(("Low", "\u2067Low"))],
        [put(("Water", "\u2068Water\u2069\u200f"))],
    ),
    "texts-are-in-their-script": (
        [put((">en<", ">ar<")), put((">en<", ">uk-UA<"))],
        [
            put((">en<", ">ar<"), ("Water rises", "المياه ترتفع (Water)")),
            put((">en<", ">uk<"), ("Water rises", "12:30")),
        ],
    ),
    "texts-are-not-markup": (
        [put(("Water rises", "Water&lt;br /&gt;rises")), put(("Low town", "Low&amp;nbsp;town"))],
        [put(("Water rises", "Water &lt; 3 m &amp; > 2 m"))],
    ),
    "something-is-said": (
        [put(("<headline>Water rises</headline>", ""))],
        [put(("<headline>Water rises</headline>", "<instruction>Wait.</instruction>"))],
    ),
    "resources-can-be-had": (
        [put(("<uri>https://town.example/map.png</uri>", ""))],
        [put(("<uri>https://town.example/map.png</uri>", "<derefUri>00</derefUri>"))],
    ),
    "restricted-says-to-whom": (
        [put((">Public<", ">Restricted<"))],
        [put((">Public</scope>", ">Restricted</scope><restriction>crews</restriction>"))],
    ),
    "private-has-addresses": (
        [put((">Public<", ">Private<"))],
        [put((">Public</scope>", ">Private</scope><addresses>a b</addresses>"))],
    ),
    "changes-refer-to-what-they-change": (
        [
            put(
                ("<references>who@town.example,a-1,2026-03-04T05:00:00+02:00</references>", ""),
                (">Update<", f">{kind}<"),
            )
            for kind in ("Update", "Cancel", "Ack")
        ],
        [
            put(
                ("<references>who@town.example,a-1,2026-03-04T05:00:00+02:00</references>", ""),
                (">Update<", ">Alert<"),
            )
        ],
    ),
    "references-have-their-form": (
        [
            put(("example,a-1,", "example, a-1,")),
            put(("a-1,2026-03-04T05:00:00+02:00", "a-1")),
            put(("05:00:00+02:00</ref", "05:00:00Z</ref")),
        ],
        [put(("</references>", "\n who@town.example,a-0,2026-03-04T04:00:00-00:00</references>"))],
    ),
    "references-are-earlier": (
        [put(("05:00:00+02:00</ref", "05:00:00+00:00</ref")), put(("example,a-1", "example,a-2"))],
        [put(("05:00:00+02:00</ref", "06:00:00+03:00</ref"))],
    ),
    "references-are-of-one-sender": (
        [put((">who@town.example,", ">other@town.example,"))],
        [put(("who@town.example", "other@town.example"))],
    ),
    "exercises-and-errors-are-explained": (
        [put((">Actual<", ">Exercise<")), put((">Update<", ">Error<"))],
        [put((">Actual<", ">Exercise<"), ("<references>", "<note>Spring</note><references>"))],
    ),
    "times-have-their-form": (
        [
            put(("08:00:00+02:00</onset", f"{bad}</onset"))
            for bad in ("08:00:00Z", "08:00:00", "08:00+02:00", "08:00:00.5+02:00", "25:00:00+02:00")
        ],
        [put(("08:00:00+02:00</onset", "08:00:00-00:00</onset"))],
    ),
    "utc-has-a-minus": (
        [put(("08:00:00+02:00</onset", "08:00:00+00:00</onset"))],
        [put(("08:00:00+02:00</onset", "08:00:00-00:00</onset"))],
    ),
    "expires-is-stated": (
        [put(("<expires>2026-03-05T06:00:00+02:00</expires>", ""))],
        [put(("<expires>2026-03-05T06", "<expires>2026-03-05T07"))],
    ),
    "expires-comes-last": (
        [
            put(("<expires>2026-03-05T06", "<expires>2026-03-04T07")),
            put(
                ("<expires>2026-03-05T06", "<expires>2026-03-04T06"),
                ("<onset>2026-03-04T08", "<onset>2026-03-04T05"),
            ),
            put(("<effective>2026-03-04", "<effective>2026-03-06")),
        ],
        [put(("<expires>2026-03-05T06:00:00+02:00", "<expires>2026-03-04T06:00:01-00:00"))],
    ),
    "areas-are-stated": (
        [put((RIGHT[RIGHT.index("<area>") : RIGHT.index("</info>")], ""))],
        [put((RIGHT[RIGHT.index("<area>") : RIGHT.index("</info>")], ""), (">Update<", ">Cancel<"))],
    ),
    "areas-are-drawn": (
        [put((POLYGON, ""), (CIRCLE, "")), put((POLYGON, ""), (CIRCLE, ""), (GEOCODE, ""))],
        [put((POLYGON, "")), put((CIRCLE, ""))],
    ),
    "polygons-have-their-form": (
        [
            polygon("31.3,34.3, 31.3,34.4 31.4,34.4 31.3,34.3"),
            polygon("31.3 34.3 31.3 34.4 31.4 34.4 31.3 34.3"),
            polygon("31.3,nan 31.3,34.4 31.4,34.4 31.3,34.3"),
        ],
        [polygon("+31.3,34.3\n 31.3,34.40 31.4,34.4 +31.3,34.3")],
    ),
    "polygons-have-four-points": (
        [polygon("31.3,34.3 31.4,34.4 31.3,34.3"), polygon("31.3,34.3 31.4,34.4 31.4,34.4 31.3,34.3")],
        [polygon("31.3,34.3 31.4,34.4 31.4,34.3 31.3,34.3")],
    ),
    "polygons-are-closed": (
        [polygon("31.3,34.3 31.3,34.4 31.4,34.4 31.4,34.3")],
        [polygon("31.3,34.3 31.3,34.4 31.4,34.4 31.4,34.3 31.3,34.3")],
    ),
    "latitude-stands-first": (
        [
            polygon("134.3,31.3 134.4,31.3 134.4,31.4 134.3,31.3"),
            polygon("31.3,234.3 31.3,234.4 31.4,234.4 31.3,234.3"),
            polygon("34.3,31.3 34.4,31.3 34.4,31.4 34.3,31.3"),
            put((CIRCLE, "<circle>34.3,31.3 2.5</circle>")),
        ],
        [polygon("31.9,34.9 31.9,35.4 32.4,35.4 31.9,34.9")],
    ),
    "areas-lie-in-the-region": (
        [polygon("51.3,4.3 51.3,4.4 51.4,4.4 51.3,4.3"), put((CIRCLE, "<circle>51.3,4.3 2.5</circle>"))],
        [polygon("31.9,34.9 31.9,35.4 32.4,35.4 31.9,34.9")],
    ),
    "polygons-do-not-cross-themselves": (
        [polygon("31.3,34.3 31.4,34.4 31.4,34.3 31.3,34.4 31.3,34.3")],
        [polygon("31.3,34.3 31.3,34.4 31.35,34.32 31.4,34.4 31.4,34.3 31.3,34.3")],
    ),
    "circles-have-their-form": (
        [
            put((CIRCLE, f"<circle>{bad}</circle>"))
            for bad in ("31.3,34.3", "31.3 34.3 2.5", "31.3,34.3,2.5", "31.3,34.3 -1", "31.3,34.3 2 km")
        ],
        [put((CIRCLE, "<circle>31.3,34.3\n2.5</circle>"))],
    ),
    "radii-are-in-km": (
        [put((" 2.5<", " 2500<")), put((" 2.5<", " 0.0<"))],
        [put((" 2.5<", " 500<")), put((" 2.5<", " 0.1<"))],
    ),
    "ceilings-have-an-altitude": (
        [put(("<altitude>10</altitude>", ""))],
        [put(("<ceiling>20</ceiling>", ""))],
    ),
}
"""Rule → changes of the right message in which it finds something, and in which it does not."""
BESIDE = {
    "references-have-their-form": {"references-are-earlier"},
    "required-elements-are-there": {"areas-are-drawn", "elements-are-known"},
    "elements-are-known": {"singletons-stand-once"},
    "identifiers-hold-no-separators": {"references-are-of-one-sender"},
    "polygons-have-four-points": {"polygons-do-not-cross-themselves"},
}
"""What else is found where one mistake is two."""


def changed(change: Change) -> bytes:
    text = RIGHT
    for old, new in change:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def found(change: Change) -> list[CapFinding]:
    return list(check_cap(changed(change), region=REGION)[0])


def test_nothing_is_found_in_a_right_message():
    assert found(()) == []


def test_every_rule_has_its_cases():
    assert set(CASES) == {rule.__name__.replace("_", "-") for rule in RULES}
    assert all(rule.__doc__ for rule in RULES)


def _each(side: int) -> list[tuple[str, Change]]:
    return [(rule, change) for rule, sides in CASES.items() for change in sides[side]]


@pytest.mark.parametrize(("rule", "change"), _each(0))
def test_a_rule_finds_its_mistake_and_no_other_does(rule: str, change: Change):
    findings = found(change)
    assert {finding.rule for finding in findings} - BESIDE.get(rule, set()) == {rule}
    for finding in findings:
        assert finding.path.startswith("alert")
        assert finding.line > 1
        assert all((finding.found, finding.expected, finding.mend.endswith(".")))


@pytest.mark.parametrize(("rule", "change"), _each(1))
def test_a_rule_leaves_alone_what_is_close_to_it(rule: str, change: Change):
    assert rule not in {finding.rule for finding in found(change)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rule_trips_over_a_message_with_nothing_in_it(rule: Callable[..., object]):
    for text in (
        "<alert/>",
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info><area/><resource/></info></alert>',
        "<alert><info><area><polygon> </polygon><circle/></area></info><references/></alert>",
    ):
        assert check_cap(text.encode())[0]


def test_a_finding_names_its_place_and_line():
    (finding,) = found(polygon("31.3,34.3 31.3,34.4 31.4,34.4 31.4,34.3"))
    assert (finding.path, finding.line, finding.severity) == ("alert/info/area/polygon", 28, "error")
    assert str(finding) == (
        "error: line 28, alert/info/area/polygon: found a ring from (31.3, 34.3) to (31.4, 34.3); "
        "expected the last point like the first. Add the first point at the end. [polygons-are-closed]"
    )


def test_places_are_numbered_where_a_name_stands_more_than_once():
    (finding,) = found(put((POLYGON, f"{POLYGON}<polygon>31.3,34.3 31.3,34.4 31.4,34.4 31.4,34.3</polygon>")))
    assert finding.path == "alert/info/area/polygon[2]"


def test_swapped_pairs_within_ninety_degrees_need_a_region():
    change = polygon("34.3,31.3 34.4,31.3 34.4,31.4 34.3,31.3")
    assert check_cap(changed(change))[0] == ()
    assert "longitude first" in found(change)[0].found


def test_messages_of_a_feed_are_checked_each():
    inner = RIGHT.partition("?>\n")[2]
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{inner}</entry><entry>'
    feed += inner.replace("<scope>Public</scope>", "") + "</entry></feed>"
    findings, count, _ = check_cap(feed.encode())
    assert count == 2
    assert [(one.rule, one.path) for one in findings] == [("required-elements-are-there", "alert[2]")]


def test_a_file_without_a_message_is_refused():
    with pytest.raises(InputError, match="without a message"):
        check_cap(b"<kml/>")
